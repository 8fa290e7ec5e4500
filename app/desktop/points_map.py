"""A small drawing of points over the communes: enough to see whether positions were read as meant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.desktop.theme import LIGHT, SMALL, Theme
from data.importing import UNITS

if TYPE_CHECKING:
    from app.import_preview import Point
    from data.project import Project

_TOLERANCE = 0.003
"""Degrees: finer bends of a boundary than can be seen here."""
_RADIUS = 3.5
_LEAST = (220, 160)

Ring = NDArray[np.float64]


class PointsMap(QWidget):
    """Points over the communes of a project; those astray are larger and of another colour."""

    def __init__(self, project: "Project", name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumSize(*_LEAST)
        self._project, self._theme = project, LIGHT
        self._rings: list[Ring] | None = None
        self._points: tuple[Point, ...] = ()

    @property
    def points(self) -> "tuple[Point, ...]":
        """What is drawn."""
        return self._points

    def show_points(self, points: "Sequence[Point]", description: str) -> None:
        """Draw `points`, and have `description` read aloud for them."""
        self._points = tuple(points)
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.update()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the communes, then the points."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.paper))
        place = _Placing(self._outlines(), QRectF(self.rect()).adjusted(SMALL, SMALL, -SMALL, -SMALL))
        painter.setPen(QPen(QColor(self._theme.edge), 0.6))
        painter.setBrush(QColor(self._theme.ground))
        for ring in self._outlines():
            painter.drawPolygon(QPolygonF([place.on_screen(lon, lat) for lon, lat in ring]))
        for point in sorted(self._points, key=lambda each: each.astray):
            colour, radius = (self._theme.bad_line, 1.3 * _RADIUS) if point.astray else (self._theme.accent, _RADIUS)
            painter.setPen(QPen(QColor(self._theme.paper), 1))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(place.on_screen(point.lon, point.lat), radius, radius)
        painter.end()

    def _outlines(self) -> list[Ring]:
        if self._rings is None:
            units = self._project[UNITS]
            shapes = units[(units["level"] == "commune") & units.geometry.notna()].geometry.simplify(_TOLERANCE)
            parts = shapely.get_parts(np.asarray(shapes.array, dtype=object))
            self._rings = [shapely.get_coordinates(shapely.get_exterior_ring(part)) for part in parts]
        return self._rings


class _Placing:
    """The way from degrees to the screen: the communes fill it, and a point outside them stops at its edge."""

    def __init__(self, rings: Sequence[Ring], screen: QRectF) -> None:
        corners = np.vstack(rings) if rings else np.array([[102.0, 8.0], [110.0, 24.0]])
        self._west, south = corners.min(axis=0)
        east, self._north = corners.max(axis=0)
        self._narrow = float(np.cos(np.radians((south + self._north) / 2)))
        wide, high = (east - self._west) * self._narrow, self._north - south
        self._scale = min(screen.width() / max(wide, 1e-9), screen.height() / max(high, 1e-9))
        self._left = screen.left() + (screen.width() - wide * self._scale) / 2
        self._top = screen.top() + (screen.height() - high * self._scale) / 2
        self._screen = screen

    def on_screen(self, lon: float, lat: float) -> QPointF:
        """Return where a place is drawn."""
        x = self._left + (lon - self._west) * self._narrow * self._scale
        y = self._top + (self._north - lat) * self._scale
        inside = self._screen
        return QPointF(min(max(x, inside.left()), inside.right()), min(max(y, inside.top()), inside.bottom()))
