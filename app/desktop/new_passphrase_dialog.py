"""Ask for a passphrase for a project that has none, twice, and say why it is asked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app.desktop.dialog_parts import DialogButtons, dialog_column, side_by_side, text_label
from app.desktop.passphrase_edit import PassphraseEdit, ShowButton
from app.desktop.theme import SMALL
from app.language import DEFAULT, N_, Language

_WIDTH = 520


class NewPassphraseDialog(QDialog):
    """Two lines for the same passphrase. `given` is emitted when it is accepted."""

    given = Signal(str)

    def __init__(self, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_passphrase_dialog")
        self._reason, self._why = text_label("heading"), text_label("help")
        self._reason.setText(reason)
        self._edits = (PassphraseEdit("passphrase"), PassphraseEdit("passphrase_again"))
        self._labels = (QLabel(), QLabel())
        self._show = ShowButton(*self._edits)
        self._buttons = DialogButtons()
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        for edit in self._edits:
            edit.textChanged.connect(self._update)
        self._lay_out()
        self._update()
        self.retranslate(Language(DEFAULT))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.setWindowTitle(language.say(N_("Passphrase")))
        why = N_("Without the passphrase nobody can open the project again: write it down and keep it apart.")
        self._why.setText(language.say(why))
        for label, text in zip(self._labels, (N_("P&assphrase"), N_("Passphrase &again")), strict=True):
            label.setText(language.say(text))
        self._show.retranslate(language)
        self._buttons.retranslate(language, N_("&Encrypt"))

    def done(self, result: int) -> None:
        """Close, and forget what was typed."""
        for edit in self._edits:
            edit.clear()
        super().done(result)

    def _give(self) -> None:
        passphrase = self._edits[0].text()
        self.accept()
        self.given.emit(passphrase)

    def _update(self) -> None:
        first, second = (edit.text() for edit in self._edits)
        self._buttons.ok.setEnabled(bool(first) and first == second)

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        column.addWidget(self._reason)
        column.addWidget(self._why)
        rows = (side_by_side(self._edits[0], self._show), side_by_side(self._edits[1]))
        for label, edit, row in zip(self._labels, self._edits, rows, strict=True):
            label.setBuddy(edit)
            column.addWidget(label)
            column.addLayout(row)
        column.addSpacing(SMALL)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)
