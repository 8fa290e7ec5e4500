"""Where the next shelters should open: plans a person can check by hand, and reasons that equal a re-solve."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from app.analyses.shelters import NAMED_COMMUNES, Parameters, run
from app.errors import NoCandidates, TooManyShelters
from app.reasons import Plan, reasons
from app.result import Result, Sensitivity
from app.siting import Sites, demand_points, sites_of
from app.siting_aims import solve
from data.project import Project
from geo.errors import RasterWithoutData
from tests.app.travel_projects import RIVER, ROAD, everywhere, line, places, raster, settlements, two_communes

DEGREE_KM = 111.195
"""One degree along the equator on a sphere of radius 6,371.0088 km."""


def sites_of_result(result: Result) -> list[str]:
    return [str(each) for each in result.table("sites").values("facility_id")]


def plan_row(result: Result) -> dict[str, object]:
    table = result.table("plan")
    return dict(zip([column.name for column in table.columns], table.rows[0], strict=True))


def with_shelter(project: Project, disclosure: str, lon: float) -> Project:
    shelter = {
        "facility_id": "S1",
        "kind": "reliable_address",
        "name": "Nhà tạm lánh",
        "commune_code": "00004",
        "lon": lon,
        "lat": 0.0,
        "disclosure": disclosure,
        "status": "in_use",
    }
    return project.append("facilities", pd.DataFrame([shelter]))


def one_degree(**more: object) -> Parameters:
    """Return parameters by which neighbours are exactly within the limit: one degree takes one hour."""
    return Parameters(speed=DEGREE_KM, detour=1.0, limit=60.01, **more)  # type: ignore[arg-type]


def test_one_site_in_a_row_of_four_reaches_three_communes(four_communes: Project) -> None:
    found = run(four_communes, one_degree(p=1))
    assert sites_of_result(found) == ["C2"]
    assert plan_row(found)["children_within_after"] == 3000
    assert plan_row(found)["status"] == "optimal"


def test_a_limit_of_60_minutes_includes_60(four_communes: Project) -> None:
    km = 6371.0088 * np.pi / 180
    found = run(four_communes, Parameters(p=1, speed=km, detour=1.0, limit=60.0))
    assert plan_row(found)["children_within_after"] == 3000


def test_two_sites_reach_everyone(four_communes: Project) -> None:
    assert plan_row(run(four_communes, one_degree(p=2)))["children_within_after"] == 4000


def test_an_existing_shelter_is_kept_and_the_new_one_goes_elsewhere(four_communes: Project) -> None:
    found = run(with_shelter(four_communes, "public", 3.0), one_degree(p=1))
    assert plan_row(found)["children_within_before"] == 2000
    assert plan_row(found)["children_within_after"] == 4000
    assert [str(each) for each in found.table("existing").values("facility_id")] == ["S1"]


@pytest.mark.parametrize("disclosure", ["commune", "hidden"])
def test_a_shelter_that_is_not_public_counts_only_when_all_are_asked_for(
    four_communes: Project, disclosure: str
) -> None:
    project = with_shelter(four_communes, disclosure, 3.0)
    public, everyone = run(project, one_degree(p=1)), run(project, one_degree(p=1, existing="all"))
    assert plan_row(public)["children_within_before"] == 0
    assert plan_row(everyone)["children_within_before"] == 2000
    assert public.table("existing").rows == ()


def test_a_run_that_knows_all_shelters_is_place_through_and_through(four_communes: Project) -> None:
    found = run(four_communes, one_degree(p=1, existing="all"))
    assert {table.sensitivity for table in found.tables} == {Sensitivity.PLACE}
    assert {layer.sensitivity for layer in found.layers} == {Sensitivity.PLACE}
    assert {each.sensitivity for each in found.findings} == {Sensitivity.PLACE}


def test_the_number_of_shelters_that_are_not_public_is_said_to_insiders_only(four_communes: Project) -> None:
    found = run(with_shelter(four_communes, "hidden", 105.0), one_degree(p=1))
    inside = [each for each in found.findings if each.sensitivity is Sensitivity.PLACE]
    assert [each.numbers for each in inside] == [{"all": 1, "existing": 0}]
    assert found.findings[0].numbers["existing"] == 0
    assert found.findings[0].sensitivity is Sensitivity.AREA


@pytest.mark.slow
def test_who_is_left_out_is_said_with_the_communes_that_have_most(demo: Project) -> None:
    found = run(demo, Parameters(p=2, draws=0))
    (left,) = [each for each in found.findings if each.en.startswith("Left out")]
    communes = found.table("communes")
    beyond = [
        float(str(all_)) - float(str(within))
        for all_, within in zip(communes.values("children"), communes.values("children_within_after"), strict=True)
    ]
    assert left.numbers["beyond"] == pytest.approx(sum(beyond), abs=len(beyond))
    assert left.en.count("(") == NAMED_COMMUNES
    assert f"({max(beyond):,.0f})" in left.en.split(": ")[2].split(", ")[0]


def test_nobody_is_left_out_by_a_plan_that_reaches_everyone(four_communes: Project) -> None:
    found = run(four_communes, one_degree(p=2))
    assert any(each.en == "With the plan no child is beyond the limit." for each in found.findings)


@pytest.mark.slow
def test_the_new_children_of_the_sites_add_up_to_the_gain(demo: Project) -> None:
    found = run(demo, Parameters(draws=0))
    plan = plan_row(found)
    gained = sum(found.table("sites").values("children_newly_within"))  # type: ignore[arg-type]
    assert gained == plan["children_within_after"] - plan["children_within_before"]  # type: ignore[operator]


def test_the_communes_add_up_to_the_plan(demo: Project) -> None:
    found = run(demo, Parameters(draws=0))
    for name in ("children", "children_within_before", "children_within_after"):
        assert sum(found.table("communes").values(name)) == plan_row(found)[name]  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["covering", "p_median"])
def plan(request: pytest.FixtureRequest, demo: Project) -> Plan:
    parameters = Parameters(p=3, objective=request.param)
    sites = sites_of(demo, demand_points(demo)[0], parameters)
    return Plan(sites, parameters, solve(sites, parameters, fixed=sites.fixed))


def children_within(sites: Sites, chosen: tuple[int, ...], limit: float) -> float:
    return float(sites.children[sites.cost[:, list(chosen)].min(axis=1) <= limit + 1e-6].sum())


def mean_minutes(sites: Sites, chosen: tuple[int, ...]) -> float:
    return float(np.average(sites.cost[:, list(chosen)].min(axis=1), weights=sites.children))


def test_what_is_lost_without_a_site_equals_the_plan_evaluated_without_it(plan: Plan) -> None:
    for row in reasons(plan, tick=lambda _: None).to_dict("records"):
        others = tuple(site for site in plan.chosen if site != row["site"])
        lost = children_within(plan.sites, plan.chosen, 60) - children_within(plan.sites, others, 60)
        more = mean_minutes(plan.sites, others) - mean_minutes(plan.sites, plan.chosen)
        assert row["children_lost_without"] == pytest.approx(lost)
        assert row["mean_minutes_more_without"] == pytest.approx(more)


def test_the_next_best_site_is_the_best_of_every_replacement(plan: Plan) -> None:
    for row in reasons(plan, tick=lambda _: None).to_dict("records"):
        others = tuple(site for site in plan.chosen if site != row["site"])
        free = [site for site in range(len(plan.sites.places)) if site not in plan.chosen]
        tried = {site: worth(plan, (*others, site)) for site in free}
        assert tried[row["next_best"]] == pytest.approx(max(tried.values()))
        instead = (*others, row["next_best"])
        price = children_within(plan.sites, plan.chosen, 60) - children_within(plan.sites, instead, 60)
        assert row["price_children"] == pytest.approx(price)
        assert row["price_minutes"] == pytest.approx(
            mean_minutes(plan.sites, instead) - mean_minutes(plan.sites, plan.chosen)
        )


def test_what_is_lost_in_cases_equals_the_plan_evaluated_without_the_site(demo: Project) -> None:
    """Cases that are many where children are few, so that both cannot be taken for each other."""
    parameters = Parameters(p=3, lens="expected")
    known = sites_of(demo, demand_points(demo)[0], parameters)
    cases = 1.0 / (1.0 + known.children)
    sites = replace(known, terms=replace(known.terms, demand=cases))
    plan = Plan(sites, parameters, solve(sites, parameters, fixed=sites.fixed))
    rows = reasons(plan, tick=lambda _: None).to_dict("records")

    def lost(chosen: tuple[int, ...]) -> tuple[float, float]:
        now, instead = (sites.cost[:, list(own)].min(axis=1) for own in (plan.chosen, chosen))
        within = cases[now <= 60 + 1e-6].sum() - cases[instead <= 60 + 1e-6].sum()
        return float(within), float(np.average(instead, weights=cases) - np.average(now, weights=cases))

    for row in rows:
        others = tuple(site for site in plan.chosen if site != row["site"])
        assert (row["cases_lost_without"], row["case_minutes_more_without"]) == pytest.approx(lost(others))
        assert (row["price_cases"], row["price_case_minutes"]) == pytest.approx(lost((*others, row["next_best"])))
    gained = [row["cases_newly_within"] for row in rows]
    assert gained == sorted(gained, reverse=True)
    assert sum(gained) == pytest.approx(cases[plan.after <= 60].sum() - cases[plan.before <= 60].sum())


def worth(plan: Plan, chosen: tuple[int, ...]) -> float:
    if plan.parameters.objective == "covering":
        return children_within(plan.sites, chosen, plan.parameters.limit)
    return -mean_minutes(plan.sites, chosen)


@pytest.mark.slow
def test_no_other_two_candidates_cover_more(demo: Project) -> None:
    parameters = Parameters(p=2, candidates="health_station")
    sites = sites_of(demo, demand_points(demo)[0], parameters)
    best = max(
        children_within(sites, (*sites.fixed, *pair), 60)
        for pair in combinations(range(sites.existing, len(sites.places)), 2)
    )
    assert solve(sites, parameters, fixed=sites.fixed).objective == pytest.approx(best)


def test_as_many_shelters_as_candidates_leaves_no_next_best(four_communes: Project) -> None:
    found = run(four_communes, one_degree(p=4))
    assert found.table("sites").values("next_best_site") == [None] * 4
    assert "replacement" not in str(found.table("sites").values("reason_en"))


def test_more_shelters_than_candidates_are_refused_with_both_numbers(four_communes: Project) -> None:
    with pytest.raises(TooManyShelters) as caught:
        run(with_shelter(four_communes, "public", 3.0), Parameters(p=5))
    assert (caught.value.asked.en, caught.value.candidates) == ("5 new shelters", 4)


def test_without_candidates_the_question_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoCandidates):
        run(four_communes, Parameters(candidates="school"))


def test_facilities_without_a_position_are_said_to_be_missing(four_communes: Project) -> None:
    rows = four_communes["facilities"]
    blank = four_communes.with_table("facilities", rows.assign(lon=rows["lon"].where(rows["facility_id"] != "C4")))
    found = run(blank, one_degree(p=1))
    assert [each.numbers for each in found.findings if "without a position" in each.en] == [{"n": 1}]


def test_settlements_are_used_before_commune_centres(four_communes: Project) -> None:
    point = {
        "point_id": "P1",
        "commune_code": "00004",
        "vintage": "2025-07-01",
        "lon": 3.0,
        "lat": 0.0,
        "children": 10.0,
    }
    found = run(four_communes.append("demand_points", pd.DataFrame([point])), one_degree(p=1))
    assert found.denominator.total == 10
    assert "settlements" in found.denominator.basis.en


ROADS = line((105.0, 0.05), (105.2, 0.05), **ROAD)
TWO_SITES = places({"status": "candidate"}, {"status": "candidate", "lon": 105.15})


def travelling(**given: object) -> Parameters:
    return Parameters(**({"p": 1, "resolution": 500} | given))  # type: ignore[arg-type]


def said(result: Result, start: str) -> list[dict[str, object]]:
    return [dict(each.numbers) for each in result.findings if each.en.startswith(start)]


def test_minutes_are_travel_times_where_the_project_knows_any_ground() -> None:
    bare = two_communes(facilities=TWO_SITES)
    for ground in ({"roads": ROADS}, {"rasters": raster("friction", everywhere(0.01))}):
        found = run(two_communes(facilities=TWO_SITES, **ground), travelling())
        assert said(found, "Minutes are travel times")[0]["metres"] == 500
        assert {"sha256_rasters", "sha256_roads", "sha256_barriers"} <= {each.name for each in found.provenance}
    assert said(run(bare, travelling()), "Minutes are air-line") == [{"detour": 1.5, "speed": 30.0}]
    assert said(run(bare, travelling(minutes="travel")), "Minutes are travel times")
    with_roads = two_communes(facilities=TWO_SITES, roads=ROADS)
    assert said(run(with_roads, travelling(minutes="air")), "Minutes are air-line")


def test_a_river_without_a_bridge_is_between_children_and_site() -> None:
    project = two_communes(facilities=TWO_SITES.iloc[1:], barriers=RIVER, roads=ROADS)
    assert plan_row(run(project, travelling(minutes="air")))["children_within_after"] == 1500
    found = run(project.with_table("roads", project["roads"].iloc[:0]), travelling(minutes="travel", mode="walking"))
    assert plan_row(found)["children_within_after"] == 500
    assert said(found, "No way leads from the homes") == [{"n": 1000}]
    assert plan_row(found)["mean_minutes_after"] == 0
    assert found.table("communes").values("mean_minutes_after") == [None, 0]


def test_children_who_reach_no_site_do_not_make_a_p_median_impossible() -> None:
    project = two_communes(facilities=TWO_SITES.iloc[1:], barriers=RIVER)
    found = run(project, travelling(minutes="travel", mode="walking", objective="p_median"))
    assert sites_of_result(found) == ["F2"]
    assert plan_row(found)["mean_minutes_after"] == 0


def test_a_site_that_nothing_replaces_has_no_next_best() -> None:
    third = places({"status": "candidate", "lon": 105.06}).assign(facility_id="F3")
    project = two_communes(facilities=pd.concat([TWO_SITES, third]), barriers=RIVER)
    found = run(project, travelling(minutes="travel", mode="walking", objective="p_median", p=2))
    by_site = dict(zip(sites_of_result(found), found.table("sites").values("next_best_site"), strict=True))
    assert by_site == {"F1": "Nhà 1 (Xã Tây)", "F2": None}


def test_the_rain_takes_a_road_that_is_open_in_the_dry_season_only() -> None:
    road = line((105.0, 0.05), (105.2, 0.05), **(ROAD | {"season": "dry"}))
    project = two_communes(facilities=TWO_SITES.iloc[:1], roads=road)
    dry, rain = (run(project, travelling(season=season, limit=30)) for season in ("dry", "rain"))
    assert plan_row(dry)["children_within_after"] == 1500
    assert plan_row(rain)["children_within_after"] == 1000


def test_a_site_that_no_way_passes_is_said() -> None:
    far = places({"status": "candidate"}, {"status": "candidate", "lon": 120.0})
    found = run(two_communes(facilities=far, roads=ROADS), travelling())
    assert sites_of_result(found) == ["F1"]
    assert said(found, "Existing and candidate sites that nobody reaches") == [{"n": 1, "metres": 2000}]


def test_settlements_travel_by_themselves() -> None:
    homes = settlements((105.05, 0.05, 10.0), (105.15, 0.05, 5.0))
    found = run(two_communes(facilities=TWO_SITES, roads=ROADS, demand_points=homes), travelling(p=2))
    assert plan_row(found)["mean_minutes_after"] == 0


def test_a_raster_without_any_value_here_is_refused() -> None:
    project = two_communes(facilities=TWO_SITES, rasters=raster("elevation", everywhere(-1)), roads=ROADS)
    with pytest.raises(RasterWithoutData):
        run(project, travelling())
