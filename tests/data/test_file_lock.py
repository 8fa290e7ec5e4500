"""The lock of a project file: one holder, named; nothing that a crash leaves behind blocks anybody."""

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.errors import MissingFile, OpenElsewhere, PassphraseNeeded
from data.file_lock import lock_of, lock_path
from data.project import Project
from data.store import Store, protect

HOLD = """
import sys
from pathlib import Path
from data.store import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path, project: Project) -> Path:
    made = tmp_path / "Điện Biên [1].lachan"
    Store.create(made, project).close()
    return made


def holding(path: Path) -> "subprocess.Popen[str]":
    """A process that has the project open; returns when it has."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "LOGNAME": "lan"}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_project_open_in_another_process_is_refused_with_its_holder(path: Path) -> None:
    with holding(path) as process:
        with pytest.raises(OpenElsewhere) as caught:
            Store.open(path)
        assert caught.value.path == path
        assert caught.value.holder.startswith("lan@")
        assert len(caught.value.since) == len("2026-01-02 03:04")
        process.communicate("")
    Store.open(path).close()


def test_a_killed_holder_blocks_nobody(path: Path) -> None:
    with holding(path) as process:
        process.kill()
        process.wait()
    assert lock_path(path).exists()
    Store.open(path).close()
    assert not lock_path(path).exists()


def test_a_project_open_in_this_process_is_refused_too(path: Path) -> None:
    with Store.open(path), pytest.raises(OpenElsewhere):
        Store.open(path)
    Store.open(path).close()


@pytest.mark.parametrize("other", ["./{}", "link"])
def test_another_name_of_the_same_file_has_the_same_lock(
    path: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    (path.parent / "link").symlink_to(path)
    with Store.open(path), pytest.raises(OpenElsewhere):
        Store.open(Path(other.format(path.name)))


def test_a_file_is_not_replaced_or_protected_while_it_is_open(path: Path, project: Project) -> None:
    with Store.open(path) as store:
        before = path.read_bytes()
        with pytest.raises(OpenElsewhere):
            Store.replace(path, project)
        with pytest.raises(OpenElsewhere):
            protect(path, "abc")
        assert path.read_bytes() == before
        assert store.project.about == project.about


def test_nothing_is_left_of_a_lock(path: Path, project: Project) -> None:
    protect(path, "abc").close()
    with pytest.raises(PassphraseNeeded):
        Store.open(path)
    with pytest.raises(MissingFile):
        Store.open(path.with_name("none.lachan"))
    assert list(path.parent.iterdir()) == [path]


def test_a_lock_ends_with_its_object_and_once(path: Path) -> None:
    lock = lock_of(path)
    assert lock is not None
    lock.release()
    later = lock_of(path)
    lock.release()
    with pytest.raises(OpenElsewhere):
        lock_of(path)
    del later
    gc.collect()
    assert not lock_path(path).exists()


def test_the_lock_names_nothing_but_user_computer_and_moment(path: Path) -> None:
    with Store.open(path):
        said = json.loads(lock_path(path).read_text(encoding="utf-8"))
    assert set(said) == {"who", "since"}
    assert said["who"].count("@") == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"who": 1}'])
def test_a_lock_that_says_nothing_readable_is_a_lock_all_the_same(path: Path, content: bytes) -> None:
    with Store.open(path):
        lock_path(path).write_bytes(content)
        with pytest.raises(OpenElsewhere) as caught:
            Store.open(path)
    assert (caught.value.holder, caught.value.since) == ("?", "?")


def test_a_file_that_was_closed_is_taken_up_again_by_a_change_unless_another_has_it(path: Path) -> None:
    store = Store.open(path)
    store.close()
    with Store.open(path), pytest.raises(OpenElsewhere):
        store.apply(store.project, what="look", who="Lan")
    store.apply(store.project, what="look", who="Lan")
    with pytest.raises(OpenElsewhere):
        Store.open(path)
    store.close()
    Store.open(path).close()


def test_a_folder_that_is_not_there_gives_no_lock(tmp_path: Path) -> None:
    assert lock_of(tmp_path / "none" / "a.lachan") is None
