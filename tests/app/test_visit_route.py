"""The route by the clock, and why a commune is not on it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from app.visit_minutes import Between
from app.visit_route import Named, clock_text, least_minutes, routes, what_became
from models.errors import OutOfReach
from tests.app.visit_projects import CODES

ROAD = np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0))) * 60.0
BETWEEN = Between(CODES, np.arange(4.0), np.zeros(4), ROAD, over_land=True)
HOUR = dict.fromkeys(CODES, 60.0)
BASE = Named("00001", (), (), (), HOUR)
ASKED = SimpleNamespace(days=1, hours=8.0, noon_break=60.0, leaves_at="07:30", seed=0, iterations=60)
WORTH = pd.Series([0.0, 1.0, 1.0, 1.0], CODES)


def asked(**other: float) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(ASKED), **other})


def test_the_clock_of_a_day_with_its_break_at_noon() -> None:
    (day,) = routes(BETWEEN, pd.Series([0.0, 1.0, 1.0, 0.0], CODES), BASE, ASKED, tick=None)
    clock = [(stop.code, stop.travel, clock_text(stop.arrive), clock_text(stop.leave)) for stop in day.stops]
    assert clock in (
        [("00002", 60, "08:30", "09:30"), ("00003", 60, "10:30", "11:30")],
        [("00003", 120, "09:30", "10:30"), ("00002", 60, "11:30", "12:30")],
    )
    assert (day.minutes, day.travel) == (360.0, 240.0), "the break is on top"
    assert clock_text(day.back) == "14:30"
    due = next(stop.leave for stop in day.stops if stop.leave >= 11.5 * 60)
    assert (clock_text(day.leaves), day.rests) == ("07:30", due)


def test_a_day_over_by_half_past_eleven_has_no_break() -> None:
    (day,) = routes(BETWEEN, pd.Series([0.0, 1.0, 0.0, 0.0], CODES), BASE, ASKED, tick=None)
    assert (clock_text(day.back), day.rests) == ("10:30", None)


def test_a_break_of_no_minutes_is_none() -> None:
    (day,) = routes(BETWEEN, pd.Series([0.0, 1.0, 1.0, 0.0], CODES), BASE, asked(noon_break=0.0), tick=None)
    assert (clock_text(day.back), day.rests) == ("13:30", None)


def test_each_commune_takes_its_own_minutes() -> None:
    """480 minutes: 120 to each way and 240 in the third; an hour in the second as well would be 60 too many."""
    named = Named("00001", ("00003",), (), (), HOUR | {"00003": 240.0})
    (day,) = routes(BETWEEN, pd.Series([0.0, 1.0, 1.0, 0.0], CODES), named, ASKED, tick=None)
    assert [(stop.code, stop.service) for stop in day.stops] == [("00003", 240.0)]
    assert (day.minutes, least_minutes(BETWEEN, named)["00003"]) == (480.0, 480.0)


def test_the_day_with_most_score_comes_first() -> None:
    worth = pd.Series([0.0, 1.0, 5.0, 0.0], CODES)
    days = routes(BETWEEN, worth, BASE, asked(days=2, hours=5.0), tick=None)
    assert [[stop.code for stop in day.stops] for day in days] == [["00003"], ["00002"]]
    assert [stop.rank for day in days for stop in day.stops] == ["1.1", "2.1"]


def test_nights_may_be_at_the_lodging_or_the_base_and_days_keep_their_order() -> None:
    days = routes(BETWEEN, WORTH, Named("00001", (), (), ("00004",), HOUR), asked(days=2, hours=4.0), tick=None)
    assert [(day.start, day.end) for day in days] == [("00001", "00004"), ("00004", "00001")]
    worthless = pd.Series([0.0, 9.0, 0.0, 0.0], CODES)
    days = routes(BETWEEN, worthless, Named("00001", (), (), ("00004",), HOUR), asked(days=2), tick=None)
    assert {day.end for day in days} == {"00001"}, "the base is no worse than no lodging"


def test_why_each_commune_is_not_on_the_route() -> None:
    between = Between(CODES[:3], np.arange(3.0), np.zeros(3), ROAD[:3, :3], over_land=True)
    named = Named("00001", (), ("00002",), (), HOUR)
    days = routes(between, WORTH, named, asked(hours=4.9), tick=None)
    became = what_became(pd.Index(CODES), WORTH, between, named, days, asked(hours=4.9))
    assert became.tolist() == ["no_score", "left_out", "out_of_reach", "no_position"]
    full = asked(hours=5.0)
    days = routes(between, WORTH, BASE, full, tick=None)
    became = what_became(pd.Index(CODES), WORTH, between, BASE, days, full)
    assert sorted(became.tolist()[1:3]) == ["not_enough_time", "visited"]


def test_a_lodging_brings_communes_into_reach() -> None:
    assert least_minutes(BETWEEN, BASE)["00004"] == 420
    assert least_minutes(BETWEEN, Named("00001", (), (), ("00003",), HOUR))["00004"] == 180


def test_what_must_be_visited_and_cannot_is_refused_by_its_place() -> None:
    with pytest.raises(OutOfReach) as refused:
        routes(BETWEEN, WORTH, Named("00001", ("00004",), (), (), HOUR), asked(hours=6.0), tick=None)
    assert (refused.value.place, refused.value.minutes) == (3, 420.0)
