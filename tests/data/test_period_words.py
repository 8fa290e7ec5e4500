"""What people call a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.period_words import period_in_title, read_period


def written(text: str) -> str | None:
    period = read_period(text)
    return None if period is None else str(period)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("Quý III/2025", "2025-07-01/2025-09-30"), ("quy iii 2025", "2025-07-01/2025-09-30"),
        ("Q3 2025", "2025-07-01/2025-09-30"), ("2025-Q3", "2025-07-01/2025-09-30"),
        ("QUÝ 3 NĂM 2025", "2025-07-01/2025-09-30"), ("quarter 3 of 2025", "2025-07-01/2025-09-30"),
        ("Quý I - Quý III/2025", "2025-01-01/2025-09-30"), ("tháng 9/2025", "2025-09-01/2025-09-30"),
        ("Tháng chín năm 2025", "2025-09-01/2025-09-30"), ("T9/2025", "2025-09-01/2025-09-30"),
        ("9/2025", "2025-09-01/2025-09-30"), ("2025-09", "2025-09-01/2025-09-30"),
        ("September 2025", "2025-09-01/2025-09-30"), ("tháng 2/2024", "2024-02-01/2024-02-29"),
        ("Tháng 1 – tháng 9/2025", "2025-01-01/2025-09-30"), ("10/2024 - 9/2025", "2024-10-01/2025-09-30"),
        ("Jan-Sep 2025", "2025-01-01/2025-09-30"), ("9 tháng đầu năm 2025", "2025-01-01/2025-09-30"),
        ("chín tháng đầu năm 2025", "2025-01-01/2025-09-30"), ("9 tháng năm 2025", "2025-01-01/2025-09-30"),
        ("6 tháng cuối năm 2024", "2024-07-01/2024-12-31"), ("last 6 months of 2024", "2024-07-01/2024-12-31"),
        ("nửa đầu năm 2025", "2025-01-01/2025-06-30"), ("H2 2025", "2025-07-01/2025-12-31"),
        ("năm 2024", "2024-01-01/2024-12-31"), ("2024", "2024-01-01/2024-12-31"),
        ("Giai đoạn 2021-2025", "2021-01-01/2025-12-31"), ("15/12/2023", "2023-12-15/2023-12-15"),
        ("năm học 2024-2025", "2024-09-05/2025-05-30"), ("Học kỳ I năm học 2024-2025", "2024-09-05/2025-01-17"),
        ("HK II năm học 2024-25", "2025-01-18/2025-05-30"),
    ],
)  # fmt: skip
def test_a_name_of_a_period_is_its_first_and_last_day(text, interval):
    assert written(text) == interval


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "~", " - ", " – ", " đến ", " đến hết ngày ", " to "])
@pytest.mark.parametrize(("before", "first"), [("", "15/12/2023"), ("từ ngày ", "15/12/2023"), ("", "15.12.2023")])
def test_two_days_with_any_dash_or_word_between(before, dash, first):
    assert written(f"{before}{first}{dash}14/9/2024") == "2023-12-15/2024-09-14"


@pytest.mark.parametrize(
    "text",
    ["Từ ngày 15 tháng 12 năm 2023 đến hết ngày 14 tháng 9 năm 2024",
     "2023-12-15 – 2024-09-14", "từ 15/12 đến 14/9/2024",
     "15 December 2023 to 14 September 2024", "December 15, 2023 - September 14, 2024",
     "từ ngày 15/12/2023 đến ngày 14/9/2024"],
)  # fmt: skip
def test_days_in_words_and_without_a_year_of_their_own(text):
    assert written(text) == "2023-12-15/2024-09-14"


@pytest.mark.parametrize(
    "text", ["Đến 30/9/2025", "Tính đến hết ngày 30/9/2025", "luỹ kế đến 30/9/2025", "as of 30 September 2025"]
)
def test_up_to_a_day_has_no_known_beginning(text):
    period = read_period(text)
    assert (str(period), period.is_open, period.days) == ("../2025-09-30", True, None)


def test_since_a_day_has_no_known_end():
    assert written("Từ ngày 01/01/2025 đến nay") == "2025-01-01/.."


@pytest.mark.parametrize(
    "text",
    ["", "abc", "Quý V/2025", "tháng 13/2025", "31/2/2025", "14/9/2024-15/12/2023", "1234", "0 tháng đầu năm 2025",
     "13 tháng đầu năm 2025", "năm học 2024-2026", "tháng abc/2025", "tháng 1 - abc/2025", "quý 0/2025", "Điện Biên"],
)  # fmt: skip
def test_what_is_no_period_is_not_read(text):
    assert read_period(text) is None


@given(start=st.dates(date(1995, 1, 1), date(2060, 1, 1)), days=st.integers(0, 2000), dash=st.sampled_from("-–—~"))
def test_any_two_days_read_back(start, days, dash):
    end = start + timedelta(days)
    period = read_period(f"{start:%d/%m/%Y}{dash}{end:%d/%m/%Y}")
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("title", "interval"),
    [
        ("BÁO CÁO KẾT QUẢ BẢO VỆ TRẺ EM Đến 30/9/2025", "../2025-09-30"),
        ("SỐ LIỆU 9 THÁNG ĐẦU NĂM 2025 (Từ ngày 15/12/2024 đến ngày 14/9/2025)", "2024-12-15/2025-09-14"),
        ("Báo cáo quý III năm 2025 (ban hành theo Quyết định số 12/2024/QĐ-UBND ngày 12/3/2024)",
         "2025-07-01/2025-09-30"),
        ("Báo cáo tình hình trẻ em 6 tháng đầu năm 2025", "2025-01-01/2025-06-30"),
        ("Báo cáo năm 2025, Điện Biên ngày 5/1/2026", "2025-01-01/2025-12-31"),
        ("DANH SÁCH TRƯỜNG HỌC NĂM HỌC 2024-2025", "2024-09-05/2025-05-30"),
        ("Báo cáo số 123/BC-SYT ngày 05/10/2025, tháng 9/2025", "2025-09-01/2025-09-30"),
        ("Number of cases, Q3 2025", "2025-07-01/2025-09-30"),
    ],
)  # fmt: skip
def test_the_period_a_title_names_is_found(title, interval):
    assert str(period_in_title(title)) == interval


@pytest.mark.parametrize(
    "title",
    ["Điện Biên, ngày 5 tháng 10 năm 2025", "Biểu mẫu theo Thông tư 09/2025/TT-BYT", "Luật Trẻ em 2016", "Tổng cộng",
     "",
     "Báo cáo năm 2025 so với năm 2024", "Chiến lược đến năm 2030", "Quý I/2025 và quý II/2025"],
)  # fmt: skip
def test_a_title_without_a_period_or_with_several_has_none(title):
    assert period_in_title(title) is None
