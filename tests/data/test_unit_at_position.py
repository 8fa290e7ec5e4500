"""Positions to the units they lie in: squares."""

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from data.unit_at_position import codes_at


def units(**boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(boxes)}, geometry=[box(*b) for b in boxes.values()], crs="EPSG:4326")


NEW = units(A=(106.0, 16.0, 106.3, 16.1), B=(106.3, 16.0, 106.5, 16.1))


def test_points_go_to_the_unit_they_lie_in():
    lon = pd.Series([106.1, 106.45, 106.3, 107.0, np.nan], index=[3, 4, 5, 6, 7])
    found = codes_at(lon, pd.Series(16.05, index=lon.index), NEW)
    assert found.dropna().to_dict() == {3: "A", 4: "B", 5: "A"}  # on the border the lowest code wins
    assert found.index.tolist() == lon.index.tolist()


def test_units_without_a_shape_hold_no_point():
    bare = NEW.assign(geometry=[None, NEW.geometry.iloc[1]])
    assert codes_at(pd.Series([106.1]), pd.Series([16.05]), bare).isna().all()
