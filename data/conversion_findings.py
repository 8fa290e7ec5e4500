"""What is said of a file's rows of older units once they were converted: shared, made anew as rates, or left as old.

A number that was shared out is said with the least and the most that each present unit can hold.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.issues import Finding, Reason
from data.rate_conversion import denominators, possible_denominators
from data.row_conversion import COUNTED, Conversion, adds_up, crosswalk_of
from data.schema import Table
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

_ROW, _NEW = "row of the file", "present unit"


def check_converted(kept: pd.DataFrame, conversion: Conversion, table: Table) -> list[Finding]:
    """Flag accepted rows of old units by what became of them.

    Parameters
    ----------
    kept : DataFrame
        Accepted rows; the index is the row's position in the file.
    conversion : Conversion
        The snapshot with these rows, and what was made.
    """
    if table.name not in COUNTED or conversion.project.about.vintage < VINTAGE:
        return []
    old = kept[kept["vintage"] == OLD_VINTAGE]
    if old.empty:
        return []
    targets = _targets(conversion)
    known, counts = old["unit_code"].isin(targets.keys()), adds_up(old)
    split = old["unit_code"].map(lambda code: len(targets.get(code, ())) > 1)
    found = [
        Finding(Reason.NOT_CONVERTED, "unit_code", _rows(old[~known])),
        *_of_rates(_by_target(old[known & ~counts], targets), old, conversion, table),
        *_of_split(_by_target(old[known & counts & split], targets), conversion, table),
    ]
    return [each for each in found if len(each.rows)]


def _rows(frame: "pd.DataFrame | pd.Series[Any]") -> Any:
    return frame.index.to_numpy(dtype="intp")


def _targets(conversion: Conversion) -> Mapping[str, tuple[str, ...]]:
    crosswalk = crosswalk_of(conversion.project)
    links = crosswalk[(crosswalk["old_vintage"] == OLD_VINTAGE) & (crosswalk["new_vintage"] == VINTAGE)]
    found: dict[str, tuple[str, ...]] = {}
    for old, new in sorted(set(zip(links["old_code"], links["new_code"], strict=True))):
        found[old] = (*found.get(old, ()), new)
    return found


def _by_target(old: pd.DataFrame, targets: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Return one row for each present unit that a row's unit went to."""
    columns: dict[str, Any] = {_ROW: old.index, _NEW: old["unit_code"].map(targets)}
    return old.assign(**columns).explode(_NEW, ignore_index=True).astype({_NEW: "str"})


def _of_rates(rates: pd.DataFrame, old: pd.DataFrame, conversion: Conversion, table: Table) -> list[Finding]:
    if rates.empty:
        return []
    by = [name for name in table.key if name not in ("unit_code", "vintage")]
    present = conversion.project[table.name]
    present = present.loc[present["vintage"] == conversion.project.about.vintage, ["unit_code", *by]].drop_duplicates()
    found = rates.merge(present.rename(columns={"unit_code": _NEW}), on=[_NEW, *by], how="left", indicator=True)
    there = (found["_merge"] == "both").groupby(found[_ROW]).all()
    made, kept = old.loc[there.index[there]], old.loc[there.index[~there]]
    stated = conversion.project[table.name]
    stated = stated[stated["vintage"] == OLD_VINTAGE]
    names = denominators(made, stated[adds_up(stated)])["name"].tolist() if len(made) else []
    wanted = [
        possible_denominators(indicator, unit)
        for indicator, unit in kept[["indicator", "unit"]].fillna("").itertuples(index=False)
    ]
    return [
        Finding(Reason.RATE_CONVERTED, "value", _rows(made), each={"denominator": tuple(names)}),
        Finding(Reason.RATE_KEPT, "value", _rows(kept), each={"wanted": tuple(wanted)}),
    ]


def _of_split(split: pd.DataFrame, conversion: Conversion, table: Table) -> list[Finding]:
    if split.empty or conversion.made is None:
        return []
    value, ranges = COUNTED[table.name], conversion.made.ranges.drop(columns="column")
    by = [name for name in ranges.columns if name not in ("unit_code", "low", "high")]
    made = ranges.assign(taken=conversion.made.frame[value].to_numpy())
    names = known_units(VINTAGE).set_index("code")["name"]
    found = split.merge(made.rename(columns={"unit_code": _NEW}), on=[_NEW, *by])
    shown = [
        f"{names.get(code, '')} ({code}) {_number(taken)} ({_number(low)}–{_number(high)})"
        for code, taken, low, high in found[[_NEW, "taken", "low", "high"]].itertuples(index=False)
    ]
    parts = pd.Series(shown, dtype="str").groupby(found[_ROW].to_numpy()).agg(", ".join)
    return [Finding(Reason.COUNT_SHARED, "unit_code", _rows(parts), each={"parts": tuple(parts)})]


def _number(value: Any) -> str:
    if pd.isna(value):
        return "…"
    return str(int(value)) if value == int(value) else f"{value:.2f}"
