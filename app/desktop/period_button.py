"""The button that chooses the period of all questions: every year, one of them, or any first and last day."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import set_role
from app.language import DEFAULT, N_, Language
from app.scope import Scope, period_text

SHORTCUT = "Ctrl+Shift+Y"


class PeriodButton(QPushButton):
    """Shows the period, and offers the years there are returns for.

    Signals
    -------
    period_chosen(Scope)
        A scope whose period was chosen; its kinds mean nothing.
    days_asked()
        A person wants to say the first and the last day.
    """

    period_chosen = Signal(object)
    days_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("period")
        set_role(self, "menu")
        self._years: tuple[int, ...] = ()
        self._scope, self._language = Scope(), Language(DEFAULT)
        self._menu = named(QMenu(self), "period_menu")
        self._group = QActionGroup(self)
        self.setMenu(self._menu)
        self._fill()

    def offer(self, years: Sequence[int]) -> None:
        """Offer these calendar years."""
        self._years = tuple(years)
        self._fill()

    def show_scope(self, scope: Scope) -> None:
        """Show the period of `scope`."""
        self._scope = scope
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._write()

    def _fill(self) -> None:
        for line in self._group.actions():
            self._group.removeAction(line)
        self._menu.clear()
        self._lines: list[tuple[QAction, Scope]] = []
        for scope in (Scope(), *(Scope().in_year(year) for year in self._years)):
            line = self._checkable()
            line.triggered.connect(partial(self._choose, scope))
            self._lines.append((line, scope))
        self._menu.addSeparator()
        self._days = named(self._checkable(), "period_days")
        self._days.triggered.connect(self._ask_days)
        self._write()

    def _checkable(self) -> QAction:
        line = self._menu.addAction("")
        line.setCheckable(True)
        self._group.addAction(line)
        return line

    def _write(self) -> None:
        period = Scope().with_period_of(self._scope)
        for line, scope in self._lines:
            line.setText(self._line_text(scope))
            line.setChecked(scope == period)
        self._days.setText(self._language.say(N_("From – to…")))
        self._days.setChecked(all(scope != period for _, scope in self._lines))
        said = period_text(self._scope, self._language)
        self.setText(said)
        tip = self._language.say(N_("The period in which cases are counted, in every question that has one"))
        self.setToolTip(f"{tip} ({SHORTCUT})")
        self.setAccessibleName(f"{self._language.say(N_('Period'))}: {said}")
        self.setShortcut(SHORTCUT)  # Qt forgets it with the text

    def _line_text(self, scope: Scope) -> str:
        if scope.years is not None or not self._years:
            return period_text(scope, self._language)
        first, last = min(self._years), max(self._years)
        return self._language.say(N_("all years with returns: {years}"), years=f"{first}–{last}")

    def _choose(self, scope: Scope, _checked: bool = True) -> None:
        self.period_chosen.emit(scope)

    def _ask_days(self) -> None:
        """Ask; until there is an answer the mark stays where it was."""
        self._write()
        self.days_asked.emit()
