"""The workbook a planner takes away: what stands on its sheets, in both languages."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from app import words
from app.language import LANGUAGES, Language
from app.questions import find
from app.release import Audience, Released, release
from app.reports.workbook import workbook_bytes
from app.results import run_and_store
from app.unit_words import UNITS
from data.project import Project
from data.store import Store

FORBIDDEN = set("/\\:?*[]")


def released(folder: Path, project: Project, analysis: str, audience: Audience, **given: object) -> Released:
    with Store.replace(folder / "p.lachan", project) as store:
        stored = run_and_store(store, find(analysis), given, who="test")
        return release(store, stored.result_id, audience, who="test")


def opened(document: Released, code: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(document, Language(code))))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plan(demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Released:
    return released(tmp_path_factory.mktemp("book"), demo, "shelters", Audience.SHAREABLE)


@pytest.mark.parametrize("code", LANGUAGES)
def test_there_is_a_summary_and_a_sheet_a_table(plan: Released, code: str) -> None:
    book = opened(plan, code)
    assert len(book.sheetnames) == 1 + len(plan.tables)
    assert book.sheetnames[0] == {"vi": "Tóm tắt", "en": "Summary"}[code]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sheet_says_for_whom_and_what_is_simulated_on_screen_and_on_paper(plan: Released, code: str) -> None:
    marks = {"vi": ("Được phép chia sẻ", "mô phỏng"), "en": ("May be shared", "imulated")}[code]
    for sheet in opened(plan, code):
        head = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 5))
        assert all(mark in head for mark in marks), sheet.title
        assert all(mark in sheet.oddHeader.center.text for mark in marks), sheet.title


def test_the_values_are_those_of_the_tables(plan: Released) -> None:
    sheet = opened(plan, "en")["Proposed sites"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "No.")
    headings = [cell.value for cell in header]
    place = headings.index("Children newly within the limit")
    shown = [sheet.cell(header[0].row + 1 + row, place + 1).value for row in range(5)]
    (table,) = (table for table in plan.tables if table.name == "sites")
    assert shown == table.values("children_newly_within")
    assert "Reason" in headings and headings.count("Reason") == 1


def test_coded_values_are_words_of_the_language(plan: Released) -> None:
    texts = {cell.value for row in opened(plan, "vi")["Địa điểm đề xuất"].iter_rows() for cell in row}
    assert "nhà văn hoá" in texts
    assert "communal_house" not in texts


def test_a_name_that_begins_like_a_formula_stays_a_text(tmp_path: Path, four_communes: Project) -> None:
    rows = four_communes["facilities"]
    named = four_communes.with_table("facilities", rows.assign(name='=HYPERLINK("http://x","y")'))
    book = opened(released(tmp_path, named, "shelters", Audience.SHAREABLE, p=1), "en")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_internal_workbook_says_so_on_each_page(tmp_path: Path, demo: Project) -> None:
    book = opened(released(tmp_path, demo, "rates", Audience.INTERNAL), "en")
    for sheet in book:
        assert "INTERNAL" in str(sheet.cell(2, 1).value)
        assert "INTERNAL" in sheet.oddHeader.center.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_of_tables_can_be_names_of_sheets(code: str) -> None:
    names = [Language(code).say(message) for message in words.TABLES.values()]  # type: ignore[arg-type]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not FORBIDDEN & set(name) for name in names)


def test_every_column_table_and_layer_has_a_word(tmp_path: Path, demo: Project) -> None:
    for analysis in ("rates", "shelters"):
        document = released(tmp_path, demo, analysis, Audience.INTERNAL)
        columns = {words.base_name(column.name) for table in document.tables for column in table.columns}
        assert columns <= set(words.COLUMNS)
        assert {column.unit for table in document.tables for column in table.columns} <= set(UNITS)
        assert {table.name for table in document.tables} <= set(words.TABLES)
        assert {layer.name for layer in document.layers} <= set(words.LAYERS)


def test_missing_values_are_empty_cells(tmp_path: Path, four_communes: Project) -> None:
    count = {
        "unit_code": "00001", "vintage": "2025-07-01", "period_start": pd.Timestamp(2024, 1, 1),
        "period_end": pd.Timestamp(2024, 12, 31), "place": "home", "kind": "neglect", "agency": "police",
        "stage": "received", "counted": "cases", "count": 3,
    }  # fmt: skip
    project = four_communes.append("case_counts", pd.DataFrame([count]))
    sheet = opened(released(tmp_path, project, "rates", Audience.INTERNAL), "en")["Communes"]
    headings = [cell.value for cell in next(each for each in sheet.iter_rows() if each[0].value == "Name")]
    row = next(row for row in sheet.iter_rows() if row[headings.index("Commune code")].value == "00002")
    assert row[headings.index("Cases")].value is None
    assert row[headings.index("Enough data?")].value == "no return"
