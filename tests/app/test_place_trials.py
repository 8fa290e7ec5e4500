"""A place tried elsewhere: which places may be moved, what a position brings, and how it is said."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.language import Language, Text
from app.parameters import read_parameters, settings
from app.place_trial_words import KEY, trial_text, trial_theme
from app.place_trials import Trial, can_be_tried, movable_places, trial, tried
from app.questions import find
from app.release import Audience, visible
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table
from app.results import StoredResult, with_result
from data.project import Project
from geo.symbols import NO_DATA
from tests.app.travel_projects import RIVER, children, everywhere, places, raster, settlements, two_communes

EN = Language("en")
HIDDEN = {"disclosure": "hidden", "lon": 105.15}


def peopled(*shelters: dict[str, Any], **tables: Any) -> Project:
    return two_communes(facilities=places(*shelters), rasters=raster("population", everywhere(3.0)), **tables)


def access(project: Project, **given: object) -> Result:
    question = find("access")
    return question.run(project, read_parameters(question.parameters, "access", {"resolution": 500} | given), None)


def asked(result: Result, **given: object) -> Result:
    """Return the result with its settings, as it is kept."""
    question = find(result.analysis)
    values = read_parameters(question.parameters, result.analysis, {"resolution": 500} | given)
    return replace(result, parameters=tuple(settings(values)))


@pytest.fixture(scope="module")
def ready() -> Trial:
    project = peopled({}, {"lon": 105.15})
    return trial(project, asked(access(project, limit=10), limit=10), "F1")


def test_where_it_is_a_place_brings_what_the_result_says() -> None:
    project = peopled({}, {"lon": 105.15})
    result = asked(access(project, limit=10), limit=10)
    ready = trial(project, result, "F1")
    communes = result.table("communes")
    within = dict(zip(communes.values("code"), communes.values("children_within"), strict=True))
    assert dict(zip(ready.codes, ready.start.within.tolist(), strict=True)) == pytest.approx(within, abs=1e-5)


def test_a_place_of_a_plan_starts_from_the_plans_own_children_and_minutes() -> None:
    candidate = {"kind": "school", "status": "candidate", "lon": 105.15}
    homes = settlements((105.02, 0.05, 700.0), (105.09, 0.02, 200.0), (105.145, 0.05, 300.0))
    rasters = pd.concat([raster("population", everywhere(3.0)), raster("land_cover", everywhere(30.0))])
    project = two_communes(facilities=places({}, candidate), rasters=rasters, demand_points=homes)
    question, given = find("shelters"), {"p": 1, "limit": 20, "resolution": 500, "draws": 0}
    result = question.run(project, read_parameters(question.parameters, "shelters", given), None)
    ready = trial(project, asked(result, **given), "F2")
    (planned,) = result.table("plan").values("children_within_after")
    assert isinstance(planned, int | float)
    assert 0 < planned < 1200
    assert ready.start.total == pytest.approx(planned)


CANDIDATE = {"kind": "school", "status": "candidate", "lon": 105.15}


def planned(project: Project, **given: object) -> Result:
    """Return a plan of one site beside F1, as it is kept."""
    question, asked_for = find("shelters"), {"p": 1, "limit": 20, "resolution": 500, "draws": 0} | given
    return asked(question.run(project, read_parameters(question.parameters, "shelters", asked_for), None), **asked_for)


def to_plan_in(**moved: object) -> Project:
    homes = settlements((105.02, 0.05, 700.0), (105.09, 0.02, 200.0), (105.145, 0.05, 300.0))
    land = raster("land_cover", everywhere(30.0))
    return two_communes(facilities=places({}, CANDIDATE | moved), rasters=land, demand_points=homes)


@pytest.mark.parametrize(
    ("objective", "column", "said_start"),
    [
        ("p_median", "mean_minutes_after", "On average per child: "),
        ("p_center", "objective", "Whoever lives furthest: "),
    ],
)
def test_the_minutes_a_plan_aims_at_follow_the_place(objective: str, column: str, said_start: str) -> None:
    result = planned(to_plan_in(), objective=objective)
    ready = trial(to_plan_in(), result, "F2")
    assert ready.start.figures is not None
    assert ready.start.figures.minutes == pytest.approx(result.table("plan").values(column)[0], rel=1e-4)
    assert said_start in trial_text(ready, ready.start, EN)
    there = tried(ready, 105.12, 0.03)
    again = planned(to_plan_in(lon=105.12, lat=0.03), objective=objective).table("plan").values(column)[0]
    assert there.figures is not None
    assert there.figures.minutes == pytest.approx(again, rel=1e-4)
    assert np.isnan(there.figures.cases)
    assert "than where it is. In " in trial_text(ready, there, EN)


def test_a_plan_that_counts_children_near_says_no_minutes() -> None:
    ready = trial(to_plan_in(), planned(to_plan_in()), "F2")
    assert ready.start.figures is not None
    assert np.isnan(ready.start.figures.minutes)
    assert "On average" not in trial_text(ready, ready.start, EN)


def test_the_cases_a_plan_counts_follow_the_place() -> None:
    columns = tuple(Column(each, "", Sensitivity.CASE) for each in ("code", *CASES))
    answers = Table("communes", columns, (("00001", 12.0, 8.0, 16.0), ("00002", 3.0, 1.0, 5.0)), Sensitivity.CASE)
    said = Text("", "")
    answer = Result(
        "expected", (), (answers,), (), (), ModelCard(said, said, said, said),
        Denominator("children", "children", 1.0, said, Sensitivity.AREA),
    )  # fmt: skip
    project = with_result(to_plan_in(), StoredResult("expected-1", "2026-01-01", answer))
    result = planned(project, lens="expected")
    ready = trial(project, result, "F2")
    assert ready.start.figures is not None
    within = result.table("plan").values("cases_within_after")[0]
    assert ready.start.figures.cases == pytest.approx(within)
    assert ready.aimed is not None
    assert ready.aimed.cases == pytest.approx(12.0), "the settlements are all of the first commune"
    gone = tried(ready, 120.0, 0.05)
    assert "cases a year (cases expected) within 20 minutes, " in trial_text(ready, gone, EN)
    newer = with_result(project, StoredResult("expected-2", "2026-02-01", replace(answer, tables=(doubled(answers),))))
    assert trial(newer, result, "F2").start.figures == ready.start.figures, "the answer the plan was made with counts"


CASES = ("expected_cases_per_year", "expected_cases_per_year_lower", "expected_cases_per_year_upper")


def doubled(table: Table) -> Table:
    return replace(table, rows=tuple((code, *(2 * float(each) for each in cases)) for code, *cases in table.rows))


def test_elsewhere_it_brings_what_a_new_run_finds_there(ready: Trial) -> None:
    moved = access(peopled({"lon": 105.08, "lat": 0.03}, {"lon": 105.15}), limit=10)
    within = moved.table("communes").values("children_within")
    assert tried(ready, 105.08, 0.03).within.tolist() == pytest.approx(within)


def test_only_the_places_that_help_may_be_moved() -> None:
    result = access(peopled({}, {"kind": "school", "lon": 105.07}))
    assert list(movable_places(result)) == ["F1"]
    assert movable_places(result)["F1"].table == "services"


def test_a_place_that_is_not_public_may_be_moved_in_an_internal_result_only() -> None:
    project = peopled({}, HIDDEN)
    assert list(movable_places(access(project))) == ["F1"]
    everything = access(project, existing="all")
    assert list(movable_places(everything)) == ["F1", "F2"]
    assert movable_places(visible(everything, Audience.SHAREABLE)) == {}


def test_a_result_without_places_is_not_offered() -> None:
    project = peopled(HIDDEN)
    assert not can_be_tried(project, asked(access(project)))
    public = peopled({})
    assert can_be_tried(public, asked(access(public)))


def test_nothing_is_kept_of_a_trial() -> None:
    project = peopled({})
    stored = StoredResult("access-1", "2026-11-22T00:00:00+00:00", asked(access(project)))
    kept = with_result(project, stored)
    tables = {name: kept[name] for name in ("facilities", "results", "travel_matrices")}
    tried(trial(kept, stored.result, "F1"), 105.12, 0.05)
    assert all(kept[name] is rows for name, rows in tables.items())


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (105.05, 0.05, "Nhà 1 where it is: "),
        (105.15, 0.05, "In Đông commune."),
        (105.24, 0.05, "Outside every commune of the project."),
        (120.0, 0.05, "No travel times are known out there"),
    ],
)
def test_where_it_stands_is_said_and_that_nothing_is_stored(ready: Trial, lon: float, lat: float, said: str) -> None:
    text = trial_text(ready, tried(ready, lon, lat), EN)
    assert said in text
    assert text.endswith("Only tried: nothing is stored.")


def test_on_a_river_the_bank_counts_and_says_how_far() -> None:
    project = peopled({}, barriers=RIVER)
    ready = trial(project, asked(access(project)), "F1")
    found = tried(ready, 105.1, 0.05)
    assert found.moved_metres > 0
    assert f"{found.moved_metres:.0f} m away" in trial_text(ready, found, EN)


def test_more_and_fewer_children_are_counted_from_where_it_is(ready: Trial) -> None:
    better, gone = tried(ready, 105.08, 0.05), tried(ready, 120.0, 0.05)
    fewer = round(ready.start.total) - round(gone.total)
    assert fewer > 0
    assert f"{EN.number(fewer)} fewer than where it is" in trial_text(ready, gone, EN)
    more = round(better.total) - round(ready.start.total)
    assert f"{EN.number(abs(more))} {'more' if more >= 0 else 'fewer'} than" in trial_text(ready, better, EN)


def test_colours_mean_the_same_at_every_position(ready: Trial) -> None:
    near, far = (trial_theme(ready, tried(ready, lon, 0.05), set(ready.codes), EN) for lon in (105.15, 120.0))
    assert near.key == far.key == KEY
    assert [(each.fill, each.label) for each in near.legend] == [(each.fill, each.label) for each in far.legend]
    assert sum(int(each.note.split(": ")[1]) for each in near.legend) == 2
    assert far.colours["00001"] == far.legend[0].fill
    assert near.texts["00002"] == far.texts["00002"] != "0"


def test_a_commune_without_children_has_no_share() -> None:
    project = peopled({}).with_table("indicators", children(1000.0, 0.0))
    ready = trial(project, asked(access(project)), "F1")
    assert trial_theme(ready, ready.start, set(ready.codes), EN).colours["00002"] == NO_DATA
