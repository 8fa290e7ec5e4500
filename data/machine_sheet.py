"""The hidden sheet by which a workbook that the program made is known again, whatever program saved it since."""

import zipfile
from pathlib import Path

from data.reading import WORKBOOKS

_PARTS = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}


def holds_sheet(path: Path, name: str) -> bool:
    """Say whether a file is a workbook with a sheet of that name; its cells are not read. A locked one is not known."""
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS or not path.is_file():
        return False
    if not zipfile.is_zipfile(path):
        return _holds_sheet(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            part = _PARTS.get(suffix, "")
            return part in archive.namelist() and name.encode() in archive.read(part)
    except zipfile.BadZipFile:
        return False


def _holds_sheet(path: Path, name: str) -> bool:
    """Look into a workbook that is no archive (XLS)."""
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with load_workbook(path) as book:
            return name in book.sheet_names
    except (CalamineError, PasswordError, OSError):
        return False
