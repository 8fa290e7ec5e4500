"""The lines of the demo's roads and rivers: which places they join, and how they wind between them."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, Voronoi, cKDTree

STEP = 400.0
"""A line has a point about every so many metres."""
DETOUR = 2.2
"""Neighbours that are this many times further by road than straight get a road of their own."""
LONGEST_DETOUR = 30_000.0
REACH = 25_000.0
"""Rivers stay this near to a centre, m."""
MAIN_BRANCHES = 2
"""Main rivers besides the longest."""
BRANCHES = 16
"""Rivers besides the longest, upper reaches included."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Network:
    """Pairs of centres that a road joins, shape (road, 2), and the share of all people beyond the road's nearer end.

    `share` is 0 for a road that closes a loop: the others carry everything without it.
    """

    pairs: Ints
    share: Floats


def road_network(centres: Floats, people: Floats) -> Network:
    """Join the centres by the shortest tree, and by a few roads more where the tree is a long way round.

    Parameters
    ----------
    centres : array, shape (commune, 2)
        Metres.
    people : array, shape (commune,)
    """
    near = _delaunay_pairs(centres)
    length = _lengths(centres, near)
    tree = minimum_spanning_tree(_graph(near, length, len(centres)))
    by_tree = dijkstra(tree, directed=False)
    joined = np.column_stack(tree.nonzero()).astype(np.int64)
    further = by_tree[near[:, 0], near[:, 1]] > DETOUR * length
    extra = near[further & (length < LONGEST_DETOUR) & _are_gabriel(centres, near)]
    shares = [_smaller_side(joined, place, people) for place in range(len(joined))]
    return Network(np.vstack([joined, extra]), np.array([*shares, *np.zeros(len(extra))]))


def river_paths(centres: Floats, rng: np.random.Generator) -> tuple[list[Floats], list[Floats]]:
    """Return the courses of main rivers and of upper reaches, which run between the centres.

    They follow the borders of Voronoi cells: a spanning tree of the vertices, with random lengths. Its longest path is
    the first river, the longest branches of what is taken already are the next.
    """
    diagram = Voronoi(centres)
    ridges = np.array([pair for pair in diagram.ridge_vertices if min(pair) >= 0], dtype=np.int64)
    gap = cKDTree(centres).query(diagram.vertices)[0]
    ridges = ridges[(gap[ridges] < REACH).all(axis=1)]
    length = _lengths(diagram.vertices, ridges)
    tree = minimum_spanning_tree(_graph(ridges, length * rng.uniform(0.4, 1.6, len(ridges)), len(diagram.vertices)))
    joined = np.column_stack(tree.nonzero())
    graph = _graph(joined.astype(np.int64), _lengths(diagram.vertices, joined), len(diagram.vertices))
    paths = [diagram.vertices[path] for path in _branches(graph)]
    return paths[: 1 + MAIN_BRANCHES], paths[1 + MAIN_BRANCHES :]


def tracks_to(points: Floats, roads: list[Floats]) -> Ints:
    """Join every place to the nearest road or to a place that is joined already (Prim).

    Parameters
    ----------
    points : array, shape (place, 2)
    roads : list of arrays, shape (vertex, 2)

    Returns
    -------
    int array, shape (place, 2)
        From: a place, or −1 − v for vertex v of all roads one after the other; to: the place joined.
    """
    away, vertex = cKDTree(np.vstack(roads)).query(points)
    origin = -1 - vertex.astype(np.int64)
    left = np.ones(len(points), dtype=bool)
    joined = []
    for _ in range(len(points)):
        place = int(np.where(left, away, np.inf).argmin())
        left[place] = False
        joined.append((int(origin[place]), place))
        gap = np.hypot(*(points - points[place]).T)
        origin = np.where(gap < away, place, origin)
        away = np.minimum(away, gap)
    return np.array(joined, dtype=np.int64)


