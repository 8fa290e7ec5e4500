"""Speeds of one's own: written out, edited, imported, used in the place of those that come with the program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.travel_matrices import Way, signature
from app.travel_speeds import edited_speeds, speeds_of, speeds_table
from data.schema import SPEED_KINDS, TRAVEL_MEANS, TRAVEL_MODES
from data.store import Store
from geo import friction_table
from geo.friction_table import Pace, default_table
from geo.travel_modes import MOTOR, WALKING
from tests.app.test_travel_matrices import trips
from tests.app.travel_projects import line, places, two_communes

Lachan = Callable[..., Any]
ROAD = line((105.0, 0.05), (105.2, 0.05), **{"class": "primary", "season": "all"})


def speed(**values: Any) -> pd.DataFrame:
    """Return a row: national roads by motorbike at 20 km/h, closed in the rain, unless it says otherwise."""
    usual = {"kind": "road", "travel_class": "primary", "means": "motorbike", "mode": "motor"}
    speeds = {"dry_kmh": 20.0, "rain_kmh": None, "night_kmh": 16.0}
    return pd.DataFrame([{**usual, **speeds, **values}])


def import_speeds(lachan: Lachan, folder: Path, *lines: str) -> Any:
    lachan("new", folder / "p.lachan", "--province", "11")
    header = "kind,class,means,mode,dry_kmh,rain_kmh,night_kmh,source"
    (folder / "s.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return lachan("import", folder / "p.lachan", "travel_speeds", folder / "s.csv", "--json")


def test_the_words_of_the_table_are_those_that_travel_knows() -> None:
    assert SPEED_KINDS == friction_table.KINDS
    assert TRAVEL_MEANS == friction_table.MEANS
    assert set(TRAVEL_MODES) == set(friction_table.MODES)


def test_a_row_replaces_the_shipped_one_in_every_season_and_a_blank_closes_the_way() -> None:
    table = speeds_of(two_communes(travel_speeds=speed()))
    assert table.road_pace("primary", None, means="motorbike", season="dry") == Pace(20, MOTOR)
    in_the_rain = table.road_pace("primary", None, means="motorbike", season="rain")
    assert in_the_rain == default_table().road_pace("primary", None, means="walking", season="rain")
    assert table.road_pace("primary", None, means="car", season="dry") == Pace(50, MOTOR)
    assert table.changes_from(default_table()) == 3


def test_a_class_of_ones_own_is_added() -> None:
    own = speed(kind="land_cover", travel_class="33", means="walking", mode="walking", rain_kmh=1.0)
    table = speeds_of(two_communes(travel_speeds=own))
    assert table.pace("land_cover", "33", means="motorbike", season="dry") == Pace(20, WALKING)
    assert len(table.rows) == len(default_table().rows) + 1


def test_only_speeds_that_differ_are_said_to_be_edited() -> None:
    same = speed(dry_kmh=40.0, rain_kmh=32.0, night_kmh=30.0)
    said = list(edited_speeds(speeds_of(two_communes(travel_speeds=same)), "area"))  # type: ignore[arg-type]
    assert [sentence.numbers["n"] for sentence in said] == [1]
    assert list(edited_speeds(default_table(), "area")) == []  # type: ignore[arg-type]


def test_kept_minutes_are_those_of_the_speeds_in_force() -> None:
    asked = trips(way=Way(resolution=1000))
    assert signature(two_communes(), asked) != signature(two_communes(travel_speeds=speed()), asked)


@pytest.mark.parametrize("analysis", ["access", "supply", "referral", "shelters"])
def test_results_use_the_edited_speeds_and_say_so(lachan: Lachan, tmp_path: Path, analysis: str) -> None:
    sites = places({"capacity": 5}, {"status": "candidate"}, {"kind": "police_post"}, {"kind": "hospital"})
    project = two_communes(roads=ROAD, facilities=sites, travel_speeds=speed())
    with Store.create(tmp_path / "p.lachan", project):
        pass
    given = ("--set", "p=1") if analysis == "shelters" else ()
    ran = lachan("run", tmp_path / "p.lachan", analysis, "--set", "resolution=1000", *given, "--json")
    said = json.loads(ran.out)
    assert "Speeds edited in this project" in str(said["findings"])
    assert "sha256_travel_speeds" in str(said["provenance"])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_written_out_comes_back_the_same(lachan: Lachan, tmp_path: Path, language: str, suffix: str) -> None:
    file, out = tmp_path / "p.lachan", tmp_path / f"speeds.{suffix}"
    lachan("new", file, "--province", "11")
    assert lachan("speeds", file, "--out", out, "--lang", language).out.strip() == str(out)
    ran = lachan("import", file, "travel_speeds", out, "--json")
    assert json.loads(ran.out)["accepted"] == len(default_table().rows)
    with Store.open(file) as store:
        assert store.project["audit"]["what"].tolist()[1] == "release shareable"
        table = speeds_of(store.project)
        assert speeds_table(store.project, "vi").rows[0][5:8] == (2.0, 1.3, 1.6)
    assert table.changes_from(default_table()) == 0
    assert [row.source for row in table.rows] == [row.source for row in default_table().rows]


def test_the_shipped_file_itself_can_be_copied_edited_and_given_back(lachan: Lachan, tmp_path: Path) -> None:
    file, copy = tmp_path / "p.lachan", tmp_path / "mine.csv"
    lachan("new", file, "--province", "11")
    shipped = friction_table.DEFAULT_FILE.read_text(encoding="utf-8")
    copy.write_text(shipped.replace("motorbike,motor,45,36,36", "motorbike,motor,44,36,36"), encoding="utf-8")
    ran = lachan("import", file, "travel_speeds", copy, "--json")
    assert json.loads(ran.out)["set_aside"] == 0
    with Store.open(file) as store:
        assert speeds_of(store.project).changes_from(default_table()) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("road,primary,car,motor,0,30,40,x", "speed_not_above_zero"),
        ("road,primary,car,motor,50,-3,40,x", "speed_not_above_zero"),
        ("road,primary,car,motor,fast,30,40,x", "not_a_number"),
        ("road,primary,car,motor,3000,30,40,x", "too_large"),
        ("road,primary,car,motor,,,,x", "missing"),
        ("road,primary,car,flying,50,30,40,x", "not_a_choice"),
        ("road,primary,boat,motor,50,30,40,x", "not_a_choice"),
        ("rail,primary,car,motor,50,30,40,x", "not_a_choice"),
        ("land_cover,forest,walking,walking,2,1,1,x", "not_a_class"),
        ("land_cover,80,walking,barrier,2,,,x", "speed_of_barrier"),
    ],
)
def test_a_row_that_cannot_be_is_set_aside_with_its_reason(lachan: Lachan, tmp_path: Path, row: str, code: str) -> None:
    report = json.loads(import_speeds(lachan, tmp_path, row, "road,trunk,car,motor,50,30,40,x").out)
    assert (report["accepted"], report["set_aside"]) == (1, 1)
    assert {problem["code"] for problem in report["problems"] if problem["verdict"] == "set_aside"} == {code}


def test_a_class_that_is_there_twice_is_set_aside(lachan: Lachan, tmp_path: Path) -> None:
    rows = ("road,trunk,car,motor,50,30,40,x", "road,trunk,car,motor,60,30,40,x")
    report = json.loads(import_speeds(lachan, tmp_path, *rows).out)
    assert [problem["code"] for problem in report["problems"]] == ["contradiction"]


def test_every_season_needs_a_column_as_a_blank_says_that_the_way_is_closed(lachan: Lachan, tmp_path: Path) -> None:
    lachan("new", tmp_path / "p.lachan", "--province", "11")
    text = "kind,class,means,mode,dry_kmh\nroad,trunk,car,motor,50\n"
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    ran = lachan("import", tmp_path / "p.lachan", "travel_speeds", tmp_path / "s.csv")
    assert ran.code == 1
    assert "rain_kmh" in ran.err


def test_the_speeds_are_shown(lachan: Lachan, tmp_path: Path) -> None:
    lachan("new", tmp_path / "p.lachan", "--province", "11")
    listed = lachan("speeds", tmp_path / "p.lachan").out.splitlines()
    assert len(listed) == len(default_table().rows)
    assert listed[0].startswith("land_cover · 10 · Tree cover · walking · walking · 2.0 · 1.3 · 1.6 · AccessMod 5")
    said = json.loads(lachan("speeds", tmp_path / "p.lachan", "--json").out)
    assert said["columns"][:2] == ["kind", "travel_class"]
