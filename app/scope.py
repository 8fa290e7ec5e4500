"""The scope of what is asked: one period and one choice of case kinds for every question that has them.

A parameter belongs to the scope by its mark (`app.parameters.parameter`): a new question joins by marking its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app import words
from app.case_counts import ALL
from app.language import N_, Language
from app.listed_cases import received_on
from app.parameters import Parameters
from data.project import Project

_OPEN = ".."
"""An end that is open, as ISO 8601-2 writes it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A period and kinds of case.

    Attributes
    ----------
    start, end : date, optional
        First and last day; None: as far as the data go.
    kinds : tuple of str
        Kinds of case as in the data; empty: every kind.
    """

    start: date | None = None
    end: date | None = None
    kinds: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last calendar year, of a period made of whole years."""
        start, end = self.start, self.end
        if start is None or end is None or (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
            return None
        return start.year, end.year

    def in_year(self, year: int) -> "Scope":
        """Return the scope with a calendar year as its period."""
        return replace(self, start=date(year, 1, 1), end=date(year, 12, 31))

    def with_period_of(self, other: "Scope") -> "Scope":
        """Return these kinds in the period of another scope."""
        return replace(self, start=other.start, end=other.end)


def scope_parameters(kind: type[Parameters]) -> dict[str, str]:
    """Return, for each part of the scope a question has, the name of its parameter."""
    marks = {name: _mark(field.json_schema_extra) for name, field in kind.model_fields.items()}
    return {part: name for name, part in marks.items() if part}


def scope_values(scope: Scope, kind: type[Parameters]) -> dict[str, object]:
    """Return the scope as the parameters of a question hold it in JSON."""
    parts = {"start": _day_text(scope.start), "end": _day_text(scope.end), "kinds": ", ".join(scope.kinds) or ALL}
    return {name: parts[part] for part, name in scope_parameters(kind).items()}


def scope_with(scope: Scope, kind: type[Parameters], values: Mapping[str, object]) -> Scope:
    """Return the scope with what `values` of a question say of it; what is no day is not taken over."""
    for part, name in scope_parameters(kind).items():
        if name not in values:
            continue
        if part == "kinds":
            scope = replace(scope, kinds=_kinds(str(values[name])))
        else:
            scope = _with_day(scope, part, values[name])
    return scope


def period_iso(scope: Scope) -> str:
    """Return the period as an ISO 8601 interval, an open end as two dots.

    >>> period_iso(Scope(date(2024, 1, 1), None))
    '2024-01-01/..'
    """
    return f"{scope.start or _OPEN}/{scope.end or _OPEN}"


def scope_of_period(text: str) -> Scope | None:
    """Return the scope of all kinds in an interval that `period_iso` wrote; None for any other text.

    >>> scope_of_period("2024-01-01/..")
    Scope(start=datetime.date(2024, 1, 1), end=None, kinds=())
    """
    start, slash, end = text.partition("/")
    try:
        first, last = (None if each == _OPEN else date.fromisoformat(each) for each in (start, end))
    except ValueError:
        return None
    return Scope(first, last) if slash else None


def years_with_returns(project: Project) -> tuple[int, ...]:
    """Return the calendar years some count or case of the project lies in, the latest first."""
    counts, cases = project["case_counts"], project["cases"]
    periods = counts[["period_start", "period_end"]].drop_duplicates().dropna()
    covered = {
        year
        for start, end in zip(periods["period_start"], periods["period_end"], strict=True)
        for year in range(start.year, end.year + 1)
    }
    happened = received_on(cases).dropna().dt.year.unique()
    return tuple(sorted(covered | {int(year) for year in happened}, reverse=True))


def kinds_with_returns(project: Project) -> tuple[str, ...]:
    """Return the kinds of case the project counts or lists."""
    found = {str(kind) for table in ("case_counts", "cases") for kind in project[table]["kind"].dropna().unique()}
    return tuple(sorted(found - {ALL}))


def period_text(scope: Scope, language: Language) -> str:
    """Return the period as people say it: 2024, 2020–2024, or its days."""
    if scope.years:
        first, last = scope.years
        return str(first) if first == last else f"{first}–{last}"
    start, end = (language.date(day) if day else "" for day in (scope.start, scope.end))
    if start and end:
        return f"{start} – {end}"
    if start or end:
        return language.say(N_("from {day}"), day=start) if start else language.say(N_("until {day}"), day=end)
    return language.say(N_("all years"))


def kinds_text(kinds: Sequence[str], language: Language) -> str:
    """Return the kinds in few words: all, the one, or how many."""
    if not kinds:
        return language.say(N_("all kinds of case"))
    return kind_word(kinds[0], language) if len(kinds) == 1 else language.say(N_("{n} kinds of case"), n=len(kinds))


def kind_word(kind: str, language: Language) -> str:
    """Return the word for a kind of case; one the program does not know is called as in the data."""
    return language.say(words.VALUES[kind]) if kind in words.VALUES else kind


def scope_text(scope: Scope, kind: type[Parameters], language: Language) -> list[str]:
    """Return the parts of the scope a question has, in words."""
    parts = scope_parameters(kind)
    said = []
    if {"start", "end"} & set(parts):
        said.append(period_text(scope, language))
    if "kinds" in parts:
        said.append(kinds_text(scope.kinds, language))
    return said


def _mark(extra: Any) -> str:
    return str(extra.get("scope", "")) if isinstance(extra, dict) else ""


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(sorted({each.strip() for each in text.split(",")} - {""}))
    return () if ALL in kinds else kinds


def _with_day(scope: Scope, part: str, value: object) -> Scope:
    """Return the scope with another first or last day; None, and an empty text, is an open end."""
    try:
        day = date.fromisoformat(str(value)) if value else None
    except ValueError:
        return scope
    return replace(scope, start=day) if part == "start" else replace(scope, end=day)
