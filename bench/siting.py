"""Siting beside its peers: spopt with HiGHS, and FasterPAM for the heuristic alone; and a plan for the whole country.

Owns `figures`. Ours are proven optima; the peer stops at HiGHS's own gap of 1e-4. Our times are medians of repeats in a
fresh process, compiled before; the peer, which takes far longer, runs once, and its time is that of building its model
and solving it. Of the heuristic and of FasterPAM's restarts the least time of the repeats counts.
"""

from collections.abc import Callable, Iterator
from csv import DictReader
from functools import partial
from importlib.util import find_spec
from math import inf
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from bench.figure import Figure, Limit
from bench.process import in_fresh_process
from models.siting import p_center, p_median
from models.siting.interchange import heuristic_sites
from models.siting.median import Median, median_of
from models.siting.problem import checked_problem
from models.siting.watch import Watch

PMED = Path(__file__).resolve().parents[2] / "shared" / "reference" / "siting" / "pmed"
PROBLEMS = {"p-median": ("pmed1", "pmed6", "pmed11", "pmed16"), "p-center": ("pmed1", "pmed6")}
ALL = tuple(f"pmed{number}" for number in range(1, 21))
REPEATS = 5
RESTARTS = 10
SPOPT, FASTERPAM = "spopt with HiGHS", f"FasterPAM, restarts: {RESTARTS}"
TIMES_FASTER = {"p-median": 10, "p-center": 100}
COMMUNES, COUNTRY_SITES, COUNTRY_GAP = 3321, 170, 0.005
COUNTRY_LIMIT = Limit(300.0, 8192.0)


def figures(folder: Path = PMED) -> Iterator[Figure]:
    """Measure the country, the problems of `folder` and the heuristic; `peer_seconds` is None without the peer."""
    country = in_fresh_process(country_seconds, COMMUNES, COUNTRY_SITES)
    name = f"p-median {COMMUNES} x {COMMUNES}, p: {COUNTRY_SITES}, to a gap of {COUNTRY_GAP:.1%}"
    yield Figure(name, country.seconds, country.peak_memory_mb, limit=COUNTRY_LIMIT)
    for kind, problems in PROBLEMS.items():
        yield from _beside_spopt(kind, [folder / f"{name}.txt" for name in problems])
    yield heuristic_figure(folder)


def _beside_spopt(kind: str, problems: list[Path]) -> Iterator[Figure]:
    """Yield a figure for each problem, then one of all together, which is to be so many times faster."""
    seconds, peak, peer = 0.0, 0.0, 0.0
    installed = find_spec("spopt") is not None
    for path in problems:
        measured = in_fresh_process(_OURS[kind], path)
        peer_seconds = spopt_seconds(kind, path) if installed else None
        yield Figure(f"{kind} {path.stem}", measured.seconds, measured.peak_memory_mb, SPOPT, peer_seconds)
        seconds, peak = seconds + measured.seconds, max(peak, measured.peak_memory_mb)
        peer += peer_seconds or 0.0
    if installed:
        limit = Limit(peer / TIMES_FASTER[kind])
        yield Figure(f"{kind} {', '.join(path.stem for path in problems)}: total", seconds, peak, SPOPT, peer, limit)


def read_pmed(path: Path) -> tuple[np.ndarray, int]:
    """Return the costs between all nodes, and p; an edge given twice has the length of its last line."""
    (nodes, _, p), *edges = ([int(word) for word in line.split()] for line in path.read_text().splitlines() if line)
    length = {(min(i, j) - 1, max(i, j) - 1): value for i, j, value in edges}
    graph = csr_array((list(length.values()), np.array(list(length)).T), (nodes, nodes))
    return shortest_path(graph, directed=False), p


def median_seconds(path: Path) -> float:
    """Return the median of the seconds `p_median` takes."""
    cost, p = read_pmed(path)
    p_median(cost[:9, :9], 2)
    return median(p_median(cost, p).seconds for _ in range(REPEATS))


def center_seconds(path: Path) -> float:
    """Return the median of the seconds `p_center` takes."""
    cost, p = read_pmed(path)
    return median(p_center(cost, p).seconds for _ in range(REPEATS))


