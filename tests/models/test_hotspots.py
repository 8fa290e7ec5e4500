"""Local Moran, Gi and Gi*: sums done by hand, moments by enumeration, islands, equal values, rates of few people."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.errors import BadShape, NoPopulation, NotFinite
from models.hotspots import getis_ord, local_moran, standardised_rates
from models.moran import moran
from models.spatial_weights import row_standardised

ROW = [[1], [0, 2], [1, 3], [2]]
TREE = [[1, 2], [0, 3, 4], [0], [1, 5], [1], [3]]
VALUES = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0]
LINE = [[each for each in (unit - 1, unit + 1) if 0 <= each < 30] for unit in range(30)]


def test_local_moran_of_four_units_in_a_row() -> None:
    """Deviations 2 2 −2 −2, variance 4: 2·2 ÷ 4, 2·(2−2) ÷ 4, …"""
    found = local_moran([4, 4, 0, 0], ROW, permutations=9)
    assert found.statistic.tolist() == [1, 0, 0, 1]
    assert found.quadrant == ("high_high", "high_low", "low_low", "low_low")


def test_gi_is_the_share_around_a_unit_and_gi_star_counts_the_unit_itself() -> None:
    assert getis_ord([4, 2, 1, 1], ROW, star=False, permutations=9).statistic.tolist() == [2 / 4, 5 / 6, 3 / 7, 1 / 7]
    assert getis_ord([4, 2, 1, 1], ROW, permutations=9).statistic.tolist() == [6 / 8, 7 / 8, 4 / 8, 2 / 8]


@pytest.mark.parametrize("weights", [None, row_standardised(TREE)])
def test_the_mean_of_row_standardised_local_moran_is_morans_i(weights: object) -> None:
    found = local_moran(VALUES, TREE, weights=weights, permutations=9)  # type: ignore[arg-type]
    links = sum(map(len, TREE)) if weights is None else len(TREE)
    whole = moran(VALUES, TREE, weights=weights)  # type: ignore[arg-type]
    assert found.statistic.sum() / links == pytest.approx(whole.statistic)


@pytest.mark.parametrize("unit", range(6))
def test_z_of_local_moran_and_of_gi_come_from_all_ways_to_place_the_others(unit: int) -> None:
    ways = [np.insert(order, unit, VALUES[unit]) for order in permutations(np.delete(VALUES, unit))]
    lags = np.array([way[TREE[unit]].sum() for way in ways])
    own = sum(VALUES[each] for each in TREE[unit])
    z = (own - lags.mean()) / lags.std()
    sign = np.sign(VALUES[unit] - np.mean(VALUES))
    assert local_moran(VALUES, TREE, permutations=9).z[unit] == pytest.approx(sign * z)
    assert getis_ord(VALUES, TREE, star=False, permutations=9).z[unit] == pytest.approx(z)


def test_z_of_gi_star_comes_from_all_ways_to_place_every_value() -> None:
    ways = np.array(list(permutations(VALUES)))
    found = getis_ord(VALUES, TREE, permutations=9).z
    for unit, near in enumerate(TREE):
        sums = ways[:, [unit, *near]].sum(axis=1)
        own = VALUES[unit] + sum(VALUES[each] for each in near)
        assert found[unit] == pytest.approx((own - sums.mean()) / sums.std())


def test_a_planted_cluster_is_found_and_nothing_else() -> None:
    values = np.random.default_rng(0).normal(size=30)
    values[[10, 11, 12]] += 12.0
    local = local_moran(values, LINE, permutations=999)
    star = getis_ord(values, LINE, permutations=999)
    assert local.classes(0.01)[11] == "high_high"
    assert star.classes(0.01)[11] == "hot"
    assert {"high_high", "hot"}.isdisjoint(local.classes(0.01)[:9] + star.classes(0.01)[14:])


def test_gi_star_and_local_moran_have_the_same_p() -> None:
    values = np.random.default_rng(1).gamma(2.0, size=30)
    p = local_moran(values, LINE, permutations=99, seed=3).p
    assert getis_ord(values, LINE, permutations=99, seed=3).p.tolist() == p.tolist()


FAR = np.array([6.1e-05, 22.75, *[0.0] * 6])
"""One value far from all others, which hardly differ."""


@example(FAR, 0.5, 1000.0)
@given(arrays(float, 8, elements=st.floats(-1e6, 1e6)), st.floats(0.5, 100), st.floats(-1000, 1000))
def test_another_unit_of_measure_changes_nothing(values: np.ndarray, factor: float, shift: float) -> None:
    cells = [[each for each in (unit - 1, unit + 1) if 0 <= each < 8] for unit in range(8)]
    if np.ptp(values) < 1e-3 * np.abs(values).max() or np.ptp(values) < 1:
        return
    before, after = (local_moran(each, cells, permutations=9) for each in (values, factor * values + shift))
    assert after.statistic == pytest.approx(before.statistic, rel=1e-5, abs=1e-5)
    assert after.z == pytest.approx(before.z, rel=1e-4, abs=1e-4)


def test_an_island_has_a_stated_value_and_is_named() -> None:
    neighbours = [*TREE, []]
    local, star = local_moran([*VALUES, 50.0], neighbours), getis_ord([*VALUES, 50.0], neighbours)
    for found in (local, star):
        assert found.islands.tolist() == [6]
        assert (found.statistic[6], found.z[6], found.p[6]) == (0, 0, 1)
        assert found.classes()[6] == "no_neighbours"
        assert np.isfinite(found.z).all()


@pytest.mark.parametrize(
    ("values", "neighbours"),
    [([0, 0, 0, 0], ROW), ([0.1, 0.1, 0.1, 0.1], ROW), ([7], [[]]), ([1, 2], [[1], [0]]), ([], []), ([1, 2], [[], []])],
)
def test_where_nothing_can_be_said_no_unit_is_significant(values: list[float], neighbours: list[list[int]]) -> None:
    for found in (
        local_moran(values, neighbours),
        getis_ord(values, neighbours),
        getis_ord(values, neighbours, star=False),
    ):
        assert found.p.tolist() == [1.0] * len(values)
        assert np.isfinite(found.z).all()
        assert set(found.classes()) <= {"not_significant", "no_neighbours"}


def test_a_unit_that_all_others_border_on_has_no_spread() -> None:
    found = local_moran([5, 1, 2, 3], [[1, 2, 3], [0], [0], [0]], permutations=99)
    assert (found.z[0], found.p[0]) == (0, 1)


def test_values_at_fault_are_refused() -> None:
    with pytest.raises(BadShape):
        local_moran([1, 2], ROW)
    with pytest.raises(NotFinite):
        getis_ord([1, 2, np.inf, 3], ROW)


def test_standardised_rates_have_the_mean_and_spread_that_people_give_them() -> None:
    """Where rates differ no more than chance makes them, the spread is that of a Poisson count: √(rate ÷ people)."""
    values = standardised_rates([3, 1, 2], [100, 100, 100])
    assert values == pytest.approx(np.array([1, -1, 0]) / 100 / np.sqrt(0.02 / 100))


def test_the_same_rate_of_fewer_people_is_less_unusual() -> None:
    few, many, _ = standardised_rates([4, 40, 20], [100, 1000, 1000])
    assert 0 < few < many


def test_without_a_case_and_without_people_the_value_is_0() -> None:
    assert standardised_rates([0, 0], [10, 20]).tolist() == [0, 0]
    assert standardised_rates([1, 3, 0], [10, 20, 0])[2] == 0
    with pytest.raises(NoPopulation):
        standardised_rates([0, 0], [0, 0])


def test_rates_that_people_alone_make_uneven_are_significant_in_one_test_of_twenty() -> None:
    """Communes of very different size, cases by chance: 1,800 tests on 60 maps, four standard errors."""
    random = np.random.default_rng(11)
    people = random.integers(300, 30_000, 30)
    p = np.concatenate(
        [
            local_moran(standardised_rates(random.poisson(0.001 * people), people), LINE, permutations=199, seed=each).p
            for each in range(60)
        ]
    )
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / len(p)))
