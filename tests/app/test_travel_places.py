"""Which places help, and where they stand on a grid."""

import numpy as np
import pytest

from app.analyses.access import Parameters
from app.errors import BadParameter
from app.travel_inputs import Crossing, crossing, ground_of
from app.travel_places import kinds_of, services_of, stations
from data.project import Project
from data.schema import SHELTER_KINDS
from tests.app.travel_projects import RIVER, places, two_communes


def crossed(project: Project) -> Crossing:
    travelling = Parameters(resolution=500)
    return crossing(ground_of(project, travelling), travelling, season="dry")


def test_shelters_means_every_kind_of_shelter() -> None:
    assert kinds_of("shelters") == SHELTER_KINDS
    assert kinds_of("hospital, shelters,hospital") == ("hospital", *SHELTER_KINDS)


@pytest.mark.parametrize("words", ["", " , ", "hospitals", "shelters, tent"])
def test_a_word_that_is_no_kind_of_place_is_refused_with_those_that_are(words: str) -> None:
    with pytest.raises(BadParameter) as caught:
        kinds_of(words)
    assert caught.value.name == "services"
    assert "police_post" in caught.value.allowed


def test_only_public_places_in_use_with_a_position_are_known() -> None:
    rows = places({}, {"disclosure": "hidden"}, {"status": "planned"}, {"lon": np.nan}, {"kind": "hospital"})
    project = two_communes(facilities=rows)
    assert services_of(project, SHELTER_KINDS, "public")["facility_id"].tolist() == ["F1"]
    assert services_of(project, SHELTER_KINDS, "all")["facility_id"].tolist() == ["F1", "F2"]
    assert services_of(project, SHELTER_KINDS, "public")["commune"].tolist() == ["Xã Tây"]


def test_a_place_in_a_river_is_moved_and_one_beyond_the_grid_is_refused() -> None:
    rows = places({}, {"lon": 105.1}, {"lon": 110.0})
    project = two_communes(facilities=rows, barriers=RIVER)
    found = stations(services_of(project, SHELTER_KINDS, "public"), crossed(project), furthest=2000)
    assert found.places["facility_id"].tolist() == ["F1", "F2"]
    assert found.moved["facility_id"].tolist() == ["F2"]
    assert 250 <= found.moved["moved_metres"].iloc[0] <= 1000
    assert found.refused["facility_id"].tolist() == ["F3"]
    assert len(found.cells) == 2


def test_two_places_in_one_cell_stay_two_and_are_named_with_their_commune() -> None:
    project = two_communes(facilities=places({}, {"name": None, "commune_code": None}))
    found = stations(services_of(project, SHELTER_KINDS, "public"), crossed(project), furthest=2000)
    assert found.cells[0].tolist() == found.cells[1].tolist()
    assert found.labels.tolist() == ["Nhà 1 (Xã Tây)", "F2 (?)", None]
