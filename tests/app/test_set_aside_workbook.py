"""Rows set aside, as a workbook that says why and comes back as it is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.demo import new_project
from app.imports import ImportRequest, check_import, import_into, set_aside_by
from app.language import Language
from app.release import release_rows
from app.reports.set_aside_workbook import write_set_aside
from data.project import Project
from data.set_aside import MACHINE_SHEET, is_set_aside_book, read_set_aside
from data.store import Store

ENGLISH = Language("en")
CSV = (
    "Mã xã;Từ ngày;Đến ngày;Số vụ;Người nhập",
    "03127;1/1/2025;31/3/2025;3;A",
    "03158;1/1/2025;31/3/2025;hai;=B",
    "99999;1/1/2025;31/3/2025;5;C",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.lachan", new_project("11"), passphrase="bốn con hổ", who="test") as made:
        yield made


def request_of(folder: Path) -> ImportRequest:
    path = folder / "counts.csv"
    path.write_text("\n".join(CSV) + "\n", encoding="utf-8")
    mapping = {"unit_code": "Mã xã", "period_start": "Từ ngày", "period_end": "Đến ngày", "count": "Số vụ"}
    settings = {"agency": "police", "kind": "neglect", "vintage": "2025-07-01"}
    return ImportRequest("case_counts", path, mapping, settings)


def written(store: Store, folder: Path) -> Path:
    request, before = request_of(folder), store.project
    report = import_into(store, request, who="test")
    rows = set_aside_by(before, request, report)
    assert rows is not None
    return write_set_aside(release_rows(store, rows, who="test"), folder / "aside.xlsx", ENGLISH)


def cells(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]


def counts(project: Project) -> dict[str, int]:
    return dict(project["case_counts"][["unit_code", "count"]].itertuples(index=False))


def test_the_workbook_has_the_files_columns_the_row_the_reason_and_the_fix(store: Store, tmp_path: Path) -> None:
    header, first, second = cells(written(store, tmp_path))
    own = ["Mã xã", "Từ ngày", "Đến ngày", "Số vụ", "Người nhập"]
    assert header == [*own, "Row in the file", "Why it was set aside", "What to do"]
    assert first[:6] == ["03158", "1/1/2025", "31/3/2025", "hai", "=B", 3]
    assert first[6] == "Số vụ: “hai” is not a number."
    assert second[6] == "Mã xã: “99999” is no unit of this project. The row counts 5."
    assert second[7].startswith("Correct the code")


def test_the_cell_to_mend_is_marked_and_text_is_never_a_formula(store: Store, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(written(store, tmp_path)).worksheets[0]
    assert page["D2"].fill.fgColor.rgb == "00FFD9D9"
    assert page["A2"].fill.fgColor.rgb != "00FFD9D9"
    assert page["E2"].data_type == "s"


def test_the_file_says_that_it_is_internal_and_the_audit_that_it_left(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path)
    assert path.name == "aside.internal.xlsx"
    assert "INTERNAL" in openpyxl.load_workbook(path).worksheets[0].oddHeader.center.text
    line = store.project["audit"].iloc[-1]
    assert (line["what"], line["object"]) == ("release internal rows set aside", "case_counts counts.csv")


def test_mended_in_excel_it_comes_back_without_mapping(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page["D2"].value, page["A3"].value = 2, "03160"
    book.save(path)
    report = import_into(store, ImportRequest("case_counts", path, {}, {}, guesses=True), who="test")
    assert (report.read, report.accepted, report.set_aside) == (2, 2, 0)
    assert counts(store.project) == {"03127": 3, "03158": 2, "03160": 5}
    assert set(store.project["case_counts"]["agency"]) == {"police"}


def test_not_mended_it_is_set_aside_again_for_the_same_reasons(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path)
    report = check_import(store.project, ImportRequest("case_counts", path, {}, {}, guesses=True)).report
    assert [(issue.row, issue.reason) for issue in report.problems if issue.row] == [
        (2, "not_a_number"),
        (3, "unknown_unit"),
    ]


def test_the_hidden_sheet_holds_no_cell_of_the_file(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path)
    assert is_set_aside_book(path)
    hidden = openpyxl.load_workbook(path)[MACHINE_SHEET]
    held = {str(cell.value) for row in hidden.iter_rows() for cell in row}
    assert hidden.sheet_state == "hidden"
    assert not held & {"03158", "99999", "hai", "=B", "C"}
    assert read_set_aside(path).mapping["count"] == "Số vụ"


def test_the_command_writes_them_and_takes_them_back_alone(
    lachan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "bốn con hổ")
    file, out = tmp_path / "q.lachan", tmp_path / "aside.xlsx"
    lachan("new", file, "--province", "11")
    request = request_of(tmp_path)
    maps = [part for field, column in request.mapping.items() for part in ("--map", f"{field}={column}")]
    maps += [part for name, value in request.settings.items() for part in ("--set", f"{name}={value}")]
    ran = lachan("import", file, "case_counts", request.path, *maps, "--set-aside", out)
    assert ran.code == 0, ran.err
    assert "Rows set aside: 2, in" in ran.err
    back = tmp_path / "aside.internal.xlsx"
    book = openpyxl.load_workbook(back)
    book.worksheets[0]["D2"].value = 2
    book.save(back)
    again = lachan("import", file, back, "--json")
    assert again.code == 0, again.err
    assert '"read": 2, "accepted": 1' in again.out


def test_where_nothing_was_set_aside_no_file_is_written(
    lachan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "bốn con hổ")
    file, out = tmp_path / "q.lachan", tmp_path / "aside.xlsx"
    lachan("new", file, "--province", "11")
    path = tmp_path / "counts.csv"
    path.write_text(
        "unit_code;vintage;period_start;period_end;count\n03127;2025-07-01;1/1/2025;31/3/2025;3\n", encoding="utf-8"
    )
    ran = lachan("import", file, "case_counts", path, "--set-aside", out)
    assert ran.code == 0, ran.err
    assert not list(tmp_path.glob("aside*"))
