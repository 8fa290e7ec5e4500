"""The days of a visit: the next working day where none is named, and no Saturday or Sunday in between.

A visit that begins on a weekend, as asked, goes on through weekends too. Public holidays are not known.
"""

from datetime import date, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_weekend(day: date) -> bool:
    """Return whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def first_day(named: date | None) -> date:
    """Return the day that is named, else the next working day."""
    return named or next_working_day(date.today())


def next_working_day(day: date) -> date:
    """Return the first day after `day` from Monday to Friday.

    >>> next_working_day(date(2026, 11, 20)).isoformat(), next_working_day(date(2026, 11, 22)).isoformat()
    ('2026-11-23', '2026-11-23')
    """
    after = day + _ONE_DAY
    while is_weekend(after):
        after += _ONE_DAY
    return after


def visit_days(first: date, number: int) -> tuple[date, ...]:
    """Return `number` days from the `first` on.

    >>> [day.day for day in visit_days(date(2026, 11, 20), 3)]
    [20, 23, 24]
    >>> [day.day for day in visit_days(date(2026, 11, 22), 3)]
    [22, 23, 24]
    """
    return tuple(islice(_days(first), number))


def _days(first: date) -> "Iterator[date]":
    worked, day = is_weekend(first), first
    while True:
        yield day
        day = day + _ONE_DAY if worked else next_working_day(day)


def before_a_break(days: tuple[date, ...]) -> tuple[int, ...]:
    """Return the positions of the days that no day of the visit follows at once, the last one left out.

    >>> before_a_break(visit_days(date(2026, 11, 20), 3))
    (0,)
    """
    return tuple(place for place, (one, other) in enumerate(pairwise(days)) if other - one > _ONE_DAY)
