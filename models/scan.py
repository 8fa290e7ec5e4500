"""The spatial scan statistic: where cases crowd, in circles of any size, and how often chance alone does as much.

Owns `scan`, `redrawn_membership` and what they return.

References
----------
Kulldorff (1997), Communications in Statistics – Theory and Methods 26(6).
Settings where the paper leaves a choice: SaTScan's defaults (Kulldorff, SaTScan User Guide).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from models.errors import NegativeValue, OutOfRange
from models.scan_data import Model, ScanData, scan_data
from models.scan_draws import NULL_DRAWS, REDRAWS
from models.scan_likelihood import LIKELIHOODS, Counts
from models.scan_replicas import Search
from models.scan_windows import Floats, Metric, Places, Tick, Windows, windows

TIE = 1e-9
"""Log likelihood ratios, and radii, that differ by this part are the same; the former count as a tie against chance."""

_WINDOWS_SHARE, _CANDIDATES_SHARE = 0.1, 0.15
"""Of the work, where each part ends; the rest is replicas."""

_CENTRES_A_TICK = 100

_NULL, _REDRAWN = 0, 1
"""Streams of random numbers."""


@dataclass(frozen=True)
class Cluster:
    """A window with more cases than expected.

    Attributes
    ----------
    members : tuple of int
        Positions of the locations inside, nearest to the centre first.
    centre : int
        Position of the location in the middle (the first one of those with its coordinates).
    radius : float
        Distance to the farthest member: kilometres with `metric="great_circle"`, else the coordinates' unit.
    llr : float
        Log likelihood ratio.
    p : float
        (1 + replicas whose strongest window is at least as strong) / (1 + replicas).
    observed : int
    expected : float
        Cases if the rate were the same everywhere.
    relative_risk : float
        Rate inside ÷ rate outside; inf where no case lies outside.
    population : float
    """

    members: tuple[int, ...]
    centre: int
    radius: float
    llr: float
    p: float
    observed: int
    expected: float
    relative_risk: float
    population: float


@dataclass(frozen=True)
class Scan:
    """Clusters without a location in common, highest `llr` first, and what chance does.

    Attributes
    ----------
    clusters : tuple of Cluster
    maxima : array, shape (permutations,)
        The highest log likelihood ratio of each replica, in ascending order.
    """

    clusters: tuple[Cluster, ...]
    maxima: Floats

    def critical_value(self, level: float = 0.05) -> float:
        """Return the `llr` above which p is at most `level`; inf where so few replicas cannot reach it."""
        stronger = int(level * (len(self.maxima) + 1) * (1.0 + TIE))
        return float(self.maxima[-stronger]) * (1.0 + TIE) if 0 < stronger <= len(self.maxima) else np.inf


def scan(  # noqa: PLR0913 - the three operands, then what SaTScan asks
    cases: ArrayLike,
    population: ArrayLike,
    coordinates: ArrayLike,
    *,
    model: Model = "poisson",
    metric: Metric = "plane",
    max_share: float = 0.5,
    permutations: int = 999,
    seed: int = 0,
    tick: Tick | None = None,
) -> Scan:
    """Find the circles whose rate of cases is higher than outside, and how likely chance makes one as strong.

    Parameters
    ----------
    cases : array of whole numbers, shape (location,)
    population : array, shape (location,)
        People or person-time; in the Bernoulli model cases + controls, whole numbers. A location without any is a
        member of the circles it lies in, and may be their centre.
    coordinates : array, shape (location, 2)
        (x, y), or (longitude, latitude) in degrees with `metric="great_circle"`. Equal coordinates are one place.
    max_share : float
        A circle holds at most this share of the population, and may hold exactly that; above 0, at most 1.
    permutations : int
        Replicas with the same number of cases, placed by chance where people are; 0: every p is 1.
    tick : callable, optional
        Told the fraction done; it may raise to cancel.

    Returns
    -------
    Scan
        Of each centre the strongest circle, of these the ones without a location in common with a stronger one
        (SaTScan: "no geographical overlap"); of equally strong ones that with the smaller radius. A circle has at
        least two cases. No case at all, or one location: no clusters.

    Raises
    ------
    NoPopulation, CasesWithoutPopulation, MoreCasesThanPopulation
        The rate inside some circle is not defined.
    BadShape, NotFinite, NegativeValue, NotWhole, OutOfRange
        The input is at fault.

    References
    ----------
    Kulldorff (1997), Communications in Statistics – Theory and Methods 26(6).

    Examples
    --------
    >>> found = scan([5, 4, 0, 1], [100, 100, 100, 100], [(0, 0), (0, 1), (0, 5), (0, 7)], permutations=99)
    >>> found.clusters[0].members, found.clusters[0].observed, found.clusters[0].expected
    ((0, 1), 9, 5.0)
    """
    if permutations < 0:
        raise NegativeValue("permutations", ())
    data = scan_data(cases, population, coordinates, model=model, metric=metric)
    search = _search(data, model, max_share, _part_of(tick, 0.0, _WINDOWS_SHARE))
    candidates = _candidates(data, search, _part_of(tick, _WINDOWS_SHARE, _CANDIDATES_SHARE))
    draw = NULL_DRAWS[model](data.cases, data.population)
    replicas = search.strongest(draw, permutations, seed=(seed, _NULL), tick=_part_of(tick, _CANDIDATES_SHARE, 1.0))
    maxima = np.sort(replicas.llr)
    return Scan(tuple(_cluster(each, data, search, maxima) for each in _apart(candidates, search.windows)), maxima)


def redrawn_membership(  # noqa: PLR0913 - the three operands, then what SaTScan asks
    cases: ArrayLike,
    population: ArrayLike,
    coordinates: ArrayLike,
    *,
    model: Model = "poisson",
    metric: Metric = "plane",
    max_share: float = 0.5,
    redraws: int = 999,
    above: float = 0.0,
    seed: int = 0,
    tick: Tick | None = None,
) -> Floats:
    """Return how often each location lies in the most likely cluster when the cases are drawn again.

    Poisson model: the same number of cases, falling on locations in proportion to the cases observed there (Oliveira's
    F, also in SaTScan). Bernoulli model: each person of a location is a case with the probability
    (its cases + the overall share) / (its people + 1), so that places of one person vary too.

    Read it beside the cluster's p: redrawn cases are patchier than the risk behind them, so that even where the risk is
    the same everywhere some locations come again and again.

    Parameters
    ----------
    cases, population, coordinates, model, metric, max_share, seed, tick
        As for `scan`.
    redraws : int
        At least 1.
    above : float
        The most likely cluster counts only if its log likelihood ratio is greater, e.g. `Scan.critical_value(0.05)`:
        then the answer is how often a location lies in a significant one.

    Returns
    -------
    array, shape (location,)
        Shares of the redraws.

    Raises
    ------
    NoPopulation, CasesWithoutPopulation, MoreCasesThanPopulation
    BadShape, NotFinite, NegativeValue, NotWhole, OutOfRange
        As for `scan`.

    References
    ----------
    Oliveira, Duczmal, Cançado & Tavares (2011), International Journal of Health Geographics 10:1.

    Examples
    --------
    >>> redrawn_membership([9, 0, 0, 0], [10, 10, 10, 10], [(0, 0), (0, 1), (0, 2), (0, 3)]).tolist()
    [1.0, 0.0, 0.0, 0.0]
    """
    if redraws < 1:
        raise OutOfRange("redraws", redraws, 0.0, np.inf)
    data = scan_data(cases, population, coordinates, model=model, metric=metric)
    search = _search(data, model, max_share, _part_of(tick, 0.0, _WINDOWS_SHARE))
    draw = REDRAWS[model](data.cases, data.population)
    found = search.strongest(draw, redraws, seed=(seed, _REDRAWN), tick=_part_of(tick, _WINDOWS_SHARE, 1.0))
    times = np.zeros(len(data.places))
    for window in found.window[found.llr > above]:
        times[search.windows.members(window)] += 1.0
    return np.asarray((times / redraws)[data.places.of_location])


def _search(data: ScanData, model: Model, max_share: float, tick: Tick | None) -> Search:
    if not 0.0 < max_share <= 1.0:
        raise OutOfRange("max_share", max_share, 0.0, 1.0)
    circles = windows(data.places, data.population, max_share, tick)
    return Search(circles, LIKELIHOODS[model], float(data.population.sum()))


class _Candidate(NamedTuple):
    """A centre's strongest window."""

    window: int
    llr: float
    radius: float


