"""Equal periods: years where there are three, counted back from the last day; a missing return is less person-time."""

from datetime import date

import pandas as pd
import pytest

from app.case_counts import Selection
from app.expected_periods import Counted, counted

CODES = ("00001", "00002")
CHILDREN = pd.Series([1000.0, 500.0], index=pd.Index(CODES))


def selection(*rows: tuple[str, str, str, int], of_cases: bool = False) -> Selection:
    frame = pd.DataFrame(rows, columns=["unit_code", "period_start", "period_end", "count"])
    frame = frame.assign(
        period_start=pd.to_datetime(frame["period_start"]), period_end=pd.to_datetime(frame["period_end"]),
        agency="police", stage="received", counted="cases",
    )  # fmt: skip
    return Selection(
        frame, frame["period_start"].min().date(), frame["period_end"].max().date(), 0, 0, of_cases=of_cases
    )


def monthly(start: str, months: int, units: tuple[str, ...] = CODES) -> list[tuple[str, str, str, int]]:
    spans = pd.period_range(start, periods=months, freq="M")
    return [(unit, str(each.start_time.date()), str(each.end_time.date()), 1) for unit in units for each in spans]


def starts(found: Counted) -> list[date]:
    return [period.start for period in found.periods]


@pytest.mark.parametrize(
    ("months", "length", "periods"), [(36, 12, 3), (24, 6, 4), (9, 3, 3), (5, 1, 5), (2, 1, 2), (1, None, 1)]
)
def test_the_longest_periods_of_which_there_are_three(months: int, length: int | None, periods: int) -> None:
    found = counted(selection(*monthly("2022-01", months)), CHILDREN)
    assert (found.months, len(found.periods)) == (length, periods)
    assert found.cases.sum() == 2 * months


def test_periods_are_counted_back_and_what_lies_before_is_said() -> None:
    found = counted(selection(*monthly("2021-11", 38)), CHILDREN)
    assert starts(found) == [date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)]
    assert found.before == 4
    assert found.cases.tolist() == [[12, 12, 12]] * 2


def test_yearly_returns_are_not_cut() -> None:
    rows = [(unit, f"{year}-01-01", f"{year}-12-31", 3) for unit in CODES for year in (2022, 2023, 2024)]
    found = counted(selection(*rows), CHILDREN)
    assert found.months == 12
    assert found.cases.tolist() == [[3, 3, 3]] * 2
    assert found.person_years.tolist() == [[1000] * 3, [500] * 3]


def test_a_period_from_the_middle_of_a_month() -> None:
    found = counted(
        selection(("00001", "2023-12-15", "2024-06-14", 1), ("00001", "2024-06-15", "2024-09-14", 2)), CHILDREN
    )
    assert found.months is None
    assert found.following.start == date(2024, 9, 15)


def test_a_missing_return_lowers_the_person_time_and_is_no_zero() -> None:
    rows = [*monthly("2022-01", 36, CODES[:1]), *monthly("2022-01", 30, CODES[1:])]
    found = counted(selection(*rows), CHILDREN)
    assert found.person_years[0] == pytest.approx([1000, 1000, 1000])
    assert found.person_years[1] == pytest.approx([500, 500, 500 * 182 / 366])


def test_a_list_of_cases_covers_all_its_days() -> None:
    cases = [
        ("00001", f"{year}-{month:02d}-15", f"{year}-{month:02d}-15", 1) for year in (2022, 2023) for month in (1, 12)
    ]
    found = counted(selection(*cases, of_cases=True), CHILDREN)
    assert (found.person_years > 0).all()


def test_cases_of_no_commune_are_counted_apart() -> None:
    found = counted(selection(*monthly("2022-01", 36), *monthly("2022-01", 36, ("01",))), CHILDREN)
    assert found.elsewhere == 36
    assert found.cases.sum() == 72


def test_the_next_period_is_as_long_as_the_last() -> None:
    found = counted(selection(*monthly("2022-01", 36)), CHILDREN)
    assert (found.following.start, found.following.end) == (date(2025, 1, 1), date(2025, 12, 31))
