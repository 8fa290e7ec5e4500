"""The figures of the first source document (Sơn La city, 2024) go in and come out.

27,800 children = 21.3 % of the population; 15 December 2023 – 14 September 2024: received 3, handled 3, prosecuted 3,
defendants convicted 6. The city was dissolved on 1 July 2025; Tô Hiệu ward stands in for it here.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CITY = "03646"
POPULATION = 130_516
"""27,800 ÷ 21.3 %."""
PERIOD = ("--set", "period_start=2023-12-15", "--set", "period_end=2024-09-14")
YEARS = 17 / 365 + 258 / 366
"""Of the period: days of 2023 and of 2024."""


@pytest.fixture
def project(lachan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LACHAN_PASSPHRASE", "thử một lần")
    file = tmp_path / "son-la.lachan"
    (tmp_path / "people.csv").write_text(
        "mã;chỉ tiêu;giá trị;tuổi\n"
        f"{CITY};children;27.800;0-15\n"
        f"{CITY};population;{POPULATION};\n",
        encoding="utf-8-sig",
    )  # fmt: skip
    (tmp_path / "cases.csv").write_text(
        "Giai đoạn,Đếm gì,Số\nreceived,cases,3\nhandled,cases,3\nprosecuted,cases,3\nconvicted,defendants,6\n",
        encoding="utf-8",
    )
    assert lachan("new", file, "--province", "14").code == 0
    people = lachan(
        "import", file, "indicators", tmp_path / "people.csv", "--map", "unit_code=mã", "--map", "indicator=chỉ tiêu",
        "--map", "value=giá trị", "--map", "age_band=tuổi", "--set", "unit=people", "--set", "period_start=2024-10-01",
        "--set", "period_end=2024-10-01", "--set", "vintage=2025-07-01", "--json",
    )  # fmt: skip
    cases = lachan(
        "import", file, "case_counts", tmp_path / "cases.csv", "--map", "stage=Giai đoạn", "--map", "counted=Đếm gì",
        "--map", "count=Số", "--set", f"unit_code={CITY}", "--set", "agency=police", "--set", "kind=all",
        "--set", "place=unknown", *PERIOD, "--json",
    )  # fmt: skip
    assert [json.loads(ran.out)["accepted"] for ran in (people, cases)] == [2, 4]
    return file


def rows(document: dict[str, Any], table: str) -> list[dict[str, Any]]:
    found = document["tables"][table]
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row, strict=True)) for row in found["rows"]]


def test_the_figures_come_out_as_they_went_in(lachan: Callable[..., Any], project: Path) -> None:
    found = json.loads(lachan("run", project, "rates", *PERIOD, "--json").out)
    assert found["period"] == {"start": "2023-12-15", "end": "2024-09-14"}
    assert found["denominator"]["total"] == 27_800
    (city,) = (row for row in rows(found, "communes") if row["code"] == CITY)
    assert city["children"] == 27_800
    assert round(city["children_share"], 1) == 21.3
    assert city["cases"] == 3
    assert city["rate"] == pytest.approx(1000 * 3 / 27_800 / YEARS)
    assert {(row["stage"], row["counted"], row["count"]) for row in rows(found, "funnel")} == {
        ("received", "cases", 3),
        ("handled", "cases", 3),
        ("prosecuted", "cases", 3),
        ("convicted", "defendants", 6),
    }


def test_three_cases_say_little_and_the_program_says_so(lachan: Callable[..., Any], project: Path) -> None:
    found = json.loads(lachan("run", project, "rates", *PERIOD, "--json").out)
    (city,) = (row for row in rows(found, "communes") if row["code"] == CITY)
    assert city["class"] == "not_enough_data"
    assert city["lower"] == pytest.approx(1000 * 0.6186721 / 27_800 / YEARS, rel=1e-6)
    assert city["upper"] == pytest.approx(1000 * 8.7672731 / 27_800 / YEARS, rel=1e-6)


def test_a_period_that_cuts_the_return_leaves_it_out(lachan: Callable[..., Any], project: Path) -> None:
    ran = lachan("run", project, "rates", "--set", "period_start=2024-01-01", "--set", "period_end=2024-12-31")
    assert ran.code == 1
    assert "no case counts" in ran.err


def test_the_workbook_for_the_office_holds_them_and_the_shared_one_does_not(
    lachan: Callable[..., Any], project: Path, tmp_path: Path
) -> None:
    lachan("run", project, "rates", *PERIOD)
    inside = lachan("export", project, "--result", "rates-1", "--to", tmp_path / "a.xlsx", "--audience", "internal")
    shared = lachan("export", project, "--result", "rates-1", "--to", tmp_path / "b.xlsx")
    with_cases, without = (sheet_texts(Path(ran.out.strip())) for ran in (inside, shared))
    assert "<v>27800</v>" in with_cases and "<v>27800</v>" in without
    assert "defendants" in with_cases
    assert "defendants" not in without
    assert "<v>3</v>" in with_cases
    assert "INTERNAL" in with_cases


def sheet_texts(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
