"""Longitudes and latitudes as people write them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.angles import Axis, Notation, read_angle, read_angles, split_pair, split_pairs

SECONDS = 21 + 23 / 60 + 15.5 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "21°23'15.5\"B", "21°23′15,5″ N", "21º23’15.5’’", "21 23 15.5", "21:23:15.5", "21-23-15,5", "B 21°23'15.5\"",
        "N21°23'15.5\"", "21 độ 23 phút 15,5 giây Bắc", "vĩ độ Bắc 21°23'15.5\"", "Vĩ độ: 21°23'15.5\"",
        "21°23'15.5\" vĩ độ Bắc",
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds_are_read_in_every_usual_form(text):
    angle = read_angle(text)
    assert angle.degrees == pytest.approx(SECONDS, abs=1e-12)
    assert angle.notation is Notation.SECONDS


@pytest.mark.parametrize(
    "text", ["103°1.5'", "103 01,5", "103°1.5' Đ", "E 103 1.5", "103°1.5'E", "103°01.5' kinh độ Đông"]
)
def test_degrees_and_decimal_minutes_are_read(text):
    assert read_angle(text).degrees == pytest.approx(103.025)
    assert read_angle(text).notation is Notation.MINUTES


@pytest.mark.parametrize(
    ("text", "axis"),
    [("21,5 B", Axis.LATITUDE), ("21.5N", Axis.LATITUDE), ("103.5 Đ", Axis.LONGITUDE), ("E103.5", Axis.LONGITUDE),
     ("kinh độ 103.5", Axis.LONGITUDE), ("21.5", None), ("103,5°", None)],
)  # fmt: skip
def test_a_letter_or_word_says_which_axis_it_is(text, axis):
    assert read_angle(text).axis is axis


def test_south_and_west_are_negative():
    assert (read_angle("8°30'S").degrees, read_angle("70.5W").degrees, read_angle("-8.5").degrees) == (
        -8.5,
        -70.5,
        -8.5,
    )


@pytest.mark.parametrize(
    "text",
    ["", "Bản Mới", "21°60'", "21°23'60\"", "21.5°30'", "21°23.5'30\"", "91 B", "181", "2367123.5", "-21 B",
      "B 21 B", "2023-05-06"],
)  # fmt: skip
def test_what_is_no_angle_is_not_read(text):
    assert read_angle(text) is None


@given(seconds=st.integers(0, 180 * 3600), separators=st.sampled_from(["°'\"", "   ", "---", ":: "]))
def test_any_whole_second_reads_back(seconds, separators):
    degrees, rest = divmod(seconds, 3600)
    text = f"{degrees}{separators[0]}{rest // 60:02d}{separators[1]}{rest % 60:02d}{separators[2].strip(' -')}"
    assert read_angle(text).degrees == pytest.approx(seconds / 3600, abs=1e-12)


def test_a_column_keeps_its_blanks_and_takes_the_notation_of_most():
    angles = read_angles(pd.Series(["21°23'15\"", "", "21°24'00\"", "21,5", None, "?"]))
    assert np.isnan(angles.degrees).tolist() == [False, True, False, False, True, True]
    assert angles.notation is Notation.SECONDS
    assert read_angles(pd.Series(["?", ""], dtype="str")).notation is Notation.DEGREES


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("21.3856, 103.0167", 21.3856, 103.0167), ("21.3856,103.0167", 21.3856, 103.0167),
        ("21,3856; 103,0167", 21.3856, 103.0167), ("21,3856 103,0167", 21.3856, 103.0167),
        ("(21.3856 / 103.0167)", 21.3856, 103.0167), ("POINT(103.0167 21.3856)", 103.0167, 21.3856),
        ("21°30'00\"B, 103°15'00\"Đ", 21.5, 103.25), ("21°30'00\"B 103°15'00\"Đ", 21.5, 103.25),
        ("21°30'00\"B103°15'00\"Đ", 21.5, 103.25), ("N21°30' E103°15'", 21.5, 103.25),
        ("21° 30' 00\" B 103° 15' 00\" Đ", 21.5, 103.25), ("21 30 00, 103 15 00", 21.5, 103.25),
        ("Vĩ độ: 21.5; Kinh độ: 103.25", 21.5, 103.25),
    ],
)  # fmt: skip
def test_one_text_with_both_is_split(text, first, second):
    assert [read_angle(part).degrees for part in split_pair(text)] == pytest.approx([first, second])


@pytest.mark.parametrize("text", ["", "21.3856", "21 30 00 103 15 00", "Bản Mới, xã Thanh Yên", "1, 2, 3"])
def test_what_does_not_hold_two_angles_is_not_split(text):
    assert split_pair(text) is None


def test_a_column_of_pairs_keeps_its_rows():
    first, second = split_pairs(pd.Series(["21.5, 103", "?", "21.6, 103"], index=[5, 6, 7]))
    assert (first.tolist(), second.tolist(), first.index.tolist()) == (
        ["21.5", "", "21.6"],
        ["103", "", "103"],
        [5, 6, 7],
    )
    assert split_pairs(pd.Series([], dtype="str"))[0].empty
