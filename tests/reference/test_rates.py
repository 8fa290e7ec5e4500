"""Rates against published values: spdep on the sudden infant deaths of North Carolina, 1974–78."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.rates import crude_rate, empirical_bayes, posterior, spatial_empirical_bayes


@pytest.fixture
def areas(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "reference" / "rates" / "nc_sids74_queen.csv")


@pytest.fixture
def published(shared: Path) -> dict[str, dict[str, list[float]]]:
    return json.loads((shared / "reference" / "rates" / "values.json").read_text())["nc_sids74_queen"]


@pytest.fixture
def neighbours(shared: Path) -> list[np.ndarray]:
    """Of a .gal file: the number of areas, then for each its number and count, and a line with its neighbours."""
    lines = (shared / "reference" / "rates" / "nc_sids74_queen.gal").read_text().splitlines()[1:]
    heads = [int(line.split()[0]) for line in lines[0::2]]
    assert heads == list(range(1, 101))
    return [np.array(line.split(), dtype=int) - 1 for line in lines[1::2]]


def test_empirical_bayes_equals_spdep(areas: pd.DataFrame, published: dict[str, dict[str, list[float]]]) -> None:
    expected = published["EBest"]
    assert np.abs(empirical_bayes(areas["cases"], areas["pop"]) - expected["est"]).max() < 1e-12
    assert np.abs(crude_rate(areas["cases"], areas["pop"]) - expected["raw"]).max() < 1e-12


def test_spatial_empirical_bayes_equals_spdep(
    areas: pd.DataFrame, published: dict[str, dict[str, list[float]]], neighbours: list[np.ndarray]
) -> None:
    """`EBlocal`: the area itself is part of its neighbourhood, and each area is compared with its own one."""
    found = spatial_empirical_bayes(areas["cases"], areas["pop"], neighbours)
    assert np.abs(found - published["EBlocal"]["est"]).max() < 1e-12


def test_the_posterior_lies_near_the_published_gamma_poisson_estimate(
    areas: pd.DataFrame, published: dict[str, dict[str, list[float]]]
) -> None:
    """DCluster's `empbaysmooth`: the same model with shape (4.63) and mean estimated and taken for exact."""
    estimated = published["eb_marshall_DCluster"]
    found = posterior(areas["cases"], areas["pop"])
    overall = areas["cases"].sum() / areas["pop"].sum()
    assert found.variation == pytest.approx(float(np.ravel(estimated["nu"])[0]) ** -0.5, rel=0.2)
    assert np.corrcoef(found.mean / overall, estimated["smthrr"])[0, 1] > 0.99
    assert found.mean / overall == pytest.approx(np.array(estimated["smthrr"]), rel=0.12)
