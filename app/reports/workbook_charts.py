"""The charts of a result as Excel's own, beside the rows they are drawn from: a chart is changed with its numbers.

Of many series the one with the latest mark is drawn, else the first; the rows of the others stand below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.chart import LineChart, Reference, ScatterChart
from openpyxl.chart import Series as ExcelSeries
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app import words
from app.chart_series import LineDrawing, Series, line_drawing, notable
from app.language import Language
from app.release import Released
from app.result import Chart, Table
from geo.palettes import LINES

_WIDTH, _HEIGHT = 20, 9
"""Centimetres."""
_LINE_WIDTH = 19050
"""EMU: a point and a half."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one series, as they stand in a sheet, and where the columns of their table are."""

    sheet: Worksheet
    rows: range
    columns: Mapping[str, int]

    def cells(self, column: str) -> Reference:
        """Return the cells of a column."""
        place = self.columns[column]
        return Reference(self.sheet, min_col=place, min_row=self.rows[0], max_row=self.rows[-1])


def add_charts(sheet: Worksheet, table: Table, header: int, released: Released, language: Language) -> None:
    """Draw every chart of `table` at the right of its rows, which begin below the row `header`."""
    shown = [table.columns[position].name for position in words.shown_columns(table, language)]
    columns = {name: place for place, name in enumerate(shown, start=1)}
    beside, place = get_column_letter(len(shown) + 2), header
    for chart in (each for each in released.charts if each.table == table.name):
        drawing = line_drawing(chart, table, language)
        series = next(iter(notable([each for each in drawing.series if each.across], 1)), None)
        rows = _rows(chart, table, series) if series else range(0)
        if series and len(rows) > 1:
            block = Block(sheet, range(rows[0] + header + 1, rows[-1] + header + 2), columns)
            sheet.add_chart(_made(chart, drawing, series, block), f"{beside}{place}")
            place += 2 * _HEIGHT + 2


def _rows(chart: Chart, table: Table, series: Series) -> range:
    """Return the rows of a series; none where they do not follow each other, for a chart reads a block of cells."""
    keys = table.values(chart.by) if chart.by else [""] * len(table.rows)
    own = [row for row, key in enumerate(keys) if str(key) == series.key]
    return range(own[0], own[-1] + 1) if own and own[-1] - own[0] + 1 == len(own) else range(0)


def _made(chart: Chart, drawing: LineDrawing, series: Series, block: Block) -> LineChart | ScatterChart:
    made = LineChart() if drawing.of_days else ScatterChart()
    made.title = " – ".join(filter(None, (drawing.title, series.name)))
    made.x_axis.title, made.y_axis.title = drawing.across_label, drawing.up_label or None
    if not drawing.from_zero:
        made.y_axis.scaling.min = drawing.ends(series)[0]
    made.x_axis.delete = made.y_axis.delete = False
    made.width, made.height = _WIDTH, _HEIGHT
    across = block.cells(chart.across)
    for place, (line, title) in enumerate(_lines(chart, drawing)):
        values = block.cells(line)
        own = ExcelSeries(values, title=title) if drawing.of_days else ExcelSeries(values, across, title=title)
        own.smooth = False
        own.graphicalProperties.line.solidFill = LINES["light"][place % len(LINES["light"])][1:]
        own.graphicalProperties.line.width = _LINE_WIDTH
        made.series.append(own)
    if drawing.of_days:
        made.set_categories(across)
    return made


def _lines(chart: Chart, drawing: LineDrawing) -> list[tuple[str, str]]:
    """Return the columns that are drawn as lines, with their words: Excel has no band, so its limits are lines too."""
    limits = [(end, f"{drawing.band} ({mark})") for end, mark in zip(chart.band or (), ("↓", "↑"), strict=False)]
    return [*zip(chart.lines, drawing.lines, strict=True), *limits]
