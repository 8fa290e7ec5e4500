"""The fields of a question's form: one kind of widget for each kind of value, all read and set the same way.

A field shows words and holds the values the data hold. What it holds is plain data; the limits are checked by
`app.parameters`, not here.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.choice_words import CHOICES
from app.desktop.kinds_button import KindsField
from app.desktop.theme import LIGHT, SMALL, TIGHT, Theme, icon
from app.language import N_, Language
from app.parameter_words import part_text, part_value
from app.unit_words import UNITS
from data.text_dates import read_day

DECIMALS = 4
"""Most decimals a parameter is worth; those that are zero are not shown."""
LARGEST = 2_147_483_647
"""Of a whole number without a limit of its own: what a spin box can hold."""
_ISO = "yyyy-MM-dd"
_DAY_FORMATS = {"vi": "dd/MM/yyyy", "en": _ISO}
_DAY_HINTS = {"vi": N_("dd/mm/yyyy"), "en": "yyyy-mm-dd"}
_NO_LIMIT_ABOVE = 1e9


class WheelGuard(QObject):
    """Keeps the wheel from changing a value that is only passed by while scrolling."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Let the wheel through to a field that has the focus only."""
        return event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus()


def _indent(box: QAbstractSpinBox) -> None:
    """Begin the text where that of other fields begins: a style sheet's padding does not reach into a spin box."""
    line = box.lineEdit()
    if line is not None:
        line.setTextMargins(SMALL, 0, 0, 0)


def _guard(widget: QWidget) -> None:
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(WheelGuard(widget))


