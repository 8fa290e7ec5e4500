"""A project that keeps rows of two vintages: those of the one never speak for the units of the other.

The codes 00001 and 00002 are in both lists here and mean other areas, as 3,184 real codes do.
"""

from pathlib import Path

import pandas as pd
import pytest

from app.case_counts import select_counts
from app.children import children_by_commune, commune_codes, communes, indicator_values
from app.errors import NoChildren
from app.language import Language
from app.profiles import commune_of, rows_of_commune
from app.project_layers import project_points
from app.searching import communes_of
from app.siting import demand_points
from data.checking import check_units
from data.frames import conform
from data.issues import Reason
from data.project import Project
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE, VINTAGE

YEAR = {"period_start": pd.Timestamp(2024, 1, 1), "period_end": pd.Timestamp(2024, 12, 31)}


@pytest.fixture
def both(four_communes: Project) -> Project:
    """The four communes, and two units of the list before, kept under codes that are in use again."""
    old = pd.DataFrame(
        {
            "code": ["00001", "00002"], "level": "commune", "parent_code": "001", "name": ["Cũ Một", "Cũ Hai"],
            "kind": "xã", "vintage": OLD_VINTAGE,
        }
    )  # fmt: skip
    return four_communes.append("units", old)


def of(vintage: str, **row: object) -> pd.DataFrame:
    return pd.DataFrame([{"vintage": vintage, **row}])


def settlement(vintage: str, name: str, children: int) -> pd.DataFrame:
    return of(vintage, point_id=name, commune_code="00001", lon=0.0, lat=0.0, children=children, source=vintage)


def count(vintage: str, number: int) -> pd.DataFrame:
    return of(
        vintage, unit_code="00001", place="home", kind="neglect", agency="police", stage="received", counted="cases",
        count=number, **YEAR,
    )  # fmt: skip


def test_the_communes_are_those_of_the_projects_vintage(both: Project) -> None:
    assert commune_codes(both).tolist() == ["00001", "00002", "00003", "00004"]
    assert "Cũ Một" not in set(communes(both)["name"])


def test_a_row_is_held_against_the_units_of_its_own_vintage(four_communes: Project, both: Project) -> None:
    rows = conform(pd.concat([count(OLD_VINTAGE, 1), count(VINTAGE, 1)]), TABLES["case_counts"]).reset_index(drop=True)
    table = TABLES["case_counts"]
    refused = check_units(rows, table, four_communes["units"])
    assert [(finding.reason, finding.rows.tolist()) for finding in refused] == [(Reason.OTHER_VINTAGE, [0])]
    assert check_units(rows, table, both["units"]) == []


def test_counts_of_the_old_units_are_left_out_and_said(both: Project) -> None:
    counted = both.append("case_counts", count(OLD_VINTAGE, 7)).append("case_counts", count(VINTAGE, 2))
    selection = select_counts(counted)
    assert (selection.rows["count"].tolist(), selection.other_vintage) == ([2], 1)


def test_indicators_of_the_old_units_are_not_taken(both: Project) -> None:
    old = of(OLD_VINTAGE, unit_code="00001", indicator="children", age_band="0-15", value=9e6, **YEAR)
    assert indicator_values(both.append("indicators", old), "children")["value"].tolist() == [1000.0] * 4


def test_settlements_of_the_old_units_are_not_counted(both: Project) -> None:
    bare = both.with_table("indicators", both["indicators"].iloc[:0])
    with pytest.raises(NoChildren):
        children_by_commune(bare.append("demand_points", settlement(OLD_VINTAGE, "P1", 500)))


def test_settlements_of_the_old_units_are_no_demand(both: Project) -> None:
    points = both.append("demand_points", settlement(OLD_VINTAGE, "P1", 500))
    points = points.append("demand_points", settlement(VINTAGE, "P2", 20))
    assert demand_points(points)[0]["point_id"].tolist() == ["P2"]


def test_a_search_finds_each_present_commune_once(both: Project) -> None:
    assert [commune.name for commune in communes_of(both)] == ["Ba", "Bốn", "Hai", "Một"]


def test_a_profile_holds_no_rows_of_an_old_unit_of_the_same_code(both: Project) -> None:
    officer = of(OLD_VINTAGE, officer_id="O1", post_id="1", unit_code="00001", fte=1.0)
    place = of(OLD_VINTAGE, facility_id="F1", kind="school", commune_code="00001", disclosure="public", status="in_use")
    own = rows_of_commune(both.append("officers", officer).append("facilities", place), "00001")
    assert own["units"]["name"].tolist() == ["Một"]
    assert own["officers"].empty
    assert "F1" not in set(own["facilities"]["facility_id"])


def test_a_place_known_by_an_old_code_leads_to_no_present_commune(both: Project) -> None:
    place = of(OLD_VINTAGE, facility_id="F1", kind="school", commune_code="00001", disclosure="public", status="in_use")
    assert commune_of(both.append("facilities", place), ["F1"]) == ""


def test_a_place_known_by_an_old_code_is_not_said_to_be_in_the_present_commune(both: Project) -> None:
    place = of(
        OLD_VINTAGE, facility_id="F1", kind="school", commune_code="00001", disclosure="public", status="in_use",
        lon=2.0, lat=0.0,
    )  # fmt: skip
    layers = project_points(both.append("facilities", place), Language("vi"))
    shown = {
        row.code: row.commune for layer in layers for row in layer.shapes.itertuples() if "commune" in layer.shapes
    }
    assert shown["F1"] != "Xã Một"


def test_no_analysis_reads_a_table_with_codes_except_through_the_checked_ways() -> None:
    room = Path(__file__).resolve().parents[2] / "app" / "analyses"
    direct = ('project["case_counts"]', 'project["indicators"]', 'project["units"]', 'project["demand_points"]')
    found = [(path.name, use) for path in room.glob("*.py") for use in direct if use in path.read_text("utf-8")]
    assert found == []
