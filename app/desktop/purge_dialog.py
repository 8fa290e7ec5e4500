"""Remove an import or a case for good: what, and a word to be typed, since nobody can bring it back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QRadioButton, QWidget

from app.desktop.dialog_parts import DialogButtons, Notice, dialog_column, fit_on_screen, named, text_label
from app.desktop.theme import MEDIUM, SMALL
from app.import_names import import_name, import_rows_text
from app.language import DEFAULT, N_, Language
from app.searching import folded
from data.batches import Import

_WIDTH = 560
WORD = N_("remove")
"""What must be typed, in the window's language; accents do not matter."""


class PurgeDialog(QDialog):
    """One import of the list, or the case of a code."""

    batch_asked = Signal(str)
    case_asked = Signal(str)

    def __init__(self, imports: Sequence[Import], batch_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("purge_dialog")
        self._imports, self._first, self._language = tuple(imports), batch_id, Language(DEFAULT)
        self._title, self._what = text_label("heading"), Notice("warning", "purge_warning")
        self._of_import, self._of_case = named(QRadioButton(), "purge_import"), named(QRadioButton(), "purge_case")
        self._choice, self._rows = named(QComboBox(), "purge_batch"), text_label("help", "purge_rows")
        self._code = named(QLineEdit(), "purge_code")
        self._label, self._word = QLabel(), named(QLineEdit(), "purge_word")
        self._label.setBuddy(self._word)
        self._buttons = DialogButtons()
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(24)
        (self._of_import if imports else self._of_case).setChecked(True)
        self._of_import.setEnabled(bool(imports))
        self._connect()
        self._lay_out()
        self.retranslate(self._language)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Remove for good")))
        self._title.setText(language.say(N_("Remove for good")))
        what = N_(
            "It is taken out of the tables, the results that read them, and all backups. What was done before can no"
            " longer be undone. Files exported, copied or imported before are not touched: delete them yourself."
        )
        self._what.say(language.say(what))
        self._of_import.setText(language.say(N_("An &import")))
        self._of_case.setText(language.say(N_("A &case, by its code")))
        self._choice.setAccessibleName(language.say(N_("Imports")))
        self._code.setAccessibleName(language.say(N_("Code of the case")))
        self._label.setText(language.say(N_("&Type “{word}” to go on"), word=language.say(WORD)))
        self._buttons.retranslate(language, N_("Remove for good"))
        self._fill()

    def _fill(self) -> None:
        chosen = self._choice.currentData() or self._first
        self._choice.clear()
        for each in self._imports:
            self._choice.addItem(import_name(each, self._language), each.batch_id)
        self._choice.setCurrentIndex(max(self._choice.findData(chosen), 0) if self._imports else -1)
        self._update()

    def _update(self) -> None:
        of_import = self._of_import.isChecked()
        self._choice.setEnabled(of_import)
        self._code.setEnabled(not of_import)
        at = self._choice.currentIndex()
        shown = self._imports[at] if of_import and 0 <= at < len(self._imports) else None
        self._rows.setText(import_rows_text(shown, self._language) if shown else "")
        named_one = shown is not None if of_import else bool(self._code.text().strip())
        typed = folded(self._word.text()) == folded(self._language.say(WORD))
        self._buttons.ok.setEnabled(named_one and typed)

    def _ask(self) -> None:
        self.accept()
        if self._of_import.isChecked():
            self.batch_asked.emit(self._choice.currentData())
        else:
            self.case_asked.emit(self._code.text().strip())

    def _connect(self) -> None:
        for part in (self._code, self._word):
            part.textChanged.connect(self._update)
        self._of_import.toggled.connect(self._update)
        self._choice.currentIndexChanged.connect(self._update)
        self._buttons.accepted.connect(self._ask)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        for part in (self._title, self._what, self._of_import, self._choice, self._rows, self._of_case, self._code):
            column.addWidget(part)
        column.addSpacing(MEDIUM)
        column.addWidget(self._label)
        column.addWidget(self._word)
        column.addStretch(1)
        column.addWidget(self._buttons)
        fit_on_screen(self, _WIDTH, self.sizeHint().height())
