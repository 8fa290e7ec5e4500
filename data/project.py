"""What a province knows at one moment: an immutable snapshot of all tables, and what it is about.

A change makes a new snapshot that shares every unchanged frame, so what changed is seen by identity.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from weakref import ref

import pandas as pd

from data.errors import UnknownBatch
from data.frames import conform, empty_frame, numbered_from, stored_columns
from data.schema import SENSITIVE_TABLES, TABLES

CASE = "case_id"
"""The end of the name of each column that holds the number of a case, in whichever table."""


@dataclass(frozen=True, slots=True)
class About:
    """What a project is about.

    Attributes
    ----------
    vintage : str
        The date, ISO, from which the project's unit codes are valid.
    simulated : bool
        The rows are made up: every screen and export says so.
    schematic : bool
        The boundaries are drawn, not surveyed: no number is computed from them.
    created_at : str
        ISO moment, UTC.
    extras : Mapping of str to str
        Anything else that is small and is said once.
    """

    project_id: str
    name: str
    province_code: str
    vintage: str
    simulated: bool
    schematic: bool
    created_at: str
    extras: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "extras", MappingProxyType(dict(self.extras)))

    @classmethod
    def new(
        cls, name: str, province_code: str, *, vintage: str, simulated: bool = False, schematic: bool = False
    ) -> "About":
        """Return the description of a project made now, under an id of its own."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(str(uuid.uuid4()), name, province_code, vintage, simulated, schematic, now)


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """One snapshot. Its frames are shared between snapshots: never change one in place.

    Attributes
    ----------
    tables : Mapping of str to DataFrame
        Every table of `data.schema.TABLES`, conforming (`data.frames.conform`).
    hashes : dict
        What `table_hash` found last of each table, with the frame it is of; all snapshots share it.
    """

    about: About
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    hashes: dict[str, tuple["ref[pd.DataFrame]", str]] = field(default_factory=dict, repr=False)

    @classmethod
    def new(cls, about: About, tables: Mapping[str, pd.DataFrame] = MappingProxyType({})) -> "Project":
        """Return a snapshot of `tables`; those not given are empty.

        Raises
        ------
        KeyError
            A name is not that of a table.
        """
        empty = cls(about, MappingProxyType({name: empty_frame(table) for name, table in TABLES.items()}))
        return empty.with_tables(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def with_table(self, name: str, frame: pd.DataFrame) -> "Project":
        """Return a snapshot in which table `name` is `frame`, conforming; an index called ``row_id`` is kept."""
        return self.with_tables({name: frame})

    def with_tables(self, frames: Mapping[str, pd.DataFrame]) -> "Project":
        """Return a snapshot in which each table of `frames` is the frame given."""
        new = {name: conform(frame, TABLES[name]) for name, frame in frames.items() if frame is not self.tables[name]}
        return replace(self, tables=MappingProxyType({**self.tables, **new})) if new else self

    def with_table_of(self, other: "Project", name: str) -> "Project":
        """Return a snapshot that shares table `name` with another snapshot: how a change is taken back."""
        return replace(self, tables=MappingProxyType({**self.tables, name: other.tables[name]}))

    def append(self, name: str, rows: pd.DataFrame) -> "Project":
        """Return a snapshot in which table `name` ends with `rows`, under new row ids beyond the largest."""
        before = self.tables[name]
        added = conform(rows.reset_index(drop=True), TABLES[name])
        if before.empty:
            return self.with_table(name, added)
        added = numbered_from(added, int(before.index[-1]) + 1)
        return self.with_table(name, pd.concat([before, added]))

    def without_batch(self, batch_id: str) -> "Project":
        """Return a snapshot without the rows of one import, and without what other tables say of its cases.

        Results and audit stay as they are; rows converted from the ones that went too (`data.batches`).

        Raises
        ------
        UnknownBatch
            No row came with it.
        """
        kept = {name: frame[frame["batch_id"] != batch_id] for name, frame in self.tables.items() if name != "audit"}
        changed = {name: frame for name, frame in kept.items() if len(frame) < len(self.tables[name])}
        if not changed:
            raise UnknownBatch(batch_id, self.batches())
        after = self.with_tables(changed)
        return after.without_cases(set(self["cases"][CASE]) - set(after["cases"][CASE]))

    def without_cases(self, case_ids: Collection[str]) -> "Project":
        """Return a snapshot without the rows about these cases, in whichever table; the very same where none is."""
        kept = {}
        for name, table in TABLES.items():
            columns = [column for column in table.names if column.endswith(CASE)]
            about = self.tables[name][columns].isin(list(case_ids)).any(axis="columns")
            if about.any():
                kept[name] = self.tables[name][~about]
        return self.with_tables(kept)

    def batches(self) -> tuple[str, ...]:
        """Return the ids of the imports whose rows are here."""
        columns = [frame["batch_id"].dropna() for frame in self.tables.values()]
        return tuple(sorted(pd.concat(columns).unique()))

    def replace_about(self, **changes: Any) -> "Project":
        """Return a snapshot whose description has these fields changed."""
        return replace(self, about=replace(self.about, **changes))


def changed_tables(before: Project, after: Project) -> tuple[str, ...]:
    """Return the names of the tables whose frames are not the same object in both snapshots."""
    return tuple(name for name in TABLES if before.tables[name] is not after.tables[name])


def table_hash(project: Project, name: str) -> str:
    """Return the SHA-256 of a table's values in row order, row ids left out: equal content, equal hash."""
    frame = project.tables[name]
    known = project.hashes.get(name)
    if known is None or known[0]() is not frame:
        known = project.hashes[name] = (ref(frame), _hashed(frame, name))
    return known[1]


def _hashed(frame: pd.DataFrame, name: str) -> str:
    table = TABLES[name]
    digest = hashlib.sha256(json.dumps([name, table.names]).encode())
    for values in stored_columns(frame, table).values():
        digest.update(json.dumps(values, default=_digest).encode())
    return digest.hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sensitive_tables(project: Project) -> tuple[str, ...]:
    """Return the names of the tables that hold something sensitive: rows of people or cases, places not public."""
    names = {name for name in SENSITIVE_TABLES if len(project.tables[name])}
    if (project.tables["facilities"]["disclosure"] != "public").any():
        names.add("facilities")
    if (project.tables["travel_matrices"]["sensitivity"] == "place").any():
        names.add("travel_matrices")
    return tuple(sorted(names))


def requires_passphrase(project: Project) -> bool:
    """Return whether the project may only be kept encrypted: something sensitive in it, and not simulated."""
    return not project.about.simulated and bool(sensitive_tables(project))
