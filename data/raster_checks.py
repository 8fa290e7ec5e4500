"""Whether the cells of a raster can be what they are said to be: some hold a value, and none an absurd one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.issues import Finding, Reason
from data.raster_content import is_found_nowhere, raster_bytes_or_path
from data.raster_files import RASTERS
from data.schema import Table

CELLS_AT_ONCE = 1 << 22
"""Cells read between two ticks: 32 MB as float64."""

Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest value of the cells that have one, and whether all are whole numbers."""

    low: float
    high: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Plausible:
    """What the values of a role can be, and the reason that says otherwise.

    `whole`: they are classes, never between two numbers.
    """

    reason: Reason
    minimum: float
    maximum: float = np.inf
    whole: bool = False


PLAUSIBLE = {
    "elevation": Plausible(Reason.ELEVATION_OUT_OF_RANGE, -500, 9000),
    "population": Plausible(Reason.PEOPLE_BELOW_ZERO, 0),
    "land_cover": Plausible(Reason.NOT_CLASSES, 0, 255, whole=True),
    "friction": Plausible(Reason.FRICTION_BELOW_ZERO, 0),
}
"""By role: metres above sea level (the Dead Sea lies at −430, Everest at 8,849); people; classes; minutes a metre."""


def check_rasters(frame: pd.DataFrame, table: Table, *, tick: Tick | None = None) -> list[Finding]:
    """Find rasters without a single value, and with values that their role cannot have.

    Parameters
    ----------
    frame : DataFrame
        As `data.raster_content.with_contents` returned it; rows of any other table have nothing to check.
    tick : callable, optional
        Told the fraction of a raster that was read; may raise `Cancelled`.

    Raises
    ------
    MissingRaster, ChangedRaster
    """
    if table.name != RASTERS:
        return []
    found = [_finding(position, row, tick) for position, (_, row) in enumerate(frame.iterrows())]
    return [finding for finding in found if finding is not None]


def _finding(position: int, row: "pd.Series[Any]", tick: Tick | None) -> Finding | None:
    rows = np.array([position], dtype=np.intp)
    if is_found_nowhere(row):
        return Finding(Reason.MISSING, "path", rows)
    span = span_of(raster_bytes_or_path(row), tick=tick)
    if span is None:
        return Finding(Reason.RASTER_WITHOUT_DATA, None, rows)
    plausible = PLAUSIBLE.get(str(row["role"]))
    if plausible is None or _is_within(span, plausible):
        return None
    limits = {"minimum": plausible.minimum, "maximum": plausible.maximum}
    return Finding(plausible.reason, "role", rows, common={**limits, "low": span.low, "high": span.high})


def _is_within(span: Span, plausible: Plausible) -> bool:
    ranged = plausible.minimum <= span.low and span.high <= plausible.maximum
    return ranged and (span.whole or not plausible.whole)


def span_of(content: bytes | Path, *, tick: Tick | None = None) -> Span | None:
    """Return the span of the first band's values; None where no cell has one."""
    with _opened(content) as file:
        parts = [part for part in _parts(file, tick) if part is not None]
    if not parts:
        return None
    return Span(min(each.low for each in parts), max(each.high for each in parts), all(each.whole for each in parts))


def _parts(file: Any, tick: Tick | None) -> Iterator[Span | None]:
    from rasterio.windows import Window

    rows = max(1, CELLS_AT_ONCE // file.width)
    for top in range(0, file.height, rows):
        height = min(rows, file.height - top)
        yield _span(file.read(1, window=Window(0, top, file.width, height), masked=True))
        if tick is not None:
            tick((top + height) / file.height)


def _span(cells: "np.ma.MaskedArray[Any, Any]") -> Span | None:
    values = cells.compressed()
    values = values[np.isfinite(values)]
    if not values.size:
        return None
    return Span(float(values.min()), float(values.max()), bool((values == np.floor(values)).all()))


@contextmanager
def _opened(content: bytes | Path) -> Iterator[Any]:
    import rasterio
    from rasterio.io import MemoryFile

    if isinstance(content, Path):
        with rasterio.open(content) as file:
            yield file
    else:
        with MemoryFile(content) as memory, memory.open() as file:
            yield file
