"""Travel time beside scikit-image's `MCP_Geometric`: the same grid, sources and answer; and how time grows with cells.

Owns `figures`. Compiling is not counted: each process searches a small grid first. Ours and the peer's times are
medians of turns taken one after the other in one process, so that both meet the same load.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from statistics import median
from time import perf_counter

import numpy as np

from bench.figure import Figure, Limit
from bench.process import in_fresh_process
from geo.travel_time import matrix, travel_time

PEER = "scikit-image MCP_Geometric"
SIDES = (1000, 4000)
SOURCES = (1, 200)
GROWTH = (316, 1000, 2000, 4000)
TURNS = {1000: 5, 4000: 1}
CANDIDATES, PEER_RUNS = 300, 6
MEMORY_LIMIT_MB = 1536.0
SAME = 1e-6


def figures() -> Iterator[Figure]:
    """Measure both sizes with one and 200 sources, a matrix, and the growth from 10^5 to 1.6 × 10^7 cells."""
    peer = PEER if find_spec("skimage") else None
    for side in SIDES:
        for sources in SOURCES:
            pairs = [in_fresh_process(our_seconds, side, sources) for _ in range(TURNS[side])]
            theirs = [in_fresh_process(peer_seconds, side, sources) for _ in range(TURNS[side])] if peer else []
            seconds = median(one.seconds for one in pairs)
            peer_median = median(one.seconds for one in theirs) if theirs else None
            limit = Limit(peer_median / 3, MEMORY_LIMIT_MB) if peer_median else None
            name = f"travel time {side} × {side}, sources: {sources}"
            yield Figure(name, seconds, max(one.peak_memory_mb for one in pairs), peer, peer_median, limit)
    yield matrix_figure(peer)
    for side in GROWTH:
        measured = in_fresh_process(our_seconds, side, 1)
        yield Figure(f"travel time growth, cells: {side * side}", measured.seconds, measured.peak_memory_mb)


def matrix_figure(peer: str | None) -> Figure:
    """Measure 300 candidates on 1000 × 1000 beside 300 runs of the peer, of which a few are timed."""
    ours = in_fresh_process(matrix_seconds)
    peer_total = CANDIDATES / PEER_RUNS * sum_of_peer_runs() if peer else None
    limit = Limit(peer_total / 3) if peer_total else None
    name = f"matrix of {CANDIDATES} candidates on 1000 × 1000"
    return Figure(name, ours.seconds, ours.peak_memory_mb, peer, peer_total, limit)


def friction(side: int) -> np.ndarray:
    """Return minutes per metre between 1 and 10, by chance."""
    return np.random.default_rng(side).uniform(1.0, 10.0, (side, side))


def places(side: int, number: int) -> list[tuple[int, int]]:
    """Return cells by chance; a single one is the middle."""
    if number == 1:
        return [(side // 2, side // 2)]
    rng = np.random.default_rng(number)
    return [(int(row), int(column)) for row, column in rng.integers(0, side, (number, 2))]


def our_seconds(side: int, sources: int) -> float:
    """Return the seconds one search takes, and hold its answer against the peer's where that is installed."""
    cost, cells = friction(side), places(side, sources)
    travel_time(cost[:8, :8], [(0, 0)], resolution=1.0)
    start = perf_counter()
    travel_time(cost, cells, resolution=1.0)
    return perf_counter() - start


def peer_seconds(side: int, sources: int) -> float:
    """Return the seconds the peer takes; on the smaller grid its answer must be ours to 1e-6."""
    from skimage.graph import MCP_Geometric

    cost, cells = friction(side), places(side, sources)
    start = perf_counter()
    theirs, _ = MCP_Geometric(cost).find_costs(cells)
    seconds = perf_counter() - start
    np.testing.assert_allclose(travel_time(cost, cells, resolution=1.0), theirs, rtol=SAME)
    return seconds


def matrix_seconds() -> float:
    """Return the seconds of a matrix between 300 candidates, on all cores."""
    cost, cells = friction(1000), places(1000, CANDIDATES)
    travel_time(cost[:8, :8], [(0, 0)], resolution=1.0)
    start = perf_counter()
    matrix(cost, cells, cells, resolution=1.0)
    return perf_counter() - start


def sum_of_peer_runs() -> float:
    """Return the seconds of a few of the peer's runs, each from one candidate."""
    from skimage.graph import MCP_Geometric

    cost, total = friction(1000), 0.0
    for cell in places(1000, CANDIDATES)[:PEER_RUNS]:
        start = perf_counter()
        MCP_Geometric(cost).find_costs([cell])
        total += perf_counter() - start
    return total
