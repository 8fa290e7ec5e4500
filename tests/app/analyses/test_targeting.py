"""Communes for a programme: order, certainty, who works there, and what a case does to the whole."""

import math

import pandas as pd
import pytest

from app.analyses.targeting import Parameters, run
from app.demand_lenses import SOURCES
from app.errors import BadParameter, NoJustification, NoLens
from app.language import Language, Text
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table
from app.results import StoredResult, with_result
from app.targeting_criteria import weighted_names
from app.unit_words import UNITS
from app.words import COLUMNS, LAYERS, TABLES, VALUES, base_name, value_text
from data.project import Project
from data.unit_lists import OLD_VINTAGE
from tests.app.analyses.test_targets import indicator, rows

CODES = ["00001", "00002", "00003", "00004"]
AREA, CASE = Sensitivity.AREA, Sensitivity.CASE


@pytest.fixture
def known(four_communes: Project) -> Project:
    return four_communes.append("indicators", indicator("poverty", [10, 40, 20, 30]))


def asked(**given: object) -> Parameters:
    return Parameters(**({"criteria": "poverty", "shortlist": 2, "draws": 100} | given))  # type: ignore[arg-type]


def order(found: Result) -> list[object]:
    return found.table("communes").values("code")


def test_the_poorest_come_first_and_children_alike_go_by_code(known: Project) -> None:
    assert order(run(known, asked())) == ["00002", "00004", "00003", "00001"]
    assert order(run(known, asked(criteria="children"))) == CODES


def test_a_percentage_is_written_as_everywhere_else(known: Project) -> None:
    texts = run(known, asked()).table("communes").values("reason_vi")
    assert "40,0%" in str(texts[0])
    assert not any(" %" in str(text) for text in texts)


def test_of_some_criteria_less_is_need(known: Project) -> None:
    found = run(known, asked(less_is_need="poverty"))
    assert order(found) == ["00001", "00003", "00004", "00002"]
    assert rows(found, "criteria")[0]["direction"] == "less_is_need"


@pytest.mark.parametrize("method", ["min_max", "ranks", "topsis"])
def test_one_criterion_leaves_nothing_to_chance(known: Project, method: str) -> None:
    found = run(known, asked(method=method))
    for row in rows(found, "communes"):
        assert row["priority_from"] == row["priority"] == row["priority_to"]
    assert found.table("communes").values("shortlist_class") == ["shortlist_holds"] * 2 + ["not_on_shortlist"] * 2


def test_a_commune_on_the_edge_is_named_as_such(known: Project) -> None:
    against = known.append("indicators", indicator("dropout_share", [40, 10, 30, 20]))
    found = run(against, asked(criteria="poverty=1, dropout_share=1", shortlist=1, concentration=5, draws=500))
    first = rows(found, "communes")[0]
    assert first["shortlist_class"] == "shortlist_unsure"
    assert 20 < float(str(first["shortlisted_share"])) < 80
    assert any("depend on the weights" in each.en for each in found.findings)
    assert {row["criterion"] for row in rows(found, "criteria_values")} == {"poverty", "dropout_share"}
    assert "dropout_share" not in [column.name for column in found.table("communes").columns]


def test_what_is_not_known_is_filled_left_out_and_said(four_communes: Project) -> None:
    project = four_communes.append("indicators", indicator("poverty", [10, 40, 20]))
    found = run(project, asked(criteria="poverty=1, dropouts=3"))
    assert [row["weight"] for row in rows(found, "criteria")] == [100]
    said = " ".join(each.en for each in found.findings)
    assert "poverty is not known of 1 communes" in said
    assert "Left out, as the data do not hold them: dropouts" in said
    last = {row["code"]: row["poverty"] for row in rows(found, "communes")}
    assert last["00004"] == 20


@pytest.mark.parametrize("text", ["wealth", "poverty=much", "poverty=-1", "poverty=0", "reported=1", ""])
def test_what_is_no_criterion_or_weight_is_refused(known: Project, text: str) -> None:
    with pytest.raises(BadParameter):
        run(known, asked(criteria=text))


def test_weights_are_read_with_one_as_default(known: Project) -> None:
    assert weighted_names(known, "children = 2, poverty,, services=0").to_dict() == {"children": 2.0, "poverty": 1.0}


