"""Reporting periods: from one day to another, both included, and whether several of them tile a span.

Counts of two periods add up only where no day is missing and none is counted twice. A return that says zero and one
that never came are different, and a calendar of returns keeps them apart.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from data.errors import OpenPeriod

Span = tuple[datetime.date, datetime.date]

DAY = datetime.timedelta(days=1)
CALENDAR_COLUMNS = ("unit_code", "agency", "period_start", "period_end", "state")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; None where only the other is known ("up to 30 September").

    >>> Period(datetime.date(2025, 7, 1), datetime.date(2025, 9, 30)).days
    92
    """

    start: datetime.date | None
    end: datetime.date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(self.start, self.end)

    def __str__(self) -> str:
        """Write it as ISO 8601 does an interval; ".." for an unknown end."""
        return "/".join(".." if day is None else day.isoformat() for day in (self.start, self.end))

    @property
    def days(self) -> int | None:
        """How many days it has; None when it is open."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1

    @property
    def is_open(self) -> bool:
        """Whether its beginning or its end is not known."""
        return self.start is None or self.end is None


@dataclass(frozen=True, slots=True)
class Tiling:
    """How periods lie in a span.

    Parameters
    ----------
    gaps : tuple of Period
        Days of the span that no period covers.
    overlaps : tuple of Period
        Days that two different periods cover.
    duplicates : tuple of Period
        Periods that are there more than once.
    outside : tuple of Period
        Periods that reach beyond the span.
    unknown : tuple of Period
        Periods whose beginning or end is not known.
    """

    gaps: tuple[Period, ...] = ()
    overlaps: tuple[Period, ...] = ()
    duplicates: tuple[Period, ...] = ()
    outside: tuple[Period, ...] = ()
    unknown: tuple[Period, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every day of the span is covered once, and no other day."""
        return not (self.gaps or self.overlaps or self.duplicates or self.outside or self.unknown)


class State(StrEnum):
    """What a calendar says of days."""

    COUNTED = "counted"
    ZERO = "zero"
    MISSING = "missing"
    OVERLAP = "overlap"


def tile(periods: Iterable[Period], *, over: Period | None = None) -> Tiling:
    """Say how periods tile a span.

    Parameters
    ----------
    periods : iterable of Period
        In any order.
    over : Period, optional
        The span, with both ends. Default: from the first day of any to the last.

    Raises
    ------
    OpenPeriod
        `over` lacks an end.

    Examples
    --------
    >>> date = datetime.date
    >>> quarters = [Period(date(2025, 1, 1), date(2025, 3, 31)), Period(date(2025, 7, 1), date(2025, 9, 30))]
    >>> tile(quarters).gaps
    (Period(start=datetime.date(2025, 4, 1), end=datetime.date(2025, 6, 30)),)
    """
    times = Counter(periods)
    spans = sorted(_span(period) for period in times if not period.is_open)
    first, last = _span(over) if over else _hull(spans)
    gaps, overlaps = _sweep(spans, first, last)
    return Tiling(
        gaps=tuple(Period(*span) for span in gaps),
        overlaps=tuple(Period(*span) for span in _merged(overlaps)),
        duplicates=tuple(period for period, count in times.items() if count > 1),
        outside=tuple(Period(start, end) for start, end in spans if start < first or end > last),
        unknown=tuple(period for period in times if period.is_open),
    )


def calendar(counts: pd.DataFrame, *, over: Period, units: Sequence[str], agencies: Sequence[str]) -> pd.DataFrame:
    """Return, for each unit and agency, which days returns cover, which they do not, and which they cover twice.

    Parameters
    ----------
    counts : DataFrame
        Rows of the table ``case_counts``; all rows of one unit, agency and period are one return.
    over : Period
        The span looked at, with both ends; parts of periods outside are cut off.
    units, agencies : sequences of str
        Whose returns are expected, whether any came or not.

    Returns
    -------
    DataFrame
        unit_code, agency, period_start, period_end and state. A return is one row, ``zero`` when all it counts is
        zero; so is each run of days that is ``missing``, and each that is an ``overlap`` of returns.
    """
    returns = _returns(counts)
    rows = [
        (unit, agency, period.start, period.end, state)
        for unit in units
        for agency in agencies
        for period, state in _strip(returns.get((unit, agency), {}), over)
    ]
    frame = pd.DataFrame(rows, columns=list(CALENDAR_COLUMNS))
    return frame.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]", "state": "str"})


def _returns(counts: pd.DataFrame) -> dict[tuple[str, str], dict[Period, int]]:
    """Return the total of each return, by unit and agency."""
    keys = ["unit_code", "agency", "period_start", "period_end"]
    totals = counts.groupby(keys, sort=True)["count"].sum()
    found: dict[tuple[str, str], dict[Period, int]] = {}
    for unit, agency, start, end, total in totals.reset_index().itertuples(index=False):
        found.setdefault((unit, agency), {})[Period(start.date(), end.date())] = int(total)
    return found


def _strip(returns: dict[Period, int], over: Period) -> list[tuple[Period, State]]:
    shown = {cut: total for period, total in returns.items() if (cut := _cut(period, over))}
    tiling = tile(shown, over=over)
    came = [(period, State.COUNTED if total else State.ZERO) for period, total in shown.items()]
    doubtful = [(period, State.OVERLAP) for period in tiling.overlaps]
    rows = [*came, *doubtful, *((period, State.MISSING) for period in tiling.gaps)]
    return sorted(rows, key=lambda row: _span(row[0]))


def _cut(period: Period, over: Period) -> Period | None:
    (start, end), (first, last) = _span(period), _span(over)
    return Period(max(start, first), min(end, last)) if start <= last and end >= first else None


def _sweep(spans: Sequence[Span], first: datetime.date, last: datetime.date) -> tuple[list[Span], list[Span]]:
    """Return the days no span covers and the days two cover, going through spans by their beginning."""
    gaps, overlaps = [], []
    ahead = first
    for start, end in spans:
        gaps.append((ahead, min(start - DAY, last)))
        overlaps.append((max(start, first), min(end, ahead - DAY)))
        ahead = max(ahead, end + DAY)
    gaps.append((ahead, last))
    return [span for span in gaps if span[0] <= span[1]], [span for span in overlaps if span[0] <= span[1]]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Join spans that touch or overlap; they come by their beginning."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _hull(spans: Sequence[Span]) -> Span:
    if not spans:
        return datetime.date.max, datetime.date.max - DAY
    return spans[0][0], max(end for _, end in spans)


def _span(period: Period) -> Span:
    if period.start is None or period.end is None:
        raise OpenPeriod(str(period))
    return period.start, period.end
