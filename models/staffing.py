"""Posts among communes: who gets the next officer.

Owns `allocate`, `reallocate` (officers may move), caseloads and the effective capacity of officers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, checked_whole, refuse_nan_and_negative
from models.errors import BadPlace, BadShape, TooFewPosts, TooManyPosts
from models.siting.problem import checked_time_limit
from models.siting.solution import relative_gap
from models.siting.watch import Tick, Watch
from models.staffing_program import Positions, StaffProgram

Objective = Literal["worst", "sainte_lague"]


@dataclass(frozen=True)
class Allocation:
    """Posts by unit and how good they are.

    Attributes
    ----------
    posts : tuple of int
        The posts added, one number for each unit.
    objective, bound : float
        "worst": the highest caseload; "sainte_lague": the sum of squared distances from proportion, each divided by
        the workload. Both rules are exact: the bound is the objective.
    gap : float
    """

    posts: tuple[int, ...]
    objective: float
    bound: float
    gap: float = 0.0


@dataclass(frozen=True)
class Reallocation:
    """Posts by unit and officers who move.

    Attributes
    ----------
    posts : tuple of int
        The posts added, one number for each unit.
    moved : tuple of (int, int)
        Officer and new unit, by position: the fewest moves that reach the objective.
    capacity : tuple of float
        Of each unit after the moves, the posts not counted.
    objective, bound, gap : float
        The highest caseload, and what no plan is below; `gap` is at most `TOLERANCE` when the search ended by itself.
    status : str
        "optimal" or "time_limit".
    """

    posts: tuple[int, ...]
    moved: tuple[tuple[int, int], ...]
    capacity: tuple[float, ...]
    objective: float
    bound: float
    gap: float
    status: str


def allocate(
    workload: ArrayLike,
    capacity: ArrayLike,
    posts: int,
    *,
    minimum: ArrayLike = 0,
    maximum: ArrayLike | None = None,
    objective: Objective = "worst",
) -> Allocation:
    """Share `posts` new posts out among units, one after another to the unit that needs it most.

    A unit's caseload is ``workload / (capacity + posts)``: 0 without workload, infinite without anyone to do it.

    Parameters
    ----------
    workload, capacity : array, shape (unit,)
        What there is to do, and the effective capacity already there, in posts.
    posts : int
        How many to add in all.
    minimum, maximum : int or array, shape (unit,)
        Fewest and most added to a unit. Default: 0, and no limit.
    objective : "worst", "sainte_lague"
        Make the highest caseload as low as can be, then the next, and so on, where of units without anyone the one
        with more work counts as higher; or come as near to proportion as can be, by the divisor method of Sainte-Laguë
        (Webster), posts already there counted. Then a unit without work gets more than its minimum only where no other
        may.

    Raises
    ------
    TooFewPosts, TooManyPosts
        The minima need more, or the maxima allow fewer.
    BadShape, NotFinite, NegativeValue, NotWhole
        The input is at fault.

    References
    ----------
    Giving the next unit to the greatest need is exact here: Fox (1966), Management Science 13(3). Sainte-Laguë (1910),
    Annales scientifiques de l'ENS 27; Balinski & Young (2001), Fair Representation.

    Examples
    --------
    >>> allocate([30, 10, 0], [1, 1, 0], 3).posts
    (2, 1, 0)
    >>> allocate([30, 10, 0], [1, 1, 0], 3, maximum=1).posts
    (1, 1, 1)
    """
    work = checked_amounts("workload", workload)
    there = checked_amounts("capacity", capacity, work.size)
    least = _checked_posts("minimum", minimum, work.size)
    most = _checked_posts("maximum", np.inf if maximum is None else maximum, work.size)
    number = _checked_number(posts, least, np.maximum(most, least))
    added = _given(work, there, (least, most), number, _NEED[objective])
    value = _VALUE[objective](work, there + added)
    return Allocation(tuple(int(each) for each in added), value, value)


def reallocate(  # noqa: PLR0913 - what there is to do, who is where, and what may change
    workload: ArrayLike,
    capacity: ArrayLike,
    unit: ArrayLike,
    posts: int,
    *,
    moves: int,
    movable: ArrayLike | None = None,
    minimum: ArrayLike = 0,
    maximum: ArrayLike | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Reallocation:
    """Share `posts` new posts out and move up to `moves` whole officers so that the highest caseload is least.

    Parameters
    ----------
    workload : array, shape (unit,)
    capacity, unit : array, shape (officer,)
        The effective capacity of each officer, and the position of the unit each works for.
    posts, minimum, maximum
        As for `allocate`; the limits apply to new posts.
    moves : int
        Most officers who change their unit.
    movable : bool array, shape (officer,), optional
        Who may. Default: everyone.
    time_limit : float, optional
        Seconds; the best found by then is returned with its gap.

    Returns
    -------
    Reallocation
        Where posts and officers are too few for every unit with work to have anyone, the highest caseload is infinite
        whoever moves: then nobody does.

    Raises
    ------
    BadPlace
        An officer's unit is none of those with a workload.
    TooFewPosts, TooManyPosts, BadShape, NotFinite, NegativeValue, NotWhole
        As for `allocate`.

    Notes
    -----
    Halves the range of caseloads in question: an integer program either reaches the middle with few enough moves or
    proves that nothing does.

    Examples
    --------
    >>> found = reallocate([4, 4], [1, 1, 1], [0, 0, 0], 0, moves=2)
    >>> found.moved, found.objective
    (((0, 1),), 4.0)
    """
    work, able = checked_amounts("workload", workload), checked_amounts("capacity", capacity)
    at = _checked_units(unit, able.size, work.size)
    there = _capacity_by_unit(able, at, work.size)
    still = allocate(work, there, posts, minimum=minimum, maximum=maximum)
    least, added = _checked_posts("minimum", minimum, work.size), float(sum(still.posts))
    most = np.maximum(least, _checked_posts("maximum", np.inf if maximum is None else maximum, work.size))
    limits = (least, np.maximum(least, np.minimum(most, added)))
    free = np.ones(able.size, dtype=bool) if movable is None else np.array(movable, dtype=bool)
    if free.shape != able.shape:
        raise BadShape("movable", able.shape, free.shape)
    program = StaffProgram(work, there, able, at, free, int(added), checked_whole("moves", moves), *limits)
    return _searched(program, still, Watch(checked_time_limit(time_limit), tick))


TOLERANCE = 1e-4
"""Caseloads closer than this, relative to each other, count as equal: the solver's own rounding is finer by far."""


