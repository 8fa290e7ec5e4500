"""A plot of bars or points that is clicked and boxed to select."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics
from PySide6.QtWidgets import QWidget

from app.desktop.bare_plot import ROOM, TITLE, TITLE_ROOM, BarePlot, PointingBox, adds
from app.desktop.chart_data import Bar, Floats, Points
from app.desktop.theme import LARGE, Theme, font
from app.language import Language
from geo.symbols import NO_DATA, NOT_ENOUGH, PATTERNS

FADED = 0.35
"""Opacity of what is not selected while something is."""
POINT, CHOSEN_POINT = 9, 14
REACH = 9
"""Pixels from a point within which a click means it."""
MARGIN = 0.08
"""Room beyond the points, as a share of what they span."""
SHORTEST_LINE, MOST_LINES = 7, 3
"""Letters of a line below a bar, however narrow it is, and lines: the choice of the axis says the rest."""
_PATTERNS = {NO_DATA: Qt.BrushStyle.Dense6Pattern, NOT_ENOUGH: Qt.BrushStyle.BDiagPattern}


class SelectingBox(PointingBox):
    """The area of the plot: a click and a dragged box are told, nothing else moves it."""

    boxed = Signal(QRectF, bool)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802
        """Draw the box, and tell it when it is done."""
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not event.isFinish():
            self.updateScaleBox(event.buttonDownPos(), event.pos())
            return
        self.rbScaleBox.hide()
        box = QRectF(event.buttonDownPos(), event.pos()).normalized()
        self.boxed.emit(self.childGroup.mapRectFromParent(box), adds(event))


class SelectingPlot(BarePlot):
    """Bars or points, coloured as on the map, some of them selected."""

    box: SelectingBox

    def __init__(self, parent: QWidget | None = None) -> None:
        self._classes: tuple[str, ...] = ()
        super().__init__(SelectingBox(), parent)

    def retheme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        super().retheme(theme)
        self.box.rbScaleBox.setPen(pg.mkPen(theme.accent, width=1))
        within = QColor(theme.accent)
        within.setAlphaF(FADED / 2)
        self.box.rbScaleBox.setBrush(pg.mkBrush(within))

    def say(self, across: str, up: str, language: Language, classes: tuple[str, ...] = ()) -> None:
        """Name the axes, and the classes that the lower one shows in the place of numbers."""
        self._classes = classes
        self.name_axes(across, up, language)

    def write_axes(self) -> None:
        """Write the titles, and below the bars of classes what they are."""
        lines = [_in_lines(each, self._letters()) for each in self._classes]
        bottom = self.axes["bottom"]
        bottom.setTicks([[(place, "\n".join(own)) for place, own in enumerate(lines)]] if lines else None)
        super().write_axes()
        if lines:
            bottom.showLabel(False)
        most = max(map(len, lines), default=0)
        bottom.setHeight(most * QFontMetrics(font(TITLE)).lineSpacing() + LARGE if lines else None)

    def _letters(self) -> int:
        """Return how many letters fit below the bar of one class."""
        room = self.width() * TITLE_ROOM / max(len(self._classes), 1)
        return max(SHORTEST_LINE, int(room / QFontMetrics(font(TITLE)).averageCharWidth()))

    def draw_bars(self, pieces: Sequence[Bar], ends: tuple[float, float], *, any_selected: bool) -> None:
        """Draw a histogram from zero up, between the `ends` of its axis."""
        self.clear()
        if not pieces:
            return
        self.addItem(
            pg.BarGraphItem(
                x0=[each.left for each in pieces],
                width=[each.width for each in pieces],
                y0=[each.bottom for each in pieces],
                height=[each.height for each in pieces],
                brushes=[self._brush(each.fill, faded=any_selected and not each.selected) for each in pieces],
                pens=[self._pen(each.selected) for each in pieces],
            )
        )
        top = max(each.bottom + each.height for each in pieces)
        self.setRange(xRange=ends, yRange=(0, top * ROOM), padding=0.02)

    def draw_points(self, drawn: Points, selected: frozenset[str]) -> None:
        """Draw a scatter; the selected communes on top."""
        self.clear()
        if drawn.up is None or not drawn.codes:
            return
        chosen = np.array([code in selected for code in drawn.codes], dtype=bool)
        order = np.argsort(chosen, kind="stable")
        faded = {fill: self._brush(fill, faded=bool(selected)) for fill in set(drawn.fills)}
        full = {fill: self._brush(fill, faded=False) for fill in faded}
        pens = {each: self._pen(each) for each in (False, True)}
        self.addItem(
            pg.ScatterPlotItem(
                x=drawn.across[order],
                y=drawn.up[order],
                size=np.where(chosen[order], CHOSEN_POINT, POINT),
                brush=[(full if chosen[i] else faded)[drawn.fills[i]] for i in order],
                pen=[pens[bool(chosen[i])] for i in order],
                data=[drawn.names[i] for i in order],
                hoverable=True,
                tip=_tip,
            )
        )
        self.setRange(xRange=_spread(drawn.across), yRange=_spread(drawn.up), padding=0)

    def _brush(self, fill: str, *, faded: bool) -> Any:
        colour = QColor(self._theme.edge if fill in PATTERNS else fill)
        colour.setAlphaF(FADED if faded else 1.0)
        return QBrush(colour, _PATTERNS[fill]) if fill in PATTERNS else pg.mkBrush(colour)

    def _pen(self, selected: bool) -> Any:
        return pg.mkPen(self._theme.mark, width=2) if selected else pg.mkPen(self._theme.edge, width=1)


def _in_lines(text: str, letters: int) -> list[str]:
    return wrap(text, letters, break_long_words=False, max_lines=MOST_LINES, placeholder="…")


def _spread(values: Floats) -> tuple[float, float]:
    """Return the ends of an axis with some room beyond the values, never below zero when they are not."""
    low, high = float(values.min()), float(values.max())
    room = MARGIN * ((high - low) or abs(high) or 1.0)
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _tip(x: float, y: float, data: str) -> str:  # noqa: ARG001
    return data
