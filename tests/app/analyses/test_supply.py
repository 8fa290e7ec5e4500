"""Places and the children around them: shares that add up, nobody served beyond a capacity, the rest left over."""

import json

import pytest

from app.analyses.supply import Parameters, numbers, run
from app.errors import BadParameter
from app.result import Result, Sensitivity
from data.project import Project
from geo.errors import InvalidLimits, LengthMismatch
from tests.app.travel_projects import RIVER, ROAD, line, places, settlements, two_communes

ROADS = line((105.0, 0.05), (105.2, 0.05), **ROAD)


def asked(**given: object) -> Parameters:
    return Parameters(**({"resolution": 500, "mode": "walking", "limit": 300, "zones": "100, 200, 300"} | given))  # type: ignore[arg-type]


def total(found: Result) -> dict[str, float]:
    table = found.table("totals")
    return {column.name: float(str(value)) for column, value in zip(table.columns, table.rows[0], strict=True)}


def column(found: Result, table: str, name: str) -> list[object]:
    return list(found.table(table).values(name))


@pytest.fixture
def two_shelters() -> Project:
    return two_communes(facilities=places({"capacity": 30}, {"capacity": 20, "lon": 105.15}, {"capacity": None}))


def test_what_the_children_share_in_adds_up_to_the_room_that_reaches_anyone(two_shelters: Project) -> None:
    found = run(two_shelters, asked())
    figures = total(found)
    assert figures["places_shared"] == pytest.approx(50.0)
    assert figures["places_reaching"] == figures["places_of"] == 50.0
    shares = zip(
        column(found, "communes", "places_per_1000"), column(found, "communes", "children"), strict=True
    )  # fmt: skip
    assert sum(float(str(each)) * float(str(children)) for each, children in shares) == pytest.approx(50_000)
    checked = [each for each in found.findings if each.en.startswith("Checked")]
    assert checked[0].numbers == {"shared": pytest.approx(50.0), "reaching": 50.0}


def test_a_place_that_reaches_nobody_is_in_no_share(two_shelters: Project) -> None:
    far = two_shelters.append("facilities", places({"capacity": 9, "lat": 0.17}).assign(facility_id="Far"))
    figures = total(run(far, asked(zones="1, 2, 3", limit=3)))
    assert (figures["places_of"], figures["places_reaching"]) == (59.0, 50.0)
    assert figures["places_shared"] == pytest.approx(50.0)


def test_nobody_is_served_beyond_a_capacity_and_the_rest_is_left_over(two_shelters: Project) -> None:
    found = run(two_shelters, asked())
    assert column(found, "supply", "children_served") == [30, 20]
    assert column(found, "supply", "places_free") == [0, 0]
    assert total(found)["children_left_over"] == 1450
    left_over = zip(
        column(found, "communes", "name"), column(found, "communes", "children_left_over"), strict=True
    )  # fmt: skip
    assert dict(left_over) == {"Xã Tây": 970, "Xã Đông": 480}


def test_enough_room_leaves_nobody_over_but_those_beyond_the_limit(two_shelters: Project) -> None:
    roomy = two_communes(facilities=places({"capacity": 5000}), barriers=RIVER)
    found = run(roomy, asked())
    assert column(found, "communes", "children_served") == [1000, 0]
    assert column(found, "communes", "children_beyond") == [0, 500]
    assert column(found, "supply", "places_free") == [4000]


def test_the_nearest_child_goes_first(two_shelters: Project) -> None:
    homes = settlements((105.05, 0.05, 10.0), (105.05, 0.08, 10.0))
    project = two_communes(facilities=places({"capacity": 12}), demand_points=homes)
    found = run(project, asked())
    assert column(found, "communes", "children_left_over")[0] == 8
    assert total(found)["children_served"] == 12


def test_places_without_a_stated_capacity_are_left_out_and_said(two_shelters: Project) -> None:
    found = run(two_shelters, asked())
    assert [each.numbers for each in found.findings if "without a stated capacity" in each.en] == [{"n": 1}]
    assert column(found, "supply", "facility_id") == ["F1", "F2"]


def test_without_any_place_all_children_are_left_over() -> None:
    found = run(two_communes(), asked())
    assert total(found) == {
        "children": 1500, "places_of": 0, "places_reaching": 0, "places_shared": 0, "children_served": 0,
        "children_left_over": 1500,
    }  # fmt: skip


def test_roads_bring_more_children_within_reach() -> None:
    shelter = places({"capacity": 5})
    by_road = run(two_communes(facilities=shelter, roads=ROADS), asked(mode="motorbike", limit=20))
    off_road = run(two_communes(facilities=shelter), asked(mode="motorbike", limit=20))
    assert column(by_road, "supply", "children_within") == [1500]
    assert column(off_road, "supply", "children_within") == [1000]


def test_a_hidden_shelter_counts_only_when_all_are_asked_for_and_then_all_is_place() -> None:
    project = two_communes(facilities=places({"capacity": 5, "disclosure": "hidden", "name": "Kín"}))
    public, everyone = run(project, asked()), run(project, asked(existing="all"))
    assert total(public)["places_of"] == 0
    assert total(everyone)["places_of"] == 5
    parts = (*everyone.tables, *everyone.layers, *everyone.findings)
    assert {each.sensitivity for each in parts} == {Sensitivity.PLACE}
    inside = [each for each in public.findings if each.sensitivity is Sensitivity.PLACE]
    assert [each.numbers for each in inside] == [{"all": 1, "existing": 0}]
    assert "Kín" not in json.dumps([table.rows for table in public.tables])


def test_numbers_that_are_none_are_refused_with_what_they_may_be() -> None:
    with pytest.raises(BadParameter) as caught:
        numbers("zones", "20; 40")
    assert (caught.value.analysis, caught.value.name) == ("supply", "zones")


@pytest.mark.parametrize(
    ("given", "error"), [({"zones": "60, 40, 20"}, InvalidLimits), ({"weights": "1"}, LengthMismatch)]
)
def test_zones_that_do_not_rise_and_weights_that_are_too_few_are_refused(
    two_shelters: Project, given: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(two_shelters, asked(**given))
