"""What a check leaves for a person to decide, and what the answers do."""

from pathlib import Path

import pytest

from app.demo import new_project
from app.import_questions import REPEAT, Asked, answered, check_and_ask, units_to_choose
from app.imports import ImportRequest, check_import
from data.project import Project
from data.repeats import Repeat
from data.unit_lists import OLD_VINTAGE, VINTAGE

MAPPING = {"unit_name": "Xã", "count": "Số vụ", "stage": "Giai đoạn"}
LATE = {"period_start": "1/7/2025", "period_end": "30/9/2025"}


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def request_of(folder: Path, *rows: str, settings: dict[str, str] = LATE) -> ImportRequest:
    path = folder / "counts.csv"
    path.write_text("\n".join(("Xã,Số vụ,Giai đoạn", *rows)) + "\n", encoding="utf-8")
    return ImportRequest("case_counts", path, MAPPING, settings)


def test_a_name_is_asked_once_with_what_it_may_mean_and_the_number_of_its_rows(
    project: Project, tmp_path: Path
) -> None:
    request = request_of(tmp_path, "Mường Nhe,1,tiếp nhận", "Mường Nhe,2,giải quyết", "Thanh Yên,3,tiếp nhận")
    (question,) = check_and_ask(project, request).questions
    assert (question.asked, question.setting, question.rows) == (Asked.NAME, "unit_code:Mường Nhe", 2)
    assert question.choices[0] == "03160"
    assert question.vintage == VINTAGE
    assert not question.needed
    checked = check_and_ask(project, answered(request, {question.setting: "03160"}))
    assert checked.questions == ()
    assert checked.report is not None
    assert checked.report.accepted == 3


def test_a_word_that_is_not_known_is_asked_with_the_nearest_first(project: Project, tmp_path: Path) -> None:
    request = request_of(tmp_path, "Thanh Yên,1,Đã sử lý", "Mường Chà (03166),1,abc")
    words = [each for each in check_and_ask(project, request).questions if each.asked is Asked.WORD]
    assert {each.written: each.choices[0] for each in words} == {"Đã sử lý": "handled", "abc": "received"}
    assert all(set(each.choices) >= {"received", "handled", "open"} for each in words)


def test_codes_of_which_nobody_knows_the_list_must_be_decided(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("Mã xã,Số vụ\n03349,1\n", encoding="utf-8")
    days = {"period_start": "1/1/2024", "period_end": "31/12/2024"}
    request = ImportRequest("case_counts", path, {"unit_code": "Mã xã", "count": "Số vụ"}, days)
    checked = check_and_ask(project, request)
    (question,) = checked.questions
    assert checked.report is None
    assert question.needed
    assert (question.setting, question.choices) == ("vintage", (OLD_VINTAGE, VINTAGE))
    assert question.numbers["in_both"] == 1
    decided = check_and_ask(project, answered(request, {"vintage": OLD_VINTAGE}))
    assert decided.report is not None
    assert decided.report.vintage == OLD_VINTAGE


def test_the_same_file_again_must_be_decided_and_other_rows_may_be(project: Project, tmp_path: Path) -> None:
    request = request_of(tmp_path, "Thanh Yên,1,tiếp nhận")
    after = check_import(project, request).project
    (question,) = check_and_ask(after, request).questions
    assert question.needed
    assert question.choices == (Repeat.UPDATE, Repeat.SKIP, Repeat.ADD)
    assert answered(request, {REPEAT: "skip"}) == ImportRequest(
        request.table, request.path, MAPPING, LATE, repeat="skip"
    )
    changed = request_of(tmp_path, "Thanh Yên,2,tiếp nhận")
    (question,) = check_and_ask(after, changed).questions
    assert (question.needed, question.rows) == (False, 1)
    updated = check_and_ask(after, answered(changed, {REPEAT: "update"}))
    assert updated.questions == ()
    assert updated.report is not None
    assert updated.report.accepted == 1


def test_the_units_to_choose_from_are_those_of_the_province_in_that_list(project: Project) -> None:
    assert len(units_to_choose(project, VINTAGE)) == 45
    old = units_to_choose(project, OLD_VINTAGE)
    assert len(old) == 129
    assert {unit.district for unit in old} >= {"Điện Biên", "Mường Nhé"}
