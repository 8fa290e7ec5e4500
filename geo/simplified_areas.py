"""Areas that share borders, simplified together: no gaps and no overlaps appear between neighbours."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_SNAP = 1e-5
"""Grid to which borders that do not fit each other are moved, as a part of the extent."""
FINEST = 1 / 8000
"""Finest tolerance tried, as a part of the extent of all areas: about a quarter of a pixel of a screen.

Twice the tolerance leaves about half the corners, so a coverage with many more corners than wanted starts coarser.
"""


def simplified_coverage(areas: Any, most_corners: int) -> NDArray[np.object_]:
    """Simplify polygons until all together have at most about `most_corners` corners.

    Parameters
    ----------
    areas : array of polygons, shape (n,)
        Any coordinates. With few corners they come back as they are.
    most_corners : int
        Borders that several areas share are counted in each.

    Returns
    -------
    array of polygons, shape (n,)
        Every area keeps a shape.

    References
    ----------
    Visvalingam & Whyatt (1993), Cartographic Journal 30(1), as GEOS applies it to a coverage.

    Examples
    --------
    >>> square = shapely.box(0, 0, 1, 1)
    >>> simplified_coverage([square], 100)[0] is square
    True
    """
    given = np.asarray(areas, dtype=object)
    corners = int(shapely.get_num_coordinates(given).sum())
    if corners <= most_corners:
        return given
    west, south, east, north = shapely.total_bounds(given)
    tolerance = max(east - west, north - south) * FINEST * 2 ** int(np.log2(corners / most_corners))
    while True:
        simple = simplified_borders(given, tolerance)
        if shapely.get_num_coordinates(simple).sum() <= most_corners or _is_coarsest(simple, given):
            return np.where(shapely.is_empty(simple), given, simple)
        given, tolerance = simple, tolerance * 2


def simplified_borders(areas: NDArray[np.object_], tolerance: float) -> NDArray[np.object_]:
    """Simplify areas together; where their borders do not fit each other, as in many real files, each for itself.

    Then hair-thin gaps and overlaps may show in a drawing; no number comes from it.
    """
    simple: NDArray[np.object_]
    try:
        simple = shapely.coverage_simplify(areas, tolerance)
    except shapely.errors.GEOSException:
        simple = shapely.simplify(areas, tolerance)
    return simple


def outer_border(areas: NDArray[np.object_]) -> Any:
    """Return the outline of areas together, also where their borders do not fit each other."""
    try:
        return shapely.coverage_union_all(areas)
    except shapely.errors.GEOSException:
        west, south, east, north = shapely.total_bounds(areas)
        return shapely.union_all(shapely.make_valid(areas), grid_size=max(east - west, north - south) * _SNAP)


def _is_coarsest(simple: NDArray[np.object_], before: NDArray[np.object_]) -> bool:
    counts = [shapely.get_num_coordinates(each).sum() for each in (simple, before)]
    return bool(counts[0] == counts[1] and counts[0] <= 5 * shapely.get_num_geometries(simple).sum())
