"""How far a plan of sites holds: under other lenses, other figures, and against a second aim."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from app.analyses.shelters import Parameters, run
from app.demand_lenses import SOURCES, Lens, LensName
from app.errors import NoLens
from app.language import Text
from app.release import ALLOWED, Audience, allowed_tables, visible
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Setting, Table
from app.results import StoredResult, with_result
from app.siting_lenses import spread
from data.project import Project

CASE, AREA = Sensitivity.CASE, Sensitivity.AREA
DEGREE_KM = 111.195
CODES = tuple(f"0000{number}" for number in range(1, 5))
NOTHING = Text("", "")


def one_degree(**more: object) -> Parameters:
    given = {"speed": DEGREE_KM, "detour": 1.0, "limit": 60.01, "p": 1} | more
    return Parameters(**given)  # type: ignore[arg-type]


def seen(project: Project, name: LensName, *values: float | None) -> Project:
    """Return the project with an answer of a lens: cases a year of each commune, exactly known."""
    source = SOURCES[name]
    columns = ("code", source.column, f"{source.column}_lower", f"{source.column}_upper")
    rows = tuple((code, value, value, value) for code, value in zip(CODES, values, strict=True))
    table = Table("communes", tuple(Column(each, "", CASE) for each in columns), rows, CASE)
    answer = Result(
        source.analysis, (), (table,), (), (), ModelCard(NOTHING, NOTHING, NOTHING, NOTHING),
        Denominator("children", "children", 1.0, NOTHING, AREA), provenance=(Setting("sha256_case_counts", "", CASE),),
    )  # fmt: skip
    return with_result(project, StoredResult(f"{source.analysis}-1", "2026-01-01", answer))


def sites(result: Result) -> list[str]:
    return sorted(str(each) for each in result.table("sites").values("facility_id"))


def said(result: Result, start: str) -> list[str]:
    return [each.en for each in result.findings if each.en.startswith(start)]


def test_cases_of_a_commune_are_spread_by_children_and_unknown_ones_take_the_mean_rate() -> None:
    cases = pd.DataFrame(
        {"value": [6.0, np.nan], "lower": [3.0, np.nan], "upper": [9.0, np.nan]}, index=pd.Index(["A", "B"])
    )
    points = pd.DataFrame({"commune_code": ["A", "A", "B"], "children": [100.0, 200.0, 50.0]})
    found = spread(Lens("reported", cases, "rates-1", "2026-01-01", (), False), points)
    assert found.demand.tolist() == [2.0, 4.0, 1.0]
    assert found.lower.tolist() == [1.0, 2.0, 1.0]
    assert found.upper.tolist() == [3.0, 6.0, 1.0]
    assert found.unknown == ("B",)


def test_a_plan_for_cases_goes_where_they_are_and_is_as_secret(four_communes: Project) -> None:
    project = seen(four_communes, "expected", 0.0, 0.0, 1.0, 9.0)
    found = run(project, one_degree(lens="expected"))
    assert sites(found) == ["C3"]
    assert {table.sensitivity for table in found.tables} == {CASE}
    assert {each.sensitivity for each in found.findings} <= {CASE, Sensitivity.PLACE}
    assert allowed_tables(found.tables, ALLOWED[Audience.SHAREABLE]) == ()
    assert said(found, "The plan is made for cases (cases expected)")


def test_a_plan_for_cases_gives_its_reasons_in_cases(four_communes: Project) -> None:
    """C3 reaches 0 + 1 + 9 cases, C4 the 1 + 9: nearer to nine of them by an hour, further from one."""
    found = run(seen(four_communes, "expected", 0.0, 0.0, 1.0, 9.0), one_degree(lens="expected"))
    (why,) = found.table("sites").values("reason_en")
    assert why == (
        "Newly within the limit: 10.0 expected cases a year (3,000 children). "
        "If left out, within the limit: 10.0 expected cases a year fewer (3,000 children fewer), on average per case: "
        "not measurable, as some children would reach no site. "
        "Best replacement: Nhà Bốn (Bốn commune) – as many cases (1,000 children fewer), on average per case: "
        "48.0 minutes less."
    )
    table = found.table("sites")
    assert [table.values(name)[0] for name in ("counted", "cases_newly_within", "cases_lost_without")] == [
        "expected", 10, 10
    ]  # fmt: skip
    assert {column.sensitivity for column in table.columns} == {CASE}


def test_a_plan_for_children_has_no_column_of_cases(four_communes: Project) -> None:
    found = run(seen(four_communes, "expected", 0.0, 0.0, 1.0, 9.0), one_degree())
    assert not [column.name for column in found.table("sites").columns if "case" in column.name]


def test_insisting_on_a_site_is_priced_in_the_cases_the_plan_counts(four_communes: Project) -> None:
    project = seen(four_communes, "reported", 6.0, 0.5, 2.0, 1.5)
    found = run(project, one_degree(lens="reported", required="C4"))
    (price,) = said(found, "Insisting on")
    assert price.startswith("Insisting on Nhà Bốn: 5.0 reported cases a year fewer (1,000 children fewer), on average")
    assert price.endswith("than with Nhà Hai instead.")


def test_a_limit_just_reached_counts_for_cases_too(four_communes: Project) -> None:
    """One degree at this speed takes 60 minutes but for rounding."""
    project = seen(four_communes, "expected", 0.0, 0.0, 1.0, 9.0)
    found = run(project, one_degree(lens="expected", speed=6371.0088 * np.pi / 180, limit=60.0, required="C3"))
    assert "10.0 of 10.0 a year are within 60 minutes" in said(found, "The plan is made for cases")[0]


def test_a_lens_nobody_asked_for_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoLens):
        run(four_communes, one_degree(lens="adjusted"))


def test_sites_chosen_under_every_lens_stand_out(four_communes: Project) -> None:
    project = seen(seen(four_communes, "reported", 5.0, 5.0, 5.0, 1.0), "expected", 0.0, 0.0, 1.0, 9.0)
    found = run(project, one_degree())
    assert said(found, "No site is chosen whichever way demand is seen (children, cases reported, cases expected)")
    assert found.table("sites").values("chosen_in_lenses") == [2]
    lenses = found.table("lenses")
    by_site = dict(zip(lenses.values("facility_id"), zip(*map(lenses.values, UNDER), strict=True), strict=True))
    assert by_site == {"C2": (True, True, False, None), "C3": (False, False, True, None)}
    assert said(found, "Not compared") == [
        "Not compared, as the question was not answered yet: cases adjusted for those not reported."
    ]
    without_share = seen(four_communes, "adjusted", None, None, None, None)
    (why,) = said(run(seen(without_share, "reported", 5.0, 5.0, 5.0, 1.0), one_degree()), "Not compared: ")
    assert "cases adjusted for those not reported" in why
    assert why.endswith("Share of all cases that is reported: at least, Share of all cases that is reported: at most.")
    agreed = run(seen(four_communes, "reported", 5.0, 5.0, 5.0, 1.0), one_degree())
    assert said(agreed, "Chosen whichever way demand is seen (children, cases reported): 1 of 1 proposed")


UNDER = ("under_children", "under_reported", "under_expected", "under_adjusted")


def test_nothing_of_a_lens_is_in_what_may_be_shared(four_communes: Project) -> None:
    plain = visible(run(four_communes, one_degree()), Audience.SHAREABLE)
    with_cases = run(seen(four_communes, "reported", 0.0, 0.0, 7.0, 9.0), one_degree())
    shared = visible(with_cases, Audience.SHAREABLE)
    assert shared.tables == plain.tables
    assert shared.findings == plain.findings
    assert shared.card == plain.card
    assert {each.sensitivity for each in with_cases.provenance if each.name == "sha256_case_counts"} == {CASE}


def test_the_plan_is_made_anew_as_often_as_asked(four_communes: Project) -> None:
    found = run(four_communes, one_degree(draws=50, limit=60.01, speed_spread=20.0))
    shares = found.table("stability").values("chosen_in_draws")
    assert sum(shares) == pytest.approx(100.0)  # type: ignore[arg-type]
    assert found.table("sites").values("chosen_in_draws") == [
        share
        for share, proposed in zip(shares, found.table("stability").values("is_proposed"), strict=True)
        if proposed
    ]
    assert said(found, "Made anew 50 times with other speeds")
    assert [each.en[:10] for each in found.card.validation] == ["Made anew ", "No propose"]
    assert found == run(four_communes, one_degree(draws=50, limit=60.01, speed_spread=20.0))


def test_without_draws_nothing_is_said_of_stability(four_communes: Project) -> None:
    found = run(four_communes, one_degree(draws=0))
    assert "stability" not in {table.name for table in found.tables}
    assert found.card.validation == ()


def test_the_frontier_of_cost_leads_from_nothing_to_the_plan(four_communes: Project) -> None:
    facilities = four_communes["facilities"].assign(cost=[4.0, 5.0, 6.0, 1.0])
    found = run(four_communes.with_table("facilities", facilities), one_degree(second="cost", steps=8))
    table = found.table("frontier")
    names = ("opening_cost", "children_within_after", "is_the_plan", "site_codes")
    assert list(zip(*map(table.values, names), strict=True)) == [
        (0, 0, False, ""),
        (1, 2000, False, "C4"),
        (5, 3000, True, "C2"),
    ]
    (chart,) = found.charts
    assert (chart.across, chart.lines) == ("opening_cost", ("children_within_after",))
    assert not chart.from_zero


@pytest.mark.parametrize("objective", ["covering", "p_median", "p_center", "backup_covering", "capacitated_p_median"])
def test_each_point_of_the_frontier_is_the_best_of_at_most_as_many_sites_for_its_money(
    four_communes: Project, objective: str
) -> None:
    prices, home = np.array([4.0, 5.0, 6.0, 1.0]), np.arange(4)
    rows = four_communes["facilities"].assign(cost=prices, capacity=4)
    existing = rows.iloc[:1].assign(facility_id="S1", kind="reliable_address", status="in_use", lon=10.0)
    facilities = pd.concat([rows, existing], ignore_index=True)
    asked = one_degree(
        p=2, second="cost", steps=16, objective=objective, children_per_place=1000.0, speed=200.0, limit=40.0, draws=0
    )
    found = run(four_communes.with_table("facilities", facilities), asked)
    table, aim = found.table("frontier"), found.table("plan")
    codes = [str(each).split("; ") if each else [] for each in table.values("site_codes")]
    assert all(len(each) <= 2 for each in codes)
    assert table.values("is_the_plan").count(True) == 1
    assert sorted(codes[table.values("is_the_plan").index(True)]) == sites(found)
    assert aim.values("opening_cost") == [table.values("opening_cost")[-1]]

    def worth(places: tuple[int, ...]) -> float:
        away = np.abs(home[:, None] - np.array([*places, 10.0])) * DEGREE_KM * 60 / 200
        near = away <= 40.0
        if objective in ("covering", "backup_covering"):
            return float(near.any(axis=1).sum())
        return -float(away.min(axis=1).max() if objective == "p_center" else away.min(axis=1).sum())

    for money, chosen in zip(table.values("opening_cost"), codes, strict=True):
        paid = [
            places
            for size in range(3)
            for places in combinations(range(4), size)
            if prices[list(places)].sum() <= float(money or 0)  # type: ignore[arg-type]
        ]
        own = tuple(int(code[1]) - 1 for code in chosen)
        assert worth(own) == pytest.approx(max(map(worth, paid)), abs=1e-3)


@pytest.mark.parametrize("second", ["cost", "worst"])
@pytest.mark.parametrize(
    "given",
    [
        {"budget": 6.0},
        {"existing_sites": "may_close"},
        {"apart_km": 150.0},
        {"required": "C4"},
        {"furthest": 130.0},
    ],
)
def test_under_every_rule_the_plan_is_one_point_of_its_frontier(
    four_communes: Project, second: str, given: dict[str, object]
) -> None:
    rows = four_communes["facilities"].assign(cost=[4.0, 5.0, 6.0, 1.0])
    existing = rows.iloc[:1].assign(facility_id="S1", kind="reliable_address", status="in_use", lon=0.5)
    project = four_communes.with_table("facilities", pd.concat([rows, existing], ignore_index=True))
    found = run(project, one_degree(second=second, steps=5, objective="p_median", draws=0, **given))
    frontier = found.table("frontier")
    assert frontier.values("is_the_plan").count(True) == 1
    second_aims = [float(row[0] or 0) for row in frontier.rows]
    assert second_aims == sorted(second_aims)


def test_what_reaches_the_aim_for_less_is_said_and_the_plan_is_still_a_point(four_communes: Project) -> None:
    facilities = four_communes["facilities"].assign(cost=[9.0, 9.0, 2.0, 9.0])
    found = run(four_communes.with_table("facilities", facilities), one_degree(second="cost", required="", draws=0))
    assert sites(found) == ["C2"]
    assert True in found.table("frontier").values("is_the_plan")
    assert said(found, "For 2 instead of 9, other sites reach the aim as well: Nhà Ba.")


@pytest.mark.parametrize(
    ("objective", "line"), [("covering", "cases_within_after"), ("p_median", "case_minutes_after")]
)
def test_a_plan_for_cases_is_summed_and_weighed_in_cases(four_communes: Project, objective: str, line: str) -> None:
    project = seen(four_communes, "expected", 0.0, 0.0, 1.0, 9.0)
    facilities = project["facilities"].assign(cost=[4.0, 5.0, 6.0, 1.0])
    asked = one_degree(lens="expected", second="cost", p=2, objective=objective, draws=0)
    found = run(project.with_table("facilities", facilities), asked)
    assert found.table("plan").values("lens_cases") == [10]
    assert found.table("plan").values("cases_within_after") == [10]
    assert found.table("plan").values("cases_within_before") == [0]
    assert found.charts[0].lines == (line,)
    assert {"cases_within_after", "case_minutes_after"} <= {column.name for column in found.table("frontier").columns}
    plain = run(project.with_table("facilities", facilities), one_degree(second="cost", draws=0))
    assert not [each.name for each in plain.table("frontier").columns if "case" in each.name]


def test_the_frontier_of_the_worst_off_begins_at_the_center(four_communes: Project) -> None:
    found = run(four_communes, one_degree(second="worst", objective="p_median", p=2, steps=5))
    table = found.table("frontier")
    center = run(four_communes, one_degree(objective="p_center", p=2)).table("plan").values("objective")[0]
    assert table.values("worst_minutes")[0] == pytest.approx(center)
    assert True in table.values("is_the_plan")


@pytest.mark.parametrize(
    "given", [{"objective": "set_covering", "second": "cost"}, {"objective": "p_center", "second": "worst"}]
)
def test_an_aim_that_already_is_the_second_has_nothing_to_weigh(four_communes: Project, given: dict[str, str]) -> None:
    found = run(four_communes, one_degree(p=2, **given))
    assert said(found, "There is nothing to weigh")
    assert found.charts == ()


def test_the_card_names_the_communes_that_are_served_worse(four_communes: Project) -> None:
    found = run(four_communes, one_degree())
    assert found.card.serves_worse is not None
    assert "within the limit: 1 (" in found.card.serves_worse.en
    assert found.card.serves_worse.sensitivity is Sensitivity.AREA
    inside = run(four_communes, one_degree(existing="all"))
    assert inside.card.serves_worse is not None
    assert inside.card.serves_worse.sensitivity is Sensitivity.PLACE
