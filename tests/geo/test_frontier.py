"""The queue of a search: nothing is lost, and what is lower comes out first, bucket by bucket."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.frontier import BUCKETS, frontier, put, take, with_room


def emptied(queue):
    taken = []
    while (found := take(queue))[0] >= 0:
        taken.append((int(found[0]), float(found[1])))
    return taken


@settings(deadline=None)
@given(minutes=st.lists(st.floats(0, 1e9), max_size=60), width=st.floats(1e-3, 10))
def test_everything_put_in_comes_out_once_in_the_order_of_buckets(minutes, width):
    queue = frontier(width, 60)
    for item, value in enumerate(minutes):
        put(queue, item, value)
    taken = emptied(queue)
    assert sorted(taken) == list(enumerate(minutes))
    buckets = [int(value * queue.per_minute) for _, value in taken]
    assert buckets == sorted(buckets)


def test_an_empty_queue_says_so():
    assert take(frontier(1.0, 4)) == (-1, np.inf)


def test_more_room_keeps_what_waits():
    queue = frontier(1.0, 2)
    put(queue, 7, 0.5)
    put(queue, 8, BUCKETS * 3.0)
    queue = with_room(queue, 100)
    for item in range(100):
        put(queue, 100 + item, 1.0)
    assert sorted(item for item, _ in emptied(queue)) == [7, 8, *range(100, 200)]


def test_a_queue_with_room_stays_itself():
    queue = frontier(1.0, 8)
    assert with_room(queue, 8) is queue
