"""Scores of visits: each part by hand, points that add up, and what they give away."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from app.result import Sensitivity
from app.visit_scores import Scores, scores, sensitivity_of, share_below
from data.project import Project
from tests.app.visit_projects import CODES, answered, recommended, visited

ON = date(2026, 6, 1)
FROM_BASE = pd.Series([0.0, 60.0, 120.0, np.inf], CODES)
NO_WEIGHT = dict.fromkeys(
    ("weight_risk", "weight_silence", "weight_recommendations", "weight_since_visit", "weight_remoteness"), 0.0
)


def scored(project: Project, **weights: float) -> Scores:
    asked = SimpleNamespace(**{**NO_WEIGHT, "never_visited_months": 36.0, **weights})
    return scores(project, asked, on=ON, from_base=FROM_BASE)


def test_risk_counts_by_its_place_among_communes(four_communes: Project) -> None:
    project = answered(four_communes, "expected", "expected_rate", (1.0, 3.0, 2.0, 4.0))
    found = scored(project, weight_risk=1)
    assert found.frame["points_risk"].tolist() == [12.5, 62.5, 37.5, 87.5]
    assert found.frame["score"].tolist() == found.frame["points_risk"].tolist()


def test_where_risk_is_not_known_it_counts_as_the_middle(four_communes: Project) -> None:
    project = answered(four_communes, "expected", "expected_rate", (1.0, 3.0, None, 4.0))
    assert scored(project, weight_risk=1).frame["score"]["00003"] == 50.0


def test_rates_stand_in_where_nothing_expected_is_known(four_communes: Project) -> None:
    project = answered(four_communes, "rates", "posterior_rate", (4.0, 3.0, 2.0, 1.0))
    found = scored(project, weight_risk=1)
    assert found.risk is not None
    assert (found.risk.analysis, found.frame["score"].idxmax()) == ("rates", "00001")
    later = scored(answered(project, "expected", "expected_rate", (1.0, 2.0, 3.0, 4.0)), weight_risk=1)
    assert later.frame["score"].idxmax() == "00004"


def test_silence_and_no_return_count_whole_what_cannot_be_judged_half(four_communes: Project) -> None:
    project = answered(four_communes, "hidden", "silence", ("silent", "cannot_be_judged", "no_return", "reports"))
    assert scored(project, weight_silence=2).frame["score"].tolist() == [100.0, 50.0, 100.0, 0.0]


def test_a_part_never_asked_for_is_missing_and_leaves_its_weight_to_the_others(four_communes: Project) -> None:
    found = scored(four_communes, weight_risk=3, weight_silence=3, weight_since_visit=2)
    assert (found.counted, found.missing) == (("since_visit",), ("risk", "silence"))
    assert found.frame["score"].tolist() == [100.0] * 4


def test_an_overdue_recommendation_counts_twice_and_a_closed_one_not_at_all(four_communes: Project) -> None:
    project = recommended(four_communes, "00001", "a", "2026-05-31")
    project = recommended(project, "00001", "b", "2026-06-01")
    project = recommended(project, "00002", "c", None)
    project = recommended(project, "00003", "d", "2025-01-01", closed="2026-05-01")
    frame = scored(project, weight_recommendations=1).frame
    assert frame["open_recommendations"].tolist() == [2, 1, 0, 0]
    assert frame["overdue_recommendations"].tolist() == [1, 0, 0, 0]
    assert frame["score"].tolist() == [75.0, 25.0, 0.0, 0.0]


def test_time_since_the_last_visit_is_full_where_none_is_on_record(four_communes: Project) -> None:
    project = visited(visited(four_communes, "00001", "2020-01-01"), "00001", "2024-12-01")
    project = visited(project, "00002", "2026-07-01")
    frame = scored(project, weight_since_visit=1).frame
    assert frame["months_since_visit"]["00001"] == pytest.approx(18, abs=0.1)
    assert frame["score"].tolist() == pytest.approx([50.0, 100.0, 100.0, 100.0], abs=0.2), "a visit to come is none"


def test_distance_counts_by_rank_and_not_where_no_way_leads(four_communes: Project) -> None:
    assert scored(four_communes, weight_remoteness=1).frame["score"].tolist() == [16.7, 50.0, 83.3, 0.0]


def test_points_add_up_to_the_score(four_communes: Project) -> None:
    project = answered(four_communes, "expected", "expected_rate", (1.0, 3.0, 2.0, 4.0))
    project = answered(project, "hidden", "silence", ("silent", "quiet", "reports", "reports"))
    found = scored(project, weight_risk=1, weight_silence=1, weight_since_visit=1, weight_remoteness=4)
    points = found.frame[[f"points_{part}" for part in found.counted]]
    assert points.sum(axis=1).round(1).tolist() == found.frame["score"].tolist()
    assert found.frame["score"].max() <= 100.1


def test_equals_share_their_place() -> None:
    assert share_below(pd.Series([5.0, 5.0, np.nan])).iloc[:2].tolist() == [0.5, 0.5]


def test_a_plan_that_counts_cases_stays_inside() -> None:
    assert sensitivity_of(("since_visit", "remoteness")) is Sensitivity.AREA
    for part in ("risk", "silence", "recommendations"):
        assert sensitivity_of((part, "since_visit")) is Sensitivity.CASE