def _candidates(data: ScanData, search: Search, tick: Tick | None) -> list[_Candidate]:
    """Return the strongest window of each centre that has one with a high rate."""
    circles, total = search.windows, data.cases.sum()
    found = []
    for centre, (first, end) in enumerate(pairwise(circles.starts)):
        inside = np.cumsum(data.cases[circles.order[first:end]])
        llr = search.likelihood(inside, circles.sizes[first:end], total, search.population)
        if llr.size and llr.max() > 0.0:
            window = int(first) + int(np.argmax(llr >= llr.max() * (1.0 - TIE)))
            found.append(_Candidate(window, float(llr.max()), _radius(data.places, circles, window)))
        if tick is not None and centre % _CENTRES_A_TICK == 0:
            tick(centre / len(data.places))
    return found


def _apart(candidates: list[_Candidate], circles: Windows) -> list[_Candidate]:
    """Return the candidates that share no place with a stronger one, strongest first."""
    taken = np.zeros(len(circles.starts) - 1, dtype=bool)
    chosen = []
    for candidate in _by_strength(candidates):
        members = circles.members(candidate.window)
        if not taken[members].any():
            taken[members] = True
            chosen.append(candidate)
    return chosen


def _by_strength(candidates: list[_Candidate]) -> list[_Candidate]:
    """Sort by strength; of equally strong ones the smaller radius comes first, then the order of coordinates."""
    weakness = _ranks(np.array([-each.llr for each in candidates]))
    width = _ranks(np.array([each.radius for each in candidates]))
    order = sorted(range(len(candidates)), key=lambda i: (weakness[i], width[i], candidates[i].window))
    return [candidates[i] for i in order]


