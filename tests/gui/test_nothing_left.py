"""After the window is closed nothing of the project's data lies in temporary, cache or settings folders."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.demo import FILE_NAME, demo_project
from app.questions import find
from app.results import run_and_store
from data.store import Store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "bốn con mèo ngủ"
SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from app.desktop import operations
from app.desktop.start import start
running = start(None, who="test")
window = running.window
window.show()
loop = QEventLoop()
window.workspace.map.ready.connect(loop.quit)
QTimer.singleShot(60_000, lambda: sys.exit(1))
window.dialogs.open_project(Path(sys.argv[1]))
loop.exec()
operations.run_analysis(window.desk, "rates", {})
assert window.jobs.wait_done(30)
window.close()
running.end()
"""
TRACES = ("Sính Phình", "03241", "Nhà tạm lánh", "physical_violence", "reliable_address", PASSPHRASE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project" / FILE_NAME
    path.parent.mkdir()
    with Store.create(path, demo_project(), passphrase=PASSPHRASE, who="test") as store:
        run_and_store(store, find("shelters"), {"existing": "all"}, who="test")
    return path


def found_in(folder: Path) -> set[str]:
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    written = [(trace, coded) for trace in TRACES for coded in (trace.encode(), trace.encode("utf-16-le"))]
    return {trace for trace, coded in written for content in contents if coded in content}


def test_closing_the_window_leaves_no_data_behind(tmp_path: Path, project: Path) -> None:
    places = {
        name: tmp_path / name for name in ("TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")
    }
    for place in places.values():
        place.mkdir()
    environment = {
        **os.environ,
        **{name: str(place) for name, place in places.items()},
        "LACHAN_CONFIG": str(tmp_path / "LACHAN_CONFIG"),
        "LACHAN_PASSPHRASE": PASSPHRASE,
    }
    subprocess.run([sys.executable, "-c", SCRIPT, str(project)], cwd=ROOT, env=environment, check=True, timeout=120)
    for name in (*places, "LACHAN_CONFIG"):
        assert found_in(tmp_path / name) == set(), name


def test_the_search_finds_what_is_there(tmp_path: Path, project: Path) -> None:
    shutil.copy(project, tmp_path / "encrypted")
    assert found_in(tmp_path) == set()
    (tmp_path / "left.html").write_text("<p>Sính Phình</p>", encoding="utf-8")
    assert found_in(tmp_path) == {"Sính Phình"}
