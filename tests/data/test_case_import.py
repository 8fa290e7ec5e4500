"""Cases come in without identity: what is kept, what becomes of the rest, and what the report says of it."""

import csv
import unicodedata
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.case_import import CHILD_BAND, OLDER_BAND, age_bands
from data.errors import IdentityColumn
from data.import_report import ImportReport
from data.importing import Imported, import_rows
from data.issues import Reason
from data.link_keys import FULL, GIVEN, NUMBER, PLAIN, link_key_of
from data.project import Project
from data.reading import read_rows

CELLS = {
    "Họ và tên": "Lò Thị Thuỷ",
    "Ngày sinh": "09/03/2014",
    "sex": "female",
    "Số CCCD": "011214000123",
    "unit_code": "03349",
    "occurred_on": "17/02/2026",
    "reported_on": "20/02/2026",
    "kind": "neglect",
    "status": "open",
    "Ghi chú": "",
}
HEADER, CHILD = list(CELLS), list(CELLS.values())


@pytest.fixture
def province(real_project: Project) -> Project:
    return real_project


def child(**changes: str) -> list[str]:
    return list((CELLS | changes).values())


def import_cases(
    folder: Path, project: Project, *rows: list[str], header: list[str] = HEADER, batch_id: str = "b1", **options
) -> Imported:
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    path = folder / "danh sách.xlsx"
    book.save(path)
    return import_rows(project, "cases", read_rows(path), batch_id=batch_id, **options)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    assert report.read == report.accepted + report.set_aside + report.non_data
    return report.read, report.accepted, report.set_aside, report.non_data


def reasons(report: ImportReport, row: int | None) -> list[tuple[str | None, str, str]]:
    return [(each.column, each.value, each.reason.value) for each in report.problems if each.row == row]


def test_a_case_is_kept_with_link_keys_and_band_of_age_and_without_identity(tmp_path: Path, province: Project) -> None:
    done = import_cases(tmp_path, province, child())
    assert counts(done.report) == (1, 1, 0, 0)
    case = done.project["cases"].iloc[0]
    assert case[["case_id", "unit_code", "sex", "kind", "age_band"]].tolist() == [
        "case-1", "03349", "female", "neglect", CHILD_BAND
    ]  # fmt: skip
    assert case["occurred_on"] == pd.Timestamp("2026-02-01")  # the month only
    assert case["reported_on"] == pd.Timestamp("2026-02-20")
    assert {each.partition(":")[0] for each in case["link_keys"].split()} == {FULL, PLAIN, GIVEN, NUMBER}
    assert link_key_of(done.project) is not None
    assert "Thuỷ" not in case.to_string()


def test_the_report_names_the_columns_that_are_dropped_and_says_nothing_of_their_cells(
    tmp_path: Path, province: Project
) -> None:
    report = import_cases(tmp_path, province, child(), header=[*HEADER[:-1], "STT"]).report
    said = {column: reason for column, value, reason in reasons(report, None) if not value}
    assert {column: said[column] for column in ("Họ và tên", "Ngày sinh", "Số CCCD", "STT")} == {
        "Họ và tên": "identity_dropped",
        "Ngày sinh": "identity_dropped",
        "Số CCCD": "identity_dropped",
        "STT": "column_ignored",
    }
    assert set(report.mapping) == {"sex", "unit_code", "occurred_on", "reported_on", "kind", "status"}


def test_the_next_list_uses_the_same_key(tmp_path: Path, province: Project) -> None:
    first = import_cases(tmp_path, province, child())
    second = import_cases(tmp_path, first.project, child(kind="sexual_abuse"), batch_id="b2").project
    assert second["cases"]["link_keys"].nunique() == 1
    assert second["cases"]["case_id"].tolist() == ["case-1", "case-2"]
    without = first.project.without_batch("b1")
    assert link_key_of(without) == link_key_of(first.project)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("status", "cháu Lò Thị Thuỷ"),
        ("kind", "Lò Thị Thuỷ"),
        ("reported_on", "gọi 0912 345 678"),
        ("unit_code", "Lò Văn Tám"),
        ("status", "x" * 70),
        ("sex", "011214000123"),
    ],
)
def test_a_kept_cell_that_looks_like_identity_sets_its_row_aside_unseen(
    tmp_path: Path, province: Project, column: str, text: str
) -> None:
    report = import_cases(tmp_path, province, child(), child(), child(**{column: text})).report
    assert report.set_aside + report.accepted == 3
    assert (column, "", "looks_like_identity") in reasons(report, 4)
    assert not [issue for issue in report.problems if text in issue.value or text in str(issue.numbers)]


