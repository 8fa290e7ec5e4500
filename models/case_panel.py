"""Cases and person-time of units over equal periods, with what is known of each unit: what models of counts learn from.

Owns `Panel` and the parts of it that a validation hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import BadShape, NegativeValue, NotFinite

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Panel:
    """Counts of units over equal periods.

    Attributes
    ----------
    cases : array, shape (unit, period)
        0 where there is no person-time.
    person_time : array, shape (unit, period)
        E.g. children × years reported on; 0 where nothing is known.
    covariates : array, shape (unit, covariate)
        The same in all periods.
    names : tuple of str
        Of the covariates, in the order in which they are to be used.
    coordinates : array, shape (unit, 2)
        Longitude and latitude of the centres.
    """

    cases: Floats
    person_time: Floats
    covariates: Floats
    names: tuple[str, ...]
    coordinates: Floats

    @property
    def total(self) -> float:
        """All cases."""
        return float(self.cases.sum())

    @property
    def overall_rate(self) -> float:
        """Cases per person-time of all units together; 0 where there is no person-time."""
        people = float(self.person_time.sum())
        return self.total / people if people > 0 else 0.0

    @property
    def known(self) -> Flags:
        """Whether a unit has any person-time; shape (unit,)."""
        return np.asarray(self.person_time.sum(axis=1) > 0)

    def only(self, shown: Flags) -> "Panel":
        """Return the panel with person-time and cases left where `shown`, shape (unit, period)."""
        return replace(self, cases=np.where(shown, self.cases, 0.0), person_time=np.where(shown, self.person_time, 0.0))

    def with_covariates(self, covariates: Floats) -> "Panel":
        """Return the panel with other values of the covariates."""
        return replace(self, covariates=covariates)


def panel_of(
    cases: ArrayLike,
    person_time: ArrayLike,
    covariates: ArrayLike,
    *,
    names: Sequence[str],
    coordinates: ArrayLike,
) -> Panel:
    """Return the checked panel. Cases without person-time are in no rate and count nowhere.

    Raises
    ------
    BadShape, NotFinite, NegativeValue
        The input is at fault.

    Examples
    --------
    >>> few = panel_of([[1, 2], [5, 0]], [[10, 10], [0, 0]], [[], []], names=(), coordinates=[[0, 0], [1, 1]])
    >>> few.total, few.overall_rate
    (3.0, 0.15)
    """
    count, people = _amounts("cases", cases), _amounts("person_time", person_time)
    if people.shape != count.shape:
        raise BadShape("person_time", count.shape, people.shape)
    units = count.shape[0]
    known = _finite("covariates", covariates, (units, len(names)))
    where = _finite("coordinates", coordinates, (units, 2))
    return Panel(np.where(people > 0, count, 0.0), people, known, tuple(names), where)


def _amounts(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2:
        raise BadShape(name, (-1, -1), array.shape)
    if (array < 0).any():
        raise NegativeValue(name, _first(array < 0))
    return _finite(name, array, array.shape)


def _finite(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise BadShape(name, shape, array.shape)
    if not np.isfinite(array).all():
        raise NotFinite(name, _first(~np.isfinite(array)))
    return array


def _first(wrong: Flags) -> tuple[int, ...]:
    return tuple(int(axis) for axis in np.argwhere(wrong)[0])
