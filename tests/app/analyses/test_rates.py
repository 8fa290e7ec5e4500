"""Reported cases per 1,000 children and year: sums that add up, intervals, and the classes of what cannot be said."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.analyses.rates import Parameters, run
from app.case_counts import select_counts
from app.errors import NoChildren, NoCounts, OverlappingPeriods
from app.result import Result, Sensitivity, YearTotal
from data.project import Project
from data.row_conversion import MADE_FROM
from models.rates import empirical_bayes, poisson_interval, posterior, spatial_empirical_bayes

Count = tuple[str, str, str, int]


def with_counts(project: Project, *counts: Count, **same: object) -> Project:
    rows = pd.DataFrame(
        [
            {
                "unit_code": unit,
                "vintage": "2025-07-01",
                "period_start": pd.Timestamp(start),
                "period_end": pd.Timestamp(end),
                "place": "home",
                "kind": "neglect",
                "agency": "police",
                "stage": "received",
                "counted": "cases",
                "count": count,
            }
            | same
            for unit, start, end, count in counts
        ]
    )
    return project.append("case_counts", rows)


def year(unit: str, count: int, start: str = "2024-01-01", end: str = "2024-12-31") -> Count:
    return unit, start, end, count


@pytest.fixture
def counted(four_communes: Project) -> Project:
    return with_counts(four_communes, year("00001", 8), year("00002", 2), year("00003", 0))


def column(result: Result, name: str) -> list[object]:
    return list(result.table("communes").values(name))


def test_the_crude_rate_of_a_year_is_cases_per_thousand_children(counted: Project) -> None:
    found = run(counted, Parameters())
    assert column(found, "rate") == [8, 2, 0, None]
    assert column(found, "cases") == [8, 2, 0, None]


def test_two_years_halve_the_rate_and_days_without_a_return_do_not_count(four_communes: Project) -> None:
    project = with_counts(
        four_communes, year("00001", 8, "2023-01-01"), year("00002", 4), year("00002", 0, "2023-01-01", "2023-12-31"),
        year("00003", 3, "2023-01-01", "2023-12-31"),
    )  # fmt: skip
    found = run(project, Parameters())
    assert column(found, "rate")[:3] == pytest.approx([4, 2, 3000 / (1000 * 2 * 365 / 731)])
    assert column(found, "person_years")[:2] == [2000, 2000]
    assert column(found, "days_reported_share")[2] == pytest.approx(100 * 365 / 731)
    assert column(found, "cases_per_year")[:2] == pytest.approx([4, 2])
    assert column(found, "cases_per_year")[2] == pytest.approx(3 / (2 * 365 / 731))
    assert column(found, "cases_per_year")[3] is None


def test_several_kinds_are_counted_together_and_others_are_not(counted: Project) -> None:
    more = with_counts(counted, year("00001", 4), kind="sexual_abuse")
    more = with_counts(more, year("00001", 32), kind="exploitation")
    assert column(run(more, Parameters(kind="neglect, sexual_abuse")), "cases")[0] == 12
    assert column(run(more, Parameters(kind="sexual_abuse")), "cases")[0] == 4
    assert column(run(more, Parameters(kind="all")), "cases")[0] == 44
    with pytest.raises(NoCounts):
        run(more, Parameters(kind="of another name"))


def test_intervals_and_empirical_bayes_rates_are_those_of_the_models(counted: Project) -> None:
    found = run(counted, Parameters(level=0.9))
    lower, upper = poisson_interval([8, 2, 0], [1000] * 3, 0.9)
    assert column(found, "lower")[:3] == pytest.approx(1000 * lower)
    assert column(found, "upper")[:3] == pytest.approx(1000 * upper)
    assert column(found, "empirical_bayes_rate")[:3] == pytest.approx(1000 * empirical_bayes([8, 2, 0], [1000] * 3))


def test_probable_rates_exceedance_and_spatial_rates_are_those_of_the_models(counted: Project) -> None:
    found = run(counted, Parameters(level=0.9, threshold=2.0))
    expected = posterior([8, 2, 0], [1.0] * 3, level=0.9)
    assert column(found, "posterior_rate")[:3] == pytest.approx(expected.mean.tolist())
    assert column(found, "posterior_lower")[:3] == pytest.approx(expected.lower.tolist())
    assert column(found, "posterior_upper")[:3] == pytest.approx(expected.upper.tolist())
    assert column(found, "exceedance")[:3] == pytest.approx((100 * expected.exceedance(2.0)).tolist())
    neighbours = [np.array([1]), np.array([0, 2]), np.array([1, 3]), np.array([2])]
    smoothed = spatial_empirical_bayes([8, 2, 0, 0], [1.0, 1.0, 1.0, 0.0], neighbours)
    assert column(found, "spatial_empirical_bayes_rate")[:3] == pytest.approx(smoothed[:3].tolist())


def test_of_a_commune_without_return_or_children_no_rate_is_given(counted: Project) -> None:
    found = run(counted, Parameters())
    for name in ("posterior_rate", "exceedance", "empirical_bayes_rate", "spatial_empirical_bayes_rate", "rate"):
        assert [value is None for value in column(found, name)] == [False, False, False, True]


def test_no_case_at_all_still_has_intervals(four_communes: Project) -> None:
    found = run(with_counts(four_communes, year("00001", 0), year("00002", 0)), Parameters())
    assert column(found, "rate")[:2] == [0, 0]
    assert 0 < column(found, "posterior_rate")[0] < column(found, "posterior_upper")[0] < column(found, "upper")[0]  # type: ignore[operator]
    province = dict(
        zip((c.name for c in found.table("province").columns), found.table("province").rows[0], strict=True)
    )
    assert (province["rate"], province["lower"]) == (0, 0)
    assert province["upper"] == pytest.approx(1000 * 3.6889 / 2000, rel=1e-3)


def test_no_return_for_any_commune_gives_no_rate_and_no_error(four_communes: Project) -> None:
    found = run(with_counts(four_communes, year("01", 3)), Parameters())
    assert column(found, "class") == ["no_return"] * 4
    assert column(found, "posterior_rate") == [None] * 4
    assert found.table("province").rows[0][3] == pytest.approx(1000 * 3 / 4000)


def test_one_commune_alone_is_an_answer(counted: Project) -> None:
    units = counted["units"]
    alone = counted.with_table("units", units[units["code"].isin(["01", "00001"])])
    assert column(run(alone, Parameters()), "class") == ["enough"]


def test_every_layer_shows_a_column_and_every_popup_says_share_and_children(counted: Project) -> None:
    found = run(counted, Parameters())
    names = {each.name for each in found.table("communes").columns}
    assert [layer.name for layer in found.layers][:3] == ["posterior_rate", "rate", "exceedance"]
    assert all({layer.value, *layer.popup} <= names for layer in found.layers)
    assert found.denominator.total == 4000
    assert found.period is not None


def test_the_model_card_says_how_last_year_was_foretold_or_that_too_little_is_known(counted: Project) -> None:
    assert "Too few data" in run(counted, Parameters()).card.validation[0].en
    history = [
        year(code, 10, f"{y}-01-01", f"{y}-12-31")
        for y in (2022, 2023)
        for code in ("00001", "00002", "00003", "00004")
    ]
    steady = with_counts(counted, *history)
    card = run(steady, Parameters()).card
    assert card.validation[0].numbers == {"within": 1, "communes": 3, "level": 95.0}
    assert "only 1 of 3" in card.validation[0].en
    assert card.data is not None
    assert card.serves_worse is not None
    assert card.validation[0].sensitivity is Sensitivity.CASE


def test_a_zero_that_was_sent_is_not_a_return_that_never_came(counted: Project) -> None:
    assert column(run(counted, Parameters()), "class") == ["enough", "not_enough_data", "not_enough_data", "no_return"]


def test_a_commune_without_children_has_no_rate_and_says_so(counted: Project) -> None:
    rows = counted["indicators"]
    none = counted.with_table("indicators", rows.assign(value=rows["value"].where(rows["unit_code"] != "00001", 0.0)))
    found = run(none, Parameters())
    assert column(found, "class")[0] == "no_children"
    assert column(found, "rate")[0] is None


def test_cases_of_no_commune_are_in_the_total_and_not_on_the_map(counted: Project) -> None:
    found = run(with_counts(counted, year("01", 5), place="online"), Parameters())
    row = dict(zip([c.name for c in found.table("province").columns], found.table("province").rows[0], strict=True))
    assert (row["cases_in_communes"], row["cases_elsewhere"], row["cases"]) == (10, 5, 15)
    assert row["rate"] == pytest.approx(1000 * (10 / 3000 + 5 / 4000))
    assert row["lower"] < row["rate"] < row["upper"]
    assert sum(value or 0 for value in column(found, "cases")) == 10  # type: ignore[misc]


def test_rows_over_the_edge_of_the_period_are_left_out_and_counted(counted: Project) -> None:
    found = run(
        with_counts(counted, year("00004", 3, "2024-11-01", "2025-02-28"), kind="exploitation"),
        Parameters(period_start=date(2024, 1, 1), period_end=date(2024, 12, 31)),
    )
    assert column(found, "class")[3] == "no_return"
    assert [f.numbers for f in found.findings if "over the edge" in f.en] == [{"n": 1}]


def test_one_kind_is_counted_alone(counted: Project) -> None:
    both = with_counts(counted, year("00001", 7), kind="exploitation")
    assert column(run(both, Parameters(kind="exploitation")), "cases")[:2] == [7, None]
    assert column(run(both, Parameters()), "cases")[:2] == [15, 2]


def test_the_same_days_counted_twice_are_refused(counted: Project) -> None:
    with pytest.raises(OverlappingPeriods) as caught:
        run(with_counts(counted, year("00001", 1, "2024-06-01", "2024-06-30")), Parameters())
    assert caught.value.unit_code == "00001"


def test_a_count_of_all_kinds_beside_single_kinds_is_refused(counted: Project) -> None:
    with pytest.raises(OverlappingPeriods):
        run(with_counts(counted, year("00001", 9), kind="all"), Parameters())


def test_months_that_tile_are_added(four_communes: Project) -> None:
    months = [("00001", f"2024-0{m}-01", f"2024-0{m}-28", m) for m in (1, 2, 3)]
    assert column(run(with_counts(four_communes, *months), Parameters()), "cases")[0] == 6


def test_the_share_of_days_with_a_return_counts_each_day_once(four_communes: Project) -> None:
    first = ("00001", "2024-01-01", "2024-01-15", 1)
    both_kinds = with_counts(with_counts(four_communes, first), first, kind="exploitation")
    found = run(with_counts(both_kinds, ("00002", "2024-01-01", "2024-01-30", 0)), Parameters())
    assert column(found, "days_reported_share") == [50, 100, 0, 0]
    assert any("a part of the period" in f.en for f in found.findings)


def test_persons_are_not_cases_in_the_funnel(counted: Project) -> None:
    more = with_counts(counted, year("00001", 4), stage="convicted", counted="defendants")
    rows = run(more, Parameters()).table("funnel").rows
    assert rows == (("received", "cases", 10), ("convicted", "defendants", 4))


def test_year_totals_are_of_all_kinds_whatever_kind_was_asked(counted: Project) -> None:
    both = with_counts(counted, year("00002", 7), year("01", 1), kind="exploitation")
    assert run(both, Parameters(kind="neglect")).year_totals == (YearTotal(2024, 18),)


def test_a_year_not_covered_to_its_last_day_has_no_total(counted: Project) -> None:
    part = with_counts(counted, year("00001", 9, "2025-01-01", "2025-11-30"))
    assert [total.year for total in run(part, Parameters()).year_totals] == [2024]


def test_a_year_with_days_that_no_count_covers_has_no_total(counted: Project) -> None:
    halves = with_counts(
        counted, year("00001", 9, "2025-01-01", "2025-03-31"), year("00002", 9, "2025-07-01", "2025-12-31")
    )
    assert [total.year for total in run(halves, Parameters()).year_totals] == [2024]
    filled = with_counts(halves, year("00002", 0, "2025-04-01", "2025-06-30"))
    assert [total.year for total in run(filled, Parameters()).year_totals] == [2024, 2025]


def test_codes_of_another_date_are_never_joined(counted: Project) -> None:
    found = run(with_counts(counted, year("00004", 9), vintage="2019-04-01"), Parameters())
    assert column(found, "cases")[3] is None
    assert [f.numbers["n"] for f in found.findings if "another date" in f.en] == [1]


def test_everything_counted_from_cases_is_tagged_case(counted: Project) -> None:
    found = run(counted, Parameters())
    free = {c.name for t in found.tables for c in t.columns if c.sensitivity is not Sensitivity.CASE}
    assert free == {"code", "name", "children", "population", "children_share"}
    assert {f.sensitivity for f in found.findings} == {Sensitivity.CASE}
    assert {layer.sensitivity for layer in found.layers} == {Sensitivity.CASE}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda project: project.with_table("case_counts", project["case_counts"].iloc[:0]), NoCounts),
        (lambda project: project.with_table("indicators", project["indicators"].iloc[:0]), NoChildren),
    ],
)
def test_what_the_project_lacks_is_named(
    counted: Project, change: Callable[[Project], Project], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(change(counted), Parameters())


def test_rows_of_older_units_are_left_out_only_where_no_present_rows_were_made_from_them(counted: Project) -> None:
    row = counted["case_counts"].head(1).assign(vintage="2025-03-01")
    assert select_counts(counted.append("case_counts", row.assign(unit_code="03346"))).other_vintage == 1
    counted = counted.with_table("case_counts", counted["case_counts"].assign(source=MADE_FROM))
    for code, left_out in (("03346", 0), ("99999", 1)):
        project = counted.append("case_counts", row.assign(unit_code=code))
        assert select_counts(project).other_vintage == left_out
