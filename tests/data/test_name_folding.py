"""The ways one Vietnamese name is typed have one form; names that differ keep theirs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.admin_units import OLD_VINTAGE, VINTAGE, known_units
from data.name_folding import folded, spellings, split_number, with_arabic_number, with_tones_on_first, without_accents
from data.name_reading import Reading, readings, split_kind

SYLLABLES = st.sampled_from(
    ["hoà", "hòa", "thuỷ", "thủy", "quý", "qúy", "già", "gìa", "huỳnh", "ngoại", "nguyễn", "khuya", "mỹ"]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THUỶ NGUYÊN", "thủy nguyên"),
        ("Quý Hòa", "Qúy Hoà"),
        ("Gìa Lai", "Già Lai"),
        ("Ea H’Leo", "Ea H'Leo"),
        ("Ðắk Lắk", "đắk lắk"),
        ("Thanh\u00a0Yên\u200b", " Thanh  Yên "),
        (unicodedata.normalize("NFD", "Mường Nhé"), "mường nhé"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Tân Lập", "Tân Lặp"), ("Hoa", "Hoà"), ("Đa", "Da"), ("Mùa", "Muà")])
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("vintage", [OLD_VINTAGE, VINTAGE])
def test_no_two_names_of_a_province_fold_together(vintage: str) -> None:
    units = known_units(vintage)
    named = units[units["level"] == "commune"]
    named = named.assign(name=named["name"].str.lower()).drop_duplicates(["province_code", "name"])
    named = named.assign(folded=named["name"].map(folded))
    assert named.loc[named.duplicated(["province_code", "folded"], keep=False), "name"].tolist() == []


@given(st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join))
def test_folding_again_changes_nothing_and_the_tone_is_moved_both_ways(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert folded(with_tones_on_first(once)) == once


@given(st.text(max_size=30))
def test_any_text_folds_once_whatever_its_case_and_form(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(max_size=30).map(folded))
def test_accents_are_removed_letter_by_letter(text: str) -> None:
    assert without_accents(without_accents(text)) == without_accents(text)


def test_a_name_has_its_other_right_spellings() -> None:
    assert spellings("thanh yên") == ("thanh yên",)
    assert set(spellings("quí hoà")) >= {"quí hoà", "quí hòa", "quý hoà", "quý hòa"}


@pytest.mark.parametrize(
    ("written", "read"),
    [("i", "1"), ("xvii", "17"), ("tam xuân ii", "tam xuân 2"), ("na vì", "na vì"), ("ba vi", "ba vi"), ("vi", "6")],
)
def test_roman_numbers_are_read_where_they_are_numbers(written: str, read: str) -> None:
    assert with_arabic_number(written) == read


def test_a_number_is_the_same_with_leading_zeros_and_in_any_place() -> None:
    assert split_number("phường 01") == split_number("phường 1") == ("phường", "1")
    assert split_number("1 bảo lộc") == split_number("bảo lộc 1")
    assert split_number("xã 0") == ("xã", "0")


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("xã thanh yên", "thanh yên", "xã"),
        ("x. thanh yên", "thanh yên", "xã"),
        ("x.thanh yên", "thanh yên", "xã"),
        ("phường1", "1", "phường"),
        ("p.1", "1", "phường"),
        ("p 1", "1", "phường"),
        ("tt tuần giáo", "tuần giáo", "thị trấn"),
        ("t.t. tuần giáo", "tuần giáo", "thị trấn"),
        ("thi tran tuan giao", "tuan giao", "thị trấn"),
        ("tt. nt trần phú", "nông trường trần phú", "thị trấn"),
        ("đặc khu phú quý", "phú quý", "đặc khu"),
        ("xán", "xán", None),
    ],
)
def test_the_kind_is_told_from_the_name(written: str, name: str, kind: str | None) -> None:
    assert split_kind(written, "commune") == (name, kind)
    assert readings(written, "commune")[0] == Reading(name, kind)


@pytest.mark.parametrize("name", ["Xa Dung", "Phương Đình", "Xã Tắc"])
def test_a_name_that_begins_like_a_kind_is_also_read_whole(name: str) -> None:
    assert Reading(folded(name)) in readings(name, "commune")


@pytest.mark.parametrize(
    "written",
    [
        "Xã Thanh Yên, huyện Điện Biên, tỉnh Điện Biên",
        "xã Thanh Yên (huyện Điện Biên; tỉnh Điện Biên, Việt Nam)",
        "1. Xã Thanh Yên - huyện Điện Biên - tỉnh Điện Biên",
        "xã Thanh Yên huyện Điện Biên tỉnh Điện Biên",
        "Bản Mớ, xã Thanh Yên, huyện Điện Biên, tỉnh Điện Biên",
    ],
)
def test_districts_and_provinces_beside_a_name_are_no_part_of_it(written: str) -> None:
    assert Reading("thanh yên", "xã", ("huyện điện biên", "tỉnh điện biên")) in readings(written, "commune")


def test_a_kind_in_brackets_is_the_names_kind() -> None:
    assert Reading("yên viên", "thị trấn") in readings("Yên Viên (thị trấn)", "commune")


def test_a_dash_within_a_name_is_kept_as_one_reading() -> None:
    assert Reading("chân mây lăng cô", "xã") in readings("Xã Chân Mây - Lăng Cô", "commune")


@pytest.mark.parametrize("blank", ["", "  ", "-", "…", "(*)", ","])
def test_a_cell_without_words_has_no_reading(blank: str) -> None:
    assert readings(blank, "commune") == ()
