"""What the window does with project files, in a thread: open, make, copy, encrypt. Without Qt."""

import shutil
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from app import passphrase as passphrases
from app.demo import FILE_NAME, demo_project, new_project
from data.errors import ExistingFile, PassphraseNeeded
from data.store import Store, protect
from data.whole_file import whole_file


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


def copied(source: Path, target: Path) -> Path:
    """Write the file `source` to `target` whole or not at all, and return `target`.

    Raises
    ------
    ExistingFile
        `target` is the project itself.
    MissingFolder, DiskFull, ReadOnlyFile, WriteFailed
        Nothing was changed at `target`.
    """
    if target.exists() and target.samefile(source):
        raise ExistingFile(target)
    with whole_file(target) as part:
        shutil.copyfile(source, part)
    return target


def encrypted(store: Store, passphrase: str, *, current: str | None, who: str) -> Store:
    """Encrypt the project of `store` and open it anew; `store` lets go of the file, and takes it up again on an error.

    `current` is the passphrase of a project that has one. Raises as `data.store.protect` does.
    """
    store.close()
    return protect(store.path, passphrase, current=current, who=who)
