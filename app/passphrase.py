"""Where the passphrase of a project comes from: LACHAN_PASSPHRASE, the system's keyring, or a prompt.

Never from a command line, and never into a log.
"""

import os
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.errors import NoKeyring, PassphrasesDiffer
from app.language import N_, Language
from data.errors import PassphraseNeeded

if TYPE_CHECKING:
    from data.store import Store

VARIABLE = "LACHAN_PASSPHRASE"
NEW_VARIABLE = "LACHAN_NEW_PASSPHRASE"
_SERVICE = "lachan"
Opened = TypeVar("Opened")


def open_store(path: Path, language: Language) -> "Store":
    """Open a project, asking for its passphrase where it has one.

    Raises
    ------
    data.errors.DataError
        The file cannot be opened; PassphraseNeeded where nobody can be asked.
    """
    from data.store import Store

    return with_passphrase(path, language, lambda given: Store.open(path, passphrase=given))


def with_passphrase(path: Path, language: Language, opening: Callable[[str | None], Opened]) -> Opened:
    """Return what `opening` makes of the passphrase of `path`, which is asked for where the file needs one.

    Raises
    ------
    data.errors.DataError
        What `opening` raises; PassphraseNeeded where nobody can be asked.
    """
    try:
        return opening(from_environment())
    except PassphraseNeeded:
        passphrase = from_keyring(path) or _from_prompt(path, language)
        if passphrase is None:
            raise
        return opening(passphrase)


def from_environment() -> str | None:
    """Return the passphrase given in the environment, if any."""
    return os.environ.get(VARIABLE) or None


def from_keyring(path: Path) -> str | None:
    """Return the passphrase of `path` that the system's keyring holds, if any."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, str(path.resolve()))
    except KeyringError:
        return None


def new_passphrase(language: Language) -> str:
    """Return a passphrase for a project to be encrypted: the environment's, else typed twice.

    Raises
    ------
    PassphrasesDiffer
        The second was not the first.
    """
    return from_environment() or _typed_twice(language)


def changed_passphrase(language: Language) -> str:
    """Return the new passphrase of a project that has one: LACHAN_NEW_PASSPHRASE, else typed twice.

    Raises
    ------
    PassphrasesDiffer
        The second was not the first.
    """
    return os.environ.get(NEW_VARIABLE) or _typed_twice(language)


def _typed_twice(language: Language) -> str:
    first = getpass(language.say(N_("New passphrase: ")), stream=sys.stderr)
    if getpass(language.say(N_("Once more: ")), stream=sys.stderr) != first:
        raise PassphrasesDiffer
    return first


def remember(path: Path, passphrase: str) -> None:
    """Keep the passphrase of `path` in the system's keyring.

    Raises
    ------
    NoKeyring
        The system has none.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, str(path.resolve()), passphrase)
    except KeyringError as error:
        raise NoKeyring from error


def forget(path: Path) -> None:
    """Remove the passphrase of `path` from the system's keyring.

    Raises
    ------
    NoKeyring
        The system has none, or it does not hold this passphrase.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_SERVICE, str(path.resolve()))
    except KeyringError as error:
        raise NoKeyring from error


def _from_prompt(path: Path, language: Language) -> str | None:
    if not sys.stdin.isatty():
        return None
    return getpass(language.say(N_("Passphrase of {name}: "), name=path.name), stream=sys.stderr) or None
