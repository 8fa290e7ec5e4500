"""Two to four plans of one question side by side: settings, totals, what each proposes, and what communes get.

Works on what a reader was let see of each plan; it computes nothing that the plans do not say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.errors import DifferentQuestions, NotAPlan, PlansToCompare, ProposesNothing
from app.result import Column, Sensitivity, Setting, Table, Value

FEWEST, MOST = 2, 4
"""Plans side by side: more do not fit beside each other and are not read."""
SAME = 1e-9
"""Relative difference below which two numbers are the same."""


class Seen(Protocol):
    """A plan as a reader may see it: what was released, or what the window shows."""

    @property
    def analysis(self) -> str:
        """The question."""

    @property
    def parameters(self) -> tuple[Setting, ...]:
        """What it was asked with."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the tables of a question say what a comparison needs.

    Attributes
    ----------
    chosen : str
        Table of what is proposed, a row each.
    key, name : tuple of str
        Columns by which a row is the same in two plans, and by which it is called.
    said : str
        Column that is told of each; a row that says one of `NOT_PROPOSED` is not proposed, unless `all_proposed`.
    cases : str
        Column that is told instead where every plan has it: they count the cases of a lens.
    commune : str
        Column of the table of communes that is compared; empty: none.
    sums : tuple of str
        Columns of `summed` that are added up, where no table `plan` has totals.
    """

    chosen: str
    key: tuple[str, ...]
    name: tuple[str, ...]
    said: str
    commune: str = ""
    summed: str = ""
    sums: tuple[str, ...] = ()
    cases: str = ""
    all_proposed: bool = False


SHAPES: Mapping[str, Shape] = {
    "shelters": Shape(
        "sites",
        ("facility_id",),
        ("name", "commune"),
        "children_newly_within",
        "children_within_after",
        cases="cases_newly_within",
        all_proposed=True,
    ),
    "posts": Shape("communes", ("code",), ("name",), "posts_added", "caseload_after"),
    "training": Shape("courses", ("topic", "facility_id"), ("topic", "venue"), "seats_taken", "gap_after"),
    "targeting": Shape("communes", ("code",), ("name",), "shortlist_class", "need_score"),
    "visits": Shape(
        "route", ("commune_code",), ("name",), "rank", "", "days", ("communes", "minutes_on_the_way", "visit_score")
    ),
}
"""The questions whose results are plans.

`targets` is none: it measures how far targets are and proposes nothing, and two of its results differ by what the data
knew on their days, not by a choice.
"""
NOT_PROPOSED: frozenset[Value] = frozenset({None, 0, "shortlist_near", "not_on_shortlist"})
_NO_TOTALS = frozenset({"objective", "bound", "gap", "status"})


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of each plan, in their order; None where a plan does not say it."""

    column: Column
    values: tuple[Value, ...]

    @property
    def differs(self) -> bool:
        """Whether the plans do not all say the same."""
        return any(not _is_same(value, self.values[0]) for value in self.values)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed by some plan or what a commune gets: the words that name it, and what each plan says of it."""

    key: tuple[str, ...]
    names: tuple[tuple[Column, Value], ...]
    values: tuple[Value, ...]

    @property
    def in_all(self) -> bool:
        """Whether every plan has it."""
        return None not in self.values


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans of one question side by side.

    Attributes
    ----------
    results : tuple of str
        Their names in the project.
    settings : tuple of (str, values)
        Parameters in which they differ.
    totals : tuple of Line
        Each plan as a whole.
    said : Column
        What `proposed` tells of each.
    proposed : tuple of Proposed
        What any plan proposes; those that all propose first.
    commune : Column or None
        What `communes` tells of each; None where the question has no such figure.
    communes : tuple of Proposed
        Communes for which the plans differ, the largest difference first.
    """

    analysis: str
    results: tuple[str, ...]
    settings: tuple[tuple[str, tuple[Value, ...]], ...]
    totals: tuple[Line, ...]
    said: Column
    proposed: tuple[Proposed, ...]
    commune: Column | None
    communes: tuple[Proposed, ...]


def can_be_compared(analysis: str) -> bool:
    """Return whether results of this question are plans."""
    return analysis in SHAPES


