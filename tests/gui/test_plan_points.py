"""A plan chosen in a table or a chart is shown on the map by its sites."""

from pytestqt.qtbot import QtBot

from app.desktop.plan_points import with_sites
from app.desktop.session import Selection
from app.desktop.table_tab import TableTab
from app.language import Language, Text
from app.result import Column, Denominator, ModelCard, Result, Sensitivity, Table

AREA = Sensitivity.AREA
NOWHERE = Text("", "")


def table(name: str, columns: str, *rows: tuple[str | int, ...]) -> Table:
    return Table(name, tuple(Column(each, "", AREA) for each in columns.split()), rows, AREA)


FRONTIER = table("frontier", "opening_cost site_names site_codes", (5, "A", "F1"), (9, "A; B", "F1; F2"))
TABLES = (table("sites", "facility_id", ("F1",)), table("candidates", "facility_id", ("F2",), ("F3",)), FRONTIER)
CARD = ModelCard(NOWHERE, NOWHERE, NOWHERE, NOWHERE)
RESULT = Result("shelters", (), TABLES, (), (), CARD, Denominator("children", "children", 1.0, NOWHERE, AREA))


def test_the_sites_of_a_plan_are_selected_where_they_stand() -> None:
    found = with_sites(Selection("frontier", ("F1; F2",)), RESULT)
    assert (found.table, found.codes) == ("frontier", ("F1; F2",))
    assert (found.of("sites"), found.of("candidates")) == (("F1",), ("F2",))


def test_anything_else_is_selected_as_it_is() -> None:
    places = Selection("sites", ("F1",))
    assert with_sites(places, RESULT) == places
    assert with_sites(Selection("frontier", ("F1",)), None) == Selection("frontier", ("F1",))


def test_a_row_of_plans_is_picked_and_found_again_by_its_sites(qtbot: QtBot) -> None:
    tab = TableTab(FRONTIER, Language("en"))
    qtbot.addWidget(tab)
    with qtbot.waitSignal(tab.picked) as picked:
        tab.selectRow(1)
    assert picked.args == [Selection("frontier", ("F1; F2",))]
    tab.select_codes(("F1",))
    assert tab.selection().codes == ("F1",)
    assert tab.isColumnHidden(2)
