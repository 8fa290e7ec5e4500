"""The figures of the program: what is measured is what people do, and it keeps its limits."""

import pytest

from bench import program


@pytest.mark.slow
def test_demo_and_help_keep_their_limits() -> None:
    found = {figure.name: figure for figure in program.figures(repeats=3)}
    assert set(found) == {
        "lachan demo",
        "lachan --help",
        "opening the demo project",
    }
    assert found["lachan demo"].seconds <= 20.0
    assert 50 < found["lachan demo"].peak_memory_mb <= 700.0
    assert found["lachan --help"].seconds <= 0.6
    assert all(figure.seconds > 0 and figure.peak_memory_mb > 10 for figure in found.values())
