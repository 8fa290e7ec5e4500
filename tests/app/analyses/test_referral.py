"""From the shelter to the police and on to a hospital: minutes that add up, and who is far."""

import pandas as pd
import pytest

from app.analyses.referral import Parameters, prepare, run
from app.result import Result, Sensitivity
from app.travel_matrices import Trips, Way, matrix
from data.project import Project
from tests.app.travel_projects import RIVER, places, two_communes

SHELTER = {"lon": 105.02}
POLICE = {"kind": "police_post", "lon": 105.05}
OTHER_POLICE = {"kind": "police_post", "lon": 105.15}
HOSPITAL = {"kind": "hospital", "lon": 105.09}


def asked(**given: object) -> Parameters:
    return Parameters(**({"resolution": 500, "mode": "walking"} | given))  # type: ignore[arg-type]


def only_row(found: Result) -> dict[str, object]:
    table = found.table("referrals")
    (row,) = table.rows
    return dict(zip([column.name for column in table.columns], row, strict=True))


@pytest.fixture
def chain() -> Project:
    return two_communes(facilities=places(SHELTER, POLICE, OTHER_POLICE, HOSPITAL))


def test_the_chain_is_the_nearest_post_and_the_hospital_nearest_to_it(chain: Project) -> None:
    row = only_row(run(chain, asked()))
    assert (row["police_post"], row["hospital_after_police"]) == ("Nhà 2 (Xã Tây)", "Nhà 4 (Xã Tây)")
    first, second = float(str(row["minutes_to_police_post"])), float(str(row["minutes_police_to_hospital"]))
    assert row["minutes_in_all"] == first + second
    assert row["minutes_to_hospital"] == pytest.approx(first + second, rel=0.05), "all lie on one line"


def test_the_minutes_are_those_of_a_matrix_between_the_places(chain: Project) -> None:
    rows = chain["facilities"]
    trips = Trips("referral", rows, rows, Way("walking", resolution=500), ("facilities",), Sensitivity.AREA)
    minutes = matrix(chain, trips).minutes
    row = only_row(run(chain, asked()))
    assert row["minutes_to_police_post"] == minutes[0, 1]
    assert row["minutes_police_to_hospital"] == minutes[1, 3]


@pytest.mark.parametrize(("limit", "far"), [(1440, 0), (1, 1)])
def test_who_is_far_depends_on_the_limit(chain: Project, limit: float, far: int) -> None:
    found = run(chain, asked(limit=limit))
    assert found.findings[0].numbers == {"n": far, "all": 1, "limit": limit}
    assert only_row(found)["further"] is bool(far)


def test_a_river_without_a_bridge_leaves_no_way() -> None:
    project = two_communes(facilities=places(SHELTER, OTHER_POLICE, HOSPITAL), barriers=RIVER)
    found = run(project, asked())
    row = only_row(found)
    assert (row["police_post"], row["minutes_to_police_post"], row["minutes_in_all"], row["further"]) == (
        None,
        None,
        None,
        True,
    )
    assert row["hospital"] == "Nhà 3 (Xã Tây)"
    assert [each.numbers for each in found.findings if each.en.startswith("Places from which no way")] == [{"n": 1}]


def test_without_police_and_hospital_that_is_said() -> None:
    said = [each.en for each in run(two_communes(facilities=places(SHELTER)), asked()).findings]
    assert "The project has no police post with a position." in said
    assert "The project has no hospital with a position." in said


def test_without_a_shelter_the_table_is_empty() -> None:
    found = run(two_communes(facilities=places(POLICE, HOSPITAL)), asked())
    assert found.table("referrals").rows == ()
    assert found.findings[0].numbers["all"] == 0


def test_a_hidden_shelter_is_in_no_shareable_part(chain: Project) -> None:
    hidden = places({"disclosure": "hidden", "name": "Kín"}).assign(facility_id="H")
    project = chain.append("facilities", hidden)
    public, everyone = run(project, asked()), run(project, asked(existing="all"))
    assert public.table("referrals").rows == run(chain, asked()).table("referrals").rows
    assert len(everyone.table("referrals").rows) == 2
    parts = (*everyone.tables, *everyone.layers, *everyone.findings, everyone.denominator)
    assert {each.sensitivity for each in parts} == {Sensitivity.PLACE}


def test_what_is_prepared_is_what_is_asked_for(chain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepare(chain, asked())
    assert prepared["travel_matrices"]["kind"].tolist() == ["referral", "referral"]
    told: list[float] = []
    prepare(chain, asked(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    monkeypatch.setattr("app.travel_matrices.computed", lambda *_, **__: pytest.fail("searched again"))
    assert only_row(run(prepared, asked()))["minutes_in_all"] is not None


def test_a_post_moved_changes_the_minutes(chain: Project) -> None:
    before = only_row(run(chain, asked()))
    rows = chain["facilities"]
    moved = rows.assign(lon=rows["lon"].where(rows["facility_id"] != "F2", 105.04))
    after = only_row(run(prepare(chain, asked()).with_table("facilities", pd.DataFrame(moved)), asked()))
    assert float(str(after["minutes_to_police_post"])) < float(str(before["minutes_to_police_post"]))
