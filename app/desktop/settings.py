"""What the window remembers between starts: recent projects by name, language, look and layout. No project data.

One JSON file in the user's configuration folder, or in LACHAN_CONFIG. Reading is identify, migrate, validate; a file
that cannot be read is put aside and the defaults are taken.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_config_path
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from app.language import DEFAULT, Code
from app.release import Audience
from data.whole_file import whole_file

FILE_NAME = "settings.json"
FOLDER_VARIABLE = "LACHAN_CONFIG"
MOST_RECENT = 8
"""Recent projects that are remembered."""
MOST_MINUTES = 240
"""After which an encrypted project may be locked at the latest."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: tuple[Migration, ...] = ()
"""Step i brings settings of version i + 1 to version i + 2."""


class Recent(BaseModel):
    """A project that was open: its name, where its file is, and the period last asked about, empty when none was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    path: Path
    period: str = ""


class Settings(BaseModel):
    """Everything that is remembered.

    Attributes
    ----------
    recent : tuple of Recent
        The latest first.
    geometry, layout : bytes
        Of the main window, as Qt gives them; empty before the first closing.
    splitters : dict of str to bytes
        The state of each splitter, by object name.
    last_folder : Path, optional
        Where a file was chosen last.
    lock_minutes : int
        After so many without keyboard and mouse an encrypted project is locked; 0: never.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    version: int = len(MIGRATIONS) + 1
    language: Code = DEFAULT
    theme: Literal["light", "dark"] = "light"
    audience: Audience = Audience.INTERNAL
    recent: tuple[Recent, ...] = ()
    geometry: Base64Bytes = b""
    layout: Base64Bytes = b""
    splitters: dict[str, Base64Bytes] = {}
    last_folder: Path | None = None
    lock_minutes: int = Field(default=15, ge=0, le=MOST_MINUTES)

    def with_recent(self, name: str, path: Path) -> "Settings":
        """Return the settings with this project as the latest."""
        others = (each for each in self.recent if each.path != path)
        latest = Recent(name=name, path=path, period=self.period_of(path))
        return self.changed(recent=(latest, *others)[:MOST_RECENT])

    def period_of(self, path: Path) -> str:
        """Return the period last asked about in the project at `path`; empty where none is known."""
        return next((each.period for each in self.recent if each.path == path), "")

    def with_period(self, path: Path, period: str) -> "Settings":
        """Return the settings with this period remembered for the project at `path`, where it is a recent one."""
        kept = (each.model_copy(update={"period": period}) if each.path == path else each for each in self.recent)
        return self.changed(recent=tuple(kept))

    def without_recent(self, path: Path) -> "Settings":
        """Return the settings without the project at `path`."""
        return self.changed(recent=tuple(each for each in self.recent if each.path != path))

    def changed(self, **fields: Any) -> "Settings":
        """Return the settings with these fields changed."""
        return self.model_copy(update=fields)


class SettingsFile:
    """The settings and the file they are kept in; a change is written at once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or settings_folder()) / FILE_NAME
        self.current = read_settings(self.path)

    def change(self, **fields: Any) -> None:
        """Change these fields and write; raises what `write_settings` raises."""
        self.replace(self.current.changed(**fields))

    def replace(self, settings: Settings) -> None:
        """Make `settings` the current ones; they are written when they differ."""
        if settings != self.current:
            self.current = settings
            write_settings(settings, self.path)


def settings_folder() -> Path:
    """Return the folder of LACHAN_CONFIG, else the one the system has for settings."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given) if given else user_config_path("lachan", appauthor=False)


def read_settings(path: Path) -> Settings:
    """Return the settings in a file, or the defaults where there are none, or none that this version can read."""
    try:
        return Settings.model_validate_json(json.dumps(_migrated(json.loads(path.read_bytes()))))
    except OSError:
        return Settings()
    except ValueError:
        _put_aside(path)
        return Settings()


def write_settings(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all.

    Raises
    ------
    data.errors.ProjectFileError
        The system refused; the file is as it was.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as part:
        part.write_text(settings.model_dump_json(indent=1), encoding="utf-8")


def _migrated(found: Any) -> dict[str, Any]:
    """Return what was read as the newest version has it. Raises ValueError where no step leads there."""
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, int) or not 1 <= version <= len(MIGRATIONS) + 1:
        raise ValueError(version)
    for migrate in MIGRATIONS[version - 1 :]:
        found = migrate(found)
    return {**found, "version": len(MIGRATIONS) + 1}


def _put_aside(path: Path) -> None:
    """Keep what could not be read beside its place, so that the next change does not write over it."""
    with suppress(OSError):
        path.replace(path.with_suffix(".json.bak"))
