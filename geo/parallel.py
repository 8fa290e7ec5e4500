"""Independent pieces of compiled work, done on several cores at once.

For work that lets go of the interpreter while it runs, as our kernels do.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from os import cpu_count
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_THREADS = 4
"""Each search holds a few arrays of the whole grid."""
WAITING = 2
"""Pieces for each thread that are handed out before the first of them is asked for: enough to keep it busy."""


def on_all_cores(
    work: Callable[[Item], Answer], items: Sequence[Item], *, tick: Callable[[float], None] | None = None
) -> list[Answer]:
    """Return what `work` returns for each item, in order.

    Parameters
    ----------
    tick : callable, optional
        Told the fraction done; when it raises, no further piece is begun but those handed out already, `WAITING` for
        each thread at most.

    Examples
    --------
    >>> on_all_cores(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    answers: list[Answer] = []
    number = min(cpu_count() or 1, MOST_THREADS)
    rest = iter(items)
    with ThreadPoolExecutor(number) as threads:
        pieces = deque(threads.submit(work, item) for item in islice(rest, WAITING * number))
        try:
            while pieces:
                answers.append(pieces.popleft().result())
                if tick is not None:
                    tick(len(answers) / len(items))
                pieces.extend(threads.submit(work, item) for item in islice(rest, 1))
        finally:
            for piece in pieces:
                piece.cancel()
    return answers
