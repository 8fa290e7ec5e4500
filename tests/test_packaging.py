"""The four rooms are found by their own names, nothing shadows them, git keeps them, and the wheel carries them."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "geo", "models", "data")


def test_each_room_is_imported_from_this_folder() -> None:
    script = f"import {', '.join(ROOMS)}; print(*(room.__file__ for room in ({', '.join(ROOMS)})), sep='\\n')"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT / "docs", capture_output=True, text=True, check=True)
    assert [Path(line) for line in ran.stdout.splitlines()] == [ROOT / room / "__init__.py" for room in ROOMS]


def test_no_installed_package_takes_the_name_of_a_room() -> None:
    installed = packages_distributions()
    assert {room: names for room in ROOMS if (names := set(installed.get(room, [])) - {"la-chan"})} == {}


def test_git_ignores_no_source_file() -> None:
    files = [str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    ran = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=ROOT,
        input="\n".join(files),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == ""


def test_no_file_names_a_registry_or_an_index() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(line.startswith("#") or line.count("==") == 1 for line in lines)
    assert not [line for line in lines if "://" in line or "@" in line]


@pytest.mark.slow
def test_the_wheel_holds_the_rooms_in_one_private_folder(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"lachan", names[-1].split("/")[0]}
    for needed in (
        "lachan/launcher.py",
        "lachan/app/cli.py",
        "lachan/app/locale/vi/LC_MESSAGES/lachan.mo",
        "lachan/geo/web/page.js",
        "lachan/data/demo_figures.csv",
        "lachan/geo/friction_speeds.csv",
        "lachan/geo/road_words.csv",
        "lachan/geo/surface_words.csv",
        "lachan/models/siting/p_median.py",
    ):
        assert needed in names


@pytest.mark.slow
def test_the_installed_wheel_runs_from_its_private_folder(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    script = (
        f"import sys; sys.path.insert(0, {str(site)!r}); from lachan.launcher import main; main(['analyses', '--json'])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert '"shelters"' in ran.stdout, ran.stderr
