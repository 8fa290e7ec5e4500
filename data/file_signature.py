"""What a file is, from its bytes alone: a plain project, an encrypted one, a damaged one or something else.

An encrypted project has no header: it is known by pages that look random. Nothing is opened here but for reading.
"""

import mmap
from enum import StrEnum
from pathlib import Path

import numpy as np

from data.encryption import PAGE_SIZE, PLAIN_START, Key, key_of_file
from data.errors import (
    DamagedFile,
    EmptyPassphrase,
    MissingFile,
    NotAProject,
    PassphraseNeeded,
    UnreadableFile,
    WrongPassphrase,
)

APPLICATION_ID = int.from_bytes(b"LaCh", "big")

_JOURNAL_MODES = ((1, 1), (2, 2))
_DECLARATION = b"CREATE TABLE case_counts"
_OTHER_FORMATS = (b"PK\x03\x04", b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"MZ")
_SAMPLED_PAGES = 16
_RANDOM_CHI_SQUARE = 400.0
"""Chi-square of byte counts below which a page looks random: expected 255, standard deviation 22.6, so 6.4 above."""


class Signature(StrEnum):
    """How a project file is kept."""

    PLAIN = "plain"
    ENCRYPTED = "encrypted"


def identified(path: Path, passphrase: str | None) -> Key | None:
    """Return the key that opens the project file at `path`; None for a plain one, whatever the passphrase.

    Raises
    ------
    MissingFile, UnreadableFile, NotAProject, DamagedFile, EmptyPassphrase, PassphraseNeeded, WrongPassphrase
        As `signature`, or the passphrase does not open the file.
    """
    if passphrase == "":
        raise EmptyPassphrase(path)
    if signature(path) is Signature.PLAIN:
        return None
    if passphrase is None:
        raise PassphraseNeeded(path)
    key = key_of_file(path, passphrase)
    if key is None:
        raise WrongPassphrase(path)
    return key


def signature(path: Path) -> Signature:
    """Return how the project file at `path` is kept.

    Raises
    ------
    MissingFile, UnreadableFile, NotAProject, DamagedFile
        There is no file, it may not be read, it is something else, or its first page is not as written.
    """
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise NotAProject(path)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return _recognised(path, content)
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as error:
        raise (NotAProject(path) if path.is_dir() else UnreadableFile(path)) from error


def _recognised(path: Path, content: mmap.mmap) -> Signature:
    if _is_plain_header(content[:100]):
        return Signature.PLAIN
    looks_random = [_looks_random(page) for page in _sampled_pages(content)]
    if any(content[:100].startswith(other) for other in _OTHER_FORMATS):
        raise NotAProject(path)
    if sum(looks_random) * 2 <= len(looks_random):
        raise DamagedFile(path) if content.find(_DECLARATION) >= 0 else NotAProject(path)
    if not looks_random[0]:
        raise DamagedFile(path)
    return Signature.ENCRYPTED


def _is_plain_header(head: bytes) -> bool:
    ours = head[68:72] == APPLICATION_ID.to_bytes(4, "big")
    return head.startswith(PLAIN_START) and ours and tuple(head[18:20]) in _JOURNAL_MODES


def _sampled_pages(content: mmap.mmap) -> list[bytes]:
    last = max(len(content) // PAGE_SIZE - 1, 0)
    numbers = np.unique(np.linspace(0, last, _SAMPLED_PAGES, dtype=int)).tolist()
    return [content[number * PAGE_SIZE : (number + 1) * PAGE_SIZE] for number in numbers]


def _looks_random(page: bytes) -> bool:
    if len(page) < PAGE_SIZE:
        return False
    expected = PAGE_SIZE / 256
    counts = np.bincount(np.frombuffer(page, np.uint8), minlength=256)
    return float(((counts - expected) ** 2).sum() / expected) < _RANDOM_CHI_SQUARE
