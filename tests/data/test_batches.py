"""Imports told apart, and one taken back: its rows, what was decided about its cases, what was converted from it."""

import pandas as pd
import pytest

from data.batches import imports_of, without_import
from data.errors import UnknownBatch
from data.project import Project, changed_tables
from data.row_conversion import MADE_FROM, with_converted
from data.unit_lists import OLD_VINTAGE

OLD_UNIT, PRESENT_UNIT = "03001", "03127"
FIRST, SECOND = "20260101T080000-aaaaaaaaaaaa", "20260201T080000-bbbbbbbbbbbb"


def counts(batch_id: str, received: int, *, code: str = OLD_UNIT, vintage: str | None = OLD_VINTAGE) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_code": [code], "vintage": [vintage], "period_start": ["2024-01-01"], "period_end": ["2024-12-31"],
            "kind": [batch_id], "agency": ["police"], "stage": ["received"], "counted": ["cases"],
            "count": [received], "batch_id": [batch_id], "source": [f"{batch_id[:8]}.xlsx"],
        }
    )  # fmt: skip


@pytest.fixture
def both(project: Project) -> Project:
    """Counts of an old unit from two files, converted when the second came."""
    stated = project.append("case_counts", counts(FIRST, 7)).append("case_counts", counts(SECOND, 5))
    return with_converted(stated, "case_counts", batch_id=SECOND).project


def converted(project: Project) -> dict[str, tuple[int, str]]:
    rows = project["case_counts"]
    made = rows[rows["source"] == MADE_FROM]
    return {kind: (count, batch) for kind, count, batch in made[["kind", "count", "batch_id"]].to_numpy()}


def test_converted_rows_are_made_anew_from_the_old_rows_that_stay(both: Project) -> None:
    assert converted(both) == {FIRST: (7, SECOND), SECOND: (5, SECOND)}
    assert converted(without_import(both, SECOND)) == {FIRST: (7, FIRST)}
    assert converted(without_import(both, FIRST)) == {SECOND: (5, SECOND)}


def test_without_old_rows_there_are_no_converted_ones(both: Project) -> None:
    neither = without_import(without_import(both, FIRST), SECOND)
    assert neither["case_counts"].empty
    assert neither.batches() == ()


def test_what_conversion_does_not_change_is_the_very_same_table(both: Project) -> None:
    skill = pd.DataFrame({"topic": ["a"], "batch_id": ["C"]})
    more = both.append("skills", skill)
    assert changed_tables(more, without_import(more, "C")) == ("skills",)
    figure = pd.DataFrame(
        {"unit_code": [PRESENT_UNIT], "indicator": ["poverty"], "value": [1.0], "unit": ["%"], "batch_id": ["C"]}
    )
    more = both.append("indicators", figure)
    assert changed_tables(more, without_import(more, "C")) == ("indicators",)


def test_what_was_decided_about_its_cases_goes_with_them(project: Project) -> None:
    cases = pd.DataFrame({"case_id": ["a", "b"], "batch_id": [FIRST, SECOND]})
    decisions = pd.DataFrame({"first_case_id": ["case-1", "a", "b"], "second_case_id": ["case-2", "b", "case-3"]})
    decided = project.append("cases", cases).append(
        "link_decisions", decisions.assign(same=True, decided_on="2026-01-01")
    )
    assert without_import(decided, FIRST)["link_decisions"]["first_case_id"].tolist() == ["case-1", "b"]


def test_imports_are_listed_with_what_was_sent(both: Project) -> None:
    later, earlier = imports_of(both)
    assert (later.batch_id, dict(later.rows), later.sources) == (SECOND, {"case_counts": 1}, ("20260201.xlsx",))
    assert earlier.made_at is not None
    assert earlier.made_at.isoformat() == "2026-01-01T08:00:00+00:00"


def test_an_import_whose_name_tells_no_moment_comes_last(both: Project) -> None:
    more = both.append("skills", pd.DataFrame({"topic": ["a"], "batch_id": ["zz"]}))
    assert [each.batch_id for each in imports_of(more)] == [SECOND, FIRST, "zz"]
    assert imports_of(more)[-1].made_at is None


def test_an_unknown_import_is_refused(both: Project) -> None:
    with pytest.raises(UnknownBatch):
        without_import(both, "Z")
