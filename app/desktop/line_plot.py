"""A plot of lines with a band and marks: one series of a result's chart, its days or numbers at round places."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from app.chart_series import LineDrawing, Number, Series
from app.chart_ticks import day_ticks, number_ticks, span
from app.desktop.bare_plot import BarePlot, PointingBox
from app.desktop.theme import Theme
from app.language import Language
from geo.palettes import LINES

BAND = 0.22
"""Opacity of the area between two limits."""
WIDTH, DOT, MARK = 2, 6, 13
DOTTED = 40
"""Most places of a line at which each has a dot."""
_DAY_WIDTH, _NUMBER_WIDTH, _NUMBER_HEIGHT = 84, 64, 30
"""Pixels a number of an axis needs."""
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


class LinePlot(BarePlot):
    """The lines of one series."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._drawing: LineDrawing | None = None
        self._series: Series | None = None
        self._language = Language("vi")
        super().__init__(PointingBox(), parent)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)

    def draw(self, drawing: LineDrawing, series: Series, language: Language) -> None:
        """Draw `series` between the ends all values of it need."""
        self._drawing, self._series, self._language = drawing, series, language
        self.clear()
        for low, high in band_pieces(series):
            self.addItem(pg.FillBetweenItem(low, high, brush=self._band_brush()))
        for place, line in enumerate(series.lines):
            self._draw_line(series.across, line, place)
        self._draw_marks(series)
        low, high = drawing.ends(series)
        first, last = span(series.across)
        self.setRange(xRange=(first, last if last > first else first + 1), yRange=(low, high), padding=0.02)
        self.name_axes(drawing.across_label, drawing.up_label, language)

    def point_at(self, across: float) -> None:
        """Draw the line that shows which place is read out."""
        self._cursor.setPen(pg.mkPen(self._theme.mark, width=1))
        self._cursor.setPos(across)
        if self._cursor.scene() is None:
            self.addItem(self._cursor, ignoreBounds=True)

    def write_axes(self) -> None:
        """Write round numbers, or the first days of months and years, as many as there is room for."""
        if self._drawing is not None and self._series is not None:
            first, last = span(self._series.across)
            low, high = self._drawing.ends(self._series)
            wide = max(2, int(self.width() / (_DAY_WIDTH if self._drawing.of_days else _NUMBER_WIDTH)))
            find = day_ticks if self._drawing.of_days else number_ticks
            self.axes["bottom"].setTicks([find(first, last, wide, self._language)])
            tall = max(2, int(self.height() / _NUMBER_HEIGHT))
            self.axes["left"].setTicks([number_ticks(low, high, tall, self._language)])
        super().write_axes()

    def _draw_line(self, across: Sequence[float], values: Sequence[Number], place: int) -> None:
        known = np.array([np.nan if value is None else value for value in values], dtype=float)
        pen = line_pen(place, self._theme)
        dotted = len(across) <= DOTTED
        self.plot(
            np.array(across),
            known,
            pen=pen,
            connect="finite",
            symbol="o" if dotted else None,
            symbolSize=DOT,
            symbolBrush=pen.color(),
            symbolPen=None,
        )

    def _draw_marks(self, series: Series) -> None:
        first = series.lines[0]
        places = [at for at, marked in enumerate(series.marked) if marked and first[at] is not None]
        if places:
            self.addItem(
                pg.ScatterPlotItem(
                    x=[series.across[at] for at in places],
                    y=[first[at] for at in places],
                    symbol="d",
                    size=MARK,
                    brush=pg.mkBrush(mark_colour(self._theme)),
                    pen=pg.mkPen(self._theme.paper, width=1),
                )
            )

    def _band_brush(self) -> QColor:
        colour = QColor(self._theme.bar)
        colour.setAlphaF(BAND)
        return colour


def line_pen(place: int, theme: Theme) -> QPen:
    """Return how the line at `place` is drawn: told apart by colour and by its dashes."""
    colours = LINES[theme.name]
    pen: QPen = pg.mkPen(colours[place % len(colours)], width=WIDTH, style=DASHES[place % len(DASHES)])
    return pen


def mark_colour(theme: Theme) -> QColor:
    """Return the colour of what is pointed out."""
    return QColor(theme.bad_line)


def band_pieces(series: Series) -> list[tuple[pg.PlotDataItem, pg.PlotDataItem]]:
    """Return the two limits of each stretch on which both are known."""
    rows = list(zip(series.across, series.lower, series.upper, strict=True))
    stretches = (list(own) for known, own in groupby(rows, key=lambda row: None not in row) if known)
    pieces = []
    for stretch in stretches:
        across, low, high = (np.array(values, dtype=float) for values in zip(*stretch, strict=True))
        pieces.append((pg.PlotDataItem(across, low), pg.PlotDataItem(across, high)))
    return pieces
