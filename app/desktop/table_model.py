"""A result table as Qt's views read it: words and numbers as people write them, sorted by value, rows found by code."""

import math
from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from app import words
from app.desktop.plan_points import SITE_CODES
from app.language import N_, Language
from app.names import Alphabetical, alphabetical
from app.release import ALLOWED, Audience
from app.result import Column, Period, Table, Value

Index = QModelIndex | QPersistentModelIndex
CODE_COLUMNS = ("code", "facility_id", SITE_CODES)
"""Columns whose values are what is selected: communes, places, plans by their sites."""
WIDE_TEXT = 40
"""Letters from which a text is read in several lines."""
HEADING_LINES, SHORTEST_LINE = 3, 12
"""A heading takes about so many lines, none of them shorter than so many letters."""
STAYS = N_("Stays inside: it is not copied, and no file that may be shared has it.")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_NO_PARENT = QModelIndex()


class TableModel(QAbstractTableModel):
    """One result table in one language. Rows stand in the order of the last sort."""

    def __init__(
        self, table: Table, language: Language, parent: QObject | None = None, period: Period | None = None
    ) -> None:
        super().__init__(parent)
        self.table, self._language, self._period = table, language, period
        self.inside = QIcon()
        self._order = list(range(len(table.rows)))
        self._columns = words.shown_columns(table, language)
        self._numeric: dict[int, bool] = {}

    @property
    def columns(self) -> list[Column]:
        """The columns that are shown, in order."""
        return [self.table.columns[position] for position in self._columns]

    @property
    def code_column(self) -> int | None:
        """Position, in the table, of the codes that can be selected."""
        names = [column.name for column in self.table.columns]
        return next((names.index(name) for name in CODE_COLUMNS if name in names), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """Return the number of columns shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, how it is aligned, and its whole text as the tooltip."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self.text(index.row(), index.column())
            return text if role == Qt.ItemDataRole.DisplayRole or len(text) > WIDE_TEXT else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._stands_right(index) else _LEFT
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column, with a lock where its values stay inside."""
        if orientation == Qt.Orientation.Vertical or section >= len(self._columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return in_lines(words.column_label(column, self._language))
            case Qt.ItemDataRole.ToolTipRole:
                return self._about(column)
            case Qt.ItemDataRole.DecorationRole if not may_be_copied(self.table, column):
                return self.inside
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self._is_numeric(section) else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by the values of a column, numbers as numbers; what is missing comes last."""
        if not 0 <= column < len(self._columns):
            return
        position = self._columns[column]
        rows = self.table.rows
        known = [row for row in range(len(rows)) if rows[row][position] is not None]
        missing = [row for row in range(len(rows)) if rows[row][position] is None]
        declared = self.table.columns[position]
        known.sort(
            key=lambda row: sort_key(declared, rows[row][position], self._language),
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self._reorder([*known, *missing])

    def show_values(self, table: Table) -> None:
        """Show the same rows with other values, in the order they stand in."""
        self.table = table
        self._numeric.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def row_values(self, row: int) -> tuple[Value, ...]:
        """Return all values of a row as shown, those of hidden columns too."""
        return self.table.rows[self._order[row]]

    def retranslate(self, language: Language) -> None:
        """Show the columns and words of `language`."""
        self.beginResetModel()
        self._language = language
        self._columns = words.shown_columns(self.table, language)
        self.endResetModel()

    def value(self, row: int, column: int) -> Value:
        """Return what the table holds in a cell as shown."""
        return self.table.rows[self._order[row]][self._columns[column]]

    def text(self, row: int, column: int) -> str:
        """Return what a cell says."""
        return words.value_text(self.columns[column], self.value(row, column), self._language)

    def code(self, row: int) -> str:
        """Return the code of a row as shown; empty where the table has none."""
        position = self.code_column
        return "" if position is None else str(self.table.rows[self._order[row]][position])

    def in_own_order(self, rows: Sequence[int]) -> list[int]:
        """Return rows as shown in the order the table itself has."""
        return sorted(rows, key=lambda row: self._order[row])

    def rows_of(self, codes: tuple[str, ...]) -> list[int]:
        """Return, in order, the rows as shown whose code is one of `codes`."""
        wanted = set(codes)
        return [row for row in range(len(self._order)) if self.code(row) in wanted] if wanted else []

    def is_wide(self, column: int) -> bool:
        """Return whether a column holds text of several lines."""
        position = self._columns[column]
        texts = (row[position] for row in self.table.rows)
        return any(isinstance(text, str) and len(text) > WIDE_TEXT for text in texts)

    def _stands_right(self, index: Index) -> bool:
        """Return whether a cell is aligned as numbers are: a number, or the lack of one among numbers."""
        value = self.value(index.row(), index.column())
        return is_number(value) or (value is None and self._is_numeric(index.column()))

    def _is_numeric(self, column: int) -> bool:
        position = self._columns[column]
        if position not in self._numeric:
            self._numeric[position] = any(is_number(row[position]) for row in self.table.rows)
        return self._numeric[position]

    def _about(self, column: Column) -> str:
        heading = words.column_label(column, self._language)
        about = words.column_about(column, self._language, self._period)
        stays = "" if may_be_copied(self.table, column) else self._language.say(STAYS)
        return "\n".join(filter(None, (heading, about, stays)))

    def _reorder(self, order: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {row: place for place, row in enumerate(order)}
        after = [self.index(places[self._order[each.row()]], each.column()) for each in before]
        self._order = order
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


@lru_cache(maxsize=1024)
def in_lines(heading: str) -> str:
    """Return `heading` broken into lines, so that its column is no wider than its values need."""
    letters = max(SHORTEST_LINE, len(heading) // HEADING_LINES + 4)
    return "\n".join(wrap(heading, letters, break_long_words=False))


def may_be_copied(table: Table, column: Column) -> bool:
    """Return whether a column of `table` may be known to anyone: the rule of the gate, `app.release.ALLOWED`."""
    anyone = ALLOWED[Audience.SHAREABLE]
    return {table.sensitivity, column.sensitivity} <= anyone


def is_number(value: Value) -> bool:
    """Return whether `value` is compared as a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def sort_key(column: Column, value: Value, language: Language) -> tuple[float, Alphabetical]:
    """Return what a value is ordered by: numbers first, then texts as they are read, by the Vietnamese alphabet."""
    if isinstance(value, int | float):
        return float(value), alphabetical("")
    return math.inf, alphabetical(words.value_text(column, value, language))
