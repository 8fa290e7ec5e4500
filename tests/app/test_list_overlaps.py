"""Patterns of lists from cases and from text, what referrals do to them, and when nothing is said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadOverlaps, BadReferrals, UnknownAgency
from app.list_overlaps import ListPatterns, from_patterns, listed_patterns, several_lists, stated_patterns
from app.referral_overlaps import read_referrals, without_referrals
from data.link_keys import CHILD_COLUMNS, link_keys
from data.linking import decide
from data.project import About, Project

ENOUGH = "police=120; health=80; police+health=30"
THREE = (
    "police=220; health=180; hotline=90; "
    "police+health=60; police+hotline=25; hotline+health=20; police+health+hotline=10"
)


def listed_project(rows: list[tuple[str | None, str, str, str]]) -> Project:
    """Return a project of cases: agency, name of the child, sex, day received; all children born on one day."""
    frame = pd.DataFrame(rows, columns=["agency", "name", "sex", "day"])
    child = pd.DataFrame({"name": frame["name"], "birth_date": "2014-03-09", "birth_year": "2014", "sex": frame["sex"]})
    child = child.assign(id_number="", commune="c1")[list(CHILD_COLUMNS)]
    nameless = frame["name"] == ""
    cases = pd.DataFrame(
        {
            "case_id": [f"case-{number}" for number in range(len(frame))],
            "link_keys": pd.Series(link_keys(child, b"k" * 32)).where(~nameless),
            "agency": frame["agency"],
            "kind": "sexual_abuse",
            "reported_on": pd.to_datetime(frame["day"]),
            "source": "test",
        }
    )
    return Project.new(About.new("Điện Biên", "11", vintage="2025-07-01"), {"cases": cases})


def counted(patterns: ListPatterns) -> dict[str, int]:
    return {
        "+".join(name for name, on in zip(patterns.lists, row, strict=False) if on): int(row[-1])
        for row in patterns.table.itertuples(index=False, name=None)
    }


HOA, MAI, NAM = ("Lò Thị Hoà", "female"), ("Vàng Thị Mai", "female"), ("Quàng Văn Nam", "male")
LISTED = [
    ("police", *HOA, "2025-02-01"),
    ("health", *HOA, "2025-03-01"),
    ("police", *HOA, "2025-04-01"),
    ("police", *MAI, "2025-05-01"),
    ("hotline", *NAM, "2024-05-01"),
]


def test_a_child_is_counted_once_however_many_cases() -> None:
    assert counted(listed_patterns(listed_project(LISTED))) == {"hotline": 1, "police": 1, "health+police": 1}


def test_only_cases_of_the_kind_period_and_agencies_asked_for() -> None:
    project = listed_project(LISTED)
    this_year = listed_patterns(project, start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert counted(this_year) == {"police": 1, "health+police": 1}
    assert counted(listed_patterns(project, agencies="police, hotline")) == {"hotline": 1, "police": 2}
    assert listed_patterns(project, kind="child_labour").recorded == 0
    assert listed_patterns(project, kind="child_labour, sexual_abuse").recorded == 3
    with pytest.raises(UnknownAgency) as unknown:
        listed_patterns(project, agencies="school")
    assert unknown.value.known == ("health", "hotline", "police")


def test_what_a_person_decided_goes_before_the_keys() -> None:
    project = listed_project(LISTED)
    apart = decide(project, "case-0", "case-1", same=False, who="x", on=date(2025, 6, 1))
    apart = decide(apart, "case-2", "case-1", same=False, who="x", on=date(2025, 6, 1))
    assert counted(listed_patterns(apart)) == {"health": 1, "hotline": 1, "police": 2}
    joined = decide(project, "case-3", "case-4", same=True, who="x", on=date(2025, 6, 1))
    assert counted(listed_patterns(joined)) == {"hotline+police": 1, "health+police": 1}


def test_likely_pairs_count_only_where_asked_for() -> None:
    """Without a sex the keys agree but for the fullest one."""
    project = listed_project([("police", "Lò Thị Hoà", "", "2025-02-01"), ("health", "Lò Thị Hoà", "", "2025-03-01")])
    assert counted(listed_patterns(project)) == {"health": 1, "police": 1}
    assert counted(listed_patterns(project, linked="likely")) == {"health+police": 1}


def test_cases_that_could_be_found_on_no_other_list_are_left_out_and_counted() -> None:
    rows = [*LISTED, ("police", "", "", "2025-02-01"), (None, *NAM, "2025-02-01"), ("health", *NAM, "")]
    patterns = listed_patterns(listed_project(rows))
    assert patterns.left_out == 3
    assert patterns.recorded == 3


def test_patterns_hold_counts_and_lists_and_nothing_of_a_case() -> None:
    table = listed_patterns(listed_project(LISTED)).table
    assert list(table.columns) == ["health", "hotline", "police", "count"]
    assert all(table[name].dtype == np.int64 for name in table)


def test_stated_numbers_count_all_on_at_least_those_lists() -> None:
    """Of 220 with the police 60 + 25 - 10 are on another list too."""
    assert counted(stated_patterns(ENOUGH)) == {"police": 90, "health": 50, "health+police": 30}
    three = counted(stated_patterns(THREE))
    assert (three["police"], three["health+police"], three["health+hotline+police"]) == (145, 50, 10)
    assert stated_patterns(THREE).recorded == 220 + 180 + 90 - 60 - 25 - 20 + 10


@given(st.dictionaries(st.sets(st.sampled_from("abc"), min_size=1).map(frozenset), st.integers(0, 50)))
def test_stating_what_is_counted_gives_the_counts_back(exact: dict[frozenset[str], int]) -> None:
    stated = {
        frozenset(lists): sum(count for more, count in exact.items() if more >= set(lists))
        for lists in ("a", "b", "c", "ab", "ac", "bc", "abc")
    }
    text = ";".join(f"{'+'.join(lists)}={count}" for lists, count in stated.items())
    expected = {"+".join(sorted(lists)): count for lists, count in exact.items() if count}
    assert counted(stated_patterns(text)) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("police", "police"),
        ("police=many", "police=many"),
        ("police=-3", "police=-3"),
        ("police=3.5", "police=3.5"),
        ("=3", "=3"),
        ("police=3; police=4", "police=4"),
        ("police+police=3", "police+police=3"),
        ("police=10; police+health=3", "health+police=3"),
        ("police=10; health=2; police+health=3", "health=2"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, named: str) -> None:
    with pytest.raises(BadOverlaps) as bad:
        stated_patterns(text)
    assert bad.value.text == named


def test_nothing_stated_of_referrals_gives_at_least() -> None:
    """121 x 81 / 31 - 1."""
    found = from_patterns(stated_patterns(ENOUGH))
    assert found.status == "at_least"
    assert found.estimate == pytest.approx(121 * 81 / 31 - 1)
    assert found.least == found.lower
    assert (found.recorded, found.smallest_overlap, found.smallest_pair) == (170, 30, ("health", "police"))


def test_stated_that_nobody_sends_cases_gives_an_estimate() -> None:
    stated, unstated = (from_patterns(stated_patterns(ENOUGH), referrals=text) for text in ("none", ""))
    assert stated.status == "estimated"
    assert (stated.estimate, stated.upper) == (unstated.estimate, unstated.upper)


def test_a_sent_case_stays_with_the_sender_only() -> None:
    without = without_referrals(stated_patterns(THREE).table, (("police", "health"),))
    assert counted(ListPatterns(without.patterns)) == {
        "police": 195,
        "hotline": 55,
        "hotline+police": 25,
        "health": 110,
        "health+hotline": 10,
    }
    assert without.never_together == (("police", "health"),)


def test_agencies_that_send_to_each_other_are_one_list() -> None:
    without = without_referrals(stated_patterns(THREE).table, (("police", "health"), ("health", "police")))
    assert counted(ListPatterns(without.patterns)) == {"health+police": 305, "hotline": 55, "health+police+hotline": 35}
    assert without.never_together == ()


def test_referrals_that_leave_no_overlap_leave_at_least() -> None:
    found = from_patterns(stated_patterns(ENOUGH), referrals="police>health")
    assert found.estimate == pytest.approx(121 * 81 / 31 - 1)
    assert found.status == "at_least"


def sent_counts(whole: int, share: float) -> ListPatterns:
    """Return the expected patterns of three independent lists; police send this share of theirs to health."""
    chance = {"police": 0.3, "health": 0.2, "hotline": 0.15}
    rows = []
    for number in range(1, 8):
        on = {name: bool(number >> place & 1) for place, name in enumerate(chance)}
        own = {name: chance[name] if on[name] else 1 - chance[name] for name in chance}
        if on["police"]:
            met = 1 - (1 - chance["health"]) * (1 - share)
            own["health"] = met if on["health"] else 1 - met
        rows.append((*(int(value) for value in on.values()), round(whole * np.prod(list(own.values())))))
    return ListPatterns(pd.DataFrame(rows, columns=[*chance, "count"]))


@settings(max_examples=8, deadline=None)
@given(st.floats(0.05, 0.9))
def test_sent_cases_hide_others_until_their_overlap_is_out(share: float) -> None:
    whole = 200_000
    patterns = sent_counts(whole, share)
    from models.hidden import multiple_systems

    assert multiple_systems(patterns.table, method="main").estimate < 0.99 * whole
    without = without_referrals(patterns.table, (("police", "health"),))
    found = multiple_systems(without.patterns, method="main", always=["police:health"])
    assert found.estimate == pytest.approx(whole, rel=1e-3)


def test_the_chosen_model_stands_beside_those_within_2_aic() -> None:
    found = from_patterns(stated_patterns(THREE), referrals="police>health", seed=1)
    assert found.status == "estimated"
    assert found.terms == ("health:police",)
    assert found.models[0].terms == ("health:police",)
    assert all(model.aic <= found.models[0].aic + 2 for model in found.models)
    assert found.least is not None
    assert found.least <= found.lower < found.estimate < found.upper  # type: ignore[operator]
    again = from_patterns(stated_patterns(THREE), referrals="police>health", seed=1)
    assert (again.lower, again.upper, again.models) == (found.lower, found.upper, found.models)
    assert found.smallest_pair == ("health", "hotline")


@pytest.mark.parametrize(
    ("text", "status", "smallest"),
    [
        ("police=120; health=80; police+health=6", "too_sparse", 6),
        ("police=120; health=80; police+health=7", "estimated", 7),
        ("police=120; health=80", "too_sparse", 0),
        ("police=28; health=28; police+health=7", "too_sparse", 7),
        ("police=28; health=29; police+health=7", "estimated", 7),
        ("police=120", "one_list", None),
        ("", "one_list", None),
        ("police=60; health=30; police+health=30", "estimated", 30),
        ("a=100; b=40; c=30; a+b=40; a+c=30; b+c=12; a+b+c=12", "no_estimate", 12),
    ],
)
def test_what_says_too_little_gives_no_number(text: str, status: str, smallest: int | None) -> None:
    found = from_patterns(stated_patterns(text), referrals="none")
    assert (found.status, found.smallest_overlap) == (status, smallest)
    assert (found.estimate is not None) is (status == "estimated")
    assert (found.least is None) is (found.lower is None)


@pytest.mark.parametrize("text", ["police", "police>", "police>health>school", "police>police", "none; police>health"])
def test_referrals_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(BadReferrals):
        read_referrals(text)


def test_a_referral_of_an_agency_without_a_list_is_refused() -> None:
    with pytest.raises(UnknownAgency) as unknown:
        from_patterns(stated_patterns(ENOUGH), referrals="police>school")
    assert (unknown.value.agency, unknown.value.known) == ("school", ("health", "police"))


def test_linked_lists_go_all_the_way_to_an_estimate() -> None:
    """Of 40 children with the police and 30 with health services 10 are known to both: 41 x 31 / 11 - 1."""
    rows = [("police", f"Lò Thị {_letters(number)}", "female", "2025-02-01") for number in range(40)]
    rows += [("health", f"Lò Thị {_letters(number)}", "female", "2025-03-01") for number in range(30, 60)]
    found = several_lists(listed_project(rows), referrals="none")
    assert (found.status, found.recorded, found.smallest_overlap) == ("estimated", 60, 10)
    assert found.estimate == pytest.approx(41 * 31 / 11 - 1)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) * 2 for digit in str(number + 10))


def test_a_project_without_cases_has_one_list_at_most() -> None:
    assert several_lists(listed_project([])).status == "one_list"
