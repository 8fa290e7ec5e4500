"""The demo's land cover, all simulated: fields and villages in the valleys, forest and shrub on the slopes.

Classes are those of ESA WorldCover (Zanaga and others 2022, product user manual v2.0, table 2).
"""

import numpy as np
from numpy.typing import NDArray

from data.demo_terrain import noise

TREES, SHRUB, GRASS, CROPS, BUILT, BARE, WATER = 10, 20, 30, 40, 50, 60, 80
BUILT_FROM = 40
"""People in a cell from which it is built up: 640 a km²."""
FIELD_SLOPE, UPLAND_SLOPE = 5.0, 16.0
"""Degrees up to which valley floors, and clearings near a settlement, are fields."""
FIELD_REACH, UPLAND_REACH = 1_000.0, 1_500.0
"""Metres from a valley's line, and from people, within which they are."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def land_cover(
    slope: Floats,
    people: Ints,
    water: Mask,
    *,
    from_valley: Floats,
    from_people: Floats,
    elevation: Floats,
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """Return the class of each cell (eq. 20): the first of these that holds.

    Water on the main rivers; built where many live; fields on valley floors and on gentle clearings near people; bare
    on the few steepest; shrub and grass where forest was cleared, the more the nearer to people; trees elsewhere.
    """
    cleared = noise(slope.shape, rng, roughness=1.2, longest=8_000.0) - from_people / 3_000.0 - elevation / 1_500.0
    upland = noise(slope.shape, rng, roughness=1.0, longest=4_000.0) > 0.8
    fields = (slope < FIELD_SLOPE) & (from_valley < FIELD_REACH)
    clearings = (slope < UPLAND_SLOPE) & (from_people < UPLAND_REACH) & upland
    rules = [water, people >= BUILT_FROM, fields | clearings, slope > 38.0, cleared > 0.0, cleared > -0.9]
    return np.select(rules, [WATER, BUILT, CROPS, BARE, GRASS, SHRUB], TREES).astype(np.uint8)
