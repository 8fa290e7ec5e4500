"""Clusters of cases: the scan statistic with its limits, and local Moran beside esda's.

Owns `figures`. Compiling is not counted: each process works on a small problem first. Communes and tracts are real
where the shared data are, else made by chance, and the figure's name says which; the communes' cases are always made.
esda runs once, as it comes (one core).
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from bench.figure import Figure, Limit
from bench.process import in_fresh_process
from models.scan_windows import Metric

SHARED = Path(__file__).resolve().parents[2] / "shared"
TRACTS = SHARED / "reference" / "clusters" / "new_york"
COMMUNES = SHARED / "data" / "vietnam"
PEER = "esda Moran_Local"
SCAN_LIMIT, SMALL_SCAN_LIMIT, MORAN_LIMIT = Limit(15.0, 2048.0), Limit(0.5), Limit(10.0)
SCAN_PERMUTATIONS, MORAN_PERMUTATIONS = 999, 9999
LARGEST_SHARE = 0.1
REPEATS = 5
COMMUNE_CASES, TRACT_CASES = 2000, 552
MADE_COMMUNES, MADE_TRACTS = 3321, 281
NEIGHBOURS = 6


class Problem(NamedTuple):
    """Cases and people of places."""

    kind: str
    cases: np.ndarray
    people: np.ndarray
    points: np.ndarray
    metric: Metric


def figures() -> Iterator[Figure]:
    """Measure the scan of New York and of all communes, then local Moran of all communes."""
    for problem, limit in ((tracts(), SMALL_SCAN_LIMIT), (communes(), SCAN_LIMIT)):
        measured = in_fresh_process(scan_seconds, problem)
        name = f"scan of {len(problem.people)} {problem.kind}, replicas: {SCAN_PERMUTATIONS}"
        yield Figure(name, measured.seconds, measured.peak_memory_mb, limit=limit)
    rates, neighbours = rates_of_neighbours(problem)
    ours = in_fresh_process(moran_seconds, rates, neighbours)
    theirs = in_fresh_process(esda_seconds, rates, neighbours).seconds if find_spec("esda") else None
    name = f"local Moran of {len(rates)} {problem.kind}, permutations: {MORAN_PERMUTATIONS}"
    yield Figure(name, ours.seconds, ours.peak_memory_mb, PEER if theirs else None, theirs, MORAN_LIMIT)


def tracts() -> Problem:
    """Return New York's leukemia, or as many cases in as many tracts by chance."""
    if not TRACTS.is_dir():
        return by_chance("made tracts", MADE_TRACTS, TRACT_CASES)
    cases, people, points = (np.loadtxt(TRACTS / f"satscan_ny_{name}.txt") for name in ("cases", "pop", "coords"))
    return Problem("tracts of New York", cases[:, 1], people[:, 2], points[:, 1:], "plane")


def communes() -> Problem:
    """Return all communes with cases by chance; a commune whose seat is not known lies at its province's mean."""
    if not COMMUNES.is_dir():
        return by_chance("made communes", MADE_COMMUNES, COMMUNE_CASES)
    table = pd.read_csv(COMMUNES / "communes_2025_attributes.csv", dtype={"code": str, "province_code": str})
    seats = table[["hq_lon", "hq_lat"]]
    points = seats.fillna(seats.groupby(table["province_code"]).transform("mean")).to_numpy()
    people = table["population_2024"].to_numpy(dtype=float)
    cases = np.random.default_rng(0).multinomial(COMMUNE_CASES, people / people.sum())
    return Problem("communes", cases, people, points, "great_circle")


def by_chance(kind: str, places: int, cases: int) -> Problem:
    """Return places in a square."""
    rng = np.random.default_rng(places)
    people = rng.lognormal(9.0, 0.6, places).round()
    return Problem(kind, rng.multinomial(cases, people / people.sum()), people, rng.uniform(size=(places, 2)), "plane")


def rates_of_neighbours(problem: Problem) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return crude rates, 0 where nobody lives, and the six nearest places of each."""
    rates = problem.cases / np.maximum(problem.people, 1.0)
    nearest = KDTree(problem.points).query(problem.points, NEIGHBOURS + 1)[1]
    return rates, [each[each != i][:NEIGHBOURS] for i, each in enumerate(nearest)]


def scan_seconds(problem: Problem) -> float:
    """Return the median of the seconds a scan takes, on all cores."""
    from models.scan import scan

    scan([2, 0], [1, 1], [(0, 0), (1, 1)], permutations=1)
    return median(
        once(lambda: scan(*problem[1:4], metric=problem.metric, max_share=LARGEST_SHARE)) for _ in range(REPEATS)
    )


def moran_seconds(rates: np.ndarray, neighbours: list[np.ndarray]) -> float:
    """Return the median of the seconds local Moran takes, on all cores."""
    from models.hotspots import local_moran

    local_moran([1.0, 2.0, 4.0], [[1], [0, 2], [1]], permutations=9)
    return median(once(lambda: local_moran(rates, neighbours, permutations=MORAN_PERMUTATIONS)) for _ in range(REPEATS))


def esda_seconds(rates: np.ndarray, neighbours: list[np.ndarray]) -> float:
    """Return the seconds the peer takes, on the one core it uses unless told otherwise."""
    from esda import Moran_Local
    from libpysal.weights import W

    links = W({i: each.tolist() for i, each in enumerate(neighbours)}, silence_warnings=True)
    Moran_Local(rates, links, permutations=9)
    return once(lambda: Moran_Local(rates, links, permutations=MORAN_PERMUTATIONS, seed=0))


def once(work: Callable[[], object]) -> float:
    """Return the seconds `work` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start
