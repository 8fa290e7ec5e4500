"""The lock that keeps a project file from being opened twice, and the name of who holds it.

A small file beside the project, ``.~lock.NAME#`` as office programs call theirs, is locked by the operating system: a
lock ends with its process, so what a crash leaves behind blocks nobody. It says who has the project open and since
when, in the clear; it is gone when the project is closed.
"""

import getpass
import json
import os
import platform
import sys
import weakref
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import lock_descriptor

from data.errors import OpenElsewhere

_EVERYBODY = 0o666
_NAME_STARTS_AT = 1
"""Windows lets nobody else read the byte that is locked, the first: the holder's name stands behind it."""
_LONGEST_NAME = 1000
UNKNOWN = "?"


class FileLock:
    """A held lock. It ends with `release`, with the object and with the process."""

    def __init__(self, where: Path, handle: int) -> None:
        self._end = weakref.finalize(self, _let_go, where, handle)

    def release(self) -> None:
        """Let go of the lock and remove its file; a second time does nothing."""
        self._end()


def lock_path(path: Path) -> Path:
    """Return the path of the lock of the project file at `path`."""
    whole = path.resolve()
    return whole.with_name(f".~lock.{whole.name}#")


def lock_of(path: Path) -> FileLock | None:
    """Take the lock of the project file at `path`.

    Returns
    -------
    FileLock or None
        None where no lock can be made: in a folder that is not there or cannot be written to, where no project can be
        changed either; on a full disk; on a file system without locks.

    Raises
    ------
    OpenElsewhere
        Somebody has it, perhaps this very process.
    """
    where = lock_path(path)
    try:
        handle = _locked(where)
    except OSError:
        return None
    if handle is None:
        raise OpenElsewhere(path, *_holder(where))
    _sign(handle)
    return FileLock(where, handle)


def _locked(where: Path) -> int | None:
    """Return a handle of the file, locked; None when another has the lock.

    A file that its last holder removed in the meantime keeps nobody out: then the one now in its place is tried.
    """
    while True:
        with ExitStack() as opened:
            handle = _opened(where)
            opened.callback(os.close, handle)
            taken = lock_descriptor(handle, blocking=False)
            if taken and _is_in_place(where, handle):
                opened.pop_all()
                return handle
        if not taken:
            return None


def _opened(where: Path) -> int:
    """Open the file, made where it is not; made so that whoever comes after a crash may lock it too."""
    try:
        return os.open(where, os.O_RDWR)
    except FileNotFoundError:
        handle = os.open(where, os.O_RDWR | os.O_CREAT, _EVERYBODY)
    with suppress(OSError):
        where.chmod(_EVERYBODY)
    return handle


def _is_in_place(where: Path, handle: int) -> bool:
    try:
        return os.path.samestat(where.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _let_go(where: Path, handle: int) -> None:
    """Remove the file while it is locked; Windows removes none that is open, and there one taken meanwhile stays."""
    if sys.platform == "win32":
        os.close(handle)
    with suppress(OSError):
        where.unlink()
    if sys.platform != "win32":
        os.close(handle)


def _sign(handle: int) -> None:
    """Write who holds the lock. A lock without a name is a lock too."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    name = json.dumps({"who": f"{_user()}@{platform.node() or UNKNOWN}", "since": now}, ensure_ascii=False)
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, b" " * _NAME_STARTS_AT + name.encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return UNKNOWN


def _holder(where: Path) -> tuple[str, str]:
    """Return who holds the lock and since when, in the time of this computer."""
    try:
        signed = json.loads(_signature(where))
        since = datetime.fromisoformat(signed["since"]).astimezone()
        return str(signed["who"]), f"{since:%Y-%m-%d %H:%M}"
    except (OSError, ValueError, KeyError, TypeError):
        return UNKNOWN, UNKNOWN


def _signature(where: Path) -> bytes:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.lseek(handle, _NAME_STARTS_AT, os.SEEK_SET)
        return os.read(handle, _LONGEST_NAME)
    finally:
        os.close(handle)
