"""What the window asks and shows to keep the project safe: passphrases, backups, checks, imports to be rid of."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desktop import safety_operations
from app.desktop.background import show_error
from app.desktop.dialog_parts import open_dialog
from app.desktop.theme import THEMES
from app.language import N_
from app.messages import said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from app.desktop.background import Desk
    from app.messages import Said
    from data.batches import Import
    from data.errors import ProjectFileError
    from data.verifying import Verification


class SafetyDialogs:
    """The dialogs of one window about the safety of its project."""

    def __init__(self, desk: "Desk", window: QWidget) -> None:
        self._desk, self._window = desk, window

    def passphrase(self) -> None:
        """Ask for a passphrase and encrypt the project, or for the one it has and another."""
        if self._desk.session.open_store.encrypted:
            self._change_passphrase()
        else:
            self._first_passphrase()

    def idle(self, minutes: int, chosen: Callable[[int], None]) -> None:
        """Ask after how many minutes the project is locked."""
        from app.desktop.idle_dialog import IdleDialog

        dialog = IdleDialog(minutes, self._window)
        dialog.chosen.connect(chosen)
        self._show(dialog)

    def restore(self) -> None:
        """Show the backups of the open project, and put the one chosen in its place."""
        from app.desktop.restore_dialog import RestoreDialog
        from data.backups import backups_of

        path = self._desk.session.open_store.path
        dialog = RestoreDialog(path.name, backups_of(path), parent=self._window)
        dialog.chosen.connect(lambda name: safety_operations.restore(self._desk, name))
        self._show(dialog)

    def offer_restore(self, error: "ProjectFileError", answer: Callable[[str], None]) -> None:
        """Show the backups of a file that does not open; where it has none, only why it does not."""
        from app.desktop.restore_dialog import RestoreDialog
        from data.backups import backups_of

        kept = backups_of(error.path)
        if not kept:
            show_error(self._desk, error)
            return
        fault = said(error, self._desk.session.language).sentence
        dialog = RestoreDialog(error.path.name, kept, fault=fault, parent=self._window)
        dialog.chosen.connect(answer)
        self._show(dialog)

    def verify(self) -> None:
        """Check the file and show what was found."""
        safety_operations.verify(self._desk, shown=self._show_verification)

    def imports(self) -> None:
        """List the imports of the project, to be taken back or removed for good."""
        safety_operations.list_imports(self._desk, shown=self._show_imports, said_by=self._tell)

    def _show_imports(self, imports: Sequence["Import"]) -> None:
        from app.desktop.imports_dialog import ImportsDialog

        dialog = ImportsDialog(imports, self._window)
        dialog.take_back_asked.connect(lambda batch_id: safety_operations.take_import_back(self._desk, batch_id))
        dialog.purge_asked.connect(lambda batch_id: self._purge(imports, batch_id))
        self._show(dialog)

    def _purge(self, imports: Sequence["Import"], batch_id: str) -> None:
        from app.desktop.purge_dialog import PurgeDialog

        dialog = PurgeDialog(imports, batch_id, self._window)
        dialog.batch_asked.connect(lambda chosen: safety_operations.purge_batch(self._desk, chosen))
        dialog.case_asked.connect(lambda code: safety_operations.purge_case(self._desk, code))
        self._show(dialog)

    def _first_passphrase(self) -> None:
        from app.desktop import operations
        from app.desktop.new_passphrase_dialog import NewPassphraseDialog

        reason = self._desk.session.language.say(N_("Encrypt the project with a passphrase."))
        dialog = NewPassphraseDialog(reason, self._window)
        dialog.given.connect(lambda given: operations.protect(self._desk, given))
        self._show(dialog)

    def _change_passphrase(self) -> None:
        from app.desktop.change_passphrase_dialog import ChangePassphraseDialog

        dialog = ChangePassphraseDialog(self._window)
        dialog.given.connect(
            lambda current, new: safety_operations.change_passphrase(
                self._desk, current, new, changed=dialog.accept, said_by=dialog.show_error
            )
        )
        self._show(dialog)

    def _show_verification(self, found: "Verification") -> None:
        from app.desktop.verification_dialog import VerificationDialog

        self._show(VerificationDialog(found, self._window))

    def _tell(self, what: "Said") -> None:
        self._desk.screen.tell(lambda _: what)

    def _show(self, dialog: "QDialog") -> None:
        session = self._desk.session
        open_dialog(dialog, session.language, THEMES[session.theme])
