"""What a check of the project file found: each thing that was looked at, and what is wrong with it."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QWidget

from app.desktop.dialog_parts import dialog_column, fit_on_screen, named, text_label
from app.desktop.theme import ICON, LIGHT, SMALL, Theme, icon
from app.import_fields import column_text
from app.language import DEFAULT, N_, Language
from app.project_words import PROJECT_TABLES
from app.verification import CHECKS, WHAT_IT_SHOWS, fault_text
from data.verifying import Check, Fault, Verification

_WIDTH, _HEIGHT = 560, 520


class VerificationDialog(QDialog):
    """A line a check, with a sign; the faults stand under their check."""

    def __init__(self, found: Verification, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verification_dialog")
        self._found, self._theme, self._language = found, LIGHT, Language(DEFAULT)
        self._title, self._counts, self._note = text_label("heading"), text_label(), text_label("help")
        self._signs = {check: named(QLabel(), f"sign_{check}") for check in Check}
        self._checks = {check: text_label("", f"check_{check}") for check in Check}
        self._faults = {check: text_label("error", f"fault_{check}") for check in found.failed}
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._close.rejected.connect(self.reject)
        self._lay_out()
        self.retranslate(self._language)
        self.retheme(self._theme)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        found, self._language = self._found, language
        self.setWindowTitle(language.say(N_("Check of the file")))
        title = N_("Something is not as it was written.") if found.faults else N_("Everything is as it was written.")
        self._title.setText(language.say(title))
        for check, line in self._checks.items():
            said = language.say(CHECKS[check])
            line.setText(said[:1].upper() + said[1:])
            spoken = N_("not in order") if check in found.failed else N_("in order")
            self._signs[check].setAccessibleName(language.say(spoken))
        for check, line in self._faults.items():
            line.setText("\n".join(_fault_text(fault, language) for fault in found.faults if fault.check is check))
        rows = sum(found.rows.values())
        self._counts.setText(language.say(N_("Rows: {rows}; backups: {backups}."), rows=rows, backups=found.backups))
        self._note.setText(language.say(WHAT_IT_SHOWS))
        self._close.button(QDialogButtonBox.StandardButton.Close).setText(language.say(N_("Close")))

    def retheme(self, theme: Theme) -> None:
        """Draw the signs in the colours of `theme`."""
        for check, sign in self._signs.items():
            failed = check in self._found.failed
            drawn = icon("error" if failed else "check", theme, colour="bad_ink" if failed else "good_ink")
            sign.setPixmap(drawn.pixmap(QSize(ICON, ICON)))

    def _lay_out(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, SMALL, 0, SMALL)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        for place, check in enumerate(Check):
            grid.addWidget(self._signs[check], 2 * place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._checks[check], 2 * place, 1)
            if check in self._faults:
                grid.addWidget(self._faults[check], 2 * place + 1, 1)
        grid.setRowStretch(2 * len(Check), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column = dialog_column(self, SMALL)
        column.addWidget(self._title)
        column.addWidget(scroll, 1)
        for part in (self._counts, self._note, self._close):
            column.addWidget(part)
        fit_on_screen(self, _WIDTH, _HEIGHT)


def _fault_text(fault: Fault, language: Language) -> str:
    """Return what is wrong, tables and columns called as everywhere in the window."""
    table = PROJECT_TABLES.get(fault.table or "", fault.table or "")
    columns = (fault.column or "").split(", ")
    column = ", ".join(column_text(name, (), language) for name in columns)
    return fault_text(replace(fault, table=language.say(table), column=column), language)
