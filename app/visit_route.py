"""The route of a visit: which communes on which day, by the clock, and why the others are not on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.progress import Tick
from app.visit_minutes import Between

if TYPE_CHECKING:
    from models.visits import Visits


Floats = NDArray[np.float64]
MINUTES_PER_HOUR = 60
NOON_BREAK_FROM = 11.5 * MINUTES_PER_HOUR
"""Minutes after midnight from which a team that leaves a commune, or ends its way, takes its break: 11:30."""
PLANNED = ("visited", "not_enough_time", "out_of_reach", "left_out", "no_score", "no_position")
"""What becomes of a commune, in the order of the legend."""


class Asked(Protocol):
    """What a route is asked with."""

    days: int
    hours: float
    noon_break: float
    leaves_at: str
    seed: int
    iterations: int


@dataclass(frozen=True, slots=True)
class Named:
    """The communes a person named, by code, and the minutes a visit takes in each commune."""

    base: str
    must: tuple[str, ...]
    leave_out: tuple[str, ...]
    lodgings: tuple[str, ...]
    service: Mapping[str, float]

    @property
    def nights(self) -> tuple[str, ...]:
        """Where nights may be spent: in the lodgings and at the base; none where no lodging is named."""
        return tuple(dict.fromkeys((self.base, *self.lodgings))) if self.lodgings else ()

    def service_in(self, codes: Iterable[str]) -> Floats:
        """Return the minutes in each of these communes."""
        return np.array([self.service[code] for code in codes], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Stop:
    """A commune on the route; `order` counts from 1 within the day.

    `travel`: minutes from the stop before it; `arrive` and `leave`: minutes after midnight.
    """

    day: int
    order: int
    code: str
    travel: float
    arrive: float
    leave: float

    @property
    def service(self) -> float:
        """Minutes in the commune."""
        return self.leave - self.arrive

    @property
    def rank(self) -> str:
        """Day and order: 2.1 is the first stop of the second day."""
        return f"{self.day}.{self.order}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: where it starts and ends (codes), its stops, the way to where it ends, and its minutes in all.

    `minutes` are travel and service, the break not counted; `leaves`, `rests` (the break at noon, None without one) and
    `back` are the clock in minutes after midnight.
    """

    day: int
    start: str
    end: str
    stops: tuple[Stop, ...]
    last_travel: float
    minutes: float
    leaves: float
    rests: float | None
    back: float

    @property
    def travel(self) -> float:
        """Minutes on the way, to the end of the day."""
        return sum(stop.travel for stop in self.stops) + self.last_travel


def routes(between: Between, worth: "pd.Series[float]", named: Named, asked: Asked, *, tick: Tick | None) -> list[Day]:
    """Return the days of the best route found.

    Parameters
    ----------
    worth : Series
        The score of each commune by code.

    Raises
    ------
    models.errors.OutOfReach, models.errors.TooLongForDays
        What must be visited cannot be; positions are those of `between.codes`.
    """
    from models.visits import plan

    at = {code: position for position, code in enumerate(between.codes)}
    wanted = worth.where(~worth.index.isin(named.leave_out), 0.0)
    prizes = wanted.reindex(list(between.codes)).fillna(0.0).to_numpy(np.float64)
    found = plan(
        between.minutes,
        prizes,
        named.service_in(between.codes),
        day_minutes=asked.hours * MINUTES_PER_HOUR,
        days=asked.days,
        base=at[named.base],
        must=[at[code] for code in named.must],
        lodgings=[at[code] for code in named.nights],
        seed=asked.seed,
        max_iterations=asked.iterations,
        tick=tick,
    )
    return [
        _day(number, found.days[place], found.ends[place], (between, named), asked)
        for number, place in enumerate(_order(found, prizes), start=1)
    ]


def _order(found: "Visits", prizes: np.ndarray) -> list[int]:
    """Return the days in the order they are travelled: without nights away, the most score first."""
    days = range(len(found.days))
    if len({*found.ends}) > 1:
        return list(days)
    return sorted(days, key=lambda day: (-sum(prizes[place] for place in found.days[day]), day))


def _day(
    number: int, places: tuple[int, ...], ends: tuple[int, int], where: tuple[Between, Named], asked: Asked
) -> Day:
    """Return a day by the clock."""
    (start, end), (between, named) = ends, where
    leaves = clock_minutes(asked.leaves_at)
    clock, here, rests = leaves, start, None
    stops = []
    for order, there in enumerate(places, start=1):
        clock, rests = _rest(clock, rests, asked.noon_break)
        travel, code = float(between.minutes[here, there]), between.codes[there]
        arrive = clock + travel
        clock, here = arrive + named.service[code], there
        stops.append(Stop(number, order, code, travel, arrive, clock))
    clock, rests = _rest(clock, rests, asked.noon_break)
    last = float(between.minutes[here, end])
    minutes = sum(stop.travel + stop.service for stop in stops) + last
    return Day(
        number, between.codes[start], between.codes[end], tuple(stops), last, minutes, leaves, rests, clock + last
    )


def _rest(clock: float, rests: float | None, minutes: float) -> tuple[float, float | None]:
    """Return the clock after the break at noon, where that is due and was not taken, and when the break begins."""
    due = clock >= NOON_BREAK_FROM and rests is None and minutes > 0
    return (clock + minutes, clock) if due else (clock, rests)


def clock_minutes(written: str) -> float:
    """Return minutes after midnight of a time as it is written.

    >>> clock_minutes("07:30")
    450.0
    """
    moment = time.fromisoformat(written)
    return float(MINUTES_PER_HOUR * moment.hour + moment.minute)


def clock_text(minutes: float) -> str:
    """Return minutes after midnight as a clock shows them, rounded up to whole ones; beyond midnight hours go on.

    >>> clock_text(450), clock_text(510.2), clock_text(1500)
    ('07:30', '08:31', '25:00')
    """
    whole = int(np.ceil(minutes - _CLOCK_ROUNDING))
    return f"{whole // MINUTES_PER_HOUR:02d}:{whole % MINUTES_PER_HOUR:02d}"


_CLOCK_ROUNDING = 1e-6


def what_became(
    codes: "pd.Index[str]", worth: "pd.Series[float]", between: Between, named: Named, days: list[Day], asked: Asked
) -> "pd.Series[str]":
    """Return, by code, whether a commune is visited, else the first reason why not: a word of `PLANNED`."""
    visited = {stop.code for day in days for stop in day.stops}
    least = least_minutes(between, named)
    words = {}
    for code in codes:
        alone = least.get(code)
        if code in visited:
            words[code] = "visited"
        elif code in named.leave_out:
            words[code] = "left_out"
        elif alone is None:
            words[code] = "no_position"
        elif alone > asked.hours * MINUTES_PER_HOUR:
            words[code] = "out_of_reach"
        else:
            words[code] = "not_enough_time" if worth[code] > 0 else "no_score"
    return pd.Series(words, dtype=object)


def least_minutes(between: Between, named: Named) -> dict[str, float]:
    """Return the least minutes of a day that visits nothing but this commune, by code; inf where no way leads."""
    ends = [between.codes.index(code) for code in (named.base, *named.lodgings)]
    alone = between.minutes[ends].min(axis=0) + named.service_in(between.codes) + between.minutes[:, ends].min(axis=1)
    return dict(zip(between.codes, alone.tolist(), strict=True))
