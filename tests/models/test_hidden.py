"""Hidden cases by hand, by their own promises, and where the input says nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled
from models.errors import (
    BadPattern,
    BadShape,
    ModelError,
    NegativeValue,
    NoOverlap,
    NotEstimable,
    NotFinite,
    NotWhole,
    OutOfRange,
    PatternOfNoList,
    RepeatedList,
    TooFewLists,
    TooManyLists,
    UnknownTerm,
)
from models.hidden import MOST_LISTS_COMPARED, bootstrap, chapman, models_within, multiple_systems

TWO = pd.DataFrame({"police": [1, 0, 1], "health": [0, 1, 1], "count": [24, 14, 6]})
THREE = pd.DataFrame(
    [(1, 0, 0, 90), (0, 1, 0, 60), (0, 0, 1, 40), (1, 1, 0, 30), (1, 0, 1, 12), (0, 1, 1, 9), (1, 1, 1, 5)],
    columns=["police", "health", "hotline", "count"],
)
NAMES = ("a", "b", "c", "d")


def table_of(counts: list[int], lists: int) -> pd.DataFrame:
    """Return all patterns of some lists with these counts, in the order of binary numbers."""
    member = (np.arange(1, 2**lists)[:, None] // 2 ** np.arange(lists)) % 2
    return pd.DataFrame(np.column_stack([member, counts]), columns=[*NAMES[:lists], "count"])


tables = st.integers(2, 4).flatmap(
    lambda lists: st.lists(st.integers(0, 40), min_size=2**lists - 1, max_size=2**lists - 1).map(
        lambda counts: table_of(counts, lists)
    )
)


def test_chapman_by_hand() -> None:
    """31 x 21 / 7 - 1 = 92; 31 x 21 x 24 x 14 / (49 x 8) = 558."""
    found = chapman(30, 20, 6)
    assert (found.estimate, found.variance) == (92.0, 558.0)
    assert found.lower < 92 < found.upper


def test_chapman_of_ten_turtles_marked_and_five_of_fifteen_seen_again() -> None:
    """The worked example of "Mark and recapture", Wikipedia: 28 turtles, transformed logit interval 22 to 65."""
    found = chapman(10, 15, 5)
    assert (round(found.estimate), round(found.lower), round(found.upper)) == (28, 22, 65)


def test_sadinles_interval_by_hand() -> None:
    """Cells 24.5, 14.5, 6.5: hidden 24.5 x 14.5 / 6.5, at 44 recorded less a half."""
    hidden = 24.5 * 14.5 / 6.5
    spread = 1.959964 * np.sqrt(1 / 6.5 + 1 / 24.5 + 1 / 14.5 + 6.5 / (24.5 * 14.5))
    found = chapman(30, 20, 6)
    assert found.lower == pytest.approx(43.5 + hidden * np.exp(-spread), rel=1e-6)
    assert found.upper == pytest.approx(43.5 + hidden * np.exp(spread), rel=1e-6)


@given(st.integers(0, 300), st.integers(0, 300), st.data())
def test_chapman_is_the_same_for_either_first_and_never_below_what_is_recorded(n1: int, n2: int, data) -> None:
    both = data.draw(st.integers(0, min(n1, n2)))
    found = chapman(n1, n2, both)
    assert found == chapman(n2, n1, both)
    assert n1 + n2 - both <= found.lower <= found.estimate < found.upper
    wider = chapman(n1, n2, both, level=0.99)
    assert wider.lower <= found.lower
    assert wider.upper > found.upper


def test_one_list_within_the_other_leaves_an_interval_with_a_width() -> None:
    found = chapman(50, 20, 20)
    assert (found.estimate, found.variance, found.lower) == (50.0, 0.0, 50.0)
    assert found.upper > 51


@pytest.mark.parametrize(
    ("counts", "error"),
    [((-1, 5, 0), NegativeValue), ((5, 5, 6), OutOfRange), ((5, 2.5, 1), NotWhole), ((5, np.nan, 1), NotFinite)],
)
def test_counts_that_cannot_be_are_named(counts: tuple[float, float, float], error: type[ModelError]) -> None:
    with pytest.raises(error):
        chapman(*counts)  # type: ignore[arg-type]


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 200))
def test_two_lists_are_lincoln_petersen(only_first: int, only_second: int, both: int) -> None:
    assume(only_first and only_second)
    found = multiple_systems([[1, 0, only_first], [0, 1, only_second], [1, 1, both]])
    assert found.estimate == pytest.approx((only_first + both) * (only_second + both) / both, rel=1e-9)
    assert found.terms == ()


def test_the_interval_of_two_lists_by_hand() -> None:
    """Hidden 24 x 14 / 6 = 56; the log's variance is the sum of 1/24, 1/14, 1/6."""
    found = multiple_systems(TWO)
    factor = np.exp(1.959964 * np.sqrt(1 / 24 + 1 / 14 + 1 / 6))
    assert found.estimate == pytest.approx(100)
    assert (found.lower, found.upper) == (pytest.approx(44 + 56 / factor), pytest.approx(44 + 56 * factor))
    assert found.interval == "wald_log_hidden"


