"""The bar at the window's top: the project, the search, what is asked about, for whom, the language."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import named
from app.desktop.find_box import FindBox
from app.desktop.kinds_button import KindsButton
from app.desktop.period_button import PeriodButton
from app.desktop.theme import HAIR, ICON, MEDIUM, SMALL, Theme, icon, set_role
from app.language import LANGUAGES, N_, Language
from app.names import shown_name
from app.project_words import SCHEMATIC, SIMULATED
from app.release import Audience
from app.scope import Scope
from app.searching import Commune
from data.project import About

_AUDIENCES = (Audience.INTERNAL, Audience.SHAREABLE)
_FIND_WIDTH = 150
"""Least width of the box that finds a commune: it holds its longest hint."""
Rows = tuple[tuple[QWidget | None, ...], ...]
"""The parts of the bar by row; None takes the room that is left."""


class TopBar(QFrame):
    """Project menu, search, period, kinds of case, badges, audience, language and theme; two rows where one is short.

    Signals
    -------
    scope_chosen(Scope)
        Another period, or other kinds of case.
    days_asked()
        A person wants to say the first and the last day of the period.
    """

    audience_chosen = Signal(object)
    language_chosen = Signal(str)
    scope_chosen = Signal(object)
    days_asked = Signal()
    theme_asked = Signal()
    commune_found = Signal(str)

    def __init__(self, actions: Sequence[QAction | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setProperty("role", "bar")
        self._scope = Scope()
        self._project = named(QPushButton(), "project")
        self._project.setProperty("role", "menu")
        self._project.setMenu(_menu(actions, self._project))
        self.find_box = FindBox(self)
        self.find_box.setMinimumWidth(_FIND_WIDTH)
        self.find_box.commune_found.connect(self.commune_found)
        self.period, self.kinds = PeriodButton(), KindsButton("case_kinds", "Ctrl+Shift+K")
        self._simulated, self._schematic = _badge("simulated"), _badge("schematic")
        self._for = named(QLabel(), "audience_label")
        self._audience = named(QComboBox(), "audience")
        for audience in _AUDIENCES:
            self._audience.addItem("", audience)
        self._languages = self._language_buttons()
        self._theme = named(QToolButton(), "theme")
        self._theme.setProperty("role", "button")
        self._theme.setIconSize(QSize(ICON, ICON))
        self._connect()
        self._lay_out()
        self.show_project(None, ())

    def show_project(self, about: About | None, communes: Sequence[Commune]) -> None:
        """Show the project's name and what its data are."""
        self._about = about
        self._simulated.setVisible(bool(about and about.simulated))
        self._schematic.setVisible(bool(about and about.schematic))
        for part in (self._for, self._audience, self.find_box, self.period, self.kinds):
            part.setVisible(about is not None)
        self.find_box.show_communes(communes)
        self._arrange()

    def show_audience(self, audience: Audience) -> None:
        """Show for whom the window is set."""
        self._audience.blockSignals(True)
        self._audience.setCurrentIndex(_AUDIENCES.index(audience))
        self._audience.blockSignals(False)
        set_role(self._audience, f"audience-{audience}")

    def offer_scope(self, years: Sequence[int], kinds: Sequence[str]) -> None:
        """Offer the years and kinds there are returns for."""
        self.period.offer(years)
        self.kinds.offer(kinds)

    def show_scope(self, scope: Scope) -> None:
        """Show what is asked about."""
        self._scope = scope
        self.period.show_scope(scope)
        self.kinds.show_kinds(scope.kinds)
        self._arrange()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        name = shown_name(self._about.name, language) if self._about else language.say(N_("Project"))
        self._project.setText(name)
        self._project.setToolTip(language.say(N_("Open, import, export, undo, close")))
        for badge, message, why in (
            (self._simulated, SIMULATED, N_("The rows of this project are made up.")),
            (
                self._schematic,
                SCHEMATIC,
                N_("The boundaries are drawn, not surveyed; no figure is computed from them."),
            ),
        ):
            badge.setText(language.say(message))
            badge.setToolTip(language.say(why))
        self._say_audience(language)
        for part in (self.period, self.kinds):
            part.retranslate(language)
        self._theme.setToolTip(language.say(N_("Light or dark (Ctrl+D)")))
        self._theme.setAccessibleName(self._theme.toolTip())
        for code, button in self._languages.items():
            button.setChecked(code == language.code)
            button.setToolTip(language.say(N_("Language (Ctrl+L)")))
        self._arrange()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`; that of the look shows the other one, which a click brings."""
        self._project.setIcon(icon("map", theme))
        self._theme.setIcon(icon("light" if theme.dark else "dark", theme, colour="ink"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take a second row where one is too short."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size: as wide as the wider of two rows."""
        width = max(_width(row) for row in self._two_rows())
        return QSize(width, super().minimumSizeHint().height())

    def _say_audience(self, language: Language) -> None:
        self._for.setText(language.say(N_("Shown for:")))
        for at, audience in enumerate(_AUDIENCES):
            self._audience.setItemText(at, language.say(_AUDIENCE_WORDS[audience]))
        tip = N_("For whom the window shows things; what may not be shared is hidden when it may be shared")
        for part in (self._for, self._audience):
            part.setToolTip(language.say(tip))

    def _language_buttons(self) -> dict[str, QToolButton]:
        group = QButtonGroup(self)
        buttons = {}
        for code in LANGUAGES:
            button = named(QToolButton(), f"language_{code}")
            button.setProperty("role", "button")
            button.setText(code.upper())
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=code: self.language_chosen.emit(chosen))
            group.addButton(button)
            buttons[str(code)] = button
        return buttons

    def _connect(self) -> None:
        self._audience.currentIndexChanged.connect(lambda at: self.audience_chosen.emit(_AUDIENCES[at]))
        self._theme.clicked.connect(self.theme_asked)
        self.period.period_chosen.connect(lambda period: self.scope_chosen.emit(self._scope.with_period_of(period)))
        self.period.days_asked.connect(self.days_asked)
        self.kinds.kinds_chosen.connect(lambda kinds: self.scope_chosen.emit(replace(self._scope, kinds=kinds)))

    def _lay_out(self) -> None:
        self._badges = QWidget()
        stacked = QVBoxLayout(self._badges)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(HAIR)
        for badge in (self._simulated, self._schematic):
            stacked.addWidget(badge)
        self._rows = (QHBoxLayout(), QHBoxLayout())
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        column.setSpacing(SMALL)
        for row in self._rows:
            row.setSpacing(SMALL)
            column.addLayout(row)
        self._shown: Rows = ()

    def _one_row(self) -> Rows:
        ends = (self._for, self._audience, *self._languages.values(), self._theme)
        return ((self._project, self.find_box, self.period, self.kinds, self._badges, None, *ends),)

    def _two_rows(self) -> Rows:
        languages = (*self._languages.values(), self._theme)
        return (
            (self._project, self.find_box, None, *languages),
            (self.period, self.kinds, self._badges, None, self._for, self._audience),
        )

    def _arrange(self) -> None:
        """Set the parts in one row where they fit, else in two."""
        one = self._one_row()
        rows = one if _width(one[0]) <= self.width() else self._two_rows()
        if rows == self._shown:
            return
        self._shown = rows
        for row in self._rows:
            while row.takeAt(0) is not None:
                pass
        for row, parts in zip(self._rows, rows, strict=False):
            for part in parts:
                _add(row, part)
        self.updateGeometry()


def _add(row: QHBoxLayout, part: QWidget | None) -> None:
    """Add a part, labels no higher than their text: they are no buttons."""
    if part is None:
        row.addStretch()
    elif isinstance(part, QLabel):
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    else:
        row.addWidget(part)


def _width(row: Sequence[QWidget | None]) -> int:
    """Return the least width of the parts that are shown, side by side."""
    shown = [part for part in row if part is not None and not part.isHidden()]
    least = (max(part.minimumSizeHint().width(), part.minimumWidth()) for part in shown)
    return sum(least) + SMALL * (len(row) - 1) + 2 * MEDIUM


_AUDIENCE_WORDS = {
    Audience.INTERNAL: N_("internal"),
    Audience.SHAREABLE: N_("may be shared"),
}


def _badge(role: str) -> QLabel:
    badge = named(QLabel(), f"badge_{role}")
    badge.setProperty("role", "quiet-mark")
    return badge


def _menu(actions: Sequence[QAction | None], parent: QWidget) -> QMenu:
    """Return a menu of `actions`; None is a line between them."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    return menu
