"""The most likely cluster of many redrawn data sets, on several cores.

Owns `strongest`. A block of replicas has its own stream of random numbers, so the answer depends on the seed and never
on the number of threads.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from os import cpu_count
from threading import Event
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.scan_draws import Draw
from models.scan_kernels import least_sizes
from models.scan_likelihood import Counts, Floats, Likelihood
from models.scan_windows import Tick, Windows

Number = TypeVar("Number", bound=np.generic)
_BLOCK = 8
"""Replicas counted in one pass over the windows; part of what a seed means."""

_TICK_SECONDS = 0.1


@dataclass(frozen=True)
class Strongest:
    """The window with the highest likelihood ratio in each replica.

    Attributes
    ----------
    llr : array, shape (replica,)
        0 where no window has a high rate.
    window : array, shape (replica,)
        Which it is; without meaning where `llr` is 0.
    """

    llr: Floats
    window: Counts


@dataclass(frozen=True)
class Search:
    """What is looked through, and by which likelihood."""

    windows: Windows
    likelihood: Likelihood
    population: float

    def strongest(self, draw: Draw, number: int, *, seed: tuple[int, ...], tick: Tick | None = None) -> Strongest:
        """Return the strongest window of each of `number` replicas.

        Parameters
        ----------
        tick : callable, optional
            Told the fraction done, ten times a second at least; when it raises, the work stops.
        """
        stop = Event()

        def work(first: int) -> Strongest:
            rng = np.random.default_rng((*seed, first))
            return self._strongest_of(draw(rng, min(_BLOCK, number - first)), stop)

        with ThreadPoolExecutor(cpu_count() or 1) as threads:
            pieces = [threads.submit(work, first) for first in range(0, number, _BLOCK)]
            try:
                _follow(pieces, tick)
            finally:
                stop.set()
                for piece in pieces:
                    piece.cancel()
        return _together([piece.result() for piece in pieces])

    def _strongest_of(self, cases: Counts, stop: Event) -> Strongest:
        """Return the strongest windows of a few replicas; shape (replica, place)."""
        totals = cases.sum(axis=1)
        least = np.full((len(cases), int(totals.max()) + 1), np.inf)
        at = np.zeros(least.shape, dtype=np.int64)
        by_place = np.ascontiguousarray(cases.T.astype(np.int32))
        for starts in self.windows.parts:
            if stop.is_set():
                break
            least_sizes(self.windows.order, starts, self.windows.sizes, by_place, least, at)
        counts = np.broadcast_to(np.arange(least.shape[1]), least.shape)
        llr = self.likelihood(counts, least, totals[:, None], self.population)
        best = llr.argmax(axis=1)[:, None]
        return Strongest(_at(llr, best), _at(at, best))


def _follow(pieces: list[Future[Strongest]], tick: Tick | None) -> None:
    """Wait for all pieces and tell how many are done."""
    for done, piece in enumerate(pieces, start=1):
        while wait([piece], _TICK_SECONDS).not_done:
            if tick is not None:
                tick((done - 1) / len(pieces))
        piece.result()
        if tick is not None:
            tick(done / len(pieces))


def _together(parts: list[Strongest]) -> Strongest:
    empty = Strongest(np.empty(0), np.empty(0, dtype=np.int64))
    return Strongest(
        np.concatenate([part.llr for part in (empty, *parts)]),
        np.concatenate([part.window for part in (empty, *parts)]),
    )


def _at(values: NDArray[Number], columns: Counts) -> NDArray[Number]:
    return np.take_along_axis(values, columns, axis=1)[:, 0]
