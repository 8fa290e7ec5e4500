"""The web map as a planner opens it: Chromium, offline, both languages; and a result of which no figure may leave."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.language import Language
from app.names import shown_name

COMMUNES = ".leaflet-overlay-pane path.leaflet-interactive"
STARS = ".leaflet-points-sites-pane text"
LANGUAGES = pytest.mark.parametrize("code", ["vi", "en"])
WORDS = {
    "vi": {
        "notices": [
            "Được phép chia sẻ",
            "Dữ liệu mô phỏng / simulated data",
            "Ranh giới minh hoạ / schematic boundaries",
        ],
        "no_data": "không có dữ liệu",
        "not_enough": "chưa đủ dữ liệu",
        "reason": "Đưa thêm 27.377 trẻ em vào trong ngưỡng",
    },
    "en": {
        "notices": ["May be shared", "Simulated data / dữ liệu mô phỏng", "Schematic boundaries / ranh giới minh hoạ"],
        "no_data": "no data",
        "not_enough": "not enough data",
        "reason": "Brings 27,377 more children within the limit",
    },
}


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a file, offline; afterwards require that it asked for nothing else and reported no error."""
    context = browser.new_context(offline=True)
    asked: list[str] = []
    files: list[str] = []
    complaints: list[str] = []

    def open_file(file: Path, *, width: int = 1280, height: int = 800) -> Any:
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": height})
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        files.append(file.as_uri())
        tab.goto(file.as_uri())
        return tab

    yield open_file
    context.close()
    assert asked == files
    assert complaints == []


