"""A line for a passphrase: hidden, with a button that shows it while it is looked at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.language import N_, Language


class PassphraseEdit(QLineEdit):
    """A line whose letters are dots; `show_button` shows them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )


class ShowButton(QPushButton):
    """The button that shows what stands in passphrase lines, and hides it again."""

    def __init__(self, *edits: PassphraseEdit) -> None:
        super().__init__()
        self.setObjectName("show_passphrase")
        self._edits = edits
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.toggled.connect(self._show)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._shown, self._hidden = language.say(N_("&Hide")), language.say(N_("&Show"))
        self.setToolTip(language.say(N_("Show what is typed; nobody should be looking over your shoulder.")))
        self.setText(self._shown if self.isChecked() else self._hidden)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for edit in self._edits:
            edit.setEchoMode(mode)
        self.setText(self._shown if shown else self._hidden)
