"""The list of kept results: latest first, what was not as usual, and whether the data have changed."""

from collections.abc import Iterator

import pytest

from app.kept_results import kept_results, unusual_text
from app.language import Language
from app.questions import find
from app.results import run_and_store
from data.project import Project
from data.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, demo: Project) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("kept") / "a.lachan", demo, passphrase=None, who="test") as made:
        run_and_store(made, find("rates"), {}, who="test")
        run_and_store(made, find("shelters"), {"p": 2, "existing": "all"}, who="test")
        yield made


def test_the_latest_comes_first(store: Store) -> None:
    assert [kept.result_id for kept in kept_results(store.project)] == ["shelters-1", "rates-1"]


def test_only_parameters_that_are_not_the_default_are_unusual(store: Store) -> None:
    shelters, rates = kept_results(store.project)
    assert shelters.unusual == {"p": 2, "existing": "all"}
    assert rates.unusual == {}
    assert unusual_text(rates, Language("en")) == ""


def test_unusual_parameters_are_said_in_the_words_of_the_form(store: Store) -> None:
    said = unusual_text(kept_results(store.project)[0], Language("en"))
    assert said == "New sites: 2; Existing sites: all, those not public too"


def test_all_parameters_can_be_run_again(store: Store) -> None:
    shelters = kept_results(store.project)[0]
    again = run_and_store(store, find(shelters.analysis), shelters.parameters, who="test")
    assert again.result.parameters == find_result(store, shelters.result_id)


def find_result(store: Store, result_id: str) -> tuple[object, ...]:
    from app.results import stored_result

    return stored_result(store.project, result_id).result.parameters


@pytest.mark.parametrize(
    ("table", "ages"),
    [
        ("facilities", {"rates": False, "shelters": True}),
        ("case_counts", {"rates": True, "shelters": True}),  # the plan is compared with that of the reported cases
    ],
)
def test_a_result_is_out_of_date_when_its_data_changed(store: Store, table: str, ages: dict[str, bool]) -> None:
    fewer = store.project.with_table(table, store.project[table].iloc[1:])
    assert {kept.analysis: kept.out_of_date for kept in kept_results(fewer)} == ages
