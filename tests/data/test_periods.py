"""Counts add up only where periods tile: every day once."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import OpenPeriod
from data.periods import Period, calendar, tile

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def quarter(number: int, year: int = 2025) -> Period:
    after = date(year + (number == 4), number % 4 * 3 + 1, 1)
    return Period(date(year, 3 * number - 2, 1), after - timedelta(1))


QUARTERS = [quarter(number) for number in (1, 2, 3, 4)]


def span(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@st.composite
def tilings(draw: st.DrawFn, least: int = 1) -> list[Period]:
    """Cut a span into periods that tile it."""
    lengths = draw(st.lists(st.integers(1, 400), min_size=least, max_size=12))
    day, periods = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1))), []
    for length in lengths:
        periods.append(Period(day, day + timedelta(length - 1)))
        day += timedelta(length)
    return periods


@given(periods=tilings(), data=st.data())
def test_random_tilings_are_complete_in_any_order(periods, data):
    whole = Period(periods[0].start, periods[-1].end)
    assert tile(data.draw(st.permutations(periods)), over=whole).complete
    assert sum(period.days for period in periods) == whole.days


@given(periods=tilings(2), data=st.data())
def test_removing_one_is_a_gap_of_exactly_its_days(periods, data):
    whole, removed = Period(periods[0].start, periods[-1].end), data.draw(st.sampled_from(periods))
    tiling = tile([period for period in periods if period != removed], over=whole)
    assert (tiling.gaps, tiling.overlaps, tiling.complete) == ((removed,), (), False)


@given(periods=tilings(2), longer=st.integers(1, 30))
def test_one_that_reaches_into_the_next_overlaps_by_those_days(periods, longer):
    first, second = periods[:2]
    reach = min(longer, second.days)
    stretched = Period(first.start, first.end + timedelta(reach))
    overlaps = tile([stretched, *periods[1:]]).overlaps
    if stretched.end < second.end or len(periods) == 2:
        assert overlaps == (Period(second.start, stretched.end),)
    assert not tile([stretched, *periods[1:]]).complete


@given(spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), min_size=1, max_size=8, unique=True))
def test_gaps_and_overlaps_are_those_counted_day_by_day(spans):
    first = date(2025, 1, 1)
    periods = [Period(first + timedelta(start), first + timedelta(start + length)) for start, length in spans]
    over = Period(first, first + timedelta(60))
    times = [sum(p.start <= first + timedelta(day) <= p.end for p in periods) for day in range(61)]
    tiling = tile(periods, over=over)
    assert days_of(tiling.gaps) == [day for day, count in enumerate(times) if count == 0]
    assert days_of(tiling.overlaps) == [day for day, count in enumerate(times) if count > 1]


def days_of(periods: tuple[Period, ...]) -> list[int]:
    first = date(2025, 1, 1)
    return [(p.start - first).days + day for p in periods for day in range(p.days)]


def test_four_quarters_make_a_year_and_three_do_not():
    assert tile(QUARTERS, over=YEAR).complete
    tiling = tile([*QUARTERS[:2], QUARTERS[3]], over=YEAR)
    assert (tiling.gaps, tiling.overlaps, tiling.outside) == ((span("2025-07-01", "2025-09-30"),), (), ())


def test_a_quarter_and_its_year_count_days_twice():
    tiling = tile([*QUARTERS, YEAR])
    assert (tiling.overlaps, tiling.gaps) == ((YEAR,), ())


def test_the_same_period_twice_is_a_duplicate():
    tiling = tile([*QUARTERS, QUARTERS[0]])
    assert (tiling.duplicates, tiling.complete) == ((QUARTERS[0],), False)


def test_a_reporting_year_from_december_to_december_does_not_make_a_calendar_year():
    tiling = tile([span("2024-12-15", "2025-12-14")], over=YEAR)
    assert tiling.gaps == (span("2025-12-15", "2025-12-31"),)
    assert tiling.outside == (span("2024-12-15", "2025-12-14"),)


def test_a_period_without_a_known_beginning_never_tiles():
    tiling = tile([Period(None, date(2025, 9, 30))], over=YEAR)
    assert (tiling.unknown, tiling.gaps, tiling.complete) == ((Period(None, date(2025, 9, 30)),), (YEAR,), False)


def test_a_span_must_have_both_ends_and_a_period_may_not_end_before_it_starts():
    with pytest.raises(OpenPeriod) as caught:
        tile(QUARTERS, over=Period(date(2025, 1, 1), None))
    assert caught.value.period == "2025-01-01/.."
    with pytest.raises(ValueError, match="2025"):
        span("2025-02-01", "2025-01-31")


def test_nothing_tiles_nothing():
    assert tile([]).complete


def counts(*rows: tuple[str, str, Period, int]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(unit, agency, period.start, period.end, count) for unit, agency, period, count in rows],
        columns=["unit_code", "agency", "period_start", "period_end", "count"],
    )
    return frame.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"})


def strip(frame: pd.DataFrame, unit: str, agency: str) -> list[tuple[str, str]]:
    rows = frame[(frame["unit_code"] == unit) & (frame["agency"] == agency)]
    return [
        (f"{row.period_start:%Y-%m-%d}/{row.period_end:%Y-%m-%d}", str(row.state))
        for row in rows.itertuples(index=False)
    ]


def test_a_calendar_keeps_a_sent_zero_and_a_missing_return_apart():
    table = counts(("a", "police", QUARTERS[0], 3), ("a", "police", QUARTERS[1], 0), ("a", "police", QUARTERS[3], 1))
    shown = calendar(table, over=YEAR, units=["a", "b"], agencies=["police"])
    assert strip(shown, "a", "police") == [
        ("2025-01-01/2025-03-31", "counted"), ("2025-04-01/2025-06-30", "zero"),
        ("2025-07-01/2025-09-30", "missing"), ("2025-10-01/2025-12-31", "counted"),
    ]  # fmt: skip
    assert strip(shown, "b", "police") == [("2025-01-01/2025-12-31", "missing")]


def test_a_return_of_many_rows_is_one_and_zero_only_if_all_of_it_is():
    table = counts(("a", "health", YEAR, 0), ("a", "health", YEAR, 2), ("a", "health", YEAR, 0))
    assert strip(calendar(table, over=YEAR, units=["a"], agencies=["health"]), "a", "health") == [
        ("2025-01-01/2025-12-31", "counted")
    ]


def test_overlapping_returns_are_shown_with_the_days_they_share():
    table = counts(("a", "111", span("2025-01-01", "2025-06-30"), 1), ("a", "111", span("2025-06-01", "2025-12-31"), 0))
    assert strip(calendar(table, over=YEAR, units=["a"], agencies=["111"]), "a", "111") == [
        ("2025-01-01/2025-06-30", "counted"), ("2025-06-01/2025-06-30", "overlap"), ("2025-06-01/2025-12-31", "zero"),
    ]  # fmt: skip


def test_a_calendar_cuts_returns_at_its_ends_and_leaves_out_those_beyond():
    table = counts(
        ("a", "police", span("2024-12-15", "2025-12-14"), 5), ("a", "police", span("2023-01-01", "2023-12-31"), 9)
    )
    assert strip(calendar(table, over=YEAR, units=["a"], agencies=["police"]), "a", "police") == [
        ("2025-01-01/2025-12-14", "counted"), ("2025-12-15/2025-12-31", "missing"),
    ]  # fmt: skip


def test_an_empty_calendar_has_its_columns():
    shown = calendar(counts(), over=YEAR, units=[], agencies=[])
    assert list(shown.columns) == ["unit_code", "agency", "period_start", "period_end", "state"]
    assert shown.empty
