"""Minutes between communes, from where their children live."""

import numpy as np
import pytest

from app.commune_minutes import centres, commune_minutes, with_commune_minutes
from app.travel_matrices import Way
from tests.app.travel_projects import CODES, RIVER, settlements, two_communes

WAY = Way("walking", resolution=500)


def test_a_commune_is_where_its_children_live_on_average() -> None:
    middles = centres(two_communes(demand_points=settlements((105.02, 0.02, 30.0), (105.06, 0.06, 10.0))))
    assert middles["code"].tolist() == list(CODES)
    assert middles[["lon", "lat"]].to_numpy()[0] == pytest.approx([105.03, 0.03])
    assert middles[["lon", "lat"]].to_numpy()[1] == pytest.approx([105.15, 0.05]), "its own centre: nobody is known"


def test_without_settlements_it_is_the_commune_centre() -> None:
    assert centres(two_communes())["lon"].tolist() == pytest.approx([105.05, 105.15])


def test_a_commune_of_no_known_position_is_nowhere() -> None:
    project = two_communes()
    units = project["units"]
    nowhere = project.with_table("units", units.assign(lon=units["lon"].where(units["code"] != CODES[1])))
    assert centres(nowhere)["lon"].isna().tolist() == [False, True]
    assert commune_minutes(nowhere, WAY).index.tolist() == [CODES[0]]


def test_every_commune_is_reached_from_every_other() -> None:
    found = commune_minutes(two_communes(), WAY)
    assert found.index.tolist() == found.columns.tolist() == list(CODES)
    assert np.diag(found).tolist() == [0.0, 0.0]
    assert 0 < found.loc[CODES[0], CODES[1]] < np.inf


def test_over_a_river_without_a_bridge_none_is() -> None:
    assert commune_minutes(two_communes(barriers=RIVER), WAY).loc[CODES[0], CODES[1]] == np.inf


def test_they_are_kept() -> None:
    project = with_commune_minutes(two_communes(), WAY)
    assert project["travel_matrices"]["kind"].tolist() == ["visits"]
    assert with_commune_minutes(project, WAY) is project
