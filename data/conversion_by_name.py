"""Tables that name their units and have no codes, such as the census of 2019: codes by name, then conversion.

No official table leads from the units of 2019 to the present ones. A unit is looked for by its name in its district and
province in the list before 1 July 2025; one that is not found was dissolved or renamed meanwhile, and is listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from data.conversion import Converted, convert
from data.name_folding import folded, split_number, without_accents
from data.name_reading import split_kind, words
from data.names import is_sure, match_province
from data.unit_lists import CENSUS_VINTAGE, OLD_VINTAGE, VINTAGE, known_units

_CODE = "unit_code"


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The columns of a table that name the province, the district and the commune."""

    province: str = "province"
    district: str = "district"
    commune: str = "ward"


def convert_by_name(
    frame: pd.DataFrame,
    *,
    value_columns: Sequence[str],
    places: PlaceColumns = PlaceColumns(),
    to: str = VINTAGE,
    crosswalk: pd.DataFrame | None = None,
    weights: pd.DataFrame | None = None,
) -> Converted:
    """Bring counts of units known by name in the list before 1 July 2025, or shortly before it, to a later vintage.

    Parameters
    ----------
    frame : DataFrame
        One unit a row, named by the columns of `places`, and values.
    value_columns, to, crosswalk, weights
        As of `data.conversion.convert`.

    Returns
    -------
    Converted
        `unmatched` holds the rows whose unit was not found, with their values; `basis.valid_on` is the day of the
        census. The column of codes is ``unit_code``.

    Examples
    --------
    >>> census = pd.DataFrame({"province": ["Tỉnh Điện Biên"] * 2, "district": ["Huyện Điện Biên"] * 2,
    ...                        "ward": ["Xã Noong Luống", "Xã Không Có"], "total": [5000, 100]})
    >>> made = convert_by_name(census, value_columns=["total"])
    >>> made.frame.values.tolist(), made.unmatched["ward"].tolist()
    ([['03349', 5000]], ['Xã Không Có'])
    """
    coded = frame[list(value_columns)].assign(**{_CODE: codes_by_name(frame, places=places)})
    made = convert(
        coded, from_=CENSUS_VINTAGE, to=to, value_columns=value_columns, crosswalk=crosswalk, weights=weights
    )
    return Converted(made.frame, made.ranges, frame.loc[made.unmatched.index], made.basis)


def codes_by_name(frame: pd.DataFrame, *, places: PlaceColumns = PlaceColumns()) -> "pd.Series[str]":
    """Return the code, in the list before 1 July 2025, of each row's commune; missing where none or several have it.

    A name counts as it is written, wherever its tone mark stands, with its kind; failing that without the kind, then
    without accents and spaces: the first of these by which some unit of the district has the name decides.
    An island district without communes answers for itself. Codes a person knows better can be put in, and the table
    converted with `data.conversion.convert` as of `CENSUS_VINTAGE`; `data.names.match` proposes them.

    Examples
    --------
    >>> rows = pd.DataFrame({"province": ["Sơn La"], "district": ["H. Mai Sơn"], "ward": ["xã Chiềng Mung"]})
    >>> codes_by_name(rows).tolist()
    ['04123']
    """
    named = [_texts(frame[column]) for column in (places.province, places.district, places.commune)]
    provinces = {text: _province(text) for text in dict.fromkeys(named[0])}
    found = []
    for province, district, commune in zip(*named, strict=True):
        district_code = _find("district", provinces[province], district)
        found.append(_island(district_code, district, commune) or _find("commune", district_code, commune))
    return pd.Series(found, index=frame.index, dtype="str")


def _texts(column: "pd.Series[str]") -> list[str]:
    return column.astype("str").fillna("").tolist()


def _province(text: str) -> str | None:
    found = match_province(split_kind(folded(text), "province")[0], vintage=OLD_VINTAGE)  # Huế was a tỉnh
    return found[0].code if is_sure(found) else None


def _island(district_code: str | None, district: str, commune: str) -> str | None:
    """Return the district's code when the table names it again where a commune belongs."""
    return district_code if folded(district) == folded(commune) else None


@cache
def _lookup(level: str) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the codes of a level by the unit they lie in and each way of writing the name."""
    units = known_units(OLD_VINTAGE)
    units = units[units["level"] == level]
    found: dict[tuple[str, str], frozenset[str]] = {}
    for within, name, kind, code in units[["parent_code", "name", "kind", "code"]].itertuples(index=False):
        for spelling in _spellings(folded(name), kind):
            found[within, spelling] = found.get((within, spelling), frozenset()) | {code}
    return found


def _find(level: str, within: str | None, text: str) -> str | None:
    """Return the one unit that the strictest spelling by which there is any finds."""
    if within is None:
        return None
    line = folded(text)
    read = [_spellings(*split_kind(line, level)), _spellings(line, None)]
    for alike in zip(*read, strict=True):
        found = frozenset[str]().union(*(_lookup(level).get((within, spelling), ()) for spelling in alike))
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _spellings(name: str, kind: str | None) -> tuple[str, ...]:
    """Return the ways a folded name is compared, the strictest first, each marked so that like meets like."""
    bare = words(name)
    return (f"{kind}: {bare}", f"any: {bare}", f"plain: {split_number(without_accents(bare))}")
