"""A change of passphrase that is cut off at any step: the next opening leaves file and backups under one passphrase."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.backups import backups_of, folder_of
from data.errors import DiskFull, WriteFailed, WrongPassphrase
from data.file_signature import identified
from data.project import Project
from data.store import Store, protect

pytestmark = pytest.mark.usefixtures("quick_keys")
CUT_OFF = 9
REPLACED = 5  # two copies, the file, and the two copies again, into their places


@pytest.fixture
def path(tmp_path: Path, project: Project) -> Path:
    """Make a file with two good backups and, the newest of them, a damaged one."""
    path = tmp_path / "a.lachan"
    with Store.create(path, project, passphrase="old") as store:
        for topic in ("a", "b", "c"):
            after = store.project.append("skills", pd.DataFrame({"topic": [topic]}))
            store.apply(after, what="import skills", who="Lan")
    damaged = backups_of(path)[0].path
    damaged.write_bytes(damaged.read_bytes()[:9000])
    return path


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a process of its own; return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step: int, *, done: bool) -> Callable[..., Path]:
    """Return a `Path.replace` at whose call of this number the process ends, once it is done or before."""
    real, calls = Path.replace, iter(range(1, 1000))

    def replace(self: Path, target: Path) -> Path:
        last = next(calls) == step
        if last and not done:
            os._exit(CUT_OFF)
        moved = real(self, target)
        if last:
            os._exit(CUT_OFF)
        return moved

    return replace


def opens(path: Path, passphrase: str) -> bool:
    try:
        Store.open_unlocked(path, identified(path, passphrase)).close()
    except WrongPassphrase:
        return False
    return True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be ended at one call")
@pytest.mark.parametrize("step", range(1, REPLACED + 1))
@pytest.mark.parametrize("done", [False, True])
def test_wherever_it_is_cut_off_all_files_have_one_passphrase_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: int, done: bool
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed_at(step, done=done))
        assert in_child(lambda: protect(path, "new", current="old")) == CUT_OFF
    now, gone = ("new", "old") if (step, done) >= (3, True) else ("old", "new")
    with Store.open(path, passphrase=now) as store:
        assert list(store.project["skills"]["topic"]) == ["a", "b", "c"]
        assert store.backup_problem is None
    good = [each.path for each in backups_of(path)][-2:]
    assert all(opens(each, now) and not opens(each, gone) for each in good)
    assert len(backups_of(path)) == (2 if now == "new" else 3)  # the damaged one goes with the old passphrase
    assert {each.suffix for each in folder_of(path).iterdir() if not each.name.startswith(".")} == {".lachan"}


def test_a_whole_change_takes_as_many_steps_as_are_cut_off_here(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Path.replace, []
    monkeypatch.setattr(Path, "replace", lambda self, target: calls.append(target) or real(self, target))
    protect(path, "new", current="old").close()
    assert len(calls) == REPLACED


def test_a_change_that_fails_leaves_everything_under_the_old_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, *_: object) -> None:
        raise DiskFull(target)

    with monkeypatch.context() as patched:
        patched.setattr("data.store.write_under", full)
        with pytest.raises(DiskFull):
            protect(path, "new", current="old")
    Store.open(path, passphrase="old").close()
    assert [opens(each.path, "old") for each in backups_of(path)[1:]] == [True, True]


def test_backups_that_cannot_be_settled_are_said_and_the_project_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise WriteFailed(path)

    monkeypatch.setattr("data.backups.settle_copies", refused)
    with Store.open(path, passphrase="old") as store:
        assert isinstance(store.backup_problem, WriteFailed)
