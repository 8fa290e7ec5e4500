"""Choose the backup that shall take the place of a project file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from app.desktop.dialog_parts import (
    DialogButtons,
    Notice,
    dialog_column,
    fit_on_screen,
    framed,
    named,
    text_label,
)
from app.desktop.theme import SMALL
from app.language import DEFAULT, N_, Language
from data.backups import Backup

_WIDTH, _HEIGHT = 520, 420


class RestoreDialog(QDialog):
    """The backups of the file called `name` by day and time, the newest first; `fault` says why one is needed."""

    chosen = Signal(str)
    """The name of a backup."""

    def __init__(self, name: str, backups: Sequence[Backup], *, fault: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        self._name, self._backups = name, tuple(backups)
        self._title, self._fault = text_label("heading"), Notice("error", "restore_fault")
        self._about, self._nothing = text_label("help"), text_label("empty", "no_backups")
        self._list = named(QListWidget(), "backups")
        self._box = framed(self._list)
        self._buttons = DialogButtons()
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.reject)
        self._list.itemActivated.connect(lambda _: self._choose())
        self._lay_out()
        self._fault.say(fault)
        self.retranslate(Language(DEFAULT))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.setWindowTitle(language.say(N_("Restore")))
        self._title.setText(language.say(N_("Put a backup in the place of “{name}”"), name=self._name))
        about = N_("The project is again as it was then. What it holds now is kept as a backup too.")
        self._about.setText(language.say(about))
        self._nothing.setText(
            language.say(
                N_("There is no backup yet. One is kept before each import and the first change after opening.")
            )
        )
        self._list.setAccessibleName(language.say(N_("Backups")))
        self._buttons.retranslate(language, N_("&Restore"))
        self._fill(language)

    def _fill(self, language: Language) -> None:
        row = max(self._list.currentRow(), 0)
        self._list.clear()
        for each in self._backups:
            made = each.made_at.astimezone()
            item = QListWidgetItem(f"{language.date(made.date())} {made:%H:%M:%S}", self._list)
            item.setData(Qt.ItemDataRole.UserRole, each.name)
        self._list.setCurrentRow(row)
        self._box.setVisible(bool(self._backups))
        self._nothing.setVisible(not self._backups)
        self._buttons.ok.setEnabled(bool(self._backups))

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        for part in (self._title, self._fault, self._about, self._nothing):
            column.addWidget(part)
        column.addWidget(self._box, 1)
        column.addStretch(0)
        column.addWidget(self._buttons)
        fit_on_screen(self, _WIDTH, _HEIGHT)
