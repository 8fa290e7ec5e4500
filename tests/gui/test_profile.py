"""A commune's profile: its facts, its years without small numbers, services, staff, and why it was chosen or not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.profile import CommuneProfile
from app.desktop.profile import _pairs as pairs
from app.desktop.theme import DARK, LIGHT
from app.desktop.year_bars import YearBars
from app.language import Language, Text
from app.profiles import Nearest, Service, Site, Staff, Year, commune_of, profile_of
from app.release import Audience
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table
from data.project import About, Project

EN, VI = Language("en"), Language("vi")
VINTAGE = "2025-07-01"
AREA = Sensitivity.AREA
ON = date(2025, 6, 1)


def frame(*rows: Mapping[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows))
    for column in made.columns:
        if column.startswith("period_") or column.endswith(("_on", "_from", "_to")):
            made[column] = pd.to_datetime(made[column])
    return made


def unit(code: str, name: str, lon: float) -> dict[str, Any]:
    return {
        "code": code, "level": "commune", "parent_code": "11", "name": name, "kind": "xã", "area_km2": 12.0,
        "lon": lon, "lat": 21.0, "vintage": VINTAGE,
    }  # fmt: skip


def indicator(name: str, value: float, unit: str = "people", age_band: str | None = None) -> dict[str, Any]:
    return {
        "unit_code": "00001", "vintage": VINTAGE, "indicator": name, "age_band": age_band,
        "period_start": "2024-12-31", "period_end": "2024-12-31", "value": value, "unit": unit,
    }  # fmt: skip


def count(code: str, start: str, end: str, number: int, stage: str = "received") -> dict[str, Any]:
    return {
        "unit_code": code, "vintage": VINTAGE, "period_start": start, "period_end": end, "place": "home",
        "kind": "neglect", "agency": "health", "stage": stage, "counted": "cases", "count": number,
    }  # fmt: skip


def test_a_long_value_stands_below_its_name_and_both_keep_their_width(qtbot: QtBot) -> None:
    """Beside a name of forty letters every label would be a column of single words."""
    block = pairs([("Children beyond the limit", "1,234"), ("Nearest place", "A house with a name of forty letters")])
    qtbot.addWidget(block)
    block.resize(260, 400)
    block.show()
    beyond, number, nearest, named = block.findChildren(QLabel)
    assert number.y() == beyond.y()
    assert named.y() > nearest.y()
    assert beyond.width() > 150
    assert named.width() > 150


def place(name: str, kind: str, lon: float, disclosure: str = "public", **other: Any) -> dict[str, Any]:
    return {
        "facility_id": name, "kind": kind, "name": name, "commune_code": "00001", "vintage": VINTAGE, "lon": lon,
        "lat": 21.0, "disclosure": disclosure, "status": "in_use", **other,
    }  # fmt: skip


def officer(name: str, post: str, role: str, left: str | None = None) -> dict[str, Any]:
    return {
        "officer_id": name, "post_id": post, "unit_code": "00001", "vintage": VINTAGE, "role": role,
        "fte": 0.25, "appointed_on": "2020-01-01", "left_on": left,
    }  # fmt: skip


@pytest.fixture
def project() -> Project:
    return Project.new(
        About.new("Điện Biên", "11", vintage=VINTAGE),
        {
            "units": frame(unit("00001", "Thanh Yên", 103.0), unit("00002", "Núa Ngam", 104.0)),
            "indicators": frame(
                indicator("children", 250.0, age_band="0-15"),
                indicator("population", 1000.0),
                indicator("poverty", 41.5, "%"),
            ),
            "case_counts": frame(
                count("00001", "2022-01-01", "2022-12-31", 6),
                count("00001", "2022-01-01", "2022-12-31", 4, "handled"),
                count("00001", "2023-01-01", "2023-06-30", 4),
                count("00001", "2024-01-01", "2024-12-31", 0),
                count("00002", "2025-01-01", "2025-12-31", 9),
            ),
            "facilities": frame(
                place("S1", "school", 103.0),
                place("S2", "school", 103.0),
                place("H1", "reliable_address", 103.01, "hidden"),
                place("H2", "sunshine_house", 103.5, commune_code="00002"),
                place("C1", "communal_house", 103.0, status="candidate"),
            ),
            "officers": frame(
                officer("O1", "P1", "child_protection"),
                officer("O1", "P1-culture", "culture"),
                officer("O2", "P2", "child_protection", "2024-12-31"),
                officer("O3", "P3", "commune_police"),
            ),
            "skills": frame(
                {"officer_id": "O1", "topic": "counselling", "trained_on": "2021-01-01"},
                {"officer_id": "O1", "topic": "counselling", "trained_on": "2023-01-01"},
                {"officer_id": "O2", "topic": "case_management", "trained_on": "2021-01-01"},
            ),
        },
    )


def columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "", AREA) for name in names)


SITE = columns(
    "rank", "facility_id", "name", "commune_code", "children_newly_within", "children_lost_without",
    "mean_minutes_more_without", "next_best_site", "price_children", "price_minutes",
)  # fmt: skip
LOSS = "If left out, within the limit: 200 children fewer, on average 2.5 minutes more."
EMPTY = Text("", "")
RESULT = Result(
    analysis="shelters",
    parameters=(),
    tables=(
        Table("sites", SITE, ((1, "C1", "Nhà văn hoá", "00001", 250, 200, 2.5, None, None, None),), AREA),
        Table("candidates", columns("facility_id", "commune_code"), (("C2", "00002"), ("C3", "00002")), AREA),
        Table("communes", columns("code", "name", "children", "cases"), (("00001", "Xã Thanh Yên", 250, 7),), AREA),
    ),
    layers=(),
    findings=(),
    card=ModelCard(EMPTY, EMPTY, EMPTY, EMPTY),
    denominator=Denominator("children", "children", 1.0, EMPTY, AREA),
)


def test_facts_come_with_the_share_of_children(project: Project) -> None:
    found = profile_of(project, "00001", on=ON)
    assert (found.name, found.area_km2) == ("Xã Thanh Yên", 12.0)
    assert {fact.column.name: fact.value for fact in found.facts} == {
        "children": 250, "children_share": 25.0, "population": 1000, "poverty": 41.5,
    }  # fmt: skip


def test_a_commune_without_figures_has_none(project: Project) -> None:
    found = profile_of(project, "00002", on=ON)
    assert [fact.value for fact in found.facts] == [None, None, None]
    assert found.staff is None
    assert found.services == (Service("sunshine_house", 1, 0),)


def test_years_keep_apart_zero_few_and_no_return(project: Project) -> None:
    years = profile_of(project, "00001", on=ON).years
    assert years == (Year(2022, 6, True), Year(2023, 4, False), Year(2024, 0, True), Year(2025, None, False))
    assert [year.enough for year in years] == [True, False, True, False]


def test_years_count_only_the_kinds_asked_about(project: Project) -> None:
    other = frame({**count("00001", "2022-01-01", "2022-12-31", 30), "kind": "exploitation"})
    both = project.append("case_counts", other)
    totals = {kinds: profile_of(both, "00001", on=ON, kinds=kinds).years for kinds in ((), ("neglect",), ("x",))}
    assert [years[0].cases if years else None for years in totals.values()] == [36, 6, None]


def test_it_says_which_kinds_its_years_count(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00001", kinds=("neglect",))
    assert "Only these kinds of case: neglect" in texts(profile)
    profile.show_commune(project, RESULT, "00001")
    assert not [text for text in texts(profile) if text.startswith("Only these")]


def test_overlapping_counts_have_no_total(project: Project) -> None:
    twice = project.append("case_counts", frame(count("00001", "2022-06-01", "2022-06-30", 1)))
    assert profile_of(twice, "00001", on=ON).years is None
    assert profile_of(twice, "00002", on=ON).years is not None


def test_services_are_those_in_use_and_say_what_is_not_public(project: Project) -> None:
    found = profile_of(project, "00001", on=ON)
    assert found.services == (Service("reliable_address", 1, 1), Service("school", 2, 0))


def test_the_nearest_shelter_is_measured_from_the_centre(project: Project) -> None:
    near = profile_of(project, "00001", on=ON).nearest
    assert near is not None
    assert (near.name, near.public) == ("H1", False)
    assert near.km == pytest.approx(111.195 * 0.01 * 0.9336, abs=0.01)  # 0.01° of longitude at 21° north


def test_an_outside_audience_learns_nothing_of_cases_people_and_hidden_places(project: Project) -> None:
    found = profile_of(project, "00001", audience=Audience.SHAREABLE, on=ON)
    assert found.kept_back == {"years", "staff", "places"}
    assert found.years is None
    assert found.staff is None
    assert found.services == (Service("school", 2, 0),)
    assert isinstance(found.nearest, Nearest)
    assert (found.nearest.name, found.nearest.public) == ("H2", True)


def test_staff_are_persons_and_posts(project: Project) -> None:
    staff = profile_of(project, "00001", on=ON).staff
    assert staff == Staff(officers=2, posts=2, vacant=1, fte=0.25, skills=(("counselling", 1),))


def test_who_leaves_tomorrow_is_still_in_post(project: Project) -> None:
    staff = profile_of(project, "00001", on=date(2024, 12, 30)).staff
    assert staff is not None
    assert (staff.officers, staff.vacant) == (3, 0)


def test_a_result_says_why_a_commune_was_chosen_or_not(project: Project) -> None:
    chosen = profile_of(project, "00001", result=RESULT, on=ON)
    gain = Text("Đưa thêm 250 trẻ em vào trong ngưỡng.", "Brings 250 more children within the limit.")
    loss = Text("Nếu bỏ, trong ngưỡng: giảm 200 trẻ em, bình quân tăng 2,5 phút.", LOSS)
    assert chosen.sites == (Site("Nhà văn hoá", 1, (gain, loss)),)
    assert [(fact.column.name, fact.value) for fact in chosen.found] == [("cases", 7)]
    other = profile_of(project, "00002", result=RESULT, on=ON)
    assert (other.sites, other.candidates, other.found) == ((), 2, ())


def test_a_place_leads_to_its_commune(project: Project) -> None:
    assert commune_of(project, ("00002",)) == "00002"
    assert commune_of(project, ("H2",)) == "00002"
    assert commune_of(project, ("no such code",)) == ""
    assert commune_of(project, ()) == ""


def test_a_code_the_project_has_not_is_refused(project: Project) -> None:
    with pytest.raises(KeyError):
        profile_of(project, "99999", on=ON)


@pytest.fixture
def profile(qtbot: QtBot) -> CommuneProfile:
    made = CommuneProfile()
    qtbot.addWidget(made)
    made.retranslate(EN)
    made.resize(320, 600)
    made.show()
    return made


def texts(profile: CommuneProfile) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in profile.findChildren(QLabel)]


def test_with_nothing_selected_it_says_what_to_do(profile: CommuneProfile, project: Project) -> None:
    assert texts(profile) == ["Select a commune on the map, in the table or in the chart to read its profile."]
    profile.show_commune(project, None, "99999")
    assert profile.code == ""
    profile.show_commune(None, None, "00001")
    assert profile.code == ""


def test_it_reads_as_a_page_about_the_commune(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00001")
    said = texts(profile)
    assert profile.code == "00001"
    assert said[:2] == ["Thanh Yên commune", "Commune code 00001"]
    assert "Proposed, no. 1: Nhà văn hoá" in said
    assert LOSS in said
    assert "Poor households (%)" in said
    assert "Reliable Address – Shelter House (not public: 1)" in said
    assert "Address not public: stays inside" in said
    assert "Trained in: counselling (1)." in said


def test_it_changes_language_and_look_in_place(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00001")
    profile.retranslate(VI)
    profile.retheme(DARK)
    assert "Đưa thêm 250 trẻ em vào trong ngưỡng." in texts(profile)
    assert LOSS not in texts(profile)
    assert profile.code == "00001"


def test_a_reason_is_read_in_the_language_of_the_window_and_is_no_heading(
    profile: CommuneProfile, project: Project
) -> None:
    reason = "Gets 1 post: it has one hundredth of the work and nobody who does it."
    row = ("00001", "Xã Thanh Yên", "Được 1 vị trí.", reason, 0.064)
    named = (*columns("code", "name", "reason_vi", "reason_en"), Column("capacity", "posts", AREA))
    posts = replace(RESULT, analysis="posts", tables=(Table("communes", named, (row,), AREA),))
    profile.show_commune(project, posts, "00001")
    shown = texts(profile)
    assert reason in shown
    assert "Được 1 vị trí." not in shown
    assert "0.06" in shown
    label = next(each for each in profile.findChildren(QLabel) if each.text() == reason)
    assert label.property("role") != "value"


def test_a_commune_that_was_not_chosen_is_told_so(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00002")
    assert "No site is proposed in this commune." in texts(profile)
    assert "Candidate sites here that were not chosen: 2." in texts(profile)


def test_what_is_kept_back_is_named(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00001", audience=Audience.SHAREABLE)
    said = texts(profile)
    assert said.count("Not shown to this audience.") == 2
    assert "Only places whose address is public are counted here." in said
    assert profile.findChildren(YearBars) == []


def test_no_text_can_be_copied_past_the_gate(profile: CommuneProfile, project: Project) -> None:
    profile.show_commune(project, RESULT, "00001")
    flags = {label.textInteractionFlags() for label in profile.findChildren(QLabel)}
    assert flags == {Qt.TextInteractionFlag.NoTextInteraction}


def test_bars_never_give_a_small_number_away(qtbot: QtBot) -> None:
    made = YearBars()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    pictures = []
    for few in (1, 2, 3, 4):
        made.show_years((Year(2023, few, True), Year(2024, 8, False), Year(2025, None, False)), VI, LIGHT)
        pictures.append(made.grab().toImage())
        assert made.toolTip() == "2023: <5, 2024: 8*, 2025: –"
    assert all(picture == pictures[0] for picture in pictures)
