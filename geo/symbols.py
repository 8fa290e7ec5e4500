"""Shapes and fills a map page can draw, as data.

A symbol is a polygon around (0, 0) that fits a circle of radius 1 (y points down).
"""

import math
from collections.abc import Mapping
from typing import Literal

Shape = Literal["circle", "square", "triangle", "diamond", "cross", "star", "house"]
Corners = tuple[tuple[float, float], ...]

NO_DATA = "no-data"
"""Fill of an area without data: dots."""
NOT_ENOUGH = "not-enough"
"""Fill of an area with too little data to show a value: hatched."""
PATTERNS = frozenset({NO_DATA, NOT_ENOUGH})
"""Their marks are drawn in web/patterns.svg, for every page."""


def _around(corners: int, *radii: float, turn: float = -90.0) -> Corners:
    """Corners at equal angles, with `radii` in turn."""
    angles = [math.radians(turn + 360.0 * i / corners) for i in range(corners)]
    return tuple(
        (round(radii[i % len(radii)] * math.cos(angle), 3), round(radii[i % len(radii)] * math.sin(angle), 3))
        for i, angle in enumerate(angles)
    )


SHAPES: Mapping[Shape, Corners] = {
    "circle": _around(32, 1.0),
    "square": _around(4, 1.2, turn=-45.0),
    "triangle": _around(3, 1.2),
    "diamond": _around(4, 1.15),
    "star": _around(10, 1.3, 0.58),
    "cross": (
        (-0.35, -1.0), (0.35, -1.0), (0.35, -0.35), (1.0, -0.35), (1.0, 0.35), (0.35, 0.35),
        (0.35, 1.0), (-0.35, 1.0), (-0.35, 0.35), (-1.0, 0.35), (-1.0, -0.35), (-0.35, -0.35),
    ),
    "house": ((0.0, -1.15), (1.1, -0.1), (0.8, -0.1), (0.8, 0.95), (-0.8, 0.95), (-0.8, -0.1), (-1.1, -0.1)),
}  # fmt: skip


def path_data(shape: Shape, radius: float) -> str:
    """Write a symbol as the data of an SVG path around (0, 0).

    >>> path_data("diamond", 10)
    'M0 -11.5L11.5 0L0 11.5L-11.5 0Z'
    """
    corners = (f"{radius * x:.4g} {radius * y:.4g}".replace("-0 ", "0 ") for x, y in SHAPES[shape])
    return f"M{'L'.join(corners)}Z"
