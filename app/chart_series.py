"""A chart of a result as plain series: what the window, the printed plan, the web map and the workbook all draw.

Days become numbers (`date.toordinal`), so that every drawing has one kind of axis.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from app import words
from app.chart_ticks import round_below, span
from app.language import N_, Language
from app.names import shown_name
from app.result import Chart, Column, Table, Value
from app.unit_words import UNITS

DAY = "day"
"""Unit of columns that hold days, as ISO texts."""
COMMUNE_CODES = ("code", "commune_code")
"""Columns whose values are communes, so that a series is a commune."""
Number = float | None
_ROOM = 0.06
"""Above the greatest value, as a share of what is drawn."""
_MARKS = 5
"""On an upright axis that begins near the least value: it begins at a round number as they are."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn at one time: values of each line at `across`, None where there is none.

    `code`: of the commune it is about; empty where it is about none.
    """

    key: str
    name: str
    code: str
    across: tuple[float, ...]
    lines: tuple[tuple[Number, ...], ...]
    lower: tuple[Number, ...]
    upper: tuple[Number, ...]
    marked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class LineDrawing:
    """All series of a chart with its words. `band` and `mark` are empty where the chart has none.

    `from_zero`: whether the upright axis begins at 0.
    """

    name: str
    title: str
    across: Column
    up: Column
    across_label: str
    up_label: str
    lines: tuple[str, ...]
    band: str
    mark: str
    series: tuple[Series, ...]
    by: str
    from_zero: bool

    def ends(self, series: Series) -> tuple[float, float]:
        """Return the ends of the upright axis: from zero, or near the least value where the chart asks for that."""
        low, high = span([value for line in (*series.lines, series.lower, series.upper) for value in line])
        if self.from_zero or low <= 0:
            low = min(low, 0.0)
            return low, high * (1 + _ROOM) if high > max(low, 0.0) else low + 1.0
        high = high + _ROOM * ((high - low) or high)
        return round_below(low, high, _MARKS), high

    @property
    def of_days(self) -> bool:
        """Whether the horizontal axis shows days."""
        return self.across.unit == DAY


def line_drawing(chart: Chart, table: Table, language: Language) -> LineDrawing:
    """Return what `chart` draws of its table, in words of `language`.

    Raises
    ------
    KeyError
        The table lacks a column the chart names.
    """
    columns = {column.name: column for column in table.columns}
    up = columns[chart.lines[0]]
    drawing = LineDrawing(
        name=chart.name,
        title=chart_title(chart, language),
        across=columns[chart.across],
        up=up,
        across_label=words.column_label(columns[chart.across], language),
        up_label=_up_label(chart, up, language),
        lines=tuple(words.column_label(columns[line], language) for line in chart.lines),
        band=_band_label(chart, columns, language),
        mark=words.column_label(columns[chart.marked], language) if chart.marked else "",
        series=tuple(_series(chart, table, language)),
        by=_by_label(chart, columns, language),
        from_zero=chart.from_zero,
    )
    if all(drawing.ends(each)[0] <= 0 for each in drawing.series):
        return drawing
    return replace(drawing, up_label=language.say(N_("{label} – axis not from 0"), label=drawing.up_label))


def chart_title(chart: Chart, language: Language) -> str:
    """Return what the chart is called: its own name, else that of its table."""
    return language.say(words.CHARTS.get(chart.name) or words.TABLES[chart.table])


def told(drawing: LineDrawing, series: Series, at: int, language: Language) -> str:
    """Return what is drawn at one place of the horizontal axis, as a sentence."""
    values = [
        f"{label} {words.value_text(drawing.up, line[at], language)}"
        for label, line in zip(drawing.lines, series.lines, strict=True)
        if line[at] is not None
    ]
    if drawing.band and series.lower[at] is not None and series.upper[at] is not None:
        low, high = (words.value_text(drawing.up, ends[at], language) for ends in (series.lower, series.upper))
        values.append(f"{drawing.band} {low} – {high}")
    if series.marked[at]:
        values.append(drawing.mark)
    return f"{across_text(drawing, series.across[at], language)}: {'; '.join(values) or '–'}."


def across_text(drawing: LineDrawing, value: float, language: Language) -> str:
    """Return a place of the horizontal axis in words: a day, or a number with its unit's decimals."""
    if drawing.of_days:
        return language.date(date.fromordinal(round(value)))
    return words.value_text(drawing.across, value, language)