def winding(path: Floats, rng: np.random.Generator, *, wind: float) -> Floats:
    """Return a line through the points of `path` that winds between them.

    Each half of a piece is set aside again by a random share, `wind` on average, of its length.
    """
    parts = [_wound(start, end, rng, wind) for start, end in pairwise(path)]
    return np.vstack([*(part[:-1] for part in parts), path[-1:]])


def smoothed(path: Floats) -> Floats:
    """Cut the corners of a path twice (Chaikin 1974); its ends stay."""
    for _ in range(2):
        quarter, rest = 0.75 * path[:-1] + 0.25 * path[1:], 0.25 * path[:-1] + 0.75 * path[1:]
        path = np.vstack([path[:1], np.stack([quarter, rest], axis=1).reshape(-1, 2), path[-1:]])
    return path


def _wound(start: Floats, end: Floats, rng: np.random.Generator, wind: float) -> Floats:
    points = np.array([start, end])
    for _ in range(max(0, int(np.ceil(np.log2(max(float(np.hypot(*(end - start))), 1.0) / STEP))))):
        way = np.diff(points, axis=0)
        aside = np.column_stack([-way[:, 1], way[:, 0]]) * (wind * rng.standard_normal((len(way), 1))).clip(-0.3, 0.3)
        finer = np.empty((2 * len(points) - 1, 2))
        finer[::2], finer[1::2] = points, points[:-1] + way / 2 + aside
        points = finer
    return points


def _branches(graph: csr_array) -> list[Ints]:
    """Return the longest path of a tree, then the longest branches, longest first, that leave what is taken."""
    taken, paths = [_furthest(_distances(graph, [int(graph.nonzero()[0].min())])[0])], []
    for _ in range(BRANCHES + 1):
        away, before = _distances(graph, taken)
        path = [_furthest(away)]
        while before[path[-1]] >= 0:
            path.append(int(before[path[-1]]))
        paths.append(np.array(path, dtype=np.int64))
        taken = sorted({*taken, *path})
    return paths


def _furthest(away: Floats) -> int:
    return int(np.where(np.isinf(away), -1, away).argmax())


def _distances(graph: csr_array, sources: list[int]) -> tuple[Floats, Ints]:
    """Return the way to the nearest source and the node before, −1 at a source."""
    away, before, _ = dijkstra(graph, directed=False, indices=sources, return_predecessors=True, min_only=True)
    return away, np.maximum(before, -1)


def _delaunay_pairs(points: Floats) -> Ints:
    corners = Delaunay(points).simplices
    pairs = np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    return np.unique(pairs, axis=0).astype(np.int64)


def _are_gabriel(points: Floats, pairs: Ints) -> NDArray[np.bool_]:
    """Say between which pairs no other point lies: none inside the circle on the line between them."""
    middle = points[pairs].mean(axis=1)
    nearest = cKDTree(points).query(middle)[0]
    return np.asarray(nearest >= _lengths(points, pairs) / 2 - 1e-6)


def _lengths(points: Floats, pairs: Ints) -> Floats:
    way = points[pairs[:, 1]] - points[pairs[:, 0]]
    return np.hypot(way[:, 0], way[:, 1])


def _graph(pairs: Ints, weight: Floats, size: int) -> csr_array:
    return csr_array((weight, (pairs[:, 0], pairs[:, 1])), shape=(size, size))


def _smaller_side(tree: Ints, without: int, people: Floats) -> float:
    rest = np.delete(tree, without, axis=0)
    side = connected_components(_graph(rest, np.ones(len(rest)), len(people)), directed=False)[1]
    share = float(people[side == side[tree[without, 0]]].sum() / people.sum())
    return min(share, 1 - share)


def as_lines(paths: list[Floats]) -> NDArray[np.object_]:
    """Return paths as shapely lines."""
    counts = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    lines: NDArray[np.object_] = shapely.linestrings(np.vstack(paths), indices=counts)
    return lines
