"""How far a long run has come: told to whoever watches, in parts of the whole."""

from collections.abc import Callable

Tick = Callable[[float], None]
"""Told the fraction done; it may raise to stop the work."""


def unwatched(fraction: float) -> None:
    """Nobody watches."""


def between(tick: Tick, start: float, end: float) -> Tick:
    """Return what to tell of a piece of the work that lies between two fractions of the whole.

    >>> told = []
    >>> between(told.append, 0.5, 1.0)(0.5)
    >>> told
    [0.75]
    """
    return lambda done: tick(start + (end - start) * done)
