"""A file is written whole or not at all."""

import errno
from pathlib import Path

import pytest

from data.errors import DiskFull, MissingFolder, ReadOnlyFile, WriteFailed
from data.whole_file import whole_file


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with whole_file(path) as temporary:
        temporary.write_text("new")
        assert temporary.parent == tmp_path
        assert not path.exists()
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(ArithmeticError), whole_file(path) as temporary:
        temporary.write_text("half")
        temporary.with_name(temporary.name + "-journal").write_text("journal")
        raise ArithmeticError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_journals_of_the_file_that_is_replaced_go(tmp_path: Path) -> None:
    path = tmp_path / "a"
    (tmp_path / "a-journal").write_text("of the old file")
    with whole_file(path) as temporary:
        temporary.write_text("new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_reported_with_the_file_s_path(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a"
    with pytest.raises(MissingFolder) as caught, whole_file(path):
        pass
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, ReadOnlyFile),
        (errno.EROFS, ReadOnlyFile),
        (errno.EIO, WriteFailed),
    ],
)
def test_what_the_system_says_becomes_an_error_of_the_file(tmp_path: Path, code: int, error: type[Exception]) -> None:
    path = tmp_path / "a"
    with pytest.raises(error), whole_file(path):
        raise OSError(code, "said by the system")
    assert list(tmp_path.iterdir()) == []
