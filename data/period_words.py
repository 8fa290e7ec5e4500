"""What people call a period, in Vietnamese and English, as its first and last day.

What has a fixed meaning is read; what would have to be guessed is not: a title with two different periods has none.
School terms vary a little by province: theirs are the days of the ministry's framework.
"""

import calendar
import datetime
import re
from collections.abc import Callable

from data.name_folding import without_accents
from data.periods import Period

YEARS = range(1990, 2101)  # a number outside is no year of a return
TERM_DAYS = ((9, 5), (1, 17), (1, 18), (5, 30))  # first and last day of terms I and II (decision 2045/QĐ-BGDĐT, 2024)

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {name: place + 1 for names in (_ROMAN, _WORDS, _MONTHS) for place, name in enumerate(names)}
_MONTH = rf"({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_NUMBER = rf"(\d{{1,2}}|{'|'.join(sorted((*_ROMAN, *_WORDS, *_MONTHS), key=len, reverse=True))})"
_REWRITES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[‐‑‒–—―−~]|->|→", "-"),
        (r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", r"\3/\2/\1"),
        (r"(?<![\d/])(\d{1,2})[.-](\d{1,2})[.-](\d{4})(?!\d)", r"\1/\2/\3"),
        (r"\bngay (\d{1,2}) ?thang (\d{1,2}) ?,? ?nam (\d{4})\b", r"ngay \1/\2/\3"),
        (rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (\d{{4}})\b", r"\1/\2/\3"),
        (rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?, (\d{{4}})\b", r"\2/\1/\3"),
        (rf"\b{_MONTH}(?= ?-| ?\d{{4}}\b| to\b)", r"thang \1"),
        (rf"(?<!\d )\b(thang|quy|quarter|q) ?{_NUMBER} ?,? ?(?:/|nam|of|-(?=\d{{4}})| ) ?(?=\d{{4}}\b)", r"\1 \2/"),
        (r"\b(?:tinh |luy ke |cong don |so lieu )+(?=den|tu|\d|thang|quy|nam)", ""),
    )
)
_DAY = rf"(\d{{1,2}})/(\d{{1,2}}|{'|'.join(_MONTHS)})/(\d{{4}})"
_TO = r" ?(?:-|,? ?(?:den|toi|to|until|through)) ?(?:het )?(?:ngay )?"
_EDGE = r"(?<![\w/.-])", r"(?![\w/]|[.-]\d)"
_PREFIX = re.compile(r"^(?:ky bao cao|thoi ky|giai doan|ky|ca|trong|in|the|period|reporting period)[ :]+")


def read_period(text: str) -> Period | None:
    """Read the words of a period; None where they are none.

    Examples
    --------
    >>> str(read_period("Quý III/2025")), str(read_period("9 tháng đầu năm 2025"))
    ('2025-07-01/2025-09-30', '2025-01-01/2025-09-30')
    >>> str(read_period("15/12/2023–14/9/2024")), str(read_period("Đến 30/9/2025"))
    ('2023-12-15/2024-09-14', '../2025-09-30')
    >>> read_period("Quý V/2025")
    """
    plain = _PREFIX.sub("", _plain(text).strip(" .,;:()"))
    for pattern, build in (*_PATTERNS, *_BARE):
        if (found := re.fullmatch(pattern, plain)) and (period := _built(build, found)):
            return period
    return None


def period_in_title(text: str) -> Period | None:
    """Find the period a title names; None where it names none, or several.

    The day a letter was signed and the numbers of laws are no periods.

    Examples
    --------
    >>> str(period_in_title("BÁO CÁO CÔNG TÁC TRẺ EM (Đến 30/9/2025)"))
    '../2025-09-30'
    >>> period_in_title("Điện Biên, ngày 5 tháng 10 năm 2025")
    """
    plain = _plain(text)
    for pattern, build in _PATTERNS:
        matches = re.finditer(_EDGE[0] + pattern + _EDGE[1], plain)
        periods = {period for found in matches if (period := _built(build, found))}
        if periods:
            return periods.pop() if len(periods) == 1 else None
    return None


def _plain(text: str) -> str:
    """Fold case and accents, and write days, months and quarters in one way."""
    plain = " ".join(without_accents(text.casefold()).split())
    for pattern, by in _REWRITES:
        plain = pattern.sub(by, plain)
    return plain


def _built(build: Callable[..., Period | None], found: re.Match[str]) -> Period | None:
    """Return the period of a match; None where a day or month does not exist, or the end lies before the start."""
    try:
        return build(*found.groups())
    except ValueError:
        return None


def _days(day: str, month: str, year: str | None, to_day: str, to_month: str, to_year: str) -> Period:
    """Without a year of its own, the first day lies in the twelve months before the last."""
    end = _date(to_day, to_month, to_year)
    if year:
        return Period(_date(day, month, year), end)
    start = _date(day, month, to_year)
    return Period(start if start <= end else _date(day, month, str(end.year - 1)), end)


def _up_to(day: str, month: str, year: str) -> Period:
    return Period(None, _date(day, month, year))


def _since(day: str, month: str, year: str) -> Period:
    return Period(_date(day, month, year), None)


def _one_day(day: str, month: str, year: str) -> Period:
    return Period(_date(day, month, year), _date(day, month, year))


def _month_range(month: str, year: str | None, to_month: str, to_year: str) -> Period:
    return _months(_year(year or to_year), _ordinal(month), _year(to_year), _ordinal(to_month))


def _quarter_range(quarter: str, year: str | None, to_quarter: str, to_year: str) -> Period:
    first, last = 3 * _ordinal(quarter) - 2, 3 * _ordinal(to_quarter)
    return _months(_year(year or to_year), first, _year(to_year), last)


def _month(month: str, year: str) -> Period:
    return _month_range(month, None, month, year)


def _quarter(quarter: str, year: str) -> Period:
    return _quarter_range(quarter, None, quarter, year)


def _first_months(count: str, year: str) -> Period:
    return _months(_year(year), 1, _year(year), _ordinal(count))


def _last_months(count: str, year: str) -> Period:
    return _months(_year(year), 13 - _ordinal(count), _year(year), 12)


def _half(half: str, year: str) -> Period:
    return _first_months("6", year) if half in ("dau", "1", "i", "first") else _last_months("6", year)


def _term(term: str, year: str, next_year: str) -> Period:
    start, end = TERM_DAYS[2 * _ordinal(term) - 2 : 2 * _ordinal(term)]
    years = _year(year) + (term in ("2", "ii", "hai")), _school_year_end(year, next_year)
    return Period(datetime.date(years[0], *start), datetime.date(years[1], *end))


def _school_year(year: str, next_year: str) -> Period:
    end = _school_year_end(year, next_year)
    return Period(datetime.date(end - 1, *TERM_DAYS[0]), datetime.date(end, *TERM_DAYS[3]))


def _school_year_end(year: str, next_year: str) -> int:
    end = _year(next_year if len(next_year) == 4 else year[:2] + next_year)
    if end != _year(year) + 1:
        raise ValueError(year, next_year)
    return end


def _years(year: str, to_year: str) -> Period:
    return _months(_year(year), 1, _year(to_year), 12)


def _whole_year(year: str) -> Period:
    return _years(year, year)


def _months(year: int, month: int, to_year: int, to_month: int) -> Period:
    start = datetime.date(year, month, 1)
    return Period(start, datetime.date(to_year, to_month, calendar.monthrange(to_year, to_month)[1]))


def _date(day: str, month: str, year: str) -> datetime.date:
    return datetime.date(_year(year), _ordinal(month), int(day))


def _year(year: str) -> int:
    if int(year) not in YEARS:
        raise ValueError(year)
    return int(year)


def _ordinal(text: str) -> int:
    """Read 1 to 12 in digits, roman, Vietnamese or as an English month."""
    if text.isdigit():
        return int(text)
    if text not in _ORDINALS:
        raise ValueError(text)
    return _ORDINALS[text]


_YEAR = r"(?:(?:nam|year) )?(\d{4})"
_MONTH_OF = rf"(?:thang|t) ?{_NUMBER}"
_QUARTER_OF = r"(?:quy|quarter|q) ?(\d|i{1,3}|iv|mot|hai|ba|bon)"
_SCHOOL = r"(?:nam hoc|school year) (\d{4}) ?[-/] ?(\d{4}|\d{2})"
_PATTERNS: tuple[tuple[str, Callable[..., Period | None]], ...] = (
    (rf"(?:tu |from )?(?:ngay )?(\d{{1,2}})/(\d{{1,2}}|{'|'.join(_MONTHS)})(?:/(\d{{4}}))?{_TO}{_DAY}", _days),
    (rf"(?:den|toi|until|up to|as of|as at|to)(?: het)?(?: ngay)? {_DAY}", _up_to),
    (rf"(?:tu |from )?{_MONTH_OF}(?:/(\d{{4}}))?{_TO}(?:thang )?(\w{{1,4}})/(\d{{4}})", _month_range),
    (rf"(?:tu |from )?{_QUARTER_OF}(?:/(\d{{4}}))?{_TO}(?:quy |q ?)?(\w{{1,3}})/(\d{{4}})", _quarter_range),
    (rf"(?:tu |from )?(\d{{1,2}})/(\d{{4}}){_TO}(\d{{1,2}})/(\d{{4}})", _month_range),
    (rf"(?:first )?{_NUMBER} (?:thang|months)(?: dau| of)?(?: nam)? (?:nam )?(\d{{4}})", _first_months),
    (
        rf"{_NUMBER} thang cuoi(?: nam)? (\d{{4}})|last {_NUMBER} months of (\d{{4}})",
        lambda *g: _last_months(*_said(g)),
    ),
    (r"(?:nua (dau|cuoi) nam|h([12])|(first|second) half(?: of)?)[ /]?(\d{4})", lambda *g: _half(*_said(g))),
    (rf"(?:hoc ky|hk|term|semester) ?([12]|i{{1,2}}|mot|hai),? ?(?:cua |of )?{_SCHOOL}", _term),
    (_SCHOOL, _school_year),
    (rf"{_QUARTER_OF}/? ?(\d{{4}})", _quarter),
    (r"(\d{4})[ -]?q([1-4])", lambda year, quarter: _quarter(quarter, year)),
    (rf"{_MONTH_OF}/(\d{{4}})", _month),
    (r"(?:tu )?(?:nam |giai doan |years )(\d{4}) ?(?:-|den|to) ?(?:nam )?(\d{4})", _years),
    (r"(?<!den )(?:nam|year) (\d{4})", _whole_year),
)
_BARE: tuple[tuple[str, Callable[..., Period | None]], ...] = (
    (_DAY, _one_day),
    (rf"(?:tu|since|from)(?: ngay)? {_DAY}(?: den nay| to date| to now)?", _since),
    (r"(\d{1,2})[/-](\d{4})", _month),
    (r"(\d{4})[/-](\d{1,2})", lambda year, month: _month(month, year)),
    (r"(\d{4}) ?- ?(\d{4})", _years),
    (r"(\d{4})", _whole_year),
)


def _said(groups: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the groups of the alternative that matched."""
    return tuple(group for group in groups if group)
