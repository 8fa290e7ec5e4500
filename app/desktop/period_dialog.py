"""Asks for the first and the last day of the period."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QWidget

from app.desktop.dialog_parts import DialogButtons, Notice, dialog_column, named, text_label
from app.desktop.fields import DayField
from app.desktop.theme import MEDIUM, Theme
from app.language import N_, Language
from app.scope import Scope, scope_of_period


class PeriodDialog(QDialog):
    """Two days; an empty one leaves that end open. It stays until both are days, the first not after the last."""

    period_chosen = Signal(object)

    def __init__(self, scope: Scope, language: Language, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("period_dialog")
        self.first, self.last = named(DayField(), "period_from"), named(DayField(), "period_to")
        self._labels = (QLabel(), QLabel())
        self._about, self._fault = text_label("help"), Notice("error", "period_fault")
        self._buttons = DialogButtons()
        self._buttons.accepted.connect(self._take)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self.retranslate(language)
        for field, day in ((self.first, scope.start), (self.last, scope.end)):
            field.retheme(theme)
            field.set_value(day)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Period")))
        for label, field, message in zip(
            self._labels, (self.first, self.last), (N_("First day"), N_("Last day")), strict=True
        ):
            label.setText(language.say(message))
            field.setAccessibleName(label.text())
            field.retranslate(language)
        self._about.setText(language.say(N_("An empty day means: as far as the data go.")))
        self._buttons.retranslate(language, N_("Choose"))

    def _take(self) -> None:
        scope = scope_of_period(f"{self.first.value() or '..'}/{self.last.value() or '..'}")
        if scope is None:
            pattern = self.first.pattern()
            self._fault.say(self._language.say(N_("Write each day as {pattern}, or leave it empty."), pattern=pattern))
        elif scope.start and scope.end and scope.start > scope.end:
            self._fault.say(self._language.say(N_("The first day lies after the last.")))
        else:
            self.period_chosen.emit(scope)
            self.accept()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for label, field in zip(self._labels, (self.first, self.last), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        column = dialog_column(self, MEDIUM)
        column.addLayout(form)
        for part in (self._about, self._fault, self._buttons):
            column.addWidget(part)
