"""Where the names of areas stand on a map: inside their area, clear of symbols and of each other, or nowhere."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import shapely

LETTER_WIDTH = 0.6
"""Mean width of a letter of a sans-serif font, in font sizes: a generous estimate, for no font is at hand."""
LINE_HEIGHT = 1.12
"""In font sizes: Vietnamese letters bear marks above and below."""
LEAST_INSIDE = (0.88, 0.5)
"""Share of a name's box that must lie in its area; names that find no room so may then reach over the border."""
_SHIFTS = (0.0, -0.8, 0.8, -1.6, 1.6, -2.4, 2.4, -3.2, 3.2)
_SIDE_SHIFTS = (0.0, -1.2, 1.2)
"""Font sizes to move down and to the right from the middle of the area, the nearest first."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's lines and the middle of them."""

    lines: tuple[str, ...]
    x: float
    y: float


def place_names(
    names: Sequence[str],
    areas: Any,
    taken: Sequence[Any],
    *,
    size: float,
    avoided: Sequence[Any] = (),
    first: Collection[int] = (),
) -> list[Name]:
    """Place names, those of the largest areas first; a name without room is left out.

    Parameters
    ----------
    names : sequence of str
        One an area; an empty one is not placed.
    areas : array of shapely polygons, shape (n,)
        In the unit of `size`, y pointing down.
    taken : sequence of shapely polygons
        Where no name may stand.
    size : float
        Height of a line.
    avoided : sequence of shapely polygons
        Where a name stands only if it has no other room.
    first : collection of int
        Positions of the names that are placed before all others.

    Examples
    --------
    >>> place_names(["Hà Nội", "Huế"], [shapely.box(0, 0, 20, 10), shapely.box(20, 0, 21, 10)], [], size=2)
    [Name(lines=('Hà Nội',), x=10.0, y=5.0)]
    """
    occupied = list(taken)
    placed: dict[int, Name] = {}
    waiting = sorted(range(len(names)), key=lambda each: (each not in first, -areas[each].area, each))
    ahead = [each for each in waiting if each in first]
    turns = [*product(LEAST_INSIDE, ahead), *product(LEAST_INSIDE, waiting)]
    for least, position in turns:
        if position in placed:
            continue
        possible = [
            name
            for name in _possible(names[position], areas[position], size)
            if _has_room(_box(name, size), areas[position], occupied, least)
        ]
        if possible:
            placed[position] = min(possible, key=lambda name: _covered(_box(name, size), avoided))
            occupied.append(_box(placed[position], size))
    return list(placed.values())


def _has_room(box: Any, area: Any, occupied: Sequence[Any], least: float) -> bool:
    inside = box.intersection(area).area >= least * box.area
    return bool(inside) and not shapely.intersects(box, occupied).any()


def _covered(box: Any, avoided: Sequence[Any]) -> float:
    """Return how much of what should be seen a name would hide; the first of equals is chosen."""
    return round(float(shapely.area(shapely.intersection(box, avoided)).sum()), 6)


def _possible(name: str, area: Any, size: float) -> Iterator[Name]:
    """Yield ways to write a name, best first: in one line or two, at the middle of the area or near it."""
    if not name:
        return
    for middle, right, down, lines in product(_middles(area, size), _SIDE_SHIFTS, _SHIFTS, _broken(name)):
        x, y = middle + size * np.array([right, down])
        yield Name(lines, round(float(x), 2), round(float(y), 2))


def _middles(area: Any, size: float) -> list[Any]:
    """Return the centre of the area, and that of the widest place in it, where a bent area has more room."""
    widest = shapely.maximum_inscribed_circle(area, tolerance=size / 10)
    return [shapely.get_coordinates(shapely.centroid(area))[0], shapely.get_coordinates(widest)[0]]


def _broken(name: str) -> Iterator[tuple[str, ...]]:
    yield (name,)
    words = name.split()
    if len(words) > 1:
        breaks = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        yield min(breaks, key=lambda lines: max(map(len, lines)))


def _box(name: Name, size: float) -> Any:
    width = LETTER_WIDTH * size * max(map(len, name.lines))
    height = LINE_HEIGHT * size * len(name.lines)
    return shapely.box(name.x - width / 2, name.y - height / 2, name.x + width / 2, name.y + height / 2)
