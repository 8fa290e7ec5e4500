"""Expected cases: tables, sentences and card of the demo and of projects that lack something."""

import math
from datetime import date

import pandas as pd
import pytest

from app.analyses.expected import Parameters, run
from app.errors import BadParameter, NoCounts, NoJustification
from app.result import Result, Sensitivity
from app.unit_words import UNITS
from app.words import COLUMNS, LAYERS, TABLES, VALUES
from data.project import Project

QUICK = Parameters(bootstraps=100, resolution=1000.0)
CODES = ("00001", "00002", "00003", "00004")


@pytest.fixture(scope="module")
def found(demo: Project) -> Result:
    return run(demo, QUICK)


def yearly(project: Project, cases: tuple[int, ...], years: tuple[int, ...] = (2022, 2023, 2024)) -> Project:
    """Add a return a year of each commune with that many cases."""
    rows = [
        {
            "unit_code": code, "vintage": "2025-07-01", "period_start": pd.Timestamp(year, 1, 1),
            "period_end": pd.Timestamp(year, 12, 31), "place": "home", "kind": "neglect", "agency": "police",
            "stage": "received", "counted": "cases", "count": count,
        }
        for code, count in zip(CODES, cases, strict=False)
        for year in years
    ]  # fmt: skip
    return project.append("case_counts", pd.DataFrame(rows))


def column(result: Result, name: str, table: str = "communes") -> list:
    return list(result.table(table).values(name))


def said(result: Result) -> str:
    return "\n".join(each.en for each in result.findings)


def test_the_demo_hands_on_a_baseline_and_says_so_first(found: Result) -> None:
    assert found.findings[0].en.startswith("The model is no better than what needs none")
    assert found.card.warning is not None
    assert "empirical Bayes" in found.card.warning.en


def test_every_commune_has_a_row_with_an_interval_around_what_is_expected(found: Result, demo: Project) -> None:
    assert len(found.table("communes").rows) == (demo["units"]["level"] == "commune").sum()
    names = ("expected_cases_per_year_lower", "expected_cases_per_year", "expected_cases_per_year_upper")
    for lower, expected, upper in zip(*(column(found, name) for name in names), strict=True):
        assert 0 < lower <= expected <= upper


def test_expected_from_children_adds_up_to_those_observed(found: Result) -> None:
    assert sum(column(found, "expected_cases")) == pytest.approx(sum(column(found, "cases")))


def test_the_comparison_holds_every_method_both_ways(found: Result) -> None:
    methods = {"poisson_regression", "children_only", "last_period", "empirical_bayes"}
    rows = set(zip(column(found, "validation", "comparison"), column(found, "method", "comparison"), strict=True))
    assert rows == {(by, method) for by in ("blocks", "time") for method in methods}


def test_the_forecast_is_of_the_next_year_and_the_province_is_the_sum(found: Result) -> None:
    assert column(found, "forecast_from", "forecast")[0] == "2026-01-01"
    cases = column(found, "forecast_cases", "forecast")
    assert cases[0] == pytest.approx(sum(cases[1:]))
    lower, upper = (column(found, f"forecast_cases_{end}", "forecast")[0] for end in ("lower", "upper"))
    assert lower < cases[0] < upper
    assert upper - lower < sum(column(found, "forecast_cases_upper", "forecast")[1:])


def test_groups_part_the_communes(found: Result) -> None:
    assert column(found, "group", "groups") == ["hard_to_reach", "easy_to_reach", "poorer_half", "less_poor_half"]
    communes = column(found, "communes", "groups")
    assert communes[0] + communes[1] == communes[2] + communes[3] == 45


def test_no_number_is_nan_and_every_word_is_known(found: Result) -> None:
    for table in found.tables:
        assert table.name in TABLES
        for each in table.columns:
            assert each.name in COLUMNS
            assert each.unit in UNITS
        assert not [value for row in table.rows for value in row if isinstance(value, float) and math.isnan(value)]
    assert {layer.name for layer in found.layers} <= set(LAYERS)
    coded = {"validation", "method", "score", "used", "group", "covariate", "beside_expected"}
    values = {row[at] for table in found.tables for at, each in enumerate(table.columns) if each.name in coded
              for row in table.rows}  # fmt: skip
    assert values <= set(VALUES)


