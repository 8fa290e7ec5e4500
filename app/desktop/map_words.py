"""What the map's page says, in the reader's language: its buttons, its keys, its notices and its sources."""

from collections.abc import Iterator
from typing import Any

from app.language import N_, Language
from app.project_words import SCHEMATIC, SIMULATED
from data.project import Project

ARROWS = "← ↑ → ↓"
KEYS = (
    (ARROWS, N_("to the nearest commune in that direction")),
    ("PgDn, PgUp", N_("to the next or the previous place on the map")),
    ("Enter", N_("select it; with Ctrl or Shift: add it, or take it away")),
    ("Esc", N_("select nothing")),
    ("+  −", N_("zoom in and out")),
    ("Home", N_("the whole province")),
    (f"Shift + {ARROWS}", N_("move the map")),
)
"""What each key does while the map has the focus."""


def page_texts(project: Project | None, language: Language) -> dict[str, Any]:
    """Return every text of the page's own parts."""
    say = language.say
    return {
        "language": language.code,
        "map": say(N_("Map. Arrow keys go from commune to commune, Enter selects.")),
        "legend": say(N_("Legend")),
        "zoomIn": f"{say(N_('Zoom in'))} (+)",
        "zoomOut": f"{say(N_('Zoom out'))} (−)",
        "whole": f"{say(N_('Whole province'))} (Home)",
        "box": say(N_("Select communes and places by drawing a box (or Shift and drag)")),
        "help": say(N_("Keys of the map")),
        "keys": [[key, say(what)] for key, what in KEYS],
        "shownAs": say(N_("Communes coloured by")),
        "selected": say(N_("selected")),
        "nothing": say(N_("not selected")),
        "kept": say(N_("The place stays here; the arrow keys go from commune to commune again.")),
        "failed": say(N_("The communes could not be drawn. Tables and questions can still be used.")),
        "notices": [say(message) for message in _notices(project)],
        "attribution": _attribution(project),
    }


def _notices(project: Project | None) -> Iterator[str]:
    if project is not None and project.about.simulated:
        yield SIMULATED
    if project is not None and project.about.schematic:
        yield SCHEMATIC


def _attribution(project: Project | None) -> str:
    if project is None:
        return ""
    stated = project["units"]["source"].dropna().unique()
    return "; ".join(dict.fromkeys(source for each in sorted(stated) for source in each.split("; ")))
