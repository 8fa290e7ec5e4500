"""The lines of a commune's brief, topic by topic, each with what it gives away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from app.commune_record import CommuneRecord
from app.language import LANGUAGES, N_, Language, Text, both
from app.latest_answers import question_text
from app.names import shown_name, shown_text
from app.profile_words import fact_label, topic_word
from app.profiles import ENOUGH_CASES, Fact, Year
from app.result import Sensitivity
from app.words import VALUES, value_text

AREA, CASE, PERSON = Sensitivity.AREA, Sensitivity.CASE, Sensitivity.PERSON
TOPICS = ("facts", "trend", "services", "staff", "recommendations", "data", "ask")
"""The topics of a brief in their order; their words are in `app.words.VALUES`."""
YEARS_COMPARED = 2
"""Last years that are compared with as many before them."""
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a brief."""

    topic: str
    text: Text
    tag: Sensitivity


def lines(own: CommuneRecord, *, base: str, minutes_from_base: float) -> Iterator[Line]:
    """Yield what is known of a commune, all but what to ask."""
    yield from _lines("facts", AREA, _facts(own))
    yield from _lines("trend", CASE, _trend(own))
    yield from _lines("services", AREA, _services(own, base, minutes_from_base))
    yield from _lines("staff", PERSON, _staff(own))
    yield from _lines("recommendations", CASE, _recommendations(own))
    yield from _lines("data", CASE, _data(own))


def _lines(topic: str, tag: Sensitivity, texts: Iterable[Text]) -> Iterator[Line]:
    return (Line(topic, text, tag) for text in texts)


def said_in_each(say: Any) -> Text:
    """Return what `say` makes of each language."""
    return Text(*(say(Language(code)) for code in LANGUAGES))


def listed(texts: Iterable[Text]) -> Text:
    """Return texts with commas between them."""
    said = list(texts)
    return Text(", ".join(each.vi for each in said), ", ".join(each.en for each in said))


def _facts(own: CommuneRecord) -> Iterator[Text]:
    known = [fact for fact in own.profile.facts if fact.value is not None]
    for fact in known:
        yield said_in_each(lambda language, fact=fact: f"{fact_label(fact, language)}: {_value(fact, language)}")
    if not known:
        yield both(N_("The project knows no figures of this commune."))


def _value(fact: Fact, language: Language) -> str:
    return value_text(fact.column, fact.value, language)


def _trend(own: CommuneRecord) -> Iterator[Text]:
    years = own.profile.years
    if years is None:
        yield both(N_("The counts overlap, so no total of a year is known."))
        return
    if not any(each.cases is not None for each in years):
        yield both(N_("No return was sent."))
        return
    yield both(N_("Cases received by year: {years}."), years=listed(_year(each) for each in years))
    if any(each.cases is not None and not each.complete for each in years):
        yield both(N_("*: returns do not cover the whole year."))
    if any(each.cases is not None and not each.enough for each in years):
        yield both(N_("“Under {n}”: too few to be written as a number."), n=ENOUGH_CASES)
    yield _compared(years)
    yield both(N_("Reported is not what happened: a commune with a good officer reports more."))


def _year(each: Year) -> Text:
    if each.cases is None:
        return both(N_("{year}: no return"), year=str(each.year))
    mark = "" if each.complete else "*"
    if not each.enough:
        return both(N_("{year}: under {n}{mark}"), year=str(each.year), n=ENOUGH_CASES, mark=mark)
    return both(N_("{year}: {n}{mark}"), year=str(each.year), n=each.cases, mark=mark)


def _compared(years: tuple[Year, ...]) -> Text:
    """Return whether the last years differ from those before by more than chance: their exact intervals are apart."""
    from models.rates import poisson_interval

    known = [each for each in years if each.cases is not None]
    later, before = known[-YEARS_COMPARED:], known[-2 * YEARS_COMPARED : -YEARS_COMPARED]
    if len(before) < YEARS_COMPARED:
        return both(N_("Too few years with returns to speak of a trend."))
    sums = [sum(int(each.cases or 0) for each in part) for part in (before, later)]
    (low_before, high_before), (low, high) = (poisson_interval(total, 1.0, LEVEL) for total in sums)
    span = {
        "first": str(later[0].year),
        "last": str(later[-1].year),
        "start": str(before[0].year),
        "end": str(before[-1].year),
    }
    if float(low) > float(high_before):
        return both(N_("More in {first}–{last} than in {start}–{end}, and by more than chance."), **span)
    if float(high) < float(low_before):
        return both(N_("Fewer in {first}–{last} than in {start}–{end}, and by more than chance."), **span)
    return both(N_("No trend can be seen: {first}–{last} differs from {start}–{end} by no more than chance."), **span)


