"""Charts of lines in the window: one series at a time, found by typing, linked with the map, read out by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.charts_pane import ChartsPane
from app.desktop.line_chart import LineChart
from app.desktop.line_plot import LinePlot, band_pieces
from app.desktop.searched_choice import SearchedChoice
from app.desktop.session import Selection
from app.desktop.theme import DARK, LIGHT
from app.language import Language, Text
from app.result import Chart, Column, Denominator, Layer, ModelCard, Result, Sensitivity, Table

EN, VI = Language("en"), Language("vi")
CASE = Sensitivity.CASE
SERIES = Table(
    "differences",
    (
        Column("code", "", CASE),
        Column("name", "", CASE),
        Column("first_on", "day", CASE),
        Column("cases", "cases", CASE),
        Column("count", "cases", CASE),
        Column("lower", "cases", CASE),
        Column("upper", "cases", CASE),
        Column("open", "", CASE),
    ),
    tuple(
        (code, name, f"2024-{month:02}-01", base + month, base, low, base + 2.0, month == 5)
        for code, name, base in (("00001", "Xã Mường Phăng", 1), ("00002", "Xã Thanh Yên", 20))
        for month, low in ((3, 0.5), (4, None), (5, 1.0))
    ),
    CASE,
)
CHART = Chart("monthly", "differences", "first_on", ("cases", "count"), CASE, ("lower", "upper"), "code", "open")
COMMUNES = Table(
    "communes",
    (Column("code", "", CASE), Column("name", "", CASE), Column("rate", "per 1,000 children", CASE)),
    (("00001", "Xã Mường Phăng", 1.0), ("00002", "Xã Thanh Yên", 2.0)),
    CASE,
)
NOWHERE = Text("", "")
RESULT = Result(
    analysis="rates",
    parameters=(),
    tables=(COMMUNES, SERIES),
    layers=(Layer("rate", "communes", "communes", ("name",), CASE, value="rate"),),
    findings=(),
    card=ModelCard(NOWHERE, NOWHERE, NOWHERE, NOWHERE),
    denominator=Denominator("children", "children", 1.0, NOWHERE, CASE),
    charts=(CHART,),
)


@pytest.fixture
def chart(qtbot: QtBot) -> LineChart:
    made = LineChart()
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.show()
    qtbot.waitExposed(made)
    made.retranslate(EN)
    made.show_chart(CHART, SERIES)
    return made


@pytest.fixture
def pane(qtbot: QtBot) -> ChartsPane:
    made = ChartsPane()
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    qtbot.waitExposed(made)
    for part in (made, made.figures, made.lines):
        part.retranslate(EN)
    return made


def plot(chart: LineChart) -> LinePlot:
    assert chart.plot is not None
    return chart.plot


def key(chart: LineChart) -> str:
    assert chart.series is not None
    return chart.series.key


def test_the_first_series_is_drawn_and_its_legend_names_every_line(chart: LineChart) -> None:
    assert key(chart) == "00001"
    assert chart.legend.texts() == ["Cases", "Number", "Interval", "Open"]
    assert chart.legend.isVisible()


def test_the_axis_of_days_shows_days_in_the_language_of_the_window(chart: LineChart) -> None:
    axis = plot(chart).axes["bottom"]
    texts = [text for _, text in axis._tickLevels[0]]
    assert texts == ["2024-03", "2024-04", "2024-05"]
    chart.retranslate(VI)
    assert [text for _, text in axis._tickLevels[0]] == ["03/2024", "04/2024", "05/2024"]


def test_the_upright_axis_says_its_unit(chart: LineChart) -> None:
    assert plot(chart).axes["left"].labelText == "Cases"


def test_a_commune_selected_elsewhere_chooses_its_series_without_an_echo(chart: LineChart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chart.selection_made):
        chart.select(Selection("communes", ("00002",)))
    assert key(chart) == "00002"
    chart.select(Selection("communes", ("99999",)))
    assert key(chart) == "00002"


def test_a_series_is_found_by_typing_without_accents_and_selects_its_commune(chart: LineChart, qtbot: QtBot) -> None:
    line = chart.which.lineEdit()
    line.clear()
    with qtbot.waitSignal(chart.selection_made) as heard:
        qtbot.keyClicks(line, "thanh y")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard.args == [Selection("communes", ("00002",))]
    assert key(chart) == "00002"
    assert "Thanh Yên" in chart.which.currentText()


def test_what_was_typed_in_vain_gives_way_to_what_is_chosen(qtbot: QtBot) -> None:
    choice = SearchedChoice()
    qtbot.addWidget(choice)
    choice.offer([("a", "Mường Phăng"), ("b", "Thanh Yên")], "b")
    choice.show()
    qtbot.keyClicks(choice.lineEdit(), "zzz")
    choice.lineEdit().returnPressed.emit()
    choice.clearFocus()
    assert choice.key == "b"


def test_arrow_keys_read_out_place_by_place_and_stay_at_the_ends(chart: LineChart, qtbot: QtBot) -> None:
    for press in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(plot(chart), press)
    assert chart.note.text().startswith("1 May 2024: Cases 6; ")
    assert chart.note.text().endswith("Open.")
    assert plot(chart).accessibleDescription() == chart.note.text()
    qtbot.keyClick(plot(chart), Qt.Key.Key_Left)
    assert chart.note.text().startswith("1 Apr 2024")


def test_a_click_reads_out_the_nearest_place(chart: LineChart) -> None:
    series = chart.series
    assert series is not None
    chart.read_at(series.across[0] + 3)
    assert chart.note.text().startswith("1 Mar 2024: Cases 4; ")


def test_where_a_limit_is_missing_the_band_has_a_gap(chart: LineChart) -> None:
    assert chart.series is not None
    assert len(band_pieces(chart.series)) == 2


def test_the_upright_axis_begins_at_zero_and_holds_every_value(chart: LineChart) -> None:
    assert chart.series is not None
    assert chart.drawing is not None
    ends = chart.drawing.ends
    low, high = ends(chart.series)
    assert low == 0.0
    assert high >= 6.0
    nothing = replace(chart.series, lines=((None,) * 3,) * 2, lower=(None,) * 3, upper=(None,) * 3)
    assert ends(nothing)[0] == 0.0
    below = replace(nothing, lines=((-2.0, -1.0, None),) * 2)
    assert ends(below)[0] == -2.0


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_chart_is_drawn_in_the_colours_of_the_theme(chart: LineChart, theme: object) -> None:
    chart.retheme(theme)  # type: ignore[arg-type]
    assert plot(chart).backgroundBrush().color().name() == theme.paper  # type: ignore[attr-defined]


def test_no_menu_offers_to_export_past_the_gate(chart: LineChart) -> None:
    assert plot(chart).box.menuEnabled() is False
    assert plot(chart).scene().contextMenu == []


def test_a_table_without_rows_says_so(chart: LineChart) -> None:
    chart.show_chart(CHART, replace(SERIES, rows=()))
    assert chart.note.text() == "There is nothing to draw here."
    chart.step(1)
    chart.read_at(0.0)
    assert chart.note.text() == "There is nothing to draw here."


def test_the_pane_offers_the_communes_first_and_every_chart(pane: ChartsPane) -> None:
    pane.show_result(RESULT)
    assert [pane.which.itemData(place) for place in range(pane.which.count())] == ["", "monthly"]
    assert pane.figures.isVisible()
    pane.show_chart("monthly")
    assert pane.lines.isVisible()
    assert not pane.figures.isVisible()


def test_the_choice_of_a_chart_outlives_another_language(pane: ChartsPane) -> None:
    pane.show_result(RESULT)
    pane.show_chart("monthly")
    pane.retranslate(VI)
    assert pane.which.currentData() == "monthly"


def test_a_result_without_charts_has_no_choice_of_them(pane: ChartsPane) -> None:
    pane.show_result(replace(RESULT, charts=()))
    assert not pane.which.isVisible()
    assert pane.figures.isVisible()


def test_a_result_without_communes_shows_its_chart_at_once(pane: ChartsPane) -> None:
    pane.show_result(replace(RESULT, layers=()))
    assert pane.lines.isVisible()
    assert pane.which.count() == 1


def test_a_commune_selected_before_the_chart_was_opened_is_the_one_it_shows(pane: ChartsPane) -> None:
    pane.show_result(RESULT)
    pane.select(Selection("communes", ("00002",)))
    pane.show_chart("monthly")
    assert key(pane.lines) == "00002"


def test_another_result_takes_the_charts_of_the_last_away(pane: ChartsPane) -> None:
    pane.show_result(RESULT)
    pane.show_chart("monthly")
    pane.show_result(None)
    assert pane.lines.drawing is None
    assert pane.figures.isVisible()


def test_a_plan_that_is_read_out_names_its_sites(chart: LineChart) -> None:
    names = ("worst_minutes", "children_within_after", "site_names")
    columns = tuple(Column(name, "", Sensitivity.AREA) for name in names)
    plans = Table("frontier", columns, ((140, 900, "A; B"), (200, 1000, "A; C")), Sensitivity.AREA)
    chart.show_chart(Chart("frontier", "frontier", names[0], (names[1],), Sensitivity.AREA), plans)
    chart.step(1)
    assert chart.drawing is not None
    assert chart.note.text().startswith(f"{chart.drawing.across_label} 140")
    assert chart.note.text().endswith("900. Sites: A; B.")
    chart.step(1)
    assert chart.note.text().endswith("1,000. Sites: A; C.")
    chart.show_chart(CHART, SERIES)
    chart.step(1)
    assert "Sites" not in chart.note.text()


def test_going_from_plan_to_plan_selects_each_and_is_led_by_the_selection(chart: LineChart, qtbot: QtBot) -> None:
    names = ("opening_cost", "children_within_after", "site_names", "site_codes")
    rows = ((0, 0, "", ""), (140, 900, "A; B", "F1; F2"), (200, 1000, "A; C", "F1; F3"))
    plans = Table("frontier", tuple(Column(name, "", Sensitivity.AREA) for name in names), rows, Sensitivity.AREA)
    chart.show_chart(Chart("frontier", "frontier", names[0], (names[1],), Sensitivity.AREA), plans)
    assert "the map shows the sites of each" in chart.note.text()
    made: list[Selection] = []
    chart.selection_made.connect(made.append)
    chart.step(1)
    chart.step(1)
    chart.read_at(199.0)
    assert [each.codes for each in made] == [("",), ("F1; F2",), ("F1; F3",)]
    chart.select(Selection("frontier", ("F1; F2",)))
    assert chart.note.text().endswith("900. Sites: A; B.")
    assert len(made) == 3
    chart.select(Selection("communes", ("00001",)))
    assert chart.note.text().endswith("900. Sites: A; B.")