def caseload(workload: ArrayLike, capacity: ArrayLike) -> Floats:
    """Return work for each post: 0 where there is none to do, inf where nobody is there to do it.

    Examples
    --------
    >>> caseload([12, 0, 5], [3, 0, 0]).tolist()
    [4.0, 0.0, inf]
    """
    work, posts = checked_amounts("workload", workload), checked_amounts("capacity", capacity)
    otherwise = np.where(work > 0, np.inf, 0.0)
    loads: Floats = np.divide(work, posts, out=otherwise, where=posts > 0)
    return loads


def effective_capacity(fte: ArrayLike, tenure: ArrayLike, currency: ArrayLike) -> Floats:
    """Return what officers can do of the work of a whole, experienced, trained one.

    Parameters
    ----------
    fte : array, shape (officer,)
        Share of working time for this post, 0 to 1.
    tenure : array, shape (officer,)
        Years in post; the first year counts 0.4 at its start and 1 at its end.
    currency : array, shape (officer,)
        Share of the skills the post asks for that are held and not expired, 0 to 1. Without any, half the work is done.

    Returns
    -------
    array, shape (officer,)
        Their product, each factor at most 1.
    """
    time, years = checked_amounts("fte", fte), checked_amounts("tenure", tenure)
    skilled = checked_amounts("currency", currency)
    grown = NEW + (1.0 - NEW) * np.minimum(years, 1.0)
    able = UNSKILLED + (1.0 - UNSKILLED) * np.minimum(skilled, 1.0)
    capacity: Floats = np.minimum(time, 1.0) * grown * able
    return capacity


NEW = 0.4
"""What an officer does in the first days of a post, of what one does after a year: an assumption, shown as one."""
UNSKILLED = 0.5
"""What an officer without any current skill does, of what one with all of them does: an assumption, shown as one."""


def _searched(program: StaffProgram, still: Allocation, watch: Watch) -> Reallocation:
    """Halve the range of worst caseloads until nothing is left between what is reached and what cannot be."""
    best, units, added = still.objective, program.unit, still.posts
    bound = _least_conceivable(program)
    while bound < best * (1.0 - TOLERANCE) and program.officer.size and program.moves and not watch.over:
        aim = _between(program, bound, best)
        found = program.fewest_moves(1.0 / aim, watch)
        if found.found:
            moved = program.units_after(found.values)
            after = _capacity_by_unit(program.capacity, moved, program.work.size)
            then = allocate(program.work, after, program.posts, minimum=program.least, maximum=program.most)
            if then.objective >= best:
                break  # the solver rounds: nothing closer can be told apart
            best, units, added = then.objective, moved, then.posts
        elif np.isposinf(found.bound):
            bound = aim if np.isfinite(best) else np.inf
        watch.reach(0.0)
    return _reallocation(program, units, added, bound)


