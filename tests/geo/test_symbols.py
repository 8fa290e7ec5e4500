"""Symbols fit the circle they are drawn in."""

import math

import pytest

from geo.symbols import SHAPES, path_data


@pytest.mark.parametrize("shape", SHAPES)
def test_a_symbol_is_about_as_large_as_the_circle(shape: str) -> None:
    reach = [math.hypot(x, y) for x, y in SHAPES[shape]]  # type: ignore[index]
    assert 0.9 <= max(reach) <= 1.35


@pytest.mark.parametrize("shape", SHAPES)
def test_the_path_of_a_symbol_closes_and_has_all_its_corners(shape: str) -> None:
    path = path_data(shape, 6.0)  # type: ignore[arg-type]
    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("L") == len(SHAPES[shape]) - 1  # type: ignore[index]
