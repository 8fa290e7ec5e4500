"""Read days and months as Vietnamese offices write them: day first, in words, with short years, as Excel's serials."""

import calendar
import datetime
import re

import numpy as np

EARLIEST, LATEST = 1900, 2200  # years outside are slips of the pen
LAST_SHORT_YEAR = 29  # 00–29 are 2000–2029 and 30–99 are 1930–1999, as Excel reads them
FIRST_SERIAL = 14611  # 1 January 1940: smaller numbers in a column of days are years or counts
_EXCEL_ORIGIN = datetime.date(1899, 12, 30)

_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][\d:.+Z-]*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:\s+\d{1,2}[:h]\d{2}(?::\d{2})?)?")
_DAY_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s*(?:,?\s*năm|[/-]|\s)\s*(\d{4})")
_MONTH = re.compile(r"(?:tháng\s*|t\.?\s*)?(\d{1,2})\s*(?:[-/.]|năm|\s)\s*(\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")


def read_day(text: str) -> np.datetime64 | None:
    """Read a day written year first (ISO) or day first, as Vietnam writes it; never month first.

    >>> read_day("2025-09-30"), read_day("30/9/25"), read_day("9/30/2025")
    (np.datetime64('2025-09-30T00:00:00'), np.datetime64('2025-09-30T00:00:00'), None)
    >>> read_day("ngày 30 tháng 9 năm 2025")
    np.datetime64('2025-09-30T00:00:00')
    """
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text) or _DAY_IN_WORDS.fullmatch(text.casefold()):
        day, month = int(found[1]), int(found[2])
        year = _whole_year(found[3])
    else:
        return None
    return _day(year, month, day)


def read_month(text: str, *, last_day: bool = False) -> np.datetime64 | None:
    """Read a month, as its first or its last day.

    >>> read_month("tháng 9/2025"), read_month("T9.2025", last_day=True)
    (np.datetime64('2025-09-01T00:00:00'), np.datetime64('2025-09-30T00:00:00'))
    """
    if found := _MONTH.fullmatch(text.casefold()):
        month, year = map(int, found.groups())
    elif found := _ISO_MONTH.fullmatch(text):
        year, month = map(int, found.groups())
    else:
        return None
    if not (1 <= month <= 12 and EARLIEST <= year <= LATEST):
        return None
    return _day(year, month, calendar.monthrange(year, month)[1] if last_day else 1)


def read_serial(text: str) -> np.datetime64 | None:
    """Read a cell that a workbook holds as a number: the days since 30 December 1899, as Excel counts them.

    >>> read_serial("45930"), read_serial("2025")
    (np.datetime64('2025-09-30T00:00:00'), None)
    """
    days = float(text)
    if not FIRST_SERIAL <= days < (LATEST + 1 - EARLIEST) * 366:
        return None
    day = _EXCEL_ORIGIN + datetime.timedelta(days=int(days))
    return _day(day.year, day.month, day.day)


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)


def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        read = datetime.date(year, month, day)
    except ValueError:
        return None
    return np.datetime64(read, "s") if EARLIEST <= year <= LATEST else None
