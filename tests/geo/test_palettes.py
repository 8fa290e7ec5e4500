"""Colours of classes and lines: told apart by colour-blind readers too, and seen on their ground."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.palettes import CATEGORIES, LINES, categorical
from geo.symbols import PATTERNS

Floats = NDArray[np.float64]
FAMILIES = (
    ("high_high", "low_low", "high_low", "low_high", "not_significant"),
    ("hot_spot", "cold_spot", "not_significant"),
    ("most_likely", "secondary", "no_cluster"),
    ("silent", "quiet", "reports"),
    ("p_0.05", "p_0.01", "p_0.001", "p_0.0001", "not_significant", "no_children"),
    ("fewer_than_expected", "as_expected", "more_than_expected"),
    ("alert", "none"),
    ("nobody", "caseload_high", "caseload_normal", "caseload_low", "no_children"),
    ("gap_closed", "gap_partly_closed", "gap_open", "no_gap", "no_officer", "no_children"),
    ("target_missed", "target_met"),
    ("shortlist_holds", "shortlist_unsure", "shortlist_near", "not_on_shortlist"),
    ("nobody_there", "partner_there", "partners_overlap"),
    ("visited", "not_enough_time", "out_of_reach", "left_out", "no_score"),
)
"""Classes that stand on one map."""
EYES = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}  # fmt: skip
"""What becomes of linear red, green and blue: Machado, Oliveira & Fernandes (2009), severity 1."""
GROUNDS = {"light": "#ffffff", "dark": "#1d242c"}


def linear(colour: str) -> Floats:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(seen: Floats) -> Floats:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ np.clip(seen, 0, 1) / np.array([0.9505, 1.0, 1.089])
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def difference(first: str, second: str, eye: str) -> float:
    """Return the CIE76 difference of two colours as an eye sees them; 2.3 is just noticed."""
    return float(np.linalg.norm(lab(EYES[eye] @ linear(first)) - lab(EYES[eye] @ linear(second))))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("family", FAMILIES)
def test_classes_of_one_map_are_told_apart_by_every_eye(family: tuple[str, ...], eye: str) -> None:
    for first, second in combinations(family, 2):
        assert difference(CATEGORIES[first], CATEGORIES[second], eye) > 9, (first, second)


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_line_contrasts_three_to_one_with_its_ground(ground: str) -> None:
    weight = np.array([0.2126, 0.7152, 0.0722])
    below = float(weight @ linear(GROUNDS[ground]))
    for colour in LINES[ground]:
        above = float(weight @ linear(colour))
        low, high = sorted((above, below))
        assert (high + 0.05) / (low + 0.05) >= 3, colour


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_first_three_lines_are_told_apart_by_every_eye(ground: str, eye: str) -> None:
    for first, second in combinations(LINES[ground][:3], 2):
        assert difference(first, second, eye) > 12


def test_where_too_little_is_known_there_is_a_pattern_and_no_colour() -> None:
    for name in ("not_enough_data", "no_return", "cannot_be_judged", "nothing_counted", "no_position"):
        assert CATEGORIES[name] in PATTERNS


def test_classes_without_a_colour_of_their_own_get_distinct_ones_in_order() -> None:
    made = categorical([f"class_{number}" for number in range(8)])
    assert len(set(made.values())) == 8
    assert made == categorical(list(made))
