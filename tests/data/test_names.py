"""Written names find their units; what two units may be called is a tie, and nothing doubtful passes without asking."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.admin_units import OLD_VINTAGE, VINTAGE, known_units
from data.errors import UnknownVintage
from data.name_candidates import MERGED_PROVINCES, old_provinces
from data.name_folding import folded, with_tones_on_first, without_accents
from data.names import (
    ACCEPT_SCORE,
    Match,
    Written,
    is_sure,
    match,
    match_district,
    match_each,
    match_province,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàạảãéèẹếệíìịóòọộúùụứ"
FOCUS = ("11", "14", "20", "44")


def communes(vintage: str) -> pd.DataFrame:
    units = known_units(vintage)
    return units[units["level"] == "commune"].reset_index(drop=True)


def codes_in_front(matches: list[Match]) -> list[str]:
    return [each.code for each in matches if each.tie] or [each.code for each in matches[:1]]


def best(text: str, province: str | tuple[str, ...] = "11", vintage: str = VINTAGE, district: str = "") -> Match:
    return match(text, province=province, district=district, vintage=vintage)[0]


@pytest.mark.parametrize(
    "written",
    [
        "Thanh Yên",
        "XÃ THANH YÊN",
        "xa Thanh Yen",
        "X. Thanh Yên",
        "x.thanh yên",
        "Xã  Thanh\u00a0Yên ",
        "2. Xã Thanh Yên",
        "Xã Thanh Yên, tỉnh Điện Biên",
        "Bản Mớ, xã Thanh Yên, tỉnh Điện Biên, Việt Nam",
        "xã Thanh Yên tỉnh Điện Biên",
        unicodedata.normalize("NFD", "Xã Thanh Yên"),
    ],
)
def test_a_commune_is_found_however_it_is_written(written: str) -> None:
    found = match(written, province="11", vintage=VINTAGE)
    assert found[0].code == "03349"
    assert is_sure(found)


@pytest.mark.parametrize("slip", ["Thanh Yến", "Thahn Yên", "Thnh Yên", "Xã Thanhh Yên", "Xx Thanh Yên"])
def test_a_slip_of_the_pen_is_proposed_but_never_accepted(slip: str) -> None:
    found = match(slip, province="11", vintage=VINTAGE)
    assert found[0].code == "03349"
    assert found[0].score < ACCEPT_SCORE


@pytest.mark.parametrize(
    ("written", "code"),
    [("Phường 4", "31516"), ("P.4", "31516"), ("P4", "31516"), ("phuong 04", "31516"), ("Phường IV", "31516")],
)
def test_numbered_wards_are_found_by_roman_and_arabic_numbers(written: str, code: str) -> None:
    assert best(written, "94", OLD_VINTAGE, "941").code == code


def test_a_roman_number_in_the_list_is_found_by_an_arabic_one() -> None:
    vi_thanh = known_units(OLD_VINTAGE).query("district_code == '930' and name == 'IV'")
    assert [best(text, "93", OLD_VINTAGE, "930").code for text in ("Phường 4", "Phường IV", "p. iv")] == [
        vi_thanh["code"].item()
    ] * 3


def test_another_number_is_another_ward() -> None:
    one = match("A Lưới 1", province="46", vintage=VINTAGE)
    assert (one[0].name, is_sure(one)) == ("A Lưới 1", True)
    missing = match("A Lưới", province="46", vintage=VINTAGE)
    assert {each.name for each in missing if each.tie} == {f"A Lưới {n}" for n in range(1, 6)}


def test_a_number_that_a_lost_figure_makes_of_another_is_asked_about() -> None:
    ward_1 = match("Phường 1", district="768", vintage=OLD_VINTAGE)
    assert ward_1[0].name == "1"
    assert {"10", "11"} <= set(known_units(OLD_VINTAGE).query("district_code == '768'")["name"])
    assert not is_sure(ward_1)
    assert is_sure(match("Phường 8", district="768", vintage=OLD_VINTAGE))


def test_a_letter_typed_for_a_figure_is_one_slip() -> None:
    wards = match("Phường l", district="768", vintage=OLD_VINTAGE)
    assert {each.name for each in wards if each.tie} >= {"1", "2", "4", "7", "8", "9"}


def test_another_kind_of_the_same_name_is_asked_about() -> None:
    found = match("TT. Thanh Yên", province="11", vintage=VINTAGE)
    assert found[0].code == "03349"
    assert not is_sure(found)


def test_a_town_and_a_commune_of_one_name_are_a_tie_until_the_kind_is_written() -> None:
    both = match("Yên Viên", district="018", vintage=OLD_VINTAGE)
    assert [(each.kind, each.tie) for each in both[:2]] == [("thị trấn", True), ("xã", True)]
    assert not is_sure(both)
    assert best("TT Yên Viên", "01", OLD_VINTAGE, "018").kind == "thị trấn"
    assert is_sure(match("Yên Viên (xã)", district="018", vintage=OLD_VINTAGE))


def test_a_district_written_beside_the_name_decides_between_old_units() -> None:
    twins = known_units(OLD_VINTAGE).query("level == 'commune' and province_code == '11' and name == 'Mường Nhé'")
    assert len(twins) == 1
    alone = match("xã Quảng Lâm, huyện Mường Nhé, tỉnh Điện Biên", vintage=OLD_VINTAGE)
    assert alone[0].district_code == "096"
    assert is_sure(alone)


def test_what_is_written_beside_the_name_and_does_not_agree_is_asked_about() -> None:
    found = match("Xã Thanh Yên, tỉnh Sơn La", province="11", vintage=VINTAGE)
    assert found[0].code == "03349"
    assert not is_sure(found)


def test_a_present_commune_with_its_former_province_is_found() -> None:
    found = match("xã Lệ Thủy, tỉnh Quảng Bình", vintage=VINTAGE)
    assert (found[0].code, is_sure(found)) == ("19249", True)


def test_an_old_commune_is_looked_for_in_each_province_a_present_one_was_made_of() -> None:
    assert old_provinces("44") == ("44", "45")
    assert best("Thị trấn Hồ Xá", old_provinces("44"), OLD_VINTAGE).province_code == "45"


def test_without_a_vintage_the_present_commune_of_a_name_stands_before_the_old_one() -> None:
    found = match("xã Thanh Yên", province="11")
    assert [(each.vintage, each.tie) for each in found[:2]] == [(VINTAGE, False), (OLD_VINTAGE, False)]
    assert is_sure(found)
    slipped = match("xã Thanh Yêm", province="11")
    assert not is_sure(slipped)
    noong_luong = match("xã Noong Luống", province="11")
    assert [(each.code, each.vintage) for each in noong_luong[:1]] == [("03349", OLD_VINTAGE)]


def test_a_district_says_that_the_unit_is_an_old_one() -> None:
    thanh_yen = known_units(OLD_VINTAGE).query("province_code == '11' and name == 'Thanh Yên'").iloc[0]
    found = match("xã Thanh Yên", province="11", district=thanh_yen["district_code"])
    assert (found[0].code, is_sure(found)) == (thanh_yen["code"], True)


@pytest.mark.parametrize("nothing", ["", "   ", "-", "Toàn tỉnh và cả nước Việt Nam", "không rõ nơi xảy ra", "12345"])
def test_what_resembles_no_commune_has_no_match(nothing: str) -> None:
    assert match(nothing, province="11", vintage=VINTAGE) == []


def test_a_context_without_units_has_no_match() -> None:
    assert match("Thanh Yên", province="99", vintage=VINTAGE) == []
    assert match("Thanh Yên", province="45", vintage=VINTAGE) == []


def test_a_list_that_is_not_held_is_refused() -> None:
    with pytest.raises(UnknownVintage):
        match("Thanh Yên", vintage="1999-01-01")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Tỉnh Điện Biên", "11"),
        ("dien bien", "11"),
        ("TP. Hồ Chí Minh", "79"),
        ("TP HCM", "79"),
        ("Thừa Thiên Huế", "46"),
    ],
)
def test_provinces_are_found(written: str, code: str) -> None:
    found = match_province(written, vintage=OLD_VINTAGE)
    assert (found[0].code, is_sure(found)) == (code, True)


def test_districts_are_found_in_their_province() -> None:
    found = match_district("H. Điện Biên", province="11")
    assert (found[0].name, found[0].kind, is_sure(found)) == ("Điện Biên", "huyện", True)
    assert match_district("Quận I", province="79")[0].name == "1"
    assert [each.tie for each in match_district("Kỳ Anh", province="42")[:2]] == [True, True]
    assert is_sure(match_district("Thị xã Kỳ Anh", province="42"))


def test_every_merged_province_went_into_a_present_one() -> None:
    units = {vintage: known_units(vintage).query("level == 'province'")["code"] for vintage in (OLD_VINTAGE, VINTAGE)}
    assert set(MERGED_PROVINCES) == set(units[OLD_VINTAGE]) - set(units[VINTAGE])
    assert set(MERGED_PROVINCES.values()) <= set(units[VINTAGE])


def test_each_distinct_name_is_matched_once() -> None:
    names = [Written("Thanh Yên", "11"), Written("Mường Nhé", "11")] * 1000
    told: list[float] = []
    found = match_each(names, vintage=VINTAGE, tick=told.append)
    assert [each[0].name for each in found.values()] == ["Thanh Yên", "Mường Nhé"]
    assert told == [0.0, 0.5]


NAMES = st.sampled_from(list(communes(VINTAGE)[["name", "kind", "province_code"]].itertuples(index=False, name=None)))
TEXTS = st.one_of(NAMES.map(lambda row: row[0]), NAMES.map(lambda row: f"{row[1]} {row[0]}"), st.text(max_size=20))
REWRITTEN: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "capitals": str.upper,
    "small letters": str.lower,
    "blanks around": lambda text: f" \t{text}\u00a0 ",
    "tones on the first vowel": lambda text: with_tones_on_first(folded(text)),
    "tones on the second vowel": folded,
}


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(sorted(REWRITTEN)), st.sampled_from(FOCUS))
def test_how_a_name_is_typed_changes_nothing(text: str, how: str, province: str) -> None:
    if how == "capitals" and text.upper().casefold() != text.casefold():
        return
    rewritten = REWRITTEN[how](text)
    assert match(rewritten, province=province, vintage=VINTAGE) == match(text, province=province, vintage=VINTAGE)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(FOCUS))
def test_scores_descend_from_at_most_100_and_ties_stand_in_front(text: str, province: str) -> None:
    found = match(text, province=province, vintage=VINTAGE)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    ties = [each.tie for each in found]
    assert ties == sorted(ties, reverse=True)
    assert sum(ties) != 1


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(0, 2**16))
def test_the_exact_name_scores_highest(row: tuple[str, str, str], seed: int) -> None:
    name, kind, province = row
    exact = f"{kind} {name}"
    found = match(exact, province=province, vintage=VINTAGE)
    assert folded(found[0].name) == folded(name)
    worse = match(with_a_slip(exact, random.Random(seed)), province=province, vintage=VINTAGE)
    slipped = [each.score for each in worse if each.code == found[0].code]
    assert all(score <= found[0].score for score in slipped)


def with_a_slip(text: str, chance: random.Random) -> str:
    """Lose, replace, add or swap one letter or figure; a number alone stays: one slip leaves nothing of it."""
    if text.isdecimal():
        return text
    i = chance.choice([i for i, letter in enumerate(text) if letter.isalnum()])
    swapped = text[i + 1 : i + 2]
    slips = [
        text[:i] + text[i + 1 :],
        text[:i] + chance.choice(LETTERS) + text[i + 1 :],
        text[:i] + chance.choice(LETTERS) + text[i:],
        text[:i] + swapped + text[i] + text[i + 1 + len(swapped) :],
    ]
    return chance.choice(slips)


def other_tone_placement(text: str) -> str:
    """Hoà for Hòa and the other way round."""
    first = with_tones_on_first(folded(text))
    return first if first != unicodedata.normalize("NFC", text).lower() else folded(text)


SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "as is": lambda text, _: text,
    "no accents": lambda text, _: without_accents(text),
    "other tone placement": lambda text, _: other_tone_placement(text),
    "one slip": with_a_slip,
}


def rows(units: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = ["code", "name", "kind", "province_code", "district_code", "vintage"]
    return units[columns].itertuples(index=False, name=None)


def shares(units: pd.DataFrame, spelling: str, prefix: bool) -> dict[str, float]:
    """Match every unit's name in one spelling in its province, and district where there is one; count what comes."""
    chance = random.Random(2025)
    counted = {"right": 0, "tie": 0, "sure": 0, "sure and wrong": 0}
    for code, name, kind, province, district, vintage in rows(units):
        text = SPELLINGS[spelling](f"{kind.capitalize()} {name}" if prefix else name, chance)
        found = match(text, province=province, district=district, vintage=vintage)
        counted["right"] += code in codes_in_front(found)
        counted["tie"] += bool(found) and found[0].tie
        counted["sure"] += is_sure(found)
        counted["sure and wrong"] += is_sure(found) and found[0].code != code
    return {name: count / len(units) for name, count in counted.items()}


