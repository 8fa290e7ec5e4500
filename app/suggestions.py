"""What may be typed into a parameter that takes free text: the values the project itself holds, most general first."""

import pandas as pd

from app.case_counts import ALL, counts_of
from data.project import Project
from data.schema import SHELTER_KINDS


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
    }


def _distinct(frame: pd.DataFrame, column: str) -> list[str]:
    return sorted(frame[column].dropna().unique())
