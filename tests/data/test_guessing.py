"""Columns are guessed from their names and values, one column a field, with a confidence."""

from pathlib import Path

import pytest

from app.demo import new_project
from data.guessing import ACCEPT_CONFIDENCE, confident, guess_columns, guess_table, name_likeness
from data.importing import IMPORTABLE
from data.proposals import completed, propose
from data.reading import RawTable, read_rows


def table_of(folder: Path, text: str) -> RawTable:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return read_rows(path)


COUNTS = "STT;{};Loại hình;Tình trạng xử lý;Từ ngày;Đến ngày;Số vụ\n1;{};Bỏ rơi;Tiếp nhận;1/7/2025;30/9/2025;3\n"


@pytest.mark.parametrize("header", ["Tên xã", "TÊN XÃ", "ten xa", "Xã/phường", "Xã, phường, thị trấn", "Địa phương"])
def test_a_column_of_communes_is_known_under_many_names(tmp_path: Path, header: str) -> None:
    guesses = guess_columns("case_counts", table_of(tmp_path, COUNTS.format(header, "Thanh Yên")))
    assert confident(guesses) == {
        "unit_name": header,
        "kind": "Loại hình",
        "stage": "Tình trạng xử lý",
        "period_start": "Từ ngày",
        "period_end": "Đến ngày",
        "count": "Số vụ",
    }


def test_values_tell_a_column_whose_name_says_little(tmp_path: Path) -> None:
    guesses = guess_columns("case_counts", table_of(tmp_path, "Đơn vị,Số vụ\nThanh Yên,3\nMường Phăng,1\n"))
    assert guesses["unit_name"].column == "Đơn vị"
    codes = guess_columns("case_counts", table_of(tmp_path, "M,Số vụ\n03349,3\n03127,1\n"))
    assert codes["unit_code"].column == "M"


def test_values_speak_against_a_name(tmp_path: Path) -> None:
    guesses = guess_columns("case_counts", table_of(tmp_path, "Mã xã,Từ ngày,Số vụ\nabc,nhiều,3\nxyz,ít,1\n"))
    assert guesses["period_start"].confidence < ACCEPT_CONFIDENCE
    assert guesses["unit_code"].confidence < ACCEPT_CONFIDENCE


def test_a_slip_in_a_header_is_forgiven_and_a_stranger_is_not() -> None:
    assert name_likeness("period_start", "Ngày bắt đâuu") >= ACCEPT_CONFIDENCE
    assert name_likeness("count", "Ghi chú") == 0
    assert name_likeness("count", "Số vụ – Nam") == 0


def test_a_column_fills_one_field(tmp_path: Path) -> None:
    guesses = guess_columns("facilities", table_of(tmp_path, "Tên,Loại,X,Y\nA,Trường học,103.1,21.4\n"))
    columns = [guess.column for guess in guesses.values()]
    assert len(set(columns)) == len(columns)
    assert confident(guesses) == {"name": "Tên", "kind": "Loại", "lon": "X", "lat": "Y"}


def test_the_columns_of_a_wide_table_fill_the_count_together(tmp_path: Path) -> None:
    raw = table_of(tmp_path, "Tên xã,Tiếp nhận,Giải quyết,Tỷ lệ giải quyết\nThanh Yên,3,2,66\nMường Phăng,1,1,100\n")
    assert confident(guess_columns("case_counts", raw)) == {"unit_name": "Tên xã", "count": "Tiếp nhận|Giải quyết"}


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (COUNTS.format("Tên xã", "Thanh Yên"), "case_counts"),
        ("Mã xã,Chỉ tiêu,Từ ngày,Đến ngày,Giá trị\n03349,Dân số,1/1/2025,31/12/2025,900\n", "indicators"),
        ("Tên trường,Loại hình,Xã,Kinh độ,Vĩ độ,Sức chứa\nA,Trường học,Thanh Yên,103.1,21.4,90\n", "facilities"),
        ("Mã cán bộ,Mã xã,Chức vụ,Ngày bổ nhiệm\nCB1,03349,Công an,1/8/2025\n", "officers"),
        ("Đối tác,Mã xã,Hoạt động,Từ ngày,Đến ngày\nBlue Dragon,03349,tập huấn,1/1/2025,1/2/2025\n", "partners"),
    ],
)
def test_the_table_is_guessed_from_the_columns(tmp_path: Path, text: str, table: str) -> None:
    assert guess_table(table_of(tmp_path, text), IMPORTABLE)[0][0] == table


def test_what_a_person_says_goes_before_a_guess_about_the_same_column(tmp_path: Path) -> None:
    proposal = propose(new_project("11"), "case_counts", table_of(tmp_path, COUNTS.format("Tên xã", "Thanh Yên")))
    assert proposal.mapping["count"] == "Số vụ" and not proposal.from_template
    mapping = completed({"place": "Tình trạng xử lý"}, proposal.mapping)
    assert mapping["place"] == "Tình trạng xử lý" and "stage" not in mapping


def test_columns_of_a_childs_identity_are_never_proposed(tmp_path: Path) -> None:
    raw = table_of(
        tmp_path, "Họ và tên trẻ,Ngày sinh,Tên xã,Ngày tiếp nhận\nNguyễn Thị A,1/2/2015,Thanh Yên,1/8/2025\n"
    )
    assert propose(new_project("11"), "cases", raw).mapping == {"unit_name": "Tên xã", "reported_on": "Ngày tiếp nhận"}
