"""Names of areas: in their area where they fit, clear of symbols and of each other."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.name_places import LETTER_WIDTH, LINE_HEIGHT, Name, place_names

WIDE = shapely.box(0, 0, 40, 20)


def box_of(name: Name, size: float) -> shapely.Polygon:
    half_width = LETTER_WIDTH * size * max(map(len, name.lines)) / 2
    half_height = LINE_HEIGHT * size * len(name.lines) / 2
    return shapely.box(name.x - half_width, name.y - half_height, name.x + half_width, name.y + half_height)


def test_a_name_stands_in_the_middle_of_its_area() -> None:
    [name] = place_names(["Na Sang"], [shapely.box(10, 10, 30, 30)], [], size=2)
    assert (name.lines, name.x, name.y) == (("Na Sang",), pytest.approx(20, abs=0.2), pytest.approx(20, abs=0.2))


def test_a_long_name_breaks_where_its_lines_are_shortest() -> None:
    [name] = place_names(["Điện Biên Phủ"], [shapely.box(0, 0, 12, 12)], [], size=2)
    assert name.lines == ("Điện", "Biên Phủ")


def test_a_name_reaches_over_a_border_only_for_want_of_room_and_never_by_half() -> None:
    [over] = place_names(["Quảng Lâm"], [shapely.box(0, 0, 5, 10)], [], size=2)
    assert over.lines == ("Quảng", "Lâm")
    assert place_names(["Quảng Lâm"], [shapely.box(0, 0, 2, 10)], [], size=2) == []


def test_a_name_that_must_come_first_takes_the_room_of_a_larger_area() -> None:
    areas = [shapely.box(0, 0, 12, 4), shapely.box(4, 0, 10, 4)]
    names = ["Mường Ảng", "Na Ư"]
    assert [name.lines[0] for name in place_names(names, areas, [], size=2)] == ["Mường Ảng"]
    assert [name.lines[0] for name in place_names(names, areas, [], size=2, first={1})] == ["Na Ư"]


def test_an_empty_name_is_not_placed() -> None:
    assert place_names([""], [WIDE], [], size=2) == []


def test_a_name_keeps_off_what_is_taken() -> None:
    star = shapely.box(17, 7, 23, 13)
    [name] = place_names(["Na Sang"], [WIDE], [star], size=2)
    assert not box_of(name, 2).intersects(star)
    assert place_names(["Na Sang"], [WIDE], [WIDE], size=2) == []


def test_a_name_covers_what_it_should_avoid_only_if_it_must() -> None:
    dot = shapely.box(19, 9, 21, 11)
    [clear] = place_names(["Na Sang"], [WIDE], [], size=2, avoided=[dot])
    assert not box_of(clear, 2).intersects(dot)
    [over] = place_names(["Na Sang"], [WIDE], [], size=2, avoided=[WIDE])
    assert over == place_names(["Na Sang"], [WIDE], [], size=2)[0]


def test_larger_areas_come_first() -> None:
    areas = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 60, 30)]
    assert [name.lines for name in place_names(["Nhỏ", "Lớn"], areas, [], size=2)] == [("Lớn",), ("Nhỏ",)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("ạbĐ ", max_size=14), min_size=9, max_size=9))
def test_names_never_lie_on_each_other(names: list[str]) -> None:
    areas = [shapely.box(x, y, x + 9, y + 9) for x in (0, 9, 18) for y in (0, 9, 18)]
    boxes = [box_of(name, 2) for name in place_names([name.strip() for name in names], areas, [], size=2)]
    assert all(one.intersection(other).area < 0.1 for i, one in enumerate(boxes) for other in boxes[:i])
