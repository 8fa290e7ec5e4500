"""Standardised ratios of communes: which strata are used, and when there are none."""

import pandas as pd
import pytest

from app.analyses.rates import Parameters, run
from app.result import Result
from data.project import Project

CODES = ["00001", "00002", "00003", "00004"]
DAY = pd.Timestamp(2024, 1, 1)


def with_bands(project: Project, young: list[float], old: list[float]) -> Project:
    rows = [
        {"unit_code": code, "age_band": band, "value": value}
        for band, values in (("0-5", young), ("6-15", old))
        for code, value in zip(CODES, values, strict=True)
    ]
    same = {"vintage": "2025-07-01", "indicator": "children", "period_start": DAY, "period_end": DAY}
    return project.append("indicators", pd.DataFrame(rows).assign(**same))


def with_cases(project: Project, *cases: tuple[str, str | None]) -> Project:
    rows = [
        {"case_id": f"c{number}", "unit_code": unit, "age_band": band, "kind": "neglect", "agency": "police"}
        for number, (unit, band) in enumerate(cases)
    ]
    dated = pd.DataFrame(rows).assign(vintage="2025-07-01", place="home", reported_on=pd.Timestamp(2024, 6, 1))
    return project.append("cases", dated)


@pytest.fixture
def stratified(four_communes: Project) -> Project:
    """Half the children of two communes are young, of the others a tenth."""
    return with_bands(four_communes, [500, 500, 100, 100], [500, 500, 900, 900])


EIGHT = [("00001", "0-5")] * 5 + [("00002", "0-5")] * 1 + [("00003", "6-15")] * 2


def column(result: Result, name: str) -> list[object]:
    return list(result.table("communes").values(name))


def said(result: Result) -> str:
    return " ".join(each.en for each in result.findings)


def test_the_ratio_is_cases_over_those_expected_at_the_rates_of_each_band(stratified: Project) -> None:
    """Rates: 6 cases of 1,200 young, 2 of 2,800 older children."""
    result = run(with_cases(stratified, *EIGHT), Parameters())
    expected = [
        500 * 6 / 1200 + 500 * 2 / 2800,
        500 * 6 / 1200 + 500 * 2 / 2800,
        *[100 * 6 / 1200 + 900 * 2 / 2800] * 2,
    ]
    assert column(result, "expected_at_province_rates") == pytest.approx(expected)
    assert column(result, "smr") == pytest.approx([5 / expected[0], 1 / expected[1], 2 / expected[2], 0])
    assert all(
        low <= ratio <= high
        for low, ratio, high in zip(*(column(result, f"smr{end}") for end in ("_lower", "", "_upper")), strict=True)
    )  # type: ignore[operator]
    assert "province's rates by age band" in said(result)
    assert "smr" in {layer.name for layer in result.layers}
    assert "sha256_cases" in {each.name for each in result.provenance}


def test_a_few_cases_of_unknown_age_are_left_out_and_counted(stratified: Project) -> None:
    result = run(with_cases(stratified, *EIGHT, ("00004", None)), Parameters())
    assert sum(column(result, "expected_at_province_rates")) == pytest.approx(8)  # type: ignore[arg-type]
    assert "their age band or sex not known: 1" in said(result)


@pytest.mark.parametrize("cases", [[("00001", None)] * 3 + EIGHT[:2], [("00001", "0-2")] * 8])
def test_with_too_many_of_unknown_age_nothing_is_standardised(
    stratified: Project, cases: list[tuple[str, str | None]]
) -> None:
    result = run(with_cases(stratified, *cases), Parameters())
    assert "smr" not in {each.name for each in result.table("communes").columns}
    assert "not standardised" in said(result)


def test_without_bands_of_children_nothing_is_standardised(four_communes: Project) -> None:
    result = run(with_cases(four_communes, *EIGHT), Parameters())
    assert "not standardised" in said(result)


def test_bands_that_overlap_are_no_strata(four_communes: Project) -> None:
    project = with_bands(four_communes, [500] * 4, [500] * 4)
    rows = project["indicators"]
    clashing = project.with_table("indicators", rows.assign(age_band=rows["age_band"].replace({"6-15": "5-15"})))
    assert "not standardised" in said(run(with_cases(clashing, *EIGHT), Parameters()))


def test_cases_of_another_time_or_kind_are_in_no_ratio(stratified: Project) -> None:
    project = with_cases(stratified, *EIGHT)
    cases = project["cases"]
    other = project.with_table("cases", cases.assign(kind=["sexual_abuse"] * 4 + ["neglect"] * 4))
    assert sum(column(run(other, Parameters(kind="neglect")), "expected_at_province_rates")) == pytest.approx(4)  # type: ignore[arg-type]


def test_a_commune_that_no_listed_case_lies_in_had_none(stratified: Project) -> None:
    result = run(with_cases(stratified, *EIGHT), Parameters())
    assert column(result, "cases") == [5, 1, 2, 0]
    assert column(result, "class") == ["enough", *["not_enough_data"] * 3]
    assert "is taken to have had none" in said(result)


def test_sexes_alone_are_strata_too(four_communes: Project) -> None:
    rows = four_communes["indicators"]
    halves = pd.concat([rows.assign(sex=sex, value=500.0) for sex in ("female", "male")])
    project = with_cases(four_communes.append("indicators", halves.drop(columns="batch_id")), *EIGHT)
    sexed = project.with_table("cases", project["cases"].assign(sex=["female"] * 6 + ["male"] * 2))
    result = run(sexed, Parameters())
    assert column(result, "expected_at_province_rates") == pytest.approx([2, 2, 2, 2])
    assert "province's rates by sex" in said(result)
