"""Writing a file whole or not at all: beside its place first, then moved into it.

Failures of the system become errors of `data.errors`, each carrying the file's path.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import DiskFull, MissingFolder, ProjectFileError, ReadOnlyFile, WriteFailed

_ERRORS: dict[int, type[ProjectFileError]] = {
    errno.ENOENT: MissingFolder,
    errno.ENOTDIR: MissingFolder,
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: ReadOnlyFile,
    errno.EPERM: ReadOnlyFile,
    errno.EROFS: ReadOnlyFile,
}
_COMPANIONS = ("-journal", "-wal", "-shm")
_PART = ".part"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the path of an empty file to write; when the block ends well it takes the place of `path`.

    Journals that a crash left beside `path` go first: they belong to the file that is replaced, and would be played
    back into the new one.

    Raises
    ------
    MissingFolder, DiskFull, ReadOnlyFile, WriteFailed
        Nothing was changed at `path`.
    """
    with failures_of(path):
        temporary = _empty_file_beside(path)
        try:
            yield temporary
            _put_in_place(temporary, path)
        finally:
            _remove(temporary)


@contextmanager
def failures_of(path: Path) -> Iterator[None]:
    """Raise an error of the file at `path` for what the system refuses in this block."""
    try:
        yield
    except OSError as error:
        raise _ERRORS.get(error.errno or 0, WriteFailed)(path) from error


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file, in place of any that is at `target`, whole or not at all; raises as `whole_file` does."""
    with whole_file(target) as temporary:
        shutil.copyfile(source, temporary)


def remove_parts(folder: Path, name: str = "") -> None:
    """Remove what a crash left of files being written: of all, or of one. Only for who knows that nobody writes now."""
    for part in folder.iterdir():
        if part.name.startswith(f".{name}") and _PART in part.suffixes[-2:]:
            part.unlink(missing_ok=True)


def _empty_file_beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
    os.close(handle)
    return Path(name)


def _put_in_place(temporary: Path, path: Path) -> None:
    _flush(temporary, os.O_RDWR)
    for companion in _COMPANIONS:
        path.with_name(path.name + companion).unlink(missing_ok=True)
    temporary.replace(path)
    if os.name == "posix":
        _flush(path.parent, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    """Have the system write what it still holds of a file, or of a folder's list of names."""
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(temporary: Path) -> None:
    for name in (temporary.name, *(temporary.name + companion for companion in _COMPANIONS)):
        temporary.with_name(name).unlink(missing_ok=True)
