"""Siting against spopt: the same p-median problems, ours to a proven optimum, the peer to HiGHS's own gap of 1e-4.

Owns `figures`. Our times are medians of repeats in a fresh process; the peer, which takes far longer, runs once, and
its time is that of building its model and solving it.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from bench.figure import Figure
from bench.process import in_fresh_process
from models.siting import p_median

PMED = Path(__file__).resolve().parents[2] / "shared" / "reference" / "siting" / "pmed"
PROBLEMS = ("pmed1", "pmed6")
REPEATS = 5
PEER = "spopt with HiGHS"


def figures(folder: Path = PMED) -> Iterator[Figure]:
    """Measure one problem of `folder` after another; `peer_seconds` is None where spopt is not installed."""
    for name in PROBLEMS:
        path = folder / f"{name}.txt"
        ours = in_fresh_process(our_seconds, path)
        peer_seconds = spopt_seconds(path) if find_spec("spopt") else None
        yield Figure(f"p-median {name}", ours.seconds, ours.peak_memory_mb, PEER, peer_seconds)


def read_pmed(path: Path) -> tuple[np.ndarray, int]:
    """Return the costs between all nodes, and p; an edge given twice has the length of its last line."""
    (nodes, _, p), *edges = ([int(word) for word in line.split()] for line in path.read_text().splitlines() if line)
    length = {(min(i, j) - 1, max(i, j) - 1): value for i, j, value in edges}
    graph = csr_array((list(length.values()), np.array(list(length)).T), (nodes, nodes))
    return shortest_path(graph, directed=False), p


def our_seconds(path: Path) -> float:
    """Return the median of the seconds `p_median` takes."""
    cost, p = read_pmed(path)
    return median(p_median(cost, p).seconds for _ in range(REPEATS))


def spopt_seconds(path: Path) -> float:
    """Return the seconds the peer takes, its model built and solved."""
    import pulp
    from spopt.locate import PMedian

    cost, p = read_pmed(path)
    start = perf_counter()
    PMedian.from_cost_matrix(cost, np.ones(len(cost)), p_facilities=p).solve(pulp.HiGHS(msg=False))
    return perf_counter() - start
