"""Covariates of communes: as stated, per 1,000 children, minutes or kilometres; who people are only for a reason."""

import numpy as np
import pandas as pd
import pytest

from app.covariates import Asked, asked_names, covariates_of, knows_ground, mean_way, says_who_people_are
from app.errors import BadParameter, NoJustification
from app.travel_matrices import Way
from data.project import Project

CODES = ("00001", "00002", "00003", "00004")
CHILDREN = pd.Series(1000.0, index=pd.Index(CODES))
DEGREE_KM = 111.195


def indicator(project: Project, name: str, values: list[float], unit: str = "%") -> Project:
    day = pd.Timestamp(2024, 1, 1)
    rows = pd.DataFrame(
        {
            "unit_code": CODES[: len(values)], "vintage": "2025-07-01", "indicator": name, "period_start": day,
            "period_end": day, "value": values, "unit": unit, "source": "test",
        }
    )  # fmt: skip
    return project.append("indicators", rows)


def in_use(project: Project, *at: int) -> Project:
    rows = pd.DataFrame(
        {
            "facility_id": [f"P{x}" for x in at], "kind": "police_post", "name": "Công an",
            "lon": [float(x) for x in at],
            "commune_code": [CODES[x] for x in at], "vintage": "2025-07-01", "lat": 0.0, "disclosure": "public",
            "status": "in_use",
        }
    )  # fmt: skip
    return project.append("facilities", rows)


def values(project: Project, *names: str, justification: str = ""):
    return covariates_of(project, Asked(names, "police_post, hospital", justification), CHILDREN, Way())


def test_percentages_stay_and_counts_are_per_thousand_children(four_communes: Project) -> None:
    known = indicator(four_communes, "poverty", [10, 20, 30, 40])
    known = indicator(known, "dropouts", [1, 2, 3, 4], "people")
    found = values(known, "poverty", "dropouts")
    assert found.values["poverty"].tolist() == [10, 20, 30, 40]
    assert found.values["dropouts"].tolist() == [1, 2, 3, 4]
    assert found.units == {"poverty": "%", "dropouts": "per 1,000 children"}


def test_what_is_not_known_of_a_commune_is_the_median_and_counted(four_communes: Project) -> None:
    found = values(indicator(four_communes, "poverty", [10, 20, 60]), "poverty")
    assert found.values["poverty"].tolist() == [10, 20, 60, 20]
    assert found.filled == {"poverty": 1}


def test_what_the_project_knows_nothing_of_is_absent(four_communes: Project) -> None:
    found = values(four_communes, "poverty", "remoteness")
    assert found.absent == ("poverty", "remoteness")
    assert list(found.values) == []
    assert not found.by_air


def test_without_ground_remoteness_is_in_kilometres_to_the_nearest_public_place(four_communes: Project) -> None:
    found = values(in_use(four_communes, 0), "remoteness", "services")
    assert not knows_ground(four_communes)
    assert found.by_air
    assert found.units["remoteness"] == "km"
    assert found.values["remoteness"].to_numpy() == pytest.approx(DEGREE_KM * np.arange(4), rel=1e-4)
    assert found.values["services"].tolist() == [1, 0, 0, 0]


def test_places_that_are_not_public_do_not_count(four_communes: Project) -> None:
    near = in_use(four_communes, 0, 3)
    hidden = near.with_table("facilities", near["facilities"].assign(disclosure="hidden"))
    assert values(hidden, "remoteness").absent == ("remoteness",)


def test_who_people_are_needs_a_recorded_reason(four_communes: Project) -> None:
    known = indicator(four_communes, "ethnic_minority", [10, 20, 30, 40])
    with pytest.raises(NoJustification) as refused:
        values(known, "ethnic_minority", justification="  ")
    assert refused.value.indicator == "ethnic_minority"
    found = values(known, "ethnic_minority", justification="Decision 12 of the province")
    assert found.values["ethnic_minority"].tolist() == [10, 20, 30, 40]


@pytest.mark.parametrize("name", ["ethnic_minority", "Tỷ lệ dân tộc thiểu số", "TON GIAO", "religion"])
def test_names_that_say_who_people_are(name: str) -> None:
    assert says_who_people_are(name)


def test_asked_names_are_those_offered_or_in_the_data(four_communes: Project) -> None:
    known = indicator(four_communes, "drownings", [1], "people")
    assert asked_names(known, "drownings, poverty, drownings") == ("drownings", "poverty")
    assert asked_names(known, "") == ()
    with pytest.raises(BadParameter) as refused:
        asked_names(known, "poverty, wealth")
    assert refused.value.value == "wealth"
    assert "drownings" in refused.value.allowed


def test_the_demo_takes_minutes_over_its_land(demo: Project) -> None:
    children = pd.Series(1000.0, index=pd.Index(sorted(demo["units"].loc[demo["units"]["level"] == "commune", "code"])))
    found = covariates_of(demo, Asked(("remoteness",), "hospital"), children, Way(resolution=1000.0))
    assert found.units == {"remoteness": "minutes"}
    assert 5 < found.values["remoteness"].min() < 60 < found.values["remoteness"].max() < 400


def test_where_no_way_leads_the_longest_one_stands_for_it() -> None:
    ways = pd.DataFrame({"police_post": [10.0, np.inf, 30.0], "hospital": [20.0, 40.0, np.nan], "school": np.inf})
    assert mean_way(ways).tolist() == [15, 35, 30]
