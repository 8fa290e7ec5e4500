"""People by zone and cell: nobody is lost, nobody is counted twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.errors import LengthMismatch, ShapeMismatch
from geo.zone_people import fitted_to_totals, people_in_zones
from geo.zones import Zones, zones_of_points

HALVES = Zones(
    ("a", "b"), (2, 2), np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 2, 3]), np.array([1.0, 0.25, 0.75, 1.0, 1.0])
)
"""Cell 0 is in a, a quarter of cell 1 in a and the rest in b, cell 2 in b, cell 3 outside."""


def test_the_people_of_a_divided_cell_are_divided() -> None:
    assert people_in_zones([[10, 8], [5, 3]], HALVES).totals.tolist() == [12.0, 11.0, 3.0]


def test_no_data_is_nobody() -> None:
    people = people_in_zones([[np.nan, 8], [5, np.nan]], HALVES)
    assert people.totals.tolist() == [2.0, 11.0, 0.0]
    assert (people.count > 0).all()


@given(
    arrays(float, 12, elements=st.one_of(st.floats(0, 1e6), st.just(np.nan))),
    st.lists(st.sampled_from(["a", "b", "c", None, "elsewhere"]), min_size=12, max_size=12),
)
def test_the_sum_over_zones_and_outside_is_that_of_all_cells(people: np.ndarray, codes: list[str | None]) -> None:
    found = people_in_zones(people, zones_of_points(["a", "b", "c"], codes))
    assert found.totals.sum() == pytest.approx(np.nansum(people), rel=1e-12)


def test_a_value_is_weighed_by_people() -> None:
    people = people_in_zones([[10, 8], [5, 3]], HALVES)
    assert people.sums(people.count * people.of_people([[1, 2], [3, 4]])).tolist() == [14.0, 27.0, 12.0]


def test_children_are_spread_as_people_are() -> None:
    people = people_in_zones([[10, 8], [5, 3]], HALVES)
    children = fitted_to_totals(people, HALVES, [6, 22])
    assert children.totals == pytest.approx([6, 22, 3 * 28 / 23])
    assert children.count[:2] == pytest.approx([5, 1])


def test_a_zone_without_known_people_has_its_children_spread_over_its_area() -> None:
    people = people_in_zones([[0, 0], [5, 3]], HALVES)
    children = fitted_to_totals(people, HALVES, [10, 20])
    assert children.totals[:2] == pytest.approx([10, 20])
    assert sorted(children.count[children.zone == 0]) == pytest.approx([2, 8])


def test_a_zone_without_a_known_total_is_multiplied_like_all_others() -> None:
    people = people_in_zones([[10, 8], [5, 3]], HALVES)
    assert fitted_to_totals(people, HALVES, [6, np.nan]).totals == pytest.approx([6, 5.5, 1.5])


def test_without_any_known_total_people_stay_as_they_are() -> None:
    people = people_in_zones([[10, 8], [5, 3]], HALVES)
    assert fitted_to_totals(people, HALVES, [np.nan, np.nan]).totals == pytest.approx(people.totals)


def test_a_total_of_no_children_leaves_none() -> None:
    people = people_in_zones([[10, 8], [5, 3]], HALVES)
    assert fitted_to_totals(people, HALVES, [0, 11]).totals[:2].tolist() == [0.0, 11.0]


def test_arrays_of_other_cells_are_refused() -> None:
    with pytest.raises(ShapeMismatch) as caught:
        people_in_zones([1, 2, 3, 4], HALVES)
    assert (caught.value.got, caught.value.expected) == ((4,), (2, 2))
    people = people_in_zones(np.ones((2, 2)), HALVES)
    with pytest.raises(ShapeMismatch):
        people.of_people(np.ones((2, 3)))
    with pytest.raises(LengthMismatch):
        fitted_to_totals(people, HALVES, [1, 2, 3])
