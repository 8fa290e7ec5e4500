"""What the window asks in dialogs: files, passphrases, what to import and what to write; each answer is an operation.

No dialog is run to its end here: the window goes on while one is open.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.desktop import data_edits, operations
from app.desktop.dialog_parts import open_dialog
from app.desktop.theme import THEMES
from app.language import N_, Language
from app.messages import said
from data.errors import WrongPassphrase

if TYPE_CHECKING:
    from app.desktop.background import Desk
    from app.desktop.jobs import Job
    from app.release import Audience
    from data.errors import PassphraseRequired, ProjectFileError

SUFFIX = "lachan"


class Dialogs:
    """The dialogs of one window."""

    def __init__(self, desk: "Desk", window: QWidget) -> None:
        self._desk, self._window = desk, window
        self._passphrase: Any = None

    def open_project(self, path: Path | None = None) -> None:
        """Open the project at `path`, else the one the user chooses."""
        if path is not None:
            operations.open_project(self._desk, path)
        else:
            self._ask_file(QFileDialog.AcceptMode.AcceptOpen, N_("Open a project"), "", self.open_project)

    def save_copy(self) -> None:
        """Ask where to, and write a copy."""
        name = self._desk.session.open_store.path.name
        self._ask_file(
            QFileDialog.AcceptMode.AcceptSave,
            N_("Save a copy"),
            name,
            lambda path: operations.save_copy(self._desk, path),
        )

    def ask_period(self) -> None:
        """Ask for the first and the last day of the period."""
        from app.desktop.period_dialog import PeriodDialog

        session = self._desk.session
        dialog = PeriodDialog(session.scope, session.language, THEMES[session.theme], self._window)
        dialog.period_chosen.connect(lambda period: session.set_scope(session.scope.with_period_of(period)))
        self._show(dialog)

    def new_project(self) -> None:
        """Ask for province, file and passphrase, and make the project."""
        from app.desktop.new_project_dialog import NewProjectDialog, Province
        from data.admin_units import provinces

        known = [Province(*row) for row in provinces()[["code", "name", "kind"]].itertuples(index=False)]
        dialog = NewProjectDialog(known, self._folder(), self._window)

        def make() -> None:
            wanted = dialog.values()
            operations.new_project(self._desk, wanted.path, wanted.province_code, passphrase=wanted.passphrase)

        dialog.accepted.connect(make)
        self._show(dialog)

    def import_file(self) -> None:
        """Lead a file step by step into the project: table, columns, what must be decided, check, import."""
        from app.desktop.import_dialog import ImportDialog
        from app.desktop.import_wizard import ImportWizard

        session = self._desk.session
        if session.project is None:
            return
        dialog = ImportDialog(session.project, encrypted=session.open_store.encrypted, parent=self._window)
        ImportWizard(self._desk, dialog)
        dialog.new_project_asked.connect(dialog.reject)
        dialog.new_project_asked.connect(self.new_project)
        self._show(dialog)

    def crosswalk(self) -> None:
        """Show what became of old units, to be corrected and exported."""
        from app.desktop.crosswalk_dialog import CrosswalkDialog

        dialog = CrosswalkDialog(self._folder(), self._window)
        jobs: list[Job] = []

        def forget() -> None:
            for job in jobs:
                job.forget()

        def look(whole: bool) -> None:
            forget()
            jobs[:] = [
                data_edits.look_at_crosswalk(
                    self._desk, whole_country=whole, shown=dialog.show_table, said_by=dialog.show_error
                )
            ]

        dialog.looked_for.connect(look)
        dialog.finished.connect(forget)
        dialog.correction_made.connect(lambda correction: data_edits.correct_crosswalk(self._desk, correction))
        self._desk.session.project_changed.connect(dialog.follow)
        dialog.export_asked.connect(
            lambda table, path: data_edits.export_table(self._desk, table, path, self._desk.session.language)
        )
        self._show(dialog)
        dialog.look()

    def export(self) -> None:
        """Show what would leave and what stays, and write the shown result to a file."""
        from app.desktop.export_dialog import ExportDialog
        from app.leaving import shelters_not_public

        stored = self._desk.session.result
        if stored is None:
            return
        project = self._desk.session.project
        hidden = shelters_not_public(project) if project else 0
        dialog = ExportDialog(stored, self._folder(), hidden_shelters=hidden, parent=self._window)

        def write(path: Path, audience: "Audience", language: Language) -> None:
            dialog.accept()
            operations.export(self._desk, stored.result_id, path, audience, language)

        dialog.export_asked.connect(write)
        self._show(dialog)

    def compare(self, result_id: str) -> None:
        """Show a kept plan beside others of its question, as far as the chosen audience may see them."""
        from app.desktop.comparison_dialog import ComparisonDialog
        from app.kept_results import kept_results

        session = self._desk.session
        if session.project is None:
            return
        kept = kept_results(session.project)
        asked = next(each for each in kept if each.result_id == result_id)
        plans = [asked, *(each for each in kept if each.analysis == asked.analysis and each is not asked)]
        self._show(ComparisonDialog(session.project, plans, audience=session.audience, parent=self._window))

    def ask_passphrase(self, error: "ProjectFileError", answer: Callable[[str, bool], None]) -> None:
        """Ask for the passphrase of a project, again in the same dialog where the one given was wrong."""
        from app.desktop.passphrase_dialog import PassphraseDialog

        if isinstance(error, WrongPassphrase) and self._passphrase is not None:
            self._passphrase.show_error(said(error, self._desk.session.language))
            return
        dialog = PassphraseDialog(error.path.name, can_remember=True, parent=self._window)
        dialog.given.connect(answer)
        dialog.finished.connect(self._forget_passphrase)
        self._passphrase = dialog
        self._desk.session.opened.connect(dialog.accept)
        self._show(dialog)

    def end_asking(self) -> None:
        """Take a passphrase dialog away that waits for what cannot be done for another reason."""
        if self._passphrase is not None and self._passphrase.is_waiting:
            self._passphrase.reject()

    def ask_new_passphrase(self, error: "PassphraseRequired", answer: Callable[[str], None]) -> None:
        """Ask for a passphrase for a project that needs one, saying why."""
        from app.desktop.new_passphrase_dialog import NewPassphraseDialog

        dialog = NewPassphraseDialog(said(error, self._desk.session.language).sentence, self._window)
        dialog.given.connect(answer)
        self._show(dialog)

    def confirm_stop(self) -> bool:
        """Ask whether the work that is going on may be stopped."""
        say = self._desk.session.language.say
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        question = say(N_("Work is still going on. Stop it and close?"))
        asked = QMessageBox.question(self._window, "Lá Chắn", question, buttons)
        return asked == QMessageBox.StandardButton.Yes

    def _ask_file(self, mode: QFileDialog.AcceptMode, title: str, name: str, answer: Callable[[Path], None]) -> None:
        """Ask for a project file in Qt's own dialog, which speaks the window's language."""
        say = self._desk.session.language.say
        dialog = QFileDialog(self._window, say(title), str(self._folder()), f"Lá Chắn (*.{SUFFIX})")
        dialog.setObjectName("file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(mode)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.selectFile(name)

        def chosen(text: str) -> None:
            path = Path(text)
            self._desk.settings.change(last_folder=path.parent)
            answer(path)

        dialog.fileSelected.connect(chosen)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        session = self._desk.session
        open_dialog(dialog, session.language, THEMES[session.theme])

    def _forget_passphrase(self) -> None:
        self._desk.session.opened.disconnect(self._passphrase.accept)
        self._passphrase = None

    def _folder(self) -> Path:
        return self._desk.settings.current.last_folder or Path.home()
