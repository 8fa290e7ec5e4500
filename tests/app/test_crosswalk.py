"""The crosswalk as people see it: searched, corrected with a source, converted anew, exported through the gate."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from app.crosswalk_correction import Correction, Target, fault_of, with_correction
from app.crosswalk_rows import crosswalk_index, crosswalk_of, crosswalk_table, found_rows, present_units, targets_of
from app.errors import UnknownExport, UntaggedColumn
from app.language import Language
from app.release import Audience, release_table
from app.reports.table_file import csv_bytes, sheet_bytes, write_table
from app.result import Column, Sensitivity, Table
from data.crosswalk import shipped_crosswalk
from data.errors import ContradictoryCrosswalk, UnsourcedCorrection
from data.project import Project
from data.row_conversion import MADE_FROM, with_converted
from data.store import Store

NOONG_LUONG, THANH_YEN, THANH_AN = "03349", "03349", "03352"
"""The old commune Noong Luống (its code now stands for Thanh Yên), which it joined, and that one's neighbour."""
SPLIT = Correction(
    NOONG_LUONG, (Target(THANH_YEN, 75.0), Target(THANH_AN, 25.0)), "Nghị quyết thử 1", date(2025, 6, 16), "area"
)


def column(table: Table, name: str) -> list[object]:
    return list(table.values(name))


@pytest.fixture
def with_old_counts(demo: Project) -> Project:
    row = {
        "unit_code": NOONG_LUONG, "vintage": "2025-03-01", "period_start": "2019-01-01", "period_end": "2019-12-31",
        "place": "home", "kind": "neglect", "agency": "police", "stage": "received", "counted": "cases", "count": 8,
        "batch_id": "b",
    }  # fmt: skip
    return with_converted(demo.append("case_counts", pd.DataFrame([row])), "case_counts", batch_id="b").project


def made(project: Project) -> dict[str, int]:
    rows = project["case_counts"]
    rows = rows[rows["source"] == MADE_FROM]
    return dict(zip(rows["unit_code"], rows["count"].astype(int), strict=True))


def test_a_province_sees_its_own_units_and_the_whole_country_on_request(demo: Project) -> None:
    table = crosswalk_table(demo)
    assert set(column(table, "new_province")) == {"Tỉnh Điện Biên"}
    assert len(table.rows) == 130
    assert len(crosswalk_table(demo, whole_country=True).rows) == len(shipped_crosswalk())


def test_it_is_searched_without_accents_by_old_and_new_names_and_codes(demo: Project) -> None:
    table = crosswalk_table(demo)
    index = crosswalk_index(table)
    old, new = table.position("old_name"), table.position("new_name")
    found = found_rows(table, index, "noong luong")
    assert [(row[old], row[new]) for row in found] == [("Xã Noong Luống", "Xã Thanh Yên")]
    assert {row[old] for row in found_rows(table, index, "thanh yen")} >= {"Xã Pa Thơm", "Xã Noong Luống"}
    assert found_rows(table, index, "  ") == table.rows
    assert found_rows(table, index, "khong co") == ()


def test_a_correction_restates_the_whole_old_unit_with_source_and_day(demo: Project) -> None:
    table = crosswalk_table(with_correction(demo, SPLIT))
    assert targets_of(crosswalk_table(demo), NOONG_LUONG) == [(THANH_YEN, None)]
    assert targets_of(table, NOONG_LUONG) == [(THANH_YEN, 75.0), (THANH_AN, 25.0)]
    row = next(row for row in table.rows if row[0] == NOONG_LUONG)
    said = dict(zip([each.name for each in table.columns], row, strict=True))
    assert (said["relation"], said["weight_basis"], said["source"], said["stated_on"]) == (
        "part", "area", "Nghị quyết thử 1", "2025-06-16",
    )  # fmt: skip
    assert len(table.rows) == 131


def test_the_last_correction_of_a_unit_holds(demo: Project) -> None:
    back = replace(SPLIT, targets=(Target(THANH_AN),))
    project = with_correction(with_correction(demo, SPLIT), back)
    rows = crosswalk_of(project)
    rows = rows[(rows["old_code"] == NOONG_LUONG) & (rows["old_vintage"] == "2025-03-01")]
    assert rows[["new_code", "relation"]].to_numpy().tolist() == [[THANH_AN, "whole"]]
    assert len(project["crosswalk"]) == 1


