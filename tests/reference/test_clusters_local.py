"""Statistics of neighbours against published values (spdep), and against esda."""

import json
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from models.hotspots import getis_ord, local_moran, standardised_rates
from models.moran import geary, general_g, moran, moran_p
from models.spatial_weights import row_standardised

CLOSE = 1e-10
"""The published values bear 12 to 13 digits."""
Neighbours = list[list[int]]


def published(shared: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((shared / "reference" / "rates" / "values.json").read_text())
    return values


def neighbours(shared: Path, name: str) -> Neighbours:
    lines = (shared / "reference" / "rates" / f"{name}.gal").read_text().splitlines()[1:]
    return [[int(each) - 1 for each in line.split()] for line in lines[1::2]]


@pytest.fixture
def counties(shared: Path) -> tuple[pd.DataFrame, Neighbours, dict[str, Any]]:
    areas = pd.read_csv(shared / "reference" / "rates" / "nc_sids74_queen.csv")
    return areas, neighbours(shared, "nc_sids74_queen"), published(shared)["nc_sids74_queen"]


def rates(areas: pd.DataFrame) -> np.ndarray:
    return (areas["cases"] / areas["pop"]).to_numpy()


def of_esda(near: Neighbours) -> Any:
    pytest.importorskip("esda")
    from libpysal.weights import W

    return W(dict(enumerate(near)), silence_warnings=True)


@pytest.mark.parametrize(("assumption", "key"), [("randomisation", "rand"), ("normality", "norm")])
def test_morans_i_of_north_carolina(counties: Any, assumption: Any, key: str) -> None:
    areas, near, values = counties
    found, expected = (
        moran(rates(areas), near, weights=row_standardised(near), assumption=assumption),
        values[f"moran_rate_{key}"],
    )
    for name, own in (("I", found.statistic), ("E", found.expected), ("V", found.variance), ("z", found.z)):
        assert own == pytest.approx(expected[name], abs=CLOSE)


def test_gearys_c_and_general_g_of_north_carolina(counties: Any) -> None:
    areas, near, values = counties
    c, g = geary(rates(areas), near, weights=row_standardised(near)), general_g(rates(areas), near)
    assert [c.statistic, c.variance, c.z] == pytest.approx([values["geary"][each] for each in "CVz"], abs=CLOSE)
    expected = values["globalG_B"]
    assert [g.statistic, g.expected, g.variance] == pytest.approx([expected[each] for each in "GEV"], abs=CLOSE)
    assert g.z == pytest.approx(expected["z"][0][0], abs=CLOSE)


def test_the_empirical_bayes_index_of_north_carolina(counties: Any) -> None:
    areas, near, values = counties
    standardised, weights = standardised_rates(areas["cases"], areas["pop"]), row_standardised(near)
    assert moran(standardised, near, weights=weights).statistic == pytest.approx(values["EBI"]["I"], abs=CLOSE)
    assert moran_p(standardised, near, weights=weights) <= 2 * values["EBI"]["p_mc"]


def test_local_moran_of_north_carolina_divides_by_n_as_spdep_does(counties: Any) -> None:
    areas, near, values = counties
    found = local_moran(rates(areas), near, weights=row_standardised(near), permutations=9)
    assert found.statistic == pytest.approx(np.array(values["localmoran_cond"]["Ii"]), abs=CLOSE)
    assert found.z == pytest.approx(np.array(values["localmoran_cond"]["Z"]), abs=CLOSE)


def test_gi_and_gi_star_of_north_carolina(counties: Any) -> None:
    areas, near, values = counties
    gi = getis_ord(rates(areas), near, star=False, weights=row_standardised(near), permutations=9)
    assert gi.z == pytest.approx(np.array(values["localG_W"]), abs=CLOSE)
    assert getis_ord(rates(areas), near, permutations=9).z == pytest.approx(np.array(values["localGstar_B"]), abs=CLOSE)


def test_morans_i_and_gi_of_crime_in_columbus(shared: Path) -> None:
    crime = gpd.read_file(shared / "reference" / "rates" / "columbus.geojson")["CRIME"]
    near, values = neighbours(shared, "columbus"), published(shared)["columbus"]
    found = moran(crime, near, weights=row_standardised(near))
    assert [found.statistic, found.variance, found.z] == pytest.approx(
        [values["moran_CRIME"][each] for each in "IVz"], abs=CLOSE
    )
    normal = moran(crime, near, weights=row_standardised(near), assumption="normality")
    assert [normal.variance, normal.z] == pytest.approx([values["moran_norm"][each] for each in "Vz"], abs=CLOSE)
    assert getis_ord(crime, near, star=False, permutations=9).z == pytest.approx(np.array(values["localG"]), abs=CLOSE)


def test_gi_of_the_example_of_getis_and_ord(shared: Path) -> None:
    """Neighbours within 30 metres, the limit included; published to four digits: 1.2220 in the centre."""
    points = pd.read_csv(shared / "reference" / "rates" / "getisord.csv")
    apart = np.hypot(*(points[axis].to_numpy()[:, None] - points[axis].to_numpy() for axis in "xy"))
    near = [np.flatnonzero((row <= 30) & (row > 0)) for row in apart]
    found = getis_ord(points["val"], near, star=False, permutations=9)
    values = published(shared)["getisord"]
    assert found.z == pytest.approx(np.array(values["G30"]), abs=CLOSE)
    assert np.abs(found.z - values["G_centre"]).min() < CLOSE


@pytest.mark.slow
def test_local_moran_of_esda_is_ours_times_n_less_1_by_n_and_its_p_half_of_ours(counties: Any) -> None:
    """But where every neighbour has no case: esda loses the ties of other such neighbours and gives the smallest p."""
    areas, near, _ = counties
    esda = pytest.importorskip("esda")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.Moran_Local(rates(areas), of_esda(near), permutations=9999, transformation="R", seed=1)
    found = local_moran(rates(areas), near, weights=row_standardised(near), permutations=9999)
    assert theirs.Is == pytest.approx(found.statistic * (len(near) - 1) / len(near), abs=CLOSE)
    quadrants = {"high_high": 1, "low_high": 2, "low_low": 3, "high_low": 4}
    assert [quadrants[each] for each in found.quadrant] == theirs.q.tolist()
    folded = found.p / 2
    error = np.sqrt(2 * folded * (1 - folded) / 9999) + 1 / 9999
    untied = np.array([areas["cases"][each].any() for each in near])
    assert (np.abs(theirs.p_sim - folded) < 5 * error)[untied].all()
    assert np.flatnonzero(~untied).tolist() == [3, 80]


def test_p_of_a_county_whose_neighbours_have_no_case_is_that_of_all_pairs_of_others(counties: Any) -> None:
    areas, near, _ = counties
    others = np.delete(rates(areas), 3)
    exact = 2 * np.mean([first + second <= 0 for first, second in combinations(others, len(near[3]))])
    found = local_moran(rates(areas), near, weights=row_standardised(near), permutations=9999).p[3]
    assert found == pytest.approx(exact, abs=5 * 2 * np.sqrt(exact / 2 / 9999))
