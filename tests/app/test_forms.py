"""The return form: written, filled as a commune would, sent back, read."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from app.demo import new_project
from app.errors import UnknownCommune
from app.forms import FIGURE_LABELS, form_head, form_name, write_form
from app.imports import ImportRequest, check_import
from app.language import LANGUAGES, Language
from data.errors import AlteredForm, ExistingFile, OpenPeriod, ReturnKnown, SimulatedProject, UnreadableForm
from data.form_reading import is_return_form, read_form
from data.importing import Imported
from data.issues import Reason
from data.periods import Period, calendar
from data.project import Project
from data.return_form import FIGURES, KINDS, MACHINE_SHEET, FormHead, facts_of, last_quarter
from data.row_conversion import MADE_FROM

COMMUNE = "03127"
QUARTER = Period(date(2025, 7, 1), date(2025, 9, 30))
ENGLISH = Language("en")
FILLED = {
    "D9": "yes",
    "C13": "home", "D13": 3, "E13": 4, "F13": 2, "G13": 1,
    "C14": "online", "D14": 1, "H14": 1, "I14": 2,
    "B18": "physical violence", "C18": "school", "D18": 0,
    "D25": 9000, "D26": 2100, "D27": 0, "D29": 5, "D31": 4, "D32": 3,
}  # fmt: skip
COUNTS = {
    ("physical_violence", "home", "received", "cases", 3),
    ("physical_violence", "home", "received", "victims", 4),
    ("physical_violence", "home", "handled", "cases", 2),
    ("physical_violence", "home", "open", "cases", 1),
    ("sexual_abuse", "online", "received", "cases", 1),
    ("sexual_abuse", "online", "prosecuted", "cases", 1),
    ("sexual_abuse", "online", "prosecuted", "defendants", 2),
    ("physical_violence", "school", "received", "cases", 0),
}
INDICATORS = {
    "population": 9000,
    "children": 2100,
    "dropouts": 0,
    "activities": 5,
    "officers": 4,
    "officers_trained": 3,
}


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


@pytest.fixture
def blank(project: Project, tmp_path: Path) -> Path:
    return blank_form(project, tmp_path)


def blank_form(project: Project, folder: Path, language: Language = ENGLISH) -> Path:
    head = FormHead(COMMUNE, project.about.vintage, QUARTER)
    return write_form(project, head, folder / f"form-{language.code}.xlsx", language)


def fill(path: Path, cells: Mapping[str, object], sheet: str | None = None) -> Path:
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    for address, value in cells.items():
        page[address].value = value
    book.save(path)
    return path


def take(project: Project, path: Path, repeat: str | None = None) -> Imported:
    return check_import(project, ImportRequest("case_counts", path, {}, {}, repeat=repeat))


def counts_of(project: Project) -> set[tuple[str, str, str, str, int]]:
    rows = project["case_counts"]
    return set(rows[["kind", "place", "stage", "counted", "count"]].itertuples(index=False, name=None))


def problems_of(done: Imported) -> set[tuple[str | None, int | None, Reason]]:
    return {(issue.column, issue.row, issue.reason) for issue in done.report.problems}


def test_a_form_filled_and_sent_back_reads_equal(project: Project, blank: Path) -> None:
    done = take(project, fill(blank, FILLED))
    rows, figures = done.project["case_counts"], done.project["indicators"]
    assert counts_of(done.project) == COUNTS
    assert dict(zip(figures["indicator"], figures["value"], strict=True)) == INDICATORS
    for frame in (rows, figures):
        assert set(frame["unit_code"]) == {COMMUNE}
        assert set(frame["vintage"]) == {"2025-07-01"}
        assert set(frame["period_end"]) == {pd.Timestamp(2025, 9, 30)}
    assert set(rows["period_start"]) == {pd.Timestamp(2025, 7, 1)}
    assert set(rows["agency"]) == {"commune"}
    report = done.report
    assert (report.read, report.accepted, report.set_aside, report.non_data) == (14, 14, 0, 0)
    assert report.problems == ()


def test_what_stands_on_the_last_day_is_dated_by_that_day_alone(project: Project, blank: Path) -> None:
    starts = take(project, fill(blank, FILLED)).project["indicators"].set_index("indicator")["period_start"]
    assert starts["children"] == pd.Timestamp(2025, 9, 30)
    assert starts["dropouts"] == pd.Timestamp(2025, 7, 1)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_reads_equal(project: Project, blank: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(fill(blank, FILLED))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = out / f"{blank.stem}.{suffix}"
    assert is_return_form(saved)
    done = take(project, saved)
    assert counts_of(done.project) == COUNTS
    assert dict(done.project["indicators"][["indicator", "value"]].itertuples(index=False)) == INDICATORS


def test_a_form_with_nothing_filled_in_brings_nothing(project: Project, blank: Path) -> None:
    done = take(project, blank)
    assert (done.report.read, done.report.accepted, done.report.problems) == (0, 0, ())
    assert done.project is project


def test_no_case_is_a_sent_zero_and_no_return_is_missing(project: Project, blank: Path) -> None:
    done = take(project, fill(blank, {"D9": "no"}))
    assert counts_of(done.project) == {(kind, "unknown", "received", "cases", 0) for kind in KINDS}
    seen = calendar(done.project["case_counts"], over=QUARTER, units=[COMMUNE, "03158"], agencies=["commune"])
    assert dict(seen[["unit_code", "state"]].itertuples(index=False)) == {COMMUNE: "zero", "03158": "missing"}


def test_no_case_beside_a_line_with_cases_is_set_aside_and_the_line_is_kept(project: Project, blank: Path) -> None:
    done = take(project, fill(blank, {"D9": "no", "C13": "home", "D13": 2}))
    assert counts_of(done.project) == {("physical_violence", "home", "received", "cases", 2)}
    assert problems_of(done) == {("D", 9, Reason.ANSWERS_DISAGREE)}
    assert (done.report.read, done.report.accepted, done.report.set_aside) == (2, 1, 1)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"C13": "home", "D13": "=1+2"}, ("D", 13, Reason.FORMULA)),
        ({"C13": "home", "D13": -1}, ("D", 13, Reason.TOO_SMALL)),
        ({"C13": "home", "D13": 1.5}, ("D", 13, Reason.NOT_WHOLE)),
        ({"C13": "home", "D13": "hai"}, ("D", 13, Reason.NOT_A_NUMBER)),
        ({"B18": "bullying", "D18": 1}, ("B", 18, Reason.NOT_A_CHOICE)),
        ({"C13": "the market", "D13": 1}, ("C", 13, Reason.NOT_A_CHOICE)),
        ({"D18": 1}, ("B", 18, Reason.MISSING)),
        ({"D9": "perhaps"}, ("D", 9, Reason.NOT_A_CHOICE)),
        ({"D9": "yes"}, ("D", 9, Reason.ANSWERS_DISAGREE)),
        ({"D26": "=SUM(A1:A2)"}, ("D", 26, Reason.FORMULA)),
        ({"D26": 10.5}, ("D", 26, Reason.NOT_WHOLE)),
        ({"D26": -3}, ("D", 26, Reason.TOO_SMALL)),
    ],
)
def test_an_answer_that_cannot_be_taken_names_its_cell(
    project: Project, blank: Path, cells: dict[str, object], problem: tuple[str, int, Reason]
) -> None:
    done = take(project, fill(blank, cells))
    assert problem in problems_of(done)
    assert (done.report.read, done.report.accepted, done.report.set_aside) == (1, 0, 1)
    assert [issue.sheet for issue in done.report.problems] == ["Return"]


def test_a_line_without_a_place_is_taken_and_the_default_is_said(project: Project, blank: Path) -> None:
    done = take(project, fill(blank, {"D13": 2}))
    assert counts_of(done.project) == {("physical_violence", "unknown", "received", "cases", 2)}
    assert problems_of(done) == {(None, None, Reason.DEFAULT_USED)}


def test_a_second_line_about_the_same_is_set_aside(project: Project, blank: Path) -> None:
    again = {"C13": "home", "D13": 2, "B18": "physical violence", "C18": "home", "D18": 5}
    done = take(project, fill(blank, again))
    assert problems_of(done) == {("D", 18, Reason.CONTRADICTION)}


@pytest.mark.parametrize("cell", ["A2", "A3", "A9", "B31", "D12"])
def test_a_form_whose_own_texts_were_changed_is_refused(project: Project, blank: Path, cell: str) -> None:
    with pytest.raises(AlteredForm) as caught:
        take(project, fill(blank, {**FILLED, cell: "Xã khác"}))
    assert (caught.value.cell, caught.value.found) == (cell, "Xã khác")


def test_a_form_with_a_row_put_in_is_refused(project: Project, blank: Path) -> None:
    book = openpyxl.load_workbook(fill(blank, {"D26": 2100}))
    book.worksheets[0].insert_rows(20)
    book.save(blank)
    with pytest.raises(AlteredForm):
        take(project, blank)


@pytest.mark.parametrize(
    "cells", [{"B2": "99"}, {"B3": ""}, {"B3": "03158"}, {"B4": "2025-03-01"}, {"B5": "soon"}, {"B8": ""}]
)
def test_a_form_that_does_not_say_what_it_is_of_is_refused(
    project: Project, blank: Path, cells: dict[str, object]
) -> None:
    with pytest.raises(UnreadableForm):
        take(project, fill(blank, cells, MACHINE_SHEET))


def made_for(path: Path, commune: str, vintage: str) -> Path:
    """Make the form one of another commune or vintage, as the program would have made it there."""
    facts = facts_of(FormHead(commune, vintage, QUARTER))
    return fill(path, {f"B{row}": text for row, text in enumerate(facts.values(), start=1)}, MACHINE_SHEET)


def test_a_form_of_another_province_brings_no_row(project: Project, blank: Path) -> None:
    done = take(project, made_for(fill(blank, {"D26": 5, "C13": "home", "D13": 2}), "00004", "2025-07-01"))
    of_the_form = (None, None, Reason.UNITS_NOT_FOUND)
    assert problems_of(done) == {("D", 13, Reason.UNKNOWN_UNIT), ("D", 26, Reason.UNKNOWN_UNIT), of_the_form}
    assert (done.report.read, done.report.accepted) == (2, 0)
    assert done.project["case_counts"].empty


def test_a_form_of_an_earlier_vintage_is_never_taken_as_one_of_the_present(project: Project, blank: Path) -> None:
    done = take(project, made_for(fill(blank, {"D27": 5}), COMMUNE, "2025-03-01"))
    own = done.project["indicators"]
    stated = own[own["vintage"] == "2025-03-01"]
    assert stated[["unit_code", "value"]].to_numpy().tolist() == [[COMMUNE, 5.0]]
    assert done.report.vintage == "2025-03-01"
    assert set(own.loc[own["vintage"] == "2025-07-01", "source"]) == {MADE_FROM}


def test_a_second_return_is_asked_about_and_taken_in_place_of_the_first(project: Project, blank: Path) -> None:
    first = take(project, fill(blank, FILLED)).project
    fill(blank, {**dict.fromkeys(FILLED), "D9": "yes", "B13": "neglect", "C13": "home", "D13": 6, "D26": 2101})
    with pytest.raises(ReturnKnown) as caught:
        take(first, blank)
    assert (caught.value.commune_code, caught.value.rows) == (COMMUNE, len(COUNTS))
    second = take(first, blank, "update").project
    assert counts_of(second) == {("neglect", "home", "received", "cases", 6)}
    assert dict(second["indicators"][["indicator", "value"]].itertuples(index=False)) == {"children": 2101}


def test_skip_leaves_what_the_first_return_said(project: Project, blank: Path) -> None:
    first = take(project, fill(blank, {"C13": "home", "D13": 2})).project
    done = take(first, fill(blank, {"D13": 5, "E13": 7}), "skip")
    assert counts_of(done.project) == {
        ("physical_violence", "home", "received", "cases", 2),
        ("physical_violence", "home", "received", "victims", 7),
    }
    assert problems_of(done) == {("D", 13, Reason.ALREADY_THERE)}


def test_an_update_leaves_other_communes_agencies_and_periods_alone(project: Project, blank: Path) -> None:
    rows = take(project, fill(blank, {"C13": "home", "D13": 2})).project["case_counts"]
    others = pd.concat(
        [
            rows.assign(unit_code="03158"),
            rows.assign(agency="police"),
            rows.assign(period_start=pd.Timestamp(2025, 4, 1), period_end=pd.Timestamp(2025, 6, 30)),
        ]
    )
    kept = project.append("case_counts", pd.concat([rows, others]))
    after = take(kept, blank, "update").project["case_counts"]
    assert len(after) == 4


def test_a_simulated_project_takes_no_form(project: Project, blank: Path) -> None:
    with pytest.raises(SimulatedProject):
        take(project.replace_about(simulated=True), blank)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_form_of_either_language_reads_back(project: Project, tmp_path: Path, code: str) -> None:
    path = blank_form(project, tmp_path, Language("vi" if code == "vi" else "en"))
    book = openpyxl.load_workbook(path)
    word = book[MACHINE_SHEET]["H1"].value
    done = take(project, fill(path, {"C13": word, "D13": 1}))
    assert counts_of(done.project) == {("physical_violence", "home", "received", "cases", 1)}


def test_only_the_cells_to_fill_are_open_and_all_of_them_are_checked(blank: Path) -> None:
    book = openpyxl.load_workbook(blank)
    page = book.worksheets[0]
    opened = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    checked = {
        f"{cell}" for rule in page.data_validations.dataValidation for block in rule.sqref.ranges
        for row in page[block.coord if ":" in block.coord else f"{block.coord}:{block.coord}"]
        for cell in (each.coordinate for each in row)
    }  # fmt: skip
    assert len(opened) == 1 + 8 * 10 + len(FIGURES)
    assert opened == checked
    assert page.protection.sheet
    assert not page.protection.password
    assert book[MACHINE_SHEET].sheet_state == "hidden"
    assert book[MACHINE_SHEET].protection.sheet


def test_a_form_fits_on_one_page_and_holds_no_number_of_the_project(blank: Path) -> None:
    page = openpyxl.load_workbook(blank).worksheets[0]
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    assert not [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, int | float)]


def test_every_figure_asked_for_has_a_label() -> None:
    assert set(FIGURE_LABELS) == {figure.indicator for figure in FIGURES}


def test_without_a_period_the_form_is_of_the_last_quarter_that_ended(project: Project) -> None:
    head = form_head(project, COMMUNE, agency="commune", today=date(2025, 10, 1))
    assert head.period == QUARTER
    assert form_name(head) == "return-03127-2025-07-01-2025-09-30.xlsx"
    assert last_quarter(date(2025, 9, 30)) == Period(date(2025, 4, 1), date(2025, 6, 30))


def test_half_a_period_or_an_unknown_commune_is_refused(project: Project) -> None:
    today = date(2025, 10, 1)
    with pytest.raises(OpenPeriod):
        form_head(project, COMMUNE, agency="commune", start=today, today=today)
    with pytest.raises(OpenPeriod):
        form_head(project, COMMUNE, agency="commune", start=today, end=date(2025, 9, 1), today=today)
    with pytest.raises(UnknownCommune):
        form_head(project, "11", agency="commune", today=today)


def test_a_form_that_may_have_been_filled_in_is_not_replaced(project: Project, blank: Path) -> None:
    with pytest.raises(ExistingFile):
        blank_form(project, blank.parent)
    assert read_form(blank).head.commune_code == COMMUNE


def test_other_files_are_no_forms(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    (tmp_path / "old.xls").write_bytes(b"not a workbook")
    (tmp_path / "text.csv").write_text(MACHINE_SHEET)
    for name in ("other.xlsx", "broken.xlsx", "old.xls", "text.csv", "nothing.xlsx"):
        assert not is_return_form(tmp_path / name)


def test_the_command_writes_a_form_and_import_takes_it_back(
    lachan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "bốn con hổ")
    file, out = tmp_path / "p.lachan", tmp_path / "form.xlsx"
    assert lachan("new", file, "--province", "11").code == 0
    days = ("--period-start", "2025-07-01", "--period-end", "30/09/2025")
    made = lachan("form", file, "--commune", COMMUNE, *days, "--out", out)
    assert (made.code, made.out.strip()) == (0, str(out)), made.err
    fill(out, FILLED)
    taken = lachan("import", file, "case_counts", out, "--json")
    assert taken.code == 0, taken.err
    assert '"accepted": 14' in taken.out