class WholeField(QSpinBox):
    """A whole number with limits and a unit."""

    changed = Signal()

    def __init__(self, low: int | None, high: int | None, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self.setRange(-LARGEST if low is None else max(low, -LARGEST), LARGEST if high is None else min(high, LARGEST))
        self.setGroupSeparatorShown(True)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.valueChanged.connect(self.changed)
        _indent(self)
        _guard(self)

    def set_value(self, value: object) -> None:
        """Show `value`."""
        self.setValue(int(str(value)))

    def retranslate(self, language: Language) -> None:
        """Write number and unit in `language`."""
        _write_number(self, self._unit, language)


class NumberField(QDoubleSpinBox):
    """A number with limits and a unit, shown with the decimals it needs."""

    changed = Signal()

    def __init__(self, low: float | None, high: float | None, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self.setDecimals(DECIMALS)
        self.setRange(-_NO_LIMIT_ABOVE if low is None else low, _NO_LIMIT_ABOVE if high is None else high)
        self.setGroupSeparatorShown(True)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.valueChanged.connect(self.changed)
        _indent(self)
        _guard(self)

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """Write `value` without zeros at its end."""
        text = self.locale().toString(float(value), "f", DECIMALS)
        return text.rstrip("0").rstrip(self.locale().decimalPoint())

    def set_value(self, value: object) -> None:
        """Show `value`."""
        self.setValue(float(str(value)))

    def retranslate(self, language: Language) -> None:
        """Write number and unit in `language`."""
        _write_number(self, self._unit, language)


def _write_number(box: QSpinBox | QDoubleSpinBox, unit: str, language: Language) -> None:
    box.setLocale(QLocale(language.code))
    said = language.say(UNITS[unit])
    box.setSuffix(f" {said}" if said else "")


class ChoiceField(QComboBox):
    """One of a few values, each shown by its word."""

    changed = Signal()

    def __init__(self, name: str, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = CHOICES.get(name, {})
        for choice in choices:
            self.addItem(choice, choice)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.currentIndexChanged.connect(self.changed)
        _guard(self)

    def value(self) -> object:
        """Return the chosen value."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose `value`; one that is no choice is left for the check to refuse."""
        self.setCurrentIndex(self.findData(str(value)))

    def retranslate(self, language: Language) -> None:
        """Write the choices in `language`."""
        for row in range(self.count()):
            choice = str(self.itemData(row))
            text = language.say(self._words.get(choice, choice))
            self.setItemText(row, text)
            self.setItemData(row, text, Qt.ItemDataRole.ToolTipRole)


class TextField(QComboBox):
    """Free text with suggestions: values the data hold, shown by their words; several are separated by commas."""

    changed = Signal()

    def __init__(self, name: str, suggestions: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Mapping[str, str] = CHOICES.get(name, {})
        self._language = Language("en")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.set_suggestions(suggestions)
        self.editTextChanged.connect(self.changed)
        _guard(self)

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer `suggestions`, keeping what is typed."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for each in suggestions:
            self.addItem(self._word(each), each)
        self.blockSignals(False)
        self.set_value(kept)

    def value(self) -> object:
        """Return what is typed, each known word as the value it stands for."""
        values = {self._word(value).casefold(): value for value in (*self._known, *self._offered())}
        parts = [part.strip() for part in self.currentText().split(",")]
        return ", ".join(part_value(part, values) for part in parts if part)

    def set_value(self, value: object) -> None:
        """Show `value` by its words."""
        parts = [part.strip() for part in str(value).split(",")]
        self.setEditText(", ".join(self._word(part) for part in parts if part))
        self._show_beginning()

    def retranslate(self, language: Language) -> None:
        """Write value and suggestions in `language`."""
        kept = self.value()
        self._language = language
        for row in range(self.count()):
            self.setItemText(row, self._word(str(self.itemData(row))))
        self.set_value(kept)

    def _show_beginning(self) -> None:
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _offered(self) -> list[str]:
        return [str(self.itemData(row)) for row in range(self.count())]

    def _word(self, value: str) -> str:
        return part_text(value, self._known, self._language)


class DayField(QWidget):
    """A day, typed or picked from a calendar, or none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = Language("en")
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.button = QToolButton(self)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self.changed)
        self.button.clicked.connect(self.pick)
        self.retheme(LIGHT)

    def value(self) -> object:
        """Return the day as ISO text, None when empty, and what is no day as it was typed."""
        text = self.line.text().strip()
        day = read_day(text)
        return str(day)[:10] if day is not None else text or None

    def set_value(self, value: object) -> None:
        """Show a day (a date, or ISO text), or nothing."""
        day = QDate.fromString(str(value), _ISO)
        self.line.setText(day.toString(_DAY_FORMATS[self._language.code]) if day.isValid() else str(value or ""))

    def retranslate(self, language: Language) -> None:
        """Write the day in `language`."""
        kept = self.value()
        self._language = language
        self.setLocale(QLocale(language.code))
        self.line.setPlaceholderText(language.say(_DAY_HINTS[language.code]))
        self.button.setToolTip(language.say(N_("Pick a day from the calendar")))
        self.button.setAccessibleName(self.button.toolTip())
        self.set_value(kept)

    def pattern(self) -> str:
        """Return how a day is written here."""
        return self.line.placeholderText()

    def retheme(self, theme: Theme) -> None:
        """Draw the button in the colours of `theme`."""
        self.button.setIcon(icon("calendar", theme))

    def pick(self) -> None:
        """Open the calendar below the field."""
        calendar = _Calendar(self)
        calendar.picked.connect(self.set_value)
        calendar.show_below(self.line, self.value())


class _Calendar(QWidget):
    """A calendar that goes away once a day is picked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.days = QCalendarWidget(self)
        self.days.setLocale(parent.locale())
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        column = QVBoxLayout(self)
        column.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        column.addWidget(self.days)
        self.days.clicked.connect(self._pick)
        self.days.activated.connect(self._pick)

    def show_below(self, anchor: QWidget, value: object) -> None:
        """Show it under `anchor`, at the day of `value` if it is one."""
        day = QDate.fromString(str(value), _ISO)
        if day.isValid():
            self.days.setSelectedDate(day)
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height())))
        self.show()
        self.days.setFocus()

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()


Field = WholeField | NumberField | ChoiceField | TextField | DayField | KindsField
"""All have `changed`, told when a person changes it, and `value`, `set_value` and `retranslate`."""
