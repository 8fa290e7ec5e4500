"""Independent pieces of compiled work, done on several cores at once.

For work that lets go of the interpreter while it runs, as our kernels do.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_THREADS = 4
"""Each search holds a few arrays of the whole grid."""


def on_all_cores(
    work: Callable[[Item], Answer], items: Sequence[Item], *, tick: Callable[[float], None] | None = None
) -> list[Answer]:
    """Return what `work` returns for each item, in order.

    Parameters
    ----------
    tick : callable, optional
        Told the fraction done; when it raises, no further piece is begun.

    Examples
    --------
    >>> on_all_cores(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    answers = []
    with ThreadPoolExecutor(min(cpu_count() or 1, MOST_THREADS)) as threads:
        pieces = [threads.submit(work, item) for item in items]
        try:
            for done, piece in enumerate(pieces, start=1):
                answers.append(piece.result())
                if tick is not None:
                    tick(done / len(pieces))
        finally:
            for piece in pieces:
                piece.cancel()
    return answers
