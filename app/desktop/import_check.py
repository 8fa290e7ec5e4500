"""The check of an import: how many rows go where, and each problem with its row, value, reason and fix."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.desktop.dialog_parts import framed, named, plain_button, text_label
from app.desktop.theme import HAIR, LARGE, MEDIUM, SMALL
from app.desktop.wrapped_table import cap_columns, fit_rows, wrap_cells
from app.import_fields import choice_text, column_text
from app.import_words import fix_text, mending_fix_text, reason_text
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
_ROW, _VALUE = 1, 3
_COUNTS = (N_("rows read"), N_("accepted"), N_("set aside"), N_("not data"))
_WIDEST = (146, 64, 130, 120)
"""Of the short columns, so that the sentences have room."""
_SIGNS = ("=", "+", "+", "")
_MEND_HERE = N_("Rows set aside stay out; after the import they can be mended here, or had as an Excel file.")
_MEND_IN_EXCEL = N_("Rows set aside stay out; after the import they can be had as an Excel file to mend.")
_NONE_TAKEN = N_("No row can be taken. Mend the file or go back and choose other columns.")
_NONE_TAKEN_YET = N_("No row can be taken as it is. Mend the rows, or go back and choose other columns.")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


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
        self._fix_text = fix_text

    def show(self, report: ImportReport, language: Language, *, can_mend: bool) -> None:
        """List the problems of `report`, those that set a row aside first, and whether rows can be mended here."""
        self.beginResetModel()
        order = list(VERDICTS)
        self._problems = tuple(sorted(report.problems, key=lambda issue: order.index(issue.verdict)))
        self._file_columns, self._language = frozenset(report.mapping.values()), language
        self._fix_text = mending_fix_text if can_mend else fix_text
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

    def _texts(self, issue: Issue) -> tuple[str, ...]:
        return (
            self._language.say(VERDICTS[issue.verdict]),
            "" if issue.row is None else str(issue.row),
            column_text(issue.column, self._file_columns, self._language),
            issue.value,
            window_reason_text(issue, self._language),
            self._fix_text(issue, self._language),
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

    mend_asked = Signal()
    """No row can be taken as it is: those set aside shall be mended here."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_check")
        self._language = Language(DEFAULT)
        self._report: ImportReport | None = None
        self._can_mend = False
        self._counts = CountRow("rows")
        self._verdict, self._title = text_label("", "check_verdict"), text_label("section")
        self._mend = plain_button("mend_on_check")
        self._mend.clicked.connect(self.mend_asked)
        self._mend.hide()
        self._model = ProblemModel(self)
        self._problems = named(QTableView(), "import_problems")
        self._lay_out()

    @property
    def accepted(self) -> int:
        """How many rows would be taken."""
        return self._report.accepted if self._report else 0

    def show_report(self, report: ImportReport, *, can_mend: bool) -> None:
        """Show what a check found; rows are mended here only where nothing else can be taken in before."""
        self._report, self._can_mend = report, can_mend
        self._mend.setVisible(can_mend and report.accepted == 0)
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._counts.retranslate(language)
        self._mend.setText(language.say(N_("&Mend the rows set aside…")))
        self._write()

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
        self._model.show(report, self._language, can_mend=self._can_mend)
        self._hide_empty_columns(report)
        cap_columns(self._problems, _WIDEST)
        fit_rows(self._problems)

    def _hide_empty_columns(self, report: ImportReport) -> None:
        """Give the room of columns in which nothing stands to the sentences."""
        self._problems.setColumnHidden(_ROW, all(issue.row is None for issue in report.problems))
        self._problems.setColumnHidden(_VALUE, not any(issue.value for issue in report.problems))

    def _verdict_text(self, report: ImportReport) -> str:
        say = self._language.say
        if report.accepted == 0:
            return say(_NONE_TAKEN_YET if self._can_mend else _NONE_TAKEN)
        parts = [say(N_("Nothing has been changed yet."))]
        if report.set_aside:
            parts.append(say(_MEND_HERE if self._can_mend else _MEND_IN_EXCEL))
        if report.flagged:
            parts.append(say(N_("Of the accepted rows, {n} should be looked at."), n=report.flagged))
        return " ".join(parts)

    def _lay_out(self) -> None:
        view = self._problems
        view.setModel(self._model)
        wrap_cells(view)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        header = view.horizontalHeader()
        for section in (4, 5):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self._box = framed(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._counts)
        column.addWidget(self._verdict)
        column.addWidget(self._mend, 0, Qt.AlignmentFlag.AlignLeft)
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