def _ranks(values: Floats) -> Counts:
    """Return the rank of each value, the lowest first; neighbours that differ by no more than the part `TIE` share one.

    >>> _ranks(np.array([3.0, 1.0, 3.0 + 1e-12])).tolist()
    [1, 0, 1]
    """
    order = np.argsort(values, kind="stable")
    rising = values[order]
    ranks = np.empty(values.shape, dtype=np.int64)
    ranks[order] = np.cumsum(np.diff(rising, prepend=rising[:1]) > TIE * np.abs(rising))
    return ranks


def _radius(places: Places, circles: Windows, window: int) -> float:
    centre = circles.centre(window)
    return float(places.distances(slice(centre, centre + 1))[0, circles.order[window]])


def _cluster(candidate: _Candidate, data: ScanData, search: Search, maxima: Floats) -> Cluster:
    members = search.windows.members(candidate.window)
    observed, people = int(data.cases[members].sum()), float(data.population[members].sum())
    total = int(data.cases.sum())
    expected = total * people / search.population
    stronger = len(maxima) - int(np.searchsorted(maxima, candidate.llr * (1.0 - TIE), side="left"))
    outside = (total - observed) / (total - expected)
    centre = np.array([search.windows.centre(candidate.window)])
    return Cluster(
        members=tuple(data.places.locations(members).tolist()),
        centre=int(data.places.locations(centre)[0]),
        radius=candidate.radius,
        llr=candidate.llr,
        p=(1 + stronger) / (1 + len(maxima)),
        observed=observed,
        expected=expected,
        relative_risk=observed / expected / outside if outside > 0.0 else np.inf,
        population=people,
    )


def _part_of(tick: Tick | None, start: float, end: float) -> Tick | None:
    """Return the `tick` of a part of the work that lies between two fractions of the whole."""
    return None if tick is None else lambda fraction: tick(start + (end - start) * fraction)
