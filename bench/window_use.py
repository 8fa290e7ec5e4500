"""What is measured in a window once it is built: opening, indicators, selections, pans, memory; times in seconds."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.session import Selection
from app.desktop.start import Running

REPEATS = 30
PATIENCE_MS = 60_000
SELECTED = 200
PAN = (
    "(() => { const t = performance.now(); window.panned = 0; planner.map().panBy([40, 25], {animate: false});"
    " requestAnimationFrame(() => setTimeout(() => { window.panned = performance.now() - t; }, 0)); return 1; })()"
)


def use(running: Running, path: Path, began: float) -> dict[str, list[float]]:
    """Open the project at `path`, use its window, close it, and return the seconds; moments count from `began`."""
    told: dict[str, list[float]] = {}
    view = running.window.workspace.map
    running.window.show()
    running.window.session.opened.connect(lambda: told.setdefault("project open", [time.time() - began]))
    running.window.dialogs.open_project(path)
    wait_for(view.ready)
    told["start"] = [time.time() - began]
    keys = [key for key, _ in view.indicators()][:2]
    told["indicator"] = [painted(view, lambda at=at: view.show_indicator(keys[at % 2])) for at in range(1, REPEATS + 1)]
    told["selection"] = [selected(running, at) for at in range(REPEATS)]
    told["pan"] = [panned(view) for _ in range(REPEATS)]
    told["memory"] = [memory_mb()]
    told |= _travel(running)
    running.window.close()
    running.end()
    return told


def _travel(running: Running) -> dict[str, list[float]]:
    """Return what is measured on travel times, where the project keeps a result about them."""
    from bench.window_drag import dragged, longest_gap

    kept = running.window.session.open_store.project["results"]
    results = kept["result_id"][kept["analysis"] == "access"].tolist()
    if not results:
        return {}
    return {"drag": dragged(running, results[0]), "longest gap": [longest_gap(running)]}


def wait_for(signal: object) -> None:
    """Keep the event loop going until `signal` comes, or exit."""
    loop = QEventLoop()
    signal.connect(loop.quit)  # type: ignore[attr-defined]
    guard = QTimer(singleShot=True)
    guard.timeout.connect(lambda: sys.exit(1))
    guard.start(PATIENCE_MS)
    loop.exec()
    guard.stop()
    signal.disconnect(loop.quit)  # type: ignore[attr-defined]


def painted(view: object, act: Callable[[], object]) -> float:
    """Return the seconds from `act` until the page says that what it changed is on the screen."""
    began = time.perf_counter()
    QTimer.singleShot(0, act)
    wait_for(view.painted)  # type: ignore[attr-defined]
    return time.perf_counter() - began


def selected(running: Running, at: int) -> float:
    """Return the seconds from selecting other communes until map, table, chart and profile show them."""
    session = running.window.session
    codes = session.open_store.project["units"].query("level == 'commune'")["code"].tolist()
    count = min(SELECTED, len(codes) // 2)
    first = (at * 7) % (len(codes) - count)
    chosen = Selection("communes", tuple(codes[first : first + count]))
    began = time.perf_counter()
    painted(running.window.workspace.map, lambda: session.select(chosen))
    while running.window.workspace.profile.code != chosen.codes[0]:
        QApplication.processEvents()
    return time.perf_counter() - began


def panned(view: object) -> float:
    """Return the seconds a pan takes until it is painted, as the page itself measures it."""
    asked(view, PAN)
    while not (found := asked(view, "window.panned")):
        pass
    return float(found) / 1000  # type: ignore[arg-type]


def asked(view: object, expression: str) -> object:
    """Return the value of an expression in the page."""
    loop = QEventLoop()
    answers: list[object] = []
    view.ask(expression, lambda found: (answers.append(found), loop.quit()))  # type: ignore[attr-defined]
    loop.exec()
    return answers[0]


def memory_mb() -> float:
    """Return the proportional memory (PSS: what is shared is counted once) of this process and all its children."""
    here = psutil.Process()
    return sum(each.memory_full_info().pss for each in (here, *here.children(recursive=True))) / 2**20
