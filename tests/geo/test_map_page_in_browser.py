"""The map page in Chromium without a network: what is drawn, what a click shows, what is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from geo.map_page import AreaLayer, Field, LegendClass, MapPage, PageTable, PointLayer, Row, Theme, render
from geo.palettes import sequential
from geo.schematic import schematic_cells
from geo.symbols import NOT_ENOUGH

REASON = "Có thêm 1.234 trẻ em vào trong ngưỡng thời gian, với địa điểm này là nơi tạm lánh gần nhất."
STARS = ".leaflet-points-stars-pane text"
AREAS = ".leaflet-overlay-pane path.leaflet-interactive"
PLACES = "[class*=leaflet-points] path.leaflet-interactive"


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a page from a file, offline; afterwards require that it asked for nothing and reported no error."""
    context = browser.new_context(offline=True)
    requests: list[str] = []
    complaints: list[str] = []
    file = tmp_path / "map.html"

    def open_page(page: MapPage, *, width: int = 1280, height: int = 800) -> Any:
        file.write_text(render(page), encoding="utf-8")
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": height})
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(file.as_uri())
        return tab

    yield open_page
    context.close()
    assert set(requests) == {file.as_uri()}
    assert complaints == []


@pytest.fixture
def dien_bien(make_page: Callable[..., MapPage], communes_of: Callable[[str], Any]) -> MapPage:
    """A page of the 45 communes, two themes, their centres as stations and two houses that are not shown at first."""
    communes = communes_of("11")
    codes, colours = communes.code, sequential(3)
    units = gpd.GeoDataFrame(
        {"code": codes, "title": communes.name, "rate": [f"{i},5" for i in range(45)], "empty": [""] * 45},
        geometry=schematic_cells(communes.longitude, communes.latitude, communes.area_km2),
    )
    rate = {code: (NOT_ENOUGH if i == 0 else colours[i % 3]) for i, code in enumerate(codes[:44])}
    themes = (
        Theme("rate", "Tỷ suất", "trên 1.000 trẻ em", rate, (LegendClass(colours[0], "0,5 – 12,5", "15 xã"),)),
        Theme("all", "Một màu", "", dict.fromkeys(codes, "#123456"), (LegendClass("#123456", "tất cả"),)),
    )
    fields = (Field("rate", "Tỷ suất"), Field("empty", "Không hiện"))
    places = gpd.GeoDataFrame(
        {"code": codes, "title": [f"Trạm {name}" for name in communes.name]},
        geometry=gpd.points_from_xy(communes.longitude, communes.latitude),
        crs="EPSG:4326",
    )
    return make_page(
        areas=(AreaLayer("communes", "Xã, phường", units, "title", themes, fields, name="title"),),
        points=(
            PointLayer("stations", "Trạm y tế", places, "title", "cross", "#d55e00", radius=4),
            PointLayer("houses", "Nhà tạm lánh", places.iloc[:2], "title", "house", "#000000", shown=False),
        ),
    )


def middle(found: Any) -> tuple[float, float]:
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def fill_of(tab: Any, position: int) -> str:
    return str(tab.locator(AREAS).nth(position).get_attribute("fill"))


