"""Write a result to a file: for whom, in which form and language, and honestly what leaves and what stays inside."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import (
    DialogButtons,
    Notice,
    WrappedCell,
    dialog_column,
    fit_on_screen,
    framed,
    named,
    plain_button,
    side_by_side,
    text_label,
)
from app.desktop.theme import LARGE, MEDIUM, SMALL
from app.language import DEFAULT, LANGUAGES, N_, Language
from app.leaving import Leaving, TableLeaving, leaving
from app.leaving_words import summary
from app.messages import Said
from app.questions import find
from app.release import Audience
from app.reports.files import WRITERS, internal_name
from app.result import Column, Sensitivity
from app.results import StoredResult
from app.words import COLUMNS, TABLES, base_name

FORMATS: Mapping[str, str] = {
    ".pdf": N_("PDF – to print and to hand out"),
    ".html": N_("Map page (HTML) – opens in any browser, without the internet"),
    ".xlsx": N_("Excel workbook (XLSX) – tables to go on with"),
    ".json": N_("JSON – for other programs"),
}
_AUDIENCES: Mapping[Audience, tuple[str, str]] = {
    Audience.SHAREABLE: (
        N_("&May be shared"),
        N_("Figures of areas and public places only. Cases, officers and hidden places stay inside."),
    ),
    Audience.INTERNAL: (N_("&Internal"), N_("Everything, for people who may see the project itself.")),
}
_WHY: Mapping[Sensitivity, str] = {
    Sensitivity.CASE: N_("rests on single cases"),
    Sensitivity.PLACE: N_("gives away places that are not public"),
    Sensitivity.PERSON: N_("is about persons"),
}
NONE = N_("none")
_PART_WIDTH = 170
_SIZE = (800, 680)
_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


class ExportDialog(QDialog):
    """The file one result is written to. `export_asked` leaves it open: answer by `accept` or `show_error`."""

    export_asked = Signal(object, object, object)
    """Path, `app.release.Audience` and `app.language.Language` of the file."""

    def __init__(
        self,
        stored: StoredResult,
        folder: Path,
        *,
        formats: Sequence[str] = tuple(WRITERS),
        hidden_shelters: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self._stored, self._folder, self._language = stored, folder, Language(DEFAULT)
        self._hidden_shelters = hidden_shelters
        self._labels = {name: QLabel() for name in ("audience", "format", "language", "file")}
        self._title, self._summary = text_label("heading"), text_label("", "export_summary")
        self._audiences = {each: named(QRadioButton(), f"audience_{each}") for each in Audience}
        self._about = {each: text_label("help") for each in Audience}
        self._group = QButtonGroup(self)
        self._format, self._file_language = named(QComboBox(), "format"), named(QComboBox(), "file_language")
        self._path, self._browse = named(QLineEdit(), "export_path"), plain_button("export_browse")
        self._list = named(QTableWidget(), "leaving")
        self._red, self._error = Notice("error", "internal_notice"), Notice("error", "export_error")
        self._buttons = DialogButtons()
        for suffix in [each for each in FORMATS if each in formats]:
            self._format.addItem("", suffix)
        for code in LANGUAGES:
            self._file_language.addItem(_LANGUAGE_NAMES[code], code)
        self._audiences[Audience.SHAREABLE].setChecked(True)
        self._connect()
        self._lay_out()
        self.retranslate(self._language)
        self._propose_path()

    @property
    def audience(self) -> Audience:
        """For whom the file is."""
        return next(each for each, button in self._audiences.items() if button.isChecked())

    @property
    def path(self) -> Path:
        """Where the file goes, with the ending of its form."""
        text = self._path.text().strip()
        suffix = self._format.currentData()
        path = Path(text).expanduser()
        path = path if path.suffix.lower() == suffix or not text else path.with_name(f"{path.name}{suffix}")
        return internal_name(path) if self.audience is Audience.INTERNAL and text else path

    def show_error(self, said: Said) -> None:
        """Say why the file was not written."""
        self._error.say(f"{said.sentence}\n{said.hint}".strip())
        self._update_buttons()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`; the file's own language is chosen apart."""
        if self._file_language.currentData() == self._language.code:
            self._file_language.setCurrentIndex(self._file_language.findData(language.code))
        self._language = language
        say = language.say
        self.setWindowTitle(say(N_("Export")))
        self._title.setText(f"{say(find(self._stored.result.analysis).title)} ({self._stored.result_id})")
        texts = {
            "audience": N_("Who may read it"),
            "format": N_("File t&ype"),
            "language": N_("&Language of the file"),
            "file": N_("&File"),
        }
        for name, text in texts.items():
            self._labels[name].setText(say(text))
        for audience, (name, about) in _AUDIENCES.items():
            self._audiences[audience].setText(say(name))
            self._audiences[audience].setAccessibleDescription(say(about))
            self._about[audience].setText(say(about))
        for row in range(self._format.count()):
            self._format.setItemText(row, say(FORMATS[self._format.itemData(row)]))
        self._browse.setText(say(N_("&Choose …")))
        heads = (N_("Part"), N_("In the file"), N_("Stays inside"))
        self._list.setHorizontalHeaderLabels([say(head) for head in heads])
        self._list.setAccessibleName(say(N_("What is in the file and what stays inside")))
        self._buttons.retranslate(language, N_("&Export"))
        self._update()

    def _update(self) -> None:
        audience = self.audience
        found = leaving(self._stored.result, audience)
        rows = [*(_table_row(each, self._language) for each in found.tables), *self._rest(found)]
        self._list.setRowCount(len(rows))
        for i, texts in enumerate(rows):
            for j, text in enumerate(texts):
                self._list.setItem(i, j, QTableWidgetItem(text))
        self._summary.setText(summary(found, audience, self._language, hidden_shelters=self._hidden_shelters))
        self._red.say(self._warning(audience, found))
        self._update_buttons()

    def _warning(self, audience: Audience, found: Leaving) -> str:
        if not found.anything:
            return self._language.say(
                N_(
                    "Nothing of this result may be shared: all of it rests on what is not public. Run the question "
                    "with public places only, or make an internal file."
                )
            )
        if audience is Audience.INTERNAL:
            return self._language.say(
                N_(
                    "INTERNAL – not to be passed on. The file is not encrypted: whoever has it reads everything. "
                    "It will be called {name}."
                ),
                name=self.path.name,
            )
        return ""

    def _rest(self, found: Leaving) -> list[tuple[str, str, str]]:
        """Return what is no table: its name, how many leave, how many stay."""
        parts = (
            (N_("Map layers"), found.layers, found.layers_inside),
            (N_("Findings"), found.findings, found.findings_inside),
            (N_("Yearly totals of cases"), len(found.years), found.years_inside),
        )
        return [
            (self._language.say(name), self._number(out), self._number(inside))
            for name, out, inside in parts
            if out or inside
        ]

    def _number(self, count: int) -> str:
        return self._language.number(count) if count else self._language.say(NONE)

    def _update_buttons(self) -> None:
        anything = leaving(self._stored.result, self.audience).anything
        self._buttons.ok.setEnabled(anything and bool(self._path.text().strip()))

    def _propose_path(self) -> None:
        if not self._path.isModified():
            self._path.setText(str(self._folder / f"{self._stored.result_id}{self._format.currentData()}"))
        else:
            self._path.setText(str(Path(self._path.text()).with_suffix(self._format.currentData())))
            self._path.setModified(True)

    def _choose_file(self) -> None:
        title = self._language.say(N_("Where to write the file"))
        suffix = self._format.currentData()
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(self.path), f"*{suffix}")
        if chosen:
            self._path.setText(chosen)
            self._path.setModified(True)

    def _export(self) -> None:
        self._error.say("")
        self._buttons.ok.setEnabled(False)
        self.export_asked.emit(self.path, self.audience, Language(self._file_language.currentData()))

    def _connect(self) -> None:
        for button in self._audiences.values():
            self._group.addButton(button)
            button.toggled.connect(self._update)
        self._format.currentIndexChanged.connect(self._propose_path)
        self._path.textChanged.connect(self._update)
        self._browse.clicked.connect(self._choose_file)
        self._buttons.accepted.connect(self._export)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        for name, widget in (("format", self._format), ("language", self._file_language), ("file", self._path)):
            self._labels[name].setBuddy(widget)
        self._list.setColumnCount(3)
        self._list.setItemDelegate(WrappedCell(self._list))
        self._list.verticalHeader().hide()
        header = self._list.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, _PART_WIDTH)
        self._list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._list.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self._list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._list.setTabKeyNavigation(False)
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._labels["audience"], 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._audience_row(), 0, 1)
        grid.addWidget(self._labels["format"], 1, 0)
        grid.addWidget(self._format, 1, 1)
        grid.addWidget(self._labels["language"], 2, 0)
        grid.addWidget(self._file_language, 2, 1)
        grid.addWidget(self._labels["file"], 3, 0)
        grid.addLayout(side_by_side(self._path, self._browse), 3, 1)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._title)
        column.addLayout(grid)
        column.addWidget(self._summary)
        column.addWidget(self._red)
        column.addWidget(framed(self._list), 1)
        column.addWidget(self._error)
        column.addWidget(self._buttons)
        fit_on_screen(self, *_SIZE)

    def _audience_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(LARGE)
        for audience in (Audience.SHAREABLE, Audience.INTERNAL):
            lines = QVBoxLayout()
            lines.setSpacing(2)
            lines.addWidget(self._audiences[audience])
            lines.addWidget(self._about[audience])
            lines.addStretch(1)
            row.addLayout(lines, 1)
        return row


def _table_row(each: TableLeaving, language: Language) -> tuple[str, str, str]:
    name = language.say(N_("{table} (rows: {n})"), table=language.say(TABLES[each.table.name]), n=len(each.table.rows))
    if each.leaves:
        return name, _names(each.leaves, language), _names(each.stays, language)
    reason = _WHY.get(each.table.sensitivity) if each.table.sensitivity else None
    whole = language.say(N_("the whole table: {reason}"), reason=language.say(reason)) if reason else name
    return name, language.say(NONE), whole


def _names(columns: Sequence[Column], language: Language) -> str:
    names = dict.fromkeys(language.say(COLUMNS[base_name(column.name)]) for column in columns)
    return ", ".join(names) or language.say(NONE)
