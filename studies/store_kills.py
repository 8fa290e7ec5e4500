"""`kill -9` at random moments of imports and edits: the file holds each batch wholly or not at all.

Owns `study`, one row a kill, and `judged`, which compares a file with what it may hold.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.admin_units import VINTAGE, province_units
from data.audit import broken_links
from data.backups import backups_of
from data.errors import ProjectFileError
from data.project import About, Project
from data.reading import RawTable, read_rows
from data.schema import TABLES
from data.store import Store
from data.verifying import verify
from studies.report import Report
from studies.working_process import batch, kind_of

ROOT = Path(__file__).resolve().parents[1]
PROVINCE = "11"
PASSPHRASE = "a passphrase of the study"
KILLS, SEED = 60, 60
INDICATORS = 200
"""Figures a commune has in the file that is imported again and again: 9,000 rows a batch."""
SMALL_CACHE = 10
"""Pages of SQLite's cache in every second pair of kills: as with a change larger than the cache, the file itself is
written long before the transaction ends, and more kills meet it half written."""
SMALL = f"cache_size = {SMALL_CACHE}"
CONTROLS, CONTROL = 30, (SMALL, "journal_mode = OFF")
"""Kills of a process whose file has no journal: some must fail, or the study sees nothing."""
HORIZON_SECONDS = 0.35
"""A kill falls evenly on this time from the beginning of a write: the write, and some of the next batch."""
LATEST_BATCH = 3


@dataclass(frozen=True)
class Kill:
    """One kill.

    Attributes
    ----------
    small_cache : bool
        SQLite was held to `SMALL_CACHE` pages.
    batch : str
        The kind of the last batch whose write had begun: "import" or "edit".
    delay_ms : float
        From the beginning of a write, that one or the one before.
    writing : bool
        The process had begun a write and not said that it was done.
    journal : bool
        A journal was left: the transaction was open.
    taken_back : bool
        The file's own pages had been changed, and opening put the old ones back.
    outcome : str
        "before" or "after" that batch; empty with a failure.
    failure : str
        What was wrong; empty when nothing was.
    """

    encrypted: bool
    small_cache: bool
    batch: str
    delay_ms: float
    writing: bool
    journal: bool
    taken_back: bool
    outcome: str
    failure: str


class States:
    """The contents that the file may have: the first, and that after each batch."""

    def __init__(self, first: Project, rows: RawTable) -> None:
        self._known = [first]
        self._rows = rows

    def __getitem__(self, number: int) -> Project:
        while len(self._known) <= number:
            self._known.append(batch(self._known[-1], len(self._known), self._rows))
        return self._known[number]


def first_project() -> Project:
    """Return a project with nothing sensitive in it, which may be kept plain."""
    return Project.new(About.new("Điện Biên", PROVINCE, vintage=VINTAGE), {"units": province_units(PROVINCE)})


def write_figures(path: Path, indicators: int) -> Path:
    """Write the file that the process imports again and again: `indicators` figures of each commune."""
    codes = province_units(PROVINCE)["code"].iloc[1:]
    figures = [(code, f"indicator {number}", number) for code in codes for number in range(indicators)]
    pd.DataFrame(figures, columns=["unit_code", "indicator", "value"]).to_csv(path, index=False)
    return path


def study(
    kills: int = KILLS,
    *,
    seed: int = SEED,
    indicators: int = INDICATORS,
    horizon: float = HORIZON_SECONDS,
    pragmas: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Kill a working process `kills` times, on a plain and an encrypted file by turns.

    The moments come from the seed; where in its work they meet the process does not.

    Parameters
    ----------
    indicators : int
        Size of a batch: 45 rows each.
    horizon : float
        Seconds from the beginning of a write within which the kill falls.
    pragmas : tuple of str
        Settings of SQLite that the program does not make.

    Returns
    -------
    DataFrame
        One row a kill, with the fields of `Kill`.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        figures = write_figures(Path(name) / "figures.csv", indicators)
        states = States(first_project(), read_rows(figures))
        found = []
        for number in range(kills):
            path, passphrase, small = (
                Path(name) / f"{number}.lachan",
                PASSPHRASE if number % 2 else None,
                number % 4 > 1,
            )
            Store.create(path, states[0], passphrase=passphrase).close()
            last, delay = chance.randint(1, LATEST_BATCH), chance.uniform(0, horizon)
            with _process(path, figures, passphrase, (*pragmas, SMALL) if small else pragmas) as process:
                begun, done = _killed(process, last, delay)
            examined = _examined(path, states, begun, done, passphrase)
            found.append(Kill(small_cache=small, delay_ms=delay * 1000, **examined))
    return pd.DataFrame(found)


def judged(path: Path, states: States, *, begun: int, done: int, passphrase: str | None) -> tuple[str, str]:
    """Open the file, verify it and its backups, and return the outcome and the failure, one of them empty.

    Parameters
    ----------
    begun, done : int
        The last batch whose write had begun, and the last that was said to be done.
    """
    try:
        with Store.open(path, passphrase=passphrase) as store:
            found = store.project
            store.apply(found, what="look", who="study")
    except ProjectFileError as error:
        return "", type(error).__name__
    applied = found["audit"]["what"].tolist()[1:]
    if not done <= len(applied) <= begun:
        return "", f"{len(applied)} batches in the file, {done} done, {begun} begun"
    expected = [kind_of(number) for number in range(1, len(applied) + 1)]
    if broken_links(found.about.project_id, found["audit"]) or applied != expected:
        return "", "audit"
    different = different_tables(found, states[len(applied)])
    if different:
        return "", ", ".join(different)
    unsound = unsound_files(path, passphrase)
    if unsound:
        return "", ", ".join(unsound)
    return "after" if len(applied) == begun else "before", ""


def unsound_files(path: Path, passphrase: str | None) -> tuple[str, ...]:
    """Return the names of the file and of its backups that do not verify, with the checks that failed."""
    files = (path, *(each.path for each in backups_of(path)))
    return tuple(f"{each.name}: {failed}" for each in files if (failed := verify(each, passphrase=passphrase).failed))


def different_tables(found: Project, expected: Project) -> tuple[str, ...]:
    """Return the names of the tables, the audit apart, whose rows are not those expected, and "about" likewise."""
    about = () if found.about == expected.about else ("about",)
    names = [name for name in TABLES if name != "audit" and not found[name].equals(expected[name])]
    return (*about, *names)


def summary(kills: pd.DataFrame) -> pd.DataFrame:
    """Return the counts by file, cache and kind of batch, and the total."""
    counted = pd.DataFrame(
        {
            "file": kills["encrypted"].map({False: "plain", True: "encrypted"}),
            "cache": kills["small_cache"].map({False: "as shipped", True: f"{SMALL_CACHE} pages"}),
            "batch": kills["batch"],
            "kills": 1,
            "write not said done": kills["writing"].astype("int64"),
            "transaction open": kills["journal"].astype("int64"),
            "pages taken back": kills["taken_back"].astype("int64"),
            "before": (kills["outcome"] == "before").astype("int64"),
            "after": (kills["outcome"] == "after").astype("int64"),
            "failures": (kills["failure"] != "").astype("int64"),
        }
    )
    by = ["file", "cache", "batch"]
    total = counted.drop(columns=by).sum().to_frame().T.assign(file="all", cache="all", batch="all")
    return pd.concat([counted.groupby(by, as_index=False).sum(), total], ignore_index=True)


def report() -> Report:
    """Run the study at its full size."""
    kills, controls = study(), study(CONTROLS, pragmas=CONTROL)
    failed = kills[kills["failure"] != ""]
    return Report(
        title="The project file under `kill -9`",
        method=(
            f"A process works on a project file of Điện Biên's units: by turns it imports {45 * INDICATORS:,} rows and "
            f"edits two tables and the description. It is killed up to {HORIZON_SECONDS * 1000:.0f} ms after one of "
            f"its first {LATEST_BATCH} writes began, at random (seed {SEED}). Then the file must open, hold every "
            "table as it was before or after that batch, hold every batch that was said to be done, have an unbroken "
            "audit, take another change, and `lachan verify` must pass, for the file and for the backup that is kept "
            "before the first change and before each import. "
            "“Transaction open”: a journal was left. “Pages taken back”: the file "
            "itself had been changed, and opening put the old pages back; to meet this more often, SQLite keeps only "
            f"{SMALL_CACHE} pages in memory in half of the kills. As a control, {CONTROLS} more kills of a process "
            "that has SQLite's journal switched off."
        ),
        findings=(
            f"{len(kills)} kills: {len(failed)} failures.",
            f"{kills['journal'].sum()} met an open transaction, {kills['taken_back'].sum()} a file half written.",
            f"Control: without the journal {(controls['failure'] != '').sum()} of {len(controls)} kills are failures.",
        ),
        tables={"Outcomes": summary(kills), "Failures": failed} if len(failed) else {"Outcomes": summary(kills)},
    )


def _examined(path: Path, states: States, begun: int, done: int, passphrase: str | None) -> dict[str, Any]:
    """Return what `Kill` says of a file that was left behind, the delay apart."""
    journal, left = path.with_name(path.name + "-journal").exists(), path.read_bytes()
    taken_back = _restored(path, passphrase) != left
    outcome, failure = judged(path, states, begun=begun, done=done, passphrase=passphrase)
    return {
        "encrypted": passphrase is not None,
        "batch": kind_of(begun),
        "writing": done < begun,
        "journal": journal,
        "taken_back": taken_back,
        "outcome": outcome,
        "failure": failure,
    }


def _restored(path: Path, passphrase: str | None) -> bytes:
    """Return the file's bytes once it was opened, or as they are when it does not open."""
    try:
        Store.open(path, passphrase=passphrase).close()
    except ProjectFileError:
        return path.read_bytes()
    return path.read_bytes()


def _killed(process: "subprocess.Popen[str]", number: int, delay: float) -> tuple[int, int]:
    """Kill the process `delay` seconds after it began to write batch `number`; return what had begun and was done."""
    assert process.stdout is not None
    said = []
    while f"begin {number}\n" not in said:
        said.append(process.stdout.readline())
        if not said[-1]:
            raise subprocess.CalledProcessError(process.wait(), process.args)
    time.sleep(delay)
    process.kill()
    said.extend(process.stdout)
    return _last(said, "begin"), _last(said, "done")


def _process(path: Path, file: Path, passphrase: str | None, pragmas: Sequence[str]) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name != "LACHAN_PASSPHRASE"}
    secret = {"LACHAN_PASSPHRASE": passphrase} if passphrase else {}
    return subprocess.Popen(
        [sys.executable, "-m", "studies.working_process", str(path), str(file), *pragmas],
        cwd=ROOT,
        env=environment | secret,
        stdout=subprocess.PIPE,
        text=True,
    )


def _last(said: Sequence[str], word: str) -> int:
    """Return the number of the last whole line that begins with `word`, 0 when there is none."""
    return max((int(line.split()[1]) for line in said if line.startswith(word) and line.endswith("\n")), default=0)
