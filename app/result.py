"""What an analysis gives back: tables, layers, findings, a model card and where it all came from.

Every part bears a sensitivity; `app.release` lets nothing out that has none.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from app.language import Text, both
from geo.palettes import Sense

Value = str | int | float | bool | None


class Sensitivity(StrEnum):
    """What a reader could learn from a value, from harmless to harmful."""

    PUBLIC = "public"
    AREA = "area"
    CASE = "case"
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a result table."""

    name: str
    unit: str
    sensitivity: Sensitivity | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. `sensitivity` is what the mere presence and order of the rows gives away."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    sensitivity: Sensitivity | None

    def position(self, column: str) -> int:
        """Return where `column` stands. Raises KeyError when there is none."""
        return {each.name: position for position, each in enumerate(self.columns)}[column]

    def values(self, column: str) -> list[Value]:
        """Return the values of `column`, in order of rows."""
        position = self.position(column)
        return [row[position] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Layer:
    """A way to draw a table: as communes coloured by `value`, as points at its `lon` and `lat`, as areas or lines.

    `sense`: whether a high `value` is good or bad; colours and legend follow it. `outlines`: of areas and lines, the
    shape of each row of its table as WKT in EPSG:4326; an empty line is not drawn. `categories`: where `value` is a
    class and no number, the classes a row can have, in the order of the legend; each has its colour in `geo.palettes`.
    """

    name: str
    table: str
    shape: Literal["communes", "points", "areas", "lines"]
    popup: tuple[str, ...]
    sensitivity: Sensitivity | None
    value: str | None = None
    status: str | None = None
    sense: Sense = "neutral"
    outlines: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over a column of a table: each of `lines` against `across`, with the area between the two of `band`.

    `by`: a column whose values part the rows into series drawn one at a time (a commune, an indicator). `marked`: a
    column of true and false; rows that are true are pointed out (an alert). Columns of days bear the unit "day".
    `from_zero`: whether the upright axis begins at 0; else near the least value, where differences are what matters.
    """

    name: str
    table: str
    across: str
    lines: tuple[str, ...]
    sensitivity: Sensitivity | None
    band: tuple[str, str] | None = None
    by: str | None = None
    marked: str | None = None
    from_zero: bool = True

    @property
    def columns(self) -> set[str]:
        """Every column of the table the chart reads."""
        optional = {column for column in (self.by, self.marked) if column is not None}
        return {self.across, *self.lines, *(self.band or ())} | optional


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence with its numbers, in both languages."""

    vi: str
    en: str
    numbers: dict[str, Value]
    sensitivity: Sensitivity | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A named value that is not in a table: a parameter, or a fact of provenance."""

    name: str
    value: Value
    sensitivity: Sensitivity | None


@dataclass(frozen=True, slots=True)
class YearTotal:
    """All cases of all kinds received in the province in one whole calendar year."""

    year: int
    cases: int


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of what was counted. Days read off the cases themselves are as sensitive as the cases."""

    start: date
    end: date
    sensitivity: Sensitivity | None


@dataclass(frozen=True, slots=True)
class Denominator:
    """What rates are divided by and coverage is counted in."""

    indicator: str
    unit: str
    total: float
    basis: Text
    sensitivity: Sensitivity | None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the model is for, what it rests on, how it was checked and where not to use it.

    `warning` stands first wherever the card is shown. `validation`: how the model did on this project's data.
    `serves_worse`: for which groups of communes it is less right. What is said of this project's cases bears their
    sensitivity; the texts say nothing of them. `data` and `serves_worse` are None in results made before there were
    these parts.
    """

    purpose: Text
    assumptions: Text
    checked: Text
    not_for: Text
    data: Text | None = None
    serves_worse: Finding | None = None
    warning: Finding | None = None
    validation: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of one analysis found."""

    analysis: str
    parameters: tuple[Setting, ...]
    tables: tuple[Table, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]
    card: ModelCard
    denominator: Denominator
    period: Period | None = None
    year_totals: tuple[YearTotal, ...] = ()
    provenance: tuple[Setting, ...] = field(default=())
    charts: tuple[Chart, ...] = ()

    def table(self, name: str) -> Table:
        """Return the table called `name`. Raises KeyError when there is none."""
        return {table.name: table for table in self.tables}[name]


def without_noise(value: float) -> float:
    """Return a number to `DIGITS` significant digits: what a sum leaves beyond them is rounding, and nothing measured.

    >>> without_noise(38.400000000000006), without_noise(100 * 0.55)
    (38.4, 55.0)
    """
    return float(f"{value:.{DIGITS}g}")


DIGITS = 12


def finding(sensitivity: Sensitivity, message: str, /, **numbers: Value | Text) -> Finding:
    """Return the sentence `message` in both languages with its `numbers`."""
    text = both(message, **numbers)
    plain = {
        name: without_noise(value) if isinstance(value, float) else value
        for name, value in numbers.items()
        if not isinstance(value, Text)
    }
    return Finding(text.vi, text.en, plain, sensitivity)
