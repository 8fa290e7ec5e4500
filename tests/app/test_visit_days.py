"""The days of a visit: working days, unless it was asked to begin on a weekend."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.visit_days import before_a_break, first_day, is_weekend, next_working_day, visit_days

MONDAY, FRIDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(DAYS)
def test_the_next_working_day_is_one_to_three_days_off_and_on_no_weekend(day: date) -> None:
    found = next_working_day(day)
    assert not is_weekend(found)
    assert 1 <= (found - day).days <= 3
    assert all(is_weekend(day + timedelta(days=n)) for n in range(1, (found - day).days))


def test_a_day_that_is_named_is_kept_be_it_a_sunday() -> None:
    assert first_day(SUNDAY) == SUNDAY
    assert not is_weekend(first_day(None))
    assert first_day(None) > date.today() - timedelta(days=1)


def test_a_week_begun_on_monday_goes_on_after_the_weekend() -> None:
    days = visit_days(MONDAY, 7)
    assert [day.day for day in days] == [16, 17, 18, 19, 20, 23, 24]
    assert before_a_break(days) == (4,)


def test_a_visit_asked_to_begin_on_a_weekend_works_on_weekends() -> None:
    assert [day.day for day in visit_days(SUNDAY, 8)] == [22, 23, 24, 25, 26, 27, 28, 29]
    assert before_a_break(visit_days(SUNDAY, 8)) == ()


@given(DAYS, st.integers(1, 7))
def test_the_days_begin_where_asked_and_are_as_many_as_asked(first: date, number: int) -> None:
    days = visit_days(first, number)
    assert (days[0], len(set(days))) == (first, number)
    assert list(days) == sorted(days)
    assert is_weekend(first) or not any(map(is_weekend, days))
