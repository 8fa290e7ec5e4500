"""Link keys: the same child has the same keys however it is typed, and nobody makes them without the project's key."""

import hmac
import unicodedata
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.link_keys import (
    CHILD_COLUMNS,
    FULL,
    GIVEN,
    LINK_KEY,
    NUMBER,
    PARTS,
    PLAIN,
    link_key_of,
    link_keys,
    new_link_key,
    normal_name,
    normal_number,
    with_link_key,
)
from data.name_folding import with_tones_on_first
from data.project import Project

KEY, OTHER_KEY = b"k" * 32, b"l" * 32
CHILD = {
    "name": "Lò Thị Thuỷ",
    "birth_date": "2014-03-09",
    "birth_year": "2014",
    "id_number": "011214000123",
    "sex": "female",
    "commune": "2025-07-01/03349",
}
SYLLABLES = st.sampled_from(("Lò", "Giàng", "Thị", "Văn", "Thuỷ", "Hoà", "Páo", "Đức", "Mỷ", "Quyên", "Khuê", "Ừng"))
NAMES = st.lists(SYLLABLES, min_size=2, max_size=4).map(" ".join)


def keys(key: bytes = KEY, **changes: str) -> dict[str, str]:
    keys = link_keys(pd.DataFrame([CHILD | changes]), key).fillna("").iloc[0]
    return dict(each.split(":") for each in keys.split())


@given(
    name=NAMES,
    form=st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
    case=st.sampled_from((str.upper, str.lower, str.title, str)),
    blanks=st.sampled_from((" ", "  ", "\u00a0", " \t")),
    around=st.sampled_from(("", " ", "  ")),
    tones=st.sampled_from((str, lambda text: with_tones_on_first(text.lower()))),
)
def test_a_child_has_the_same_keys_in_any_form_case_and_blanks(name, form, case, blanks, around, tones) -> None:
    written = unicodedata.normalize(form, around + blanks.join(case(tones(name)).split()) + around)
    assert keys(name=written) == keys(name=name)


def test_all_four_keys_are_made_of_a_child_that_is_known_whole() -> None:
    assert set(keys()) == set(PARTS) == {FULL, PLAIN, GIVEN, NUMBER}
    assert all(len(value) == 32 for value in keys().values())


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        ({"sex": ""}, {PLAIN, GIVEN, NUMBER}),
        ({"birth_date": ""}, {PLAIN, NUMBER}),
        ({"commune": ""}, {FULL, NUMBER}),
        ({"id_number": ""}, {FULL, PLAIN, GIVEN}),
        ({"name": ""}, {NUMBER}),
        ({"name": "Thuỷ"}, {GIVEN, NUMBER}),
    ],
)
def test_a_key_needs_all_its_parts(missing: dict[str, str], left: set[str]) -> None:
    assert set(keys(**missing)) == left


def test_a_child_of_whom_nothing_is_known_has_no_keys() -> None:
    nothing = pd.DataFrame([dict.fromkeys(CHILD_COLUMNS, "")])
    assert link_keys(nothing, KEY).isna().all()


def test_only_the_plain_key_takes_no_notice_of_accents() -> None:
    mine, other = keys(), keys(name="Lo Thi Thuy")
    assert {label for label in PARTS if mine[label] == other[label]} == {PLAIN, NUMBER}


def test_the_given_name_is_the_last_syllable() -> None:
    mine, other = keys(), keys(name="Quàng Mai Thuỷ")
    assert {label for label in PARTS if mine[label] == other[label]} == {GIVEN, NUMBER}


@given(name=NAMES, other=NAMES)
def test_keys_of_different_labels_never_agree(name: str, other: str) -> None:
    mine, theirs = keys(name=name), keys(name=other)
    assert not [pair for pair in product(PARTS, PARTS) if pair[0] != pair[1] and mine[pair[0]] == theirs[pair[1]]]


def test_the_label_is_part_of_what_is_hashed() -> None:
    assert keys()[NUMBER] == hmac.digest(KEY, b"number\x1f011214000123", "sha256").hex()[:32]


def test_no_blank_in_a_part_can_pass_for_the_mark_between_parts() -> None:
    assert "\x1f" not in normal_name("Lò\x1fThuỷ")
    assert keys(name="Lò\x1fThuỷ") == keys(name="Lò Thuỷ")


@given(name=NAMES, number=st.text("0123456789", min_size=12, max_size=12))
def test_without_the_project_s_key_no_key_can_be_made(name: str, number: str) -> None:
    mine, theirs = keys(name=name, id_number=number), keys(OTHER_KEY, name=name, id_number=number)
    assert not set(mine.values()) & set(theirs.values())


@pytest.mark.parametrize(
    ("written", "number"),
    [("011 214 000 123", "011214000123"), ("11214000123", "011214000123"), ("40123456", "040123456")],
)
def test_id_numbers_get_back_the_zeros_a_spreadsheet_dropped(written: str, number: str) -> None:
    assert normal_number(written) == number


@pytest.mark.parametrize("written", ["", "-", "chưa có", "123", "B1234567", "0112140001234"])
def test_what_is_no_id_number_makes_no_key(written: str) -> None:
    assert normal_number(written) == ""


def test_a_word_of_address_is_not_part_of_a_name() -> None:
    assert normal_name("cháu Lò Thị Thuỷ") == normal_name("Lò Thị Thuỷ")
    assert normal_name("Bé") == "bé"


def test_a_project_keeps_one_key_that_belongs_to_no_batch(real_project: Project) -> None:
    assert link_key_of(real_project) is None
    keyed = with_link_key(real_project)
    assert with_link_key(keyed) is keyed
    assert len(link_key_of(keyed) or b"") == 32
    row = keyed["secrets"].iloc[0]
    assert row["name"] == LINK_KEY
    assert pd.isna(row["batch_id"])


def test_keys_of_projects_are_drawn_apart() -> None:
    assert new_link_key() != new_link_key()
