"""Purging: a record is gone from tables, results, backups and the bytes of every file; the audit says no more."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data import backups
from data.audit import broken_links
from data.backups import backups_of, folder_of
from data.errors import DiskFull, UnknownBatch, UnknownCase
from data.project import Project
from data.purging import purge_batch, purge_case
from data.row_conversion import MADE_FROM, with_converted
from data.store import Store
from data.unit_lists import OLD_VINTAGE

pytestmark = pytest.mark.usefixtures("quick_keys")
PLANTED = "planted-7731"
OLD_UNIT = "03001"
"""A commune before 1 July 2025 that went whole into one present commune."""


def result(name: str, *tables: str) -> pd.DataFrame:
    provenance = json.dumps({"program": "La Chan", **{f"sha256_{table}": "0" * 64 for table in tables}})
    row = {"result_id": name, "analysis": "rates", "parameters": "{}", "provenance": provenance, "created_at": "2026"}
    return pd.DataFrame([{**row, "payload": PLANTED.encode() if "cases" in tables else b"map"}])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lachan"


@pytest.fixture
def store(path: Path, project: Project) -> Iterator[Store]:
    """A plain, simulated project with a planted case of batch B, a result from cases, one from units, two backups."""
    with Store.create(path, project) as made:
        case = pd.DataFrame({"case_id": [PLANTED], "kind": ["neglect"], "batch_id": ["B"]})
        made.apply(made.project.append("cases", case), what="import cases", who="Lan", object_="a.csv")
        with_results = made.project.append("results", result("rates-1", "cases", "units"))
        made.apply(with_results.append("results", result("map-1", "units")), what="run", who="Lan")
        skills = pd.DataFrame({"topic": ["a"], "batch_id": ["B"]})
        made.apply(made.project.append("skills", skills), what="import skills", who="Lan")
        yield made


def everywhere(path: Path) -> list[str]:
    """The files beside the project and its backups whose bytes hold the planted case."""
    files = [each for each in path.parent.rglob("*") if each.is_file()]
    return sorted(each.name for each in files if PLANTED.encode() in each.read_bytes())


def test_a_purged_case_is_in_no_byte_of_project_and_backups(store: Store, path: Path) -> None:
    with_case = backups_of(path)[0]
    assert everywhere(path) == [with_case.path.name, path.name], "the search finds what is there"
    purged = purge_case(store, PLANTED, who="Lan")
    assert dict(purged.rows) == {"cases": 1, "results": 1}
    assert (purged.backups_cleaned, purged.backups_deleted) == (1, ())
    assert everywhere(path) == []
    assert store.project["skills"]["topic"].tolist() == ["a"]
    with Store.open_unlocked(with_case.path, None) as kept:
        assert PLANTED not in kept.project["cases"]["case_id"].tolist()
        assert broken_links(kept.project.about.project_id, kept.project["audit"]) == ()


def test_results_that_read_a_table_without_the_record_stay(store: Store) -> None:
    purge_case(store, PLANTED, who="Lan")
    assert store.project["results"]["result_id"].tolist() == ["map-1"]


def test_a_purged_batch_is_gone_from_every_table(store: Store) -> None:
    purged = purge_batch(store, "B", who="Lan")
    assert dict(purged.rows) == {"cases": 1, "skills": 1, "results": 1}
    assert store.project.batches() == ()
    assert len(store.project["cases"]) == 60


def test_the_audit_tells_of_a_purge_and_nothing_of_the_case(store: Store) -> None:
    purge_case(store, PLANTED, who="Lan")
    last = store.project["audit"].iloc[-1]
    assert (last["what"], last["who"]) == ("purge case", "Lan")
    assert pd.isna(last["object"])
    assert broken_links(store.project.about.project_id, store.project["audit"]) == ()
    assert PLANTED not in store.project["audit"].to_csv()


def test_the_audit_names_a_purged_batch_by_its_id(store: Store) -> None:
    purge_batch(store, "B", who="Lan")
    assert store.project["audit"].iloc[-1][["what", "object"]].tolist() == ["purge batch", "B"]


def test_no_free_page_is_left(store: Store) -> None:
    rows = pd.DataFrame({"case_id": [f"x-{n}" for n in range(3000)], "batch_id": "C"})
    store.apply(store.project.append("cases", rows), what="import cases", who="Lan")
    purge_batch(store, "C", who="Lan")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0


def test_purging_keeps_no_state_before(store: Store, path: Path) -> None:
    before = [each.name for each in backups_of(path)]
    purge_case(store, PLANTED, who="Lan")
    assert [each.name for each in backups_of(path)] == before


def test_what_only_a_backup_holds_is_purged_there(store: Store, path: Path) -> None:
    store.apply(store.project.without_batch("B"), what="undo import", who="Lan")
    purged = purge_batch(store, "B", who="Lan")
    assert dict(purged.rows) == {}
    assert purged.backups_cleaned == 1
    assert store.project["audit"]["what"].iloc[-1] == "purge batch"
    for each in backups_of(path):
        with Store.open_unlocked(each.path, None) as kept:
            assert kept.project.batches() == ()


def test_a_backup_that_cannot_be_looked_into_is_deleted_and_named(store: Store, path: Path) -> None:
    damaged = backups_of(path)[0]
    damaged.path.write_bytes(damaged.path.read_bytes()[:9000])
    assert purge_case(store, PLANTED, who="Lan").backups_deleted == (damaged.name,)
    assert not damaged.path.exists()


def test_nothing_is_touched_when_nothing_is_to_be_purged(store: Store, path: Path) -> None:
    damaged = backups_of(path)[0]
    damaged.path.write_bytes(damaged.path.read_bytes()[:9000])
    files = {each: each.read_bytes() for each in path.parent.rglob("*") if each.is_file()}
    with pytest.raises(UnknownBatch) as caught:
        purge_batch(store, "Z", who="Lan")
    assert (caught.value.batch_id, caught.value.known) == ("Z", ("B",))
    with pytest.raises(UnknownCase):
        purge_case(store, "nobody", who="Lan")
    assert {each: each.read_bytes() for each in path.parent.rglob("*") if each.is_file()} == files


def test_what_a_crash_left_beside_the_file_goes_too(store: Store, path: Path) -> None:
    half = path.with_name(f".{path.name}.x1.part")
    half.write_bytes(PLANTED.encode())
    purge_case(store, PLANTED, who="Lan")
    assert not half.exists()


def test_a_purge_of_an_encrypted_project_reaches_its_backups(path: Path, project: Project) -> None:
    with Store.create(path, project, passphrase="abc") as store:
        case = pd.DataFrame({"case_id": [PLANTED], "batch_id": ["B"]})
        store.apply(store.project.append("cases", case), what="import cases", who="Lan")
        store.apply(store.project.append("skills", pd.DataFrame({"topic": ["a"]})), what="import skills", who="Lan")
        assert purge_case(store, PLANTED, who="Lan").backups_cleaned == 1
    for file in [path, *(each.path for each in backups_of(path))]:
        with Store.open(file, passphrase="abc") as found:
            assert PLANTED not in found.project["cases"]["case_id"].tolist()


def test_a_purge_that_the_disk_refuses_leaves_the_project_and_can_be_done_again(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull(path)

    before, content = store.project, path.read_bytes()
    monkeypatch.setattr(store, "purge", full)
    with pytest.raises(DiskFull):
        purge_case(store, PLANTED, who="Lan")
    assert store.project is before
    assert path.read_bytes() == content
    assert everywhere(path) == [path.name], "the backups come first"
    monkeypatch.undo()
    assert dict(purge_case(store, PLANTED, who="Lan").rows) == {"cases": 1, "results": 1}
    assert everywhere(path) == []


def test_the_folder_of_backups_goes_with_the_last(store: Store, path: Path) -> None:
    for each in backups_of(path):
        backups.remove(each)
    assert not folder_of(path).exists()


def test_what_was_decided_about_a_case_goes_with_it(path: Path, project: Project) -> None:
    cases = pd.DataFrame({"case_id": ["a", "b"], "batch_id": ["B", "C"]})
    decisions = pd.DataFrame({"first_case_id": ["case-1", "a", "b"], "second_case_id": ["case-2", "b", "case-3"]})
    decided = decisions.assign(same=True, decided_on="2026-01-01")
    with Store.create(path, project.append("cases", cases).append("link_decisions", decided)) as store:
        purge_batch(store, "B", who="Lan")
        assert store.project["link_decisions"]["first_case_id"].tolist() == ["case-1", "b"]
        purge_case(store, "case-3", who="Lan")
        assert store.project["link_decisions"]["second_case_id"].tolist() == ["case-2"]


def old_counts(batch_id: str, received: int) -> pd.DataFrame:
    """A count of one kind for an old commune that became one present commune whole."""
    return pd.DataFrame(
        {
            "unit_code": [OLD_UNIT], "vintage": [OLD_VINTAGE], "period_start": ["2024-01-01"],
            "period_end": ["2024-12-31"], "kind": [batch_id], "agency": ["police"], "stage": ["received"],
            "counted": ["cases"], "count": [received], "batch_id": [batch_id], "source": [f"{batch_id}.xlsx"],
        }
    )  # fmt: skip


@pytest.fixture
def converted(path: Path, project: Project) -> Iterator[Store]:
    """Counts of old units from two files, and the rows converted from both, which count as part of the later."""
    both = project.append("case_counts", old_counts("A", 7)).append("case_counts", old_counts("B", 7731))
    with Store.create(path, both) as made:
        made.apply(with_converted(both, "case_counts", batch_id="B").project, what="import case_counts", who="Lan")
        yield made


def made_from(project: Project) -> dict[str, int]:
    rows = project["case_counts"]
    made = rows[rows["source"] == MADE_FROM]
    return dict(zip(made["kind"], made["count"], strict=True))


@pytest.mark.parametrize(("batch_id", "left"), [("A", {"B": 7731}), ("B", {"A": 7})])
def test_converted_rows_keep_nothing_of_a_purged_import(
    converted: Store, path: Path, batch_id: str, left: dict[str, int]
) -> None:
    assert made_from(converted.project) == {"A": 7, "B": 7731}
    assert dict(purge_batch(converted, batch_id, who="Lan").rows) == {"case_counts": 1}
    assert made_from(converted.project) == left
    assert converted.project.batches() == tuple({"A", "B"} - {batch_id})
    for kept in backups_of(path):
        with Store.open_unlocked(kept.path, None) as found:
            assert set(found.project["case_counts"]["kind"]) == set(left)
