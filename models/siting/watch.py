"""The clock and the caller's `tick`, in one hand.

Owns `Watch`: every long function of siting asks it whether to go on.
"""

from collections.abc import Callable
from time import perf_counter

Tick = Callable[[float], None]


class Watch:
    """Time since the start, whether it is over, and how far the work has come."""

    def __init__(self, time_limit: float, tick: Tick | None) -> None:
        self._start = perf_counter()
        self._time_limit = time_limit
        self._tick = tick
        self._fraction = 0.0

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return perf_counter() - self._start

    @property
    def left(self) -> float:
        """Seconds until the time limit; 0 when it has come, inf where there is none."""
        return max(self._time_limit - self.seconds, 0.0)

    @property
    def over(self) -> bool:
        """Whether the time limit has come."""
        return self.seconds >= self._time_limit

    def reach(self, fraction: float) -> None:
        """Report progress, which never goes back; the caller's `tick` may raise to cancel."""
        self._fraction = max(self._fraction, fraction)
        if self._tick is not None:
            self._tick(self._fraction)
