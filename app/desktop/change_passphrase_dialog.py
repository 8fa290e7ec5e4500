"""Ask for the passphrase a project has, and twice for the one it shall have."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app.desktop.dialog_parts import DialogButtons, Notice, dialog_column, side_by_side, text_label
from app.desktop.passphrase_edit import PassphraseEdit, ShowButton
from app.desktop.theme import SMALL
from app.language import DEFAULT, N_, Language
from app.messages import Said

_WIDTH = 520


class ChangePassphraseDialog(QDialog):
    """Three lines. `given` leaves it open: call `accept` when it is done, `show_error` when it is not."""

    given = Signal(str, str)
    """The passphrase the project has, and the new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("change_passphrase_dialog")
        self._title, self._about = text_label("heading"), text_label("help")
        names = ("current_passphrase", "passphrase", "passphrase_again")
        self._edits = tuple(PassphraseEdit(name) for name in names)
        self._labels = (QLabel(), QLabel(), QLabel())
        self._show = ShowButton(*self._edits)
        self._error = Notice("error", "passphrase_error")
        self._differs = text_label("help", "passphrase_differs")
        self._buttons = DialogButtons()
        self._waiting = False
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        for edit in self._edits:
            edit.textChanged.connect(self._update)
        self._lay_out()
        self.retranslate(Language(DEFAULT))

    def show_error(self, said: Said) -> None:
        """Say why the passphrase was not changed; what was typed can be mended."""
        self._error.say(f"{said.sentence}\n{said.hint}".strip())
        self._set_waiting(False)
        self._edits[0].selectAll()
        self._edits[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Passphrase")))
        self._title.setText(language.say(N_("Change the passphrase")))
        about = N_(
            "The file and its backups are encrypted anew; the old passphrase opens none of them any longer. Copies"
            " saved elsewhere keep the old one."
        )
        self._about.setText(language.say(about))
        texts = (N_("Passphrase &now"), N_("&New passphrase"), N_("New passphrase &again"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(language.say(text))
        self._show.retranslate(language)
        self._buttons.retranslate(language, N_("&Change"))
        self._update()

    def done(self, result: int) -> None:
        """Close, and forget what was typed."""
        for edit in self._edits:
            edit.clear()
        super().done(result)

    def _give(self) -> None:
        self._set_waiting(True)
        self._error.say("")
        self.given.emit(self._edits[0].text(), self._edits[1].text())

    def _set_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        for edit in self._edits:
            edit.setReadOnly(waiting)
        self._update()

    def _update(self) -> None:
        current, first, second = (edit.text() for edit in self._edits)
        differs = bool(second) and first != second
        self._differs.setText(self._language.say(N_("The two are not the same.")) if differs else "")
        self._buttons.ok.setEnabled(bool(current and first) and first == second and not self._waiting)

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        column.addWidget(self._title)
        column.addWidget(self._about)
        rows = [side_by_side(self._edits[0], self._show), *(side_by_side(edit) for edit in self._edits[1:])]
        for label, edit, row in zip(self._labels, self._edits, rows, strict=True):
            label.setBuddy(edit)
            column.addWidget(label)
            column.addLayout(row)
        column.addWidget(self._differs)
        column.addWidget(self._error)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)
