"""What a wizard needs to know of a file before it asks: its rows, the table it looks like, what its columns are.

Everything here takes time with large files and is done in the background.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.import_fields import TABLE_NAMES, own_columns, proposed_columns
from app.imports import own_table
from data.case_import import CASES
from data.guessing import confident, guess_columns, guess_table
from data.identity import identity_columns, identity_of_header
from data.identity_cells import Identity
from data.proposals import Proposal
from data.reading import RawTable, read_rows

if TYPE_CHECKING:
    from data.project import Project

LEAST_FIT = 0.5
"""How well its columns must fill a table that is proposed."""
CLEARLY = 0.05
"""How much better than the next one."""
_OF_A_PERSON = (Identity.NAME, Identity.BIRTH_DATE, Identity.ID_NUMBER)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened.

    Parameters
    ----------
    raw : RawTable, optional
        None for a file the program made itself: it says by itself how it is read.
    own_table : str
        The table such a file goes into; empty for any other.
    proposed : str
        The table that the columns of any other file clearly look like; empty where none is.
    """

    raw: RawTable | None
    own_table: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What the columns of a file are taken to be.

    Parameters
    ----------
    proposal : Proposal
    own : mapping
        Fields whose own name a column bears.
    identity : mapping
        Of a file of cases: the columns that tell who a person is.
    """

    proposal: Proposal
    own: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, Identity] = field(default_factory=dict)


def open_file(path: Path, layer: str | None, crs: str | None, *, tick: Callable[[float], None] | None = None) -> Opened:
    """Read a file and say which table it looks like.

    Raises
    ------
    data.errors.DataError
        The file cannot be read.
    """
    made = own_table(path)
    if made is not None:
        return Opened(None, own_table=made)
    raw = read_rows(path, layer=layer, crs=crs, tick=tick and (lambda done: tick(0.8 * done)))
    if tick is not None:
        tick(0.9)
    return Opened(raw, proposed=proposed_table(raw))


def proposed_table(raw: RawTable) -> str:
    """Return the table that a file clearly looks like; empty where it could be several, or none."""
    if _lists_children(raw):
        return CASES
    (best, fit), (_, next_fit), *_ = guess_table(raw, TABLE_NAMES)
    return best if fit >= LEAST_FIT and fit - next_fit >= CLEARLY else ""


def _lists_children(raw: RawTable) -> bool:
    """Return whether columns tell who a person is, and more of the others fill fields of cases than of any table."""
    held = {column for column in raw.frame.columns if identity_of_header(column) in _OF_A_PERSON}
    if not held:
        return False
    left = [column for column in raw.frame.columns if column not in held]
    others = replace(raw, frame=raw.frame[left], numeric=raw.numeric[left])
    filled = {table: len(confident(guess_columns(table, others))) for table in TABLE_NAMES}
    return filled[CASES] > max(count for table, count in filled.items() if table != CASES)


def look_at_columns(
    project: "Project", table: str, raw: RawTable, *, tick: Callable[[float], None] | None = None
) -> FileColumns:
    """Say which columns fill which fields, and which tell who a child is."""
    identity = identity_columns(raw.frame, tick=tick) if table == CASES else {}
    own = {name: column for name, column in own_columns(table, raw).items() if column not in identity}
    return FileColumns(proposed_columns(project, table, raw), own, identity)
