"""What is measured while the window works on travel times: figures that follow a drag, and gaps of its event loop."""

import time

import numpy as np
from PySide6.QtCore import QTimer

from app.desktop.start import Running
from bench.window_use import asked, wait_for
from geo.travel_time import travel_time

POSITIONS = 60
SIDE = 1000
"""Cells of the grid that is searched while the event loop is watched."""
BEAT_MS = 5


def dragged(running: Running, result_id: str) -> list[float]:
    """Return the seconds from each position of a dragged place until its figures and colours are on the screen."""
    window = running.window
    window.session.show_result(result_id)
    window.workspace.trial_bar.button.click()
    wait_for(window.trying.followed)
    place = asked(window.workspace.map, "trial.state()")
    steps = np.random.default_rng(1).uniform(-0.3, 0.3, (POSITIONS, 2))
    found = [_followed(running, place["lat"] + up, place["lon"] + across) for up, across in steps]  # type: ignore[index]
    window.trying.end()
    return found


def _followed(running: Running, latitude: float, longitude: float) -> float:
    began = time.perf_counter()
    running.window.workspace.map.ask(f"trial.moveTo({latitude}, {longitude}) ?? 1", lambda _: None)
    wait_for(running.window.trying.followed)
    return time.perf_counter() - began


def longest_gap(running: Running) -> float:
    """Return the longest seconds between two turns of the event loop while a job searches `SIDE` × `SIDE` cells."""
    jobs = running.window.jobs
    pace = np.random.default_rng(1).uniform(0.01, 0.1, (SIDE, SIDE))
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    jobs.start(
        "", lambda tick: travel_time(pace, [(SIDE // 2, SIDE // 2)], resolution=100.0, tick=tick), lambda _: None
    )  # fmt: skip
    wait_for(jobs.busy_changed)
    timer.stop()
    return max(gaps)
