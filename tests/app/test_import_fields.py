"""The words of an import, and the columns that are taken for a field by their name."""

from pathlib import Path

import pytest

from app.demo import new_project
from app.import_fields import (
    CHOICE_WORDS,
    FIELDS,
    TABLE_ABOUT,
    TABLE_NAMES,
    assumed_value,
    import_fields,
    must_be_filled,
    own_columns,
    proposed_columns,
    said_by_titles,
)
from data.importing import IMPORTABLE, UNITS
from data.reading import RawTable, read_rows

PROVINCE = new_project("11")


def table_of(folder: Path, header: str, row: str) -> RawTable:
    path = folder / "file.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return read_rows(path)


def test_every_table_that_takes_files_is_named_and_explained() -> None:
    assert set(TABLE_NAMES) == set(TABLE_ABOUT) == set(IMPORTABLE)


@pytest.mark.parametrize("table", IMPORTABLE)
def test_every_field_and_every_choice_has_a_word(table: str) -> None:
    for column in import_fields(table):
        assert column.name in FIELDS
        assert set(column.choices) <= set(CHOICE_WORDS)


@pytest.mark.parametrize("table", IMPORTABLE)
def test_needed_fields_come_first(table: str) -> None:
    needed = [must_be_filled(table, column) for column in import_fields(table)]
    assert needed == sorted(needed, reverse=True)


def test_what_has_a_default_need_not_be_filled() -> None:
    needed = [column.name for column in import_fields("case_counts") if must_be_filled("case_counts", column)]
    assert needed == ["unit_code", "period_start", "period_end", "count"]
    assert assumed_value("case_counts", "stage") == "received"
    assert assumed_value("case_counts", "count") == ""


def test_shapes_need_a_column_of_codes_only() -> None:
    assert [column.name for column in import_fields(UNITS)] == ["code"]


def test_vietnamese_headers_are_understood_with_and_without_accents(tmp_path: Path) -> None:
    raw = table_of(tmp_path, "MÃ XÃ,tu ngay,Đến ngày,Số vụ,Ghi chú", "03127,1/1/2025,30/9/2025,3,x")
    assert proposed_columns(PROVINCE, "case_counts", raw).mapping == {
        "unit_code": "MÃ XÃ",
        "period_start": "tu ngay",
        "period_end": "Đến ngày",
        "count": "Số vụ",
    }


def test_a_column_that_bears_the_fields_own_name_wins(tmp_path: Path) -> None:
    raw = table_of(tmp_path, "Mã xã,unit_code", "1,2")
    assert own_columns("case_counts", raw) == {"unit_code": "unit_code"}
    assert proposed_columns(PROVINCE, "case_counts", raw).mapping["unit_code"] == "unit_code"


def test_no_column_is_taken_twice(tmp_path: Path) -> None:
    raw = table_of(tmp_path, "Tên,Mã xã,x,y", "a,1,2,3")
    suggested = proposed_columns(PROVINCE, "facilities", raw).mapping
    assert len(set(suggested.values())) == len(suggested)


def test_the_titles_say_the_period_unless_a_column_does(tmp_path: Path) -> None:
    raw = table_of(tmp_path, "Báo cáo\nĐến 30/9/2025\n\nMã xã,Tên xã,Số vụ", "03127,Điện Biên Phủ,3")
    assert said_by_titles("case_counts", raw) == {"period_start": "2025-01-01", "period_end": "2025-09-30"}
    assert said_by_titles("case_counts", raw, {"period_end"}) == {"period_start": "2025-01-01"}
    assert said_by_titles("case_counts", raw, {"period"}) == said_by_titles("facilities", raw) == {}
