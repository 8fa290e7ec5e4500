"""Cases of one child: which pairs are found, how sure they are, and what a decision changes."""

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from data.link_keys import CHILD_COLUMNS, FULL, GIVEN, NUMBER, PLAIN, link_keys
from data.linking import (
    MOST_SHARING,
    Sureness,
    children_of,
    crowded_cases,
    decide,
    linked_pairs,
    with_decisions,
)
from data.project import Project

HOA = ("Lò Thị Hoà", "2014-03-09", "2014", "011214000123", "female", "c1")
NO_DECISIONS = pd.DataFrame({"first_case_id": [], "second_case_id": [], "same": []})


def case_list(*children: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(children, columns=list(CHILD_COLUMNS))
    ids = [f"case-{number}" for number in range(1, len(frame) + 1)]
    return pd.DataFrame({"case_id": ids, "link_keys": link_keys(frame, b"k" * 32)})


def sureness(first: tuple[str, ...], second: tuple[str, ...]) -> list[int]:
    return linked_pairs(case_list(first, second))["sureness"].tolist()


def child(**changes: str) -> tuple[str, ...]:
    return tuple((dict(zip(CHILD_COLUMNS, HOA, strict=True)) | changes).values())


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (child(), [Sureness.SURELY]),
        (child(name="Lo Thi Mai", birth_date="", birth_year="", commune="c9"), [Sureness.SURELY]),
        (child(id_number="", commune="c2"), [Sureness.SURELY]),
        (child(id_number="", sex=""), [Sureness.LIKELY]),
        (child(id_number="", sex="", name="Lo Thi Hoa"), [Sureness.POSSIBLY]),
        (child(id_number="", sex="", name="Quàng Văn Hoà"), [Sureness.POSSIBLY]),
        (child(id_number="099999999999"), [Sureness.POSSIBLY]),
        (child(id_number="", name="Quàng Văn Nam"), []),
        (child(id_number="", birth_date="2013-01-01", birth_year="2013"), []),
    ],
)
def test_how_sure_it_is_follows_from_the_keys_that_agree(other: tuple[str, ...], expected: list[int]) -> None:
    assert sureness(HOA, other) == expected


def _by_definition(first: str, second: str) -> int:
    one, other = (dict(each.split(":") for each in keys.split()) for keys in (first, second))
    agree = {label for label in one if one[label] == other.get(label)}
    if not agree:
        return 0
    if NUMBER in one and NUMBER in other and one[NUMBER] != other[NUMBER]:
        return Sureness.POSSIBLY
    if agree & {FULL, NUMBER}:
        return Sureness.SURELY
    return Sureness.LIKELY if agree >= {PLAIN, GIVEN} else Sureness.POSSIBLY


@pytest.mark.parametrize("seed", range(5))
def test_the_pairs_are_those_of_comparing_every_two_cases(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names, days = ["Lò Thị Hoà", "Lo Thi Hoa", "Vàng A Páo", "Hoà"], ["2014-03-09", "2014-03-10", ""]
    children = [
        (rng.choice(names), day := rng.choice(days), day[:4], rng.choice(["", "", "011214000123", "040123456"]),
         rng.choice(["female", ""]), rng.choice(["c1", "c2", ""]))
        for _ in range(40)
    ]  # fmt: skip
    cases = case_list(*children)
    found = {(row.first_case_id, row.second_case_id): row.sureness for row in linked_pairs(cases).itertuples()}
    rows = cases.fillna("").itertuples(index=False)
    every = {(one.case_id, other.case_id): _by_definition(one.link_keys, other.link_keys)
             for one, other in combinations(rows, 2)}  # fmt: skip
    assert found == {pair: level for pair, level in every.items() if level}


def test_the_surest_pairs_come_first() -> None:
    pairs = linked_pairs(case_list(HOA, child(id_number="", sex=""), child()))
    assert pairs["sureness"].tolist() == sorted(pairs["sureness"], reverse=True)
    assert pairs.iloc[0][["first_case_id", "second_case_id"]].tolist() == ["case-1", "case-3"]


def test_cases_without_keys_are_in_no_pair() -> None:
    nobody = tuple("" for _ in CHILD_COLUMNS)
    assert linked_pairs(case_list(nobody, nobody)).empty
    assert linked_pairs(case_list()).empty


def test_a_key_that_too_many_share_makes_no_pairs_and_is_counted() -> None:
    crowd = [child(name=f"Tên {number}", birth_date="", birth_year="") for number in range(MOST_SHARING + 1)]
    cases = case_list(*crowd)
    assert linked_pairs(cases).empty
    assert crowded_cases(cases) == MOST_SHARING + 1
    assert crowded_cases(cases.head(MOST_SHARING)) == 0
    assert len(linked_pairs(cases.head(MOST_SHARING))) == MOST_SHARING * (MOST_SHARING - 1) // 2


def decided(project: Project, *decisions: tuple[str, str, bool]) -> Project:
    for first, second, same in decisions:
        project = decide(project, first, second, same=same, who="b", on=date(2026, 1, 2))
    return project


def test_a_decision_is_kept_and_takes_the_place_of_an_earlier_one(real_project: Project) -> None:
    project = decided(real_project, ("case-2", "case-1", True), ("case-1", "case-2", False))
    kept = project["link_decisions"]
    assert kept[["first_case_id", "second_case_id", "same", "decided_by"]].to_numpy().tolist() == [
        ["case-1", "case-2", False, "b"]
    ]


def test_children_are_counted_over_sure_pairs_until_somebody_decides(real_project: Project) -> None:
    cases = case_list(HOA, child(), child(id_number="", sex=""), child(name="Vàng A Páo", id_number="", sex="male"))
    pairs = linked_pairs(cases)

    def count(project: Project) -> int:
        return children_of(cases, with_decisions(pairs, project["link_decisions"])).nunique()

    assert count(real_project) == 3
    assert count(decided(real_project, ("case-1", "case-2", False))) == 4
    assert count(decided(real_project, ("case-1", "case-3", True))) == 2


def test_sameness_passes_on_from_pair_to_pair() -> None:
    cases = case_list(child(id_number="040123456"), child(sex="male", commune=""), HOA)
    cases["link_keys"] = ["number:a full:b", "number:c full:b", "number:c"]
    pairs = with_decisions(
        pd.DataFrame({"first_case_id": ["case-1", "case-2"], "second_case_id": ["case-2", "case-3"], "sureness": 3}),
        NO_DECISIONS,
    )
    assert children_of(cases, pairs).tolist() == [0, 0, 0]
