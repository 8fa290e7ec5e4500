"""The tables and map layers of a plan of visits."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from app.language import Text
from app.result import Column, Layer, Sensitivity, Table
from app.tables import table_of
from app.visit_findings import Planned, left_for
from app.visit_reasons import joined, names_text, reasons
from app.visit_route import PLANNED, Day, Stop, clock_text

_FACTS = {
    "risk": (("risk", "per 1,000 children and year"),),
    "silence": (("silence", ""),),
    "recommendations": (("open_recommendations", ""), ("overdue_recommendations", "")),
    "since_visit": (("months_since_visit", "months"),),
    "remoteness": (),
}
"""What stands behind the points of each part."""


def tables(plan: Planned) -> tuple[Table, ...]:
    """Return the route, where days start and end, the days and the communes."""
    said = reasons(plan.scores, plan.named.must)
    return (
        table_of("route", _route(plan, said), route_columns(plan.tag), plan.tag),
        table_of("stays", _stays(plan), stay_columns(plan.tag), plan.tag),
        table_of("days", _days(plan), day_columns(plan.tag), plan.tag),
        table_of("communes", _communes(plan, said), commune_columns(plan), plan.tag),
    )


def stops_of(plan: Planned) -> list[Stop]:
    """Return the stops of all days in order."""
    return [stop for day in plan.days for stop in day.stops]


def _route(plan: Planned, said: dict[str, Text]) -> pd.DataFrame:
    at = {code: place for place, code in enumerate(plan.between.codes)}
    stops = stops_of(plan)
    return pd.DataFrame(
        {
            "rank": [stop.rank for stop in stops],
            "day": [stop.day for stop in stops],
            "name": [plan.name(stop.code) for stop in stops],
            "arrive": [clock_text(stop.arrive) for stop in stops],
            "leave": [clock_text(stop.leave) for stop in stops],
            "minutes_on_the_way": [stop.travel for stop in stops],
            "minutes_there": [stop.service for stop in stops],
            "visit_score": [plan.score(stop.code) for stop in stops],
            "reason_vi": [said[stop.code].vi for stop in stops],
            "reason_en": [said[stop.code].en for stop in stops],
            "commune_code": [stop.code for stop in stops],
            "lon": [plan.between.lon[at[stop.code]] for stop in stops],
            "lat": [plan.between.lat[at[stop.code]] for stop in stops],
        }
    )


def _stays(plan: Planned) -> pd.DataFrame:
    """Return the base, then the communes where nights are spent."""
    nights = [day.end for day in plan.days[:-1]]
    codes = list(dict.fromkeys((plan.named.base, *nights)))
    places = [plan.between.codes.index(code) for code in codes]
    return pd.DataFrame(
        {
            "name": [plan.name(code) for code in codes],
            "nights": [nights.count(code) for code in codes],
            "commune_code": codes,
            "lon": plan.between.lon[places],
            "lat": plan.between.lat[places],
        }
    )


def _days(plan: Planned) -> pd.DataFrame:
    stops = [names_text((plan.name(stop.code) for stop in day.stops), " → ") for day in plan.days]
    return pd.DataFrame(
        {
            "day": [day.day for day in plan.days],
            "date": [day.isoformat() for day in plan.dates],
            "start_commune": [plan.name(day.start) for day in plan.days],
            "stops_vi": [each.vi for each in stops],
            "stops_en": [each.en for each in stops],
            "end_commune": [plan.name(day.end) for day in plan.days],
            "communes": [len(day.stops) for day in plan.days],
            "minutes_of_day": [day.minutes for day in plan.days],
            "minutes_on_the_way": [day.travel for day in plan.days],
            "minutes_last": [day.last_travel for day in plan.days],
            "leaves_at": [clock_text(day.leaves) for day in plan.days],
            "rests_at": [None if day.rests is None else clock_text(day.rests) for day in plan.days],
            "back_at": [clock_text(day.back) if day.stops or day.start != day.end else None for day in plan.days],
            "visit_score": [_prize(day, plan) for day in plan.days],
        }
    )


def _prize(day: Day, plan: Planned) -> float:
    return round(sum(plan.score(stop.code) for stop in day.stops), 1)


def _communes(plan: Planned, said: dict[str, Text]) -> pd.DataFrame:
    ranks = {stop.code: stop.rank for stop in stops_of(plan)}
    frame = plan.scores.frame
    why = [
        said[code] if plan.became[code] == "visited" else joined((left_for(plan, code), said[code]))
        for code in frame.index
    ]
    shown = frame.assign(
        code=frame.index,
        planned=plan.became.reindex(frame.index),
        visit_score=frame["score"],
        stop=pd.Series(ranks, dtype=object).reindex(frame.index),
        reason_vi=[each.vi for each in why],
        reason_en=[each.en for each in why],
        minutes_from_base=frame["minutes_from_base"].where(np.isfinite(frame["minutes_from_base"])),
    )
    return shown.sort_values("score", ascending=False, kind="stable")


def route_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the route; a rank is day and order."""
    return _columns(
        tag,
        ("rank", "stop"), ("name", ""), ("arrive", ""), ("leave", ""), ("minutes_on_the_way", "minutes"),
        ("minutes_there", "minutes"),
        ("visit_score", "points"), ("reason_vi", ""), ("reason_en", ""), ("day", ""), ("commune_code", ""),
        ("lon", "°"), ("lat", "°"),
    )  # fmt: skip


