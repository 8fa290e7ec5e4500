"""Input that travel cannot use, from the command line: a sentence and a hint in both languages, never a crash."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.warp import reproject, transform_bounds

from data.project import Project
from data.store import Store
from tests.app.travel_projects import DEGREE, NORTH, WEST, everywhere, line, places, raster, two_communes

Lachan = Callable[..., Any]
LANGUAGES = pytest.mark.parametrize("language", ["en", "vi"])
SIDE = ("--set", "resolution=500")
METRES = 250.0


def kept(folder: Path, project: Project) -> Path:
    """Write a project that takes files."""
    with Store.create(folder / "p.lachan", replace(project, about=replace(project.about, simulated=False))):
        return folder / "p.lachan"


def written(path: Path, cells: np.ndarray, *, west: float = WEST - 0.2, crs: str = "EPSG:4326") -> Path:
    """Write a raster of cells of `DEGREE`, −1 where there is no data; in metres where another system is asked for."""
    cells = cells.astype("float32")
    at = Affine(DEGREE, 0, west, 0, -DEGREE, NORTH + 0.2)
    if crs != "EPSG:4326":
        south, east = NORTH + 0.2 - DEGREE * cells.shape[0], west + DEGREE * cells.shape[1]
        left, low, right, top = transform_bounds("EPSG:4326", crs, west, south, east, NORTH + 0.2)
        to = Affine(METRES, 0, left, 0, -METRES, top)
        changed = np.full((int((top - low) / METRES), int((right - left) / METRES)), -1, dtype="float32")
        reproject(
            cells, changed, src_transform=at, src_crs="EPSG:4326", dst_transform=to, dst_crs=crs, dst_nodata=-1
        )  # fmt: skip
        cells, at = changed, to
    with rasterio.open(
        path, "w", driver="GTiff", width=cells.shape[1], height=cells.shape[0], count=1, dtype="float32", crs=crs,
        transform=at, nodata=-1,
    ) as file:  # fmt: skip
        file.write(cells, 1)
    return path


def refused(ran: Any, *parts: str) -> None:
    assert ran.code == 1
    assert ran.out == ""
    sentence, hint = ran.err.splitlines()
    assert sentence.endswith((".", ")")) and hint.endswith(".")
    for part in parts:
        assert part in ran.err


def minutes(ran: Any) -> float:
    """Return the minutes of the average child of the second commune."""
    assert ran.code == 0, ran.err
    communes = json.loads(ran.out)["tables"]["communes"]
    names = [column["name"] for column in communes["columns"]]
    return next(row[names.index("mean_minutes")] for row in communes["rows"] if row[names.index("code")] == "00002")


@LANGUAGES
@pytest.mark.parametrize("role", ["elevation", "land_cover", "population", "friction"])
def test_a_raster_that_does_not_overlap_the_communes(lachan: Lachan, tmp_path: Path, language: str, role: str) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    path = written(tmp_path / "elsewhere.tif", everywhere(10.0), west=20.0)
    assert lachan("import", file, "rasters", path, "--set", f"role={role}").code == 0
    speeds = ("--set", "friction=raster") if role == "friction" else ()
    ran = lachan("run", file, "access", *SIDE, *speeds, "--lang", language)
    refused(ran, "elsewhere.tif", role)


def test_a_raster_in_another_system_is_read_right(lachan: Lachan, tmp_path: Path) -> None:
    cells = everywhere(10.0)
    cells[:, 64:] = 50.0
    found = []
    for number, crs in enumerate(("EPSG:4326", "EPSG:32648", "EPSG:3857")):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = kept(folder, two_communes(facilities=places({})))
        path = written(folder / "cover.tif", cells, crs=crs)
        assert lachan("import", file, "rasters", path, "--set", "role=land_cover").code == 0
        found.append(minutes(lachan("run", file, "access", *SIDE, "--json")))
    assert found[0] == pytest.approx(15.5 * 0.5 / 2 * 60 + 6.5 * 0.5 / 5 * 60)
    assert found[1:] == pytest.approx([found[0]] * 2, rel=0.05)


@LANGUAGES
def test_a_raster_without_any_data_is_set_aside(lachan: Lachan, tmp_path: Path, language: str) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    path = written(tmp_path / "nothing.tif", everywhere(-1.0))
    ran = lachan("import", file, "rasters", path, "--set", "role=elevation", "--lang", language, "--json")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert [problem["code"] for problem in report["problems"]] == ["raster_without_data"]
    assert report["problems"][0]["reason"].endswith(".") and report["problems"][0]["fix"].endswith(".")
    assert lachan("run", file, "access", *SIDE, "--json").code == 0


@LANGUAGES
def test_a_raster_without_data_in_the_area(lachan: Lachan, tmp_path: Path, language: str) -> None:
    cells = everywhere(-1.0)
    cells[0, 0] = 10.0
    file = kept(tmp_path, two_communes(facilities=places({})))
    path = written(tmp_path / "corner.tif", cells)
    assert lachan("import", file, "rasters", path, "--set", "role=land_cover").code == 0
    refused(lachan("run", file, "access", *SIDE, "--lang", language), "corner.tif")


@LANGUAGES
@pytest.mark.parametrize("speed", ["0", "-5"])
def test_a_speed_of_zero_or_below_is_set_aside(lachan: Lachan, tmp_path: Path, language: str, speed: str) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    text = f"kind,class,means,mode,dry_kmh,rain_kmh,night_kmh\noff_road,off_road,walking,walking,{speed},2,2\n"
    (tmp_path / "speeds.csv").write_text(text, encoding="utf-8")
    ran = lachan("import", file, "travel_speeds", tmp_path / "speeds.csv", "--lang", language)
    assert ran.code == 1
    assert f"“{speed}”" in ran.out and "km/h" in ran.out
    assert minutes(lachan("run", file, "access", *SIDE, "--json")) == pytest.approx(220)


def test_land_cover_of_unknown_classes_names_the_command_that_adds_them(lachan: Lachan, tmp_path: Path) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    path = written(tmp_path / "cover.tif", everywhere(33.0))
    assert lachan("import", file, "rasters", path, "--set", "role=land_cover").code == 0
    refused(lachan("run", file, "access", *SIDE), "33", "lachan speeds FILE --out")
    text = "kind,class,means,mode,dry_kmh,rain_kmh,night_kmh\nland_cover,33,walking,walking,6,2,2\n"
    (tmp_path / "speeds.csv").write_text(text, encoding="utf-8")
    assert lachan("import", file, "travel_speeds", tmp_path / "speeds.csv").code == 0
    assert minutes(lachan("run", file, "access", *SIDE, "--json")) == pytest.approx(110)


@LANGUAGES
@pytest.mark.parametrize("analysis", ["access", "supply", "referral", "shelters"])
def test_a_place_far_outside_is_named(lachan: Lachan, tmp_path: Path, language: str, analysis: str) -> None:
    outside = {"lon": 112.0, "name": "Nhà ngoài tỉnh", "capacity": 3}
    rows = places({}, outside, {"status": "candidate", "lon": 111.0}, {"status": "candidate"})
    file = kept(tmp_path, two_communes(facilities=rows, roads=line((105, 0.05), (105.2, 0.05), **{"class": "primary"})))
    given = ("--set", "p=1") if analysis == "shelters" else ()
    ran = lachan("run", file, analysis, *SIDE, *given, "--lang", language, "--json")
    assert ran.code == 0, ran.err
    assert "Nhà ngoài tỉnh" in str(json.loads(ran.out)["findings"])


@LANGUAGES
def test_without_roads_and_rasters_the_result_says_what_it_assumes(
    lachan: Lachan, tmp_path: Path, language: str
) -> None:
    ran = lachan("run", kept(tmp_path, two_communes(facilities=places({}))), "access", *SIDE, "--json")
    assert ran.code == 0
    said = str([finding["en"] for finding in json.loads(ran.out)["findings"]])
    for words in ("has no roads", "has no land cover", "has no elevation", "counted at its centre"):
        assert words in said


@LANGUAGES
@pytest.mark.parametrize(
    ("settings", "parts"),
    [
        (("services=tent",), ("services", "tent", "police_post")),
        (("services=",), ("services", "shelters")),
        (("mode=boat",), ("mode", "boat", "motorbike")),
        (("season=spring",), ("season", "spring", "night")),
        (("limit=0",), ("limit",)),
        (("resolution=1",), ("resolution",)),
        (("friction=raster",), ("friction",)),
    ],
)
def test_a_setting_that_cannot_be(
    lachan: Lachan, tmp_path: Path, language: str, settings: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    words = [word for each in settings for word in ("--set", each)]
    before = file.read_bytes()
    refused(lachan("run", file, "access", *words, "--lang", language), *parts)
    assert file.read_bytes() == before


@LANGUAGES
def test_a_table_of_speeds_in_a_form_that_cannot_be_written(lachan: Lachan, tmp_path: Path, language: str) -> None:
    file = kept(tmp_path, two_communes(rasters=raster("elevation", everywhere(1.0))))
    refused(lachan("speeds", file, "--out", tmp_path / "speeds.pdf", "--lang", language), "speeds.pdf", ".csv")
    assert not (tmp_path / "speeds.pdf").exists()
