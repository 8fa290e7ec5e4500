"""A person decides about two cases, in the window or by a command; earlier results are then out of date."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.analyses.reconcile import Parameters, run
from app.errors import OneCase
from app.pair_decisions import Decision, pairs_as_decided, with_decision
from app.questions import find
from app.results import is_out_of_date, run_and_store, stored_result
from data.errors import UnknownCase
from data.project import Project
from data.store import Store

ON = date(2026, 1, 2)
PAIR = ("case-1", "case-2")


@pytest.fixture
def listed(four_communes: Project) -> Project:
    cases = [
        {"case_id": f"case-{n}", "unit_code": f"0000{n}", "vintage": "2025-07-01", "place": "home", "kind": "neglect",
         "agency": agency, "reported_on": f"2025-0{n}-10", "link_keys": "full:00 plain:01 given:02"}
        for n, agency in enumerate(("police", "health"), start=1)
    ]  # fmt: skip
    return four_communes.append("cases", pd.DataFrame(cases))


def decided(project: Project, decision: Decision, pair: tuple[str, str] = PAIR) -> Project:
    return with_decision(project, [pair], decision, who="b", on=ON)


def test_the_latest_decision_holds_and_can_be_taken_back(listed: Project) -> None:
    project = decided(decided(listed, Decision.SAME), Decision.DIFFERENT, PAIR[::-1])
    rows = project["link_decisions"]
    assert rows[["first_case_id", "second_case_id", "same"]].to_numpy().tolist() == [[*PAIR, False]]
    assert decided(project, Decision.UNDECIDED)["link_decisions"].empty


def test_only_two_cases_of_the_project_can_be_decided_about(listed: Project) -> None:
    with pytest.raises(UnknownCase):
        decided(listed, Decision.SAME, ("case-1", "case-9"))
    with pytest.raises(OneCase):
        decided(listed, Decision.SAME, ("case-1", "case-1"))


def test_pairs_are_shown_as_decided_now_with_what_helps_to_decide(listed: Project) -> None:
    table = run(listed, Parameters()).table("pairs")
    row = dict(zip([column.name for column in table.columns], table.rows[0], strict=True))
    assert row == {
        "same": None, "sureness": "surely", "first_case_id": "case-1", "second_case_id": "case-2",
        "first_agency": "police", "second_agency": "health", "first_commune": "Xã Một", "second_commune": "Xã Hai",
        "first_on": "2025-01-10", "second_on": "2025-02-10",
    }  # fmt: skip
    assert pairs_as_decided(table, decided(listed, Decision.SAME)).values("same") == [True]
    assert pairs_as_decided(table, decided(listed, Decision.DIFFERENT)).values("same") == [False]
    assert pairs_as_decided(table, listed) == table


def test_a_command_keeps_the_decision_and_the_result_is_out_of_date(
    lachan: Callable[..., Any], listed: Project, tmp_path: Path
) -> None:
    path = tmp_path / "p.lachan"
    with Store.create(path, listed, who="b") as store:
        run_and_store(store, find("reconcile"), {}, who="b")
    ran = lachan("decide", path, *PAIR, "same")
    assert (ran.code, ran.err.strip()) == (0, "Kept: case-1 and case-2 are of the same child.")
    with Store.open(path) as store:
        assert store.project["link_decisions"]["same"].tolist() == [True]
        assert is_out_of_date(store.project, stored_result(store.project, "reconcile-1").result)
    assert lachan("decide", path, *PAIR, "undecided").code == 0
    with Store.open(path) as store:
        assert store.project["link_decisions"].empty
        assert not is_out_of_date(store.project, stored_result(store.project, "reconcile-1").result)


def test_a_command_about_one_case_twice_changes_nothing(
    lachan: Callable[..., Any], listed: Project, tmp_path: Path
) -> None:
    path = tmp_path / "p.lachan"
    Store.create(path, listed, who="b").close()
    before = path.read_bytes()
    ran = lachan("decide", path, "case-1", "case-1", "same")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "Both codes name the same case, case-1.")
    assert path.read_bytes() == before
