"""Outlines around centres: their area, their holes and which centres share one."""

import numpy as np
import pytest
import shapely

from geo.outline import outline, outlines


def test_an_outline_has_the_sum_of_the_areas_and_holds_every_centre() -> None:
    centres = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 12.0], [25.0, 5.0]])
    area = np.array([100.0, 80.0, 150.0, 60.0])
    drawn = outline(centres, area)
    assert drawn.area == pytest.approx(390.0, rel=1e-5)
    assert shapely.contains_xy(drawn, centres).all()
    assert drawn.geom_type == "Polygon"


def test_a_ring_of_centres_gets_no_hole() -> None:
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    centres = 30 * np.column_stack([np.cos(angle), np.sin(angle)])
    drawn = outline(centres, np.full(12, 120.0))
    assert shapely.get_num_interior_rings(drawn) == 0
    assert shapely.contains_xy(drawn, centres).all()


def test_far_groups_get_outlines_that_do_not_touch() -> None:
    centres = np.array([[0.0, 0.0], [300.0, 0.0], [8.0, 0.0]])
    (first, mainland), (second, island) = outlines(centres, np.array([50.0, 20.0, 50.0]))
    assert (first.tolist(), second.tolist()) == ([0, 2], [1])
    assert mainland.area == pytest.approx(100.0, rel=1e-5)
    assert island.area == pytest.approx(20.0, rel=1e-5)
    assert not mainland.intersects(island)
