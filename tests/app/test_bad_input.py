"""Bad input is one clear sentence and a hint, and leaves nothing half-written behind."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from app.cli import main
from data.store import Store

Lachan = Callable[..., Any]
LACHAN = Path(sys.executable).with_name("lachan")


@pytest.fixture
def project(lachan: Lachan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "p.lachan"
    monkeypatch.setenv("LACHAN_PASSPHRASE", "mật khẩu thử")
    assert lachan("new", file, "--province", "11").code == 0
    return file


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def refused(ran: Any, *parts: str) -> None:
    assert ran.code == 1
    assert ran.out == ""
    sentence, hint = ran.err.splitlines()
    assert "Traceback" not in ran.err
    assert sentence.endswith((".", ")")) and hint.endswith(".")
    for part in parts:
        assert part in ran.err


def test_a_missing_file(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    refused(lachan("import", project, "facilities", tmp_path / "nowhere.csv"), "nowhere.csv")
    refused(lachan("results", tmp_path / "nowhere.lachan"), "nowhere.lachan")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".geojson", ".gpkg", ".shp"])
def test_an_empty_file(lachan: Lachan, project: Path, tmp_path: Path, suffix: str) -> None:
    empty = tmp_path / f"empty{suffix}"
    empty.touch()
    before = project.read_bytes()
    refused(lachan("import", project, "facilities", empty), f"empty{suffix}")
    assert project.read_bytes() == before


def test_an_empty_project_file_is_left_as_it_is(lachan: Lachan, tmp_path: Path) -> None:
    empty = tmp_path / "empty.lachan"
    empty.touch()
    refused(lachan("run", empty, "rates"), "empty.lachan")
    assert empty.read_bytes() == b""


def test_a_text_file_named_xlsx(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    (tmp_path / "really.xlsx").write_text("a,b\n1,2\n", encoding="utf-8")
    refused(lachan("import", project, "facilities", tmp_path / "really.xlsx"), "really.xlsx", "xlsx")


def test_a_text_file_named_lachan(lachan: Lachan, tmp_path: Path) -> None:
    (tmp_path / "note.lachan").write_text("xin chào\n" * 2000, encoding="utf-8")
    ran = lachan("run", tmp_path / "note.lachan", "rates")
    refused(ran, "note.lachan")


def test_polygons_without_coordinates_system(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["03127"]}, geometry=[box(103, 21.3, 103.1, 21.5)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / "shapes.gpkg", layer="xa")
    refused(lachan("import", project, "units", tmp_path / "shapes.gpkg"), "shapes.gpkg", "xa")


def test_duplicate_codes_set_every_row_of_the_code_aside(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    shapes = [box(103, 21.3, 103.1, 21.5), box(103, 21.3, 103.2, 21.5)]
    frame = gpd.GeoDataFrame({"code": ["03127", "03127"]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "twice.geojson")
    ran = lachan("import", project, "units", tmp_path / "twice.geojson")
    assert ran.code == 1
    assert "accepted 0 + set aside 2" in ran.out
    assert ran.out.count("“03127” stands in more than one row") == 2


def test_negative_counts(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text("unit_code,count\n03127,-3\n03151,2\n", encoding="utf-8")
    settings = ("--set", "period_start=2025-07-01", "--set", "period_end=2025-12-31")
    ran = lachan("import", project, "case_counts", tmp_path / "counts.csv", *settings)
    assert ran.code == 0
    assert "accepted 1 + set aside 1" in ran.out
    assert "row 2, column count: “-3” is below 0." in ran.out


@pytest.fixture
def ready(lachan: Lachan, project: Path, tmp_path: Path) -> Path:
    rows = "facility_id,kind,commune_code,lon,lat,status\nA,communal_house,03127,103.03,21.4,candidate\n"
    (tmp_path / "places.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "children.csv").write_text("unit_code,value\n03127,13305\n", encoding="utf-8")
    assert lachan("import", project, "facilities", tmp_path / "places.csv").code == 0
    settings = ("indicator=children", "period_start=2024-01-01", "period_end=2024-12-31", "vintage=2025-07-01")
    words = [word for setting in settings for word in ("--set", setting)]
    assert lachan("import", project, "indicators", tmp_path / "children.csv", *words).code == 0
    return project


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("p=0", ("p", "0", "1 ≤ p")),
        ("p=-1", ("p", "-1")),
        ("p=2", ("2", "1 candidate")),
        ("p=many", ("many",)),
        ("p=1.5", ("1.5",)),
        ("limit=0", ("limit",)),
        ("objective=best", ("best", "covering")),
        ("wrong=1", ("wrong", "objective")),
        ("p", ("p", "--set p=5")),
        ("candidates=school", ("school",)),
    ],
)
def test_parameters_that_cannot_be(lachan: Lachan, ready: Path, setting: str, parts: tuple[str, ...]) -> None:
    before = ready.read_bytes()
    refused(lachan("run", ready, "shelters", "--set", setting), *parts)
    assert ready.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("run", "FILE", "weather"), ("weather", "shelters")),
        (("run", "FILE", "rates", "--set", "period_start=soon"), ("period_start", "soon", "YYYY-MM-DD")),
        (("run", "FILE", "rates"), ("case counts",)),
        (("export", "FILE", "--result", "rates-9", "--to", "a.html"), ("rates-9",)),
        (("export", "FILE", "--result", "rates-1", "--to", "a.docx"), ("a.docx", ".html")),
        (("import", "FILE", "audit", "children.csv"), ("audit",)),
        (("import", "FILE", "indicators", "children.csv", "--map", "nothing=value"), ("nothing", "unit_code")),
        (("import", "FILE", "indicators", "children.csv", "--map", "value=nothing"), ("nothing", "unit_code, value")),
        (("import", "FILE", "indicators", "children.csv"), ("indicator", "--set")),
        (("import", "FILE", "units", "children.csv", "--map", "code=unit_code"), ("shapes",)),
        (("new", "FILE", "--province", "11"), ("p.lachan", "not replaced")),
        (("new", "nowhere/p.lachan", "--province", "11"), ("p.lachan", "folder")),
        (("new", "q.lachan", "--province", "99"), ("99",)),
    ],
)
def test_requests_that_cannot_be(
    lachan: Lachan, ready: Path, tmp_path: Path, arguments: tuple[str, ...], parts: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in files_of(tmp_path)}
    refused(lachan(*(str(ready) if each == "FILE" else each for each in arguments)), *parts)
    assert {path: path.read_bytes() for path in files_of(tmp_path)} == before


def test_a_wrong_passphrase(lachan: Lachan, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = project.read_bytes()
    monkeypatch.setenv("LACHAN_PASSPHRASE", "sai rồi")
    ran = lachan("results", project)
    refused(ran, "p.lachan")
    assert "sai rồi" not in ran.err
    assert project.read_bytes() == before


def test_a_damaged_page(lachan: Lachan, demo_folder: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "d.lachan"
    content = bytearray((demo_folder / "dien-bien.lachan").read_bytes())
    content[4096 * 100 : 4096 * 101] = os.urandom(4096)
    damaged.write_bytes(content)
    refused(lachan("run", damaged, "rates"), "d.lachan", "damaged")
    assert damaged.read_bytes() == content


def test_sensitive_rows_do_not_go_into_a_file_without_a_passphrase(
    lachan: Lachan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LACHAN_PASSPHRASE", raising=False)
    plain = tmp_path / "plain.lachan"
    lachan("new", plain, "--province", "11")
    (tmp_path / "officers.csv").write_text("officer_id,unit_code\nCB01,03127\n", encoding="utf-8")
    before = plain.read_bytes()
    refused(lachan("import", plain, "officers", tmp_path / "officers.csv"), "officers", "lachan protect")
    assert plain.read_bytes() == before
    monkeypatch.setenv("LACHAN_PASSPHRASE", "mật khẩu thử")
    assert lachan("protect", plain).code == 0
    assert lachan("import", plain, "officers", tmp_path / "officers.csv").code == 0
    assert b"CB01" not in plain.read_bytes()


def test_real_rows_do_not_go_into_a_simulated_project(lachan: Lachan, demo_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("facility_id,kind\nA,school\n", encoding="utf-8")
    demo = tmp_path / "demo.lachan"
    demo.write_bytes((demo_folder / "dien-bien.lachan").read_bytes())
    refused(lachan("import", demo, "facilities", tmp_path / "real.csv"), "simulated")


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
@pytest.mark.parametrize(
    "arguments",
    [("demo", "--out", "{folder}/out"), ("new", "{folder}/new.lachan", "--province", "11")],
    ids=["demo", "new"],
)
def test_a_full_disk_leaves_no_file(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    given = [argument.format(folder=tmp_path) for argument in arguments]
    ran = with_full_disk(given, room=50_000)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_full_disk_at_export_leaves_the_old_file(tmp_path: Path, demo_folder: Path) -> None:
    target = tmp_path / "plan.html"
    target.write_text("older", encoding="utf-8")
    project = tmp_path / "d.lachan"
    project.write_bytes((demo_folder / "dien-bien.lachan").read_bytes())
    ran = with_full_disk(["export", str(project), "--result", "shelters-1", "--to", str(target)], room=200_000)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert target.read_text(encoding="utf-8") == "older"
    assert {path.name for path in tmp_path.iterdir()} == {"plan.html", "d.lachan"}
    with Store.open(project) as store:
        assert len(store.project["results"]) == 1


def with_full_disk(arguments: list[str], *, room: int) -> subprocess.CompletedProcess[str]:
    """Run `lachan` where no file may grow beyond `room` bytes."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "from app.cli import main\nmain(sys.argv[1:])\n"
    )
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def test_a_bug_is_not_dressed_up_as_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.doctor.examine", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["doctor"])
