"""The check of an import: how many rows go where, and each problem with its row, value, reason and fix."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.desktop.dialog_parts import WrappedCell, framed, named, text_label
from app.desktop.theme import HAIR, LARGE, MEDIUM, SMALL
from app.field_words import FIELDS
from app.import_fields import choice_text, field_label
from app.import_words import fix_text, reason_text
from app.language import DEFAULT, N_, Language
from data.import_report import ImportReport
from data.issues import Issue, Verdict

Index = QModelIndex | QPersistentModelIndex
VERDICTS: Mapping[Verdict, str] = {
    Verdict.SET_ASIDE: N_("set aside"),
    Verdict.FLAGGED: N_("taken, look at it"),
    Verdict.NOTED: N_("for information"),
}
"""What happens to a row with a problem, the worst first."""
_HEADS = (N_("What happens"), N_("Row"), N_("Column"), N_("Value"), N_("Why"), N_("What to do"))
_COUNTS = (N_("rows read"), N_("accepted"), N_("set aside"), N_("not data"))
_SIGNS = ("=", "+", "+", "")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_FITTED = 200
"""Rows whose height is measured one by one; measuring ten thousand would stall the window."""


def window_reason_text(issue: Issue, language: Language) -> str:
    """Return why, with the value that was assumed in words."""
    value = issue.numbers.get("value")
    if value is None:
        return reason_text(issue, language)
    said = _day(str(value), language) or choice_text(issue.column, str(value), language)
    return reason_text(replace(issue, numbers={**issue.numbers, "value": said}), language)


def _day(text: str, language: Language) -> str:
    """Return a day of ISO 8601 as the language writes it; empty for any other text."""
    return language.date(date.fromisoformat(text)) if _ISO.fullmatch(text) else ""


class ProblemModel(QAbstractTableModel):
    """The problems of a report, one a row, as the language says them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Issue, ...] = ()
        self._language = Language(DEFAULT)
        self._file_columns: frozenset[str] = frozenset()

    def show(self, report: ImportReport, language: Language) -> None:
        """List the problems of `report`, those that set a row aside first."""
        self.beginResetModel()
        order = list(VERDICTS)
        self._problems = tuple(sorted(report.problems, key=lambda issue: order.index(issue.verdict)))
        self._file_columns, self._language = frozenset(report.mapping.values()), language
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return the number of problems."""
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a heading."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._language.say(_HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, and the same in full as its tooltip."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._texts(self._problems[index.row()])[index.column()]

    def _column(self, name: str | None) -> str:
        """Return the file's column as it stands there; a field that no column fills by its label."""
        if not name or name in self._file_columns or name not in FIELDS:
            return name or ""
        return field_label(name, self._language)

    def _texts(self, issue: Issue) -> tuple[str, ...]:
        return (
            self._language.say(VERDICTS[issue.verdict]),
            "" if issue.row is None else str(issue.row),
            self._column(issue.column),
            issue.value,
            window_reason_text(issue, self._language),
            fix_text(issue, self._language),
        )


class CountRow(QWidget):
    """How many rows were read, and where they went: the numbers add up."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._language = Language(DEFAULT)
        self._numbers = [named(QLabel(), f"{name}_{part}") for part in ("read", "accepted", "set_aside", "non_data")]
        self._words = [text_label("help") for _ in _COUNTS]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(LARGE)
        for number, word, sign in zip(self._numbers, self._words, _SIGNS, strict=True):
            row.addWidget(_count_card(number, word), 1)
            if sign:
                row.addWidget(QLabel(sign))

    def show_counts(self, report: ImportReport) -> None:
        """Show the counts of `report`."""
        counts = (report.read, report.accepted, report.set_aside, report.non_data)
        for number, count in zip(self._numbers, counts, strict=True):
            number.setText(self._language.number(count))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        for word, text in zip(self._words, _COUNTS, strict=True):
            word.setText(language.say(text))


class CheckPage(QWidget):
    """The report of a check."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_check")
        self._language = Language(DEFAULT)
        self._report: ImportReport | None = None
        self._counts = CountRow("rows")
        self._verdict, self._title = text_label("", "check_verdict"), text_label("section")
        self._model = ProblemModel(self)
        self._problems = named(QTableView(), "import_problems")
        self._lay_out()

    @property
    def accepted(self) -> int:
        """How many rows would be taken."""
        return self._report.accepted if self._report else 0

    def show_report(self, report: ImportReport | None) -> None:
        """Show what a check found."""
        self._report = report
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._counts.retranslate(language)
        self._write()

    def _fit_rows(self) -> None:
        """Make each row as high as its texts need; of a long list all rows as high as four lines."""
        header = self._problems.verticalHeader()
        header.setDefaultSectionSize(4 * self._problems.fontMetrics().lineSpacing() + SMALL)
        if self._model.rowCount() <= _FITTED:
            self._problems.resizeRowsToContents()

    def _write(self) -> None:
        report = self._report
        if report is None:
            return
        self._counts.show_counts(report)
        self._verdict.setText(self._verdict_text(report))
        n = len(report.problems)
        title = N_("Nothing to say about any row.") if n == 0 else N_("What was found ({n})")
        self._title.setText(self._language.say(title, n=n))
        self._box.setVisible(n > 0)
        self._model.show(report, self._language)
        self._fit_rows()

    def _verdict_text(self, report: ImportReport) -> str:
        say = self._language.say
        if report.accepted == 0:
            return say(N_("No row can be taken. Mend the file or go back and choose other columns."))
        parts = [say(N_("Nothing has been changed yet."))]
        if report.set_aside:
            parts.append(say(N_("Rows set aside stay out; after the import they can be had as an Excel file to mend.")))
        if report.flagged:
            parts.append(say(N_("Of the accepted rows, {n} should be looked at."), n=report.flagged))
        return " ".join(parts)

    def _lay_out(self) -> None:
        view = self._problems
        view.setModel(self._model)
        view.setWordWrap(True)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setTabKeyNavigation(False)
        view.verticalHeader().setVisible(False)
        view.setItemDelegate(WrappedCell(view))
        header = view.horizontalHeader()
        for section in range(4):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        for section in (4, 5):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._fit_rows)
        self._box = framed(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._counts)
        column.addWidget(self._verdict)
        column.addWidget(self._title)
        column.addWidget(self._box, 1)
        column.addStretch(0)


def _count_card(number: QLabel, word: QLabel) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    number.setProperty("role", "title")
    lines = QVBoxLayout(card)
    lines.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
    lines.setSpacing(HAIR)
    lines.addWidget(number)
    lines.addWidget(word)
    return card
