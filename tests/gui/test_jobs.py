"""Background work is heard of in the event loop, can be stopped, and leaves no thread behind."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.desktop.jobs import LEAST_PAUSE, Jobs, Tick
from app.errors import Cancelled


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    runner.close()
    runner.deleteLater()


def never() -> Callable[[Any], None]:
    def fail(found: object) -> None:
        pytest.fail(f"heard of {found!r}")

    return fail


def ticking(seconds: float) -> Callable[[Tick], None]:
    def work(tick: Tick) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            tick(0.5)
            time.sleep(0.001)

    return work


def test_work_is_done_in_another_thread_and_heard_of_in_this_one(jobs: Jobs) -> None:
    heard: list[tuple[int, int, bool]] = []
    here = threading.get_ident()
    jobs.start("t", lambda _: threading.get_ident(), lambda there: heard.append((there, threading.get_ident(), True)))
    assert jobs.wait_done()
    [(there, heard_in, _)] = heard
    assert there != here
    assert heard_in == here


def test_nothing_begins_before_the_event_loop_is_reached(jobs: Jobs) -> None:
    begun: list[bool] = []
    jobs.start("t", lambda _: begun.append(True), lambda _: None)
    time.sleep(0.05)
    assert not begun
    assert jobs.wait_done()
    assert begun


def test_work_that_ends_at_once_is_not_lost_on_who_listens_later(jobs: Jobs) -> None:
    heard: list[int] = []
    ended: list[bool] = []
    for number in range(100):
        jobs.start("t", lambda _, n=number: n, heard.append)
    jobs.busy_changed.connect(ended.append)
    assert jobs.wait_done()
    assert sorted(heard) == list(range(100))
    assert ended == [False]


def test_progress_is_heard_at_most_20_times_a_second(jobs: Jobs) -> None:
    fractions: list[float] = []
    jobs.progress.connect(lambda _, fraction: fractions.append(fraction))

    def work(tick: Tick) -> float:
        begun = time.monotonic()
        for step in range(2000):
            tick(step / 2000)
            time.sleep(0.0002)
        return time.monotonic() - begun

    took: list[float] = []
    jobs.start("t", work, took.append)
    assert jobs.wait_done()
    assert 3 <= len(fractions) <= took[0] / LEAST_PAUSE + 1
    assert fractions == sorted(fractions)


def test_a_job_knows_how_far_it_is(jobs: Jobs, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(tick: Tick) -> None:
        time.sleep(LEAST_PAUSE * 1.5)
        tick(0.25)
        go_on.wait(5)

    job = jobs.start("t", work, lambda _: None)
    qtbot.waitUntil(lambda: job.fraction == 0.25)
    assert jobs.current is job
    go_on.set()
    assert jobs.wait_done()
    assert jobs.current is None


def test_ticking_work_stops_within_a_second_and_nobody_hears_of_a_result(jobs: Jobs, qtbot: QtBot) -> None:
    stopped: list[str] = []
    jobs.cancelled.connect(stopped.append)
    job = jobs.start("long", ticking(30), never(), never())
    qtbot.waitUntil(lambda: job.at_work)
    begun = time.monotonic()
    jobs.cancel()
    assert jobs.wait_done(1.0)
    assert time.monotonic() - begun < 1.0
    assert stopped == ["long"]


def test_work_cancelled_before_it_began_is_never_begun(jobs: Jobs) -> None:
    jobs.start("t", lambda _: pytest.fail("begun"), never(), never()).cancel()
    assert jobs.wait_done()


def test_work_that_was_finished_before_it_heard_of_the_stop_counts(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    go_on = threading.Event()

    def work(_: Tick) -> str:
        go_on.wait(5)
        return "written"

    job = jobs.start("t", work, heard.append)
    qtbot.waitUntil(lambda: job.at_work)
    job.cancel()
    go_on.set()
    assert jobs.wait_done()
    assert heard == ["written"]


def test_nobody_hears_of_work_that_was_forgotten(jobs: Jobs, qtbot: QtBot) -> None:
    go_on = threading.Event()
    done = jobs.start("t", lambda _: go_on.wait(5), never(), never())
    failed = jobs.start("t", lambda _: {}[go_on.wait(5)], never(), never())
    qtbot.waitUntil(lambda: done.at_work and failed.at_work)
    done.forget()
    failed.forget()
    go_on.set()
    assert jobs.wait_done()


@pytest.mark.parametrize("error", [ValueError("v"), SystemExit(3), MemoryError()])
def test_every_error_is_delivered(jobs: Jobs, error: BaseException) -> None:
    heard: list[BaseException] = []

    def work(_: Tick) -> None:
        raise error

    jobs.start("t", work, never(), heard.append)
    assert jobs.wait_done()
    assert heard == [error]


def test_cancelled_raised_by_the_work_itself_is_no_failure(jobs: Jobs) -> None:
    def work(_: Tick) -> None:
        raise Cancelled

    jobs.start("t", work, never(), never())
    assert jobs.wait_done()


def test_an_error_nobody_listens_to_is_raised_in_the_event_loop(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_: Tick) -> None:
        raise ValueError("nobody listens")

    with qtbot.captureExceptions() as raised:
        jobs.start("t", work, never())
        assert jobs.wait_done()
    assert [kind for kind, *_ in raised] == [ValueError]


def test_an_error_in_what_hears_of_the_result_does_not_stop_the_runner(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[int] = []

    def wrong(_: object) -> None:
        raise ValueError("in the listener")

    with qtbot.captureExceptions() as raised:
        jobs.start("a", lambda _: 1, wrong, lane="x")
        jobs.start("b", lambda _: 2, heard.append, lane="x")
        assert jobs.wait_done()
    assert len(raised) == 1
    assert heard == [2]


def test_work_on_one_lane_is_done_one_after_another_in_order(jobs: Jobs) -> None:
    at_work: set[int] = set()
    order: list[int] = []

    def work(number: int) -> Callable[[Tick], int]:
        def slow(_: Tick) -> int:
            assert not at_work
            at_work.add(number)
            time.sleep(0.01)
            at_work.discard(number)
            return number

        return slow

    for number in range(8):
        jobs.start("t", work(number), order.append, lane="project")
    assert jobs.busy_on("project")
    assert not jobs.busy_on("other")
    assert jobs.wait_done()
    assert order == list(range(8))


def test_work_without_a_lane_runs_beside_the_rest(jobs: Jobs) -> None:
    met = threading.Barrier(2, timeout=5)
    heard: list[int] = []
    jobs.start("a", lambda _: met.wait(), heard.append, lane="project")
    jobs.start("b", lambda _: met.wait(), heard.append)
    assert jobs.wait_done()
    assert sorted(heard) == [0, 1]


def test_the_listener_may_start_the_next_job(jobs: Jobs) -> None:
    heard: list[int] = []
    busy: list[bool] = []
    jobs.busy_changed.connect(busy.append)
    jobs.start("a", lambda _: 1, lambda first: jobs.start("b", lambda _: first + 1, heard.append, lane="x"), lane="x")
    assert jobs.wait_done()
    assert heard == [2]
    assert busy == [True, False]


def test_a_listener_that_keeps_the_event_loop_to_itself_does_not_stop_other_work(jobs: Jobs) -> None:
    heard: list[int] = []

    def asking(_: object) -> None:
        jobs.start("b", lambda _: 2, heard.append, lane="x")
        assert jobs.wait_done()

    jobs.start("a", lambda _: 1, asking, lane="x")
    assert jobs.wait_done()
    assert heard == [2]


def test_waiting_ends_when_the_time_is_over(jobs: Jobs) -> None:
    go_on = threading.Event()
    jobs.start("t", lambda _: go_on.wait(5), lambda _: None)
    assert not jobs.wait_done(0.05)
    assert jobs.busy
    go_on.set()
    assert jobs.wait_done()


def test_no_thread_is_left_after_closing_and_nothing_is_heard(qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    runner = Jobs()
    job = runner.start("t", ticking(30), never(), never())
    qtbot.waitUntil(lambda: job.at_work)
    runner.start("waiting", ticking(30), never(), never())
    runner.close()
    assert set(threading.enumerate()) == before
    assert not runner.busy
    qtbot.wait(20)
    QThread.yieldCurrentThread()