def _reallocation(program: StaffProgram, units: Positions, added: tuple[int, ...], bound: float) -> Reallocation:
    after = _capacity_by_unit(program.capacity, units, program.work.size)
    value = _worst(program.work, after + np.array(added, dtype=np.float64))
    if not program.moves or not program.officer.size:
        bound = value
    gap = relative_gap(value, min(bound, value))
    moved = tuple((int(officer), int(units[officer])) for officer in np.flatnonzero(units != program.unit))
    status = "optimal" if gap <= TOLERANCE else "time_limit"
    return Reallocation(added, moved, tuple(after.tolist()), value, min(bound, value), gap, status)


def _least_conceivable(program: StaffProgram) -> float:
    """Return the caseload if all there is could be shared out in any parts."""
    everyone = float(program.there.sum()) + program.posts
    return float(program.work.sum()) / everyone if everyone else _worst(program.work, program.there)


def _between(program: StaffProgram, bound: float, best: float) -> float:
    """Return the caseload to try next: the middle; while some unit has nobody, the highest of a unit with anyone."""
    if np.isfinite(best):
        return 2.0 / (1.0 / best + 1.0 / bound)
    able = program.capacity[program.capacity > 0]
    return float(program.work.max()) / min(float(able.min(initial=np.inf)), 1.0)


def _capacity_by_unit(capacity: Floats, unit: Positions, units: int) -> Floats:
    summed: Floats = np.bincount(unit, capacity, units).astype(np.float64)
    return summed


def _checked_units(unit: ArrayLike, officers: int, units: int) -> Positions:
    at = np.asarray(unit, dtype=np.intp)
    if at.shape != (officers,):
        raise BadShape("unit", (officers,), at.shape)
    for position in at[(at < 0) | (at >= units)]:
        raise BadPlace("unit", int(position), units)
    return at


Need = Callable[[float, float], tuple[float, float]]


def _given(work: Floats, there: Floats, limits: tuple[Floats, Floats], number: int, need: Need) -> NDArray[np.int64]:
    """Give the minima, then each further post to the unit of greatest need, the smallest position of several."""
    least, most = limits
    added = least.astype(np.int64)

    def waiting(unit: int) -> tuple[float, float, int]:
        first, second = need(work[unit], there[unit] + added[unit])
        return -first, -second, unit

    queue = [waiting(unit) for unit in range(work.size) if added[unit] < most[unit]]
    heapify(queue)
    for _ in range(number - int(added.sum())):
        unit = heappop(queue)[-1]
        added[unit] += 1
        if added[unit] < most[unit]:
            heappush(queue, waiting(unit))
    return added


def _caseload_need(work: float, posts: float) -> tuple[float, float]:
    """Return the caseload; without anyone, more work goes first, and of equal caseloads the one that falls further."""
    if posts > 0:
        return work / posts, -work
    return (np.inf if work > 0 else 0.0), work


def _proportional_need(work: float, posts: float) -> tuple[float, float]:
    """Return the quotient of Sainte-Laguë."""
    return work / (2.0 * posts + 1.0), work


def _worst(work: Floats, posts: Floats) -> float:
    return float(caseload(work, posts).max(initial=0.0))


def _disproportion(work: Floats, posts: Floats) -> float:
    """Return the sum of squared distances from proportion, each divided by the workload."""
    busy = work > 0
    if not busy.any():
        return 0.0
    fair = work[busy] * posts.sum() / work.sum()
    return float(((posts[busy] - fair) ** 2 / work[busy]).sum())


_NEED: Mapping[Objective, Need] = {"worst": _caseload_need, "sainte_lague": _proportional_need}
_VALUE: Mapping[Objective, Callable[[Floats, Floats], float]] = {"worst": _worst, "sainte_lague": _disproportion}


def _checked_posts(name: str, values: ArrayLike, units: int) -> Floats:
    """Return a number for each unit: whole, or inf for no limit."""
    posts = np.array(np.broadcast_to(np.asarray(values, dtype=np.float64), (units,)))
    refuse_nan_and_negative(name, posts)
    for value in posts[np.isfinite(posts)]:
        checked_whole(name, float(value))
    return posts


def _checked_number(posts: int, least: Floats, most: Floats) -> int:
    number = checked_whole("posts", posts)
    if number < least.sum():
        raise TooFewPosts(number, int(least.sum()))
    if number > most.sum():
        raise TooManyPosts(number, int(most.sum()))
    return number
