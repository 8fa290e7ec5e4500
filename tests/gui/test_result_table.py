"""Tables sort by value, share the selection without echo, and copy only what anyone may know."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QLocale, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.desktop.few_lines import first_lines
from app.desktop.result_table import ResultTable
from app.desktop.session import Selection
from app.desktop.table_model import TableModel, in_lines
from app.desktop.table_tab import TableTab, spreadsheet_number
from app.desktop.theme import LIGHT, style_sheet
from app.language import Language, Text
from app.result import Column, Denominator, ModelCard, Period, Result, Sensitivity, Table, Value

VI, EN = Language("vi"), Language("en")
AREA, CASE, PUBLIC = Sensitivity.AREA, Sensitivity.CASE, Sensitivity.PUBLIC
COMMUNES = Table(
    "communes",
    (
        Column("code", "", PUBLIC),
        Column("name", "", PUBLIC),
        Column("children", "children", AREA),
        Column("cases", "cases", CASE),
        Column("rate", "per 1,000 children", CASE),
    ),
    (
        ("00001", "Xã A", 1000, 9, 9.0),
        ("00002", "Xã B", 200, 10, 50.5),
        ("00003", "Xã C", 10000, None, None),
        ("00004", "Xã D", 30, 100, 3333.333),
    ),
    AREA,
)
REASON = "Brings many more children within the limit, far more than any other place that could be opened instead."
SITES = Table(
    "sites",
    (
        Column("rank", "", AREA),
        Column("facility_id", "", AREA),
        Column("name", "", AREA),
        Column("kind", "", AREA),
        Column("lon", "°", AREA),
        Column("children_newly_within", "children", AREA),
        Column("reason_vi", "", AREA),
        Column("reason_en", "", AREA),
    ),
    (
        (1, "F2", "Nhà văn hoá 2", "communal_house", 103.1, 900, "Vì " + REASON, REASON),
        (2, "F1", "Nhà văn hoá 1", "communal_house", 103.2, 80, "Vì " + REASON, REASON),
    ),
    AREA,
)
NOWHERE = Text("", "")


def test_tables_become_a_list_where_their_tabs_do_not_fit(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.retranslate(EN)
    table.show_result(result(COMMUNES, SITES))
    table.resize(900, 300)
    table.show()
    qtbot.waitExposed(table)
    assert table.tabs.tabBar().isVisible()
    assert not table.choice.isVisible()
    table.resize(240, 300)
    assert not table.tabs.tabBar().isVisible()
    assert [table.choice.itemText(at) for at in range(2)] == ["Communes (4)", "Proposed sites (2)"]
    assert table.columns_button.isVisible()
    table.choice.setCurrentIndex(1)
    table.choice.activated.emit(1)
    assert table.tabs.currentIndex() == 1
    table.resize(900, 300)
    assert table.tabs.tabBar().isVisible()
    assert table.columns_button.isVisible()


def result(*tables: Table) -> Result:
    card = ModelCard(NOWHERE, NOWHERE, NOWHERE, NOWHERE)
    return Result("rates", (), tables, (), (), card, Denominator("children", "children", 1.0, NOWHERE, AREA))


@pytest.fixture
def table(qtbot: QtBot) -> ResultTable:
    made = ResultTable()
    qtbot.addWidget(made)
    made.retranslate(EN)
    made.resize(900, 400)
    made.show_result(result(COMMUNES, SITES))
    made.show()
    return made


def tab(table: ResultTable, name: str) -> TableTab:
    found = table.tab(name)
    assert found is not None
    return found


def column(tab: TableTab, position: int) -> list[str]:
    return [tab.rows.text(row, position) for row in range(tab.rows.rowCount())]


def test_without_a_result_it_says_so(qtbot: QtBot) -> None:
    made = ResultTable()
    qtbot.addWidget(made)
    made.retranslate(EN)
    made.show()
    assert made.empty.isVisible()
    assert made.empty.text() == "No result yet: its tables come here."


def test_each_table_has_a_tab_that_counts_its_rows(table: ResultTable) -> None:
    assert [table.tabs.tabText(place) for place in range(2)] == ["Communes (4)", "Proposed sites (2)"]


def test_cells_say_what_people_read(table: ResultTable) -> None:
    communes, sites = tab(table, "communes"), tab(table, "sites")
    assert column(communes, 4) == ["9.00", "50.50", "–", "3,333.33"]
    assert column(sites, 3) == ["communal house", "communal house"]
    table.retranslate(VI)
    assert column(communes, 4) == ["9,00", "50,50", "–", "3.333,33"]
    assert column(sites, 3) == ["nhà văn hoá", "nhà văn hoá"]


def test_the_other_languages_reason_is_not_shown(table: ResultTable) -> None:
    assert [each.name for each in tab(table, "sites").rows.columns][-1] == "reason_en"
    table.retranslate(VI)
    assert [each.name for each in tab(table, "sites").rows.columns][-1] == "reason_vi"


def test_numbers_sort_as_numbers_and_missing_ones_come_last(table: ResultTable) -> None:
    communes = tab(table, "communes")
    communes.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert column(communes, 3) == ["9", "10", "100", "–"]
    communes.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert column(communes, 3) == ["100", "10", "9", "–"]


def test_numbers_stand_at_the_right_and_words_at_the_left(table: ResultTable) -> None:
    model = tab(table, "communes").rows
    right, left = (model.data(model.index(0, place), Qt.ItemDataRole.TextAlignmentRole) for place in (2, 1))
    assert right & Qt.AlignmentFlag.AlignRight
    assert left & Qt.AlignmentFlag.AlignLeft


def test_the_lack_of_a_number_stands_where_the_numbers_stand() -> None:
    model = TableModel(COMMUNES, EN)
    missing = model.index(2, 3)
    assert model.text(2, 3) == "–"
    assert model.data(missing, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_a_long_text_is_cut_to_two_lines_that_fit(qtbot: QtBot) -> None:
    font, width = QFont(), 300.0
    shown = first_lines(REASON * 3, font, width)
    first, second = shown.split("\N{LINE SEPARATOR}")
    assert second.endswith("…")
    assert REASON.startswith(first)
    assert max(QFontMetricsF(font).horizontalAdvance(line) for line in (first, second)) <= width
    assert (REASON * 3).startswith(f"{first} {second.removesuffix('…')}")


def test_a_cell_has_room_for_the_lines_it_is_cut_to(qtbot: QtBot) -> None:
    table = ResultTable()
    qtbot.addWidget(table)
    table.setStyleSheet(style_sheet(LIGHT))
    table.retranslate(EN)
    table.show_result(result(SITES))
    table.show()
    qtbot.waitExposed(table)
    tab = table.tab("sites")
    assert tab is not None
    index = tab.model().index(0, tab.rows.columns.index(SITES.columns[-1]))
    drawn = QStyleOptionViewItem()
    drawn.initFrom(tab)
    drawn.rect, drawn.widget = tab.visualRect(index), tab
    tab.itemDelegate().initStyleOption(drawn, index)
    room = tab.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, drawn, tab).width()
    around = 2 * (tab.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, drawn, tab) + 1)
    lines = drawn.text.split("\N{LINE SEPARATOR}")
    assert max(QFontMetricsF(drawn.font).horizontalAdvance(line) for line in lines) <= room - around


def test_a_text_that_fits_is_shown_as_it_is(qtbot: QtBot) -> None:
    assert first_lines("Xã A", QFont(), 300.0) == "Xã A"
    assert first_lines(REASON, QFont(), 1000.0) == REASON


def test_selecting_a_row_is_told_once(table: ResultTable, qtbot: QtBot) -> None:
    communes = tab(table, "communes")
    with qtbot.waitSignal(table.selection_made) as heard:
        communes.selectRow(1)
    assert heard.args == [Selection("communes", ("00002",))]
    table.tabs.setCurrentWidget(tab(table, "sites"))
    with qtbot.waitSignal(table.selection_made) as heard:
        tab(table, "sites").selectRow(0)
    assert heard.args == [Selection("sites", ("F2",))]


def test_a_selection_made_elsewhere_is_shown_and_not_echoed(table: ResultTable, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(table.selection_made):
        table.select(Selection("sites", ("F1",)))
    assert table.tabs.currentWidget() is tab(table, "sites")
    assert tab(table, "sites").selection() == Selection("sites", ("F1",))
    with qtbot.assertNotEmitted(table.selection_made):
        table.select(Selection("communes", ("00004", "00001")))
    assert tab(table, "sites").selection().codes == ()
    assert tab(table, "communes").selection().codes == ("00001", "00004")


def test_the_selection_stays_with_its_rows_through_sorting_and_another_language(table: ResultTable) -> None:
    communes = tab(table, "communes")
    table.select(Selection("communes", ("00003",)))
    communes.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert communes.selection().codes == ("00003",)
    assert {index.row() for index in communes.selectionModel().selectedRows()} == {0}
    table.retranslate(VI)
    assert communes.selection().codes == ("00003",)


def test_a_code_that_is_not_there_selects_nothing(table: ResultTable) -> None:
    table.select(Selection("communes", ("99999",)))
    assert tab(table, "communes").selection().codes == ()


def test_copying_leaves_out_what_stays_inside_and_says_so(table: ResultTable, qtbot: QtBot) -> None:
    communes = tab(table, "communes")
    communes.selectRow(0)
    with qtbot.waitSignal(table.noted) as heard:
        communes.copy_action.trigger()
    assert QGuiApplication.clipboard().text() == "Commune code\tName\tChildren\n00001\tA commune\t1000"
    assert heard.args == [
        "Rows copied: 1. Not copied, because it stays inside: Cases, Crude rate (per 1,000 children)."
    ]


def test_the_highest_smoothed_rate_stands_first_but_rows_are_copied_in_the_tables_order(qtbot: QtBot) -> None:
    columns = (Column("code", "", AREA), Column("posterior_rate", "per 1,000 children and year", CASE))
    made = TableTab(Table("communes", columns, (("1", 0.5), ("2", 2.5), ("3", None)), AREA), EN)
    qtbot.addWidget(made)
    assert [made.rows.code(row) for row in range(3)] == ["2", "1", "3"]
    made.selectAll()
    made.copy()
    assert QGuiApplication.clipboard().text() == "Commune code\n1\n2\n3"


def test_headings_of_rates_and_counts_say_their_period(qtbot: QtBot) -> None:
    made = TableTab(COMMUNES, EN, period=Period(date(2020, 1, 1), date(2025, 12, 31), CASE))
    qtbot.addWidget(made)
    tips = [made.rows.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) for place in range(5)]
    assert ["not per year" in tip for tip in tips] == [False, False, False, True, True]


def test_nothing_is_copied_of_a_table_whose_rows_may_not_be_known(qtbot: QtBot) -> None:
    inside = Table("communes", COMMUNES.columns, COMMUNES.rows, CASE)
    made = TableTab(inside, EN)
    qtbot.addWidget(made)
    QGuiApplication.clipboard().setText("before")
    made.selectAll()
    with qtbot.waitSignal(made.copied) as heard:
        made.copy()
    assert QGuiApplication.clipboard().text() == "before"
    assert heard.args is not None
    assert heard.args[0] == 0


def test_columns_that_stay_inside_bear_a_lock(table: ResultTable) -> None:
    model = tab(table, "communes").rows
    locked = [
        model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is not None
        for place in range(5)
    ]
    assert locked == [False, False, False, True, True]
    tip = model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Stays inside" in tip


def test_codes_and_coordinates_of_places_are_shown_when_asked_for(table: ResultTable) -> None:
    sites = tab(table, "sites")
    assert [sites.isColumnHidden(place) for place in range(7)] == [False, True, False, False, True, False, False]
    menu = QMenu(table)
    sites.choose_columns(menu)
    lon = next(action for action in menu.actions() if action.text() == "Longitude (°)")
    lon.trigger()
    assert not sites.isColumnHidden(4)


def test_columns_stand_as_the_result_declares_them(table: ResultTable) -> None:
    sites = tab(table, "sites")
    header = sites.horizontalHeader()
    ordered = [sites.rows.columns[header.logicalIndex(place)].name for place in range(header.count())]
    assert ordered == [column.name for column in SITES.columns if not column.name.endswith("_vi")]


@pytest.mark.parametrize("language", [EN, VI])
def test_names_are_ordered_by_the_vietnamese_alphabet(qtbot: QtBot, language: Language) -> None:
    rows = tuple((name,) for name in ("Xã Đà", "Xã Ba", "Xã Dũng", "Xã Ấn", "Xã An"))
    made = TableTab(Table("communes", (Column("name", "", PUBLIC),), rows, AREA), language)
    qtbot.addWidget(made)
    made.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    shown = [made.rows.value(row, 0) for row in range(5)]
    assert shown == ["Xã An", "Xã Ấn", "Xã Ba", "Xã Dũng", "Xã Đà"]


def test_coded_values_are_ordered_by_their_words(qtbot: QtBot) -> None:
    rows = (("hospital",), ("health_station",), (None,), ("communal_house",))
    made = TableTab(Table("existing", (Column("kind", "", PUBLIC),), rows, AREA), VI)
    qtbot.addWidget(made)
    made.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [made.rows.text(row, 0) for row in range(4)] == ["bệnh viện", "nhà văn hoá", "trạm y tế", "–"]


def test_a_long_reason_takes_two_lines_and_is_read_in_full_as_a_tooltip(table: ResultTable, qtbot: QtBot) -> None:
    sites = tab(table, "sites")
    table.tabs.setCurrentWidget(sites)
    line = sites.fontMetrics().height()
    assert 2 * line < sites.rowHeight(0) < 4 * line
    index = next(sites.rows.index(0, at) for at in range(sites.rows.columnCount()) if len(sites.rows.text(0, at)) > 100)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == sites.rows.text(0, index.column())


def test_headings_take_about_three_lines() -> None:
    heading = "Minutes more for the average child if this site is left out (minutes)"
    assert len(in_lines(heading).split("\n")) == 3
    assert in_lines("Name") == "Name"
    assert in_lines(heading).replace("\n", " ") == heading


def test_spreadsheets_get_numbers_they_can_read() -> None:
    mark = QLocale.system().decimalPoint()
    assert spreadsheet_number(1234567) == "1234567"
    assert spreadsheet_number(1234.5) == f"1234{mark}5"


def test_all_communes_of_the_country_sort_and_select_at_once(qtbot: QtBot) -> None:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (f"{n:05d}", f"Xã {n}", (n * 7919) % 3321, n % 50, n / 7) for n in range(3321)
    )
    made = ResultTable()
    qtbot.addWidget(made)
    made.show()
    made.show_result(result(Table("communes", COMMUNES.columns, rows, AREA)))
    communes = tab(made, "communes")
    communes.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    made.select(Selection("communes", tuple(f"{n:05d}" for n in range(0, 3321, 17))))
    assert len(communes.selectionModel().selectedRows()) == 196
    assert communes.rows.value(0, 2) == 0


def test_the_model_follows_qts_rules(qtbot: QtBot, qtmodeltester: object) -> None:
    model = TableModel(COMMUNES, VI)
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_clearing_the_selection_is_told_as_nothing_selected(table: ResultTable, qtbot: QtBot) -> None:
    communes = tab(table, "communes")
    communes.selectRow(1)
    with qtbot.waitSignal(table.selection_made) as heard:
        communes.selectionModel().select(communes.rows.index(1, 0), _DESELECT)
    assert heard.args == [Selection("communes", ())]


_DESELECT = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows
