"""Two languages from one catalogue: nothing untranslated, numbers and dates as each language writes them."""

import string
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.language import LANGUAGES, Language, Text, both
from app.reports import notes

APP = Path(__file__).resolve().parents[2] / "app"
CATALOGUE = APP / "locale" / "vi" / "LC_MESSAGES" / "lachan.po"


def messages_in_code() -> set[str]:
    found = extract_from_dir(str(APP), method_map=[("**.py", "python")], keywords={"N_": None})
    return {str(message) for _, _, message, _, _ in found}


def catalogue() -> dict[str, str]:
    entries = read_po(BytesIO(CATALOGUE.read_bytes()), locale="vi")
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and not entry.fuzzy}


def fields(text: str) -> list[tuple[str, str]]:
    return sorted((name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None)


def test_every_text_of_the_program_is_in_the_catalogue_and_nothing_else() -> None:
    assert set(catalogue()) == messages_in_code()


def test_every_text_is_translated_with_the_same_fields() -> None:
    for english, vietnamese in catalogue().items():
        assert vietnamese, english
        assert fields(english) == fields(vietnamese), english


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    for english, vietnamese in catalogue().items():
        if not fields(english) and "{" not in english:
            assert Language("vi").say(english) == vietnamese, "run: pip install --editable ."


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (27800, 0, "27.800", "27,800"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234.56, 1, "-1.234,6", "-1,234.6"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, decimals: int, vi: str, en: str) -> None:
    assert Language("vi").number(value, decimals) == vi
    assert Language("en").number(value, decimals) == en


def test_dates_are_written_as_the_language_does() -> None:
    assert Language("vi").date(date(2026, 11, 21)) == "21/11/2026"
    assert Language("en").date(date(2026, 11, 21)) == "21 Nov 2026"


def test_the_format_of_a_field_is_its_number_of_decimals() -> None:
    assert Language("en").say("{share:1} % of {n}", share=21.3, n=27800) == "21.3 % of 27,800"


def test_without_a_format_a_number_has_the_decimals_it_needs() -> None:
    assert Language("vi").say("{limit} {whole} {long}", limit=45.5, whole=60.0, long=1 / 3) == "45,5 60 0,333"


def test_an_empty_text_stays_empty() -> None:
    assert [Language(code).say("") for code in LANGUAGES] == ["", ""]


def test_a_text_within_a_text_speaks_the_language_of_the_whole() -> None:
    assert both("{inner}!", inner=Text("xin chào", "hello")) == Text("xin chào!", "hello!")


def test_a_field_without_a_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Language("en").say("{missing}")


def test_vietnamese_comes_first() -> None:
    assert LANGUAGES == ("vi", "en")


@pytest.fixture
def in_hanoi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be set on this system")
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_hanoi")
def test_a_stored_moment_is_shown_by_the_readers_clock_and_calendar() -> None:
    evening = "2026-11-21T18:32:00+00:00"
    assert Language("vi").moment(evening) == "22/11/2026 01:32"
    assert Language("en").moment(evening) == "22 Nov 2026 01:32"


@pytest.mark.usefixtures("in_hanoi")
def test_a_file_says_the_zone_of_its_moment() -> None:
    assert notes.moment("2026-11-21T18:32:00+00:00", Language("vi")) == "22/11/2026 01:32 (UTC+07:00)"
