"""Rotation: the hazard with its interval, officers left by month, and who may see figures about few people."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.result import Sensitivity
from app.rotation import Rotation, findings, rotation_of
from app.staff_capacity import Departures, Staff
from models.turnover import simulated_remaining

DAY = date(2025, 12, 31)


def rotation(officers: int, left: Departures, handover: float = 0.5) -> Rotation:
    rows = pd.DataFrame({"officer_id": [f"O{n}" for n in range(officers)], "currency": 1.0})
    return rotation_of(Staff(rows, DAY, ("counselling",)), left, handover=handover, level=0.95)


def departed(number: int, years: float, *, told: bool = True) -> Departures:
    return Departures(number, years, date(2023, 1, 1), DAY, told)


def test_the_table_is_the_closed_form_and_its_simulation() -> None:
    found = rotation(40, departed(50, 100.0)).by_month.set_index("months")
    assert found.loc[12, "trained_left"] == pytest.approx(40 * np.exp(-0.5))
    assert found.loc[18, "trained_left_handover"] == pytest.approx(40 * np.exp(-0.5 * 1.5 / 2))
    for month in (6, 12, 18):
        runs = simulated_remaining(40, 0.5, month, runs=4000)
        assert runs.mean() == pytest.approx(found.loc[month, "trained_left"], abs=0.3)
        within = (runs >= found.loc[month, "trained_left_from"]) & (runs <= found.loc[month, "trained_left_to"])
        assert within.mean() >= 0.9


def test_handing_over_keeps_more_the_longer_one_looks() -> None:
    kept = rotation(40, departed(50, 100.0)).by_month["trained_kept"]
    assert kept.iloc[0] == 0.0
    assert kept.is_monotonic_increasing
    assert (rotation(40, departed(50, 100.0), handover=0.0).by_month["trained_kept"] == 0.0).all()


def test_figures_about_few_officers_stay_inside() -> None:
    assert rotation(10, departed(5, 30.0)).sensitivity is Sensitivity.AREA
    few = rotation(9, departed(5, 30.0))
    assert few.sensitivity is Sensitivity.PERSON
    assert {each.sensitivity for each in findings(few)} == {Sensitivity.PERSON}


@pytest.mark.parametrize("left", [departed(0, 0.0, told=False), departed(0, 0.0)])
def test_what_is_not_recorded_is_said_to_be_unknown(left: Departures) -> None:
    found = rotation(20, left)
    assert found.hazard is None
    assert found.by_month.empty
    (only,) = findings(found)
    assert only.en.startswith("How fast officers leave is not known")


def test_the_sentences_say_what_the_table_holds() -> None:
    hazard, left, kept = findings(rotation(40, departed(50, 100.0)))
    assert "Departures in 100 officer-years: 50, that is 0.50 a year" in hazard.en
    assert "after 12: 24, after 18" in left.en
    assert kept.numbers["share"] == 50
