"""Lists of agencies side by side: what is counted, found and said, and that none of it may be shared."""

from datetime import date

import pandas as pd
import pytest

from app.analyses.rates import Parameters as Rates
from app.analyses.rates import run as run_rates
from app.analyses.reconcile import Parameters, run
from app.case_counts import counts_of, select_counts
from app.errors import NoCounts
from app.listed_cases import counts_of_cases
from app.release import Audience, visible
from app.result import Result, Sensitivity
from data.linking import decide
from data.project import Project
from data.row_conversion import MADE_FROM

SAME, OTHER = "full:00 plain:01 given:02", "full:10 plain:11 given:02"


def with_cases(project: Project, *cases: dict[str, object]) -> Project:
    rows = [
        {"case_id": f"case-{n}", "unit_code": "00001", "vintage": "2025-07-01", "kind": "neglect", "place": "home"}
        | case
        for n, case in enumerate(cases, start=1)
    ]
    return project.append("cases", pd.DataFrame(rows))


@pytest.fixture
def listed(four_communes: Project) -> Project:
    return with_cases(
        four_communes,
        {"agency": "police", "reported_on": "2025-01-10", "handled_on": "2025-01-20", "link_keys": SAME, "victims": 2},
        {"agency": "police", "reported_on": "2025-01-15", "prosecuted_on": "2025-02-01", "defendants": 6},
        {"agency": "health", "reported_on": "2025-03-01", "link_keys": SAME},
        {"agency": "health", "registered_on": "2025-03-02", "link_keys": OTHER, "unit_code": None, "place": "online"},
        {"agency": "health", "link_keys": None},
    )


def stated(unit: str, count: int) -> pd.DataFrame:
    row = {
        "unit_code": unit, "vintage": "2025-07-01", "period_start": "2025-01-01", "period_end": "2025-01-31",
        "place": "home", "kind": "neglect", "agency": "police", "stage": "received", "counted": "cases", "count": count,
    }  # fmt: skip
    return pd.DataFrame([row])


def rows(result: Result, table: str) -> list[dict[str, object]]:
    found = result.table(table)
    return [dict(zip([column.name for column in found.columns], row, strict=True)) for row in found.rows]


def said(result: Result) -> str:
    return " ".join(finding.en for finding in result.findings)


def test_cases_count_in_the_month_they_were_received(listed: Project) -> None:
    counts = counts_of_cases(listed)
    received = counts[(counts["stage"] == "received") & (counts["counted"] == "cases")]
    found = received.groupby(["unit_code", "place", "agency", "period_start", "period_end"])["count"].sum()
    assert {(*map(str, key[:3]), key[3].date(), key[4].date()): n for key, n in found.items()} == {
        ("00001", "home", "police", date(2025, 1, 1), date(2025, 1, 31)): 2,
        ("00001", "home", "health", date(2025, 3, 1), date(2025, 3, 31)): 1,
        ("01", "online", "health", date(2025, 3, 1), date(2025, 3, 31)): 1,
    }


def test_persons_are_summed_apart_from_cases(listed: Project) -> None:
    counts = counts_of_cases(listed)
    sums = counts.groupby(["stage", "counted"])["count"].sum().to_dict()
    assert sums[("received", "victims")] == 2
    assert sums[("prosecuted", "defendants")] == 6
    assert sums[("prosecuted", "cases")] == 1
    assert sums[("handled", "cases")] + sums[("open", "cases")] == sums[("received", "cases")] == 4


def test_rates_are_counted_from_the_cases_where_there_are_no_returns_and_say_so(listed: Project) -> None:
    chosen = select_counts(listed)
    assert (chosen.of_cases, chosen.undated) == (True, 1)
    result = run_rates(listed, Rates())
    assert rows(result, "province")[0]["cases"] == 4
    assert rows(result, "province")[0]["cases_elsewhere"] == 1
    assert "counted from the list of cases" in said(result)
    assert "Cases of the list without any date: 1" in said(result)
    assert "sha256_cases" in {each.name for each in result.provenance}


def test_stated_counts_go_before_the_list(listed: Project) -> None:
    project = listed.append("case_counts", stated("00001", 5))
    assert counts_of(project) is project["case_counts"]
    assert not select_counts(project).of_cases


def test_the_funnel_is_by_agency_and_period_with_a_share_where_there_is_one(listed: Project) -> None:
    found = {(row["agency"], row["period"]): row for row in rows(run(listed, Parameters()), "agencies")}
    police = found[("police", "2025")]
    assert (police["received"], police["handled"], police["handled_share"], police["defendants"]) == (2, 1, 50, 6)
    assert found[("health", "2025")]["handled_share"] == 0
    assert police["check_en"] == ""


