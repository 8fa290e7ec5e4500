"""Turn columns of text into numbers, dates, yes/no and choices, and say which cells cannot be.

How a number is written ("1.234,5" or "1,234.5") is decided once for a column from the cells that leave no doubt, never
cell by cell: half a column read in the other convention is a mistake nobody sees.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.issues import Finding, Reason, positions
from data.schema import Column, Kind
from data.text_dates import read_day, read_month, read_serial

YES = frozenset({"true", "yes", "y", "t", "1", "có", "x", "đúng"})
NO = frozenset({"false", "no", "n", "f", "0", "không", "sai"})
UNREAD = frozenset({Reason.NOT_A_NUMBER, Reason.NOT_WHOLE, Reason.NOT_A_DATE, Reason.NOT_YES_OR_NO})
_DAYS = "datetime64[s]"
LAST_DAYS = frozenset({"period_end", "to", "valid_to"})  # a month in these columns means its last day
MONTHS = frozenset({"occurred_on"})  # columns that mean a month, whatever day stands in them

_OTHER = {".": ",", ",": "."}
_GROUP_SPACE = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))")
_MARKED = re.compile(r"[+-]?([\d.,]*)([eE][+-]?\d+)?")
_NUMBER = {
    mark: re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:{re.escape(other)}\d{{3}})+|(?={re.escape(mark)}\d))"
                     rf"(?:{re.escape(mark)}\d*)?(?:[eE][+-]?\d+)?")
    for mark, other in _OTHER.items()
}  # fmt: skip
_SERIAL = r"\d{5}"
_PERCENT = re.compile(r"(?<=\d)\s*%$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column of values, missing where the text is blank or cannot be read, and what was found on the way."""

    values: "pd.Series[Any]"
    findings: tuple[Finding, ...] = ()


def parse(text: "pd.Series[str]", numeric: NDArray[np.bool_], column: Column) -> Parsed:
    """Read a column of text as the kind its field holds.

    Parameters
    ----------
    text : Series of str
        Tidy text; "" is missing.
    numeric : array of bool
        Cells the file holds as numbers, whose text leaves no doubt.
    column : Column
        The field: its kind, choices and limits.
    """
    match column.kind:
        case Kind.INTEGER | Kind.NUMBER:
            return _parse_numbers(text, numeric, column)
        case Kind.DATE:
            return _parse_days(text, numeric, column)
        case Kind.BOOLEAN:
            return _parse_each(text, column, read_yes, "boolean", Reason.NOT_YES_OR_NO)
        case _ if column.choices:
            return Parsed(_each(text, _read_choice, "str"))
        case _:
            return Parsed(text.where(text != ""))


def read_number(text: str, mark: str) -> float | None:
    """Read one number whose decimal mark is known; None when it is not written that way.

    >>> read_number("1.234,5", ","), read_number("1.234,5", "."), read_number("1 234", ",")
    (1234.5, None, 1234.0)
    """
    plain = _GROUP_SPACE.sub("", text).replace("−", "-")
    if not _NUMBER[mark].fullmatch(plain):
        return None
    return float(plain.replace(_OTHER[mark], "").replace(mark, "."))


def mark_shown_by(text: str) -> str | None:
    """Return the decimal mark a number gives away by how it is written; None when it does not.

    >>> mark_shown_by("1.234,5"), mark_shown_by("1,234,567"), mark_shown_by("0.125"), mark_shown_by("1.234")
    (',', '.', '.', None)
    """
    shape = _MARKED.fullmatch(_GROUP_SPACE.sub("", text).replace("−", "-"))
    if shape is None:
        return None
    digits, exponent = shape.groups()
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if not dots and not commas:
        return None
    mark = "." if dots else ","
    if dots + commas > 1:
        return _OTHER[mark]
    before, after = digits.split(mark)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0" and not exponent
    return None if grouped else mark


def read_yes(text: str) -> bool | None:
    """Read yes or no in either language."""
    word = text.casefold()
    return word in YES if word in YES | NO else None


def _read_choice(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.casefold())


