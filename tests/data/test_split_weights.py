"""Positions to units, and weights of parts from shapes: squares whose areas and children are counted by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from data.conversion import convert
from data.split_weights import codes_at, split_weights

CROSSWALK = pd.DataFrame(
    [("1", "A", "part"), ("1", "B", "part"), ("2", "B", "whole")], columns=["old_code", "new_code", "relation"]
)


def units(**boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(boxes)}, geometry=[box(*b) for b in boxes.values()], crs="EPSG:4326")


OLD = units(**{"1": (106.0, 16.0, 106.4, 16.1), "2": (106.4, 16.0, 106.5, 16.1)})
NEW = units(A=(106.0, 16.0, 106.3, 16.1), B=(106.3, 16.0, 106.5, 16.1))


def settlements(*rows: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame({"lon": [row[0] for row in rows], "lat": 16.05, "children": [row[1] for row in rows]})


def weights_of(made: pd.DataFrame, basis: str) -> dict[str, float]:
    return made[made["weight_basis"] == basis].set_index("new_code")["weight"].to_dict()


def test_points_go_to_the_unit_they_lie_in():
    lon = pd.Series([106.1, 106.45, 106.3, 107.0, np.nan], index=[3, 4, 5, 6, 7])
    found = codes_at(lon, pd.Series(16.05, index=lon.index), NEW)
    assert found.dropna().to_dict() == {3: "A", 4: "B", 5: "A"}  # on the border the lowest code wins
    assert found.index.tolist() == lon.index.tolist()


def test_units_without_a_shape_hold_no_point():
    bare = NEW.assign(geometry=[None, NEW.geometry.iloc[1]])
    assert codes_at(pd.Series([106.1]), pd.Series([16.05]), bare).isna().all()


def test_areas_of_parts_are_in_their_proportion():
    found = weights_of(split_weights(CROSSWALK, OLD, NEW), "area")
    assert found["A"] / found["B"] == pytest.approx(3, rel=1e-4)
    assert found["A"] == pytest.approx(0.3 * 106.9 * 0.1 * 110.65, rel=0.01)  # km a degree at 16° N


def test_children_counted_in_the_parts_come_first():
    points = settlements((106.1, 10), (106.2, 20), (106.35, 70), (106.45, 500))
    made = split_weights(CROSSWALK, OLD, NEW, points=points)
    assert weights_of(made, "children") == {"A": 30, "B": 70}
    table = pd.DataFrame({"unit_code": ["1", "2"], "count": [10, 1]})
    shared = convert(table, from_="2024-12-31", value_columns=["count"], crosswalk=CROSSWALK, weights=made)
    assert shared.frame.values.tolist() == [["A", 3], ["B", 8]]
    assert shared.basis.shared_by == {"children": 1}


def test_a_part_where_no_child_lives_gets_none():
    made = split_weights(CROSSWALK, OLD, NEW, points=settlements((106.1, 10)))
    assert weights_of(made, "children") == {"A": 10, "B": 0}


def test_a_unit_without_children_or_with_a_part_it_does_not_meet_has_no_weights():
    apart = units(A=(106.0, 16.0, 106.3, 16.1), B=(108.0, 16.0, 108.5, 16.1))
    made = split_weights(CROSSWALK, OLD, apart, points=settlements((106.45, 9)))
    assert made.empty
    assert split_weights(CROSSWALK, OLD.iloc[1:], NEW).empty
