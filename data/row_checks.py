"""All checks on the rows of an import, put together: cells, rows, units, repeats, and what rows say of each other.

Each check returns findings; none raises because of a row.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.case_import import CASES
from data.checking import check_cells, check_identities, check_order, check_repeats, check_units
from data.corrections import check_corrections
from data.defaults import MADE
from data.field_words import unit_field
from data.issues import Finding, Reason, positions
from data.line_shapes import check_shapes
from data.parsing import UNREAD
from data.period_columns import PERIOD_FIELDS
from data.positions import POSITION, UNPLACED, check_half_positions, check_positions
from data.project import Project
from data.reading import RawTable
from data.relations import check_date_order, check_references, check_wholes
from data.repeats import Prepared
from data.schema import Table
from data.speed_checks import check_speeds
from data.wide_tables import Long

_UNNAMED = frozenset({Reason.NAME_TIE, Reason.NAME_UNSURE, Reason.NAME_UNKNOWN, Reason.OTHER_PROVINCE})


def check_rows(frame: pd.DataFrame, table: Table, units: pd.DataFrame, raw: RawTable) -> list[Finding]:
    """Check each row by itself.

    Parameters
    ----------
    frame : DataFrame
        Conforming columns of `table`, one row a row of `raw`.
    """
    overlong = positions(raw.overlong)
    return [
        *([Finding(Reason.TOO_MANY_CELLS, None, overlong)] if len(overlong) else []),
        *check_cells(frame, table),
        *check_order(frame, table),
        *check_date_order(frame, table),
        *check_shapes(frame, table, raw),
        *check_corrections(frame, table),
        *check_speeds(frame, table),
        *check_units(frame, table, units),
        *check_identities(frame),
        *check_half_positions(frame),
    ]


def truly_missing(findings: Sequence[Finding], table: Table) -> list[Finding]:
    """Drop "missing" where an identifier will be made, and where a value is there but could not be read."""
    unread = {
        (name, row) for finding in findings for name in _left_blank(finding, table) for row in finding.rows.tolist()
    }
    kept = []
    for finding in findings:
        if finding.reason is not Reason.MISSING:
            kept.append(finding)
        elif finding.field != MADE.get(table.name):
            rows = [row for row in finding.rows.tolist() if (finding.field, row) not in unread]
            kept.append(replace(finding, rows=np.array(rows, dtype=np.intp)))
    return kept


def _left_blank(finding: Finding, table: Table) -> tuple[str | None, ...]:
    """Return the fields that are missing because of what was found."""
    if finding.reason in UNPLACED:
        return POSITION
    if finding.reason is Reason.NOT_A_PERIOD:
        return PERIOD_FIELDS
    if finding.reason in _UNNAMED:
        return (unit_field(table),)
    return (finding.field,) if finding.reason in UNREAD | {Reason.LIKE_A_CHOICE} else ()


def check_repeated(survivors: pd.DataFrame, stored: pd.DataFrame, table: Table, long: Long) -> list[Finding]:
    """Compare rows by their key; rows without an identifier by all they say."""
    numbers = long.raw.first_row + long.origin
    made = MADE.get(table.name)
    if made is None:
        return check_repeats(survivors, stored, table, key=table.key, row_numbers=numbers)
    named = survivors[made].notna()
    content = tuple(name for name in table.names if name not in (made, "source", "batch_id"))
    if table.name == CASES:  # two cases of which nobody says whose they are may well look the same
        survivors = survivors[named | survivors["link_keys"].notna()]
        named = named[survivors.index]
    return [
        *check_repeats(survivors[named], stored, table, key=table.key, row_numbers=numbers),
        *check_repeats(survivors[~named], stored.assign(**{made: None}), table, key=content, row_numbers=numbers),
    ]


def check_accepted(kept: pd.DataFrame, prepared: Prepared, project: Project, table: Table) -> list[Finding]:
    """Check the rows that are taken against the project: places, wholes and references."""
    return [
        *check_positions(kept, project["units"], name=table.name, schematic=project.about.schematic),
        *check_wholes(kept, prepared.stored, table),
        *check_references(kept, project, table),
    ]
