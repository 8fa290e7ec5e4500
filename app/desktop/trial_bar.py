"""The strip above the map from which another place is tried: its button, what the position brings, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.desktop.dialog_parts import plain_button, text_label
from app.desktop.theme import LIGHT, MEDIUM, SMALL, TIGHT, Theme, icon
from app.language import N_, Language

_OFFER = N_("See what another place would bring. Nothing is stored.")
_CHOOSE = N_("Select a place that helps, on the map or in the table.")
_LINES = 4
"""Of text kept free while a place is tried: the map must not move under the pointer."""


class TrialBar(QFrame):
    """A button that stays down while a place is tried, and beside it what the position brings."""

    toggled = Signal(bool)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trial_bar")
        self.setProperty("role", "message")
        self.setProperty("level", "information")
        self._language = Language("en")
        self._found = ""
        self.button: QPushButton = plain_button("try_place")
        self.button.setCheckable(True)
        self.back: QPushButton = plain_button("put_back")
        self._text = text_label(name="trial_text")
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, TIGHT, MEDIUM, TIGHT)
        row.setSpacing(SMALL)
        for part, stretch in ((self.button, 0), (self._text, 1), (self.back, 0)):
            row.addWidget(part, stretch)
        self.button.toggled.connect(self.toggled)
        self.button.toggled.connect(lambda _: self._show())
        self.back.clicked.connect(self.back_asked)
        self.retheme(LIGHT)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether the button is down."""
        return self.button.isChecked()

    def offer(self, can_be_tried: bool) -> None:
        """Be there while a result has places that may be moved; the button comes up."""
        self.button.setChecked(False)
        self.say("")
        self.setVisible(can_be_tried)

    def say(self, found: str) -> None:
        """Show what a position brings; empty: no place is tried yet."""
        self._found = found
        self._show()

    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    def retranslate(self, language: Language) -> None:
        """Say its own words in `language`."""
        self._language = language
        self.button.setToolTip(language.say(N_("Move a place by mouse or arrow keys, and see the figures follow")))
        self.back.setText(language.say(N_("Put back")))
        self.back.setToolTip(language.say(N_("Put the place back to where it is")))
        self._show()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self.button.setIcon(icon("move", theme))
        self.back.setIcon(icon("undo", theme))

    def _show(self) -> None:
        is_tried = self.is_on and bool(self._found)
        self.back.setVisible(is_tried)
        self.button.setText(self._language.say(N_("End") if self.is_on else N_("Try another place")))
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * SMALL if is_tried else 0)
        self._text.setText(self._found if is_tried else self._language.say(_CHOOSE if self.is_on else _OFFER))
