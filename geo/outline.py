"""Smooth outlines around groups of centres, of a stated area.

Plane coordinates in, shapely polygons out; the unit of length is the caller's.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LINK = 2.5
"""Two centres closer than this times the sum of their radii belong to one outline; farther ones are islands."""
CLOSING = 1.25
"""Bays and straits narrower than twice this times the mean radius are closed."""
AREA_TOLERANCE = 1e-6
STEPS = 60


def outlines(centres: Floats, area: Floats) -> list[tuple[Ints, Any]]:
    """Draw one outline around each group of centres that lie near each other.

    Parameters
    ----------
    centres : array, shape (n, 2)
        Plane coordinates.
    area : array, shape (n,)
        Area of each centre's unit, > 0, in the square of the coordinates' unit.

    Returns
    -------
    list of (positions, polygon)
        The groups with their outlines, which do not touch. The area of each outline is the sum of its members' areas.
    """
    radius = np.sqrt(area / np.pi)
    gap = np.hypot(*np.moveaxis(centres[:, None] - centres[None], -1, 0))
    groups = _components(gap <= LINK * (radius[:, None] + radius[None]))
    drawn = [outline(centres[group], area[group]) for group in groups]
    while (pair := _first_overlap(drawn)) is not None:
        first, second = pair
        groups[first] = np.sort(np.concatenate([groups[first], groups.pop(second)]))
        drawn.pop(second)
        drawn[first] = outline(centres[groups[first]], area[groups[first]])
    return list(zip(groups, drawn, strict=True))


def outline(centres: Floats, area: Floats) -> Any:
    """Draw one smooth shape without holes that holds all centres and has the sum of their areas.

    Around each centre grows a disc in proportion to its unit's size, and around the shortest tree that joins the
    centres a path; their union, smoothed, is scaled by bisection until its area fits.
    """
    radius = np.sqrt(area / np.pi)
    points = shapely.points(centres)
    tree = _shortest_tree(centres)
    paths = shapely.linestrings(centres[tree]) if len(tree) else np.array([], dtype=object)
    width = 0.5 * radius[tree].min(axis=1) if len(tree) else np.array([])
    closing = CLOSING * float(radius.mean()) if len(tree) else 0.0

    def shape(factor: float) -> Any:
        discs = shapely.buffer(points, factor * radius, quad_segs=12)
        roads = shapely.buffer(paths, factor * width, quad_segs=4)
        return _smooth(shapely.union_all(np.concatenate([discs, roads])), closing)

    return _bisect(shape, float(area.sum()))


def _smooth(shape: Any, closing: float) -> Any:
    closed = shapely.buffer(shapely.buffer(shape, closing, quad_segs=8), -closing, quad_segs=8)
    parts = shapely.get_parts(shapely.union_all([closed, shape]))
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))


def _bisect(shape: Callable[[float], Any], area: float) -> Any:
    low, high = 0.0, 8.0
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        found = shape(middle)
        if abs(found.area - area) <= AREA_TOLERANCE * area:
            break
        low, high = (middle, high) if found.area < area else (low, middle)
    return found


def _components(linked: NDArray[np.bool_]) -> list[Ints]:
    unseen = np.ones(len(linked), dtype=bool)
    groups = []
    while unseen.any():
        group = np.zeros(len(linked), dtype=bool)
        frontier = group.copy()
        frontier[np.argmax(unseen)] = True
        while frontier.any():
            group |= frontier
            frontier = linked[frontier].any(axis=0) & ~group
        unseen &= ~group
        groups.append(np.flatnonzero(group))
    return groups


def _shortest_tree(centres: Floats) -> Ints:
    """Edges (n − 1, 2) of the minimum spanning tree, by Prim's algorithm."""
    distance = np.hypot(*(centres - centres[0]).T)
    parent = np.zeros(len(centres), dtype=np.int64)
    outside = np.ones(len(centres), dtype=bool)
    outside[0] = False
    edges = []
    while outside.any():
        nearest = int(np.argmin(np.where(outside, distance, np.inf)))
        edges.append((parent[nearest], nearest))
        outside[nearest] = False
        reach = np.hypot(*(centres - centres[nearest]).T)
        closer = outside & (reach < distance)
        distance[closer], parent[closer] = reach[closer], nearest
    return np.array(edges, dtype=np.int64).reshape(-1, 2)


def _first_overlap(shapes: list[Any]) -> tuple[int, int] | None:
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    pairs = sorted((int(i), int(j)) for i, j in zip(first, second, strict=True) if i < j)
    return pairs[0] if pairs else None
