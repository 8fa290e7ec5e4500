"""The cells a search has reached but not yet left, in buckets of equal minutes: a queue without comparisons.

A bucket holds cells in no order, so a cell may be left too early and once more when a shorter way to it is found; the
minutes a search ends with are the same as those of a sorted queue (Dial 1969; Meyer & Sanders 2003, delta stepping).
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

BUCKETS = 1024
"""Buckets that are sorted into at one time; what is further stands in one more, the far one."""
FREE, WAITING, BUCKET, FIRST = range(4)
"""Places in `Frontier.state`: first free entry, entries in use, bucket being emptied, slot of the first bucket."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Frontier(NamedTuple):
    """A queue as plain arrays, so that compiled code can use it.

    Attributes
    ----------
    heads : int array, shape (BUCKETS + 1,)
        First entry of each bucket, -1 for none; the last is the far bucket.
    items, following : int arrays, shape (entries,)
        What waits in an entry, and the next entry of the same bucket.
    minutes : float array, shape (entries,)
    state : int array, shape (4,)
    per_minute : float
        Buckets a minute, > 0.
    """

    heads: Ints
    items: Ints
    following: Ints
    minutes: Floats
    state: Ints
    per_minute: float


def frontier(bucket_minutes: float, entries: int) -> Frontier:
    """Return an empty queue with room for `entries`."""
    return Frontier(
        heads=np.full(BUCKETS + 1, -1, dtype=np.int64),
        items=np.empty(entries, dtype=np.int64),
        following=np.arange(1, entries + 1, dtype=np.int64),
        minutes=np.empty(entries),
        state=np.zeros(4, dtype=np.int64),
        per_minute=1 / bucket_minutes,
    )


def with_room(queue: Frontier, entries: int) -> Frontier:
    """Return the queue with room for `entries` more: itself, or a larger copy."""
    held = queue.items.size
    if held - queue.state[WAITING] >= entries:
        return queue
    added = max(entries, held)
    following = np.concatenate([queue.following, np.arange(held + 1, held + added + 1, dtype=np.int64)])
    following[-1] = queue.state[FREE]
    queue.state[FREE] = held
    return queue._replace(
        items=np.concatenate([queue.items, np.empty(added, dtype=np.int64)]),
        following=following,
        minutes=np.concatenate([queue.minutes, np.empty(added)]),
    )


@njit(cache=True, nogil=True)
def put(queue: Any, item: Any, minutes: Any) -> None:
    """Add one item; the caller has made room (`with_room`)."""
    state = queue.state
    bucket = min(np.int64(minutes * queue.per_minute) - state[FIRST], BUCKETS)
    entry = state[FREE]
    state[FREE] = queue.following[entry]
    state[WAITING] += 1
    queue.items[entry] = item
    queue.minutes[entry] = minutes
    queue.following[entry] = queue.heads[bucket]
    queue.heads[bucket] = entry


@njit(cache=True, nogil=True)
def take(queue: Any) -> Any:
    """Remove one item of the lowest bucket; return it and its minutes, or -1 and infinity when none waits."""
    state = queue.state
    while state[WAITING] > 0:
        while state[BUCKET] < BUCKETS:
            entry = queue.heads[state[BUCKET]]
            if entry >= 0:
                queue.heads[state[BUCKET]] = queue.following[entry]
                queue.following[entry] = state[FREE]
                state[FREE] = entry
                state[WAITING] -= 1
                return queue.items[entry], queue.minutes[entry]
            state[BUCKET] += 1
        _sort_far(queue)
    return np.int64(-1), np.inf


@njit(cache=True, nogil=True)
def _sort_far(queue: Any) -> None:
    """Begin the buckets anew at the least minutes of the far bucket, and sort it into them."""
    entry, least = queue.heads[BUCKETS], np.inf
    while entry >= 0:
        least = min(least, queue.minutes[entry])
        entry = queue.following[entry]
    entry = queue.heads[BUCKETS]
    queue.heads[BUCKETS] = -1
    queue.state[BUCKET] = 0
    queue.state[FIRST] = np.int64(least * queue.per_minute)
    while entry >= 0:
        after = queue.following[entry]
        bucket = min(np.int64(queue.minutes[entry] * queue.per_minute) - queue.state[FIRST], BUCKETS)
        queue.following[entry] = queue.heads[bucket]
        queue.heads[bucket] = entry
        entry = after