def test_what_comes_from_cases_is_tagged_so(found: Result) -> None:
    tags = {each.name: each.sensitivity for each in found.table("communes").columns}
    assert tags["code"] == Sensitivity.PUBLIC
    assert {tags[name] for name in ("children", "poverty", "remoteness_of_services")} == {Sensitivity.AREA}
    assert tags["expected_cases_per_year"] == tags["beside_expected"] == Sensitivity.CASE
    assert {each.sensitivity for each in (*found.findings, *found.card.validation)} == {Sensitivity.CASE}


def test_the_card_is_whole(found: Result) -> None:
    card = found.card
    assert all((card.purpose, card.data, card.assumptions, card.checked, card.not_for, card.serves_worse))
    assert len(card.validation) >= 3
    assert "half of communes" in card.serves_worse.en or "services" in card.serves_worse.en


def test_the_same_seed_gives_the_same_result(demo: Project, found: Result) -> None:
    assert run(demo, QUICK) == found


def test_the_effect_of_a_covariate_is_a_chart(found: Result) -> None:
    (chart,) = found.charts
    assert chart.columns <= {each.name for each in found.table("effects").columns}
    assert set(column(found, "covariate", "effects")) == {"poverty", "dropouts", "remoteness", "services"}


def test_too_few_cases_for_a_covariate_are_said(demo: Project) -> None:
    short = run(demo, QUICK.model_copy(update={"period_start": date(2025, 7, 1), "period_end": date(2025, 12, 31)}))
    used = dict(zip(column(short, "covariate", "importance"), column(short, "used", "importance"), strict=True))
    assert used["poverty"] == "used"
    assert used["services"] == "too_few_cases"


def test_four_communes_are_too_few_for_a_model(four_communes: Project) -> None:
    found = run(yearly(four_communes, (8, 2, 0)), QUICK)
    assert "Fewer than 10 communes" in said(found)
    assert column(found, "beside_expected") == ["more_than_expected", "as_expected", "fewer_than_expected", "no_return"]
    assert column(found, "cases") == [24, 6, 0, None]
    assert column(found, "expected_cases_per_year")[3] > 0
    assert "this project knows nothing of: poverty, dropouts, remoteness." in said(found)


def test_no_case_at_all_is_said(four_communes: Project) -> None:
    found = run(yearly(four_communes, (0, 0, 0, 0)), QUICK)
    assert "Not one case was counted" in said(found)
    assert column(found, "expected_cases_per_year") == [0] * 4
    assert 0 < column(found, "expected_cases_per_year_upper")[0] < 1
    assert column(found, "beside_expected") == ["not_enough_data"] * 4
    assert column(found, "ratio") == [None] * 4


def test_one_period_only_is_said(four_communes: Project) -> None:
    found = run(yearly(four_communes, (8, 2, 0, 1), years=(2024,)), QUICK)
    assert "All is counted as one period" in said(found)
    assert found.card.serves_worse is not None
    assert "Cannot be told" in found.card.serves_worse.en


def test_a_commune_without_children_has_no_expectation(four_communes: Project) -> None:
    children = four_communes["indicators"]
    fewer = four_communes.with_table("indicators", children[children["unit_code"] != "00004"])
    found = run(yearly(fewer, (8, 2, 0, 3)), QUICK)
    assert column(found, "beside_expected")[3] == "no_children"
    assert column(found, "expected_cases_per_year")[3] is None
    assert len(found.table("forecast").rows) == 1 + 3


def test_no_covariate_may_be_asked_for(four_communes: Project) -> None:
    found = run(yearly(four_communes, (8, 2, 0, 1)), QUICK.model_copy(update={"covariates": ""}))
    assert "importance" not in {table.name for table in found.tables}


def test_ethnicity_needs_a_reason_and_the_reason_is_printed(four_communes: Project) -> None:
    rows = four_communes["indicators"].assign(indicator="ethnic_minority", value=[1.0, 2.0, 3.0, 4.0])
    known = yearly(four_communes.append("indicators", rows), (8, 2, 0, 9))
    asked = QUICK.model_copy(update={"covariates": "ethnic_minority"})
    with pytest.raises(NoJustification):
        run(known, asked)
    found = run(known, asked.model_copy(update={"ethnicity_justification": "Decision 12"}))
    assert "Uses indicators of who people are: ethnic_minority. The reason recorded for it: Decision 12" in said(found)


def test_what_is_lacking_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoCounts):
        run(four_communes, QUICK)
    with pytest.raises(BadParameter):
        run(four_communes, QUICK.model_copy(update={"covariates": "wealth"}))
