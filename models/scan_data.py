"""What a scan statistic is given: cases and people, checked, each at its place.

Owns `ScanData` and `scan_data`.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import (
    BadShape,
    CasesWithoutPopulation,
    MoreCasesThanPopulation,
    NegativeValue,
    NoPopulation,
    NotFinite,
    NotWhole,
    OutOfRange,
)
from models.scan_windows import Floats, Metric, Places

Counts = NDArray[np.int64]
Model = Literal["poisson", "bernoulli"]

MOST_PEOPLE = 1e9
"""The Bernoulli model draws its replicas from fewer people than this (numpy's limit)."""


class ScanData(NamedTuple):
    """Cases and people, each at its place."""

    places: Places
    cases: Counts
    population: Floats


def scan_data(
    cases: ArrayLike, population: ArrayLike, coordinates: ArrayLike, *, model: Model, metric: Metric
) -> ScanData:
    """Return the data of a scan, or raise what is wrong with it; see `models.scan.scan`."""
    count, people, points = _amounts("cases", cases), _amounts("population", population), _points(coordinates, metric)
    for name, array, shape in (("population", people, count.shape), ("coordinates", points, (len(count), 2))):
        if array.shape != shape:
            raise BadShape(name, shape, array.shape)
    if not people.any():
        raise NoPopulation
    _refuse_cases_without_people(count, people)
    _require_whole("cases", count)
    if model == "bernoulli":
        _check_people(count, people)
    places = Places.of(points, metric)
    return ScanData(places, places.total(count).round().astype(np.int64), places.total(people))


def _amounts(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise BadShape(name, (-1,), array.shape)
    for wrong, error in ((~np.isfinite(array), NotFinite), (array < 0, NegativeValue)):
        if wrong.any():
            raise error(name, _first(wrong))
    return array


def _points(coordinates: ArrayLike, metric: Metric) -> Floats:
    points = np.asarray(coordinates, dtype=np.float64)
    if not np.isfinite(points).all():
        raise NotFinite("coordinates", _first(~np.isfinite(points)))
    latitude = points[..., -1]
    if metric == "great_circle" and (np.abs(latitude) > 90.0).any():
        raise OutOfRange("latitude", float(latitude[np.abs(latitude) > 90.0][0]), -90.0, 90.0)
    return points


def _refuse_cases_without_people(cases: Floats, people: Floats) -> None:
    alone = np.flatnonzero((cases > 0) & (people == 0))
    if alone.size:
        raise CasesWithoutPopulation(alone.tolist())


def _check_people(cases: Floats, people: Floats) -> None:
    """Refuse what the Bernoulli model cannot be: parts of people, fewer people than cases, too many to draw from."""
    _require_whole("population", people)
    if (cases > people).any():
        worst = int(np.argmax(cases > people))
        raise MoreCasesThanPopulation(worst, int(cases[worst]), int(people[worst]))
    if people.sum() >= MOST_PEOPLE:
        raise OutOfRange("population", float(people.sum()), 0.0, MOST_PEOPLE)


def _require_whole(name: str, values: Floats) -> None:
    if (values != np.round(values)).any():
        raise NotWhole(name, float(values[values != np.round(values)][0]))


def _first(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(axis) for axis in np.argwhere(wrong)[0])
