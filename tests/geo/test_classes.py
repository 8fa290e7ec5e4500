"""Map classes and their colours."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classes import NO_CLASS, classify
from geo.errors import LengthMismatch
from geo.palettes import DISTINCT, MOST_CLASSES, sequential

numbers = st.lists(st.floats(0, 1e6) | st.integers(0, 6).map(float), min_size=1, max_size=60)


def test_ten_different_values_make_five_classes_of_two() -> None:
    found = classify(np.arange(10.0), classes=5)
    assert found.counts == (2, 2, 2, 2, 2)
    assert found.lowest == (0, 2, 4, 6, 8)
    assert found.limits == (1, 3, 5, 7, 9)


@pytest.mark.parametrize("seed", range(5))
def test_classes_are_those_of_mapclassify_quantiles(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapclassify = pytest.importorskip("mapclassify")
    values = np.random.default_rng(seed).gamma(1.5, 2.0, 45)
    assert classify(values, classes=5).member.tolist() == mapclassify.Quantiles(values, k=5).yb.tolist()


def test_few_distinct_values_have_a_class_each() -> None:
    found = classify([2, 0, 2, 7], classes=5)
    assert (found.limits, found.counts) == ((0, 2, 7), (1, 2, 1))


def test_all_zero_is_one_class() -> None:
    found = classify([0, 0, 0])
    assert (found.limits, found.counts) == ((0,), (3,))


def test_mostly_zero_keeps_zero_in_one_class() -> None:
    found = classify([0] * 80 + list(range(1, 21)), classes=5)
    assert found.counts[0] == 80
    assert found.limits[0] == 0


def test_no_data_at_all_is_no_class() -> None:
    found = classify([float("nan"), float("nan")])
    assert (found.limits, found.counts, found.member.tolist()) == ((), (), [NO_CLASS, NO_CLASS])


def test_a_hidden_value_does_not_move_the_limits() -> None:
    found = classify([1, 2, 3, 999], hidden=[False, False, False, True])
    assert found.limits == (1, 2, 3)
    assert found.member.tolist() == [0, 1, 2, NO_CLASS]
    with pytest.raises(LengthMismatch):
        classify([1, 2], hidden=[True])


@given(numbers, st.integers(1, 7))
def test_classes_share_out_all_values_in_order(values: list[float], classes: int) -> None:
    found = classify(values, classes=classes)
    assert 1 <= len(found.limits) <= classes
    assert sum(found.counts) == len(values)
    assert min(found.counts) >= 1
    assert all(high < low for high, low in zip(found.limits, found.lowest[1:], strict=False))
    for value, member in zip(values, found.member, strict=True):
        assert found.lowest[member] <= value <= found.limits[member]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("classes", range(1, MOST_CLASSES + 1))
def test_each_class_is_clearly_darker_than_the_one_below_it_so_it_reads_in_grey(classes: int) -> None:
    colours = sequential(classes)
    assert len(colours) == classes
    steps = [(luminance(light) + 0.05) / (luminance(dark) + 0.05) for light, dark in pairwise(colours)]
    assert all(step >= 1.15 for step in steps)


def test_distinct_colours_stand_out_from_white() -> None:
    assert all((1.05 / (luminance(colour) + 0.05)) >= 2.0 for colour in DISTINCT.values())
