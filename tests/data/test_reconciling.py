"""The funnel and its checks, what lists share, open cases by age, and where a return and a list differ."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.linking import Sureness
from data.reconciling import Check, backlog, differences, funnel, overlap, period_labels


def counts(*rows: tuple[str, str, str, int], agency: str = "police", period: str = "2025") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit_code", "stage", "counted", "count"])
    return frame.assign(agency=agency, period=period, vintage="2025-07-01")


def steps(**numbers: int) -> pd.Series:
    stage_of = {"defendants": "prosecuted", "convicted_persons": "convicted", "victims": "received"}
    rows = [
        ("03349", stage_of.get(name, name), name if name in stage_of else "cases", n) for name, n in numbers.items()
    ]
    return funnel(counts(*rows)).iloc[0]


def test_the_funnel_of_the_first_source_adds_up() -> None:
    """Sơn La city, 2024: 3 received, 3 handled, 3 prosecuted with 6 defendants; 100 % handled."""
    row = steps(received=3, handled=3, prosecuted=3, defendants=6)
    assert row["handled_share"] == 100
    assert row["checks"] == ()
    assert (row["prosecuted"], row["defendants"]) == (3, 6)


@pytest.mark.parametrize(
    ("numbers", "broken"),
    [
        ({"received": 3, "handled": 4}, Check.HANDLED_ABOVE_RECEIVED),
        ({"received": 3, "prosecuted": 6}, Check.PROSECUTED_ABOVE_RECEIVED),
        ({"prosecuted": 3, "convicted": 4}, Check.CONVICTED_ABOVE_PROSECUTED),
        ({"defendants": 3, "convicted_persons": 4}, Check.PERSONS_ABOVE_DEFENDANTS),
        ({"received": 5, "handled": 3, "open": 1}, Check.OPEN_DIFFERS),
    ],
)
def test_what_does_not_add_up_is_named(numbers: dict[str, int], broken: Check) -> None:
    assert steps(**numbers)["checks"] == (broken,)


def test_persons_are_not_compared_with_cases() -> None:
    assert steps(received=3, prosecuted=3, defendants=60, convicted=2, convicted_persons=59)["checks"] == ()


def test_what_nobody_stated_contradicts_nothing() -> None:
    row = steps(handled=4)
    assert row["checks"] == ()
    assert np.isnan(row["received"])


def test_a_share_of_no_cases_is_not_given() -> None:
    assert np.isnan(steps(received=0, handled=0)["handled_share"])


def test_each_agency_and_period_stands_alone() -> None:
    rows = pd.concat(
        [
            counts(("a", "received", "cases", 2), ("b", "received", "cases", 3)),
            counts(("a", "received", "cases", 5), agency="health"),
            counts(("a", "received", "cases", 7), period="2026"),
        ]
    )
    found = funnel(rows).set_index(["agency", "period"])["received"].to_dict()
    assert found == {("health", "2025"): 5, ("police", "2025"): 5, ("police", "2026"): 7}


def test_the_overlap_counts_pairs_by_agency_and_by_decision() -> None:
    cases = pd.DataFrame({"case_id": ["1", "2", "3", "4"], "agency": ["police", "health", "police", None]})
    pairs = pd.DataFrame(
        {
            "first_case_id": ["1", "1", "2", "3"],
            "second_case_id": ["2", "3", "3", "4"],
            "sureness": [Sureness.SURELY, Sureness.LIKELY, Sureness.SURELY, Sureness.POSSIBLY],
            "same": pd.array([None, None, False, True], dtype="boolean"),
        }
    )
    found = overlap(cases, pairs).set_index(["first_agency", "second_agency"])
    assert found.loc[("health", "police")].tolist() == [1, 0, 0, 0, 1]
    assert found.loc[("police", "police")].tolist() == [0, 1, 0, 0, 0]
    assert found.loc[("police", "unknown")].tolist() == [0, 0, 0, 1, 0]
    assert len(found) == 6
    assert found.to_numpy().sum() == len(pairs)


def days(*texts: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(texts))


def test_open_cases_are_counted_by_age_on_the_day() -> None:
    received = days(
        "2025-12-31", "2025-12-01", "2025-11-30", "2025-10-02", "2024-12-31", "2024-12-30", "2026-01-01", None
    )
    ended = days(*[None] * 8)
    found = backlog(pd.Series(["police"] * 8), received, ended, date(2025, 12, 31)).iloc[0]
    bands = ("days_30", "days_90", "days_180", "days_365", "days_more")
    assert [int(found[name]) for name in bands] == [2, 2, 0, 1, 1]
    assert (found["open"], found["undated"]) == (6, 1)


def test_a_case_that_ended_on_the_day_is_not_open_and_one_that_ended_later_is() -> None:
    received, ended = days("2025-12-01", "2025-12-01"), days("2025-12-31", "2026-01-01")
    assert backlog(pd.Series(["a", "b"]), received, ended, date(2025, 12, 31))["open"].tolist() == [0, 1]


def test_differences_are_listed_where_both_say_something() -> None:
    stated = counts(("a", "received", "cases", 5), ("b", "received", "cases", 3), ("c", "received", "cases", 0))
    listed = counts(("a", "received", "cases", 4), ("b", "received", "cases", 3), ("d", "received", "cases", 9))
    found = differences(stated, listed)
    assert found[["unit_code", "stated", "listed", "difference"]].to_numpy().tolist() == [["a", 5, 4, 1]]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("month", ["2025-01", "2025-01-01/2025-03-31", "2023-12-15/2024-09-14"]),
        ("quarter", ["2025-Q1", "2025-Q1", "2023-12-15/2024-09-14"]),
        ("year", ["2025", "2025", "2023-12-15/2024-09-14"]),
        ("whole", ["", "", ""]),
    ],
)
def test_a_period_is_in_the_month_quarter_or_year_that_holds_it(by: str, labels: list[str]) -> None:
    starts, ends = days("2025-01-01", "2025-01-01", "2023-12-15"), days("2025-01-31", "2025-03-31", "2024-09-14")
    assert period_labels(starts, ends, by).tolist() == labels
