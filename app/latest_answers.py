"""What the latest answer to another question says of each commune, for plans that build on it."""

from dataclasses import dataclass

import pandas as pd

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
