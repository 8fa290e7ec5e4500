"""Bring a file into the project in three steps: file and table, columns, check.

The dialog reads and changes nothing itself: it asks by signals, and is told by its methods what came of it.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.dialog_parts import MARGINS, Notice, named, plain_button, text_label
from app.desktop.import_check import CheckPage
from app.desktop.import_columns import ColumnsPage
from app.desktop.import_source import SourcePage
from app.desktop.theme import MEDIUM, SMALL, set_role
from app.imports import ImportRequest
from app.language import DEFAULT, N_, Language
from app.messages import Said
from data.import_report import ImportReport
from data.project import Project
from data.reading import RawTable

_STEPS = (N_("1 File"), N_("2 Columns"), N_("3 Check"))
_ACTIONS = (N_("&Read the file"), N_("&Check"), N_("&Import {n} rows"))
SOURCE, COLUMNS, CHECK = range(3)


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

    def __init__(
        self, project: Project, *, encrypted: bool, path: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self._language = Language(DEFAULT)
        self._layer: str | None = None
        self._source, self._columns, self._check = (
            SourcePage(project, encrypted=encrypted),
            ColumnsPage(project),
            CheckPage(),
        )
        self._steps = [text_label("section") for _ in _STEPS]
        self._pages = QStackedWidget()
        self._error = Notice("error", "import_error")
        self._progress = named(QProgressBar(), "import_progress")
        self._back, self._next, self._cancel = (plain_button(f"import_{name}") for name in ("back", "next", "cancel"))
        self._connect()
        self._lay_out()
        self.retranslate(self._language)
        self._go_to(SOURCE)
        if path is not None:
            self._source.choose(path)

    def show_source(self, raw: RawTable) -> None:
        """Show the columns of the file that was read."""
        table = self._source.table
        if table is None:
            return
        self._layer = raw.layer
        self._set_waiting(False)
        self._columns.show_source(table, raw)
        self._go_to(COLUMNS)

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
        path, table = self._source.path, self._source.table
        if path is None or table is None:
            raise ValueError(path, table)
        settings = self._columns.settings()
        if self._source.system:
            settings["crs"] = self._source.system
        return ImportRequest(table, path, self._columns.mapping(), settings, self._layer)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Import a file")))
        for label, text in zip(self._steps, _STEPS, strict=True):
            label.setText(language.say(text))
        self._back.setText(language.say(N_("&Back")))
        self._cancel.setText(language.say(N_("Cancel")))
        for page in (self._source, self._columns, self._check):
            page.retranslate(language)
        self._update()

    def _read(self, layer: str | None = None) -> None:
        self._set_waiting(True)
        self.read_asked.emit(self._source.path, layer, self._source.system or None)

    def _go_on(self) -> None:
        match self._pages.currentIndex():
            case 0:
                self._read()
            case 1:
                self._set_waiting(True)
                self.check_asked.emit(self.request())
            case _:
                self._set_waiting(True)
                self.import_asked.emit(self.request())

    def _go_back(self) -> None:
        self._go_to(self._pages.currentIndex() - 1)

    def _go_to(self, page: int) -> None:
        self._error.say("")
        self._pages.setCurrentIndex(page)
        for position, label in enumerate(self._steps):
            set_role(label, "heading" if position == page else "section")
        self._back.setEnabled(page > SOURCE)
        self._next.setDefault(True)
        self._update()

    def _set_waiting(self, waiting: bool) -> None:
        if waiting:
            self._error.say("")
            self._progress.setRange(0, 0)
        self._progress.setVisible(waiting)
        self._pages.setEnabled(not waiting)
        self._back.setEnabled(not waiting and self._pages.currentIndex() > SOURCE)
        self._update()

    def _update(self) -> None:
        page = self._pages.currentIndex()
        ready = (self._source.ready(), not self._columns.missing(), self._check.accepted > 0)
        self._next.setEnabled(ready[page] and self._pages.isEnabled())
        self._next.setText(self._language.say(_ACTIONS[page], n=self._check.accepted))

    def _connect(self) -> None:
        self._source.changed.connect(self._update)
        self._columns.changed.connect(self._update)
        self._columns.layer_asked.connect(self._read)
        self._next.clicked.connect(self._go_on)
        self._back.clicked.connect(self._go_back)
        self._cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        set_role(self._next, "primary")
        self._progress.setTextVisible(False)
        self._progress.hide()
        for page in (self._source, self._columns, self._check):
            self._pages.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(MEDIUM)
        for label in self._steps:
            label.setWordWrap(False)
            head.addWidget(label)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._progress, 1)
        foot.addStretch(1)
        for button in (self._back, self._next, self._cancel):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(MEDIUM)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._error)
        column.addLayout(foot)
        self.resize(880, 680)
