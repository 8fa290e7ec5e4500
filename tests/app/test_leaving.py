"""What the export says will leave is what the gate lets out."""

from dataclasses import replace

import pytest

from app.errors import NothingToRelease
from app.leaving import leaving, shelters_not_public
from app.questions import find
from app.release import Audience, release
from app.results import StoredResult, run_and_store
from data.project import Project
from data.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, demo: Project) -> Store:
    made = Store.create(tmp_path_factory.mktemp("leaving") / "a.lachan", demo, passphrase=None, who="test")
    yield made
    made.close()


@pytest.fixture(scope="module")
def rates(store: Store) -> StoredResult:
    return run_and_store(store, find("rates"), {}, who="test")


@pytest.fixture(scope="module")
def shelters(store: Store) -> StoredResult:
    return run_and_store(store, find("shelters"), {"p": 2, "existing": "all"}, who="test")


@pytest.mark.parametrize("audience", list(Audience))
def test_tables_columns_layers_findings_and_years_are_those_of_the_gate(
    store: Store, rates: StoredResult, audience: Audience
) -> None:
    said = leaving(rates.result, audience)
    released = release(store, rates.result_id, audience, who="test")
    columns = {each.table.name: each.leaves for each in said.tables if each.leaves}
    assert columns == {table.name: table.columns for table in released.tables if table.name != "province_years"}
    years = [row[0] for table in released.tables if table.name == "province_years" for row in table.rows]
    assert list(said.years) == years
    assert (said.layers, said.findings) == (len(released.layers), len(released.findings))


def test_what_leaves_and_what_stays_make_up_the_whole(rates: StoredResult) -> None:
    said = leaving(rates.result, Audience.SHAREABLE)
    assert {each.table.name for each in said.tables} == {table.name for table in rates.result.tables}
    for each in said.tables:
        assert {*each.leaves, *each.stays} == set(each.table.columns)
    assert said.findings + said.findings_inside == len(rates.result.findings)
    assert said.layers + said.layers_inside == len(rates.result.layers)
    assert not said.everything


def test_everything_leaves_for_internal_use(rates: StoredResult) -> None:
    assert leaving(rates.result, Audience.INTERNAL).everything


def test_nothing_leaves_where_the_gate_refuses(store: Store, shelters: StoredResult) -> None:
    said = leaving(shelters.result, Audience.SHAREABLE)
    assert not said.anything
    assert (said.layers, said.findings, said.years) == (0, 0, ())
    with pytest.raises(NothingToRelease):
        release(store, shelters.result_id, Audience.SHAREABLE, who="test")


def test_of_a_result_with_an_untagged_part_nothing_leaves(rates: StoredResult) -> None:
    first, *others = rates.result.tables
    untagged = replace(rates.result, tables=(replace(first, sensitivity=None), *others))
    assert not leaving(untagged, Audience.INTERNAL).anything


def test_asking_what_would_leave_writes_nothing(store: Store, rates: StoredResult) -> None:
    before = len(store.project["audit"])
    leaving(rates.result, Audience.INTERNAL)
    assert len(store.project["audit"]) == before


def test_shelters_whose_address_is_not_public_are_counted(demo: Project) -> None:
    places = demo["facilities"]
    shelters = places[places["kind"].isin(["reliable_address", "sunshine_house"])]
    assert shelters_not_public(demo) == 3 == len(shelters) - (shelters["disclosure"] == "public").sum()
