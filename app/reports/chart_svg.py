"""The charts of a result as drawings for paper and for the web map: the same series, marks and words as in the window.

Few of many series are drawn, those with marks first; all their numbers stand in the workbook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.chart_series import LineDrawing, Number, Series, line_drawing, notable
from app.chart_ticks import Tick, day_ticks, number_ticks, span
from app.language import N_, Language
from app.release import Released
from geo.palettes import LINES

WIDTH, HEIGHT = 640.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 10.0, 38.0
MOST_SERIES = 6
"""Series of one chart that are drawn in a file."""
ACROSS_TICKS, UP_TICKS = 8, 5
DASHES = ("none", "6 3", "2 2.5", "8 2.5 2 2.5")
_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing: what it is called, and the drawing."""

    title: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart of a file. `left_out` says how many series are in the workbook only; empty where none is."""

    title: str
    drawings: tuple[Drawn, ...]
    left_out: str


def drawn_charts(released: Released, language: Language) -> Iterator[DrawnChart]:
    """Yield every chart of the result that has anything to draw."""
    tables = {table.name: table for table in released.tables}
    for chart in released.charts:
        drawing = line_drawing(chart, tables[chart.table], language)
        series = [each for each in drawing.series if each.across]
        if series:
            shown = notable(series, MOST_SERIES)
            yield DrawnChart(
                drawing.title,
                tuple(Drawn(each.name, series_svg(drawing, each, language)) for each in shown),
                _left_out(len(series) - len(shown), language),
            )


def _left_out(number: int, language: Language) -> str:
    return language.say(N_("Only in the Excel file: {n} more lines of this chart."), n=number) if number else ""


def series_svg(drawing: LineDrawing, series: Series, language: Language) -> Markup:
    """Return one series as an SVG element, with its axes and a legend."""
    frame = _Frame.around(drawing, series)
    first, last = frame.across
    find = day_ticks if drawing.of_days else number_ticks
    return Markup(  # noqa: S704 - the template escapes every text
        _template().render(
            drawing=drawing,
            series=series,
            width=WIDTH,
            height=HEIGHT,
            legend=_legend(drawing),
            across=[_at(frame.x(at), text) for at, text in find(first, last, ACROSS_TICKS, language)],
            up=[_at(frame.y(at), text) for at, text in number_ticks(*frame.up, UP_TICKS, language)],
            bands=[_band(frame, piece) for piece in _stretches(series)],
            lines=[(place, path) for place, line in enumerate(series.lines) for path in _paths(frame, series, line)],
            marks=_marks(frame, series),
            colours=LINES["light"],
            dashes=DASHES,
            left=LEFT,
            right=WIDTH - RIGHT,
            top=TOP,
            bottom=HEIGHT - BOTTOM,
        )
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """How values become places in the drawing."""

    across: tuple[float, float]
    up: tuple[float, float]

    @classmethod
    def around(cls, drawing: LineDrawing, series: Series) -> "_Frame":
        first, last = span(series.across)
        return cls((first, last if last > first else first + 1), drawing.ends(series))

    def x(self, value: float) -> float:
        first, last = self.across
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - first) / (last - first)

    def y(self, value: float) -> float:
        low, high = self.up
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)

    def point(self, across: float, up: float) -> str:
        return f"{self.x(across):.1f},{self.y(up):.1f}"


def _at(place: float, text: str) -> Tick:
    return round(place, 1), text


def _legend(drawing: LineDrawing) -> list[tuple[str, int, str]]:
    """Return the kind of each entry, its place among the lines, and its words."""
    lines = [("line", place, text) for place, text in enumerate(drawing.lines)]
    others = [("band", 0, drawing.band), ("mark", 0, drawing.mark)]
    return [*lines, *(each for each in others if each[2])]


def _stretches(series: Series) -> list[list[tuple[float, float, float]]]:
    """Return the stretches on which both limits are known."""
    rows = zip(series.across, series.lower, series.upper, strict=True)
    return [list(own) for known, own in groupby(rows, key=lambda row: None not in row) if known]  # type: ignore[arg-type]


def _band(frame: _Frame, piece: Sequence[tuple[float, float, float]]) -> str:
    there = [frame.point(across, low) for across, low, _ in piece]
    back = [frame.point(across, high) for across, _, high in reversed(piece)]
    return " ".join((*there, *back))


def _paths(frame: _Frame, series: Series, line: Sequence[Number]) -> Iterator[str]:
    """Yield the points of each stretch of a line that is known."""
    rows = zip(series.across, line, strict=True)
    for known, own in groupby(rows, key=lambda row: row[1] is not None):
        if known:
            yield " ".join(frame.point(across, value) for across, value in own if value is not None)


def _marks(frame: _Frame, series: Series) -> list[tuple[float, float]]:
    rows = zip(series.across, series.lines[0], series.marked, strict=True)
    return [(round(frame.x(at), 1), round(frame.y(up), 1)) for at, up, marked in rows if marked and up is not None]


@lru_cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("line_chart.svg")