def test_a_set_aside_row_holds_kept_columns_only(tmp_path: Path, province: Project) -> None:
    report = import_cases(tmp_path, province, child(reported_on="hôm qua")).report
    assert reasons(report, 2) == [("reported_on", "hôm qua", "not_a_date")]


def test_a_note_under_the_table_is_no_data_and_no_text(tmp_path: Path, province: Project) -> None:
    done = import_cases(tmp_path, province, child(), [], ["Cháu Lò Thị Thuỷ 0912345678 đã chuyển trường"])
    assert counts(done.report) == (3, 1, 0, 2)
    assert reasons(done.report, 4) == [(None, "", "note_row")]


def test_a_row_with_nothing_but_a_child_is_a_case(tmp_path: Path, province: Project) -> None:
    row = ["Giàng A Páo", "01/05/2013", *[""] * 8]
    done = import_cases(tmp_path, province, child(), row)
    assert counts(done.report) == (2, 2, 0, 0)
    assert done.project["cases"]["link_keys"].isna().tolist() == [False, True]  # neither sex, commune nor number


def test_cases_that_look_the_same_are_kept_unless_it_is_the_same_child(tmp_path: Path, province: Project) -> None:
    nobody = child(**{"Họ và tên": "", "Ngày sinh": "", "Số CCCD": ""})
    done = import_cases(tmp_path, province, nobody, nobody, child(), child())
    assert counts(done.report) == (4, 3, 1, 0)
    assert [reason for _, _, reason in reasons(done.report, 5)] == ["duplicate"]


def test_an_identity_column_fills_no_field(tmp_path: Path, province: Project) -> None:
    with pytest.raises(IdentityColumn):
        import_cases(tmp_path, province, child(), mapping={"agency": "Ghi chú", "status": "Họ và tên"})


def test_a_case_number_is_kept_unless_it_tells_who_the_child_is(tmp_path: Path, province: Project) -> None:
    header = [*HEADER[:-1], "case_id"]
    coded = import_cases(tmp_path, province, [*CHILD[:-1], "VV-12/2026"], header=header).project["cases"]
    named = import_cases(tmp_path, province, [*CHILD[:-1], "Lò Thị Thuỷ 2014"], header=header).project["cases"]
    assert coded["case_id"].tolist() == ["VV-12/2026"]
    assert named["case_id"].tolist() == ["case-1"]


def test_a_file_without_a_header_does_not_name_columns_after_a_child(tmp_path: Path, province: Project) -> None:
    rows = [["Lò Thị Thuỷ", "neglect", "0912345678"], ["Giàng A Páo", "neglect", "0987654321"]]
    report = import_cases(tmp_path, province, *rows[1:], header=rows[0]).report
    assert not [issue for issue in report.problems if "Thuỷ" in str(issue) or "0912" in str(issue)]


def test_names_in_two_columns_are_one_name(tmp_path: Path, province: Project) -> None:
    whole = import_cases(tmp_path, province, child()).project
    header = ["Họ đệm", "Tên", *HEADER[1:]]
    split = import_cases(tmp_path, whole, ["Lò Thị", "Thuỷ", *CHILD[1:]], header=header, batch_id="b2").report
    assert [issue.reason for issue in split.problems if issue.row == 2] == [Reason.DUPLICATE]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_the_form_of_letters_does_not_matter(tmp_path: Path, province: Project, form: str, change) -> None:
    name = unicodedata.normalize(form, change(CHILD[0]))
    first = import_cases(tmp_path, province, child()).project
    again = import_cases(tmp_path, first, child(**{"Họ và tên": name}), batch_id="b2").report
    assert again.accepted == 0


def test_an_import_can_be_cancelled_while_keys_are_made(tmp_path: Path, province: Project) -> None:
    told: list[float] = []
    import_cases(tmp_path, province, child(), tick=told.append)
    assert told == sorted(told)
    assert len([done for done in told if 0.5 <= done < 0.7]) == 4

    def stop(done: float) -> None:
        if done >= 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_cases(tmp_path, province, child(), tick=stop)
    assert province["cases"].empty


