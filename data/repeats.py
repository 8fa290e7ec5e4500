"""Rows and files that are there already: recognised by content and by key, and replaced, left out or added as asked."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from data.defaults import MADE
from data.issues import Finding, Reason
from data.row_conversion import MADE_FROM
from data.schema import Table

ALIKE = {"facilities": ("kind", "name", "commune_code"), "demand_points": ("commune_code", "name")}
"""What rows without an identifier of their own are known by when they are to replace earlier ones."""


class Repeat(StrEnum):
    """What becomes of rows that are there already.

    `UPDATE`: stored rows of the same key give way. `SKIP`: the new rows stay out. `ADD`: rows without an identifier of
    their own are new whatever they say; a key cannot be there twice.
    """

    UPDATE = "update"
    SKIP = "skip"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Prepared:
    """New rows, with the identifiers of those they replace, and what they are held against.

    Parameters
    ----------
    rows : DataFrame
    stored : DataFrame
        The rows of the table that stay.
    compared : DataFrame
        Those of them that the new rows must not repeat.
    replaced : int
        How many stored rows give way.
    """

    rows: pd.DataFrame
    stored: pd.DataFrame
    compared: pd.DataFrame
    replaced: int = 0


def same_content(stored: pd.DataFrame, batch_id: str) -> str | None:
    """Return the earlier batch, among those of stored rows, that came from a file of the same content.

    The id of a batch ends with the hash of its file.
    """
    digest = batch_id.rpartition("-")[2]
    batches = stored["batch_id"].dropna().unique()
    return next((batch for batch in batches if digest and batch.rpartition("-")[2] == digest), None)


def prepare(rows: pd.DataFrame, stored: pd.DataFrame, table: Table, repeat: Repeat | None) -> Prepared:
    """Settle what new rows are held against.

    Rows made by converting older units are not compared: what is stated goes before them.

    Parameters
    ----------
    rows : DataFrame
        Rows that passed every other check; the index is their position in the file.
    """
    stated = stored[stored["source"].fillna("") != MADE_FROM]
    if repeat is Repeat.UPDATE:
        rows = _with_known_identifiers(rows, stated, table)
        gone = _keys(stated, table.key).isin(_keys(rows, table.key)) if table.key else np.zeros(len(stated), dtype=bool)
        left = stored[~stored.index.isin(stated.index[gone])]
        return Prepared(rows, left, stated[~gone], int(gone.sum()))
    unkeyed = repeat is Repeat.ADD and table.name in MADE
    return Prepared(rows, stored, stated.iloc[:0] if unkeyed else stated)


def _with_known_identifiers(rows: pd.DataFrame, stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give rows without an identifier that of the one stored row that is about the same."""
    made, alike = MADE.get(table.name), ALIKE.get(table.name)
    if made is None or alike is None or not rows[made].isna().any():
        return rows
    keys = _keys(stored, alike)
    once = ~keys.duplicated(keep=False)
    known = pd.Series(stored[made].to_numpy()[once], index=keys[once], dtype="str")
    found = pd.Series(known.reindex(_keys(rows, alike)).to_numpy(), index=rows.index, dtype="str")
    return rows.assign(**{made: rows[made].fillna(found)})


def _keys(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.MultiIndex:
    plain = rows[list(columns)].astype(object)
    return pd.MultiIndex.from_frame(plain.where(plain.notna(), None))


def say_already_there(findings: list[Finding]) -> list[Finding]:
    """Tell rows that contradict a stored row from those that contradict another row of the file."""
    said = []
    for finding in findings:
        if finding.reason is not Reason.CONTRADICTION:
            said.append(finding)
            continue
        stored = np.array([number is None for number in finding.each["repeats"]], dtype=bool)
        said += [
            replace(finding, reason=reason, rows=finding.rows[mask], each={"repeats": _only(finding, mask)})
            for reason, mask in ((Reason.ALREADY_THERE, stored), (Reason.CONTRADICTION, ~stored))
            if mask.any()
        ]
    return said


def _only(finding: Finding, mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[object, ...]:
    return tuple(value for value, kept in zip(finding.each["repeats"], mask, strict=True) if kept)
