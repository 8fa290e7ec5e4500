"""Symbols fit the circle they are drawn in; the patterns are drawn once, for every page."""

import math
import re

import pytest

from geo import page_assets
from geo.symbols import PATTERNS, SHAPES, path_data


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


def test_every_pattern_is_drawn_in_one_file_that_both_pages_take_in() -> None:
    assert set(re.findall(r'<pattern id="([\w-]+)"', page_assets.own("patterns.svg"))) == PATTERNS
    for page in ("page.html", "window.html"):
        assert "<pattern" not in page_assets.own(page)
        assert "{{ patterns | safe }}" in page_assets.own(page)
