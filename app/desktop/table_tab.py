"""One table of a result: sorted by any column, as wide as its texts, copied as far as anyone may know."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QLocale, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QTableView,
    QWidget,
)

from app import words
from app.desktop.few_lines import MOST_LINES, SIDE_MARGIN, FewLines
from app.desktop.plan_points import SITE_CODES
from app.desktop.session import Selection
from app.desktop.table_model import TableModel, is_number, may_be_copied
from app.desktop.theme import ICON, font
from app.language import N_, Language
from app.result import Period, Table, Value

TECHNICAL = frozenset({"facility_id", "commune_code", "lon", "lat", SITE_CODES})
"""Columns that are left out until they are asked for: codes and coordinates of places."""
NARROWEST, WIDEST = 56, 340
HIGHEST_FIRST = "posterior_rate"
"""Column by which a table that has it is ordered at first."""
MEASURED_ROWS = 60
"""Rows looked at to find out how wide a column must be."""
HEADING_SCALE, SORT_ARROW = 0.9, 12
"""Size of headings, as in the style sheet, and pixels their arrow takes."""
CELL_MARGIN = 6
"""Pixels above and below the text of a cell."""
TALLEST_TABLE = 300
"""Most rows whose heights follow their texts; longer tables have rows of one height, and tooltips."""


class TableTab(QTableView):
    """One result table."""

    picked = Signal(object)
    copied = Signal(int, list)

    def __init__(
        self, table: Table, language: Language, parent: QWidget | None = None, period: Period | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"table_{table.name}")
        self.rows = TableModel(table, language, self, period)
        self._language = language
        self.setItemDelegate(FewLines(self))
        self._behave()  # before there are rows: afterwards each of these lays them out anew
        self.setModel(self.rows)
        self._measured = False
        self._copy_action()
        self._hide_technical()
        self._order_at_first()
        self.selectionModel().selectionChanged.connect(self._tell)

    def selection(self) -> Selection:
        """Return what is selected here."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return Selection(self.rows.table.name, tuple(self.rows.code(row) for row in rows))

    def select_codes(self, codes: tuple[str, ...]) -> None:
        """Select the rows of `codes` and bring the first into view, without telling anyone."""
        rows = self.rows.rows_of(codes)
        with QSignalBlocker(self.selectionModel()):
            self.selectionModel().select(self._ranges(rows), _REPLACE)
        self._show_chosen()
        self.viewport().update()

    def copy(self) -> None:
        """Copy the selected rows, with the columns shown that anyone may know, for a spreadsheet.

        They stand in the table's own order: that of a column that stays inside would tell what it holds.
        """
        rows = self.rows.in_own_order([index.row() for index in self.selectionModel().selectedRows()])
        shown = [column for column in self._in_order() if not self.isColumnHidden(column)]
        free = [column for column in shown if may_be_copied(self.rows.table, self.rows.columns[column])]
        kept_back = [words.column_label(self.rows.columns[each], self._language) for each in shown if each not in free]
        if rows and free:
            QGuiApplication.clipboard().setText(self._cells(rows, free))
        self.copied.emit(len(rows) if free else 0, kept_back)

    def retranslate(self, language: Language) -> None:
        """Show everything in `language`, keeping the selection."""
        kept = self.selection()
        self._language = language
        self.rows.retranslate(language)
        self.copy_action.setText(language.say(N_("Copy rows")))
        self._hide_technical()
        self._measured = False
        if self.isVisible():
            self._measure()
        self.select_codes(kept.codes)

    def choose_columns(self, menu: QMenu) -> None:
        """Fill `menu` with the columns, to be shown or hidden."""
        menu.clear()
        for column in self._in_order():
            action = menu.addAction(words.column_label(self.rows.columns[column], self._language))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.toggled.connect(self._shower(column))

    def _shower(self, column: int) -> Callable[[bool], None]:
        def show(shown: bool) -> None:
            self.setColumnHidden(column, not shown)
            if shown:
                self.setColumnWidth(column, self._width(column))

        return show

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsMovable(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.rows.layoutChanged.connect(self._set_heights)

    def _order_at_first(self) -> None:
        names = [column.name for column in self.rows.columns]
        if HIGHEST_FIRST in names:
            self.sortByColumn(names.index(HIGHEST_FIRST), Qt.SortOrder.DescendingOrder)

    def _copy_action(self) -> None:
        self.copy_action = QAction(self)
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.triggered.connect(self.copy)
        self.addAction(self.copy_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _resized(self, column: int) -> None:
        if self.rows.is_wide(column):
            self._set_heights()

    def _tell(self) -> None:
        if self.rows.code_column is not None:
            self.picked.emit(self.selection())

    def _ranges(self, rows: Sequence[int]) -> QItemSelection:
        """Return the rows as few ranges: neighbours stand in one."""
        chosen, last = QItemSelection(), self.rows.columnCount() - 1
        start = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                chosen.select(self.rows.index(rows[start], 0), self.rows.index(row, last))
                start = place + 1
        return chosen

    def _in_order(self) -> list[int]:
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def _show_chosen(self) -> None:
        """Bring the first selected row into view."""
        chosen = self.selectionModel().selectedRows()
        if chosen:
            first = min(index.row() for index in chosen)
            self.scrollTo(self.rows.index(first, self._first_shown()), QAbstractItemView.ScrollHint.EnsureVisible)

    def _first_shown(self) -> int:
        return next((column for column in self._in_order() if not self.isColumnHidden(column)), 0)

    def _width(self, column: int) -> int:
        if self.rows.is_wide(column):
            return WIDEST
        metrics = QFontMetrics(self.font())
        texts = [self.rows.text(row, column) for row in range(min(self.rows.rowCount(), MEASURED_ROWS))]
        cells = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return max(NARROWEST, min(WIDEST, max(cells + 2 * SIDE_MARGIN, self._heading_width(column))))

    def _heading_width(self, column: int) -> int:
        metrics = QFontMetrics(font(HEADING_SCALE, bold=True))
        lines = str(self.rows.headerData(column, Qt.Orientation.Horizontal)).split("\n")
        lock = 0 if may_be_copied(self.rows.table, self.rows.columns[column]) else ICON
        return max(map(metrics.horizontalAdvance, lines)) + 2 * SIDE_MARGIN + SORT_ARROW + lock

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Measure the first time, when the style is known."""
        super().showEvent(event)
        if not self._measured:
            self._measure()

    def _hide_technical(self) -> None:
        for column, each in enumerate(self.rows.columns):
            self.setColumnHidden(column, each.name in TECHNICAL)

    def _measure(self) -> None:
        """Give each column and row the room it needs."""
        self._measured = True
        for column in range(self.rows.columnCount()):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, self._width(column))
        self._set_heights()
        self._show_chosen()

    def _set_heights(self) -> None:
        """Give each row the lines its texts need, up to `MOST_LINES`: tooltips hold what is longer."""
        metrics = QFontMetrics(self.font())
        line = metrics.height() + 2 * CELL_MARGIN
        self.verticalHeader().setDefaultSectionSize(line)
        wide = [column for column in range(self.rows.columnCount()) if self.rows.is_wide(column)]
        if not wide or self.rows.rowCount() > TALLEST_TABLE:
            return
        tallest = line + (MOST_LINES - 1) * metrics.lineSpacing()
        for row in range(self.rows.rowCount()):
            needed = max(self._height(metrics, row, column) for column in wide)
            self.setRowHeight(row, min(tallest, max(line, needed)))

    def _height(self, metrics: QFontMetrics, row: int, column: int) -> int:
        room = QRect(0, 0, self.columnWidth(column) - 2 * SIDE_MARGIN, 10_000)
        flags = Qt.TextFlag.TextWordWrap.value
        return metrics.boundingRect(room, flags, self.rows.text(row, column)).height() + 2 * CELL_MARGIN

    def _cells(self, rows: Iterable[int], columns: Sequence[int]) -> str:
        headings = [words.column_label(self.rows.columns[column], self._language) for column in columns]
        lines = [[self._cell(row, column) for column in columns] for row in rows]
        return "\n".join("\t".join(line) for line in [headings, *lines])

    def _cell(self, row: int, column: int) -> str:
        value = self.rows.value(row, column)
        return spreadsheet_number(value) if is_number(value) else self.rows.text(row, column) if value else ""


_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def spreadsheet_number(value: Value) -> str:
    """Return a number as a spreadsheet on this computer reads it: the system's decimal mark, no grouping."""
    mark = QLocale.system().decimalPoint()
    return str(value).replace(".", mark)
