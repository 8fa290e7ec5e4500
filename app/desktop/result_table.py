"""The tables of a result, a tab each: sorted by any column, linked with the map, copied as far as anyone may know."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QLocale, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import words
from app.desktop.dialog_parts import label
from app.desktop.session import Selection
from app.desktop.table_model import TableModel, is_number, may_be_copied
from app.desktop.theme import ICON, LIGHT, SMALL, TIGHT, Theme, font, icon
from app.language import DEFAULT, N_, Language
from app.result import Period, Result, Table, Value

EMPTY = N_("No result yet: its tables come here.")
TECHNICAL = frozenset({"facility_id", "commune_code", "lon", "lat"})
"""Columns that are left out until they are asked for: codes and coordinates of places."""
NARROWEST, WIDEST = 56, 340
HIGHEST_FIRST = "empirical_bayes_rate"
"""Column by which a table that has it is ordered at first."""
MEASURED_ROWS = 60
"""Rows looked at to find out how wide a column must be."""
HEADING_SCALE, SORT_ARROW = 0.9, 12
"""Size of headings, as in the style sheet, and pixels their arrow takes."""
CELL_MARGIN, SIDE_MARGIN = 6, 14
"""Pixels above and below, left and right of the text of a cell."""
MOST_LINES = 2
"""Lines of text a row shows: with more, a small table pane shows one row and a half."""
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
        self.setModel(self.rows)
        self._behave()
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


class ResultTable(QWidget):
    """All tables of a result.

    Signals
    -------
    selection_made(Selection)
        A person selected rows.
    noted(str)
        A sentence for the status bar.
    """

    selection_made = Signal(object)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._result: Result | None = None
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("table_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.empty = label("", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._columns_button()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._below_choice())

    def show_result(self, result: Result | None) -> None:
        """Show the tables of `result`, the first on top."""
        self._result = result
        self._stack.setCurrentIndex(0)  # unseen, no tab is measured while others come and go
        self._clear()
        for table in result.tables if result else ():
            tab = TableTab(table, self._language, self, result.period if result else None)
            tab.rows.inside = icon("inside", self._theme)
            tab.picked.connect(self.selection_made)
            tab.copied.connect(self._say_copied)
            self.tabs.addTab(tab, "")
            self.choice.addItem("")
        self._name_tabs()
        self._fit_tabs()
        self._stack.setCurrentIndex(1 if self.tabs.count() else 0)

    def tab(self, name: str) -> TableTab | None:
        """Return the tab of the table called `name`, if there is one."""
        return next((tab for tab in self.all_tabs() if tab.rows.table.name == name), None)

    def all_tabs(self) -> list[TableTab]:
        """Return the tabs, in order."""
        widgets = (self.tabs.widget(place) for place in range(self.tabs.count()))
        return [widget for widget in widgets if isinstance(widget, TableTab)]

    def select(self, selection: Selection) -> None:
        """Show `selection`, in its table, without telling anyone."""
        for tab in self.all_tabs():
            tab.select_codes(selection.of(tab.rows.table.name))
        chosen = self.tab(selection.table)
        if chosen is not None and selection.codes:
            self.tabs.setCurrentWidget(chosen)

    def retranslate(self, language: Language) -> None:
        """Show everything in `language`."""
        self._language = language
        self.empty.setText(language.say(EMPTY))
        self.columns_button.setText(language.say(N_("Columns")))
        self.columns_button.setToolTip(language.say(N_("Show or hide columns")))
        self.choice.setAccessibleName(language.say(N_("Table")))
        for tab in self.all_tabs():
            tab.retranslate(language)
        self._name_tabs()
        self._fit_tabs()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self._theme = theme
        self.columns_button.setIcon(icon("columns", theme))
        for tab in self.all_tabs():
            tab.rows.inside = icon("inside", theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Offer the tables as a list where their tabs do not fit side by side."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _below_choice(self) -> QWidget:
        """Return the tabs below the list that takes the place of their bar where there is no room for it."""
        self.choice = QComboBox()
        self.choice.setObjectName("table_choice")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.activated.connect(self.tabs.setCurrentIndex)
        self.tabs.currentChanged.connect(self.choice.setCurrentIndex)
        self._head = QWidget()
        self._row = QHBoxLayout(self._head)
        self._row.setContentsMargins(SMALL, TIGHT, 0, TIGHT)
        self._row.addWidget(self.choice)
        self._row.addStretch()
        self._head.hide()
        self._no_corner = QWidget()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.tabs, 1)
        return page

    def _fit_tabs(self) -> None:
        bar = self.tabs.tabBar()
        narrow = bar.sizeHint().width() + self.columns_button.sizeHint().width() > self.width()
        if narrow == bar.isHidden():
            return
        bar.setHidden(narrow)
        self._head.setVisible(narrow)
        if narrow:
            self.tabs.setCornerWidget(self._no_corner)
            self._row.addWidget(self.columns_button)
        else:
            self.tabs.setCornerWidget(self.columns_button)
        self.columns_button.show()

    def _clear(self) -> None:
        for tab in self.all_tabs():
            self.tabs.removeTab(self.tabs.indexOf(tab))
            tab.deleteLater()
        self.choice.clear()

    def _name_tabs(self) -> None:
        for place, tab in enumerate(self.all_tabs()):
            name = self._language.say(words.TABLES[tab.rows.table.name])
            rows = self._language.number(len(tab.rows.table.rows))
            self.tabs.setTabText(place, f"{name} ({rows})")
            self.choice.setItemText(place, f"{name} ({rows})")
            self.tabs.setTabToolTip(place, f"{name} ({rows})\n{self._language.say(COPY_RULE)}")

    def _columns_button(self) -> None:
        self.columns_button = QToolButton(self)
        self.columns_button.setObjectName("columns")
        self.columns_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.columns_button)
        menu.aboutToShow.connect(lambda: self._fill_columns(menu))
        self.columns_button.setMenu(menu)
        self.tabs.setCornerWidget(self.columns_button)

    def _fill_columns(self, menu: QMenu) -> None:
        current = self.tabs.currentWidget()
        if isinstance(current, TableTab):
            current.choose_columns(menu)

    def _say_copied(self, rows: int, kept_back: list[str]) -> None:
        said = self._language.say(N_("Rows copied: {n}."), n=rows)
        if kept_back:
            left_out = self._language.say(
                N_("Not copied, because it stays inside: {columns}."), columns=", ".join(kept_back)
            )
            said = f"{said} {left_out}"
        self.noted.emit(said)


COPY_RULE = N_("Ctrl+C copies the selected rows, without columns that stay inside: those leave by an export only.")


def spreadsheet_number(value: Value) -> str:
    """Return a number as a spreadsheet on this computer reads it: the system's decimal mark, no grouping."""
    mark = QLocale.system().decimalPoint()
    return str(value).replace(".", mark)
