"""What is said of one commune equals what the tables of the whole province say."""

import pandas as pd
import pytest

from app.children import AGE_BAND, commune_codes, indicator_values
from app.profiles import profile_of
from data.project import Project


@pytest.fixture(scope="module")
def mixed(demo: Project) -> Project:
    """The demo with later children and population by sex, and an age band nobody asks about."""
    rows = demo["indicators"]
    own = rows[rows["indicator"].isin(["children", "population"])]
    later = {"period_start": pd.Timestamp(2026, 6, 30), "period_end": pd.Timestamp(2026, 6, 30)}
    sexes = [own.assign(sex=sex, value=own["value"] / 2 + at, **later) for at, sex in enumerate(("female", "male"))]
    other = own[own["indicator"] == "children"].assign(age_band="0-5", value=7.0, **later)
    return demo.with_table("indicators", pd.concat([rows, *sexes, other], ignore_index=True))


@pytest.mark.parametrize("name", ["demo", "mixed"])
def test_children_and_population_are_those_of_the_whole_table(name: str, request: pytest.FixtureRequest) -> None:
    project = request.getfixturevalue(name)
    children = indicator_values(project, "children", age_band=AGE_BAND).set_index("unit_code")["value"]
    population = indicator_values(project, "population").set_index("unit_code")["value"]
    for code in commune_codes(project):
        facts = {fact.column.name: fact.value for fact in profile_of(project, code).facts}
        assert (facts["children"], facts["population"]) == (children[code], population[code])


def test_activities_of_a_campaign_are_no_figure_of_a_commune(demo: Project) -> None:
    assert "activities" in set(demo["indicators"]["indicator"])
    shown = {fact.column.name for code in commune_codes(demo) for fact in profile_of(demo, code).facts}
    assert "poverty" in shown
    assert "activities" not in shown