def test_converted_rows_are_made_anew_with_the_total_kept(with_old_counts: Project) -> None:
    assert made(with_old_counts) == {THANH_YEN: 8}
    assert made(with_correction(with_old_counts, SPLIT)) == {THANH_YEN: 6, THANH_AN: 2}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, ""),
        ({"targets": ()}, "Name at least one new unit."),
        ({"targets": (Target("03349"), Target("03349"))}, "A new unit is named twice."),
        ({"targets": (Target("03349", 50.0), Target("03352"))}, "Give every share, or none."),
        ({"targets": (Target("03349", 50.0), Target("03352", 40.0))}, "The shares do not add up to 100%."),
        ({"targets": (Target("03349", 33.3), Target("03352", 33.3), Target("03127", 33.3))}, ""),
        ({"source": " "}, "State the source and the day of it: a correction without them cannot be checked by anyone."),
        (
            {"stated_on": None},
            "State the source and the day of it: a correction without them cannot be checked by anyone.",
        ),
    ],
)
def test_what_is_wrong_with_a_correction_is_said(changed: dict[str, Any], fault: str) -> None:
    assert fault_of(replace(SPLIT, **changed)) == fault


def test_what_nobody_stated_or_what_contradicts_itself_is_refused(demo: Project) -> None:
    with pytest.raises(UnsourcedCorrection):
        with_correction(demo, replace(SPLIT, source=""))
    with pytest.raises(ContradictoryCrosswalk):
        with_correction(demo, replace(SPLIT, targets=(Target(THANH_YEN), Target(THANH_YEN))))


def test_an_old_unit_can_have_gone_to_any_present_one() -> None:
    units = {unit.code: unit for unit in present_units()}
    assert len(units) == 3355
    assert (units[THANH_YEN].name, units[THANH_YEN].province) == ("Xã Thanh Yên", "Tỉnh Điện Biên")


@pytest.fixture
def file(demo: Project, tmp_path: Path) -> Path:
    path = tmp_path / "p.lachan"
    Store.create(path, demo, who="b").close()
    return path


def test_a_command_lists_it_and_writes_it(lachan: Callable[..., Any], file: Path) -> None:
    ran = lachan("crosswalk", file, "--find", "noong luong")
    assert (ran.code, ran.out.strip()) == (
        0,
        "03349 Noong Luống commune (Điện Biên district, Điện Biên province) → 03349 Thanh Yên commune · as a whole",
    )
    out = file.with_name("crosswalk.csv")
    assert lachan("crosswalk", file, "--out", out).code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 130
    assert rows[0]["old_code"] == "03124"
    with Store.open(file) as store:
        assert store.project["audit"].iloc[-1][["what", "object"]].tolist() == ["release shareable", "crosswalk"]


def test_another_suffix_is_refused(lachan: Callable[..., Any], file: Path) -> None:
    ran = lachan("crosswalk", file, "--out", file.with_name("crosswalk.pdf"))
    assert ran.code == 1
    assert not file.with_name("crosswalk.pdf").exists()


def test_a_workbook_keeps_codes_as_text_in_the_readers_words(file: Path, tmp_path: Path) -> None:
    with Store.open(file) as store:
        released = release_table(store, crosswalk_table(store.project), Audience.SHAREABLE, who="b")
    written = write_table(released, tmp_path / "c.xlsx", Language("en"))
    sheet = load_workbook(written).active
    assert [cell.value for cell in sheet[1]][:4] == ["Old code", "Old unit", "Old district", "Went there"]
    assert [cell.value for cell in sheet[2]][:4] == ["03124", "Noong Bua ward", "Điện Biên Phủ city", "as a whole"]
    with pytest.raises(UnknownExport):
        write_table(released, tmp_path / "c.txt", Language("en"))


def test_what_begins_like_a_formula_stays_text(file: Path) -> None:
    table = Table("crosswalk", (Column("source", "", Sensitivity.PUBLIC),), (("=1+1",),), Sensitivity.PUBLIC)
    with Store.open(file) as store:
        released = release_table(store, table, Audience.SHAREABLE, who="b")
    assert csv_bytes(released).decode("utf-8-sig").splitlines() == ["source", "'=1+1"]
    assert sheet_bytes(released, Language("en"))[:2] == b"PK"


def test_a_table_leaves_only_as_far_as_it_may(file: Path) -> None:
    columns = (Column("new_code", "", Sensitivity.PUBLIC), Column("source", "", Sensitivity.CASE))
    table = Table("crosswalk", columns, (("03349", "x"),), Sensitivity.PUBLIC)
    with Store.open(file) as store:
        assert release_table(store, table, Audience.SHAREABLE, who="b").table.rows == (("03349",),)
        with pytest.raises(UntaggedColumn):
            release_table(
                store, replace(table, columns=(columns[0], Column("x", "", None))), Audience.INTERNAL, who="b"
            )
