"""Days and months as Vietnamese offices write them."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.text_dates import read_day, read_month, read_serial

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2199, 12, 31))
SHORT = st.dates(datetime.date(1930, 1, 1), datetime.date(2029, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "30/9/2025", "30-09-2025", "30.9.2025", "30 / 9 / 2025", "30/9/25", "30-09-25", "2025-09-30", "2025/9/30",
        "30/9/2025 8:30", "30/9/2025 08h30", "2025-09-30T08:30:00", "ngày 30 tháng 9 năm 2025", "30 tháng 9 năm 2025",
        "Ngày 30 tháng 09, năm 2025", "30 tháng 9/2025",
    ],
)  # fmt: skip
def test_one_day_in_many_ways(text):
    assert read_day(text) == np.datetime64("2025-09-30", "s")


@pytest.mark.parametrize(
    "text", ["9/30/2025", "31/9/2025", "30/13/2025", "30/9/1025", "tháng 9/2025", "30/9", "2025", ""]
)
def test_no_day(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text", ["tháng 9/2025", "Tháng 9 năm 2025", "T9/2025", "9/2025", "09-2025", "2025-09", "tháng 09.2025"]
)
def test_one_month_in_many_ways(text):
    assert read_month(text) == np.datetime64("2025-09-01", "s")
    assert read_month(text, last_day=True) == np.datetime64("2025-09-30", "s")


@pytest.mark.parametrize("text", ["tháng 13/2025", "quý 3/2025", "0/2025", "9/0025", "30/9/2025", "9"])
def test_no_month(text):
    assert read_month(text) is None


def test_february_ends_with_its_leap_day():
    assert read_month("2/2024", last_day=True) == np.datetime64("2024-02-29", "s")


@given(SHORT, st.sampled_from(["%d/%m/%y", "%d-%m-%y", "%d.%m.%y"]))
def test_short_years_are_those_of_excel(day, form):
    assert read_day(day.strftime(form)) == np.datetime64(day, "s")


@given(DAYS)
def test_a_serial_is_the_day_excel_means(day):
    assert read_serial(str((day - datetime.date(1899, 12, 30)).days)) == np.datetime64(day, "s")


@pytest.mark.parametrize("text", ["2025", "0", "-5", "14610", "1e9", "nan"])
def test_a_year_or_a_count_is_no_serial(text):
    assert read_serial(text) is None