@pytest.fixture
def page_of(lachan: Callable[..., Any], demo_folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """Export a result of the demo as a web page and return the file."""

    def export(code: str, result: str = "shelters-1", audience: str = "shareable") -> Path:
        to = tmp_path / f"{result}-{code}.html"
        ran = lachan(
            "--lang", code, "export", demo_folder / "dien-bien.lachan",
            "--result", result, "--to", to, "--audience", audience,
        )  # fmt: skip
        assert ran.code == 0, ran.err
        return to if audience == "shareable" else to.with_name(f"{to.stem}.internal.html")

    return export


@pytest.fixture(scope="module")
def strict_rates(demo_folder: Path) -> str:
    """A run of `rates` in which few communes have cases enough for a rate of their own."""
    from app.questions import find
    from app.results import run_and_store
    from data.store import Store

    with Store.open(demo_folder / "dien-bien.lachan") as store:
        return run_and_store(store, find("rates"), {"minimum_cases": 25}, who="test").result_id


def sites_of(folder: Path) -> list[dict[str, Any]]:
    table = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["tables"]["sites"]
    names = [column["name"] for column in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


@LANGUAGES
def test_the_plan_says_its_language_and_what_a_reader_must_know(
    opened: Callable[..., Any], page_of: Callable[..., Path], code: str
) -> None:
    tab = opened(page_of(code))
    assert tab.locator("html").get_attribute("lang") == code
    assert tab.locator(".notices li").all_inner_texts() == WORDS[code]["notices"]
    assert all(notice.is_visible() for notice in tab.locator(".notices li").all())


@LANGUAGES
def test_45_communes_are_drawn_in_the_colours_of_the_legend(
    opened: Callable[..., Any], page_of: Callable[..., Path], code: str
) -> None:
    tab = opened(page_of(code))
    fills = tab.locator(COMMUNES).evaluate_all("all => all.map(path => path.getAttribute('fill'))")
    assert len(fills) == 45
    items = tab.locator(".classes:visible li")
    colours = items.locator("rect").evaluate_all("all => all.map(each => each.getAttribute('fill'))")
    labels = items.locator("span").all_inner_texts()
    assert len(labels) >= 3
    assert set(fills) <= set(colours)
    assert (labels[-1], colours[-1]) == (WORDS[code]["no_data"], "url(#no-data)")
    assert labels[0] == ("0,0" if code == "vi" else "0.0")  # communes that no site reaches are a class of their own
    assert all(" – " in label for label in labels[1:-1])
    assert labels[-2].endswith("100,0" if code == "vi" else "100.0")


@LANGUAGES
def test_the_unit_is_said_once_beside_the_title_of_the_theme(
    opened: Callable[..., Any], page_of: Callable[..., Path], code: str
) -> None:
    title = opened(page_of(code)).locator(".theme-title").inner_text()
    assert title.count("%") == 1
    assert title.endswith("(%)")


@LANGUAGES
def test_a_click_on_a_commune_shows_its_figures(
    opened: Callable[..., Any], page_of: Callable[..., Path], demo_folder: Path, code: str
) -> None:
    table = json.loads((demo_folder / "plan.json").read_text(encoding="utf-8"))["tables"]["communes"]
    names = [column["name"] for column in table["columns"]]
    expected = {row[names.index("name")]: row[names.index("children")] for row in table["rows"]}
    tab = opened(page_of(code))
    name = shown_name("Xã Mường Nhà", Language(code))
    tab.locator(f"{COMMUNES}[aria-label='{name}']").click()
    popup = tab.locator(".leaflet-popup-content")
    assert popup.locator("h3").inner_text() == name
    figures = dict(row.split("\t") for row in popup.locator("tr").all_inner_texts())
    children = figures["Children" if code == "en" else "Số trẻ em"]
    assert int(children.replace(".", "").replace(",", "")) == expected["Xã Mường Nhà"]


@LANGUAGES
def test_five_numbered_stars_and_five_rows_tell_of_the_same_sites(
    opened: Callable[..., Any], page_of: Callable[..., Path], demo_folder: Path, code: str
) -> None:
    sites = sites_of(demo_folder)
    tab = opened(page_of(code))
    assert tab.locator(STARS).all_text_contents() == ["1", "2", "3", "4", "5"]
    rows = tab.locator(".list tbody tr")
    assert rows.count() == 5
    for row, site in zip(rows.all(), sites, strict=True):
        texts = [text.strip() for text in row.locator("td").all_inner_texts()]
        assert texts[1:3] == [shown_name(site[part], Language(code)) for part in ("name", "commune")]
        assert int(texts[3].replace(".", "").replace(",", "")) == site["children_newly_within"]
        assert texts[4] == site[f"reason_{code}"]
    assert WORDS[code]["reason"] in rows.first.inner_text()


def test_site_1_to_5_are_found_on_the_map_from_the_list(
    opened: Callable[..., Any], page_of: Callable[..., Path], demo_folder: Path
) -> None:
    tab = opened(page_of("vi"))
    for position, site in enumerate(sites_of(demo_folder)):
        tab.locator(".list tbody tr").nth(position).locator("button").press("Enter")
        opened_place = tab.locator(".leaflet-popup-content h3", has_text=site["name"])
        opened_place.wait_for()
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == f"{position + 1} · {site['name']}"


def test_proposed_sites_lie_above_existing_ones_and_those_above_candidates(
    opened: Callable[..., Any], page_of: Callable[..., Path]
) -> None:
    tab = opened(page_of("en"))
    layers = ("candidates", "existing", "sites")
    heights = [
        tab.locator(f".leaflet-points-{layer}-pane").evaluate("pane => +getComputedStyle(pane).zIndex")
        for layer in layers
    ]
    assert heights == sorted(set(heights))


def test_hashes_are_shown_only_to_who_asks(opened: Callable[..., Any], page_of: Callable[..., Path]) -> None:
    tab = opened(page_of("en"))
    assert "sha256" not in tab.locator("body").inner_text()
    tab.locator("details summary").click()
    assert "sha256" in tab.locator("details p").inner_text()


@LANGUAGES
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_reaches_over_the_side(
    opened: Callable[..., Any], page_of: Callable[..., Path], code: str, width: int
) -> None:
    tab = opened(page_of(code), width=width, height=844)
    tab.locator("details summary").click()
    assert tab.evaluate("document.documentElement.scrollWidth") == width


@LANGUAGES
def test_too_few_cases_are_a_class_of_their_own(
    opened: Callable[..., Any], page_of: Callable[..., Path], strict_rates: str, code: str
) -> None:
    tab = opened(page_of(code, strict_rates, "internal"))
    tab.locator("input[data-theme=rate]").check()
    fills = tab.locator(COMMUNES).evaluate_all("all => all.map(path => path.getAttribute('fill'))")
    assert fills.count("url(#not-enough)") > 22
    item = tab.locator(".classes:visible li", has_text=WORDS[code]["not_enough"])
    assert item.is_visible()
    assert item.locator("rect").get_attribute("fill") == "url(#not-enough)"
    assert str(fills.count("url(#not-enough)")) in item.locator("small").inner_text()


@LANGUAGES
def test_when_no_figure_may_leave_the_communes_are_drawn_without_classes(
    opened: Callable[..., Any], page_of: Callable[..., Path], strict_rates: str, code: str
) -> None:
    tab = opened(page_of(code, strict_rates))
    fills = tab.locator(COMMUNES).evaluate_all("all => all.map(path => path.getAttribute('fill'))")
    assert (len(fills), len(set(fills))) == (45, 1)
    assert not fills[0].startswith("url")
    assert tab.locator(".classes").count() == 0
    assert tab.locator(".list").count() == 0


def test_the_same_result_gives_the_same_bytes(page_of: Callable[..., Path]) -> None:
    first = page_of("vi").read_bytes()
    assert page_of("vi").read_bytes() == first
