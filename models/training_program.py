"""The integer program behind a programme of courses: courses held, places taken, gaps closed.

Owns `TrainingProgram`, its limits and the three questions asked of it, one after the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from models.checked_arrays import Floats
from models.siting.highs import LinearModel, WholeSolution
from models.siting.watch import Watch

Positions = NDArray[np.intp]
_SLACK = 1e-9


@dataclass(frozen=True)
class Row:
    """``sum of values[k] * column[k] <= most``, with columns of the program by position."""

    columns: Positions
    values: Floats
    most: float


@dataclass(frozen=True)
class TrainingProgram:
    """Columns: the courses, the places (officer and course) that may be taken, the gaps (unit and topic) to close.

    Attributes
    ----------
    units : array of int, shape (officer,)
        Number of each officer's unit.
    topics, days : array of int, shape (course,)
    seats, cost, cost_each : array, shape (course,)
    officer, course : array of int, shape (place,)
        Who would take which place.
    gap_unit, gap_topic : array of int, shape (gap,)
    weight : array, shape (gap,)
        Children of the unit.
    rows : tuple of Row
        Limits beyond those every programme has.
    """

    units: Positions
    topics: Positions
    days: Positions
    seats: Floats
    cost: Floats
    cost_each: Floats
    officer: Positions
    course: Positions
    gap_unit: Positions
    gap_topic: Positions
    weight: Floats
    rows: tuple[Row, ...] = field(default=())

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.topics.size + self.officer.size + self.weight.size

    @cached_property
    def places(self) -> Positions:
        """Columns of the places."""
        return np.arange(self.topics.size, self.topics.size + self.officer.size)

    @cached_property
    def gaps(self) -> Positions:
        """Columns of the gaps."""
        return np.arange(self.topics.size + self.officer.size, self.width)

    @cached_property
    def spending(self) -> Row:
        """What is spent, without a limit."""
        columns = np.append(np.arange(self.topics.size), self.places)
        return Row(columns, np.append(self.cost, self.cost_each[self.course]), np.inf)

    def limited(
        self, budget: float, most_courses: int, stand_ins: Iterable[int], most_held: int | None = None
    ) -> "TrainingProgram":
        """Return the program with its limits: money, seats, courses a person, one place a day, somebody stays."""
        every = np.arange(self.topics.size)
        held = [] if most_held is None else [Row(every, np.ones(every.size), float(most_held))]
        rows = [
            *held,
            replace(self.spending, most=within(budget)),
            *self._only_held(),
            *self._seats(),
            *self._each(self.officer, most_courses),
            *self._each(_pairs(self.officer, self.days[self.course]), 1),
            *self._each(_pairs(self.officer, self.topics[self.course]), 1),
            *self._somebody_stays(set(stand_ins)),
            *self._closed_by_somebody(),
        ]
        return replace(self, rows=tuple(rows))

    def most_closed(self, watch: Watch, rows: Sequence[Row] = ()) -> WholeSolution:
        """Close the most children's gaps, under further `rows`."""
        return self._solved(self._objective(self.gaps, -self.weight), (*self.rows, *rows), watch)

    def most_closed_or_nothing(self, watch: Watch) -> WholeSolution:
        """Close the most; where no programme was found in time, hold no course, which keeps every limit."""
        found = self.most_closed(watch)
        return found if found.found else WholeSolution(True, np.zeros(self.width), 0.0, found.bound)

    def fairest(self, groups: Positions, least_closed: float, watch: Watch) -> WholeSolution:
        """Make the smallest share that closes of any group as large as can be, with at least so much closed in all."""
        share = self.width
        rows = [*self.rows, self.closing(least_closed)]
        for group in np.unique(groups):
            own = groups == group
            weight = self.weight[own]
            columns, values = np.append(self.gaps[own], share), np.append(-weight, weight.sum())
            rows.append(Row(columns, values, 0.0))
        costs = np.append(np.zeros(self.width), -1.0)
        return self._solved(costs, tuple(rows), watch)

    def leanest(self, rows: Sequence[Row], watch: Watch) -> WholeSolution:
        """Take the fewest places, and of these programmes the cheapest, under further `rows`."""
        costs = self._objective(self.places, np.ones(self.places.size))
        total = float(np.abs(self.spending.values).sum()) + 1.0
        costs[self.spending.columns] += self.spending.values / (total * (self.places.size + 1.0))
        return self._solved(costs, (*self.rows, *rows), watch)

    def closing(self, least: float) -> Row:
        """Return the row that at least so much closes."""
        return Row(self.gaps, -self.weight, -least + _SLACK * max(1.0, least))

    def _objective(self, columns: Positions, values: Floats) -> Floats:
        costs = np.zeros(self.width)
        costs[columns] = values
        return costs

    def _solved(self, costs: Floats, rows: Sequence[Row], watch: Watch) -> WholeSolution:
        if not costs.size:
            return WholeSolution(True, np.empty(0), 0.0, 0.0)
        upper = np.ones(costs.size)
        model = LinearModel(costs, np.zeros(costs.size), upper)
        number = np.repeat(np.arange(len(rows)), [row.columns.size for row in rows])
        columns = np.concatenate([row.columns for row in rows])
        values = np.concatenate([row.values for row in rows])
        matrix = csr_array(coo_array((values, (number, columns)), (len(rows), costs.size)))
        model.add_rows(matrix, np.full(len(rows), -np.inf), np.array([row.most for row in rows]))
        model.make_whole(np.append(np.arange(self.topics.size), self.places))
        return model.solve_whole(watch)

    def _only_held(self) -> Iterable[Row]:
        for place, course in zip(self.places, self.course, strict=True):
            yield Row(np.array([place, course]), np.array([1.0, -1.0]), 0.0)

    def _seats(self) -> Iterable[Row]:
        for course, seats in enumerate(self.seats):
            own = self.places[self.course == course]
            yield Row(np.append(own, course), np.append(np.ones(own.size), -seats), 0.0)

    def _each(self, labels: Positions, most: int) -> Iterable[Row]:
        for label in np.unique(labels):
            own = self.places[labels == label]
            if own.size > most:
                yield Row(own, np.ones(own.size), float(most))

    def _somebody_stays(self, stand_ins: set[int]) -> Iterable[Row]:
        staff = np.bincount(self.units)
        unit, day = self.units[self.officer], self.days[self.course]
        labels = _pairs(unit, day)
        for label in np.unique(labels):
            own = labels == label
            at = int(unit[own][0])
            if at not in stand_ins:
                yield Row(self.places[own], np.ones(int(own.sum())), float(staff[at] - 1))

    def _closed_by_somebody(self) -> Iterable[Row]:
        topic, unit = self.topics[self.course], self.units[self.officer]
        for gap, at, about in zip(self.gaps, self.gap_unit, self.gap_topic, strict=True):
            own = self.places[(unit == at) & (topic == about)]
            yield Row(np.append(gap, own), np.append(1.0, -np.ones(own.size)), 0.0)


def within(budget: float) -> float:
    """Return the most that is spent: the budget, and what floats round."""
    return budget + _SLACK * max(1.0, budget)


def _pairs(first: Positions, second: Positions) -> Positions:
    """Return one number for each pair of labels."""
    return first * (int(second.max(initial=0)) + 1) + second
