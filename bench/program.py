"""The program as people meet it: the demo end to end, the help, opening a project, importing many rows.

Owns `figures`. None has a peer; the first two have a limit that was promised.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from time import perf_counter

import pandas as pd

from app.demo import FILE_NAME, new_project
from app.imports import ImportRequest, import_into
from bench.figure import Figure, Limit
from bench.process import in_fresh_process, run_command
from data.schema import PLACES, STAGES
from data.store import Store

PROGRAM = Path(sys.executable).with_name("lachan")
PROVINCE, PASSPHRASE = "11", "a passphrase of the benchmark"
DEMO_LIMIT = Limit(seconds=20.0, memory_mb=700.0)
HELP_LIMIT = Limit(seconds=0.6)
REPEATS = 5
ROWS = (10_000, 100_000, 1_000_000)
CASE_KINDS = ("physical_violence", "sexual_abuse", "neglect", "exploitation")
COLUMNS = ("unit_code", "kind", "place", "stage", "period_start", "period_end", "count")


def figures(*, repeats: int = REPEATS, rows: tuple[int, ...] = ROWS) -> Iterator[Figure]:
    """Measure one thing after another; `rows` are the sizes of the imports."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = run_command([PROGRAM, "demo", "--out", folder / "demo"], repeats=repeats, cwd=folder)
        yield Figure("lachan demo", demo.seconds, demo.peak_memory_mb, limit=DEMO_LIMIT)
        shown = run_command([PROGRAM, "--help"], repeats=repeats, cwd=folder)
        yield Figure("lachan --help", shown.seconds, shown.peak_memory_mb, limit=HELP_LIMIT)
        opened = in_fresh_process(opening_seconds, folder / "demo" / FILE_NAME)
        yield Figure("opening the demo project", opened.seconds, opened.peak_memory_mb)
        for count in rows:
            path = write_case_counts(folder / f"{count}.csv", count)
            imported = in_fresh_process(importing_seconds, path, folder / f"{count}.lachan")
            yield Figure(f"importing {count:,} case counts", imported.seconds, imported.peak_memory_mb)


def opening_seconds(path: Path) -> float:
    """Return the seconds it takes to open a project file that has no passphrase."""
    start = perf_counter()
    Store.open(path).close()
    return perf_counter() - start


def importing_seconds(path: Path, project: Path) -> float:
    """Return the seconds from a CSV file to rows in an encrypted project file, which is made first.

    Raises
    ------
    ValueError
        Not every row was accepted: the figure would be of something else.
    """
    request = ImportRequest("case_counts", path, {}, {"agency": "police", "counted": "cases"})
    with Store.create(project, new_project(PROVINCE), passphrase=PASSPHRASE) as store:
        start = perf_counter()
        report = import_into(store, request, who="bench")
        seconds = perf_counter() - start
    if report.accepted != report.read:
        raise ValueError(f"{report.read} rows read, {report.accepted} accepted")
    return seconds


def write_case_counts(path: Path, count: int) -> Path:
    """Write `count` monthly counts of the communes of Điện Biên, each row another, as long ago as it takes."""
    units = new_project(PROVINCE)["units"]
    codes = units.loc[units["level"] == "commune", "code"]
    rows = product(_months(), STAGES, PLACES, CASE_KINDS, codes)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, ((first, last), stage, place, kind, code) in enumerate(islice(rows, count)):
            writer.writerow((code, kind, place, stage, first, last, number % 3))
    return path


def _months() -> list[tuple[str, str]]:
    """Return the first and last days of the months of a century."""
    first = pd.date_range("1926-01-01", periods=1200, freq="MS")
    return list(zip(first.strftime("%Y-%m-%d"), (first + pd.offsets.MonthEnd(1)).strftime("%Y-%m-%d"), strict=True))
