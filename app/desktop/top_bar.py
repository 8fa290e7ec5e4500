"""The bar at the window's top: the project, the box that finds a commune, what the data are, for whom, the language."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app import words
from app.desktop.dialog_parts import named
from app.desktop.find_box import FindBox
from app.desktop.theme import MEDIUM, SMALL, Theme, icon, set_role
from app.language import LANGUAGES, N_, Language
from app.release import Audience
from app.searching import Commune
from data.project import About

_AUDIENCES = (Audience.INTERNAL, Audience.SHAREABLE)


class TopBar(QFrame):
    """Project menu, search, badges, audience, language and theme."""

    audience_chosen = Signal(object)
    language_chosen = Signal(str)
    theme_asked = Signal()
    commune_found = Signal(str)

    def __init__(self, actions: Sequence[QAction | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setProperty("role", "bar")
        self._project = named(QToolButton(), "project")
        self._project.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._project.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._project.setMenu(_menu(actions, self._project))
        self.find_box = FindBox(self)
        self.find_box.commune_found.connect(self.commune_found)
        self._simulated, self._schematic = _badge("simulated"), _badge("schematic")
        self._for = named(QLabel(), "audience_label")
        self._audience = named(QComboBox(), "audience")
        for audience in _AUDIENCES:
            self._audience.addItem("", audience)
        self._audience.currentIndexChanged.connect(lambda at: self.audience_chosen.emit(_AUDIENCES[at]))
        self._languages = self._language_buttons()
        self._theme = named(QToolButton(), "theme")
        self._theme.clicked.connect(self.theme_asked)
        self._lay_out()
        self.show_project(None, ())

    def show_project(self, about: About | None, communes: Sequence[Commune]) -> None:
        """Show the project's name and what its data are."""
        self._about = about
        self._simulated.setVisible(bool(about and about.simulated))
        self._schematic.setVisible(bool(about and about.schematic))
        for part in (self._for, self._audience, self.find_box):
            part.setVisible(about is not None)
        self.find_box.show_communes(communes)

    def show_audience(self, audience: Audience) -> None:
        """Show for whom the window is set."""
        self._audience.blockSignals(True)
        self._audience.setCurrentIndex(_AUDIENCES.index(audience))
        self._audience.blockSignals(False)
        set_role(self._for, f"audience-{audience}")

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        name = self._about.name if self._about else language.say(N_("Project"))
        self._project.setText(f"{name} ")
        self._simulated.setText(language.say(words.SIMULATED))
        self._schematic.setText(language.say(words.SCHEMATIC))
        self._for.setText(language.say(N_("For:")))
        for at, audience in enumerate(_AUDIENCES):
            self._audience.setItemText(at, language.say(_AUDIENCE_WORDS[audience]))
        tip = N_("For whom the window shows things; what may not be shared is hidden when it may be shared")
        self._audience.setToolTip(language.say(tip))
        self._theme.setToolTip(language.say(N_("Light or dark (Ctrl+D)")))
        for code, button in self._languages.items():
            button.setChecked(code == language.code)
            button.setToolTip(language.say(N_("Language (Ctrl+L)")))

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self._project.setIcon(icon("map", theme))
        self._theme.setIcon(icon("theme", theme))

    def _language_buttons(self) -> dict[str, QToolButton]:
        group = QButtonGroup(self)
        buttons = {}
        for code in LANGUAGES:
            button = named(QToolButton(), f"language_{code}")
            button.setText(code.upper())
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=code: self.language_chosen.emit(chosen))
            group.addButton(button)
            buttons[str(code)] = button
        return buttons

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        layout.setSpacing(SMALL)
        for part in (self._project, self.find_box, self._simulated, self._schematic):
            layout.addWidget(part)
        layout.addStretch()
        for button in (self._for, self._audience, *self._languages.values(), self._theme):
            layout.addWidget(button)


_AUDIENCE_WORDS = {
    Audience.INTERNAL: N_("internal"),
    Audience.SHAREABLE: N_("may be shared"),
}


def _badge(role: str) -> QLabel:
    badge = named(QLabel(), f"badge_{role}")
    badge.setProperty("role", role)
    return badge


def _menu(actions: Sequence[QAction | None], parent: QWidget) -> QMenu:
    """Return a menu of `actions`; None is a line between them."""
    menu = QMenu(parent)
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    return menu
