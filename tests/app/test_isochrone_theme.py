"""Isochrones on the map: dark for near, each band with its minutes and children, the widest drawn first."""

import pytest

from app import isochrone_theme
from app.language import Language, both
from app.result import Column, Denominator, Layer, ModelCard, Result, Sensitivity, Table
from geo.palettes import sequential
from geo.window_page import bands_message

EN = Language("en")
AREA = Sensitivity.AREA
SQUARES = ("POLYGON ((105 21, 105.1 21, 105.1 21.1, 105 21))", "POLYGON ((105 21, 105.3 21, 105.3 21.3, 105 21))")


def result(outlines: tuple[str, ...] = SQUARES) -> Result:
    columns = tuple(Column(name, "", AREA) for name in ("within", "children_within"))
    rows = ((30.0, 1234.4), (60.0, 5678.0))[: len(outlines)]
    layer = Layer("isochrones", "isochrones", "areas", (), AREA, value="within", sense="bad", outlines=outlines)
    text = both("")
    return Result(
        "access", (), (Table("isochrones", columns, rows, AREA),), (layer,), (), ModelCard(text, text, text, text),
        Denominator("children", "children", 1.0, text, AREA),
    )  # fmt: skip


def test_each_band_says_its_minutes_and_the_children_within() -> None:
    theme = isochrone_theme.theme(result(), "isochrones", EN)
    assert [(each.label, each.note) for each in theme.legend] == [
        ("30 minutes", "1,234 children"),
        ("60 minutes", "5,678 children"),
    ]
    assert theme.ends == ("30", "60")


def test_what_is_near_is_dark() -> None:
    theme = isochrone_theme.theme(result(), "isochrones", EN)
    assert [each.fill for each in theme.legend] == list(reversed(sequential(2)))


def test_the_widest_band_is_drawn_first_in_its_own_colour() -> None:
    message = bands_message(isochrone_theme.bands(result(), "isochrones"))
    legend = isochrone_theme.theme(result(), "isochrones", EN).legend
    (wide, shape), (near, _) = message["bands"]
    assert (wide, near) == (legend[1].fill, legend[0].fill)
    assert shape["type"] == "Polygon"
    assert shape["coordinates"][0][1] == [105.3, 21.0]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_result_without_any_band_offers_none(language: str) -> None:
    assert isochrone_theme.indicators(result(()), Language(language)) == []
    assert [key for key, _ in isochrone_theme.indicators(result(), Language(language))] == ["isochrones"]
