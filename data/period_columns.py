"""Columns that name periods in words, "Quý III/2025" or "2024", as first and last days."""

import datetime
import re
from collections.abc import Iterable

import pandas as pd

from data.field_words import PERIOD
from data.issues import Finding, Reason, positions
from data.name_folding import folded
from data.named_columns import cells_of_columns, columns_of
from data.period_words import read_period
from data.periods import Period
from data.text_dates import read_day, read_month
from data.title_facts import assumed_start

PERIOD_FIELDS = ("period_start", "period_end")

_YEARS = frozenset({"năm", "nam", "year", "năm báo cáo", "nam bao cao"})
_PARTS = {"quý": "Quý", "quy": "Quý", "quarter": "Quý", "tháng": "Tháng", "thang": "Tháng", "month": "Tháng"}
"""Headers of the column beside that of the years, and the word its numbers lack to be a period."""
_YEAR = re.compile(r"(?:năm\s*)?((?:19|20)\d{2})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}|[ivx]{1,4}", re.IGNORECASE)


def year_and_part(columns: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns of years and of quarters or months that name a period together; None without both.

    Examples
    --------
    >>> year_and_part(["Xã", "Quý", "Năm", "Số vụ"])
    ('Năm', 'Quý')
    """
    named = {" ".join(folded(column).split()): column for column in columns}
    year = next((named[word] for word in named if word in _YEARS), None)
    part = next((named[word] for word in named if word in _PARTS), None)
    return (year, part) if year and part else None


def are_years(text: "pd.Series[str]") -> bool:
    """Say whether a column holds years and nothing else."""
    filled = [word for word in text.unique() if word]
    return bool(filled) and all(_YEAR.fullmatch(word) for word in filled)


def period_texts(column: str, frame: pd.DataFrame) -> "pd.Series[str]":
    """Return the words of a period, those of a column of years and one of quarters or months put together.

    A row without a quarter or month is of the whole year; one that names its year itself needs no other.

    Examples
    --------
    >>> rows = pd.DataFrame({"Năm": ["2025", "2025", "2025"], "Quý": ["III", "", "Quý I/2024"]}, dtype="str")
    >>> period_texts("Năm|Quý", rows).tolist()
    ['Quý III 2025', '2025', 'Quý I/2024']
    """
    columns = columns_of(column, frame)
    together = year_and_part(columns)
    if together is None:
        return cells_of_columns(column, frame)
    year, part = together
    word = _PARTS[" ".join(folded(part).split())]
    pairs = pd.MultiIndex.from_arrays([frame[year], frame[part]])
    said = {(of_year, of_part): _period_of(of_year, of_part, word) for of_year, of_part in pairs.unique()}
    return pd.Series([said[pair] for pair in pairs], index=frame.index, dtype="str")


def _period_of(year: str, part: str, word: str) -> str:
    if not part or (not _NUMBER.fullmatch(part) and read_period(part) is not None):
        return part or year
    number = f"{word} {part}" if _NUMBER.fullmatch(part) else part
    plain_year = _YEAR.sub(r"\1", year)
    return f"{number} {plain_year}".strip()


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
