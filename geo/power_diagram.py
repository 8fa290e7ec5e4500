"""Power diagrams (Laguerre tessellations) with stated areas, in which every site keeps its own cell.

Plane coordinates in, numpy arrays and shapely polygons out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MARGIN = 0.9
"""A border stays this far from being at a site: at least (1 − MARGIN) / 2 of the way to the neighbour."""
BARRIERS = (1.0, 0.1, 0.01, 0.001)
"""Weights of the log barrier, one after the other, in units of the mean area."""
STEPS, DECREMENT = 30, 1e-3
"""Newton steps at one barrier at most; they end when the squared decrement is below this, in squared mean areas."""
FAR, AUXILIARY = 30.0, 8
"""Distance, in units of the sites' extent, and number of the auxiliary sites that close the outer cells."""
INSIDE, HALVINGS = 0.9, 8
"""Share of the way to the nearest limit a step may go; how often it is halved at most."""
STEEP = 0.5
"""A step is halved where the function falls more steeply at its end than this share of its first rise."""


@dataclass(frozen=True)
class Diagram:
    """The borders between the cells of a power diagram.

    `start`, `end`: end points of each border, shape (borders, 2). `pair`: the two sites it parts, shape (borders, 2);
    numbers from the number of sites on are auxiliary sites far outside.
    """

    start: Floats
    end: Floats
    pair: Ints


def power_diagram(sites: Floats, weights: Floats) -> Diagram:
    """Compute the borders of the power diagram of `sites` with `weights`.

    A place x belongs to the site with the smallest |x − site|² − weight. The diagram is the dual of the lower convex
    hull of the sites lifted to (x, y, x² + y² − weight).

    References
    ----------
    Aurenhammer (1987), SIAM Journal on Computing 16(1).
    """
    middle = sites.mean(axis=0)
    hull = ConvexHull(_lift(sites - middle, weights))
    normal = hull.equations[:, :3]
    lower = normal[:, 2] < 0
    vertex = middle - 0.5 * normal[:, :2] / np.where(lower, normal[:, 2], 1.0)[:, None]
    once = np.arange(len(normal))[:, None] < hull.neighbors
    facet, corner = np.nonzero(once & lower[:, None] & lower[hull.neighbors])
    pair = hull.simplices[facet[:, None], (corner[:, None] + [1, 2]) % 3]
    return Diagram(vertex[facet], vertex[hull.neighbors[facet, corner]], np.sort(pair, axis=1).astype(np.int64))


def _lift(sites: Floats, weights: Floats) -> Floats:
    reach = FAR * float(np.abs(sites).max())
    angle = np.arange(AUXILIARY) * (2 * np.pi / AUXILIARY)
    points = np.concatenate([sites, reach * np.column_stack([np.cos(angle), np.sin(angle)])])
    height = (points**2).sum(axis=1) - np.concatenate([weights, np.zeros(AUXILIARY)])
    return np.column_stack([points, height])


def convex_cells(diagram: Diagram, count: int) -> NDArray[np.object_]:
    """Assemble the convex cell of each of the first `count` sites from the diagram's borders."""
    corners = np.concatenate([diagram.start, diagram.end, diagram.start, diagram.end])
    owner = diagram.pair.T[[0, 0, 1, 1]].reshape(-1)
    mine = owner < count
    order = np.argsort(owner[mine], kind="stable")
    corners = shapely.points(corners[mine][order])
    return np.asarray(shapely.convex_hull(shapely.multipoints(corners, indices=owner[mine][order])))


def power_borders(sites: Floats, weights: Floats) -> NDArray[np.object_]:
    """Draw the borders of the power diagram as lines, those to the far auxiliary sites included."""
    if len(sites) == 1:
        return np.array([], dtype=object)
    diagram = power_diagram(sites, weights)
    return np.asarray(shapely.linestrings(np.stack([diagram.start, diagram.end], axis=1)))


def owners(places: Floats, sites: Floats, weights: Floats) -> Ints:
    """Name the site to whose cell each place belongs.

    >>> owners(np.array([[1.0, 0], [9, 0]]), np.array([[0.0, 0], [10, 0]]), np.array([0.0, 0])).tolist()
    [0, 1]
    """
    power = ((places[:, None] - sites[None]) ** 2).sum(axis=-1) - weights
    return np.asarray(power.argmin(axis=1))


