"""Ask for the passphrase of a project, and stay until it is the right one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QWidget

from app.desktop.dialog_parts import DialogButtons, Notice, dialog_column, named, side_by_side, text_label
from app.desktop.passphrase_edit import PassphraseEdit, ShowButton
from app.desktop.theme import SMALL
from app.language import DEFAULT, N_, Language
from app.messages import Said

_EDIT_WIDTH = 340


class PassphraseDialog(QDialog):
    """One line for the passphrase of the project called `name`.

    `given` leaves it open: call `accept` when the project opened, `show_error` when it did not.
    """

    given = Signal(str, bool)
    """The passphrase, and whether this computer's keyring shall keep it."""

    def __init__(self, name: str, *, can_remember: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passphrase_dialog")
        self._name = name
        self._title, self._error = text_label("heading"), Notice("error", "passphrase_error")
        self._label, self._edit = QLabel(), PassphraseEdit("passphrase")
        self._label.setBuddy(self._edit)
        self._show = ShowButton(self._edit)
        self._remember = named(QCheckBox(), "remember")
        self._remember.setVisible(can_remember)
        self._remember_hint = text_label("help")
        self._remember_hint.setVisible(can_remember)
        self._buttons = DialogButtons()
        self._ok = self._buttons.ok
        self._connect()
        self._lay_out()
        self.retranslate(Language(DEFAULT))

    def show_error(self, said: Said) -> None:
        """Say why the project did not open; what was typed can be mended."""
        self._error.say(f"{said.sentence}\n{said.hint}".strip())
        self._set_waiting(False)
        self.adjustSize()
        self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_waiting(self) -> bool:
        """Whether what was typed is being tried."""
        return self._edit.isReadOnly()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.setWindowTitle(language.say(N_("Passphrase")))
        self._title.setText(language.say(N_("“{name}” is encrypted."), name=self._name))
        self._label.setText(language.say(N_("&Passphrase")))
        self._show.retranslate(language)
        self._remember.setText(language.say(N_("&Remember it on this computer")))
        self._remember_hint.setText(
            language.say(N_("In the keyring of the system. Whoever uses your account can then open the project."))
        )
        self._buttons.retranslate(language, N_("&Open"))

    def done(self, result: int) -> None:
        """Close, and forget what was typed."""
        self._edit.clear()
        super().done(result)

    def _give(self) -> None:
        self._set_waiting(True)
        self._error.say("")
        self.given.emit(self._edit.text(), self._remember.isChecked())

    def _set_waiting(self, waiting: bool) -> None:
        self._edit.setReadOnly(waiting)
        self._ok.setEnabled(not waiting and bool(self._edit.text()))

    def _connect(self) -> None:
        self._ok.setEnabled(False)
        self._edit.textChanged.connect(lambda text: self._ok.setEnabled(bool(text)))
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        column.addWidget(self._title)
        column.addWidget(self._label)
        column.addLayout(side_by_side(self._edit, self._show))
        column.addWidget(self._error)
        column.addWidget(self._remember)
        column.addWidget(self._remember_hint)
        column.addSpacing(SMALL)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self._edit.setMinimumWidth(_EDIT_WIDTH)
