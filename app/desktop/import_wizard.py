"""What goes on behind the import dialog: each of its questions is work in the background, one at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog

from app.desktop import operations, set_aside_operations
from app.desktop.dialog_parts import open_dialog
from app.desktop.import_dialog import ImportDialog
from app.desktop.theme import THEMES
from app.language import N_
from app.project_words import PROJECT_TABLES
from data.case_import import CASES

if TYPE_CHECKING:
    from app.desktop.background import Desk
    from app.desktop.jobs import Job
    from app.imports import ImportRequest
    from app.mending import TriedAgain
    from data.import_report import ImportReport
    from data.project import Project
    from data.reading import RawTable
    from data.set_aside import SetAside

_SUFFIX = "xlsx"


class ImportWizard(QObject):
    """Answers one import dialog; it lives as long as that."""

    def __init__(self, desk: "Desk", dialog: ImportDialog) -> None:
        super().__init__(dialog)
        self._desk, self._dialog = desk, dialog
        self._job: Job | None = None
        self._before: Project | None = None
        self._aside: SetAside | None = None
        dialog.read_asked.connect(self._read)
        dialog.columns_asked.connect(self._look_at_columns)
        dialog.check_asked.connect(self._check)
        dialog.import_asked.connect(self._import)
        dialog.mend_asked.connect(self._mend)
        dialog.save_asked.connect(self._ask_where)
        dialog.forget_asked.connect(self._forget)
        dialog.stop_asked.connect(self._stop)
        dialog.finished.connect(self._let_go)
        desk.jobs.progress.connect(self._tell_progress)
        desk.jobs.cancelled.connect(self._tell_stopped)

    def _read(self, path: Path, layer: str | None, crs: str | None) -> None:
        self._job = operations.read_file(
            self._desk, path, layer, crs, shown=self._dialog.show_source, said_by=self._dialog.show_error
        )

    def _look_at_columns(self, table: str, raw: "RawTable") -> None:
        self._job = operations.look_at_columns(
            self._desk, table, raw, shown=self._dialog.show_columns, said_by=self._dialog.show_error
        )

    def _check(self, request: "ImportRequest") -> None:
        self._before, self._aside = self._desk.session.project, None
        self._job = operations.check_file(
            self._desk, request, shown=self._dialog.show_checked, said_by=self._dialog.show_error
        )

    def _import(self, request: "ImportRequest") -> None:
        self._before, self._aside = self._desk.session.project, None
        self._job = operations.import_file(
            self._desk, request, shown=self._dialog.show_done, said_by=self._dialog.show_error
        )

    def _ask_where(self, request: "ImportRequest", report: "ImportReport") -> None:
        """Ask where the rows set aside shall go, in Qt's own dialog, which speaks the window's language."""
        say = self._desk.session.language.say
        listed = say(PROJECT_TABLES[CASES]) if request.table == CASES else request.path.stem
        name = f"{listed} – {say(N_('Set aside')).lower()}.{_SUFFIX}"
        dialog = QFileDialog(self._dialog, say(N_("Rows set aside")), str(self._folder()), f"Excel (*.{_SUFFIX})")
        dialog.setObjectName("file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.save_set_aside(request, report, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_set_aside(self, request: "ImportRequest", report: "ImportReport", path: Path) -> None:
        """Write the rows that the import set aside, mended or not, to `path`."""
        if self._before is not None:
            set_aside_operations.save_rows(
                self._desk,
                self._aside or (self._before, request, report),
                path,
                shown=self._dialog.show_saved,
                said_by=self._dialog.show_error,
            )

    def _mend(self, request: "ImportRequest", report: "ImportReport") -> None:
        """Show the rows set aside to be mended: as they were left, else as the file has them."""
        if self._aside is not None:
            self._show_rows(self._aside, request)
        elif self._before is not None:
            set_aside_operations.look_at_rows(
                self._desk,
                (self._before, request, report),
                shown=lambda rows: self._show_rows(rows, request),
                said_by=self._dialog.show_error,
            )

    def _show_rows(self, rows: "SetAside", request: "ImportRequest") -> None:
        from app.desktop.mend_dialog import MendDialog
        from data.repeats import Repeat

        repeat = Repeat(request.repeat) if request.repeat else None
        dialog = MendDialog(rows, self._dialog)

        def tried(found: "TriedAgain") -> None:
            dialog.show_tried(found)
            self._dialog.show_mended(found.report)

        dialog.try_asked.connect(
            lambda asked: set_aside_operations.try_rows_again(
                self._desk, asked, repeat, shown=tried, said_by=dialog.show_error
            )
        )
        dialog.left.connect(self._keep)
        session = self._desk.session
        open_dialog(dialog, session.language, THEMES[session.theme])

    def _keep(self, rows: "SetAside") -> None:
        self._aside = rows

    def _forget(self, path: Path) -> None:
        forget_folder(path.parent)
        settings = self._desk.settings
        if settings.current.last_folder == path.parent:
            settings.change(last_folder=None)
        self._dialog.show_forgotten()

    def _folder(self) -> Path:
        return self._desk.settings.current.last_folder or Path.home()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _tell_progress(self, title: str, fraction: float) -> None:
        if self._job is not None and self._job.title == title:
            self._dialog.show_progress(fraction)

    def _tell_stopped(self, title: str) -> None:
        if self._job is not None and self._job.title == title:
            self._dialog.show_stopped()

    def _let_go(self) -> None:
        self._desk.jobs.progress.disconnect(self._tell_progress)
        self._desk.jobs.cancelled.disconnect(self._tell_stopped)


def forget_folder(folder: Path, memory: Callable[[], QSettings] | None = None) -> None:
    """Take a folder out of what Qt's own file dialogs remember between starts.

    Parameters
    ----------
    memory : callable, optional
        Returns where Qt keeps it.
    """
    kept = memory() if memory else QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.beginGroup("FileDialog")
    address = folder.as_uri()
    if str(kept.value("lastVisited", "")).rstrip("/") == address:
        kept.remove("lastVisited")
    listed = kept.value("history", [])
    history = listed if isinstance(listed, list) else [listed]
    if address in history:
        kept.setValue("history", [each for each in history if each != address])
    kept.endGroup()
    kept.sync()
