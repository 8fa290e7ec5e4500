"""What may be typed into a parameter that takes free text: the values the project itself holds, most general first."""

import pandas as pd

from app.case_counts import ALL, counts_of
from app.children import communes, full_names
from data.project import Project
from data.schema import SHELTER_KINDS

STAND_INS = ("other_officers", "none", "all")


def suggestions(project: Project) -> dict[str, tuple[str, ...]]:
    """Return, by name of parameter, the values that mean something in this project."""
    facilities, counts = project["facilities"], counts_of(project)
    kinds = [kind for kind in _distinct(facilities, "kind") if kind not in SHELTER_KINDS]
    candidates = ["candidate"] if (facilities["status"] == "candidate").any() else []
    return {
        "kind": (ALL, *(kind for kind in _distinct(counts, "kind") if kind != ALL)),
        "agency": (ALL, *_distinct(counts, "agency")),
        "age_band": tuple(_distinct(project["indicators"], "age_band")),
        "candidates": (*candidates, *kinds),
        "venue_kinds": tuple(kinds),
        "role": _distinct(project["officers"], "role"),
        "roles": _distinct(project["officers"], "role"),
        "topics": _distinct(project["skills"], "topic"),
        "stand_ins": STAND_INS,
        "base": tuple(full_names(communes(project))),
    }


def _distinct(frame: pd.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(sorted(frame[column].dropna().unique()))
