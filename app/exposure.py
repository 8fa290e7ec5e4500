"""How much of a period was reported on, and for how many children: the person-time rates are divided by.

A missing return is not a zero: days of which no return came add nothing to a commune's person-time.
"""

import calendar
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from app.case_counts import Selection
from app.children import Children

COMMUNE_DIGITS = 5
"""Codes of communes have five digits, those of provinces two and of former districts three."""


def years_between(start: date, end: date) -> float:
    """Return the years from `start` to `end`, both days included: each day is a part of its own calendar year.

    >>> years_between(date(2024, 1, 1), date(2025, 12, 31))
    2.0
    """
    return sum(_part_of(year, start, end) for year in range(start.year, end.year + 1))


def reported_share(received: pd.DataFrame, chosen: Selection, codes: Iterable[str] | None = None) -> "pd.Series[float]":
    """Return the share of the period (0 to 1) that returns cover, by unit.

    The days of each agency count by its share of the cases received in communes (equally where none was received):
    a commune whose police sent everything and whose health station sent nothing has the share the police stand for.
    Only agencies that ever sent a return for a commune count; one that reports for the province alone (a hotline)
    lowers no commune's share. A list of single cases covers its period: the share is 1.

    Parameters
    ----------
    received : DataFrame
        Rows of cases received (`app.case_counts.received_cases` of `chosen.rows`).
    codes : iterable of str, optional
        The units asked about, 0 for those no return came from. Default: communes with a return.
    """
    of_communes = received[received["unit_code"].str.len() == COMMUNE_DIGITS]
    asked = pd.Index(sorted(of_communes["unit_code"].unique()) if codes is None else list(codes), name="unit_code")
    if chosen.of_cases:
        return pd.Series(1.0, asked)
    days = _days_covered(of_communes) / ((chosen.end - chosen.start).days + 1)
    shares = days.unstack("agency").fillna(0.0)
    weighted = shares.mul(_weights(of_communes)).sum(axis=1).clip(upper=1.0)
    return weighted.reindex(asked, fill_value=0.0).astype(float)


def person_years(children: Children, chosen: Selection, received: pd.DataFrame) -> "pd.Series[float]":
    """Return children x years x the share of the period returns cover, by code of the commune."""
    by_commune = children.by_commune.astype(float)
    share = reported_share(received, chosen, by_commune.index)
    return by_commune * years_between(chosen.start, chosen.end) * share.to_numpy()


def _part_of(year: int, start: date, end: date) -> float:
    """Return the share of a calendar year's days that lie from `start` to `end`."""
    first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    return ((last - first).days + 1) / (366 if calendar.isleap(year) else 365)


def _weights(received: pd.DataFrame) -> "pd.Series[float]":
    """Return each agency's share of the cases received; equal shares where there are none."""
    cases = received.groupby("agency")["count"].sum().astype(float)
    total = float(cases.sum())
    return cases / total if total > 0 else pd.Series(1.0 / max(len(cases), 1), cases.index)


def _days_covered(received: pd.DataFrame) -> "pd.Series[float]":
    """Return the days that returns of an agency cover in a unit; a day in several of them counts once."""
    sender = ["unit_code", "agency"]
    periods = received[[*sender, "period_start", "period_end"]].drop_duplicates()
    ordered = periods.sort_values([*sender, "period_start", "period_end"])
    by_sender = ordered.groupby(sender)
    until = by_sender["period_end"].cummax().groupby([ordered[each] for each in sender]).shift()
    started_before = until >= ordered["period_start"]
    first_new = ordered["period_start"].mask(started_before, until + pd.Timedelta(days=1))
    days = ((ordered["period_end"] - first_new).dt.days + 1).clip(lower=0).astype(np.float64)
    return days.groupby([ordered[each] for each in sender]).sum()
