"""A commune's rate, interval and class say the same on the map, in the table, in the profile and in every file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import words
from app.demo import demo_project
from app.desktop.profile import CommuneProfile, interval_of
from app.desktop.result_table import ResultTable
from app.language import Language
from app.map_layers import area_layers, theme
from app.questions import find, names
from app.release import Audience, Released, release
from app.reports.document import document
from app.reports.workbook import workbook_bytes
from app.result import Layer, Result
from app.results import run_and_store
from data.project import Project
from data.store import Store
from geo.symbols import PATTERNS

ASKED: dict[str, dict[str, object]] = {
    "rates": {},
    "clusters": {"permutations": 199},
    "expected": {},
    "hidden": {"reporting_lower": 10, "reporting_upper": 30},
    "alerts": {},
}
LANGUAGE = Language("vi")
CODE = "03349"


@pytest.fixture(scope="module")
def project() -> Project:
    return demo_project()


@pytest.fixture(scope="module")
def answered(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Result, Released]]:
    """Return a question's answer about the demo, and what of it leaves; each is asked once."""
    known: dict[str, tuple[Result, Released]] = {}

    def ask(name: str) -> tuple[Result, Released]:
        if name not in known:
            with Store.create(tmp_path_factory.mktemp(name) / "demo.lachan", project, who="test") as store:
                kept = run_and_store(store, find(name), ASKED[name], who="test")
                known[name] = kept.result, release(store, kept.result_id, Audience.INTERNAL, who="test")
        return known[name]

    return ask


@pytest.fixture(params=[pytest.param(name, marks=() if name == "rates" else pytest.mark.slow) for name in ASKED])
def answer(
    request: pytest.FixtureRequest, answered: Callable[[str], tuple[Result, Released]]
) -> tuple[Result, Released]:
    if request.param not in names():
        pytest.skip("this question is not in the program")
    return answered(request.param)


def layers(result: Result) -> list[Layer]:
    return [layer for layer in result.layers if layer.shape == "communes" and layer.table == "communes"]


def of_commune(result: Result) -> dict[str, Any]:
    table = result.table("communes")
    row = table.rows[table.values("code").index(CODE)]
    return {column.name: value for column, value in zip(table.columns, row, strict=True)}


def cells(result: Result, qtbot: QtBot) -> dict[str, str]:
    """Return what the row of the commune says in the window's table, by the name of its column."""
    shown = ResultTable()
    qtbot.addWidget(shown)
    shown.retranslate(LANGUAGE)
    shown.show_result(result)
    tab = shown.tab("communes")
    assert tab is not None
    (row,) = tab.rows.rows_of((CODE,))
    return {column.name: tab.rows.text(row, place) for place, column in enumerate(tab.rows.columns)}


def test_the_map_the_table_and_the_popup_say_the_same(
    answer: tuple[Result, Released], project: Project, qtbot: QtBot
) -> None:
    result, released = answer
    said = cells(result, qtbot)
    assert layers(result)
    for layer in layers(result):
        coloured = theme(result, layer.name, {CODE}, LANGUAGE)
        if coloured.colours[CODE] not in PATTERNS or layer.categories:
            assert coloured.texts[CODE] == said[str(layer.value)], layer.name
    (area,) = (area for area in area_layers(result, released.place.communes, LANGUAGE) if area.key == "communes")
    popup = area.shapes[area.shapes["code"] == CODE].iloc[0]
    for field in area.fields:
        assert popup[field.column] == ("" if said[field.column] == "–" else said[field.column])


def test_the_profile_says_what_the_table_says_the_interval_beside_its_figure(
    answer: tuple[Result, Released], project: Project, qtbot: QtBot
) -> None:
    result, _ = answer
    said = cells(result, qtbot)
    profile = CommuneProfile()
    qtbot.addWidget(profile)
    profile.retranslate(LANGUAGE)
    profile.show_commune(project, result, CODE)
    QApplication.processEvents()
    told = [label.text() for label in profile.findChildren(QLabel)]
    for layer in layers(result):
        text, ends = said[str(layer.value)], interval_of(str(layer.value), said)
        if ends and text != "–":
            text = f"{text} ({said[ends[0]]} – {said[ends[1]]})"
        assert text in told, layer.name


def test_the_workbook_and_the_json_hold_the_values_of_the_table(answer: tuple[Result, Released], qtbot: QtBot) -> None:
    result, released = answer
    own, said = of_commune(result), cells(result, qtbot)
    in_json = document(released)["tables"]["communes"]
    row = next(row for row in in_json["rows"] if CODE in row)
    assert {column["name"]: value for column, value in zip(in_json["columns"], row, strict=True)} == own
    sheet = load_workbook(BytesIO(workbook_bytes(released, LANGUAGE)))[LANGUAGE.say(words.TABLES["communes"])]
    (written,) = (each for each in sheet.iter_rows(values_only=True) if CODE in each)
    shown = [
        result.table("communes").columns[at].name for at in words.shown_columns(result.table("communes"), LANGUAGE)
    ]
    for name, value in zip(shown, written, strict=False):
        expected = said[name] if isinstance(own[name], str) else own[name]
        assert value == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected), name


def test_every_class_of_a_map_has_words_and_every_commune_one_of_its_classes(answer: tuple[Result, Released]) -> None:
    result, _ = answer
    for layer in layers(result):
        assert set(layer.categories) <= set(words.VALUES), layer.name
        if layer.categories:
            assert set(result.table("communes").values(str(layer.value))) <= {*layer.categories, None}
    for chart in result.charts:
        assert chart.columns <= {column.name for column in result.table(chart.table).columns}
