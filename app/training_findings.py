"""What the question `training` says in sentences, and its model card."""

from collections.abc import Iterator
from datetime import date

from app.language import LANGUAGES, N_, Language, Text, both
from app.result import Finding, ModelCard, Sensitivity, finding
from app.skill_matrix import RULE
from app.training_offer import PLANNED, PROPOSED
from app.training_plan import Programme, gaps
from app.training_reasons import topic_text, topics_text
from app.training_tables import topic_rows

PERSON = Sensitivity.PERSON


def findings(planned: Programme, area: Sensitivity, *, elsewhere: int, with_stand_ins: float) -> Iterator[Finding]:
    """Yield what the programme closes, what stays open and why, and what was assumed.

    Parameters
    ----------
    elsewhere : int
        Officers of these roles who belong to no commune.
    with_stand_ins : float
        Children × topics that close if somebody stands in everywhere.
    """
    yield _headline(planned, area)
    yield from _planned_already(planned, area)
    yield from _largest(planned, area)
    yield from _stand_ins(planned, area, with_stand_ins)
    yield from _shared(planned, area)
    yield from _venues(planned, area)
    yield from _officers(planned, area, elsewhere)
    yield from _proof(planned, area)
    yield finding(area, N_("The plan counts children and skills, not reported cases; codes of officers stay inside."))


