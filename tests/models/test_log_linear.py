"""Log-linear fits against scikit-learn, and which of them have an estimate, by hand and by linear program."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import PoissonRegressor

from models.list_patterns import Patterns, read_patterns
from models.log_linear import fit, has_estimate, models_of, one_model
from models.model_choice import all_choices, forward, overlap_probability

EVERY = 2**3 - 1


def patterns_of(counts: list[int]) -> Patterns:
    """Return three lists whose patterns, in the order of binary numbers, have these counts."""
    member = (np.arange(1, EVERY + 1)[:, None] // 2 ** np.arange(3)) % 2
    return read_patterns(np.column_stack([member, counts]))


COUNTS = [90, 60, 30, 40, 12, 9, 5]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=EVERY, max_size=EVERY), st.integers(0, 7))
def test_the_fit_is_that_of_scikit_learn_without_penalty(counts: list[int], number: int) -> None:
    found = patterns_of(counts)
    chosen = [pair for place, pair in enumerate(found.pairs) if number >> place & 1]
    models = one_model(found, chosen)
    fits = fit(found.counts, models)
    design = models.design[:, 1:][:, models.included[0, 1:]]
    peer = PoissonRegressor(alpha=0.0, solver="newton-cholesky", tol=1e-10, max_iter=200).fit(design, found.counts)
    assert fits.means[0] == pytest.approx(peer.predict(design), rel=1e-5)
    assert np.log(fits.hidden[0]) == pytest.approx(peer.intercept_, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=EVERY, max_size=EVERY))
def test_means_have_the_sums_that_the_model_fits(counts: list[int]) -> None:
    found = patterns_of(counts)
    models = models_of(found, all_choices(found, ()))
    fits = fit(found.counts, models)
    difference = (fits.means - found.counts) @ models.design
    assert np.abs(np.where(models.included, difference, 0.0)).max() < 1e-6 * sum(counts)


def test_the_error_of_two_lists_by_hand() -> None:
    """The variance of the logarithm of n10 n01 / n11 is the sum of the three reciprocals."""
    found = read_patterns([[1, 0, 24], [0, 1, 14], [1, 1, 6]])
    fits = fit(found.counts, one_model(found, ()))
    assert fits.log_error[0] == pytest.approx(np.sqrt(1 / 24 + 1 / 14 + 1 / 6))


def test_models_fitted_together_are_those_fitted_alone() -> None:
    found = patterns_of(COUNTS)
    chosen = all_choices(found, ())
    together = fit(found.counts, models_of(found, chosen))
    assert len(chosen) == 8
    for model, row in enumerate(chosen):
        pairs = [pair for pair, has in zip(found.pairs, row, strict=True) if has]
        alone = fit(found.counts, one_model(found, pairs))
        assert together.hidden[model] == pytest.approx(alone.hidden[0], rel=1e-9)
        assert together.aic[model] == pytest.approx(alone.aic[0], rel=1e-9)


def test_a_parameter_at_minus_infinity_counts_and_takes_its_patterns_out() -> None:
    found = patterns_of([50, 20, 0, 30, 25, 10, 0])
    assert found.overlap((0, 1)) == 0
    models = one_model(found, [(0, 1)])
    assert models.used[0].tolist() == [True, True, False, True, True, True, False]
    assert (models.parameters[0], models.included[0].sum()) == (5, 4)


def test_two_lists_cannot_tell_their_dependence() -> None:
    found = read_patterns([[1, 0, 24], [0, 1, 14], [1, 1, 6]])
    models = one_model(found, found.pairs)
    fits = fit(found.counts, models)
    assert not fits.identified[0]
    assert np.isnan(fits.hidden[0])
    assert not has_estimate(found.counts, models, fits, 0)


@pytest.mark.parametrize(
    ("counts", "terms", "expected"),
    [
        (COUNTS, (), True),
        (COUNTS, ("1:2", "1:3", "2:3"), True),
        ([90, 60, 30, 40, 12, 9, 0], ("1:2", "1:3", "2:3"), False),  # the fit gives 111 nothing, and the intercept
        ([90, 0, 30, 40, 12, 9, 5], ("1:2", "1:3", "2:3"), False),  # nobody on 2 alone: no hidden cases at all
        ([90, 60, 30, 40, 12, 9, 0], ("1:2",), True),
        ([90, 60, 0, 40, 0, 0, 0], (), False),  # lists that never meet
        ([90, 60, 30, 40, 0, 0, 0], (), True),  # the third list meets nobody
    ],
)
def test_where_there_is_an_estimate(counts: list[int], terms: tuple[str, ...], expected: bool) -> None:
    found = patterns_of(counts)
    models = one_model(found, found.pairs_of(terms))
    assert has_estimate(found.counts, models, fit(found.counts, models), 0) is expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=EVERY, max_size=EVERY), st.integers(0, 7))
def test_an_estimate_is_said_to_exist_exactly_where_the_search_ends_inside(counts: list[int], number: int) -> None:
    """Where it exists the fitted means have the sums; where it does not some run to zero."""
    member = (np.arange(1, EVERY + 1)[:, None] // 2 ** np.arange(3)) % 2
    if np.count_nonzero((member * np.array(counts)[:, None]).any(axis=0)) < 3:
        return
    found = patterns_of(counts)
    models = one_model(found, [pair for place, pair in enumerate(found.pairs) if number >> place & 1])
    fits = fit(found.counts, models)
    if not fits.identified[0]:
        return
    inside = fits.means[0, models.used[0]].min() > 1e-5
    assert has_estimate(found.counts, models, fits, 0) is bool(inside)


def test_overlap_probability_is_the_smaller_tail() -> None:
    assert overlap_probability(0, 3.0) == pytest.approx(np.exp(-3.0))
    assert overlap_probability(5, 0.1) == pytest.approx(1 - sum(np.exp(-0.1) * 0.1**k / f for k, f in _FACTORIALS))


_FACTORIALS = ((0, 1), (1, 1), (2, 2), (3, 6), (4, 24))


def test_the_first_step_takes_the_least_probable_overlap() -> None:
    """Under independence 1 and 2 would share far fewer than 132; the other overlaps follow from it."""
    found = patterns_of([180, 180, 120, 180, 20, 20, 12])
    assert forward(found, (), 0.02) == ((0, 1),)
    assert forward(found, (), 0.0) == ()
    assert forward(found, ((1, 2),), 0.0) == ((1, 2),)


def test_every_choice_is_there_once() -> None:
    found = patterns_of(COUNTS)
    assert len({tuple(row) for row in all_choices(found, ()).tolist()}) == 8
    kept = all_choices(found, [(0, 1)])
    assert len(kept) == 4
    assert kept[:, list(combinations(range(3), 2)).index((0, 1))].all()
