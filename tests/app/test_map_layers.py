"""What of results and projects is drawn: layers, colours, places; and what is not drawn for whom."""

from dataclasses import replace

import pandas as pd
import pytest

from app.language import Language, Text
from app.map_layers import (
    EQUAL_COUNTS,
    EXISTING,
    SYMBOLS,
    area_layers,
    classed,
    ends,
    indicators,
    legend_note,
    point_layers,
    ranked_lists,
    theme,
)
from app.parameters import read_parameters
from app.project_layers import PLACES, project_area, project_indicators, project_points, project_theme
from app.questions import find
from app.release import Audience
from app.result import Column, Denominator, Layer, ModelCard, Result, Sensitivity, Table
from data.project import Project
from geo.map_page import PointLayer
from geo.palettes import CATEGORIES, sequential
from geo.symbols import NO_DATA, NOT_ENOUGH

VI, EN = Language("vi"), Language("en")
CHILDREN = Column("children", "children", Sensitivity.AREA)


@pytest.fixture
def plan(four_communes: Project) -> Result:
    analysis = find("shelters")
    return analysis.run(four_communes, read_parameters(analysis.parameters, "shelters", {"p": 2}), None)


def with_places(project: Project, **changes: list[object]) -> Project:
    """Return the project with its first facilities changed."""
    facilities = project["facilities"].copy()
    for column, values in changes.items():
        facilities.loc[facilities.index[: len(values)], column] = values
    return project.with_table("facilities", facilities)


def with_officers(project: Project, *posts: tuple[str, float, str | None]) -> Project:
    rows = [
        {
            "officer_id": f"O{n}", "post_id": "1", "unit_code": unit, "vintage": "2025-07-01",
            "fte": fte, "left_on": pd.Timestamp(left) if left else pd.NaT,
        }
        for n, (unit, fte, left) in enumerate(posts)
    ]  # fmt: skip
    return project.with_table("officers", pd.DataFrame(rows))


def by_key(layers: object) -> dict[str, PointLayer]:
    return {layer.key: layer for layer in layers}  # type: ignore[attr-defined]


def test_each_class_has_its_colour_and_says_its_limits() -> None:
    fills, legend = classed([1.0, 2.0, float("nan"), 5000.0], ["enough", "enough", "enough", "enough"], CHILDREN, VI)
    assert fills == [sequential(3)[0], sequential(3)[1], NO_DATA, sequential(3)[2]]
    assert [each.label for each in legend] == ["1", "2", "5.000", "không có dữ liệu"]


def test_a_value_of_too_little_data_is_hatched_and_takes_no_part_in_the_classes() -> None:
    fills, legend = classed([1.0, 99.0], ["enough", "not_enough_data"], CHILDREN, EN)
    assert fills == [sequential(1)[0], NOT_ENOUGH]
    assert [each.label for each in legend] == ["1", "not enough data", "no data"]


def test_the_communes_of_a_plan_are_coloured_by_one_theme(plan: Result, four_communes: Project) -> None:
    (area,) = area_layers(plan, four_communes["units"], EN)
    assert area.key == "communes"
    assert [each.key for each in area.themes] == ["share_within_after"] == [key for key, _ in indicators(plan, EN)]
    assert list(area.shapes["code"]) == ["00001", "00002", "00003", "00004"]
    assert area.themes[0] == theme(plan, "share_within_after", set(area.shapes["code"]), EN)


def test_a_theme_colours_only_communes_that_are_drawn(plan: Result) -> None:
    found = theme(plan, "share_within_after", {"00002"}, EN)
    assert set(found.colours) == set(found.texts) == {"00002"}
    assert found.texts["00002"].count(".") == 1


def test_an_unknown_theme_is_refused(plan: Result, four_communes: Project) -> None:
    with pytest.raises(KeyError):
        theme(plan, "nothing", set(), EN)
    with pytest.raises(KeyError):
        project_theme(four_communes, "nothing", set(), EN)


def test_proposed_sites_are_numbered_and_drawn_last(plan: Result) -> None:
    layers = list(point_layers(plan, EN))
    assert [layer.key for layer in layers] == ["candidates", "sites"]
    assert list(layers[-1].shapes["label"]) == ["1", "2"]
    (ranked,) = ranked_lists(plan, EN)
    assert [row.code for row in ranked.rows] == list(layers[-1].shapes["code"])


def test_sites_chosen_under_every_lens_that_is_known_have_a_ring(plan: Result) -> None:
    first, second = plan.table("sites").values("facility_id")
    names = ("facility_id", "under_children", "under_reported", "under_expected")
    columns = tuple(Column(name, "", Sensitivity.CASE) for name in names)
    lenses = Table("lenses", columns, ((first, True, None, True), (second, True, None, False)), Sensitivity.CASE)
    compared = replace(plan, tables=(*plan.tables, lenses))
    assert by_key(point_layers(compared, EN))["sites"].ringed == (first,)
    assert by_key(point_layers(compared, EN))["candidates"].ringed == ()
    assert by_key(point_layers(plan, EN))["sites"].ringed == ()


