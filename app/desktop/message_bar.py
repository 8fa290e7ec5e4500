"""The bar that says what happened, above the work and without stopping it.

A message is kept as a way to say it, so that it changes language with the window.
"""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named, text_label
from app.desktop.theme import HAIR, ICON, LIGHT, MEDIUM, SMALL, Theme, icon
from app.language import DEFAULT, N_, Language
from app.messages import Said, said

Say = Callable[[Language], Said]

SHOWN_MS = 8000
"""How long a message stays that asks for nothing."""


class Severity(StrEnum):
    """How much a message matters."""

    INFORMATION = "information"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


_PASSING = (Severity.INFORMATION, Severity.DONE)
_ICONS = {
    Severity.INFORMATION: "information",
    Severity.DONE: "check",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}
_INKS = {
    Severity.INFORMATION: "note_ink",
    Severity.DONE: "good_ink",
    Severity.WARNING: "warn_ink",
    Severity.ERROR: "bad_ink",
}
_SPOKEN = {
    Severity.INFORMATION: N_("Note"),
    Severity.DONE: N_("Done"),
    Severity.WARNING: N_("Attention"),
    Severity.ERROR: N_("Error"),
}


class MessageBar(QFrame):
    """One message: a sentence and a hint. The newest replaces the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setProperty("role", "message")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._say: Say | None = None
        self._severity = Severity.INFORMATION
        self._sign = named(QLabel(), "message_sign")
        self._sentence, self._hint = text_label("value", "message_sentence"), text_label("", "message_hint")
        self._close = named(QToolButton(), "message_close")
        self._close.clicked.connect(self.dismiss)
        self._passing = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._passing.timeout.connect(self.dismiss)
        self._lay_out()
        self.hide()

    @property
    def severity(self) -> Severity:
        """How much the message shown, or the last one, matters."""
        return self._severity

    def tell(self, say: Say, severity: Severity = Severity.INFORMATION) -> None:
        """Show what `say` says in the window's language; what asks for nothing goes away by itself."""
        self._say, self._severity = say, severity
        self._colour()
        self._write()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._sentence.text()))
        self._passing.stop()
        if severity in _PASSING:
            self._passing.start()

    def tell_message(self, sentence: str, severity: Severity = Severity.INFORMATION, /, **values: object) -> None:
        """Show a catalogue message with its `values`."""
        self.tell(lambda language: Said(language.say(sentence, **values), ""), severity)

    def tell_error(self, error: Exception) -> None:
        """Show an error that people can mend. Raises KeyError for one nobody has put into words."""
        self.tell(lambda language: said(error, language), Severity.ERROR)

    def dismiss(self) -> None:
        """Take the message away."""
        self._passing.stop()
        self._say = None
        self.hide()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`, the message shown too."""
        self._language = language
        self._close.setToolTip(language.say(N_("Close this message (Esc)")))
        self._close.setAccessibleName(language.say(N_("Close this message (Esc)")))
        self._write()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self._theme = theme
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the message away at Escape; leave every other key to Qt."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _write(self) -> None:
        if self._say is None:
            return
        message = self._say(self._language)
        self._sign.setAccessibleName(self._language.say(_SPOKEN[self._severity]))
        self._sentence.setText(message.sentence)
        self._hint.setText(message.hint)
        self._hint.setVisible(bool(message.hint))

    def _colour(self) -> None:
        self.setProperty("level", self._severity.value)
        for widget in (self, self._sentence, self._hint):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        ink = _INKS[self._severity]
        self._sign.setPixmap(icon(_ICONS[self._severity], self._theme, colour=ink).pixmap(QSize(ICON, ICON)))
        self._close.setIcon(icon("close", self._theme, colour=ink))

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(HAIR)
        texts.addWidget(self._sentence)
        texts.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        row.setSpacing(MEDIUM)
        self._sign.setContentsMargins(0, HAIR, 0, 0)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        for label in (self._sentence, self._hint):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
