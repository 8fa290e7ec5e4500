"""Charts on paper and in the web map: the same series as in the window, escaped, few of many."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from app.language import Language, Text
from app.release import Audience, Released, release
from app.reports.chart_svg import MOST_SERIES, drawn_charts
from app.reports.printed_plan import printed_plan_html
from app.reports.web_map import web_map_bytes
from app.reports.workbook import workbook_bytes
from app.result import Chart, Column, Denominator, Finding, ModelCard, Result, Sensitivity, Table
from app.results import StoredResult, with_result
from data.project import Project
from data.store import Store

EN, VI = Language("en"), Language("vi")
CASE = Sensitivity.CASE
CHART = Chart("monthly", "communes", "first_on", ("cases", "count"), CASE, ("lower", "upper"), "code", "open")


def table(communes: int) -> Table:
    columns = (
        Column("name", "", Sensitivity.PUBLIC),
        Column("first_on", "day", CASE),
        *(Column(name, "cases", CASE) for name in ("cases", "count", "lower", "upper")),
        Column("open", "", CASE),
        Column("code", "", Sensitivity.PUBLIC),
    )
    rows = tuple(
        (
            *(f"Xã <{number}> & Co", f"2024-{month:02}-01", None if month == 2 else month, 1, 0.5, month + 1.5),
            *(number == 7, f"{number:05}"),
        )
        for number in range(1, communes + 1)
        for month in (1, 2, 3, 4)
    )  # fmt: skip
    return Table("communes", columns, rows, Sensitivity.AREA)


def released(folder: Path, project: Project, communes: int, audience: Audience = Audience.INTERNAL) -> Released:
    nothing = Text("", "")
    card = ModelCard(*(Text("một", "one"),) * 4, warning=Finding("Cẩn thận", "Careful <now>", {}, Sensitivity.PUBLIC))
    found = Result(
        analysis="rates",
        parameters=(),
        tables=(table(communes),),
        layers=(),
        findings=(),
        card=card,
        denominator=Denominator("children", "children", 1.0, nothing, Sensitivity.AREA),
        charts=(CHART,),
    )
    stored = StoredResult("rates-1", "2026-01-01T00:00:00+00:00", found)
    folder.mkdir(exist_ok=True)
    with Store.create(folder / "p.lachan", with_result(project, stored)) as store:
        return release(store, "rates-1", audience, who="test")


def test_a_drawing_is_whole_xml_with_its_band_lines_and_marks(tmp_path: Path, four_communes: Project) -> None:
    (chart,) = drawn_charts(released(tmp_path, four_communes, 7), EN)
    svg = ElementTree.fromstring(str(chart.drawings[0].drawing).split("</svg>")[0] + "</svg>")
    tags = [each.tag for each in svg.iter()]
    assert tags.count("polygon") == 1
    assert tags.count("polyline") == 2  # one line broken by the missing month: a dot and a piece; one whole
    assert tags.count("circle") == 1
    marks = [each for each in svg.iter("path") if each.get("fill") == "#b3261e"]
    assert len(marks) == 3
    texts = [each.text for each in svg.iter("text")]
    assert "2024-01" in texts
    assert svg.get("aria-label") == "Communes: <7> & Co commune"


def test_of_many_series_those_with_marks_are_drawn_and_the_others_counted(
    tmp_path: Path, four_communes: Project
) -> None:
    (chart,) = drawn_charts(released(tmp_path, four_communes, 9), EN)
    assert len(chart.drawings) == MOST_SERIES
    assert chart.drawings[0].title == "<7> & Co commune"
    assert chart.left_out == "Only in the Excel file: 3 more lines of this chart."


def test_every_place_of_a_drawing_lies_within_it(tmp_path: Path, four_communes: Project) -> None:
    (chart,) = drawn_charts(released(tmp_path, four_communes, 1), VI)
    svg = ElementTree.fromstring(str(chart.drawings[0].drawing).split("</svg>")[0] + "</svg>")
    places = [pair.split(",") for each in svg.iter() for pair in (each.get("points") or "").split()]
    assert places
    assert all(0 <= float(across) <= 640 and 0 <= float(up) <= 200 for across, up in places)


@pytest.mark.parametrize("language", [EN, VI])
def test_the_printed_plan_and_the_web_map_hold_the_charts_and_the_warning(
    tmp_path: Path, four_communes: Project, language: Language
) -> None:
    shown = released(tmp_path, four_communes, 2)
    for document in (printed_plan_html(shown, language), web_map_bytes(shown, language).decode()):
        assert document.count('<svg class="chart"') == 2
        assert "<1> & Co" not in document
        assert ("Careful &lt;now&gt;" if language is EN else "Cẩn thận") in document


def test_a_long_table_that_is_drawn_is_left_to_the_workbook(tmp_path: Path, four_communes: Project) -> None:
    short, long = (printed_plan_html(released(tmp_path / name, four_communes, number), EN) for name, number in
                   (("short", 2), ("long", 16)))  # fmt: skip
    assert '<table class="communes">' in short
    assert '<table class="communes">' not in long
    assert "Only in the Excel file: Communes" in long


def test_a_chart_whose_columns_may_not_leave_is_not_drawn(tmp_path: Path, four_communes: Project) -> None:
    shown = released(tmp_path, four_communes, 2, Audience.SHAREABLE)
    assert list(drawn_charts(shown, EN)) == []
    assert '<svg class="chart"' not in web_map_bytes(shown, EN).decode()


def test_a_chart_without_rows_is_not_drawn(tmp_path: Path, four_communes: Project) -> None:
    shown = released(tmp_path, four_communes, 1)
    empty = replace(shown, tables=(replace(shown.tables[0], rows=()),))
    assert list(drawn_charts(empty, EN)) == []


def test_the_workbook_has_a_chart_of_its_own_that_reads_the_rows_of_the_marked_series(
    tmp_path: Path, four_communes: Project
) -> None:
    shown = released(tmp_path, four_communes, 9)
    content = workbook_bytes(shown, EN)
    assert content == workbook_bytes(shown, EN)
    sheet = load_workbook(BytesIO(content))["Communes"]
    (chart,) = sheet._charts
    assert len(chart.series) == 4
    cells = chart.series[0].val.numRef.f.split("!")[1].replace("$", "")
    first, last = cells.split(":")
    assert [sheet[f"A{row}"].value for row in range(int(first[1:]), int(last[1:]) + 1)] == ["<7> & Co commune"] * 4
    assert [sheet[f"{first[0]}{row}"].value for row in range(int(first[1:]), int(last[1:]) + 1)] == [1, None, 3, 4]


def test_an_axis_that_is_not_from_zero_begins_at_the_same_number_in_the_workbook_and_on_paper(
    tmp_path: Path, four_communes: Project
) -> None:
    shown = released(tmp_path, four_communes, 1)
    at = [column.name for column in table(1).columns].index("cases")
    rows = tuple((*row[:at], 900 + month, None, None, None, *row[at + 4 :]) for month, row in enumerate(table(1).rows))
    far = replace(
        shown,
        tables=(replace(shown.tables[0], rows=rows),),
        charts=(replace(CHART, lines=("cases",), band=None, from_zero=False),),
    )
    (chart,) = load_workbook(BytesIO(workbook_bytes(far, EN)))["Communes"]._charts
    assert chart.y_axis.scaling.min == 900
    ((drawn,),) = (each.drawings for each in drawn_charts(far, EN))
    assert ">900</text>" in drawn.drawing
    assert "axis not from 0" in drawn.drawing
