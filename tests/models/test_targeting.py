"""Ranking on several criteria: what must not change a rank, and what an interval of ranks promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.errors import BadShape, NegativeValue, NotFinite, NotWhole, NoWeight, OutOfRange
from models.targeting import Method, ranking, ranks, scores

METHODS: tuple[Method, ...] = ("min_max", "ranks", "topsis")
grids = st.tuples(st.integers(1, 8), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(float, shape, elements=st.integers(-9, 9).map(float)),
        arrays(float, shape[1], elements=st.integers(0, 5).map(float)).filter(lambda weights: weights.any()),
    )
)
methods = st.sampled_from(METHODS)


@given(grids, methods, st.floats(1e-3, 1e3), st.integers(0, 3))
def test_the_scale_of_a_criterion_changes_nothing(
    grid: tuple[np.ndarray, np.ndarray], method: Method, factor: float, column: int
) -> None:
    values, weights = grid
    scaled = values.copy()
    scaled[:, column % values.shape[1]] *= factor
    assert scores(scaled, weights, method) == pytest.approx(scores(values, weights, method), abs=1e-9)
    assert ranks(2.0 * values, 3.0 * weights, method).tolist() == ranks(values, weights, method).tolist()


@given(grids, methods)
def test_a_dominated_unit_never_ranks_above_its_dominator(grid: tuple[np.ndarray, np.ndarray], method: Method) -> None:
    values, weights = grid
    rank, used = ranks(values, weights, method), values[:, weights > 0]
    for one in range(len(values)):
        for other in range(len(values)):
            if (used[one] >= used[other]).all() and (used[one] > used[other]).any():
                assert rank[one] < rank[other]


@given(grids, methods)
def test_each_rank_is_given_once_and_higher_scores_come_first(
    grid: tuple[np.ndarray, np.ndarray], method: Method
) -> None:
    values, weights = grid
    rank, score = ranks(values, weights, method), scores(values, weights, method)
    assert sorted(rank) == list(range(1, len(values) + 1))
    assert (np.diff(score[np.argsort(rank)]) <= 0).all()
    assert ((score >= 0) & (score <= 1 + 1e-9)).all()


@settings(max_examples=30, deadline=None)
@given(grids, methods, st.integers(0, 5), st.booleans())
def test_intervals_hold_the_rank_and_shares_are_shares(
    grid: tuple[np.ndarray, np.ndarray], method: Method, seed: int, exact: bool
) -> None:
    values, weights = grid
    ends = {} if exact else {"lower": values - 1.0, "upper": values + 2.0}
    found = ranking(values, weights, shortlist=2, method=method, draws=20, seed=seed, **ends)
    assert ((found.lower <= found.rank) & (found.rank <= found.upper)).all()
    assert ((found.lower >= 1) & (found.upper <= len(values))).all()
    assert found.shortlisted.sum() == pytest.approx(min(2, len(values)))
    again = ranking(values, weights, shortlist=2, method=method, draws=20, seed=seed, **ends)
    assert (again.lower.tolist(), again.shortlisted.tolist()) == (found.lower.tolist(), found.shortlisted.tolist())


@pytest.mark.parametrize("method", METHODS)
def test_equal_units_keep_their_order(method: Method) -> None:
    assert ranks([[1.0, 2.0]] * 3, [1, 1], method).tolist() == [1, 2, 3]


@pytest.mark.parametrize("method", METHODS)
def test_a_criterion_without_weight_counts_for_nothing(method: Method) -> None:
    values = [[1.0, 9.0], [2.0, 5.0], [3.0, 0.0]]
    assert ranks(values, [1, 0], method).tolist() == [3, 2, 1]
    assert ranking(values, [1, 0], shortlist=1, method=method, draws=5).shortlisted.tolist() == [0, 0, 1]


def test_min_max_by_hand() -> None:
    assert scores([[10.0, 0.0], [5.0, 1.0], [0.0, 0.5]], [3, 1]).tolist() == [0.75, 0.625, 0.125]


def test_weighted_ranks_by_hand_with_a_tie() -> None:
    assert scores([[10.0], [5.0], [5.0]], [1], "ranks").tolist() == [1.0, 0.25, 0.25]


def test_topsis_by_hand() -> None:
    # Lengths 5 and 5: rows (0.3, 0.4) and (0.4, 0.3) after weights of a half; ideals (0.4, 0.4) and (0.3, 0.3).
    assert scores([[3.0, 4.0], [4.0, 3.0]], [1, 1], "topsis").tolist() == [0.5, 0.5]
    # One criterion: length 5, (3/5, 4/5, 0): distances to the best 1/5, 0, 4/5 and to the worst 3/5, 4/5, 0.
    assert scores([[3.0], [4.0], [0.0]], [1], "topsis").tolist() == [0.75, 1.0, 0.0]


def test_weights_that_hardly_vary_leave_ranks_and_shortlist_certain() -> None:
    values = [[4.0, 1.0], [3.0, 2.0], [1.0, 3.0], [0.0, 0.0]]
    found = ranking(values, [2, 1], shortlist=2, concentration=1e9, draws=50)
    assert found.lower.tolist() == found.rank.tolist() == found.upper.tolist()
    assert set(found.shortlisted) == {0.0, 1.0}


def test_wide_data_widen_the_interval_but_not_the_shortlist_by_weights() -> None:
    values = np.array([[3.0], [2.0], [1.0]])
    exact = ranking(values, [1], shortlist=1, draws=200)
    wide = ranking(values, [1], shortlist=1, draws=200, lower=values - 5, upper=values + 5)
    assert exact.upper.tolist() == [1, 2, 3]
    assert wide.upper.tolist() == [3, 3, 3]
    assert wide.shortlisted.tolist() == exact.shortlisted.tolist() == [1.0, 0.0, 0.0]


def test_the_mean_of_drawn_weights_is_the_weights() -> None:
    # Of two opposite criteria the first unit leads where the first weight is above a half: Beta(25, 25) is even.
    found = ranking([[1.0, 0.0], [0.0, 1.0]], [1, 1], shortlist=1, draws=4000, seed=1)
    assert found.shortlisted == pytest.approx([0.5, 0.5], abs=0.03)


@pytest.mark.parametrize(
    ("error", "changed"),
    [
        (BadShape, {"values": [1.0, 2.0]}),
        (NotFinite, {"values": [[np.nan], [1.0]]}),
        (NoWeight, {"weights": [0.0]}),
        (NegativeValue, {"weights": [-1.0]}),
        (BadShape, {"weights": [1.0, 1.0]}),
        (BadShape, {"lower": [[0.0]]}),
        (NegativeValue, {"lower": [[5.0], [5.0]]}),
        (NegativeValue, {"upper": [[0.0], [0.0]]}),
        (OutOfRange, {"concentration": 0.0}),
        (OutOfRange, {"level": 1.0}),
        (OutOfRange, {"draws": 0}),
        (NotWhole, {"shortlist": 1.5}),
    ],
)
def test_what_cannot_be_ranked_is_refused(error: type[Exception], changed: dict) -> None:
    with pytest.raises(error):
        ranking(**({"values": [[1.0], [2.0]], "weights": [1.0], "shortlist": 1} | changed))
