"""What a planner may ask of a plan of sites: money, distances, groups, sites to insist on or leave out, other aims."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from app.analyses.shelters import Parameters, run
from app.errors import (
    NeedAboveRoom,
    NoFigure,
    NothingWithin,
    RequiredAndForbidden,
    RoomNotShared,
    RoomTooSmall,
    RulesContradict,
    SitesOutOfReach,
    TooManyRequired,
    TooManyShelters,
    UnknownSites,
)
from app.language import Language
from app.messages import said, said_to_commands
from app.result import Result
from data.project import Project

DEGREE_KM = 111.195
ENGLISH = Language("en")
VIETNAMESE = Language("vi")


def one_degree(**more: object) -> Parameters:
    """Return parameters by which neighbours are exactly within the limit: one degree takes one hour."""
    given = {"speed": DEGREE_KM, "detour": 1.0, "limit": 60.01, "p": 1, "draws": 0} | more
    return Parameters(**given)  # type: ignore[arg-type]


def with_figures(project: Project, **figures: list[float]) -> Project:
    return project.with_table("facilities", project["facilities"].assign(**figures))


def with_shelter(project: Project, lon: float, **more: object) -> Project:
    row = {
        "facility_id": "S1", "kind": "reliable_address", "name": "Nhà tạm lánh", "commune_code": "00004",
        "lon": lon, "lat": 0.0, "disclosure": "public", "status": "in_use", "cost": 100.0,
    } | more  # fmt: skip
    return project.append("facilities", pd.DataFrame([row]))


def sites(result: Result) -> list[str]:
    return sorted(str(each) for each in result.table("sites").values("facility_id"))


def said_of(result: Result, start: str) -> list[str]:
    return [each.en for each in result.findings if each.en.startswith(start)]


def sentence(error: Exception) -> str:
    assert said(error, ENGLISH).sentence
    return said_to_commands(error, ENGLISH).sentence


def test_a_budget_settles_how_many_sites_there_are(four_communes: Project) -> None:
    project = with_figures(four_communes, cost=[5.0, 3.0, 3.0, 5.0])
    assert sites(run(project, one_degree(budget=3.0))) == ["C2"]
    assert sites(run(project, one_degree(budget=6.0))) == ["C2", "C3"]


def test_a_site_that_states_no_cost_is_left_out_and_said(four_communes: Project) -> None:
    project = with_figures(four_communes, cost=[3.0, np.nan, 3.0, 3.0])
    found = run(project, one_degree(budget=3.0))
    assert sites(found) == ["C3"]
    assert said_of(found, "Candidate sites that state no cost") == ["Candidate sites that state no cost, left out: 1."]


def test_without_any_cost_a_budget_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoFigure) as caught:
        run(four_communes, one_degree(budget=3.0))
    assert "cost" in sentence(caught.value)


def test_an_existing_site_costs_nothing_again(four_communes: Project) -> None:
    project = with_shelter(with_figures(four_communes, cost=[3.0] * 4), 3.0)
    assert sites(run(project, one_degree(budget=3.0))) == ["C1"]


def test_a_required_site_is_open_and_its_price_is_that_of_a_plan_without_it(four_communes: Project) -> None:
    found = run(four_communes, one_degree(required="C4"))
    assert sites(found) == ["C4"]
    (price,) = said_of(found, "Insisting on")
    assert "1,000 children fewer" in price
    free, forced = run(four_communes, one_degree()), found
    reached = [each.table("plan").values("children_within_after")[0] for each in (free, forced)]
    assert reached == [3000, 2000]


def test_a_required_site_of_the_best_plan_costs_nothing(four_communes: Project) -> None:
    (said_,) = said_of(run(four_communes, one_degree(required="C2")), "Insisting on")
    assert "costs nothing" in said_


def test_a_forbidden_site_stays_shut(four_communes: Project) -> None:
    assert sites(run(four_communes, one_degree(forbidden="C2"))) == ["C3"]


def test_codes_that_name_no_public_site_are_refused(four_communes: Project) -> None:
    project = with_shelter(four_communes, 3.0, disclosure="hidden")
    for code in ("S1", "X9"):
        with pytest.raises(UnknownSites) as caught:
            run(project, one_degree(required=code, existing="all"))
        assert caught.value.codes == (code,)
        assert "S1" not in caught.value.known
    assert "X9" in sentence(caught.value)


def test_a_site_cannot_be_both_required_and_forbidden(four_communes: Project) -> None:
    with pytest.raises(RequiredAndForbidden) as caught:
        run(four_communes, one_degree(required="C1,C2", forbidden="C2"))
    assert "C2" in sentence(caught.value)


def test_sites_keep_their_distance(four_communes: Project) -> None:
    near = run(four_communes, one_degree(p=2, objective="p_median"))
    far = run(four_communes, one_degree(p=2, objective="p_median", apart_km=300.0))
    assert sites(far) == ["C1", "C4"]
    assert sites(near) != sites(far)


def test_a_required_site_too_near_to_one_that_stands_is_refused_by_the_names_of_both(four_communes: Project) -> None:
    project = with_shelter(four_communes, 2.9)
    with pytest.raises(RulesContradict) as caught:
        run(project, one_degree(p=2, required="C4", apart_km=60.0))
    text = sentence(caught.value)
    assert "sites at least 60 km apart, which Nhà tạm lánh and Nhà Bốn are not" in text
    assert "Nhà tạm lánh is open" in text
    assert "Nhà Bốn is open" in text
    free = run(with_shelter(project, 2.9, facility_id="S2"), one_degree(p=1, apart_km=60.0))
    assert free.table("existing").values("facility_id") == ["S1", "S2"], "two that stand may be near each other"


def test_rules_that_contradict_each_other_are_said_by_name(four_communes: Project) -> None:
    with pytest.raises(RulesContradict) as caught:
        run(four_communes, one_degree(p=3, apart_km=200.0))
    text = sentence(caught.value)
    assert "3 new shelters" in text
    assert "200 km apart" in text


def test_who_cannot_be_brought_near_is_named(four_communes: Project) -> None:
    with pytest.raises(RulesContradict) as caught:
        run(four_communes, one_degree(p=1, furthest=61.0))
    assert "within 61 minutes" in sentence(caught.value)
    assert sentence(caught.value).startswith("No plan keeps all of these rules together: 1 new shelter, ")
    with pytest.raises(RulesContradict) as caught:
        run(four_communes, one_degree(objective="set_covering", forbidden="C1,C2"))
    assert "the children of Một commune have a site within 60.01 minutes" in sentence(caught.value)


def test_an_existing_site_may_close_for_a_better_one(four_communes: Project) -> None:
    project = with_shelter(four_communes, 10.0)
    kept = run(project, one_degree())
    free = run(project, one_degree(existing_sites="may_close"))
    assert kept.table("existing").values("facility_id") == ["S1"]
    assert free.table("existing").rows == ()
    assert free.table("closed").values("facility_id") == ["S1"]
    assert (len(sites(kept)), len(sites(free))) == (1, 2)
    assert said_of(free, "Existing sites that the plan closes: 1 (Nhà tạm lánh)")


def test_an_existing_site_that_serves_well_stays_though_it_might_close(four_communes: Project) -> None:
    found = run(with_shelter(four_communes, 3.0), one_degree(existing_sites="may_close", objective="p_median"))
    assert found.table("existing").values("facility_id") == ["S1"]
    assert said_of(found, "Existing sites might close; the plan keeps them all.")


def test_a_forbidden_existing_site_closes(four_communes: Project) -> None:
    found = run(with_shelter(four_communes, 3.0), one_degree(forbidden="S1"))
    assert found.table("existing").rows == ()
    assert found.table("closed").values("facility_id") == ["S1"]
    assert sites(found) == ["C2"]
    assert said_of(found, "Existing sites that the plan closes: 1")


def test_other_kinds_of_place_do_not_take_shelters_for_their_own(four_communes: Project) -> None:
    found = run(with_shelter(four_communes, 3.0), one_degree(service="investigation_room"))
    assert found.table("existing").rows == ()
    assert found.findings[0].en.startswith("With 1 new investigation room an estimated")


def test_the_fewest_sites_that_bring_everyone_within_the_limit(four_communes: Project) -> None:
    found = run(four_communes, one_degree(objective="set_covering", p=4, draws=20))
    assert len(sites(found)) == 2
    assert said_of(found, "So many sites bring everyone")
    assert said_of(found, "How stable the plan is was not measured")


def test_nobody_too_far_equals_enumeration(four_communes: Project) -> None:
    found = run(four_communes, one_degree(objective="p_center", p=2))
    positions = range(4)
    worst = min(
        max(min(abs(home - site) for site in pair) for home in positions) for pair in combinations(positions, 2)
    )
    assert found.table("plan").values("objective")[0] == pytest.approx(60.0 * worst, rel=1e-4)


def test_backup_coverage_keeps_what_is_covered_once(four_communes: Project) -> None:
    once = run(four_communes, one_degree(p=2)).table("plan").values("children_within_after")
    found = run(four_communes, one_degree(p=2, objective="backup_covering"))
    assert found.table("plan").values("children_within_after") == once
    assert said_of(found, "Children within 60.01 minutes of two sites")


def test_limited_room_sends_children_further(four_communes: Project) -> None:
    project = with_figures(four_communes, capacity=[2, 2, 2, 2])
    given = {"objective": "capacitated_p_median", "p": 2, "children_per_place": 1000.0}
    assert len(sites(run(project, one_degree(**given)))) == 2
    with pytest.raises(RoomTooSmall) as caught:
        run(project, one_degree(**given | {"p": 1}))
    assert "have room for 2,000 children in all, and 4,000 need it" in sentence(caught.value)
    with pytest.raises(RoomNotShared) as unshared:
        run(project, one_degree(**given | {"p": 3, "children_per_place": 700.0}))
    assert "room for 4,200 children in all, and 4,000 need it, but it cannot be shared out" in sentence(unshared.value)
    with pytest.raises(NoFigure):
        run(four_communes, one_degree(**given))


def test_one_settlement_above_every_room_is_named_with_both_numbers(four_communes: Project) -> None:
    project = with_figures(four_communes, capacity=[2, 4, 2, 2])
    given = {"objective": "capacitated_p_median", "p": 2, "children_per_place": 200.0}
    with pytest.raises(NeedAboveRoom) as caught:
        run(project, one_degree(**given))
    assert sentence(caught.value) == (
        "The roomiest site that may open and can be reached from there has room for 800 children, but 1,000 live in "
        "Một commune alone, and go to one site together."
    )
    assert said(caught.value, VIETNAMESE).sentence == (
        "Địa điểm rộng nhất được phép mở và đến được từ đó có chỗ cho 800 trẻ em, nhưng riêng Xã Một đã có 1.000 trẻ "
        "em, và các em đến cùng một địa điểm."
    )
    with pytest.raises(NeedAboveRoom) as shut:
        run(project, one_degree(**given, forbidden="C2"))
    assert shut.value.room == 400.0


def test_more_required_than_asked_for_is_said_by_name_and_in_the_planners_numbers(four_communes: Project) -> None:
    project = with_shelter(four_communes, 3.0)
    with pytest.raises(TooManyRequired) as caught:
        run(project, one_degree(required="C1,C2,S1"))
    assert sentence(caught.value) == "1 new shelter asked for, and 2 are required: Nhà Một, Nhà Hai."
    assert said(caught.value, VIETNAMESE).sentence == (
        "Yêu cầu 1 nơi tạm lánh mới nhưng có 2 địa điểm bắt buộc: Nhà Một, Nhà Hai."
    )
    with pytest.raises(TooManyRequired) as closing:
        run(project, one_degree(required="C1,C2,S1", existing_sites="may_close"))
    assert sentence(closing.value).startswith("2 sites in all asked for, and 3 are required: ")
    assert len(sites(run(project, one_degree(required="C1,C2,S1", objective="set_covering")))) >= 2


@pytest.mark.parametrize(
    ("service", "asked"),
    [("investigation_room", "99 new investigation rooms"), ("counselling_point", "99 new counselling points")],
)
def test_rooms_and_points_are_never_called_shelters(four_communes: Project, service: str, asked: str) -> None:
    with pytest.raises(TooManyShelters) as caught:
        run(four_communes, one_degree(service=service, p=99))
    assert sentence(caught.value) == f"{asked} asked for, and there are only 4 candidate sites."
    for known in ("public", "all"):
        found = run(four_communes, one_degree(service=service, existing=known, draws=20))
        texts = [each.en for each in found.findings] + found.table("sites").values("reason_en")
        assert not [text for text in texts if "shelter" in str(text).lower()]


def test_an_existing_site_that_closes_is_counted_in_the_headline(four_communes: Project) -> None:
    free = run(with_shelter(four_communes, 10.0), one_degree(existing_sites="may_close"))
    assert free.findings[0].en.startswith("With 2 new shelters while 1 close (2 in all, 1 today) an estimated")


def test_nobody_further_holds_for_the_shortest_longest_way_too(four_communes: Project) -> None:
    assert len(sites(run(four_communes, one_degree(objective="p_center", p=2, furthest=61.0)))) == 2
    with pytest.raises(RulesContradict) as caught:
        run(four_communes, one_degree(objective="p_center", furthest=61.0))
    assert "within 61 minutes" in sentence(caught.value)


def test_a_share_of_the_poorest_quarter_is_brought_near(four_communes: Project) -> None:
    codes = [f"0000{number}" for number in range(1, 5)]
    day = pd.Timestamp(2024, 1, 1)
    poverty = pd.DataFrame(
        {
            "unit_code": codes, "vintage": four_communes.about.vintage, "indicator": "poverty", "unit": "%",
            "period_start": day, "period_end": day, "value": [5.0, 5.0, 5.0, 60.0], "source": "test",
        }
    )  # fmt: skip
    project = four_communes.append("indicators", poverty)
    assert sites(run(project, one_degree())) == ["C2"]
    assert sites(run(project, one_degree(poor_share=100.0))) == ["C3"]
    with pytest.raises(RulesContradict) as caught:
        run(project, one_degree(poor_share=100.0, forbidden="C3,C4"))
    assert sentence(caught.value) == (
        "No plan keeps this rule: 100% of the children of the poorest quarter of communes within 60.01 minutes "
        "(every allowed site is too far for children of: Bốn commune)."
    )
    assert said(caught.value, VIETNAMESE).sentence == (
        "Không có phương án nào đáp ứng điều kiện này: 100% trẻ em của một phần tư số xã, phường nghèo nhất ở trong "
        "vòng 60,01 phút (mọi địa điểm được phép đều quá xa với trẻ em ở: Xã Bốn)."
    )
    with pytest.raises(RulesContradict) as together:
        run(project, one_degree(poor_share=100.0, required="C1"))
    assert "too far" not in sentence(together.value), "C3 and C4 are near enough, but not open"
    with pytest.raises(NoFigure):
        run(four_communes, one_degree(poor_share=50.0))


def test_no_candidate_near_anyone_is_refused_with_names(four_communes: Project) -> None:
    moved = with_figures(four_communes, lon=[20.0, 21.0, 22.0, 23.0])
    with pytest.raises(NothingWithin) as caught:
        run(moved, one_degree())
    assert "60.01 minutes" in sentence(caught.value)
    assert len(caught.value.communes) == 4


def test_candidates_that_are_forbidden_are_not_counted(four_communes: Project) -> None:
    with pytest.raises(TooManyShelters) as caught:
        run(four_communes, one_degree(p=4, forbidden="C1"))
    assert caught.value.candidates == 3


def test_every_refusal_of_a_plan_has_a_sentence() -> None:
    for error in (SitesOutOfReach((), 2), RulesContradict(()), NothingWithin(60.0, ()), RoomTooSmall(1.0, 2.0, ())):
        assert sentence(error)