def assert_as_promised(counted: dict[str, float], spelling: str) -> None:
    assert counted["right"] >= 0.995
    assert counted["sure and wrong"] == 0
    assert counted["tie"] <= (0.05 if spelling == "one slip" else 0.01)
    if spelling == "as is":
        assert counted["sure"] >= 0.90


ALL_SPELLINGS = pytest.mark.parametrize("spelling", SPELLINGS)
WITH_PREFIX = pytest.mark.parametrize("prefix", [False, True], ids=["bare", "with its kind"])


@ALL_SPELLINGS
@WITH_PREFIX
def test_present_names_of_four_provinces_are_found_in_four_spellings(spelling: str, prefix: bool) -> None:
    units = communes(VINTAGE)
    assert_as_promised(shares(units[units["province_code"].isin(FOCUS)], spelling, prefix), spelling)


@pytest.mark.slow
@ALL_SPELLINGS
@WITH_PREFIX
def test_all_3321_present_names_are_found_in_four_spellings(spelling: str, prefix: bool) -> None:
    units = communes(VINTAGE)
    assert len(units) == 3321
    assert_as_promised(shares(units, spelling, prefix), spelling)


@pytest.mark.slow
@ALL_SPELLINGS
@WITH_PREFIX
def test_all_old_names_are_found_in_their_district_in_four_spellings(spelling: str, prefix: bool) -> None:
    units = communes(OLD_VINTAGE)
    assert len(units) > 10_000
    assert_as_promised(shares(units, spelling, prefix), spelling)


