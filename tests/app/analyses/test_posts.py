"""Posts among communes: hand-checked caseloads, whose turn it is, who may see what, and input nobody can plan with."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.analyses.posts import Parameters, run
from app.demand_lenses import SOURCES
from app.errors import (
    BadParameter,
    CasesAlone,
    LimitsCross,
    NoChildren,
    NoLens,
    NoWorkload,
    PostsAboveMaximum,
    PostsBelowMinimum,
    UnknownCommune,
    UnknownRole,
)
from app.language import Language, Text, both
from app.messages import said
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table
from app.results import StoredResult, with_result
from app.skill_matrix import RULE
from app.words import value_text
from data.project import Project

CHILDREN_ONLY = {"weight_remoteness": 0.0}
NOTHING = Text("", "")
PERSON, CASE, AREA = Sensitivity.PERSON, Sensitivity.CASE, Sensitivity.AREA


def officer(number: int, code: str, **other: Any) -> dict[str, Any]:
    return {
        "officer_id": f"O{number}",
        "post_id": f"P{number}",
        "unit_code": code,
        "vintage": "2025-07-01",
        "role": "child_protection",
        "fte": 1.0,
        "appointed_on": pd.Timestamp(2020, 1, 1),
        "left_on": pd.NaT,
    } | other


def with_officers(project: Project, *rows: dict[str, Any]) -> Project:
    return project.append("officers", pd.DataFrame(rows))


def with_expected(project: Project, cases: dict[str, float], analysis: str = "expected") -> Project:
    source = next(each for each in SOURCES.values() if each.analysis == analysis)
    names = ("code", source.column, f"{source.column}_lower", f"{source.column}_upper")
    rows = tuple((code, value, value, value) for code, value in cases.items())
    table = Table("communes", tuple(Column(name, "", CASE) for name in names), rows, CASE)
    card = ModelCard(NOTHING, NOTHING, NOTHING, NOTHING)
    result = Result(analysis, (), (table,), (), (), card, Denominator("children", "children", 1.0, NOTHING, AREA))
    return with_result(project, StoredResult(f"{analysis}-1", "2026-01-01", result))


@pytest.fixture
def staffed(four_communes: Project) -> Project:
    """Full, experienced officers, no skills recorded: two in Một, one in Hai, half of one in Ba, nobody in Bốn."""
    return with_officers(
        four_communes,
        officer(1, "00001"),
        officer(2, "00001"),
        officer(3, "00002"),
        officer(4, "00003", fte=0.5),
        officer(5, "00004", left_on=pd.Timestamp(2024, 1, 1)),
    )


@pytest.fixture(scope="module")
def found(demo: Project) -> Result:
    return run(demo, Parameters(resolution=1000))


def by_code(result: Result, column: str) -> dict[str, Any]:
    table = result.table("communes")
    return dict(zip(table.values("code"), table.values(column), strict=True))


def one(result: Result, column: str) -> Any:
    return result.table("plan").values(column)[0]


def sentences(result: Result) -> str:
    return "\n".join(each.en for each in result.findings)


def test_a_post_goes_to_the_commune_with_nobody_and_the_next_to_the_highest_caseload(staffed: Project) -> None:
    first = run(staffed, Parameters(posts=1, **CHILDREN_ONLY))
    assert by_code(first, "posts_added") == {"00001": 0, "00002": 0, "00003": 0, "00004": 1}
    second = run(staffed, Parameters(posts=2, **CHILDREN_ONLY))
    assert by_code(second, "posts_added") == {"00001": 0, "00002": 0, "00003": 1, "00004": 1}


def test_caseloads_are_multiples_of_the_even_share(staffed: Project) -> None:
    """Work is a quarter each; 3.5 + 0.5 … with one post 4.5 in all, so a quarter of the work is 1.125 posts' worth."""
    found = run(staffed, Parameters(posts=1, **CHILDREN_ONLY))
    before = {"00001": 1.125 / 2, "00002": 1.125, "00003": 2.25, "00004": None}
    assert by_code(found, "caseload_before") == pytest.approx(before)
    assert by_code(found, "caseload_after")["00004"] == pytest.approx(1.125)
    assert by_code(found, "band_before") == {
        "00001": "caseload_low", "00002": "caseload_normal", "00003": "caseload_high", "00004": "nobody",
    }  # fmt: skip
    assert (one(found, "worst_before"), one(found, "worst_after")) == (None, pytest.approx(2.25))
    assert (one(found, "status"), one(found, "gap")) == ("optimal", 0)