def test_reasons_come_in_the_readers_language_only(plan: Result) -> None:
    for language, own in ((VI, "reason_vi"), (EN, "reason_en")):
        fields = [field.column for field in by_key(point_layers(plan, language))["sites"].fields]
        assert [name for name in fields if name.startswith("reason")] == [own]


def test_a_commune_without_a_shape_is_not_drawn(four_communes: Project) -> None:
    units = four_communes["units"].copy()
    units.loc[units["code"] == "00002", "geometry"] = None
    area = project_area(four_communes.with_table("units", units), VI)
    assert list(area.shapes["code"]) == ["00001", "00003", "00004"]
    assert area.shapes["name"].iloc[0] == "Xã Một"


def test_indicators_of_a_project_are_ways_of_colouring_children_first(four_communes: Project) -> None:
    more = four_communes["indicators"].assign(indicator="area_forest", unit="ha", value=[1.5, 2.0, 3.0, 4.25])
    project = four_communes.append("indicators", more)
    assert project_indicators(project, EN) == [("project_children", "Children"), ("project_1", "area_forest")]
    found = project_theme(project, "project_1", {"00001", "00004"}, VI)
    assert found.unit == "ha"
    assert set(found.colours) == {"00001", "00004"}


def test_a_rate_is_said_in_percent(four_communes: Project) -> None:
    shares = four_communes["indicators"].assign(indicator="poverty", unit="%", value=[10.0, 20.0, 30.0, 45.6])
    project = four_communes.with_table("indicators", shares)
    found = project_theme(project, "project_poverty", {"00004"}, VI)
    assert (found.texts, found.unit) == ({"00004": "45,6"}, "%")


def test_a_commune_without_a_value_has_no_data(four_communes: Project) -> None:
    project = four_communes.with_table("indicators", four_communes["indicators"].iloc[:3])
    found = project_theme(project, "project_children", {"00001", "00004"}, VI)
    assert found.colours["00004"] == NO_DATA
    assert "00004" not in found.texts


def test_shelters_are_drawn_by_disclosure_in_symbols_of_their_own(four_communes: Project) -> None:
    project = with_places(
        four_communes,
        kind=["reliable_address"] * 3,
        status=["in_use"] * 3,
        disclosure=["public", "commune", "hidden"],
    )
    layers = by_key(project_points(project, VI))
    assert list(layers) == ["shelters_hidden", "shelters_commune", "shelters_public"]
    assert len({(layer.shape, layer.colour) for layer in layers.values()}) == 3
    assert list(layers["shelters_hidden"].shapes["code"]) == ["C3"]


def test_who_may_only_see_public_places_is_shown_no_other_and_no_staff(four_communes: Project) -> None:
    project = with_places(
        four_communes,
        kind=["sunshine_house", "school", "school"],
        status=["in_use"] * 3,
        disclosure=["hidden", "public", "commune"],
    )
    project = with_officers(project, ("00001", 1.0, None))
    layers = by_key(project_points(project, VI, Audience.SHAREABLE))
    assert list(layers) == ["schools"]
    assert list(layers["schools"].shapes["code"]) == ["C2"]
    assert "officers" in by_key(project_points(project, VI))


def test_candidates_and_places_without_a_position_are_no_services(four_communes: Project) -> None:
    project = with_places(
        four_communes, kind=["school", "school"], status=["in_use", "in_use"], lon=[float("nan"), 1.0]
    )
    (schools,) = project_points(project, VI)
    assert list(schools.shapes["code"]) == ["C2"]


def test_officers_are_full_time_posts_held_today_in_proportion_to_area(four_communes: Project) -> None:
    project = with_officers(
        four_communes,
        ("00001", 1.0, None), ("00001", 1.0, None), ("00002", 0.5, None), ("00003", 1.0, "2024-01-01"),
    )  # fmt: skip
    officers = by_key(project_points(project, VI))["officers"]
    assert list(officers.shapes["code"]) == ["00001", "00002"]
    assert list(officers.shapes["posts"]) == ["2,0", "0,5"]
    large, small = officers.shapes["radius"]
    assert large / small == pytest.approx(2.0)  # a quarter of the posts, a quarter of the area


def test_a_project_without_places_has_no_layers(four_communes: Project) -> None:
    assert list(project_points(four_communes, VI)) == []


def test_only_public_shelters_are_shown_at_first_and_the_others_bear_a_caution() -> None:
    assert [each.key for each in PLACES if each.shown] == ["shelters_public"]
    assert [each.key for each in PLACES if each.caution] == ["shelters_hidden", "shelters_commune"]


