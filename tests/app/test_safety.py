"""The commands that keep a file safe: verify, purge, backups, restore, a new passphrase, a project open elsewhere."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.language import LANGUAGES, Language
from app.verification import CHECKS, FAULTS, fault_text
from data.backups import backups_of
from data.errors import WrongPassphrase
from data.project import Project
from data.store import Store
from data.verifying import Check, Fault

OLD, NEW = "năm con cá vàng", "sáu con cá vàng"
Lachan = Any


@pytest.fixture
def file(tmp_path: Path, demo: Project) -> Path:
    """A project with one imported case, whose state before is a backup."""
    path = tmp_path / "a.lachan"
    case = pd.DataFrame({"case_id": ["K-7731"], "batch_id": ["B"]})
    with Store.create(path, demo, passphrase=OLD) as store:
        store.apply(store.project.append("cases", case), what="import cases", who="Lan")
    return path


@pytest.fixture
def with_passphrase(lachan: Lachan, monkeypatch: pytest.MonkeyPatch) -> Lachan:
    monkeypatch.setenv("LACHAN_PASSPHRASE", OLD)
    return lachan


def test_verify_answers_in_lines_and_in_json(with_passphrase: Lachan, file: Path) -> None:
    ran = with_passphrase("verify", file)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert [line[0] for line in lines[: len(Check)]] == ["✓"] * len(Check)
    assert "the passphrase could write them anew" in lines[-1]
    found = json.loads(with_passphrase("verify", file, "--json").out)
    assert (found["ok"], found["faults"], found["encrypted"], found["backups"]) == (True, [], True, 1)
    assert set(found["checks"]) == {check.value for check in Check}
    assert found["rows"]["cases"] == 1


def test_a_fault_is_said_with_table_and_row_and_ends_in_code_1(with_passphrase: Lachan, file: Path) -> None:
    with Store.open(file, passphrase=OLD) as store:
        visit = pd.DataFrame({"commune_code": ["99999"], "visited_on": ["2026-01-01"]})
        row = len(store.project["visits"]) + 1
        store.apply(store.project.append("visits", visit), what="edit", who="Lan")
    ran = with_passphrase("verify", file, "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["ok"], found["checks"]["units"]) == (1, False, False)
    (fault,) = found["faults"]
    assert (fault["check"], fault["table"], fault["column"]) == ("units", "visits", "commune_code")
    assert (fault["rows"], fault["values"]) == ([row], ["99999"])
    assert "99999" in with_passphrase("verify", file).out


@pytest.mark.parametrize("check", list(Check))
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_check_and_fault_is_in_words(check: Check, code: str) -> None:
    assert CHECKS[check]
    fault = Fault(check, "cases", "unit_code", (1, 2), 30, ("99999",))
    said = fault_text(fault, Language(code))  # type: ignore[arg-type]
    assert said.endswith(".")
    assert "{" not in said
    for field, value in (("{table}", "cases"), ("{rows}", "1, 2, …"), ("{count}", "30"), ("{values}", "99999")):
        assert (field in FAULTS[check]) <= (value in said)


def test_purging_a_batch_says_what_went(with_passphrase: Lachan, file: Path) -> None:
    ran = with_passphrase("purge", file, "--batch", "B", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == {"rows": {"cases": 1}, "backups_cleaned": 0, "backups_deleted": []}
    with Store.open(file, passphrase=OLD) as store:
        assert store.project["cases"].empty
        assert store.project["audit"]["what"].iloc[-1] == "purge batch"


def test_purging_a_case_names_tables_and_warns_of_what_is_elsewhere(with_passphrase: Lachan, file: Path) -> None:
    ran = with_passphrase("purge", file, "--case", "K-7731")
    assert (ran.code, ran.out) == (0, "cases: 1\n")
    assert "exported" in ran.err
    assert with_passphrase("purge", file, "--case", "K-7731").code == 1


@pytest.mark.parametrize("arguments", [(), ("--batch", "B", "--case", "C")])
def test_one_thing_is_purged_at_a_time(with_passphrase: Lachan, file: Path, arguments: tuple[str, ...]) -> None:
    before = file.read_bytes()
    assert with_passphrase("purge", file, *arguments).code == 2
    assert file.read_bytes() == before


def test_an_unknown_batch_is_said_with_those_there_are(with_passphrase: Lachan, file: Path) -> None:
    ran = with_passphrase("purge", file, "--batch", "Z")
    assert ran.code == 1
    assert "Z" in ran.err and "B" in ran.err


def test_backups_are_listed_and_put_back(with_passphrase: Lachan, file: Path) -> None:
    (kept,) = json.loads(with_passphrase("backups", file, "--json").out)["backups"]
    assert kept["bytes"] > 0
    assert kept["backup"] in with_passphrase("backups", file).out
    assert with_passphrase("restore", file, "--backup", kept["backup"]).code == 0
    with Store.open(file, passphrase=OLD) as store:
        assert store.project["cases"].empty
    assert with_passphrase("restore", file, "--backup", "yesterday").code == 1


def test_a_damaged_project_is_restored_from_its_backup(with_passphrase: Lachan, file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 4096 * 3])
    ran = with_passphrase("results", file)
    assert ran.code == 1
    assert "lachan restore" in ran.err
    assert json.loads(with_passphrase("verify", file, "--json").out)["checks"]["pages"] is False
    assert with_passphrase("restore", file).code == 0
    assert with_passphrase("verify", file).code == 0


def test_a_passphrase_is_changed_by_who_knows_it(
    with_passphrase: Lachan, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACHAN_NEW_PASSPHRASE", NEW)
    ran = with_passphrase("protect", file)
    assert (ran.code, ran.out) == (0, "")
    for each in (file, backups_of(file)[0].path):
        with pytest.raises(WrongPassphrase):
            Store.open(each, passphrase=OLD)
        Store.open(each, passphrase=NEW).close()
    assert with_passphrase("protect", file).code == 1


def test_a_project_open_elsewhere_is_refused_with_the_holder(with_passphrase: Lachan, file: Path) -> None:
    with Store.open(file, passphrase=OLD):
        for command in (("results", file), ("verify", file), ("purge", file, "--case", "K-7731"), ("restore", file)):
            ran = with_passphrase(*command)
            assert ran.code == 1
            assert "a.lachan is open already" in ran.err
            assert "@" in ran.err


def test_a_backup_that_could_not_be_made_is_said_and_the_import_is_done(lachan: Lachan, tmp_path: Path) -> None:
    path, table = tmp_path / "p.lachan", tmp_path / "targets.csv"
    assert lachan("new", path, "--province", "11").code == 0
    (tmp_path / "p.lachan.backups").write_text("in its place")
    table.write_text("indicator,value,due_on\nchildren reached,90,2030-12-31\n", encoding="utf-8")
    ran = lachan("import", path, "targets", table)
    assert ran.code == 0
    assert "no backup" in ran.err
    assert lachan("verify", path).code == 0
