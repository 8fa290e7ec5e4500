"""Backups of a project file: earlier states, whole files in the folder ``NAME.backups`` beside it.

A backup is a copy of the file's pages, so it is encrypted as the file is and opens with the same passphrase. Kept are
the newest `NEWEST`, and the first of each of the last `DAYS` days that have any: the state before that day's work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from data.encryption import Key, is_key_of
from data.errors import UnknownBackup
from data.whole_file import copy_whole, failures_of, remove_parts

NEWEST = 5
DAYS = 7
SUFFIX = ".lachan"
_COPY = ".anew"
_MOMENT = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One earlier state: the moment it was kept, UTC, and its file."""

    made_at: datetime
    path: Path

    @property
    def name(self) -> str:
        """What a person calls it by, such as ``20260102T030405000000Z``."""
        return self.path.stem

    @property
    def copy(self) -> Path:
        """Where its copy under another key waits until the project's file has that key."""
        return self.path.with_name(f"{self.path.name}{_COPY}")


def folder_of(path: Path) -> Path:
    """Return the folder of the backups of the project file at `path`."""
    return path.with_name(f"{path.name}.backups")


def backups_of(path: Path) -> tuple[Backup, ...]:
    """Return the backups of the project file at `path`, the newest first."""
    found = [Backup(made_at, each) for each in _files(path) if (made_at := _moment(each)) is not None]
    return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))


def backup_called(path: Path, name: str | None) -> Backup:
    """Return the backup of that name, the newest for None. Raises UnknownBackup."""
    kept = backups_of(path)
    found = [each for each in kept if name in (None, each.name)]
    if not found:
        raise UnknownBackup(path, name or "", tuple(each.name for each in kept))
    return found[0]


def keep_state(path: Path, *, now: datetime | None = None) -> Backup:
    """Keep the state that the file at `path` is in, and let go of the backups that no rule keeps any longer.

    The caller sees to it that nobody writes to the file meanwhile.

    Raises
    ------
    MissingFolder, DiskFull, ReadOnlyFile, WriteFailed
        No backup was made; the older ones are as they were.
    """
    folder, moment = folder_of(path), now or datetime.now(UTC)
    made = Backup(moment, folder / f"{moment.astimezone(UTC).strftime(_MOMENT)}{SUFFIX}")
    with failures_of(path):
        folder.mkdir(exist_ok=True)
        remove_parts(folder)
        copy_whole(path, made.path)
        for each in superseded(backups_of(path)):
            each.path.unlink(missing_ok=True)
    return made


def superseded(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """Return the backups that no rule keeps.

    Examples
    --------
    >>> moments = [datetime(2026, 1, 2, hour, tzinfo=UTC) for hour in range(8)]
    >>> gone = superseded(Backup(moment, Path()) for moment in moments)
    >>> [each.made_at.hour for each in gone]
    [2, 1]
    """
    newest_first = sorted(backups, key=lambda each: each.made_at, reverse=True)
    firsts: dict[date, Backup] = {each.made_at.astimezone(UTC).date(): each for each in newest_first}
    kept = [*newest_first[:NEWEST], *list(firsts.values())[:DAYS]]
    return tuple(each for each in newest_first if each not in kept)


def fits(backup: Backup, key: Key | None) -> bool:
    """Return whether the backup is kept as a file under `key` is, None for a plain one."""
    return is_key_of(backup.path, key)


def remove(backup: Backup) -> None:
    """Delete a backup, and the folder with the last. Raises what `keep_state` raises."""
    with failures_of(backup.path):
        backup.path.unlink(missing_ok=True)
        if not any(backup.path.parent.iterdir()):
            backup.path.parent.rmdir()


def leave_without_copy(backup: Backup) -> None:
    """Mark a backup that has no copy under another key: with an empty one. Raises what `keep_state` raises."""
    with failures_of(backup.path):
        backup.copy.write_bytes(b"")


def settle_copies(path: Path, key: Key | None) -> None:
    """Let the backups have the key that the file has, where `Backup.copy` shows that a change of key was begun.

    Copies under this key take the places of their backups; of a backup without one nothing is left. Copies under any
    other key go: the file was never changed. Raises what `keep_state` raises.
    """
    with failures_of(path):
        for copy in sorted(folder_of(path).glob(f"*{SUFFIX}{_COPY}")):
            kept = copy.with_name(copy.name.removesuffix(_COPY))
            if is_key_of(copy, key):
                copy.replace(kept)
                continue
            if kept.exists() and not is_key_of(kept, key):
                kept.unlink()
            copy.unlink()


def _files(path: Path) -> Iterable[Path]:
    folder = folder_of(path)
    return folder.glob(f"*{SUFFIX}") if folder.is_dir() else ()


def _moment(file: Path) -> datetime | None:
    try:
        return datetime.strptime(file.stem, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
