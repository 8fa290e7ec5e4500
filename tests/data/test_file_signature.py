"""What a file is, from its bytes; which passphrase fits."""

import io
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from data.encryption import PAGE_SIZE, key_of_file, new_key
from data.errors import (
    DamagedFile,
    EmptyPassphrase,
    MissingFile,
    NotAProject,
    PassphraseNeeded,
    UnreadableFile,
    WrongPassphrase,
)
from data.file_signature import Signature, identified, signature
from data.project import Project
from data.store import Store

PASSPHRASE = "mật khẩu 1"


@pytest.fixture
def plain(tmp_path: Path, project: Project) -> Path:
    Store.create(tmp_path / "plain.lachan", project).close()
    return tmp_path / "plain.lachan"


@pytest.fixture
def encrypted(tmp_path: Path, project: Project) -> Path:
    Store.create(tmp_path / "encrypted.lachan", project, passphrase=PASSPHRASE).close()
    return tmp_path / "encrypted.lachan"


def test_both_kinds_of_project_are_known(plain: Path, encrypted: Path) -> None:
    assert (signature(plain), signature(encrypted)) == (Signature.PLAIN, Signature.ENCRYPTED)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingFile) as caught:
        signature(tmp_path / "none.lachan")
    assert caught.value.path == tmp_path / "none.lachan"


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotAProject):
        signature(tmp_path)


def test_a_file_that_may_not_be_read_is_unreadable(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile):
        signature(plain)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content", random.Random(1).randbytes(50_000))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"name,count\n" * 5000, zipped(), bytes(50_000), b"SQLite format 3\x00" + bytes(5000)],
    ids=["empty", "one byte", "text", "workbook", "zeros", "database header only"],
)
def test_other_files_are_no_projects(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.lachan"
    path.write_bytes(content)
    with pytest.raises(NotAProject):
        signature(path)


def test_another_database_is_no_project(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.gpkg")) as connection:
        connection.execute("CREATE TABLE gpkg_contents (a)")
    with pytest.raises(NotAProject):
        signature(tmp_path / "other.gpkg")


def test_another_encrypted_database_under_the_same_passphrase_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "other.lachan"
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute("PRAGMA key = 'abc'")
        connection.execute("CREATE TABLE a (b)")
    with pytest.raises(NotAProject):
        Store.open(path, passphrase="abc")


def zeros(page: bytes) -> bytes:
    return bytes(len(page))


def noise(page: bytes) -> bytes:
    return random.Random(3).randbytes(len(page))


@pytest.mark.parametrize("overwrite", [zeros, noise])
def test_a_plain_project_without_its_first_page_is_damaged(plain: Path, overwrite: Callable[[bytes], bytes]) -> None:
    content = plain.read_bytes()
    plain.write_bytes(overwrite(content[:PAGE_SIZE]) + content[PAGE_SIZE:])
    with pytest.raises(DamagedFile):
        signature(plain)


def test_an_encrypted_project_whose_first_page_is_no_longer_random_is_damaged(encrypted: Path) -> None:
    encrypted.write_bytes(bytes(PAGE_SIZE) + encrypted.read_bytes()[PAGE_SIZE:])
    with pytest.raises(DamagedFile):
        identified(encrypted, PASSPHRASE)


def test_a_plain_project_needs_no_key_whatever_the_passphrase(plain: Path) -> None:
    assert identified(plain, None) is None
    assert identified(plain, "anything") is None


def test_an_encrypted_project_needs_its_passphrase(encrypted: Path) -> None:
    assert identified(encrypted, PASSPHRASE) is not None
    for passphrase, error in ((None, PassphraseNeeded), ("", EmptyPassphrase), ("mat khau 1", WrongPassphrase)):
        with pytest.raises(error):
            identified(encrypted, passphrase)


def test_a_passphrase_typed_in_decomposed_letters_is_the_same(encrypted: Path) -> None:
    assert identified(encrypted, "ma\u0323\u0302t kh\u00e2\u0309u 1") == identified(encrypted, PASSPHRASE)


def test_the_passphrase_fits_while_one_page_is_whole(encrypted: Path) -> None:
    content = bytearray(encrypted.read_bytes())
    content[100] ^= 1
    content[PAGE_SIZE + 100] ^= 1
    encrypted.write_bytes(content)
    assert key_of_file(encrypted, PASSPHRASE) is not None
    assert key_of_file(encrypted, "other") is None


def test_any_program_that_knows_sqlcipher_opens_the_file(encrypted: Path, project: Project) -> None:
    with closing(dbapi2.connect(str(encrypted))) as connection:
        connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
        assert connection.execute("SELECT name FROM project").fetchone() == (project.about.name,)


def test_two_keys_of_one_passphrase_differ_and_do_not_show_themselves() -> None:
    first, second = new_key("abc"), new_key("abc")
    assert first != second
    assert first.secret.hex() not in repr(first)
