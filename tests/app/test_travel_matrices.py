"""Minutes between places are searched once, kept with the project, and searched anew when an input changed."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app import travel_matrices
from app.questions import find
from app.result import Sensitivity
from app.results import run_and_store
from app.travel_matrices import MOST_KEPT, Trips, Way, kept, matrix, with_matrix
from data.project import Project, sensitive_tables
from data.purging import purge_batch
from data.store import Store
from geo.travel_time import matrix_over
from tests.app.travel_projects import RIVER, ROAD, everywhere, line, places, raster, two_communes

WAY = Way("walking", resolution=1000)
ENDS = pd.DataFrame({"lon": [105.05, 105.15, 105.05], "lat": [0.05, 0.05, 0.02]})
ROADS = line((105.0, 0.05), (105.2, 0.05), **ROAD)


def trips(
    origins: pd.DataFrame = ENDS, destinations: pd.DataFrame = ENDS, way: Way = WAY, kind: str = "visits"
) -> Trips:
    return Trips(kind, origins, destinations, way, ("facilities",), Sensitivity.AREA)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """One entry for each search that is made."""
    made: list[int] = []

    def counted(surface, shape, sources, cells, **options):  # type: ignore[no-untyped-def]
        made.extend([1] * len(sources))
        return matrix_over(surface, shape, sources, cells, **options)

    monkeypatch.setattr(travel_matrices, "matrix_over", counted)
    yield made


def test_minutes_are_those_of_the_search_to_each_destination() -> None:
    found = matrix(two_communes(), trips())
    assert found.minutes.shape == (3, 3)
    assert np.diag(found.minutes).tolist() == [0.0] * 3
    np.testing.assert_allclose(found.minutes, found.minutes.T, rtol=1e-6)
    cells = 11
    minutes_a_cell = found.minutes[0, 1] / cells
    assert found.minutes[0, 2] == pytest.approx(3 * minutes_a_cell, rel=0.02)


def test_a_second_call_searches_nothing_and_says_the_same(searches: list[int]) -> None:
    project = with_matrix(two_communes(), trips())
    assert len(searches) == 3
    first = matrix(project, trips()).minutes
    assert with_matrix(project, trips()) is project
    assert len(searches) == 3
    np.testing.assert_array_equal(first, matrix(two_communes(), trips()).minutes)


def test_ends_in_one_cell_are_searched_once(searches: list[int]) -> None:
    matrix(two_communes(), trips(destinations=ENDS.iloc[[0, 0, 0]].reset_index(drop=True)))
    assert len(searches) == 1


def test_the_fewer_ends_are_searched_from(searches: list[int]) -> None:
    matrix(two_communes(), trips(origins=ENDS.iloc[:1]))
    matrix(two_communes(), trips(destinations=ENDS.iloc[:1]))
    assert len(searches) == 2


def test_uphill_takes_longer_than_downhill_whichever_end_is_searched_from() -> None:
    slope = np.tile(np.linspace(0, 12_000, 120), (100, 1))
    project = two_communes(rasters=raster("elevation", slope))
    low, high = ENDS.iloc[:1], ENDS.iloc[1:2].reset_index(drop=True)
    up, down = matrix(project, trips(low, high)), matrix(project, trips(high, low))
    assert up.minutes[0, 0] > 1.1 * down.minutes[0, 0]
    both_ways = matrix(project, trips(ENDS.iloc[:2], ENDS.iloc[:2])).minutes
    assert both_ways[0, 1] == pytest.approx(up.minutes[0, 0])
    forwards = matrix(project, trips(low, ENDS.iloc[[1, 1]].reset_index(drop=True))).minutes
    assert forwards[0, 0] == pytest.approx(up.minutes[0, 0])


@pytest.mark.parametrize("table", ["roads", "barriers", "rasters", "units"])
def test_a_change_of_the_ground_is_searched_anew_and_the_old_minutes_go(table: str, searches: list[int]) -> None:
    project = with_matrix(two_communes(roads=ROADS), trips())
    added = {"roads": ROADS, "barriers": RIVER, "rasters": raster("elevation", everywhere(5.0))}
    changed = (
        project.with_table("units", project["units"].assign(lon=0.0))
        if table == "units"
        else project.append(table, added[table])
    )
    assert kept(changed, trips()) is None
    again = with_matrix(changed, trips())
    assert len(searches) == 6
    assert len(again["travel_matrices"]) == 1


def test_a_road_that_changed_changes_the_minutes() -> None:
    project = with_matrix(two_communes(), trips())
    with_road = with_matrix(project.append("roads", ROADS), trips(way=Way("motorbike", resolution=1000)))
    found = matrix(with_road, trips(way=Way("motorbike", resolution=1000))).minutes[0, 1]
    assert found < matrix(project, trips()).minutes[0, 1] / 3


@pytest.mark.parametrize("way", [Way("walking", "rain", resolution=1000), Way("walking", resolution=900), Way()])
def test_another_way_of_travelling_is_kept_beside(way: Way) -> None:
    project = with_matrix(with_matrix(two_communes(roads=ROADS), trips()), trips(way=way))
    assert len(project["travel_matrices"]) == 2
    assert kept(project, trips()) is not None


def test_a_table_that_says_no_position_changes_nothing(searches: list[int]) -> None:
    project = with_matrix(two_communes(), trips())
    matrix(project.append("facilities", places({})), trips())
    assert len(searches) == 3


def test_of_many_the_oldest_go() -> None:
    project = two_communes()
    for size in range(MOST_KEPT + 2):
        project = with_matrix(project, trips(way=Way("walking", resolution=2000 + size)))
    assert len(project["travel_matrices"]) == MOST_KEPT
    assert kept(project, trips(way=Way("walking", resolution=2000))) is None
    assert kept(project, trips(way=Way("walking", resolution=2000 + MOST_KEPT))) is not None


def test_one_too_large_to_keep_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_matrices, "MOST_BYTES", 10)
    project = two_communes()
    assert with_matrix(project, trips()) is project


def test_what_no_way_leads_to_is_infinite_and_listed() -> None:
    far = pd.DataFrame({"lon": [105.05, 120.0], "lat": [0.05, 0.05]})
    project = with_matrix(two_communes(barriers=RIVER), trips(destinations=far))
    found = matrix(project, trips(destinations=far))
    assert found.refused == {"origins": [], "destinations": [1]}
    assert np.isinf(found.minutes[:, 1]).all()
    assert np.isinf(found.minutes[1]).all(), "the river has no bridge"
    assert np.isfinite(found.minutes[0, 0])


def test_they_are_in_the_file_and_no_second_run_searches(tmp_path: Path, searches: list[int]) -> None:
    candidates = places({"kind": "communal_house", "status": "candidate"}, {"status": "candidate", "lon": 105.15})
    question, given = find("shelters"), {"p": 1, "resolution": 1000, "mode": "walking"}
    with Store.create(tmp_path / "p.lachan", two_communes(roads=ROADS, facilities=candidates)) as store:
        first = run_and_store(store, question, given, who="test")
    assert len(searches) == 2
    with Store.open(tmp_path / "p.lachan") as store:
        again = run_and_store(store, question, given, who="test")
    assert len(searches) == 2
    assert again.result == first.result


def test_a_purged_batch_takes_the_minutes_of_its_places_with_it(tmp_path: Path) -> None:
    rows = places({"status": "candidate"}).assign(batch_id="B")
    with Store.create(tmp_path / "p.lachan", two_communes(roads=ROADS, facilities=rows)) as store:
        run_and_store(store, find("shelters"), {"p": 1, "resolution": 1000}, who="test")
        assert len(store.project["travel_matrices"]) == 1
        purged = purge_batch(store, "B", who="test")
        assert purged.rows["travel_matrices"] == 1
        assert store.project["travel_matrices"].empty


def test_minutes_of_places_that_are_not_public_need_a_passphrase() -> None:
    def project(existing: str) -> Project:
        hidden = places({"status": "candidate"}, {"disclosure": "hidden", "lon": 105.15})
        prepare = find("shelters").prepare
        assert prepare is not None
        asked = find("shelters").parameters(p=1, existing=existing, resolution=1000)  # type: ignore[call-arg]
        known = prepare(two_communes(roads=ROADS, facilities=hidden), asked)
        return known.with_table("facilities", hidden.iloc[:1])

    assert sensitive_tables(project("public")) == ()
    assert sensitive_tables(project("all")) == ("travel_matrices",)


def test_what_is_kept_names_the_tables_it_came_from() -> None:
    row = with_matrix(two_communes(), trips())["travel_matrices"].iloc[0]
    assert set(json.loads(row["provenance"])) == {
        f"sha256_{name}" for name in ("units", "rasters", "roads", "barriers", "travel_speeds", "facilities")
    }
