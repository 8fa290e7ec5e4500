"""What became of each unit: the crosswalk from one vintage of codes to the next, shipped, corrected and exported.

A row says that an old unit went to a new one, as a whole or in part. The rows shipped are those of vietnamadminunits,
made from the resolutions of 2025; they name no weights. A correction restates everything that became of one old unit.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from data.errors import ContradictoryCrosswalk, UnsourcedCorrection
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units
from data.unit_package import package_conversion, package_rows, package_source

CROSSWALK_COLUMNS = (
    "old_vintage", "old_code", "new_vintage", "new_code", "relation", "weight", "weight_basis", "stated_on", "source",
)  # fmt: skip
OLD_UNIT = ["old_vintage", "old_code"]
LINK = ["old_vintage", "old_code", "new_vintage", "new_code"]


def shipped_crosswalk() -> pd.DataFrame:
    """Return what became of every unit of the list before 1 July 2025: communes, five island districts and provinces.

    Returns
    -------
    DataFrame
        old_vintage, old_code, new_vintage, new_code, relation ("whole", "part"), weight and weight_basis (missing: no
        weights are published), stated_on (missing) and source; by old and new code. Districts that had communes are
        not in it: nothing came after them.

    Examples
    --------
    >>> rows = shipped_crosswalk()
    >>> rows.loc[rows["old_code"] == "03349", ["new_code", "relation"]].values.tolist()
    [['03349', 'whole']]
    """
    return _shipped_crosswalk().copy(deep=False)


def corrected(crosswalk: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the crosswalk in which the corrections replace all rows of the old units they speak of.

    Parameters
    ----------
    crosswalk, corrections : DataFrame
        Columns of `CROSSWALK_COLUMNS`; vintages that are missing are those of the reform of 2025.

    Raises
    ------
    UnsourcedCorrection
        A correction does not say who stated it, and on which day.
    ContradictoryCrosswalk
        See `check_crosswalk`.
    """
    rows = with_all_columns(corrections)
    unsourced = rows["source"].isna() | rows["stated_on"].isna()
    if unsourced.any():
        raise UnsourcedCorrection(_codes(rows[unsourced]))
    kept = with_all_columns(crosswalk)
    kept = kept[~pd.MultiIndex.from_frame(kept[OLD_UNIT]).isin(pd.MultiIndex.from_frame(rows[OLD_UNIT]))]
    joined = pd.concat([part for part in (kept, rows) if len(part)] or [kept])
    joined = joined.sort_values(LINK, ignore_index=True)
    check_crosswalk(joined)
    return joined


def check_crosswalk(crosswalk: pd.DataFrame) -> None:
    """Refuse a crosswalk that says two things of one unit.

    Raises
    ------
    ContradictoryCrosswalk
        Units that went to one place as a whole and to another besides, in part to one place only, or twice to the
        same place.
    """
    rows = with_all_columns(crosswalk)
    targets = rows.groupby(OLD_UNIT)["new_code"].transform("size")
    wrong = rows.duplicated(LINK) | (targets > 1).ne(rows["relation"].eq("part"))
    if wrong.any():
        raise ContradictoryCrosswalk(_codes(rows[wrong]))


def crosswalk_with_names(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Return the crosswalk as rows for a person or a file, each code with its name and province.

    Returns
    -------
    DataFrame
        The columns of `CROSSWALK_COLUMNS` and old_name, old_district, old_province, new_name, new_province; "" where a
        code is in no list held.
    """
    rows = with_all_columns(crosswalk)
    old, new = _named(OLD_VINTAGE), _named(VINTAGE)
    return rows.assign(
        old_name=rows["old_code"].map(old["full"]).fillna(""),
        old_district=rows["old_code"].map(old["district"]).fillna(""),
        old_province=rows["old_code"].map(old["province"]).fillna(""),
        new_name=rows["new_code"].map(new["full"]).fillna(""),
        new_province=rows["new_code"].map(new["province"]).fillna(""),
    )


def with_all_columns(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Return a crosswalk with every column of `CROSSWALK_COLUMNS`; vintages not given are those of the 2025 reform."""
    rows = crosswalk.reindex(columns=list(CROSSWALK_COLUMNS))
    return rows.assign(
        old_vintage=rows["old_vintage"].astype("str").fillna(OLD_VINTAGE),
        new_vintage=rows["new_vintage"].astype("str").fillna(VINTAGE),
        weight=rows["weight"].astype("float64"),
        weight_basis=rows["weight_basis"].astype("str"),
        stated_on=pd.to_datetime(rows["stated_on"]).astype("datetime64[s]"),
        source=rows["source"].astype("str"),
    )


@cache
def _shipped_crosswalk() -> pd.DataFrame:
    stated = package_conversion()
    rows = pd.DataFrame(
        [*_province_links(stated["DICT_PROVINCE"]), *_commune_links(stated)],
        columns=["old_code", "new_code", "relation"],
    )
    rows = rows.sort_values(["old_code", "new_code"], ignore_index=True).assign(source=package_source())
    shipped = with_all_columns(rows)
    check_crosswalk(shipped)
    return shipped


Link = tuple[str, str, str]


def _province_links(stated: dict[str, list[str]]) -> Iterable[Link]:
    old = _code_by_key("admin_units_legacy", ("provinceKey",), "provinceCode")
    new = _code_by_key("admin_units", ("provinceKey",), "provinceCode")
    return [(old[before], new[after], "whole") for after, parts in stated.items() for before in parts]


def _commune_links(stated: dict[str, Any]) -> Iterable[Link]:
    """Read the package's two tables: whole communes listed under the new one, divided ones under the old one."""
    keys = ("provinceKey", "districtKey", "wardKey")
    islands = _code_by_key("admin_units_legacy", keys, "districtCode")
    old = islands | _code_by_key("admin_units_legacy", keys, "wardCode")
    new = _code_by_key("admin_units", ("provinceKey", "wardKey"), "wardCode")
    for province, communes in stated["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, parts in communes.items():
            yield from ((old[part], new[f"{province}_{commune}"], "whole") for part in parts)
    for province, divided in stated["DICT_PROVINCE_WARD_DIVIDED"].items():
        for unit, targets in divided.items():
            yield from ((old[unit], new[f"{province}_{target['newWardKey']}"], "part") for target in targets)


def _code_by_key(table: str, keys: tuple[str, ...], code: str) -> dict[str, str]:
    rows = package_rows(table, {name: name for name in (*keys, code)})
    rows = rows[rows[code] != ""]
    written = map("_".join, zip(*(rows[key] for key in keys), strict=True))
    return dict(zip(written, rows[code], strict=True))


def _named(vintage: str) -> pd.DataFrame:
    units = known_units(vintage)
    full = units["kind"].str.capitalize() + " " + units["name"]
    by_code = full.set_axis(units["code"])
    places = {
        "full": full,
        "district": units["district_code"].map(by_code).fillna(""),
        "province": units["province_code"].map(by_code),
    }
    return pd.DataFrame(places).set_axis(units["code"], axis="index")


def _codes(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows["old_code"].drop_duplicates().sort_values())