def test_45_communes_and_45_stations_are_drawn(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    assert tab.locator(AREAS).count() == 45
    assert tab.locator(PLACES).count() == 45


def test_areas_have_their_colours_and_the_others_the_pattern_of_no_data(
    opened: Callable[..., Any], dien_bien: MapPage
) -> None:
    tab = opened(dien_bien)
    assert fill_of(tab, 0) == "url(#not-enough)"
    assert fill_of(tab, 1) == sequential(3)[1]
    assert fill_of(tab, 44) == "url(#no-data)"


def test_a_click_on_an_area_shows_its_name_and_figures(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    tab.locator("input[data-show=stations]").uncheck()
    tab.locator(AREAS).nth(7).click()
    popup = tab.locator(".leaflet-popup-content")
    assert popup.locator("h3").inner_text() == dien_bien.areas[0].shapes["title"].iloc[7]
    assert popup.locator("tr").all_inner_texts() == ["Tỷ suất\t7,5"]
    assert tab.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Đóng"


def test_title_notices_legend_and_footnotes_are_in_sight(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    for text in ("Bản đồ thử", "Dữ liệu mô phỏng", "0,5 – 12,5", "15 xã", "Trạm y tế", "Ghi chú", "Nguồn"):
        assert tab.get_by_text(text, exact=True).is_visible(), text
    assert tab.locator(".leaflet-control-scale-line").inner_text().endswith("km")
    assert tab.get_by_title("Phóng to").is_visible()


def test_layers_can_be_switched(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    tab.locator("input[data-show=stations]").uncheck()
    assert tab.locator(PLACES).count() == 0
    tab.locator("input[data-show=houses]").check()
    assert tab.locator(PLACES).count() == 2
    tab.locator("input[data-show=communes]").uncheck()
    assert tab.locator(AREAS).count() == 0


def test_another_theme_brings_its_colours_and_its_legend(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    tab.get_by_label("Một màu").check()
    assert fill_of(tab, 0) == fill_of(tab, 44) == "#123456"
    assert tab.get_by_text("tất cả").is_visible()
    assert not tab.get_by_text("0,5 – 12,5").is_visible()


def test_colours_can_be_sent_to_the_page(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    tab.evaluate(
        "code => lachan.setColours('communes', {[code]: '#abcdef'})", dien_bien.areas[0].shapes["code"].iloc[3]
    )
    assert fill_of(tab, 3) == "#abcdef"
    assert fill_of(tab, 4) == "url(#no-data)"


WALK = """() => {
  const named = (node) => node.getAttribute("aria-label");
  const all = [...document.querySelectorAll(".leaflet-overlay-pane path.leaflet-interactive")];
  const press = (from, key) => {
    from.focus();
    from.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    return document.activeElement;
  };
  const reached = new Set([all[0]]);
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
  for (const each of reached) keys.forEach((key) => reached.add(press(each, key)));
  return [...reached].map(named);
}"""


def test_arrow_keys_reach_every_area(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    assert set(opened(dien_bien).evaluate(WALK)) == set(dien_bien.areas[0].shapes["title"])


def test_an_arrow_goes_to_the_neighbour_in_its_direction_and_enter_opens_it(
    opened: Callable[..., Any], make_page: Callable[..., MapPage]
) -> None:
    tab = opened(make_page())
    focused = "document.activeElement.getAttribute('aria-label')"
    tab.locator(AREAS).first.focus()
    heard = []
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight"):
        tab.keyboard.press(key)
        heard.append(tab.evaluate(focused))
    assert heard == ["Xã Một", "Xã Hai", "Xã Hai", "Xã Một", "Xã Hai"]
    tab.keyboard.press("Enter")
    assert tab.locator(".leaflet-popup-content h3").inner_text() == "Xã Hai"


def test_arrow_keys_go_through_places_in_their_order(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked)
    tab.locator("input[data-show=stars]").check()
    tab.locator(".leaflet-points-stars-pane path").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')").startswith("3 · ")


def test_names_written_on_the_map_do_not_overlap(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    boxes = [name.bounding_box() for name in tab.locator(".leaflet-tooltip.name").all()]
    assert len(boxes) >= 3
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            apart_x = abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2)
            apart_y = abs(one["y"] - other["y"])
            assert apart_x >= (one["width"] + other["width"]) / 2 - 4 or apart_y >= 12


def test_the_button_of_the_whole_map_brings_it_back(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    tab = opened(dien_bien)
    scale = tab.locator(".leaflet-control-scale-line")
    at_first = scale.inner_text()
    for _ in range(4):
        tab.get_by_title("Phóng to").click()
        tab.wait_for_timeout(300)
    assert scale.inner_text() != at_first
    tab.get_by_title("Toàn tỉnh").click()
    assert scale.inner_text() == at_first


def test_hostile_names_are_shown_as_text(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    area = dien_bien.areas[0]
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}"
    changed = AreaLayer("communes", hostile, area.shapes.assign(title=hostile), "title", area.themes, name="title")
    tab = opened(MapPage("vi", hostile, dien_bien.texts, (changed,), attribution=hostile))
    tab.locator(AREAS).nth(7).click()
    assert tab.locator(".leaflet-popup-content h3").inner_text() == hostile
    assert tab.locator(".leaflet-control-attribution").inner_text() == hostile
    assert tab.locator("img").count() == 0


def test_areas_without_a_theme_are_drawn_plain(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    plain = AreaLayer("communes", "Xã", dien_bien.areas[0].shapes, "title", ())
    tab = opened(MapPage("vi", "Không chủ đề", dien_bien.texts, (plain,)))
    assert fill_of(tab, 5) == "#e4e8ec"
    assert tab.locator(".classes").count() == 0


@pytest.fixture
def ranked(dien_bien: MapPage) -> MapPage:
    """The same page with three ranked places, the second on the spot of the first, and a list of them."""
    places = dien_bien.points[0].shapes.iloc[[4, 4, 9]].assign(code=["x", "y", "z"], rank=["1", "2", "3"])
    stars = PointLayer("stars", "Đề xuất", places, "title", "star", "#d55e00", radius=12, label="rank", shown=False)
    rows = tuple(Row((rank, f"Trạm {rank}", "1.234", REASON), code) for rank, code in zip("123", "xyz", strict=True))
    table = PageTable("stars", "Danh sách", ("STT", "Tên", "Trẻ em", "Lý do"), rows, "stars", frozenset({2}))
    return replace(dien_bien, points=(*dien_bien.points, stars), lists=(table,))


def test_a_label_stands_on_its_symbol_and_leaves_with_it(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked)
    assert tab.locator(STARS).count() == 0
    tab.locator("input[data-show=stars]").check()
    drawn = tab.locator(".leaflet-points-stars-pane svg g > *")
    assert drawn.evaluate_all("all => all.map(each => each.tagName)") == ["path", "text"] * 3
    assert tab.locator(STARS).all_text_contents() == ["1", "2", "3"]
    for label, star in zip(tab.locator(STARS).all(), tab.locator(".leaflet-points-stars-pane path").all(), strict=True):
        assert middle(label) == pytest.approx(middle(star), abs=3)
    tab.locator("input[data-show=stars]").uncheck()
    assert tab.locator(STARS).count() == 0


def test_a_later_layer_stays_on_top_when_an_earlier_one_comes_back(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked)
    tab.locator("input[data-show=stars]").check()
    tab.locator("input[data-show=stations]").uncheck()
    tab.locator("input[data-show=stations]").check()
    x, y = middle(tab.locator(".leaflet-points-stars-pane path").nth(2))
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('.leaflet-pane').className"
    assert "leaflet-points-stars-pane" in tab.evaluate(on_top, [x, y])


@pytest.mark.parametrize("height", [844, 500])
def test_a_row_shows_its_place_on_the_map(opened: Callable[..., Any], ranked: MapPage, height: int) -> None:
    tab = opened(ranked, height=height)
    tab.locator("tr[data-code=z] td").nth(3).click()
    tab.wait_for_timeout(400)
    popup = tab.locator(".leaflet-popup-content h3")
    assert popup.inner_text() == ranked.points[2].shapes["title"].iloc[2]
    assert tab.locator("input[data-show=stars]").is_checked()
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == f"3 · {popup.inner_text()}"
    box = tab.locator(".leaflet-popup").bounding_box()
    assert box["y"] >= tab.locator(".notices").bounding_box()["height"] - 1
    assert box["y"] + box["height"] <= height


def test_a_row_is_reached_and_chosen_by_keyboard(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked)
    tab.get_by_role("button", name="2 · Trạm 2").focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".leaflet-popup-content").is_visible()


def test_on_a_narrow_screen_rows_are_cards_with_their_headings(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked, width=390, height=844)
    assert not tab.locator(".list thead").is_visible()
    cell = tab.locator("tr[data-code=x] td").nth(3)
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Lý do"'
    assert cell.bounding_box()["y"] > tab.locator("tr[data-code=x] td").nth(2).bounding_box()["y"]
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_notices_stay_in_sight_while_the_list_is_read(opened: Callable[..., Any], ranked: MapPage) -> None:
    tab = opened(ranked)
    tab.locator("footer").scroll_into_view_if_needed()
    assert tab.evaluate("scrollY") > 0
    assert tab.locator(".notices").bounding_box()["y"] == 0


def test_a_long_text_in_a_popup_stands_below_its_label(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    shapes = dien_bien.areas[0].shapes.assign(rate=REASON)
    area = replace(dien_bien.areas[0], shapes=shapes)
    tab = opened(replace(dien_bien, areas=(area,), points=()), width=390, height=844)
    tab.locator(AREAS).nth(7).click()
    label, text = (tab.locator(".leaflet-popup-content").locator(tag).bounding_box() for tag in ("th", "td"))
    assert text["y"] >= label["y"] + label["height"] - 1
    assert text["width"] > 200


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_nothing_is_cut_off_at_the_side(
    opened: Callable[..., Any], dien_bien: MapPage, width: int, height: int
) -> None:
    tab = opened(dien_bien, width=width, height=height)
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    drawn = tab.locator(AREAS).evaluate_all("paths => paths.map(path => path.getBoundingClientRect().toJSON())")
    frame = tab.locator(".folium-map").bounding_box()
    assert min(box["left"] for box in drawn) >= frame["x"]
    assert max(box["right"] for box in drawn) <= frame["x"] + frame["width"]
    assert max(box["bottom"] for box in drawn) <= frame["y"] + frame["height"]


def test_printed_it_is_one_page(opened: Callable[..., Any], dien_bien: MapPage) -> None:
    pdf = opened(dien_bien).pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_list_is_printed_on_a_page_of_its_own(opened: Callable[..., Any], ranked: MapPage) -> None:
    pdf = opened(ranked).pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.count(b"/Type /Page\n") == 2
