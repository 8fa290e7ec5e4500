"""What a chart of a result's communes draws: their values, coloured as on the map, and the bars of a histogram."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app import words
from app.language import Language
from app.map_classes import class_fills
from app.map_layers import classed
from app.result import Column, Layer, Result, Table
from geo.symbols import PATTERNS

Floats = NDArray[np.float64]

MOST_BARS = 24
ROUNDING = 1e-9
"""Share of a bar's width that counts as nothing."""
_ENOUGH = "enough"
_GAP = 0.1
"""Room at each side of the bar of a class, as a share of its width."""
_NICE = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Points:
    """The communes a chart draws: those with a value on each axis that may be shown; `left_out` counts the others.

    `limits`: where the bars of a histogram begin and end. `classes`: in words, what stands at 0, 1, 2 … of an axis that
    shows no numbers.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    across: Floats
    up: Floats | None
    fills: tuple[str, ...]
    left_out: int
    limits: Floats
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a histogram's bar: communes of one class, selected or not, on top of the pieces below it."""

    left: float
    width: float
    bottom: int
    height: int
    fill: str
    selected: bool


def chart_table(result: Result) -> Table | None:
    """Return the table of communes a result draws, if it has one."""
    return next((result.table(layer.table) for layer in result.layers if layer.shape == "communes"), None)


def numeric_columns(table: Table, result: Result) -> list[Column]:
    """Return the columns of numbers, those drawn on the map first."""
    return _drawn_first([column for column in table.columns if _is_numeric(table, column)], table, result)


def across_columns(table: Table, result: Result) -> list[Column]:
    """Return what the horizontal axis can show: columns of numbers, and of the classes of a map."""
    columns = [
        column
        for column in table.columns
        if _is_numeric(table, column) or _categories(_layer(result, table, column.name))
    ]
    return _drawn_first(columns, table, result)


def _drawn_first(columns: list[Column], table: Table, result: Result) -> list[Column]:
    drawn = [layer.value for layer in result.layers if layer.table == table.name and layer.value]
    return sorted(columns, key=lambda column: drawn.index(column.name) if column.name in drawn else len(drawn))


def points(result: Result, table: Table, across: str, up: str | None, language: Language) -> Points:
    """Return the communes with their values, coloured by the classes of `across` as the map colours them.

    Where `across` holds classes instead of numbers, they stand side by side in the order of the legend.
    """
    categories = _categories(_layer(result, table, across))
    if categories:
        fills, values = class_fills(table.values(across), categories), _class_places(table, across, categories)
        drawn = np.isfinite(values)
    else:
        fills, values = _fills(result, table, across, language), _numbers(table, across)
        drawn = np.isfinite(values) & np.array([fill not in PATTERNS for fill in fills], dtype=bool)
    others = _numbers(table, up) if up else values
    kept = np.flatnonzero(drawn & np.isfinite(others))
    codes, names = table.values("code"), table.values("name")
    return Points(
        codes=tuple(str(codes[row]) for row in kept),
        names=tuple(str(names[row]) for row in kept),
        across=values[kept],
        up=others[kept] if up else None,
        fills=tuple(fills[row] for row in kept),
        left_out=len(values) - len(kept),
        limits=_class_limits(len(categories)) if categories else edges(values[kept]),
        classes=tuple(words.class_text(category, language) for category in categories),
    )


def _categories(layer: Layer | None) -> tuple[str, ...]:
    return layer.categories if layer else ()


def _class_limits(classes: int) -> Floats:
    return np.arange(classes + 1, dtype=np.float64) - 0.5


def _class_places(table: Table, column: str, categories: tuple[str, ...]) -> Floats:
    """Return the place of each row's class in the legend, from 0; NaN where it has none."""
    known = table.values(column)
    return np.array([np.nan if value is None else categories.index(str(value)) for value in known], dtype=float)


