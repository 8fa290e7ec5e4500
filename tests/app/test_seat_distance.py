"""Kilometres to the province's seat: the ward with most people, or the commune a person names."""

import pandas as pd
import pytest

from app.errors import UnknownCommune
from app.seat_distance import seat_distance
from data.project import Project


def changed(project: Project, **columns: list[object]) -> Project:
    units = project["units"].assign(**columns)
    return Project.new(project.about, {"units": units, "indicators": project["indicators"]})


def test_the_seat_of_the_demo_is_dien_bien_phu(demo: Project) -> None:
    found = seat_distance(demo)
    assert found is not None
    assert found.seat_name == "Phường Điện Biên Phủ"
    assert found.kilometres["03127"] == 0.0
    assert found.kilometres["03158"] == pytest.approx(134.5, abs=0.1)
    assert len(found.kilometres) == 45


def test_a_seat_can_be_named(four_communes: Project) -> None:
    found = seat_distance(four_communes, seat="00003")
    assert found is not None
    assert found.seat_name == "Xã Ba"
    assert found.kilometres.round(1).tolist() == [222.4, 111.2, 0.0, 111.2]
    with pytest.raises(UnknownCommune):
        seat_distance(four_communes, seat="99999")


def test_a_ward_goes_before_a_commune_and_people_before_codes(four_communes: Project) -> None:
    ward = changed(four_communes, kind=["tỉnh", "xã", "xã", "phường", "xã"])
    found = seat_distance(ward)
    assert found is not None
    assert found.kilometres["00003"] == 0.0
    rows = four_communes["indicators"].assign(indicator="population", age_band=None, value=[5.0, 9.0, 7.0, 1.0])
    peopled = seat_distance(four_communes.append("indicators", pd.DataFrame(rows)))
    assert peopled is not None
    assert peopled.kilometres["00002"] == 0.0


def test_a_commune_without_a_centre_has_no_distance_and_without_any_nothing_is_known(four_communes: Project) -> None:
    lon = [1.5, None, 1.0, 2.0, 3.0]
    found = seat_distance(changed(four_communes, lon=lon))
    assert found is not None
    assert found.kilometres.isna().tolist() == [True, False, False, False]
    assert seat_distance(changed(four_communes, lon=[None] * 5)) is None
