"""Rows of the units before 1 July 2025 brought to the present ones.

Counts and rates: the old rows stay, and rows made from all of them together stand beside, so that files that came one
by one add up. Places, officers and visits are of one unit: they get its present code where there is one, by position
where the unit was split, and are set aside where neither says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.conversion import Basis, Converted, convert
from data.crosswalk import corrected, shipped_crosswalk
from data.crosswalk_links import links_between
from data.field_words import unit_field
from data.issues import Finding, Reason
from data.part_weights import part_weights
from data.positions import POSITION
from data.project import Project
from data.rate_conversion import converted_rates
from data.schema import TABLES, Table
from data.unit_at_position import codes_at
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

CHILDREN = "children"
COUNTED: Mapping[str, str] = {"case_counts": "count", "indicators": "value"}
"""The tables whose rows add up, and the field that does."""
KEPT_AS_OLD = frozenset({"cases"})
"""A row that cannot be placed stays with its old unit instead of being set aside."""
MADE_FROM = f"converted from the units of {OLD_VINTAGE}"
"""The source of rows made here."""

_NO_SUMS = r"%|‰|\bper\b|/|tỷ lệ|tỉ lệ|rate|share|ratio|\bpoverty\b"


@dataclass(frozen=True, slots=True)
class ConvertedRows:
    """What an import's report says of converted rows.

    Parameters
    ----------
    basis : Basis
        What the conversion rests on.
    total_in, total_out, total_unmatched : float
        Sums of the values of the old rows, of the rows made, and of old rows of units the crosswalk does not know:
        the first is the sum of the two others.
    unmatched : tuple of str
        The codes of the latter.
    ranges : DataFrame
        A row for each row made from split units: what it is about, low and high.
    """

    basis: Basis
    total_in: float
    total_out: float
    total_unmatched: float
    unmatched: tuple[str, ...]
    ranges: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Conversion:
    """A snapshot whose converted rows are up to date, and how they were made; none where there are none."""

    project: Project
    made: Converted | None = None
    rows: ConvertedRows | None = None


def with_converted(project: Project, name: str, *, batch_id: str) -> Conversion:
    """Return the snapshot in which the converted rows of a table are made anew from all its old rows.

    Rows that state the same of a present unit themselves are left to speak. To be called again whenever old rows go.

    Parameters
    ----------
    batch_id : str
        Marks the rows made.
    """
    if name not in COUNTED or project.about.vintage < VINTAGE:
        return Conversion(project)
    rows = project[name]
    is_made = rows["source"].fillna("") == MADE_FROM
    stated = rows[~is_made]
    old = stated[stated["vintage"] == OLD_VINTAGE]
    counts = old[adds_up(old)]
    if counts.empty:
        return Conversion(project.with_table(name, stated) if is_made.any() else project)
    table = TABLES[name]
    by = [column for column in table.key if column not in ("unit_code", "vintage")]
    beside = ["unit"] if "unit" in table.names else []
    crosswalk = crosswalk_of(project)
    weights = weights_by_children(project, crosswalk)
    keys = [*by, *beside]
    converted = convert(
        counts, from_=OLD_VINTAGE, value_columns=[COUNTED[name]], by=keys, crosswalk=crosswalk, weights=weights
    )
    frame, rates = converted.frame, old.drop(index=counts.index)
    if len(rates):
        frame = pd.concat([frame, converted_rates(rates, counts, by=keys, crosswalk=crosswalk, weights=weights)])
    made = frame.assign(vintage=project.about.vintage, source=MADE_FROM, batch_id=batch_id)
    new = made[~_keys(made, table).isin(_keys(stated, table))]
    after = project.with_table(name, stated).append(name, new)
    return Conversion(after, converted, _described(converted, counts[COUNTED[name]], COUNTED[name]))


def _described(made: Converted, given: "pd.Series[Any]", value: str) -> ConvertedRows:
    ranges = made.ranges[(made.ranges["low"] != made.ranges["high"]).fillna(value=True)].drop(columns="column")
    return ConvertedRows(
        made.basis,
        total_in=float(given.sum()),
        total_out=float(made.frame[value].sum()),
        total_unmatched=float(made.unmatched[value].sum()),
        unmatched=tuple(sorted(made.unmatched["unit_code"].unique())),
        ranges=ranges.reset_index(drop=True),
    )


def weights_by_children(project: Project, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Return weights for the parts of split units, from the children of old and of present units a project knows.

    Where it does not know enough of them, the weights of the crosswalk hold (stated, children, area), else equal ones.
    """
    links = crosswalk[(crosswalk["old_vintage"] == OLD_VINTAGE) & (crosswalk["new_vintage"] == VINTAGE)]
    return part_weights(links, _children(project, OLD_VINTAGE), _children(project, project.about.vintage))


