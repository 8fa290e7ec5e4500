"""Which courses to hold and who attends, so that the most of the skill gap closes.

Owns `plan`: an integer program with its gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from models.checked_arrays import Floats, checked_amounts, checked_whole, frozen, refuse_nan_and_negative
from models.errors import BadShape, MissingColumn, OutOfRange
from models.siting.highs import WholeSolution
from models.siting.problem import Positions, checked_time_limit
from models.siting.solution import relative_gap
from models.siting.watch import Tick, Watch
from models.training_program import Row, TrainingProgram, within

OFFICER_COLUMNS = ("unit", "children")
COURSE_COLUMNS = ("topic", "day", "seats", "cost")


@dataclass(frozen=True)
class Training:
    """A programme of courses.

    Attributes
    ----------
    courses : tuple of int
        Positions of the courses held.
    attends : tuple of (int, int)
        Officer and course, by position.
    closed : float
        Children of units × topics whose gap closes: somebody there holds the topic who did not before.
    open : float
        The same before any course.
    cost : float
        Of all courses held and all places taken.
    least_share : float
        Of the gaps of each group that some course could close if it were the only one, the smallest share that closes.
    objective, bound, gap : float
        The most that was found to close when sharing does not matter, and a bound on it; `gap == 0.0` only when no
        programme closes more. What `closed` is less was given up for sharing. `gap` is inf where nothing was found.
    status : str
        "optimal" or "time_limit".
    """

    courses: tuple[int, ...]
    attends: tuple[tuple[int, int], ...]
    closed: float
    open: float
    cost: float
    least_share: float
    objective: float
    bound: float
    gap: float
    status: str


def plan(  # noqa: PLR0913 - who, what, which courses, and the limits of a programme
    officers: pd.DataFrame,
    skills: ArrayLike,
    courses: pd.DataFrame,
    *,
    budget: float,
    minutes: ArrayLike | None = None,
    furthest: float = np.inf,
    most_courses: int = 2,
    most_held: int | None = None,
    stand_ins: Sequence[object] = (),
    groups: Sequence[object] | None = None,
    fairness: float = 0.05,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Training:
    """Choose courses and who attends them, so that the most child-weighted skill gap closes within the budget.

    A unit has a gap in a topic where none of its officers holds it; it weighs the children of the unit. One officer who
    attends closes it.

    Parameters
    ----------
    officers : DataFrame
        A row an officer: `unit` (any label), `children` of that unit (the same for each of its officers).
    skills : bool array, shape (officer, topic)
        Who holds which topic today, expired ones not counted.
    courses : DataFrame
        A row a course that could be held: `topic` (column of `skills`), `day` (any label), `seats`, `cost`, and, if
        there is one, `cost_each` (of every place taken; default 0).
    budget : float
        Inclusive.
    minutes : array, shape (officer, course), optional
        Travel time to the venue; those beyond `furthest` do not attend.
    most_courses : int
        Courses a person attends at most.
    most_held : int, optional
        Courses held at most. Default: as many as the budget allows.
    stand_ins : labels of units
        Units that may be left without any of their officers for a day, because somebody stands in. All others keep at
        least one: a unit with a single officer and no stand-in sends nobody.
    groups : sequence, one label an officer's unit row, optional
        Groups among which the closing is shared fairly (districts, remote or near). Default: no groups.
    fairness : float
        Share of what could close that may be given up so that the group served worst is served as well as can be.
    time_limit : float, optional
        Seconds; the best found by then is returned with its gap: no course at all where nothing else was found.

    Raises
    ------
    MissingColumn, BadShape, NotFinite, NegativeValue, NotWhole
        The input is at fault.

    Examples
    --------
    >>> staff = pd.DataFrame({"unit": ["a", "a", "b", "b"], "children": [100, 100, 30, 30]})
    >>> offer = pd.DataFrame({"topic": [0], "day": ["monday"], "seats": [1], "cost": [5.0]})
    >>> plan(staff, np.zeros((4, 1), bool), offer, budget=10).closed
    100.0
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    limits = _Limits(budget, furthest, most_courses, most_held, tuple(stand_ins))
    known = _known(officers, skills, courses, minutes, limits)
    groups_of_units = _groups(officers, groups, known)
    first = known.program.most_closed_or_nothing(watch)
    best = _shared(known.program, first, groups_of_units, fairness, watch)
    return _training(known, best, first, groups_of_units)


