"""What is seen of a locked project: the name of its file, and a line for its passphrase."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import Notice, named, side_by_side, text_label
from app.desktop.passphrase_edit import PassphraseEdit, ShowButton
from app.desktop.theme import LARGE, MEDIUM, SMALL, WIDE, Theme, icon, set_role
from app.language import DEFAULT, N_, Language

_WIDTH = 460
_SIGN = 40


class LockPage(QFrame):
    """Shown instead of the project. `given` carries what was typed; call `refuse` when it is not the passphrase."""

    given = Signal(str)
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lock_page")
        self._language, self._file = Language(DEFAULT), ""
        self._sign, self._title, self._about = QLabel(), text_label("title"), text_label("help")
        self._label, self._edit = QLabel(), PassphraseEdit("unlock_passphrase")
        self._label.setBuddy(self._edit)
        self._show = ShowButton(self._edit)
        self._refused = Notice("error", "unlock_refused")
        self._unlock, self._close = named(QPushButton(), "unlock"), named(QPushButton(), "lock_close")
        set_role(self._unlock, "primary")
        set_role(self._close, "quiet")
        self._connect()
        self._lay_out()

    def ask(self, file: str) -> None:
        """Ask for the passphrase of the file called `file`; what was typed before is forgotten."""
        self._file = file
        self._edit.clear()
        self._show.setChecked(False)
        self._refused.say("")
        self._set_waiting(False)
        self.retranslate(self._language)

    def refuse(self) -> None:
        """Say that it was not the passphrase; it can be typed again."""
        self._set_waiting(False)
        self._refused.say(self._language.say(N_("That is not the passphrase of this project.")))
        self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed."""
        self._edit.clear()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._title.setText(language.say(N_("The project is locked")))
        about = N_("“{name}” is open and everything in it is saved. Type its passphrase to go on where you were.")
        self._about.setText(language.say(about, name=self._file))
        self._label.setText(language.say(N_("&Passphrase")))
        self._edit.setAccessibleName(language.say(N_("Passphrase")))
        self._show.retranslate(language)
        self._unlock.setText(language.say(N_("&Unlock")))
        self._close.setText(language.say(N_("Close the project")))
        if self._refused.text():
            self._refused.say(language.say(N_("That is not the passphrase of this project.")))

    def retheme(self, theme: Theme) -> None:
        """Draw the sign in the colours of `theme`."""
        self._sign.setPixmap(icon("inside", theme).pixmap(QSize(_SIGN, _SIGN)))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Be ready to type."""
        super().showEvent(event)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if self._edit.text() and not self._edit.isReadOnly():
            self._set_waiting(True)
            self.given.emit(self._edit.text())

    def _set_waiting(self, waiting: bool) -> None:
        self._edit.setReadOnly(waiting)
        self._unlock.setEnabled(not waiting and bool(self._edit.text()))

    def _connect(self) -> None:
        self._unlock.setEnabled(False)
        self._edit.textChanged.connect(lambda text: self._unlock.setEnabled(bool(text)))
        self._edit.returnPressed.connect(self._give)
        self._unlock.clicked.connect(self._give)
        self._close.clicked.connect(self.close_asked)

    def _lay_out(self) -> None:
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, WIDE, 0, WIDE)
        lines.setSpacing(SMALL)
        lines.addWidget(self._sign)
        lines.addWidget(self._title)
        lines.addWidget(self._about)
        lines.addSpacing(MEDIUM)
        lines.addWidget(self._label)
        lines.addLayout(side_by_side(self._edit, self._show))
        lines.addWidget(self._refused)
        lines.addSpacing(SMALL)
        lines.addLayout(_at_left(self._unlock, self._close))
        across = QVBoxLayout(self)
        across.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        across.addStretch(2)
        across.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        across.addStretch(3)


def _at_left(*buttons: QPushButton) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(SMALL)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
