"""How long it takes to reach help: hand-checked on small projects, added up on the demo."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from shapely import from_wkt

from app.analyses.access import Parameters, run
from app.errors import BadParameter
from app.result import Result, Sensitivity, Value
from app.travel_inputs import grid_of
from data.project import Project
from geo.friction_table import default_table
from geo.grid import cells_of
from tests.app.travel_projects import RIVER, ROAD, everywhere, line, places, raster, settlements, two_communes

SIDE = 500.0
OFF_ROAD = default_table().pace("off_road", "off_road", means="motorbike", season="dry")


def ask(project: Project, **given: object) -> Result:
    return run(project, Parameters(resolution=SIDE, **given))  # type: ignore[arg-type]


def table(result: Result, name: str) -> pd.DataFrame:
    found = result.table(name)
    return pd.DataFrame(found.rows, columns=[column.name for column in found.columns])


def row(result: Result, name: str, **where: Value) -> Mapping[str, Any]:
    rows = table(result, name)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return dict(rows.iloc[0])


def said(result: Result, words: str) -> list[str]:
    return [each.en for each in result.findings if words in each.en]


def test_minutes_are_the_cells_between_home_and_help_at_the_speed_off_the_road() -> None:
    found = ask(two_communes(facilities=places({})), limit=220.0)
    assert OFF_ROAD is not None
    assert OFF_ROAD.speed_kmh == 3.0
    east = row(found, "communes", code="00002")
    assert east["mean_minutes"] == pytest.approx(22 * SIDE / 1000 / 3.0 * 60)
    assert row(found, "communes", code="00001")["mean_minutes"] == 0


def test_the_limit_includes_its_own_minute() -> None:
    project = two_communes(facilities=places({}))
    assert row(ask(project, limit=220.0), "totals", part="in_communes")["children_within"] == 1500
    assert row(ask(project, limit=219.99), "totals", part="in_communes")["children_within"] == 1000


def test_children_are_counted_within_30_60_90_and_120_minutes_whatever_the_limit() -> None:
    east = [105.05 + 0.01 * step for step in range(8)]
    points = settlements(*((lon, 0.05, 10.0) for lon in east))
    project = two_communes(facilities=places({}), demand_points=points)
    columns = cells_of(grid_of(project, SIDE), east, [0.05] * 8)[:, 1]
    minutes = 10 * (columns - columns[0])
    found = row(ask(project, limit=45), "totals", part="in_communes")
    for limit in (30, 60, 90, 120):
        assert found[f"children_within_{limit}"] == 10 * (minutes <= limit).sum()
    assert found["children_within"] == 10 * (minutes <= 45).sum()
    assert found["children_beyond"] == 80 - found["children_within"]
    assert 20 <= found["children_within_30"] < found["children_within_120"] < 80


def test_without_any_place_nobody_is_within_any_limit() -> None:
    found = ask(two_communes())
    total = row(found, "totals", part="everyone")
    assert (total["children_within"], total["share_within"], total["children_unreachable"]) == (0, 0, 1500)
    assert set(table(found, "communes")["share_within"]) == {0}
    assert table(found, "communes")["nearest_place"].isna().all()
    assert table(found, "services").empty
    assert table(found, "isochrones").empty
    assert found.findings[0].en.startswith(
        "0 of 1,500 children (0.0%) are within 60 minutes of help (shelters) by motorb"
    )


def test_nobody_crosses_a_river_without_a_bridge_and_a_road_on_a_bridge_does() -> None:
    alone = ask(two_communes(facilities=places({}), barriers=RIVER))
    assert row(alone, "communes", code="00002")["children_unreachable"] == 500
    assert said(alone, "No way leads from the homes of 500 children")
    road = line((105.0, 0.05), (105.2, 0.05), bridge=True, **ROAD)
    carried = ask(two_communes(facilities=places({}), barriers=RIVER, roads=road))
    assert row(carried, "communes", code="00002")["mean_minutes"] == pytest.approx(22 * 0.5 / 40 * 60)


def test_who_loses_access_in_the_rain_lives_beyond_a_river_that_only_the_rain_fills() -> None:
    filled = RIVER.assign(season="rain")
    found = ask(two_communes(facilities=places({}), barriers=filled), limit=240)
    rain = row(found, "rain", code="00002")
    assert (rain["children_within_dry"], rain["children_within_rain"], rain["children_lost_in_rain"]) == (500, 0, 500)
    seasons = table(found, "seasons").set_index("season")["children_within"]
    assert seasons.to_dict() == {"dry": 1500, "rain": 1000, "night": 1000}
    assert said(found, "In the rain 500 children are no longer within the limit, most of them in: Đông commune (500).")


def test_each_season_is_what_the_question_answers_when_it_is_asked_for() -> None:
    project = two_communes(facilities=places({}), rasters=raster("population", everywhere(3.0)))
    seasons = table(ask(project), "seasons").set_index("season")
    for season in ("rain", "night"):
        total = row(ask(project, season=season), "totals", part="in_communes")
        for name in ("children_within", "mean_minutes", "children_within_120"):
            assert total[name] == pytest.approx(seasons.loc[season, name])


def test_totals_never_change_by_how_they_are_added_up() -> None:
    found = ask(two_communes(facilities=places({}, {"lon": 105.15}), rasters=raster("population", everywhere(3.0))))
    communes, totals = table(found, "communes"), table(found, "totals").set_index("part")
    for name in ("children", "children_within", "children_beyond", "children_within_30", "children_unreachable"):
        assert communes[name].sum() == pytest.approx(totals.loc["in_communes", name])
        assert totals.loc[["in_communes", "outside"], name].sum() == pytest.approx(totals.loc["everyone", name])
    services = table(found, "services")
    assert services["children_nearest_within"].sum() == pytest.approx(totals.loc["in_communes", "children_within"])
    assert services["children_nearest"].sum() == pytest.approx(1500)
    assert services["children_within"].sum() >= services["children_nearest_within"].sum()
    assert table(found, "isochrones").set_index("within").loc[60, "children_within"] == pytest.approx(
        totals.loc["in_communes", "children_within_60"]
    )


def test_two_places_in_one_cell_stay_two_and_share_who_is_near() -> None:
    services = table(ask(two_communes(facilities=places({}, {})), limit=240), "services")
    assert services["children_within"].tolist() == [1500, 1500]
    assert services["children_nearest"].tolist() == [1500, 0]


def test_a_place_in_a_river_is_moved_and_one_far_away_is_refused_both_by_name() -> None:
    rows = places({"lon": 105.1, "name": "Nhà bên sông"}, {"lon": 110.0, "name": "Nhà xa"})
    found = ask(two_communes(facilities=rows, barriers=RIVER))
    assert row(found, "services", facility_id="F1")["moved_metres"] > 0
    assert said(found, "Places moved to the nearest point that can be reached: 1 (Nhà bên sông).")
    assert said(found, "within 2,000 m: 1 (Nhà xa).")


def test_schools_far_from_help_or_without_a_review_are_listed_the_furthest_first() -> None:
    school: dict[str, object] = {"kind": "school"}
    rows = places(
        {},
        school | {"name": "gần, đã xem", "reviewed_on": pd.Timestamp(2025, 1, 1)},
        school | {"name": "gần"},
        school | {"name": "xa", "lon": 105.15, "reviewed_on": pd.Timestamp(2025, 1, 1)},
        school | {"name": "ngoài", "lon": 110.0},
    )
    listed = table(ask(two_communes(facilities=rows)), "schools")
    assert listed["name"].tolist() == ["ngoài", "xa", "gần"]
    assert listed["further"].tolist() == [True, True, False]
    assert listed["reviewed"].tolist() == [False, True, False]
    assert listed["nearest_place"].tolist()[1:] == ["Nhà 1 (Xã Tây)"] * 2


def test_remoteness_names_the_minutes_to_each_kind_of_service() -> None:
    rows = places({}, {"kind": "hospital", "lon": 105.15})
    west, east = (row(ask(two_communes(facilities=rows)), "remoteness", code=code) for code in ("00001", "00002"))
    assert (west["minutes_to_shelters"], east["minutes_to_hospital"]) == (0, 0)
    assert west["minutes_to_hospital"] == east["minutes_to_shelters"] == pytest.approx(220)
    assert pd.isna(west["minutes_to_police_post"])


def test_other_services_are_asked_for_by_kind() -> None:
    project = two_communes(facilities=places({}, {"kind": "hospital", "lon": 105.15}))
    assert table(ask(project, services="hospital"), "services")["facility_id"].tolist() == ["F2"]
    with pytest.raises(BadParameter):
        ask(project, services="hospitals")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({}, "counted at its centre"),
        ({}, "the project has no land cover"),
        ({}, "the project has no elevation"),
        ({}, "The project has no roads"),
        ({"demand_points": settlements((105.05, 0.05, 5.0))}, "where their settlements lie"),
        ({"rasters": raster("population", everywhere(2.0))}, "as the population raster says"),
        ({"rasters": raster("population", everywhere(2.0))}, "children outside every commune"),
        (
            {"roads": line((105, 0.05), (105.2, 0.05), **ROAD), "barriers": RIVER},
            "on a bridge, as nothing is stated: 1",
        ),
        ({"roads": line((105, 0.05), (105.2, 0.05), **{"class": "ngõ xóm lạ"})}, "not known, taken as ordinary roads"),
    ],
)
def test_what_is_assumed_is_said(tables: dict[str, pd.DataFrame], words: str) -> None:
    assert said(ask(two_communes(facilities=places({}), **tables)), words)


def test_a_friction_raster_says_that_season_and_means_change_nothing() -> None:
    project = two_communes(facilities=places({}), rasters=raster("friction", everywhere(0.01)))
    walking, driving = (ask(project, friction="raster", mode=mode) for mode in ("walking", "car"))
    assert said(walking, "means of travel and season change nothing")
    assert walking.table("communes").rows == driving.table("communes").rows
    assert row(walking, "communes", code="00002")["mean_minutes"] == pytest.approx(22 * SIDE * 0.01)
    assert walking.table("rain").rows == ()
    assert table(walking, "communes")["children_lost_in_rain"].isna().all()


def test_isochrones_lie_around_the_place_each_within_the_next() -> None:
    found = ask(two_communes(facilities=places({})))
    (layer,) = [each for each in found.layers if each.shape == "areas"]
    assert [limit for limit, *_ in found.table("isochrones").rows] == [30, 60, 90, 120]
    shapes = [from_wkt(outline) for outline in layer.outlines]
    assert all(inner.within(outer.buffer(1e-4)) for inner, outer in pairwise(shapes))
    assert (shapes[0].centroid.x, shapes[0].centroid.y) == pytest.approx((105.05, 0.05), abs=0.005)


def test_with_public_places_only_the_result_may_be_shared() -> None:
    project = two_communes(facilities=places({}, {"disclosure": "hidden", "lon": 105.15, "name": "Nhà kín"}))
    found = ask(project)
    assert {each.sensitivity for each in found.tables} == {Sensitivity.AREA}
    assert {each.sensitivity for each in found.layers} == {Sensitivity.AREA}
    inside = [each for each in found.findings if each.sensitivity is not Sensitivity.AREA]
    assert [(each.sensitivity, each.numbers) for each in inside] == [(Sensitivity.PLACE, {"all": 2, "existing": 1})]
    assert "Nhà kín" not in str(found)


def test_with_every_place_all_of_the_result_is_place() -> None:
    found = ask(two_communes(facilities=places({}, {"disclosure": "hidden", "lon": 105.15})), existing="all")
    parts = (*found.tables, *found.layers, *found.findings)
    assert {each.sensitivity for each in parts} == {Sensitivity.PLACE}
    columns = {column.sensitivity for each in found.tables for column in each.columns if column.name != "name"}
    assert columns <= {Sensitivity.PLACE, Sensitivity.PUBLIC}
    assert row(found, "communes", code="00002")["mean_minutes"] == 0


def test_uphill_is_slower_than_downhill_on_foot() -> None:
    heights = everywhere(0.0) + 40.0 * pd.Series(range(120)).to_numpy()
    project = two_communes(facilities=places({}), rasters=raster("elevation", heights))
    down, up = (
        row(ask(project, mode="walking", direction=direction), "communes", code="00002")["mean_minutes"]
        for direction in ("towards", "from")
    )
    assert down < up


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    run(two_communes(facilities=places({})), Parameters(resolution=SIDE), told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert len(told) > 5


def test_the_demo_adds_up_and_rain_and_night_are_no_faster(demo: Project) -> None:
    found = ask(demo, services="health_station")
    children = table(found, "communes")["children"].sum()
    assert children == pytest.approx(found.denominator.total)
    seasons = table(found, "seasons").set_index("season")
    assert seasons.loc["dry", "children_within"] >= seasons.loc["night", "children_within"]
    assert seasons.loc["night", "children_within"] >= seasons.loc["rain", "children_within"]
    assert table(found, "services")["children_nearest"].sum() + seasons.loc["dry", "children_unreachable"] == (
        pytest.approx(children)
    )


def test_at_night_a_place_that_closes_does_not_help_and_one_of_unknown_hours_does() -> None:
    rows = places({"open_24h": False}, {"open_24h": True, "lon": 105.15}, {"open_24h": None, "lon": 105.15})
    project = two_communes(facilities=rows)
    found = ask(project)
    assert table(found, "seasons").set_index("season")["children_within"].to_dict() == {
        "dry": 1500, "rain": 1500, "night": 500,
    }  # fmt: skip
    assert said(found, "not counted are 1 that close, counted are 1 whose hours are not known.")
    night = ask(project, season="night")
    assert table(night, "services")["facility_id"].tolist() == ["F2", "F3"]
    assert row(night, "communes", code="00001")["children_within"] == 0
    west = row(night, "remoteness", code="00001")["minutes_to_shelters"]
    assert west > row(found, "remoteness", code="00001")["minutes_to_shelters"] == 0


def test_nothing_is_said_of_hours_that_are_known_to_be_all_night() -> None:
    assert not said(ask(two_communes(facilities=places({"open_24h": True}))), "At night only places")
