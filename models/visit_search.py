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
            return float(self.minutes[route.start, route.end]) if route.start != route.end else 0.0
        travel = self.minutes[stops[:-1], stops[1:]].sum()
        return float(travel + self.service[list(route.places)].sum())

    def fits(self, routes: tuple[Route, ...]) -> bool:
        """Say whether every day keeps its limit and all that must be visited is."""
        visited = {place for route in routes for place in route.places}
        return set(self.must) <= visited and all(
            self.duration(route) <= self.day_minutes + self.slack for route in routes
        )

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


def ends_of_days(days: int, base: int, end: int, lodgings: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
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


def _routes(search: Search, ends: tuple[tuple[int, int], ...]) -> tuple[Route, ...] | None:
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


def _search(search: Search, ends: tuple[tuple[int, int], ...], day_minutes: float) -> tuple[Route, ...] | None:
    """Search from several random starts, which differ more than one search comes to differ from itself."""
    from pyvrp import solve

    clients = [place for place in range(len(search.minutes)) if place in set(search.must) or search.prizes[place] > 0]
    if not clients:
        return tuple(Route(start, (), end) for start, end in ends)
    data = _problem(search, ends, clients, day_minutes)
    found = []
    for start in range(STARTS):
        best = solve(data, _stop(search), seed=search.seed * STARTS + start, collect_stats=False, display=False).best
        if best.is_feasible():
            found.append(_read(best, ends, clients))
    return max(found, key=search.worth, default=None)


def _stop(search: Search) -> "StoppingCriterion":
    from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

    limits: list[StoppingCriterion] = []
    if search.max_iterations:
        limits.append(MaxIterations(search.max_iterations))
    if search.time_limit:
        limits.append(MaxRuntime(search.time_limit / STARTS))
    return MultipleCriteria(limits)


def _problem(
    search: Search, ends: tuple[tuple[int, int], ...], clients: list[int], day_minutes: float
) -> "ProblemData":
    """Return the problem with the service in the way to a place: a limit on lengths is searched faster than on times.

    Locations are the clients, then the depots, so that a place where days start may be visited too.
    """
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType

    depots = sorted({place for pair in ends for place in pair})
    limit = _whole(day_minutes + search.slack)
    stops = [*clients, *depots]
    service = np.append(search.service[clients], np.zeros(len(depots)))
    steps = np.floor((search.minutes[np.ix_(stops, stops)] + service) * SCALE)
    travel: Any = np.minimum(np.where(np.isfinite(steps), steps, limit + 1), limit + 1).astype(np.int64)
    np.fill_diagonal(travel, 0)
    worth = _worth_of_a_prize(search, len(ends), limit)
    return ProblemData(
        [Location(0, 0) for _ in stops],
        [
            Client(number, prize=round(float(search.prizes[place]) * worth), required=place in search.must)
            for number, place in enumerate(clients)
        ],
        [Depot(len(clients) + number) for number in range(len(depots))],
        [
            VehicleType(start_depot=depots.index(start), end_depot=depots.index(end), max_distance=limit)
            for start, end in ends
        ],
        [travel],
        [np.zeros_like(travel)],
    )


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


def _read(best: "Solution", ends: tuple[tuple[int, int], ...], clients: list[int]) -> tuple[Route, ...]:
    """Return the routes in the order of the days; a day without a route is empty."""
    by_day = {
        route.vehicle_type(): tuple(clients[stop.idx] for stop in route if stop.is_client()) for route in best.routes()
    }
    return tuple(Route(start, by_day.get(day, ()), end) for day, (start, end) in enumerate(ends))
