"""Another place tried on the map: the figures follow the mouse and the arrow keys, and nothing is stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.demo import FILE_NAME, demo_project
from app.desktop.main_window import MainWindow
from app.desktop.session import Selection
from app.desktop.start import Running, start
from app.desktop.warm_up import WarmUp
from app.language import Language
from app.place_trial_words import KEY
from app.questions import find
from app.release import Audience
from app.results import run_and_store
from data.store import Store

pytestmark = pytest.mark.slow

PATIENCE = 30_000
SHELTER = "F0007"


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trying") / FILE_NAME
    with Store.create(path, demo_project(), who="test") as store:
        run_and_store(store, find("access"), {}, who="test")
        run_and_store(store, find("access"), {"existing": "all"}, who="test")
        run_and_store(store, find("rates"), {}, who="test")
        asked = {"p": 2, "objective": "p_median", "second": "cost", "steps": 4, "draws": 0}
        run_and_store(store, find("shelters"), asked, who="test")
    return path


@pytest.fixture
def window(qtbot: QtBot, demo_file: Path) -> Iterator[MainWindow]:
    program: Running = start(Language("en"), who="test")
    qtbot.addWidget(program.window, before_close_func=lambda window: window.jobs.cancel())
    program.window.show()
    with qtbot.waitSignal(program.window.workspace.map.ready, timeout=PATIENCE):
        program.window.dialogs.open_project(demo_file)
    program.window.session.show_result("access-1")
    yield program.window
    program.window.close()
    program.end()


def ask(qtbot: QtBot, window: MainWindow, expression: str) -> Any:
    answers: list[Any] = []
    window.workspace.map.ask(expression, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    return answers[0]


def begin(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        button(window, "try_place").click()


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def said(window: MainWindow) -> str:
    found = window.findChild(QLabel, "trial_text")
    assert isinstance(found, QLabel)
    return found.text()


def test_the_figures_follow_the_mouse_and_nothing_is_stored(qtbot: QtBot, window: MainWindow) -> None:
    before = window.session.project
    begin(qtbot, window)
    assert "where it is: " in said(window)
    at = ask(qtbot, window, "trial.state()")
    fills = ask(qtbot, window, "planner.fills()")
    target, place = window.workspace.map.web.focusProxy(), QPoint(round(at["x"]), round(at["y"]))
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        for part in (5, 20, 40):
            QTest.mouseMove(target, place + QPoint(part, -part))
            qtbot.wait(30)
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place + QPoint(40, -40))
    qtbot.waitUntil(lambda: " than where it is" in said(window), timeout=PATIENCE)
    assert said(window).endswith("nothing is stored.")
    assert ask(qtbot, window, "planner.fills()") != fills
    assert window.session.project is before
    assert not window.session.can_undo


def test_arrow_keys_move_it_enter_keeps_it_and_escape_ends(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    target = window.workspace.map.web.focusProxy()
    start_at = ask(qtbot, window, "trial.state()")
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        QTest.keyClick(target, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    there = ask(qtbot, window, "trial.state()")
    assert there["lon"] > start_at["lon"]
    QTest.keyClick(target, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not ask(qtbot, window, "trial.state()")["moving"], timeout=PATIENCE)
    QTest.keyClick(target, Qt.Key.Key_Right)
    assert ask(qtbot, window, "trial.state()")["lon"] == there["lon"]
    QTest.keyClick(target, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.workspace.trial_bar.is_on, timeout=PATIENCE)
    assert not ask(qtbot, window, "trial.state()")["on"]
    assert KEY not in dict(window.workspace.map.indicators())
    assert window.workspace.map.indicator == "isochrones"


def test_going_along_the_frontier_shows_the_sites_of_each_plan_on_the_map(qtbot: QtBot, window: MainWindow) -> None:
    window.session.show_result("shelters-1")
    result = window.session.result
    assert result is not None
    plans = result.result.table("frontier").values("site_codes")
    charts = window.workspace.chart
    charts.show_chart("frontier")
    window.workspace._lower.setCurrentWidget(charts)
    for codes in plans:
        charts.lines.step(1)
        wanted = sorted(code for code in str(codes).split("; ") if code)
        qtbot.waitUntil(lambda wanted=wanted: outlined(qtbot, window) == wanted, timeout=PATIENCE)  # type: ignore[misc]
        frontier = window.workspace.table.tab("frontier")
        assert frontier is not None
        assert frontier.selection().codes == (codes,)


def outlined(qtbot: QtBot, window: MainWindow) -> list[str]:
    """Return the places that the map outlines, of every layer."""
    chosen = ask(qtbot, window, "planner.state()")["chosen"]
    places = sorted(code for name, codes in chosen.items() if name != "frontier" for code in codes)
    assert ask(qtbot, window, "planner.state()")["outlined"] == len(places)
    return places


def test_a_site_of_a_plan_by_minutes_is_followed_by_its_minutes(qtbot: QtBot, window: MainWindow) -> None:
    window.session.show_result("shelters-1")
    result = window.session.result
    assert result is not None
    window.session.select(Selection("sites", (str(result.result.table("sites").values("facility_id")[0]),)))
    begin(qtbot, window)
    assert "On average per child: " in said(window)
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        ask(qtbot, window, "trial.moveTo(21.5, 103.3) ?? 1")
    assert "than where it is" in said(window).partition("On average per child: ")[2]


def test_put_back_returns_it(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    first, home = said(window), ask(qtbot, window, "trial.state()")
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        ask(qtbot, window, "trial.moveTo(21.5, 103.3) ?? 1")
    assert said(window) != first
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        button(window, "put_back").click()
    assert said(window) == first
    assert ask(qtbot, window, "trial.state()")["lon"] == home["lon"]


def test_of_positions_that_come_at_once_the_latest_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    followed: list[tuple[float, float]] = []
    window.trying.followed.connect(lambda lon, lat: followed.append((lon, lat)))
    asked = [(103.0 + step / 100, 21.4) for step in range(40)]
    for lon, lat in asked:
        window.trying.move_to(lon, lat)
    qtbot.waitUntil(lambda: asked[-1] in followed, timeout=PATIENCE)
    assert len(followed) <= 3


def test_the_window_shows_no_work_while_a_place_is_dragged(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    busy: list[bool] = []
    window.jobs.busy_changed.connect(busy.append)
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        window.trying.move_to(103.1, 21.5)
    assert busy == []


def test_the_place_selected_is_the_one_that_is_tried(qtbot: QtBot, window: MainWindow) -> None:
    window.session.show_result("access-2")
    button(window, "try_place").click()
    assert said(window).startswith("Select a place")
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        window.session.select(Selection("services", (SHELTER,)))
    assert "where it is: " in said(window)


def test_places_that_are_not_public_are_not_moved_before_a_reader_who_may_not_know_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.session.show_result("access-2")
    bar = window.workspace.trial_bar
    assert bar.isVisible()
    window.session.set_audience(Audience.SHAREABLE)
    assert not bar.isVisible()
    window.session.show_result("access-1")
    assert bar.isVisible()
    window.session.set_audience(Audience.INTERNAL)


def test_it_is_offered_for_results_with_places_that_help_only(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace.trial_bar.isVisible()
    window.session.show_result("rates-1")
    assert not window.workspace.trial_bar.isVisible()


def test_the_other_language_says_it_again(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    with qtbot.waitSignal(window.trying.followed, timeout=PATIENCE):
        window.session.set_language(Language("vi"))
    assert "(mô phỏng)" in said(window)


def test_isochrones_are_drawn_below_the_communes_and_go_with_their_colouring(qtbot: QtBot, window: MainWindow) -> None:
    count = "bands.count()"
    view = window.workspace.map
    qtbot.waitUntil(lambda: ask(qtbot, window, count) == 45 + 4, timeout=PATIENCE)
    view.show_indicator("children_beyond")
    qtbot.waitUntil(lambda: ask(qtbot, window, count) == 0, timeout=PATIENCE)


def test_a_public_shelter_is_drawn_once_and_selected_by_the_name_of_the_result(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: "services" not in ask(qtbot, window, "Object.keys(lachan.layers)"), timeout=PATIENCE)
    window.session.select(Selection("services", (SHELTER,)))
    qtbot.waitUntil(lambda: ask(qtbot, window, "planner.state().outlined") == 1, timeout=PATIENCE)
    assert ask(qtbot, window, "planner.state().table") == "shelters_public"


def test_searches_are_compiled_by_another_process_only_where_there_is_ground(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []
    monkeypatch.setattr(QProcess, "start", lambda *_: started.append(True))
    WarmUp(window.session, window, warm=lambda: True).begin()
    assert started == []
    WarmUp(window.session, window, warm=lambda: False).begin()
    assert started == [True]
    window.session.close()
    WarmUp(window.session, window, warm=lambda: False).begin()
    assert started == [True]
