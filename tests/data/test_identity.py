"""Columns and cells that tell who a person is, and those that do not."""

import pandas as pd
import pytest

from data.errors import IdentityColumn
from data.identity import (
    ClassedColumn,
    ColumnClass,
    classes,
    identity_columns,
    identity_of,
    identity_of_header,
    is_doubtful,
    refuse_identity,
)
from data.identity_cells import Identity, identity_in, is_given_name, is_unit_name, names_person
from data.schema import TABLES
from data.value_words import _WORDS

CASES = TABLES["cases"]
NAMES = [
    *("Lò Thị Hoà", "LÒ THỊ HOÀ", "lò thị hoà", "Lo Thi Hoa", "Giàng A Páo", "Nguyễn Văn An", "nguyen van an"),
    *("Vi Thị Sáu", "cháu Lan", "Em Hoà", "Lò Thị Hoà (SN 2012)", "mẹ: Vàng Thị Mỷ", "gia đình bà Quàng Thị Dung"),
]  # fmt: skip
WORDS = [
    *("Bạo lực thể chất", "Đã xử lý", "Hồ sơ đang mở", "Công an huyện Mường Chà", "UBND xã Thanh Yên", "Sở Y tế", "A"),
    *("Trường học", "ĐÌNH CHỈ", "Tạm đình chỉ", "Viện kiểm sát", "12/HS-2025", "15/03/2025", "2025-03-15 10:30", "x"),
    *("Xã Thanh Yên, huyện Điện Biên", "Phường Nguyễn Trãi", "Hà Nội", "1.234,5", "Quý III/2025", "0-15"),
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_recognised(text: str) -> None:
    assert names_person(text)
    assert identity_in(text) is Identity.NAME


@pytest.mark.parametrize("text", WORDS)
def test_words_codes_days_and_units_are_no_identity(text: str) -> None:
    assert identity_in(text) is None


@pytest.mark.parametrize("text", ["0912345678", "0912 345 678", "+84 912.345.678", "gọi 0263-3822-123 nhé"])
def test_telephone_numbers_are_recognised(text: str) -> None:
    assert identity_in(text) is Identity.PHONE


@pytest.mark.parametrize("text", ["011212345678", "CCCD 0112 1234 5678", "340123456"])
def test_id_numbers_are_recognised(text: str) -> None:
    assert identity_in(text) is Identity.ID_NUMBER


def test_long_text_is_free_text_and_a_day_beside_a_number_is_not_part_of_it() -> None:
    assert identity_in("x" * 61) is Identity.FREE_TEXT
    assert identity_in("01.02.2025 10:30") is None


def test_coded_values_of_cases_are_kept_whatever_their_shape() -> None:
    for field in ("kind", "agency", "place", "sex"):
        for words in _WORDS[field].values():
            for word in words.split(","):
                assert not is_doubtful(CASES, field, word.strip().title())


@pytest.mark.parametrize(
    ("header", "held"),
    [
        ("Họ và tên", Identity.NAME),
        ("HO TEN TRE EM", Identity.NAME),
        ("Nạn nhân", Identity.NAME),
        ("Họ và tên mẹ", Identity.OTHER_PERSON),
        ("Cán bộ phụ trách", Identity.OTHER_PERSON),
        ("Ngày, tháng, năm sinh", Identity.BIRTH_DATE),
        ("Năm sinh", Identity.BIRTH_DATE),
        ("Số CCCD/CMND", Identity.ID_NUMBER),
        ("Số điện thoại", Identity.PHONE),
        ("Nơi ở hiện nay", Identity.ADDRESS),
        ("Thôn/bản", Identity.ADDRESS),
        ("Ghi chú", Identity.FREE_TEXT),
        ("Nội dung vụ việc", Identity.FREE_TEXT),
        ("Thông tin trẻ – Họ và tên", Identity.NAME),
        ("link_keys", Identity.OTHER_PERSON),
    ],
)
def test_headers_of_identity(header: str, held: Identity) -> None:
    assert identity_of_header(header) is held


@pytest.mark.parametrize(
    "header",
    ["Tên xã", "Xã/phường", "Giới tính trẻ em", "Ngày báo tin", "Cơ quan phụ trách", "Số nạn nhân", "Số bị can", "STT",
     "Số hồ sơ", "Mã vụ việc", "Hình thức xâm hại", "Tình trạng", "Tuổi", "Kết quả xử lý", *CASES.names[2:]],
)  # fmt: skip
def test_headers_of_what_is_kept(header: str) -> None:
    assert identity_of_header(header) is None


def column(*values: str) -> "pd.Series[str]":
    return pd.Series(values, dtype="str")


def test_values_tell_where_the_header_does_not() -> None:
    assert identity_of("Cột 3", column("Lò Thị Hoà", "Giàng A Páo", "")) is Identity.NAME
    assert identity_of("Cột 4", column("0912345678", "")) is Identity.PHONE
    assert identity_of("Cột 5", column("a", "b", "c" * 200)) is Identity.FREE_TEXT
    assert identity_of("Cột 6", column("police", "health")) is None
    assert identity_of("Cột 7", column("", "")) is None


def test_a_field_with_one_bad_cell_stays_a_field() -> None:
    assert identity_of("Tình trạng", column("đang mở", "đã đóng", "Lò Thị Hoà")) is None
    assert identity_of("Tình trạng", column("Vàng A Páo", "đã đóng", "Lò Thị Hoà")) is Identity.NAME


def test_numbers_of_persons_and_names_of_communes_are_no_identity() -> None:
    assert identity_of("Nạn nhân", column("1", "2", "")) is None
    assert identity_of("Bị can", column("0", "6")) is None
    assert identity_of("Địa chỉ", column("Xã Thanh Yên", "Phường Nguyễn Trãi")) is None
    assert identity_of("Địa chỉ", column("Xã Thanh Yên", "Bản Mới, số 5")) is Identity.ADDRESS


def test_unit_names_are_those_of_any_list() -> None:
    assert is_unit_name("Noong Luống")  # gone since July 2025
    assert not is_unit_name("")


def test_the_user_may_have_more_dropped() -> None:
    frame = pd.DataFrame({"Lớp": ["5A"], "kind": ["neglect"]})
    assert identity_columns(frame) == {}
    assert identity_columns(frame, also=["Lớp"]) == {"Lớp": Identity.FREE_TEXT}


FRAME = pd.DataFrame(
    {
        "Nạn nhân": ["Lò Thị Hoà"],
        "Trẻ": ["nữ"],
        "Ngày sinh": ["2014-03-09"],
        "Địa chỉ": ["bản Mới"],
        "kind": ["neglect"],
    }
)


@pytest.mark.parametrize(
    "mapping",
    [{"status": "Nạn nhân"}, {"occurred_on": "Ngày sinh"}, {"case_id": "Nạn nhân"}, {"unit_name": "Địa chỉ"},
     {"link_keys": "kind"}, {"victims": "Nạn nhân"}],
)  # fmt: skip
def test_identity_fills_no_field(mapping: dict[str, str]) -> None:
    with pytest.raises(IdentityColumn) as error:
        refuse_identity(CASES, FRAME, mapping, identity_columns(FRAME))
    assert {error.value.field: error.value.column} == mapping


def test_a_column_guessed_wrongly_may_fill_a_field_of_codes() -> None:
    assert refuse_identity(CASES, FRAME, {"sex": "Trẻ"}, identity_columns(FRAME)) == {"Trẻ"}


def test_every_column_has_one_class() -> None:
    frame = pd.DataFrame({"Họ tên": ["Lò Thị Hoà"], "kind": ["neglect"], "STT": ["1"]})
    assert classes(frame.columns, {"kind": "kind"}, identity_columns(frame)) == (
        ClassedColumn("Họ tên", ColumnClass.IDENTITY, identity=Identity.NAME),
        ClassedColumn("kind", ColumnClass.KEPT, field="kind"),
        ClassedColumn("STT", ColumnClass.IGNORED),
    )


@pytest.mark.parametrize("header", ["B", "(2)", "Trẻ được hỗ trợ", "Tên", "Người được giúp"])
@pytest.mark.parametrize(
    "cells",
    [
        ["Mai", "Hùng", "Nam"],
        ["MAI", "HÙNG", "LAN", "LAN"],
        ["mai", "hung", "lan"],
        ["Thu Hà", "Mai", "Páo", "bạo lực"],
        ["Mỷ", "Tủa", "Chía", "khác"],
    ],
)
def test_a_column_of_given_names_is_identity_whatever_its_header(header: str, cells: list[str]) -> None:
    assert identity_of(header, pd.Series(cells, dtype="str")) is Identity.NAME


@pytest.mark.parametrize(
    "cells",
    [
        ["Nam", "Nữ", "Nam"],
        ["Thái", "Mông", "Kinh", "Dao"],
        ["Thanh Yên", "Na Son", "Mường Chà"],
        ["Bỏ mặc", "Khác", "Xâm hại"],
        ["đang xử lý", "đã đóng", "tồn"],
    ],
)
def test_sexes_peoples_communes_and_words_of_cases_are_no_given_names(cells: list[str]) -> None:
    assert identity_of("B", pd.Series(cells, dtype="str")) is None


@pytest.mark.parametrize(
    "field", ["kind", "agency", "status", "age_band", "case_id", "unit_name", "sex", "reported_on"]
)
@pytest.mark.parametrize("text", ["Mai", "hùng", "THU HÀ", "Ngọc Trinh"])
def test_a_given_name_is_kept_in_no_field(field: str, text: str) -> None:
    assert is_given_name(text)
    assert is_doubtful(CASES, field, text)


@pytest.mark.parametrize("text", ["Chớ", "Seo Mẩy", "Thào", "Y Ban"])
def test_of_open_wording_only_what_is_known_may_be_as_short_as_a_name(text: str) -> None:
    assert [is_doubtful(CASES, field, text) for field in ("kind", "agency", "status", "age_band")] == [True] * 4


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("kind", "Khác"),
        ("kind", "xâm hại qua mạng"),
        ("kind", "khai thác hình ảnh"),
        ("agency", "Công an"),
        ("agency", "Toà án nhân dân"),
        ("status", "open"),
        ("status", "Đã đóng"),
        ("age_band", "0-15"),
        ("age_band", "12 tuổi"),
        ("sex", "Nam"),
        ("case_id", "CA-01"),
        ("unit_name", "Thanh Yên"),
    ],
)
def test_words_and_open_wording_are_kept(field: str, text: str) -> None:
    assert not is_doubtful(CASES, field, text)
