"""Bring a file into the project step by step: file, table, columns, what must be decided, check, done.

The dialog reads and changes nothing itself: it asks by signals, and is told by its methods what came of it.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from app.desktop.dialog_parts import Notice, dialog_column, fit_on_screen, named, plain_button
from app.desktop.import_check import CheckPage
from app.desktop.import_columns import ColumnsPage
from app.desktop.import_decide import DecidePage
from app.desktop.import_done import DonePage
from app.desktop.import_source import FilePage
from app.desktop.import_table import TablePage
from app.desktop.step_bar import StepBar
from app.desktop.theme import MEDIUM, SMALL, Theme, set_role
from app.import_opening import FileColumns, Opened
from app.import_preview import Point, preview
from app.import_questions import Checked, answered
from app.imports import ImportRequest
from app.language import DEFAULT, N_, Language
from app.mending import can_be_mended, together
from app.messages import Said
from data.columns import CRS_SETTING
from data.errors import DataError
from data.form_reading import is_return_form
from data.import_report import ImportReport
from data.project import Project
from data.reading import RawTable

_STEPS = (N_("File"), N_("Table"), N_("Columns"), N_("Decide"), N_("Check"), N_("Done"))
_READ, _NEXT, _CHECK = N_("&Read the file"), N_("&Next"), N_("&Check")
_IMPORT, _IMPORT_ONE = N_("&Import {n} rows"), N_("&Import 1 row")
_ACTIONS = (_READ, _NEXT, _CHECK, _NEXT, _IMPORT, N_("C&lose"))
_UNDECIDED = N_("&Next ({n} not decided)")
FILE, TABLE, COLUMNS, DECIDE, CHECK, DONE = range(6)
_SIZE = (920, 700)


class ImportDialog(QDialog):
    """The import of one file.

    `read_asked` is answered by `show_source`, `columns_asked` by `show_columns`, `check_asked` by `show_checked`,
    `import_asked` by `show_done`; each may be answered by `show_error`, and after `stop_asked` by `show_stopped`.
    """

    read_asked = Signal(object, object, object)
    """Path, layer or None, coordinate system or None: as `data.reading.read_rows` takes them."""
    columns_asked = Signal(str, object)
    """Table and RawTable."""
    check_asked = Signal(object)
    import_asked = Signal(object)
    """An `app.imports.ImportRequest`."""
    mend_asked = Signal(object, object)
    """The ImportRequest and ImportReport whose rows set aside shall be mended here."""
    save_asked = Signal(object, object)
    """The ImportRequest and ImportReport whose rows set aside shall be written to a workbook."""
    forget_asked = Signal(object)
    """The path of a file that shall be forgotten."""
    stop_asked = Signal()
    new_project_asked = Signal()
    """This project takes nothing in, and a person wants one that does."""

    def __init__(
        self, project: Project, *, encrypted: bool, path: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self._project, self._language = project, Language(DEFAULT)
        self._opened: Opened | None = None
        self._done: tuple[ImportRequest, ImportReport] | None = None
        self._asked: frozenset[str] = frozenset()
        self._file, self._table = FilePage(project), TablePage(encrypted=encrypted)
        self._columns, self._decide = ColumnsPage(project), DecidePage(project)
        self._check, self._outcome = CheckPage(), DonePage()
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

    def show_source(self, opened: Opened) -> None:
        """Go on with the file that was read: to its table, or its columns, or the check where it needs neither."""
        in_columns = self._pages.currentIndex() == COLUMNS
        self._opened = opened
        self._set_waiting(waiting=False)
        self._decide.start_again()
        self._leave_out_steps()
        if opened.raw is None:
            self._ask_check()
        elif in_columns:
            self._ask_columns()
        else:
            self._table.propose(opened.proposed)
            self._go_to(TABLE)

    def show_columns(self, columns: FileColumns) -> None:
        """Show what the columns of the file are taken to be."""
        self._set_waiting(waiting=False)
        table, raw = self._table.table, self._raw
        if table is not None and raw is not None:
            self._columns.show_source(table, raw, columns)
            self._go_to(COLUMNS)

    def show_checked(self, checked: Checked) -> None:
        """Show what a check left to decide, else what it found; nothing has been changed."""
        self._set_waiting(waiting=False)
        settings = {question.setting for question in checked.questions}
        if checked.report is None or settings - self._asked:
            known = [each for each in self._decide.questions if each.setting not in settings]
            kept = known if self._pages.currentIndex() == DECIDE else []
            self._decide.ask([*kept, *checked.questions], self._draw)
            self._asked |= settings
            self._go_to(DECIDE)
        else:
            self._done = (self.request(), checked.report)
            self._check.show_report(checked.report, can_mend=self._can_mend(checked.report))
            self._go_to(CHECK)

    def show_done(self, report: ImportReport) -> None:
        """Show what the import made of the rows."""
        self._set_waiting(waiting=False)
        self._done = (self.request(), report)
        self._show_outcome(report)

    def show_mended(self, again: ImportReport) -> None:
        """Show what the import came to with the rows that were set aside, mended and tried again."""
        if self._done is None:
            return
        request, before = self._done
        report = together(before, again)
        self._done = (request, report)
        if report.accepted:
            self._show_outcome(report)
        else:
            self._check.show_report(report, can_mend=self._can_mend(report))

    def show_saved(self, path: Path) -> None:
        """Say where the rows set aside were written."""
        self._outcome.show_saved(path.name)

    def show_forgotten(self) -> None:
        """Say that the file's place is forgotten, and let go of it here too."""
        self._file.forget()
        self._outcome.show_forgotten()

    def show_error(self, said: Said) -> None:
        """Say why the last step failed; it can be tried again."""
        self._set_waiting(waiting=False)
        self._steps.show_step(self._pages.currentIndex())
        self._error.say(f"{said.sentence}\n{said.hint}".strip())

    def show_progress(self, fraction: float) -> None:
        """Show how far the step under way is."""
        self._progress.setRange(0, 100)
        self._progress.setValue(round(100 * fraction))

    def show_stopped(self) -> None:
        """Go on where the step that was stopped began."""
        self._set_waiting(waiting=False)
        self._steps.show_step(self._pages.currentIndex())

    def request(self) -> ImportRequest:
        """Return what is asked for now. Raises ValueError before a file and a table are chosen."""
        path, opened = self._file.path, self._opened
        if path is None or opened is None:
            raise ValueError(path)
        if opened.raw is None:
            return answered(ImportRequest(opened.own_table, path, {}, {}), self._decide.answers())
        if self._table.table is None:
            raise ValueError(path)
        settings = self._columns.settings()
        if self._file.system:
            settings[CRS_SETTING] = self._file.system
        mapping, dropped = self._columns.mapping(), self._columns.dropped()
        asked = ImportRequest(self._table.table, path, mapping, settings, opened.raw.layer, drop=dropped)
        return answered(asked, self._decide.answers())

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Import a file")))
        self._back.setText(language.say(N_("&Back")))
        self._cancel.setText(language.say(N_("Cancel")))
        for part in (self._steps, *self._all_pages()):
            part.retranslate(language)
        self._update()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._columns.retheme(theme)
        self._decide.retheme(theme)

    def reject(self) -> None:
        """Stop the work under way, else close."""
        if self._pages.isEnabled():
            super().reject()
        else:
            self._cancel.setEnabled(False)
            self.stop_asked.emit()

    @property
    def _raw(self) -> RawTable | None:
        return self._opened.raw if self._opened else None

    def _all_pages(self) -> tuple[FilePage, TablePage, ColumnsPage, DecidePage, CheckPage, DonePage]:
        return self._file, self._table, self._columns, self._decide, self._check, self._outcome

    def _draw(self, system: str) -> tuple[Point, ...]:
        """Return where the first rows lie if their positions are of `system`; nowhere if they cannot be."""
        if self._raw is None:
            return ()
        request = self.request()
        settings = {**request.settings, CRS_SETTING: system}
        try:
            shown = preview(self._project, request.table, self._raw, request.mapping, settings, self._language)
        except DataError:
            return ()
        return shown.points

    def _read(self, layer: str | None = None) -> None:
        self._set_waiting(waiting=True)
        self.read_asked.emit(self._file.path, layer, self._file.system or None)

    def _go_on(self) -> None:
        steps = (self._read, self._ask_columns, self._ask_first_check, self._ask_check, self._ask_import, self.accept)
        steps[self._pages.currentIndex()]()

    def _ask_columns(self) -> None:
        """Ask what the columns are; what was chosen for the same file and table stays."""
        table = self._table.table
        if table is None or self._raw is None:
            return
        if self._columns.is_of(table, self._raw):
            self._go_to(COLUMNS)
            return
        self._set_waiting(waiting=True)
        self.columns_asked.emit(table, self._raw)

    def _ask_first_check(self) -> None:
        """Check what was chosen in the columns: whatever it leaves open is asked, and answers of before are kept."""
        self._asked = frozenset()
        self._decide.ask((), self._draw)
        self._ask_check()

    def _ask_check(self) -> None:
        self._set_waiting(waiting=True)
        self.check_asked.emit(self.request())

    def _ask_import(self) -> None:
        self._set_waiting(waiting=True)
        self._steps.show_step(DONE)
        self.import_asked.emit(self.request())

    def _go_back(self) -> None:
        left_out = self._left_out()
        self._go_to(max(page for page in range(self._pages.currentIndex()) if page not in left_out))

    def _left_out(self) -> set[int]:
        """Return the steps this file does not need."""
        made_here = self._opened is not None and self._opened.raw is None
        return {*((TABLE, COLUMNS) if made_here else ()), *(() if self._decide.questions else (DECIDE,))}

    def _leave_out_steps(self) -> None:
        self._steps.leave_out(self._left_out())

    def _go_to(self, page: int) -> None:
        self._error.say("")
        self._pages.setCurrentIndex(page)
        self._leave_out_steps()
        self._steps.show_step(page)
        self._back.setVisible(page != DONE)
        self._cancel.setVisible(page != DONE)
        self._back.setEnabled(page > FILE)
        self._next.setDefault(True)
        self._update()

    def _set_waiting(self, *, waiting: bool) -> None:
        if waiting:
            self._error.say("")
            self._progress.setRange(0, 0)
        self._progress.setVisible(waiting)
        self._pages.setEnabled(not waiting)
        self._back.setEnabled(not waiting and self._pages.currentIndex() > FILE)
        self._cancel.setEnabled(True)
        self._update()

    def _update(self) -> None:
        page = self._pages.currentIndex()
        filled = self._raw is not None and not self._columns.missing()
        ready = (
            self._file.ready(), self._table.ready(), filled, self._decide.ready(), self._check.accepted > 0, True,
        )  # fmt: skip
        undecided = self._decide.open_questions() if page == DECIDE else 0
        self._next.setEnabled(ready[page] and self._pages.isEnabled())
        self._next.setText(self._language.say(self._action(page, undecided), n=undecided or self._check.accepted))

    def _action(self, page: int, undecided: int) -> str:
        """Return what the button does that goes on, a catalogue message."""
        if page == CHECK and self._check.accepted == 1:
            return _IMPORT_ONE
        return _UNDECIDED if undecided else _ACTIONS[page]

    def _connect(self) -> None:
        self._file.new_project_asked.connect(self.new_project_asked)
        for page in (self._file, self._table, self._columns, self._decide):
            page.changed.connect(self._update)
        self._columns.layer_asked.connect(self._read)
        for offering in (self._check, self._outcome):
            offering.mend_asked.connect(self._ask_mend)
        self._outcome.save_asked.connect(self._ask_save)
        self._outcome.forget_asked.connect(lambda: self.forget_asked.emit(self._file.path))
        self._next.clicked.connect(self._go_on)
        self._back.clicked.connect(self._go_back)
        self._cancel.clicked.connect(self.reject)

    def _show_outcome(self, report: ImportReport) -> None:
        can_save = not is_return_form(self.request().path)
        self._outcome.show_report(report, can_save=can_save, can_mend=self._can_mend(report))
        self._go_to(DONE)

    def _can_mend(self, report: ImportReport) -> bool:
        request = self.request()
        return can_be_mended(request.table, report) and not is_return_form(request.path)

    def _ask_mend(self) -> None:
        if self._done is not None:
            self.mend_asked.emit(*self._done)

    def _ask_save(self) -> None:
        if self._done is not None:
            self.save_asked.emit(*self._done)

    def _lay_out(self) -> None:
        set_role(self._next, "primary")
        self._progress.setTextVisible(False)
        self._progress.hide()
        for page in self._all_pages():
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._progress, 1)
        foot.addStretch(1)
        for button in (self._back, self._next, self._cancel):
            foot.addWidget(button)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._steps)
        column.addWidget(self._pages, 1)
        column.addWidget(self._error)
        column.addLayout(foot)
        fit_on_screen(self, *_SIZE)