def test_work_is_the_weighted_mean_of_shares(staffed: Project) -> None:
    cases = {"00001": 10.0, "00002": 10.0, "00003": 10.0, "00004": 70.0}
    project = with_expected(staffed, cases)
    found = run(project, Parameters(posts=1, weight_cases=60, weight_children=40, weight_remoteness=0))
    assert by_code(found, "share_cases") == pytest.approx(cases)
    assert by_code(found, "workload") == pytest.approx({code: 0.6 * each + 0.4 * 25 for code, each in cases.items()})
    assert "of each commune (“Cases to expect, and whether a model beats counting children”, answered on " in sentences(
        found
    )
    assert "expected-1" not in sentences(found)


def test_a_commune_whose_cases_are_not_known_takes_the_middle_of_the_others(staffed: Project) -> None:
    project = with_expected(staffed, {"00001": 1.0, "00002": 2.0, "00003": 3.0})
    found = run(project, Parameters(posts=1, **CHILDREN_ONLY))
    assert by_code(found, "share_cases")["00004"] == pytest.approx(25.0)
    assert "Communes whose cases to expect are not known: 1." in sentences(found)


def test_reported_cases_are_never_a_part(staffed: Project) -> None:
    project = with_expected(staffed, dict.fromkeys(["00001", "00002", "00003", "00004"], 9.0), "rates")
    found = run(project, Parameters(posts=1, **CHILDREN_ONLY))
    assert "share_cases" not in {column.name for column in found.table("communes").columns}
    assert "the plan rests on children and ways only" in sentences(found)
    with pytest.raises(ValueError, match="reported"):
        Parameters(cases="reported")  # type: ignore[arg-type]


@pytest.mark.parametrize("analysis", ["expected", "hidden"])
def test_no_post_is_proposed_from_cases_alone(staffed: Project, analysis: str) -> None:
    project = with_expected(staffed, {"00001": 1.0, "00002": 2.0, "00003": 3.0, "00004": 4.0}, analysis)
    with pytest.raises(CasesAlone):
        run(project, Parameters(weight_children=0, weight_remoteness=0))


def test_why_a_commune_gets_none_names_its_turn(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=1, **CHILDREN_ONLY))
    reason = by_code(found, "reason_en")["00003"]
    assert reason.startswith(
        "No post: 25.0% of the province's work (25.0% of the children); today 1 officer, worth 0.50"
    )
    assert "with post number 2" in reason
    assert by_code(found, "reason_en")["00004"].startswith("Gets 1 post: ")
    assert "today no officer" in by_code(found, "reason_en")["00004"]
    assert f"Ba commune – {reason}" in sentences(found)


def test_one_more_and_one_fewer(staffed: Project) -> None:
    table = run(staffed, Parameters(posts=2, **CHILDREN_ONLY)).table("alternatives")
    gains = dict(zip(table.values("posts"), table.values("gains"), strict=True))
    loses = dict(zip(table.values("posts"), table.values("loses"), strict=True))
    assert (gains[0], gains[2], gains[3]) == ("", "", "Xã Hai")
    assert gains[4] == "Xã Hai; Xã Bốn"  # of equal caseloads the first: Hai, then Bốn
    assert loses == {0: "Xã Ba; Xã Bốn", 1: "Xã Ba", 2: "", 3: "", 4: "", 5: ""}
    assert table.values("communes_nobody")[0] == 1


def test_limits_are_kept_by_name_and_code(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=3, minimum="0; xã một = 1", maximum="1; 00004 = 0", **CHILDREN_ONLY))
    assert by_code(found, "posts_added") == {"00001": 1, "00002": 1, "00003": 1, "00004": 0}
    assert by_code(found, "reason_en")["00004"].endswith("It was set to get none.")
    assert by_code(found, "reason_en")["00001"].endswith("These are the fewest that were set for it.")