def test_three_lists_with_every_dependence_by_hand() -> None:
    """The hidden cell of the model without the dependence of all three: 90 x 60 x 40 x 5 / (30 x 12 x 9)."""
    found = multiple_systems(THREE, terms=["police:health", "hotline:health", "police:hotline"])
    assert found.estimate - found.recorded == pytest.approx(90 * 60 * 40 * 5 / (30 * 12 * 9))
    assert found.terms == ("health:hotline", "police:health", "police:hotline")


def test_a_pair_that_shares_nothing_leaves_the_fit_when_it_has_a_parameter() -> None:
    """Patterns of 1 and 2 leave. Cases off 1: 20 on 2 only, 30 on 3 only, 10 on both, so 20 x 30 / 10 are hidden."""
    table = [[1, 0, 0, 50], [0, 1, 0, 20], [0, 0, 1, 30], [1, 0, 1, 25], [0, 1, 1, 10]]
    found = multiple_systems(table, terms=["1:2", "1:3"])
    assert found.estimate == pytest.approx(135 + 60)


@settings(max_examples=60, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_lists_and_rows_changes_nothing(table: pd.DataFrame, random) -> None:
    try:
        found = multiple_systems(table)
    except (NoOverlap, NotEstimable, TooFewLists):
        assume(False)
    lists = list(table.columns[:-1])
    random.shuffle(lists)
    rows = list(table.index)
    random.shuffle(rows)
    again = multiple_systems(table.loc[rows, [*lists, "count"]])
    assert (again.estimate, again.lower, again.upper) == (found.estimate, found.lower, found.upper)
    assert [set(term.split(":")) for term in again.terms] == [set(term.split(":")) for term in found.terms]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_the_whole_is_never_less_than_what_is_recorded(table: pd.DataFrame) -> None:
    try:
        found = multiple_systems(table)
    except (NoOverlap, NotEstimable, TooFewLists):
        assume(False)
    assert found.recorded == table["count"].sum()
    assert found.recorded <= found.lower <= found.estimate <= found.upper < np.inf


def test_missing_patterns_are_zeros_and_repeated_ones_add_up() -> None:
    whole = table_of([24, 14, 6, 0, 0, 3, 2], 3)
    split = pd.concat([whole[whole["count"] > 0], whole.iloc[[0]]]).reset_index(drop=True)
    split.loc[0, "count"], split.loc[len(split) - 1, "count"] = 20, 4
    assert multiple_systems(split).estimate == multiple_systems(whole).estimate


def test_a_list_of_nobody_is_no_list() -> None:
    assert multiple_systems(TWO.assign(school=0)[["school", "police", "health", "count"]]).estimate == pytest.approx(
        100
    )


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ([[1, 30]], TooFewLists),
        ([[1, 0, 30], [1, 0, 4]], TooFewLists),
        (np.empty((0, 4)), TooFewLists),
        ([[1, 0, 0], [0, 1, 0], [1, 1, 0]], TooFewLists),
        ([[1, 0, 30], [0, 1, 20]], NoOverlap),
        ([[1, 0, 30], [1, 1, 20]], NotEstimable),
        ([[0, 0, 3], [1, 1, 20]], PatternOfNoList),
        ([[2, 0, 3], [1, 1, 20]], BadPattern),
        ([[1, 0, 3.5], [1, 1, 20]], NotWhole),
        ([[1, 0, -3], [1, 1, 20]], NegativeValue),
        ([[1, 0, np.inf], [1, 1, 20]], NotFinite),
        ([1, 0, 3], BadShape),
        (np.hstack([np.ones((1, 11)), [[5]]]), TooManyLists),
        (pd.DataFrame([[1, 1, 5]], columns=["a", "a", "count"]), RepeatedList),
    ],
)
def test_a_table_that_says_nothing_is_refused(table: object, error: type[ModelError]) -> None:
    with pytest.raises(error):
        multiple_systems(table)  # type: ignore[arg-type]