def _services(own: CommuneRecord, base: str, minutes_from_base: float) -> Iterator[Text]:
    here = [
        said_in_each(lambda language, each=each: f"{_kind(each.kind, language)}: {language.number(each.number)}")
        for each in own.profile.services
    ]
    yield (
        both(N_("In the commune (public addresses): {services}."), services=listed(here))
        if here
        else both(N_("In the commune: no place with a public address is known."))
    )
    near = own.profile.nearest
    if near is not None:
        name = said_in_each(lambda language: shown_name(near.name, language))
        message = N_("Nearest shelter with a public address: {name}, {km:1} km from the commune's centre by air line.")
        yield both(message, name=name, km=near.km)
    else:
        yield both(N_("No shelter with a public address and a known position."))
    if own.minutes:
        reached = [
            said_in_each(
                lambda language, kind=kind: f"{_nearest(kind, language)} {language.number(round(own.minutes[kind]))}"
            )
            for kind in own.minutes
        ]
        yield both(N_("Minutes of its children, on average, to the nearest: {list}."), list=listed(reached))
    else:
        yield both(
            N_("Minutes to services: run the question {access} first, then this one."), access=question_text("access")
        )
    if minutes_from_base > 0:
        from_ = said_in_each(lambda language: shown_name(base, language))
        yield both(N_("From {base}: {minutes} minutes."), base=from_, minutes=round(minutes_from_base))


def _kind(kind: str, language: Language) -> str:
    return language.say(VALUES[kind])


def _nearest(kind: str, language: Language) -> str:
    return language.say(VALUES.get(kind, _SHELTER))


_SHELTER = N_("shelter")


def _staff(own: CommuneRecord) -> Iterator[Text]:
    staff = own.profile.staff
    if staff is None:
        yield both(N_("The project knows of no post here."))
        return
    yield both(
        N_(
            "Officers in post: {officers}. Child-protection posts: {posts}, of these vacant: {vacant}; full-time "
            "equivalents: {fte:2}."
        ),
        officers=staff.officers, posts=staff.posts, vacant=staff.vacant, fte=staff.fte,
    )  # fmt: skip
    if not staff.skills:
        yield both(N_("Trained in: nothing known."))
        return
    skills = [
        said_in_each(lambda language, topic=topic, n=n: f"{topic_word(topic, language)} ({language.number(n)})")
        for topic, n in staff.skills
    ]
    yield both(N_("Trained in: {topics}."), topics=listed(skills))


def _recommendations(own: CommuneRecord) -> Iterator[Text]:
    if own.recommendations.empty:
        yield both(N_("None open."))
    for _, row in own.recommendations.iterrows():
        yield both(N_("{sender} → {receiver}: {text} {owner}, {due}."), **_written(row))
    if own.last_visit is None:
        yield both(N_("No visit on record."))
        return
    visit, noted = both(N_("Last visit: {day}."), day=own.last_visit.day), written(own.last_visit.findings)
    yield Text(f"{visit.vi} {noted.vi}".rstrip(), f"{visit.en} {noted.en}".rstrip())


def written(text: str) -> Text:
    """Return what somebody wrote as a reader of each language meets it."""
    return said_in_each(lambda language: shown_text(text, language))


def _office(name: str) -> Text:
    return said_in_each(lambda language: shown_name(name, language))


def _written(row: "pd.Series[Any]") -> Mapping[str, Any]:
    stated = {name: str(row[name]) if pd.notna(row[name]) else "?" for name in ("from", "to", "text", "owner")}
    due = both(N_("no due date"))
    if pd.notna(row["due_on"]):
        due = both(N_("due {day}, OVERDUE") if row["overdue"] else N_("due {day}"), day=row["due_on"].date())
    owner = both(N_("Owner: {owner}"), owner=_office(stated["owner"]))
    text = stated["text"].rstrip()
    ended = written(text if text[-1:] in ".!?" else f"{text}.")
    return {
        "sender": _office(stated["from"]), "receiver": _office(stated["to"]), "text": ended, "owner": owner, "due": due,
    }  # fmt: skip


def _data(own: CommuneRecord) -> Iterator[Text]:
    for agency, months in own.missing.items():
        yield both(N_("No return of {agency} for: {months}."), agency=agency_word(agency), months=months_text(months))
    if own.silence in _SILENCE:
        yield both(_SILENCE[own.silence])
    if own.converted:
        yield both(N_("{n} rows of its counts are shared out from units before July 2025: estimates."), n=own.converted)
    if not own.missing and own.silence not in _SILENCE and not own.converted:
        yield both(N_("Nothing to note: every return of the last twelve months of data came."))


_SILENCE = {
    "silent": N_("Silent: no case reported where cases were to be expected."),
    "no_return": N_("No return came at all in the period looked at."),
    "cannot_be_judged": N_("No case reported; with so few children that says nothing yet."),
    "quiet": N_("Far fewer cases reported than expected."),
}


def agency_word(agency: str) -> Text:
    """Return an agency as people call it."""
    return both(VALUES[agency]) if agency in VALUES else Text(agency, agency)


def months_text(months: list[pd.Period]) -> Text:
    """Return months as they are written, those that follow each other as a span.

    >>> months_text([pd.Period("2025-01", "M"), pd.Period("2025-02", "M"), pd.Period("2025-05", "M")]).en
    '01/2025–02/2025, 05/2025'
    """
    runs = []
    for _, run in groupby(enumerate(months), key=lambda each: each[1].ordinal - each[0]):
        members = [month for _, month in run]
        first, last = (f"{month:%m/%Y}" for month in (members[0], members[-1]))
        runs.append(first if first == last else f"{first}–{last}")
    text = ", ".join(runs)
    return Text(text, text)
