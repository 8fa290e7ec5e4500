"""Writes every panel and dialog as PNG, in both languages and both themes, into out/screenshots: `make screenshots`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pandas as pd
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QTabWidget, QWidget

from app.demo import FILE_NAME, demo_project
from app.desktop import operations
from app.desktop.correction_dialog import CorrectionDialog
from app.desktop.crosswalk_dialog import CrosswalkDialog
from app.desktop.map_view import MapView
from app.desktop.session import Selection
from app.desktop.start import Running, start
from app.desktop.theme import THEMES
from app.language import LANGUAGES, Language
from app.questions import find
from app.results import run_and_store, stored_result
from data.project import Project
from data.store import Store
from screenshots.import_steps import import_steps

OUT = Path("out/screenshots")
SIZE = (1360, 860)
SETTLE_MS = 450
"""Long enough for a page to be laid out."""
LONGEST_MS = 20_000
"""Longest wait until the map has drawn all it was sent."""


RISK: dict[str, dict[str, object]] = {
    "rates": {},
    "clusters": {},
    "expected": {},
    "hidden": {"reporting_lower": 10, "reporting_upper": 30},
    "alerts": {},
}
"""The questions of risk, and what they are asked with."""
PLANS: dict[str, dict[str, object]] = {
    "posts": {"posts": 12},
    "training": {"number": 3},
    "targets": {},
    "targeting": {},
    "visits": {"days": 3},
}
"""The questions of plans but that of shelters, and what they are asked with."""
SHELTERS: tuple[dict[str, object], ...] = (
    {"p": 5, "second": "worst"},
    {"p": 5, "lens": "reported"},
    {"p": 5, "lens": "expected"},
    {"p": 5, "lens": "adjusted"},
)
"""The plans of shelters: one weighed against the minutes of the worst-off, then one for each lens of cases."""


def main() -> None:
    """Make the pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LACHAN_CONFIG"] = folder
        path = Path(folder) / FILE_NAME
        with Store.create(path, _with_cases(demo_project()), who="screenshots") as store:
            for name, asked in RISK.items():
                run_and_store(store, find(name), asked, who="screenshots")
            run_and_store(store, find("reconcile"), {}, who="screenshots")
            for asked in SHELTERS:
                run_and_store(store, find("shelters"), asked, who="screenshots")
            for name, asked in PLANS.items():
                run_and_store(store, find(name), asked, who="screenshots")
            for name in ("access", "referral", "supply"):
                run_and_store(store, find(name), {}, who="screenshots")
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
        "plan-form": lambda: _plan_form(running),
        "plan-frontier": lambda: _frontier(running),
        **{f"plan-{asked['lens']}": partial(_plan, running, f"shelters-{n}") for n, asked in _lenses()},
        "plans": lambda: _dialog(running, lambda: window.dialogs.compare("shelters-3")),
        **{name: partial(_plan, running, f"{name}-1") for name in PLANS},
        "access": lambda: _panel(running, "access", "access-1", Selection("communes", ("03349",))),
        "access-rain": lambda: _rain(running),
        "access-chart": lambda: _lower(running, 1, _panel(running, "access", "access-1", Selection())),
        "access-tried": lambda: _tried(running),
        "access-form": lambda: _form(running),
        "referral": lambda: _panel(running, "access", "referral-1", Selection()),
        "supply": lambda: _panel(running, "access", "supply-1", Selection()),
        "risk": lambda: _panel(running, "risk", "rates-1", Selection("communes", ("03349",))),
        **{name: partial(_question, running, name) for name in RISK if name != "rates"},
        **{f"{name}-chart": partial(_chart, running, name) for name in ("clusters", "expected", "alerts")},
        "hidden-form": lambda: _prior(running),
        "returns": lambda: _lower(running, 2, _panel(running, "risk", "rates-1", Selection("communes", ("03349",)))),
        "pairs": lambda: _pairs(running),
        "data": lambda: _panel(running, "data", "rates-1", Selection()),
        "report": lambda: _panel(running, "report", "shelters-1", Selection()),
        "crosswalk": lambda: _dialog(running, window.dialogs.crosswalk),
        "correction": lambda: _correction(running),
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
            for name, shown in import_steps(running, path.parent):
                yield _save(shown, f"{code}-{theme}-{name}.png")


def _panel(running: Running, place: str, result: str, selection: Selection) -> QWidget:
    window = running.window
    _lower(running, 0, window)
    window.session.show_result(result)
    window.workspace.rail.choose(place)
    window.session.select(selection)
    return window


def _plan(running: Running, result: str) -> QWidget:
    return _panel(running, "visits" if result.startswith("visits") else "plan", result, Selection())


