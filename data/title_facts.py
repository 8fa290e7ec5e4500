"""What the titles above a table say about all its rows: the period, the province.

A title with an end only, such as "Đến 30/9/2025", leaves the beginning to a stated default: 1 January of that year.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.name_folding import folded
from data.name_reading import split_kind
from data.names import is_sure, match_province
from data.period_words import period_in_title
from data.periods import Period
from data.unit_lists import VINTAGE


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """Values by field: as the titles state them, and as they are assumed beside."""

    stated: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)


def title_facts(titles: Sequence[str]) -> TitleFacts:
    """Return the period that titles state.

    Examples
    --------
    >>> facts = title_facts(["BÁO CÁO", "Đến 30/9/2025"])
    >>> facts.stated, facts.assumed
    ({'period_end': '2025-09-30'}, {'period_start': '2025-01-01'})
    """
    found = {period for title in titles if (period := period_in_title(title))}
    if len(found) != 1:
        return TitleFacts()
    period = found.pop()
    days = {"period_start": period.start, "period_end": period.end}
    stated = {name: day.isoformat() for name, day in days.items() if day}
    start = assumed_start(period)
    return TitleFacts(stated, {} if period.start or start is None else {"period_start": start.isoformat()})


def assumed_start(period: Period) -> datetime.date | None:
    """Return the first day taken for a period that only says until when it runs: that of the year."""
    return datetime.date(period.end.year, 1, 1) if period.end else None


def province_in_titles(titles: Sequence[str]) -> str | None:
    """Return the present code of the province that titles name; None where they name none, or several.

    Examples
    --------
    >>> province_in_titles(["UBND TỈNH ĐIỆN BIÊN"]), province_in_titles(["Báo cáo quý III"])
    ('11', None)
    """
    codes = {code for title in titles for code in _provinces_in(folded(title))}
    return codes.pop() if len(codes) == 1 else None


def _provinces_in(line: str) -> set[str]:
    words = line.replace(",", " ").replace(".", " ").split()
    found = set()
    for place, word in enumerate(words):
        if word != "tỉnh":
            continue
        for length in (4, 3, 2, 1):
            name = split_kind(" ".join(words[place : place + 1 + length]), "province")[0]
            matches = match_province(name, vintage=VINTAGE)
            if is_sure(matches) and folded(matches[0].name) == name:
                found.add(matches[0].code)
                break
    return found
