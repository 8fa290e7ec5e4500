"""Remoteness: the minutes of a commune's children to the nearest service of each kind."""

import numpy as np

from app.analyses.access import Parameters
from app.remoteness import KINDS, remoteness_of
from tests.app.travel_projects import children, places, two_communes

HIDDEN = {"kind": "police_post", "lon": 105.15, "disclosure": "hidden"}


def test_a_column_a_kind_and_a_row_a_commune() -> None:
    found = remoteness_of(two_communes(facilities=places({}, {"kind": "hospital"})), Parameters(resolution=500))
    assert tuple(found.columns) == KINDS
    assert found.index.tolist() == ["00001", "00002"]
    assert found["shelters"].round(6).tolist() == found["hospital"].round(6).tolist() == [0.0, 220.0]
    assert np.isinf(found["school"]).all()


def test_where_no_child_lives_nothing_is_known() -> None:
    project = two_communes(facilities=places({})).with_table("indicators", children(1000.0, 0.0))
    found = remoteness_of(project, Parameters(resolution=500), kinds=("shelters",))
    assert found["shelters"].isna().tolist() == [False, True]


def test_a_place_that_is_not_public_counts_only_when_all_are_asked_for() -> None:
    project = two_communes(facilities=places(HIDDEN))
    public, everyone = (
        remoteness_of(project, Parameters(resolution=500), kinds=("police_post",), existing=existing)["police_post"]
        for existing in ("public", "all")
    )
    assert np.isinf(public).all()
    assert everyone.round(6).tolist() == [220.0, 0.0]
