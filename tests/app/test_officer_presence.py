"""How much of an officer a commune had: vacancies, new officers, several posts, and what is not known."""

from datetime import date

import pandas as pd
import pytest

from app.demo import new_project
from app.officer_presence import officer_presence
from data.demo import demo_tables
from data.project import Project

YEAR = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}


def with_officers(project: Project, *rows: dict[str, object]) -> Project:
    same = {"unit_code": "00001", "vintage": "2025-07-01", "role": "child_protection", "agency": "health", "fte": 1.0}
    named = [{"officer_id": f"O{n}", "post_id": f"P{n}", **same, **row} for n, row in enumerate(rows)]
    frame = pd.DataFrame(named)
    for day in ("appointed_on", "left_on"):
        frame[day] = pd.to_datetime(frame[day]) if day in frame else pd.NaT
    return project.append("officers", frame)


def test_it_is_the_presence_of_the_demo(demo: Project) -> None:
    truth = demo_tables(new_project("11")["units"]).truth
    known = truth.groupby("unit_code")["officer_presence"].mean()
    found = officer_presence(demo, start=date(2020, 1, 1), end=date(2025, 12, 31))
    assert found is not None
    assert found.reindex(known.index, fill_value=0.0).to_numpy() == pytest.approx(known.to_numpy())


def test_an_officer_of_long_standing_counts_with_the_time_for_the_post(four_communes: Project) -> None:
    found = officer_presence(with_officers(four_communes, {"fte": 0.5, "appointed_on": "2010-01-01"}), **YEAR)
    assert found is not None
    assert found.to_dict() == {"00001": 0.5}


def test_half_a_year_of_vacancy_halves_it(four_communes: Project) -> None:
    left = with_officers(four_communes, {"appointed_on": "2010-01-01", "left_on": "2024-07-01"})
    found = officer_presence(left, **YEAR)
    assert found is not None
    assert found["00001"] == pytest.approx(0.5)


def test_a_new_officer_counts_less_than_one_of_a_year(four_communes: Project) -> None:
    month = {"start": date(2024, 3, 1), "end": date(2024, 3, 31)}
    found = [
        officer_presence(with_officers(four_communes, {"appointed_on": day}), **month)
        for day in ("2024-03-15", "2023-09-14", "2023-03-01", "2024-03-20")
    ]
    values = [float(each["00001"]) for each in found if each is not None]
    assert values == pytest.approx([0.4, 0.7, 1.0, 0.0], abs=0.01)


def test_two_officers_are_at_most_one(four_communes: Project) -> None:
    old = {"appointed_on": "2010-01-01", "fte": 0.7}
    found = officer_presence(with_officers(four_communes, old, old), **YEAR)
    assert found is not None
    assert found["00001"] == 1.0


def test_what_is_not_known_counts_as_all_of_an_old_hand(four_communes: Project) -> None:
    found = officer_presence(with_officers(four_communes, {"fte": None}), **YEAR)
    assert found is not None
    assert found["00001"] == 1.0


def test_without_a_post_for_children_nothing_is_known(four_communes: Project) -> None:
    assert officer_presence(four_communes, **YEAR) is None
    assert officer_presence(with_officers(four_communes, {"role": "culture"}), **YEAR) is None


def test_a_period_without_a_15th_is_looked_at_on_its_first_day(four_communes: Project) -> None:
    known = with_officers(four_communes, {"appointed_on": "2010-01-01", "left_on": "2024-01-21"})
    found = officer_presence(known, start=date(2024, 1, 20), end=date(2024, 1, 25))
    assert found is not None
    assert found["00001"] == 1.0
