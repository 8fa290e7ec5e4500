"""What the machine lacks for the program to run well, and the fix for each.

It looks, and changes nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from app.language import N_

_LIBRARIES = {
    "sqlcipher3.dbapi2": N_("Encrypted project files"),
    "pyogrio": N_("Reading maps"),
    "pyproj": N_("Coordinates"),
    "highspy": N_("Choosing sites"),
    "openpyxl": N_("Excel files"),
    "folium": N_("Map pages"),
    "PySide6.QtWebEngineCore": N_("The window and its map"),
    "xstatic.pkg.leaflet": N_("Map pages"),
}
_DEBIAN_FONTS = N_("Install a font with Vietnamese letters: sudo apt-get install fonts-noto-core")
_DISPLAY = N_("Start from a desktop session. Without a display the command line does everything.")
_REINSTALL = N_("Install again: python -m pip install --force-reinstall --editable .")
_KEYRING = N_("Nothing to do: the passphrase is asked for, or taken from LACHAN_PASSPHRASE.")
_PYTHON = N_("Install Python 3.11 or newer.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is there, what was seen, and the fix where it is not.

    `needed` is False for what the program can do without.
    """

    subject: str
    ok: bool
    seen: str
    fix: str
    needed: bool


def examine() -> Iterator[Finding]:
    """Look at everything in turn."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), version, _PYTHON, needed=True)
    for module, purpose in _LIBRARIES.items():
        error = _import_error(module)
        yield Finding(purpose, error is None, error or module, _REINSTALL, needed=True)
    fonts = vietnamese_fonts()
    yield Finding(N_("Vietnamese fonts"), bool(fonts), ", ".join(fonts[:3]), _DEBIAN_FONTS, needed=False)
    yield Finding(N_("Display"), has_display(), _display_name(), _DISPLAY, needed=False)
    yield Finding(N_("Keyring"), _has_keyring(), "", _KEYRING, needed=False)


def _import_error(module: str) -> str | None:
    try:
        import_module(module)
    except (ImportError, OSError) as error:
        return str(error)
    return None


def vietnamese_fonts(run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run) -> list[str]:
    """Return font families with Vietnamese letters; on Windows and macOS the system brings them."""
    if sys.platform in ("win32", "darwin"):
        return ["system"]
    command = shutil.which("fc-list")
    if command is None:
        return []
    listed = run([command, ":lang=vi", "family"], capture_output=True, text=True, check=False)
    return sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})


def has_display() -> bool:
    """Return whether a window could be shown; Qt's own platforms without a screen (offscreen) count."""
    return sys.platform in ("win32", "darwin") or bool(_display_name() or os.environ.get("QT_QPA_PLATFORM"))


def _display_name() -> str:
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""


def _has_keyring() -> bool:
    if find_spec("keyring") is None:
        return False
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    return not isinstance(keyring.get_keyring(), NoKeyring)
