"""Plans side by side: what differs in settings, totals, what is proposed and what communes get."""

from dataclasses import dataclass

import pytest

from app.errors import DifferentQuestions, NotAPlan, PlansToCompare, ProposesNothing
from app.language import Language
from app.messages import said
from app.reports.side_by_side import comparison_document, comparison_text
from app.result import Column, Sensitivity, Setting, Table, Value
from app.scenario_comparison import SHAPES, Seen, compare
from app.scenario_words import Sheet, headline, sheets

EN = Language("en")
AREA = Sensitivity.AREA


@dataclass(frozen=True)
class Plan:
    analysis: str
    parameters: tuple[Setting, ...]
    tables: tuple[Table, ...]


def table(name: str, columns: str, *rows: tuple[Value, ...]) -> Table:
    return Table(name, tuple(Column(each, "", AREA) for each in columns.split()), rows, AREA)


def shelters(p: int, reached: int, *sites: str, within: tuple[int, int] = (60, 0), cost: int | None = None) -> Seen:
    rows = [(site, f"Nhà {site}", "Xã Tây", 10 * rank) for rank, site in enumerate(sites, start=1)]
    communes = [("Xã Tây", "00001", within[0]), ("Xã Đông", "00002", within[1])]
    costed = ("children_within_after status opening_cost", (reached, "optimal", cost))
    plan = costed if cost is not None else ("children_within_after status", (reached, "optimal"))
    return Plan(
        "shelters",
        (Setting("p", p, AREA), Setting("limit", 60.0, AREA)),
        (
            table("sites", "facility_id name commune children_newly_within", *rows),
            table("communes", "name code children_within_after", *communes),
            table("plan", *plan),
        ),
    )


TWO = (shelters(2, 60, "A", "B"), shelters(3, 100, "A", "C", "D", within=(60, 40)))


def sheet(plans: tuple[Seen, ...], name: str) -> Sheet:
    found = compare([f"shelters-{number}" for number, _ in enumerate(plans, start=1)], plans)
    return next(each for each in sheets(found, EN) if each.name == name)


def test_only_the_settings_that_differ_are_listed() -> None:
    assert compare(["shelters-1", "shelters-2"], TWO).settings == (("p", (2, 3)),)
    assert sheet(TWO, "settings").rows == (("New sites", "2", "3"),)


def test_what_all_plans_propose_comes_first_and_what_only_some_do_is_said() -> None:
    found = compare(["shelters-1", "shelters-2"], TWO)
    assert [each.key for each in found.proposed] == [("A",), ("B",), ("C",), ("D",)]
    assert [each.values for each in found.proposed] == [(10, 10), (20, None), (None, 20), (None, 30)]
    assert headline(found, EN) == "All plans propose 1 of 4; the others are proposed by some only."
    assert sheet(TWO, "proposed").rows[1] == ("Nhà B", "Tây commune", "20", "not proposed")


def test_plans_for_cases_tell_cases_and_a_site_that_brings_none_newly_is_still_proposed() -> None:
    columns = "facility_id name commune children_newly_within cases_newly_within"
    plans = tuple(
        Plan("shelters", (), (table("sites", columns, ("A", "Nhà A", "Xã Tây", 10, cases)),)) for cases in (2.5, 0)
    )
    found = compare(["shelters-1", "shelters-2"], plans)
    assert found.said.name == "cases_newly_within"
    assert [each.values for each in found.proposed] == [(2.5, 0)]
    children = compare(["shelters-1", "shelters-2"], (plans[0], TWO[0]))
    assert children.said.name == "children_newly_within"


def test_the_same_plan_twice_proposes_the_same() -> None:
    found = compare(["shelters-1", "shelters-2"], (TWO[0], TWO[0]))
    assert headline(found, EN) == "All 2 plans propose the same: 2."
    assert (found.communes, found.settings) == ((), ())
    assert not any(line.differs for line in found.totals)


