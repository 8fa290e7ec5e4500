"""The census of 2019 comes in: codes by name and district, converted, and what is not found said with its people."""

from pathlib import Path

import pandas as pd
import pytest

from app.demo import new_project
from data.importing import Imported, import_rows
from data.issues import Issue, Reason, Verdict
from data.reading import read_rows
from data.row_conversion import MADE_FROM
from data.unit_lists import OLD_VINTAGE, VINTAGE
from data.unplaced_amounts import UNPLACED_UNITS

MAPPING = {"unit_code": "ward", "district": "district", "province": "province", "value": "total"}
CENSUS = {
    "vintage": "2019-04-01",
    "indicator": "population",
    "unit": "people",
    "period_start": "2019-04-01",
    "period_end": "2019-04-01",
}
FOUR_PROVINCES = {
    "11": (["Tỉnh Điện Biên"], 598_856),
    "14": (["Tỉnh Sơn La"], 1_248_415),
    "20": (["Tỉnh Lạng Sơn"], 781_655),
    "44": (["Tỉnh Quảng Bình", "Tỉnh Quảng Trị"], 1_527_805),
}
"""Their population on 1 April 2019 by commune (General Statistics Office), added up."""


def take(folder: Path, rows: pd.DataFrame, province: str, **settings: str) -> Imported:
    rows.to_csv(folder / "census.csv", index=False)
    raw = read_rows(folder / "census.csv")
    mapping = {name: column for name, column in MAPPING.items() if column in rows}
    return import_rows(
        new_project(province), "indicators", raw, batch_id="b-1", mapping=mapping, settings={**CENSUS, **settings}
    )


def named(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["district", "ward", "total"])


def problems(done: Imported, reason: Reason) -> list[Issue]:
    return [issue for issue in done.report.problems if issue.reason is reason]


@pytest.mark.parametrize("province", FOUR_PROVINCES)
def test_of_the_census_every_person_is_converted_or_set_aside(shared: Path, tmp_path: Path, province: str) -> None:
    census = pd.read_csv(shared / "data/vietnam/census2019_ward_population.csv")
    names, people = FOUR_PROVINCES[province]
    rows = census[census["province"].isin(names)]
    done = take(tmp_path, rows, province)
    figures = done.project["indicators"]
    made = figures[figures["source"] == MADE_FROM]
    aside = [issue for issue in done.report.problems if issue.verdict is Verdict.SET_ASIDE]
    lost = [issue.numbers["holds"] for issue in aside]
    assert rows["total"].sum() == people
    assert {issue.reason for issue in aside} <= UNPLACED_UNITS
    assert len(aside) == done.report.set_aside
    assert made["value"].sum() + sum(lost) == people
    assert 0 < sum(lost) <= 0.20 * people
    said = problems(done, Reason.UNITS_NOT_FOUND)[0].numbers
    assert (said["indicator"], said["amount"], said["total"]) == ("population", sum(lost), people)


def test_the_province_need_not_stand_in_the_file_of_one_that_stayed_whole(tmp_path: Path) -> None:
    rows = named(("Huyện Điện Biên", "Xã Noong Luống", 5000), ("Huyện Điện Biên", "Xã Cũ", 70))
    done = take(tmp_path, rows, "11")
    kept = done.project["indicators"]
    assert kept[["unit_code", "vintage", "value"]].values.tolist() == [
        ["03349", OLD_VINTAGE, 5000],
        ["03349", VINTAGE, 5000],
    ]
    assert [issue.numbers["holds"] for issue in problems(done, Reason.NAME_UNKNOWN)] == [70]


def test_exact_names_need_no_question_in_a_census_though_others_are_like_them(tmp_path: Path) -> None:
    rows = named(("Huyện Mộc Châu", "Xã Chiềng Sơn", 1))
    assert take(tmp_path, rows, "14").report.accepted == 1
    assert take(tmp_path, rows, "14", vintage=OLD_VINTAGE).report.accepted == 0


def test_what_a_person_decides_about_a_name_goes_before_the_census(tmp_path: Path) -> None:
    rows = named(("Huyện Điện Biên", "Xã Noong Luống", 5000))
    done = take(tmp_path, rows, "11", **{"unit_code:Xã Noong Luống": "03352"})
    assert done.project["indicators"]["unit_code"].tolist()[0] == "03352"


def test_units_of_another_province_are_said_to_be_so(tmp_path: Path) -> None:
    rows = named(("Huyện Mai Sơn", "Xã Chiềng Mung", 9)).assign(province="Tỉnh Sơn La")
    done = take(tmp_path, rows, "11")
    assert [issue.numbers["holds"] for issue in problems(done, Reason.OTHER_PROVINCE)] == [9]
