"""The map in the window: what is drawn and selected there reaches Qt, and what Qt selects is drawn there."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from math import hypot
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.demo import demo_project
from app.desktop import map_scheme
from app.desktop.map_view import MapView
from app.desktop.map_watch import MapWatch
from app.desktop.session import Selection
from app.desktop.theme import DARK, LIGHT
from app.language import Language
from app.parameters import read_parameters
from app.questions import find
from app.release import Audience
from app.result import Column, Sensitivity, Table
from app.results import StoredResult
from data.project import Project

map_scheme.register()

VI, EN = Language("vi"), Language("en")
FREE_COMMUNES = """(() => {
  const map = planner.map();
  const at = (place) => map.latLngToContainerPoint(place);
  const places = Object.keys(lachan.settings.points).flatMap((key) => [...lachan.layers[key].features.values()]);
  const drawn = places.filter((place) => map.hasLayer(place)).map((place) => at(place.getLatLng()));
  const isFree = ([, area]) => drawn.every((point) => point.distanceTo(at(area.getCenter())) > 16);
  return [...lachan.layers.communes.features].filter(isFree).map(([code]) => code);
})()"""
EAST = "planner.map().latLngToContainerPoint([22, lachan.settings.bounds[1][1]]).x"
SOUTH = "planner.map().latLngToContainerPoint([lachan.settings.bounds[0][0], 103]).y"
CENTRE = "[planner.map().getCenter().lat, planner.map().getCenter().lng]"
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def demo() -> Project:
    return demo_project()


@pytest.fixture(scope="module")
def plan(demo: Project) -> StoredResult:
    return result_of(demo, "shelters", p=3)


@pytest.fixture(scope="module")
def rates(demo: Project) -> StoredResult:
    return result_of(demo, "rates", minimum_cases=25)


@pytest.fixture(scope="module")
def visits(demo: Project) -> StoredResult:
    weights = {"weight_risk": 0, "weight_silence": 0, "weight_recommendations": 0, "weight_remoteness": 1}
    return result_of(demo, "visits", days=2, minutes="air", iterations=50, **weights)


def result_of(project: Project, name: str, **given: object) -> StoredResult:
    analysis = find(name)
    found = analysis.run(project, read_parameters(analysis.parameters, name, given), None)
    return StoredResult(f"{name}-1", "2026-11-21T00:00:00+00:00", found)


class Shown:
    """A map on the screen, and what a test does with it."""

    def __init__(self, qtbot: Any, view: MapView) -> None:
        self.qtbot, self.view = qtbot, view
        self.made: list[Selection] = []
        self.hovered: list[tuple[str, str]] = []
        self.moves = 0
        self.said: list[str] = []
        view.selection_made.connect(self.made.append)
        view.hovered.connect(lambda *what: self.hovered.append(what))
        view.bridge.sent.connect(lambda _, kind, __: self.said.append(kind))

    def ask(self, expression: str) -> Any:
        found: list[Any] = []
        self.view.ask(expression, found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=10000)
        return found[0]

    def until(self, expression: str) -> None:
        self.qtbot.waitUntil(lambda: bool(self.ask(expression)), timeout=10000)

    def settle(self) -> None:
        """Wait until all that was sent is on the screen."""
        self.until(f"planner.shown() >= {self.view.sent}")

    def place(self, table: str, code: str) -> QPoint:
        return QPoint(*(round(each) for each in self.ask(f"planner.where('{table}', '{code}')")))

    def free_communes(self) -> list[str]:
        """Return the communes in sight whose middle no symbol covers."""
        found: list[str] = self.ask(FREE_COMMUNES)
        return found

    def click(self, table: str, code: str, key: Qt.KeyboardModifier = NO_KEY) -> None:
        before = len(self.made)
        place = self.place(table, code)
        QTest.mouseMove(self.view.web.focusProxy(), place)
        QTest.mouseClick(self.view.web.focusProxy(), Qt.MouseButton.LeftButton, key, place)
        self.qtbot.waitUntil(lambda: len(self.made) > before, timeout=5000)

    def hover(self, table: str, code: str) -> bool:
        """Move the pointer a little, as a hand does all the time, and tell whether that was heard."""
        self.moves += 1
        QTest.mouseMove(self.view.web.focusProxy(), self.place(table, code) + QPoint(self.moves % 2, 0))
        self.qtbot.wait(50)
        return (table, code) in self.hovered

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("planner.state()")
        return found


@pytest.fixture
def shown(qtbot: Any, demo: Project, plan: StoredResult) -> Iterator[Shown]:
    """The demo and its plan in Vietnamese; afterwards require that the page asked for and complained of nothing."""
    view = MapView()
    view.resize(900, 640)
    view.show()
    found = Shown(qtbot, view)
    with qtbot.waitSignal(view.ready, timeout=60000):
        view.show_project(demo, VI, LIGHT)
        view.show_result(plan, VI)
    found.settle()
    yield found
    assert view.blocked == []
    assert view.complaints == []
    delete(view)


def communes(demo: Project) -> list[str]:
    units = demo["units"]
    return [str(code) for code in units.loc[units["level"] == "commune", "code"]]


def test_ready_comes_once_with_all_communes_drawn(shown: Shown) -> None:
    with shown.qtbot.assertNotEmitted(shown.view.ready, wait=100):
        shown.view.show_indicator("project_population")
        shown.settle()
    assert shown.state["areas"] == 45


def test_a_click_on_a_commune_selects_it_and_is_heard_once(shown: Shown) -> None:
    code = shown.free_communes()[0]
    shown.click("communes", code)
    assert shown.made == [Selection("communes", (code,))]
    assert shown.state["codes"] == [code]


def test_control_adds_and_takes_away(shown: Shown) -> None:
    first, second = shown.free_communes()[:2]
    control = Qt.KeyboardModifier.ControlModifier
    shown.click("communes", first)
    shown.click("communes", second, control)
    shown.click("communes", first, control)
    assert [each.codes for each in shown.made] == [(first,), (first, second), (second,)]


def test_a_click_beside_all_communes_and_escape_select_nothing(shown: Shown) -> None:
    first, second = shown.free_communes()[:2]
    shown.click("communes", first)
    QTest.mouseClick(shown.view.web.focusProxy(), Qt.MouseButton.LeftButton, NO_KEY, QPoint(120, 500))
    shown.qtbot.waitUntil(lambda: shown.made[-1] == Selection(), timeout=5000)
    shown.click("communes", second)
    shown.ask("planner.map().getContainer().focus()")
    QTest.keyClick(shown.view.web.focusProxy(), Qt.Key.Key_Escape)
    shown.qtbot.waitUntil(lambda: len(shown.made) == 4, timeout=5000)
    assert shown.made[-1] == Selection()


def test_a_selection_made_elsewhere_is_outlined_and_not_echoed(shown: Shown, demo: Project) -> None:
    chosen = Selection("communes", tuple(communes(demo)[:3]))
    shown.view.select(chosen)
    shown.view.select(chosen)
    shown.settle()
    assert shown.state["codes"] == list(chosen.codes)
    assert shown.state["outlined"] == 3
    assert shown.made == []


def test_a_proposed_site_is_selected_in_both_directions(shown: Shown, plan: StoredResult) -> None:
    ids = [str(each) for each in plan.result.table("sites").values("facility_id")]
    shown.view.select(Selection("sites", (ids[1],)))
    shown.settle()
    assert shown.state["table"] == "sites"
    shown.click("sites", ids[0])
    assert shown.made == [Selection("sites", (ids[0],))]


def test_selecting_a_place_of_a_hidden_layer_shows_the_layer(shown: Shown, demo: Project) -> None:
    places = demo["facilities"]
    school = str(places.loc[places["kind"] == "school", "facility_id"].iloc[0])
    assert not shown.ask("document.querySelector('[data-show=schools]').checked")
    shown.view.select(Selection("schools", (school,)))
    shown.settle()
    assert shown.ask("document.querySelector('[data-show=schools]').checked")


def test_the_map_moves_only_to_what_is_out_of_sight(shown: Shown, demo: Project) -> None:
    inside, outside = communes(demo)[20], communes(demo)[40]
    shown.ask(f"planner.map().setView(lachan.layers.communes.features.get('{inside}').getCenter(), 12) && 1")
    before = shown.ask("planner.map().getCenter()")
    shown.view.select(Selection("communes", (inside,)))
    shown.settle()
    assert shown.ask("planner.map().getCenter()") == before
    shown.view.select(Selection("communes", (outside,)))
    shown.settle()
    borders = f"lachan.layers.communes.features.get('{outside}').getBounds()"
    assert shown.ask(f"planner.map().getBounds().intersects({borders})")


def test_shift_and_drag_selects_the_communes_in_the_box(shown: Shown, demo: Project) -> None:
    drag(shown, QPoint(5, 300), QPoint(700, 630), Qt.KeyboardModifier.ShiftModifier)
    shown.qtbot.waitUntil(lambda: bool(shown.made), timeout=5000)
    places = {code: shown.ask(f"planner.where('communes', '{code}')") for code in communes(demo)}
    well_inside = {code for code, (x, y) in places.items() if x < 680 and y > 320}
    assert 5 < len(well_inside) < 45
    assert well_inside <= set(shown.made[0].codes)
    assert not {code for code, (_, y) in places.items() if y < 280} & set(shown.made[0].codes)


def drag(shown: Shown, start: QPoint, end: QPoint, key: Qt.KeyboardModifier) -> None:
    target = shown.view.web.focusProxy()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, key, start)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(target, start + (end - start) * part)
        shown.qtbot.wait(30)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, key, end)


def test_a_box_selects_the_places_that_are_shown_in_it_too(shown: Shown, plan: StoredResult, demo: Project) -> None:
    drag(shown, QPoint(80, 590), QPoint(860, 8), Qt.KeyboardModifier.ShiftModifier)
    shown.qtbot.waitUntil(lambda: bool(shown.made), timeout=5000)
    shown.settle()
    (made,) = shown.made
    assert made.table == "communes"
    assert set(made.of("communes")) == set(communes(demo))
    for table in ("sites", "candidates", "existing"):
        assert set(made.of(table)) == set(map(str, plan.result.table(table).values("facility_id")))
    assert made.of("shelters_commune") == ()
    assert made.of("schools") == ()
    assert shown.state["outlined"] == sum(len(codes) for _, codes in made.beside) + 45


def test_a_shelter_of_the_plan_is_drawn_once_and_is_one_selection_in_both_directions(
    shown: Shown, plan: StoredResult
) -> None:
    (shelter,) = map(str, plan.result.table("existing").values("facility_id"))
    assert shown.ask("'existing' in lachan.layers") is False
    shown.click("shelters_public", shelter)
    assert shown.made == [Selection("existing", (shelter,))]
    shown.view.select(Selection())
    shown.view.select(Selection("existing", (shelter,)))
    shown.settle()
    assert shown.state["chosen"] == {"shelters_public": [shelter]}
    assert shown.state["outlined"] == 1


def test_a_shelter_that_the_project_no_longer_draws_is_drawn_as_the_result_has_it(
    shown: Shown, plan: StoredResult, demo: Project
) -> None:
    (shelter,) = map(str, plan.result.table("existing").values("facility_id"))
    facilities = demo["facilities"]
    fewer = demo.with_table("facilities", facilities[facilities["facility_id"] != shelter])
    shown.view.show_project(fewer, VI, LIGHT)
    shown.settle()
    assert shown.ask("[...lachan.layers.existing.features.keys()]") == [shelter]


NOT_PUBLIC = ("shelters_hidden", "shelters_commune")


@pytest.mark.parametrize("key", NOT_PUBLIC)
def test_shelters_that_are_not_public_are_drawn_only_when_asked_for_and_with_a_caution(shown: Shown, key: str) -> None:
    switch = f"document.querySelector('[data-show={key}]')"
    caution = f"{switch}.closest('div').querySelector('.caution').hidden"
    assert shown.ask(f"[{switch}.checked, {caution}]") == [False, True]
    shown.ask(f"({switch}.click(), 1)")
    assert shown.ask(f"[{switch}.checked, {caution}]") == [True, False]


def test_symbols_of_shelters_and_sites_never_hide_each_other(shown: Shown) -> None:
    places = """Object.entries(lachan.settings.points).filter(([, { level }]) => level >= 2)
        .flatMap(([key]) => [...lachan.layers[key].features.keys()].map((code) => planner.where(key, code)))"""
    for key in NOT_PUBLIC:
        shown.ask(f"(document.querySelector('[data-show={key}]').click(), 1)")
    drawn = shown.ask(places)
    assert len(drawn) == 7
    apart = [hypot(x - u, y - v) for i, (x, y) in enumerate(drawn) for u, v in drawn[:i]]
    assert min(apart) >= 11.9


def test_later_levels_are_drawn_over_earlier_ones(shown: Shown) -> None:
    titles = shown.ask("[...document.querySelectorAll('.points input')].map((each) => each.dataset.show)")
    assert titles[0] == "sites"
    assert titles.index("shelters_hidden") < titles.index("candidates") < titles.index("schools")


RELEASED = (
    "(window.released ?? (addEventListener('keyup', () => { window.released += 1; }, true), window.released = 0))"
)


def press(shown: Shown, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press keys while the map has the focus, and wait until the page has answered each."""
    shown.view.web.setFocus()
    shown.ask("(planner.map().getContainer().focus(), 1)")
    before = shown.ask(RELEASED)
    for key in keys:
        QTest.keyClick(shown.view.web.focusProxy(), key, modifier)
    shown.until(f"{RELEASED} >= {before + len(keys)}")
    shown.qtbot.wait(50)


