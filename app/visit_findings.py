"""What a plan of visits says in sentences: the route, what it leaves out, how minutes were found; its model card."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from app.access_findings import MEANS, SEASONS
from app.language import N_, Text, both, day_text
from app.latest_answers import answer_text, question_text
from app.names import some_names
from app.result import Finding, ModelCard, Sensitivity, finding
from app.travel_speeds import edited_speeds, speeds_of
from app.visit_days import before_a_break, is_weekend, visit_days
from app.visit_minutes import Between, Travel, way
from app.visit_reasons import joined, names_text
from app.visit_route import Day, Named
from app.visit_scores import Scores
from data.project import Project

NAMED = 5
"""Most communes that a sentence names."""


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan of visits and all it rests on. `became`: a word of `app.visit_route.PLANNED` for each commune."""

    days: list[Day]
    scores: Scores
    between: Between
    named: Named
    became: "pd.Series[str]"
    on: date

    @property
    def dates(self) -> tuple[date, ...]:
        """The days of the visit in the calendar."""
        return visit_days(self.on, len(self.days))

    @property
    def tag(self) -> Sensitivity:
        """What the plan gives away."""
        return self.scores.sensitivity

    def name(self, code: str) -> str:
        """Return the name of a commune."""
        return str(self.scores.frame.at[code, "name"])

    def score(self, code: str) -> float:
        """Return the score of a commune."""
        return float(self.scores.frame["score"][code])

    def minutes_from_base(self, code: str) -> float:
        """Return the minutes from the base to a commune."""
        return float(self.scores.frame["minutes_from_base"][code])


class Asked(Travel, Protocol):
    """What the sentences need of the parameters."""

    hours: float
    noon_break: float


def visit_findings(project: Project, plan: Planned, asked: Asked) -> Iterator[Finding]:
    """Yield what was found, in the order it should be read."""
    yield _headline(plan)
    yield from _dates(plan)
    yield from _each_day(plan)
    yield from _nights_unused(plan)
    yield from _not_visited(plan)
    yield from _risk(plan)
    yield from _unknown(plan)
    yield from _minutes(project, plan, asked)
    yield _time(plan, asked)
    yield finding(plan.tag, N_("The best route found by a search; a better one may exist. No bound is known."))


def _time(plan: Planned, asked: Asked) -> Finding:
    """Return the hours of a day and the minutes in a commune, with those that differ from most."""
    (most, _), *_ = Counter(plan.named.service.values()).most_common()
    others = [
        Text(f"{name.vi} ({minutes:.0f})", f"{name.en} ({minutes:.0f})")
        for code, minutes in plan.named.service.items()
        if minutes != most and (name := names_text([plan.name(code)]))
    ]
    message = (
        N_(
            "Day: {hours:1} hours on the way and in communes, {service} minutes in each but in {others}; a break of "
            "{pause} minutes at noon comes on top."
        )
        if others
        else N_(
            "Day: {hours:1} hours on the way and in communes, {service} minutes in each; a break of {pause} "
            "minutes at noon comes on top."
        )
    )
    return finding(
        plan.tag, message, hours=asked.hours, service=most, pause=asked.noon_break, others=joined(others, ", ")
    )


def _headline(plan: Planned) -> Finding:
    visited = plan.became == "visited"
    score = plan.scores.frame["score"]
    return finding(
        plan.tag,
        N_(
            "In {days} from {base}, starting on {on}, {visited} of {communes} communes can be visited; "
            "they hold {share}% of all scores."
        ),
        days=both(N_("1 day") if len(plan.days) == 1 else N_("{n} days"), n=len(plan.days)),
        base=names_text([plan.name(plan.named.base)]),
        on=_day(plan.on),
        visited=int(visited.sum()),
        communes=len(visited),
        share=round(100 * float(score[visited].sum()) / float(score.sum())) if score.sum() else 0,
    )


def _day(day: date) -> Text:
    return both("{day}", day=day)


def _dates(plan: Planned) -> Iterator[Finding]:
    """Yield the days used where they are several, and a weekend that is spent away from the base."""
    days = plan.dates
    if len(days) > 1:
        message = (
            N_("Days of the visit: {dates}. It begins on a weekend, so Saturdays and Sundays are worked.")
            if is_weekend(plan.on)
            else N_("Days of the visit: {dates}. Saturdays and Sundays are left out; public holidays are not known.")
        )
        dates = (day_text(day) for day in days)
        yield finding(plan.tag, message, dates=joined(dates, ", "))
    away = [plan.days[place].end for place in before_a_break(days) if plan.days[place].end != plan.named.base]
    if away:
        message = N_(
            "A weekend falls into the visit, and the day before it ends in {places}, not at the base: choose another "
            "first day, or allow for the way home and back."
        )
        yield finding(plan.tag, message, places=names_text(plan.name(code) for code in away))


def _each_day(plan: Planned) -> Iterator[Finding]:
    for day in plan.days:
        if not day.stops:
            yield finding(plan.tag, N_("Day {day}: nothing that is worth it fits."), day=day.day)
            continue
        yield finding(
            plan.tag,
            N_("Day {day}: {stops}; {hours:1} hours, of which {travel:1} on the way."),
            day=day.day,
            stops=names_text((plan.name(stop.code) for stop in day.stops), " → "),
            hours=day.minutes / 60,
            travel=day.travel / 60,
        )


def _nights_unused(plan: Planned) -> Iterator[Finding]:
    """Yield the places named for the nights at which no day ends."""
    used = {day.end for day in plan.days}
    unused = [code for code in plan.named.lodgings if code not in used]
    if unused:
        message = N_("Named for the nights but not used, as no route over them was found to be worth more: {names}.")
        yield finding(plan.tag, message, names=names_text(plan.name(code) for code in unused))


