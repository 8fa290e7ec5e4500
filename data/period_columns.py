"""Columns that name periods in words, "Quý III/2025" or "2024", as first and last days."""

import datetime

import pandas as pd

from data.field_words import PERIOD
from data.issues import Finding, Reason, positions
from data.period_words import read_period
from data.periods import Period
from data.text_dates import read_day, read_month
from data.title_facts import assumed_start

PERIOD_FIELDS = ("period_start", "period_end")


def read_period_column(text: "pd.Series[str]") -> "tuple[dict[str, pd.Series[str]], list[Finding]]":
    """Return first and last days, ISO, by field; a period without a beginning gets 1 January, and that is said.

    Examples
    --------
    >>> days, found = read_period_column(pd.Series(["Quý III/2025", "Đến 30/9/2025"], dtype="str"))
    >>> days["period_start"].tolist(), days["period_end"].tolist()
    (['2025-07-01', '2025-01-01'], ['2025-09-30', '2025-09-30'])
    >>> [finding.reason.value for finding in found]
    ['default_used']
    """
    read = {word: read_period(word) for word in text.unique() if word}
    starts = {word: _iso(period.start or assumed_start(period)) for word, period in read.items() if period}
    ends = {word: _iso(period.end) for word, period in read.items() if period}
    days = {
        name: text.map(found).fillna("").astype("str")
        for name, found in zip(PERIOD_FIELDS, (starts, ends), strict=True)
    }
    unread = positions((text != "") & ~text.isin(list(starts)))
    findings = [Finding(Reason.NOT_A_PERIOD, PERIOD, unread)] if len(unread) else []
    return days, findings + _assumed(text, {word: period for word, period in read.items() if period}, starts)


def with_words_of_periods(text: "pd.Series[str]", field: str) -> "pd.Series[str]":
    """Return a column of days in which periods stand as their first or last day; what is a day stays as it is.

    >>> with_words_of_periods(pd.Series(["Quý III/2025", "1/7/2025"], dtype="str"), "period_end").tolist()
    ['2025-09-30', '1/7/2025']
    """
    words = [word for word in text.unique() if word and not _is_day(word)]
    read = {word: period for word in words if (period := read_period(word))}
    days = {word: _iso(period.start if field == PERIOD_FIELDS[0] else period.end) for word, period in read.items()}
    return text.replace(days) if days else text


def _is_day(word: str) -> bool:
    """Say whether a cell is a day, a month (its day is assumed elsewhere) or a number that a sheet keeps as a day."""
    return read_day(word) is not None or read_month(word) is not None or (word.isdecimal() and len(word) > 4)


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _assumed(text: "pd.Series[str]", read: dict[str, Period], starts: dict[str, str]) -> list[Finding]:
    open_ = [word for word, period in read.items() if period.start is None]
    return [
        Finding(
            Reason.DEFAULT_USED, "period_start", positions(text == word), common={"value": starts[word]}, listed=False
        )
        for word in open_
    ]
