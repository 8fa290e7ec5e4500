"""What was released, as a printed plan for a meeting: A4, legible in grey, its marks on every page.

Title block with the findings and the map on the first page, then the proposed sites with their reasons, the other
tables, and the notes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import words
from app.language import N_, Language
from app.map_layers import area_layers, point_layers, ranked_lists
from app.project_words import PROVENANCE
from app.release import Audience, Released
from app.reports import notes
from app.reports.chart_svg import drawn_charts
from app.reports.printing import pdf_of
from app.result import Table
from geo.map_drawing import Sheet, map_svg, paint, patterns_svg, symbol_svg
from geo.map_page import PageTable, PointLayer, Row, Theme

TEMPLATES = Path(__file__).with_name("templates")
SHEET = Sheet(135, 178)
"""The map's drawing in millimetres; on the page it takes what the findings leave of the height."""
LISTED_IN_LEGEND = 10
"""Most places that are named beside the map; more are named in their table only."""
MOST_COLUMNS = 12
"""Columns that fit a page side by side; of a wider page a browser prints the whole document smaller."""
MOST_BESIDE_A_REASON = 8
"""Columns that leave a reason the room to be read."""
MOST_CHARTED_ROWS = 60
"""Rows from which a table whose chart is printed is left to the workbook."""
_ONLY_IN_WORKBOOK = frozenset({"candidates"})
_NOT_PRINTED = frozenset({"lon", "lat", "facility_id", "commune_code"})
"""Columns for finding places with a computer."""


@dataclass(frozen=True, slots=True)
class PrintedMap:
    """A drawing and its legend."""

    drawing: Markup
    theme: Theme | None
    points: tuple[PointLayer, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of one row: its headings beside its values."""

    title: str
    lines: tuple[tuple[str, str], ...]


def printed_plan_bytes(released: Released, language: Language) -> bytes:
    """Return the file `plan.pdf`: the same bytes for the same result on the same computer.

    Raises
    ------
    app.errors.PdfUnavailable
        Qt's browser cannot start here.
    """
    return pdf_of(printed_plan_html(released, language), made=released.created_at)


def printed_plan_html(released: Released, language: Language) -> str:
    """Return the document that is printed. It stands by itself and asks for nothing."""
    document: str = _template().render(
        language=language.code,
        title=notes.title(released, language),
        marks=(notes.audience(released, language), *notes.warnings(released, language)),
        internal=released.audience is Audience.INTERNAL,
        made=f"{released.result_id} · {notes.moment(released.created_at, language)}",
        caution=notes.caution(released, language),
        findings=notes.findings(released, language),
        maps=tuple(_maps(released, language)),
        ranked=tuple(ranked_lists(released, language)),
        facts=tuple(_facts(released, language)),
        charts=tuple(drawn_charts(released, language)),
        tables=tuple(_tables(released, language)),
        only_in_workbook=_only_in_workbook(released, language),
        notes=notes.notes(released, language),
        attribution=notes.sources(released, language),
        patterns=patterns_svg(),
        symbols={layer.key: layer for layer in point_layers(released, language)},
        listed_in_legend=LISTED_IN_LEGEND,
        say={name: language.say(message) for name, message in _SAID.items()},
    )
    return document


_SAID = {
    "legend": N_("Legend"),
    "summary": N_("Summary"),
    "made": N_("Made"),
    "sources": PROVENANCE["sources"],
}


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"paint": paint, "symbol": symbol_svg, "style_text": _style_text}
    return environment.get_template("printed_plan.html")


def _style_text(text: str) -> Markup:
    """Write a text as a string of a style sheet that nothing in it can end."""
    return Markup("".join(f"\\{ord(letter):06x}" for letter in text))  # noqa: S704 - digits only


def _maps(released: Released, language: Language) -> Iterator[PrintedMap]:
    """Yield a map for each way of colouring the communes."""
    points = tuple(point_layers(released, language))
    for area in area_layers(released, released.place.communes, language):
        for theme in area.themes or (None,):
            drawing = map_svg(area, theme, points, SHEET, label=theme.title if theme else area.title)
            yield PrintedMap(drawing, theme, points)


def _facts(released: Released, language: Language) -> Iterator[Facts]:
    for table in released.tables:
        if _is_facts(table, released):
            shown = words.shown_columns(table, language)
            yield Facts(language.say(words.TABLES[table.name]), tuple(_lines(table, shown, language)))


def _lines(table: Table, shown: list[int], language: Language) -> Iterator[tuple[str, str]]:
    for position in shown:
        column = table.columns[position]
        yield words.column_label(column, language), words.value_text(column, table.rows[0][position], language)


def _is_facts(table: Table, released: Released) -> bool:
    """Return whether a table is one row about the whole, not a list that happens to have one."""
    return len(table.rows) == 1 and table.name not in {layer.table for layer in released.layers}


def _tables(released: Released, language: Language) -> Iterator[PageTable]:
    """Yield the tables that are neither ranked places, nor facts, nor left to the workbook."""
    for table in released.tables:
        ranked = any(column.name == "rank" for column in table.columns)
        if table.rows and not ranked and not _is_left_out(table, released) and not _is_facts(table, released):
            yield _table(table, _printed_columns(table, released, language), language)


def _is_left_out(table: Table, released: Released) -> bool:
    """Return whether a list is too long for a meeting: its map or its charts are printed in its place."""
    charted = table.name in {chart.table for chart in released.charts}
    return table.name in _ONLY_IN_WORKBOOK or (charted and len(table.rows) > MOST_CHARTED_ROWS)


def _printed_columns(table: Table, released: Released, language: Language) -> list[int]:
    """Return the columns a page has room for: of a wide table the reason and what its map says."""
    shown = [each for each in words.shown_columns(table, language) if table.columns[each].name not in _NOT_PRINTED]
    reasons = [table.columns[each].name for each in shown if words.base_name(table.columns[each].name) == "reason"]
    room = MOST_BESIDE_A_REASON if reasons else MOST_COLUMNS
    if len(shown) <= room:
        return shown
    popups = (name for layer in released.layers if layer.table == table.name for name in layer.popup)
    first = dict.fromkeys((*reasons, *popups, *(table.columns[each].name for each in shown)))
    kept = [name for name in first if name in {table.columns[each].name for each in shown}][:room]
    return [each for each in shown if table.columns[each].name in kept]


def _table(table: Table, shown: list[int], language: Language) -> PageTable:
    columns = [table.columns[position] for position in shown]
    return PageTable(
        key=table.name,
        title=language.say(words.TABLES[table.name]),
        headings=tuple(words.column_label(column, language) for column in columns),
        rows=tuple(
            Row(tuple(words.value_text(table.columns[each], row[each], language) for each in shown))
            for row in table.rows
        ),
        numbers=frozenset(place for place, each in enumerate(shown) if _is_number(table, each)),
    )


def _is_number(table: Table, position: int) -> bool:
    return any(isinstance(row[position], int | float) for row in table.rows)


def _only_in_workbook(released: Released, language: Language) -> str:
    """Return a sentence about the lists that are too long for a meeting, empty if there are none."""
    left = [words.TABLES[table.name] for table in released.tables if _is_left_out(table, released)]
    named = ", ".join(language.say(each) for each in left)
    return language.say(N_("Only in the Excel file: {tables}"), tables=named) if left else ""
