"""The chart draws what the map draws, in its colours; it selects, shows the selection, and never exports."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from app.desktop.chart import LinkedChart
from app.desktop.chart_data import MOST_BARS, bars, chart_table, edges, nice, numeric_columns, places_of, points
from app.desktop.chart_steps import next_stop, stops
from app.desktop.elided_choice import ElidedChoice
from app.desktop.plot import SelectingPlot
from app.desktop.session import Selection
from app.desktop.theme import DARK
from app.language import Language, Text
from app.map_layers import CLASSES
from app.result import Column, Denominator, Layer, ModelCard, Result, Sensitivity, Table
from geo.classes import classify
from geo.palettes import sequential
from geo.symbols import NOT_ENOUGH

EN, VI = Language("en"), Language("vi")
NO_KEY = Qt.KeyboardModifier.NoModifier
CASE = Sensitivity.CASE
ROWS = (
    ("00001", "Xã A", 100, 1.0, "enough"),
    ("00002", "Xã B", 200, 2.0, "enough"),
    ("00003", "Xã C", 300, 3.0, "enough"),
    ("00004", "Xã D", 400, 9.5, "enough"),
    ("00005", "Xã E", 500, 4.0, "not_enough_data"),
    ("00006", "Xã F", 600, None, "no_return"),
)
TABLE = Table(
    "communes",
    (
        Column("code", "", CASE),
        Column("name", "", CASE),
        Column("children", "children", CASE),
        Column("rate", "per 1,000 children", CASE),
        Column("class", "", CASE),
    ),
    ROWS,
    CASE,
)
NOWHERE = Text("", "")
RESULT = Result(
    analysis="rates",
    parameters=(),
    tables=(TABLE,),
    layers=(Layer("rate", "communes", "communes", ("name",), CASE, value="rate", status="class"),),
    findings=(),
    card=ModelCard(NOWHERE, NOWHERE, NOWHERE, NOWHERE),
    denominator=Denominator("children", "children", 1.0, NOWHERE, CASE),
)


@pytest.fixture
def chart(qtbot: QtBot) -> LinkedChart:
    made = LinkedChart()
    qtbot.addWidget(made)
    made.retranslate(EN)
    made.resize(500, 400)
    made.show_result(RESULT)
    made.show()
    qtbot.waitExposed(made)
    return made


def plot(chart: LinkedChart) -> SelectingPlot:
    assert chart.plot is not None
    return chart.plot


def test_the_plot_is_made_only_when_it_is_seen(qtbot: QtBot) -> None:
    made = LinkedChart()
    qtbot.addWidget(made)
    made.show_result(RESULT)
    assert made.plot is None


def test_what_the_map_draws_comes_first() -> None:
    assert chart_table(RESULT) is TABLE
    assert [column.name for column in numeric_columns(TABLE, RESULT)] == ["rate", "children"]


def test_without_a_table_of_communes_it_says_so(chart: LinkedChart) -> None:
    chart.show_result(replace(RESULT, layers=()))
    assert chart.empty.isVisible()
    assert not chart.isEnabled()
    chart.show_result(None)
    assert chart.empty.isVisible()


def test_communes_without_enough_data_are_counted_and_not_drawn(chart: LinkedChart) -> None:
    assert chart.drawn is not None
    assert chart.drawn.codes == ("00001", "00002", "00003", "00004")
    assert chart.drawn.left_out == 2
    assert "2" in chart._note.text()


def test_colours_are_those_of_the_map() -> None:
    drawn = points(RESULT, TABLE, "rate", None, EN)
    found = classify([1.0, 2.0, 3.0, 9.5], classes=CLASSES)
    colours = sequential(len(found.limits))
    assert drawn.fills == tuple(colours[member] for member in found.member)


def test_bars_hold_every_commune_once() -> None:
    drawn = points(RESULT, TABLE, "rate", None, EN)
    pieces = bars(drawn, frozenset({"00004"}))
    assert sum(piece.height for piece in pieces) == 4
    assert [piece.height for piece in pieces if piece.selected] == [1]


@given(arrays(float, st.integers(1, 60), elements=st.floats(-1e6, 1e6).map(lambda value: round(value, 3))))
def test_every_value_stands_in_a_bar(values: np.ndarray) -> None:
    limits = edges(values)
    places = places_of(values, limits)
    assert places.min() >= 0
    assert places.max() <= len(limits) - 2
    assert len(limits) <= MOST_BARS + 3


def test_a_hundred_per_cent_stands_in_the_bar_that_ends_there() -> None:
    values = np.array([0.0, 50.0, 100.0, 100.0])
    limits = edges(values)
    assert limits[-1] == 100.0
    assert places_of(values, limits)[-1] == len(limits) - 2


@pytest.mark.parametrize(("width", "round_width"), [(0.3, 0.5), (1.0, 1.0), (1.01, 2.0), (7.0, 10.0), (0.02, 0.02)])
def test_bars_have_round_widths(width: float, round_width: float) -> None:
    assert nice(width) == pytest.approx(round_width)


def test_a_click_on_a_bar_selects_its_communes(chart: LinkedChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_at(9.6, 0.5, False)
    assert heard.args == [Selection("communes", ("00004",))]


def test_a_click_beside_the_bars_selects_nothing(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.select(Selection("communes", ("00001",)))
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_at(9.6, 40.0, False)
    assert heard.args == [Selection("communes", ())]


def test_a_box_selects_the_bars_it_touches_and_adds_with_a_key(chart: LinkedChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_in(QRectF(9.2, 0, 5, 2), False)
    assert heard.args == [Selection("communes", ("00004",))]
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_in(QRectF(0.0, 0, 1.2, 1), True)
    assert heard.args is not None
    assert set(heard.args[0].codes) >= {"00001", "00004"}


def test_points_are_selected_by_click_and_box(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.up.setCurrentIndex(chart.up.findData("children"))
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_at(2.0, 200.0, False)
    assert heard.args == [Selection("communes", ("00002",))]
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_in(QRectF(1.5, 150, 2, 200), False)
    assert heard.args == [Selection("communes", ("00002", "00003"))]
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_at(6.0, 150.0, False)
    assert heard.args == [Selection("communes", ())]


def test_a_real_click_reaches_the_bar_under_it(chart: LinkedChart, qtbot: QtBot) -> None:
    area = plot(chart)
    qtbot.wait(50)
    place = area.mapFromScene(area.box.mapViewToScene(area.box.viewRect().center()).toPoint())
    middle = area.box.mapSceneToView(area.mapToScene(place))
    with qtbot.waitSignal(chart.selection_made) as heard:
        qtbot.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert heard.args == [Selection("communes", tuple(sorted(chart._codes_at(middle.x(), middle.y()))))]


def test_a_selection_made_elsewhere_is_shown_and_not_echoed(chart: LinkedChart, qtbot: QtBot) -> None:
    before = chart.grab().toImage()
    with qtbot.assertNotEmitted(chart.selection_made):
        chart.select(Selection("communes", ("00002",)))
    assert chart.grab().toImage() != before
    with qtbot.assertNotEmitted(chart.selection_made):
        chart.select(Selection("sites", ("F1",)))
    assert chart.grab().toImage() == before


def test_the_indicator_of_the_map_is_charted(chart: LinkedChart) -> None:
    chart.across.setCurrentIndex(1)
    assert chart.across.currentData() == "children"
    chart.show_indicator("rate")
    assert chart.across.currentData() == "rate"
    chart.show_indicator("no such layer")
    assert chart.across.currentData() == "rate"


def test_axes_are_written_in_the_language_of_the_window(chart: LinkedChart) -> None:
    axis = plot(chart).axes["bottom"]
    assert axis.tickStrings([1000.5], 1.0, 0.5) == ["1,000.5"]
    chart.retranslate(VI)
    assert axis.tickStrings([1000.5], 1.0, 0.5) == ["1.000,5"]
    assert axis.tickStrings([1000.0], 1.0, 1000.0) == ["1.000"]
    assert axis.labelText == "Tỷ suất thô (trên 1.000 trẻ em)"


def test_the_choice_of_axes_outlives_another_language(chart: LinkedChart) -> None:
    chart.up.setCurrentIndex(chart.up.findData("children"))
    chart.retranslate(VI)
    assert (chart.across.currentData(), chart.up.currentData()) == ("rate", "children")


def test_the_ground_is_that_of_the_theme(chart: LinkedChart) -> None:
    chart.retheme(DARK)
    assert plot(chart).backgroundBrush().color().name() == DARK.paper


def test_no_menu_offers_to_export_past_the_gate(chart: LinkedChart) -> None:
    area = plot(chart)
    assert area.box.menuEnabled() is False
    assert area.plotItem.getContextMenus(None) is None or area.plotItem.menuEnabled() is False
    assert area.scene().contextMenu == []


CATEGORIES = ("high_high", "low_low", "not_significant", "cannot_be_judged")
CLASSED = replace(
    RESULT,
    tables=(
        replace(
            TABLE,
            columns=(*TABLE.columns, Column("kind", "", CASE)),
            rows=tuple(
                (*row, group)
                for row, group in zip(
                    ROWS,
                    ("high_high", "not_significant", "high_high", "cannot_be_judged", "not_significant", None),
                    strict=True,
                )
            ),
        ),
    ),
    layers=(Layer("kind", "communes", "communes", ("name",), CASE, value="kind", categories=CATEGORIES),),
)


def test_a_layer_of_classes_is_charted_as_a_bar_a_class_in_the_order_of_its_legend(chart: LinkedChart) -> None:
    chart.show_result(CLASSED)
    assert chart.across.currentData() == "kind"
    drawn = chart.drawn
    assert drawn is not None
    assert len(drawn.classes) == 4
    assert drawn.limits.tolist() == [-0.5, 0.5, 1.5, 2.5, 3.5]
    heights = {round(piece.left + piece.width / 2): piece.height for piece in bars(drawn, frozenset())}
    assert heights == {0: 2, 2: 2, 3: 1}
    assert drawn.left_out == 1
    assert dict(plot(chart).axes["bottom"]._tickLevels[0]).keys() == {0, 1, 2, 3}


def test_a_bar_of_a_class_is_coloured_as_the_map_patterns_too() -> None:
    drawn = points(CLASSED, CLASSED.tables[0], "kind", None, EN)
    assert dict(zip(drawn.codes, drawn.fills, strict=True)) == {
        "00001": "#d7191c",
        "00002": "#e6e6e0",
        "00003": "#d7191c",
        "00004": NOT_ENOUGH,
        "00005": "#e6e6e0",
    }


def test_a_click_on_the_bar_of_a_class_selects_it(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.show_result(CLASSED)
    with qtbot.waitSignal(chart.selection_made) as heard:
        chart.pick_at(0.2, 1.0, False)
    assert heard.args == [Selection("communes", ("00001", "00003"))]


def test_arrow_keys_read_the_classes_out(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.show_result(CLASSED)
    key(chart, qtbot, Qt.Key.Key_Right)
    assert chart._note.text().endswith("communes 2.")
    assert not chart._note.text()[0].isdigit()


def test_numbers_stand_at_the_axis_again_after_classes(chart: LinkedChart) -> None:
    chart.show_result(CLASSED)
    chart.across.setCurrentIndex(chart.across.findData("children"))
    assert plot(chart).axes["bottom"]._tickLevels is None


def test_classes_are_no_choice_for_the_upright_axis(chart: LinkedChart) -> None:
    chart.show_result(CLASSED)
    assert chart.up.findData("kind") == -1
    chart.up.setCurrentIndex(chart.up.findData("children"))
    assert chart.drawn is not None
    assert chart.drawn.up is not None
    assert chart.drawn.up.tolist() == [100.0, 200.0, 300.0, 400.0, 500.0]


def key(chart: LinkedChart, qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    plot(chart).setFocus()
    for each in keys:
        qtbot.keyClick(plot(chart), each, modifier)


def test_arrow_keys_go_from_bar_to_bar_and_say_what_is_reached(chart: LinkedChart, qtbot: QtBot) -> None:
    heard: list[Selection] = []
    chart.selection_made.connect(heard.append)
    key(chart, qtbot, Qt.Key.Key_Left)
    assert heard[-1] == Selection("communes", ("00004",))
    assert "communes 1" in chart._note.text()
    key(chart, qtbot, Qt.Key.Key_Right)
    assert heard[-1] == Selection("communes", ("00004",))
    key(chart, qtbot, Qt.Key.Key_Left)
    assert heard[-1] != Selection("communes", ("00004",))
    assert plot(chart).accessibleDescription() == chart._note.text()


def test_arrow_keys_go_from_point_to_point_from_left_to_right(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.up.setCurrentIndex(chart.up.findData("children"))
    chart.select(Selection("communes", ("00002",)))
    with qtbot.waitSignal(chart.selection_made) as heard:
        key(chart, qtbot, Qt.Key.Key_Right)
    assert heard.args == [Selection("communes", ("00003",))]
    assert chart._note.text().startswith("Xã C: ")
    assert "3" in chart._note.text()
    assert "300" in chart._note.text()


def test_an_arrow_key_with_control_adds(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.up.setCurrentIndex(chart.up.findData("children"))
    chart.select(Selection("communes", ("00002",)))
    with qtbot.waitSignal(chart.selection_made) as heard:
        key(chart, qtbot, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [Selection("communes", ("00002", "00003"))]


def test_every_commune_stands_in_one_stop() -> None:
    drawn = points(RESULT, TABLE, "rate", None, EN)
    found = stops(drawn, TABLE.columns[3], None, EN)
    assert sorted(code for stop in found for code in stop.codes) == ["00001", "00002", "00003", "00004"]
    assert next_stop(found, frozenset(), 1) == found[0]
    assert next_stop(found, found[0].codes, -1) == found[0]
    assert next_stop([], frozenset(), 1) is None


def test_the_communes_of_a_mixed_selection_are_shown(chart: LinkedChart) -> None:
    chart.select(Selection("sites", ("F1",), (("communes", ("00002",)),)))
    assert chart._selected == {"00002"}


def test_a_choice_that_does_not_fit_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    choice = ElidedChoice()
    qtbot.addWidget(choice)
    choice.addItem("Empirical Bayes rate (per 1,000 children)")
    choice.resize(120, 28)
    assert choice.shown_text().endswith("…")
    choice.resize(600, 28)
    assert choice.shown_text() == choice.currentText()


@pytest.mark.parametrize("width", [330, 500, 900])
def test_titles_of_the_axes_fit_their_plot(chart: LinkedChart, qtbot: QtBot, width: int) -> None:
    chart.resize(width, 400)
    chart.retranslate(VI)
    qtbot.wait(20)
    area = plot(chart)
    for side, axis in area.axes.items():
        margin = axis.label.document().documentMargin()
        ink = axis.label.boundingRect().adjusted(margin, margin, -margin, -margin)
        assert axis.label.isVisible(), side
        assert QRectF(area.rect()).contains(axis.label.mapRectToScene(ink)), side


def test_a_low_plot_leaves_the_titles_to_the_choices_of_axes(chart: LinkedChart, qtbot: QtBot) -> None:
    chart.resize(500, 170)
    qtbot.wait(20)
    assert not any(axis.label.isVisible() for axis in plot(chart).axes.values())
