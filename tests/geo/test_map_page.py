"""The map page as text: what it holds, what it must not hold, and what it refuses."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point, Polygon

from geo.errors import (
    DuplicateCode,
    DuplicateKey,
    EmptyGeometry,
    InvalidColour,
    InvalidKey,
    MissingColumn,
    NothingToDraw,
    UnknownCode,
    UnknownCrs,
)
from geo.map_page import Field, LegendClass, MapPage, PageNote, PageTable, Row, render
from geo.symbols import NOT_ENOUGH

HOSTILE = "</script><script>alert(1)</script>{{ 7*7 }}{% raw %}{# & \" ' <b>"


def block(document: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', document, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def with_area(page: MapPage, **changes: Any) -> MapPage:
    return replace(page, areas=(replace(page.areas[0], **changes),))


def test_the_same_page_gives_the_same_bytes(make_page: Callable[..., MapPage]) -> None:
    assert render(make_page()) == render(make_page())


def test_the_document_names_its_language_and_its_letters(make_page: Callable[..., MapPage]) -> None:
    document = render(make_page(language="en"))
    assert document.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<meta charset="utf-8">' in document


def test_nothing_is_fetched_from_anywhere(make_page: Callable[..., MapPage]) -> None:
    document = render(make_page())
    assert not re.search(r"<(script|img|iframe|source)[^>]+src=", document)
    assert not re.search(r"<link\b|@import|sourceMappingURL", document)
    assert set(re.findall(r"url\(([^)]{1,12})", document)) <= {
        "data:image/p",
        "#default#VML",
        "#no-data",
        "#not-enough",
        "#${fill}",
    }
    assert "default-src 'none'" in document
    for foreign in ("jquery", "bootstrap", "cdn.", "awesome"):
        assert foreign not in document.lower()


def test_shapes_are_embedded_once_without_colours(make_page: Callable[..., MapPage]) -> None:
    document = render(make_page())
    features = block(document, "features-communes")["features"]
    assert [feature["properties"] for feature in features] == [
        {"code": "1", "heading": "Xã Một", "values": ["1,5"]},
        {"code": "2", "heading": "Xã Hai", "values": [""]},
    ]
    assert document.count('"type":"Polygon"') == 2
    assert block(document, "settings")["areas"] == {"communes": {"rate": {"1": "#2c7fb8"}}}


def test_coordinates_are_degrees_rounded_to_six_decimals(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    turned = with_area(page, shapes=page.areas[0].shapes.to_crs("EPSG:32648"))
    document = render(turned)
    rings = [feature["geometry"]["coordinates"][0] for feature in block(document, "features-communes")["features"]]
    numbers = [number for ring in rings for corner in ring for number in corner]
    assert all(number == round(number, 6) for number in numbers)
    assert min(numbers) == pytest.approx(21.0, abs=1e-6)
    assert block(document, "settings")["bounds"] == [[21.0, 103.0], [22.0, 105.0]]


def test_vietnamese_names_stand_in_the_file_as_they_are_written(make_page: Callable[..., MapPage]) -> None:
    assert '"heading":"Xã Một"' in render(make_page())


def test_no_text_becomes_code(make_page: Callable[..., MapPage]) -> None:
    page = make_page(title=HOSTILE, subtitle=HOSTILE, notices=(HOSTILE,), footnotes=(HOSTILE,), attribution=HOSTILE)
    shapes = page.areas[0].shapes.assign(title=HOSTILE, rate=HOSTILE)
    theme = replace(
        page.areas[0].themes[0], title=HOSTILE, unit=HOSTILE, legend=(LegendClass("#ffffff", HOSTILE, HOSTILE),)
    )
    page = with_area(page, title=HOSTILE, shapes=shapes, fields=(Field("rate", HOSTILE),), themes=(theme,))
    document = render(page)
    assert "<script>alert" not in document
    assert document.count("</script>") == render(make_page()).count("</script>")
    assert block(document, "features-communes")["features"][0]["properties"]["heading"] == HOSTILE
    assert block(document, "settings")["attribution"] == HOSTILE


def test_no_text_of_a_list_or_a_note_becomes_code(make_page: Callable[..., MapPage]) -> None:
    hostile = PageTable("places", HOSTILE, (HOSTILE, HOSTILE), (Row((HOSTILE, HOSTILE), "a"),), "stations")
    document = render(
        make_page(lists=(hostile,), notes=(PageNote(HOSTILE, HOSTILE), PageNote("", HOSTILE, folded=True)))
    )
    assert "<script>alert" not in document
    assert document.count("</script>") == render(make_page()).count("</script>")
    assert "{{ 7*7 }}" in document


def test_notices_on_printed_pages_cannot_end_the_style_they_stand_in(make_page: Callable[..., MapPage]) -> None:
    document = render(make_page(notices=('"; } </style><b>', "ệ")))
    assert "</style><b>" not in document
    assert '@bottom-left { content: "\\000022\\00003b' in document
    assert document.count("</style>") == render(make_page()).count("</style>")


def test_a_list_has_a_row_a_place_with_its_button(make_page: Callable[..., MapPage]) -> None:
    table = PageTable("places", "Trạm", ("Tên", "Trẻ em"), (Row(("A", "1.234"), "a"), Row(("Khác", "5"))), "stations")
    document = render(make_page(lists=(replace(table, numbers=frozenset({1})),)))
    assert re.findall(r'<tr role="row"( data-[^>]+)?>', document) == ["", ' data-layer="stations" data-code="a"', ""]
    assert re.findall(r'<button type="button" aria-label="([^"]+)">A</button>', document) == ["A · 1.234"]
    assert '<td role="cell" data-heading="Trẻ em" class="number">1.234</td>' in document


def test_a_labelled_place_has_its_symbol_in_the_list(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    stars = replace(page.points[0], shapes=page.points[0].shapes.assign(rank="1"), label="rank", radius=12.0)
    table = PageTable("places", "Trạm", ("STT",), (Row(("1",), "a"),), "stations")
    document = render(replace(page, points=(stars,), lists=(table,)))
    assert '<text class="label" data-length="1">1</text>' in document
    assert block(document, "features-stations")["features"][0]["properties"]["label"] == "1"


def test_a_list_may_only_name_places_of_its_layer(make_page: Callable[..., MapPage]) -> None:
    for layer, code in (("stations", "b"), ("nowhere", "a"), ("", "a")):
        with pytest.raises(UnknownCode) as error:
            render(make_page(lists=(PageTable("places", "Trạm", ("Tên",), (Row(("A",), code),), layer),)))
        assert (error.value.layer, error.value.code) == (layer, code)


def test_two_lists_with_one_key_are_refused(make_page: Callable[..., MapPage]) -> None:
    table = PageTable("places", "Trạm", ("Tên",), ())
    with pytest.raises(DuplicateKey):
        render(make_page(lists=(table, table)))


def test_sentences_come_before_small_print_and_folded_notes_are_closed(make_page: Callable[..., MapPage]) -> None:
    notes = (PageNote("Nguồn gốc", "sha256", folded=True), PageNote("Tham số", "p: 5"))
    document = render(make_page(footnotes=("Câu một",), notes=notes))
    places = [document.index(text) for text in ("Câu một", "<h3>Tham số</h3>", "<details>", "sha256")]
    assert places == sorted(places)
    assert re.search(r"<details>\s*<summary>Nguồn gốc</summary>\s*<p>sha256</p>", document)


def test_the_layer_drawn_on_top_comes_first_in_the_legend(make_page: Callable[..., MapPage]) -> None:
    below = make_page().points[0]
    document = render(make_page(points=(below, replace(below, key="sites", title="Đề xuất"))))
    assert document.index("<span>Đề xuất</span>") < document.index("<span>Trạm y tế</span>")
    assert list(block(document, "settings")["points"]) == ["stations", "sites"]


def test_legend_shows_every_class_and_every_symbol(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    theme = replace(page.areas[0].themes[0], legend=(LegendClass(NOT_ENOUGH, "Chưa đủ số liệu", "3 xã"),))
    document = render(with_area(page, themes=(theme,)))
    assert 'fill="url(#not-enough)"' in document
    assert "<span>Chưa đủ số liệu</span><small>3 xã</small>" in document
    assert re.search(r'<path d="M[^"]+Z" fill="#d55e00"', document)


def test_a_column_can_set_the_size_of_each_symbol(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    graduated = replace(page.points[0], shapes=page.points[0].shapes.assign(size=[9.5]), radius_column="size")
    features = block(render(replace(page, points=(graduated,))), "features-stations")["features"]
    assert features[0]["properties"]["radius"] == 9.5


def test_a_layer_without_places_is_drawn_empty(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    empty = replace(page.points[0], shapes=page.points[0].shapes.iloc[:0])
    assert block(render(replace(page, points=(empty,))), "features-stations")["features"] == []


def test_a_page_without_any_feature_is_refused(make_page: Callable[..., MapPage]) -> None:
    with pytest.raises(NothingToDraw):
        render(make_page(areas=(), points=()))


@pytest.mark.parametrize("key", ["", "Communes", "a-b", "x;alert(1)", "1st"])
def test_a_key_that_is_no_small_word_is_refused(make_page: Callable[..., MapPage], key: str) -> None:
    with pytest.raises(InvalidKey) as error:
        render(with_area(make_page(), key=key))
    assert error.value.key == key


def test_two_layers_with_one_key_are_refused(make_page: Callable[..., MapPage]) -> None:
    with pytest.raises(DuplicateKey) as error:
        render(with_area(make_page(), key="stations"))
    assert error.value.key == "stations"


@pytest.mark.parametrize("fill", ["red", "#12345", "url(#x)", "#2c7fb8;", ""])
def test_a_fill_that_is_no_colour_is_refused(make_page: Callable[..., MapPage], fill: str) -> None:
    page = make_page()
    theme = replace(page.areas[0].themes[0], colours={"1": fill})
    with pytest.raises(InvalidColour) as error:
        render(with_area(page, themes=(theme,)))
    assert error.value.fill == fill


def test_a_colour_for_an_area_that_is_not_there_is_refused(make_page: Callable[..., MapPage]) -> None:
    page = make_page()
    theme = replace(page.areas[0].themes[0], colours={"99": "#000000"})
    with pytest.raises(UnknownCode) as error:
        render(with_area(page, themes=(theme,)))
    assert (error.value.layer, error.value.code) == ("communes", "99")


def test_tables_that_are_not_as_described_are_refused(
    make_page: Callable[..., MapPage], two_squares: gpd.GeoDataFrame
) -> None:
    page = make_page()
    with pytest.raises(UnknownCrs) as crs:
        render(with_area(page, shapes=two_squares.set_crs(None, allow_override=True)))
    assert crs.value.layer == "communes"
    with pytest.raises(MissingColumn) as column:
        render(with_area(page, name="short"))
    assert column.value.column == "short"
    with pytest.raises(DuplicateCode) as code:
        render(with_area(page, shapes=two_squares.assign(code="1")))
    assert code.value.code == "1"
    with pytest.raises(EmptyGeometry) as empty:
        render(with_area(page, shapes=two_squares.set_geometry([two_squares.geometry[0], Polygon()], crs=4326)))
    assert empty.value.position == 1
    with pytest.raises(EmptyGeometry):
        render(with_area(page, shapes=two_squares.set_geometry([None, Point(1, 2)], crs=4326)))
