"""Siting against spopt: the same p-median problems, solved to a proven optimum by both.

Owns `figures`. Our times are medians of repeats in a fresh process, whose peak memory is reported (Linux); the peer,
which takes minutes, runs once.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from models.siting import p_median

PMED = Path(__file__).resolve().parents[2] / "shared" / "reference" / "siting" / "pmed"
PROBLEMS = ("pmed1", "pmed6")
REPEATS = 5
PEER = "spopt with HiGHS"


def figures() -> Iterator[dict[str, object]]:
    """Measure one problem after another; `peer_seconds` and `ratio` are None where spopt is not installed."""
    for name in PROBLEMS:
        seconds, memory = _in_fresh_process(name)
        peer_seconds = _spopt_seconds(name) if find_spec("spopt") else None
        yield {
            "name": f"p-median {name}",
            "seconds": round(seconds, 4),
            "peer": PEER,
            "peer_seconds": peer_seconds and round(peer_seconds, 2),
            "ratio": peer_seconds and round(peer_seconds / seconds, 1),
            "peak_memory_mb": round(memory, 1),
        }


def read_pmed(name: str) -> tuple[np.ndarray, int]:
    """Return the costs between all nodes, and p; an edge given twice has the length of its last line."""
    lines = (PMED / f"{name}.txt").read_text().splitlines()
    (nodes, _, p), *edges = ([int(word) for word in line.split()] for line in lines if line.strip())
    length = {(min(i, j) - 1, max(i, j) - 1): value for i, j, value in edges}
    graph = csr_array((list(length.values()), np.array(list(length)).T), (nodes, nodes))
    return shortest_path(graph, directed=False), p


def _in_fresh_process(name: str) -> tuple[float, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_ours, name).result()


def _ours(name: str) -> tuple[float, float]:
    """Return the median time in seconds and the peak memory of this process in MB."""
    cost, p = read_pmed(name)
    seconds = median(p_median(cost, p).seconds for _ in range(REPEATS))
    return seconds, _peak_memory()


def _peak_memory() -> float:
    """Return the peak of this process in MB; `getrusage` would count what the parent had when it started this one."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) / 1024


def _spopt_seconds(name: str) -> float:
    import pulp
    from spopt.locate import PMedian

    cost, p = read_pmed(name)
    start = perf_counter()
    PMedian.from_cost_matrix(cost, np.ones(len(cost)), p_facilities=p).solve(pulp.HiGHS(msg=False))
    return perf_counter() - start
