"""How stable a plan of sites is: what is drawn, what a draw counts for, and what is said of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.analyses.shelters import Parameters, run
from app.demand_lenses import Lens
from app.reasons import Plan
from app.result import Result, Sensitivity
from app.siting import Sites, demand_points, sites_of
from app.siting_aims import solve
from app.siting_judgements import stability_findings
from app.siting_lenses import spread
from app.siting_stability import commune_draws, judged, varied
from app.siting_terms import Terms
from data.project import Project
from models.stability import NORMAL_975, speed_factors

DEGREE_KM = 111.195


def one_degree(**more: object) -> Parameters:
    """Return parameters by which one degree takes one hour."""
    given = {"speed": DEGREE_KM, "detour": 1.0, "limit": 60.01, "p": 1} | more
    return Parameters(**given)  # type: ignore[arg-type]


def said(result: Result, start: str) -> list[str]:
    return [each.en for each in result.findings if each.en.startswith(start)]


def with_children(project: Project, *children: float) -> Project:
    return project.with_table("indicators", project["indicators"].assign(value=children))


def standing(project: Project, *codes: str) -> Project:
    """Return the project with prices and some of its candidates as shelters in use."""
    facilities = project["facilities"].assign(cost=[5.0, 3.0, 4.0, 5.0])
    own = facilities["facility_id"].isin(codes)
    kind, status = facilities["kind"].mask(own, "reliable_address"), facilities["status"].mask(own, "in_use")
    return project.with_table("facilities", facilities.assign(kind=kind, status=status))


def settlements(*codes: str) -> Sites:
    """Sites of settlements with 1, 2, 3, … children, all of them near the only place."""
    demand = pd.DataFrame({"commune_code": codes, "children": np.arange(1.0, len(codes) + 1)})
    return Sites(demand, pd.DataFrame({"facility_id": ["A"]}), np.ones((len(codes), 1)), 0)


def cases(**limits: tuple[float, float, float]) -> Lens:
    frame = pd.DataFrame.from_dict(limits, orient="index", columns=["value", "lower", "upper"])
    return Lens("expected", frame, "expected-1", "2026-01-01", (), out_of_date=False)


def test_the_drawn_cases_of_a_commune_vary_as_widely_as_its_interval() -> None:
    sites = settlements(*["A"] * 16, "B")
    lens = spread(cases(A=(4.0, 1.0, 7.0), B=(5.0, 5.0, 5.0)), sites.demand)
    drawn = commune_draws(sites, lens, 20_000, seed=1)
    totals = drawn[:, :16].sum(axis=1)
    assert totals.mean() == pytest.approx(4.0, rel=0.02)
    assert totals.std() == pytest.approx(6.0 / (2 * NORMAL_975), rel=0.03)
    shares = drawn[:, :16] / totals[:, None]
    assert np.ptp(shares, axis=0).max() < 1e-12
    assert shares[0] == pytest.approx(np.arange(1, 17) / 136)
    assert np.ptp(drawn[:, 16]) == 0


def test_a_commune_without_an_expected_case_may_have_some_in_a_draw() -> None:
    sites = settlements("A", "A")
    drawn = commune_draws(sites, spread(cases(A=(0.0, 0.0, 3.0)), sites.demand), 5000, seed=1)
    assert np.quantile(drawn.sum(axis=1), 0.975) == pytest.approx(3.0, rel=0.1)
    assert drawn[:, 1] == pytest.approx(2 * drawn[:, 0])


def test_draws_of_cases_make_the_plan_anew_for_each(four_communes: Project) -> None:
    """Site 2 covers communes 1–3, site 3 communes 2–4: the first and the last commune decide."""
    asked = one_degree(lens="expected", speed_spread=0.0, draws=100, candidates="communal_house")
    sites = sites_of(four_communes, demand_points(four_communes)[0], asked)
    codes = dict.fromkeys(sites.demand["commune_code"], (5.0, 5.0, 5.0)) | {"00001": (6.0, 3.0, 9.0)}
    lens = spread(cases(**codes), sites.demand)
    seen = replace(sites, terms=Terms(demand=lens.demand))
    plan = Plan(seen, asked, solve(seen, asked, fixed=()))
    assert plan.chosen == (1,)
    assert varied(plan, asked, lens) == {"demand"}
    found = judged(plan, asked, lens)
    assert found is not None
    first = commune_draws(sites, lens, 100, seed=1)[:, 0]
    assert 0 < (first < 5).sum() < 50
    assert found.frequency.tolist() == [0.0, (first >= 5).mean(), (first < 5).mean(), 0.0]
    assert found.regret == pytest.approx(np.maximum(5 - first, 0) / np.maximum(15, 10 + first))
    made_anew, *_ = stability_findings(plan, found, varied(plan, asked, lens), 0.0, Sensitivity.CASE)
    assert made_anew.en.startswith("Made anew 100 times with other demand: the plan as it stands falls short")


def test_a_budget_that_pays_for_nothing_says_so(four_communes: Project) -> None:
    project = standing(four_communes, "C1")
    for objective in ("covering", "p_median"):
        found = run(project, one_degree(budget=1.0, draws=10, objective=objective))
        assert found.table("sites").rows == ()
        assert found.findings[0].en.startswith(
            "With no new shelter (the budget of 1 pays for none: the cheapest costs 3) an estimated 2,000 of 4,000"
        )
        assert not said(found, "No proposed site")


def test_draws_without_a_plan_are_left_out_and_said(four_communes: Project) -> None:
    """Two sites bring everyone within 60 minutes at best: in a draw slower than 60/70 nobody keeps 70."""
    found = run(four_communes, one_degree(p=2, furthest=70.0, draws=40))
    none = int((speed_factors(40, 0.2, seed=1) < 60 / 70).sum())
    assert 0 < none < 40
    assert said(found, "In ") == [f"In {none} of 40 draws no plan keeps the rules; they are in none of these figures."]
    shares = np.array(found.table("stability").values("chosen_in_draws"))
    assert shares.sum() == pytest.approx(200.0)


def test_draws_in_which_the_plan_breaks_a_rule_are_said(four_communes: Project) -> None:
    """Sites 1 and 2 are nearest to most; the fourth commune is 120 minutes from them, from others 60."""
    project = with_children(four_communes, 5000.0, 5000.0, 1000.0, 1000.0)
    asked = one_degree(p=2, objective="p_median", furthest=130.0, draws=40)
    found = run(project, asked)
    assert sorted(map(str, found.table("sites").values("facility_id"))) == ["C1", "C2"]
    factors = speed_factors(40, 0.2, seed=1)
    broken = int((factors < 120 / 130).sum())
    assert (factors > 60 / 130).all()
    (why,) = said(found, "In ")
    assert why.startswith(f"In {broken} of 40 draws the plan as it stands breaks a rule that another plan keeps;")
    (lost,) = said(found, "Made anew")
    assert lost.startswith("Made anew 40 times with other speeds (±20%): the plan as it stands falls short")
    assert "by 0.0% on average" in lost


def test_where_no_draw_has_a_plan_there_is_no_figure(four_communes: Project) -> None:
    slow = next(seed for seed in range(9) if speed_factors(1, 0.2, seed=seed)[0] < 60 / 60.01)
    found = run(four_communes, one_degree(p=2, furthest=60.01, draws=1, seed=slow))
    assert said(found, "Made anew") == ["Made anew 1 times with other speeds (±20%): in none of them was a plan found."]
    assert "stability" not in {table.name for table in found.tables}
    assert "chosen_in_draws" not in {column.name for column in found.table("sites").columns}


def test_what_no_draw_can_change_is_not_called_stable(four_communes: Project) -> None:
    found = run(four_communes, one_degree(objective="p_median"))
    (why,) = said(found, "How stable the plan is was not measured")
    assert "one factor on all speeds changes no plan of the least minutes in all" in why
    assert "stability" not in {table.name for table in found.tables}
    still = run(four_communes, one_degree(speed_spread=0.0))
    assert said(still, "How stable")[0].endswith("neither the speeds nor what the plan counts were to vary.")
    assert said(run(four_communes, one_degree(objective="p_center")), "How stable")[0].endswith("least minutes.")


def test_two_hundred_draws_are_made_unless_asked_otherwise(four_communes: Project) -> None:
    found = run(four_communes, one_degree())
    assert said(found, "Made anew 200 times with other speeds (±20%): the plan")
    assert said(run(four_communes, one_degree(draws=0)), "How stable") == []


def test_draws_that_end_with_a_gap_are_said(four_communes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of 30 minutes leaves each of two sites with its own commune: any two are as good, no bound proves it."""
    monkeypatch.setattr("models.siting.watch.Watch.left", property(lambda _: 0.0))
    rules = {"p": 2, "limit": 30.0, "draws": 3, "furthest": 70.0, "speed_spread": 0.1}
    found = run(four_communes, one_degree(**rules))
    assert said(found, "In 3 of 3 draws") == [
        "In 3 of 3 draws a plan better by more than 0.5% may exist, as the time limit came first."
    ]


def test_draws_that_the_time_leaves_unmade_are_no_agreement(four_communes: Project) -> None:
    found = run(four_communes, one_degree(draws=3, time_limit=1e-6))
    assert said(found, "Made anew") == ["Made anew 3 times with other speeds (±20%): in none of them was a plan found."]
    assert said(found, "In 3 of 3 draws") == [
        "In 3 of 3 draws the time limit came before a plan was found; they are in none of these figures."
    ]
    assert "stability" not in {table.name for table in found.tables}
