"""The search for routes: whole numbers for PyVRP, floats for the truth.

Owns `Search`, its translation into a problem of PyVRP, and the choice among sequences of nights.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np

from models.checked_arrays import Floats

if TYPE_CHECKING:
    from pyvrp import ProblemData, Solution
    from pyvrp.stop import StoppingCriterion

SCALE = 10_000
"""Steps of a minute in the search; rounded down, so that nothing that fits is left out, and checked in floats after."""
STARTS = 4
"""Random starts of each search."""
TIGHTER = 0.999
"""By how much the day shrinks for another search when rounding let too much in."""
_MOST_TRIES = 20


Ends = tuple[tuple[int, int], ...]
"""Where each day starts and ends."""


@dataclass(frozen=True)
class Route:
    """One day: where it starts, what is visited in which order, where it ends."""

    start: int
    places: tuple[int, ...]
    end: int


@dataclass(frozen=True)
class Search:
    """What is to be visited, and how long to search. Times in minutes; arrays as in `models.visits.plan`."""

    minutes: Floats
    prizes: Floats
    service: Floats
    day_minutes: float
    must: tuple[int, ...]
    seed: int
    max_iterations: int | None
    time_limit: float | None

    @property
    def slack(self) -> float:
        """Minutes by which a day may pass its limit for the rounding of floats."""
        return 1e-9 * max(1.0, self.day_minutes)

    def duration(self, route: Route) -> float:
        """Return the minutes of a day, travel and service."""
        stops = [route.start, *route.places, route.end]
        if not route.places:
            return self.direct(route.start, route.end)
        travel = self.minutes[stops[:-1], stops[1:]].sum()
        return float(travel + self.service[list(route.places)].sum())

    def direct(self, start: int, end: int) -> float:
        """Return the minutes of a day that visits nothing."""
        return float(self.minutes[start, end]) if start != end else 0.0

    def fits(self, routes: tuple[Route, ...]) -> bool:
        """Say whether every day keeps its limit and all that must be visited is."""
        visited = {place for route in routes for place in route.places}
        return set(self.must) <= visited and self.days_fit(routes)

    def days_fit(self, routes: tuple[Route, ...]) -> bool:
        """Say whether every day keeps its limit."""
        return all(self.duration(route) <= self.day_minutes + self.slack for route in routes)

    def worth(self, routes: tuple[Route, ...]) -> tuple[float, float]:
        """Return the prizes and, less being better, the minutes."""
        prize = sum(float(self.prizes[place]) for route in routes for place in route.places)
        return prize, -sum(self.duration(route) for route in routes)


def best_routes(
    search: Search,
    days: int,
    base: int,
    end: int,
    lodgings: tuple[int, ...],
    *,
    tick: Callable[[float], None] | None = None,
) -> tuple[Route, ...] | None:
    """Return the best routes over every sequence of nights, None where none was found."""
    sequences = list(ends_of_days(days, base, end, lodgings))
    share = replace(search, time_limit=search.time_limit and search.time_limit / max(len(sequences), 1))
    found = []
    for done, ends in enumerate(sequences, start=1):
        routes = _routes(share, ends)
        if routes is not None:
            found.append(routes)
        if tick is not None:
            tick(done / len(sequences))
    return max(found, key=search.worth, default=None)


def ends_of_days(days: int, base: int, end: int, lodgings: tuple[int, ...]) -> Iterator[Ends]:
    """Yield start and end of each day for every way to spend the nights.

    Examples
    --------
    >>> list(ends_of_days(2, 0, 0, (5,)))
    [((0, 5), (5, 0))]
    >>> list(ends_of_days(2, 0, 9, ()))
    [((0, 9), (0, 9))]
    """
    if not lodgings:
        yield ((base, end),) * days
        return
    for nights in product(lodgings, repeat=max(days - 1, 0)):
        stops = (base, *nights, end)
        yield tuple(pairwise(stops)) if days else ()


def _routes(search: Search, ends: Ends) -> tuple[Route, ...] | None:
    """Search once; where rounding let too much into a day, again with a shorter one."""
    if not ends:
        return () if not search.must else None
    shorter = search.day_minutes
    for _ in range(_MOST_TRIES):
        routes = _search(search, ends, shorter)
        if routes is None or search.fits(routes):
            return routes
        shorter *= TIGHTER
    return None


def _search(search: Search, ends: Ends, day_minutes: float) -> tuple[Route, ...] | None:
    """Search from several random starts, which differ more than one search comes to differ from itself."""
    from pyvrp import solve

    nowhere = tuple(Route(start, (), end) for start, end in ends)
    clients = _clients(search, ends, day_minutes)
    if clients is None or not search.days_fit(nowhere):
        return None
    found = [nowhere] if not search.must else []
    if clients:
        data = _problem(search, ends, clients, day_minutes)
        for start in range(STARTS):
            seed = search.seed * STARTS + start
            best = solve(data, _stop(search), seed=seed, collect_stats=False, display=False).best
            if best.is_feasible():
                found.append(_read(best, ends, clients))
    return max(found, key=search.worth, default=None)


def _clients(search: Search, ends: Ends, day_minutes: float) -> list[int] | None:
    """Return the places worth searching: those a day can reach; None where one that must be visited is beyond."""
    starts, stops = (list(each) for each in zip(*ends, strict=True))
    alone = (search.minutes[starts] + search.service + search.minutes[:, stops].T).min(axis=0)
    near = alone <= day_minutes + search.slack
    if not near[list(search.must)].all():
        return None
    return [place for place in range(len(near)) if place in search.must or (near[place] and search.prizes[place] > 0)]


def _stop(search: Search) -> "StoppingCriterion":
    from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

    limits: list[StoppingCriterion] = []
    if search.max_iterations:
        limits.append(MaxIterations(search.max_iterations))
    if search.time_limit:
        limits.append(MaxRuntime(search.time_limit / STARTS))
    return MultipleCriteria(limits)


def _problem(search: Search, ends: Ends, clients: list[int], day_minutes: float) -> "ProblemData":
    """Return the problem with the service in the way to a place: a limit on lengths is searched faster than on times.

    Locations are the clients, then the depots, so that a place where days start may be visited too. Each pair of start
    and end has lengths of its own: the minutes beyond the direct way. So a day on which nothing is visited, which the
    search takes for free, counts as much as it takes.
    """
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType

    depots, pairs = sorted({place for pair in ends for place in pair}), sorted({*ends})
    limit, stops = _whole(day_minutes + search.slack), [*clients, *depots]
    worth = _worth_of_a_prize(search, len(ends), limit)
    lengths = [_lengths(search, pair, stops, len(clients), limit) for pair in pairs]
    return ProblemData(
        [Location(0, 0) for _ in stops],
        [
            Client(number, prize=round(float(search.prizes[place]) * worth), required=place in search.must)
            for number, place in enumerate(clients)
        ],
        [Depot(len(clients) + number) for number in range(len(depots))],
        [
            VehicleType(
                start_depot=depots.index(start),
                end_depot=depots.index(end),
                max_distance=_whole(day_minutes + search.slack - search.direct(start, end)),
                profile=pairs.index((start, end)),
            )
            for start, end in ends
        ],
        lengths,
        [np.zeros_like(each) for each in lengths],
    )


def _lengths(search: Search, pair: tuple[int, int], stops: list[int], clients: int, limit: int) -> Any:
    """Return the steps between stops, of which a route has as many as it takes beyond the direct way to its end.

    To each way is added by how much it leads away from the end of the day: on the way from start to end these add up to
    the direct way, taken off. None is below 0, as the minutes are those of the quickest ways.
    """
    start, end = pair
    left = search.minutes[stops, end] if start != end else np.zeros(len(stops))
    service = np.append(search.service[stops[:clients]], np.zeros(len(stops) - clients))
    with np.errstate(invalid="ignore"):
        minutes = search.minutes[np.ix_(stops, stops)] + service + left - left[:, None]
        steps = np.floor(np.maximum(minutes, 0.0) * SCALE)
    most = _BEYOND * (limit + 1)
    lengths: Any = np.minimum(np.where(np.isfinite(steps), steps, most), most).astype(np.int64)
    np.fill_diagonal(lengths, 0)
    return lengths


_BEYOND = 2
"""Limits of a day that stand for a way there is not: so long that leaving it out is worth more than its prize."""


def _worth_of_a_prize(search: Search, days: int, limit: int) -> float:
    """Return the steps of travel a unit of prize is worth: the least difference of prizes outweighs all days."""
    positive = np.unique(np.append(0.0, search.prizes))
    grain = float(np.diff(positive).min(initial=np.inf))
    if not np.isfinite(grain):
        return 1.0
    return min((limit * days + 1) / grain, _MOST_WORTH / max(float(search.prizes.max()), 1.0))


_MOST_WORTH = 2.0**50
"""Beyond this sums of prizes would not fit whole numbers."""


def _whole(minutes: float) -> int:
    return int(np.floor(minutes * SCALE))


def _read(best: "Solution", ends: Ends, clients: list[int]) -> tuple[Route, ...]:
    """Return the routes in the order of the days; a day without a route is empty."""
    by_day = {
        route.vehicle_type(): tuple(clients[stop.idx] for stop in route if stop.is_client()) for route in best.routes()
    }
    return tuple(Route(start, by_day.get(day, ()), end) for day, (start, end) in enumerate(ends))
