"""Rasters a project knows: elevation, land cover, population or friction, read from a file each.

Of every file the hash of its content, its reference system and its resolution are kept; whether its cells come inside
too is said in `data.raster_content`. The hash tells whether they are still the same.
"""

import hashlib
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.errors import MissingSource, RasterWithoutCrs, UnknownCrs, UnreadableSource
from data.reading import RawTable, number_text

RASTERS = "rasters"
_BLOCK = 1 << 20
"""Bytes that are hashed between two ticks."""
_NAME_CONFIDENCE = 70
"""How sure pyproj must be, in percent, to name a reference system by its code: its own default."""

Tick = Callable[[float], None]


def read_raster(path: Path, *, crs: str | None = None, tick: Tick | None = None) -> RawTable:
    """Return what a project keeps of a raster file, as the only row of a table with the fields of ``rasters``.

    Parameters
    ----------
    crs : str, optional
        Reference system of a file that states none, e.g. "EPSG:32648". A system the file states is never overruled.
    tick : callable, optional
        Told the fraction of the file hashed; may raise `Cancelled`.

    Returns
    -------
    RawTable
        path (absolute), sha256, crs (its code, such as "EPSG:32648", else WKT) and resolution: the longer side of a
        cell in units of that system, degrees or metres.

    Raises
    ------
    MissingSource, UnreadableSource
        There is no such file, or it is no raster.
    RasterWithoutCrs, UnknownCrs
        The file states no reference system and none is given, or the one given is not known.
    """
    if not path.is_file():
        raise MissingSource(path)
    stated, resolution = _stated(path)
    row = {
        "path": str(path.resolve()),
        "crs": _name_of(path, stated or crs),
        "resolution": number_text(resolution),
        "sha256": sha256_of(path, tick=tick),
    }
    frame = pd.DataFrame({name: pd.Series([text], dtype="str") for name, text in row.items()})
    return RawTable(
        path=path, frame=frame, numeric=pd.DataFrame({name: [name == "resolution"] for name in row}), geometry=None,
        layer=None, others=(), first_row=1, encoding="", overlong=np.zeros(1, dtype=bool),
    )  # fmt: skip


def _stated(path: Path) -> tuple[str | None, float]:
    """Return the reference system a file states, as WKT, and the longer side of a cell."""
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioIOError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # said by RasterWithoutCrs
            with rasterio.open(path) as file:
                return (file.crs.to_wkt() if file.crs else None), max(file.res)
    except RasterioIOError as error:
        raise UnreadableSource(path, path.suffix.lower().removeprefix(".")) from error


def sha256_of(path: Path, *, tick: Tick | None = None) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal digits."""
    digest, size, done = hashlib.sha256(), max(path.stat().st_size, 1), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if tick is not None:
                tick(done / size)
    return digest.hexdigest()


def _name_of(path: Path, stated: str | None) -> str:
    if stated is None:
        raise RasterWithoutCrs(path, path.name)
    try:
        system = CRS.from_user_input(stated)
    except CRSError as error:
        raise UnknownCrs(path, stated) from error
    authority = system.to_authority(min_confidence=_NAME_CONFIDENCE)
    return ":".join(authority) if authority else system.to_wkt()
