"""What became of the units before 1 July 2025: looked at, searched without accents, corrected, exported."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.crosswalk_rows import Unit, found_rows, present_units, targets_of
from app.desktop.correction_dialog import CorrectionDialog
from app.desktop.dialog_parts import (
    Notice,
    dialog_column,
    fit_on_screen,
    framed,
    label,
    named,
    plain_button,
    side_by_side,
    text_label,
)
from app.desktop.table_tab import TableTab
from app.desktop.theme import LIGHT, MEDIUM, SMALL, Theme
from app.language import DEFAULT, N_, Language
from app.messages import Said
from app.result import Table
from app.searching import SearchIndex
from data.project import Project

FILE_NAME = "crosswalk.xlsx"
_SIZE = (1080, 640)
ABOUT = N_(
    "Counts of old units are brought to the present ones by this table. A unit that was split is shared by the shares "
    "stated here, else by children, else by area, else equally."
)


class CrosswalkDialog(QDialog):
    """The crosswalk of the province, or of the whole country.

    Signals
    -------
    looked_for(bool)
        The table is needed, of the whole country or not: `show_table` takes it.
    correction_made(Correction)
        A person states what became of one old unit.
    export_asked(Table, Path)
        The rows listed are to be written to a file.
    """

    looked_for = Signal(bool)
    correction_made = Signal(object)
    export_asked = Signal(object, object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crosswalk_dialog")
        self._language, self._theme, self._folder = Language(DEFAULT), LIGHT, folder
        self._table: Table | None = None
        self._index = SearchIndex(())
        self.rows: TableTab | None = None
        self._about, self._fault = text_label("help"), Notice("error", "crosswalk_fault")
        self.query = named(QLineEdit(), "crosswalk_find")
        self.query.setClearButtonEnabled(True)
        self.whole = named(QCheckBox(), "crosswalk_whole")
        self._count = label("", "help", wrap=False)
        self.correct, self.export, self.close_button = map(
            plain_button, ("crosswalk_correct", "crosswalk_export", "crosswalk_close")
        )
        self._connect()
        self._lay_out()
        fit_on_screen(self, *_SIZE)

    def look(self) -> None:
        """Ask for the table."""
        self.looked_for.emit(self.whole.isChecked())

    def follow(self, before: Project, after: Project) -> None:
        """Ask for the table anew where a change of the project is one of it."""
        if before["crosswalk"] is not after["crosswalk"]:
            self.look()

    def show_table(self, table: Table, index: SearchIndex) -> None:
        """List the rows of `table` that are searched for."""
        self._table, self._index = table, index
        self._fault.say("")
        self._list()

    def show_error(self, said: Said) -> None:
        """Say why there is nothing to list."""
        self._fault.say(f"{said.sentence} {said.hint}")
        self._count.clear()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        say = language.say
        self.setWindowTitle(say(N_("Old and new units")))
        self._about.setText(say(ABOUT))
        self.query.setPlaceholderText(say(N_("Find a unit, old or new: name or code, accents not needed")))
        self.query.setAccessibleName(self.query.placeholderText())
        self.whole.setText(say(N_("Whole country")))
        self.correct.setText(say(N_("&Correct…")))
        self.correct.setToolTip(say(N_("State anew what became of the old unit chosen, with source and day (Enter)")))
        self.export.setText(say(N_("&Export…")))
        self.export.setToolTip(say(N_("Write the rows listed as Excel or CSV: it is public and may be shared")))
        self.close_button.setText(say(N_("Close")))
        self._list()

    def retheme(self, theme: Theme) -> None:
        """Hand the colours to what is asked from here."""
        self._theme = theme

    def chosen(self) -> str:
        """Return the code of the old unit chosen; empty where none is."""
        if self.rows is None:
            return ""
        picked = self.rows.selectionModel().selectedRows()
        place = self.rows.rows.table.position("old_code")
        return str(self.rows.rows.row_values(picked[0].row())[place]) if picked else ""

    def ask_correction(self) -> None:
        """Ask what became of the old unit chosen."""
        code, table = self.chosen(), self._table
        if not code or table is None:
            return
        row = next(row for row in table.rows if row[table.position("old_code")] == code)
        old = Unit(code, str(row[table.position("old_name")]), str(row[table.position("old_province")]))
        dialog = CorrectionDialog(old, targets_of(table, code), present_units(), self)
        dialog.retranslate(self._language)
        dialog.retheme(self._theme)
        dialog.correction_made.connect(self.correction_made)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_path(self) -> None:
        """Ask where to write the rows listed."""
        title = self._language.say(N_("Export old and new units"))
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(self, title, str(self._folder / FILE_NAME), kinds)
        if chosen:
            self.write_to(Path(chosen), suffix=".csv" if "csv" in kind else ".xlsx")

    def write_to(self, path: Path, *, suffix: str = ".xlsx") -> None:
        """Ask for the rows listed to be written to `path`; `suffix` is taken where it has none."""
        if self.rows is not None:
            self.export_asked.emit(self.rows.rows.table, path if path.suffix else path.with_suffix(suffix))

    def _list(self) -> None:
        """List the rows that are searched for, the old unit that was chosen staying chosen."""
        if self._table is None:
            self._count.setText(self._language.say(N_("Reading the table…")))
            self._update()
            return
        kept = self.chosen()
        found = replace(self._table, rows=found_rows(self._table, self._index, self.query.text()))
        rows = named(TableTab(found, self._language, self), "crosswalk_table")
        rows.setAccessibleName(self.windowTitle())
        rows.setSelectionMode(TableTab.SelectionMode.SingleSelection)
        rows.selectionModel().selectionChanged.connect(self._update)
        rows.activated.connect(self.ask_correction)
        if self.rows is not None:
            self._place.removeWidget(self.rows)
            self.rows.hide()
            self.rows.deleteLater()
        self.rows = rows
        self._place.addWidget(rows)
        old = found.position("old_code")
        again = next((row for row in range(len(found.rows)) if kept and rows.rows.row_values(row)[old] == kept), None)
        if again is not None:
            rows.selectRow(again)
        self._count.setText(self._language.say(N_("Rows: {n} of {all}."), n=len(found.rows), all=len(self._table.rows)))
        self._update()

    def _update(self) -> None:
        self.correct.setEnabled(bool(self.chosen()))
        self.export.setEnabled(self.rows is not None and bool(self.rows.rows.table.rows))

    def _connect(self) -> None:
        self.query.textChanged.connect(self._list)
        self.whole.toggled.connect(self.look)
        self.correct.clicked.connect(self.ask_correction)
        self.export.clicked.connect(self.ask_path)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        holder = QWidget()
        self._place = QVBoxLayout(holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self._count, 1)
        for button in (self.correct, self.export, self.close_button):
            buttons.addWidget(button)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._about)
        column.addLayout(side_by_side(self.query, self.whole))
        column.addWidget(framed(holder), 1)
        column.addWidget(self._fault)
        column.addLayout(buttons)
