"""Where children live on a grid: the best source there is, and nobody lost."""

import numpy as np
import pytest

from app.errors import NoChildren
from app.travel_inputs import grid_of
from app.travel_people import Homes, homes_of, located
from data.project import Project
from geo.grid import OUTSIDE
from tests.app.travel_projects import CODES, children, everywhere, raster, settlements, two_communes


def homes(project: Project) -> Homes:
    return homes_of(project, grid_of(project, 500))


def test_children_are_spread_as_people_are_and_each_commune_keeps_its_own() -> None:
    people = everywhere(1.0)
    people[:, :60] = 4.0
    found = homes(two_communes(rasters=raster("population", people), demand_points=settlements((105.05, 0.05, 7.0))))
    assert found.source == "raster"
    assert found.people.codes == CODES
    assert found.people.totals[:OUTSIDE] == pytest.approx([1000.0, 500.0])
    assert found.inside.sum() == pytest.approx(1500.0)
    assert found.people.totals[OUTSIDE] > 0
    assert found.denominator.total == pytest.approx(1500.0)
    assert "population.tif" in found.denominator.basis.en
    assert found.estimated == ()


def test_a_commune_whose_children_are_not_known_is_estimated_and_named() -> None:
    project = two_communes(rasters=raster("population", everywhere(2.0)))
    one = project.with_table("indicators", children(1000.0))
    found = homes(one)
    assert found.estimated == ("00002",)
    assert found.people.totals[0] == pytest.approx(1000.0)
    assert found.people.totals[1] == pytest.approx(1000.0, rel=0.02)


def test_the_children_of_a_commune_without_any_area_are_reached_by_nobody_but_not_lost() -> None:
    project = two_communes(rasters=raster("population", everywhere(2.0)))
    units = project["units"]
    nowhere = units["code"] == "00002"
    blank = units.assign(geometry=units.geometry.where(~nowhere), lon=units["lon"].mask(nowhere))
    found = homes(project.with_table("units", blank))
    assert found.people.totals[:OUTSIDE] == pytest.approx([1000.0, 500.0])
    assert found.cells[-1].tolist() == [OUTSIDE, OUTSIDE]


def test_without_a_raster_children_live_in_their_settlements() -> None:
    found = homes(two_communes(demand_points=settlements((105.05, 0.05, 30.0), (105.15, 0.05, 12.0))))
    assert found.source == "settlements"
    assert found.people.totals.tolist() == [42.0, 0.0, 0.0]
    assert len(found.cells) == 2


def test_without_settlements_children_live_at_the_centre_of_their_commune() -> None:
    found = homes(two_communes())
    assert found.source == "centres"
    assert found.people.totals.tolist() == [1000.0, 500.0, 0.0]


def test_without_any_child_the_question_is_refused() -> None:
    project = two_communes(rasters=raster("population", everywhere(2.0)))
    empty = project.with_table("indicators", project["indicators"].iloc[:0])
    with pytest.raises(NoChildren):
        homes(empty)


def test_a_home_in_a_cell_nobody_passes_begins_in_the_nearest_that_can_be_passed() -> None:
    project = two_communes()
    grid = grid_of(project, 500)
    found = homes_of(project, grid)
    passable = np.ones(grid.shape, dtype=bool)
    row, column = found.cells[0]
    passable[row, column - 1 : column + 2] = False
    at = located(found, passable, resolution=500, furthest=600)
    assert abs(at.cells[0] - found.cells[0]).tolist() == [1, 0]
    assert (at.moved, at.nowhere) == (1000.0, 0.0)


def test_a_home_far_from_where_anybody_passes_is_not_reached_and_not_lost() -> None:
    project = two_communes()
    grid = grid_of(project, 500)
    found = homes_of(project, grid)
    passable = np.ones(grid.shape, dtype=bool)
    row, column = found.cells[0]
    passable[row - 3 : row + 4, column - 3 : column + 4] = False
    at = located(found, passable, resolution=500, furthest=1999)
    assert (at.moved, at.nowhere) == (0.0, 1000.0)
    assert at.minutes(np.zeros(grid.shape)).tolist() == [np.inf, 0.0]
    assert located(found, passable, resolution=500, furthest=2000).nowhere == 0.0


def test_where_nobody_passes_anywhere_nobody_is_reached() -> None:
    project = two_communes()
    grid = grid_of(project, 500)
    at = located(homes_of(project, grid), np.zeros(grid.shape, dtype=bool), resolution=500, furthest=2000)
    assert at.nowhere == 1500.0


def test_a_settlement_beyond_the_grid_is_counted_and_not_reached() -> None:
    project = two_communes(demand_points=settlements((105.05, 0.05, 30.0), (107.0, 3.0, 12.0)))
    grid = grid_of(project, 500)
    at = located(homes_of(project, grid), np.ones(grid.shape, dtype=bool), resolution=500, furthest=2000)
    assert at.nowhere == 12.0
    assert at.homes.people.totals.sum() == 42.0
