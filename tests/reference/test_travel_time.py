"""Published travel times: GRASS's accumulated cost and the demo of WHO's AccessMod 5."""

import csv
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio

from geo.travel_time import BICYCLE, MOTOR, WALKING, travel_time, travel_time_slope

CLASSES = {1: (6, BICYCLE), 2: (4, WALKING), 3: (2, WALKING), 1001: (100, MOTOR), 1002: (80, MOTOR), 1003: (50, MOTOR)}


def band(path):
    with rasterio.open(path) as file:
        return file.read(1, masked=True), file.transform


@pytest.fixture
def accessmod(shared):
    folder = shared / "reference" / "access" / "accessmod"
    land_cover, transform = band(folder / "land_cover.tif")
    elevation, _ = band(folder / "elevation.tif")
    with (folder / "facilities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places = [~transform @ (float(row["x"]), float(row["y"])) for row in rows]
    return SimpleNamespace(
        land_cover=land_cover,
        elevation=elevation.astype(float).filled(np.nan),
        cells=[(int(row), int(column)) for column, row in places],
        ids=[row["id"] for row in rows],
        referrals=folder / "referral_minutes.csv",
    )


def test_accumulated_cost_is_that_of_grass(shared):
    folder = shared / "reference" / "access" / "friction"
    (friction, _), (cost, _) = band(folder / "friction_1000.tif"), band(folder / "cost_1000.tif")
    ours = travel_time(friction.astype(float).filled(np.nan), [(500, 500)], resolution=1.0)
    np.testing.assert_array_equal(np.isinf(ours), np.ma.getmaskarray(cost))
    np.testing.assert_allclose(ours[~cost.mask], cost.compressed(), rtol=1e-6)


def test_by_motor_alone_as_accessmod_tests_itself(accessmod):
    pace = np.where(np.ma.getmaskarray(accessmod.land_cover), np.nan, 0.06 / 50)
    minutes = travel_time(pace, accessmod.cells, resolution=1000.0, limit=60)
    reached = np.isfinite(minutes)
    assert np.ceil(minutes[reached] - 1e-6).mean() == pytest.approx(29.419, abs=5e-4)
    assert (~reached).sum() == 32_283


def test_every_referral_of_accessmod_to_the_minute(accessmod):
    classes = accessmod.land_cover.filled(0)
    speed = np.full(classes.shape, np.nan)
    mode = np.zeros(classes.shape, np.int8)
    for number, (kmh, moving) in CLASSES.items():
        speed[classes == number], mode[classes == number] = kmh, moving
    with accessmod.referrals.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30
    for start in {row["from__cat"] for row in rows}:
        source = accessmod.cells[accessmod.ids.index(start)]
        minutes = travel_time_slope(
            speed, mode, accessmod.elevation, [source], resolution=1000.0, neighbours=8, towards=False
        )
        for row in (row for row in rows if row["from__cat"] == start):
            there = minutes[accessmod.cells[accessmod.ids.index(row["to__cat"])]]
            assert np.ceil(there - 1e-6) == float(row["time_m"])
