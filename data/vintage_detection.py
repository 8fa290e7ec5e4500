"""Of which vintage a table's codes are, from its codes and its names together, with the figures that decided it.

3,316 codes are in both lists, and nearly all of them mean another area now: a code alone says little, a name beside it
much.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from data.crosswalk import shipped_crosswalk
from data.errors import AmbiguousVintage
from data.name_folding import folded, split_number, without_accents
from data.name_reading import split_kind, words
from data.schema import LEVELS
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

LEAST_FITTING = 0.5
"""Share of the units that must fit the vintage decided for: below it the table is of something else."""

LEAST_TELLING = 0.2
"""Share of the units that must fit this vintage and not the other: fewer may be slips of the pen."""

LEAST_AGREEING = 0.9
"""Of the units that fit one vintage only, the share that must agree."""


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Different codes of a table by the lists they are in; `doubtful` are some of those that decide nothing."""

    in_both: int
    only_old: int
    only_new: int
    unknown: int
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one vintage.

    Attributes
    ----------
    vintage : str
    codes : int
        Different codes of the table that are in its list.
    names : int
        Of those that have a name beside them in the table, how many have that name in the list.
    fitting : int
        Units whose code is in the list, and whose name, where there is one, agrees.
    telling : int
        Of the fitting ones, those that do not fit the other vintage.
    """

    vintage: str
    codes: int
    names: int
    fitting: int
    telling: int


@dataclass(frozen=True, slots=True)
class Detection:
    """A vintage, or none when it cannot be decided, and the figures.

    Attributes
    ----------
    vintage : str, optional
        None: ask.
    units : int
        Different pairs of code and name looked at.
    named : int
        How many of them have a name.
    evidence : tuple of Evidence
        Of the list before 1 July 2025, then of the present one.
    codes : CodeCounts
    """

    vintage: str | None
    units: int
    named: int
    evidence: tuple[Evidence, ...]
    codes: CodeCounts

    @property
    def decided(self) -> bool:
        """Whether there is a vintage."""
        return self.vintage is not None

    def require(self) -> str:
        """Return the vintage.

        Raises
        ------
        AmbiguousVintage
            It could not be decided; carries the figures.
        """
        if self.vintage is None:
            counts = self.codes
            raise AmbiguousVintage(
                counts.doubtful, in_both=counts.in_both, only_old=counts.only_old, only_new=counts.only_new,
                unknown=counts.unknown,
            )  # fmt: skip
        return self.vintage


def detect_vintage(codes: Iterable[str], names: Iterable[str] | None = None, province: str | None = None) -> Detection:
    """Decide of which vintage a table's codes are, or say that it cannot be decided.

    A unit fits a vintage when its code is in the list and the name beside it, if any, is its name there; accents, tone
    marks and the kind of unit do not count. Enough units must fit, and enough of them must not fit the other vintage.
    Codes alone decide only for the older list: a table of codes that are in both may be either.

    Parameters
    ----------
    codes : iterable of str
        Five digits a commune, three a district, two a province; leading zeros are there.
    names : iterable of str, optional
        One a code, missing or "" where there is none.
    province : str, optional
        Present code of a province: only its units, and those that went into it, count as known.

    Examples
    --------
    >>> detect_vintage(["03349"], ["Noong Luống"]).vintage, detect_vintage(["03349"], ["xã Thanh Yên"]).vintage
    ('2025-03-01', '2025-07-01')
    >>> detect_vintage(["03349"]).decided
    False
    """
    given = _distinct(codes, names)
    unnamed = given["name"] == ""
    lists = {vintage: _names_by_code(vintage, province) for vintage in (OLD_VINTAGE, VINTAGE)}
    inside = {vintage: given["code"].isin(names.index) for vintage, names in lists.items()}
    agreeing = {vintage: _agree(given, names) for vintage, names in lists.items()}
    fits = {vintage: agreeing[vintage] | (inside[vintage] & unnamed) for vintage in lists}
    evidence = tuple(
        Evidence(
            vintage,
            given.loc[inside[vintage], "code"].nunique(),
            int(agreeing[vintage].sum()),
            int(fits[vintage].sum()),
            int((fits[vintage] & ~fits[other]).sum()),
        )
        for vintage, other in ((OLD_VINTAGE, VINTAGE), (VINTAGE, OLD_VINTAGE))
    )
    counts = _counts(frozenset(given["code"]), frozenset(lists[OLD_VINTAGE].index), frozenset(lists[VINTAGE].index))
    return Detection(_decide(evidence, len(given)), len(given), int((~unnamed).sum()), evidence, counts)


def compare_codes(codes: "pd.Series[str]", crosswalk: pd.DataFrame | None = None) -> CodeCounts:
    """Count a table's codes by the lists they are in; the codes of a crosswalk of one's own count too."""
    old, new = frozenset(known_units(OLD_VINTAGE)["code"]), frozenset(known_units(VINTAGE)["code"])
    if crosswalk is not None:
        old, new = old | frozenset(crosswalk["old_code"]), new | frozenset(crosswalk["new_code"])
    return _counts(frozenset(codes.dropna()), old, new)


def _distinct(codes: Iterable[str], names: Iterable[str] | None) -> pd.DataFrame:
    code = pd.Series(list(codes), dtype="str")
    name = pd.Series([""] * len(code) if names is None else list(names), dtype="str").fillna("")
    given = pd.DataFrame({"code": code, "name": name.map(folded)}).dropna(subset="code")
    return given.drop_duplicates(ignore_index=True)


@cache
def _names_by_code(vintage: str, province: str | None) -> "pd.Series[str]":
    units = known_units(vintage)
    if province is not None:
        units = units[units["province_code"].isin(_provinces_of(province) if vintage == OLD_VINTAGE else {province})]
    return units.set_index("code")["name"].map(lambda name: _plain(folded(name)))


def _plain(name: str) -> str:
    """Return a folded name without accents, signs, spaces and the zeros before a number."""
    return "".join(split_number(words(without_accents(name))))


def _agree(given: pd.DataFrame, listed: "pd.Series[str]") -> "pd.Series[bool]":
    """Tell whose name, with or without a kind of unit before it, is the one listed for the code."""
    found = given["code"].map(listed).fillna("")
    agree = [known != "" and known in _readings(text) for text, known in zip(given["name"], found, strict=True)]
    return pd.Series(agree, index=given.index, dtype=bool)


def _readings(name: str) -> frozenset[str]:
    return frozenset(_plain(each) for each in (name, *(split_kind(name, level)[0] for level in LEVELS)))


def _provinces_of(province: str) -> frozenset[str]:
    """Return the old codes of the provinces that became part of one."""
    rows = shipped_crosswalk()
    return frozenset(rows.loc[(rows["new_code"] == province) & (rows["old_code"].str.len() == 2), "old_code"])


def _counts(codes: frozenset[str], old: frozenset[str], new: frozenset[str]) -> CodeCounts:
    both = codes & old & new
    doubtful = sorted(both or codes)[:5]
    return CodeCounts(len(both), len(codes & old - new), len(codes & new - old), len(codes - old - new), (*doubtful,))


def _decide(evidence: tuple[Evidence, ...], units: int) -> str | None:
    telling = sum(found.telling for found in evidence)
    for found in evidence:
        enough = found.fitting >= LEAST_FITTING * units and found.telling >= max(1, LEAST_TELLING * units)
        if enough and found.telling >= LEAST_AGREEING * telling:
            return found.vintage
    return None
