"""How a passphrase becomes a project file's key, and whether a key fits a file.

The derivation and the page layout are SQLCipher 4's own defaults, so any program that knows SQLCipher opens the file
with the passphrase. Deriving the key here keeps the passphrase out of every statement, and comparing pages with their
authentication codes tells a wrong passphrase from a damaged page.

References
----------
SQLCipher Design, "Security Features" (Zetetic): https://www.zetetic.net/sqlcipher/design/
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

PAGE_SIZE = 4096
SALT_SIZE = 16
CODE_SIZE = 64
RESERVED = 80
KEY_SIZE = 32
KEY_ITERATIONS = 256_000
CODE_KEY_ITERATIONS = 2
CODE_SALT_MASK = 0x3A
PAGES_TRIED = 64
PLAIN_START = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A file's key and the salt it was made with."""

    secret: bytes
    salt: bytes

    @property
    def sqlcipher(self) -> str:
        """The key as SQLCipher reads it: a blob literal of key and salt."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


def new_key(passphrase: str) -> Key:
    """Return a key for a new file, under a random salt."""
    return _derived(passphrase, os.urandom(SALT_SIZE))


def key_of_file(path: Path, passphrase: str) -> Key | None:
    """Return the key that `passphrase` gives for an encrypted file, None when it authenticates none of the pages tried.

    One whole page is enough: the damage of others is for the reader to find.
    """
    with path.open("rb") as file:
        pages = file.read(PAGES_TRIED * PAGE_SIZE)
    key = _derived(passphrase, pages[:SALT_SIZE])
    code_key = _code_key(key)
    numbers = range(1, len(pages) // PAGE_SIZE + 1)
    fits = any(_is_authentic(pages[(n - 1) * PAGE_SIZE : n * PAGE_SIZE], n, code_key) for n in numbers)
    return key if fits else None


def is_key_of(path: Path, key: Key | None) -> bool:
    """Return whether the first page of a file is authentic under `key`; for None, whether the file is plain."""
    with path.open("rb") as file:
        page = file.read(PAGE_SIZE)
    if key is None:
        return page.startswith(PLAIN_START)
    return page.startswith(key.salt) and _is_authentic(page, 1, _code_key(key))


def gives(passphrase: str, key: Key) -> bool:
    """Return whether `passphrase` is the one that `key` was made from; takes as long as deriving a key does."""
    return hmac.compare_digest(_derived(passphrase, key.salt).secret, key.secret)


def _derived(passphrase: str, salt: bytes) -> Key:
    letters = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return Key(hashlib.pbkdf2_hmac("sha512", letters, salt, KEY_ITERATIONS, KEY_SIZE), salt)


def _code_key(key: Key) -> bytes:
    salt = bytes(byte ^ CODE_SALT_MASK for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", key.secret, salt, CODE_KEY_ITERATIONS, KEY_SIZE)


def _is_authentic(page: bytes, number: int, code_key: bytes) -> bool:
    """Return whether the page's code fits ciphertext, initialisation vector and number; page 1 begins with the salt."""
    start, end = SALT_SIZE if number == 1 else 0, PAGE_SIZE - RESERVED + SALT_SIZE
    code = hmac.digest(code_key, page[start:end] + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(code, page[end : end + CODE_SIZE])