def _children(project: Project, vintage: str) -> dict[str, float]:
    """Return the latest children of each unit that somebody stated; what was made by converting states nothing."""
    rows = project["indicators"]
    stated = (rows["vintage"] == vintage) & (rows["source"].fillna("") != MADE_FROM) & rows["sex"].isna()
    children = rows[stated & (rows["indicator"] == CHILDREN)].sort_values("period_end", kind="stable")
    latest = children.drop_duplicates("unit_code", keep="last")
    return dict(zip(latest["unit_code"], latest["value"], strict=True))


def adds_up(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which rows hold numbers of things, not rates, which no sum of parts gives."""
    said = pd.Series("", index=rows.index, dtype="str")
    for name in ("unit", "indicator"):
        if name in rows:
            said = said + " " + rows[name].fillna("").str.lower()
    return ~said.str.contains(_NO_SUMS, regex=True)


def to_present_units(frame: pd.DataFrame, table: Table, project: Project) -> tuple[pd.DataFrame, list[Finding]]:
    """Return rows of one unit each with the present code of it.

    Parameters
    ----------
    frame : DataFrame
        Conforming columns of `table`, codes and vintage completed; the index is the row's position in the file.
    """
    field = unit_field(table)
    if table.name in COUNTED or field is None or "vintage" not in frame or project.about.vintage < VINTAGE:
        return frame, []
    old = ((frame["vintage"] == OLD_VINTAGE) & frame[field].notna()).to_numpy(dtype=bool)
    if not old.any():
        return frame, []
    targets = links_between(crosswalk_of(project), OLD_VINTAGE, VINTAGE, weights=None).targets
    found = frame.loc[old, field].map(lambda code: targets.get(code, ()))
    one = found.map(len) == 1
    codes = found.where(one).map(lambda units: units[0], na_action="ignore").astype("str")
    codes = codes.fillna(_by_position(frame[old], project))
    placed = codes.notna()
    rows = frame.index[old].to_numpy(dtype=np.intp)
    changed = frame[field].copy()
    changed[codes.index[placed]] = codes[placed]
    vintage = frame["vintage"].copy()
    vintage[codes.index[placed]] = project.about.vintage
    findings = [
        _finding(Reason.UNIT_CONVERTED, field, rows[placed], {"taken": _named([(code,) for code in codes[placed]])})
    ]
    split = (~placed & (found.map(len) > 1)).to_numpy(dtype=bool)
    reason = Reason.UNIT_KEPT if table.name in KEPT_AS_OLD else Reason.UNIT_SPLIT
    findings.append(_finding(reason, field, rows[split], {"candidates": _named(found[split])}))
    return frame.assign(**{field: changed, "vintage": vintage}), [each for each in findings if len(each.rows)]


def _finding(reason: Reason, field: str, rows: Any, each: Mapping[str, tuple[object, ...]]) -> Finding:
    return Finding(reason, field, rows, each=each)


def _by_position(rows: pd.DataFrame, project: Project) -> "pd.Series[str]":
    """Return the present commune a position lies in; missing without a position or real boundaries."""
    if not set(POSITION) <= set(rows.columns) or project.about.schematic:
        return pd.Series(None, index=rows.index, dtype="str")
    units = project["units"]
    present = units[(units["level"] == "commune") & (units["vintage"] == project.about.vintage)]
    return codes_at(rows["lon"], rows["lat"], present)


def _named(units: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    names = known_units(VINTAGE).set_index("code")["name"].to_dict()
    return tuple(", ".join(f"{names.get(code, '')} ({code})" for code in codes) for codes in units)


def crosswalk_of(project: Project) -> pd.DataFrame:
    """Return the shipped crosswalk with the project's corrections."""
    rows = project["crosswalk"]
    return corrected(shipped_crosswalk(), rows) if len(rows) else shipped_crosswalk()


def _keys(rows: pd.DataFrame, table: Table) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[list(table.key)].astype(object).where(rows[list(table.key)].notna(), None))
