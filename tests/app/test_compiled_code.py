"""Compiled code goes to the user's cache folder, whichever way the program is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.compiled_code import VARIABLE, keep_compiled_code

ROOT = Path(__file__).resolve().parents[2]
STARTS = """
import sys
from launcher import main
assert "numba" not in sys.modules
try:
    main(["--version-that-is-not-there"])
except SystemExit:
    pass
from geo.travel_search import spread
print(spread.stats.cache_path)
"""
LISTED = """
import sys
from app.questions import find, names
for name in names():
    find(name)
print([each for each in sys.argv[1:] if each in sys.modules])
"""


@pytest.mark.slow
def test_the_started_program_compiles_into_the_users_cache_folder(tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE")}
    given = {name: value for name, value in os.environ.items() if name != VARIABLE} | home
    ran = subprocess.run(
        [sys.executable, "-c", STARTS], cwd=ROOT, env=given, capture_output=True, text=True, check=True
    )
    cache = Path(ran.stdout.strip())
    assert cache.is_relative_to(tmp_path)
    assert cache.is_dir()
    assert not cache.is_relative_to(ROOT)


def test_a_folder_that_is_named_already_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert keep_compiled_code() == tmp_path


def test_without_one_it_is_a_folder_of_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)
    folder = keep_compiled_code()
    assert folder.parts[-2:] == ("lachan", "compiled")
    assert os.environ[VARIABLE] == str(folder)


def test_the_questions_are_listed_without_loading_compiler_or_rasters() -> None:
    """They are listed at every start, and these libraries take half a second."""
    heavy = ("numba", "rasterio", "exactextract", "scipy.ndimage", "highspy")
    listed = subprocess.run(
        [sys.executable, "-c", LISTED, *heavy], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert listed.stdout.strip() == "[]"