def test_a_limit_for_all_may_be_typed_as_a_number(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=4, maximum=1, **CHILDREN_ONLY))  # type: ignore[arg-type]
    assert set(by_code(found, "posts_added").values()) == {1}


def test_one_officer_moves_where_nobody_is_and_the_only_one_never(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=0, moves=3, **CHILDREN_ONLY))
    moves = found.table("moves")
    assert (moves.values("from_commune"), moves.values("to_commune")) == (["Xã Một"], ["Xã Bốn"])
    assert one(found, "worst_after") == pytest.approx(3.5 / 4 / 0.5)
    assert by_code(found, "reason_en")["00004"].endswith("An officer comes from: Một commune.")
    assert moves.sensitivity is PERSON


def test_before_anyone_was_there_every_commune_has_nobody(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=0, on=date(1999, 1, 1), **CHILDREN_ONLY))
    assert set(by_code(found, "band_after").values()) == {"nobody"}
    assert set(by_code(found, "officers").values()) == {0}
    assert (one(found, "worst_after"), one(found, "communes_nobody_after")) == (None, 4)
    moved = run(staffed, Parameters(posts=0, moves=2, on=date(1999, 1, 1), **CHILDREN_ONLY))
    assert [table.name for table in moved.tables] == ["communes", "plan", "alternatives", "rotation"]


def test_proportion_is_that_of_sainte_lague(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=4, objective="sainte_lague", **CHILDREN_ONLY))
    assert sum(by_code(found, "posts_added").values()) == 4
    assert "Sainte-Laguë" in sentences(found)
    with pytest.raises(BadParameter):
        run(staffed, Parameters(objective="sainte_lague", moves=1))


def test_a_commune_without_children_gets_nothing_and_says_so(staffed: Project) -> None:
    rows = staffed["indicators"]
    project = staffed.with_table("indicators", rows[rows["unit_code"] != "00004"])
    found = run(project, Parameters(posts=1, **CHILDREN_ONLY))
    assert by_code(found, "posts_added")["00004"] == 0
    assert by_code(found, "band_after")["00004"] == "no_children"
    assert by_code(found, "reason_en")["00004"] == "No post: no number of children is known of it."


def test_what_tells_of_an_officer_stays_inside(found: Result) -> None:
    tags = {column.name: column.sensitivity for column in found.table("communes").columns}
    secret = {"caseload_before", "caseload_after", "band_before", "band_after", "capacity", "capacity_after"}
    assert {tags[name] for name in (*secret, "reason_vi", "reason_en")} == {PERSON}
    assert {tags[name] for name in ("posts_added", "workload", "children", "officers")} == {AREA}
    assert {layer.name: layer.sensitivity for layer in found.layers}["band_after"] is PERSON
    shared = [each.en for each in found.findings if each.sensitivity is AREA]
    assert not [text for text in shared if "today" in text or "officer, worth" in text]


def test_totals_over_few_officers_stay_inside_too(staffed: Project, found: Result) -> None:
    def tags(result: Result) -> set[Sensitivity | None]:
        columns = {column.name: column.sensitivity for column in result.table("plan").columns}
        return {columns[name] for name in ("capacity", "communes_high_before", "communes_high_after")}

    assert tags(found) == {AREA}
    assert tags(run(staffed, Parameters(posts=1, **CHILDREN_ONLY))) == {PERSON}


def test_rows_never_stand_in_the_order_of_caseloads(found: Result) -> None:
    table = found.table("communes")
    order = list(zip([-n for n in table.values("posts_added")], table.values("code"), strict=True))
    assert order == sorted(order)


def test_with_expected_cases_the_plan_is_as_secret_as_cases(staffed: Project) -> None:
    project = with_expected(staffed, {"00001": 1.0, "00002": 2.0, "00003": 3.0, "00004": 4.0})
    found = run(project, Parameters(posts=1, **CHILDREN_ONLY))
    tags = {column.name: column.sensitivity for column in found.table("communes").columns}
    assert (found.table("communes").sensitivity, tags["posts_added"], tags["workload"]) == (CASE, CASE, CASE)
    apart = run(project, Parameters(posts=1, weight_cases=0, **CHILDREN_ONLY))
    assert apart.table("communes").sensitivity is AREA


