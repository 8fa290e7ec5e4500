"""Person-time: days that returns cover, by agency, and children times years."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.case_counts import Selection
from app.children import Children
from app.exposure import person_years, reported_share, years_between
from app.language import Text

Return = tuple[str, str, str, str, int]


def rows_of(*returns: Return) -> pd.DataFrame:
    columns = ["unit_code", "agency", "period_start", "period_end", "count"]
    rows = pd.DataFrame(list(returns), columns=columns)
    return rows.assign(**{day: pd.to_datetime(rows[day]) for day in ("period_start", "period_end")})


def chosen(rows: pd.DataFrame, start: date = date(2025, 1, 1), end: date = date(2025, 1, 10)) -> Selection:
    return Selection(rows, start, end, 0, 0)


def share(*returns: Return) -> dict[str, float]:
    rows = rows_of(*returns)
    return reported_share(rows, chosen(rows)).to_dict()


def days(unit: str, agency: str, first: int, last: int, count: int) -> Return:
    return unit, agency, f"2025-01-{first:02}", f"2025-01-{last:02}", count


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 1.0),
        (date(2023, 1, 1), date(2024, 12, 31), 2.0),
        (date(2024, 2, 29), date(2024, 2, 29), 1 / 366),
        (date(2023, 12, 31), date(2024, 1, 1), 1 / 365 + 1 / 366),
    ],
)
def test_a_calendar_year_is_one_year_leap_or_not(start: date, end: date, years: float) -> None:
    assert years_between(start, end) == pytest.approx(years)


def test_a_zero_that_was_sent_covers_its_days() -> None:
    assert share(days("00001", "police", 1, 10, 0), days("00002", "police", 1, 5, 0)) == {"00001": 1.0, "00002": 0.5}


def test_a_day_in_two_returns_of_an_agency_counts_once() -> None:
    assert share(days("00001", "police", 1, 4, 1), days("00001", "police", 3, 6, 1)) == {"00001": pytest.approx(0.6)}
    assert share(days("00001", "police", 1, 8, 1), days("00001", "police", 2, 3, 1)) == {"00001": pytest.approx(0.8)}


def test_an_agency_counts_by_its_share_of_the_cases() -> None:
    found = share(
        days("00001", "police", 1, 10, 3), days("00001", "health", 1, 10, 1),
        days("00002", "police", 1, 10, 0), days("00003", "health", 1, 10, 0),
    )  # fmt: skip
    assert found == {"00001": 1.0, "00002": 0.75, "00003": 0.25}


def test_without_any_case_agencies_count_alike() -> None:
    assert share(days("00001", "police", 1, 10, 0), days("00002", "health", 1, 10, 0)) == {"00001": 0.5, "00002": 0.5}


def test_an_agency_that_reports_for_the_province_alone_lowers_no_share() -> None:
    found = share(days("00001", "police", 1, 10, 1), days("01", "hotline_111", 1, 5, 50))
    assert found == {"00001": 1.0}


def test_units_asked_about_without_a_return_have_a_share_of_0_in_the_order_asked() -> None:
    rows = rows_of(days("00002", "police", 1, 5, 1))
    assert reported_share(rows, chosen(rows), ["00003", "00002"]).to_dict() == {"00003": 0.0, "00002": 0.5}


def test_a_list_of_single_cases_covers_its_period() -> None:
    rows = rows_of(days("00002", "police", 1, 1, 1))
    listed = replace(chosen(rows), of_cases=True)
    assert reported_share(rows, listed, ["00001", "00002"]).to_dict() == {"00001": 1.0, "00002": 1.0}


def test_no_return_for_any_commune_is_a_share_of_0() -> None:
    rows = rows_of(days("01", "hotline_111", 1, 10, 2))
    assert reported_share(rows, chosen(rows), ["00001"]).to_dict() == {"00001": 0.0}


def test_person_years_are_children_times_years_times_the_share() -> None:
    returns = rows_of(
        ("00001", "police", "2024-01-01", "2025-12-31", 2), ("00002", "police", "2024-01-01", "2024-12-30", 0)
    )
    children = Children(pd.Series({"00001": 1000, "00002": 500, "00003": 9}), Text("", ""))
    found = person_years(children, chosen(returns, date(2024, 1, 1), date(2025, 12, 31)), returns)
    assert found.to_dict() == {"00001": 2000.0, "00002": pytest.approx(1000 * 365 / 731), "00003": 0.0}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["00001", "00002"]), st.sampled_from(["police", "health"]),
            st.integers(1, 10), st.integers(1, 10), st.integers(0, 5),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_a_share_is_that_of_days_counted_one_by_one(drawn: list[tuple[str, str, int, int, int]]) -> None:
    returns = [(unit, agency, min(a, b), max(a, b), count) for unit, agency, a, b, count in drawn]
    agencies = {agency for _, agency, *_ in returns}
    total = sum(count for *_, count in returns)
    weight = {
        agency: sum(r[4] for r in returns if r[1] == agency) / total if total else 1 / len(agencies)
        for agency in agencies
    }
    for unit, found in share(*(days(*each) for each in returns)).items():
        covered = {
            agency: {
                day for u, a, first, last, _ in returns if (u, a) == (unit, agency) for day in range(first, last + 1)
            }
            for agency in agencies
        }
        assert found == pytest.approx(sum(weight[each] * len(covered[each]) / 10 for each in agencies))
