"""The scan statistic against SaTScan: leukemia in New York (Poisson) and in North Humberside (Bernoulli)."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.scan import scan

CLOSE = 1e-5
SEEDS = range(5)
PERMUTATIONS = 999


def published(path: Path) -> list[dict[str, Any]]:
    """What SaTScan printed of each cluster."""
    text = path.read_text()
    parts = re.split(r"\n\d+\.Location IDs included\.: ", text.split("PARAMETER SETTINGS")[0])[1:]
    return [read_cluster(part) for part in parts]


def read_cluster(text: str) -> dict[str, Any]:
    def figure(name: str) -> float:
        return float(re.search(rf"{re.escape(name)}\.*: ([\d.]+)", text)[1])

    members = re.match(r"[\d,\s]+", text)[0]
    return {
        "members": {int(each) for each in re.findall(r"\d+", members)},
        "observed": figure("Number of cases"),
        "expected": figure("Expected cases"),
        "relative_risk": figure("Relative risk"),
        "llr": figure("Log likelihood ratio"),
        "p": figure("P-value"),
    }


def new_york(shared: Path) -> tuple[Any, Any, Any]:
    folder = shared / "reference" / "clusters" / "new_york"
    cases, people, points = (np.loadtxt(folder / f"satscan_ny_{name}.txt") for name in ("cases", "pop", "coords"))
    return cases[:, 1], people[:, 2], points[:, 1:]


def assert_same(found: Any, expected: dict[str, Any]) -> None:
    assert {position + 1 for position in found.members} == expected["members"]
    assert found.observed == expected["observed"]
    assert round(found.expected, 2) == expected["expected"]
    assert round(found.relative_risk, 2) == expected["relative_risk"]
    assert found.llr == pytest.approx(expected["llr"], abs=CLOSE)


def test_the_clusters_of_new_york_are_satscans(shared: Path) -> None:
    answers = published(shared / "reference" / "clusters" / "new_york" / "expected_cartesian_10_percent.txt")
    clusters = scan(*new_york(shared), max_share=0.1, permutations=0).clusters
    assert len(answers) == 7
    for found, expected in zip(clusters, answers, strict=False):
        assert_same(found, expected)
    assert clusters[0].population == 95249
    assert clusters[0].radius == pytest.approx(0.070, abs=5e-4)


def test_p_in_new_york_is_satscans_for_four_of_five_seeds(shared: Path) -> None:
    answers = published(shared / "reference" / "clusters" / "new_york" / "expected_cartesian_10_percent.txt")
    expected = np.array([each["p"] for each in answers])
    within = 4 * np.sqrt(2 * expected * (1 - expected) / PERMUTATIONS)
    problem = new_york(shared)
    runs = [scan(*problem, max_share=0.1, permutations=PERMUTATIONS, seed=seed).clusters for seed in SEEDS]
    p = np.array([[each.p for each in run[: len(answers)]] for run in runs])
    assert ((np.abs(p - expected) <= within).sum(axis=0) >= 4).all()


def test_the_clusters_of_north_humberside_are_satscans(shared: Path) -> None:
    """Equally strong clusters come in another order; SaTScan gives them different p, so p is not held."""
    folder = shared / "reference" / "clusters" / "nhumberside"
    cases, controls, points = (np.loadtxt(folder / f"NHumberside.{end}") for end in ("cas", "ctl", "geo"))
    answers = published(folder / "expected.txt")
    people = cases[:, 1] + controls[:, 1]
    clusters = scan(cases[:, 1], people, points[:, 1:], model="bernoulli", permutations=PERMUTATIONS).clusters
    assert clusters[0].llr == pytest.approx(4.836516, abs=CLOSE)
    assert clusters[0].p == clusters[1].p > 0.05
    by_members = {frozenset(position + 1 for position in each.members): each for each in clusters}
    for expected in answers:
        assert_same(by_members[frozenset(expected["members"])], expected)