def test_totals_say_the_last_plan_less_the_first() -> None:
    plans = (*TWO, shelters(1, 45, "A"))
    rows = {row[0]: row[1:] for row in sheet(plans, "totals").rows}
    assert rows["Number proposed"] == ("2", "3", "1", "−1")
    assert rows["Children within the limit, with the plan"] == ("60", "100", "45", "−15")
    assert sheet(plans, "totals").headings[-1] == "shelters-3 − shelters-1"


def test_a_cost_that_one_plan_does_not_state_is_a_dash() -> None:
    plans = (shelters(2, 60, "A", "B", cost=700), TWO[1])
    rows = {row[0]: row[1:] for row in sheet(plans, "totals").rows}
    assert rows["Cost of the new sites"] == ("700", "–", "–")


def test_communes_are_listed_by_the_size_of_the_difference() -> None:
    plans = (TWO[0], shelters(3, 100, "A", within=(50, 40)))
    assert sheet(plans, "communes").rows == (("Đông commune", "0", "40", "+40"), ("Tây commune", "60", "50", "−10"))


@pytest.mark.parametrize("names", [["a-1"], ["a-1", "a-1"], ["a-1", "a-2", "a-3", "a-4", "a-5"]])
def test_two_to_four_different_plans_are_compared(names: list[str]) -> None:
    with pytest.raises(PlansToCompare):
        compare(names, [TWO[0]] * len(names))


def test_plans_of_two_questions_are_refused() -> None:
    with pytest.raises(DifferentQuestions) as caught:
        compare(["shelters-1", "posts-1"], [TWO[0], Plan("posts", (), ())])
    assert caught.value.analyses == ("shelters", "posts")


def test_what_the_reader_may_not_see_is_not_compared() -> None:
    with pytest.raises(NotAPlan):
        compare(["shelters-1", "shelters-2"], [TWO[0], Plan("shelters", (), ())])


@pytest.mark.parametrize("analysis", ["rates", "targets"])
def test_a_question_that_measures_is_said_to_propose_nothing(analysis: str) -> None:
    with pytest.raises(ProposesNothing) as caught:
        compare([f"{analysis}-1", f"{analysis}-2"], [Plan(analysis, (), ())] * 2)
    assert caught.value.known == tuple(SHAPES)
    assert "measures what there is and proposes nothing" in said(caught.value, EN).sentence


def test_posts_of_a_commune_that_gets_none_are_not_proposed() -> None:
    communes = table("communes", "name code posts_added", ("Xã Tây", "00001", 1), ("Xã Đông", "00002", 0))
    other = table("communes", "name code posts_added", ("Xã Tây", "00001", 0), ("Xã Đông", "00002", 1))
    found = compare(["posts-1", "posts-2"], [Plan("posts", (), (each,)) for each in (communes, other)])
    assert [(each.key, each.values) for each in found.proposed] == [(("00001",), (1, None)), (("00002",), (None, 1))]
    assert found.commune is None
    assert next(each for each in sheets(found, EN) if each.name == "communes").empty.startswith("The plans state no")


def test_days_of_a_visit_are_added_up() -> None:
    days = table("days", "communes minutes_on_the_way visit_score", (2, 60.0, 5.0), (1, 30.0, 2.0))
    route = table("route", "rank name commune_code", ("1.1", "Xã Tây", "00001"))
    plans = [Plan("visits", (), (route, days))] * 2
    totals = {line.column.name: line.values for line in compare(["visits-1", "visits-2"], plans).totals}
    assert totals == {"proposed": (1, 1), "communes": (3, 3), "minutes_on_the_way": (90.0, 90.0), "visit_score": (7, 7)}


def test_text_and_document_say_the_same() -> None:
    found = compare(["shelters-1", "shelters-2"], TWO)
    text, document = comparison_text(found, EN), comparison_document(found, EN)
    assert text.startswith(document["headline"])
    assert document["results"] == ["shelters-1", "shelters-2"]
    assert document["settings"] == {"p": [2, 3]}
    assert document["communes"] == [{"code": "00002", "children_within_after": [0, 40]}]
    assert [each["in_all"] for each in document["proposed"]] == [True, False, False, False]
