"""The strongest window of each replica, and how replicas are drawn."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import scan_windows
from models.scan_draws import null_bernoulli, null_poisson, redrawn_bernoulli, redrawn_poisson
from models.scan_likelihood import LIKELIHOODS, bernoulli, poisson
from models.scan_replicas import Search
from models.scan_windows import Places, windows

CASES = np.array([4, 0, 7, 1])
PEOPLE = np.array([10.0, 0.0, 20.0, 30.0])


def one_by_one(search: Search, cases: Any) -> list[float]:
    """The highest likelihood ratio of each replica from all its windows."""
    circles = search.windows
    best = []
    for replica in cases:
        inside = [
            int(replica[circles.members(window)].sum()) if np.isfinite(circles.sizes[window]) else 0
            for window in range(len(circles.order))
        ]
        llr = search.likelihood(np.array(inside, dtype=int), circles.sizes, replica.sum(), search.population)
        best.append(float(llr.max(initial=0.0)))
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["poisson", "bernoulli"]), st.sampled_from([0.2, 0.5]))
def test_a_replica_s_strongest_window_is_the_highest_of_all(seed: int, model: str, share: float) -> None:
    rng = np.random.default_rng(seed)
    places = Places.of(rng.integers(0, 5, (12, 2)).astype(float), "plane")
    people = rng.integers(1, 9, len(places)).astype(float)
    cases = rng.integers(0, people.astype(int) + 1, (5, len(places)))
    search = Search(windows(places, people, share), LIKELIHOODS[model], float(people.sum()))
    found = search.strongest(lambda rng, number: cases[:number], 5, seed=(0,))
    assert found.llr.tolist() == pytest.approx(one_by_one(search, cases), abs=1e-12)
    for replica, llr, window in zip(cases, found.llr, found.window, strict=True):
        if llr > 0.0:
            members = search.windows.members(window)
            inside, size = np.array([replica[members].sum()]), np.array([people[members].sum()])
            assert search.likelihood(inside, size, replica.sum(), search.population)[0] == pytest.approx(llr)


def test_windows_counted_in_parts_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    places, people = Places.of(rng.uniform(size=(60, 2)), "plane"), rng.integers(1, 50, 60).astype(float)
    draw = null_poisson(rng.integers(0, 3, 60), people)

    def maxima() -> list[float]:
        return Search(windows(places, people, 0.5), poisson, people.sum()).strongest(draw, 30, seed=(1,)).llr.tolist()

    whole = maxima()
    monkeypatch.setattr(scan_windows, "_WINDOWS_AT_ONCE", 100)
    assert maxima() == whole


def test_no_replica_at_all() -> None:
    search = Search(windows(Places.of(np.zeros((1, 2)), "plane"), np.ones(1), 0.5), poisson, 1.0)
    assert search.strongest(null_poisson(np.ones(1, dtype=int), np.ones(1)), 0, seed=(0,)).llr.tolist() == []


@pytest.mark.parametrize("draw", [null_poisson, null_bernoulli, redrawn_poisson])
def test_replicas_keep_the_number_of_cases(draw: Any) -> None:
    drawn = draw(CASES, PEOPLE)(np.random.default_rng(0), 200)
    assert drawn.shape == (200, 4)
    assert (drawn.sum(axis=1) == 12).all()
    assert not drawn[:, 1].any()


@pytest.mark.parametrize(
    ("draw", "mean"),
    [
        (null_poisson, 12 * PEOPLE / 60),
        (null_bernoulli, 12 * PEOPLE / 60),
        (redrawn_poisson, CASES.astype(float)),
        (redrawn_bernoulli, PEOPLE * (CASES + 0.2) / (PEOPLE + 1)),
    ],
)
def test_replicas_have_the_means_of_their_model(draw: Any, mean: Any) -> None:
    drawn = draw(CASES, PEOPLE)(np.random.default_rng(1), 20_000)
    assert drawn.mean(axis=0) == pytest.approx(mean, abs=0.1)


@pytest.mark.parametrize("draw", [null_bernoulli, redrawn_bernoulli])
def test_no_place_has_more_cases_than_people(draw: Any) -> None:
    people = np.array([1.0, 1.0, 2.0, 1.0])
    drawn = draw(np.array([1, 0, 2, 1]), people)(np.random.default_rng(0), 500)
    assert (drawn <= people).all()


def test_a_rate_no_higher_than_elsewhere_has_no_likelihood_ratio() -> None:
    inside, size = np.array([1, 2, 4, 5, 6, 6]), np.array([0.1, 50.0, 40.0, 49.9999999999, 50.0, np.inf])
    for ratio in (poisson, bernoulli):
        assert (ratio(inside, size, np.array(10), 100.0) > 0).tolist() == [False, False, False, False, True, False]


def test_among_many_people_both_models_agree() -> None:
    inside, size = np.array([30, 40]), np.array([2e6, 3e6])
    both = [ratio(inside, size, np.array(100), 1e8) for ratio in (poisson, bernoulli)]
    assert both[0] == pytest.approx(both[1], rel=1e-4)
