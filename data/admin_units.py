"""The provinces and communes in force since 1 July 2025, read from the package vietnamadminunits.

The package's own file is read without importing the package, which would pull in Unidecode (GPL) and cost 0.3 s.
Its codes are kept as they are. Its errors of area are mended: 0 means unknown, and 166 areas (most are the figure of a
commune of the same name in another province) are replaced from `admin_units_areas.csv`, which states rule and source.
"""

import unicodedata
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import UnknownProvince

VINTAGE = "2025-07-01"
PACKAGE = "vietnamadminunits"
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
    rows = _package_rows(COMMUNE_COLUMNS)
    rows = rows[rows["parent_code"] == province_code].sort_values("code", ignore_index=True)
    rows = rows.assign(kind=rows["kind"].str.lower(), area_km2=rows["area_km2"].where(rows["area_km2"] > 0))
    return _as_units(_mend_areas(rows.assign(source=package_source())), "commune")


def codes_of_vietnam() -> frozenset[str]:
    """Return the codes of all provinces and communes."""
    rows = _package_rows({"provinceCode": "province", "wardCode": "commune"})
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


def package_source() -> str:
    """Return what the column `source` says of a row taken from the package."""
    return f"{PACKAGE} {version(PACKAGE)} (MIT)"


def _check_province(code: str) -> None:
    known = tuple(_provinces()["code"])
    if code not in known:
        raise UnknownProvince(code, known)


def _provinces() -> pd.DataFrame:
    rows = _package_rows(PROVINCE_COLUMNS).drop_duplicates("code").sort_values("code", ignore_index=True)
    kinds = [kind.removesuffix(name).strip().lower() for kind, name in zip(rows["kind"], rows["name"], strict=True)]
    return rows.assign(kind=pd.Series(kinds, dtype="str"))


def _package_rows(columns: dict[str, str]) -> pd.DataFrame:
    rows = pd.read_sql_table("admin_units", _database(), columns=list(columns)).rename(columns=columns)
    texts = [name for name in rows.columns if rows[name].dtype != np.float64]
    return rows.assign(**{name: rows[name].map(_tidy) for name in texts})


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _database() -> str:
    return f"sqlite:///{(_package_folder() / 'data' / 'dataset.db').as_uri()}?mode=ro&uri=true"


def _package_folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(name=PACKAGE)
    return Path(next(iter(found.submodule_search_locations)))


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
