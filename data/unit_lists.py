"""The lists of units by vintage: the day from which a list's codes hold, and every unit of the list.

Four vintages are told apart: the census of 2019 (names only: no list of its codes is held), the units before 1 July
2025, those since, and later edits, which are rows of a project's table `units` with the days they hold from and to.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

import pandas as pd

from data.errors import UnknownVintage
from data.unit_package import package_rows

OLD_VINTAGE = "2025-03-01"
"""The last list with districts: 63 provinces, 696 districts, 10,035 communes.

It holds the city Phú Mỹ with its new wards, of 1 March 2025, and was in force until 30 June 2025. A code of earlier
years is found in it where the unit was not dissolved meanwhile.
"""

VINTAGE = "2025-07-01"
"""The present list: 34 provinces, no districts, 3,321 communes."""

KNOWN_VINTAGES = (OLD_VINTAGE, VINTAGE)

UNIT_COLUMNS = ("code", "level", "parent_code", "province_code", "district_code", "name", "kind", "vintage")

_PROVINCE = {"provinceCode": "code", "provinceShort": "name", "province": "full_name"}
_DISTRICT = {"districtCode": "code", "provinceCode": "province_code", "districtShort": "name", "districtType": "kind"}
_COMMUNE = {"wardCode": "code", "provinceCode": "province_code", "wardShort": "name", "wardType": "kind"}
_TABLES = {OLD_VINTAGE: "admin_units_legacy", VINTAGE: "admin_units"}


def known_units(vintage: str) -> pd.DataFrame:
    """Return every unit of a list: provinces, then districts where there are any, then communes, each by code.

    Parameters
    ----------
    vintage : str
        `OLD_VINTAGE` or `VINTAGE`.

    Returns
    -------
    DataFrame
        code, level ("province", "district", "commune"), parent_code, province_code, district_code, name (bare: "1" of
        "Phường 1"), kind ("xã", "thị trấn", "quận", "tỉnh", …) and vintage, all text; "" where there is none. Five
        island districts of the old list have no commune: they stand as districts only.

    Raises
    ------
    UnknownVintage
        No list of this vintage is held.

    Examples
    --------
    >>> known_units("2025-07-01")["level"].value_counts().to_dict()
    {'commune': 3321, 'province': 34}
    >>> known_units("2025-03-01")["level"].value_counts().to_dict()
    {'commune': 10035, 'district': 696, 'province': 63}
    """
    return _known_units(vintage).copy(deep=False)


@cache
def _known_units(vintage: str) -> pd.DataFrame:
    if vintage not in _TABLES:
        raise UnknownVintage(vintage, KNOWN_VINTAGES)
    table = _TABLES[vintage]
    levels = [_provinces(table), *([_districts(table)] if vintage == OLD_VINTAGE else []), _communes(table)]
    units = pd.concat(levels, ignore_index=True).astype("str")
    bare = [_bare(name, kind) for name, kind in zip(units["name"], units["kind"], strict=True)]
    return units.assign(name=pd.Series(bare, dtype="str"), vintage=vintage)[list(UNIT_COLUMNS)].astype("str")


def _bare(name: str, kind: str) -> str:
    """Return a name without its kind, which the package keeps in "Phường 1" and in "Hát Lót (Xã)" beside a town."""
    number = name[len(kind) :].strip()
    if number.isdigit() and name.lower().startswith(kind):
        return number
    stem, _, bracket = name.partition(" (")
    return stem if bracket.rstrip(")").lower() == kind else name


def _provinces(table: str) -> pd.DataFrame:
    rows = package_rows(table, _PROVINCE).drop_duplicates("code").sort_values("code")
    named = zip(rows["full_name"], rows["name"], strict=True)
    kinds = [full.removesuffix(name).strip().lower() for full, name in named]
    return rows.assign(level="province", parent_code="", province_code=rows["code"], district_code="", kind=kinds)


def _districts(table: str) -> pd.DataFrame:
    rows = package_rows(table, _DISTRICT).drop_duplicates("code").sort_values("code")
    return rows.assign(
        level="district", parent_code=rows["province_code"], district_code=rows["code"], kind=rows["kind"].str.lower()
    )


def _communes(table: str) -> pd.DataFrame:
    districts = {"districtCode": "district_code"} if table == _TABLES[OLD_VINTAGE] else {}
    rows = package_rows(table, _COMMUNE | districts)
    rows = rows[rows["code"] != ""].sort_values("code")
    within = rows["district_code"] if districts else ""
    parent = rows["district_code"] if districts else rows["province_code"]
    return rows.assign(level="commune", parent_code=parent, district_code=within, kind=rows["kind"].str.lower())


def vintage_at(day: str | date, *, later: Iterable[str] = ()) -> str:
    """Return the vintage in which codes valid on a day are looked up.

    Parameters
    ----------
    day : str or date
        ISO day. Any day before 1 July 2025 is looked up in the last list before it: nearly every earlier unit kept its
        code until then or was dissolved, and its code is then in no list.
    later : iterable of str
        Vintages after the present list that a project knows, such as "2026-05-01".

    Examples
    --------
    >>> vintage_at("2024-12-31"), vintage_at("2025-07-01"), vintage_at("2026-06-01", later=["2026-05-01"])
    ('2025-03-01', '2025-07-01', '2026-05-01')
    """
    iso = date.fromisoformat(str(day)).isoformat()
    return max((vintage for vintage in (VINTAGE, *later) if vintage <= iso), default=OLD_VINTAGE)


def units_at(day: str | date, units: pd.DataFrame) -> pd.DataFrame:
    """Return every unit in force on a day: the shipped list of that day, with a project's dated rows over it.

    A unit of which the project holds rows is as the row says that is valid on the day; when none is, it is gone. Rows
    speak only of the list in force at their vintage: one of 2025 says nothing about the units before.

    Parameters
    ----------
    day : str or date
        ISO day.
    units : DataFrame
        A project's table `units`: code, level, parent_code, name, kind, valid_from, valid_to, vintage.

    Returns
    -------
    DataFrame
        As of `known_units`; `vintage` is that of the row which holds.
    """
    listed = known_units(vintage_at(day))
    stated = units[units["vintage"].map(vintage_at) == vintage_at(day)]
    moment = pd.Timestamp(str(day))
    begun = stated["valid_from"].isna() | (stated["valid_from"] <= moment)
    lasting = stated["valid_to"].isna() | (stated["valid_to"] >= moment)
    holding = stated[begun & lasting].sort_values(["vintage", "valid_from"]).drop_duplicates("code", keep="last")
    kept = listed[~listed["code"].isin(stated["code"])]
    joined = pd.concat([kept, _as_listed(holding, listed)], ignore_index=True)
    order = joined["level"].map({level: place for place, level in enumerate(("province", "district", "commune"))})
    return joined.assign(order=order).sort_values(["order", "code"], ignore_index=True).drop(columns="order")


def _as_listed(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table `units` with the province and district that their parent leads to."""
    plain = pd.DataFrame(rows)[["code", "level", "parent_code", "name", "kind", "vintage"]].fillna("")
    by_code = listed.set_index("code")
    in_district = plain["parent_code"].map(by_code["level"]) == "district"
    province = plain["parent_code"].where(~in_district, plain["parent_code"].map(by_code["province_code"]))
    itself = {level: plain["level"] == level for level in ("province", "district")}
    return plain.assign(
        province_code=province.mask(itself["province"], plain["code"]),
        district_code=plain["parent_code"].where(in_district, "").mask(itself["district"], plain["code"]),
    )[list(UNIT_COLUMNS)]
