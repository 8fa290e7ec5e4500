"""Small projects that the tests of the data room share."""

import numpy as np
import pandas as pd
import pytest
import shapely

from data.project import About, Project

ABOUT = About(
    project_id="8a3f7a52-6a5e-4a0e-9d65-1d2f3c4b5a69",
    name="Điện Biên",
    province_code="11",
    vintage="2025-07-01",
    simulated=True,
    schematic=True,
    created_at="2026-01-02T03:04:05+00:00",
    extras={"seed": "7"},
)


def _units() -> pd.DataFrame:
    cell = shapely.MultiPolygon([shapely.box(103.0, 21.3, 103.1, 21.4)])
    return pd.DataFrame(
        {
            "code": ["11", "03127", "03349"],
            "level": ["province", "commune", "commune"],
            "name": ["Điện Biên", "Điện Biên Phủ", "Thanh Yên"],
            "area_km2": [9539.92, 66.2, np.nan],
            "valid_from": ["2025-07-01"] * 3,
            "geometry": [None, cell, shapely.MultiPolygon()],
            "vintage": ["2025-07-01"] * 3,
        }
    )


def _facilities() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "facility_id": ["shelter-1", "school-1"],
            "kind": ["reliable_address", "school"],
            "name": ["Nhà tạm lánh", "Trường Hoà Bình"],
            "capacity": [6, None],
            "open_24h": [True, None],
            "disclosure": ["hidden", "public"],
            "status": ["in_use", "candidate"],
        }
    )


def cases(first: int, count: int) -> pd.DataFrame:
    numbers = range(first, first + count)
    return pd.DataFrame({"case_id": [f"case-{n}" for n in numbers], "kind": "neglect", "reported_on": "2025-03-01"})


@pytest.fixture
def project() -> Project:
    """A simulated project with rows in a few tables."""
    raster = pd.DataFrame({"role": ["elevation"], "content": [bytes(range(256)) * 30], "sha256": ["0" * 64]})
    tables = {"units": _units(), "facilities": _facilities(), "cases": cases(1, 60), "rasters": raster}
    return Project.new(ABOUT, tables)


@pytest.fixture
def real_project(project: Project) -> Project:
    """The units of `project`, not simulated: nothing sensitive in it."""
    return Project.new(ABOUT, {"units": project["units"]}).replace_about(simulated=False)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys by a derivation of two rounds, for tests that open many encrypted files."""
    monkeypatch.setattr("data.encryption.KEY_ITERATIONS", 2)
