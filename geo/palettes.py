"""Colours of maps: sequential for classes, distinct for kinds of places; safe for colour-blind readers.

Sequential: ColorBrewer "YlGnBu", and "OrRd" where high is bad (Cynthia Brewer, Pennsylvania State University; Apache
License 2.0), marked there as colour-blind safe; each step is darker than the one before, so they also read in grey.
Distinct: Okabe & Ito (2008), "Color Universal Design", without its yellow and sky blue, which vanish on the map; wine:
Paul Tol (2021), "Colour Schemes", scheme "muted".
"""

from collections.abc import Mapping
from typing import Literal

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
