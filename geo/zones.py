"""What share of each cell lies in which zone (commune), what lies in none included.

Cells are those of a grid, or points such as settlements: any array of values has the shape of its zones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import MissingColumn, UnknownCrs
from geo.grid import Grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OUTSIDE = -1
"""Row of every result by zone that stands for what lies in no zone: the last one."""
WHOLE = 1e-6
"""A cell of which less than this is in no zone is wholly in its zones: exactextract's shares have about 7 digits."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Parts of cells in zones; the parts of a cell sum to 1.

    `zone`, `cell`, `share`: shape (parts,); the zone, or `len(codes)` outside every zone, the position of the cell in
    the flattened array, the share of the cell. `shape`: that of an array of values. `clipped`: codes of zones whose
    shares exactextract could not measure, so that they were measured by intersection.
    """

    codes: tuple[str, ...]
    shape: tuple[int, ...]
    zone: Ints
    cell: Ints
    share: Floats
    clipped: tuple[str, ...] = ()


def zones_of_areas(
    areas: gpd.GeoDataFrame, grid: Grid, *, code: str = "code", tick: Callable[[float], None] | None = None
) -> Zones:
    """Measure which share of each cell lies in which area, so that a cell on a border is divided.

    Where areas overlap, the cell is divided in proportion. An area without a shape has no part of any cell.

    Parameters
    ----------
    areas : geopandas.GeoDataFrame
        Polygons in any stated CRS, with the column `code`.
    grid : geo.grid.Grid

    Returns
    -------
    Zones
        Of `grid.shape`.

    Raises
    ------
    MissingColumn, UnknownCrs
    """
    if code not in areas.columns:
        raise MissingColumn(code)
    if areas.crs is None:
        raise UnknownCrs("areas")
    codes = tuple(areas[code])
    measured = [_measured(shape, grid) for shape in _ticking(areas.geometry.to_crs(grid.crs), tick)]
    sizes = [len(each.cell) for each in measured]
    zone = np.repeat(np.arange(len(codes)), sizes)
    cell, share = _together(measured)
    clipped = tuple(name for name, each in zip(codes, measured, strict=True) if each.clipped)
    return Zones(codes, grid.shape, *_completed(zone, cell, share, outside=len(codes), shape=grid.shape), clipped)


def zones_of_points(codes: Sequence[str], of_points: Sequence[str | None]) -> Zones:
    """Put each point, such as a settlement, wholly into the zone whose code it bears; other points lie in none.

    Examples
    --------
    >>> zones_of_points(["a", "b"], ["b", None, "a"]).zone.tolist()
    [1, 2, 0]
    """
    position = {code: number for number, code in enumerate(codes)}
    zone = np.array([position.get(each, len(codes)) for each in of_points], dtype=np.int64)  # type: ignore[arg-type]
    return Zones(tuple(codes), (len(zone),), zone, np.arange(len(zone)), np.ones(len(zone)))


@dataclass(frozen=True, eq=False)
class _Shares:
    cell: Ints
    share: Floats
    clipped: bool = False


def _ticking(shapes: gpd.GeoSeries, tick: Callable[[float], None] | None) -> Any:
    for done, shape in enumerate(shapes):
        if tick is not None:
            tick(done / len(shapes))
        yield shape


def _measured(shape: Any, grid: Grid) -> _Shares:
    if shape is None or shape.is_empty or not _touches(shape.bounds, grid.bounds):
        return _Shares(np.empty(0, dtype=np.int64), np.empty(0))
    try:
        return _extracted(shape, grid)
    except RuntimeError:  # "Never get here.": exactextract cannot follow some valid borders
        return _intersected(shape, grid)


def _touches(these: Sequence[float], those: Sequence[float]) -> bool:
    return these[0] < those[2] and those[0] < these[2] and these[1] < those[3] and those[1] < these[3]


def _extracted(shape: Any, grid: Grid) -> _Shares:
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    source = NumPyRasterSource(np.zeros(grid.shape, dtype=np.int8), *grid.bounds)
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)}
    found = exact_extract(source, [feature], ["cell_id", "coverage"])[0]["properties"]
    return _Shares(found["cell_id"].astype(np.int64), found["coverage"].astype(float))


def _intersected(shape: Any, grid: Grid) -> _Shares:
    """Cut the shape into rows of cells, then each row's part into cells, so that no cut sees many corners."""
    west, _, east, north = grid.bounds
    first, last = _span(north - shape.bounds[3], north - shape.bounds[1], grid.resolution, grid.shape[0])
    top = north - np.arange(first, last) * grid.resolution
    parts = shapely.intersection(shapely.make_valid(shape), shapely.box(west, top - grid.resolution, east, top))
    rows = [_row_shares(part, row, grid) for row, part in zip(range(first, last), parts, strict=True)]
    cell, share = _together(rows)
    return _Shares(cell[share > 0], share[share > 0], clipped=True)


def _row_shares(part: Any, row: int, grid: Grid) -> _Shares:
    if part.is_empty:
        return _Shares(np.empty(0, dtype=np.int64), np.empty(0))
    west, _, _, north = grid.bounds
    size, columns = grid.resolution, grid.shape[1]
    column = np.arange(*_span(part.bounds[0] - west, part.bounds[2] - west, size, columns))
    left, top = west + column * size, north - row * size
    cells = shapely.box(left, top - size, left + size, top)
    return _Shares(row * columns + column, shapely.area(shapely.intersection(part, cells)) / size**2)


def _span(start: float, stop: float, size: float, most: int) -> tuple[int, int]:
    first = max(0, int(np.floor(start / size)))
    return first, max(first, min(most, int(np.ceil(stop / size))))


def _together(pieces: Sequence[_Shares]) -> tuple[Ints, Floats]:
    cells = [np.empty(0, dtype=np.int64), *(each.cell for each in pieces)]
    return np.concatenate(cells), np.concatenate([np.empty(0), *(each.share for each in pieces)])


def _completed(
    zone: Ints, cell: Ints, share: Floats, *, outside: int, shape: tuple[int, ...]
) -> tuple[Ints, Ints, Floats]:
    """Make the parts of every cell sum to 1: what is in no zone is a part too."""
    inside = np.bincount(cell, share, minlength=int(np.prod(shape)))
    whole = inside > 1 - WHOLE
    rest = np.flatnonzero(~whole)
    fitted = share / np.where(whole, inside, 1.0)[cell]
    return (
        np.concatenate([zone, np.full(len(rest), outside)]),
        np.concatenate([cell, rest]),
        np.concatenate([fitted, 1.0 - inside[rest]]),
    )
