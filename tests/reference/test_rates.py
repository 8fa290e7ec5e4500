"""Rates against published values: spdep's `EBest` on the sudden infant deaths of North Carolina, 1974–78."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from models.rates import crude_rate, empirical_bayes


def test_empirical_bayes_equals_spdep(shared: Path) -> None:
    folder = shared / "reference" / "rates"
    areas = pd.read_csv(folder / "nc_sids74_queen.csv")
    expected = json.loads((folder / "values.json").read_text())["nc_sids74_queen"]["EBest"]
    assert np.abs(empirical_bayes(areas["cases"], areas["pop"]) - expected["est"]).max() < 1e-12
    assert np.abs(crude_rate(areas["cases"], areas["pop"]) - expected["raw"]).max() < 1e-12
