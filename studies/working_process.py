"""The process that is killed: imports and edits by turns on one project file, each said when it begins and when done.

Owns `batch`, from which the expected content is computed too.
"""

import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from data.importing import import_rows
from data.project import Project
from data.reading import RawTable, read_rows
from data.store import Store

FIRST_YEAR = 1900
EDITED = 3
"""One row in so many is edited."""


def batch(project: Project, number: int, rows: RawTable) -> Project:
    """Return what the batch makes of the project: odd ones import the rows for another year, even ones edit.

    An edit changes two tables and the description together, so that half of it would show.
    """
    return _edited(project, number) if number % 2 == 0 else _imported(project, number, rows)


def kind_of(number: int) -> str:
    """Return what `batch` does: "import" or "edit"."""
    return "edit" if number % 2 == 0 else "import"


def work(path: Path, file: Path, passphrase: str | None, pragmas: Sequence[str]) -> None:
    """Apply batch after batch until the process is killed.

    `pragmas` are settings of SQLite that the program does not make, such as "cache_size = 10".
    """
    rows = read_rows(file)
    store = Store.open(path, passphrase=passphrase)
    with store._engine.connect() as connection:
        for pragma in pragmas:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    for number in itertools.count(1):
        after = batch(store.project, number, rows)
        print("begin", number, flush=True)
        store.apply(after, what=kind_of(number), who="study", object_=str(number))
        print("done", number, flush=True)


def _imported(project: Project, number: int, rows: RawTable) -> Project:
    year = FIRST_YEAR + number
    settings = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "vintage": project.about.vintage}
    return import_rows(project, "indicators", rows, batch_id=f"batch {number}", settings=settings).project


def _edited(project: Project, number: int) -> Project:
    figures, units = project["indicators"], project["units"]
    chosen = figures.index % EDITED == 0
    return project.with_tables(
        {
            "indicators": figures.assign(value=figures["value"].where(~chosen, number)),
            "units": units.assign(source=f"edit {number}"),
        }
    ).replace_about(extras={"edit": str(number)})


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), os.environ.get("LACHAN_PASSPHRASE"), sys.argv[3:])
