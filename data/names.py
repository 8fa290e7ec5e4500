"""Match a written name of a commune, district or province to the codes it may mean, best first.

Nothing is guessed: a name that two units bear is a tie, a name one slip away from another unit's scores below
`ACCEPT_SCORE`, and both are for the user to decide. Unless a cell has two slips or more, no wrong unit can stand alone
in front at that score: the right one costs at most one slip, and the next best unit is always further away than that.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data.admin_units import OLD_VINTAGE, VINTAGE
from data.name_candidates import NO_ACCENTS, Candidates, Costs, candidates, costs, costs_beside, old_provinces
from data.name_folding import folded, without_accents
from data.name_reading import readings

ACCEPT_SCORE = 95.0
"""From this score on, a match that is not a tie may be accepted without asking."""

TIE = 0.5
"""Units whose costs differ by less cannot be told apart by what is written."""
CONFUSABLE = 1.5
"""When the next best unit is not this much further away, one slip may have made its name of the other's."""
CONFUSABLE_SCORE = 0.9
"""What is left of the scores then: a name that is exact falls below `ACCEPT_SCORE`."""
WHOLE_SCORE_LENGTH = 10
"""A slip weighs 1 / length of the name, and never less than 1 / 10."""
LEAST_SCORE = 60.0
ONE_SLIP = 1 + NO_ACCENTS
"""A unit that one slip explains is shown whatever its score: short names lose much by one letter."""
MOST_SHOWN = 8
PRESENT_FIRST = 1.6
"""What a unit of the past costs where nobody says the vintage: more than what `CONFUSABLE` asks about."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a text may mean.

    Parameters
    ----------
    code : str
    name : str
        Bare, as the list of units has it.
    score : float
        0 to 100.
    tie : bool
        Another unit stands beside it in front; neither is meant more than the other.
    kind, province_code, district_code, vintage : str
        What tells it from others of its name; `district_code` is "" since there are no districts.
    """

    code: str
    name: str
    score: float
    tie: bool
    kind: str
    province_code: str
    district_code: str
    vintage: str


class Written(NamedTuple):
    """A name as a cell has it, and the codes of the province (or of several) and the district it must lie in."""

    text: str
    province: str | tuple[str, ...] = ""
    district: str = ""


def match(
    text: str, *, province: str | Collection[str] | None = None, district: str | None = None, vintage: str | None = None
) -> list[Match]:
    """Return the communes a text may mean, best first; none when nothing resembles it.

    Parameters
    ----------
    text : str
        Such as "xã Thanh Yên", "TT. Tuần Giáo", "phuong 1", "Thanh Yên, huyện Điện Biên, tỉnh Điện Biên".
    province : str or collection of str, optional
        Codes of that vintage; only communes of these provinces are looked at. Without a vintage, the code of a present
        province stands for those it was made of too.
    district : str, optional
        Code of a district before 1 July 2025. A list without districts takes no notice of it.
    vintage : str, optional
        `data.admin_units.VINTAGE` or `OLD_VINTAGE`. Without it both lists are searched (only the old one when there is
        a district), and a present unit stands before an old one of the same name: whoever knows that a text is old
        says so.

    Raises
    ------
    UnknownVintage
        No list of this vintage is held.

    Examples
    --------
    >>> [(each.code, each.score) for each in match("xa Thanh Yen", province="11", vintage="2025-07-01")][:1]
    [('03349', 99.4)]
    """
    return _match(Written(text, _context(province), district or ""), "commune", vintage)


def match_district(text: str, *, province: str | Collection[str] | None = None) -> list[Match]:
    """Return the districts before 1 July 2025 a text may mean, as `match` does."""
    return _match(Written(text, _context(province)), "district", OLD_VINTAGE)


def match_province(text: str, *, vintage: str | None = None) -> list[Match]:
    """Return the provinces a text may mean, as `match` does."""
    return _match(Written(text), "province", vintage)


def match_each(
    names: Iterable[Written],
    *,
    vintage: str | None = None,
    level: str = "commune",
    tick: Callable[[float], None] | None = None,
) -> dict[Written, list[Match]]:
    """Match every distinct name once, in the order of their first occurrence.

    Parameters
    ----------
    level : str
        "commune", "district" or "province": what the names are names of.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.
    """
    distinct = list(dict.fromkeys(names))
    matched = {}
    for done, name in enumerate(distinct):
        if tick is not None:
            tick(done / len(distinct))
        matched[name] = _match(name, level, vintage)
    return matched


def is_sure(matches: list[Match]) -> bool:
    """Tell whether the first of `matches` may be accepted without asking."""
    return bool(matches) and matches[0].score >= ACCEPT_SCORE and not matches[0].tie


def _context(province: str | Collection[str] | None) -> str | tuple[str, ...]:
    return province if isinstance(province, str) else tuple(province or ())


def _match(written: Written, level: str, vintage: str | None) -> list[Match]:
    read = readings(written.text, level)
    found = _candidates(written, level, vintage)
    if not read or not len(found.units):
        return []
    line = folded(written.text)
    accented = without_accents(line) != line
    each = [costs(found, reading, accented=accented) + costs_beside(found, reading.beside) for reading in read]
    vintages = found.units["vintage"].to_numpy()
    past = PRESENT_FIRST * ((vintages == OLD_VINTAGE) & (vintages == VINTAGE).any())
    return _ranked(found, np.min(each, axis=0) + past, length=min(len(reading.name) for reading in read))


def _candidates(written: Written, level: str, vintage: str | None) -> Candidates:
    given = (written.province,) if isinstance(written.province, str) else written.province
    provinces = tuple(code for code in given if code)
    if vintage is not None:
        return candidates(level, (vintage,), provinces, written.district if vintage == OLD_VINTAGE else "")
    both = tuple(dict.fromkeys(each for code in provinces for each in old_provinces(code)))
    return candidates(level, (OLD_VINTAGE,) if written.district else (VINTAGE, OLD_VINTAGE), both, written.district)


def _ranked(found: Candidates, cost: Costs, *, length: int) -> list[Match]:
    """Return matches for the units that resemble the name; `length` is that of the name as it is written."""
    order = np.argsort(cost, kind="stable")
    ascending = cost[order]
    similarity = 100 * (1 - ascending / min(max(length, 1), WHOLE_SCORE_LENGTH))
    alone = len(ascending) == 1 or ascending[1] - ascending[0] >= CONFUSABLE
    scores = np.clip(similarity if alone else similarity * CONFUSABLE_SCORE, 0, 100).round(1)
    tied = int(np.sum(ascending < ascending[0] + TIE))
    shown = int(np.sum((similarity >= LEAST_SCORE) | (ascending <= ONE_SLIP)))
    shown = min(shown, max(tied, MOST_SHOWN))
    units = found.units.iloc[order[:shown]]
    columns = (units[name] for name in ("code", "name", "kind", "province_code", "district_code", "vintage"))
    return [
        Match(code, name, float(scores[i]), i < tied and tied > 1, kind, province, district, vintage)
        for i, (code, name, kind, province, district, vintage) in enumerate(zip(*columns, strict=True))
    ]
