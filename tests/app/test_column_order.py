"""The order of columns, declared once in the analyses: names and what was found first, codes and settings last."""

from itertools import takewhile
from types import SimpleNamespace

import pandas as pd
import pytest

from app import (
    access_tables,
    post_tables,
    rotation,
    siting_tables,
    target_tables,
    targeting_tables,
    training_tables,
    visit_tables,
)
from app.analyses import rates
from app.result import Column, Sensitivity

AREA = Sensitivity.AREA
CRITERIA_UNITS = dict.fromkeys(targeting_tables.COLUMN_OF, "")
WORK = SimpleNamespace(sensitivity=AREA, weights={"cases": 0.5, "remoteness": 0.5}, way_unit="minutes")
CRITERIA = SimpleNamespace(sensitivity=AREA, values=dict.fromkeys(targeting_tables.COLUMN_OF), units=CRITERIA_UNITS)
VISITS = SimpleNamespace(tag=AREA, scores=SimpleNamespace(counted=("risk", "silence", "recommendations")))
CODES = {"code", "facility_id", "commune_code", "lon", "lat"}
TABLES = {
    "rates: communes": rates.commune_columns(None),
    "rates: province": rates.PROVINCE_COLUMNS,
    "rates: funnel": rates.FUNNEL_COLUMNS,
    "shelters: sites": siting_tables.site_columns(AREA),
    "shelters: sites of a lens": siting_tables.site_columns(AREA, *siting_tables.case_columns(AREA)),
    "shelters: communes": siting_tables.commune_columns(AREA),
    "shelters: places": siting_tables.place_columns(AREA),
    "shelters: plan": siting_tables.plan_columns(AREA, pd.DataFrame(columns=["opening_cost"])),
    "shelters: stability": siting_tables.stability_columns(AREA),
    "shelters: lenses": siting_tables.lens_columns(AREA),
    "shelters: frontier": siting_tables.frontier_columns(AREA, "cost", cases=False),
    "posts: communes": post_tables.commune_columns(WORK),
    "posts: plan": post_tables.plan_columns(AREA, AREA),
    "posts: alternatives": post_tables.alternative_columns(AREA, AREA),
    "posts: rotation": rotation.columns(AREA),
    "training: courses": training_tables.course_columns(AREA),
    "training: venues": training_tables.venue_columns(AREA),
    "training: roster": training_tables.ROSTER_COLUMNS,
    "training: communes": training_tables.COMMUNE_COLUMNS,
    "training: skills": training_tables.topic_columns(AREA),
    "training: skill matrix": training_tables.MATRIX_COLUMNS,
    "training: plan": training_tables.plan_columns(AREA),
    "targets: targets": target_tables.target_columns(AREA),
    "targets: units": target_tables.unit_columns(AREA),
    "targets: communes": target_tables.COMMUNE_COLUMNS,
    "targets: campaigns": target_tables.CAMPAIGN_COLUMNS,
    "targets: campaigns missed": target_tables.INACTIVE_COLUMNS,
    "targeting: communes": targeting_tables.commune_columns(CRITERIA),
    "targeting: values": targeting_tables.value_columns(AREA),
    "targeting: criteria": targeting_tables.criteria_columns(AREA),
    "visits: route": visit_tables.route_columns(AREA),
    "visits: stays": visit_tables.stay_columns(AREA),
    "visits: days": visit_tables.day_columns(AREA),
    "visits: communes": visit_tables.commune_columns(VISITS),
    "access: communes": access_tables.commune_columns(AREA),
    "access: rain": access_tables.rain_columns(AREA),
    "access: services": access_tables.facility_columns(AREA),
    "access: schools": access_tables.school_columns(AREA),
}


def names(table: str) -> list[str]:
    return [column.name for column in TABLES[table]]


@pytest.mark.parametrize("columns", TABLES.values(), ids=list(TABLES))
def test_codes_and_coordinates_come_last(columns: tuple[Column, ...]) -> None:
    ordered = [column.name for column in columns]
    before = list(takewhile(lambda name: name not in CODES, ordered))
    assert set(ordered[len(before) :]) <= CODES
    assert before


def test_what_was_found_follows_the_name() -> None:
    assert names("rates: communes")[:5] == ["name", "cases", "posterior_rate", "posterior_lower", "posterior_upper"]
    assert names("shelters: communes")[:2] == ["name", "share_within_after"]
    assert names("shelters: sites")[:5] == ["rank", "name", "commune", "children_newly_within", "reason_vi"]
    assert names("shelters: places")[:3] == ["name", "commune", "kind"]
    assert names("posts: communes")[:2] == ["name", "posts_added"]
    assert names("training: courses")[:3] == ["course", "topic", "venue"]
    assert names("training: communes")[:2] == ["name", "training_class"]
    assert names("targets: targets")[:2] == ["target", "target_status"]
    assert names("targets: communes")[:2] == ["name", "target_class"]
    assert names("targeting: communes")[:3] == ["name", "shortlist_class", "priority"]
    assert names("visits: route")[:4] == ["rank", "name", "arrive", "leave"]
    assert names("visits: communes")[:4] == ["name", "planned", "stop", "visit_score"]
