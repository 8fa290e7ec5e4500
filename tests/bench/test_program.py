"""The figures of the program: what is measured is what people do, beside what was promised."""

import pytest

from bench import program
from bench.figure import Limit


@pytest.mark.slow
def test_demo_and_help_are_measured_beside_their_limits() -> None:
    found = {figure.name: figure for figure in program.figures(repeats=3)}
    assert set(found) == {
        "lachan demo",
        "lachan --help",
        "opening the demo project",
    }
    assert found["lachan demo"].limit == Limit(seconds=20.0, memory_mb=700.0)
    assert found["lachan --help"].limit == Limit(seconds=0.6)
    assert all(figure.seconds > 0 and figure.peak_memory_mb > 10 for figure in found.values())
