"""Of which vintage the rows of a file are: as the file or a person says, else by codes and names together, else asked.

Where the codes may be of either list, rows of days before the reform are asked about; a table made after it, or one
without days, is taken to be of the project's vintage, and the report says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.checking import pad_codes
from data.errors import AmbiguousVintage, InvalidSetting, UnknownVintage
from data.issues import Reason
from data.name_candidates import old_provinces
from data.names import Written, match_each
from data.project import About
from data.unit_lists import KNOWN_VINTAGES, OLD_VINTAGE, VINTAGE, known_units, vintage_at
from data.vintage_detection import detect_vintage

CLEARLY_MORE = 0.1
"""A list must hold this share of a file's names more than the other one to be the file's."""
MOSTLY = 0.5
"""Share of its names that the list must hold."""
LIKELY = 85.0
"""A name found with this score counts: exact ones that one slip makes another's have 90 and less."""
ENOUGH_NAMES = 300
"""Different names that decide; more add nothing."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """The vintage of the rows that state none; whether it was recognised, rather than taken from the project."""

    name: str
    recognised: bool


@dataclass(frozen=True, slots=True)
class Named:
    """How rows name their units: a code, a name, a district; "" where a row does not."""

    codes: "pd.Series[str]"
    names: "pd.Series[str]"
    districts: "pd.Series[str]"


def stated_vintages(stated: "pd.Series[Any]", units: pd.DataFrame, table: str) -> "pd.Series[Any]":
    """Return the vintages in which codes valid on the days stated are looked up; missing where none is stated.

    Raises
    ------
    InvalidSetting
        A text is no day.
    """
    known = frozenset(units["vintage"].dropna())
    found = {text: text if text in known else _vintage_on(text, known, table) for text in stated.dropna().unique()}
    return stated.map(found).astype("str") if found else stated


def _vintage_on(text: str, known: frozenset[str], table: str) -> str:
    try:
        return vintage_at(date.fromisoformat(text), later=[each for each in known if each > VINTAGE])
    except ValueError as error:
        raise InvalidSetting(table, "vintage", text, Reason.NOT_A_DATE) from error


def vintage_of(named: Named, days: "Sequence[pd.Series[Any]]", about: About) -> Vintage:
    """Decide of which vintage rows are that state none.

    Parameters
    ----------
    named : Named
        Those rows.
    days : sequence of Series of datetime
        What the rows say happened when.

    Raises
    ------
    AmbiguousVintage
        It cannot be decided, and may not be assumed.
    """
    own = Vintage(about.vintage, recognised=False)
    coded = (named.codes != "").to_numpy(dtype=bool)
    latest = max((last for column in days if not pd.isna(last := column.max())), default=None)
    if coded.any():
        pairs = pd.DataFrame({"code": named.codes[coded], "name": named.names[coded]}).drop_duplicates()
        codes = pad_codes(pairs["code"], _codes_of(about.province_code))
        found = detect_vintage(codes, pairs["name"], _province(about))
        if found.decided:
            return Vintage(_present(found.require(), about), recognised=True)
        before = latest is not None and latest < pd.Timestamp(VINTAGE)
        if before and found.codes.in_both and about.vintage >= VINTAGE:
            found.require()
        return own
    if latest is not None and latest >= pd.Timestamp(VINTAGE):
        return own
    decided = _by_names(named, about, ask=latest is not None and about.vintage >= VINTAGE)
    return own if decided is None else Vintage(_present(decided, about), recognised=True)


def _present(vintage: str, about: About) -> str:
    """Return the project's own vintage for the present list: later edits keep nearly all of its units."""
    return about.vintage if vintage == VINTAGE and about.vintage >= VINTAGE else vintage


def _province(about: About) -> str | None:
    return about.province_code if about.province_code in _known_provinces() else None


def _known_provinces() -> frozenset[str]:
    units = known_units(VINTAGE)
    return frozenset(units.loc[units["level"] == "province", "code"])


def _codes_of(province: str) -> frozenset[str]:
    provinces = {province, *old_provinces(province)}
    lists = [known_units(vintage) for vintage in KNOWN_VINTAGES]
    return frozenset[str]().union(*(units.loc[units["province_code"].isin(provinces), "code"] for units in lists))


def _by_names(named: Named, about: About, *, ask: bool) -> str | None:
    """Return the list that holds clearly more of the names; with districts, the list that has them."""
    pairs = pd.DataFrame({"name": named.names, "district": named.districts}).drop_duplicates()
    pairs = pairs[pairs["name"] != ""].head(ENOUGH_NAMES)
    if pairs.empty:
        return None
    old = _found(pairs["name"].tolist(), old_provinces(about.province_code), OLD_VINTAGE)
    new = _found(pairs["name"].tolist(), (about.province_code,), VINTAGE)
    if (pairs["district"] != "").mean() > MOSTLY and old.mean() >= MOSTLY:
        return OLD_VINTAGE
    for vintage, own, other in ((OLD_VINTAGE, old, new), (VINTAGE, new, old)):
        if own.mean() >= MOSTLY and own.mean() - other.mean() >= CLEARLY_MORE:
            return vintage
    if ask and (old & new).any():
        examples = tuple(pairs["name"][old & new][:5])
        raise AmbiguousVintage(
            examples, in_both=int((old & new).sum()), only_old=int((old & ~new).sum()),
            only_new=int((new & ~old).sum()), unknown=int((~old & ~new).sum()),
        )  # fmt: skip
    return None


def _found(texts: list[str], provinces: tuple[str, ...], vintage: str) -> "NDArray[np.bool_]":
    """Mark the names that a list holds."""
    names = [Written(text, provinces) for text in texts]
    matched = match_each(names, vintage=vintage)
    best = [matched[name][0] if matched[name] else None for name in names]
    return np.array([each is not None and (each.score >= LIKELY or each.tie) for each in best], dtype=bool)


def check_vintages(vintages: "pd.Series[Any]", units: pd.DataFrame) -> None:
    """Raise UnknownVintage for one that neither a list nor the project holds."""
    known = {*KNOWN_VINTAGES, *units["vintage"].dropna()}
    for vintage in vintages.dropna().unique():
        if vintage not in known:
            raise UnknownVintage(str(vintage), tuple(sorted(known)))
