"""A field in the third step of an import: the column that fills it, how that is known, and a value where none does."""

from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.desktop.dialog_parts import label, named, plain_button
from app.desktop.theme import set_role
from app.import_fields import assumed_value, choice_text, field_label, must_be_filled, said_by_titles
from app.import_opening import FileColumns
from app.language import DEFAULT, N_, Language
from data.importing import UNITS
from data.named_columns import BETWEEN
from data.positions import POSITION
from data.reading import RawTable
from data.schema import Column, Kind

LEAST_PERHAPS = 0.5
"""Confidence from which a guess too unsure to be taken is offered."""


class Evidence(QWidget):
    """How a column was found, or one that it might be: a button that takes it."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.said, self.perhaps = label(role="help", wrap=False), plain_button(f"perhaps_{field}")
        self.said.setObjectName(f"evidence_of_{field}")
        set_role(self.perhaps, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said)
        row.addWidget(self.perhaps)
        row.addStretch(1)

    def say(self, text: str, offer: str) -> None:
        """Show what is known, or else an offer."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.perhaps.setText(offer)
        self.perhaps.setVisible(bool(offer) and not text)


class FieldRow:
    """One field: its label, the column that fills it, how that is known, and the value of rows that have none."""

    def __init__(self, table: str, column: Column, raw: RawTable, columns: FileColumns) -> None:
        self.column = column
        self.required = must_be_filled(table, column) and not (column.name in POSITION and raw.geometry is not None)
        self._assumed, self._columns, self._language = assumed_value(table, column.name), columns, Language(DEFAULT)
        self._titled = said_by_titles(table, raw).get(column.name, "")
        self._otherwise = False
        self.label = QLabel()
        self.source = named(QComboBox(), f"column_of_{column.name}")
        self.evidence = Evidence(column.name)
        self.constant = named(QComboBox() if column.choices else QLineEdit(), f"value_of_{column.name}")
        self.label.setBuddy(self.source)
        self._list_columns(raw)
        self.source.setMinimumContentsLength(14)
        self.source.currentIndexChanged.connect(self._write_evidence)
        self.evidence.perhaps.clicked.connect(self._take_perhaps)
        self.constant.setVisible(table != UNITS)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """What stands in the row, from left to right."""
        return self.label, self.source, self.evidence, self.constant

    @property
    def chosen(self) -> str | None:
        """The column that fills the field, or several with a sign between them, if any does."""
        chosen: str | None = self.source.currentData()
        return chosen

    @property
    def proposed(self) -> str | None:
        """The column, or several with a sign between them, that is proposed for the field, if any is."""
        return self._columns.proposal.mapping.get(self.column.name)

    @property
    def dropped(self) -> str | None:
        """The column of the field's own name, where it shall not be read."""
        return self._own() if self.chosen is None else None

    @property
    def value(self) -> str:
        """The value of rows that have none of their own; empty where none is given."""
        if isinstance(self.constant, QComboBox):
            return self.constant.currentData() or ""
        return self.constant.text().strip()

    @property
    def tells(self) -> bool:
        """Whether anything is known or offered about the field."""
        return bool(self.required or self.chosen or self._own() or self.value or self._titled or self._perhaps())

    def choose(self, column: str | None) -> None:
        """Let `column` fill the field; None: none does."""
        self.source.setCurrentIndex(max(self.source.findData(column), 0))

    def say_otherwise_filled(self, *, filled: bool) -> None:
        """Say whether the title or another column, such as one of names, fills the field."""
        self._otherwise = filled and self.required
        self._write_evidence()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        name = field_label(self.column.name, language)
        self.label.setText(f"{name} *" if self.required else name)
        self.source.setAccessibleName(name)
        self.constant.setAccessibleName(name)
        for place in range(self.source.count()):
            self._write_source(place)
        self._write_constant()
        self._write_evidence()

    def _list_columns(self, raw: RawTable) -> None:
        name, proposed = self.column.name, self.proposed
        self.source.addItem("", None)
        if proposed and proposed not in raw.frame.columns and BETWEEN in proposed:
            self.source.addItem("", proposed)
        for each in raw.frame.columns:
            if each not in self._columns.identity:
                self.source.addItem(each, each)
        self.choose(proposed)
        stated = self._columns.proposal.settings.get(name, "")
        if isinstance(self.constant, QLineEdit):
            self.constant.setText(stated)
        elif stated:
            self.constant.addItem(stated, stated)

    def _write_source(self, place: int) -> None:
        held = self.source.itemData(place)
        if held is None:
            none = N_("– do not read –") if self._own() else N_("– not in the file –")
            self.source.setItemText(place, self._language.say(none))
        elif BETWEEN in held:
            parts = held.split(BETWEEN)
            said = N_("{n} columns: {columns}")
            self.source.setItemText(place, self._language.say(said, n=len(parts), columns=", ".join(parts)))

    def _write_constant(self) -> None:
        said = self._said_otherwise()
        if isinstance(self.constant, QComboBox):
            self._list_choices(self.constant, said)
        else:
            day = self._language.say(N_("dd/mm/yyyy")) if self.column.kind is Kind.DATE else ""
            self.constant.setPlaceholderText(said or day)

    def _said_otherwise(self) -> str:
        """Return what is taken where neither a column nor a person says anything."""
        if self._titled:
            return self._language.date(date.fromisoformat(self._titled))
        assumed = choice_text(self.column.name, self._assumed, self._language) if self._assumed else ""
        return self._language.say(N_("else: {value}"), value=assumed) if assumed else ""

    def _list_choices(self, box: QComboBox, none: str) -> None:
        chosen = box.currentData()
        blocked = QSignalBlocker(box)
        box.clear()
        box.addItem(none, "")
        for choice in self.column.choices:
            box.addItem(choice_text(self.column.name, choice, self._language), choice)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        blocked.unblock()

    def _own(self) -> str | None:
        """Return the column that bears the field's own name: it is read unless a person says otherwise."""
        return self._columns.own.get(self.column.name)

    def _perhaps(self) -> str:
        """Return the column that a guess too unsure to be taken names."""
        guess = self._columns.proposal.guesses.get(self.column.name)
        unsure = guess is not None and guess.confidence >= LEAST_PERHAPS and not self.chosen
        return guess.column if guess is not None and unsure and self.source.findData(guess.column) >= 0 else ""

    def _take_perhaps(self) -> None:
        self.choose(self._perhaps())

    def _write_evidence(self) -> None:
        perhaps, guess = self._perhaps(), self._columns.proposal.guesses.get(self.column.name)
        sure = self._language.percent(guess.confidence) if guess else ""
        offer = self._language.say(N_("Perhaps “{column}” ({sure})"), column=perhaps, sure=sure)
        self.evidence.say(self._known_by(sure), offer if perhaps else "")

    def _known_by(self, sure: str) -> str:
        name, chosen, proposal = self.column.name, self.chosen, self._columns.proposal
        if self._otherwise and not chosen and not self.value:
            return self._language.say(N_("by the title") if self._titled else N_("by another column"))
        if not chosen or (chosen != proposal.mapping.get(name) and name not in proposal.guesses):
            return ""
        if self._own() == chosen:
            return self._language.say(N_("its own name"))
        if proposal.from_template:
            return self._language.say(N_("as in the last such file"))
        guess = proposal.guesses.get(name)
        return self._language.say(N_("guessed, {sure}"), sure=sure) if guess and guess.column == chosen else ""
