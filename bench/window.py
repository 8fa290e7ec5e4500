"""What the window costs: start to first map, change of indicator, pan, selection, and the memory of all processes.

Each start is a fresh program; what happens inside it is told by `bench.window_child`. The peer is QGIS 3.22 with the
same 3,321 communes on this kind of machine, warm: measured once, not run here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles

import geopandas as gpd
import pandas as pd

from app.demo import demo_project
from app.questions import find
from app.results import run_and_store
from bench.figure import Figure, Limit
from data.admin_units import VINTAGE, communes, provinces
from data.project import About, Project
from data.store import Store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "vietnam"
STARTS = 5
MEMORY_MB = 700.0
QGIS = {"start": 2.14, "indicator": 0.162, "pan": 0.148, "selection": 0.141}
LIMITS = {"indicator": 0.080, "pan": 0.050, "selection": 0.070, "drag": 0.200, "longest gap": 0.100}
"""Seconds. Drag: the figures follow a place dragged on the demo's 250 m grid; gap: of the event loop, while a job
searches 1000 × 1000 cells."""
START_LIMITS = {"demo": 2.5, "3,321 communes": 4.0}


def figures(*, starts: int = STARTS) -> Iterator[Figure]:
    """Measure the demo and the whole country, p50 and p95 of each."""
    with tempfile.TemporaryDirectory() as name:
        for title, path in _projects(Path(name)):
            runs = [started(path, Path(name) / "settings") for _ in range(starts)]
            yield from _figures(title, runs)


def started(path: Path, settings: Path) -> dict[str, list[float]]:
    """Start the window on a project in a fresh process and return what it measured, in seconds and MB.

    Compiled modules are kept as on a computer where the program is installed.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **kept,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "LACHAN_CONFIG": str(settings),
        "LACHAN_BENCH_STARTED": repr(time.time()),
    }
    command = [sys.executable, "-m", "bench.window_child", str(path)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, list[float]] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _figures(title: str, runs: list[dict[str, list[float]]]) -> Iterator[Figure]:
    memory = max(run["memory"][0] for run in runs)
    for name in runs[0]:
        if name == "memory":
            continue
        values = [value for run in runs for value in run[name]]
        is_start = name == "start"
        limit = START_LIMITS[title] if is_start else LIMITS.get(name)
        for share in (50, 95):
            yield Figure(
                f"window, {title}: {name} p{share}",
                quantiles(values, n=100, method="inclusive")[share - 1],
                memory,
                peer="QGIS 3.22" if name in QGIS and title != "demo" else None,
                peer_seconds=QGIS.get(name) if title != "demo" else None,
                limit=Limit(limit, MEMORY_MB) if limit else None,
            )


def _projects(folder: Path) -> Iterator[tuple[str, Path]]:
    demo = folder / "demo.lachan"
    with Store.create(demo, demo_project(), who="bench") as store:
        run_and_store(store, find("shelters"), {}, who="bench")
        run_and_store(store, find("access"), {}, who="bench")
    yield "demo", demo
    if SHARED.is_dir() and find_spec("pyarrow"):
        country = folder / "country.lachan"
        Store.create(country, country_project(), who="bench").close()
        yield "3,321 communes", country


def country_project() -> Project:
    """Return a project of all communes of the country, with real shapes and two indicators."""
    shapes = gpd.read_parquet(SHARED / "vn_communes_2025_simplified.parquet").set_index("code").geometry
    rows = pd.concat([communes(code) for code in provinces()["code"]], ignore_index=True)
    rows = rows[rows["code"].isin(shapes.index)]
    units = gpd.GeoDataFrame(rows, geometry=shapes.loc[rows["code"]].to_numpy(), crs="EPSG:4326")
    facts = pd.read_csv(SHARED / "communes_2025_attributes.csv", dtype={"code": str}).set_index("code")
    day = pd.Timestamp(2024, 12, 31)
    values = [
        pd.DataFrame({"unit_code": rows["code"], "indicator": name, "value": rows["code"].map(facts[column])})
        for name, column in (("children", "children_u16_est"), ("population", "population_2024"))
    ]
    indicators = pd.concat(values, ignore_index=True).dropna()
    indicators = indicators.assign(vintage=VINTAGE, period_start=day, period_end=day, source="bench")
    about = About.new("Việt Nam", "00", vintage=VINTAGE)
    return Project.new(about, {"units": units, "indicators": indicators})
