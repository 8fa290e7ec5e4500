"""How the window looks: colours, spacing, fonts, the style sheet and the icons, light and dark.

No widget names a colour. A widget says what it is by the property `role` (or by its object name), and the style sheet
answers. Text keeps a contrast of at least 4.5 : 1 with its ground, edges of controls 3 : 1 (WCAG 2.2, AA): a test
computes them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QIcon, QPalette
    from PySide6.QtWidgets import QApplication, QWidget

HAIR, TIGHT, SMALL, MEDIUM, LARGE, WIDE = 2, 4, 8, 12, 16, 24
"""The spacing scale, in pixels before scaling."""
ICON = 18
"""Side of an icon in a button, in pixels before scaling."""
POINTS = 10.0
"""Size of text. Headings and small print are in proportion."""
FONTS = ("Segoe UI", "Noto Sans", "Roboto", "DejaVu Sans", "Arial")
"""The first of these that the computer has is used; each has all Vietnamese letters, which Liberation Sans has not."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours, each as #rrggbb, named by what they are for.

    Attributes
    ----------
    ink, soft : text; text of less weight.
    paper, ground, hover, pressed : of fields and tables; of the window; under the pointer; held down.
    line, edge : between parts; around what can be used.
    accent, accent_hover, accent_ink : of what is to be pressed first; the text on it.
    link : text that can be pressed.
    chosen, chosen_ink : ground and text of what is selected; `mark` outlines it on charts.
    bar : a quantity without classes.
    note, warn, bad, good : grounds of messages and badges, with `…_ink` and `…_line`.
    """

    name: str
    ink: str
    soft: str
    paper: str
    ground: str
    hover: str
    pressed: str
    line: str
    edge: str
    accent: str
    accent_hover: str
    accent_ink: str
    link: str
    chosen: str
    chosen_ink: str
    mark: str
    bar: str
    note: str
    note_ink: str
    note_line: str
    warn: str
    warn_ink: str
    warn_line: str
    bad: str
    bad_ink: str
    bad_line: str
    good: str
    good_ink: str
    good_line: str

    @property
    def dark(self) -> bool:
        """Whether text is light on dark."""
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    ink="#1b2430", soft="#55606d",
    paper="#ffffff", ground="#f3f5f7", hover="#e8ecf0", pressed="#dbe1e7",
    line="#d5dae0", edge="#7c8691",
    accent="#0b5a8a", accent_hover="#084a72", accent_ink="#ffffff", link="#0b5a8a",
    chosen="#cfe5f4", chosen_ink="#10293b", mark="#1b2430", bar="#3f7ea6",
    note="#e6f0f7", note_ink="#0b4163", note_line="#7fb0d0",
    warn="#fff3cf", warn_ink="#5a3d00", warn_line="#d8a515",
    bad="#fde9e6", bad_ink="#8a1f11", bad_line="#cf6a5b",
    good="#e2f3ea", good_ink="#0c5236", good_line="#5aa886",
)  # fmt: skip
DARK = Theme(
    name="dark",
    ink="#e6eaef", soft="#aab4c0",
    paper="#1d242c", ground="#151a20", hover="#2a333d", pressed="#36414d",
    line="#36404b", edge="#778493",
    accent="#7cc0ea", accent_hover="#9ad0f2", accent_ink="#0b1c28", link="#86c5ec",
    chosen="#24506e", chosen_ink="#f2f8fc", mark="#ffffff", bar="#6aaed6",
    note="#1c3344", note_ink="#bfe0f5", note_line="#3f7ea6",
    warn="#3d3210", warn_ink="#f7dd8d", warn_line="#a98313",
    bad="#452019", bad_ink="#ffc2b8", bad_line="#b4594b",
    good="#173629", good_ink="#a9e3c6", good_line="#3f8a69",
)  # fmt: skip
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}

ICONS: Mapping[str, str] = {
    "access": "routes",
    "account": "account-outline",
    "audience": "shield-lock-outline",
    "calendar": "calendar-blank-outline",
    "cancel": "close-circle-outline",
    "chart": "chart-histogram",
    "check": "check-circle-outline",
    "clear": "close",
    "close": "close",
    "columns": "view-column-outline",
    "copy": "content-copy",
    "dark": "weather-night",
    "data": "database-outline",
    "demo": "flask-outline",
    "error": "alert-circle-outline",
    "export": "export-variant",
    "find": "magnify",
    "fold": "chevron-down",
    "help": "help-circle-outline",
    "history": "history",
    "import": "database-import-outline",
    "information": "information-outline",
    "inside": "lock-outline",
    "language": "translate",
    "layers": "layers-outline",
    "light": "white-balance-sunny",
    "map": "map-outline",
    "move": "cursor-move",
    "new": "file-plus-outline",
    "open": "folder-open-outline",
    "out_of_date": "clock-alert-outline",
    "plan": "home-plus-outline",
    "print": "printer-outline",
    "profile": "clipboard-text-outline",
    "redo": "redo",
    "refresh": "refresh",
    "report": "file-document-outline",
    "reset": "restore",
    "risk": "chart-bell-curve-cumulative",
    "run": "play",
    "save_copy": "content-save-outline",
    "schematic": "vector-polygon",
    "settings": "cog-outline",
    "simulated": "flask-outline",
    "stop": "stop",
    "table": "table",
    "theme": "theme-light-dark",
    "compare": "compare",
    "undo": "undo",
    "unfold": "chevron-right",
    "visits": "clipboard-check-outline",
    "warning": "alert-outline",
}
"""Our names of icons, and the names of Material Design Icons 6 (Apache License 2.0), whose font QtAwesome brings."""

_ICON_FILES = Path(__file__).parent / "icons"


def apply(application: "QApplication", theme: Theme) -> None:
    """Give the whole application the look of `theme`."""
    application.setStyle("Fusion")
    application.setFont(font())
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))


def font(scale: float = 1.0, *, bold: bool = False) -> "QFont":
    """Return the font of the window, `scale` times as large as its text."""
    from PySide6.QtGui import QFont

    made = QFont(list(FONTS))
    made.setPointSizeF(POINTS * scale)
    made.setBold(bold)
    return made


def icon(name: str, theme: Theme, *, colour: str = "") -> "QIcon":
    """Return the icon called `name`, in the colours of `theme`; `colour` names another of its colours.

    Raises
    ------
    KeyError
        No icon is called so.
    """
    return _icon(ICONS[name], getattr(theme, colour or "soft"), theme.edge)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> "QIcon":
    import qtawesome

    made: QIcon = qtawesome.icon(f"mdi6.{name}", color=colour, color_disabled=disabled)
    return made


def set_role(widget: "QWidget", role: str) -> None:
    """Say what `widget` is, and have it drawn as that."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(theme: Theme) -> "QPalette":
    """Return the colours for whatever the style sheet leaves to Qt: menus, check boxes, calendars, file dialogs."""
    from PySide6.QtGui import QColor, QPalette

    made = QPalette()
    for part, colour in _palette_colours(theme).items():
        made.setColor(getattr(QPalette.ColorRole, part), QColor(colour))
    for part in ("WindowText", "Text", "ButtonText"):
        made.setColor(QPalette.ColorGroup.Disabled, getattr(QPalette.ColorRole, part), QColor(theme.edge))
    return made


def _palette_colours(theme: Theme) -> dict[str, str]:
    return {
        "Window": theme.ground, "WindowText": theme.ink,
        "Base": theme.paper, "AlternateBase": theme.ground, "Text": theme.ink, "PlaceholderText": theme.soft,
        "Button": theme.paper, "ButtonText": theme.ink, "BrightText": theme.bad_ink,
        "Light": theme.hover, "Midlight": theme.hover, "Mid": theme.line, "Dark": theme.edge, "Shadow": theme.edge,
        "Highlight": theme.chosen, "HighlightedText": theme.chosen_ink, "Accent": theme.accent,
        "Link": theme.link, "LinkVisited": theme.link,
        "ToolTipBase": theme.paper, "ToolTipText": theme.ink,
    }  # fmt: skip


@lru_cache(maxsize=4)
def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the whole application."""
    from app.desktop.style_sheet import RULES

    folder = _ICON_FILES.as_posix()
    sizes = {"small_pt": f"{POINTS * 0.9:g}pt", "heading_pt": f"{POINTS * 1.15:g}pt", "title_pt": f"{POINTS * 1.6:g}pt"}
    return Template(RULES).substitute(asdict(theme), icons=folder, **sizes)
