"""The order of columns, declared once in the analyses: names and what was found first, codes and settings last."""

from itertools import takewhile

import pytest

from app import access_tables, siting_tables
from app.analyses import rates
from app.result import Column, Sensitivity

AREA = Sensitivity.AREA
CODES = {"code", "facility_id", "commune_code", "lon", "lat"}
TABLES = {
    "rates: communes": rates.commune_columns(None),
    "rates: province": rates.PROVINCE_COLUMNS,
    "rates: funnel": rates.FUNNEL_COLUMNS,
    "shelters: sites": siting_tables.site_columns(AREA),
    "shelters: communes": siting_tables.commune_columns(AREA),
    "shelters: places": siting_tables.place_columns(AREA),
    "shelters: plan": siting_tables.plan_columns(AREA),
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
