"""What a project keeps of rasters: small ones as they are, inside its file; large ones by path and hash.

A raster inside goes wherever the project goes, encrypted with it. One that stays outside is looked at again each time
it is opened: its hash says whether it is still the file that was imported.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.errors import ChangedRaster, MissingRaster
from data.raster_files import RASTERS, sha256_of
from data.schema import Table

KEPT_BYTES = 32 << 20
"""Largest file, in bytes, that is kept inside a project: its backups hold it too, and it is read at each opening."""

Tick = Callable[[float], None]


def with_contents(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the rows of ``rasters`` with the content of each file of at most `KEPT_BYTES`, whose path is left out.

    A path says something of the computer it is on, and nothing on another. Any other table's rows come back as they
    are.

    Raises
    ------
    MissingRaster, ChangedRaster
        There is no such file (any longer), or it is not the one whose hash the row holds.
    """
    if table.name != RASTERS:
        return frame
    kept = [_content(row) for _, row in frame.iterrows()]
    content = np.empty(len(kept), dtype=object)
    content[:] = kept
    inside = np.array([each is not None for each in kept], dtype=bool)
    return frame.assign(content=content, path=frame["path"].mask(inside))


def raster_bytes_or_path(row: "pd.Series[Any]", *, tick: Tick | None = None) -> bytes | Path:
    """Return what to open to read the cells of a raster: its content, or the path of the file that has them.

    Parameters
    ----------
    row : Series
        A row of the table ``rasters``. A file may state no reference system: that of the row's ``crs`` is meant.
    tick : callable, optional
        Told the fraction of an outside file that was hashed; may raise `Cancelled`.

    Raises
    ------
    MissingRaster
        The file is not where it was.
    ChangedRaster
        The content is not what was imported: another hash.
    KeyError
        The row has neither content nor path, which no import makes (`is_found_nowhere`).
    """
    if is_found_nowhere(row):
        raise KeyError("path")
    role, expected = str(row["role"]), str(row["sha256"])
    content = row["content"]
    if isinstance(content, bytes):
        _require(Path(str(row["source"])), role, expected, hashlib.sha256(content).hexdigest())
        return content
    path = _path(row)
    _require(path, role, expected, sha256_of(path, tick=tick))
    return path


def is_found_nowhere(row: "pd.Series[Any]") -> bool:
    """Return whether a row has neither the content of its raster nor a path to it."""
    return not isinstance(row["content"], bytes) and not isinstance(row["path"], str)


def bytes_inside(rasters: pd.DataFrame) -> int:
    """Return how many bytes of rasters a project keeps, of the rows of its table ``rasters``."""
    return sum(len(content) for content in rasters["content"] if isinstance(content, bytes))


def _content(row: "pd.Series[Any]") -> bytes | None:
    """Return what is to be kept of one raster."""
    if is_found_nowhere(row):
        return None
    path = _path(row)
    if path.stat().st_size > KEPT_BYTES:
        return None
    content = path.read_bytes()
    _require(path, str(row["role"]), str(row["sha256"]), hashlib.sha256(content).hexdigest())
    return content


def _path(row: "pd.Series[Any]") -> Path:
    path = Path(str(row["path"]))
    if not path.is_file():
        raise MissingRaster(path, str(row["role"]))
    return path


def _require(path: Path, role: str, expected: str, found: str) -> None:
    if found != expected:
        raise ChangedRaster(path, role, expected, found)