def stay_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the base and the communes of the nights."""
    return _columns(tag, ("name", ""), ("nights", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°"))


def day_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the days."""
    return _columns(
        tag,
        ("day", ""), ("date", "day"), ("start_commune", ""), ("stops_vi", ""), ("stops_en", ""), ("end_commune", ""),
        ("communes", ""),
        ("minutes_of_day", "minutes"), ("minutes_on_the_way", "minutes"), ("minutes_last", "minutes"),
        ("leaves_at", ""), ("rests_at", ""), ("back_at", ""), ("visit_score", "points"),
    )  # fmt: skip


def commune_columns(plan: Planned) -> tuple[Column, ...]:
    """Return the columns of the communes: only of parts that count, so that a plan without cases holds none."""
    counted = plan.scores.counted
    points = [(f"points_{part}", "points") for part in counted]
    facts = [each for part in counted for each in _FACTS[part]]
    return (
        Column("name", "", Sensitivity.PUBLIC),
        *_columns(plan.tag, ("planned", ""), ("stop", ""), ("visit_score", "points"), *points, *facts),
        *_columns(plan.tag, ("minutes_from_base", "minutes"), ("reason_vi", ""), ("reason_en", "")),
        Column("code", "", Sensitivity.PUBLIC),
    )


def _columns(tag: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, unit, tag) for name, unit in named)


def layers(plan: Planned) -> tuple[Layer, ...]:
    """Return the scores by commune, what becomes of each, the ways as lines and the stops as numbered places."""
    counted = [f"points_{part}" for part in plan.scores.counted]
    popup = ("name", "planned", "stop", "visit_score", *counted, "minutes_from_base", "reason_vi", "reason_en", "code")
    stop = ("name", "arrive", "leave", "minutes_on_the_way", "minutes_there", "visit_score", "reason_vi", "reason_en")
    day = ("day", "date", "start_commune", "stops_vi", "stops_en", "end_commune", "minutes_of_day", "back_at")
    return (
        Layer("visit_score", "communes", "communes", popup, plan.tag, value="visit_score"),
        Layer("planned", "communes", "communes", popup, plan.tag, value="planned", categories=PLANNED),
        Layer("ways", "days", "lines", day, plan.tag, outlines=tuple(_lines(plan))),
        Layer("stays", "stays", "points", ("name", "nights"), plan.tag),
        Layer("route", "route", "points", stop, plan.tag),
    )


def _lines(plan: Planned) -> Iterator[str]:
    """Yield each day's way from where it starts over its stops to where it ends, straight from centre to centre."""
    at = {code: place for place, code in enumerate(plan.between.codes)}
    for day in plan.days:
        codes = [day.start, *(stop.code for stop in day.stops), day.end]
        corners = [f"{plan.between.lon[at[code]]:.6f} {plan.between.lat[at[code]]:.6f}" for code in codes]
        yield f"LINESTRING ({', '.join(corners)})" if len(set(corners)) > 1 else "LINESTRING EMPTY"
