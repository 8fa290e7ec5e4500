"""The crosswalk as people look at it, search it and take it away: what became of each unit, with names and sources.

What is shipped and what the project corrects are one table; it is public.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from app.result import Column, Sensitivity, Table, Value
from app.searching import SearchIndex
from app.tables import table_of
from data.crosswalk import OLD_UNIT, corrected, crosswalk_with_names, shipped_crosswalk
from data.project import Project
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

_UNITS = {"share": "%"}
COLUMNS = tuple(
    Column(name, _UNITS.get(name, ""), Sensitivity.PUBLIC)
    for name in (
        *("old_code", "old_name", "old_district", "relation", "new_code", "new_name"),
        *("share", "weight_basis", "source", "stated_on", "old_province", "new_province"),
    )
)
_SEARCHED = ("old_code", "old_name", "old_district", "old_province", "new_code", "new_name", "new_province")
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A present unit that an old one may have gone to."""

    code: str
    name: str
    province: str


def crosswalk_of(project: Project) -> pd.DataFrame:
    """Return the crosswalk the project converts by: the shipped one with the project's corrections in it."""
    return corrected(shipped_crosswalk(), project["crosswalk"]) if len(project["crosswalk"]) else shipped_crosswalk()


def crosswalk_table(project: Project, *, whole_country: bool = False) -> Table:
    """Return the crosswalk as a table, by old code: of the units that lie in the project's province today.

    `share` is the stated share of an old unit in %; missing where none is stated.
    """
    rows = crosswalk_of(project)
    if not whole_country:
        rows = rows[rows["old_code"].isin(_old_codes_of(project, rows))]
    named = crosswalk_with_names(rows)
    total = named.groupby(OLD_UNIT)["weight"].transform("sum", min_count=1)
    share = (100 * named["weight"] / total).where(named["relation"] == "part", 100.0).round(2)
    shown = named.assign(share=share, stated_on=named["stated_on"].dt.strftime("%Y-%m-%d"))
    return table_of("crosswalk", shown.sort_values(["old_code", "new_code"]), COLUMNS, Sensitivity.PUBLIC)


def crosswalk_index(table: Table) -> SearchIndex:
    """Return an index of a crosswalk by the codes and names of old and new units, district and province."""
    places = [table.position(name) for name in _SEARCHED]
    return SearchIndex(" ".join(str(row[place] or "") for place in places) for row in table.rows)


def found_rows(table: Table, index: SearchIndex, query: str) -> tuple[tuple[Value, ...], ...]:
    """Return the rows that hold every word of `query`, accents ignored, in the table's order; all where it is empty."""
    if not query.strip():
        return table.rows
    return tuple(table.rows[place] for place in sorted(index.find(query, limit=_EVERYTHING)))


def targets_of(table: Table, old_code: str) -> Sequence[tuple[str, float | None]]:
    """Return the new codes an old unit went to, each with its share in % where it is one of several and stated."""
    old, new, share = (table.values(name) for name in ("old_code", "new_code", "share"))
    rows = [(str(code), part) for at, code, part in zip(old, new, share, strict=True) if at == old_code]
    several = len(rows) > 1
    return [(code, float(part) if several and isinstance(part, int | float) else None) for code, part in rows]


def present_units() -> list[Unit]:
    """Return the units an old unit can have gone to: provinces and communes of the present list."""
    units = known_units(VINTAGE)
    full = units["kind"].str.capitalize() + " " + units["name"]
    provinces = units["province_code"].map(full.set_axis(units["code"])).fillna("")
    return [Unit(*row) for row in zip(units["code"], full, provinces, strict=True)]


def _old_codes_of(project: Project, rows: pd.DataFrame) -> "pd.Series[str]":
    """Return the old codes of units that were in the province, or went to it: the old province's too."""
    province = project.about.province_code
    listed = pd.concat([known_units(OLD_VINTAGE), known_units(VINTAGE)])
    of_province = {vintage: set(own.loc[own["province_code"] == province, "code"])
                   for vintage, own in listed.groupby("vintage")}  # fmt: skip
    into = rows["new_code"].isin(of_province[VINTAGE] | set(project["units"]["code"]))
    return rows.loc[into | rows["old_code"].isin(of_province[OLD_VINTAGE]), "old_code"]
