"""Colours of maps: sequential for classes, distinct for kinds of places; safe for colour-blind readers.

Sequential: ColorBrewer "YlGnBu", and "OrRd" where high is bad (Cynthia Brewer, Pennsylvania State University; Apache
License 2.0), marked there as colour-blind safe; each step is darker than the one before, so they also read in grey.
Distinct: Okabe & Ito (2008), "Color Universal Design", without its yellow and sky blue, which vanish on the map; wine:
Paul Tol (2021), "Colour Schemes", scheme "muted". Clusters: ColorBrewer "RdYlBu", in the places of the red and blue of
GeoDa (Anselin, Syabri & Kho 2006, Geographical Analysis 38(1)), and marked as colour-blind safe; levels of p: after its
"Greens".
"""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Literal

from geo.symbols import NO_DATA, NOT_ENOUGH

Sense = Literal["good", "bad", "neutral"]
"""Whether a high value is good or bad."""

YELLOW_GREEN_BLUE: Mapping[int, tuple[str, ...]] = {
    1: ("#7fcdbb",),
    2: ("#edf8b1", "#2c7fb8"),
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    6: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"),
    7: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"),
}

ORANGE_RED: Mapping[int, tuple[str, ...]] = {
    1: ("#fdbb84",),
    2: ("#fee8c8", "#e34a33"),
    3: ("#fee8c8", "#fdbb84", "#e34a33"),
    4: ("#fef0d9", "#fdcc8a", "#fc8d59", "#d7301f"),
    5: ("#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000"),
    6: ("#fef0d9", "#fdd49e", "#fdbb84", "#fc8d59", "#e34a33", "#b30000"),
    7: ("#fef0d9", "#fdd49e", "#fdbb84", "#fc8d59", "#ef6548", "#d7301f", "#990000"),
}

DISTINCT: Mapping[str, str] = {
    "black": "#000000",
    "vermillion": "#d55e00",
    "reddish purple": "#cc79a7",
    "orange": "#e69f00",
    "bluish green": "#009e73",
    "blue": "#0072b2",
    "wine": "#882255",
}

MOST_CLASSES = max(YELLOW_GREEN_BLUE)


def sequential(classes: int, sense: Sense = "neutral") -> tuple[str, ...]:
    """Choose colours from light to dark for 1 to 7 classes of values that are good, bad or neither when high.

    >>> sequential(3), sequential(3, "bad")
    (('#edf8b1', '#7fcdbb', '#2c7fb8'), ('#fee8c8', '#fdbb84', '#e34a33'))
    """
    return (ORANGE_RED if sense == "bad" else YELLOW_GREEN_BLUE)[classes]


_CALM = "#e6e6e0"
"""Of a commune of which there is nothing to say: seen, yet not pointed out."""
_GREY = "#8a8a8a"
"""Of a commune that is no part of the question: nobody there whom it is about, or left out on purpose."""
CATEGORIES: Mapping[str, str] = {
    "high_high": "#d7191c",
    "high_low": "#fdae61",
    "low_high": "#abd9e9",
    "low_low": "#2c7bb6",
    "hot_spot": "#d7191c",
    "cold_spot": "#2c7bb6",
    "most_likely": "#a50f15",
    "secondary": "#fb9a5b",
    "silent": "#542788",
    "quiet": "#b2abd2",
    "reports": "#f1d9a7",
    "alert": "#d7191c",
    "fewer_than_expected": "#2c7bb6",
    "more_than_expected": "#d7191c",
    "p_0.05": "#a1d99b",
    "p_0.01": "#41ab5d",
    "p_0.001": "#00682a",
    "p_0.0001": "#00331a",
    "no_children": "#ffffff",
    "nobody": "#7f0000",
    "caseload_high": "#ef6548",
    "caseload_low": "#4393c3",
    "gap_open": "#d7191c",
    "gap_partly_closed": "#fdae61",
    "gap_closed": "#2c7bb6",
    "target_missed": "#d7191c",
    "target_met": "#2c7bb6",
    "shortlist_holds": "#7f0000",
    "shortlist_unsure": "#ef6548",
    "shortlist_near": "#fdcc8a",
    "partner_there": "#92c5de",
    "partners_overlap": "#2166ac",
    "visited": "#2166ac",
    "not_enough_time": "#fdae61",
    "out_of_reach": "#a50f15",
    **dict.fromkeys(("no_officer", "left_out"), _GREY),
    **dict.fromkeys(("caseload_normal", "no_gap", "not_on_shortlist", "nobody_there", "no_score"), _CALM),
    **dict.fromkeys(("not_significant", "no_cluster", "none", "as_expected"), _CALM),
    **dict.fromkeys(("no_return", "not_watched", "nothing_counted", "no_position"), NO_DATA),
    **dict.fromkeys(("not_enough_data", "cannot_be_judged", "no_neighbours", "no_centre"), NOT_ENOUGH),
}
"""Fill of each class that means the same on every map: a colour, or a pattern where too little is known."""
_FURTHER = ("#e69f00", "#56b4e9", "#009e73", "#cc79a7", "#0072b2", "#d55e00", "#f0e442", "#999999")
"""Okabe & Ito's colours in full: areas are large enough for the light ones."""

LINES: Mapping[str, tuple[str, ...]] = {
    "light": ("#1b2430", "#d55e00", "#0072b2", "#00795a", "#a84c81"),
    "dark": ("#e6eaef", "#ff9455", "#56b4e9", "#35c796", "#e79cc4"),
}
"""Lines of a chart on a light and on a dark ground, in their order; each contrasts 3 : 1 with it at least."""


def categorical(categories: Sequence[str]) -> dict[str, str]:
    """Choose a fill for each class of a map: its own, else the next colour that no other of them has.

    >>> categorical(["high_high", "a", "b", "no_return"])
    {'high_high': '#d7191c', 'a': '#e69f00', 'b': '#56b4e9', 'no_return': 'no-data'}
    """
    own = {CATEGORIES[each] for each in categories if each in CATEGORIES}
    further = cycle([colour for colour in _FURTHER if colour not in own])
    return {each: CATEGORIES[each] if each in CATEGORIES else next(further) for each in categories}
