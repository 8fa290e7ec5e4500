"""Names are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo import new_project
from app.searching import Commune, SearchIndex, commune_index, communes_of, folded


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Điện Biên Phủ", "dien bien phu"),
        ("ĐẶC KHU", "dac khu"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("  Thuỷ\tNguyên ", "thuy nguyen"),
        ("", ""),
    ],
)
def test_accents_capitals_and_spaces_are_ignored(written: str, plain: str) -> None:
    assert folded(written) == plain


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert folded("Ế") == folded("Ế") == "e"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_what_begins_with_the_query_comes_first_then_words_that_do_then_the_rest() -> None:
    index = SearchIndex(["Xuân Na", "Mường Na Son", "Na Son", "Thanh Nà"])
    assert index.find("na son") == [2, 1]
    assert index.find("na") == [2, 0, 1, 3]


def test_every_word_must_occur_in_any_order() -> None:
    index = SearchIndex(["Điện Biên Phủ phường 03127", "Điện Biên xã 03130"])
    assert index.find("phuong dien") == [0]
    assert index.find("03130") == [1]


def test_an_empty_query_finds_nothing() -> None:
    assert SearchIndex(["a"]).find("  ") == []


def test_no_more_than_the_limit_is_found() -> None:
    assert SearchIndex(["a1", "a2", "a3"]).find("a", limit=2) == [0, 1]


def test_the_communes_of_a_province_are_listed_by_name_without_naming_it() -> None:
    communes = communes_of(new_project("11"))
    assert len(communes) == 45
    assert {commune.province for commune in communes} == {""}
    assert [commune.name for commune in communes] == sorted((c.name for c in communes), key=folded)


def test_of_the_whole_country_the_nearest_names_come_first() -> None:
    index = commune_index([Commune(f"{code:05}", f"Mường Thanh {code}", "xã", "Điện Biên") for code in range(3321)])
    found = index.find("muong thanh 33", limit=12)
    assert len(found) == 12
    assert found[0] == 33
