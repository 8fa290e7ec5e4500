"""Asks what became of one old unit: its new units with their shares, who stated it and when."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QGridLayout, QLabel, QLineEdit, QWidget

from app.crosswalk_correction import Correction, Target, fault_of
from app.crosswalk_rows import Unit
from app.desktop.dialog_parts import (
    DialogButtons,
    Notice,
    dialog_column,
    fit_on_screen,
    named,
    plain_button,
    text_label,
)
from app.desktop.fields import DayField
from app.desktop.find_box import FindBox
from app.desktop.theme import MEDIUM, SMALL, TIGHT, Theme
from app.language import DEFAULT, N_, Language
from app.names import shown_name
from app.searching import Commune

BASES = {"stated": N_("stated shares"), "area": N_("area"), "children": N_("children")}
_SIZE = (560, 420)
_SHARE_WIDTH = 90


class TargetRow:
    """A new unit, its share, and the button that takes it away."""

    def __init__(self, unit: Unit, share: float | None) -> None:
        self.unit = unit
        self.name, self.share, self.remove = QLabel(), named(QLineEdit(), f"share_{unit.code}"), plain_button("remove")
        self.share.setFixedWidth(_SHARE_WIDTH)
        self.given = share

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        name = shown_name(self.unit.name, language)
        self.name.setText(f"{self.unit.code} {name} · {shown_name(self.unit.province, language)}")
        self.share.setAccessibleName(language.say(N_("Share of {name} in %"), name=name))
        self.share.setPlaceholderText("%")
        self.remove.setText(language.say(N_("Remove")))
        self.remove.setAccessibleName(language.say(N_("Remove {name}"), name=name))
        if self.given is not None:
            self.share.setText(language.number(self.given, None))
            self.given = None

    def value(self) -> float | None:
        """Return the share in %; None where none is written. Raises ValueError for what is no number."""
        text = self.share.text().strip().removesuffix("%").strip().replace(",", ".")
        return float(text) if text else None


class CorrectionDialog(QDialog):
    """All that became of one old unit; it stays until it can be kept."""

    correction_made = Signal(object)

    def __init__(
        self,
        old: Unit,
        targets: Sequence[tuple[str, float | None]],
        units: Sequence[Unit],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("correction_dialog")
        self._language, self._old = Language(DEFAULT), old
        self._units = {unit.code: unit for unit in units}
        self._rows = [self._row(code, share) for code, share in targets if code in self._units]
        self._head, self._about = text_label("heading"), text_label("help")
        self._fault, self._buttons = Notice("error", "correction_fault"), DialogButtons()
        self.find_unit = named(FindBox(), "find_new_unit")
        self.find_unit.show_communes([Commune(each.code, each.name, "", each.province) for each in units])
        self.find_unit.commune_found.connect(self._add)
        self.basis, self.source = named(QComboBox(), "correction_basis"), named(QLineEdit(), "correction_source")
        self.stated_on = named(DayField(), "correction_day")
        self._labels = (QLabel(), QLabel(), QLabel(), QLabel())
        self._buttons.accepted.connect(self._take)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        fit_on_screen(self, *_SIZE)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        say = language.say
        self.setWindowTitle(say(N_("Correct what became of an old unit")))
        self._head.setText(f"{self._old.code} {shown_name(self._old.name, language)}")
        self._about.setText(
            say(N_("State all new units that received any part of it. With one, it went there as a whole."))
        )
        words = (N_("Add a new unit"), N_("Shares are by"), N_("Source"), N_("Stated on"))
        for label, field, message in zip(self._labels, self._fields(), words, strict=True):
            label.setText(say(message))
            field.setAccessibleName(label.text())
        self.find_unit.retranslate(language)
        self.stated_on.retranslate(language)
        kept = self.basis.currentIndex()
        self.basis.clear()
        for basis, word in BASES.items():
            self.basis.addItem(say(word), basis)
        self.basis.setCurrentIndex(max(kept, 0))
        self.source.setPlaceholderText(say(N_("such as the number of a resolution")))
        self._buttons.retranslate(language, N_("Keep the correction"))
        self._fill()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self.stated_on.retheme(theme)

    def _fields(self) -> tuple[QWidget, ...]:
        return self.find_unit, self.basis, self.source, self.stated_on

    def _row(self, code: str, share: float | None) -> TargetRow:
        row = TargetRow(self._units[code], share)
        row.remove.clicked.connect(lambda: self._remove(row))
        return row

    def _add(self, code: str) -> None:
        if code not in [row.unit.code for row in self._rows]:
            self._rows.append(self._row(code, None))
            self._fill()
        self.find_unit.clear()

    def _remove(self, row: TargetRow) -> None:
        self._rows.remove(row)
        for part in (row.name, row.share, row.remove):
            part.deleteLater()
        self._fill()

    def _fill(self) -> None:
        several = len(self._rows) > 1
        for place, row in enumerate(self._rows):
            row.retranslate(self._language)
            row.share.setVisible(several)
            for column, part in enumerate((row.name, row.share, row.remove)):
                self._targets.addWidget(part, place, column)
        for part in (self.basis, self._labels[1]):
            part.setVisible(several)

    def _take(self) -> None:
        day = str(self.stated_on.value() or "")
        try:
            targets = tuple(Target(row.unit.code, row.value()) for row in self._rows)
            stated_on = date.fromisoformat(day) if day else None
        except ValueError:
            pattern = self.stated_on.pattern()
            self._say(N_("Write shares as numbers and the day as {pattern}."), pattern=pattern)
            return
        correction = Correction(
            self._old.code, targets, self.source.text(), stated_on, str(self.basis.currentData() or "stated")
        )
        fault = fault_of(correction)
        if fault:
            self._say(fault)
        else:
            self.correction_made.emit(correction)
            self.accept()

    def _say(self, message: str, **values: object) -> None:
        self._fault.say(self._language.say(message, **values))

    def _lay_out(self) -> None:
        self._targets = QGridLayout()
        self._targets.setColumnStretch(0, 1)
        self._targets.setSpacing(TIGHT)
        form = QFormLayout()
        form.setSpacing(SMALL)
        for label, field in zip(self._labels, self._fields(), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._head)
        column.addWidget(self._about)
        column.addLayout(self._targets)
        column.addLayout(form)
        column.addStretch()
        column.addWidget(self._fault)
        column.addWidget(self._buttons)
