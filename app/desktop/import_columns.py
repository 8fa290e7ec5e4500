"""The third step of an import: which column fills which field, and what the first rows become of it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import Notice, framed, named, text_label
from app.desktop.import_classes import ClassTable
from app.desktop.import_field import FieldRow
from app.desktop.import_source import SystemBox
from app.desktop.points_map import PointsMap
from app.desktop.theme import LARGE, SMALL, Theme
from app.import_fields import field_label, import_fields, missing_fields, said_by_titles
from app.import_opening import FileColumns
from app.import_preview import Cell, Preview, preview
from app.language import DEFAULT, N_, Language
from app.messages import said
from data.case_import import CASES
from data.columns import CRS_SETTING
from data.errors import DataError
from data.field_words import UNIT_NAME
from data.identity import ColumnClass, classes
from data.importing import UNITS
from data.named_columns import BETWEEN
from data.positions import POSITION
from data.project import Project
from data.reading import RawTable
from data.schema import TABLES

_PREVIEW_AFTER_MS = 120
"""A preview waits until the typing rests."""
_FIELDS_HEIGHT, _PREVIEW_HEIGHT = 300, 260
_TABS = (N_("The first rows, as they will be read"), N_("On the map"), N_("What becomes of each column"))
_ROWS, _MAP, _CLASSES = range(3)


class ColumnsPage(QWidget):
    """The fields of the table beside the columns of the file, and below what becomes of them."""

    changed = Signal()
    layer_asked = Signal(str)
    """Read this sheet or layer of the file instead."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self._project, self._language = project, Language(DEFAULT)
        self._table = ""
        self._raw: RawTable | None = None
        self._columns: FileColumns | None = None
        self._rows: list[FieldRow] = []
        self._layer_label, self._layer = QLabel(), named(QComboBox(), "import_layer")
        self._layer.textActivated.connect(self.layer_asked)
        self._heads = [text_label("section") for _ in range(4)]
        for head in self._heads:
            head.setParent(self)  # before the rows are laid out it would be a window of its own
        self._more = named(QToolButton(), "more_fields")
        self._more.setProperty("role", "disclosure")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_rows)
        self._system_label, self._system = QLabel(), SystemBox("columns_system")
        self._system.currentTextChanged.connect(self._update)
        self._unused, self._missing = text_label("help", "unused_columns"), text_label("error", "missing_fields")
        self._caption = text_label("help")
        self._tabs = named(QTabWidget(), "preview_tabs")
        self._preview, self._map = named(QTableWidget(), "import_preview"), PointsMap(project, "preview_map")
        self._classes = ClassTable()
        self._classes.class_chosen.connect(self._set_class)
        self._trouble = Notice("warning", "preview_trouble")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_PREVIEW_AFTER_MS)
        self._waiting.timeout.connect(self.show_preview)
        self._lay_out()

    def is_of(self, table: str, raw: RawTable) -> bool:
        """Return whether these fields and this file are shown already."""
        return table == self._table and raw is self._raw

    def show_source(self, table: str, raw: RawTable, columns: FileColumns) -> None:
        """Show the fields of `table` beside the columns of the file, with what is proposed."""
        self._table, self._columns = table, columns
        self._raw = raw
        self._rows = [FieldRow(table, column, raw, columns) for column in import_fields(table)]
        for row in self._rows:
            row.source.currentIndexChanged.connect(self._update)
            change = (
                row.constant.currentIndexChanged if isinstance(row.constant, QComboBox) else row.constant.textChanged
            )
            change.connect(self._update)
        self._system.state(columns.proposal.settings.get(CRS_SETTING, ""))
        self._fill_layers(raw)
        self._fill_grid()
        self._tabs.setTabVisible(_CLASSES, table == CASES)
        self._tabs.setCurrentIndex(_CLASSES if table == CASES else _ROWS)
        self.retranslate(self._language)

    def mapping(self) -> dict[str, str]:
        """Return each field's column."""
        return {row.column.name: row.chosen for row in self._rows if row.chosen is not None}

    def settings(self) -> dict[str, str]:
        """Return each field's value for rows that have none, and the coordinate system where one is stated."""
        given = {row.column.name: row.value for row in self._rows if row.value}
        stated = self._system.stated() if self._system_stated() else ""
        return {**given, CRS_SETTING: stated} if stated else given

    def dropped(self) -> tuple[str, ...]:
        """Return the columns that bear a field's own name and shall not be read all the same."""
        return tuple(row.dropped for row in self._rows if row.dropped is not None)

    def missing(self) -> Sequence[str]:
        """Return the names of the required fields that nothing fills."""
        if self._raw is None:
            return ()
        filled = {*self.mapping(), *self.settings()}
        if self._table == UNITS:
            return () if "code" in filled else ("code",)
        return missing_fields(self._table, {*filled, *said_by_titles(self._table, self._raw, filled)}, self._raw)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._layer_label.setText(language.say(N_("S&heet or layer")))
        heads = (N_("Field (* needed)"), N_("Column in the file"), N_("How it is known"), N_("Value otherwise"))
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(language.say(text))
        self._system_label.setText(language.say(N_("C&oordinate system")))
        self._system.retranslate(language)
        for place, text in enumerate(_TABS):
            self._tabs.setTabText(place, language.say(text))
        self._caption.setText(language.say(N_("In brackets: what is taken where the file says nothing.")))
        for row in self._rows:
            row.retranslate(language)
        self._show_rows()
        self._update()
        self.show_preview()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._map.retheme(theme)

    def show_preview(self) -> None:
        """Show what the first rows become with what is chosen now."""
        if self._raw is None:
            return
        try:
            shown = preview(self._project, self._table, self._told(), self.mapping(), self.settings(), self._language)
        except DataError as error:
            self._trouble.say(said(error, self._language).sentence)
            return
        self._trouble.say("")
        self._write_preview(shown)
        self._write_map(shown)

    def _told(self) -> RawTable:
        """Return the file without the columns of a child's identity, which nothing here may show, and those dropped."""
        assert self._raw is not None  # noqa: S101 - the callers have looked
        held = {*(self._columns.identity if self._columns else ()), *self.dropped()}
        kept = [name for name in self._raw.frame.columns if name not in held]
        return replace(self._raw, frame=self._raw.frame[kept], numeric=self._raw.numeric[kept])

    def _write_preview(self, shown: Preview) -> None:
        self._preview.setColumnCount(len(shown.fields))
        self._preview.setRowCount(len(shown.rows))
        self._preview.setHorizontalHeaderLabels([field_label(name, self._language) for name in shown.fields])
        self._preview.setVerticalHeaderLabels([str(number) for number in shown.numbers])
        for i, cells in enumerate(shown.rows):
            for j, cell in enumerate(cells):
                self._preview.setItem(i, j, _item(cell))
        self._preview.resizeColumnsToContents()

    def _write_map(self, shown: Preview) -> None:
        astray = sum(point.astray for point in shown.points)
        text = N_("{n} positions, {astray} of them not where the row says.")
        self._map.show_points(shown.points, self._language.say(text, n=len(shown.points), astray=astray))
        self._tabs.setTabVisible(_MAP, bool(shown.points))

    def _fill_layers(self, raw: RawTable) -> None:
        self._layer.clear()
        self._layer.addItems([raw.layer or "", *raw.others])
        for widget in (self._layer_label, self._layer):
            widget.setVisible(bool(raw.others))

    def _system_stated(self) -> bool:
        placed = set(POSITION) <= set(TABLES[self._table].names) if self._table else False
        return placed and self._table != UNITS and self._raw is not None and self._raw.geometry is None

    def _fill_grid(self) -> None:
        fields = QWidget()
        grid = QGridLayout(fields)
        grid.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        for position, head in enumerate(self._heads):
            grid.addWidget(head, 0, position)
        for line, row in enumerate(self._shown_first(), start=1):
            for position, widget in enumerate(row.widgets):
                grid.addWidget(widget, line, position)
        last = len(self._rows) + 1
        grid.addWidget(self._system_label, last, 0)
        grid.addWidget(self._system, last, 1)
        grid.addWidget(self._more, last + 1, 0, 1, 4)
        grid.setRowStretch(last + 2, 1)
        self._scroll.setWidget(fields)

    def _shown_first(self) -> list[FieldRow]:
        """Return the rows: needed ones and those something is known of, then the others."""
        return sorted(self._rows, key=lambda row: (not row.required and not _names_unit(row), not row.tells))

    def _show_rows(self) -> None:
        folded_away = [row for row in self._rows if not row.tells]
        shown = self._more.isChecked()
        for row in self._rows:
            for widget in row.widgets:
                kept = shown or row not in folded_away
                widget.setVisible(kept and not (widget is row.constant and self._table == UNITS))
        self._heads[3].setVisible(self._table != UNITS)
        for widget in (self._system_label, self._system):
            widget.setVisible(self._system_stated() and shown)
        self._more.setVisible(bool(folded_away) or self._system_stated())
        text = N_("Fewer fields") if shown else N_("More fields ({n})")
        self._more.setText(self._language.say(text, n=len(folded_away) + self._system_stated()))
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _update(self) -> None:
        lacking = self.missing()
        for row in self._rows:
            row.say_otherwise_filled(filled=row.column.name not in lacking)
        missing = ", ".join(field_label(name, self._language) for name in lacking)
        self._missing.setText(self._language.say(N_("Still needed: {fields}."), fields=missing) if missing else "")
        self._missing.setVisible(bool(missing))
        self._write_unused()
        self._waiting.start()
        self.changed.emit()

    def _write_unused(self) -> None:
        """Say which columns are not read; of cases in a table with every column."""
        if self._raw is None or self._columns is None:
            return
        names = list(self._raw.frame.columns)
        filled = {part: name for name, columns in self.mapping().items() for part in columns.split(BETWEEN)}
        unused = [name for name in names if name not in filled and self._table != CASES]
        text = self._language.say(N_("Not read, and not kept: {columns}."), columns=", ".join(unused))
        self._unused.setText(text if unused else "")
        self._unused.setVisible(bool(unused))
        chosen = {name: column for column, name in filled.items()}
        classed = classes(names, chosen, self._columns.identity)
        asked_for = {column for row in self._rows for column in (row.chosen, row.proposed) if column}
        self._classes.show_classes(classed, self._language, open_=asked_for - set(self._columns.identity))

    def _set_class(self, column: str, class_: ColumnClass) -> None:
        """Let the field that `column` is proposed for take it again, or the one that it fills let go of it."""
        kept = class_ is ColumnClass.KEPT
        for row in self._rows:
            if column == (row.proposed if kept else row.chosen):
                row.choose(column if kept else None)

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._layer_label.setBuddy(self._layer)
        self._system_label.setBuddy(self._system)
        self._preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._preview.setTabKeyNavigation(False)
        for part in (self._preview, self._map, self._classes):
            self._tabs.addTab(part, "")
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, SMALL, 0, 0)
        lines.setSpacing(SMALL)
        lines.addWidget(framed(self._tabs), 1)
        for widget in (self._caption, self._trouble, self._unused, self._missing):
            lines.addWidget(widget)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(framed(self._scroll))
        parts.addWidget(below)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_FIELDS_HEIGHT, _PREVIEW_HEIGHT])
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.setColumnStretch(1, 1)
        column.addWidget(self._layer_label, 0, 0)
        column.addWidget(self._layer, 0, 1)
        column.addWidget(parts, 1, 0, 1, 2)
        column.setRowStretch(1, 1)


def _names_unit(row: FieldRow) -> bool:
    return row.column.name == UNIT_NAME and row.chosen is not None


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell_text(cell))
    item.setToolTip("\n".join(filter(None, (cell.trouble, cell.written))))
    return item


def cell_text(cell: Cell) -> str:
    """Return how the preview shows a cell: what is read, what was written where that differs, a sign of trouble."""
    sign = "⚠ " if cell.trouble else ""
    if not cell.written:
        return f"{sign}({cell.read})" if cell.read else sign.strip()
    if cell.obvious or cell.written == cell.read:
        return f"{sign}{cell.read}"
    return f"{sign}{cell.written} → {cell.read or '–'}"
