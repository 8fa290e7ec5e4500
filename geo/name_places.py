"""Where the names of areas stand on a map: inside their area, clear of symbols and of each other, or nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

LETTER_WIDTH = 0.55
"""Mean width of a letter of a sans-serif font, in font sizes: a generous estimate, for no font is at hand."""
LEAST_INSIDE = 0.88
"""Share of a name's box that must lie in its area."""
_SHIFTS = (0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0)
"""Font sizes to move up or down from the middle of the area."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's lines and the middle of them."""

    lines: tuple[str, ...]
    x: float
    y: float


def place_names(names: Sequence[str], areas: Any, taken: Sequence[Any], *, size: float) -> list[Name]:
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

    Examples
    --------
    >>> place_names(["Hà Nội", "Huế"], [shapely.box(0, 0, 20, 10), shapely.box(20, 0, 21, 10)], [], size=2)
    [Name(lines=('Hà Nội',), x=10.0, y=5.0)]
    """
    occupied = list(taken)
    placed = []
    for position in sorted(range(len(names)), key=lambda each: (-areas[each].area, each)):
        for name in _possible(names[position], areas[position], size):
            box = _box(name, size)
            if _inside(box, areas[position]) and not shapely.intersects(box, occupied).any():
                occupied.append(box)
                placed.append(name)
                break
    return placed


def _possible(name: str, area: Any, size: float) -> Iterator[Name]:
    """Yield ways to write a name, best first: in one line or two, at the middle of the area or near it."""
    if not name:
        return
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(area, tolerance=size / 10))[0]
    for shift in _SHIFTS:
        for lines in _broken(name):
            yield Name(lines, float(middle[0].round(2)), float((middle[1] + shift * size).round(2)))


def _broken(name: str) -> Iterator[tuple[str, ...]]:
    yield (name,)
    words = name.split()
    if len(words) > 1:
        breaks = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        yield min(breaks, key=lambda lines: max(map(len, lines)))


def _box(name: Name, size: float) -> Any:
    width = LETTER_WIDTH * size * max(map(len, name.lines))
    height = size * len(name.lines)
    return shapely.box(name.x - width / 2, name.y - height / 2, name.x + width / 2, name.y + height / 2)


def _inside(box: Any, area: Any) -> bool:
    return bool(box.intersection(area).area >= LEAST_INSIDE * box.area)