def compare(results: Sequence[str], plans: Sequence[Seen]) -> Comparison:
    """Put plans side by side.

    Parameters
    ----------
    results : sequence of str
        The names of the plans in the project.

    Raises
    ------
    PlansToCompare
        Not two to four of them, or one of them twice.
    DifferentQuestions
        They answer different questions.
    NotAPlan
        The reader may not see what is planned.
    ProposesNothing
        Their question plans nothing.
    """
    refuse_number(results)
    analyses = tuple(dict.fromkeys(plan.analysis for plan in plans))
    if len(analyses) > 1:
        raise DifferentQuestions(analyses)
    if not can_be_compared(analyses[0]):
        raise ProposesNothing(analyses[0], tuple(SHAPES))
    shape = SHAPES[analyses[0]]
    tables = [{table.name: table for table in plan.tables} for plan in plans]
    if any(not _has(own.get(shape.chosen), shape) for own in tables):
        raise NotAPlan(analyses[0], tuple(SHAPES))
    chosen = [own[shape.chosen] for own in tables]
    if shape.cases and all(_column(table, shape.cases) for table in chosen):
        shape = replace(shape, said=shape.cases)
    communes = [own.get("communes") for own in tables]
    compared = [table for table in communes if table is not None and _column(table, shape.commune) is not None]
    is_told = len(compared) == len(plans)
    return Comparison(
        analyses[0],
        tuple(results),
        tuple(_settings(plans)),
        tuple(_totals(tables, shape)),
        chosen[0].columns[chosen[0].position(shape.said)],
        tuple(_proposed(chosen, shape)),
        _column(compared[0], shape.commune) if is_told else None,
        tuple(_differing(compared, shape.commune)) if is_told else (),
    )


def refuse_number(results: Sequence[str]) -> None:
    """Raise PlansToCompare unless there are two to four results, none of them twice."""
    number = len(set(results))
    if number != len(results) or not FEWEST <= number <= MOST:
        raise PlansToCompare(number, FEWEST, MOST)


def _has(table: Table | None, shape: Shape) -> bool:
    return table is not None and all(_column(table, name) for name in (*shape.key, *shape.name, shape.said))


def _column(table: Table, name: str) -> Column | None:
    return next((column for column in table.columns if column.name == name), None)


def _settings(plans: Sequence[Seen]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield the parameters that are not the same in all plans, in the order of the form."""
    stated = [{each.name: each.value for each in plan.parameters} for plan in plans]
    for name in dict.fromkeys(name for own in stated for name in own):
        values = tuple(own.get(name) for own in stated)
        if len(set(values)) > 1:
            yield name, values


def _totals(tables: Sequence[Mapping[str, Table]], shape: Shape) -> Iterator[Line]:
    """Yield how much each plan proposes, then the numbers of its summary, else the sums of its rows."""
    counted = tuple(len(_rows(own[shape.chosen], shape)) for own in tables)
    yield Line(Column("proposed", "", Sensitivity.AREA), counted)
    source, names = ("plan", None) if not shape.summed else (shape.summed, shape.sums)
    found = [own[source] for own in tables if source in own and own[source].rows]
    if len(found) < len(tables):
        return
    columns = {column.name: column for table in found for column in table.columns if column.name not in _NO_TOTALS}
    for name in names or columns:
        if name in columns:
            values = tuple(_sum(table, name) for table in found)
            if any(value is not None for value in values):
                yield Line(columns[name], values)


def _sum(table: Table, name: str) -> Value:
    """Return the sum of a column; None where the table lacks it or one of its values."""
    values = table.values(name) if _column(table, name) is not None else [None]
    numbers = [value for value in values if isinstance(value, int | float)]
    return sum(numbers) if len(numbers) == len(values) else None


def _rows(table: Table, shape: Shape) -> dict[tuple[str, ...], int]:
    """Return the rows of what is proposed, by key."""
    keys = zip(*(table.values(name) for name in shape.key), strict=True)
    return {
        tuple(map(str, key)): row
        for row, (key, said) in enumerate(zip(keys, table.values(shape.said), strict=True))
        if shape.all_proposed or said not in NOT_PROPOSED
    }


def _proposed(tables: Sequence[Table], shape: Shape) -> list[Proposed]:
    rows = [_rows(table, shape) for table in tables]
    listed = []
    for key in dict.fromkeys(key for own in rows for key in own):
        table, row = next((table, own[key]) for table, own in zip(tables, rows, strict=True) if key in own)
        names = tuple((table.columns[at], table.rows[row][at]) for at in map(table.position, shape.name))
        values = tuple(
            table.rows[own[key]][table.position(shape.said)] if key in own else None
            for table, own in zip(tables, rows, strict=True)
        )
        listed.append(Proposed(key, names, values))
    return sorted(listed, key=lambda each: each.values.count(None))


def _differing(tables: Sequence[Table], name: str) -> list[Proposed]:
    """Return the communes of which the plans say different numbers, the largest difference first."""
    known = [dict(zip(table.values("code"), table.values(name), strict=True)) for table in tables]
    called = tables[0].columns[tables[0].position("name")]
    listed = [
        Proposed((str(code),), ((called, label),), tuple(own.get(code) for own in known))
        for code, label in zip(tables[0].values("code"), tables[0].values("name"), strict=True)
    ]
    differing = [each for each in listed if any(not _is_same(value, each.values[0]) for value in each.values)]
    return sorted(differing, key=lambda each: -_spread(each.values))


def _spread(values: Sequence[Value]) -> float:
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return max(numbers) - min(numbers) if len(numbers) == len(values) else float("inf")


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= SAME * max(abs(one), abs(other))
    return one == other
