"""Choose after how many minutes without a touch an encrypted project is locked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QSpinBox, QWidget

from app.desktop.dialog_parts import DialogButtons, dialog_column, named, text_label
from app.desktop.settings import MOST_MINUTES
from app.desktop.theme import SMALL
from app.language import DEFAULT, N_, Language

_WIDTH = 420


class IdleDialog(QDialog):
    """A number of minutes; 0 means never."""

    chosen = Signal(int)

    def __init__(self, minutes: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("idle_dialog")
        self._title, self._about = text_label("heading"), text_label("help")
        self._label, self._minutes = QLabel(), named(QSpinBox(), "lock_minutes")
        self._label.setBuddy(self._minutes)
        self._minutes.setRange(0, MOST_MINUTES)
        self._minutes.setValue(minutes)
        self._buttons = DialogButtons()
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self.retranslate(Language(DEFAULT))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.setWindowTitle(language.say(N_("Lock when idle")))
        self._title.setText(language.say(N_("Lock the project when nobody is there")))
        about = N_(
            "An encrypted project is hidden after so many minutes without keyboard or mouse, until its passphrase is"
            " typed. Work that is going on is finished first."
        )
        self._about.setText(language.say(about))
        self._label.setText(language.say(N_("&Minutes")))
        self._minutes.setSpecialValueText(language.say(N_("never")))
        self._buttons.retranslate(language, N_("Choose"))

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(self._minutes.value())

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        for part in (self._title, self._about, self._label, self._minutes):
            column.addWidget(part)
        column.addSpacing(SMALL)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)
