"""What the first rows of a file will become."""

from pathlib import Path

import pandas as pd
import pytest

from app.demo import new_project
from app.import_preview import ROWS, Cell, Preview, first_rows, preview
from app.language import Language
from data.errors import InvalidSetting
from data.importing import import_rows
from data.project import Project
from data.reading import RawTable, read_rows

ENGLISH = Language("en")
MAPPING = {"unit_code": "commune", "period_start": "from", "period_end": "to", "count": "n"}


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


def file_of(folder: Path, *lines: str) -> RawTable:
    path = folder / "counts.csv"
    path.write_text("\n".join(("commune;from;to;n", *lines)) + "\n", encoding="utf-8")
    return read_rows(path)


def cell(shown: Preview, row: int, field: str) -> Cell:
    return shown.rows[row][shown.fields.index(field)]


def test_values_are_shown_as_they_will_be_read(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "03127;1/2/2025;2025-09-30;1.234,5")
    shown = preview(project, "case_counts", raw, MAPPING, {}, ENGLISH)
    assert cell(shown, 0, "period_start") == Cell("1/2/2025", "1 Feb 2025", obvious=True)
    assert cell(shown, 0, "unit_code").read == "Điện Biên Phủ ward (03127)"


def test_a_lost_zero_is_given_back_and_said(project: Project, tmp_path: Path) -> None:
    shown = preview(project, "case_counts", file_of(tmp_path, "3127;1/1/2025;1/9/2025;3"), MAPPING, {}, ENGLISH)
    found = cell(shown, 0, "unit_code")
    assert found.read == "Điện Biên Phủ ward (03127)"
    assert found.trouble == "The code “3127” was read as 03127: Excel drops leading zeros."


def test_what_cannot_be_read_says_why(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "99999;9/30/2025;1/9/2025;x")
    shown = preview(project, "case_counts", raw, MAPPING, {}, ENGLISH)
    assert cell(shown, 0, "period_start") == Cell("9/30/2025", "", "“9/30/2025” is not a date.")
    assert cell(shown, 0, "count") == Cell("x", "", "“x” is not a number.")
    assert cell(shown, 0, "unit_code").trouble == "“99999” is no unit of this project."


def test_what_is_assumed_has_nothing_written(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "03127;1/1/2025;1/9/2025;3")
    shown = preview(project, "case_counts", raw, MAPPING, {"stage": "open"}, ENGLISH)
    assert cell(shown, 0, "stage") == Cell("", "open")
    assert cell(shown, 0, "place") == Cell("", "not known")
    assert shown.fields[:4] == ("unit_code", "period_start", "period_end", "stage")


def test_rows_bear_the_numbers_of_the_file_and_blank_ones_are_left_out(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "03127;1/1/2025;1/9/2025;3", ";;;", "03166;1/1/2025;1/9/2025;0")
    assert preview(project, "case_counts", raw, MAPPING, {}, ENGLISH).numbers == (2, 4)


def test_only_the_first_rows_are_looked_at(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, *["03127;1/1/2025;1/9/2025;3"] * 20)
    assert len(first_rows(raw)) == ROWS
    assert len(preview(project, "case_counts", raw, MAPPING, {}, ENGLISH).rows) == ROWS
    assert len(raw) == 20


def test_a_value_its_field_cannot_take_is_refused(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "03127;1/1/2025;1/9/2025;3")
    with pytest.raises(InvalidSetting):
        preview(project, "case_counts", raw, MAPPING, {"count": "many"}, ENGLISH)


def test_what_the_preview_says_of_a_row_is_what_the_import_does(project: Project, tmp_path: Path) -> None:
    raw = file_of(tmp_path, "03127;1/1/2025;1/9/2025;3", "99999;1/1/2025;1/9/2025;3", "03166;x;1/9/2025;3")
    shown = preview(project, "case_counts", raw, MAPPING, {}, ENGLISH)
    report = import_rows(project, "case_counts", raw, batch_id="b", mapping=MAPPING).report
    troubled = {shown.numbers[i] for i, row in enumerate(shown.rows) if any(each.trouble for each in row)}
    assert troubled == {issue.row for issue in report.problems if issue.row is not None} == {3, 4}


def test_a_code_is_named_as_a_unit_of_the_rows_own_vintage(project: Project, tmp_path: Path) -> None:
    old = pd.DataFrame({"code": ["03127"], "level": "commune", "name": "Cũ", "kind": "xã", "vintage": "2025-03-01"})
    raw = file_of(tmp_path, "03127;1/1/2024;31/1/2024;3")
    shown = preview(project.append("units", old), "case_counts", raw, MAPPING, {"vintage": "2025-03-01"}, ENGLISH)
    assert cell(shown, 0, "unit_code").read == "Cũ commune (03127)"
