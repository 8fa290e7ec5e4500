"""The measure of drawn boundaries, on one province and on places that are put where they do not belong."""

import pytest

from app.demo import demo_project
from studies.demo_boundaries import misplaced_facilities, study


@pytest.fixture(scope="module")
def demo():
    return demo_project()


def test_dien_bien_keeps_its_centres_and_its_areas() -> None:
    (row,) = study(["11"]).to_dict("records")
    assert (row["province"], row["communes"], row["centres outside"]) == ("11 Điện Biên", 45, 0)
    assert row["median error %"] <= 10.0
    assert row["median error %"] <= row["worst error %"]


def test_every_facility_of_the_demo_lies_in_its_commune(demo) -> None:
    facilities = demo["facilities"].dropna(subset=["commune_code"])
    assert len(facilities) > 300
    assert misplaced_facilities(demo["units"], facilities) == ()


def test_a_facility_stated_in_another_commune_is_found(demo) -> None:
    facilities = demo["facilities"].dropna(subset=["commune_code"]).head(3)
    moved = facilities.assign(lon=105.8, lat=21.0)
    assert misplaced_facilities(demo["units"], moved) == tuple(facilities["facility_id"])
