"""Period and kinds are one truth in the whole window: top bar, forms, profile, the result shown and the settings."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.demo import FILE_NAME, demo_project
from app.desktop import operations
from app.desktop.main_window import MainWindow
from app.desktop.settings import FILE_NAME as SETTINGS
from app.desktop.start import Running, start
from app.desktop.workspace import Workspace
from app.language import Language
from app.parameters import Parameters
from app.questions import Analysis, find
from app.results import run_and_store
from app.scope import Scope
from data.store import Store

PATIENCE = 20_000
YEAR = Scope().in_year(2024)


@pytest.fixture(scope="module")
def kept_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scope") / FILE_NAME
    with Store.create(path, demo_project(), who="test") as store:
        run_and_store(store, find("rates"), {}, who="test")
    return path


@pytest.fixture
def file(tmp_path: Path, kept_file: Path) -> Path:
    return Path(shutil.copy(kept_file, tmp_path / FILE_NAME))


@pytest.fixture
def running(qtbot: QtBot, file: Path) -> Iterator[Running]:
    program = start(Language("en"), who="test")
    qtbot.addWidget(program.window, before_close_func=lambda window: window.jobs.cancel())
    program.window.show()
    open_file(qtbot, program.window, file)
    yield program
    program.window.close()
    program.end()


def open_file(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    operations.open_project(window.desk, file)
    qtbot.waitUntil(lambda: not window.jobs.busy and window.session.project is not None, timeout=PATIENCE)


def choose(window: MainWindow, year: str) -> None:
    next(line for line in window.top_bar.period.menu().actions() if line.text() == year).trigger()


def asked(window: MainWindow) -> dict[str, object]:
    return window.workspace.panels["risk"].form("rates").values()


def run_again(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.session.result_shown, timeout=PATIENCE):
        window.workspace.stale.button.click()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)


def test_a_choice_above_fills_the_form_and_the_form_shows_above(qtbot: QtBot, running: Running) -> None:
    window = running.window
    choose(window, "2024")
    assert (asked(window)["period_start"], asked(window)["period_end"]) == ("2024-01-01", "2024-12-31")
    form = window.workspace.panels["risk"].form("rates")
    form.set_values({"kind": "sexual_abuse", "period_end": None})
    assert window.session.scope == Scope(YEAR.start, None, ("sexual_abuse",))
    assert window.top_bar.period.text() == "from 1 Jan 2024"
    assert window.top_bar.kinds.text() == "sexual abuse"
    form.reset()
    assert window.session.scope == Scope()
    assert window.top_bar.period.text() == "all years"


def test_a_day_half_written_leaves_the_period_and_the_text_alone(qtbot: QtBot, running: Running) -> None:
    window = running.window
    choose(window, "2024")
    form = window.workspace.panels["risk"].form("rates")
    field = form.rows["period_start"].field
    field.line.setText("2024-1")  # type: ignore[union-attr]
    assert window.session.scope == YEAR
    assert field.line.text() == "2024-1"  # type: ignore[union-attr]


def test_a_result_of_another_period_says_so_and_running_again_mends_it(qtbot: QtBot, running: Running) -> None:
    window = running.window
    strip = window.workspace.stale
    assert not strip.isVisible()
    choose(window, "2024")
    assert strip.isVisible()
    assert strip.text() == "The result shown was made with other settings: all years · all kinds of case."
    run_again(qtbot, window)
    assert not strip.isVisible()
    assert window.session.result is not None
    settings = {each.name: each.value for each in window.session.result.result.parameters}
    assert settings["period_start"] == "2024-01-01"
    assert window.workspace.panels["risk"].form("rates").asked.text() == "2024 · all kinds of case"
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    assert window.session.scope == Scope()
    assert not strip.isVisible()


def test_data_that_changed_offer_to_run_again(qtbot: QtBot, running: Running) -> None:
    window = running.window
    project = window.session.project
    assert project is not None
    counts = project["case_counts"]
    window.session.apply(project.with_table("case_counts", counts.iloc[:-1]), what="import case_counts")
    window.workspace.show_result(window.session.result)
    assert window.workspace.stale.text() == "The data have changed since the result shown was found."
    run_again(qtbot, window)
    assert not window.workspace.stale.isVisible()


def test_a_plan_has_no_period_and_is_not_made_with_another(qtbot: QtBot, running: Running) -> None:
    window = running.window
    operations.run_analysis(window.desk, "shelters", {"p": 1})
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    choose(window, "2024")
    assert not window.workspace.stale.isVisible()


def test_the_period_is_remembered_and_kinds_are_nowhere_in_clear(
    qtbot: QtBot, running: Running, file: Path, own_settings: Path
) -> None:
    window = running.window
    choose(window, "2024")
    window.session.set_scope(Scope(YEAR.start, YEAR.end, ("sexual_abuse",)))
    text = (own_settings / SETTINGS).read_text(encoding="utf-8")
    assert "2024-01-01/2024-12-31" in text
    assert "sexual_abuse" not in text
    window.commands["close"].trigger()
    open_file(qtbot, window, file)
    assert window.session.scope == YEAR
    assert window.top_bar.period.text() == "2024"


def test_the_profile_counts_the_kinds_asked_about(qtbot: QtBot, running: Running) -> None:
    window = running.window
    window.workspace.find_commune("03349")
    window.session.set_scope(Scope(kinds=("neglect",)))
    shown = window.workspace.profile
    qtbot.waitUntil(lambda: shown.code == "03349" and shown.kinds == ("neglect",), timeout=PATIENCE)


def test_rerunning_a_kept_result_asks_about_its_own_period(qtbot: QtBot, running: Running) -> None:
    window = running.window
    choose(window, "2024")
    with qtbot.waitSignal(window.session.result_shown, timeout=PATIENCE):
        window.workspace.report_panel.history.rerun_asked.emit("rates", {"period_start": None, "period_end": None})
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    assert window.session.scope == Scope()
    assert not window.workspace.stale.isVisible()


def test_the_rail_shows_a_place_once_a_question_has_its_group(qtbot: QtBot, running: Running) -> None:
    session = running.window.session
    assert list(running.window.workspace.panels) == ["risk", "access", "plan", "visits"]

    class Nothing(Parameters):
        """A question without settings."""

    new = Analysis("tours", "visits", "Whom to visit", Nothing, lambda *_: None)  # type: ignore[arg-type, return-value]
    made = Workspace(session, [find("rates"), new])
    qtbot.addWidget(made)
    buttons = [each.objectName() for each in made.rail.findChildren(QToolButton)]
    assert buttons == ["rail_data", "rail_risk", "rail_visits", "rail_report"]
    made.rail.choose("visits")
    assert made.panels["visits"].isVisibleTo(made)
