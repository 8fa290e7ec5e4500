"""The hint about a passphrase: length counts, what follows by itself does not."""

import pytest

from app.passphrase_strength import FAIR_FROM, STRONG_FROM, Strength, counted_letters, strength


@pytest.mark.parametrize(
    ("passphrase", "letters"),
    [("", 0), ("a", 1), ("aaaaaaaa", 1), ("abcdefgh", 1), ("87654321", 1), ("ac", 2), ("Ấn", 2)],
)
def test_letters_that_follow_from_the_one_before_do_not_count(passphrase: str, letters: int) -> None:
    assert counted_letters(passphrase) == letters


def test_a_known_word_counts_as_one_letter_however_it_is_spelled() -> None:
    assert counted_letters("ĐIỆN BIÊN 7", known=["Điện Biên"]) == 3


def test_the_limits_belong_to_the_better_class() -> None:
    spread = "qmxbtzjwkvpyrhdg"
    assert counted_letters(spread) == len(spread) == STRONG_FROM
    assert strength(spread[:STRONG_FROM]) is Strength.STRONG
    assert strength(spread[: STRONG_FROM - 1]) is Strength.FAIR
    assert strength(spread[:FAIR_FROM]) is Strength.FAIR
    assert strength(spread[: FAIR_FROM - 1]) is Strength.WEAK


def test_a_province_and_a_year_are_weak() -> None:
    assert strength("dienbien2026", known=["dienbien"]) is Strength.WEAK