def _proof(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    """Yield what no programme passes, and how much less this one closes because it shares."""
    training = planned.training
    most, given_up = round(training.objective), round(training.objective) - round(training.closed)
    if training.status == "time_limit":
        message = N_(
            "The time limit ended the search: the best it found closes {most} children × topics, and none can close "
            "more than {bound}. More computing time may find a better programme."
        )
        yield finding(area, message, most=most, bound=round(training.bound))
    elif not given_up:
        yield finding(area, N_("Best by this calculation: no other choice among these courses closes more."))
    if given_up:
        yield finding(area, _GIVEN_UP[training.status], most=most, given_up=given_up)


_GIVEN_UP = {
    "optimal": N_(
        "At most {most} children × topics could be closed by these courses; {given_up} are given up so that near and "
        "remote communes are served alike."
    ),
    "time_limit": N_("Of these, {given_up} are given up so that near and remote communes are served alike."),
}


def _headline(planned: Programme, area: Sensitivity) -> Finding:
    staff, training = planned.staff, planned.training
    before = float(gaps(staff, staff.holding).sum())
    numbers = {
        "courses": len(training.courses), "places": len(training.attends), "cost": training.cost,
        "closed": round(training.closed), "before": round(before),
        "share": 100 * training.closed / before if before else 0.0,
    }  # fmt: skip
    message = N_(
        "Courses: {courses}, places taken: {places}. They close {closed} of {before} children × topics ({share:1}%) "
        "for {cost:1} million đồng. A child counts once for each topic that no officer of its commune holds."
    )
    return finding(area, message, **numbers)


def _planned_already(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    """Yield which of the courses chosen are planned already and which are proposals, and what the former could do."""
    topics = planned.offer.courses["topic"]
    for message, status in (
        (N_("Of the courses chosen, planned already: {n} ({topics})."), PLANNED),
        (N_("Of the courses chosen, proposed here: {n} ({topics})."), PROPOSED),
    ):
        own = planned.statuses.index[planned.statuses == status]
        if len(own):
            yield finding(area, message, n=len(own), topics=topics_text(dict.fromkeys(topics[own])))
    if planned.planned_alone is not None:
        message = N_(
            "Courses planned already and not chosen: {n}; this plan takes them as not held. From the courses planned "
            "already alone, as many would close at most {alone} children × topics."
        )
        left = planned.offer.number(PLANNED) - int((planned.statuses == PLANNED).sum())
        yield finding(area, message, n=left, alone=round(planned.planned_alone))


def _largest(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    rows = topic_rows(planned.staff).sort_values("children_without_skill", ascending=False, kind="stable")
    if rows.empty or not rows.iloc[0]["children_without_skill"]:
        return
    worst = rows.iloc[0]
    message = N_(
        "The widest gap is “{topic}”. Communes where nobody holds it: {communes}, with {children} children; officers "
        "whose training in it has expired: {expired}."
    )
    yield finding(
        area, message, topic=topic_text(worst["topic"]), communes=int(worst["communes_without_skill"]),
        children=round(float(worst["children_without_skill"])), expired=int(worst["skill_expired"]),
    )  # fmt: skip


def _stand_ins(planned: Programme, area: Sensitivity, with_stand_ins: float) -> Iterator[Finding]:
    count = planned.staff.matrix.officers.groupby("unit_code").size()
    alone = [unit for unit in count.index[count == 1] if unit not in planned.staff.stand_ins]
    if alone:
        message = (
            N_(
                "Communes whose only officer cannot leave, as nobody stands in: {n}. With a stand-in everywhere the "
                "same money would close {more} children × topics more."
            )
            if planned.training.status == "optimal"
            else N_("Communes whose only officer cannot leave, as nobody stands in: {n}.")
        )
        yield finding(area, message, n=len(alone), more=max(0, round(with_stand_ins - planned.training.objective)))
    empty = int((~planned.staff.children.index.isin(count.index)).sum())
    if empty:
        yield finding(
            area, N_("Communes without any officer of these roles: {n}. Courses cannot close their gap."), n=empty
        )


def _shared(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    if planned.staff.groups is None:
        return
    message = N_(
        "Shared between communes near the province's seat and remote ones: of what could close in each half, at "
        "least {share:1}% does."
    )
    yield finding(area, message, share=100 * planned.training.least_share)


def _one_venue(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    """Yield why all proposed courses are at one venue, and what would spread them."""
    chosen = planned.offer.courses.iloc[list(planned.training.courses)]
    places = planned.offer.venues.places["facility_id"].reindex(chosen["venue"])
    if len(chosen) > 1 and places.notna().all() and places.nunique() == 1 and planned.offer.compared > 1:
        message = N_(
            "All courses are at one venue, as most of the gap lies within the longest way of it: spread over the "
            "venues compared they close at most {more} children × topics more. A longest way shorter than {limit} "
            "minutes spares travel and may spread them, and closes less."
        )
        more = max(0, round(planned.training.bound - planned.training.closed))
        yield finding(area, message, limit=planned.limit, more=more)


def _venues(planned: Programme, area: Sensitivity) -> Iterator[Finding]:
    offer = planned.offer
    ahead, proposals = offer.number(PLANNED), offer.number(PROPOSED)
    message = (
        N_("Chosen among the courses planned for days ahead ({ahead}) and proposals ({proposals}).")
        if ahead and proposals
        else N_("Chosen among the courses the project states that lie ahead: {ahead}.")
        if ahead
        else N_("Chosen among proposals only: {proposals}.")
    )
    yield finding(area, message, ahead=ahead, proposals=proposals)
    if proposals:
        compared = N_(
            "Venues compared for proposals, to stay quick: {venues}, those within the longest way of most of the gap "
            "(maximal covering over one public place a commune, the one nearest to its middle); another place near "
            "them may do as well."
        )
        yield finding(area, compared, venues=offer.compared)
        yield from _one_venue(planned, area)
    if offer.venues.by_air:
        yield finding(
            area, N_("Minutes are air-line kilometres × 1.5 at 30 km/h: the project knows neither roads nor land.")
        )
    unknown = int((offer.courses["venue"] < 0).sum())
    if unknown:
        yield finding(area, N_("Courses without a stated venue: {n}; nobody is too far from them."), n=unknown)
    if offer.not_public:
        message = N_("Courses left out, as their venue is not public or has no position: {n}.")
        yield finding(Sensitivity.PLACE, message, n=offer.not_public)


def _officers(planned: Programme, area: Sensitivity, elsewhere: int) -> Iterator[Finding]:
    matrix = planned.staff.matrix
    message = N_("Officers in post on {day}: {officers}. Years for which a skill counts after the training: {years}.")
    yield finding(area, message, officers=len(matrix.officers), day=_day(matrix.day), years=matrix.years_valid)
    if elsewhere:
        yield finding(area, N_("Officers of these roles who belong to no commune, left out: {n}."), n=elsewhere)
    if matrix.undated:
        yield finding(area, N_("Skills without a day of training, which count as held: {n}."), n=matrix.undated)


def _day(day: date) -> Text:
    return Text(*(Language(code).date(day) for code in LANGUAGES))


def card() -> ModelCard:
    """Return the model card."""
    return ModelCard(
        purpose=both(N_("To propose courses and who attends them for a meeting, with the reason for each.")),
        data=both(
            N_(
                "Officers in post, their skills with the day of training, courses that lie ahead, children of "
                "communes, public places and travel minutes. Of proposed courses seats, cost and days are assumed."
            )
        ),
        assumptions=both(
            N_(
                "A commune has a gap in a topic where none of its officers holds it; one who attends closes it. All "
                "children of a commune count alike for every topic. {rule} Integer program solved by HiGHS: most gap "
                "closed, then shared between near and remote communes at the stated price, then the fewest places."
            ),
            rule=both(RULE),
        ),
        checked=both(N_("The programmes equal full enumeration on small made problems.")),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Communes with few children: their gap weighs little, so they come last. Communes with one officer "
                "and no stand-in: they send nobody."
            ),
        ),
        not_for=both(
            N_(
                "Not for judging officers: a skill that is not in the data may be there. A course attended is not yet "
                "a skill in use."
            )
        ),
    )
