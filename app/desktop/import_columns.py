"""The third step of an import: which column fills which field, and what the first rows become of it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import Notice, framed, named, text_label
from app.desktop.import_source import SystemBox
from app.desktop.theme import LARGE, SMALL
from app.import_fields import (
    assumed_value,
    choice_text,
    field_label,
    import_fields,
    must_be_filled,
    own_columns,
    suggested_columns,
)
from app.import_preview import Cell, preview
from app.language import DEFAULT, N_, Language
from app.messages import said
from data.columns import CRS_SETTING
from data.errors import DataError
from data.importing import UNITS
from data.positions import POSITION
from data.project import Project
from data.reading import RawTable
from data.schema import TABLES, Column, Kind

_PREVIEW_AFTER_MS = 120
"""A preview waits until the typing rests."""
_FIELDS_HEIGHT, _PREVIEW_HEIGHT = 290, 300


class FieldRow:
    """One field: its label, the column that fills it, and the value of rows that have none."""

    def __init__(self, table: str, column: Column, raw: RawTable, *, own: str | None, suggested: str | None) -> None:
        self.column = column
        self.required = must_be_filled(table, column) and not (column.name in POSITION and raw.geometry is not None)
        self.assumed = assumed_value(table, column.name)
        self.label = QLabel()
        self.source = named(QComboBox(), f"column_of_{column.name}")
        self.constant = named(QComboBox() if column.choices else QLineEdit(), f"value_of_{column.name}")
        self.label.setBuddy(self.source)
        if own is None:
            self.source.addItem("", None)
        for name in raw.frame.columns:
            self.source.addItem(name, name)
        self.source.setCurrentIndex(max(self.source.findData(suggested), 0))
        self.source.setMinimumContentsLength(12)
        self.constant.setVisible(table != UNITS)

    @property
    def chosen(self) -> str | None:
        """The column that fills the field, if one does."""
        chosen: str | None = self.source.currentData()
        return chosen

    @property
    def value(self) -> str:
        """The value of rows that have none of their own; empty where none is given."""
        if isinstance(self.constant, QComboBox):
            return self.constant.currentData() or ""
        return self.constant.text().strip()

    @property
    def unfilled(self) -> bool:
        """Whether nothing says what this required field is."""
        return self.required and self.chosen is None and not self.value

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        name = field_label(self.column.name, language)
        self.label.setText(f"{name} *" if self.required else name)
        self.source.setAccessibleName(name)
        self.constant.setAccessibleName(name)
        if self.source.itemData(0) is None:
            self.source.setItemText(0, language.say(N_("– not in the file –")))
        assumed = choice_text(self.column.name, self.assumed, language) if self.assumed else ""
        said = language.say(N_("else: {value}"), value=assumed) if assumed else ""
        if isinstance(self.constant, QComboBox):
            self._list_choices(self.constant, said, language)
        else:
            day = language.say(N_("dd/mm/yyyy")) if self.column.kind is Kind.DATE else ""
            self.constant.setPlaceholderText(said or day)

    def _list_choices(self, box: QComboBox, none: str, language: Language) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(none, "")
        for choice in self.column.choices:
            box.addItem(choice_text(self.column.name, choice, language), choice)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)


class ColumnsPage(QWidget):
    """The fields of the table beside the columns of the file, and the preview below."""

    changed = Signal()
    layer_asked = Signal(str)
    """Read this sheet or layer of the file instead."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self._project, self._language = project, Language(DEFAULT)
        self._table, self._raw = "", None  # type: tuple[str, RawTable | None]
        self._rows: list[FieldRow] = []
        self._layer_label, self._layer = QLabel(), named(QComboBox(), "import_layer")
        self._layer.textActivated.connect(self.layer_asked)
        self._heads = [text_label("section") for _ in range(3)]
        for head in self._heads:
            head.setParent(self)  # before the rows are laid out it would be a window of its own
        self._more = named(QToolButton(), "more_fields")
        self._more.setProperty("role", "disclosure")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_rows)
        self._system_label, self._system = QLabel(), SystemBox("columns_system")
        self._system.currentTextChanged.connect(self._update)
        self._unused, self._missing = text_label("help", "unused_columns"), text_label("error", "missing_fields")
        self._title, self._caption = text_label("section"), text_label("help")
        self._preview = named(QTableWidget(), "import_preview")
        self._trouble = Notice("warning", "preview_trouble")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_PREVIEW_AFTER_MS)
        self._waiting.timeout.connect(self.show_preview)
        self._lay_out()

    def show_source(self, table: str, raw: RawTable) -> None:
        """Show the fields of `table` beside the columns of the file; what was chosen for the same two stays."""
        if table == self._table and raw is self._raw:
            return
        self._table, self._raw = table, raw
        own, suggested = own_columns(table, raw), suggested_columns(table, raw)
        self._rows = [
            FieldRow(table, column, raw, own=own.get(column.name), suggested=suggested.get(column.name))
            for column in import_fields(table)
        ]
        for row in self._rows:
            row.source.currentIndexChanged.connect(self._update)
            change = (
                row.constant.currentIndexChanged if isinstance(row.constant, QComboBox) else row.constant.textChanged
            )
            change.connect(self._update)
        self._fill_layers(raw)
        self._fill_grid()
        self.retranslate(self._language)

    def mapping(self) -> dict[str, str]:
        """Return each field's column."""
        return {row.column.name: row.chosen for row in self._rows if row.chosen is not None}

    def settings(self) -> dict[str, str]:
        """Return each field's value for rows that have none, and the coordinate system where one is stated."""
        given = {row.column.name: row.value for row in self._rows if row.value}
        stated = self._system.stated() if self._system_stated() else ""
        return {**given, CRS_SETTING: stated} if stated else given

    def missing(self) -> list[str]:
        """Return the names of the required fields that nothing fills."""
        return [row.column.name for row in self._rows if row.unfilled]

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._layer_label.setText(language.say(N_("S&heet or layer")))
        heads = (N_("Field (* needed)"), N_("Column in the file"), N_("Value where the file has none"))
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(language.say(text))
        self._system_label.setText(language.say(N_("C&oordinate system")))
        self._system.retranslate(language)
        self._title.setText(language.say(N_("The first rows, as they will be read")))
        self._caption.setText(language.say(N_("In brackets: what is taken where the file says nothing.")))
        for row in self._rows:
            row.retranslate(language)
        self._show_rows()
        self._update()
        self.show_preview()

    def show_preview(self) -> None:
        """Show what the first rows become with what is chosen now."""
        if self._raw is None:
            return
        try:
            shown = preview(self._project, self._table, self._raw, self.mapping(), self.settings(), self._language)
        except DataError as error:
            self._trouble.say(said(error, self._language).sentence)
            return
        self._trouble.say("")
        self._preview.setColumnCount(len(shown.fields))
        self._preview.setRowCount(len(shown.rows))
        self._preview.setHorizontalHeaderLabels([field_label(name, self._language) for name in shown.fields])
        self._preview.setVerticalHeaderLabels([str(number) for number in shown.numbers])
        for i, cells in enumerate(shown.rows):
            for j, cell in enumerate(cells):
                self._preview.setItem(i, j, _item(cell))
        self._preview.resizeColumnsToContents()

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
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for position, head in enumerate(self._heads):
            grid.addWidget(head, 0, position)
        for line, row in enumerate(self._shown_first(), start=1):
            for position, widget in enumerate((row.label, row.source, row.constant)):
                grid.addWidget(widget, line, position)
        last = len(self._rows) + 1
        grid.addWidget(self._system_label, last, 0)
        grid.addWidget(self._system, last, 1)
        grid.addWidget(self._more, last + 1, 0, 1, 3)
        grid.setRowStretch(last + 2, 1)
        self._scroll.setWidget(fields)

    def _shown_first(self) -> list[FieldRow]:
        """Return the rows: needed ones and those the file has a column for, then the others."""
        return sorted(self._rows, key=lambda row: (not row.required, row.chosen is None))

    def _show_rows(self) -> None:
        folded_away = [row for row in self._rows if not row.required and row.chosen is None and not row.value]
        shown = self._more.isChecked()
        for row in self._rows:
            for widget in (row.label, row.source, row.constant):
                widget.setVisible(
                    (shown or row not in folded_away) and not (widget is row.constant and self._table == UNITS)
                )
        self._heads[2].setVisible(self._table != UNITS)
        for widget in (self._system_label, self._system):
            widget.setVisible(self._system_stated() and shown)
        self._more.setVisible(bool(folded_away) or self._system_stated())
        text = N_("Fewer fields") if shown else N_("More fields ({n})")
        self._more.setText(self._language.say(text, n=len(folded_away) + self._system_stated()))
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _update(self) -> None:
        missing = ", ".join(field_label(name, self._language) for name in self.missing())
        self._missing.setText(self._language.say(N_("Still needed: {fields}."), fields=missing) if missing else "")
        self._missing.setVisible(bool(missing))
        unused = self._unused_columns()
        said_unused = self._language.say(N_("Not read, and not kept: {columns}."), columns=", ".join(unused))
        self._unused.setText(said_unused if unused else "")
        self._unused.setVisible(bool(unused))
        self._waiting.start()
        self.changed.emit()

    def _unused_columns(self) -> list[str]:
        used = set(self.mapping().values())
        return [] if self._raw is None else [name for name in self._raw.frame.columns if name not in used]

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._layer_label.setBuddy(self._layer)
        self._system_label.setBuddy(self._system)
        self._preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._preview.setTabKeyNavigation(False)
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, SMALL, 0, 0)
        lines.setSpacing(SMALL)
        lines.addWidget(self._title)
        lines.addWidget(framed(self._preview), 1)
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