def fit_weights(sites: Floats, area: Floats, outline: Any, *, tick: Callable[[float], None] | None = None) -> Floats:
    """Find the weights whose cells, cut by `outline`, come closest to the stated areas.

    The areas are the derivative of a concave function of the weights (the dual of optimal transport). It is maximised
    by damped Newton steps under |w_i − w_j| < MARGIN · |site_i − site_j|², which keeps each site inside its own cell,
    by a logarithmic barrier. Cells that no such limit touches get their area exactly.

    Parameters
    ----------
    sites : array, shape (n, 2)
    area : array, shape (n,)
        Stated areas; their sum is the outline's area.
    outline : shapely geometry
        Holds all sites.
    tick : callable, optional
        Called with the share done.

    Returns
    -------
    array, shape (n,)

    References
    ----------
    Kitagawa, Mérigot & Thibert (2019), Journal of the European Mathematical Society 21(9): the Newton steps.
    Boyd & Vandenberghe (2004), Convex Optimization, section 11.3: the barrier.
    """
    problem = _Problem(sites, area, outline)
    weights = np.zeros(len(sites))
    state = problem.at(weights)
    for done, share in enumerate(BARRIERS, start=1):
        weights, state = problem.centre(weights, state, share * float(area.mean()))
        if tick is not None:
            tick(done / len(BARRIERS))
    return weights


@dataclass(frozen=True)
class _State:
    """Slope (n,) and curvature (n, n) of the transport dual at some weights."""

    slope: Floats
    curvature: Floats


class _Problem:
    """The concave function to maximise, its derivatives and its limits."""

    def __init__(self, sites: Floats, area: Floats, outline: Any) -> None:
        self.sites = sites
        self.area = area
        self.outline = outline
        self.distance = np.hypot(*np.moveaxis(sites[:, None] - sites[None], -1, 0))
        self.limit = MARGIN * self.distance**2
        np.fill_diagonal(self.limit, 1.0)  # a site limits itself in nothing: any positive number
        shapely.prepare(outline)

    def at(self, weights: Floats) -> _State:
        """Evaluate the derivatives: ∂/∂w_i = stated − drawn area; ∂²/∂w_i∂w_j = border ÷ (2 · distance)."""
        count = len(self.sites)
        diagram = power_diagram(self.sites, weights)
        drawn = shapely.area(shapely.intersection(convex_cells(diagram, count), self.outline))
        inner = (diagram.pair < count).all(axis=1)
        first, second = diagram.pair[inner].T
        lines = shapely.linestrings(np.stack([diagram.start[inner], diagram.end[inner]], axis=1))
        length = shapely.length(shapely.intersection(lines, self.outline))
        curvature = np.zeros((count, count))
        curvature[first, second] = curvature[second, first] = length / (2 * self.distance[first, second])
        np.fill_diagonal(curvature, -curvature.sum(axis=1))
        return _State(self.area - drawn, curvature)

    def centre(self, weights: Floats, state: _State, barrier: float) -> tuple[Floats, _State]:
        """Maximise the function with its barrier from `weights` on, by Newton steps until a step gains nothing."""
        for _ in range(STEPS):
            slope, curvature = self._with_barrier(weights, state, barrier)
            direction = np.asarray(np.linalg.solve(1.0 / len(weights) - curvature, slope), dtype=np.float64)
            if slope @ direction <= DECREMENT * self.area.mean() ** 2:
                break
            weights, state = self._ascend(weights, direction, float(slope @ direction), barrier)
        return weights, state

    def _ascend(self, weights: Floats, direction: Floats, gain: float, barrier: float) -> tuple[Floats, _State]:
        """Go along `direction`, halving the step until the function does not fall steeply where it ends."""
        share = self._longest_share(weights, direction)
        for _ in range(HALVINGS):
            candidate = weights + share * direction
            found = self.at(candidate)
            if direction @ self._with_barrier(candidate, found, barrier)[0] >= -STEEP * gain:
                break
            share /= 2
        return candidate, found

    def _with_barrier(self, weights: Floats, state: _State, barrier: float) -> tuple[Floats, Floats]:
        """Add barrier · Σ log(limit² − (w_i − w_j)²) to the slope and the curvature."""
        difference = weights[:, None] - weights[None]
        room = self.limit**2 - difference**2
        slope = state.slope - barrier * (2 * difference / room).sum(axis=1)
        bend = barrier * 2 * (2 * self.limit**2 - room) / room**2
        np.fill_diagonal(bend, 0.0)
        return slope, state.curvature + bend - np.diag(bend.sum(axis=1))

    def _longest_share(self, weights: Floats, direction: Floats) -> float:
        """Share of the step that stays well inside every limit, at most 1."""
        change = direction[:, None] - direction[None]
        room = self.limit - np.sign(change) * (weights[:, None] - weights[None])
        with np.errstate(divide="ignore"):
            return float(min(1.0, INSIDE * np.min(room / np.abs(change))))
