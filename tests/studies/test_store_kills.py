"""Five kills of a working process, and that the study would notice a file that holds half a batch."""

import os
from pathlib import Path

import pandas as pd
import pytest

from data.backups import backups_of
from data.project import Project
from data.reading import read_rows
from data.store import Store
from studies.store_kills import States, first_project, judged, study, summary, write_figures
from studies.working_process import batch, kind_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills are tried where `kill -9` is")


@pytest.fixture
def states(tmp_path: Path) -> States:
    return States(first_project(), read_rows(write_figures(tmp_path / "figures.csv", 2)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lachan"


def store_of(path: Path, states: States, *snapshots: Project, whats: tuple[str, ...] = ("import", "edit")) -> None:
    """Write a file that went through the snapshots."""
    with Store.create(path, states[0]) as store:
        for snapshot, what in zip(snapshots, whats, strict=False):
            store.apply(snapshot, what=what, who="test")


@pytest.mark.slow
def test_five_kills_leave_every_batch_whole_or_absent() -> None:
    kills = study(5, seed=5, indicators=20, horizon=0.1)
    assert kills["failure"].tolist() == [""] * 5
    assert set(kills["outcome"]) <= {"before", "after"}
    assert kills["encrypted"].tolist() == [False, True, False, True, False]
    assert summary(kills).iloc[-1]["kills"] == 5


def test_batches_import_and_edit_by_turns(states: States) -> None:
    assert [kind_of(number) for number in (1, 2, 3)] == ["import", "edit", "import"]
    assert [len(states[number]["indicators"]) for number in range(4)] == [0, 90, 90, 180]
    assert states[2].about.extras == {"edit": "2"}
    assert (states[2]["units"]["source"] == "edit 2").all()
    assert (states[2]["indicators"]["value"] == 2).sum() == 30


def test_the_state_before_and_the_state_after_are_both_whole(path: Path, states: States) -> None:
    store_of(path, states, states[1])
    assert judged(path, states, begun=2, done=1, passphrase=None) == ("before", "")
    path.unlink()
    store_of(path, states, states[1], states[2])
    assert judged(path, states, begun=2, done=1, passphrase=None) == ("after", "")


def test_half_an_import_is_a_failure(path: Path, states: States) -> None:
    store_of(path, states, states[1].with_table("indicators", states[1]["indicators"].iloc[:45]))
    assert judged(path, states, begun=1, done=0, passphrase=None) == ("", "indicators")


def test_an_edit_of_one_table_only_is_a_failure(path: Path, states: States) -> None:
    half = states[2].with_table_of(states[1], "units").replace_about(extras={})
    store_of(path, states, states[1], half)
    assert judged(path, states, begun=2, done=1, passphrase=None) == ("", "about, units")


def test_a_batch_that_was_said_to_be_done_and_is_not_there_is_a_failure(path: Path, states: States) -> None:
    store_of(path, states, states[1])
    outcome, failure = judged(path, states, begun=2, done=2, passphrase=None)
    assert outcome == ""
    assert failure == "1 batches in the file, 2 done, 2 begun"


def test_an_audit_that_tells_another_story_is_a_failure(path: Path, states: States) -> None:
    store_of(path, states, states[1], whats=("edit",))
    assert judged(path, states, begun=1, done=0, passphrase=None) == ("", "audit")


def test_a_file_that_does_not_verify_is_a_failure(path: Path, states: States) -> None:
    first = states[0].with_table("indicators", dangling(states[1]["indicators"]))
    found = States(first, read_rows(path.with_name("figures.csv")))
    with Store.create(path, first):
        pass
    assert judged(path, found, begun=0, done=0, passphrase=None)[1].startswith("a.lachan: (<Check.UNITS")


def dangling(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.assign(unit_code="99999", indicator=figures.index.astype("str"))


def test_a_backup_that_does_not_verify_is_a_failure(path: Path, states: States) -> None:
    store_of(path, states, states[1])
    (kept,) = backups_of(path)
    kept.path.write_bytes(kept.path.read_bytes()[:9000])
    assert kept.path.name in judged(path, states, begun=1, done=1, passphrase=None)[1]


def test_a_file_that_does_not_open_is_a_failure(path: Path, states: States) -> None:
    store_of(path, states)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    outcome, failure = judged(path, states, begun=1, done=0, passphrase=None)
    assert (outcome, failure) == ("", "DamagedFile")


def test_the_summary_counts_each_kill_once() -> None:
    columns = [
        "encrypted",
        "small_cache",
        "batch",
        "delay_ms",
        "writing",
        "journal",
        "taken_back",
        "outcome",
        "failure",
    ]
    kills = pd.DataFrame(
        [
            (False, False, "import", 1.0, True, True, True, "before", ""),
            (False, False, "import", 2.0, False, False, False, "after", ""),
            (True, True, "edit", 3.0, True, True, False, "", "audit"),
        ],
        columns=columns,
    )
    table = summary(kills)
    assert table["kills"].tolist() == [1, 2, 3]
    assert table["failures"].tolist() == [1, 0, 1]
    assert table.iloc[-1][["before", "after", "transaction open", "pages taken back"]].tolist() == [1, 1, 2, 1]


def test_a_batch_depends_on_its_number_alone(tmp_path: Path) -> None:
    rows = read_rows(write_figures(tmp_path / "figures.csv", 2))
    first = first_project()
    assert batch(first, 1, rows)["indicators"].equals(batch(first, 1, rows)["indicators"])
    assert not batch(first, 1, rows)["indicators"].equals(batch(first, 3, rows)["indicators"])