_OURS = {"p-median": median_seconds, "p-center": center_seconds}


def spopt_seconds(kind: str, path: Path) -> float:
    """Return the seconds the peer takes, its model built and solved."""
    import pulp
    from spopt.locate import PCenter, PMedian

    cost, p = read_pmed(path)
    solver = pulp.HiGHS(msg=False)
    if kind == "p-center":
        return once(lambda: PCenter.from_cost_matrix(cost, p_facilities=p).solve(solver))
    return once(lambda: PMedian.from_cost_matrix(cost, np.ones(len(cost)), p_facilities=p).solve(solver))


def country_seconds(communes: int, p: int) -> float:
    """Return the seconds that a plan for so many communes takes; inf where the gap stays larger than it should.

    Communes lie at random in a square, travel is the air line, people are lognormal.
    """
    random = np.random.default_rng(communes)
    points = random.uniform(0.0, 600.0, size=(communes, 2))
    people = random.lognormal(8.6, 0.6, communes).round()
    cost = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    p_median(cost[:9, :9], 2)
    found = p_median(cost, p, weights=people, gap=COUNTRY_GAP, time_limit=COUNTRY_LIMIT.seconds)
    return found.seconds if found.gap <= COUNTRY_GAP else inf


def heuristic_figure(folder: Path) -> Figure:
    """Return the heuristic's time over all problems beside FasterPAM's; the name says how good the answers are."""
    optima = {
        row["problem"]: float(row["p_median"]) for row in DictReader((folder / "optima.csv").read_text().splitlines())
    }
    best = np.array([optima[name] for name in ALL])
    paths = [folder / f"{name}.txt" for name in ALL]
    ours = np.array([heuristic_total(path) for path in paths])
    measured = in_fresh_process(heuristic_seconds, paths)
    said, peer = quality(ours, best), None
    if find_spec("kmedoids"):
        theirs = np.array([fasterpam_total(path) for path in paths])
        peer = fasterpam_seconds(paths)
        said += f"; {FASTERPAM}: {quality(theirs, best)}; ours worse in {(ours > theirs).sum()}"
    name = f"heuristic, {ALL[0]} to {ALL[-1]}: {said}"
    return Figure(name, measured.seconds, measured.peak_memory_mb, FASTERPAM if peer else None, peer)


def quality(totals: np.ndarray, best: np.ndarray) -> str:
    """Return how many totals are the best there is, and how far the worst is off."""
    return f"{(totals == best).sum()} optimal, worst {(totals / best - 1.0).max():.2%}"


def heuristic_total(path: Path) -> float:
    """Return the total cost that the heuristic reaches."""
    problem = _problem(path)
    return problem.total(_heuristic(problem)) * problem.scale


def heuristic_seconds(paths: list[Path]) -> float:
    """Return the seconds the heuristic takes over all problems, of each the least of the repeats."""
    problems = [_problem(path) for path in paths]
    _heuristic(problems[0])
    return sum(least(partial(_heuristic, problem)) for problem in problems)


def _problem(path: Path) -> Median:
    cost, p = read_pmed(path)
    problem = checked_problem(cost, p, weights=None, fixed=(), forbidden=(), rules=None)
    return median_of(problem, problem.cost)


def _heuristic(median: Median) -> np.ndarray:
    return heuristic_sites(median, Watch(inf, None))


def fasterpam_total(path: Path) -> float:
    """Return the best total cost of the peer's restarts."""
    return _fasterpam(*read_pmed(path))


def fasterpam_seconds(paths: list[Path]) -> float:
    """Return the seconds all restarts take over all problems, of each problem the least of the repeats."""
    return sum(least(partial(_fasterpam, cost, p)) for cost, p in map(read_pmed, paths))


def _fasterpam(cost: np.ndarray, p: int) -> float:
    from kmedoids import fasterpam

    return float(min(fasterpam(cost, p, random_state=seed, n_cpu=1).loss for seed in range(RESTARTS)))


def least(work: Callable[[], object]) -> float:
    """Return the least of the seconds of the repeats."""
    return min(once(work) for _ in range(REPEATS))


def once(work: Callable[[], object]) -> float:
    """Return the seconds `work` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start
