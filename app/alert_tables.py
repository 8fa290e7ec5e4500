"""The tables of early warning: the alerts, the series with their thresholds, the communes with their classes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from app.alert_reasons import by_farrington, by_sum, by_waiting
from app.alert_series import AllSeries, Series
from app.alert_watch import Small, Watch
from app.registration_delay import Delay
from app.result import Column, Sensitivity

if TYPE_CHECKING:
    from models.alerts import Farrington
    from models.small_series import SeriesTest

RECENT = 3
"""Months before the end within which an alarm is an alert now."""
CATEGORIES = ("alert", "none", "no_return", "no_children")


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


_EXPECTED = _case("cases_expected", "expected cases")
ALERT_COLUMNS = (
    _case("series"),
    _case("when"),
    _case("month", "day"),
    _case("cases", "cases"),
    _EXPECTED,
    _case("threshold", "number"),
    _case("reason_vi"),
    _case("reason_en"),
    _case("chance", "probability"),
    _case("since", "day"),
    _case("method"),
    _case("level"),
    _case("code"),
)
SERIES_COLUMNS = (
    _case("series"),
    _case("month", "day"),
    _case("cases", "cases"),
    _EXPECTED,
    _case("threshold", "number"),
    _case("alarm"),
    _case("level"),
    _case("method"),
    _case("code"),
)
COMMUNE_COLUMNS = (
    Column("name", "", Sensitivity.PUBLIC),
    _case("alert"),
    _case("cases", "cases"),
    _EXPECTED,
    _case("months_since_case", "months"),
    _case("doublings_found", "%"),
    Column("children", "children", Sensitivity.AREA),
    Column("code", "", Sensitivity.PUBLIC),
)
DELAY_COLUMNS = (
    _case("month", "day"),
    _case("cases", "cases"),
    _case("share_known", "%"),
    _case("cases_in_the_end", "expected cases"),
    _case("cases_in_the_end_lower", "expected cases"),
    _case("cases_in_the_end_upper", "expected cases"),
)
Row = dict[str, Any]


def alert_table(found: AllSeries, watch: Watch) -> pd.DataFrame:
    """Return one row an alert, those of now first, then by how rarely chance does it."""
    rows = [*_large_alerts(found, watch), *(row for each in watch.small for row in _small_alerts(found, watch, each))]
    frame = pd.DataFrame(rows, columns=[column.name for column in ALERT_COLUMNS])
    return frame.sort_values(["when", "chance", "series", "method"], kind="stable").reset_index(drop=True)


def state(month: int, months: int) -> str:
    """Return whether an alarm in that month is an alert now."""
    return "alert_now" if month >= months - RECENT else "alert_over"


def _large_alerts(found: AllSeries, watch: Watch) -> Iterator[Row]:
    if watch.large is None:
        return
    for series, judged in zip(watch.large_series, watch.large.found, strict=True):
        for position in np.flatnonzero(judged.alarms).tolist():
            month = watch.past + position
            row: Row = {
                **_of(series, found, month),
                "method": "farrington",
                "since": _day(found.months[month]),
                "cases": series.in_the_end[month],
                "cases_expected": judged.expected[position],
                "threshold": judged.thresholds[position],
                "chance": judged.chance[position],
            }
            reason = by_farrington(series, found.months[month], row, still_to_come=bool(series.known[month] < 1))
            yield row | {"reason_vi": reason.vi, "reason_en": reason.en}


def _small_alerts(found: AllSeries, watch: Watch, small: Small) -> Iterator[Row]:
    for number, (series, watched) in enumerate(zip(small.series, small.watched, strict=True)):
        for method, test in (("cusum", watched.cusum), ("waiting_time", watched.waiting_time)):
            for month in _ends(test):
                row = _small_row(found, watch, small, number, test, month) | {"method": method}
                say = by_sum if method == "cusum" else by_waiting
                reason = say(
                    series, found.months[watch.past + int(test.since[month])], found.months[watch.past + month], row
                )
                yield row | {"reason_vi": reason.vi, "reason_en": reason.en}


def _ends(test: "SeriesTest") -> list[int]:
    """Return the last month of each run of alarms that began with the same event; one that goes on ends there."""
    alarmed = np.flatnonzero(test.alarms)
    latest = {int(test.since[month]): int(month) for month in alarmed.tolist()}
    return sorted(latest.values())


def _small_row(found: AllSeries, watch: Watch, small: Small, number: int, test: "SeriesTest", month: int) -> Row:
    since = int(test.since[month])
    return {
        **_of(small.series[number], found, watch.past + month),
        "since": _day(found.months[watch.past + since]),
        "cases": np.nansum(small.counts[number, since : month + 1]),
        "cases_expected": small.expected.mean[number, since : month + 1].sum(),
        "threshold": np.nan,
        "chance": test.chance,
    }


def _of(series: Series, found: AllSeries, month: int) -> Row:
    return {
        "level": series.level,
        "series": series.name,
        "month": _day(found.months[month]),
        "when": state(month, len(found.months)),
        "code": series.code,
    }


def _day(month: pd.Period) -> str:
    return month.start_time.date().isoformat()


def series_table(found: AllSeries, watch: Watch) -> pd.DataFrame:
    """Return each series by month: large ones from their beginning, small ones in the months watched."""
    judged = watch.large.found if watch.large else ()
    large = zip(watch.large_series, judged, strict=True)
    parts = [_large_rows(found, watch.past, series, each) for series, each in large]
    parts += [_small_rows(found, watch, each, number) for each in watch.small for number in range(len(each.watched))]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[c.name for c in SERIES_COLUMNS])


def _large_rows(found: AllSeries, past: int, series: Series, judged: "Farrington") -> pd.DataFrame:
    frame = _rows(series, found.months, series.in_the_end, "farrington")
    before = np.full(past, np.nan)
    return frame.assign(
        cases_expected=np.concatenate([before, judged.expected]),
        threshold=np.concatenate([before, judged.thresholds]),
        alarm=np.concatenate([np.zeros(past, dtype=bool), judged.alarms]),
    )


def _small_rows(found: AllSeries, watch: Watch, small: Small, number: int) -> pd.DataFrame:
    watched = small.watched[number]
    frame = _rows(small.series[number], found.months[watch.past :], small.counts[number], "cusum_and_waiting_time")
    return frame.assign(
        cases_expected=small.expected.mean[number],
        threshold=np.nan,
        alarm=watched.cusum.alarms | watched.waiting_time.alarms,
    )


def _rows(series: Series, months: pd.PeriodIndex, counts: np.ndarray, method: str) -> pd.DataFrame:
    days = [_day(month) for month in months]
    return pd.DataFrame(
        {
            "level": series.level,
            "series": series.name,
            "month": days,
            "cases": counts,
            "method": method,
            "code": series.code,
        }
    )


def commune_table(found: AllSeries, watch: Watch) -> pd.DataFrame:
    """Return one row a commune: its class, what came in the months watched and what was expected."""
    frame = pd.DataFrame({"name": found.names, "children": found.children, "code": found.codes})
    returned = (found.reported[:, watch.past :] > 0).any(axis=1)
    frame["alert"] = np.where(found.children > 0, np.where(returned, "none", "no_return"), "no_children")
    frame["cases"] = np.where(returned, np.nansum(found.counts[:, watch.past :], axis=1), np.nan)
    frame["months_since_case"] = [_months_since(row) for row in found.counts]
    frame["cases_expected"], frame["doublings_found"] = np.nan, np.nan
    if watch.communes is not None:
        places = list(watch.communes.positions)
        frame.loc[places, "cases_expected"] = watch.communes.expected.mean.sum(axis=1)
        frame.loc[places, "doublings_found"] = [100 * each.power for each in watch.communes.watched]
        frame.loc[[place for place, now in _alerts_now(watch.communes) if now], "alert"] = "alert"
    return frame


def _alerts_now(small: Small) -> Iterator[tuple[int, bool]]:
    for place, watched in zip(small.positions, small.watched, strict=True):
        yield place, bool((watched.cusum.alarms | watched.waiting_time.alarms)[-RECENT:].any())


def _months_since(counts: np.ndarray) -> float:
    with_case = np.flatnonzero(counts > 0)
    return float(counts.size - 1 - with_case[-1]) if with_case.size else np.nan


def delay_table(delay: Delay) -> pd.DataFrame:
    """Return the latest year of months with what is known of each and what it will be in the end."""
    frame = pd.DataFrame(
        {
            "month": [_day(month) for month in delay.months],
            "cases": delay.known,
            "share_known": 100 * delay.share_known,
            "cases_in_the_end": delay.estimate,
            "cases_in_the_end_lower": delay.lower,
            "cases_in_the_end_upper": delay.upper,
        }
    )
    return frame.tail(12)
