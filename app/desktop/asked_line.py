"""The line above a form that says what the result shown was asked with, and the button that folds the form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.desktop.dialog_parts import named, text_label
from app.desktop.theme import LIGHT, SMALL, TIGHT, Theme, icon
from app.language import DEFAULT, N_, Language

FOLD_SHORTCUT = "F2"


class AskedLine(QFrame):
    """What was asked, in one line where it fits, beside the button that opens the form again."""

    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("asked")
        self.setProperty("role", "card")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._label: QLabel = named(text_label(), "asked_text")
        self.button = named(QToolButton(), "change_settings")
        self.button.setProperty("role", "button")
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setShortcut(QKeySequence(FOLD_SHORTCUT))
        self.button.toggled.connect(self._toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(SMALL, TIGHT, TIGHT, TIGHT)
        row.setSpacing(SMALL)
        row.addWidget(self._label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, details: str) -> None:
        """Write what was asked, and in the tooltip each setting on a line of its own."""
        self._label.setText(text)
        self._label.setToolTip(details)

    def text(self) -> str:
        """Return what was asked."""
        return self._label.text()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        open_, keys = self.button.isChecked(), self.button.shortcut()
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setText(language.say(N_("Fold") if open_ else N_("Change")))
        tip = N_("Hide the settings ({keys})") if open_ else N_("Show the settings and ask again ({keys})")
        self.button.setToolTip(language.say(tip, keys=shown))
        self.button.setShortcut(keys)  # Qt forgets it with the text

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._theme = theme
        self.button.setIcon(icon("fold" if self.button.isChecked() else "unfold", theme))

    def _toggle(self, opened: bool) -> None:
        self.retranslate(self._language)
        self.retheme(self._theme)
        self.opened.emit(opened)
