"""Covering at one radius: what is left out never changes whether so many sites are enough."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.siting.cover import cover_of, undominated
from models.siting.watch import Watch

NONE = np.array([], dtype=np.intp)


def enough(reach: np.ndarray, opened: list[int], most: int) -> bool:
    """Whether `opened` and others, `most` in all, reach everyone: by trying them all."""
    others = range(reach.shape[1])
    return any(reach[:, [*opened, *more]].any(axis=1).all() for more in combinations(others, most - len(opened)))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 8), st.data())
def test_the_smaller_program_has_a_solution_exactly_where_the_whole_one_has(
    seed: int, demands: int, sites: int, data: st.DataObject
) -> None:
    reach = np.random.default_rng(seed).random((demands, sites)) < 0.4
    opened = list(range(data.draw(st.integers(0, min(2, sites)))))
    most = data.draw(st.integers(len(opened), sites))
    cover = cover_of(reach, np.array(opened, dtype=np.intp), most)
    model = cover.model()
    model.make_whole(np.arange(cover.sites.size))
    found = model.solve_whole(Watch(np.inf, None))
    assert found.found == enough(reach, opened, most)
    if found.found:
        chosen = [*opened, *cover.sites[found.values > 0]]
        assert len(chosen) <= most
        assert reach[:, chosen].any(axis=1).all()


def test_of_equal_sites_and_equal_demands_the_first_stay() -> None:
    demands, sites = undominated(np.ones((3, 4), dtype=np.bool_))
    assert (demands.tolist(), sites.tolist()) == ([0], [0])


def test_a_site_that_reaches_all_another_does_replaces_it() -> None:
    reach = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=np.bool_)
    demands, sites = undominated(reach)
    assert sites.tolist() == [1, 2]
    assert demands.tolist() == [0, 2]


def test_who_is_reached_by_open_sites_asks_for_nothing() -> None:
    cover = cover_of(np.array([[True, False], [False, True]]), np.array([0]), 2)
    assert (cover.reach.tolist(), cover.sites.tolist(), cover.most) == ([[True]], [1], 1)
