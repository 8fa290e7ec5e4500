"""Queen contiguity against the neighbours published with North Carolina and Columbus, and against libpysal."""

import warnings
from pathlib import Path

import geopandas as gpd
import pytest

from geo.neighbours import contiguity

MEET_IN_ONE_POINT = {(4, 15), (24, 29), (30, 38)}
"""Pairs of Columbus that the published list leaves out; libpysal finds them in the same shapes, as 236 links."""


def published(path: Path) -> set[tuple[int, int]]:
    """Read a .gal file: after its first line two lines an area, the second the numbers of its neighbours, from 1."""
    lines = path.read_text().splitlines()[1:]
    return {(area, int(each) - 1) for area, line in enumerate(lines[1::2]) for each in line.split()}


def links(areas: gpd.GeoDataFrame, tolerance: float) -> set[tuple[int, int]]:
    found = contiguity(areas.geometry, tolerance_metres=tolerance)
    return {(area, int(other)) for area, others in enumerate(found) for other in others}


def links_of_libpysal(areas: gpd.GeoDataFrame) -> set[tuple[int, int]]:
    weights = pytest.importorskip("libpysal.weights")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        theirs = weights.Queen.from_dataframe(areas, use_index=False)
    return {(area, other) for area, others in theirs.neighbors.items() for other in others}


@pytest.mark.parametrize("tolerance", [0.0, 10.0])
def test_the_counties_of_north_carolina_have_the_published_neighbours(shared: Path, tolerance: float) -> None:
    folder = shared / "reference" / "rates"
    areas = gpd.read_file(folder / "nc_sids74_queen.geojson")
    assert links(areas, tolerance) == published(folder / "nc_sids74_queen.gal") == links_of_libpysal(areas)


@pytest.mark.parametrize("tolerance", [0.0, 10.0])
def test_the_parts_of_columbus_have_the_published_neighbours_and_those_they_meet_in_a_point(
    shared: Path, tolerance: float
) -> None:
    folder = shared / "reference" / "rates"
    areas = gpd.read_file(folder / "columbus.geojson")
    found = links(areas, tolerance)
    assert found == links_of_libpysal(areas)
    more = found - published(folder / "columbus.gal")
    assert found >= published(folder / "columbus.gal")
    assert {(min(pair), max(pair)) for pair in more} == MEET_IN_ONE_POINT


def test_the_communes_of_four_provinces_have_the_neighbours_libpysal_finds(shared: Path) -> None:
    communes = gpd.read_file(shared / "data" / "vietnam" / "focus_communes_simplified.gpkg")
    found = links(communes, 0.0)
    assert found == links_of_libpysal(communes)
    assert found <= links(communes, 10.0)