def said(shown: Shown) -> str:
    return str(shown.ask("document.querySelector('.said').textContent"))


def test_arrow_keys_reach_a_commune_that_is_read_out_and_enter_selects_it(shown: Shown, demo: Project) -> None:
    press(shown, Qt.Key.Key_Right, Qt.Key.Key_Down)
    table, code = shown.hovered[-1]
    units = demo["units"]
    name = str(units.loc[units["code"] == code, "name"].iloc[0])
    assert table == "communes"
    assert name in said(shown)
    assert "%" in said(shown)
    press(shown, Qt.Key.Key_Return)
    shown.qtbot.waitUntil(lambda: bool(shown.made), timeout=5000)
    assert shown.made == [Selection("communes", (code,))]
    assert name in said(shown)
    press(shown, Qt.Key.Key_Escape)
    shown.qtbot.waitUntil(lambda: len(shown.made) == 2, timeout=5000)
    assert shown.made[-1] == Selection()


INSIDE = """(() => {
  const { left, top, right, bottom } = document.querySelector('.told').getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
})()"""


def test_what_is_told_is_never_cut_off_by_the_sides_of_the_map(shown: Shown, demo: Project) -> None:
    shown.view.resize(388, 369)
    shown.until("innerWidth === 388")
    press(shown, Qt.Key.Key_Home)
    told = []
    for _ in range(6):
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
            press(shown, key)
            told.append(shown.ask(INSIDE))
    assert told == [True] * 12


