"""Every error is one sentence and a hint in both languages, with the values it carries."""

import inspect
import string

import pytest

from app import errors as app
from app.import_words import FIXES, REASONS, fix_text, reason_text
from app.language import LANGUAGES, Language
from app.messages import MESSAGES, said
from data import errors as data
from data.issues import Fix, Issue, Reason, Verdict
from geo import errors as geo
from models import errors as models

ROOTS = (app.AppError, data.DataError, geo.GeoError, models.ModelError)
ABSTRACT = {*ROOTS, data.ProjectFileError, data.SourceFileError, data.TableError}


def subclasses(root: type[Exception]) -> set[type[Exception]]:
    below = set(root.__subclasses__())
    return below | {each for child in below for each in subclasses(child)}


ERRORS = sorted(
    {each for root in ROOTS for each in subclasses(root)} - ABSTRACT, key=lambda each: (each.__module__, each.__name__)
)


def example(error: type[Exception]) -> Exception:
    from pathlib import Path

    made = {
        "path": Path("folder/tệp.lachan"),
        "tables": ("cases",),
        "known": ("a", "b"),
        "position": (1, 2),
        "positions": (1, 2),
        "demands": (3,),
        "codes": ("00001",),
        "expected": (2, 3),
        "got": (3, 2),
    }
    numbers = {"found", "longitude", "latitude", "lower", "upper", "value", "seconds", "p", "candidates", "fixed"}
    given = {}
    for parameter in list(inspect.signature(error.__init__).parameters.values())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        plain = 7 if parameter.name in numbers else f"<{parameter.name}>"
        given[parameter.name] = 7 if parameter.annotation in (int, float) else made.get(parameter.name, plain)
    if "known" in given and error is data.NewerFormat:
        given["known"] = 1
    return error(**given)


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_error_is_said_with_its_values(error: type[Exception], code: str) -> None:
    message = said(example(error), Language(code))  # type: ignore[arg-type]
    assert message.sentence.endswith(".")
    assert message.hint.endswith(".")
    assert "{" not in message.sentence + message.hint


def test_no_message_is_left_of_an_error_that_is_gone() -> None:
    assert set(MESSAGES) == set(ERRORS)


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
def test_every_field_of_a_message_is_a_value_of_its_error(error: type[Exception]) -> None:
    fields = {name for text in MESSAGES[error] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    assert fields <= set(vars(example(error)))


def test_the_two_languages_differ() -> None:
    error = app.TooManyShelters(9, 4)
    assert said(error, Language("vi")) != said(error, Language("en"))
    assert "9" in said(error, Language("vi")).sentence


def test_a_bug_has_no_sentence() -> None:
    with pytest.raises(KeyError):
        said(ZeroDivisionError(), Language("vi"))


def test_every_reason_and_fix_of_an_import_is_in_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(FIXES) == set(Fix)


def test_a_reason_tells_the_offending_text_and_the_limit() -> None:
    issue = Issue("Sheet1", 4, "count", "-3", Reason.TOO_SMALL, Fix.CORRECT_VALUE, Verdict.SET_ASIDE, {"minimum": 0})
    assert reason_text(issue, Language("en")) == "“-3” is below 0."
    assert fix_text(issue, Language("en")).startswith("Correct the value")
