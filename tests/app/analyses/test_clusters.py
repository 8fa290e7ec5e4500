"""Clusters: what stands out from chance and what does not, who is left out, and maps where nothing can be said."""

import numpy as np
import pandas as pd
import pytest
from shapely import box

from app.analyses.clusters import Parameters, run
from app.case_counts import select_counts
from app.children import children_by_commune
from app.cluster_communes import observed
from app.errors import NoChildren, NoCounts
from app.result import Result, Sensitivity
from data.project import About, Project

SIDE = 8
ISLAND = SIDE * SIDE
ALL = range(ISLAND + 1)
VINTAGE = "2025-07-01"
QUICK = {"permutations": 999, "scan_permutations": 199, "redraws": 99}


def province(
    counts: dict[int, int | None], *, children: dict[int, float] | None = None, schematic: bool = False
) -> Project:
    """Return 8 × 8 communes, and an island far off, of 1,000 children each; `counts` where they are not 2."""
    import geopandas as gpd

    cells = [(x * 0.1, y * 0.1) for y in range(SIDE) for x in range(SIDE)] + [(5.0, 5.0)]
    codes = [f"{number:05d}" for number in range(len(cells))]
    units = gpd.GeoDataFrame(
        {
            "code": codes,
            "level": "commune",
            "parent_code": "01",
            "name": [f"Xa {number}" for number in range(len(cells))],
            "kind": "xã",
            "lon": [x for x, _ in cells],
            "lat": [y for _, y in cells],
            "vintage": VINTAGE,
            "source": "test",
        },
        geometry=[box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in cells],
        crs="EPSG:4326",
    )
    own = dict.fromkeys(range(len(cells)), 1000.0) | (children or {})
    indicators = pd.DataFrame(
        {
            "unit_code": codes,
            "vintage": VINTAGE,
            "indicator": "children",
            "period_start": pd.Timestamp("2024-01-01"),
            "period_end": pd.Timestamp("2024-12-31"),
            "value": [own[number] for number in range(len(cells))],
            "source": "test",
        }
    )
    received = dict.fromkeys(range(len(cells)), 2) | counts
    sent = {codes[number]: count for number, count in received.items() if count is not None}
    case_counts = pd.DataFrame(
        {
            "unit_code": list(sent),
            "vintage": VINTAGE,
            "period_start": pd.Timestamp("2024-01-01"),
            "period_end": pd.Timestamp("2024-12-31"),
            "place": "home",
            "kind": "neglect",
            "agency": "police",
            "stage": "received",
            "counted": "cases",
            "count": list(sent.values()),
        }
    )
    about = About.new("Tỉnh", "01", vintage=VINTAGE, simulated=True, schematic=schematic)
    tables = {"units": units, "indicators": indicators, "case_counts": case_counts}
    return Project.new(about).with_tables({name: table for name, table in tables.items() if len(table)})


BLOCK = (0, 1, SIDE, SIDE + 1)
"""Four communes in a corner."""


def answer(project: Project, **asked: object) -> Result:
    return run(project, Parameters.model_validate({**QUICK, **asked}))


def column(result: Result, name: str, table: str = "communes") -> list[object]:
    return list(result.table(table).values(name))


def said(result: Result) -> str:
    return "\n".join(each.en for each in result.findings)


@pytest.fixture(scope="module")
def planted() -> Result:
    return answer(province(dict.fromkeys(BLOCK, 16)), permutations=9999)


@pytest.fixture(scope="module")
def even() -> Result:
    return answer(province({}))


def test_a_planted_cluster_is_found_with_its_figures(planted: Result) -> None:
    """64 of 186 cases among 4 of 65 communes of 1,000 children; outside 122 cases in 61."""
    table = planted.table("clusters")
    row = dict(zip((each.name for each in table.columns), table.rows[0], strict=True))
    assert (row["cluster"], row["communes"], row["cases"], row["significant"]) == (1, 4, 64, "yes")
    assert row["expected_cases"] == pytest.approx(186 * 4 / 65)
    assert row["relative_risk"] == pytest.approx((64 / 4) / (122 / 61))
    assert row["cluster_p"] == pytest.approx(1 / 200)


