"""Purging: taking the rows of one import, or one case, out of everything that the program keeps of them.

That is the tables, sums converted from them, the results and travel times computed from them, every backup, and the
free pages of each file. The audit says that a purge happened and how many rows went; it says nothing of what they were.
Not even a digest of a case's number is kept: such numbers are few enough to be tried one after another. A batch is
named by its id, which was made from the moment of the import and the content of the file as a whole.

What is out of reach: files exported, copied or imported from before, the name of an imported file in the audit (of
cases none stands there), and blocks that the disk has freed and not yet used again (of an encrypted project they are
unreadable).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data import backups
from data.batches import stated, without_import
from data.errors import ProjectFileError, UnknownBatch, UnknownCase
from data.project import Project, changed_tables
from data.store import Store
from data.whole_file import failures_of, remove_parts

INPUT = "sha256_"
"""What the provenance of a result calls the table it read: this, then the table's name."""

COMPUTED = ("results", "travel_matrices")
"""Tables of what was computed from others, each row with its provenance."""

Removal = Callable[[Project], Project]


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge took away.

    Attributes
    ----------
    rows : Mapping of str to int
        Rows gone from each table of the project, results among them.
    backups_cleaned : int
        Backups that held some of it and no longer do.
    backups_deleted : tuple of str
        Names of backups that could not be looked into, and were deleted.
    """

    rows: Mapping[str, int]
    backups_cleaned: int
    backups_deleted: tuple[str, ...]


def purge_batch(store: Store, batch_id: str, *, who: str) -> Purged:
    """Take away all rows that came with one import, and the results computed from tables that held them.

    Raises
    ------
    UnknownBatch
        Neither the project nor a backup holds such a row.
    ProjectFileError
        As `Store.apply`. Backups may have been cleaned; the project is as it was.
    """
    purge = _Purge(lambda project: _without_batch(project, batch_id), "purge batch", batch_id, who)
    purged = _purge(store, purge)
    if purged is None:
        raise UnknownBatch(batch_id, store.project.batches())
    return purged


def purge_case(store: Store, case_id: str, *, who: str) -> Purged:
    """Take away all rows of one case, and the results computed from tables that held them.

    Raises
    ------
    UnknownCase
        Neither the project nor a backup holds it.
    ProjectFileError
        As `Store.apply`. Backups may have been cleaned; the project is as it was.
    """
    purged = _purge(store, _Purge(lambda project: _without_case(project, case_id), "purge case", None, who))
    if purged is None:
        raise UnknownCase(case_id)
    return purged


@dataclass(frozen=True, slots=True)
class _Purge:
    """What is to be taken away, and what the audit says of it."""

    removal: Removal
    what: str
    object_: str | None
    who: str

    def apply_to(self, store: Store) -> Mapping[str, int]:
        """Purge one file; return how many rows went from each table, and write nothing where none did."""
        before = store.project
        after = self.removal(before)
        if after is not before:
            store.purge(after, what=self.what, who=self.who, object_=self.object_)
        return _rows_gone(before, after)


def _purge(store: Store, purge: _Purge) -> Purged | None:
    """Clean the backups first: were the work cut short, the project would still hold what is to be purged again.

    A backup that cannot be looked into is deleted, but only where something to be purged was found elsewhere.
    """
    with failures_of(store.path):
        remove_parts(store.path.parent, store.path.name)
    backups.settle_copies(store.path, store.key)
    cleaned, unreadable = _purge_backups(store, purge)
    if not cleaned and purge.removal(store.project) is store.project:
        return None
    for backup in unreadable:
        backups.remove(backup)
    rows = purge.apply_to(store)
    if not rows:
        store.purge(store.project, what=purge.what, who=purge.who, object_=purge.object_)
    return Purged(rows, cleaned, tuple(each.name for each in unreadable))


def _purge_backups(store: Store, purge: _Purge) -> tuple[int, list[backups.Backup]]:
    """Return how many backups held some of it, and those that could not be opened or written."""
    cleaned, unreadable = 0, []
    for backup in backups.backups_of(store.path):
        try:
            with Store.open_unlocked(backup.path, store.key) as kept:
                cleaned += bool(purge.apply_to(kept))
        except ProjectFileError:
            unreadable.append(backup)
    return cleaned, unreadable


def _without_case(project: Project, case_id: str) -> Project:
    return _without_results_of(project, project.without_cases([case_id]))


def _without_batch(project: Project, batch_id: str) -> Project:
    """Take away what came with an import; the very same project where nothing did."""
    if batch_id not in project.batches():
        return project
    return _without_results_of(project, without_import(project, batch_id))


def _without_results_of(before: Project, after: Project) -> Project:
    """Take away the results and travel times that read a table which lost rows: they may have come from those."""
    changed = {INPUT + name for name in changed_tables(before, after)}
    for name in COMPUTED:
        rows = after[name]
        stale = [not changed.isdisjoint(json.loads(provenance)) for provenance in rows["provenance"]]
        after = after.with_table(name, rows[[not each for each in stale]]) if any(stale) else after
    return after


def _rows_gone(before: Project, after: Project) -> dict[str, int]:
    """Count the stated rows gone from each table: converted ones are made anew, and may be more than before."""
    gone = {name: len(stated(before, name)) - len(stated(after, name)) for name in changed_tables(before, after)}
    return {name: count for name, count in gone.items() if count}
