"""What the latest answer says of communes."""

from app.latest_answers import latest_answer
from data.project import Project
from tests.app.visit_projects import answered


def test_without_an_answer_there_is_none(four_communes: Project) -> None:
    assert latest_answer(four_communes, "hidden", "silence") is None


def test_the_latest_that_has_the_column_counts(four_communes: Project) -> None:
    project = answered(four_communes, "hidden", "silence", ("quiet",))
    project = answered(project, "hidden", "silence", ("silent",))
    project = answered(project, "hidden", "other", ("x",))
    found = latest_answer(project, "hidden", "silence")
    assert found is not None
    assert (found.result_id, found.columns["silence"].to_dict()) == ("hidden-2", {"00001": "silent"})
    assert not found.out_of_date


def test_another_table_can_be_asked_for(four_communes: Project) -> None:
    project = answered(four_communes, "access", "minutes_to_school", (9.0,), table="remoteness")
    assert latest_answer(project, "access", "minutes_to_school") is None
    assert latest_answer(project, "access", "minutes_to_school", table="remoteness") is not None
