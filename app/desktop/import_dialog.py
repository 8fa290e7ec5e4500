"""Bring a file into the project step by step: file, table, columns, check.

The dialog reads and changes nothing itself: it asks by signals, and is told by its methods what came of it.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.dialog_parts import MARGINS, Notice, fit_on_screen, named, plain_button
from app.desktop.import_check import CheckPage
from app.desktop.import_columns import ColumnsPage
from app.desktop.import_source import FilePage
from app.desktop.import_table import TablePage
from app.desktop.step_bar import StepBar
from app.desktop.theme import MEDIUM, SMALL, set_role
from app.imports import ImportRequest
from app.language import DEFAULT, N_, Language
from app.messages import Said
from data.import_report import ImportReport
from data.project import Project
from data.reading import RawTable

_STEPS = (N_("File"), N_("Table"), N_("Columns"), N_("Check"), N_("Done"))
_ACTIONS = (N_("&Read the file"), N_("&Next"), N_("&Check"), N_("&Import {n} rows"))
FILE, TABLE, COLUMNS, CHECK, DONE = range(5)
_SIZE = (880, 680)


class ImportDialog(QDialog):
    """The import of one file.

    `read_asked` is answered by `show_source`, `check_asked` by `show_report`, `import_asked` by `accept`; each may be
    answered by `show_error`.
    """

    read_asked = Signal(object, object, object)
    """Path, layer or None, coordinate system or None: as `data.reading.read_rows` takes them."""
    check_asked = Signal(object)
    import_asked = Signal(object)
    """An `app.imports.ImportRequest`."""
    new_project_asked = Signal()
    """This project takes nothing in, and a person wants one that does."""

    def __init__(
        self, project: Project, *, encrypted: bool, path: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self._language = Language(DEFAULT)
        self._layer: str | None = None
        self._raw: RawTable | None = None
        self._file, self._table = FilePage(project), TablePage(encrypted=encrypted)
        self._columns, self._check = ColumnsPage(project), CheckPage()
        self._steps = StepBar(_STEPS)
        self._pages = QStackedWidget()
        self._error = Notice("error", "import_error")
        self._progress = named(QProgressBar(), "import_progress")
        self._back, self._next, self._cancel = (plain_button(f"import_{name}") for name in ("back", "next", "cancel"))
        self._connect()
        self._lay_out()
        self.retranslate(self._language)
        self._go_to(FILE)
        if path is not None:
            self._file.choose(path)

    def show_source(self, raw: RawTable) -> None:
        """Go on with the file that was read: to its table, or, with another sheet of it, in the columns."""
        self._raw, self._layer = raw, raw.layer
        self._set_waiting(False)
        if self._pages.currentIndex() == COLUMNS:
            self._show_columns()
        else:
            self._go_to(TABLE)

    def show_report(self, report: ImportReport) -> None:
        """Show what the check found; nothing has been changed."""
        self._set_waiting(False)
        self._check.show_report(report)
        self._go_to(CHECK)

    def show_error(self, said: Said) -> None:
        """Say why the last step failed; it can be tried again."""
        self._set_waiting(False)
        self._error.say(f"{said.sentence}\n{said.hint}".strip())

    def show_progress(self, fraction: float) -> None:
        """Show how far the step under way is."""
        self._progress.setRange(0, 100)
        self._progress.setValue(round(100 * fraction))

    def request(self) -> ImportRequest:
        """Return what is asked for now. Raises ValueError before a file and a table are chosen."""
        path, table = self._file.path, self._table.table
        if path is None or table is None:
            raise ValueError(path, table)
        settings = self._columns.settings()
        if self._file.system:
            settings["crs"] = self._file.system
        return ImportRequest(table, path, self._columns.mapping(), settings, self._layer)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Import a file")))
        self._back.setText(language.say(N_("&Back")))
        self._cancel.setText(language.say(N_("Cancel")))
        for part in (self._steps, self._file, self._table, self._columns, self._check):
            part.retranslate(language)
        self._update()

    def _read(self, layer: str | None = None) -> None:
        self._set_waiting(True)
        self.read_asked.emit(self._file.path, layer, self._file.system or None)

    def _go_on(self) -> None:
        (self._read, self._show_columns, self._ask_check, self._ask_import)[self._pages.currentIndex()]()

    def _show_columns(self) -> None:
        """Show the columns of the file; what was chosen for the same file and table stays."""
        table = self._table.table
        if table is not None and self._raw is not None:
            self._columns.show_source(table, self._raw)
            self._go_to(COLUMNS)

    def _ask_check(self) -> None:
        self._set_waiting(True)
        self.check_asked.emit(self.request())

    def _ask_import(self) -> None:
        self._set_waiting(True)
        self._steps.show_step(DONE)
        self.import_asked.emit(self.request())

    def _go_back(self) -> None:
        self._go_to(self._pages.currentIndex() - 1)

    def _go_to(self, page: int) -> None:
        self._error.say("")
        self._pages.setCurrentIndex(page)
        self._steps.show_step(page)
        self._back.setEnabled(page > FILE)
        self._next.setDefault(True)
        self._update()

    def _set_waiting(self, waiting: bool) -> None:
        if waiting:
            self._error.say("")
            self._progress.setRange(0, 0)
        self._progress.setVisible(waiting)
        self._pages.setEnabled(not waiting)
        self._back.setEnabled(not waiting and self._pages.currentIndex() > FILE)
        self._update()

    def _update(self) -> None:
        page = self._pages.currentIndex()
        filled = self._raw is not None and not self._columns.missing()
        ready = (self._file.ready(), self._table.ready(), filled, self._check.accepted > 0)
        self._next.setEnabled(ready[page] and self._pages.isEnabled())
        self._next.setText(self._language.say(_ACTIONS[page], n=self._check.accepted))

    def _connect(self) -> None:
        self._file.changed.connect(self._update)
        self._file.new_project_asked.connect(self.new_project_asked)
        self._table.changed.connect(self._update)
        self._columns.changed.connect(self._update)
        self._columns.layer_asked.connect(self._read)
        self._next.clicked.connect(self._go_on)
        self._back.clicked.connect(self._go_back)
        self._cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        set_role(self._next, "primary")
        self._progress.setTextVisible(False)
        self._progress.hide()
        for page in (self._file, self._table, self._columns, self._check):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._progress, 1)
        foot.addStretch(1)
        for button in (self._back, self._next, self._cancel):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(MEDIUM)
        column.addWidget(self._steps)
        column.addWidget(self._pages, 1)
        column.addWidget(self._error)
        column.addLayout(foot)
        fit_on_screen(self, *_SIZE)
