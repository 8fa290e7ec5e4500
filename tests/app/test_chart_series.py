"""Charts as series: parted by commune, ordered in time, written in the reader's words; and the marks of their axes."""

from dataclasses import replace
from datetime import date

import pytest

from app.chart_series import line_drawing, notable, told
from app.chart_ticks import day_ticks, number_ticks
from app.language import Language
from app.result import Chart, Column, Sensitivity, Table

EN, VI = Language("en"), Language("vi")
CASE = Sensitivity.CASE
TABLE = Table(
    "communes",
    (
        Column("code", "", CASE),
        Column("name", "", CASE),
        Column("first_on", "day", CASE),
        Column("cases", "cases", CASE),
        Column("lower", "cases", CASE),
        Column("upper", "cases", CASE),
        Column("open", "", CASE),
    ),
    (
        ("00002", "Xã Hai", "2024-02-01", 3, 0.5, 4.0, False),
        ("00001", "Xã Một", "2024-03-01", 9, 1.0, 5.5, True),
        ("00001", "Xã Một", "2024-01-01", None, 1.0, 5.0, False),
        ("00001", "Xã Một", None, 1, 1.0, 5.0, False),
    ),
    CASE,
)
CHART = Chart("cases", "communes", "first_on", ("cases",), CASE, band=("lower", "upper"), by="code", marked="open")


def day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def test_each_commune_is_a_series_in_the_order_of_time_and_named() -> None:
    two, one = line_drawing(CHART, TABLE, EN).series
    assert (two.key, two.name, one.key, one.name) == ("00002", "Hai commune", "00001", "Một commune")
    assert one.across == (day("2024-01-01"), day("2024-03-01"))
    assert one.lines == ((None, 9.0),)
    assert (one.lower, one.upper, one.marked) == ((1.0, 1.0), (5.0, 5.5), (False, True))


def test_a_row_without_a_place_on_the_axis_is_in_no_series() -> None:
    assert sum(len(each.across) for each in line_drawing(CHART, TABLE, EN).series) == 3


def test_a_series_with_a_name_of_its_own_is_of_the_commune_its_rows_name() -> None:
    one, two, three = line_drawing(
        replace(CHART, by="name"),
        replace(TABLE, rows=(*TABLE.rows, ("", "Tỉnh", "2024-01-01", 1, None, None, False))),
        EN,
    ).series
    assert [(each.name, each.code) for each in (one, two, three)] == [
        ("Hai commune", "00002"), ("Một commune", "00001"), ("Tỉnh", "")
    ]  # fmt: skip


def test_a_chart_without_series_of_its_own_is_one() -> None:
    (only,) = line_drawing(replace(CHART, by=None), TABLE, EN).series
    assert (only.key, only.name) == ("", "")
    assert only.across == tuple(sorted(only.across))


def test_what_stands_at_a_place_is_told_in_words() -> None:
    drawing = line_drawing(CHART, TABLE, EN)
    _, one = drawing.series
    said = told(drawing, one, 1, EN)
    assert said.startswith("1 Mar 2024: Cases 9; ")
    assert "1 – 6" in said or "1 – 5" in said or "1 – 5.5" in said
    assert said.endswith("; Open.")
    assert "Cases" not in told(drawing, one, 0, EN)


def test_the_series_with_the_latest_mark_is_printed_first() -> None:
    drawing = line_drawing(CHART, TABLE, EN)
    assert [each.key for each in notable(drawing.series, 2)] == ["00001", "00002"]
    assert [each.key for each in notable(drawing.series, 1)] == ["00001"]


def test_a_chart_of_a_column_that_left_is_an_error() -> None:
    with pytest.raises(KeyError):
        line_drawing(replace(CHART, lines=("gone",)), TABLE, EN)


def test_an_axis_begins_near_the_least_value_only_where_the_chart_asks_for_it_and_says_so() -> None:
    rows = tuple(("00001", "Xã Một", f"2024-01-0{at}", value, None, None, False) for at, value in FAR_FROM_ZERO)
    table = replace(TABLE, rows=rows)
    near = line_drawing(replace(CHART, from_zero=False), table, EN)
    low, high = near.ends(near.series[0])
    assert (low, near.up_label) == (148_000.0, "Cases – axis not from 0")
    assert 152_922 < high < 153_500
    from_zero = line_drawing(CHART, table, EN)
    assert (from_zero.ends(from_zero.series[0])[0], from_zero.up_label) == (0.0, "Cases")


FAR_FROM_ZERO = ((1, 148_731.0), (2, 150_000.0), (3, 152_922.0))


@pytest.mark.parametrize("values", [(0.0, 3.0), (-2.0, 5.0), (0.1, 9.0)])
def test_an_axis_that_begins_at_zero_anyway_says_nothing(values: tuple[float, float]) -> None:
    rows = tuple(("00001", "Xã Một", f"2024-01-0{at}", value, None, None, False) for at, value in enumerate(values, 1))
    drawing = line_drawing(replace(CHART, from_zero=False), replace(TABLE, rows=rows), EN)
    assert drawing.ends(drawing.series[0])[0] == min(0.0, values[0])
    assert drawing.up_label == "Cases"


def test_a_single_value_has_room_around_it() -> None:
    rows = (("00001", "Xã Một", "2024-01-01", 500.0, None, None, False),)
    drawing = line_drawing(replace(CHART, from_zero=False), replace(TABLE, rows=rows), EN)
    low, high = drawing.ends(drawing.series[0])
    assert 0 < low <= 500 < high


def test_words_are_those_of_the_language() -> None:
    drawing = line_drawing(CHART, TABLE, VI)
    assert drawing.title == "Các xã, phường"
    assert drawing.lines == ("Số vụ việc",)
    assert [each.code for each in drawing.series] == ["00002", "00001"]
    assert drawing.of_days


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (0.0, 1.0, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.0, 1000.0, 3, ["0", "500", "1,000"]),
        (0.0, 10.0, 5, ["0.0", "2.5", "5.0", "7.5", "10.0"]),
        (3.0, 3.0, 5, ["3"]),
    ],
)
def test_numbers_of_an_axis_are_round(low: float, high: float, most: int, texts: list[str]) -> None:
    assert [text for _, text in number_ticks(low, high, most, EN)] == texts


@pytest.mark.parametrize(
    ("start", "end", "most", "texts"),
    [
        ("2024-01-01", "2024-01-03", 4, ["01/01/2024", "02/01/2024", "03/01/2024"]),
        ("2024-01-15", "2024-07-20", 6, ["02/2024", "03/2024", "04/2024", "05/2024", "06/2024", "07/2024"]),
        ("2020-01-01", "2025-12-01", 4, ["2020", "2022", "2024"]),
        ("2023-11-10", "2024-04-01", 3, ["01/2024", "03/2024"]),
    ],
)
def test_days_of_an_axis_are_days_months_or_years(start: str, end: str, most: int, texts: list[str]) -> None:
    assert [text for _, text in day_ticks(day(start), day(end), most, VI)] == texts
