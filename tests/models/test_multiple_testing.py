"""False discovery rate, Bonferroni, and the levels that permutations can reach."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.errors import OutOfRange
from models.multiple_testing import benjamini_hochberg, bonferroni, reachable_levels

PROBABILITIES = arrays(float, st.integers(1, 30), elements=st.floats(0, 1))


def test_the_published_example_rejects_four_hypotheses_and_bonferroni_three() -> None:
    """Benjamini & Hochberg (1995), section 3.3: 15 tests of a trial of thrombolysis, level 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (bonferroni(p) <= 0.05).sum() == 3


@given(PROBABILITIES)
def test_corrected_values_lie_between_the_raw_ones_and_bonferroni_in_the_same_order(p: np.ndarray) -> None:
    corrected = benjamini_hochberg(p)
    assert (corrected >= p * (1 - 1e-12)).all()
    assert (corrected <= bonferroni(p) * (1 + 1e-12)).all()
    assert (np.diff(corrected[np.argsort(p)]) >= 0).all()


@given(PROBABILITIES, st.floats(0.001, 0.999))
def test_a_limit_on_corrected_values_rejects_what_the_step_up_rule_rejects(p: np.ndarray, level: float) -> None:
    ordered = np.sort(p)
    below = np.flatnonzero(ordered * len(p) / np.arange(1, len(p) + 1) <= level)
    rejected = below[-1] + 1 if len(below) else 0
    assert (benjamini_hochberg(p) <= level).sum() == max(
        rejected, (p <= ordered[rejected - 1]).sum() if rejected else 0
    )


def test_one_test_needs_no_correction() -> None:
    assert benjamini_hochberg([0.03]).tolist() == bonferroni([0.03]).tolist() == [0.03]


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(OutOfRange):
        benjamini_hochberg([0.5, p])


@pytest.mark.parametrize(
    ("permutations", "levels"),
    [(9, ()), (39, (0.05,)), (99, (0.05,)), (199, (0.05, 0.01)), (999, (0.05, 0.01)), (1999, (0.05, 0.01, 0.001))],
)
def test_only_levels_that_permutations_reach_are_shown(permutations: int, levels: tuple[float, ...]) -> None:
    assert reachable_levels(permutations) == levels


def test_one_sided_tests_reach_further_and_bonferroni_less_far() -> None:
    assert reachable_levels(99, sides=1) == (0.05, 0.01)
    assert reachable_levels(999, tests=45) == ()
