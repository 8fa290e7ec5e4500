"""What tests of the app share: the command line run in this process, the demo, and small projects."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from app.cli import main
from app.demo import demo_project
from data.project import About, Project


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def run_command(*arguments: str | Path) -> Ran:
    """Run `lachan` with `arguments`, in English unless they say otherwise."""
    out, err = io.StringIO(), io.StringIO()
    given = [str(each) for each in arguments]
    if "--lang" not in given:
        given = ["--lang", "en", *given]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(given)
        except SystemExit as stop:
            return Ran(int(stop.code or 0), out.getvalue(), err.getvalue())
    return Ran(0, out.getvalue(), err.getvalue())


@pytest.fixture
def lachan(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.delenv("LACHAN_PASSPHRASE", raising=False)
    monkeypatch.delenv("LACHAN_LANG", raising=False)
    return run_command


@pytest.fixture(scope="session")
def demo() -> Project:
    return demo_project()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    ran = run_command("demo", "--out", folder)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def four_communes() -> Project:
    """Four communes in a row along the equator, one degree apart, 1,000 children each, one candidate site in each."""
    codes = ["00001", "00002", "00003", "00004"]
    units = gpd.GeoDataFrame(
        {
            "code": ["01", *codes],
            "level": ["province", *["commune"] * 4],
            "parent_code": [None, *["01"] * 4],
            "name": ["Tỉnh", "Một", "Hai", "Ba", "Bốn"],
            "kind": ["tỉnh", *["xã"] * 4],
            "lon": [1.5, 0.0, 1.0, 2.0, 3.0],
            "lat": [0.0] * 5,
            "vintage": ["2025-07-01"] * 5,
            "source": ["test"] * 5,
        },
        geometry=[None, *(box(x - 0.5, -0.5, x + 0.5, 0.5) for x in range(4))],
        crs="EPSG:4326",
    )
    day = pd.Timestamp(2024, 1, 1)
    children = pd.DataFrame(
        {
            "unit_code": codes,
            "vintage": "2025-07-01",
            "indicator": "children",
            "age_band": "0-15",
            "period_start": day,
            "period_end": day,
            "value": 1000.0,
            "source": "test",
        }
    )
    facilities = pd.DataFrame(
        {
            "facility_id": ["C1", "C2", "C3", "C4"],
            "kind": "communal_house",
            "name": ["Nhà Một", "Nhà Hai", "Nhà Ba", "Nhà Bốn"],
            "commune_code": codes,
            "vintage": "2025-07-01",
            "lon": [0.0, 1.0, 2.0, 3.0],
            "lat": 0.0,
            "disclosure": "public",
            "status": "candidate",
        }
    )
    about = About.new("Tỉnh thử", "01", vintage="2025-07-01", simulated=True, schematic=True)
    return Project.new(about, {"units": units, "indicators": children, "facilities": facilities})
