"""A full disk, a read-only file, a kill at any moment: the file holds a change wholly or not at all."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from data.errors import DiskFull, ProjectFileError, ReadOnlyFile, WriteFailed, WrongPassphrase
from data.project import Project
from data.schema import TABLES
from data.store import Store
from data.verifying import verify

resource = pytest.importorskip("resource", reason="limits of file size are tried on systems that have them")

ORDINARY_USER = 65534
PASSPHRASES = pytest.mark.parametrize("passphrase", [None, "abc"], ids=["plain", "encrypted"])


def batch(number: int, count: int = 500) -> pd.DataFrame:
    return pd.DataFrame({"case_id": [f"case-{number}-{n}" for n in range(count)], "batch_id": str(number)})


def imported(project: Project, number: int) -> Project:
    return project.append("cases", batch(number))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lachan"


def assert_holds(path: Path, expected: Project, passphrase: str | None = None) -> None:
    with Store.open(path, passphrase=passphrase) as store:
        for name in TABLES:
            assert_frame_equal(store.project[name], expected[name])
    assert verify(path, passphrase=passphrase).faults == ()


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def limit_pages(store: Store) -> None:
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")


@PASSPHRASES
def test_a_full_disk_leaves_file_and_snapshot_and_the_work_can_go_on(
    path: Path, project: Project, passphrase: str | None
) -> None:
    with Store.create(path, project, passphrase=passphrase) as store:
        before, content = store.project, path.read_bytes()
        limit_pages(store)
        with pytest.raises(DiskFull) as caught:
            store.apply(imported(before, 1), what="import", who="Lan")
        assert caught.value.path == path
        assert store.project is before
        assert path.read_bytes() == content
        store.apply(before.append("skills", pd.DataFrame({"topic": ["a"]})), what="add", who="Lan")
        expected = store.project
    assert_holds(path, expected, passphrase)


@PASSPHRASES
def test_a_write_the_system_refuses_leaves_file_and_snapshot(
    path: Path, project: Project, passphrase: str | None
) -> None:
    with Store.create(path, project, passphrase=passphrase) as store:
        before, content = store.project, path.read_bytes()
        with files_no_longer_than(len(content)), pytest.raises((WriteFailed, DiskFull)):
            store.apply(imported(before, 1), what="import", who="Lan")
        assert store.project is before
        store.apply(imported(before, 2), what="import", who="Lan")
        expected = store.project
    assert_holds(path, expected, passphrase)


@PASSPHRASES
def test_a_write_refused_while_a_file_is_made_leaves_nothing(
    path: Path, project: Project, passphrase: str | None
) -> None:
    with files_no_longer_than(40_000), pytest.raises((WriteFailed, DiskFull)):
        Store.create(path, project, passphrase=passphrase)
    assert list(path.parent.iterdir()) == []


def test_a_write_refused_while_a_file_is_replaced_leaves_the_old_one(path: Path, project: Project) -> None:
    with Store.create(path, project) as store:
        expected = store.project
    with files_no_longer_than(40_000), pytest.raises((WriteFailed, DiskFull)):
        Store.replace(path, imported(project, 1))
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert_holds(path, expected)


def as_ordinary_user(act: Callable[[], None]) -> str:
    """Return the name of the error that `act` ends in when it is not the administrator who does it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setuid(ORDINARY_USER)
        try:
            act()
        except ProjectFileError as error:
            os.write(writer, type(error).__name__.encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        return answer.read()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o777), (0o666, 0o555)])
def test_a_read_only_file_or_folder_is_named_and_stays(
    open_folder: Path, project: Project, file_mode: int, folder_mode: int
) -> None:
    path = open_folder / "a.lachan"
    Store.create(path, project).close()
    content = path.read_bytes()
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)

    def change() -> None:
        with Store.open(path) as store:
            store.apply(imported(store.project, 1), what="import", who="Lan")

    assert as_ordinary_user(change) == "ReadOnlyFile"
    assert path.read_bytes() == content


def test_no_file_is_made_in_a_read_only_folder(open_folder: Path, project: Project) -> None:
    open_folder.chmod(0o555)
    assert as_ordinary_user(lambda: Store.create(open_folder / "a.lachan", project).close()) == "ReadOnlyFile"
    assert list(open_folder.iterdir()) == []


def test_a_file_that_may_not_be_read_is_named(open_folder: Path, project: Project) -> None:
    path = open_folder / "a.lachan"
    Store.create(path, project).close()
    path.chmod(0o000)
    if os.getuid() == 0:
        assert as_ordinary_user(lambda: Store.open(path).close()) == "UnreadableFile"
    assert ReadOnlyFile(path).path == path


CRASH = """
import os, sys
import data.store as store_module
from pathlib import Path
from test_batches import imported

write = store_module.write_difference

def write_and_die(connection, before, after):
    connection.exec_driver_sql("PRAGMA cache_size = 2")
    write(connection, before, after)
    os._exit(9)

store = store_module.Store.open(Path(sys.argv[1]), passphrase=sys.argv[2] or None)
store_module.write_difference = write_and_die
store.apply(imported(store.project, 1), what="import", who="Lan")
"""
BATCHES = """
import pandas as pd

def imported(project, number):
    rows = pd.DataFrame({"case_id": [f"case-{number}-{n}" for n in range(500)], "batch_id": str(number)})
    return project.append("cases", rows)
"""


def start(code: str, path: Path, passphrase: str | None) -> "subprocess.Popen[str]":
    """Run `code` in a process of its own, on the file and the passphrase."""
    (path.parent / "test_batches.py").write_text(BATCHES)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(path.parent), *sys.path])}
    arguments = [sys.executable, "-c", code, str(path), passphrase or ""]
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)


@PASSPHRASES
def test_a_crash_in_the_middle_of_a_write_is_taken_back_on_opening(
    path: Path, project: Project, passphrase: str | None
) -> None:
    with Store.create(path, project, passphrase=passphrase) as store:
        expected = store.project
    content = path.read_bytes()
    with start(CRASH, path, passphrase) as process:
        assert process.wait() == 9
    journal = path.with_name(path.name + "-journal")
    torn = path.read_bytes()
    assert journal.exists()
    assert torn != content
    if passphrase:
        with pytest.raises(WrongPassphrase):
            Store.open(path, passphrase="other")
        assert path.read_bytes() == torn
        assert journal.exists()
    assert_holds(path, expected, passphrase)
    assert not journal.exists()
