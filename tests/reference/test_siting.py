"""Siting against published optima: OR-Library p-median, the SJC covering set, spopt's San Francisco."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from bench.siting import read_pmed
from models.siting import capacitated_p_median, maximal_covering, p_center, p_median, set_covering


def pmed(shared: Path, problem: int) -> tuple[np.ndarray, int]:
    return read_pmed(shared / "reference" / "siting" / "pmed" / f"pmed{problem}.txt")


def published(shared: Path, *path: str) -> list[dict[str, str]]:
    with shared.joinpath("reference", "siting", *path).open() as file:
        return list(csv.DictReader(file))


def san_francisco(shared: Path) -> tuple[np.ndarray, np.ndarray]:
    """Metres from 205 tracts to 16 stores, and the people of the tracts."""
    folder = shared / "reference" / "siting" / "san_francisco"
    travel = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    table = travel.pivot_table(index="DestinationName", columns="name", values="distance")
    tracts = pd.read_csv(folder / "SF_demand_205_centroid_uniform_weight.csv").set_index("NAME").loc[table.index]
    return table.to_numpy(), tracts["POP2000"].to_numpy()


@pytest.mark.parametrize("problem", range(1, 21))
def test_pmed_is_proven_optimal(shared: Path, problem: int) -> None:
    optimum = {row["problem"]: float(row["p_median"]) for row in published(shared, "pmed", "optima.csv")}
    cost, p = pmed(shared, problem)
    siting = p_median(cost, p)
    assert siting.objective == siting.bound == optimum[f"pmed{problem}"]
    assert (siting.gap, siting.status, len(siting.sites)) == (0.0, "optimal", p)
    assert cost[:, siting.sites].min(axis=1).sum() == siting.objective


@pytest.mark.parametrize("problem", [1, 6, 11, 16])
def test_pmed_with_the_optimal_sites_renumbered(shared: Path, problem: int) -> None:
    cost, p = pmed(shared, problem)
    order = np.random.default_rng(problem).permutation(len(cost))
    assert p_median(cost[np.ix_(order, order)], p).objective == p_median(cost, p).objective


def test_sjc_coverings_are_proven_optimal(shared: Path) -> None:
    for row in published(shared, "mclp", "optima_r800.csv"):
        lines = (shared / "reference" / "siting" / "mclp" / f"{row['instance']}.txt").read_text().splitlines()
        places = np.array([line.split()[:3] for line in lines[1:] if line.strip()], dtype=float)
        distance = cdist(places[:, :2], places[:, :2])
        siting = maximal_covering(distance, float(row["r"]), int(row["p"]), weights=places[:, 2])
        assert siting.objective == siting.bound == float(row["optimum"])
        assert siting.gap == 0.0


def test_san_francisco_p_median(shared: Path) -> None:
    cost, people = san_francisco(shared)
    siting = p_median(cost, 4, weights=people)
    assert siting.objective == pytest.approx(2_848_268_129.7145, abs=1e-3)
    assert siting.gap == 0.0


def test_san_francisco_maximal_covering(shared: Path) -> None:
    cost, people = san_francisco(shared)
    siting = maximal_covering(cost, 5_000, 4, weights=people)
    assert siting.objective == siting.bound == 875_247


@pytest.mark.parametrize("problem", range(1, 21))
def test_the_centers_of_pmed_are_proven_optimal(shared: Path, problem: int) -> None:
    optimum = {row["problem"]: float(row["p_center"]) for row in published(shared, "pmed", "optima.csv")}
    cost, p = pmed(shared, problem)
    siting = p_center(cost, p)
    assert siting.objective == siting.bound == optimum[f"pmed{problem}"]
    assert (siting.gap, len(siting.sites)) == (0.0, p)


def test_san_francisco_set_covering(shared: Path) -> None:
    cost, _ = san_francisco(shared)
    siting = set_covering(cost, 5_000)
    assert (siting.objective, siting.gap, len(siting.sites)) == (8.0, 0.0, 8)


def test_san_francisco_p_center(shared: Path) -> None:
    cost, _ = san_francisco(shared)
    siting = p_center(cost, 4)
    assert siting.objective == pytest.approx(7_403.0638, abs=1e-4)
    assert siting.gap == 0.0


@pytest.mark.slow
def test_the_capacitated_median_of_sjc1(shared: Path) -> None:
    words = (shared / "reference" / "siting" / "capacitated" / "SJC1.dat").read_text().split()
    nodes, p = int(words[0]), int(words[1])
    x, y, capacity, demand = np.array(words[2:], dtype=float).reshape(nodes, 4).T
    places = np.column_stack([x, y])
    siting = capacitated_p_median(cdist(places, places), p, demand=demand, capacity=capacity)
    assert siting.objective == pytest.approx(17_288.9931, abs=1e-4)
    assert siting.gap == 0.0
    taken = np.bincount(siting.assignment, weights=demand, minlength=nodes)
    assert (taken <= capacity).all()
