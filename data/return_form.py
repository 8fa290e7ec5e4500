"""What a return form asks a commune, and where on the sheet each answer stands.

A form is one sheet a person sees and one hidden sheet that says what the form is of: commune, day from which its code
holds, period and agency. The hidden sheet also holds the words of the drop-down lists with the code of each, and the
texts that must still stand where they stood, so a form can be read in any language and a shifted one is noticed.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.periods import DAY, Period

FORM = "return"
VERSION = 1
MACHINE_SHEET = "lachan_form"
"""Name of the hidden sheet: a workbook that has it is a return form."""

AGENCY = "commune"
"""Who fills the form unless somebody else is named."""

KINDS = ("physical_violence", "sexual_abuse", "neglect", "exploitation", "other")
PLACES = ("home", "school", "public", "online", "unknown")
YES, NO = "yes", "no"
ANSWERS = (YES, NO)

QUESTION = "D9"
"""Whether the commune learned of any case in the period. "No" is a sent zero for every kind."""
FIRST_LINE, LINES = 13, 8
KIND_COLUMN, PLACE_COLUMN = "B", "C"
FIRST_FIGURE, FIGURE_COLUMN = 25, "D"
FACTS = ("form", "version", "commune_code", "vintage", "period_start", "period_end", "agency")
CHECK = "check"
"""Name of the hash of the facts: an edit of one of them is noticed."""
FACTS_AT, KINDS_AT, PLACES_AT, ANSWERS_AT, LABELS_AT = (0, 3, 6, 9, 12)
"""First column, counted from 0, of each pair of columns of the hidden sheet."""


@dataclass(frozen=True, slots=True)
class CountColumn:
    """A column of the lines on cases: its letter and what a number in it counts."""

    letter: str
    stage: str
    counted: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the commune; `standing`: as it is on the last day of the period, not what came up during it."""

    indicator: str
    unit: str
    standing: bool
    age_band: str = ""


COUNT_COLUMNS = (
    CountColumn("D", "received", "cases"),
    CountColumn("E", "received", "victims"),
    CountColumn("F", "handled", "cases"),
    CountColumn("G", "open", "cases"),
    CountColumn("H", "prosecuted", "cases"),
    CountColumn("I", "prosecuted", "defendants"),
    CountColumn("J", "convicted", "cases"),
    CountColumn("K", "convicted", "convicted_persons"),
)
FIGURES = (
    Figure("population", "people", standing=True),
    Figure("children", "people", standing=True, age_band="0-15"),
    Figure("dropouts", "people", standing=False, age_band="0-15"),
    Figure("drownings", "people", standing=False, age_band="0-15"),
    Figure("activities", "activities", standing=False),
    Figure("models", "models", standing=True),
    Figure("officers", "people", standing=True),
    Figure("officers_trained", "people", standing=True),
)


@dataclass(frozen=True, slots=True)
class FormHead:
    """What a form is of.

    Parameters
    ----------
    commune_code : str
    vintage : str
        The day, ISO, from which the code holds.
    period : Period
        With both ends.
    agency : str
        Whose return it is.
    """

    commune_code: str
    vintage: str
    period: Period
    agency: str = AGENCY


def facts_of(head: FormHead) -> dict[str, str]:
    """Return what the hidden sheet says of a form, by name."""
    period = head.period
    days = [day.isoformat() if day else "" for day in (period.start, period.end)]
    facts = dict(zip(FACTS, (FORM, str(VERSION), head.commune_code, head.vintage, *days, head.agency), strict=True))
    return {**facts, CHECK: _check(facts)}


def head_of(facts: Mapping[str, str]) -> FormHead | None:
    """Return what a form is of; None when the hidden sheet does not say it, or not as this version does.

    Examples
    --------
    >>> day = datetime.date(2025, 9, 30)
    >>> head = FormHead("03127", "2025-07-01", Period(day, day), "police")
    >>> head_of(facts_of(head)) == head, head_of({"form": "return"})
    (True, None)
    """
    if facts.get("form") != FORM or facts.get("version") != str(VERSION) or facts.get(CHECK) != _check(facts):
        return None
    try:
        start, end = (datetime.date.fromisoformat(facts[fact]) for fact in ("period_start", "period_end"))
        period = Period(start, end)
    except ValueError:
        return None
    return FormHead(facts["commune_code"], facts["vintage"], period, facts["agency"])


def _check(facts: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(facts.get(fact, "") for fact in FACTS).encode()).hexdigest()


def last_quarter(today: datetime.date) -> Period:
    """Return the last calendar quarter that has ended before `today`.

    Examples
    --------
    >>> str(last_quarter(datetime.date(2026, 2, 10)))
    '2025-10-01/2025-12-31'
    """
    this = datetime.date(today.year, today.month - (today.month - 1) % 3, 1)
    end = this - DAY
    return Period(datetime.date(end.year, end.month - 2, 1), end)


def line_rows() -> range:
    """Return the rows of the lines on cases."""
    return range(FIRST_LINE, FIRST_LINE + LINES)


def figure_rows() -> range:
    """Return the rows of the figures, in the order of `FIGURES`."""
    return range(FIRST_FIGURE, FIRST_FIGURE + len(FIGURES))


def machine_rows(
    head: FormHead, *, words: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[tuple[int, int, str], ...]:
    """Return the cells of the hidden sheet: row and column, counted from 0, and text.

    Parameters
    ----------
    head : FormHead
    words : mapping
        Code to word, for every code of `KINDS`, `PLACES` and `ANSWERS`.
    labels : mapping
        Address to the text that must stand there.
    """
    columns: Iterable[tuple[int, Iterable[tuple[str, str]]]] = (
        (FACTS_AT, facts_of(head).items()),
        (KINDS_AT, [(code, words[code]) for code in KINDS]),
        (PLACES_AT, [(code, words[code]) for code in PLACES]),
        (ANSWERS_AT, [(code, words[code]) for code in ANSWERS]),
        (LABELS_AT, labels.items()),
    )
    return tuple(
        (row, first + beside, text)
        for first, pairs in columns
        for row, pair in enumerate(pairs)
        for beside, text in enumerate(pair)
    )
