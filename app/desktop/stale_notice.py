"""The strip above the map that says why the result shown no longer answers what is chosen, and offers to run again."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.desktop.dialog_parts import plain_button, text_label
from app.desktop.theme import LIGHT, MEDIUM, SMALL, Theme, icon
from app.language import N_, Language

RUN_SHORTCUT = "F5"


class StaleNotice(QFrame):
    """One sentence and a button; gone while the result shown is what would be found now."""

    run_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stale")
        self.setProperty("role", "message")
        self.setProperty("level", "warning")
        self._label = text_label()
        self.button: QPushButton = plain_button("run_again")
        self.button.clicked.connect(self.run_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        row.setSpacing(SMALL)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self.retheme(LIGHT)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text`; empty: nothing."""
        self._label.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()

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