def _lenses() -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the number of each plan of shelters made for a lens of cases, and what it was asked with."""
    yield from ((number, asked) for number, asked in enumerate(SHELTERS, start=1) if "lens" in asked)


def _plan_form(running: Running) -> QWidget:
    window = _plan(running, "shelters-1")
    running.window.workspace.panels["plan"].form("shelters").set_open(True)
    return window


def _frontier(running: Running) -> QWidget:
    """Show the plans between both aims, one of them read out."""
    window = _lower(running, 1, _plan(running, "shelters-1"))
    charts = running.window.workspace.chart
    charts.show_chart("frontier")
    charts.lines.step(1)
    return window


def _question(running: Running, name: str) -> QWidget:
    return _panel(running, "risk", f"{name}-1", Selection("communes", ("03349",)))


def _chart(running: Running, name: str) -> QWidget:
    """Show a chart of lines where the result has one, else the classes of its map as bars."""
    shown = _lower(running, 1, _question(running, name))
    stored = running.window.session.result
    charts = stored.result.charts if stored else ()
    running.window.workspace.chart.show_chart(charts[0].name if charts else "")
    return shown


def _prior(running: Running) -> QWidget:
    """Show the picture of what is assumed of reporting, below the fields it comes from."""
    window = _question(running, "hidden")
    form = running.window.workspace.panels["risk"].form("hidden")
    form.set_open(True)
    for scroll in running.window.workspace.panels["risk"].findChildren(QScrollArea):
        QApplication.processEvents()
        scroll.ensureWidgetVisible(form.run_button)
    return window


def _lower(running: Running, tab: int, shown: QWidget) -> QWidget:
    """Show the table, the chart or the returns below the map."""
    lower = running.window.findChild(QTabWidget, "lower")
    lower.setCurrentIndex(tab)
    return shown


def _rain(running: Running) -> QWidget:
    window = _panel(running, "access", "access-1", Selection())
    running.window.workspace.map.show_indicator("children_lost_in_rain")
    return window


def _form(running: Running) -> QWidget:
    """Show what the question asks for, unfolded."""
    window = _panel(running, "access", "access-1", Selection())
    running.window.workspace.panels["access"].form("access").set_open(True)
    return window


def _tried(running: Running) -> QWidget:
    """Show the shelter tried elsewhere."""
    window = _panel(running, "access", "access-1", Selection())
    loop = QEventLoop()
    running.window.trying.followed.connect(loop.quit)
    running.window.workspace.trial_bar.button.click()
    loop.exec()
    running.window.workspace.map.ask("trial.moveTo(21.55, 103.3) ?? 1", lambda _: None)
    loop.exec()
    running.window.trying.followed.disconnect(loop.quit)
    return window


def _pairs(running: Running) -> QWidget:
    window = _panel(running, "risk", "reconcile-1", Selection())
    table = running.window.workspace.table
    tab = table.tab("pairs")
    if tab is not None:
        table.tabs.setCurrentWidget(tab)
        tab.selectRow(0)
    return window


def _with_cases(project: Project) -> Project:
    """Return the demo with a made-up list of cases, some in the lists of two agencies."""
    codes = project["units"].loc[project["units"]["level"] == "commune", "code"].tolist()
    cases = [
        {"case_id": f"demo-{number:03}", "unit_code": codes[number // 2], "vintage": project.about.vintage,
         "agency": ("police", "health")[number % 2], "place": "home", "kind": "neglect", "reported_on": "2025-03-10",
         "link_keys": f"full:{number // 2:02x}"}
        for number in range(40)
    ]  # fmt: skip
    return project.append("cases", pd.DataFrame(cases))


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait_for(view: MapView) -> None:
    """Wait until the map has drawn all it was sent."""
    for _ in range(LONGEST_MS // SETTLE_MS):
        painted: list[int | None] = []
        view.ask("planner.shown()", painted.append)
        _wait(SETTLE_MS)
        if painted and (painted[0] or 0) >= view.sent:
            return


def _dialog(running: Running, show: Callable[[], None]) -> QWidget:
    show()
    running.window.jobs.wait_done()
    return running.window.findChildren(QDialog)[-1]


def _correction(running: Running) -> QWidget:
    """Show what is asked where the first old unit is stated anew."""
    crosswalk = _dialog(running, running.window.dialogs.crosswalk)
    if isinstance(crosswalk, CrosswalkDialog) and crosswalk.rows is not None:
        crosswalk.rows.selectRow(0)
        crosswalk.ask_correction()
        crosswalk.findChildren(CorrectionDialog)[-1].finished.connect(crosswalk.reject)
    return crosswalk.findChildren(CorrectionDialog)[-1]


def _first_site(running: Running) -> tuple[str, ...]:
    project = running.window.session.project
    found = stored_result(project, "shelters-1").result if project else None
    return (str(found.table("sites").values("facility_id")[0]),) if found else ()


def _save(widget: QWidget, name: str) -> str:
    _wait(SETTLE_MS)
    view = widget.findChild(MapView, "map")
    if view is not None and view.isVisible():
        _wait_for(view)
    widget.grab().save(str(OUT / name))
    return name


if __name__ == "__main__":
    main()
