"""Where the children of a project live on a grid, and which figures say so; their totals never change.

By a population raster fitted to the communes' children, else the settlements, else the communes' centres.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.children import children_by_commune, commune_codes, own_rows
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_source
from app.result import Denominator, Sensitivity
from app.siting import demand_points
from app.travel_inputs import areas_of, people_raster
from app.travel_parts import Part
from data.project import Project
from geo.coverage import minutes_at
from geo.grid import OUTSIDE, Grid, cells_of
from geo.zone_people import ZonePeople, fitted_to_totals, people_in_zones
from geo.zones import zones_of_areas, zones_of_points

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Homes:
    """Children at places of one cell each.

    Attributes
    ----------
    people : ZonePeople
        Children of each commune at each place; `people.shape` is (places,).
    cells : array, shape (places, 2)
        Row and column; `geo.grid.OUTSIDE` twice for a place beyond the grid.
    source : {"raster", "settlements", "centres"}
    denominator : Denominator
        The children of all communes, and which figures these are.
    estimated : tuple of str
        Codes of communes whose children are not known and were estimated as people × the usual share.
    """

    people: ZonePeople
    cells: Integers
    source: str
    denominator: Denominator
    estimated: tuple[str, ...] = ()

    @cached_property
    def inside(self) -> Floats:
        """Children of the communes at each place, those outside every commune not counted; shape (places,)."""
        own = self.people.zone < len(self.people.codes)
        return np.bincount(
            self.people.cell[own], self.people.count[own], minlength=self.people.shape[0]
        ).astype(np.float64)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Located:
    """The homes of a grid of which not every cell can be passed.

    Attributes
    ----------
    cells : array, shape (places, 2)
        Where the way of each home begins: its cell, else the nearest that can be passed.
    moved, nowhere : float
        Children, those outside the communes included, whose way begins in another cell than their own; who have no
        such cell near: nothing reaches them.
    """

    homes: Homes
    cells: Integers
    moved: float
    nowhere: float

    def minutes(self, surface: ArrayLike) -> Floats:
        """Return the minutes of each home, inf where nothing reaches; shape (places,)."""
        return np.nan_to_num(minutes_at(surface, self.cells), nan=np.inf, posinf=np.inf)


def homes_of(
    project: Project, grid: Grid, *, part: Part | None = None, tick: Callable[[float], None] | None = None
) -> Homes:
    """Return where the children of the project's communes live; of those of a part of it, where one is given.

    Raises
    ------
    NoChildren
        The project holds neither settlements nor numbers of children.
    geo.errors.GeoError, data.errors.DataError
        A population raster cannot be read, has changed, or does not touch the communes.
    """
    people = people_raster(project, grid)
    found = homes_at_points(project, grid) if people is None else _spread(project, grid, people, tick)
    return found if part is None or part.owned is None else _of_part(found, part, part.owned)


def homes_at_points(project: Project, grid: Grid) -> Homes:
    """Return the children at their settlements, else at the communes' centres: where a plan of sites counts them.

    Raises
    ------
    NoChildren
        The project holds neither settlements nor numbers of children.
    """
    points, denominator = demand_points(project)
    codes = commune_codes(project).sort_values().tolist()
    zones = zones_of_points(codes, points["commune_code"].tolist())
    source = "centres" if own_rows(project, "demand_points").empty else "settlements"
    cells = cells_of(grid, points["lon"], points["lat"])
    return Homes(people_in_zones(points["children"].to_numpy(float), zones), cells, source, denominator)


def located(homes: Homes, passable: Flags, *, resolution: float, furthest: float) -> Located:
    """Begin the way of each home in its own cell, else in the nearest passable one at most `furthest` metres off."""
    known = (homes.cells != OUTSIDE).all(axis=1)
    cells = homes.cells.copy()
    cells[known] = _passable_near(homes.cells[known], passable, reach=furthest / resolution)
    everyone = np.bincount(homes.people.cell, homes.people.count, minlength=homes.people.shape[0])
    nowhere = (cells == OUTSIDE).any(axis=1)
    moved = ~nowhere & (cells != homes.cells).any(axis=1)
    return Located(homes, cells, float(everyone[moved].sum()), float(everyone[nowhere].sum()))


def _passable_near(cells: Integers, passable: Flags, *, reach: float) -> Integers:
    """Return the nearest passable cell of each, `OUTSIDE` where none is within `reach` cells."""
    from scipy.ndimage import distance_transform_edt

    if not passable.any():
        return np.full_like(cells, OUTSIDE)
    distance, nearest = distance_transform_edt(~passable, return_indices=True)
    rows, columns = cells.T
    near = distance[rows, columns] <= reach
    return np.where(near[:, None], nearest[:, rows, columns].T, OUTSIDE).astype(np.int64)


def _spread(project: Project, grid: Grid, people: Floats, tick: Callable[[float], None] | None) -> Homes:
    children = children_by_commune(project)
    zones = zones_of_areas(areas_of(project), grid, tick=tick)
    totals = children.by_commune.reindex(zones.codes).to_numpy(float)
    fitted = fitted_to_totals(people_in_zones(people, zones), zones, totals)
    used, place = np.unique(fitted.cell, return_inverse=True)
    packed = ZonePeople(fitted.codes, (len(used),), fitted.zone, place, fitted.count)
    cells = np.column_stack(np.unravel_index(used, grid.shape)).astype(np.int64)
    whole, cells = _with_homeless(packed, cells, totals)
    basis = both(
        N_("{children}, spread as the population raster ({source})"), children=children.basis, source=_source(project)
    )
    total = float(whole.totals[:OUTSIDE].sum())
    estimated = tuple(code for code, known in zip(zones.codes, np.isfinite(totals), strict=True) if not known)
    return Homes(whole, cells, "raster", Denominator("children", "children", total, basis, Sensitivity.AREA), estimated)


def _of_part(homes: Homes, part: Part, owned: Flags) -> Homes:
    """Keep the children of the communes of a part, and those outside every commune in its own cells."""
    people = homes.people
    codes = tuple(code for code in people.codes if code in part.codes)
    position = {code: number for number, code in enumerate(codes)}
    renamed = np.array([*(position.get(code, OUTSIDE) for code in people.codes), len(codes)])[people.zone]
    rows, columns = homes.cells[people.cell].T
    own_cell = (rows != OUTSIDE) & owned[rows, columns]
    kept = (renamed != OUTSIDE) & ((renamed < len(codes)) | own_cell)
    whole = ZonePeople(codes, people.shape, renamed[kept], people.cell[kept], people.count[kept])
    total = float(whole.totals[:OUTSIDE].sum())
    estimated = tuple(code for code in homes.estimated if code in part.codes)
    return replace(homes, people=whole, denominator=replace(homes.denominator, total=total), estimated=estimated)


def _with_homeless(people: ZonePeople, cells: Integers, totals: Floats) -> tuple[ZonePeople, Integers]:
    """Add a home beyond the grid for the children of each commune that has no area on it: none may get lost."""
    lost = np.flatnonzero((people.totals[:OUTSIDE] == 0) & (totals > 0))
    places = people.shape[0] + np.arange(len(lost))
    whole = ZonePeople(
        people.codes,
        (people.shape[0] + len(lost),),
        np.concatenate([people.zone, lost]),
        np.concatenate([people.cell, places]),
        np.concatenate([people.count, totals[lost]]),
    )
    return whole, np.concatenate([cells, np.full((len(lost), 2), OUTSIDE)])


def _source(project: Project) -> Text:
    rasters = project["rasters"]
    stated = rasters["source"][rasters["role"] == "population"].dropna()
    joined = ", ".join(sorted(set(stated))) or "?"
    return Text(*(shown_source(joined, Language(code)) for code in LANGUAGES))