def test_the_demo_gives_twelve_posts_and_nobody_is_left_without(found: Result) -> None:
    assert sum(by_code(found, "posts_added").values()) == one(found, "posts_added") == 12
    assert (one(found, "communes_nobody_before"), one(found, "communes_nobody_after")) == (3, 0)
    assert one(found, "objective") == one(found, "bound") == one(found, "worst_after")
    assert len(found.table("rotation").rows) == 19
    (chart,) = found.charts
    assert chart.columns <= {column.name for column in found.table("rotation").columns}


def test_the_hazard_of_the_demo_holds_the_one_it_was_made_with(found: Result) -> None:
    """Tenures are 30 days and an exponential time of mean 730 (docs/demo-model.md): a departure in 760 days."""
    (hazard,) = [each.numbers for each in found.findings if "officer-years" in each.en]
    assert hazard["lower"] < 365.25 / 760 < hazard["upper"]


def test_every_commune_of_the_demo_has_a_reason_in_both_languages(found: Result) -> None:
    for name in ("reason_vi", "reason_en"):
        texts = list(by_code(found, name).values())
        assert len(set(texts)) == 45
        assert not [text for text in texts if "{" in text or "nan" in text or "inf" in text]


def test_the_card_says_when_a_skill_counts(found: Result) -> None:
    assert both(RULE).en in found.card.assumptions.en


def test_the_same_question_has_the_same_answer(demo: Project, found: Result) -> None:
    assert run(demo, Parameters(resolution=1000)) == found


@pytest.mark.parametrize(
    ("error", "given", "named"),
    [
        (PostsBelowMinimum, {"posts": 3, "minimum": "Hai = 4"}, "Hai"),
        (PostsAboveMaximum, {"posts": 9, "maximum": "0; Ba = 2"}, "Ba"),
        (LimitsCross, {"minimum": "0; Bốn = 2", "maximum": "1"}, "Bốn"),
        (UnknownCommune, {"minimum": "Năm = 1"}, "Năm"),
        (BadParameter, {"minimum": "two"}, "two"),
        (BadParameter, {"low": 2.0, "high": 1.0}, "low"),
        (UnknownRole, {"role": "teacher"}, "child_protection"),
        (NoLens, {"cases": "adjusted"}, "What is not reported"),
        (NoWorkload, {"weight_children": 0.0}, "weight"),
    ],
)
def test_what_cannot_be_planned_is_said_with_names(
    staffed: Project, error: type[Exception], given: dict[str, Any], named: str
) -> None:
    with pytest.raises(error) as refused:
        run(staffed, Parameters(**(CHILDREN_ONLY | given)))
    text = said(refused.value, Language("en"))
    assert named in f"{text.sentence} {text.hint}"


def test_without_children_or_officers_there_is_no_plan(four_communes: Project, staffed: Project) -> None:
    with pytest.raises(UnknownRole):
        run(four_communes, Parameters())
    with pytest.raises(NoChildren):
        run(staffed.with_table("indicators", staffed["indicators"].iloc[:0]), Parameters())


def test_work_is_cut_off_by_a_tick_that_raises(staffed: Project) -> None:
    def stop(_fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(staffed, Parameters(**CHILDREN_ONLY), tick=stop)


def test_no_table_holds_a_number_that_is_none(found: Result) -> None:
    for table in found.tables:
        for row in table.rows:
            assert not [value for value in row if isinstance(value, float) and not np.isfinite(value)]


def test_the_plan_says_its_aim_in_as_many_decimals_as_its_sentences(staffed: Project) -> None:
    found = run(staffed, Parameters(posts=1, **CHILDREN_ONLY))
    plan = found.table("plan")
    aim = plan.columns[plan.position("objective")]
    assert value_text(aim, plan.values("objective")[0], Language("en")) == "2.25"
    assert "the highest caseload is 2.25 × the even share" in sentences(found)
