"""Which communes to visit in a few days, and in what order.

Owns `plan`: routes with prizes, by PyVRP.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from models.checked_arrays import Floats, checked_amounts, checked_whole, frozen, refuse_nan_and_negative
from models.errors import BadPlace, BadShape, OutOfReach, TooLongForDays
from models.visit_search import Search, best_routes

MAX_ITERATIONS = 1_000
"""Iterations of a search from each start where nothing else is said: enough for the published problems."""


@dataclass(frozen=True)
class Visits:
    """A plan of visits.

    Attributes
    ----------
    days : tuple of tuple of int
        Positions in the order of the day, without where the day starts and ends; a day may be empty.
    prize : float
        Sum of the prizes of those visited.
    minutes : tuple of float
        Of each day, travel and service, from its start to its end.
    ends : tuple of pairs of int
        Where each day starts and ends: base, lodgings, end.
    """

    days: tuple[tuple[int, ...], ...]
    prize: float
    minutes: tuple[float, ...]
    ends: tuple[tuple[int, int], ...]


def plan(  # noqa: PLR0913 - the contract: what is visited, in which days, from where, and how long to search
    minutes: ArrayLike,
    prizes: ArrayLike,
    service: ArrayLike,
    *,
    day_minutes: float,
    days: int,
    base: int = 0,
    end: int | None = None,
    must: Iterable[int] = (),
    lodgings: Sequence[int] = (),
    seed: int = 0,
    max_iterations: int | None = None,
    time_limit: float | None = None,
    tick: Callable[[float], None] | None = None,
) -> Visits:
    """Visit places in `days` days so that the prizes add to most, and of equal plans the one with least travel.

    Parameters
    ----------
    minutes : array, shape (place, place)
        Travel time from each place (row) to each other by the quickest way; inf where there is none.
    prizes : array, shape (place,)
        What a visit is worth.
    service : array, shape (place,)
        Minutes spent at a place.
    day_minutes : float
        Most minutes of a day, travel and service, inclusive.
    base, end : int
        Where each day starts and ends; with lodgings, where the first day starts and the last one ends. `end` is `base`
        unless it is given.
    must : positions
        Places that are visited whatever they are worth.
    lodgings : positions
        Where nights may be spent, a handful at most. Each sequence of nights is a search of its own; the best is kept.
    max_iterations : int, optional
        Of each search from each of its random starts. Default: `MAX_ITERATIONS`, or, where there is a time
        limit, no limit.
    time_limit : float, optional
        Seconds in all. A plan ended by it may differ from run to run.

    Returns
    -------
    Visits
        The best plan found; no bound is known of it.

    Raises
    ------
    OutOfReach
        A place that must be visited is too far for any day, even alone.
    TooLongForDays
        The places that must be visited do not fit into the days together, as far as was found.
    BadPlace
        Base, end, lodging or a place that must be visited is not one of the places.
    BadShape, NotFinite, NegativeValue, NotWhole
        The input is at fault.

    References
    ----------
    Wouda, Lan & Kool (2024), PyVRP, INFORMS Journal on Computing 36(4); the problem is the team orienteering problem of
    Chao, Golden & Wasil (1996), European Journal of Operational Research 88(3), with places that must be visited.

    Examples
    --------
    >>> road = [[0, 30, 60], [30, 0, 30], [60, 30, 0]]
    >>> plan(road, [0, 1, 5], [0, 20, 20], day_minutes=159, days=1).days
    ((2,),)
    """
    travel = _checked_minutes(minutes)
    places = len(travel)
    search = Search(
        minutes=travel,
        prizes=checked_amounts("prizes", prizes, places),
        service=checked_amounts("service", service, places),
        day_minutes=float(day_minutes),
        must=_checked_places("must", must, places),
        seed=seed,
        max_iterations=max_iterations if max_iterations or time_limit else MAX_ITERATIONS,
        time_limit=time_limit,
    )
    number = checked_whole("days", days)
    first, *nights = _checked_places("base", (base, *lodgings), places)
    (last,) = _checked_places("end", (base if end is None else end,), places)
    _refuse_out_of_reach(search, (first, *nights, last))
    routes = best_routes(search, number, first, last, tuple(nights), tick=tick)
    if routes is None:
        raise TooLongForDays(search.must, number)
    return Visits(
        tuple(route.places for route in routes),
        float(sum(search.prizes[place] for route in routes for place in route.places)),
        tuple(search.duration(route) for route in routes),
        tuple((route.start, route.end) for route in routes),
    )


def _checked_minutes(minutes: ArrayLike) -> Floats:
    travel = frozen(minutes)
    if travel.ndim != 2 or travel.shape[0] != travel.shape[1] or not travel.size:
        raise BadShape("minutes", (-1, -1), travel.shape)
    refuse_nan_and_negative("minutes", travel)
    return travel


def _checked_places(name: str, positions: Iterable[int], places: int) -> tuple[int, ...]:
    found = tuple(int(each) for each in positions)
    for position in found:
        if not 0 <= position < places:
            raise BadPlace(name, position, places)
    return found


def _refuse_out_of_reach(search: Search, ends: tuple[int, ...]) -> None:
    """Raise OutOfReach for a place that must be visited and cannot be, even on a day of its own."""
    starts = search.minutes[list(ends)].min(axis=0)
    back = search.minutes[:, list(ends)].min(axis=1)
    alone = starts + search.service + back
    for place in search.must:
        if alone[place] > search.day_minutes + search.slack:
            raise OutOfReach(place, float(alone[place]), search.day_minutes)
