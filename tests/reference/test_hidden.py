"""Hidden cases against R: SparseMSE on trafficking known in the United Kingdom, Rcapture on HIV in Rome."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from models.hidden import bootstrap, models_within, multiple_systems


def read(shared: Path, name: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    folder = shared / "reference" / "hidden"
    return pd.read_csv(folder / f"{name}.csv"), json.loads((folder / "values.json").read_text())[name]


@pytest.mark.parametrize("method", ["main", "stepwise"])
def test_trafficking_in_the_united_kingdom(shared: Path, method: str) -> None:
    table, values = read(shared, "UKdat_5")
    found = multiple_systems(table, method=method)  # type: ignore[arg-type]
    expected = values[method]
    assert found.recorded == values["n_observed"]
    assert found.estimate == pytest.approx(expected["point est."], abs=1e-4)
    assert found.lower == pytest.approx(expected["2.5%"], abs=1e-3)
    assert found.upper == pytest.approx(expected["97.5%"], abs=1e-3)
    assert found.aic == pytest.approx(values[f"{method}_aic"], abs=1e-6)
    assert set(found.terms) == {term for term in values[f"{method}_terms"] if ":" in term}


def test_hiv_in_rome(shared: Path) -> None:
    table, values = read(shared, "HIV")
    every = [":".join(pair) for pair in combinations(table.columns[:-1], 2)]
    for name, terms in (("m12", ["c1:c2"]), ("double", every)):
        found = multiple_systems(table, terms=terms)
        assert found.estimate == pytest.approx(values[name]["abundance"], abs=1e-2)
        assert found.aic == pytest.approx(values[name]["AIC"], abs=1e-6)
    independent = next(model["abundance"] for model in values["closedp"] if model["_row"] == "Mt")
    assert multiple_systems(table, method="main").estimate == pytest.approx(independent, abs=1e-2)


def test_rcaptures_three_best_models_are_among_all(shared: Path) -> None:
    table, values = read(shared, "HIV")
    found = {each.terms: each.estimate for each in models_within(table, 50.0)}
    for terms, expected in zip([(), ("c1:c2",), ("c1:c3",)], values["bestBIC"]["N"], strict=True):
        assert found[terms] == pytest.approx(expected, abs=1e-2)


def test_the_range_over_good_models_holds_the_chosen_one(shared: Path) -> None:
    """The best model of the United Kingdom is that of the steps with the pair that shares nobody."""
    table, values = read(shared, "UKdat_5")
    models = models_within(table)
    chosen = multiple_systems(table)
    assert set(models[0].terms) == {*chosen.terms, "LA:GP"}
    assert chosen.estimate == pytest.approx(values["stepwise"]["point est."])
    assert min(each.lower for each in models) < values["stepwise"]["point est."] < max(each.upper for each in models)


def test_choosing_the_model_anew_widens_the_interval(shared: Path) -> None:
    table, _ = read(shared, "UKdat_5")
    found = multiple_systems(table)
    drawn = bootstrap(found, replicates=100, seed=1)
    assert drawn.lower < found.estimate
    assert drawn.upper > 1.5 * found.upper
