"""A damaged page is reported or makes no difference: never another project, another error, or other bytes."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from data.encryption import PAGE_SIZE, SALT_SIZE
from data.errors import DamagedFile, NotAProject, ProjectFileError, WrongPassphrase
from data.project import Project
from data.schema import TABLES
from data.store import Store

PASSPHRASES = pytest.mark.parametrize("passphrase", [None, "abc"], ids=["plain", "encrypted"])
pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lachan"


def written(path: Path, project: Project, passphrase: str | None) -> Project:
    """Make a file that has seen changes: pages in use, free pages, rows moved."""
    with Store.create(path, project, passphrase=passphrase) as store:
        rows = pd.DataFrame({"case_id": [f"late-{n}" for n in range(200)]})
        store.apply(store.project.append("cases", rows), what="import", who="Lan")
        store.apply(store.project.with_table("cases", store.project["cases"].iloc[::5]), what="purge", who="Lan")
        return store.project


def outcome(path: Path, content: bytes, passphrase: str | None, expected: Project) -> type[ProjectFileError] | None:
    """Return the error that opening these bytes ends in, None when the project is equal; the bytes stay."""
    path.write_bytes(content)
    try:
        with Store.open(path, passphrase=passphrase) as store:
            assert store.project.about == expected.about
            for name in TABLES:
                assert_frame_equal(store.project[name], expected[name])
            return None
    except ProjectFileError as error:
        return type(error)
    finally:
        assert path.read_bytes() == content
        assert {each.name for each in path.parent.iterdir()} <= {path.name, f"{path.name}.backups"}


def with_bytes(content: bytes, position: int, replacement: bytes) -> bytes:
    return content[:position] + replacement + content[position + len(replacement) :]


@PASSPHRASES
def test_each_page_overwritten_with_noise_is_reported(path: Path, project: Project, passphrase: str | None) -> None:
    expected, noise = written(path, project, passphrase), random.Random(1)
    content = path.read_bytes()
    found = [
        outcome(path, with_bytes(content, start, noise.randbytes(PAGE_SIZE)), passphrase, expected)
        for start in range(0, len(content), PAGE_SIZE)
    ]
    if passphrase is None:
        assert set(found) <= {DamagedFile, None}
        assert found.count(None) <= 3, "only pages that hold nothing"
    else:
        assert found[0] is WrongPassphrase, "without its salt a file is like any other: the one case that stays open"
        assert set(found[1:]) == {DamagedFile}


@PASSPHRASES
def test_a_first_page_of_zeros_is_reported(path: Path, project: Project, passphrase: str | None) -> None:
    expected = written(path, project, passphrase)
    content = with_bytes(path.read_bytes(), 0, bytes(PAGE_SIZE))
    assert outcome(path, content, passphrase, expected) is DamagedFile


def flips(content: bytes, count: int, seed: int, first: int = 0) -> list[bytes]:
    """Return copies of `content` with one bit turned, anywhere from `first` on."""
    chance = random.Random(seed)
    positions = [chance.randrange(first, len(content)) for _ in range(count)]
    return [with_bytes(content, at, bytes([content[at] ^ 1 << chance.randrange(8)])) for at in positions]


def assert_no_flip_passes_for_another_project(path: Path, project: Project, passphrase: str | None, count: int) -> None:
    expected = written(path, project, passphrase)
    content = path.read_bytes()
    first = SALT_SIZE if passphrase else 0
    found = {outcome(path, flipped, passphrase, expected) for flipped in flips(content, count, 2, first)}
    assert found == ({DamagedFile} if passphrase else {DamagedFile, None})


@PASSPHRASES
def test_a_turned_bit_is_reported_or_makes_no_difference(path: Path, project: Project, passphrase: str | None) -> None:
    assert_no_flip_passes_for_another_project(path, project, passphrase, 40)


@pytest.mark.slow
@PASSPHRASES
def test_a_thousand_turned_bits_are_reported_or_make_no_difference(
    path: Path, project: Project, passphrase: str | None
) -> None:
    assert_no_flip_passes_for_another_project(path, project, passphrase, 1000)


@pytest.mark.slow
def test_any_byte_of_a_plain_header_is_reported_or_makes_no_difference(path: Path, project: Project) -> None:
    expected = written(path, project, None)
    content = path.read_bytes()
    found = [
        outcome(path, with_bytes(content, at, bytes([value])), None, expected)
        for at in range(100)
        for value in {content[at] ^ 1, 0, 2, 255} - {content[at]}
    ]
    assert set(found) == {DamagedFile, None}


def test_a_bit_turned_in_a_stored_word_is_reported(path: Path, project: Project) -> None:
    expected = written(path, project, None)
    content = path.read_bytes()
    for word in ("Thanh Yên", "reliable_address", "neglect", "Điện Biên", "CREATE TABLE cases", "open_24h"):
        at = content.index(word.encode())
        assert outcome(path, with_bytes(content, at, b"\xcc"), None, expected) is DamagedFile, word


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM cases WHERE row_id = 1",
        "DELETE FROM cases",
        "INSERT INTO barriers (row_id, class, geometry, checksum) SELECT row_id, class, geometry, checksum FROM roads",
        "UPDATE cases SET row_id = 1000 WHERE row_id = 1",
        "UPDATE cases SET kind = NULL WHERE row_id = 1",
        "UPDATE contents SET row_count = row_count + 1 WHERE table_name = 'cases'",
        "DELETE FROM contents",
        "DELETE FROM project",
        "UPDATE project SET simulated = 0",
        "ALTER TABLE cases RENAME COLUMN kind TO kinds",
        "DROP TABLE skills",
    ],
)
def test_rows_lost_moved_or_changed_by_others_are_reported(path: Path, project: Project, statement: str) -> None:
    roads = pd.DataFrame({"class": ["trunk"], "geometry": [shapely.Point(0, 0)]})
    expected = written(path, project.append("roads", roads), None)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    assert outcome(path, path.read_bytes(), None, expected) is DamagedFile


@PASSPHRASES
def test_a_file_cut_short_is_reported(path: Path, project: Project, passphrase: str | None) -> None:
    expected = written(path, project, passphrase)
    content = path.read_bytes()
    for length in (PAGE_SIZE, PAGE_SIZE + 1, len(content) // 2, len(content) - 2 * PAGE_SIZE):
        assert outcome(path, content[:length], passphrase, expected) is DamagedFile, length
    assert outcome(path, content[:10], passphrase, expected) is NotAProject
