"""The three lenses: the latest result that answers, with what the data have changed since."""

import pandas as pd
import pytest

from app.demand_lenses import SOURCES, lens, lenses
from app.errors import LensNotStated, NoLens
from app.language import Language, Text
from app.messages import said, said_to_commands
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Setting, Table, Value
from app.results import StoredResult, with_result
from data.project import About, Project

CASE = Sensitivity.CASE
NOTHING = Text("", "")


def answered(analysis: str, column: str, values: tuple[Value, ...], *, units: str = "") -> Result:
    names = ("code", column, f"{column}_lower", f"{column}_upper")
    rows = tuple((f"0{i}", value, value, value) for i, value in enumerate(values))
    table = Table("communes", tuple(Column(name, "", CASE) for name in names), rows, CASE)
    return Result(
        analysis, (Setting("kind", "all", CASE),), (table,), (), (), ModelCard(NOTHING, NOTHING, NOTHING, NOTHING),
        Denominator("children", "children", 1.0, NOTHING, Sensitivity.AREA),
        provenance=(Setting("sha256_units", units, CASE),),
    )  # fmt: skip


@pytest.fixture
def empty_project() -> Project:
    return Project.new(About.new("Thử", "11", vintage="2025-07-01", simulated=True, schematic=True))


def kept(project: Project, *results: Result) -> Project:
    for number, result in enumerate(results):
        project = with_result(project, StoredResult(f"{result.analysis}-{number}", "2026-01-01", result))
    return project


def test_a_lens_whose_question_was_not_answered_is_missing(empty_project: Project) -> None:
    with pytest.raises(NoLens) as refused:
        lens(empty_project, "adjusted")
    assert (refused.value.lens.en, refused.value.analysis) == ("cases adjusted for those not reported", "hidden")
    assert not isinstance(refused.value, LensNotStated)
    assert lenses(empty_project) == {}


def test_a_question_answered_without_what_a_lens_needs_says_which_parameters_to_state(empty_project: Project) -> None:
    project = kept(empty_project, answered("hidden", "other", (9.0,)))
    with pytest.raises(LensNotStated) as refused:
        lens(project, "adjusted")
    for code, labels in (("en", LABELS), ("vi", LABELS_VI)):
        window, command = (say(refused.value, Language(code)) for say in (said, said_to_commands))
        assert all(f"{label}" in window.hint for label in labels)
        assert "hidden" not in window.sentence + window.hint
        assert "adjusted" not in window.sentence + window.hint if code == "vi" else True
        assert "reporting_lower=10" in command.hint


LABELS = ("Share of all cases that is reported: at least", "Share of all cases that is reported: at most")
LABELS_VI = ("Tỷ lệ số vụ việc được báo cáo: ít nhất", "Tỷ lệ số vụ việc được báo cáo: nhiều nhất")


def test_the_latest_answer_counts(empty_project: Project) -> None:
    column = SOURCES["reported"].column
    project = kept(empty_project, answered("rates", column, (1.0,)), answered("rates", column, (2.0, None)))
    found = lens(project, "reported")
    assert found.result_id == "rates-1"
    assert found.cases["value"].to_dict() == pytest.approx({"00": 2.0, "01": float("nan")}, nan_ok=True)
    assert list(found.cases.columns) == ["value", "lower", "upper"]


def test_a_later_answer_without_this_part_is_passed_over(empty_project: Project) -> None:
    column = SOURCES["adjusted"].column
    project = kept(
        empty_project,
        answered("hidden", column, (3.0,)),
        answered("hidden", column, (None,)),
        answered("hidden", "other", (9.0,)),
    )
    assert lens(project, "adjusted").result_id == "hidden-0"


def test_a_lens_knows_that_its_data_have_changed(empty_project: Project) -> None:
    project = kept(empty_project, answered("expected", SOURCES["expected"].column, (1.0,), units="of another day"))
    assert lens(project, "expected").out_of_date
    assert set(lenses(project)) == {"expected"}


def test_values_are_numbers_even_where_all_are_whole(empty_project: Project) -> None:
    project = kept(empty_project, answered("expected", SOURCES["expected"].column, (1, 2)))
    assert lens(project, "expected").cases.dtypes.eq(float).all()
    assert isinstance(lens(project, "expected").cases, pd.DataFrame)