def test_the_communes_of_the_cluster_bear_its_number_and_come_again_when_redrawn(planted: Result) -> None:
    number, shares = column(planted, "cluster"), column(planted, "belongs_share")
    assert [each for each, cluster in enumerate(number) if cluster == 1] == list(BLOCK)
    assert min(float(str(shares[each])) for each in BLOCK) > 80
    assert [column(planted, "cluster_class")[each] for each in (*BLOCK, 20)] == ["most_likely"] * 4 + ["no_cluster"]


def test_neighbours_of_the_cluster_are_high_beside_high_and_hot(planted: Result) -> None:
    assert [column(planted, "local_class")[each] for each in BLOCK] == ["high_high"] * 4
    assert column(planted, "hot_spot")[0] == "hot_spot"
    assert "High beside high neighbours" in said(planted)
    assert "Cluster 1, around" in said(planted)


def test_where_all_rates_are_equal_nothing_stands_out_and_that_is_said(even: Result) -> None:
    assert set(column(even, "local_class")) == {"not_significant", "no_neighbours"}
    assert {"most_likely", "secondary"}.isdisjoint(column(even, "cluster_class"))
    assert "no single commune stands out from chance" in said(even)
    assert "No cluster stands out from chance" in said(even) or "No circle of communes" in said(even)


def test_the_island_is_named_and_still_in_the_circles(even: Result) -> None:
    assert column(even, "local_class")[ISLAND] == "no_neighbours"
    assert column(even, "local_p")[ISLAND] is None
    assert column(even, "cluster_class")[ISLAND] == "no_cluster"
    assert "Without a neighbour to be compared with, so only in the circles (1): Xa 64 commune." in said(even)


def test_a_commune_without_a_return_is_left_out_named_and_not_a_zero() -> None:
    found = answer(province({5: None, 10: 0}, children={8: 0.0}))
    assert column(found, "local_class")[5] == column(found, "cluster_class")[5] == "no_return"
    assert column(found, "local_class")[8] == "no_children"
    assert (column(found, "cases")[5], column(found, "cases")[10]) == (None, 0)
    assert "since no return came (1): Xa 5 commune." in said(found)
    assert "the number of children is not known (1): Xa 8 commune." in said(found)


def test_neighbours_are_those_that_can_be_compared_too() -> None:
    project = province({1: None, SIDE: None, SIDE + 1: None})
    seen = observed(project, select_counts(project), children_by_commune(project))
    assert len(seen.neighbours) == len(seen.known) == 62
    assert seen.neighbours[0].tolist() == []
    assert column(answer(project), "local_class")[0] == "no_neighbours"


@pytest.mark.parametrize(
    ("counts", "children"),
    [
        (dict.fromkeys(ALL, 0), {}),
        (dict.fromkeys(ALL[1:]), {}),
        (dict.fromkeys(ALL[2:]), {}),
        ({}, dict.fromkeys(range(ISLAND), 0.0)),
        (dict.fromkeys(range(ISLAND), 0), {}),
    ],
    ids=["no case", "one commune", "two communes", "one commune with children", "every case on the island"],
)
def test_a_map_with_little_to_say_gives_sentences_and_finite_numbers(
    counts: dict[int, int | None], children: dict[int, float]
) -> None:
    found = answer(province(counts, children=children))
    assert found.findings
    assert len(found.table("moran").rows) == 1
    for table in found.tables:
        for row in table.rows:
            assert all(np.isfinite(each) for each in row if isinstance(each, float))
    assert {"high_high", "low_low"}.isdisjoint(column(found, "local_class"))


def test_without_any_case_that_is_what_is_said() -> None:
    assert "Not one case was reported" in said(answer(province(dict.fromkeys(ALL, 0))))


