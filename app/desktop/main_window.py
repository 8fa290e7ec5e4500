"""The window itself: it holds the parts together, asks for files and passphrases, and hands every action to operations.

It is the `Screen` of `app.desktop.background`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTime
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.desktop import data_edits, operations, safety_operations
from app.desktop.background import Desk
from app.desktop.commands import Commands
from app.desktop.dialogs import Dialogs
from app.desktop.idle_watch import IdleWatch
from app.desktop.jobs import Jobs
from app.desktop.lock_page import LockPage
from app.desktop.log import Log, log_error
from app.desktop.message_bar import MessageBar, Severity
from app.desktop.project_lock import ProjectLock
from app.desktop.report_dialog import Reports
from app.desktop.safety_dialogs import SafetyDialogs
from app.desktop.session import Session
from app.desktop.settings import SettingsFile
from app.desktop.start_page import RecentProject, StartPage
from app.desktop.status import Status
from app.desktop.theme import THEMES, apply
from app.desktop.top_bar import TopBar
from app.desktop.trying import Trying
from app.desktop.workspace import Workspace
from app.language import LANGUAGES, N_, Language
from app.messages import Said
from app.names import shown_name
from app.questions import find, names
from app.scope import kinds_with_returns, period_iso, years_with_returns
from app.searching import communes_of
from data.errors import MissingFile

if TYPE_CHECKING:
    from app.release import Audience
    from app.scope import Scope
    from data.errors import PassphraseRequired, ProjectFileError
    from data.import_report import ImportReport
    from data.project import Project

PROGRAM = "Lá Chắn"
_WIDTH, _HEIGHT = 1360, 860
_MENU = (
    *("open", "new", "demo", None),
    *("import", "imports", "export", "save_copy", None),
    *("protect", "lock", "idle", "verify", "restore", None),
    *("undo", "redo", None),
    *("close", "quit"),
)


class MainWindow(QMainWindow):
    """Top bar, message bar, start page or workspace, status bar."""

    def __init__(
        self, application: QApplication, session: Session, jobs: Jobs, settings: SettingsFile, log: Log
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self._application, self.session, self.jobs, self._settings = application, session, jobs, settings
        self.desk = Desk(session, jobs, settings, self)
        self.dialogs = Dialogs(self.desk, self)
        self.safety_dialogs = SafetyDialogs(self.desk, self)
        self.lock = ProjectLock(self.desk, IdleWatch(application, self), self)
        self.reports = Reports(log.text, self)
        self.commands = Commands(self._doers(), self)
        self.top_bar = TopBar([self.commands[name] if name else None for name in _MENU])
        self.messages, self.status = MessageBar(), Status()
        self.start_page, self.lock_page = StartPage(), LockPage()
        self.workspace = Workspace(session, [find(name) for name in names()])
        self.trying = Trying(self.desk, self.workspace.map, self.workspace.trial_bar, self)
        self._stack = QStackedWidget()
        for page in (self.start_page, self.workspace, self.lock_page):
            self._stack.addWidget(page)
        self._lay_out()
        self._connect()
        self._restore()
        self._show_project()

    def tell(self, say: Callable[[Language], Said]) -> None:
        """Say in the message bar what was done."""
        self.messages.tell(say, Severity.DONE)

    def tell_error(self, error: Exception) -> None:
        """Say in the message bar what is at fault, and the hint."""
        self.dialogs.end_asking()
        self.messages.tell_error(error)

    def report(self, error: BaseException) -> None:
        """Show a fault of the program; the program goes on."""
        log_error(error)
        self.report_caught()

    def report_caught(self) -> None:
        """Show a fault that the log already holds."""
        self.reports.show()

    def ask_passphrase(self, error: "ProjectFileError", answer: Callable[[str, bool], None]) -> None:
        """Ask for the passphrase of a project."""
        self.dialogs.ask_passphrase(error, answer)

    def ask_new_passphrase(self, error: "PassphraseRequired", answer: Callable[[str], None]) -> None:
        """Ask for a passphrase to encrypt the project with, saying why."""
        self.dialogs.ask_new_passphrase(error, answer)

    def offer_restore(self, error: "ProjectFileError", answer: Callable[[str], None]) -> None:
        """Offer the backups of a file that does not open."""
        self.dialogs.end_asking()
        self.safety_dialogs.offer_restore(error, answer)

    def show_import(self, report: "ImportReport") -> None:
        """Say how many rows went where."""
        message = N_("Rows read {read} = accepted {accepted} + set aside {set_aside} + not data {non_data}.")
        severity = Severity.WARNING if report.set_aside else Severity.DONE
        self.messages.tell_message(
            message,
            severity,
            read=report.read,
            accepted=report.accepted,
            set_aside=report.set_aside,
            non_data=report.non_data,
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask where work is going on; keep the layout; let go of the project."""
        if self.jobs.busy and not self.dialogs.confirm_stop():
            event.ignore()
            return
        self._settings.change(geometry=bytes(self.saveGeometry().data()), splitters=self.workspace.layout_state())
        if operations.close_project(self.desk):
            self.trying.close()
            self.jobs.close()
            event.accept()
        else:
            event.ignore()

    def _doers(self) -> dict[str, Callable[[], object]]:
        return {
            "open": self.dialogs.open_project,
            "new": self.dialogs.new_project,
            "demo": lambda: operations.open_demo(self.desk),
            "save_copy": self.dialogs.save_copy,
            "import": self.dialogs.import_file,
            "export": self.dialogs.export,
            "imports": self.safety_dialogs.imports,
            "protect": self.safety_dialogs.passphrase,
            "lock": self._lock_now,
            "idle": self._ask_lock_minutes,
            "verify": self.safety_dialogs.verify,
            "restore": self.safety_dialogs.restore,
            "undo": lambda: operations.undo(self.desk),
            "redo": lambda: operations.redo(self.desk),
            "close": lambda: operations.close_project(self.desk),
            "language": self._other_language,
            "theme": self._other_theme,
            "quit": self.close,
        }

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._show_project)
        session.closed.connect(self._show_project)
        session.closed.connect(self.messages.dismiss)
        session.closed.connect(lambda: self.trying.show_result(None))
        session.opened.connect(self.lock.watch)
        session.closed.connect(self.lock.watch)
        self.lock.changed.connect(self._show_locked)
        self.lock_page.given.connect(self._unlock)
        self.lock_page.close_asked.connect(lambda: operations.close_project(self.desk))
        session.project_changed.connect(self._follow)
        session.result_shown.connect(self.workspace.show_result)
        session.result_shown.connect(self.trying.show_result)
        session.selection_changed.connect(self.workspace.select)
        session.selection_changed.connect(self.trying.select)
        session.history_changed.connect(self._show_history)
        session.language_changed.connect(self._retranslate)
        session.audience_changed.connect(self._show_audience)
        session.scope_changed.connect(self._show_scope)
        session.theme_changed.connect(self._retheme)
        self.start_page.demo_asked.connect(lambda: operations.open_demo(self.desk))
        self.start_page.open_asked.connect(self.dialogs.open_project)
        self.start_page.new_asked.connect(self.dialogs.new_project)
        self.start_page.restore_asked.connect(self._offer_lost)
        self.start_page.forget_asked.connect(self._forget_recent)
        self.workspace.run_asked.connect(lambda name, values: operations.run_analysis(self.desk, name, values))
        self.workspace.import_asked.connect(self.dialogs.import_file)
        self.workspace.export_asked.connect(self.dialogs.export)
        self.workspace.compare_asked.connect(self.dialogs.compare)
        self.workspace.data_panel.imports_asked.connect(self.safety_dialogs.imports)
        self.workspace.data_panel.crosswalk_asked.connect(self.dialogs.crosswalk)
        self.workspace.pairs.decided.connect(lambda pairs, what: data_edits.decide_pairs(self.desk, pairs, what))
        self.workspace.calendar.strip_asked.connect(self._look_at_returns)
        self.workspace.table.noted.connect(lambda text: self.status.showMessage(text, 5000))
        self.top_bar.commune_found.connect(self.workspace.find_commune)
        self.top_bar.audience_chosen.connect(session.set_audience)
        self.top_bar.scope_chosen.connect(session.set_scope)
        self.top_bar.days_asked.connect(self.dialogs.ask_period)
        self.top_bar.language_chosen.connect(lambda code: session.set_language(Language(code)))
        self.top_bar.theme_asked.connect(self._other_theme)
        self.status.cancel_asked.connect(lambda: operations.cancel(self.desk))
        self.jobs.progress.connect(
            lambda title, fraction: self.status.show_progress(session.language.say(title), fraction)
        )
        self.jobs.busy_changed.connect(self._show_busy)

    def _look_at_returns(self, project: "Project") -> None:
        data_edits.look_at_returns(
            self.desk,
            project,
            shown=self.workspace.calendar.show_strip,
            said_by=lambda said: self.messages.tell(lambda _: said, Severity.WARNING),
        )

    def _show_project(self) -> None:
        project = self.session.project
        self._stack.setCurrentWidget(self.workspace if project else self.start_page)
        self._show_bar(project)
        self.workspace.show_project()
        self._show_recent()
        self.status.show_saved(QTime.currentTime() if project else QTime())
        self.status.show_promise(project is not None)
        if project:
            self.workspace.rail.choose("plan")

    def _show_bar(self, project: "Project | None") -> None:
        """Show in bar, menu and title what is open; None: nothing that may be seen."""
        self.commands.show_project(project is not None)
        self.top_bar.show_project(project.about if project else None, communes_of(project) if project else ())
        self._offer_scope()
        self.top_bar.show_scope(self.session.scope)
        self.top_bar.retranslate(self.session.language)
        self._show_history()
        self._show_safety()
        self._name_window()

    def _show_safety(self) -> None:
        """Show whether the project can be locked, and whether its last backup could be made."""
        store = self.session.store
        self.lock.follow()
        self.commands["lock"].setEnabled(self.lock.can_lock)
        self.status.show_backup_problem(store.backup_problem if store else None)

    def _show_locked(self, locked: bool) -> None:
        """Hide everything of the project behind the lock page, or show it again as it was."""
        store = self.session.store
        if locked and store is not None:
            for widget in self._application.topLevelWidgets():
                if widget is not self and widget.isVisible():
                    widget.close()
            self.messages.dismiss()
            self.status.clearMessage()
            self.lock_page.ask(store.path.name)
            self._stack.setCurrentWidget(self.lock_page)
            self._show_bar(None)
            self.commands.show_locked()
        elif store is not None:
            self.lock_page.forget()
            self._stack.setCurrentWidget(self.workspace)
            self._show_bar(self.session.project)

    def _lock_now(self) -> None:
        if self.jobs.busy:
            operations.tell(self.desk, operations.WAIT)
        else:
            self.lock.lock()

    def _unlock(self, passphrase: str) -> None:
        safety_operations.unlock(self.desk, passphrase, right=self.lock.unlock, wrong=self.lock_page.refuse)

    def _ask_lock_minutes(self) -> None:
        def chosen(minutes: int) -> None:
            self._settings.change(lock_minutes=minutes)
            self.lock.watch()

        self.safety_dialogs.idle(self._settings.current.lock_minutes, chosen)

    def _name_window(self) -> None:
        project = None if self.lock.is_locked else self.session.project
        name = shown_name(project.about.name, self.session.language) if project else ""
        self.setWindowTitle(f"{name} – {PROGRAM}" if name else PROGRAM)

    def _follow(self, before: "Project", after: "Project") -> None:
        if before["case_counts"] is not after["case_counts"] or before["cases"] is not after["cases"]:
            self._offer_scope()
        self.workspace.follow_project(before, after)
        self._show_safety()
        self.status.show_saved(QTime.currentTime())

    def _show_history(self) -> None:
        self.commands["undo"].setEnabled(self.session.can_undo)
        self.commands["redo"].setEnabled(self.session.can_redo)
        self._name_steps()

    def _name_steps(self) -> None:
        self.commands.describe({"undo": self.session.undo_text, "redo": self.session.redo_text})

    def _show_busy(self, busy: bool) -> None:
        self.workspace.set_running(busy)
        if not busy:
            self.status.show_idle()

    def _show_audience(self, audience: "Audience") -> None:
        self.top_bar.show_audience(audience)
        self.workspace.show_audience()
        self.trying.show_result(self.session.result)

    def _offer_scope(self) -> None:
        project = self.session.project
        if project is not None:
            self.top_bar.offer_scope(years_with_returns(project), kinds_with_returns(project))

    def _show_scope(self, scope: "Scope") -> None:
        """Show what is asked about, and remember its period; kinds stay in the project, which may be encrypted."""
        self.top_bar.show_scope(scope)
        self.workspace.show_scope(scope)
        if self.session.store is not None:
            path = self.session.store.path.resolve()
            self._settings.replace(self._settings.current.with_period(path, period_iso(scope)))

    def _show_recent(self) -> None:
        recent = self._settings.current.recent
        self.start_page.show_recent([_recent_project(each.name, each.path) for each in recent])

    def _offer_lost(self, path: Path) -> None:
        """Offer the backups of a project whose file is gone."""
        self.safety_dialogs.offer_restore(
            MissingFile(path), lambda name: operations.restore_file(self.desk, path, name)
        )

    def _forget_recent(self, path: Path) -> None:
        self._settings.replace(self._settings.current.without_recent(path))
        self._show_recent()

    def _retranslate(self, language: Language) -> None:
        self._name_window()
        self.commands.retranslate(language)
        self._name_steps()
        self.reports.retranslate(language)
        for widget in self.findChildren(QWidget):
            if hasattr(widget, "retranslate"):
                widget.retranslate(language)
        self.trying.say_again()
        self._settings.change(language=language.code)

    def _retheme(self, name: str) -> None:
        theme = THEMES[name]
        apply(self._application, theme)
        self.commands.retheme(theme)
        for widget in self.findChildren(QWidget):
            if hasattr(widget, "retheme"):
                widget.retheme(theme)
        self._settings.change(theme=name)

    def _other_language(self) -> None:
        now = LANGUAGES.index(self.session.language.code)
        self.session.set_language(Language(LANGUAGES[(now + 1) % len(LANGUAGES)]))

    def _other_theme(self) -> None:
        known = list(THEMES)
        self.session.set_theme(known[(known.index(self.session.theme) + 1) % len(known)])

    def _restore(self) -> None:
        kept = self._settings.current
        self.resize(_WIDTH, _HEIGHT)
        self.restoreGeometry(QByteArray(kept.geometry))
        self.workspace.restore_layout(kept.splitters)
        self.top_bar.show_audience(self.session.audience)
        self._retheme(self.session.theme)
        self._retranslate(self.session.language)

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)


def _recent_project(name: str, path: Path) -> RecentProject:
    """Return a project opened before; of one whose file is gone, whether backups of it are left."""
    from data.backups import backups_of

    exists = path.exists()
    return RecentProject(name, path, exists, has_backups=not exists and bool(backups_of(path)))