def notable(series: Sequence[Series], most: int) -> list[Series]:
    """Return at most `most` of the series for paper: those with marks, the latest mark first, then the others."""
    return sorted(series, key=lambda each: -max(_marks(each), default=-math.inf))[:most]


def _marks(series: Series) -> list[float]:
    return [at for at, marked in zip(series.across, series.marked, strict=True) if marked]


def _up_label(chart: Chart, up: Column, language: Language) -> str:
    unit = language.say(UNITS[up.unit])
    label = unit or (words.column_label(up, language) if len(chart.lines) == 1 else "")
    return label[:1].upper() + label[1:]


def _by_label(chart: Chart, columns: dict[str, Column], language: Language) -> str:
    if chart.by is None:
        return ""
    name = "commune" if chart.by in COMMUNE_CODES else words.base_name(chart.by)
    return words.column_label(replace(columns[chart.by], name=name), language)


def _band_label(chart: Chart, columns: dict[str, Column], language: Language) -> str:
    if chart.band is None:
        return ""
    if chart.band[0].endswith("lower") and chart.band[1].endswith("upper"):
        return language.say(N_("Interval"))
    if chart.band[0].endswith("_from") and chart.band[1].endswith("_to"):
        return language.say(N_("90% range"))
    low, high = (words.column_label(columns[end], language) for end in chart.band)
    return language.say(N_("{low} to {high}"), low=low, high=_small(high))


def _small(text: str) -> str:
    """Return `text` as it stands within a sentence; an abbreviation keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _series(chart: Chart, table: Table, language: Language) -> list[Series]:
    keys = [str(key) for key in table.values(chart.by)] if chart.by else [""] * len(table.rows)
    names = _names(chart, table, language)
    order = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    rows = sorted(range(len(table.rows)), key=lambda row: order[keys[row]])
    return [
        _one(chart, table, key, names[key], [row for row in own if _across(table, chart.across, row) is not None])
        for key, own in groupby(rows, key=lambda row: keys[row])
    ]


def _one(chart: Chart, table: Table, key: str, name: str, rows: list[int]) -> Series:
    ordered = sorted(rows, key=lambda row: _across(table, chart.across, row) or 0.0)
    missing: tuple[Number, ...] = (None,) * len(ordered)
    lower, upper = (_numbers(table, end, ordered) for end in chart.band) if chart.band else (missing, missing)
    return Series(
        key=key,
        name=name,
        code=_code(chart, table, key, rows),
        across=tuple(_across(table, chart.across, row) or 0.0 for row in ordered),
        lines=tuple(_numbers(table, line, ordered) for line in chart.lines),
        lower=lower,
        upper=upper,
        marked=tuple(bool(chart.marked and table.rows[row][table.position(chart.marked)]) for row in ordered),
    )


def _code(chart: Chart, table: Table, key: str, rows: list[int]) -> str:
    """Return the commune of a series: its key where that is a code, else what a column of codes says of its rows."""
    if chart.by in COMMUNE_CODES:
        return key
    known = {column.name for column in table.columns}
    column = next((name for name in COMMUNE_CODES if name in known), "")
    codes = {table.rows[row][table.position(column)] for row in rows} if column else set()
    return str(codes.pop() or "") if len(codes) == 1 else ""


def _names(chart: Chart, table: Table, language: Language) -> dict[str, str]:
    """Return the name of each series: that of the commune where its key is a code, else the key in words."""
    if chart.by is None:
        return {"": ""}
    column = table.columns[table.position(chart.by)]
    known = {each.name for each in table.columns}
    named = next((name for name in ("name", "commune") if chart.by in COMMUNE_CODES and name in known), "")
    if named:
        pairs = zip(table.values(chart.by), table.values(named), strict=True)
        return {str(key): shown_name(str(name), language) for key, name in pairs}
    keys = dict.fromkeys(str(key) for key in table.values(chart.by))
    told = {key: words.class_text(words.value_text(column, key, language), language) for key in keys}
    return {key: shown_name(name, language) for key, name in told.items()}


def _across(table: Table, name: str, row: int) -> Number:
    position = table.position(name)
    return place_of(table.columns[position], table.rows[row][position])


def place_of(column: Column, value: Value) -> Number:
    """Return where a value stands on an axis; a day as its number in the calendar."""
    if value is None:
        return None
    return float(date.fromisoformat(str(value)[:10]).toordinal()) if column.unit == DAY else float(value)


def _numbers(table: Table, name: str, rows: list[int]) -> tuple[Number, ...]:
    position = table.position(name)
    values = (table.rows[row][position] for row in rows)
    return tuple(None if value is None else float(value) for value in values)
