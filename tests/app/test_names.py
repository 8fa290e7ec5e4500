"""Names in the reader's words, and in the order of the Vietnamese alphabet."""

from itertools import pairwise, permutations

import pytest

from app.language import LANGUAGES, Language
from app.names import UNIT_KINDS, alphabetical, kind_word, shown_name, shown_names, some_names, unit_name
from app.result import Column, Sensitivity
from app.words import value_text
from data.admin_units import provinces
from data.demo_places import SIMULATED

EN, VI = Language("en"), Language("vi")


@pytest.mark.parametrize(
    ("stored", "english"),
    [
        ("Xã Thanh Yên", "Thanh Yên commune"),
        ("Phường Điện Biên Phủ", "Điện Biên Phủ ward"),
        ("Đặc khu Phú Quốc", "Phú Quốc special zone"),
        ("Phường 1", "1 ward"),
        ("Điện Biên (mô phỏng)", "Điện Biên (simulated)"),
        ("Nhà văn hoá A (mô phỏng) (Xã Na Son)", "Nhà văn hoá A (simulated) (Na Son commune)"),
        ("Trạm y tế xã Na Son", "Trạm y tế xã Na Son"),
        ("Xã đội Na Son", "Xã đội Na Son"),
        ("Trường Xã Hội", "Trường Xã Hội"),
        ("", ""),
    ],
)
def test_only_the_words_around_a_name_are_translated(stored: str, english: str) -> None:
    assert shown_name(stored, EN) == english
    assert shown_name(stored, VI) == stored


def test_what_a_list_leaves_out_is_counted_in_the_readers_language() -> None:
    left_out = some_names(["Xã A", "Xã B", "Xã C"], 1)
    assert left_out.en == "A commune, and 2 more"
    assert left_out.vi == "Xã A, và 2 nơi khác"


def test_each_name_of_a_list_is_translated_by_itself() -> None:
    listed = "A Pa, nhà mới; Phường Na Son; Xã Thanh Yên"
    assert shown_names(listed, EN) == "A Pa, nhà mới; Na Son ward; Thanh Yên commune"
    assert shown_names(listed, VI) == listed
    assert shown_names("", EN) == ""


@pytest.mark.parametrize("column", ["site_names", "gains", "loses"])
def test_a_column_of_several_names_is_shown_name_by_name(column: str) -> None:
    shown = value_text(Column(column, "", Sensitivity.AREA), "Xã Một; Phường Hai", EN)
    assert shown == "Một commune; Hai ward"


def test_every_kind_of_unit_has_an_english_word() -> None:
    assert set(provinces()["kind"]) | {"xã", "phường", "đặc khu"} <= set(UNIT_KINDS)
    assert (kind_word("tỉnh", EN), kind_word("tỉnh", VI)) == ("province", "tỉnh")


def test_a_unit_is_called_with_its_kind_and_without_one_by_its_name() -> None:
    assert (unit_name("xã", "Na Son", VI), unit_name("xã", "Na Son", EN)) == ("Xã Na Son", "Na Son commune")
    assert [unit_name("", "Na Son", Language(code)) for code in LANGUAGES] == ["Na Son", "Na Son"]


def test_what_the_demo_marks_as_simulated_is_marked_in_english() -> None:
    assert shown_name(f"A {SIMULATED}", EN) == "A (simulated)"


ALPHABET = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
NAMES = ["An", "Ấn", "Ba", "Dũng", "Đà", "Mường Ảng", "Mường Anh", "Nà Bủng", "Na Son", "Nà Tấu", "Na Ư", "Núa Ngam"]


@pytest.mark.parametrize("ordered", [ALPHABET, TONES, NAMES], ids=["alphabet", "tones", "names"])
def test_the_order_is_that_of_vietnamese_dictionaries(ordered: list[str]) -> None:
    assert sorted(sorted(ordered), key=alphabetical) == ordered


def test_a_tone_decides_only_between_equal_letters() -> None:
    assert all(alphabetical(one) < alphabetical(two) for one, two in pairwise(["Bà Anh", "Ba Bể", "Bà Bể", "Ba Bi"]))


def test_a_shorter_name_comes_first_and_a_number_before_letters() -> None:
    assert sorted(["Xã Áb", "Xã A B", "Xã A", "Xã 2"], key=alphabetical) == ["Xã 2", "Xã A", "Xã A B", "Xã Áb"]


def test_letters_written_as_two_characters_are_the_same() -> None:
    from unicodedata import normalize

    for name in NAMES:
        assert alphabetical(normalize("NFD", name))[:2] == alphabetical(name)[:2]


def test_a_mark_without_a_letter_stops_nothing() -> None:
    assert sorted(["a", "\u0301", ""], key=alphabetical)[0] == ""


def test_the_order_does_not_depend_on_the_order_before() -> None:
    assert len({tuple(sorted(each, key=alphabetical)) for each in permutations(["Đà", "da", "Da", "dà"])}) == 1
