"""Where the axes of a chart are marked and what stands there: round numbers, or the first days of months and years."""

import math
from collections.abc import Sequence
from datetime import date

from app.language import Language

Tick = tuple[float, str]
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_DAYS = (1, 2, 7)
_SHORT = 31
"""Days: of a longer time no single days are marked."""
_YEAR = 12


def number_ticks(low: float, high: float, most: int, language: Language) -> list[Tick]:
    """Return at most about `most` round numbers between `low` and `high`, as they are written.

    >>> number_ticks(0.0, 10.0, 6, Language("en"))
    [(0.0, '0'), (2.0, '2'), (4.0, '4'), (6.0, '6'), (8.0, '8'), (10.0, '10')]
    """
    step = _round_step((high - low) / max(most - 1, 1))
    if step <= 0:
        return [(low, language.number(low))]
    first, last = math.ceil(low / step - _TINY), math.floor(high / step + _TINY)
    decimals = max(0, -math.floor(math.log10(step) + _TINY), 1 if 0 < step % 1 < 1 else 0)
    return [(number * step, language.number(number * step, decimals)) for number in range(first, last + 1)]


_TINY = 1e-9


def _round_step(width: float) -> float:
    if width <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in _NICE if step * power >= width * (1 - _TINY))


def round_below(low: float, high: float, most: int) -> float:
    """Return the greatest number at or below `low` that is round as those are that mark the way to `high`.

    >>> round_below(148_731.0, 152_922.0, 5)
    148000.0
    """
    step = _round_step((high - low) / max(most - 1, 1))
    return math.floor(low / step + _TINY) * step if step > 0 else low


def day_ticks(low: float, high: float, most: int, language: Language) -> list[Tick]:
    """Return at most `most` days between two (as `date.toordinal`): of a short time days, else months or years.

    >>> start, end = (float(date(year, 1, 1).toordinal()) for year in (2022, 2025))
    >>> [text for _, text in day_ticks(start, end, 4, Language("en"))]
    ['2022', '2023', '2024', '2025']
    """
    first, last = math.ceil(low), math.floor(high)
    for step in _DAYS:
        if last - first <= _SHORT and (last - first) / step + 1 <= most:
            return [(float(day), language.date(date.fromordinal(day))) for day in range(first, last + 1, step)]
    for months in _MONTHS:
        found = _month_starts(first, last, months)
        if len(found) <= most:
            break
    return [(float(day.toordinal()), _month_text(day, months, language)) for day in found]


def _month_starts(first: int, last: int, step: int) -> list[date]:
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = range(start.year * _YEAR, end.year * _YEAR + end.month)
    days = (date(month // _YEAR, month % _YEAR + 1, 1) for month in months if month % step == 0)
    return [day for day in days if start <= day <= end]


def _month_text(day: date, step: int, language: Language) -> str:
    if step % _YEAR == 0:
        return str(day.year)
    return f"{day.month:02}/{day.year}" if language.code == "vi" else f"{day.year}-{day.month:02}"


def span(values: Sequence[float | None]) -> tuple[float, float]:
    """Return the least and the greatest of the known `values`; 0 and 1 where none is."""
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)
