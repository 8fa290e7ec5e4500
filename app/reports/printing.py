"""From an HTML document to the bytes of a PDF, printed by a process of its own.

That process (`app.reports.print_pdf`) holds Qt's browser, so that its memory is not the program's, and a library that
is missing or that crashes is one error here, not the program's end. Any thread may print, with or without a window.
"""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from app.errors import PdfUnavailable

SECONDS = 60.0
"""Longest wait for one document; a demo plan takes about one."""
_ROOMS = Path(__file__).resolve().parents[2]
_DISPLAYED = ("win32", "darwin")
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console window for the process."""
_DATE = re.compile(rb"(?<=Date \(D:)\d{14}\+00'00'(?=\))")
_LOG = logging.getLogger(__name__)


def pdf_of(html: str, *, made: str) -> bytes:
    """Print a document that stands by itself: it is given no network, no files and no scripts.

    Parameters
    ----------
    html : str
        The document; paper and margins are those of `app.reports.print_pdf`.
    made : str
        ISO moment written into the file as its date, so that the same document is the same file.

    Raises
    ------
    PdfUnavailable
    """
    try:
        printed = subprocess.run(
            [sys.executable, "-m", "app.reports.print_pdf"],
            input=html.encode(),
            capture_output=True,
            check=False,
            cwd=_ROOMS,
            env=_environment(os.environ),
            timeout=SECONDS,
            creationflags=_NO_CONSOLE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PdfUnavailable(str(error)) from error
    if printed.returncode or not printed.stdout.startswith(b"%PDF-"):
        raise PdfUnavailable(_last_line(printed.stderr) or f"exit {printed.returncode}")
    return _dated(printed.stdout, made)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the printing process's environment: no display, our rooms on its path, nobody listening in."""
    kept = {name: value for name, value in given.items() if name != "QTWEBENGINE_REMOTE_DEBUGGING"}
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOMS), given.get("PYTHONPATH"))))
    kept["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"
    if sys.platform not in _DISPLAYED:
        kept["QT_QPA_PLATFORM"] = "offscreen"
    if _is_root():
        kept["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        _say_no_sandbox()
    return kept


def _is_root() -> bool:
    return hasattr(os, "getuid") and os.getuid() == 0


@cache
def _say_no_sandbox() -> None:
    _LOG.warning("Running as root: the PDF is printed without Chromium's sandbox.")


def _last_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "")


def _dated(pdf: bytes, made: str) -> bytes:
    """Put `made` in the place of the moments of printing, which are as long: no offset in the file changes."""
    moment = datetime.fromisoformat(made).astimezone(UTC)
    return _DATE.sub(f"{moment:%Y%m%d%H%M%S}+00'00'".encode(), pdf)