def test_without_counts_or_children_it_is_refused() -> None:
    with pytest.raises(NoCounts):
        answer(province(dict.fromkeys(ALL)))
    with pytest.raises(NoChildren):
        answer(province({}).with_table("indicators", province({})["indicators"].iloc[:0]))


@pytest.mark.parametrize(
    ("asked", "levels"),
    [
        ({"permutations": 99}, ("p_0.05",)),
        ({"permutations": 999}, ("p_0.01", "p_0.05")),
        ({"permutations": 9999}, ("p_0.001", "p_0.01", "p_0.05")),
        ({"permutations": 9999, "correction": "bonferroni"}, ("p_0.05",)),
        ({"permutations": 999, "correction": "bonferroni"}, ()),
    ],
)
def test_legends_show_only_levels_the_random_maps_can_reach(asked: dict[str, object], levels: tuple[str, ...]) -> None:
    found = answer(province(dict.fromkeys(BLOCK, 16)), **asked)
    legend = {each.name: each for each in found.layers}["p_level"].categories
    assert tuple(each for each in legend if each.startswith("p_")) == levels
    assert set(column(found, "p_level")) <= set(legend)


def test_every_class_on_a_map_is_in_its_legend(planted: Result, even: Result) -> None:
    for result in (planted, even, answer(province({5: None}, children={8: 0.0}))):
        for layer in result.layers:
            if layer.categories:
                assert set(column(result, str(layer.value))) <= set(layer.categories)


def test_without_correction_at_least_as_many_communes_stand_out() -> None:
    project = province({number: 2 + (7 * number) % 5 for number in range(ISLAND)} | dict.fromkeys(BLOCK, 9))
    calm = {"not_significant", "no_neighbours"}
    counted = [
        sum(each not in calm for each in column(answer(project, correction=name), "p_level"))
        for name in ("bonferroni", "fdr", "none")
    ]
    assert counted == sorted(counted)


def test_the_same_seed_gives_the_same_answer_and_progress_ends_at_1(planted: Result) -> None:
    told: list[float] = []
    again = run(
        province(dict.fromkeys(BLOCK, 16)), Parameters.model_validate({**QUICK, "permutations": 9999}), told.append
    )
    assert [each.rows for each in again.tables] == [each.rows for each in planted.tables]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_drawn_boundaries_are_warned_of_first() -> None:
    found = answer(province({}, schematic=True))
    assert found.card.warning is not None
    assert "drawn around centres" in found.card.warning.en
    assert answer(province({})).card.warning is None


def test_the_card_says_how_the_tests_did_on_this_project(planted: Result) -> None:
    texts = [each.en for each in planted.card.validation]
    assert any(text.startswith("When the cases are drawn again, communes of the strongest cluster") for text in texts)
    assert any(text.startswith("On 99 maps where the same number of cases fell by chance alone") for text in texts)
    assert planted.card.data is not None
    assert planted.card.serves_worse is not None


def test_everything_from_cases_is_marked_as_such(planted: Result) -> None:
    tags = {each.name: each.sensitivity for table in planted.tables for each in table.columns}
    public = {name for name, tag in tags.items() if tag is not Sensitivity.CASE}
    assert public == {"name", "code", "children"}
    assert all(each.sensitivity is Sensitivity.CASE for each in (*planted.layers, *planted.findings))
    assert planted.denominator.indicator == "children"
    assert planted.period is not None


@pytest.mark.parametrize("measure", ["standardised", "empirical_bayes", "crude"])
def test_each_measure_finds_the_planted_cluster(measure: str) -> None:
    found = answer(province(dict.fromkeys(BLOCK, 16)), measure=measure, permutations=9999)
    assert column(found, "local_class")[0] == "high_high"


def test_both_languages_have_every_sentence(planted: Result) -> None:
    for each in (*planted.findings, *planted.card.validation):
        assert each.vi
        assert each.en
        assert "{" not in each.vi + each.en
