"""What the window does with project files, in a thread: open, make, copy, encrypt. Without Qt."""

from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from app import passphrase as passphrases
from app.demo import FILE_NAME, demo_project, new_project
from app.errors import NoKeyring
from data.errors import PassphraseNeeded, WrongPassphrase
from data.restoring import restore
from data.store import Store, protect


def opened(path: Path, passphrase: str | None = None) -> Store:
    """Open a project with the passphrase given, else with that of the environment or of the keyring.

    Raises
    ------
    data.errors.ProjectFileError
        The file cannot be opened; PassphraseNeeded where nothing gives the passphrase.
    """
    try:
        return Store.open(path, passphrase=passphrase or passphrases.from_environment())
    except PassphraseNeeded:
        kept = passphrases.from_keyring(path)
        if kept is None:
            raise
        return Store.open(path, passphrase=kept)


def created(path: Path, province_code: str, passphrase: str | None, *, who: str) -> Store:
    """Make a project of one province at `path`. Raises UnknownProvince, and as `Store.create` does."""
    return Store.create(path, new_project(province_code), passphrase=passphrase, who=who)


def demo_folder() -> Path:
    """Return where the demo is kept unless the user chooses a folder."""
    return user_data_path("lachan", appauthor=False) / "demo"


def demo(folder: Path, *, who: str) -> Store:
    """Open the demo kept in `folder`; where there is none it is made. Raises as `Store.open` and `Store.create` do."""
    path = folder / FILE_NAME
    if path.exists():
        return opened(path)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return Store.create(path, demo_project(), passphrase=passphrases.from_environment(), who=who)


def copied(store: Store, target: Path) -> Path:
    """Write a copy of the open project to `target` and return that. Raises as `Store.copy_to` does."""
    store.copy_to(target)
    return target


def restored(path: Path, name: str, passphrase: str | None, *, who: str) -> Store:
    """Put a backup in the place of a file that does not open; its passphrase comes from where `opened` takes it.

    Raises as `data.restoring.restore` does.
    """
    given = passphrase or passphrases.from_environment()
    try:
        return restore(path, name, passphrase=given, who=who)
    except PassphraseNeeded:
        kept = passphrases.from_keyring(path)
        if kept is None:
            raise
        return restore(path, name, passphrase=kept, who=who)


def encrypted(store: Store, passphrase: str, *, current: str | None, who: str) -> Store:
    """Encrypt the project of `store` and open it anew; `store` lets go of the file, and takes it up again on an error.

    `current` is the passphrase of a project that has one; a keyring that holds it gets the new one.

    Raises
    ------
    WrongPassphrase
        `current` is not the passphrase.
    data.errors.ProjectFileError
        As `data.store.protect`.
    """
    if current is not None and not store.is_opened_by(current):
        raise WrongPassphrase(store.path)
    with store.letting_go():
        anew = protect(store.path, passphrase, current=current, who=who)
    if current is not None and passphrases.from_keyring(store.path) is not None:
        with suppress(NoKeyring):
            passphrases.remember(store.path, passphrase)
    return anew
