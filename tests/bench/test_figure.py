"""A figure as a line of JSON."""

import json

from bench.figure import Figure, Limit


def test_a_figure_without_a_peer_or_limit_says_null() -> None:
    line = Figure("opening", 0.58291, 173.64).line()
    assert json.loads(line) == {
        "name": "opening",
        "seconds": 0.5829,
        "peer": None,
        "peer_seconds": None,
        "ratio": None,
        "peak_memory_mb": 173.6,
        "limit": None,
    }
    assert "\n" not in line


def test_the_ratio_is_how_many_times_longer_the_peer_takes() -> None:
    said = json.loads(Figure("p-median", 0.5, 80.0, "spopt", 2.0).line())
    assert (said["peer"], said["peer_seconds"], said["ratio"]) == ("spopt", 2.0, 4.0)


def test_a_peer_that_is_not_installed_has_no_time() -> None:
    said = json.loads(Figure("p-median", 0.5, 80.0, "spopt").line())
    assert (said["peer"], said["peer_seconds"], said["ratio"]) == ("spopt", None, None)


def test_a_limit_is_said_with_the_figure() -> None:
    said = json.loads(Figure("demo", 4.0, 200.0, limit=Limit(20.0, 700.0)).line())
    assert said["limit"] == {"seconds": 20.0, "memory_mb": 700.0}