def test_what_is_bad_when_high_has_other_colours_than_what_is_good() -> None:
    values, status = [1.0, 2.0], ["enough", "enough"]
    bad, good = (set(classed(values, status, CHILDREN, EN, sense)[0]) for sense in ("bad", "good"))
    assert not bad & good


def test_the_legend_says_what_high_means_and_how_classes_were_made() -> None:
    assert legend_note([1.0, 2.0], "good", EN) == "Higher = better."
    assert legend_note([1.0] * 9, "neutral", EN) == ""
    several = legend_note([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "bad", EN)
    assert several == f"Higher = more risk. {EQUAL_COUNTS}"


WAY_OF_A_VISIT = ("stays", "route")
TOGETHER = (("candidates", "sites"), ("services",), ("supply",), ("referrals",), ("venues",), WAY_OF_A_VISIT)
"""Places that one result draws; a project's shelters may stand beside each."""


def test_every_symbol_is_drawn_by_some_result() -> None:
    assert {EXISTING, *(key for keys in TOGETHER for key in keys)} == set(SYMBOLS)


@pytest.mark.parametrize("keys", TOGETHER, ids="-".join)
def test_each_shape_has_one_meaning_among_shelters_and_the_places_of_a_result(keys: tuple[str, ...]) -> None:
    drawn = [*(each for each in PLACES if each.key.startswith("shelters")), *(SYMBOLS[key] for key in keys)]
    assert len({each.shape for each in drawn}) == len(drawn)
    if keys != WAY_OF_A_VISIT:  # black, as the public shelters are: the colours are those of its days
        assert len({each.colour for each in drawn}) == len(drawn)


def test_candidates_lie_below_shelters_and_proposed_sites_above_all() -> None:
    shelters = {each.level for each in PLACES if each.key.startswith("shelters")}
    others = {each.level for each in PLACES} - shelters
    assert max(others) < SYMBOLS["candidates"].level < min(shelters)
    assert max(shelters) < SYMBOLS[EXISTING].level < SYMBOLS["sites"].level
    assert SYMBOLS["candidates"].radius < min(each.radius for each in PLACES)


def test_a_theme_says_its_lowest_and_highest_value(plan: Result, four_communes: Project) -> None:
    found = theme(plan, "share_within_after", {"00002"}, EN)
    assert found.ends == (found.legend[0].label.split(" – ")[0], found.legend[-2].label.split(" – ")[-1])
    assert ends([], CHILDREN, EN) == ("", "")
    assert ends([5.0, 1200.0], CHILDREN, VI) == ("5", "1.200")
    own = project_theme(four_communes, "project_children", {"00001", "00002"}, EN)
    assert float(own.ends[0].replace(",", "")) <= float(own.ends[1].replace(",", ""))


CLASSES = ("high_high", "low_low", "not_significant", "not_enough_data")


def of_classes(*found: str | None) -> Result:
    """Return a result whose communes have the classes `found`."""
    columns = (Column("code", "", Sensitivity.PUBLIC), Column("kind", "", Sensitivity.CASE))
    rows = tuple((f"{place:05}", each) for place, each in enumerate(found, start=1))
    table = Table("communes", columns, rows, Sensitivity.AREA)
    layer = Layer("rate", "communes", "communes", ("kind",), Sensitivity.CASE, value="kind", categories=CLASSES)
    nothing = Text("", "")
    return Result(
        analysis="rates",
        parameters=(),
        tables=(table,),
        layers=(layer,),
        findings=(),
        card=ModelCard(nothing, nothing, nothing, nothing),
        denominator=Denominator("children", "children", 1.0, nothing, Sensitivity.AREA),
    )


def test_the_legend_of_classes_lists_each_declared_one_with_its_communes_also_none() -> None:
    found = theme(of_classes("high_high", "not_enough_data", "high_high"), "rate", {"00001", "00002", "00003"}, EN)
    assert [(each.fill, each.note) for each in found.legend] == [
        (CATEGORIES["high_high"], "communes: 2"),
        (CATEGORIES["low_low"], "communes: 0"),
        (CATEGORIES["not_significant"], "communes: 0"),
        (NOT_ENOUGH, "communes: 1"),
    ]
    assert found.legend[-1].label == "not enough data"
    assert found.colours == {"00001": CATEGORIES["high_high"], "00002": NOT_ENOUGH, "00003": CATEGORIES["high_high"]}


def test_a_commune_without_a_class_has_no_data_and_says_nothing() -> None:
    found = theme(of_classes("low_low", None), "rate", {"00001", "00002"}, VI)
    assert found.colours["00002"] == NO_DATA
    assert set(found.texts) == {"00001"}
    assert (found.legend[-1].label, found.legend[-1].note) == ("không có dữ liệu", "1 xã, phường")


def test_a_class_that_was_not_declared_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        theme(of_classes("silent"), "rate", {"00001"}, EN)
