"""Rates of old units: made anew from converted numerators and denominators, or left where a denominator lacks."""

from pathlib import Path

import pandas as pd
import pytest

from app.demo import new_project
from data.crosswalk import shipped_crosswalk
from data.importing import Imported, import_rows
from data.issues import Issue, Reason, Verdict
from data.project import Project
from data.rate_conversion import converted_rates, denominators
from data.reading import read_rows
from data.row_conversion import MADE_FROM
from data.unit_lists import OLD_VINTAGE, VINTAGE

DAY = {"period_start": "2024-12-31", "period_end": "2024-12-31"}
CROSSWALK = pd.DataFrame(
    {"old_code": ["1", "2", "3", "3"], "new_code": ["A", "A", "A", "B"], "relation": ["whole", "whole", "part", "part"]}
)


def figures(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit_code", "indicator", "value", "unit"])
    return frame.assign(age_band=None, sex=None, **{name: pd.Timestamp(day) for name, day in DAY.items()})


def rates_of(*rows: tuple[str, str, float, str]) -> dict[str, float]:
    frame = figures(*rows)
    is_rate = frame["unit"] == "%"
    made = converted_rates(frame[is_rate], frame[~is_rate], by=["indicator", "unit"], crosswalk=CROSSWALK)
    return dict(zip(made["unit_code"], made["value"], strict=True))


def test_a_rate_is_weighted_by_what_it_is_a_rate_of_and_not_averaged() -> None:
    made = rates_of(
        ("1", "poverty", 10, "%"), ("1", "households", 900, ""), ("2", "poverty", 50, "%"), ("2", "households", 100, "")
    )
    assert made == {"A": pytest.approx((90 + 50) / 1000 * 100)}


def test_a_part_of_a_split_unit_keeps_its_rate() -> None:
    assert rates_of(("3", "poverty", 30, "%"), ("3", "households", 200, ""))["B"] == pytest.approx(30)


def test_no_rate_is_made_of_a_unit_of_which_a_part_has_no_denominator() -> None:
    rows = (("3", "poverty", 30, "%"), ("3", "households", 200, ""), ("1", "poverty", 10, "%"))
    assert rates_of(*rows) == {"B": pytest.approx(30)}


def test_a_denominator_of_zero_makes_no_rate() -> None:
    assert rates_of(("1", "poverty", 10, "%"), ("1", "households", 0, "")) == {}


@pytest.mark.parametrize(
    ("rate", "held", "chosen"),
    [
        ("poverty", ("households", "population"), "households"),
        ("poverty", ("population",), "population"),
        ("poverty", ("children",), None),
        ("tỷ lệ trẻ bỏ học", ("children", "population"), "children"),
        ("tỷ lệ có nước sạch", ("population", "children"), "population"),
    ],
)
def test_what_a_rate_is_a_rate_of(rate: str, held: tuple[str, ...], chosen: str | None) -> None:
    found = denominators(figures(("1", rate, 10, "%")), figures(*(("1", name, 5, "") for name in held)))
    known = found.dropna(subset="value")["name"].tolist()
    assert known == ([chosen] if chosen else [])


def test_of_several_age_bands_none_is_taken_for_the_denominator() -> None:
    held = figures(("1", "children", 5, ""), ("1", "children", 6, "")).assign(age_band=["0-5", "6-15"])
    assert denominators(figures(("1", "bỏ học", 10, "%")), held)["value"].isna().all()


def take(project: Project, path: Path, indicator: str, value: str, rows: list[tuple[str, float]]) -> Imported:
    pd.DataFrame(rows, columns=["code", "n"]).to_csv(path, index=False)
    settings = {**DAY, "vintage": "2024-12-31", "indicator": indicator, "unit": value}
    return import_rows(
        project, "indicators", read_rows(path), batch_id=path.stem, mapping={"unit_code": "code", "value": "n"},
        settings=settings,
    )  # fmt: skip


def issues(done: Imported, *reasons: Reason) -> list[Issue]:
    return [issue for issue in done.report.problems if issue.reason in reasons]


def test_a_file_of_rates_is_converted_with_the_households_the_project_holds(tmp_path: Path) -> None:
    whole = shipped_crosswalk().query("relation == 'whole'").groupby("new_code")["old_code"].agg(list)
    olds = whole[whole.index.isin(_communes_of_dien_bien())].loc[lambda found: found.map(len) > 1].iloc[0]
    held = take(new_project("11"), tmp_path / "h.csv", "households", "", [(code, 100) for code in olds]).project
    rates = [(code, 10.0 * (i + 1)) for i, code in enumerate(olds)]
    done = take(held, tmp_path / "r.csv", "poverty", "%", rates)
    kept = done.project["indicators"]
    made = kept[(kept["indicator"] == "poverty") & (kept["source"] == MADE_FROM)]
    assert made["vintage"].tolist() == [VINTAGE]
    assert made["unit"].tolist() == ["%"]
    assert made["value"].tolist() == pytest.approx([sum(rate for _, rate in rates) / len(rates)])
    said = issues(done, Reason.RATE_CONVERTED, Reason.RATE_KEPT)
    assert [(issue.reason, issue.numbers["denominator"]) for issue in said] == [
        (Reason.RATE_CONVERTED, "households")
    ] * len(olds)
    assert done.report.flagged == len(olds)


def test_a_unit_with_a_neighbour_unknown_keeps_its_old_rate(tmp_path: Path) -> None:
    whole = shipped_crosswalk().query("relation == 'whole'").groupby("new_code")["old_code"].agg(list)
    olds = whole[whole.index.isin(_communes_of_dien_bien())].loc[lambda found: found.map(len) > 1].iloc[0]
    held = take(new_project("11"), tmp_path / "h.csv", "households", "", [(olds[0], 100)]).project
    done = take(held, tmp_path / "r.csv", "poverty", "%", [(code, 10.0) for code in olds])
    assert set(done.project["indicators"].query("indicator == 'poverty'")["vintage"]) == {OLD_VINTAGE}
    assert len(issues(done, Reason.RATE_KEPT)) == len(olds)
    assert all(issue.verdict is Verdict.FLAGGED for issue in issues(done, Reason.RATE_KEPT))


def _communes_of_dien_bien() -> list[str]:
    units = new_project("11")["units"]
    return units.loc[units["level"] == "commune", "code"].tolist()
