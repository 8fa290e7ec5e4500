"""Administrative units: the provinces and communes in force since 1 July 2025, and the way in to those through time.

Lists by vintage: `data.unit_lists`; which vintage codes are of: `data.vintage_detection`; what became of each unit:
`data.crosswalk`; counts brought to another vintage: `data.conversion`; codes by name: `data.codes_by_name`.
Errors of area are mended: 0 means unknown, and 166 areas (most are the figure of a commune of the same name in another
province) are replaced from `admin_units_areas.csv`, which states rule and source.
"""

from pathlib import Path

import pandas as pd

from data.conversion import Converted, convert
from data.errors import UnknownProvince
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units, units_at, vintage_at
from data.unit_package import package_rows, package_source
from data.vintage_detection import detect_vintage

__all__ = [
    "OLD_VINTAGE",
    "VINTAGE",
    "Converted",
    "codes_of_vietnam",
    "communes",
    "convert",
    "detect_vintage",
    "full_name",
    "known_units",
    "province_units",
    "provinces",
    "units_at",
    "vintage_at",
]

AREAS = Path(__file__).with_name("admin_units_areas.csv")
AREAS_SOURCE = "area: vietnamese-provinces-database (MIT)"
COMMUNE_COLUMNS = {
    "wardCode": "code",
    "provinceCode": "parent_code",
    "wardShort": "name",
    "wardType": "kind",
    "wardAreaKm2": "area_km2",
    "wardLon": "lon",
    "wardLat": "lat",
}
PROVINCE_COLUMNS = {
    "provinceCode": "code",
    "provinceShort": "name",
    "province": "kind",
    "provinceLon": "lon",
    "provinceLat": "lat",
}


def provinces() -> pd.DataFrame:
    """Return the 34 provinces, by code.

    Returns
    -------
    DataFrame
        code (two digits), name (bare, such as "Điện Biên"), kind ("tỉnh" or "thành phố").

    Examples
    --------
    >>> len(provinces())
    34
    """
    return _provinces()[["code", "name", "kind"]]


def communes(province_code: str) -> pd.DataFrame:
    """Return the communes of a province as rows of the table `units`, without geometry, by code.

    Parameters
    ----------
    province_code : str
        Two digits, such as "11" for Điện Biên.

    Returns
    -------
    DataFrame
        code, level ("commune"), parent_code, name (bare, such as "Thanh Yên": `full_name` puts the kind before it),
        kind ("xã", "phường", "đặc khu"), area_km2 (NaN when unknown), valid_from, valid_to, lon and lat of the centre
        (degrees, WGS 84), vintage and source.

    Raises
    ------
    UnknownProvince
        No province has this code.
    """
    _check_province(province_code)
    rows = package_rows("admin_units", COMMUNE_COLUMNS)
    rows = rows[rows["parent_code"] == province_code].sort_values("code", ignore_index=True)
    rows = rows.assign(kind=rows["kind"].str.lower(), area_km2=rows["area_km2"].where(rows["area_km2"] > 0))
    return _as_units(_mend_areas(rows.assign(source=package_source())), "commune")


def codes_of_vietnam() -> frozenset[str]:
    """Return the codes of all provinces and communes."""
    rows = package_rows("admin_units", {"provinceCode": "province", "wardCode": "commune"})
    return frozenset(rows["province"]) | frozenset(rows["commune"])


def province_units(code: str) -> pd.DataFrame:
    """Return the province itself and then its communes, as rows of the table `units` without geometry.

    The province's area is the sum of its communes', NaN when one of them is unknown.

    Raises
    ------
    UnknownProvince
        No province has this code.
    """
    rows = communes(code)
    province = _provinces().query("code == @code")
    province = province.assign(
        parent_code=pd.Series(dtype="str"), area_km2=rows["area_km2"].sum(skipna=False), source=package_source()
    )
    return pd.concat([_as_units(province, "province"), rows], ignore_index=True)


def full_name(kind: str, name: str) -> str:
    """Write a unit's name as people do, with its kind before it.

    Examples
    --------
    >>> full_name("xã", "Thanh Yên")
    'Xã Thanh Yên'
    """
    return f"{kind[:1].upper()}{kind[1:]} {name}"


def _check_province(code: str) -> None:
    known = tuple(_provinces()["code"])
    if code not in known:
        raise UnknownProvince(code, known)


def _provinces() -> pd.DataFrame:
    rows = package_rows("admin_units", PROVINCE_COLUMNS).drop_duplicates("code").sort_values("code", ignore_index=True)
    kinds = [kind.removesuffix(name).strip().lower() for kind, name in zip(rows["kind"], rows["name"], strict=True)]
    return rows.assign(kind=pd.Series(kinds, dtype="str"))


def _mend_areas(rows: pd.DataFrame) -> pd.DataFrame:
    published = pd.read_csv(AREAS, comment="#", dtype={"code": "str"}).set_index("code")["area_km2"]
    mended = rows["code"].map(published)
    return rows.assign(
        area_km2=mended.fillna(rows["area_km2"]),
        source=rows["source"].where(mended.isna(), rows["source"] + "; " + AREAS_SOURCE),
    )


def _as_units(rows: pd.DataFrame, level: str) -> pd.DataFrame:
    since = pd.Timestamp(VINTAGE).as_unit("s")
    rows = rows.assign(level=level, valid_from=since, valid_to=pd.Series(dtype="datetime64[s]"), vintage=VINTAGE)
    names = ["code", "level", "parent_code", "name", "kind", "area_km2", "valid_from", "valid_to", "lon", "lat"]
    return rows[[*names, "vintage", "source"]]