def test_walking_goes_on_from_what_was_selected_elsewhere(shown: Shown, demo: Project) -> None:
    start = communes(demo)[7]
    shown.view.select(Selection("communes", (start,)))
    shown.settle()
    press(shown, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Up)
    reached = shown.hovered[-1][1]
    assert reached != start
    before, after = (shown.place("communes", code) for code in (start, reached))
    assert after.y() < before.y()
    press(shown, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    shown.qtbot.waitUntil(lambda: bool(shown.made), timeout=5000)
    assert shown.made == [Selection("communes", (start, reached))]


def test_page_keys_go_through_the_places_the_highest_first(shown: Shown, plan: StoredResult) -> None:
    ids = [str(each) for each in plan.result.table("sites").values("facility_id")]
    press(shown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert shown.hovered[-1] == ("sites", ids[1])
    assert said(shown).startswith("2 · ")
    press(shown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert shown.hovered[-1][0] == "candidates"


def test_keys_zoom_move_and_show_the_whole_province(shown: Shown) -> None:
    view = "[planner.map().getZoom(), planner.map().getCenter().lng]"
    whole = shown.ask(view)
    press(shown, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert shown.ask(view)[0] > whole[0]
    press(shown, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert shown.ask(view)[1] > whole[1]
    press(shown, Qt.Key.Key_Home)
    assert shown.ask(view) == pytest.approx(whole)


def test_every_button_says_what_it_does_in_both_languages_and_answers_space(shown: Shown) -> None:
    labels = (
        "[...document.querySelectorAll('.leaflet-bar a')].map((each) => [each.title, each.getAttribute('aria-label')])"
    )
    vietnamese = shown.ask(labels)
    shown.view.retranslate(EN)
    shown.settle()
    english = shown.ask(labels)
    assert len(english) == len({title for title, _ in english}) == 5
    assert all(title == label for title, label in [*vietnamese, *english])
    assert english[:3] == [["Zoom in (+)"] * 2, ["Zoom out (−)"] * 2, ["Whole province (Home)"] * 2]
    assert [each for each, _ in vietnamese[:3]] == ["Phóng to (+)", "Thu nhỏ (−)", "Toàn tỉnh (Home)"]
    shown.ask("(document.querySelector('.tool-help').focus(), 1)")
    QTest.keyClick(shown.view.web.focusProxy(), Qt.Key.Key_Space)
    shown.until("!document.querySelector('.help').hidden")
    assert "to the nearest commune" in shown.ask("document.querySelector('.help').textContent")


SHARE = """(() => {
  const { width, height, top, left, right, bottom } = document.querySelector('.legend').getBoundingClientRect();
  const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return { open: document.querySelector('.legend').open, share: width * height / innerWidth / innerHeight, inside };
})()"""


@pytest.mark.parametrize(("width", "height"), [(500, 350), (388, 369), (320, 420)])
def test_on_a_small_map_the_legend_is_a_strip_that_opens_over_a_third_of_it_at_most(
    shown: Shown, width: int, height: int
) -> None:
    assert shown.ask(SHARE)["open"] is True
    shown.view.resize(width, height)
    shown.until("!document.querySelector('.legend').open")
    closed = shown.ask(SHARE)
    assert closed["inside"]
    assert closed["share"] < 0.1
    without_no_data = "document.querySelectorAll('.classes li').length - 1"
    assert shown.ask("document.querySelectorAll('.ramp svg').length") == shown.ask(without_no_data) > 1
    shown.ask("(document.querySelector('.legend summary').focus(), 1)")
    QTest.keyClick(shown.view.web.focusProxy(), Qt.Key.Key_Return)
    shown.until("document.querySelector('.legend').open")
    opened = shown.ask(SHARE)
    assert opened["inside"]
    assert opened["share"] <= 1 / 3
    assert shown.ask("document.querySelector('.legend').scrollWidth <= document.querySelector('.legend').clientWidth")


def test_the_province_keeps_clear_of_the_legend_when_the_room_changes(shown: Shown) -> None:
    shown.view.resize(500, 350)
    shown.until("!document.querySelector('.legend').open")
    shown.view.resize(640, 470)
    shown.until("document.querySelector('.legend').open")
    shown.until(f"{EAST} <= document.querySelector('.legend').offsetLeft")
    shown.view.resize(500, 350)
    shown.until("!document.querySelector('.legend').open")
    shown.until(f"{SOUTH} <= document.querySelector('.legend').offsetTop")


def test_a_map_that_somebody_moved_stays_there_when_the_room_changes(shown: Shown) -> None:
    shown.ask("(planner.map().panBy([90, 60], { animate: false }), 1)")
    before = shown.ask(CENTRE)
    shown.view.resize(640, 470)
    shown.until("innerWidth === 640")
    shown.qtbot.wait(200)
    assert shown.ask(CENTRE) == pytest.approx(before, abs=0.02)


def test_sites_under_every_lens_have_a_ring_that_the_legend_explains(shown: Shown, plan: StoredResult) -> None:
    assert shown.ask("document.querySelectorAll('.ringed').length") == 0
    first, *others = plan.result.table("sites").values("facility_id")
    columns = (Column("facility_id", "", Sensitivity.CASE), Column("under_expected", "", Sensitivity.CASE))
    lenses = Table("lenses", columns, ((first, True), *((each, False) for each in others)), Sensitivity.CASE)
    result = replace(plan.result, tables=(*plan.result.tables, lenses))
    shown.view.show_result(replace(plan, result=result), EN)
    shown.settle()
    rings = "[...lachan.layers.sites.features].filter(([, place]) => place.options.ring).map(([code]) => code)"
    assert shown.ask(rings) == [first]
    assert shown.ask("document.querySelector('.ringed').textContent") == "Chosen whichever way demand is seen1"


def test_badges_stand_on_one_line_each_at_every_width(shown: Shown) -> None:
    heights = "[...document.querySelectorAll('.notices li')].map((each) => each.offsetHeight)"
    for width in (900, 600, 388):
        shown.view.resize(width, 400)
        shown.until(f"innerWidth === {width}")
        assert max(shown.ask(heights)) < 26


def test_shapes_that_cannot_be_prepared_are_said_and_the_rest_goes_on(
    qtbot: Any, demo: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", heard.append)
    view = MapView()
    view.resize(600, 500)
    view.show()
    found = Shown(qtbot, view)
    with monkeypatch.context() as broken:
        broken.setattr("app.desktop.map_view.areas_message", lambda _: 1 / 0)
        with qtbot.waitSignal(view.ready, timeout=60000):
            view.show_project(demo, EN, LIGHT)
        found.settle()
    assert [each.exc_type for each in heard] == [ZeroDivisionError]
    message = "document.querySelector('.failed')"
    assert found.ask(f"{message}.checkVisibility()") is True
    assert "could not be drawn" in found.ask(f"{message}.textContent")
    assert "shelters_public" in found.ask("Object.keys(lachan.layers)")
    assert view.complaints == []
    view.show_project(demo.with_table("units", demo["units"].copy()), EN, LIGHT)
    found.settle()
    assert found.state["areas"] == 45
    assert found.ask(f"{message}.checkVisibility()") is False
    delete(view)


def test_what_lies_under_the_pointer_is_told(shown: Shown, demo: Project) -> None:
    code = shown.free_communes()[0]
    shown.qtbot.waitUntil(lambda: shown.hover("communes", code), timeout=5000)
    shown.until("document.querySelector('.told')")
    told = shown.ask("document.querySelector('.told').textContent")
    units = demo["units"]
    assert str(units.loc[units["code"] == code, "name"].iloc[0]) in told
    assert "%" in told or "," in told


def test_an_indicator_change_sends_colours_and_nothing_else(shown: Shown) -> None:
    shown.said.clear()
    shown.view.show_indicator("project_population")
    shown.settle()
    assert shown.said == ["theme"]
    assert shown.state["theme"] == "project_population"
    assert shown.ask("document.querySelector('select').value") == "project_population"
    assert len(set(shown.ask("planner.fills()"))) == 5


def test_a_result_brings_its_colours_and_places_and_leaves_the_communes(shown: Shown, rates: StoredResult) -> None:
    shown.said.clear()
    shown.view.show_result(rates, VI)
    shown.settle()
    assert set(shown.said) == {"places", "themes", "theme"}
    assert shown.ask("'sites' in lachan.layers") is False
    assert shown.view.indicator == "posterior_rate"


def test_ways_are_drawn_below_places_and_told_but_not_selected(shown: Shown, visits: StoredResult) -> None:
    shown.view.show_result(visits, VI)
    shown.settle()
    days = visits.result.table("days")
    assert shown.ask("lachan.layers.ways.group.getLayers().length") == len(days.rows)
    listed = "[...document.querySelectorAll('.legend .lines li span')].map((each) => each.textContent)"
    assert shown.ask(listed) == [f"Ngày {day}" for day in days.values("day")]
    shown.made.clear()
    shown.ask("lachan.layers.ways.group.getLayers()[0].fire('click') && 1")
    assert shown.made == []
    assert shown.ask("planner.state().codes") == []
    shown.ask("document.querySelector('.legend input[data-show=ways]').click() ?? 1")
    assert shown.ask("planner.map().hasLayer(lachan.layers.ways.group)") is False
    assert shown.ask("document.querySelector('.legend .lines').hidden") is True


def test_too_few_cases_are_hatched_as_in_the_legend(shown: Shown, rates: StoredResult) -> None:
    shown.view.show_result(rates, VI)
    shown.view.show_indicator("rate")
    shown.settle()
    fills = shown.ask("planner.fills()")
    expected = rates.result.table("communes").values("class").count("not_enough_data")
    assert fills.count("not-enough") == expected > 20
    swatches = "[...document.querySelectorAll('.classes rect')].map((each) => each.getAttribute('fill'))"
    assert "url(#not-enough)" in shown.ask(swatches)


def test_the_legend_asks_for_another_indicator(shown: Shown) -> None:
    change = "list.value = 'project_poverty'; list.dispatchEvent(new Event('change')); return 1;"
    with shown.qtbot.waitSignal(shown.view.indicator_shown, timeout=5000) as heard:
        shown.ask(f"((list) => {{ {change} }})(document.querySelector('select'))")
    assert heard.args == ["project_poverty"]
    shown.settle()
    assert shown.state["theme"] == "project_poverty"


def test_indicators_are_those_of_the_result_then_those_of_the_project(shown: Shown) -> None:
    keys = [key for key, _ in shown.view.indicators()]
    assert keys[:2] == ["share_within_after", "project_children"]
    assert all(title for _, title in shown.view.indicators())


def test_without_a_result_its_places_go(shown: Shown) -> None:
    shown.view.show_result(None, VI)
    shown.settle()
    assert shown.ask("'sites' in lachan.layers") is False
    assert shown.view.indicator == "project_children"


def test_another_language_changes_the_words_and_keeps_page_and_selection(shown: Shown) -> None:
    shown.ask("window.sameAsBefore = true")
    code = shown.free_communes()[0]
    shown.click("communes", code)
    shown.view.retranslate(EN)
    shown.settle()
    assert shown.ask("document.documentElement.lang") == "en"
    assert shown.ask("document.querySelector('summary b').textContent") == "Legend"
    assert "Proposed sites" in shown.ask("document.querySelector('.points').textContent")
    assert shown.ask("window.sameAsBefore") is True
    assert shown.state["codes"] == [code]
    assert len(shown.made) == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_page_takes_the_colours_of_the_window(shown: Shown, theme: Any) -> None:
    shown.view.retheme(theme)
    shown.settle()
    ground = "getComputedStyle(document.querySelector('.folium-map')).backgroundColor"
    red, green, blue = (int(theme.ground[at : at + 2], 16) for at in (1, 3, 5))
    assert shown.ask(ground) == f"rgb({red}, {green}, {blue})"


def test_a_later_snapshot_keeps_the_result_the_selection_and_the_communes(shown: Shown, demo: Project) -> None:
    code = shown.free_communes()[0]
    shown.click("communes", code)
    shown.said.clear()
    fewer = demo.with_table("facilities", demo["facilities"].iloc[:-1])
    shown.view.show_project(fewer, VI, LIGHT)
    shown.settle()
    assert "areas" not in shown.said
    assert shown.state["codes"] == [code]
    assert shown.view.indicator == "share_within_after"


def test_who_may_not_see_hidden_places_and_people_is_not_shown_them(shown: Shown, demo: Project) -> None:
    assert shown.ask("'shelters_hidden' in lachan.layers") is True
    shown.view.show_project(demo, VI, LIGHT, Audience.SHAREABLE)
    shown.settle()
    layers = shown.ask("Object.keys(lachan.layers)")
    assert {"shelters_hidden", "shelters_commune", "officers"}.isdisjoint(layers)
    assert "shelters_public" in layers


@pytest.mark.parametrize("address", ["https://127.0.0.1:9/", "file:///etc/hostname"])
def test_the_page_can_fetch_nothing_else(complaining: Shown, address: str) -> None:
    shown = complaining
    asked = f"fetch('{address}').then((found) => found.text())"
    shown.ask(f"{asked}.then(() => {{ window.got = 'it' }}, () => {{ window.got = 'nothing' }}) && 1")
    shown.until("window.got")
    assert shown.ask("window.got") == "nothing"


@pytest.fixture
def complaining(qtbot: Any, demo: Project) -> Iterator[Shown]:
    """The demo on a map whose page may complain; laid out only after it has opened."""
    view = MapView()
    view.resize(0, 0)
    view.show()
    found = Shown(qtbot, view)
    with qtbot.waitSignal(view.ready, timeout=60000):
        view.show_project(demo, VI, LIGHT)
    yield found
    delete(view)


def delete(view: MapView) -> None:
    view.close()
    shiboken6.delete(view)


def test_a_map_laid_out_late_shows_the_whole_province(complaining: Shown) -> None:
    complaining.view.resize(800, 600)
    complaining.until("planner.map().getBounds().contains(lachan.settings.bounds) && planner.map().getZoom() > 6")


def test_the_page_stays_where_it_is(complaining: Shown) -> None:
    shown = complaining
    shown.ask("(location.href = 'https://127.0.0.1:9/') && 1")
    shown.qtbot.wait(200)
    assert shown.ask("location.href") == "lachan-map://window/"


def test_a_page_whose_process_ends_is_loaded_and_drawn_again(shown: Shown, demo: Project) -> None:
    code = shown.free_communes()[0]
    shown.click("communes", code)
    before = shown.view.sent
    with shown.qtbot.waitSignal(shown.view.watch.lost, timeout=10000):
        os.kill(shown.view.web.page().renderProcessPid(), signal.SIGKILL)
    shown.qtbot.waitSignal(shown.view.painted, timeout=60000).wait()
    shown.settle()
    assert shown.view.sent > before
    assert shown.state["areas"] == 45
    assert shown.state["codes"] == [code]


def test_a_page_that_does_not_answer_is_started_again(shown: Shown) -> None:
    watch = MapWatch(shown.view.web.page(), shown.view, patience_ms=10)
    with shown.qtbot.waitSignal(watch.lost, timeout=10000):
        watch.expect()
    shown.qtbot.waitSignal(shown.view.painted, timeout=60000).wait()
    shown.settle()
    assert shown.state["areas"] == 45
