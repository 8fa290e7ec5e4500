"""A large area in parts: what two provinces say apart, with a margin, adds up to what they say together."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely import from_wkt

from app import travel_parts
from app.analyses.access import Parameters, run
from app.remoteness import remoteness_of
from app.result import Result
from app.travel_parts import Part, owners, parts_of
from data.project import Project
from geo.grid import Grid
from tests.app.travel_projects import ROAD, line, places, raster, two_communes

SIDE = 500.0
RASTER = 1e-5
"""People outside every commune are read from the raster onto each grid anew, which agrees to about this."""
PEOPLE = np.tile(np.linspace(1.0, 4.0, 320), (320, 1))
PLACES = places(
    {}, {"lon": 105.15, "commune_code": "00002", "name": "Nhà đông"}, {"kind": "school", "lon": 105.12},
    {"kind": "hospital", "lon": 105.095}, {"lon": 112.0, "commune_code": None, "name": "Nhà xa"},
)  # fmt: skip


def two_provinces(**tables: pd.DataFrame) -> Project:
    """Return the two communes, each in a province of its own."""
    project = two_communes(facilities=PLACES, roads=line((105.0, 0.05), (105.2, 0.05), **ROAD), **tables)
    units = project["units"]
    other = units.iloc[:1].assign(code="02", name="Tỉnh khác")
    moved = units.assign(parent_code=units["parent_code"].where(units["code"] != "00002", "02"))
    return project.with_table("units", pd.concat([moved, other], ignore_index=True))


def people() -> pd.DataFrame:
    return raster("population", PEOPLE, west=104.3, north=0.8)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_parts, "MOST_AT_ONCE", 1000)


def table(result: Result, name: str) -> pd.DataFrame:
    found = result.table(name)
    return pd.DataFrame(found.rows, columns=[column.name for column in found.columns])


def asked(project: Project, **given: Any) -> Result:
    return run(project, Parameters(resolution=SIDE, **given))


def test_a_project_that_fits_is_one_part_however_many_provinces() -> None:
    (part,) = parts_of(two_provinces(), SIDE)
    assert part.codes == {"00001", "00002"}
    assert part.owned is None


@pytest.mark.usefixtures("in_parts")
def test_one_province_is_one_part_however_large() -> None:
    assert len(parts_of(two_communes(), SIDE)) == 1


@pytest.mark.usefixtures("in_parts")
def test_provinces_are_parts_and_each_cell_between_them_belongs_to_one() -> None:
    west, east = parts_of(two_provinces(), SIDE)
    assert (west.codes, east.codes) == ({"00001"}, {"00002"})
    assert west.owned is not None and east.owned is not None
    cells = [
        {
            (round(part.grid.north - row * SIDE), round(part.grid.west + column * SIDE))
            for row, column in np.argwhere(part.owned)
        }
        for part in (west, east)
    ]
    whole = travel_parts.grid_of(two_provinces(), SIDE)
    assert not cells[0] & cells[1]
    assert len(cells[0] | cells[1]) == whole.rows * whole.columns


def test_a_place_belongs_to_the_part_of_its_commune_else_to_one_that_holds_it() -> None:
    grids = [Grid("EPSG:32648", 0.0 if west else 500_000.0, 1e5, 1000.0, 100, 500) for west in (True, False)]
    parts = [Part(frozenset({code}), grid) for code, grid in zip("ab", grids, strict=True)]
    rows = pd.DataFrame({"lon": [106.0, 106.0, 120.0], "lat": [0.5] * 3, "commune_code": ["a", None, None]})
    assert owners(parts, rows).tolist() == [0, 1, 0]


@pytest.mark.parametrize("tables", [{}, {"rasters": people()}], ids=["centres", "raster"])
@pytest.mark.parametrize("season", ["dry", "rain"])
def test_two_provinces_apart_say_what_they_say_together(
    monkeypatch: pytest.MonkeyPatch, tables: dict[str, pd.DataFrame], season: str
) -> None:
    project = two_provinces(**tables)
    whole = asked(project, season=season)
    monkeypatch.setattr(travel_parts, "MOST_AT_ONCE", 1000)
    apart = asked(project, season=season)
    for each in whole.tables:
        pd.testing.assert_frame_equal(
            table(apart, each.name), table(whole, each.name), check_dtype=False, rtol=RASTER, obj=each.name
        )
    assert apart.denominator.total == pytest.approx(whole.denominator.total)
    said = {each.en for each in apart.findings} - {each.en for each in whole.findings}
    assert [each for each in said if "province by province (2)" in each and "50 km" in each]
    assert [each.en for each in apart.findings if "Nhà xa" in each.en] == [
        "Places not counted, as nothing that can be reached is within 2,000 m: 1 (Nhà xa)."
    ]


@pytest.mark.usefixtures("in_parts")
def test_communes_add_up_and_isochrones_are_one_outline_a_step() -> None:
    found = asked(two_provinces(rasters=people()))
    communes, totals = table(found, "communes"), table(found, "totals").set_index("part")
    for name in ("children", "children_within", "children_beyond", "children_unreachable"):
        assert communes[name].sum() == pytest.approx(totals.loc["in_communes", name])
    assert communes["code"].tolist() == ["00001", "00002"]
    (layer,) = [each for each in found.layers if each.shape == "areas"]
    assert len(layer.outlines) == len(found.table("isochrones").rows)
    assert all(from_wkt(outline).is_valid for outline in layer.outlines)


def test_remoteness_is_that_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    project = two_provinces()
    whole = remoteness_of(project, Parameters(resolution=SIDE))
    monkeypatch.setattr(travel_parts, "MOST_AT_ONCE", 1000)
    pd.testing.assert_frame_equal(remoteness_of(project, Parameters(resolution=SIDE)), whole)


@pytest.mark.usefixtures("in_parts")
def test_children_of_a_province_that_is_not_drawn_are_not_lost() -> None:
    project = two_provinces()
    units = project["units"].copy()
    units.loc[units["code"] == "00002", ["geometry", "lon", "lat"]] = None
    found = asked(project.with_table("units", units))
    assert table(found, "totals").set_index("part").loc["in_communes", "children"] == 1500


@pytest.mark.usefixtures("in_parts")
def test_progress_rises_over_the_parts() -> None:
    told: list[float] = []
    run(two_provinces(), Parameters(resolution=SIDE), told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
