"""The audit: who did what to the project, each row holding the hash of the one before.

The chain shows accidents and changes made by outsiders; whoever holds the passphrase could write it anew.
"""

import pandas as pd

from data.checksums import row_digest
from data.frames import stored_columns
from data.project import Project
from data.schema import TABLES

AUDIT = TABLES["audit"]


def with_audit_row(project: Project, *, at: str, who: str, what: str, object_: str | None = None) -> Project:
    """Return a snapshot whose audit ends with one more row, chained to the last."""
    before = _link(project.about.project_id, project.tables["audit"].iloc[-1:])
    row = {"at": [at], "who": [who], "what": [what], "object": [object_], "hash_before": [before]}
    return project.append("audit", pd.DataFrame(row))


def broken_links(project_id: str, audit: pd.DataFrame) -> tuple[int, ...]:
    """Return the ids of the rows of a project's audit that do not hold the hash of the row before them."""
    expected = _links(project_id, audit)[:-1]
    return tuple(audit.index[audit["hash_before"].to_numpy(dtype=object) != expected].tolist())


def _link(project_id: str, rows: pd.DataFrame) -> str:
    """Return what the row after `rows` must hold; the first row of all is chained to the project's id."""
    return _links(project_id, rows)[-1]


def _links(project_id: str, rows: pd.DataFrame) -> list[str]:
    return [row_digest((project_id,)), *map(row_digest, zip(*stored_columns(rows, AUDIT).values(), strict=True))]
