"""What is not reported: classes that can be checked, parts that refuse, and input nobody can judge."""

from dataclasses import replace

import pandas as pd
import pytest

from app.analyses.hidden import Parameters, run
from app.errors import BadParameter, NoCounts, NoReportingPrior, TooSparse
from app.hidden_silence import CLASSES
from app.result import Result, Sensitivity
from data.project import Project

STATED = {"reporting_lower": 10, "reporting_upper": 30}
LINKED = {**STATED, "presence_link_lower": 1, "presence_link_upper": 2.6}
LISTS = "police=120; health=90; police+health=30"


def with_counts(project: Project, counts: dict[str, int], year: int = 2024) -> Project:
    rows = [
        {
            "unit_code": code,
            "vintage": "2025-07-01",
            "period_start": pd.Timestamp(year, 1, 1),
            "period_end": pd.Timestamp(year, 12, 31),
            "place": "home",
            "kind": "neglect",
            "agency": "police",
            "stage": "received",
            "counted": "cases",
            "count": count,
        }
        for code, count in counts.items()
    ]
    return project.append("case_counts", pd.DataFrame(rows))


def without(project: Project, table: str, keep: "pd.Series[bool] | None" = None) -> Project:
    rows = project[table]
    return project.with_table(table, rows[keep] if keep is not None else rows.iloc[:0])


def column(result: Result, name: str, table: str = "communes") -> list[object]:
    return list(result.table(table).values(name))


def sentences(result: Result) -> str:
    return "\n".join(each.en for each in result.findings)


def silenced(demo: Project, code: str = "03127") -> Project:
    """The demo with returns of one commune that say zero."""
    counts = demo["case_counts"]
    return demo.with_table("case_counts", counts.assign(count=counts["count"].mask(counts["unit_code"] == code, 0)))


@pytest.fixture(scope="module")
def found(demo: Project) -> Result:
    return run(silenced(demo), Parameters(**LINKED, draws=400))


def test_a_large_commune_that_says_zero_for_six_years_is_silent(found: Result) -> None:
    row = dict(zip(column(found, "code"), found.table("communes").rows, strict=True))["03127"]
    position = found.table("communes").position
    assert row[position("cases")] == 0
    assert row[position("silence")] == "silent"
    assert float(row[position("expected")] or 0) > float(row[position("visible_from")] or 0)
    assert column(found, "silence").count("silent") == 1
    assert "Silent: Điện Biên Phủ ward." in sentences(found)


def test_a_silent_class_is_one_of_the_maps(found: Result) -> None:
    layers = {layer.name: layer for layer in found.layers}
    assert layers["silence"].categories == CLASSES
    assert set(column(found, "silence")) <= set(CLASSES)
    assert layers["true_rate"].value == "true_rate"


def test_true_cases_lie_in_their_interval_and_add_up_to_the_province(found: Result) -> None:
    cases, lower, upper = (
        [float(value or 0) for value in column(found, f"true_cases_per_year{end}")] for end in ("", "_lower", "_upper")
    )
    assert all(low < case < high for low, case, high in zip(lower, cases, upper, strict=True))
    said = next(each for each in found.findings if "mean" in each.numbers and "high" in each.numbers)
    assert sum(cases) == pytest.approx(float(said.numbers["mean"] or 0))
    children = [float(value or 0) for value in column(found, "children")]
    assert column(found, "true_rate") == pytest.approx([1000 * n / c for n, c in zip(cases, children, strict=True)])


def test_a_link_to_officers_gives_a_higher_reporting_rate_where_they_are(found: Result) -> None:
    rates = pd.Series(column(found, "reporting_rate"), dtype=float)
    presence = pd.Series(column(found, "officer_presence"), dtype=float)
    assert rates.corr(presence, method="spearman") > 0.9


def test_nothing_is_missing_without_a_reason_and_nothing_leaves_that_came_from_cases(found: Result) -> None:
    assert not any(value is None for row in found.table("communes").rows for value in row)
    tags = {each.name: each.sensitivity for each in found.table("communes").columns}
    assert tags["name"] == tags["code"] == Sensitivity.PUBLIC
    assert tags["children"] == tags["distance_km"] == Sensitivity.AREA
    assert tags["officer_presence"] == Sensitivity.PERSON
    rest = set(tags) - {"name", "code", "children", "distance_km", "poverty", "officer_presence"}
    assert {tags[name] for name in rest} == {Sensitivity.CASE}


def test_the_card_warns_first_and_says_how_it_did_here(found: Result) -> None:
    assert found.card.warning is not None
    assert "worse than the reported counts" in found.card.warning.en
    assert found.card.validation[0].numbers["judged"] == 45


def test_the_group_with_the_least_of_an_officer_reports_too_little(demo: Project) -> None:
    groups = run(demo, Parameters(part="silent")).table("groups")
    classes = dict(zip(groups.values("group"), groups.values("silence"), strict=True))
    assert classes["least_officer"] == "quiet"
    assert len(classes) == 9
    assert sum(int(value or 0) for value in groups.values("communes")) == 3 * 45


def test_without_a_prior_there_are_no_true_cases_and_the_reason_is_said(demo: Project) -> None:
    answer = run(demo, Parameters())
    assert "true_rate" not in {each.name for each in answer.layers}
    assert "true_cases_per_year" not in {each.name for each in answer.table("communes").columns}
    assert "nobody has stated what share of cases" in sentences(answer)
    assert answer.table("prior").rows == ()
    with pytest.raises(NoReportingPrior):
        run(demo, Parameters(part="adjusted"))
    with pytest.raises(BadParameter):
        run(demo, Parameters(reporting_lower=40, reporting_upper=20))


