"""Power diagrams against geometry that can be worked out by hand."""

import numpy as np
import pytest
import shapely

from geo.power_diagram import MARGIN, convex_cells, fit_weights, owners, power_diagram

SQUARE = shapely.box(0, 0, 10, 10)


def areas(sites: list[list[float]], weights: list[float]) -> list[float]:
    diagram = power_diagram(np.array(sites), np.array(weights))
    cells = shapely.intersection(convex_cells(diagram, len(sites)), SQUARE)
    return [float(area) for area in shapely.area(cells)]


def test_equal_weights_are_the_voronoi_diagram() -> None:
    sites = [[2.0, 3.0], [7.0, 8.0], [8.0, 1.0], [4.0, 6.0]]
    voronoi = shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=SQUARE)
    parts = shapely.intersection(shapely.get_parts(voronoi), SQUARE)
    expected = [float(parts[shapely.contains_xy(parts, *site)][0].area) for site in sites]
    assert areas(sites, [0, 0, 0, 0]) == pytest.approx(expected)


def test_a_border_moves_by_the_difference_of_weights_over_twice_the_distance() -> None:
    # Sites 4 apart: the border lies at 5 + (w1 - w2) / 8.
    assert areas([[3.0, 5.0], [7.0, 5.0]], [8.0, 0.0]) == pytest.approx([60.0, 40.0])


def test_fitted_weights_give_the_stated_areas_where_no_site_is_in_the_way() -> None:
    sites = np.array([[2.5, 2.5], [7.5, 2.5], [2.5, 7.5], [7.5, 7.5]])
    stated = np.array([30.0, 22.0, 28.0, 20.0])
    weights = fit_weights(sites, stated, SQUARE)
    assert areas(sites.tolist(), weights.tolist()) == pytest.approx(stated, rel=0.01)


def test_a_site_keeps_its_cell_even_when_the_areas_ask_for_the_border_to_pass_it() -> None:
    sites = np.array([[5.0, 5.0], [6.0, 5.0]])
    weights = fit_weights(sites, np.array([5.0, 95.0]), SQUARE)
    assert abs(weights[0] - weights[1]) < MARGIN
    assert owners(sites, sites, weights).tolist() == [0, 1]
    # The border stops (1 - MARGIN) / 2 of the way past the first site, at x = 5.05.
    assert areas(sites.tolist(), weights.tolist()) == pytest.approx([50.5, 49.5], rel=0.01)


def test_a_place_between_two_sites_belongs_to_the_heavier_one() -> None:
    sites = np.array([[0.0, 0.0], [10.0, 0.0]])
    assert owners(np.array([[5.0, 0.0]]), sites, np.array([0.0, 1.0])).tolist() == [1]
