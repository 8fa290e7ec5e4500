"""The strip above the map that says why the result shown no longer answers what is chosen, and offers to run again."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop.dialog_parts import Notice, plain_button
from app.desktop.theme import LIGHT, Theme, icon
from app.language import N_, Language

RUN_SHORTCUT = "F5"


class StaleNotice(Notice):
    """One sentence and a button; gone while the result shown is what would be found now."""

    run_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", "stale")
        self.setParent(parent)
        self.button: QPushButton = plain_button("run_again")
        self.button.clicked.connect(self.run_asked)
        self.beside(self.button)
        self.retheme(LIGHT)

    def set_running(self, running: bool) -> None:
        """Keep a second run from being asked for while one is going on."""
        self.button.setDisabled(running)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.button.setText(language.say(N_("Run again")))
        self.button.setShortcut(QKeySequence(RUN_SHORTCUT))  # Qt forgets it with the text
        keys = self.button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setToolTip(language.say(N_("Answer the question anew with what is chosen now ({keys})"), keys=keys))

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self.button.setIcon(icon("run", theme))
