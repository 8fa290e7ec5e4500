"""The rail at the window's left: data, the groups of questions that have any, and what is taken away."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import LARGE, TIGHT, Theme, icon
from app.language import N_, Language

PLACES = {
    "data": N_("Data"),
    "risk": N_("Risk"),
    "access": N_("Access"),
    "plan": N_("Plan"),
    "visits": N_("Visits"),
    "report": N_("Report"),
}
_ICON = 22
_WIDTH = 94


class Rail(QFrame):
    """One button a place; exactly one is down."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setProperty("role", "rail")
        self.setFixedWidth(_WIDTH)
        self._group = QButtonGroup(self)
        self._buttons = {place: self._button(place, number) for number, place in enumerate(places, start=1)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(TIGHT, LARGE, TIGHT, LARGE)
        layout.setSpacing(TIGHT)
        for button in self._buttons.values():
            layout.addWidget(button)
        layout.addStretch()

    def choose(self, place: str) -> None:
        """Press the button of `place`."""
        self._buttons[place].setChecked(True)
        self.chosen.emit(place)

    @property
    def current(self) -> str:
        """The place whose button is down."""
        return next(place for place, button in self._buttons.items() if button.isChecked())

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        for place, button in self._buttons.items():
            said = language.say(PLACES[place])
            button.setText(said)
            shortcut = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{said} ({shortcut})")

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for place, button in self._buttons.items():
            button.setIcon(icon(place, theme))

    def _button(self, place: str, number: int) -> QToolButton:
        button = named(QToolButton(self), f"rail_{place}")
        button.setCheckable(True)
        button.setProperty("role", "rail")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setMinimumWidth(_WIDTH - 2 * TIGHT)
        button.setShortcut(QKeySequence(f"Alt+{number}"))
        button.clicked.connect(lambda: self.chosen.emit(place))
        self._group.addButton(button)
        return button
