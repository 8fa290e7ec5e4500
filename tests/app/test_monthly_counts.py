"""Counts by commune and month: zeros that were sent, months without a return, and who reported them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.errors import NoMonthlyCounts
from app.monthly_counts import monthly_counts
from data.project import Project


def with_rows(project: Project, *rows: tuple[str, str, str, int], agency: str = "police", **same: object) -> Project:
    counts = pd.DataFrame(
        [
            {"unit_code": unit, "period_start": pd.Timestamp(start), "period_end": pd.Timestamp(end), "count": count}
            for unit, start, end, count in rows
        ]
    ).assign(vintage="2025-07-01", place="home", kind="neglect", agency=agency, stage="received", counted="cases")
    return project.append("case_counts", counts.assign(**same))


def month(unit: str, first: str, count: int) -> tuple[str, str, str, int]:
    end = pd.Timestamp(first) + pd.offsets.MonthEnd(0)
    return unit, first, str(end.date()), count


@pytest.fixture
def reported(four_communes: Project) -> Project:
    return with_rows(
        four_communes,
        month("00001", "2024-01-01", 2),
        month("00001", "2024-03-01", 1),
        month("00002", "2024-02-01", 0),
        month("01", "2024-02-01", 4),
    )


def test_a_sent_zero_is_a_zero_and_a_return_that_never_came_is_missing(reported: Project) -> None:
    found = monthly_counts(reported)
    assert found.codes == ("00001", "00002", "00003", "00004")
    assert [str(each) for each in found.months] == ["2024-01", "2024-02", "2024-03"]
    nan = np.nan
    np.testing.assert_array_equal(found.counts, [[2, nan, 1], [nan, 0, nan], [nan] * 3, [nan] * 3])
    np.testing.assert_array_equal(found.reported, [[1, 0, 1], [0, 1, 0], [0] * 3, [0] * 3])


def test_cases_of_no_commune_stand_apart(reported: Project) -> None:
    assert monthly_counts(reported).elsewhere.tolist() == [0, 4, 0]


def test_an_agency_weighs_as_much_as_its_share_of_the_cases(reported: Project) -> None:
    both = with_rows(reported, month("00003", "2024-01-01", 1), agency="health")
    found = monthly_counts(both)
    assert found.reported[0].tolist() == [0.75, 0, 0.75]
    assert found.reported[2].tolist() == [0.25, 0, 0]
    assert monthly_counts(both, agency="health").reported[2, 0] == 1


def test_half_a_month_is_half_reported(four_communes: Project) -> None:
    found = monthly_counts(with_rows(four_communes, ("00001", "2024-04-01", "2024-04-15", 1)))
    assert found.reported[0].tolist() == [0.5]


def test_counts_of_a_quarter_are_left_out_and_counted(reported: Project) -> None:
    longer = with_rows(reported, ("00004", "2024-01-01", "2024-03-31", 9))
    found = monthly_counts(longer)
    assert found.longer == 1
    assert np.isnan(found.counts[3]).all()


def test_nothing_but_years_is_refused(four_communes: Project) -> None:
    with pytest.raises(NoMonthlyCounts) as caught:
        monthly_counts(with_rows(four_communes, ("00001", "2024-01-01", "2024-12-31", 9)))
    assert (caught.value.kind, caught.value.longer) == ("all", 1)


def test_months_reach_to_the_days_asked_for(reported: Project) -> None:
    found = monthly_counts(reported, start=date(2023, 12, 1), end=date(2024, 2, 29))
    assert [str(each) for each in found.months] == ["2023-12", "2024-01", "2024-02"]


def test_a_list_of_cases_covers_its_months(four_communes: Project) -> None:
    cases = pd.DataFrame(
        {
            "case_id": ["A", "B"],
            "unit_code": ["00001", "00001"],
            "vintage": "2025-07-01",
            "kind": "neglect",
            "agency": "police",
            "reported_on": pd.to_datetime(["2024-01-10", "2024-03-02"]),
        }
    )
    found = monthly_counts(four_communes.append("cases", cases))
    assert found.counts.tolist() == [[1, 0, 1], [0] * 3, [0] * 3, [0] * 3]
    assert (found.reported == 1).all()