def test_who_people_are_is_asked_only_for_a_reason(known: Project) -> None:
    project = known.append("indicators", indicator("ethnic_minority", [1, 2, 3, 4]))
    with pytest.raises(NoJustification):
        run(project, asked(criteria="ethnic_minority"))


def partners(*present: tuple[str, str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(present, columns=["partner", "commune_code", "activity", "to"])
    return frame.assign(vintage="2025-07-01", to=pd.to_datetime(frame["to"]), **{"from": pd.Timestamp(2024, 1, 1)})


def test_who_else_works_there_is_gap_or_overlap(known: Project) -> None:
    there = partners(("A", "00002", "school", None), ("B", "00002", "school", None), ("A", "00003", "health", None),
                     ("C", "00004", "school", "2024-06-30"))  # fmt: skip
    found = run(known.with_table("partners", there), asked(on="2025-01-01"))
    presence = {row["code"]: (row["presence"], row["partners"]) for row in rows(found, "communes")}
    assert presence == {
        "00001": ("nobody_there", ""), "00002": ("partners_overlap", "A; B"), "00003": ("partner_there", "A"),
        "00004": ("nobody_there", ""),
    }  # fmt: skip
    gap = [each.numbers for each in found.findings if "without any partner" in each.en]
    assert gap == [{"n": 1}]


def test_partners_are_those_of_the_last_day_of_the_indicators(known: Project) -> None:
    """That one partner goes on to 2027 does not end the work of those that stop in 2026."""
    there = partners(("A", "00002", "school", "2026-12-31"), ("B", "00003", "school", "2027-12-31"),
                     ("C", "00004", "school", "2025-06-29"))  # fmt: skip
    found = run(known.with_table("partners", there), asked())
    assert {row["code"]: row["partners"] for row in rows(found, "communes")} == {
        "00001": "", "00002": "A", "00003": "B", "00004": "",
    }  # fmt: skip
    said = [each.en for each in found.findings]
    assert "Partners are those active on 30 Jun 2025." in said
    assert "Communes where more than one partner does the same: none." in said
    old = indicator("poverty", [1], "2030-01-01", "2030-12-31").assign(vintage=OLD_VINTAGE)
    later = run(known.with_table("partners", there).append("indicators", old), asked())
    assert later.table("communes").rows == found.table("communes").rows


def test_without_indicators_partners_are_those_when_the_latest_began(known: Project) -> None:
    bare = known.with_table("partners", partners(("A", "00002", "school", "2026-12-31")))
    points = pd.DataFrame([{"point_id": "P", "commune_code": "00001", "vintage": "2025-07-01", "children": 5}])
    found = run(bare.with_table("indicators", bare["indicators"].iloc[:0]).append("demand_points", points),
                asked(criteria="children"))  # fmt: skip
    assert "Partners are those active on 1 Jan 2024." in [each.en for each in found.findings]


def test_partners_and_activities_are_named_in_the_readers_language(known: Project) -> None:
    work, other = "truyền thông trong trường học", "phát sách"
    there = partners(*((f"Dự án {name} (mô phỏng)", "00002", each, None) for name in "AB" for each in (work, other)))
    found = run(known.with_table("partners", there), asked())
    row = next(row for row in rows(found, "communes") if row["code"] == "00002")
    assert str(row["reason_en"]).endswith(
        "Working there: Dự án A (simulated); Dự án B (simulated); more than one on: phát sách; awareness-raising in "
        "schools."
    )
    columns = {each.name: each for each in found.table("communes").columns}
    shown = [value_text(columns[name], row[name], Language("en")) for name in ("partners", "overlapping")]
    assert shown == ["Dự án A (simulated); Dự án B (simulated)", "phát sách; awareness-raising in schools"]


def test_a_place_that_never_changes_is_said_as_one(known: Project) -> None:
    assert "Place 1, however weights and data vary" in str(rows(run(known, asked()), "communes")[0]["reason_en"])
    assert "Every commune keeps its place, however weights and data vary." in [
        each.en for each in run(known, asked()).findings
    ]
    against = known.append("indicators", indicator("dropout_share", [10, 40, 30, 20]))
    found = run(against, asked(criteria="poverty=1, dropout_share=1", concentration=5, draws=500))
    (said,) = [each.en for each in found.findings if each.en.startswith("Places are not exact")]
    assert said.endswith("Hai commune is in place 1, however weights and data vary.")


def test_where_nothing_is_sure_the_sentence_says_none(known: Project) -> None:
    against = known.append("indicators", indicator("dropout_share", [40, 10, 30, 20]))
    found = run(against, asked(criteria="poverty=1, dropout_share=1", shortlist=1, concentration=5, draws=500))
    assert "Of the 1 communes in most need, none stays on the list under at least 80% of the weightings." in [
        each.en for each in found.findings
    ]


def with_lens(project: Project, values: list[float], spread: float) -> Project:
    column = SOURCES["expected"].column
    names = ("code", column, f"{column}_lower", f"{column}_upper")
    lines = tuple((code, value, value - spread, value + spread) for code, value in zip(CODES, values, strict=True))
    nothing = Text("", "")
    table = Table("communes", tuple(Column(name, "", CASE) for name in names), lines, CASE)
    result = Result("expected", (), (table,), (), (), ModelCard(nothing, nothing, nothing, nothing),
                    Denominator("children", "children", 1.0, nothing, AREA))  # fmt: skip
    return with_result(project, StoredResult("expected-1", "2026-01-01", result))


def test_a_lens_widens_places_and_makes_all_of_it_secret(known: Project) -> None:
    found = run(with_lens(known, [4, 3, 2, 1], 3), asked(criteria="expected"))
    assert {table.sensitivity for table in found.tables} == {CASE}
    assert {each.sensitivity for each in found.findings} == {CASE}
    assert {layer.sensitivity for layer in found.layers if layer.name != "presence"} == {CASE}
    widths = [int(str(row["priority_to"])) - int(str(row["priority_from"])) for row in rows(found, "communes")]
    assert max(widths) > 0
    assert found.card.warning is not None
    sure = run(with_lens(known, [4, 3, 2, 1], 0), asked(criteria="expected"))
    assert all(row["priority_from"] == row["priority_to"] for row in rows(sure, "communes"))


def test_criteria_that_never_vary_are_said_to_be_so(known: Project) -> None:
    (alone,) = [each for each in run(known, asked()).findings if "never vary" in each.en]
    assert alone.en.startswith("Only the weights vary. The data hold no interval for: poverty.")
    wide = with_lens(known, [4, 3, 2, 1], 3)
    (beside,) = [each for each in run(wide, asked(criteria="expected, poverty")).findings if "never vary" in each.en]
    assert beside.en.startswith("The data hold no interval for: poverty.")
    assert not [each for each in run(wide, asked(criteria="expected")).findings if "never vary" in each.en]


def test_a_lens_nobody_asked_for_is_missed_only_where_it_is_asked_for(known: Project) -> None:
    assert {table.sensitivity for table in run(known, asked()).tables} == {AREA}
    with pytest.raises(NoLens):
        run(known, asked(criteria="expected"))


@pytest.fixture(scope="module")
def of_the_demo(demo: Project) -> Result:
    return run(demo, Parameters(resolution=1000, draws=200))


def test_the_demo_is_ranked_with_a_reason_for_each(of_the_demo: Result) -> None:
    listed = rows(of_the_demo, "communes")
    assert [row["priority"] for row in listed] == list(range(1, 46))
    assert all(row["reason_vi"] and row["reason_en"] for row in listed)
    places = [[int(str(row[name])) for name in ("priority_from", "priority", "priority_to")] for row in listed]
    assert all(each == sorted(each) for each in places)
    assert sum(float(str(row["shortlisted_share"])) for row in listed) == pytest.approx(1000)
    holding = [row for row in listed if row["shortlist_class"] == "shortlist_holds"]
    assert holding
    assert all(float(str(row["shortlisted_share"])) >= 80 for row in holding)


def test_every_word_is_known_and_nothing_is_nan(of_the_demo: Result) -> None:
    for table in of_the_demo.tables:
        assert table.name in TABLES
        assert {base_name(column.name) for column in table.columns} <= set(COLUMNS)
        assert {column.unit for column in table.columns} <= set(UNITS)
        assert not [value for row in table.rows for value in row if isinstance(value, float) and math.isnan(value)]
    assert {layer.name for layer in of_the_demo.layers} <= set(LAYERS)
    assert {str(row["shortlist_class"]) for row in rows(of_the_demo, "communes")} <= set(VALUES)
    card = of_the_demo.card
    assert all((card.purpose, card.data, card.assumptions, card.checked, card.not_for, card.serves_worse))
