"""The speeds a project travels at: the table that comes with the program, with the rows of the project in it.

A row of the project replaces the row for the same class and means in all seasons; a blank speed there closes the way.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from app.language import N_
from app.result import Column, Finding, Sensitivity, Table, finding
from app.tables import table_of
from data.project import Project
from data.speed_checks import SPEEDS
from geo.friction_table import MODES, SEASONS, FrictionTable, SpeedRow, default_table

_WORDS = {mode: word for word, mode in MODES.items()}
_UNITS = {f"{season}_kmh": "km/h" for season in SEASONS}


def speeds_of(project: Project) -> FrictionTable:
    """Return the table of speeds in force in a project."""
    stated = project[SPEEDS].to_dict("records")
    return default_table().with_rows(_row(row) for row in stated) if stated else default_table()


def edited_speeds(table: FrictionTable, area: Sensitivity) -> Iterator[Finding]:
    """Yield how many speeds of a table are not those that come with the program, where any are."""
    changed = table.changes_from(default_table())
    if changed:
        message = N_("Speeds edited in this project (of a class, a means of travel and a season): {n}.")
        yield finding(area, message, n=changed)


def speeds_table(project: Project, language: str) -> Table:
    """Return the table of speeds in force, with its classes in words of one language; as `data.importing` takes it."""
    label = f"label_{language}"
    names = ("kind", "travel_class", label, "means", "mode", *_UNITS, "speed_source")
    columns = tuple(Column(name, _UNITS.get(name, ""), Sensitivity.PUBLIC) for name in names)
    rows = [
        {
            "kind": row.kind,
            "travel_class": row.name,
            label: (row.label_vi if language == "vi" else row.label_en) or None,
            "means": row.means,
            "mode": _WORDS[row.mode],
            **{f"{season}_kmh": row.speeds_kmh[season] for season in SEASONS},
            "speed_source": row.source or None,
        }
        for row in speeds_of(project).rows
    ]
    return table_of(SPEEDS, pd.DataFrame(rows), columns, Sensitivity.PUBLIC)


def _row(stated: Mapping[Hashable, Any]) -> SpeedRow:
    texts = {name: "" if pd.isna(value) else str(value) for name, value in stated.items() if name not in _UNITS}
    return SpeedRow(
        kind=texts["kind"],
        name=texts["travel_class"],
        means=texts["means"],
        mode=MODES[texts["mode"]],
        speeds_kmh={season: _speed(stated[f"{season}_kmh"]) for season in SEASONS},
        label_vi=texts["label_vi"],
        label_en=texts["label_en"],
        source=texts["speed_source"] or texts["source"],
        line=0,
    )


def _speed(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
