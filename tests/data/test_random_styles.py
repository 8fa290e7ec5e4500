"""A table written in any style an office might choose reads back unchanged."""

import datetime
import random
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.issues import Reason
from data.parsing import parse
from data.reading import read_rows
from data.schema import Column, Kind
from tests.data.ugly_files import ods, text, to_tcvn3, to_windows_1258, xls, xlsx

PLACES = ("Thanh Yên", "Mường Nhé", "Sín Thầu", "Nậm Kè", "Búng Lao", "Pú Nhung", "Hẹ Muông", "Na Sang", "Tủa Thàng")
TITLES = ("BÁO CÁO BẢO VỆ TRẺ EM", "Kèm theo Công văn số 12", "Đến hết quý", "Đơn vị tính: vụ", "Tỉnh Điện Biên")
NOTES = ("Ghi chú: số liệu tạm tính", "Nguồn: các xã gửi", "Người lập biểu", "* chưa đầy đủ")
HEADERS = (["Tên xã", "Ngày gửi", "Dân số", "Số vụ"], ["Đơn vị", "Thời điểm", "Diện tích", "Tiếp nhận"])
ENCODINGS = {
    "utf-8": str.encode,
    "utf-8-sig": lambda written: written.encode("utf-8-sig"),
    "utf-16": lambda written: written.encode("utf-16"),
    "decomposed": lambda written: unicodedata.normalize("NFD", written).encode(),
    "windows-1258": to_windows_1258,
    "tcvn3": to_tcvn3,
}
DAY_FORMS = ("%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%d.%m.%Y", "ngày %d tháng %m năm %Y")
ROW = st.tuples(
    st.sampled_from(PLACES),
    st.dates(datetime.date(2000, 1, 1), datetime.date(2029, 12, 31)),
    st.integers(10_000, 99_999_999).map(lambda hundredths: hundredths / 100),
    st.integers(0, 500),
)


@dataclass(frozen=True)
class Style:
    """How one office writes its tables."""

    suffix: str
    encoding: str
    delimiter: str
    titles: int
    header: int
    two_lines: bool
    numbering: str
    total: str
    blanks: bool
    notes: int
    convention: str
    days: str
    seed: int


STYLES = st.builds(
    Style,
    suffix=st.sampled_from(["csv", "tsv", "xlsx", "xls", "ods"]),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.sampled_from([";", "\t", ","]),
    titles=st.integers(0, 4),
    header=st.integers(0, 1),
    two_lines=st.booleans(),
    numbering=st.sampled_from(["", "brackets", "letters"]),
    total=st.sampled_from(["", "above", "below"]),
    blanks=st.booleans(),
    notes=st.integers(0, 3),
    convention=st.sampled_from([",.", ".,", " ,", "number"]),
    days=st.sampled_from(DAY_FORMS),
    seed=st.integers(0, 1000),
)


def number(value: float, convention: str) -> object:
    """Write a number with two decimals: the mark of thousands, then the decimal mark."""
    if convention == "number":
        return value
    return f"{value:,.2f}".replace(",", "_").replace(".", convention[1]).replace("_", convention[0])


def styled(rows: list[tuple[object, ...]], style: Style) -> tuple[list[tuple[object, ...]], dict[int, Reason]]:
    """Return the sheet, and the row numbers of what is no data in it."""
    choose = random.Random(style.seed)
    names = HEADERS[style.header]
    sheet: list[tuple[object, ...]] = [(title, "", "", "") for title in choose.sample(TITLES, style.titles)]
    if style.titles and style.blanks:
        sheet.append(("", "", "", ""))
    sheet += [(names[0], names[1], "Số liệu", ""), ("", "", *names[2:])] if style.two_lines else [tuple(names)]
    apart: dict[int, Reason] = {}

    def add(row: tuple[object, ...], reason: Reason | None = None) -> None:
        sheet.append(row)
        if reason is not None:
            apart[len(sheet)] = reason

    if style.numbering:
        marks = ("(1)", "(2)", "(3)", "(4)") if style.numbering == "brackets" else ("A", "B", "1", "2")
        add(marks, Reason.NUMBERING_ROW)
    total = ("Tổng cộng", "", "", sum(row[3] for row in rows))
    if style.total == "above":
        add(total, Reason.TOTALS_ROW)
    for place, day, people, count in rows:
        if style.blanks and choose.random() < 0.3:
            add(("", "", "", ""), Reason.BLANK_ROW)
        add((place, day.strftime(style.days), number(people, style.convention), count))
    if style.total == "below":
        add(total, Reason.TOTALS_ROW)
    for note in choose.sample(NOTES, style.notes):
        add((note, "", "", ""), Reason.NOTE_ROW)
    return sheet, apart


def write(sheet: list[tuple[object, ...]], style: Style, folder: Path) -> Path:
    path = folder / f"table.{style.suffix}"
    comma = style.delimiter == "," and style.convention != "number"  # quotes are another test's
    mark = "\t" if style.suffix == "tsv" or comma else style.delimiter
    writers = {"xlsx": xlsx, "xls": xls, "ods": ods}
    writer = writers.get(style.suffix)
    (writer(sheet) if writer else text(sheet, mark, encode=ENCODINGS[style.encoding]))(path)
    return path


@pytest.mark.parametrize("part", range(2))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(ROW, min_size=2, max_size=12), style=STYLES)
def test_a_table_in_any_style_reads_back_unchanged(tmp_path, part, rows, style):
    sheet, apart = styled(rows, style)
    raw = read_rows(write(sheet, style, tmp_path))
    assert {raw.first_row + row.row: row.reason for row in raw.non_data} == apart
    assert not [total for row in raw.non_data for total in row.differences]
    names = HEADERS[style.header]
    above = "Số liệu – " if style.two_lines else ""
    assert list(raw.frame.columns) == [*names[:2], *(above + name for name in names[2:])]
    assert len(raw.titles) == style.titles
    data = np.ones(len(raw), dtype=bool)
    data[[row.row for row in raw.non_data]] = False
    kinds = (Kind.TEXT, Kind.DATE, Kind.NUMBER, Kind.INTEGER)
    parsed = [
        parse(raw.frame[name], raw.numeric[name].to_numpy(), Column(name, kind))
        for name, kind in zip(raw.frame.columns, kinds, strict=True)
    ]
    assert not [finding for column in parsed for finding in column.findings]
    read = [column.values[data].tolist() for column in parsed]
    read[1] = [moment.date() for moment in read[1]]
    assert list(zip(*read, strict=True)) == rows
