"""Writes every panel and dialog as PNG, in both languages and both themes, into out/screenshots: `make screenshots`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from app.demo import FILE_NAME, demo_project
from app.desktop import operations
from app.desktop.session import Selection
from app.desktop.start import Running, start
from app.desktop.theme import THEMES
from app.language import LANGUAGES, Language
from app.questions import find
from app.results import run_and_store
from data.store import Store

OUT = Path("out/screenshots")
SIZE = (1360, 860)
SETTLE_MS = 900
"""Long enough for a map to be drawn and a page to be laid out."""


def main() -> None:
    """Make the pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LACHAN_CONFIG"] = folder
        path = Path(folder) / FILE_NAME
        with Store.create(path, demo_project(), who="screenshots") as store:
            run_and_store(store, find("rates"), {}, who="screenshots")
            run_and_store(store, find("shelters"), {"p": 5}, who="screenshots")
        running = start(Language("vi"), who="screenshots")
        running.window.resize(*SIZE)
        running.window.show()
        for name in pictures(running, path):
            sys.stdout.write(f"{OUT / name}\n")
        running.window.close()
        running.end()


def pictures(running: Running, path: Path) -> Iterator[str]:
    """Yield the name of each picture once it is written."""
    window = running.window
    shots: dict[str, Callable[[], QWidget]] = {
        "plan": lambda: _panel(running, "plan", "shelters-1", Selection("sites", _first_site(running))),
        "risk": lambda: _panel(running, "risk", "rates-1", Selection("communes", ("03349",))),
        "data": lambda: _panel(running, "data", "rates-1", Selection()),
        "report": lambda: _panel(running, "report", "shelters-1", Selection()),
        "import": lambda: _dialog(running, window.dialogs.import_file),
        "export": lambda: _dialog(running, window.dialogs.export),
        "new": lambda: _dialog(running, window.dialogs.new_project),
    }
    for code in LANGUAGES:
        for theme in THEMES:
            window.session.set_language(Language(code))
            window.session.set_theme(theme)
            yield _save(window, f"{code}-{theme}-start.png")
            operations.open_project(window.desk, path)
            window.jobs.wait_done()
            for name, show in shots.items():
                shown = show()
                yield _save(shown, f"{code}-{theme}-{name}.png")
                if isinstance(shown, QDialog):
                    shown.reject()
            operations.close_project(window.desk)


def _panel(running: Running, place: str, result: str, selection: Selection) -> QWidget:
    window = running.window
    window.session.show_result(result)
    window.workspace.rail.choose(place)
    window.session.select(selection)
    return window


def _dialog(running: Running, show: Callable[[], None]) -> QWidget:
    show()
    return running.window.findChildren(QDialog)[-1]


def _first_site(running: Running) -> tuple[str, ...]:
    result = running.window.session.result
    return (str(result.result.table("sites").values("facility_id")[0]),) if result else ()


def _save(widget: QWidget, name: str) -> str:
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
    widget.grab().save(str(OUT / name))
    return name


if __name__ == "__main__":
    main()
