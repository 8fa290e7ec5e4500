"""The session is what the file holds; undo and redo are snapshots, and the audit only grows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.demo import PLAN_PARAMETERS, demo_project
from app.desktop.session import Selection, Session
from app.desktop.undo_steps import LONGEST, Step, UndoSteps, step_text
from app.errors import UnknownResult
from app.language import Language
from app.questions import find
from app.release import Audience, release
from app.results import run_and_store
from app.scope import Scope
from data.errors import ChangedElsewhere, PassphraseRequired
from data.project import Project
from data.store import Store


@pytest.fixture(scope="module")
def demo() -> Project:
    return demo_project()


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory, demo: Project) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.lachan"
    Store.create(path, demo).close()
    return path


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, demo_file: Path) -> Iterator[Session]:
    shown = Session(who="tester", language=Language("en"))
    shown.open(Store.open(shutil.copyfile(demo_file, tmp_path / "a.lachan")))
    yield shown
    shown.close()


def audit(session: Session) -> list[str]:
    return list(session.open_store.project["audit"]["what"])


def run_shelters(session: Session, p: int = 5) -> str:
    stored = run_and_store(
        session.open_store, find("shelters"), {**PLAN_PARAMETERS, "p": p, "minutes": "air"}, who="tester"
    )
    session.follow("run shelters")
    return stored.result_id


def renamed(project: Project, name: str) -> Project:
    return project.replace_about(name=name)


def test_opening_shows_the_project_and_nothing_to_undo(session: Session, demo: Project) -> None:
    assert session.project is session.open_store.project
    assert session.project is not None
    assert session.project.about == demo.about
    assert not session.can_undo
    assert not session.can_redo
    assert session.result is None


def test_an_applied_change_is_in_the_file_before_anybody_hears_of_it(session: Session, qtbot: QtBot) -> None:
    before = session.project
    assert before is not None
    heard: list[tuple[object, object, str]] = []
    session.project_changed.connect(lambda old, new: heard.append((old, new, name_in_file(session))))
    with qtbot.waitSignal(session.history_changed):
        session.apply(renamed(before, "Lai Châu"), what="rename")
    assert heard == [(before, session.project, "Lai Châu")]


def name_in_file(session: Session) -> str:
    with Store.open_unlocked(session.open_store.path, session.open_store.key) as store:
        return store.project.about.name


def test_undo_and_redo_restore_the_snapshots_and_the_audit_keeps_both(session: Session) -> None:
    first = session.project
    assert first is not None
    session.apply(renamed(first, "Lai Châu"), what="rename")
    session.undo()
    assert session.project is not None
    assert session.project.about == first.about
    assert session.project["units"] is first["units"]
    assert session.can_redo
    assert not session.can_undo
    session.redo()
    assert session.project.about.name == "Lai Châu"
    assert name_in_file(session) == "Lai Châu"
    assert audit(session)[-3:] == ["rename", "undo rename", "redo rename"]


def test_undo_and_redo_say_what_they_would_do(session: Session) -> None:
    assert session.undo_text == ""
    run_shelters(session)
    title = Language("en").say(find("shelters").title)
    assert session.undo_text == f"Undo: {title}"
    session.undo()
    assert session.redo_text == f"Redo: {title}"
    assert session.undo_text == ""


def test_a_step_is_said_by_its_question_or_its_table(demo: Project) -> None:
    said = [step_text(Step(what, demo, demo), Language("en")) for what in ("run rates", "import officers", "rename")]
    assert said == [find("rates").title, "Import: Officers and their posts", "the last step"]


def test_a_new_step_forgets_what_was_taken_back(session: Session) -> None:
    assert session.project is not None
    session.apply(renamed(session.project, "b"), what="rename")
    session.undo()
    session.apply(renamed(session.project, "c"), what="rename again")
    assert not session.can_redo
    assert session.undo_step is not None
    assert session.undo_step.what == "rename again"


def test_a_run_is_shown_and_undoing_it_takes_it_away_but_not_from_the_audit(session: Session, qtbot: QtBot) -> None:
    first = run_shelters(session, 3)
    second = run_shelters(session, 5)
    assert session.result is not None
    assert session.result.result_id == second
    with qtbot.waitSignal(session.result_shown) as heard:
        session.undo()
    assert heard.args is not None
    assert heard.args[0].result_id == first
    assert session.result.result_id == first
    session.redo()
    assert session.result.result_id == second
    session.undo()
    session.undo()
    assert session.result is None
    assert audit(session).count("run shelters") == 2


def test_releasing_is_no_step_to_undo_and_stays_in_the_audit_after_one(session: Session) -> None:
    result = run_shelters(session)
    release(session.open_store, result, Audience.SHAREABLE, who="tester")
    session.follow("release shareable")
    assert session.undo_step is not None
    assert session.undo_step.what == "run shelters"
    session.undo()
    assert "release shareable" in audit(session)
    with Store.open_unlocked(session.open_store.path, session.open_store.key) as store:
        assert "release shareable" in list(store.project["audit"]["what"])
        assert store.project["results"].empty


def test_reopening_shows_the_newest_result(session: Session) -> None:
    run_shelters(session, 3)
    kept = run_shelters(session, 4)
    shown = session.result
    path = session.open_store.path
    session.close()
    session.open(Store.open(path))
    assert session.result == shown
    assert session.result is not None
    assert session.result.result_id == kept


def test_an_unknown_result_is_an_error_and_the_shown_one_stays(session: Session) -> None:
    kept = run_shelters(session)
    with pytest.raises(UnknownResult):
        session.show_result("shelters-99")
    assert session.result is not None
    assert session.result.result_id == kept


def test_a_refused_change_leaves_session_and_steps_as_they_were(session: Session) -> None:
    before = session.project
    assert before is not None
    with pytest.raises(PassphraseRequired):
        session.apply(before.replace_about(simulated=False), what="refused")
    assert session.project is before
    assert not session.can_undo


def test_undo_on_a_file_changed_elsewhere_fails_and_can_be_tried_again(session: Session) -> None:
    assert session.project is not None
    session.apply(renamed(session.project, "b"), what="rename")
    with Store.open_unlocked(session.open_store.path, session.open_store.key) as other:
        other.apply(renamed(other.project, "c"), what="rename", who="other")
    with pytest.raises(ChangedElsewhere):
        session.undo()
    assert session.can_undo
    assert name_in_file(session) == "c"


def test_following_a_file_that_did_not_change_says_nothing(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.project_changed):
        session.follow("nothing")


def test_a_selection_is_heard_once(session: Session, qtbot: QtBot) -> None:
    heard: list[Selection] = []
    session.selection_changed.connect(heard.append)
    for _ in range(2):
        session.select(Selection("communes", ("03127",)))
    assert heard == [Selection("communes", ("03127",))]
    session.select(Selection())
    assert session.selection == Selection()
    assert len(heard) == 2


def test_language_audience_and_theme_are_heard_when_they_differ(session: Session, qtbot: QtBot) -> None:
    heard: list[object] = []
    for signal in (session.language_changed, session.audience_changed, session.theme_changed):
        signal.connect(heard.append)
    for _ in range(2):
        session.set_language(Language("vi"))
        session.set_audience(Audience.SHAREABLE)
        session.set_theme("dark")
    assert heard == [Language("vi"), Audience.SHAREABLE, "dark"]
    assert (session.language, session.audience, session.theme) == (Language("vi"), Audience.SHAREABLE, "dark")


def test_opening_another_project_forgets_steps_selection_and_result(
    session: Session, tmp_path: Path, demo: Project
) -> None:
    run_shelters(session)
    session.select(Selection("communes", ("03127",)))
    session.open(Store.create(tmp_path / "b.lachan", demo))
    assert not session.can_undo
    assert session.selection == Selection()
    assert session.result is None
    assert session.open_store.path.name == "b.lachan"


def test_closing_is_heard_once_and_leaves_nothing(session: Session, qtbot: QtBot) -> None:
    heard: list[bool] = []
    session.closed.connect(lambda: heard.append(True))
    session.close()
    session.close()
    assert heard == [True]
    assert (session.store, session.project, session.result) == (None, None, None)
    with pytest.raises(RuntimeError):
        _ = session.open_store


def test_the_same_project_in_another_file_can_still_be_undone(session: Session, tmp_path: Path) -> None:
    first = session.project
    assert first is not None
    session.apply(renamed(first, "b"), what="rename")
    session.move_to(Store.create(tmp_path / "moved.lachan", session.open_store.project))
    assert session.undo_step is not None
    assert session.undo_step.what == "rename"
    session.undo()
    with Store.open_unlocked(tmp_path / "moved.lachan", None) as store:
        assert store.project.about.name == first.about.name


def test_no_more_steps_are_kept_than_are_promised(demo: Project) -> None:
    steps = UndoSteps()
    for number in range(LONGEST + 5):
        steps = steps.with_step(Step(str(number), demo, demo))
    assert len(steps.done) == LONGEST
    assert steps.done[0].what == "5"


def test_undoing_nothing_changes_nothing() -> None:
    assert UndoSteps().undone() == UndoSteps()
    assert UndoSteps().redone() == UndoSteps()


YEAR = Scope().in_year(2024)


def run_rates(session: Session, **values: object) -> str:
    stored = run_and_store(session.open_store, find("rates"), values, who="tester")
    session.follow("run rates")
    return stored.result_id


def test_the_scope_is_told_once_and_only_when_it_differs(session: Session, qtbot: QtBot) -> None:
    assert session.scope == Scope()
    with qtbot.waitSignal(session.scope_changed) as heard:
        session.set_scope(YEAR)
    assert heard.args == [YEAR]
    with qtbot.assertNotEmitted(session.scope_changed):
        session.set_scope(YEAR)


def test_a_kept_result_brings_the_scope_it_was_asked_about(session: Session) -> None:
    first = run_rates(session, period_start="2024-01-01", period_end="2024-12-31", kind="neglect")
    assert session.scope == Scope()
    session.show_result(first)
    assert session.scope == Scope(YEAR.start, YEAR.end, ("neglect",))


def test_a_run_that_ends_leaves_alone_what_was_chosen_meanwhile(session: Session) -> None:
    session.set_scope(YEAR)
    run_rates(session)
    assert session.scope == YEAR


def test_undo_and_redo_bring_the_scope_of_the_result_they_show(session: Session) -> None:
    run_rates(session)
    session.set_scope(YEAR)
    run_rates(session, period_start="2024-01-01", period_end="2024-12-31")
    session.undo()
    assert session.scope == Scope()
    session.redo()
    assert session.scope == YEAR


def test_a_result_without_a_period_leaves_the_scope_alone(session: Session) -> None:
    session.set_scope(YEAR)
    session.show_result(run_shelters(session, 1))
    assert session.scope == YEAR


def test_opening_asks_about_the_newest_result_in_the_period_remembered(session: Session) -> None:
    run_rates(session, period_start="2023-01-01", kind="neglect")
    path = session.open_store.path
    session.close()
    assert session.scope == Scope()
    session.open(Store.open(path))
    assert session.scope.kinds == ("neglect",)
    assert str(session.scope.start) == "2023-01-01"
    session.close()
    session.open(Store.open(path), period=YEAR)
    assert session.scope == Scope(YEAR.start, YEAR.end, ("neglect",))
