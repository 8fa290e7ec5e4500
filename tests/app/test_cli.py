"""The command line as people and scripts rely on it: exit codes, one JSON object, sentences on stderr."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import asked_language, main, program
from app.demo import PLAN_FILES
from app.language import Language
from app.questions import names

Lachan = Callable[..., object]
ROOT = Path(__file__).resolve().parents[2]

FACILITIES = (
    "facility_id,kind,name,commune_code,lon,lat,disclosure,status\n"
    "C1,communal_house,Nhà A,03352,103.05,21.30,public,candidate\n"
    "C2,communal_house,Nhà B,03217,103.35,21.85,public,candidate\n"
    "C3,communal_house,Nhà C,99999,103.35,21.85,public,candidate\n"
)
CHILDREN = "unit_code,value\n03352,6181\n03217,6883\n"


@pytest.fixture
def project(lachan: Lachan, tmp_path: Path) -> Path:
    file = tmp_path / "tinh.lachan"
    assert lachan("new", file, "--province", "11").code == 0  # type: ignore[attr-defined]
    return file


@pytest.fixture
def filled(lachan: Lachan, project: Path, tmp_path: Path) -> Path:
    (tmp_path / "places.csv").write_text(FACILITIES, encoding="utf-8")
    (tmp_path / "children.csv").write_text(CHILDREN, encoding="utf-8")
    period = ("period_start=2025-07-01", "period_end=2025-12-31", "indicator=children", "unit=people")
    lachan("import", project, "facilities", tmp_path / "places.csv")
    settings = [word for each in period for word in ("--set", each)]
    lachan("import", project, "indicators", tmp_path / "children.csv", *settings)
    return project


def only_json(text: str) -> dict[str, object]:
    assert text.count("\n") == 1
    return dict(json.loads(text))


def test_new_makes_a_project_of_the_province_with_schematic_shapes(lachan: Lachan, tmp_path: Path) -> None:
    from data.store import Store

    ran = lachan("new", tmp_path / "a.lachan", "--province", "14")
    assert ran.code == 0
    with Store.open(tmp_path / "a.lachan") as store:
        units = store.project["units"]
        assert (store.project.about.name, store.project.about.schematic, store.encrypted) == ("Sơn La", True, False)
    assert (units["level"] == "commune").sum() == 75
    assert units.loc[units["level"] == "commune", "geometry"].notna().all()


def test_new_encrypts_when_a_passphrase_is_given(
    lachan: Lachan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "năm con cá vàng")
    file = tmp_path / "a.lachan"
    assert lachan("new", file, "--province", "11").code == 0
    assert b"SQLite" not in file.read_bytes()[:16]
    assert lachan("results", file, "--json").code == 0
    monkeypatch.delenv("LACHAN_PASSPHRASE")
    assert "encrypted" in lachan("results", file).err


def test_an_import_prints_one_json_object_that_accounts_for_every_row(
    lachan: Lachan, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "places.csv").write_text(FACILITIES, encoding="utf-8")
    ran = lachan("import", project, "facilities", tmp_path / "places.csv", "--json")
    report = only_json(ran.out)
    assert ran.code == 0
    assert [report[key] for key in ("read", "accepted", "set_aside", "non_data")] == [3, 2, 1, 0]
    (problem,) = (each for each in report["problems"] if each["row"])  # type: ignore[attr-defined]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "commune_code", "99999")
    assert problem["reason"] and problem["fix"]


def test_a_dry_run_changes_nothing(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(FACILITIES, encoding="utf-8")
    before = project.read_bytes()
    ran = lachan("import", project, "facilities", tmp_path / "places.csv", "--dry-run", "--json")
    assert only_json(ran.out)["accepted"] == 2
    assert project.read_bytes() == before


def test_columns_are_named_by_map_and_constants_by_set(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mã;số trẻ\n03352;6.181\n", encoding="utf-8")
    options = ("--map", "unit_code=mã", "--map", "value=số trẻ", "--set", "indicator=children", "--set", "unit=people")
    period = ("--set", "period_start=2025-07-01", "--set", "period_end=2025-12-31")
    ran = lachan("import", project, "indicators", tmp_path / "a.csv", *options, *period, "--json")
    report = only_json(ran.out)
    assert report["accepted"] == 1
    assert report["mapping"] == {"unit_code": "mã", "value": "số trẻ"}


def test_no_accepted_row_is_exit_code_1(lachan: Lachan, project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("facility_id,kind,commune_code\nC,communal_house,99999\n", encoding="utf-8")
    assert lachan("import", project, "facilities", tmp_path / "a.csv").code == 1


def test_a_run_prints_the_contracted_object_and_is_stored(lachan: Lachan, filled: Path) -> None:
    ran = lachan("run", filled, "shelters", "--set", "p=1", "--json")
    found = only_json(ran.out)
    contracted = {"result", "analysis", "parameters", "period", "denominator", "audience", "simulated", "tables"}
    assert contracted | {"findings", "provenance"} <= set(found)
    assert (found["result"], found["audience"], found["simulated"]) == ("shelters-1", "internal", False)
    for table in found["tables"].values():  # type: ignore[attr-defined]
        assert all(set(column) == {"name", "unit", "sensitivity"} for column in table["columns"])
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    for finding in found["findings"]:  # type: ignore[attr-defined]
        assert {"vi", "en", "numbers"} == set(finding)
    kept = only_json(lachan("results", filled, "--json").out)["results"]
    assert [each["result"] for each in kept] == ["shelters-1"]  # type: ignore[attr-defined]


def test_plans_are_compared_as_far_as_the_audience_may_see_them(lachan: Lachan, filled: Path) -> None:
    lachan("run", filled, "shelters", "--set", "p=1")
    lachan("run", filled, "shelters", "--set", "p=1", "--set", "existing=all")
    found = only_json(lachan("compare", filled, "shelters-1", "shelters-2", "--json").out)
    assert found["results"] == ["shelters-1", "shelters-2"]
    assert found["settings"] == {"existing": ["public", "all"]}
    assert lachan("compare", filled, "shelters-1", "shelters-2", "--audience", "shareable").code == 1
    assert lachan("compare", filled, "shelters-1").code == 1


def test_a_stored_result_is_out_of_date_when_its_input_changed(lachan: Lachan, filled: Path, tmp_path: Path) -> None:
    lachan("run", filled, "shelters", "--set", "p=1")
    more = FACILITIES.replace("C1", "D1").replace("C2", "D2")
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    stale = [each["out_of_date"] for each in only_json(lachan("results", filled, "--json").out)["results"]]  # type: ignore[attr-defined]
    lachan("import", filled, "facilities", tmp_path / "more.csv")
    now = [each["out_of_date"] for each in only_json(lachan("results", filled, "--json").out)["results"]]  # type: ignore[attr-defined]
    assert (stale, now) == ([False], [True])


@pytest.mark.parametrize("suffix", ["html", "xlsx", "json"])
def test_an_internal_file_says_so_in_its_name_and_inside(
    lachan: Lachan, filled: Path, tmp_path: Path, suffix: str
) -> None:
    lachan("run", filled, "shelters", "--set", "p=1")
    to = tmp_path / f"plan.{suffix}"
    ran = lachan("export", filled, "--result", "shelters-1", "--to", to, "--audience", "internal")
    written = tmp_path / f"plan.internal.{suffix}"
    assert ran.code == 0
    assert ran.out.strip() == str(written)
    assert written.exists()
    assert not to.exists()


def test_the_default_audience_is_shareable(lachan: Lachan, filled: Path, tmp_path: Path) -> None:
    lachan("run", filled, "shelters", "--set", "p=1", "--set", "existing=all")
    ran = lachan("export", filled, "--result", "shelters-1", "--to", tmp_path / "plan.json")
    assert ran.code == 1
    assert "existing=public" in ran.err
    assert not (tmp_path / "plan.json").exists()


def test_the_same_result_exported_twice_is_the_same_file(lachan: Lachan, filled: Path, tmp_path: Path) -> None:
    lachan("run", filled, "shelters", "--set", "p=1")
    for suffix in ("html", "xlsx", "json"):
        for name in ("a", "b"):
            lachan("export", filled, "--result", "shelters-1", "--to", tmp_path / f"{name}.{suffix}")
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_analyses_lists_every_question_with_its_parameters(lachan: Lachan) -> None:
    listed = only_json(lachan("analyses", "--json").out)
    assert set(listed) == set(names())
    assert listed["shelters"]["parameters"]["p"]["default"] == 5  # type: ignore[index]
    text = lachan("analyses").out
    assert all(name in text for name in names())


def test_wrong_usage_is_exit_code_2(lachan: Lachan, tmp_path: Path) -> None:
    assert lachan("run").code == 2
    assert lachan("nothing").code == 2
    assert lachan("new", tmp_path / "a.lachan").code == 2


def test_doctor_finds_what_is_needed_here(lachan: Lachan) -> None:
    ran = lachan("doctor", "--json")
    assert ran.code == 0
    assert all(set(each) == {"ok", "seen", "fix"} for each in only_json(ran.out).values())  # type: ignore[arg-type]


def test_help_is_in_the_language_asked_for(lachan: Lachan) -> None:
    assert "Make a project for one province" in lachan("--help").out
    assert "Make a project for one province" not in lachan("--lang", "vi", "--help").out


def test_the_language_may_stand_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LACHAN_LANG", raising=False)
    assert asked_language(["run", "x", "--lang", "en"]) == Language("en")
    assert asked_language(["--lang=en", "run"]) == Language("en")
    assert asked_language(["run", "--lang"]) is None
    assert asked_language([]) is None
    monkeypatch.setenv("LACHAN_LANG", "en")
    assert asked_language([]) == Language("en")


@pytest.mark.parametrize("page", ["README.md", "docs/huong-dan.md"])
def test_every_command_is_documented_in_both_languages(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    commands = get_command(program).commands  # type: ignore[attr-defined]
    assert {"import", "run", "verify", "crosswalk"} <= set(commands)
    assert [name for name in commands if f"lachan {name}" not in text] == []


def test_the_installed_program_starts_from_any_folder_without_heavy_packages(tmp_path: Path) -> None:
    script = "import sys; from app.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "geopandas", "highspy", "folium", "sqlalchemy", "openpyxl", "pydantic"}
    assert heavy & set(ran.stdout.splitlines()[-1].split()) == set()
    program_file = Path(sys.executable).with_name("lachan")
    started = subprocess.run([program_file, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "doctor" in started.stdout


def test_a_passphrase_never_stands_on_a_command_line() -> None:
    options = {
        option
        for command in program.registered_commands
        for name in (command.callback.__annotations__ if command.callback else {})
        for option in [name]
    }
    assert not {name for name in options if "pass" in name}


@pytest.mark.slow
def test_the_demo_writes_its_five_files_without_a_display(tmp_path: Path) -> None:
    subprocess.run(
        [Path(sys.executable).with_name("lachan"), "demo", "--out", tmp_path],
        check=True,
        capture_output=True,
        env={key: value for key, value in os.environ.items() if key not in ("DISPLAY", "LACHAN_PASSPHRASE")},
    )
    assert {path.name for path in tmp_path.iterdir()} == {"dien-bien.lachan", *PLAN_FILES}


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
@pytest.mark.parametrize("arguments", [(), ("open",), ("open", "tinh.lachan")])
def test_the_window_is_asked_for_with_or_without_a_project_and_needs_a_display(
    lachan: Lachan, no_display: None, arguments: tuple[str, ...]
) -> None:
    ran = lachan(*arguments)
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "This computer has no display for a window."


def test_a_project_that_is_not_there_is_said_before_a_window_is_shown(
    lachan: Lachan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    ran = lachan("open", tmp_path / "nowhere.lachan")
    assert ran.code == 1
    assert "nowhere.lachan" in ran.err


@pytest.mark.parametrize("asked", [None, "en"])
def test_the_window_is_started_with_the_project_and_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, project: Path, asked: str | None
) -> None:
    from app.cli import main

    started = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("LACHAN_LANG", raising=False)
    monkeypatch.setattr("app.desktop.start.run_window", lambda *given, who: started.append(given) or 0)
    with pytest.raises(SystemExit) as stop:
        main(["open", str(project), *(("--lang", asked) if asked else ())])
    assert stop.value.code == 0
    ((path, language),) = started
    assert path == project
    assert (language.code if language else None) == asked


@pytest.mark.slow
def test_the_demo_is_written_on_real_boundaries_too(lachan: Lachan, shared: Path, tmp_path: Path) -> None:
    boundaries = shared / "data" / "vietnam" / "focus_communes_full.gpkg"
    ran = lachan("demo", "--out", tmp_path, "--boundaries", boundaries)
    assert ran.code == 0, ran.err
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (plan["schematic"], plan["simulated"]) == (False, True)
    assert "chematic" not in (tmp_path / "plan.html").read_text(encoding="utf-8").split("<script")[0]
    assert {path.suffix for path in tmp_path.iterdir()} == {".lachan", ".html", ".xlsx", ".json", ".pdf"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["run"], "FILE is missing."),
        (["run", "a.lachan"], "ANALYSIS is missing."),
        (["new", "a.lachan"], "--province is missing."),
        (["new", "a.lachan", "--province"], "The option --province needs one value, or none where it is a switch."),
        (["doctor", "--json=1"], "The option --json needs one value, or none where it is a switch."),
        (["--lang", "xx"], "--lang cannot have this value."),
        (["frob"], "There is no such command."),
        (["doctor", "more"], "The command does not understand all that was typed."),
        (["doctor", "--bogus"], "There is no option --bogus."),
        (["purge", "a.lachan"], "Give either --batch or --case."),
        (["import", "a.lachan", "b.csv"], "Name the table the rows go into, then the file."),
    ],
)
def test_wrong_usage_is_one_sentence_and_a_hint(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: list[str], sentence: str
) -> None:
    monkeypatch.setenv("LACHAN_LANG", "en")
    with pytest.raises(SystemExit) as ended:
        main(typed)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == sentence
    assert len(said.err.splitlines()) == 2


def test_wrong_usage_names_what_there_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACHAN_LANG", "en")
    for typed, known in ((["frob"], "doctor"), (["demo", "--ou", "a"], "--out"), (["run"], "lachan run --help")):
        with pytest.raises(SystemExit):
            main(typed)
        assert known in capsys.readouterr().err.splitlines()[1]
