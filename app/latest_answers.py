"""What the latest answer to another question says of each commune, for plans that build on it."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from app.language import N_, Text, both, day_text
from app.questions import find
from app.results import is_out_of_date, stored_result
from data.project import Project


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns of a table of communes, by code, of the result they are taken from.

    `out_of_date`: the data have changed since.
    """

    columns: pd.DataFrame
    analysis: str
    result_id: str
    created_at: str
    out_of_date: bool


def latest_answer(project: Project, analysis: str, *columns: str, table: str = "communes") -> Answer | None:
    """Return `columns` of the latest result of a question that has all of them; None where there is none."""
    rows = project["results"]
    for result_id in reversed(rows.loc[rows["analysis"] == analysis, "result_id"].tolist()):
        stored = stored_result(project, result_id)
        found = next((each for each in stored.result.tables if each.name == table), None)
        if found is None or not {"code", *columns} <= {each.name for each in found.columns}:
            continue
        values = {name: found.values(name) for name in columns}
        frame = pd.DataFrame(values, index=pd.Index(found.values("code"), name="code", dtype=object))
        return Answer(frame, analysis, result_id, stored.created_at, is_out_of_date(project, stored.result))
    return None


def question_text(analysis: str) -> Text:
    """Return what a question is called in a sentence.

    >>> question_text("visits").en
    '“Which communes to visit, and by which route”'
    """
    title = both(find(analysis).title)
    return Text(f"“{title.vi}”", f"“{title.en}”")


def answer_text(analysis: str, created_at: str) -> Text:
    """Return what an answer is called in a sentence: its question and the day it was found.

    >>> answer_text("visits", "2026-11-22T12:00:00+00:00").en
    '“Which communes to visit, and by which route”, answered on 22 Nov 2026'
    """
    day = datetime.fromisoformat(created_at).astimezone().date()
    return both(N_("{question}, answered on {day}"), question=question_text(analysis), day=day_text(day))
