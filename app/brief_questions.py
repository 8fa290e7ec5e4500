"""What an inspection team asks in a commune: derived from what is on record there, each with what it gives away."""

from collections.abc import Iterator

from app.brief_topics import AREA, CASE, PERSON, Line, agency_word, listed, months_text, said_in_each, written
from app.commune_record import CommuneRecord
from app.language import N_, Text, both
from app.profile_words import TOPICS, topic_word
from app.result import Sensitivity

FAR_KM = 30.0
"""Air-line kilometres to the nearest shelter from which on the team asks where a child spends the first night."""


def questions(own: CommuneRecord) -> Iterator[Line]:
    """Yield what to ask, the most pressing first."""
    for tag, text in _asked(own):
        yield Line("ask", text, tag)


def _asked(own: CommuneRecord) -> Iterator[tuple[Sensitivity, Text]]:
    yield from ((CASE, each) for each in _of_recommendations(own))
    yield from ((CASE, each) for each in _of_silence(own))
    yield from ((CASE, each) for each in _of_returns(own))
    yield from ((PERSON, each) for each in _of_staff(own))
    yield from ((AREA, each) for each in _of_services(own))
    yield AREA, both(N_("What does the commune ask of the province, of whom, and by when?"))


def _of_recommendations(own: CommuneRecord) -> Iterator[Text]:
    for _, row in own.recommendations[own.recommendations["overdue"]].iterrows():
        message = N_("“{text}” was due on {day}: what is done, what hinders it, and by when will it be?")
        yield both(message, text=written(str(row["text"]).rstrip(" .")), day=row["due_on"].date())
    if own.last_visit is not None and own.last_visit.findings:
        yield both(N_("What has changed since the last visit's findings?"))


def _of_silence(own: CommuneRecord) -> Iterator[Text]:
    if own.silence in ("silent", "quiet", "no_return", "cannot_be_judged"):
        yield both(N_("Who takes a report here, at night too? When did the last one come, and what became of it?"))
        yield both(
            N_("Where do children and neighbours turn first: school, health station, village head, hotline 111?")
        )


def _of_returns(own: CommuneRecord) -> Iterator[Text]:
    for agency, months in own.missing.items():
        message = N_("Why did no return of {agency} come for {months}? Were there cases in that time?")
        yield both(message, agency=agency_word(agency), months=months_text(months))


def _of_staff(own: CommuneRecord) -> Iterator[Text]:
    staff = own.profile.staff
    if staff is None:
        yield both(N_("Who is in charge of child protection here, with what part of their time?"))
        return
    if staff.vacant:
        yield both(N_("Who does the work of the vacant child-protection posts ({n}), and until when?"), n=staff.vacant)
    held = {topic for topic, _ in staff.skills}
    lacking = [
        said_in_each(lambda language, topic=topic: topic_word(topic, language)) for topic in TOPICS if topic not in held
    ]
    if lacking:
        message = N_("Nobody is trained in: {topics}. Who handles such cases, and who could attend a course?")
        yield both(message, topics=listed(lacking))


def _of_services(own: CommuneRecord) -> Iterator[Text]:
    near = own.profile.nearest
    if near is None or near.km >= FAR_KM:
        yield both(N_("Where does a child spend the first night, and who takes the child there?"))
    dropouts = next((fact.value for fact in own.profile.facts if fact.column.name == "dropouts"), None)
    if isinstance(dropouts, int | float) and dropouts > 0:
        yield both(N_("{n} pupils dropped out: who visited them, and where are they now?"), n=dropouts)
