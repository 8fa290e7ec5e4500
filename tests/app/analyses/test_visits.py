"""The question which communes to visit: end to end, by hand where it can be, and what it keeps inside."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.analyses.visits import Parameters, prepare, run
from app.errors import BadParameter, NoPosition, NoScores, NotTogether, NotWithinADay, NoWay, UnknownCommune
from app.language import LANGUAGES, Language, Text
from app.map_layers import line_layers, point_layers
from app.questions import find
from app.release import ALLOWED, Audience, Released, allowed_tables, release
from app.reports.day_sheet import day_sheet_html
from app.reports.files import WRITERS
from app.result import Result, Sensitivity
from app.results import run_and_store
from app.visit_days import next_working_day
from data.project import Project
from data.store import Store
from tests.app.travel_projects import RIVER, two_communes
from tests.app.visit_projects import AIR, CODES, ONLY_VISITS, answered, recommended, returned, visited


def answer(project: Project, **given: Any) -> Result:
    return run(project, Parameters(**{**AIR, **given}))


def column(result: Result, table: str, name: str) -> list[Any]:
    return result.table(table).values(name)


def by_code(result: Result, name: str) -> dict[str, Any]:
    return dict(zip(column(result, "communes", "code"), column(result, "communes", name), strict=True))


def said(result: Result) -> str:
    return " ".join(finding.en for finding in result.findings)


def test_the_route_takes_the_score_within_the_hours(four_communes: Project) -> None:
    project = visited(four_communes, "00002", "2026-05-31")
    result = answer(project, days=1, base="Một", hours=8.6, **ONLY_VISITS)
    assert sorted(column(result, "route", "commune_code")) == ["00001", "00003"]
    (minutes,) = column(result, "days", "minutes_of_day")
    assert minutes == pytest.approx(2 * 120 + 4 * 66.7, abs=1)
    assert by_code(result, "planned") == {
        "00001": "visited",
        "00002": "not_enough_time",
        "00003": "visited",
        "00004": "out_of_reach",
    }


def test_names_that_a_sentence_leaves_out_are_counted(four_communes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.visit_findings.NAMED", 1)
    project = visited(four_communes, "00002", "2025-05-31")
    result = answer(project, days=1, base="Một", leave_out="Hai, Ba", **ONLY_VISITS)
    assert "Left out, as asked: 2 (Ba commune, and 1 more)." in said(result)


def test_scores_are_explained_in_points_and_words_in_both_languages(four_communes: Project) -> None:
    project = answered(four_communes, "expected", "expected_rate", (1.0, 2.0, 3.0, 4.0))
    project = recommended(project, "00001", "Việc", "2026-01-01")
    result = answer(project, days=1, base="Một", must="Một")
    assert by_code(result, "reason_en")["00001"] == (
        "Must be visited, as asked. Score 48.3, no. 3 of 4. No visit on record (28.6 points). "
        "Open recommendations: 1, overdue: 1 (14.3 points). "
        "Risk: 1.00 cases expected per 1,000 children and year, above 12% of communes (5.4 points)."
    )
    table = result.table("communes")
    points = [place for place, each in enumerate(table.columns) if each.name.startswith("points_")]
    for row in table.rows:
        assert round(sum(float(str(row[place])) for place in points), 1) == row[table.position("visit_score")]
    assert all(column(result, "communes", "reason_vi"))


def test_the_same_question_gives_the_same_plan(demo: Project) -> None:
    given = {**AIR, **ONLY_VISITS, "iterations": 30}
    assert run(demo, Parameters(**given)).tables == run(demo, Parameters(**given)).tables


def test_the_base_is_the_largest_ward_unless_it_is_named(demo: Project) -> None:
    result = answer(demo, **ONLY_VISITS, iterations=20)
    assert column(result, "stays", "name") == ["Phường Điện Biên Phủ"]
    elsewhere = answer(demo, base="tua chua", **ONLY_VISITS, iterations=20)
    assert column(elsewhere, "days", "start_commune")[0] == "Xã Tủa Chùa"


def test_without_a_first_day_the_next_working_day_is_used_and_kept(four_communes: Project, tmp_path: Path) -> None:
    """What is stored of the question answers it again, on whatever day that is done."""
    given = {**AIR, **ONLY_VISITS, "base": "Một", "days": 2, "starts_on": None}
    earliest = next_working_day(date.today())
    with Store.create(tmp_path / "p.lachan", four_communes) as store:
        result = run_and_store(store, find("visits"), given, who="test").result
    kept: dict[str, Any] = {each.name: each.value for each in result.parameters}
    assert date.fromisoformat(str(kept["starts_on"])) in (earliest, next_working_day(date.today()))
    assert column(result, "days", "date")[0] == kept["starts_on"]
    again = run(four_communes, Parameters(**kept))
    assert (again.tables, again.findings) == (result.tables, result.findings)


def test_a_visit_over_a_weekend_says_its_days_and_a_night_away_before_it(four_communes: Project) -> None:
    given = {"days": 2, "base": "Một", "hours": 8.6, **ONLY_VISITS, "starts_on": "2026-11-20"}
    result = answer(four_communes, **given)
    assert column(result, "days", "date") == ["2026-11-20", "2026-11-23"]
    text = said(result)
    assert "Days of the visit: 20 Nov 2026, 23 Nov 2026. Saturdays and Sundays are left out" in text
    assert "A weekend falls into the visit" not in text
    away = answer(four_communes, **given, lodgings="Hai, Bốn")
    (place,) = column(away, "days", "end_commune")[:1]
    assert f"the day before it ends in {place.removeprefix('Xã ')} commune, not at the base" in said(away)


def test_a_first_day_on_a_weekend_is_kept_and_said(four_communes: Project) -> None:
    result = answer(four_communes, days=2, base="Một", **ONLY_VISITS, starts_on="2026-11-21")
    assert column(result, "days", "date") == ["2026-11-21", "2026-11-22"]
    assert "It begins on a weekend, so Saturdays and Sundays are worked." in said(result)


def test_the_minutes_in_a_commune_are_its_own_where_stated(four_communes: Project) -> None:
    found = answer(four_communes, **ONLY_VISITS, base="Một", service="30; Hai = 200", days=1, hours=16)
    there = dict(zip(column(found, "route", "commune_code"), column(found, "route", "minutes_there"), strict=True))
    assert there["00002"] == 200
    assert {there[code] for code in there if code != "00002"} == {30}
    assert "30 minutes in each but in Hai commune (200)" in said(found)
    with pytest.raises(BadParameter):
        answer(four_communes, **ONLY_VISITS, service="721")


def test_a_visit_of_one_day_is_said_in_the_singular(four_communes: Project) -> None:
    text = said(answer(four_communes, days=1, base="Một", **ONLY_VISITS))
    assert "In 1 day from Một commune, starting on 1 Jun 2026" in text
    assert "Days of the visit" not in text


def test_every_commune_is_on_the_route_or_has_a_reason_why_not(demo: Project) -> None:
    result = answer(demo, **ONLY_VISITS, iterations=20)
    assert len(column(result, "communes", "code")) == 45
    on_route = [code for code, became in by_code(result, "planned").items() if became == "visited"]
    assert sorted(on_route) == sorted(column(result, "route", "commune_code"))
    why = by_code(result, "reason_en")
    assert all(text.startswith("Not on the route") for code, text in why.items() if code not in on_route)


def test_travel_times_are_kept_and_used(demo: Project) -> None:
    asked = Parameters(**{**ONLY_VISITS, "resolution": 2000, "iterations": 20, "starts_on": "2026-06-01"})
    project = prepare(demo, asked)
    assert "visits" in project["travel_matrices"]["kind"].tolist()
    assert "travel times over roads and land, in cells of 2,000 m: by car" in said(run(project, asked))


def test_the_air_line_is_said_to_be_one(four_communes: Project) -> None:
    assert "Minutes are air-line kilometres × 1.0 at 100 km/h" in said(answer(four_communes, **ONLY_VISITS))


def test_a_place_named_for_the_nights_where_none_is_spent_is_said(four_communes: Project) -> None:
    """Two places for one night."""
    result = answer(four_communes, days=2, base="Một", hours=8.6, lodgings="Hai, Bốn", **ONLY_VISITS)
    (night,) = set(column(result, "days", "end_commune")) & {"Xã Hai", "Xã Bốn"}
    unused = {"Xã Hai": "Bốn commune", "Xã Bốn": "Hai commune"}[night]
    assert f"no route over them was found to be worth more: {unused}." in said(result)
    alone = answer(four_communes, days=2, base="Một", hours=8.6, lodgings=night.split()[1], **ONLY_VISITS)
    assert "Named for the nights" not in said(alone)


def test_what_was_never_asked_or_recorded_is_said(four_communes: Project) -> None:
    text = said(answer(four_communes, base="Một"))
    assert "Risk counts nothing yet: run the question “Cases to expect, and whether a model beats" in text
    assert "Silence counts nothing yet: run the question “What is not reported: silent communes" in text
    assert "knows of no visit yet" in text
    assert "no open recommendation" in text


def test_reported_rates_alone_carry_their_caution(four_communes: Project) -> None:
    project = answered(four_communes, "rates", "posterior_rate", (4.0, 3.0, 2.0, 1.0))
    text = said(answer(project, base="Một"))
    assert "a commune with a good officer reports more" in text
    assert "Risk is taken from “Reported cases per 1,000 children and year”, answered on " in text
    assert "rates-1" not in text


@pytest.mark.parametrize(
    ("error", "given", "named"),
    [
        (NotWithinADay, {"must": "Bốn", "hours": 8}, "Xã Bốn"),
        (NotTogether, {"must": "Một, Hai, Ba", "hours": 7, "days": 1}, "Xã Ba"),
        (UnknownCommune, {"base": "Năm"}, "Năm"),
        (BadParameter, {"base": "Một, Hai"}, "Một, Hai"),
        (BadParameter, {"lodgings": "Một, Hai, Ba, Bốn"}, "≤ 3"),
        (BadParameter, {"lodgings": "Hai, Ba, Bốn", "days": 6}, "days ≤ 5"),
        (NoScores, {**dict.fromkeys(("weight_since_visit", "weight_recommendations"), 0)}, "risk"),
    ],
)
def test_what_cannot_be_planned_is_said_with_the_names_of_the_communes(
    four_communes: Project, error: type[Exception], given: dict[str, Any], named: str
) -> None:
    with pytest.raises(error) as refused:
        answer(four_communes, **{"base": "Một", "days": 2, **given})
    assert named in str(vars(refused.value))


def test_a_commune_without_a_position_is_counted_and_cannot_be_a_base(four_communes: Project) -> None:
    units = four_communes["units"]
    nowhere = four_communes.with_table("units", units.assign(lon=units["lon"].where(units["code"] != "00004")))
    result = answer(nowhere, base="Một", **ONLY_VISITS)
    assert "Communes without a position, which no route can lead to: 1 (Bốn commune)." in said(result)
    with pytest.raises(NoPosition):
        answer(nowhere, base="Bốn", **ONLY_VISITS)


def test_over_a_river_without_a_bridge_nobody_must_go() -> None:
    asked = Parameters(
        minutes="travel", mode="walking", resolution=500, base="Tây", must="Đông", iterations=20, **ONLY_VISITS
    )
    with pytest.raises(NoWay) as refused:
        run(two_communes(barriers=RIVER), asked)
    assert refused.value.name == Text("Xã Đông", "Đông commune")


def test_a_day_without_a_visit_is_said_and_not_drawn(four_communes: Project) -> None:
    result = answer(four_communes, base="Một", days=3, hours=2, **ONLY_VISITS)
    assert column(result, "days", "communes") == [1, 0, 0]
    assert "Day 3: nothing that is worth it fits." in said(result)
    assert [layer.shapes.empty for layer in line_layers(result, Language("en"))] == [True]


def test_the_route_is_drawn_as_numbered_places_and_a_line_a_day(four_communes: Project) -> None:
    result = answer(four_communes, base="Một", leave_out="Một", days=2, hours=8.7, **ONLY_VISITS)
    (lines,) = line_layers(result, Language("en"))
    assert [text for _, text in lines.legend] == ["Day 1", "Day 2"]
    route = next(layer for layer in point_layers(result, Language("en")) if layer.key == "route")
    assert route.shapes["label"].tolist() == column(result, "route", "rank")


def test_lines_are_on_the_web_page_and_on_paper(four_communes: Project, tmp_path: Path) -> None:
    file = released(
        four_communes, tmp_path, Audience.SHAREABLE, base="Một", leave_out="Một", days=2, hours=8.7, **ONLY_VISITS
    )
    page = WRITERS[".html"](file, Language("en")).decode()
    (lines,) = line_layers(file, Language("en"))
    assert '"geometry":{"type":"LineString"' in page
    for colour, heading in lines.legend:
        assert f'stroke="{colour}"' in page
        assert f"<span>{heading}</span>" in page
        assert day_sheet_html(file, Language("en")).count(f'stroke="{colour}" stroke-width="0.9"') == 1


def released(project: Project, folder: Path, audience: Audience, **given: Any) -> Released:
    with Store.create(folder / "p.lachan", project) as store:
        stored = run_and_store(store, find("visits"), {**AIR, "iterations": 20, **given}, who="test")
        return release(store, stored.result_id, audience, who="test")


def shareable(result: Result) -> set[str]:
    return {table.name for table in allowed_tables(result.tables, ALLOWED[Audience.SHAREABLE])}


def test_a_plan_with_weight_on_cases_stays_inside_as_a_whole(demo: Project, four_communes: Project) -> None:
    project = answered(four_communes, "expected", "expected_rate", (1.0, 2.0, 3.0, 4.0))
    assert shareable(answer(project, base="Một")) == set()
    assert shareable(answer(project, base="Một", **ONLY_VISITS)) == {"route", "stays", "days", "communes", "briefs"}


def test_a_shareable_plan_is_the_same_whatever_is_hidden(four_communes: Project, tmp_path: Path) -> None:
    hidden = {
        "facility_id": "QX77", "kind": "reliable_address", "name": "Nhà Zyxwv", "commune_code": "00001", "lon": 0.0,
        "vintage": "2025-07-01", "lat": 0.0, "disclosure": "hidden", "status": "in_use",
    }  # fmt: skip
    planted = returned(four_communes, "00002", "2026-01:2026-01", 1).append("facilities", pd.DataFrame([hidden]))
    planted = recommended(planted, "00001", "Vụ việc Zyxwv", "2026-01-01")
    texts = []
    for name, project in (("without", four_communes), ("with", planted)):
        (tmp_path / name).mkdir()
        file = released(project, tmp_path / name, Audience.SHAREABLE, base="Một", **ONLY_VISITS)
        document = json.loads(WRITERS[".json"](file, Language("vi")))
        texts.append({key: document[key] for key in document if key != "created_at"})
        assert "Zyxwv" not in day_sheet_html(file, Language("vi"))
    assert texts[0] == texts[1]


def test_the_day_sheet_holds_every_stop_and_a_brief_of_each(four_communes: Project, tmp_path: Path) -> None:
    project = recommended(returned(four_communes, "00001", "2025-01:2025-12", 1), "00001", "Mở sổ", "2026-01-01")
    file = released(project, tmp_path, Audience.INTERNAL, base="Một", days=2, hours=10)
    stops = len(next(table for table in file.tables if table.name == "route").rows)
    for code in LANGUAGES:
        html = day_sheet_html(file, Language(code))
        assert html.count('<section class="brief">') == stops > 0
        assert html.count('<section class="day">') == 2
        assert "Một, 07:30 ·" in html.replace(" commune", "")
        assert "Mở sổ" in html
        assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")


def test_a_shared_brief_says_what_it_lacks(four_communes: Project, tmp_path: Path) -> None:
    file = released(four_communes, tmp_path, Audience.SHAREABLE, base="Một", **ONLY_VISITS)
    assert "stay inside and are not in this file" in day_sheet_html(file, Language("en"))


def test_from_the_command_line(demo_folder: Path, tmp_path: Path, lachan: Callable[..., Any]) -> None:
    file = tmp_path / "p.lachan"
    file.write_bytes((demo_folder / "dien-bien.lachan").read_bytes())
    ran = lachan("run", file, "visits", "--json", "--set", "minutes=air", "--set", "iterations=20")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert {"route", "stays", "days", "communes", "briefs", "briefs_cases", "briefs_staff"} == set(document["tables"])
    refused = lachan("run", file, "visits", "--set", "minutes=air", "--set", "must=Sín Thầu", "--set", "hours=2")
    assert refused.code == 1
    assert "Sín Thầu" in refused.err


def test_every_part_bears_a_sensitivity(four_communes: Project) -> None:
    result = answer(four_communes, base="Một")
    assert {each.sensitivity for table in result.tables for each in table.columns} <= set(Sensitivity)
    assert result.table("briefs_staff").sensitivity is Sensitivity.PERSON
    assert set(column(result, "communes", "code")) == set(CODES)
