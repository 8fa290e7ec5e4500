"""Tables that name their units and have no codes, such as the census of 2019: the codes the units had later.

No official table leads from the units of 2019 to the present ones. A unit is looked for by its name in its district and
province in the list before 1 July 2025; one that is not found was dissolved or renamed meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from data.name_folding import folded, split_number, without_accents
from data.name_reading import split_kind, words
from data.names import is_sure, match_province
from data.unit_lists import OLD_VINTAGE, known_units

_Named = tuple[str, str, str]
"""Province, district and commune, as they are written."""


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The columns of a table that name the province, the district and the commune."""

    province: str = "province"
    district: str = "district"
    commune: str = "ward"


def codes_by_name(frame: pd.DataFrame, *, places: PlaceColumns = PlaceColumns()) -> "pd.Series[str]":
    """Return the code, in the list before 1 July 2025, of each row's commune; missing where none or several have it.

    A name counts as it is written, wherever its tone mark stands, with its kind; failing that without the kind, then
    without accents and spaces: the first of these by which some unit of the district has the name decides.
    Of several names that come to one unit, the nearest has it: the others were of units that are gone. An island
    district without communes answers for itself. For what is not found `data.names.match` proposes units.

    Examples
    --------
    >>> rows = pd.DataFrame({"province": ["Sơn La"], "district": ["H. Mai Sơn"], "ward": ["xã Chiềng Mung"]})
    >>> codes_by_name(rows).tolist()
    ['04123']
    """
    named = [_texts(frame[column]) for column in (places.province, places.district, places.commune)]
    provinces = {text: _province(text) for text in dict.fromkeys(named[0])}
    found = {}
    for province, district, commune in dict.fromkeys(zip(*named, strict=True)):
        within, _ = _find("district", provinces[province], district)
        island = folded(district) == folded(commune)
        found[province, district, commune] = (within, 0) if island else _find("commune", within, commune)
    codes = _nearest(found)
    return pd.Series([codes[name] for name in zip(*named, strict=True)], index=frame.index, dtype="str")


def _texts(column: "pd.Series[str]") -> list[str]:
    return column.astype("str").fillna("").tolist()


def _province(text: str) -> str | None:
    found = match_province(split_kind(folded(text), "province")[0], vintage=OLD_VINTAGE)  # Huế was a tỉnh
    return found[0].code if is_sure(found) else None


def _nearest(found: Mapping[_Named, tuple[str | None, int]]) -> dict[_Named, str | None]:
    """Keep a code for the name that came to it by the strictest spelling; for none, where several did less strictly."""
    claims: dict[str | None, set[tuple[int, str]]] = {}
    for (_, _, commune), (code, spelling) in found.items():
        claims.setdefault(code, set()).add((spelling, folded(commune)))
    return {name: code if _is_sole(spelling, claims[code]) else None for name, (code, spelling) in found.items()}


def _is_sole(spelling: int, claims: set[tuple[int, str]]) -> bool:
    ranks = [rank for rank, _ in claims]
    return spelling == min(ranks) and (spelling == 0 or ranks.count(spelling) == 1)


@cache
def _lookup(level: str) -> Mapping[tuple[str | None, str], frozenset[str]]:
    """Return the codes of a level by the unit they lie in and each way of writing the name."""
    units = known_units(OLD_VINTAGE)
    units = units[units["level"] == level]
    found: dict[tuple[str | None, str], frozenset[str]] = {}
    for within, name, kind, code in units[["parent_code", "name", "kind", "code"]].itertuples(index=False):
        for spelling in _spellings(folded(name), kind):
            found[within, spelling] = found.get((within, spelling), frozenset()) | {code}
    return found


def _find(level: str, within: str | None, text: str) -> tuple[str | None, int]:
    """Return the one unit that the strictest spelling by which there is any finds, and which spelling that was."""
    line = folded(text)
    read = [_spellings(*split_kind(line, level)), _spellings(line, None)]
    for rank, alike in enumerate(zip(*read, strict=True)):
        found = frozenset[str]().union(*(_lookup(level).get((within, spelling), ()) for spelling in alike))
        if found:
            return (next(iter(found)) if len(found) == 1 else None), rank
    return None, 0


def _spellings(name: str, kind: str | None) -> tuple[str, ...]:
    """Return the ways a folded name is compared, the strictest first, each marked so that like meets like."""
    bare = words(name)
    return (f"{kind}: {bare}", f"any: {bare}", f"plain: {split_number(without_accents(bare))}")