def _parse_numbers(text: "pd.Series[str]", numeric: NDArray[np.bool_], column: Column) -> Parsed:
    bare = text.str.replace(_PERCENT, "", regex=True) if text.str.endswith("%").any() else text
    percent = positions(bare != text)
    text = bare
    written = text[~numeric & (text != "").to_numpy()]
    mark, doubtful = _decimal_mark(written, column)
    values = pd.Series(np.nan, index=text.index, dtype="float64")
    values.loc[numeric] = text[numeric].astype("float64")
    values.loc[written.index] = _each(written, lambda cell: read_number(cell, mark), "float64")
    findings = [Finding(Reason.NOT_A_NUMBER, column.name, positions((text != "") & values.isna()))]
    if doubtful:
        rows = positions((~numeric) & text.map(_is_doubtful).to_numpy(dtype=bool) & values.notna())
        taken = tuple(values.iloc[rows].tolist())
        findings.append(Finding(Reason.NUMBER_AMBIGUOUS, column.name, rows, each={"taken": taken}))
    findings.append(Finding(Reason.PERCENT_TAKEN, column.name, percent, listed=False))
    if column.kind is Kind.INTEGER:
        return _whole(values, column, findings)
    return Parsed(values, _found(findings))


def _whole(values: "pd.Series[float]", column: Column, findings: list[Finding]) -> Parsed:
    limit = float(np.iinfo(np.int64).max)
    broken = values.notna() & ((values % 1 != 0) | (values.abs() >= limit))
    findings.append(Finding(Reason.NOT_WHOLE, column.name, positions(broken)))
    return Parsed(values.mask(broken).astype("Int64"), _found(findings))


def _found(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if len(finding.rows))


def _decimal_mark(written: "pd.Series[str]", column: Column) -> tuple[str, bool]:
    """Return a column's decimal mark, and whether it is only a guess.

    Cells that give it away decide, the majority if they disagree (the others then cannot be read). Without any, such
    as "1.234" throughout, the mark groups thousands, unless a value would then break the field's limits.
    """
    distinct = written.unique()
    shown = Counter(mark for mark in map(mark_shown_by, distinct) if mark)
    if shown:
        return max(_OTHER, key=lambda mark: shown[mark]), False
    grouping = Counter(mark for text in distinct if _is_doubtful(text) for mark in _OTHER if mark in text)
    if not grouping:
        return ".", False
    grouped_by = max(_OTHER, key=lambda mark: grouping[mark])
    readings = [read_number(text, _OTHER[grouped_by]) for text in distinct if _is_doubtful(text)]
    if all(_within(value, column) for value in readings if value is not None):
        return _OTHER[grouped_by], True
    return grouped_by, False


def _is_doubtful(text: str) -> bool:
    return ("." in text or "," in text) and mark_shown_by(text) is None and _MARKED.fullmatch(text) is not None


def _within(value: float, column: Column) -> bool:
    above = column.minimum is None or value >= column.minimum
    return above and (column.maximum is None or value <= column.maximum)


def _parse_days(text: "pd.Series[str]", numeric: NDArray[np.bool_], column: Column) -> Parsed:
    """Read days; a cell held as a number is Excel's serial, and a month is its first day, or its last where that ends.

    A month where a day is asked for is flagged.
    """
    values = _each(text.mask(numeric, ""), read_day, _DAYS)
    if numeric.any():
        values = values.where(~numeric, _each(text.where(numeric, ""), read_serial, _DAYS))
    unread = (text != "") & values.isna() & ~numeric
    if not unread.any():
        return Parsed(values, _unread_days(text, values, column))
    if values.notna().any():  # a serial that a sheet keeps as text, among days
        values = values.where(~unread, _each(text.where(unread & text.str.fullmatch(_SERIAL), ""), read_serial, _DAYS))
        unread &= values.isna()
    months = _each(text.where(unread, ""), lambda cell: read_month(cell, last_day=column.name in LAST_DAYS), _DAYS)
    values = values.where(~unread, months)
    rows = positions(months.notna()) if column.name not in MONTHS else positions([])
    assumed = Finding(Reason.DAY_ASSUMED, column.name, rows, listed=False)
    return Parsed(values, (*_unread_days(text, values, column), *_found([assumed])))


def _unread_days(text: "pd.Series[str]", values: "pd.Series[Any]", column: Column) -> tuple[Finding, ...]:
    return _found([Finding(Reason.NOT_A_DATE, column.name, positions((text != "") & values.isna()))])


def _parse_each(
    text: "pd.Series[str]", column: Column, read: Callable[[str], object], dtype: str, reason: Reason
) -> Parsed:
    values = _each(text, read, dtype)
    return Parsed(values, _found([Finding(reason, column.name, positions((text != "") & values.isna()))]))


def _each(text: "pd.Series[str]", read: Callable[[str], object], dtype: str) -> "pd.Series[Any]":
    """Read each distinct text once: columns of a hundred thousand rows hold few different days."""
    codes, distinct = pd.factorize(text)
    values = pd.Series([None if cell == "" else read(cell) for cell in distinct], dtype=dtype)
    return pd.Series(values.take(codes).array, index=text.index, dtype=dtype)
