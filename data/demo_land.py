"""The demo's land, all simulated: rasters of heights, land cover and people, roads and rivers, as tables of a project.

Which is which, equations and parameters: docs/demo-model.md.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import demo_roads
from data.demo import SEED, simulated_source, stream
from data.demo_cover import land_cover
from data.demo_figures import commune_facts
from data.demo_grid import CRS, RESOLUTION, DemoGrid, commune_cells, grid_of, metres
from data.demo_people import liveable, people_by_cell, settlement_people
from data.demo_terrain import heights, metres_from, slopes

if TYPE_CHECKING:
    import geopandas as gpd

BEYOND = 2_000.0
"""Rasters reach so far beyond the communes and the roads, m; further out they have no data."""
NO_HEIGHT, NO_COVER, NO_COUNT = -32768, 0, 65535

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """The rasters as arrays on `grid`, and which cells have data."""

    grid: DemoGrid
    inside: Mask
    elevation: NDArray[np.float64]
    people: NDArray[np.int64]
    cover: NDArray[np.uint8]


def land_tables(
    units: "gpd.GeoDataFrame", settlements: pd.DataFrame, facilities: pd.DataFrame, *, seed: int = SEED
) -> Mapping[str, pd.DataFrame]:
    """Make the tables ``rasters``, ``roads`` and ``barriers`` of the demo.

    Parameters
    ----------
    units : GeoDataFrame
        As for `data.demo.demo_tables`. Heights, rivers and roads between communes come from the communes' centres;
        polygons say only where there is data, and which cells are whose.
    settlements : DataFrame
        The demo's table ``demand_points``.
    facilities : DataFrame
        The demo's table ``facilities``: those whose address is public have a way to them.
    seed : int
        Each raster and each table draws from a stream of its own.

    Raises
    ------
    MissingCommunes
        Some of the 45 communes are not in `units`.
    """
    facts = commune_facts(units)
    centres = metres(facts["lon"].to_numpy(), facts["lat"].to_numpy())
    points, reached = _metres_of(settlements), _metres_of(facilities[facilities["disclosure"] == "public"])
    water = demo_roads.rivers(centres, stream(seed, "barriers"))
    rng = stream(seed, "roads")
    roads = demo_roads.main_roads(centres, facts["population"].to_numpy(dtype=np.float64), rng)
    ways = demo_roads.tracks(np.vstack([points, reached]), roads, rng)
    cells = _cells(units, facts, (settlements, points), (roads, water), seed)
    tables = {
        "rasters": _rasters(cells),
        "roads": demo_roads.road_table(roads, ways, water, rng),
        "barriers": demo_roads.barrier_table(water),
    }
    return {name: table.assign(source=simulated_source(seed)) for name, table in tables.items()}


def _metres_of(places: pd.DataFrame) -> NDArray[np.float64]:
    return metres(places["lon"].to_numpy(), places["lat"].to_numpy())


def _cells(
    units: "gpd.GeoDataFrame",
    facts: pd.DataFrame,
    settled: tuple[pd.DataFrame, NDArray[np.float64]],
    lines: tuple[pd.DataFrame, demo_roads.Rivers],
    seed: int,
) -> Cells:
    (settlements, points), (roads, water) = settled, lines
    grid = grid_of(facts)
    polygons = units.set_index("code").geometry.loc[facts["code"]].to_crs(CRS).to_numpy()
    commune, whole = commune_cells(grid, polygons)
    road_cells, river_cells = grid.burn(roads["geometry"]), grid.burn(water.main)
    banks = grid.burn([*water.main, *water.upper], all_touched=True)
    from_valley = metres_from(road_cells | river_cells | grid.burn(water.upper))
    elevation = heights(from_valley, stream(seed, "elevation"))
    slope = slopes(elevation)
    home = pd.Index(facts["code"]).get_indexer(pd.Index(settlements["commune_code"])).astype(np.int64)
    people = people_by_cell(
        grid.cells_of(points),
        home,
        settlement_people(facts, settlements),
        commune=np.where(whole, commune, -1),
        ground=liveable(slope, banks),
        rng=stream(seed, "population"),
    )
    cover = land_cover(
        slope,
        people,
        river_cells,
        from_valley=from_valley,
        from_people=metres_from(people > 0),
        elevation=elevation,
        rng=stream(seed, "land_cover"),
    )
    return Cells(grid, metres_from((commune >= 0) | road_cells) <= BEYOND, elevation, people, cover)


def _rasters(cells: Cells) -> pd.DataFrame:
    layers: dict[str, tuple[NDArray[Any], float]] = {
        "elevation": (np.where(cells.inside, cells.elevation.round(), NO_HEIGHT).astype(np.int16), NO_HEIGHT),
        "land_cover": (np.where(cells.inside, cells.cover, NO_COVER).astype(np.uint8), NO_COVER),
        "population": (np.where(cells.inside, cells.people, NO_COUNT).astype(np.uint16), NO_COUNT),
    }
    content = [_geotiff(cells.grid, values, nodata) for values, nodata in layers.values()]
    digests = [hashlib.sha256(each).hexdigest() for each in content]
    return pd.DataFrame({"role": list(layers), "content": content, "sha256": digests}).assign(
        crs=CRS, resolution=RESOLUTION
    )


def _geotiff(grid: DemoGrid, values: NDArray[Any], nodata: float) -> bytes:
    from rasterio.io import MemoryFile

    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", height=grid.rows, width=grid.columns, count=1, dtype=values.dtype.name, crs=CRS,
            transform=grid.transform, nodata=nodata, compress="deflate", predictor=2, zlevel=6,
        ) as file:  # fmt: skip
            file.write(values, 1)
        return bytes(memory.read())