def _not_visited(plan: Planned) -> Iterator[Finding]:
    score = plan.scores.frame["score"]
    for became, message in _LEFT.items():
        codes = plan.became.index[plan.became == became]
        if len(codes):
            first = score.reindex(codes).sort_values(ascending=False, kind="stable").index
            names = some_names((plan.name(code) for code in first), NAMED)
            yield finding(plan.tag, message, n=len(codes), names=names)


_LEFT = {
    "not_enough_time": N_("Communes that time leaves out, the highest scores first: {n} ({names})."),
    "out_of_reach": N_(
        "Communes too far for one day, even alone: {n} ({names}). A place to spend the night nearer to them may help."
    ),
    "left_out": N_("Left out, as asked: {n} ({names})."),
    "no_position": N_("Communes without a position, which no route can lead to: {n} ({names})."),
}


def _risk(plan: Planned) -> Iterator[Finding]:
    """Yield which answers the scores were taken from, and what they cannot tell."""
    for answer, message in ((plan.scores.risk, _FROM["risk"]), (plan.scores.silence, _FROM["silence"])):
        if answer is None:
            continue
        yield finding(Sensitivity.CASE, message, answer=answer_text(answer.analysis, answer.created_at))
        if answer.out_of_date:
            old = N_("The data have changed since then: run the question {question} again, then this one.")
            yield finding(Sensitivity.CASE, old, question=question_text(answer.analysis))
    for part in plan.scores.missing:
        asked = {name: question_text(name) for name in ("expected", "rates", "hidden")}
        yield finding(plan.tag, _MISSING[part], **asked)
    if plan.scores.risk is not None and plan.scores.risk.analysis == "rates":
        message = N_(
            "Risk here is of reported cases: a commune with a good officer reports more. "
            "The question {expected} asks for less of that."
        )
        yield finding(Sensitivity.CASE, message, expected=question_text("expected"))


_FROM = {
    "risk": N_("Risk is taken from {answer}."),
    "silence": N_("Silence is taken from {answer}."),
}
_MISSING = {
    "risk": N_("Risk counts nothing yet: run the question {expected} or {rates} first, then this one."),
    "silence": N_("Silence counts nothing yet: run the question {hidden} first, then this one."),
}


def _unknown(plan: Planned) -> Iterator[Finding]:
    frame = plan.scores.frame
    if "since_visit" in plan.scores.counted and frame["last_visit"].isna().all():
        yield finding(
            plan.tag, N_("The project knows of no visit yet: the time since the last one is the same for all.")
        )
    if "recommendations" in plan.scores.counted and not frame["open_recommendations"].any():
        yield finding(plan.tag, N_("The project knows of no open recommendation for a commune."))


def _minutes(project: Project, plan: Planned, asked: Asked) -> Iterator[Finding]:
    area = Sensitivity.AREA
    if not plan.between.over_land:
        message = N_(
            "Minutes are air-line kilometres × {detour:1} at {speed} km/h, not travel time on roads: "
            "in the mountains they are too short."
        )
        yield finding(area, message, detour=asked.detour, speed=asked.speed)
        return
    if way(project, asked).friction == "raster":
        alone = N_(
            "Minutes are travel times over cells of {metres} m, at the speeds of the friction raster alone: "
            "means of travel and season change nothing."
        )
        yield finding(area, alone, metres=asked.resolution)
        return
    message = N_("Minutes are travel times over roads and land, in cells of {metres} m: {means}, {season}.")
    yield finding(
        area, message, metres=asked.resolution, means=both(MEANS[asked.mode]), season=both(SEASONS[asked.season])
    )
    yield finding(area, N_("A commune is reached where its children live on average, not at its office."))
    yield from edited_speeds(speeds_of(project), area)


def card() -> ModelCard:
    """Return the model card."""
    return ModelCard(
        purpose=both(
            N_("To prepare an inspection: which communes to visit in a few days, in what order, and what to ask.")
        ),
        data=both(
            N_(
                "Results of the questions expected or rates, and hidden; open recommendations; visits made; minutes "
                "between communes. Each counts with the weight shown, and a weight of 0 leaves it out."
            )
        ),
        assumptions=both(
            N_(
                "Risk counts by rank among communes; silent or without a return: all of it, not to be judged or too "
                "quiet: half; recommendations: an overdue one twice, all of it from 4; time since a visit: all of it "
                "from the months stated on, and where no visit is on record. Routes: team orienteering solved by "
                "PyVRP (Wouda, Lan & Kool 2024), stopped by iterations; every sequence of nights is tried."
            )
        ),
        checked=both(
            N_(
                "Routes against published ones: Tsiligirides' orienteering problems exact at each budget, team "
                "orienteering within 2%, tours within 1%; small problems of several days, nights and communes that "
                "must be visited against full enumeration."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_("Communes far off: a day there visits few others, so they wait longer unless they must be visited."),
        ),
        not_for=both(
            N_(
                "Not for judging officers or communes: a score says where a visit may help, and its weights are a "
                "choice. No person or household is scored."
            )
        ),
    )


def left_for(plan: Planned, code: str) -> Text:
    """Return why a commune is not on the route."""
    return both(_WHY[str(plan.became[code])])


_WHY = {
    "not_enough_time": N_("Not on the route: the days are full with others."),
    "out_of_reach": N_("Not on the route: too far for one day, even alone."),
    "left_out": N_("Not on the route: left out, as asked."),
    "no_score": N_("Not on the route: nothing says a visit is needed."),
    "no_position": N_("Not on the route: its position is not known."),
}
