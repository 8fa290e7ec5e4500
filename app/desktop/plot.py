"""A plot that is clicked and boxed to select, and never exports: its menu would let data out past the gate.

The only module that imports pyqtgraph; it is imported when a chart is first shown.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.chart_data import Bar, Floats, Points
from app.desktop.theme import LIGHT, MEDIUM, TIGHT, Theme, font
from app.language import DEFAULT, Language

FADED = 0.35
"""Opacity of what is not selected while something is."""
POINT, CHOSEN_POINT = 9, 14
REACH = 9
"""Pixels from a point within which a click means it."""
TITLE, TITLE_ROOM = 0.9, 0.8
"""Size of an axis' title, and how much of the plot's width or height it may take."""
LOW = 130
"""Pixels of height below which the plot has no titles."""
ROOM = 1.06
MARGIN = 0.08
"""Room above the bars, and beyond the points, as a share of what they span."""


class SelectingBox(pg.ViewBox):  # type: ignore[misc]
    """The area of the plot: a click and a dragged box are told, nothing else moves it."""

    clicked = Signal(float, float, bool)
    boxed = Signal(QRectF, bool)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=False, y=False)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802
        """Tell where was clicked, and whether to add to the selection."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            place = self.mapSceneToView(event.scenePos())
            self.clicked.emit(place.x(), place.y(), _adds(event))

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
        self.boxed.emit(self.childGroup.mapRectFromParent(box), _adds(event))


class LocalAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose numbers are written in the language of the window."""

    language = Language(DEFAULT)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002, N802
        """Write the numbers with as many decimals as their distance needs."""
        decimals = max(0, math.ceil(-math.log10(spacing))) if spacing > 0 else 0
        return [self.language.number(value, decimals) for value in values]


class SelectingPlot(pg.PlotWidget):  # type: ignore[misc]
    """Bars or points, coloured as on the map, some of them selected.

    Signals
    -------
    stepped(int, bool)
        An arrow key: 1 to the right, −1 to the left; whether to add to the selection.
    """

    stepped = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._titles: dict[str, str] = {}
        self._theme = LIGHT
        self.box = SelectingBox()
        self.axes = {side: LocalAxis(side) for side in ("bottom", "left")}
        super().__init__(parent, viewBox=self.box, axisItems=self.axes)
        self.setObjectName("plot")
        self.setMenuEnabled(False)
        self.hideButtons()
        self.plotItem.setContentsMargins(0, MEDIUM, MEDIUM, TIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.axes["bottom"].setStyle(hideOverlappingLabels=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scene().contextMenu = []

    def retheme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.setBackground(theme.paper)
        for axis in self.axes.values():
            axis.enableAutoSIPrefix(False)
            axis.setPen(theme.edge)
            axis.setTextPen(theme.soft)
            axis.setTickFont(font(0.9))
        self.box.rbScaleBox.setPen(pg.mkPen(theme.accent, width=1))
        within = QColor(theme.accent)
        within.setAlphaF(FADED / 2)
        self.box.rbScaleBox.setBrush(pg.mkBrush(within))

    def say(self, across: str, up: str, language: Language) -> None:
        """Name the axes."""
        self._titles = {"bottom": across, "left": up}
        for axis in self.axes.values():
            axis.language = language
        self._write_titles()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tell of arrow keys; called by Qt."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step, _adds(event))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        """Write as much of the titles as there is room for; called by Qt."""
        super().resizeEvent(event)
        self._write_titles()

    def _write_titles(self) -> None:
        """Write the titles as far as there is room: a low plot has none, its choices of axes name them."""
        small = font(TITLE)
        style: dict[str, Any] = {"color": self._theme.ink, "font-size": f"{small.pointSizeF()}pt"}
        for side, text in self._titles.items():
            room = self.width() if side == "bottom" else self.height()
            written = QFontMetrics(small).elidedText(text, Qt.TextElideMode.ElideRight, int(room * TITLE_ROOM))
            self.axes[side].setLabel(written, **style)
            self.axes[side].showLabel(self.height() >= LOW)
            self.axes[side].resizeEvent()

    def draw_bars(self, pieces: Sequence[Bar], *, any_selected: bool) -> None:
        """Draw a histogram from zero up."""
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
        left, right = min(each.left for each in pieces), max(each.left + each.width for each in pieces)
        top = max(each.bottom + each.height for each in pieces)
        self.setRange(xRange=(left, right), yRange=(0, top * ROOM), padding=0.02)

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

    def pixel(self) -> tuple[float, float]:
        """Return how much of each axis one pixel takes."""
        width, height = self.box.viewPixelSize()
        return float(width), float(height)

    def _brush(self, fill: str, *, faded: bool) -> Any:
        colour = QColor(fill)
        colour.setAlphaF(FADED if faded else 1.0)
        return pg.mkBrush(colour)

    def _pen(self, selected: bool) -> Any:
        return pg.mkPen(self._theme.mark, width=2) if selected else pg.mkPen(self._theme.edge, width=1)


def _spread(values: Floats) -> tuple[float, float]:
    """Return the ends of an axis with some room beyond the values, never below zero when they are not."""
    low, high = float(values.min()), float(values.max())
    room = MARGIN * ((high - low) or abs(high) or 1.0)
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _adds(event: Any) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))


def _tip(x: float, y: float, data: str) -> str:  # noqa: ARG001
    return data