def most_closed(  # noqa: PLR0913 - the limits of `plan`
    officers: pd.DataFrame,
    skills: ArrayLike,
    courses: pd.DataFrame,
    *,
    budget: float,
    minutes: ArrayLike | None = None,
    furthest: float = np.inf,
    most_courses: int = 2,
    most_held: int | None = None,
    stand_ins: Sequence[object] = (),
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> Training:
    """Choose courses and who attends them as `plan` does, without sharing and without sparing places: quicker.

    `closed` is the `objective` of `plan`. Parameters and errors are those of `plan`.
    """
    watch = Watch(checked_time_limit(time_limit), tick)
    limits = _Limits(budget, furthest, most_courses, most_held, tuple(stand_ins))
    known = _known(officers, skills, courses, minutes, limits)
    first = known.program.most_closed_or_nothing(watch)
    return _training(known, first, first, _groups(officers, None, known))


@dataclass(frozen=True)
class _Limits:
    """What every programme must respect."""

    budget: float
    furthest: float
    most_courses: int
    most_held: int | None
    stand_ins: tuple[object, ...]

    def open_to(self, unit: pd.Series, courses: pd.DataFrame, price: Floats) -> NDArray[np.bool_]:
        """Return who could take a place if it were the only one, shape (officer, course).

        Parameters
        ----------
        unit : Series
            Of each officer.
        price : array, shape (course,)
            Of holding a course for one person.
        """
        stays = (unit.map(unit.value_counts()) > 1) | unit.isin(self.stand_ins)
        held = (courses["seats"].to_numpy(float) >= 1) & (price <= within(self.budget))
        some = self.most_courses >= 1 and self.most_held != 0
        return np.outer(stays.to_numpy(dtype=bool), held) & some

    def on(self, program: TrainingProgram, labels: Sequence[object]) -> TrainingProgram:
        """Return the program with these limits; `labels` are those of its units."""
        spend = checked_amounts("budget", [self.budget])[0]
        away = {number for number, unit in enumerate(labels) if unit in set(self.stand_ins)}
        held = None if self.most_held is None else checked_whole("most_held", self.most_held)
        return program.limited(float(spend), checked_whole("most_courses", self.most_courses), away, held)


@dataclass(frozen=True)
class _Known:
    """The program, the labels of its units, and the children of all gaps, those no course could close among them."""

    program: TrainingProgram
    labels: list[object]
    open: float


def _known(
    officers: pd.DataFrame, skills: ArrayLike, courses: pd.DataFrame, minutes: ArrayLike | None, limits: _Limits
) -> _Known:
    """Read who could attend what and which gaps there are."""
    _refuse_missing("officers", officers, OFFICER_COLUMNS)
    _refuse_missing("courses", courses, COURSE_COLUMNS)
    held = np.asarray(skills, dtype=bool)
    if held.ndim != 2 or len(held) != len(officers):
        raise BadShape("skills", (len(officers), -1), held.shape)
    units, labels = pd.factorize(officers["unit"])
    topics = courses["topic"].to_numpy(dtype=np.intp)
    if ((topics < 0) | (topics >= held.shape[1])).any():
        raise OutOfRange("topic", float(topics.max(initial=0)), -1.0, float(held.shape[1]))
    children = checked_amounts("children", officers.groupby("unit", sort=False)["children"].first())
    lacking = ~np.array([held[units == unit].any(axis=0) for unit in range(len(labels))]).reshape(len(labels), -1)
    once, each = checked_amounts("cost", courses["cost"]), checked_amounts("cost_each", _cost_each(courses))
    near = _travel(minutes, len(officers), len(courses)) <= limits.furthest
    officer, course = np.nonzero(near & ~held[:, topics] & limits.open_to(officers["unit"], courses, once + each))
    closable = np.zeros_like(lacking)
    closable[units[officer], topics[course]] = True
    gap_unit, gap_topic = np.nonzero(lacking & closable & (children[:, None] > 0))
    program = TrainingProgram(
        units=units, topics=topics, days=pd.factorize(courses["day"])[0],
        seats=checked_amounts("seats", courses["seats"]), cost=once, cost_each=each,
        officer=officer, course=course, gap_unit=gap_unit, gap_topic=gap_topic, weight=children[gap_unit],
    )  # fmt: skip
    return _Known(limits.on(program, list(labels)), list(labels), float((lacking * children[:, None]).sum()))


def _cost_each(courses: pd.DataFrame) -> "pd.Series[float]":
    return courses["cost_each"] if "cost_each" in courses else pd.Series(0.0, courses.index)


def _shared(
    program: TrainingProgram, first: WholeSolution, groups: Positions, fairness: float, watch: Watch
) -> WholeSolution:
    """Return the programme that serves the group served worst best, of these closes most, with the fewest places."""
    best, rows = first, [program.closing(-first.objective)]
    if np.unique(groups).size > 1 and not watch.over:
        fair = program.fairest(groups, -first.objective * (1.0 - fairness), watch)
        if fair.found:
            shares = [_at_least(program, groups, group, -fair.objective) for group in np.unique(groups)]
            fullest = program.most_closed(watch, shares) if not watch.over else fair
            best = fullest if fullest.found else fair
            rows = [*shares, program.closing(float(program.weight @ best.values[program.gaps]))]
    lean = program.leanest(rows, watch) if not watch.over else best
    return lean if lean.found else best


def _at_least(program: TrainingProgram, groups: Positions, group: int, share: float) -> Row:
    own = groups == group
    weight = program.weight[own]
    return Row(program.gaps[own], -weight, -share * float(weight.sum()) + 1e-9 * max(1.0, float(weight.sum())))


def _training(known: _Known, best: WholeSolution, first: WholeSolution, groups: Positions) -> Training:
    program = known.program
    taken = np.flatnonzero(best.values[program.places] > 0)
    held = np.unique(program.course[taken])
    attends = tuple(sorted((int(program.officer[place]), int(program.course[place])) for place in taken))
    closed = _closed(program, taken)
    cost = float(program.cost[held].sum() + program.cost_each[program.course[taken]].sum())
    shares = [
        float(program.weight[closed & (groups == group)].sum() / program.weight[groups == group].sum())
        for group in np.unique(groups)
    ]
    most = max(0.0 - first.objective, float(program.weight[closed].sum()))
    bound = max(most, min(0.0 - first.bound, float(program.weight.sum())))
    gap = relative_gap(most, bound) if bound - most > _EQUAL * max(1.0, most) else 0.0
    return Training(
        tuple(held.tolist()), attends, float(program.weight[closed].sum()), known.open, cost, min(shares, default=0.0),
        most, most if gap == 0.0 else bound, gap, "optimal" if gap == 0.0 else "time_limit",
    )  # fmt: skip


_EQUAL = 1e-9


def _closed(program: TrainingProgram, taken: Positions) -> NDArray[np.bool_]:
    """Return the gaps that the places taken close."""
    closing = set(zip(program.units[program.officer[taken]], program.topics[program.course[taken]], strict=True))
    gaps = zip(program.gap_unit, program.gap_topic, strict=True)
    return np.array([gap in closing for gap in gaps], dtype=bool)


def _groups(officers: pd.DataFrame, groups: Sequence[object] | None, known: _Known) -> Positions:
    """Return the number of the group of each gap."""
    labels = np.zeros(len(officers), dtype=object) if groups is None else np.asarray(groups, dtype=object)
    if labels.shape != (len(officers),):
        raise BadShape("groups", (len(officers),), labels.shape)
    first = pd.Series(pd.factorize(labels)[0]).groupby(known.program.units).first().to_numpy()
    numbers: Positions = first[known.program.gap_unit].astype(np.intp)
    return numbers


def _travel(minutes: ArrayLike | None, officers: int, courses: int) -> Floats:
    travel = frozen(np.zeros((officers, courses)) if minutes is None else minutes)
    if travel.shape != (officers, courses):
        raise BadShape("minutes", (officers, courses), travel.shape)
    refuse_nan_and_negative("minutes", travel)
    return travel


def _refuse_missing(name: str, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in frame:
            raise MissingColumn(name, column)
