"""Visits against published routes: orienteering (exact), team orienteering (best known), travelling salesman."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from models.visits import plan

EFFORT = 1_000


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_tsiligirides_1_is_exact_at_every_budget(shared: Path) -> None:
    folder = shared / "reference" / "routing" / "orienteering"
    places = np.array([[float(v) for v in row.values()] for row in rows_of(folder / "tsiligirides_1.csv")])
    distance = cdist(places[:, :2], places[:, :2])
    published = rows_of(folder / "tsiligirides_1_optima.csv")
    found = {
        row["budget"]: plan(
            distance, places[:, 2], np.zeros(len(places)), day_minutes=float(row["budget"]), days=1, end=1,
            max_iterations=EFFORT,
        ).prize
        for row in published
    }  # fmt: skip
    assert found == {row["budget"]: float(row["optimum"]) for row in published}


def test_team_orienteering_comes_within_2_percent_and_never_above(shared: Path) -> None:
    folder = shared / "reference" / "routing" / "team_orienteering"
    for row in rows_of(folder / "best_known.csv"):
        lines = (folder / f"{row['problem']}.txt").read_text().splitlines()
        days, limit = int(lines[1].split()[1]), float(lines[2].split()[1])
        places = np.array([line.split() for line in lines[3:] if line.strip()], dtype=float)
        distance = cdist(places[:, :2], places[:, :2])
        found = plan(
            distance, places[:, 2], np.zeros(len(places)), day_minutes=limit, days=days, end=len(places) - 1,
            max_iterations=EFFORT,
        )  # fmt: skip
        best = float(row["best_known"])
        assert 0.98 * best <= found.prize <= best
        assert max(found.minutes) <= limit + 1e-6


@pytest.mark.parametrize("name", ["berlin52", "eil76", "kroA100"])
def test_a_tour_of_all_comes_within_1_percent(shared: Path, name: str) -> None:
    folder = shared / "reference" / "routing" / "tsp"
    best = {
        line.split()[0]: float(line.split()[1]) for line in (folder / "optima.txt").read_text().splitlines() if line
    }
    text = (folder / f"{name}.tsp").read_text().split("NODE_COORD_SECTION")[1].split("EOF")[0]
    nodes = np.array([line.split() for line in text.strip().splitlines()], dtype=float)[:, 1:]
    distance = np.floor(cdist(nodes, nodes) + 0.5)
    everyone = range(1, len(nodes))
    found = plan(
        distance, np.zeros(len(nodes)), np.zeros(len(nodes)), day_minutes=10 * best[name], days=1, must=everyone,
        max_iterations=EFFORT,
    )  # fmt: skip
    assert best[name] <= found.minutes[0] <= 1.01 * best[name]
    assert sorted(found.days[0]) == list(everyone)
