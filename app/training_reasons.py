"""Why each course is held, why each person attends, and why a gap of a commune stays open."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both, day_text
from app.names import shown_name
from app.skill_matrix import EXPIRED
from app.training_offer import PLANNED
from app.training_plan import Programme
from app.words import class_text


def topic_text(topic: str) -> Text:
    """Return a topic in words, where the program has any for it."""
    return Text(*(class_text(topic, Language(code)) for code in LANGUAGES))


def topics_text(topics: Iterable[str]) -> Text:
    """Return topics in words, one after the other."""
    said = [topic_text(topic) for topic in topics]
    return Text(", ".join(each.vi for each in said), ", ".join(each.en for each in said))


def course_reason(planned: Programme, row: Mapping[Any, Any]) -> Text:
    """Return why a course is held: what it closes, what stays open without it, and what would be held instead."""
    lacking = ~planned.staff.holding[row["topic"]].reindex(planned.staff.children.index, fill_value=False).astype(bool)
    expired = int(planned.staff.matrix.status[row["topic"]].eq(EXPIRED).sum())
    said = [
        both(_STATUS[str(row["course_status"])]),
        both(
            N_(
                "Communes where nobody holds this topic: {lacking}, with {children} children; this course closes the "
                "gap of {closed} of them, with {gap_closed} children."
            ),
            lacking=int(lacking.sum()), children=round(float(planned.staff.children[lacking].sum())),
            closed=int(np.nan_to_num(row["communes_closed"])), gap_closed=round(row["gap_closed"]),
        ),
    ]  # fmt: skip
    if expired:
        said.append(both(N_("Officers whose training in it has expired: {expired}."), expired=expired))
    if row["venue"] >= 0 and np.isfinite(row["mean_minutes_to_venue"]):
        said.append(
            both(
                N_("Those who attend travel {mean:0} minutes on average, {longest:0} at most."),
                mean=row["mean_minutes_to_venue"], longest=row["longest_minutes_to_venue"],
            )
        )  # fmt: skip
    said.append(_without(planned, row))
    return Text(" ".join(each.vi for each in said), " ".join(each.en for each in said))


_STATUS = {
    "course_planned": N_("Planned already."),
    "course_proposed": N_("A proposal: day, seats and cost are assumed."),
}


def _without(planned: Programme, row: Mapping[Any, Any]) -> Text:
    price = round(float(row["gap_price"]))
    if row["instead"] < 0:
        return both(N_("Without it the most that can close falls by {price} children × topics."), price=price)
    other = planned.offer.courses.iloc[int(row["instead"])]
    course = _course_text(planned, other)
    if price == 0:
        return both(N_("As good: {course}."), course=course)
    message = N_("Best instead: {course}; the most that can close falls by {price} children × topics.")
    return both(message, course=course, price=price)


def _course_text(planned: Programme, course: "pd.Series[Any]") -> Text:
    """Return a course by topic and venue, with its day if it is planned, and what it costs."""
    message = (
        N_("“{topic}” at {venue}, planned for {day}, {cost}")
        if course["course_status"] == PLANNED
        else N_("“{topic}” at {venue}, a proposal, {cost}")
    )
    return both(
        message, topic=topic_text(course["topic"]), venue=_venue_text(planned, int(course["venue"])),
        day=day_text(course["day"].date()) if course["course_status"] == PLANNED else "", cost=_cost_text(course),
    )  # fmt: skip


def _cost_text(course: "pd.Series[Any]") -> Text:
    once, each = float(course["cost"]), float(course["cost_each"])
    if each == 0:
        return both(N_("{cost:1} million đồng"), cost=once)
    return both(N_("{cost:1} million đồng and {each:1} for each place"), cost=once, each=each)


def _venue_text(planned: Programme, venue: int) -> Text:
    if venue < 0:
        return both(N_("a venue that is not stated"))
    place = planned.offer.venues.places.iloc[venue]
    named = place["name"] if isinstance(place["name"], str) else place["facility_id"]
    full = f"{named} ({place['commune']})"
    return Text(*(shown_name(full, Language(code)) for code in LANGUAGES))


def place_reason(planned: Programme, row: Mapping[Any, Any]) -> Text:
    """Return why a person attends."""
    expired = planned.staff.matrix.status.loc[row["officer_id"], row["topic"]] == EXPIRED
    known = {"children": round(float(row["children"])), "minutes": float(row["minutes"])}
    if expired:
        return both(
            N_(
                "Nobody in the commune ({children} children) holds the topic any more; this officer did until it "
                "expired. {minutes:0} minutes away."
            ),
            **known,
        )
    return both(
        N_("Nobody in the commune ({children} children) holds the topic. {minutes:0} minutes away."),
        **known,
    )


def commune_reason(planned: Programme, after: pd.DataFrame, row: Mapping[Any, Any]) -> Text:
    """Return why a commune has the gap it has after the courses."""
    if row["training_class"] in _WHY:
        return both(_WHY[row["training_class"]])
    still = after.columns[~after.loc[row["code"]].to_numpy(bool)]
    taught = planned.places.loc[planned.places["unit_code"] == row["code"], "topic"]
    closes = both(N_("Closed: {topics}."), topics=topics_text(taught)) if len(taught) else Text("", "")
    said = [each for each in (closes, *_still_open(planned, row, list(still))) if each.en]
    return Text(" ".join(each.vi for each in said), " ".join(each.en for each in said))


_WHY = {
    "no_children": N_("The number of children is not known."),
    "no_officer": N_("No officer of these roles is in post: training cannot close the gap, a post can."),
    "no_gap": N_("Somebody holds every topic."),
}


def _still_open(planned: Programme, row: Mapping[Any, Any], still: list[str]) -> Iterator[Text]:
    """Yield the topics left, by what keeps them from closing."""
    if row["officers"] == 1 and row["code"] not in planned.staff.stand_ins and still:
        yield both(N_("Still open, as its only officer has no stand-in: {topics}."), topics=topics_text(still))
        return
    held = list(planned.training.courses)
    topic = planned.offer.courses.iloc[held]["topic"]
    near = set(topic[planned.offer.minutes.loc[row["code"], held].to_numpy(float) <= planned.limit])
    for message, left in (
        (N_("Still open, as no course is held: {topics}."), [each for each in still if each not in set(topic)]),
        (
            N_("Still open, as the course is too far away: {topics}."),
            [each for each in still if each in set(topic) - near],
        ),
        (
            N_(
                "Still open, as seats, money or the courses a person may attend went where more children gain, or to "
                "serve near and remote communes alike: {topics}."
            ),
            [each for each in still if each in near],
        ),
    ):
        if left:
            yield both(message, topics=topics_text(left))
