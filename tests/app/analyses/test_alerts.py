"""Early warning: alerts and their reasons, classes of communes, and inputs of which little can be said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from app.analyses.alerts import Parameters, run
from app.errors import NoMonthlyCounts
from app.result import Result, Sensitivity
from data.project import Project
from models.errors import TooShortHistory

CODES = ("00001", "00002", "00003", "00004")


def with_months(project: Project, counts: np.ndarray, *, first: str = "2020-01", kind: str = "neglect") -> Project:
    """Return the project with a return of each commune and month; nan: none came."""
    months = pd.period_range(first, periods=counts.shape[1], freq="M")
    rows = [
        {
            "unit_code": code,
            "period_start": month.start_time.normalize(),
            "period_end": month.end_time.normalize(),
            "count": int(count),
        }
        for code, row in zip(CODES, counts, strict=True)
        for month, count in zip(months, row, strict=True)
        if not np.isnan(count)
    ]
    same = {"vintage": "2025-07-01", "place": "home", "kind": kind, "agency": "police"}
    frame = pd.DataFrame(rows).assign(**same, stage="received", counted="cases")
    return project.append("case_counts", frame)


@pytest.fixture(scope="module")
def calm() -> np.ndarray:
    counts = np.random.default_rng(1).poisson(0.6, (4, 72)).astype(float)
    counts[:, 60:] = np.tile([1.0, 0, 1, 0], (4, 3))
    return counts


def answered(project: Project, **parameters: object) -> Result:
    return run(project, Parameters(**parameters))


def rows(result: Result, name: str) -> pd.DataFrame:
    table = result.table(name)
    return pd.DataFrame(table.rows, columns=[column.name for column in table.columns])


def test_no_alert_is_a_result(four_communes: Project, calm: np.ndarray) -> None:
    found = answered(with_months(four_communes, calm))
    assert rows(found, "alerts").empty
    assert rows(found, "communes")["alert"].tolist() == ["none"] * 4
    assert found.findings[0].en.startswith("No alert from 01/2025 to 12/2025")


def test_an_outbreak_in_one_commune_is_an_alert_there_with_its_reason(four_communes: Project, calm: np.ndarray) -> None:
    raised = calm.copy()
    raised[2, 67:] = 6
    found = answered(with_months(four_communes, raised))
    alerts = rows(found, "alerts")
    own = alerts[alerts["code"] == "00003"]
    assert set(own["method"]) == {"cusum", "waiting_time"}
    assert (own["when"] == "alert_now").all()
    assert own["cases"].max() >= 30
    assert (own["cases"] > own["cases_expected"]).all()
    assert all("expected" in each and "By chance alone" in each for each in own["reason_en"])
    assert rows(found, "communes").set_index("code")["alert"].to_dict() == dict.fromkeys(CODES, "none") | {
        "00003": "alert"
    }
    assert "farrington" in set(alerts["method"])


def test_the_province_is_judged_by_the_counts_of_the_table(four_communes: Project, calm: np.ndarray) -> None:
    series = rows(answered(with_months(four_communes, calm)), "series")
    province = series[series["level"] == "province"]
    assert province["cases"].tolist() == calm.sum(axis=0).tolist()
    assert province["threshold"].notna().sum() <= 12
    assert (series["alarm"].isin([True, False])).all()


def test_counts_of_cases_are_of_the_case_alone(four_communes: Project, calm: np.ndarray) -> None:
    found = answered(with_months(four_communes, calm))
    for name in ("alerts", "series"):
        assert {column.sensitivity for column in found.table(name).columns} == {Sensitivity.CASE}
    shown = {column.name for column in found.table("communes").columns if column.sensitivity != Sensitivity.CASE}
    assert shown == {"name", "children", "code"}
    assert all(each.sensitivity == Sensitivity.CASE for each in (*found.layers, *found.charts, *found.findings))


def test_the_month_asked_for_is_the_last_one_watched(four_communes: Project, calm: np.ndarray) -> None:
    found = answered(with_months(four_communes, calm), until=date(2025, 6, 10))
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2024, 7, 1), date(2025, 6, 30))


def test_a_commune_without_a_return_and_one_without_children_are_not_watched(
    four_communes: Project, calm: np.ndarray
) -> None:
    silent = calm.copy()
    silent[1, 60:] = np.nan
    children = four_communes["indicators"]
    none = children.assign(value=children["value"].where(children["unit_code"] != "00001", 0.0))
    found = answered(with_months(four_communes.with_table("indicators", none), silent))
    assert rows(found, "communes")["alert"].tolist() == ["no_children", "no_return", "none", "none"]
    assert sum("not watched" in each.en or "cannot be watched" in each.en for each in found.findings) == 2


def test_nothing_but_zeros_is_no_alert(four_communes: Project) -> None:
    found = answered(with_months(four_communes, np.zeros((4, 40))))
    assert rows(found, "alerts").empty
    assert rows(found, "communes")["cases"].tolist() == [0] * 4


def test_one_commune_alone_can_be_watched(four_communes: Project, calm: np.ndarray) -> None:
    alone = np.full_like(calm, np.nan)
    alone[0] = calm[0]
    alone[0, 66:] = 7
    found = answered(with_months(four_communes, alone))
    assert rows(found, "communes")["alert"].tolist() == ["alert", *["no_return"] * 3]


def test_two_years_are_too_short_for_farrington_and_the_province_is_watched_by_sums(
    four_communes: Project, calm: np.ndarray
) -> None:
    found = answered(with_months(four_communes, calm[:, :24]))
    assert set(rows(found, "series")["method"]) == {"cusum_and_waiting_time"}
    assert any("less than three years" in each.en for each in found.findings)


def test_a_year_is_too_short_and_says_what_is_needed(four_communes: Project, calm: np.ndarray) -> None:
    with pytest.raises(TooShortHistory) as caught:
        answered(with_months(four_communes, calm[:, :12]))
    assert (caught.value.at, caught.value.needed) == (11, 12)


def test_yearly_returns_are_refused(four_communes: Project) -> None:
    counts = pd.DataFrame(
        {
            "unit_code": ["00001"],
            "vintage": "2025-07-01",
            "period_start": [pd.Timestamp("2024-01-01")],
            "period_end": [pd.Timestamp("2024-12-31")],
            "place": "home",
            "kind": "neglect",
            "agency": "police",
            "stage": "received",
            "counted": "cases",
            "count": 9,
        }
    )
    with pytest.raises(NoMonthlyCounts):
        answered(four_communes.append("case_counts", counts))


def test_late_registration_is_allowed_for_where_the_list_states_it(four_communes: Project) -> None:
    random = np.random.default_rng(3)
    month = np.repeat(np.arange(48), random.poisson(6, 48))
    late = month + random.integers(0, 3, month.size)
    seen = late < 48
    months = pd.period_range("2022-01", periods=48, freq="M").to_timestamp()
    cases = pd.DataFrame(
        {
            "case_id": [f"C{number}" for number in range(int(seen.sum()))],
            "unit_code": random.choice(CODES, int(seen.sum())),
            "vintage": "2025-07-01",
            "kind": "neglect",
            "agency": "police",
            "reported_on": months[month[seen]],
            "registered_on": months[late[seen]],
        }
    )
    found = answered(four_communes.append("cases", cases))
    delay = rows(found, "delay")
    assert delay["share_known"].iloc[-1] == pytest.approx(33, abs=15)
    assert delay["share_known"].iloc[0] == 100
    assert (delay["cases_in_the_end_lower"] <= delay["cases_in_the_end_upper"]).all()
    assert any("registered so far" in each.en for each in found.findings)
    assert any(each.name == "sha256_cases" for each in found.provenance)


def test_the_card_says_how_many_false_alarms_there_were_in_simulations(
    four_communes: Project, calm: np.ndarray
) -> None:
    card = answered(with_months(four_communes, calm), budget=2).card
    measured = card.validation[0].numbers
    assert measured["budget"] == 2
    assert isinstance(measured["false"], float)
    assert 0 < measured["false"] <= 1.25 * 2
    assert None not in (card.data, card.serves_worse)


def test_the_same_seed_gives_the_same_answer(four_communes: Project, calm: np.ndarray) -> None:
    project = with_months(four_communes, calm)
    assert answered(project, seed=4).tables == answered(project, seed=4).tables
