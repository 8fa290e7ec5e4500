"""The program as people meet it: the demo end to end, the help, opening a project.

Owns `figures`. None has a peer; the first two have a limit that was promised.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from app.demo import FILE_NAME
from bench.figure import Figure, Limit
from bench.process import in_fresh_process, run_command
from data.store import Store

PROGRAM = Path(sys.executable).with_name("lachan")
DEMO_LIMIT = Limit(seconds=20.0, memory_mb=700.0)
HELP_LIMIT = Limit(seconds=0.6)
REPEATS = 5


def figures(*, repeats: int = REPEATS) -> Iterator[Figure]:
    """Measure one thing after another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = run_command([PROGRAM, "demo", "--out", folder / "demo"], repeats=repeats, cwd=folder)
        yield Figure("lachan demo", demo.seconds, demo.peak_memory_mb, limit=DEMO_LIMIT)
        shown = run_command([PROGRAM, "--help"], repeats=repeats, cwd=folder)
        yield Figure("lachan --help", shown.seconds, shown.peak_memory_mb, limit=HELP_LIMIT)
        opened = in_fresh_process(opening_seconds, folder / "demo" / FILE_NAME)
        yield Figure("opening the demo project", opened.seconds, opened.peak_memory_mb)


def opening_seconds(path: Path) -> float:
    """Return the seconds it takes to open a project file that has no passphrase."""
    start = perf_counter()
    Store.open(path).close()
    return perf_counter() - start
