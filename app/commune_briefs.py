"""A page for each commune that is visited: facts and trend, services, staff, recommendations, data, what to ask.

Lines of different sensitivity stand in tables of their own, so that a file for sharing keeps those of areas only.
"""

from collections.abc import Iterator

import pandas as pd

from app.brief_questions import questions
from app.brief_topics import Line, lines
from app.commune_record import Records, record, records
from app.result import Column, Sensitivity, Table
from app.tables import table_of
from app.visit_findings import Planned
from app.visit_tables import stops_of
from data.project import Project

TABLES = {Sensitivity.AREA: "briefs", Sensitivity.CASE: "briefs_cases", Sensitivity.PERSON: "briefs_staff"}
"""The table of lines of each sensitivity."""
_SECRECY = tuple(TABLES)


def brief_tables(project: Project, plan: Planned) -> Iterator[Table]:
    """Yield the lines of all briefs, a table for each sensitivity.

    Which communes are visited is as secret as the plan. Lines bear no number: one would tell how many are kept back.
    """
    rows = list(_rows(project, plan))
    for tag, name in TABLES.items():
        secret = max(tag, plan.tag, key=_SECRECY.index)
        own = pd.DataFrame([row for row in rows if row["tag"] is tag], columns=_NAMES)
        yield table_of(name, own, tuple(Column(each, "", secret) for each in _NAMES[1:]), secret)


_NAMES = ["tag", "stop", "name", "topic", "line_vi", "line_en", "code"]


def _rows(project: Project, plan: Planned) -> Iterator[dict[str, object]]:
    known = records(project, plan.on)
    for stop in stops_of(plan):
        for line in _lines(known, plan, stop.code):
            yield {
                "tag": line.tag,
                "stop": stop.rank,
                "name": plan.name(stop.code),
                "topic": f"brief_{line.topic}",
                "line_vi": line.text.vi,
                "line_en": line.text.en,
                "code": stop.code,
            }


def _lines(known: Records, plan: Planned, code: str) -> Iterator[Line]:
    own = record(known, code)
    base = plan.name(plan.named.base)
    yield from lines(own, base=base, minutes_from_base=plan.minutes_from_base(code))
    yield from questions(own)