@pytest.mark.slow
def test_a_hundred_thousand_cases_come_in_each_with_keys_of_its_own(tmp_path: Path, province: Project) -> None:
    path = tmp_path / "cases.csv"
    syllables = ("Hoà", "Páo", "Mai", "Sua", "Nam", "Lan", "Tuấn", "Dung")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(100_000):
            name = " ".join(("Lò", syllables[number % 8], syllables[number // 8 % 8], syllables[number // 64 % 8]))
            writer.writerow(child(**{"Họ và tên": name, "Số CCCD": f"{number:012d}"}))
    done = import_rows(province, "cases", read_rows(path), batch_id="b1")
    assert done.report.accepted == 100_000
    assert done.project["cases"]["link_keys"].is_unique


def frame(**columns: list[object]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    empty = {
        name: pd.Series([None] * size, dtype="datetime64[s]")
        for name in ("occurred_on", "reported_on", "registered_on")
    }
    texts = {"age_band": pd.Series([None] * size, dtype="str")}
    given_columns = {
        name: pd.Series(values, dtype="str" if name == "age_band" else "datetime64[s]")
        for name, values in columns.items()
    }
    return pd.DataFrame(empty | texts | given_columns)


def bands(born: str, year: str, **columns: list[object]) -> list[object]:
    rows = frame(**columns)
    dates, years = pd.Series([born] * len(rows), dtype="str"), pd.Series([year] * len(rows), dtype="str")
    return age_bands(rows, dates, years).fillna("").tolist()


def test_a_child_is_under_sixteen_on_the_day() -> None:
    assert bands("2010-03-09", "2010", occurred_on=["2026-03-08", "2026-03-09"]) == [CHILD_BAND, OLDER_BAND]


def test_the_day_it_occurred_goes_before_the_day_it_was_reported() -> None:
    assert bands("2010-03-09", "2010", occurred_on=["2026-03-08", None], reported_on=["2026-03-10"] * 2) == [
        CHILD_BAND, OLDER_BAND
    ]  # fmt: skip


def test_a_birth_year_alone_counts_to_the_end_of_the_year() -> None:
    assert bands("", "2010", reported_on=["2025-12-31", "2026-01-01"]) == [CHILD_BAND, OLDER_BAND]


def test_an_age_in_years_is_brought_to_its_band_and_a_band_stays() -> None:
    assert bands("", "", age_band=["15", "16 tuổi", "6-10", None]) == [CHILD_BAND, OLDER_BAND, "6-10", ""]


def test_without_any_day_there_is_no_band() -> None:
    assert bands("2010-03-09", "2010", age_band=[None]) == [""]


def test_of_a_file_of_cases_the_hash_is_kept_and_not_its_name(tmp_path: Path, province: Project) -> None:
    done = import_cases(tmp_path, province, child(), batch_id="20260201T080000-1f2e3d4c5b6a")
    assert done.project["cases"]["source"].tolist() == ["sha256:1f2e3d4c5b6a"]
    assert all("danh sách" not in frame.to_string() for frame in done.project.tables.values())


@pytest.mark.parametrize("field", ["kind", "status", "agency"])
def test_given_names_come_in_by_no_mapping(tmp_path: Path, province: Project, field: str) -> None:
    header = [*HEADER, "Cháu được hỗ trợ"]
    names = ["Mai", "Hùng", "Lan"]
    rows = [[*child(), name] for name in names]
    with pytest.raises(IdentityColumn):
        import_cases(tmp_path, province, *rows, header=header, mapping={field: "Cháu được hỗ trợ"})
    done = import_cases(tmp_path, province, *rows, header=header)
    stored = done.project["cases"].to_string() + done.project["import_templates"].to_string()
    assert not any(name in stored for name in names)


def test_a_short_word_is_kept_only_when_a_person_says_its_code(tmp_path: Path, province: Project) -> None:
    silent = import_cases(tmp_path, province, child(status="TAND"))
    assert ("status", "", "looks_like_identity") in reasons(silent.report, 2)
    said = import_cases(tmp_path, province, child(status="TAND"), settings={"status:tand": "at_court"})
    assert said.project["cases"]["status"].tolist() == ["at_court"]


def test_a_list_can_be_cancelled_before_each_column_is_looked_at(tmp_path: Path, province: Project) -> None:
    told: list[float] = []
    import_cases(tmp_path, province, child(), tick=told.append)
    early = [done for done in told if done < 0.3]
    assert len(early) >= len(HEADER)


def test_reading_a_hundred_thousand_rows_tells_how_far_it_is_from_the_first_row_on(tmp_path: Path) -> None:
    path, told = tmp_path / "cases.csv", []
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *[child()] * 100_000])
    read_rows(path, tick=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) >= 50

    class Stopped(BaseException):
        pass

    rows = iter(range(3))

    def stop(_: float) -> None:
        if next(rows, None) is None:
            raise Stopped

    with pytest.raises(Stopped):
        read_rows(path, tick=stop)
    assert next(rows, None) is None
