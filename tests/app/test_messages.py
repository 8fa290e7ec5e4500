"""Every error is one sentence and a hint in both languages, with the values it carries."""

import ast
import dataclasses
import inspect
import re
import string
from pathlib import Path

import pytest

from app import errors as app
from app import messages
from app.import_words import COMMAND_FIXES, FIXES, REASONS, command_fix_text, fix_text, reason_text
from app.language import LANGUAGES, Language, Text
from app.messages import MESSAGES, Said, said, said_to_commands
from data import errors as data
from data.issues import Fix, Issue, Reason, Verdict
from geo import errors as geo
from models import errors as models

ROOTS = (app.AppError, data.DataError, geo.GeoError, models.ModelError)
OF_THE_COMMAND_LINE = re.compile(r"--|(?<!\.)\blachan |LACHAN_")
ABSTRACT = {*ROOTS, data.ProjectFileError, data.SourceFileError, data.TableError}


def subclasses(root: type[Exception]) -> set[type[Exception]]:
    below = set(root.__subclasses__())
    return below | {each for child in below for each in subclasses(child)}


ERRORS = sorted(
    {each for root in ROOTS for each in subclasses(root)} - ABSTRACT, key=lambda each: (each.__module__, each.__name__)
)


def example(error: type[Exception]) -> Exception:
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
    typed = said_to_commands(example(error), Language(code))  # type: ignore[arg-type]
    for text in (*dataclasses.astuple(message), *dataclasses.astuple(typed)):
        assert text.endswith(".")
        assert "{" not in text


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_window_never_names_the_command_line(error: type[Exception], code: str) -> None:
    message = said(example(error), Language(code))  # type: ignore[arg-type]
    for text in dataclasses.astuple(message):
        assert not OF_THE_COMMAND_LINE.search(text)


def test_the_command_line_keeps_its_own_way() -> None:
    error = data.MissingField("case_counts", "count")
    assert "--map count=COLUMN" in said_to_commands(error, Language("en")).hint
    assert said_to_commands(error, Language("en")).sentence == (
        "Nothing says what count is, and the table case_counts needs it."
    )


def test_a_setting_is_called_as_its_form_calls_it() -> None:
    error = app.BadParameter("visits", "days", 7, "days ≤ 4")
    assert dataclasses.astuple(said(error, Language("en"))) == (
        "“Days” of “Which communes to visit, and by which route” cannot be 7.", "Allowed: “Days” ≤ 4.",
    )  # fmt: skip
    assert said_to_commands(error, Language("en")).sentence == "“Days” (days) of visits cannot be 7."
    elsewhere = app.BadParameter("no question", "days", 7, "days ≤ 4")
    assert said(elsewhere, Language("en")).sentence == "days of no question cannot be 7."


def test_the_window_calls_tables_and_fields_by_their_labels() -> None:
    error = data.MissingField("case_counts", "count")
    assert said(error, Language("en")).sentence == (
        "Nothing says what “Number” is, and the table “Case counts” needs it."
    )
    assert "“Số vụ việc theo kỳ”" in said(error, Language("vi")).sentence


@pytest.mark.parametrize(("field", "shown"), [("cost", "Cost"), ("poverty", "poverty"), ("remoteness", "remoteness")])
def test_a_figure_that_is_missing_is_called_by_its_label(field: str, shown: str) -> None:
    sentence = said(app.NoFigure(field), Language("en")).sentence
    assert sentence == f"The plan asks for a figure that the project does not state: “{shown}”."
    assert field not in said(app.NoFigure(field), Language("vi")).sentence


def test_what_may_not_leave_names_every_setting_that_would_let_it() -> None:
    hint = said_to_commands(app.NothingToRelease("visits-1", "shareable"), Language("en")).hint
    for setting in ("existing=public", "lens=children", "weight_risk", "weight_silence", "weight_recommendations"):
        assert setting in hint


def test_a_name_that_is_only_a_value_is_not_taken_for_a_word() -> None:
    path = data.UnknownColumn(Path("a.csv"), "Số vụ", ("Mã xã", "Tên"))
    assert said(path, Language("en")) == Said("a.csv has no column called Số vụ.", "It has: Mã xã, Tên.")


def test_no_text_of_the_window_names_the_command_line() -> None:
    for file in sorted((Path(messages.__file__).parent / "desktop").glob("*.py")):
        for text in marked_texts(file):
            assert not OF_THE_COMMAND_LINE.search(text), (file.name, text)


def marked_texts(file: Path) -> list[str]:
    """Return the catalogue messages of a module."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    marked = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "N_"]
    return [str(ast.literal_eval(each)) for each in marked]


def test_no_message_is_left_of_an_error_that_is_gone() -> None:
    assert set(MESSAGES) == set(ERRORS)


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
def test_every_field_of_a_message_is_a_value_of_its_error(error: type[Exception]) -> None:
    fields = {name for text in MESSAGES[error] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    assert fields <= set(vars(example(error)))


def test_the_two_languages_differ() -> None:
    error = app.TooManyShelters(Text("9 nơi", "9 places"), 4)
    assert said(error, Language("vi")) != said(error, Language("en"))
    assert "9" in said(error, Language("vi")).sentence


def test_a_bug_has_no_sentence() -> None:
    with pytest.raises(KeyError):
        said(ZeroDivisionError(), Language("vi"))


def test_every_reason_and_fix_of_an_import_is_in_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(FIXES) == set(Fix)
    assert set(COMMAND_FIXES) < set(Fix)


@pytest.mark.parametrize("fix", list(Fix))
def test_the_window_mends_a_row_without_the_command_line(fix: Fix) -> None:
    issue = Issue(None, 1, "a", "b", Reason.MISSING, fix, Verdict.NOTED)
    for code in LANGUAGES:
        assert "--" not in fix_text(issue, Language(code))
    assert ("--" in command_fix_text(issue, Language("en"))) == (fix in COMMAND_FIXES)


def test_a_reason_tells_the_offending_text_and_the_limit() -> None:
    issue = Issue("Sheet1", 4, "count", "-3", Reason.TOO_SMALL, Fix.CORRECT_VALUE, Verdict.SET_ASIDE, {"minimum": 0})
    assert reason_text(issue, Language("en")) == "“-3” is below 0."
    assert fix_text(issue, Language("en")).startswith("Correct the value")
