"""A header is found by how rows are filled, and its lines are joined."""

import pytest

from data.header_rows import Header, Merged, find_header, holds_value


def header_of(*rows: tuple[str, ...], merged: tuple[Merged, ...] = ()) -> Header | None:
    return find_header(rows, merged)


def test_nothing_but_blank_rows_has_no_header():
    assert header_of(("", ""), ("", "")) is None
    assert find_header([]) is None


def test_a_header_in_the_first_row():
    assert header_of(("a", "b"), ("1", "2")) == Header(0, 0, ("a", "b"), ())


def test_a_table_of_one_column():
    assert header_of(("code",), ("03127",)) == Header(0, 0, ("code",), ())


def test_a_header_above_text_alone():
    found = header_of(("Tên", "Loại", "Xã"), ("Trường A", "trường học", "B"), ("Trường C", "trường học", "D"))
    assert (found.first, found.last) == (0, 0)


def test_a_letterhead_of_two_blocks_is_no_header():
    rows = [
        ("UBND TỈNH", "", "", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", ""),
        ("SỞ Y TẾ", "", "", "", "", ""),
        ("STT", "Xã", "a", "b", "c", "d"),
        ("1", "Thanh Yên", "1", "2", "3", "4"),
    ]
    assert (found := header_of(*rows)).first == 2
    assert found.titles == ("UBND TỈNH", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ")


def test_a_group_right_below_the_header_is_no_line_of_it():
    found = header_of(("STT", "Xã", "Số vụ"), ("I", "Huyện Điện Biên", ""), ("1", "Thanh Yên", "3"))
    assert (found.first, found.last, found.names) == (0, 0, ("STT", "Xã", "Số vụ"))


def test_a_column_without_a_name_is_no_second_line():
    assert header_of(("Xã", "", "Loại"), ("A", "B", ""), ("C", "D", "e")).last == 0


def test_a_name_that_spans_is_given_to_each_below_it():
    rows = [("Xã", "Nam", "", "Nữ", ""), ("", "vụ", "trẻ", "vụ", "trẻ"), ("A", "1", "2", "3", "4")]
    assert header_of(*rows).names == ("Xã", "Nam – vụ", "Nam – trẻ", "Nữ – vụ", "Nữ – trẻ")


def test_merged_cells_say_what_blanks_leave_open():
    rows = [("Xã", "", "Kết quả", ""), ("", "", "vụ", ""), ("A", "b", "1", "2")]
    merged = (Merged(0, 0, 1, 1), Merged(0, 2, 0, 3), Merged(1, 2, 1, 3))
    assert header_of(*rows, merged=merged).names == ("Xã", "Xã", "Kết quả – vụ", "Kết quả – vụ")


@pytest.mark.parametrize(
    "text", ["3", "-3,5", "1.234.567", "1 234", "12 %", "30/9/2025", "2025-09-30", "(3)", "2023-2024"]
)
def test_values(text):
    assert holds_value(text)


@pytest.mark.parametrize("text", ["", "ba", "A1", "Quý III", "3 vụ", "§5"])
def test_words(text):
    assert not holds_value(text)
