"""One period and one choice of kinds stand for the marked parameters of every question, whatever these are called."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.asked import asked_details, asked_text
from app.language import Language
from app.parameters import Parameters, parameter
from app.plain_words import TERMS, explanations
from app.questions import Analysis, find, names
from app.scope import (
    Scope,
    kinds_text,
    kinds_with_returns,
    period_iso,
    period_text,
    scope_of_period,
    scope_parameters,
    scope_text,
    scope_values,
    scope_with,
    years_with_returns,
)
from data.project import Project

EN, VI = Language("en"), Language("vi")
KINDS = st.lists(st.sampled_from(["neglect", "sexual_abuse", "made up"]), unique=True).map(
    lambda kinds: tuple(sorted(kinds))
)
SCOPES = st.builds(Scope, st.none() | st.dates(), st.none() | st.dates(), KINDS)


class Marked(Parameters):
    """A question that calls the parts of the scope what it likes."""

    first: date | None = parameter(None, label="First", scope="start")
    last: date | None = parameter(None, label="Last", scope="end")
    what: str = parameter("all", label="What", scope="kinds")
    number: int = parameter(7, label="Number")
    rare: float = parameter(0.5, label="Rare", advanced=True)


class Unmarked(Parameters):
    """A question without period and kinds."""

    period_start: date | None = parameter(None, label="Not of the scope: it has no mark")


MARKED = Analysis("marked", "access", "A question", Marked, lambda *_: None)  # type: ignore[arg-type, return-value]


def test_a_question_joins_by_its_marks_not_by_names() -> None:
    assert scope_parameters(Marked) == {"start": "first", "end": "last", "kinds": "what"}
    assert scope_parameters(Unmarked) == {}
    assert scope_parameters(find("rates").parameters) == {
        "kinds": "kind", "start": "period_start", "end": "period_end",
    }  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_a_part_of_the_scope_stands_in_a_question_once(name: str) -> None:
    fields = find(name).parameters.model_fields.values()
    marks = [field.json_schema_extra["scope"] for field in fields if isinstance(field.json_schema_extra, dict)]
    parts = [mark for mark in marks if mark]
    assert len(parts) == len(set(parts))


@given(SCOPES, SCOPES)
def test_what_goes_into_a_question_comes_out_of_it(scope: Scope, other: Scope) -> None:
    values = scope_values(scope, Marked)
    assert scope_with(other, Marked, values) == scope
    assert scope_values(scope_with(other, Marked, values), Marked) == values
    assert scope_with(other, Unmarked, {"period_start": "2024-01-01"}) == other


def test_the_values_are_those_the_parameters_take() -> None:
    scope = Scope(date(2024, 1, 1), None, ("neglect", "sexual_abuse"))
    values = scope_values(scope, Marked)
    assert values == {"first": "2024-01-01", "last": None, "what": "neglect, sexual_abuse"}
    assert Marked.model_validate(values).first == date(2024, 1, 1)
    assert scope_values(Scope(), Marked) == Marked().model_dump(include=set(values))


def test_what_is_no_day_is_not_taken_over() -> None:
    known = Scope(date(2024, 1, 1), date(2024, 12, 31))
    assert scope_with(known, Marked, {"first": "31/2/2024", "last": None}) == Scope(date(2024, 1, 1), None)


def test_every_kind_is_no_kind_in_particular() -> None:
    assert scope_with(Scope(), Marked, {"what": "neglect, all"}).kinds == ()
    assert scope_with(Scope(), Marked, {"what": " sexual_abuse,neglect ,"}).kinds == ("neglect", "sexual_abuse")


@given(SCOPES)
def test_a_period_comes_back_from_its_text(scope: Scope) -> None:
    assert scope_of_period(period_iso(scope)) == Scope(scope.start, scope.end)


@pytest.mark.parametrize("text", ["", "..", "2024", "2024-01-01", "2024-13-01/..", "neglect/.."])
def test_other_texts_are_no_period(text: str) -> None:
    assert scope_of_period(text) is None


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(), "all years"),
        (Scope().in_year(2024), "2024"),
        (Scope(date(2020, 1, 1), date(2024, 12, 31)), "2020–2024"),
        (Scope(date(2024, 1, 1), date(2024, 6, 30)), "1 Jan 2024 – 30 Jun 2024"),
        (Scope(date(2024, 3, 1)), "from 1 Mar 2024"),
        (Scope(None, date(2024, 3, 1)), "until 1 Mar 2024"),
    ],
)
def test_a_period_is_said_as_people_say_it(scope: Scope, said: str) -> None:
    assert period_text(scope, EN) == said


def test_kinds_are_said_in_few_words() -> None:
    assert kinds_text((), EN) == "all kinds of case"
    assert kinds_text(("sexual_abuse",), EN) == "sexual abuse"
    assert kinds_text(("as in the data",), VI) == "as in the data"
    assert kinds_text(("neglect", "sexual_abuse"), EN) == "2 kinds of case"


def test_a_question_says_only_the_parts_it_has() -> None:
    scope = Scope(kinds=("neglect",)).in_year(2023)
    assert scope_text(scope, Marked, EN) == ["2023", "neglect"]
    assert scope_text(scope, Unmarked, EN) == []


def test_years_and_kinds_are_those_with_returns(four_communes: Project) -> None:
    assert years_with_returns(four_communes) == ()
    assert kinds_with_returns(four_communes) == ()
    days = ("2023-12-01", "2024-01-31", "neglect"), ("2020-05-01", "2020-05-31", "all")
    rows = [
        {
            "unit_code": "00001", "vintage": "2025-07-01", "period_start": pd.Timestamp(start),
            "period_end": pd.Timestamp(end), "place": "home", "kind": kind, "agency": "police", "stage": "received",
            "counted": "cases", "count": 1,
        }
        for start, end, kind in days
    ]  # fmt: skip
    counted = four_communes.append("case_counts", pd.DataFrame(rows))
    listed = counted.append("cases", pd.DataFrame([{"case_id": "1", "occurred_on": "2019-07", "kind": "exploitation"}]))
    assert years_with_returns(listed) == (2024, 2023, 2020, 2019)
    assert kinds_with_returns(listed) == ("exploitation", "neglect")


def test_what_was_asked_names_scope_numbers_and_what_is_not_the_default() -> None:
    values = {"first": "2024-01-01", "last": "2024-12-31", "what": "all", "number": 7, "rare": 0.5}
    assert asked_text(MARKED, values, EN) == "2024 · all kinds of case · Number: 7"
    assert asked_text(MARKED, {**values, "rare": 0.75}, EN).endswith("Number: 7 · Rare: 0.75")
    assert asked_text(find("shelters"), {"p": 5, "existing": "public", "speed": 30.0}, EN) == "New sites: 5"
    assert asked_text(find("shelters"), {"p": 5, "budget": 0.0}, EN) == "New sites: 5", "0 asks for nothing"
    assert asked_details(MARKED, values, EN).splitlines()[-2:] == ["Number: 7", "Rare: 0.5"]
    days = {"days": 3, "hours": 8.0, "service": 120.0, "weight_risk": 3.0, "weight_silence": 1.0}
    said = "Days: 3 · Hours a day: 8 hours · Time in each commune: 120 minutes"
    assert asked_text(find("visits"), {**days, "weight_silence": 3.0}, EN) == said, "no more than three defaults"
    assert asked_text(find("visits"), days, EN).endswith(" · Weight of silence: 1")
    assert asked_text(MARKED, {}, EN) == "all years · all kinds of case"


def test_a_term_is_explained_where_it_stands() -> None:
    meaning = next(iter(TERMS.values()))
    assert explanations("Read the Empirical Bayes rate.", EN) == [meaning]
    assert explanations("Seven cases", EN) == []
