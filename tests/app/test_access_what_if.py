"""A place that is dragged: the same figures as when it stands there."""

import math
import time
from statistics import quantiles

import numpy as np
import pytest

from app.access_reach import arrivals, scene
from app.access_what_if import WhatIf, what_if
from app.analyses.access import Parameters
from app.travel_inputs import ground_of
from app.travel_people import homes_of
from app.travel_places import kinds_of, services_of
from data.project import Project
from geo.errors import InvalidLimits
from geo.grid import OUTSIDE
from tests.app.travel_projects import RIVER, everywhere, places, raster, two_communes

LIMITS = (30.0, 60.0, 120.0)


def prepared(project: Project, *staying: dict[str, object], resolution: float = 500) -> WhatIf:
    travelling = Parameters(resolution=resolution)
    ground = ground_of(project, travelling)
    at = scene(ground, homes_of(project, ground.grid), travelling, season="dry")
    return what_if(at, places(*staying) if staying else places({}).iloc[:0], LIMITS)


def peopled() -> Project:
    return two_communes(rasters=raster("population", everywhere(3.0)))


def test_a_dragged_place_gives_what_it_gives_when_it_stands_there() -> None:
    moved = prepared(peopled(), {}).at(105.15, 0.07)
    both = places({}, {"lon": 105.15, "lat": 0.07})
    ready = prepared(peopled())
    standing = arrivals(ready.scene, both).coverage(LIMITS)
    assert moved.within == pytest.approx(standing.within)
    assert moved.total == pytest.approx(standing.within[:OUTSIDE].sum(axis=0))


def test_what_is_gained_is_what_the_others_do_not_reach() -> None:
    ready = prepared(peopled(), {})
    assert ready.at(105.05, 0.05).gained == pytest.approx(0.0)
    apart = ready.at(105.15, 0.05)
    assert apart.gained.min() >= 0
    assert apart.gained[1, 0] > 0
    assert apart.before == pytest.approx(ready.staying.coverage(LIMITS).within)


def test_without_any_other_place_all_is_gained() -> None:
    moved = prepared(peopled()).at(105.05, 0.05)
    assert moved.before.max() == 0
    assert moved.gained == pytest.approx(moved.within)


def test_over_a_river_it_counts_at_the_bank_and_far_away_nowhere() -> None:
    ready = prepared(two_communes(barriers=RIVER), {})
    assert 0 < ready.at(105.1, 0.05).moved_metres < 1000
    far = ready.at(120.0, 0.05)
    assert math.isnan(far.moved_metres)
    assert far.gained.tolist() == np.zeros((3, 3)).tolist()
    assert np.isinf(far.surface).all()


def test_limits_must_rise() -> None:
    ready = prepared(peopled())
    with pytest.raises(InvalidLimits):
        what_if(ready.scene, places({}), (60, 30))


@pytest.mark.slow
def test_the_demo_answers_a_drag_within_200_ms_at_250_m(demo: Project) -> None:
    travelling = Parameters()
    ground = ground_of(demo, travelling)
    at = scene(ground, homes_of(demo, ground.grid), travelling, season="dry")
    ready = what_if(at, services_of(demo, kinds_of("shelters"), "all"), LIMITS)
    ready.at(103.0, 21.4)
    positions = zip(np.linspace(102.9, 103.1, 40), np.linspace(21.3, 21.5, 40), strict=True)
    assert quantiles([_seconds(ready, *each) for each in positions], n=20)[-1] < 0.2


def _seconds(ready: WhatIf, longitude: float, latitude: float) -> float:
    start = time.perf_counter()
    ready.at(longitude, latitude)
    return time.perf_counter() - start
