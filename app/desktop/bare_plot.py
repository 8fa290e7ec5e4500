"""A plot without a menu, which would let data out past the gate: its ground, its axes and the keys that step in it.

The modules that draw on it are the only ones that import pyqtgraph; they are imported when a chart is first shown.
"""

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.theme import LIGHT, MEDIUM, TIGHT, Theme, font
from app.language import DEFAULT, Language

TITLE, TITLE_ROOM = 0.9, 0.8
"""Size of an axis' title, and how much of the plot's width or height it may take."""
LOW = 130
"""Pixels of height below which the plot has no titles."""
ROOM = 1.06
"""Height of the plot over that of what it shows."""


class PointingBox(pg.ViewBox):  # type: ignore[misc]
    """The area of the plot: a click is told, nothing moves it."""

    clicked = Signal(float, float, bool)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=False, y=False)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802
        """Tell where was clicked, and whether to add to the selection."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            place = self.mapSceneToView(event.scenePos())
            self.clicked.emit(place.x(), place.y(), adds(event))

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802
        """Leave everything where it is."""
        event.accept()


class LocalAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose numbers are written in the language of the window."""

    language = Language(DEFAULT)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002, N802
        """Write the numbers with as many decimals as their distance needs."""
        decimals = max(0, math.ceil(-math.log10(spacing))) if spacing > 0 else 0
        return [self.language.number(value, decimals) for value in values]


class BarePlot(pg.PlotWidget):  # type: ignore[misc]
    """The ground of a chart, in the colours and the language of the window.

    Signals
    -------
    stepped(int, bool)
        An arrow key: 1 to the right, −1 to the left; whether to add to the selection.
    """

    stepped = Signal(int, bool)

    def __init__(self, box: PointingBox, parent: QWidget | None = None) -> None:
        self._titles: dict[str, str] = {}
        self._theme = LIGHT
        self.box = box
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

    def name_axes(self, across: str, up: str, language: Language) -> None:
        """Name the axes."""
        self._titles = {"bottom": across, "left": up}
        for axis in self.axes.values():
            axis.language = language
        self.write_axes()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tell of arrow keys; called by Qt."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step, adds(event))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        """Write as much at the axes as there is room for; called by Qt."""
        super().resizeEvent(event)
        self.write_axes()

    def write_axes(self) -> None:
        """Write the titles as far as there is room: a low plot has none, the choices above it name them."""
        small = font(TITLE)
        style: dict[str, Any] = {"color": self._theme.ink, "font-size": f"{small.pointSizeF()}pt"}
        for side, text in self._titles.items():
            room = self.width() if side == "bottom" else self.height() - self.axes["bottom"].height()
            written = QFontMetrics(small).elidedText(text, Qt.TextElideMode.ElideRight, int(room * TITLE_ROOM))
            self.axes[side].setLabel(written, **style)
            self.axes[side].showLabel(self.height() >= LOW)
            self.axes[side].resizeEvent()

    def pixel(self) -> tuple[float, float]:
        """Return how much of each axis one pixel takes."""
        width, height = self.box.viewPixelSize()
        return float(width), float(height)


def adds(event: Any) -> bool:
    """Return whether a key is held down that adds to the selection."""
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
