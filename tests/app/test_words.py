"""Each word stands in one file, and the files together are what screens and files read."""

from collections import Counter
from types import ModuleType

import pytest

from app import access_words, case_words, plan_words, risk_words, shared_words, training_words, visit_words, words
from app.choice_words import CHOICES
from app.unit_words import COUNTED, DECIMALS, PER_YEAR, UNITS

GROUPS = (shared_words, case_words, access_words, risk_words, plan_words, visit_words, training_words)
KINDS = ("COLUMNS", "TABLES", "LAYERS", "VALUES")


def keys(group: ModuleType, kind: str) -> list[str]:
    return list(getattr(group, kind, {}))


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_stands_in_two_files(kind: str) -> None:
    times = Counter(key for group in GROUPS for key in keys(group, kind))
    assert [key for key, number in times.items() if number > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_is_joined(kind: str) -> None:
    assert [key for group in GROUPS for key in keys(group, kind)] == list(getattr(words, kind))


def test_every_column_read_as_a_name_has_a_heading() -> None:
    assert words.NAMES - words.COLUMNS.keys() == set()


def test_what_has_decimals_or_a_period_is_a_unit() -> None:
    assert (DECIMALS.keys() | COUNTED | PER_YEAR) - UNITS.keys() == set()


def test_a_choice_that_results_show_too_has_the_word_it_has_there() -> None:
    assert CHOICES["agency"] == words.VALUES
    assert CHOICES["roles"].items() <= words.VALUES.items()
    assert CHOICES["venue_kinds"].items() <= words.VALUES.items()