def test_unknown_terms_and_levels_are_refused() -> None:
    with pytest.raises(UnknownTerm) as unknown:
        multiple_systems(TWO, terms=["police:school"])
    assert (unknown.value.term, unknown.value.lists) == ("police:school", ("health", "police"))
    with pytest.raises(OutOfRange):
        multiple_systems(TWO, level=1.0)
    with pytest.raises(OutOfRange):
        multiple_systems(TWO, p=-0.1)
    with pytest.raises(NotEstimable):
        multiple_systems(TWO, terms=["police:health"])


def test_stepwise_finds_a_planted_dependence_and_without_it_none() -> None:
    independent = [180, 180, 20, 180, 20, 20, 2]
    planted = [180, 180, 120, 180, 20, 20, 12]
    assert multiple_systems(table_of(independent, 3)).terms == ()
    found = multiple_systems(table_of(planted, 3))
    assert found.terms == ("a:b",)
    assert found.estimate > multiple_systems(table_of(planted, 3), method="main").estimate
    assert multiple_systems(table_of(planted, 3), p=0.0).terms == ()


def test_models_within_2_aic_are_those_of_all_models_fitted_one_by_one() -> None:
    pairs = ["health:hotline", "health:police", "hotline:police"]
    choices = [[pair for place, pair in enumerate(pairs) if number >> place & 1] for number in range(8)]
    alone = [multiple_systems(THREE, terms=terms) for terms in choices]
    best = min(each.aic for each in alone)
    expected = sorted((each for each in alone if each.aic <= best + 2), key=lambda each: each.aic)
    found = models_within(THREE)
    assert [each.terms for each in found] == [each.terms for each in expected]
    for one, other in zip(found, expected, strict=True):
        assert (one.estimate, one.aic, one.upper) == pytest.approx((other.estimate, other.aic, other.upper))


def test_models_within_go_on_as_far_as_asked_and_keep_what_is_always_there() -> None:
    assert len(models_within(THREE, 0.0)) == 1
    assert len(models_within(THREE, 1e6)) == 8
    needed = models_within(THREE, 1e6, always=["police:health"])
    assert len(needed) == 4
    assert all("police:health" in each.terms for each in needed)
    with pytest.raises(NoOverlap):
        models_within([[1, 0, 30], [0, 1, 20]])
    with pytest.raises(TooManyLists):
        models_within(np.hstack([np.eye(MOST_LISTS_COMPARED + 1), np.full((MOST_LISTS_COMPARED + 1, 1), 9)]))


def test_the_bootstrap_repeats_with_its_seed_and_can_be_stopped() -> None:
    found = multiple_systems(THREE)
    drawn = bootstrap(found, replicates=50, seed=3)
    assert drawn == bootstrap(found, replicates=50, seed=3)
    assert (drawn.interval, drawn.estimate) == ("bootstrap", found.estimate)
    assert found.recorded <= drawn.lower < found.estimate < drawn.upper

    def stop(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        bootstrap(found, replicates=50, tick=stop)
    with pytest.raises(OutOfRange):
        bootstrap(found, replicates=0)


def test_draws_without_an_overlap_leave_no_upper_limit() -> None:
    """One shared case of 100 is missing from more than a third of the draws."""
    rare = multiple_systems([[1, 0, 60], [0, 1, 39], [1, 1, 1]])
    assert bootstrap(rare, replicates=100).upper == np.inf