def test_no_old_unit_is_guessed_that_shares_its_full_name_with_another_of_its_province() -> None:
    units = communes(OLD_VINTAGE)
    twins = units[units.duplicated(["province_code", "kind", "name"], keep=False)]
    assert len(twins) > 400
    for code, name, kind, province, _, vintage in rows(twins):
        found = match(f"{kind} {name}", province=province, vintage=vintage)
        assert code in codes_in_front(found)
        assert found[0].tie


def test_names_that_are_no_more_are_not_taken_for_present_ones() -> None:
    old, present = communes(OLD_VINTAGE), communes(VINTAGE)
    old = old[old["province_code"].isin(FOCUS)]
    known = set(zip(present["province_code"], present["name"].map(folded), strict=True))
    gone = [row for row in rows(old) if (row[3], folded(row[1])) not in known]
    assert len(gone) > 300
    for _, name, kind, province, *_ in gone:
        assert not is_sure(match(f"{kind} {name}", province=province, vintage=VINTAGE))


def test_names_as_another_publisher_spells_them_are_found(shared: Path) -> None:
    """201 of them differ from the list in use: Hoà for Hòa, and 8 in kind; one code (Ba Chẽ) differs."""
    units = pd.read_csv(shared / "data" / "vietnam" / "communes_2025_attributes.csv", dtype="str")
    columns = units[["code", "full_name", "province_code"]].itertuples(index=False, name=None)
    found = {code: match(name, province=province, vintage=VINTAGE) for code, name, province in columns}
    missed = [code for code, matches in found.items() if code not in codes_in_front(matches)]
    assert missed == ["06978"]
    wrong = [code for code, matches in found.items() if is_sure(matches) and matches[0].code != code]
    assert wrong in ([], ["06978"])