def test_a_zero_that_was_sent_has_no_share(four_communes: Project) -> None:
    result = run(four_communes.append("case_counts", stated("00001", 0)), Parameters())
    assert rows(result, "agencies")[0]["handled_share"] is None
    assert "received no case: 1" in said(result)


def test_what_does_not_add_up_is_said_in_both_languages(four_communes: Project) -> None:
    handled = stated("00001", 4).assign(stage="handled")
    project = four_communes.append("case_counts", stated("00001", 3)).append("case_counts", handled)
    row = rows(run(project, Parameters()), "agencies")[0]
    assert row["check_en"] == "More handled than received: older cases, or a mistake."
    assert row["check_vi"]


def test_the_overlap_and_the_children_follow_the_decisions(listed: Project) -> None:
    result = run(listed, Parameters())
    across = next(row for row in rows(result, "overlap") if row["first_agency"] != row["second_agency"])
    assert (across["surely"], across["likely"], across["possibly"]) == (1, 0, 1)
    assert "5 cases of 4 children" in said(result)
    decided = decide(listed, "case-1", "case-3", same=False, who="b", on=date(2026, 1, 1))
    result = run(decided, Parameters())
    across = next(row for row in rows(result, "overlap") if row["first_agency"] != row["second_agency"])
    assert (across["surely"], across["decided_different"]) == (0, 1)
    assert "5 cases of 5 children" in said(result)


def test_open_cases_are_counted_at_the_end_of_the_period(listed: Project) -> None:
    result = run(listed, Parameters(period_end=date(2025, 5, 1)))
    found = {row["agency"]: row for row in rows(result, "backlog")}
    assert (found["police"]["open"], found["police"]["days_180"]) == (1, 1)
    assert (found["health"]["open"], found["health"]["days_90"], found["health"]["undated"]) == (2, 2, 1)


def test_cases_of_no_commune_are_in_the_totals(listed: Project) -> None:
    assert "Cases that belong to no commune (online, place not known): 1" in said(run(listed, Parameters()))


def test_where_return_and_list_differ_is_listed(listed: Project) -> None:
    project = listed.append("case_counts", stated("00001", 5))
    assert rows(run(project, Parameters()), "differences") == [
        {
            "code": "00001",
            "name": "Xã Một",
            "agency": "police",
            "period": "2025",
            "stated": 5,
            "listed": 2,
            "difference": 3,
        }
    ]


def test_one_agency_or_kind_may_be_asked_for(listed: Project) -> None:
    result = run(listed, Parameters(agency="health"))
    assert [row["agency"] for row in rows(result, "agencies")] == ["health"]
    with pytest.raises(NoCounts):
        run(listed, Parameters(kind="sexual_abuse"))


def test_nothing_of_it_may_be_shared(listed: Project) -> None:
    result = run(listed, Parameters())
    assert {table.sensitivity for table in result.tables} == {Sensitivity.CASE, Sensitivity.PERSON}
    shared = visible(result, Audience.SHAREABLE)
    assert shared.tables == shared.findings == ()
    assert SAME.split(":")[1] not in str(rows(result, "pairs"))


def test_a_project_without_counts_and_cases_says_so(four_communes: Project) -> None:
    with pytest.raises(NoCounts):
        run(four_communes, Parameters())


def test_a_run_reports_how_far_it_is(listed: Project) -> None:
    told: list[float] = []
    run(listed, Parameters(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_counts_of_older_units_count_once_beside_the_rows_made_from_them(four_communes: Project) -> None:
    old = stated("00001", 5).assign(vintage="2025-03-01")
    made = stated("00001", 5).assign(source=MADE_FROM)
    result = run(four_communes.with_table("case_counts", pd.concat([old, made])), Parameters())
    assert [(row["agency"], row["received"]) for row in rows(result, "agencies")] == [("police", 5)]


def test_counts_that_reach_over_the_edge_of_the_period_are_left_out_and_said(four_communes: Project) -> None:
    later = stated("00001", 7).assign(period_start="2025-02-01", period_end="2025-03-31")
    project = four_communes.with_table("case_counts", pd.concat([stated("00001", 5), later]))
    result = run(project, Parameters(period_start=date(2025, 1, 1), period_end=date(2025, 2, 28)))
    assert [row["received"] for row in rows(result, "agencies")] == [5]
    assert "reach over the edge of the period: 1." in said(result)
