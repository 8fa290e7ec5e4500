"""Rows that are no data are recognised by their words, totals are checked, and data stays data."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.issues import Reason
from data.non_data import Difference, recognise


def found(*rows: tuple[object, ...], names: tuple[str, ...] = (), lines=(), across=frozenset()):
    texts = [[str(cell) for cell in row] for row in rows]
    columns = names or tuple(f"cột {letter}" for letter in "abcdefgh"[: len(rows[0])])
    frame = pd.DataFrame(texts, columns=columns, dtype="str")
    return recognise(frame, frame == "no numbers", lines=lines, across=across)


def reasons(*rows: tuple[object, ...], **options) -> dict[int, Reason]:
    return {row.row: row.reason for row in found(*rows, **options).rows}


DATA = [("1", "Thanh Yên", 3, 2), ("2", "Mường Nhé", 5, 1)]


@pytest.mark.parametrize(
    "label",
    [
        "Tổng cộng", "TỔNG CỘNG", "Tổng cộng:", "Cộng", "Tổng số", "Tổng", "Toàn tỉnh", "Tổng cộng toàn tỉnh",
        "Cả tỉnh", "Tổng cộng (I+II)", "Toàn tỉnh Điện Biên", "Tổng cộng tỉnh Điện Biên", "TONG CONG", "Total",
        "Cộng dồn",
    ],
)  # fmt: skip
def test_words_that_make_a_totals_row(label):
    assert reasons(*DATA, ("", label, 8, 3)) == {2: Reason.TOTALS_ROW}


@pytest.mark.parametrize(
    "label",
    ["Cộng Hoà", "Tổng đài 111", "Tổng số trẻ em dưới 16 tuổi", "Công", "Tong", "Toàn Thắng", "Tổng số xã có mô hình"],
)
def test_names_and_indicators_are_no_totals(label):
    assert reasons(*DATA, ("", label, 8, 3)) == {}


def test_a_difference_is_reported_and_not_corrected():
    (row,) = found(*DATA, ("", "Tổng cộng", 9, 3)).rows
    assert row.differences == (Difference("cột c", 9.0, 8.0),)


@pytest.mark.parametrize("name", ["Tỷ lệ", "Tỷ suất trên 1.000", "% trẻ em", "Năm", "Bình quân"])
def test_rates_and_years_are_not_added_up(name):
    rows = [("Thanh Yên", 50), ("Mường Nhé", 30), ("Tổng cộng", 42)]
    assert found(*rows, names=("Xã", name)).rows[0].differences == ()
    assert found(*rows, names=("Xã", "Số vụ")).rows[0].differences == (Difference("Số vụ", 42.0, 80.0),)


def test_rounding_of_the_rows_is_no_difference():
    rows = [("A", "1,3"), ("B", "2,3"), ("C", "3,3"), ("Cộng", "7,0")]
    assert found(*rows).rows[0].differences == (Difference("cột b", 7.0, pytest.approx(6.9)),)
    rows[-1] = ("Cộng", "6,8")
    assert found(*rows).rows[0].differences == ()


def test_a_sum_under_each_group_and_one_of_all():
    rows = [("A", 1), ("B", 2), ("Cộng", 3), ("C", 4), ("Cộng", 4), ("Tổng cộng", 7)]
    assert [(row.row, row.differences) for row in found(*rows).rows] == [(2, ()), (4, ()), (5, ())]


@given(st.lists(st.integers(0, 500), min_size=2, max_size=20), st.integers(1, 9))
def test_a_right_total_is_never_questioned_and_a_wrong_one_always(counts, slip):
    rows = [(f"Xã {chr(97 + i)}", count) for i, count in enumerate(counts)]
    assert found(*rows, ("Tổng cộng", sum(counts))).rows[0].differences == ()
    wrong = sum(counts) + slip
    assert found(*rows, ("Tổng cộng", wrong)).rows[0].differences == (Difference("cột b", wrong, sum(counts)),)


@pytest.mark.parametrize(
    "row",
    [
        ("A", "B", "1", "2"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "2", "3", "4"),
        ("A", "B", "1", "2=1-3"),
        ("A", "B", "C", "D"),
    ],
)
def test_a_row_that_numbers_the_columns(row):
    assert reasons(row, *DATA) == {0: Reason.NUMBERING_ROW}


def test_a_row_of_data_that_counts_one_two_three():
    assert reasons(("1", "2", "3"), ("4", "5", "6")) == {}
    assert reasons(("A", "1", "2"), ("B", "3", "4")) == {}
    assert reasons(("1", "1", "2"), ("2", "Thanh Yên", "4")) == {}


@pytest.mark.parametrize("name", ["Huyện Mường Chà", "II. Huyện Mường Chà", "TP. Điện Biên Phủ", "Thị xã Mường Lay"])
def test_a_district_alone_in_a_row_is_a_group(name):
    result = found((name, "", "", ""), *DATA)
    assert [(row.row, row.reason) for row in result.rows] == [(0, Reason.GROUP_ROW)]
    assert result.groups.tolist()[1:] == [name.removeprefix("II. ")] * 2


def test_a_commune_alone_in_a_row_is_one_that_sent_nothing():
    assert reasons(*DATA, ("3", "Xã Nậm Kè", "", "")) == {}
    assert reasons(*DATA, ("", "Nậm Kè", "", "")) == {}


def test_districts_that_add_up_their_communes_are_groups():
    rows = [("Huyện A", 3), ("xã a", 1), ("xã b", 2), ("Huyện B", 4), ("xã c", 4)]
    assert reasons(*rows) == {0: Reason.GROUP_ROW, 3: Reason.GROUP_ROW}
    rows[0] = ("Huyện A", 9)
    assert reasons(*rows) == {}


def test_notes_run_to_the_end_of_the_table():
    notes = [("Ghi chú: số tạm tính", "", "", ""), ("", "", "Nguyễn Văn A", "")]
    assert reasons(*DATA, *notes) == {2: Reason.NOTE_ROW, 3: Reason.NOTE_ROW}


def test_a_note_between_rows_of_data_is_one_row():
    assert reasons(DATA[0], ("Ghi chú: gửi chậm", "", "", ""), DATA[1]) == {1: Reason.NOTE_ROW}


def test_a_full_row_that_begins_like_a_note_is_data():
    assert reasons(*DATA, ("3", "Nguồn Nậm", 1, 1)) == {}
    assert reasons(*DATA, ("3", "Chủ tịch Hồ", 1, 1)) == {}


def test_the_header_repeated_on_a_page():
    assert reasons(DATA[0], ("STT", "Xã", "a", "b"), DATA[1], lines=[("STT", "Xã", "a", "b")]) == {1: Reason.HEADER_ROW}


def test_a_table_without_rows_and_one_without_columns():
    assert recognise(pd.DataFrame({"a": pd.Series([], dtype="str")}), pd.DataFrame({"a": []})).rows == ()
    bare = pd.DataFrame(index=range(2))
    assert [row.reason for row in recognise(bare, bare).rows] == [Reason.BLANK_ROW] * 2