def test_a_return_that_never_came_is_not_silence(demo: Project) -> None:
    counts = demo["case_counts"]
    answer = run(without(demo, "case_counts", counts["unit_code"] != "03127"), Parameters(**STATED, draws=200))
    row = dict(zip(column(answer, "code"), column(answer, "silence"), strict=True))
    assert row["03127"] == "no_return"
    assert "Communes without any return: 1." in sentences(answer)
    known = dict(zip(column(answer, "code"), column(answer, "true_cases_per_year"), strict=True))
    assert float(known["03127"] or 0) > 0


def test_returns_for_a_part_of_the_period_expect_a_part(demo: Project) -> None:
    counts = demo["case_counts"]
    early = (counts["unit_code"] != "03127") | (counts["period_end"] < pd.Timestamp(2023, 1, 1))
    whole, half = (
        dict(zip(column(each, "code"), column(each, "expected"), strict=True))["03127"]
        for each in (run(p, Parameters(part="silent")) for p in (demo, without(demo, "case_counts", early)))
    )
    assert float(half or 0) == pytest.approx(float(whole or 0) / 2, rel=0.05)


def test_lists_that_share_too_little_are_a_finding_or_alone_an_error(demo: Project) -> None:
    assert "Several lists: no estimate." in sentences(run(demo, Parameters()))
    with pytest.raises(TooSparse):
        run(demo, Parameters(part="lists"))
    few = run(demo, Parameters(list_counts="police=60; health=20; police+health=6"))
    assert "The smallest overlap is 6 children (7 are needed)" in sentences(few)


def test_stated_overlaps_give_chapman_for_the_province(demo: Project) -> None:
    """(120 + 1)(90 + 1) / (30 + 1) - 1 = 354.2."""
    said = run(demo, Parameters(part="lists", list_counts=LISTS, referrals="none"))
    assert next(each for each in said.findings if "estimate" in each.numbers).numbers["estimate"] == pytest.approx(
        121 * 91 / 31 - 1
    )
    assert sum(int(value or 0) for value in column(said, "count", "lists")) == 180
    asked = run(demo, Parameters(part="lists", list_counts=LISTS))
    assert "at least" in sentences(asked)
    assert "did one agency send the case to the other?" in sentences(asked)


def test_models_beside_the_chosen_one_are_shown(demo: Project) -> None:
    three = f"{LISTS}; hotline=60; police+hotline=20; health+hotline=15; police+health+hotline=9"
    said = run(demo, Parameters(part="lists", list_counts=three, referrals="none"))
    assert column(said, "chosen", "models").count(True) <= 1
    assert len(said.table("models").rows) >= 1


def test_all_zero_is_silence_nobody_can_judge(demo: Project) -> None:
    counts = demo["case_counts"]
    answer = run(demo.with_table("case_counts", counts.assign(count=0)), Parameters(**STATED, draws=200))
    assert set(column(answer, "silence")) == {"cannot_be_judged"}
    assert "So few cases are reported anywhere that silence would show nowhere." in sentences(answer)
    assert all(value is not None for value in column(answer, "true_cases_per_year"))


def test_four_communes_are_too_few_to_judge_one_another(four_communes: Project) -> None:
    answer = run(with_counts(four_communes, {"00001": 8, "00002": 0, "00003": 3}), Parameters(**STATED, draws=200))
    assert column(answer, "silence") == ["reports", "cannot_be_judged", "reports", "no_return"]
    assert column(answer, "expected") == [None] * 4
    assert "fewer than five others have both children and returns: 3" in sentences(answer)
    assert set(column(answer, "silence", "groups")) <= {"cannot_be_judged", "no_return"}


def test_a_commune_without_children_is_named_and_left_out(four_communes: Project) -> None:
    indicators = four_communes["indicators"]
    none = four_communes.with_table("indicators", indicators[indicators["unit_code"] != "00002"])
    answer = run(with_counts(none, {"00001": 8, "00002": 1, "00003": 3}), Parameters(**STATED, draws=200))
    assert column(answer, "silence")[1] == "no_children"
    assert column(answer, "true_cases_per_year")[1] is None
    assert "Communes without a number of children: 1" in sentences(answer)


def test_without_officers_their_link_changes_nothing(demo: Project) -> None:
    bare = without(demo, "officers")
    linked, plain = (run(bare, Parameters(part="adjusted", **given, draws=200)) for given in (LINKED, STATED))
    assert column(linked, "true_cases_per_year") == pytest.approx(column(plain, "true_cases_per_year"))
    assert "no child-protection officers" in sentences(linked)
    assert set(column(linked, "officer_presence")) == {None}


def test_one_commune_alone(four_communes: Project) -> None:
    units = four_communes["units"]
    one = four_communes.with_table("units", units[units["code"].isin(["01", "00001"])])
    answer = run(with_counts(one, {"00001": 4}), Parameters(**STATED, draws=200))
    assert column(answer, "silence") == ["reports"]
    assert float(column(answer, "true_cases_per_year")[0] or 0) > 4


def test_a_project_without_counts_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoCounts):
        run(four_communes, Parameters())


def test_progress_is_told_and_the_same_settings_give_the_same_answer(demo: Project) -> None:
    told: list[float] = []
    one = run(demo, Parameters(**STATED, draws=200), told.append)
    again = run(demo, Parameters(**STATED, draws=200))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert replace(one, parameters=()) == replace(again, parameters=())