def edges(values: Floats) -> Floats:
    """Return the limits of the bars: round numbers, as many as the values are worth.

    The narrower of the widths of Freedman & Diaconis (1981) and Sturges (1926), rounded down.

    Without any value there is one bar, from 0 to 1.

    >>> edges(np.array([0.0, 4.0, 9.0, 10.0])).tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if not len(values):
        return np.array([0.0, 1.0])
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.array([low - 0.5, low + 0.5])
    width = max(nice_below(_wanted_width(values)), nice((high - low) / MOST_BARS))
    first = math.floor(low / width + ROUNDING)
    last = max(math.ceil(high / width - ROUNDING), first + 1)
    return np.arange(first, last + 1, dtype=float) * width


def bars(drawn: Points, selected: frozenset[str]) -> list[Bar]:
    """Return the pieces of all bars, from the bottom up; the selected communes stand at the bottom."""
    limits = drawn.limits
    places = places_of(drawn.across, limits)
    chosen = np.array([code in selected for code in drawn.codes], dtype=bool)
    order = list(dict.fromkeys(fill for _, fill in sorted(zip(drawn.across, drawn.fills, strict=True))))
    fills = np.array([order.index(fill) for fill in drawn.fills], dtype=int)
    pieces = []
    for place in range(len(limits) - 1):
        bottom = 0
        for is_selected in (True, False):
            for number, fill in enumerate(order):
                height = int(((places == place) & (chosen == is_selected) & (fills == number)).sum())
                if height:
                    pieces.append(Bar(*_sides(drawn, place), bottom, height, fill, is_selected))
                    bottom += height
    return pieces


def _sides(drawn: Points, place: int) -> tuple[float, float]:
    """Return where a bar begins and how wide it is; bars of classes stand apart, those of numbers touch."""
    width = float(drawn.limits[place + 1] - drawn.limits[place])
    gap = _GAP * width if drawn.classes else 0.0
    return float(drawn.limits[place]) + gap, width - 2 * gap


def places_of(values: Floats, limits: Floats) -> NDArray[np.int64]:
    """Return the bar each value stands in: the one that begins at the value or before it; the last holds its end too.

    −1 and the number of bars for values beyond the first and the last limit.
    """
    places = np.searchsorted(limits, values, side="right").astype(np.int64) - 1
    at_end = np.isclose(values, limits[-1])
    return np.where(at_end, len(limits) - 2, places)


def nice(width: float) -> float:
    """Return the least of 1, 2, 5 × a power of ten that is not below `width`.

    >>> nice(0.3), nice(7.0), nice(1.0)
    (0.5, 10.0, 1.0)
    """
    power = 10.0 ** math.floor(math.log10(width))
    return next(step for step in _NICE if step * power >= width * (1 - ROUNDING)) * power


def nice_below(width: float) -> float:
    """Return the greatest of 1, 2, 5 × a power of ten that is not above `width`.

    >>> nice_below(0.3), nice_below(7.0), nice_below(1.0)
    (0.2, 5.0, 1.0)
    """
    power = 10.0 ** math.floor(math.log10(width))
    return max(step for step in _NICE if step * power <= width * (1 + ROUNDING)) * power


def _wanted_width(values: Floats) -> float:
    lower, upper = np.quantile(values, [0.25, 0.75])
    by_spread = float(2 * (upper - lower) / len(values) ** (1 / 3))
    by_number = float(np.ptp(values) / (math.log2(len(values)) + 1))
    return min(by_spread, by_number) or by_number


def _fills(result: Result, table: Table, across: str, language: Language) -> list[str]:
    layer = _layer(result, table, across)
    status = table.values(layer.status) if layer and layer.status else [_ENOUGH] * len(table.rows)
    column = table.columns[table.position(across)]
    sense = layer.sense if layer else "neutral"
    return classed(_numbers(table, across).tolist(), status, column, language, sense)[0]


def _layer(result: Result, table: Table, across: str) -> Layer | None:
    return next((layer for layer in result.layers if layer.table == table.name and layer.value == across), None)


def _numbers(table: Table, column: str) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in table.values(column)], dtype=float)


def _is_numeric(table: Table, column: Column) -> bool:
    known = [value for value in table.values(column.name) if value is not None]
    return bool(known) and all(isinstance(value, int | float) for value in known)
