"""The demo: its facts, its sums, what depends on the seed and what on the polygons, and the truth behind the counts."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data import demo_programmes, demo_visits
from data.admin_units import province_units
from data.checking import row_schema
from data.demo import demo_tables, simulated_source, stream
from data.demo_cases import KINDS, MONTHS, PLACES
from data.demo_figures import FIGURES, commune_facts
from data.demo_places import anchors, scatter
from data.demo_staff import presence
from data.errors import MissingCommunes
from data.project import About, Project
from data.schema import TABLES

KEY = ["unit_code", "vintage", "period_start", "period_end", "place", "kind", "agency"]


def voronoi_units() -> gpd.GeoDataFrame:
    units = province_units("11")
    centres = shapely.points(units["lon"], units["lat"])[1:]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), ordered=True))
    frame = shapely.buffer(shapely.convex_hull(shapely.multipoints(centres)), 0.15)
    shapes = [frame, *(shapely.multipolygons([shapely.intersection(cell, frame)]) for cell in cells)]
    return gpd.GeoDataFrame(units, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def units():
    return voronoi_units()


@pytest.fixture(scope="module")
def demo(units):
    return demo_tables(units)


@pytest.fixture(scope="module")
def facts(units):
    return commune_facts(units)


def received(demo) -> pd.DataFrame:
    counts = demo.tables["case_counts"]
    return counts[(counts["stage"] == "received") & (counts["counted"] == "cases")]


def outside(points: pd.DataFrame, units: gpd.GeoDataFrame) -> list[str]:
    shapes = units.set_index("code").geometry.loc[points["commune_code"]].to_numpy()
    return points["commune_code"][~shapely.contains_xy(shapes, points["lon"], points["lat"])].tolist()


def test_45_communes_have_a_quoted_population_and_children(facts):
    assert len(facts) == 45
    assert facts["population"].sum() == 673_091
    assert facts["children"].sum() == 244_324
    thanh_yen = facts.set_index("code").loc["03349"]
    assert (thanh_yen["population"], thanh_yen["children"]) == (15_697, 4_690)  # 15,697 × 0.2988


def test_the_quoted_figures_are_those_of_the_source(shared):
    quoted = pd.read_csv(FIGURES, comment="#", dtype={"code": "str"}).set_index("code")
    published = pd.read_csv(shared / "data/vietnam/communes_2025_attributes.csv", dtype={"code": "str"})
    published = published.set_index("code").loc[quoted.index]
    assert (published["province_code"] == 11).all()
    assert quoted["population"].tolist() == published["population_2024"].tolist()
    assert quoted["under_16_share"].tolist() == published["u16_share_2019"].tolist()


def test_the_distance_to_the_seat_is_0_at_the_seat_and_about_136_km_in_sin_thau(facts):
    distance = facts.set_index("code")["remoteness_km"]
    assert distance["03127"] == 0
    degrees = np.hypot((103.067 - 102.293) * np.cos(np.radians(21.893)), 22.3799 - 21.4061)
    assert distance["03158"] == pytest.approx(degrees * 111.2, rel=0.01)


def test_units_without_all_communes_are_refused_with_the_codes_missing(units):
    with pytest.raises(MissingCommunes) as raised:
        demo_tables(units[~units["code"].isin(["03349", "03127"])])
    assert raised.value.codes == ("03127", "03349")


@pytest.mark.parametrize(
    "name",
    [
        *("indicators", "demand_points", "facilities", "officers", "skills", "case_counts", "targets"),
        *("visits", "recommendations", "courses", "partners"),
    ],
)
def test_every_table_is_as_declared(demo, units, name):
    table = TABLES[name]
    assert set(demo.tables[name].columns) <= set(table.names)
    project = Project.new(About.new("demo", "11", vintage="2025-07-01", simulated=True), demo.tables)
    rows = project[name]
    assert len(rows) == len(demo.tables[name]) > 0
    row_schema(name).validate(rows)
    assert not rows.duplicated(list(table.key) or None).any()
    for start, end in table.ordered:
        assert not (rows[start] > rows[end]).any()
    for column in table.columns:
        if column.reference:
            assert set(rows[column.name].dropna()) <= set(units["code"])


def test_every_row_says_where_it_is_from(demo):
    simulated = simulated_source(2025)
    assert simulated == "mô phỏng / simulated (demo model, seed 2025)"
    for name in (
        "demand_points",
        "officers",
        "skills",
        "case_counts",
        "visits",
        "recommendations",
        "courses",
        "partners",
    ):
        assert set(demo.tables[name]["source"]) == {simulated}
    indicators = demo.tables["indicators"].groupby("indicator")["source"].agg(set)
    assert indicators["poverty"] == indicators["dropouts"] == indicators["activities"] == {simulated}
    assert "not a census" in next(iter(indicators["population"]))
    assert "census 2019" in next(iter(indicators["children"]))


def test_children_of_the_settlements_sum_to_those_of_the_commune(demo, facts):
    settlements = demo.tables["demand_points"].groupby("commune_code")["children"].agg(["sum", "size"])
    assert settlements["sum"].tolist() == facts["children"].tolist()
    assert settlements["size"].between(8, 20).all()
    indicators = demo.tables["indicators"]
    children = indicators[indicators["indicator"] == "children"]
    assert (children["value"].tolist(), set(children["age_band"])) == (facts["children"].tolist(), {"0-15"})


def test_every_place_lies_inside_its_commune(demo, units):
    assert outside(demo.tables["demand_points"], units) == []
    assert outside(demo.tables["facilities"], units) == []


def test_every_place_lies_inside_its_real_commune(shared):
    path = shared / "data/vietnam/focus_communes_full.gpkg"
    shapes = gpd.read_file(path, where="province_code = '11'")[["code", "geometry"]]
    real = gpd.GeoDataFrame(province_units("11").merge(shapes, on="code", how="left"), geometry="geometry", crs=4326)
    facts = commune_facts(real)
    polygons = shapes.set_index("code").geometry.loc[facts["code"]].to_numpy()
    assert shapely.contains_xy(polygons, facts["lon"], facts["lat"]).all()  # every official centre is in its polygon
    demo = demo_tables(real)
    assert outside(demo.tables["demand_points"], real) == []
    assert outside(demo.tables["facilities"], real) == []
    assert (
        demo.tables["demand_points"]["children"].tolist()
        == demo_tables(voronoi_units()).tables["demand_points"]["children"].tolist()
    )


def test_only_positions_depend_on_the_polygons(demo, units):
    squares = units.assign(
        geometry=[
            shapely.box(x - 0.03, y - 0.03, x + 0.03, y + 0.03) for x, y in zip(units["lon"], units["lat"], strict=True)
        ]
    )
    other = demo_tables(squares)
    for name, table in demo.tables.items():
        same = table.drop(columns=["lon", "lat"], errors="ignore")
        pd.testing.assert_frame_equal(same, other.tables[name].drop(columns=["lon", "lat"], errors="ignore"))
    pd.testing.assert_frame_equal(demo.truth, other.truth)
    assert not demo.tables["demand_points"]["lon"].equals(other.tables["demand_points"]["lon"])


def test_a_centre_outside_its_polygon_gives_way_to_a_point_inside():
    far = shapely.box(10.0, 10.0, 10.1, 10.1)
    facts = pd.DataFrame({"code": ["a"], "lon": [0.0], "lat": [0.0], "area_km2": [10.0]})
    anchor = anchors(facts, np.array([far]))
    assert far.contains(shapely.Point(anchor[0]))
    lon, lat = scatter(facts, np.array([far]), np.zeros(3, dtype=np.int64), 1.0, np.random.default_rng(0))
    assert set(zip(lon, lat, strict=True)) == {tuple(anchor[0])}


def test_positions_keep_to_the_stated_radius():
    """An area of π km² is a radius of 1 km; half of it holds the points of spread 0.5."""
    facts = pd.DataFrame({"code": ["a"], "lon": [103.0], "lat": [21.0], "area_km2": [np.pi]})
    everywhere = np.array([shapely.box(100, 20, 106, 22)])
    lon, lat = scatter(facts, everywhere, np.zeros(500, dtype=np.int64), 0.5, np.random.default_rng(1))
    kilometres = np.hypot((lon - 103) * np.cos(np.radians(21)), lat - 21) * 111.195
    assert 0.45 < kilometres.max() <= 0.5001
    assert np.mean(kilometres < 0.25) == pytest.approx(0.25, abs=0.06)  # evenly over the disc


def test_the_two_shelters_of_the_press_stand_at_their_commune_s_centre(demo, facts):
    named = demo.tables["facilities"].query("disclosure == 'commune'").set_index("commune_code")
    assert named["kind"].to_dict() == {"03349": "reliable_address", "03127": "sunshine_house"}
    centres = facts.set_index("code").loc[named.index]
    assert named[["lon", "lat"]].to_numpy().tolist() == centres[["lon", "lat"]].to_numpy().tolist()
    assert named["source"].str.contains("press article").all()
    assert (named["status"] == "in_use").all()
    assert named[["capacity", "cost", "open_24h"]].isna().all(axis=None)  # not known, so not made up


def test_exactly_one_shelter_is_hidden_and_it_is_simulated(demo):
    hidden = demo.tables["facilities"].query("disclosure == 'hidden'")
    assert hidden[["kind", "commune_code", "source"]].values.tolist() == [
        ["reliable_address", "03160", simulated_source(2025)]
    ]
    assert not hidden["facility_id"].str.contains("03160").any()  # the id does not give the commune away


def test_every_simulated_place_says_so_in_its_name(demo):
    places = demo.tables["facilities"]
    assert places.loc[places["source"] == simulated_source(2025), "name"].str.endswith("(mô phỏng)").all()
    assert demo.tables["demand_points"]["name"].str.endswith("(mô phỏng)").all()
    assert places["name"].is_unique


def test_each_commune_has_its_schools_station_and_two_candidate_sites(demo):
    places = demo.tables["facilities"]
    number = places.groupby(["kind", "commune_code"]).size()
    assert number["school"].between(2, 4).all()
    assert (number["health_station"] == 1).all()
    assert (number["communal_house"] == 2).all()
    assert all(len(number[kind]) == 45 for kind in ("school", "health_station", "police_post", "communal_house"))
    candidates = places[places["status"] == "candidate"]
    assert set(candidates["kind"]) == {"communal_house"}
    assert set(candidates["disclosure"]) == {"public"}


def test_officers_are_numbers_share_their_time_and_follow_one_another(demo):
    staff = demo.tables["officers"]
    assert staff["officer_id"].str.fullmatch(r"O\d{4}").all()
    assert (staff.groupby("officer_id")["fte"].sum() <= 1.001).all()
    assert (staff.groupby("officer_id")["post_id"].nunique() > 1).sum() > 50
    for _, post in staff[staff["role"] == "child_protection"].sort_values("appointed_on").groupby("post_id"):
        left = post["left_on"].to_numpy()[:-1]
        assert (left <= post["appointed_on"].to_numpy()[1:]).all()
        assert not np.isnat(left).any()


def test_skills_are_learnt_in_post(demo):
    joined = demo.tables["skills"].merge(demo.tables["officers"].drop_duplicates("officer_id"), on="officer_id")
    assert len(joined) == len(demo.tables["skills"])
    assert (joined["trained_on"] >= joined["appointed_on"]).all()
    assert not (joined["trained_on"] > joined["left_on"]).any()


def test_presence_grows_with_a_year_in_post_and_ends_with_it():
    staff = pd.DataFrame(
        {
            "role": ["child_protection", "child_protection", "culture"],
            "unit_code": ["a", "a", "a"],
            "fte": [0.5, 1.0, 1.0],
            "appointed_on": pd.to_datetime(["2020-01-15", "2022-01-15", "2019-01-01"]),
            "left_on": pd.to_datetime(["2021-06-15", None, None]),
        }
    )
    months = np.array(["2020-01", "2021-01", "2021-06", "2022-01", "2025-12"], dtype="datetime64[M]")
    there = presence(staff, pd.Series(["a", "b"]), months)
    assert there[0] == pytest.approx([0.5 * 0.4, 0.5, 0.0, 0.4, 1.0], abs=0.001)
    assert there[1].tolist() == [0.0] * 5


def test_there_are_72_months_and_a_few_dozen_cases_a_year(demo):
    counts = received(demo)
    assert counts["period_start"].nunique() == len(MONTHS) == 72
    assert (counts["period_start"].min(), counts["period_end"].max()) == (
        pd.Timestamp("2020-01-01"),
        pd.Timestamp("2025-12-31"),
    )
    yearly = counts.groupby(counts["period_start"].dt.year)["count"].sum()
    assert yearly.between(60, 120).all()
    assert len(demo.tables["case_counts"]) <= 20_000


def test_no_stage_holds_more_cases_than_the_one_before(demo):
    counts = demo.tables["case_counts"]
    stages = counts[counts["counted"] == "cases"].pivot(index=KEY, columns="stage", values="count").fillna(0)
    assert (stages["handled"] + stages["open"] == stages["received"]).all()
    assert (stages["prosecuted"] <= stages["handled"]).all()
    assert (stages["convicted"] <= stages["prosecuted"]).all()
    persons = counts.pivot(index=KEY, columns=["stage", "counted"], values="count").fillna(0)
    assert (persons["prosecuted", "defendants"] >= persons["prosecuted", "cases"]).all()
    assert (persons["convicted", "convicted_persons"] <= persons["prosecuted", "defendants"]).all()
    assert (persons["received", "victims"] >= persons["received", "cases"]).all()


def test_the_truth_holds_what_was_reported_and_what_was_counted(demo):
    truth = demo.truth
    assert len(truth) == 45 * 72 * len(KINDS)
    assert (truth["reported_cases"] <= truth["true_cases"]).all()
    assert truth["reporting_probability"].between(0.01, 0.6).all()
    counts = received(demo)
    in_communes = counts[counts["unit_code"] != "11"]
    on = ["unit_code", "period_start", "kind"]
    joined = truth.merge(in_communes.groupby(on, as_index=False)["count"].sum(), on=on, how="left")
    assert (joined["count"].notna() == joined["returned"]).all()  # a return has its count, a missing one has none
    assert (joined["count"].fillna(0) <= joined["reported_cases"]).all()
    lost = (joined["reported_cases"] - joined["count"]).where(joined["returned"], 0).sum()
    online = counts.loc[counts["unit_code"] == "11", "count"].sum()
    assert 0 < lost <= online  # what a sent return lacks are online cases of no commune


def test_the_truth_follows_its_equations(demo, facts):
    truth = demo.truth
    rates = truth.groupby(["unit_code", "kind"])["true_rate"].first().unstack()
    assert np.average(rates.sum(axis=1), weights=facts["children"]) == pytest.approx(2.5)
    shares = rates.div(rates.sum(axis=1), axis=0).mean()
    assert shares.to_dict() == pytest.approx({kind.name: kind.share for kind in KINDS})
    expected = 2.5 * facts["children"].sum() / 1000 * 6
    assert truth["true_cases"].sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))
    reported = (truth["true_cases"] * truth["reporting_probability"]).sum()
    assert truth["reported_cases"].sum() == pytest.approx(reported, abs=4 * np.sqrt(reported))
    assert truth["officer_presence"].corr(truth["reporting_probability"]) > 0.5


def test_a_sent_zero_is_a_row_and_a_missing_return_is_none(demo):
    counts = received(demo)
    zeros = counts[counts["count"] == 0]
    assert set(zeros["place"]) == {"unknown", "online"}
    on_return = ["unit_code", "period_start", "kind", "agency"]
    filled = counts[counts["count"] > 0].set_index(on_return).index
    assert not zeros.set_index(on_return).index.isin(filled).any()
    missing = 1 - demo.truth["returned"].mean()
    assert 0.02 < missing < 0.06


def test_only_online_cases_without_a_commune_stand_under_the_province(demo):
    counts = demo.tables["case_counts"]
    province = counts[counts["unit_code"] == "11"]
    assert set(province["place"]) == {"online"}
    assert set(province["agency"]) == {"hotline_111"}
    assert set(counts.loc[counts["unit_code"] != "11", "agency"]) == {"police", "health"}


def test_the_shares_of_each_kind_sum_to_one():
    assert sum(kind.share for kind in KINDS) == pytest.approx(1)
    for kind in KINDS:
        assert len(kind.places) == len(PLACES)
        assert sum(kind.places) == pytest.approx(1)


def test_the_same_seed_gives_the_same_demo_and_another_seed_another(demo, units):
    again, other = demo_tables(units), demo_tables(units, seed=7)
    pd.testing.assert_frame_equal(again.truth, demo.truth)
    for name, table in demo.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table)
        if name != "targets":
            assert not other.tables[name].drop(columns="source").equals(table.drop(columns="source"))
    assert set(other.tables["case_counts"]["source"]) == {simulated_source(7)}


def test_the_order_of_the_units_changes_nothing(demo, units):
    shuffled = demo_tables(units.iloc[::-1])
    for name, table in demo.tables.items():
        pd.testing.assert_frame_equal(shuffled.tables[name], table)


def test_each_table_draws_from_a_stream_of_its_own():
    first = stream(2025, "officers").random(3)
    assert first.tolist() == stream(2025, "officers").random(3).tolist()
    assert first.tolist() != stream(2025, "skills").random(3).tolist()
    assert first.tolist() != stream(2026, "officers").random(3).tolist()


def test_one_more_table_leaves_the_others_as_they_are(demo, units, monkeypatch):
    """Without what was done last (visits and programmes), every other row is the same to the last byte."""
    nothing = pd.DataFrame({"source": pd.Series(dtype="str")})
    for module, name in (
        (demo_visits, "visits"), (demo_visits, "recommendations"),
        (demo_programmes, "courses"), (demo_programmes, "partners"), (demo_programmes, "campaign_activities"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, lambda *_: nothing)
    without = demo_tables(units)
    pd.testing.assert_frame_equal(without.truth, demo.truth)
    for name in ("demand_points", "facilities", "officers", "skills", "case_counts", "targets"):
        assert without.tables[name].to_csv() == demo.tables[name].to_csv()
    before = without.tables["indicators"]
    assert set(before["indicator"]) == {"population", "children", "poverty", "dropouts"}
    assert before.to_csv() == demo.tables["indicators"].iloc[: len(before)].to_csv()


def test_no_person_s_name_is_in_the_demo(demo):
    """Officers are numbers; the only columns with words are those of places, offices, roles, kinds and sources."""
    worded = {
        (name, column)
        for name, table in demo.tables.items()
        for column in table.select_dtypes("str")
        if table[column].dropna().str.contains(r"[a-zà-ỹ] [A-ZĐÀ-Ỹ]", regex=True).any()
    }
    assert worded <= {
        ("demand_points", "name"), ("facilities", "name"), ("facilities", "model"), ("facilities", "source"),
        ("indicators", "source"), ("targets", "source"), ("visits", "team"), ("visits", "findings"),
        *(("recommendations", column) for column in ("from", "to", "text", "owner")),
        ("courses", "partner"), ("partners", "partner"), ("partners", "activity"),
    }  # fmt: skip
    text = " ".join(demo.tables["facilities"]["name"]) + " ".join(demo.tables["facilities"]["source"])
    assert "Nguyễn" not in text
