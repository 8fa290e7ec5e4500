"""Which table a file looks like, and what its columns are taken to be."""

from pathlib import Path

from app.demo import new_project
from app.import_opening import look_at_columns, open_file
from app.imports import ImportRequest, check_import
from data.identity_cells import Identity

CASES = (
    "Họ và tên,Ngày sinh,Giới tính,Xã,Ngày xảy ra,Loại hình\nLò Thị A,1/2/2015,Nữ,Thanh Yên,3/8/2025,Bạo lực thể chất\n"
)


def written(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_counts_are_recognised_by_their_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "Mã xã,Tên xã,Từ ngày,Đến ngày,Số vụ\n03349,Thanh Yên,1/7/2025,30/9/2025,3\n")
    assert open_file(path, None, None).proposed == "case_counts"


def test_a_list_of_children_looks_like_cases(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, CASES), None, None)
    assert opened.proposed == "cases"
    assert opened.raw is not None
    columns = look_at_columns(new_project("11"), "cases", opened.raw)
    assert columns.identity == {"Họ và tên": Identity.NAME, "Ngày sinh": Identity.BIRTH_DATE}
    assert not set(columns.proposal.mapping.values()) & set(columns.identity)


def test_nothing_is_proposed_where_nothing_is_clear(tmp_path: Path) -> None:
    assert open_file(written(tmp_path, "a,b\n1,2\n"), None, None).proposed == ""


def test_the_next_file_of_the_same_shape_has_the_columns_of_the_last(tmp_path: Path) -> None:
    project = new_project("11")
    path = written(tmp_path, "Mã,Tên xã,A,B,C\n03349,Thanh Yên,1/7/2025,30/9/2025,3\n")
    mapping = {"unit_name": "Tên xã", "period_start": "A", "period_end": "B", "count": "C"}
    after = check_import(project, ImportRequest("case_counts", path, mapping, {})).project
    opened = open_file(path, None, None)
    assert opened.raw is not None
    proposal = look_at_columns(after, "case_counts", opened.raw).proposal
    assert proposal.from_template
    assert proposal.mapping == mapping
