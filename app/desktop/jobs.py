"""Work in the background: a few threads, each piece of work heard of in the event loop and nowhere else.

Pieces of work on one lane are done one after another, in the order they came.
"""

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot

from app.errors import Cancelled
from app.progress import Tick

T = TypeVar("T")

THREADS = 3
LEAST_PAUSE = 0.05
"""Seconds between two signals of progress: at most 20 a second."""


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work: waiting, at work, or ended.

    Attributes
    ----------
    lane : Hashable
        What it must not share: of the jobs of one lane one is at work. None: it may run beside any other.
    fraction : float
        How much is done, as last heard in the event loop.
    """

    title: str
    work: Callable[[Tick], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None] | None
    lane: Hashable | None = None
    fraction: float = 0.0
    at_work: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Have the work stopped at its next tick, or never begun."""
        self.stop.set()

    def forget(self) -> None:
        """Cancel, and let nobody hear what comes of it: whoever asked is gone."""
        self.cancel()
        self.done = self.failed = _unheard


def _unheard(_: object) -> None:
    """Take what nobody waits for any more."""


class Jobs(QObject):
    """The one runner of background work. Use it from the thread of the event loop only."""

    progress = Signal(str, float)
    busy_changed = Signal(bool)
    cancelled = Signal(str)

    _asked = Signal()
    _ticked = Signal(object, float)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._said_busy = False
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="job")
        queued = Qt.ConnectionType.QueuedConnection
        self._asked.connect(self._begin, queued)
        self._ticked.connect(self._hear_tick, queued)
        self._ended.connect(self._hear_end, queued)

    @property
    def busy(self) -> bool:
        """Whether any work has not ended."""
        return bool(self._jobs)

    @property
    def current(self) -> Job | None:
        """The oldest job that has not ended: the one to show."""
        return self._jobs[0] if self._jobs else None

    def busy_on(self, lane: Hashable) -> bool:
        """Return whether any work on `lane` has not ended."""
        return any(job.lane == lane for job in self._jobs)

    def start(
        self,
        title: str,
        work: Callable[[Tick], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        lane: Hashable | None = None,
    ) -> Job:
        """Have `work` done in a thread, and `done` or `failed` called in the event loop with what came of it.

        Nothing begins before the event loop is reached again, so whoever asked has time to listen. Without `failed`
        an error is raised in the event loop. Cancelled work calls neither.
        """
        job = Job(title, work, done, failed, lane)
        self._jobs.append(job)
        self._say_whether_busy()
        self._asked.emit()
        return job

    def cancel(self) -> None:
        """Cancel all work."""
        for job in self._jobs:
            job.cancel()

    def wait_done(self, seconds: float = 10.0) -> bool:
        """Keep the event loop going until no work is left or the time is over; return whether none is left."""
        if self.busy:
            loop = QEventLoop()
            timer = QTimer(loop, singleShot=True)
            timer.timeout.connect(loop.quit)
            self.busy_changed.connect(loop.quit)
            timer.start(int(seconds * 1000))
            loop.exec()
            self.busy_changed.disconnect(loop.quit)
            timer.stop()
        return not self.busy

    def close(self) -> None:
        """Cancel all work, wait until the threads have ended, and let nobody hear of it."""
        self.cancel()
        self._jobs.clear()
        self._threads.shutdown(cancel_futures=True)

    @Slot()
    def _begin(self) -> None:
        """Give each free lane its next job."""
        taken = {job.lane for job in self._jobs if job.at_work} - {None}
        for job in [each for each in self._jobs if not each.at_work]:
            if job.lane not in taken:
                taken |= {job.lane} - {None}
                self._submit(job)

    def _submit(self, job: Job) -> None:
        job.at_work = True
        future = self._threads.submit(self._done_in_thread, job)
        future.add_done_callback(lambda ended: self._ended.emit(job, ended))

    def _done_in_thread(self, job: Job) -> Any:
        tick = _Ticker(job.stop, lambda fraction: self._ticked.emit(job, fraction))
        tick(0.0)
        return job.work(tick)

    @Slot(object, float)
    def _hear_tick(self, job: Job, fraction: float) -> None:
        if job in self._jobs:
            job.fraction = fraction
            self.progress.emit(job.title, fraction)

    @Slot(object, object)
    def _hear_end(self, job: Job, future: Future[Any]) -> None:
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        try:
            self._deliver(job, future)
        finally:
            self._begin()
            self._say_whether_busy()

    def _say_whether_busy(self) -> None:
        if self.busy != self._said_busy:
            self._said_busy = self.busy
            self.busy_changed.emit(self.busy)

    def _deliver(self, job: Job, future: Future[Any]) -> None:
        error = future.exception()
        if error is None:
            job.done(future.result())
        elif isinstance(error, Cancelled):
            self.cancelled.emit(job.title)
        elif job.failed is not None:
            job.failed(error)
        else:
            raise error


class _Ticker:
    """The `tick` that work calls in its thread: it stops the work when asked to, and says seldom how far it is."""

    def __init__(self, stop: threading.Event, said: Tick) -> None:
        self._stop, self._said = stop, said
        self._last = float("-inf")

    def __call__(self, fraction: float) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= LEAST_PAUSE:
            self._last = now
            self._said(fraction)
