"""What was released, as a printed plan for a meeting: A4, legible in grey, its marks on every page.

Title block with the findings and the map on the first page, then the proposed sites with their reasons, the other
tables, and the notes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import words
from app.language import N_, Language
from app.release import Audience, Released
from app.reports import notes
from app.reports.printing import pdf_of
from app.reports.web_map import area_layers, point_layers, ranked_lists
from app.result import Column, Table
from geo.map_drawing import Sheet, map_svg, paint, patterns_svg, symbol_svg
from geo.map_page import AreaLayer, PageTable, PointLayer, Row, Theme

TEMPLATES = Path(__file__).with_name("templates")
SHEET = Sheet(132, 168)
"""The map's drawing in millimetres; on the page it takes what the findings leave of the height."""
SMALL_RADIUS = 2.2
"""Candidate sites are many: on paper they are dots of this many pixels."""
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
    app.reports.printing.PdfUnavailable
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
        findings=notes.findings(released, language),
        maps=tuple(_maps(released, language)),
        ranked=tuple(ranked_lists(released, language)),
        facts=tuple(_facts(released, language)),
        tables=tuple(_tables(released, language)),
        only_in_workbook=_only_in_workbook(released, language),
        notes=notes.notes(released, language),
        attribution=next((str(each.value) for each in released.provenance if each.name == "sources"), ""),
        patterns=patterns_svg(),
        say={name: language.say(message) for name, message in _SAID.items()},
    )
    return document


_SAID = {"legend": N_("Legend"), "summary": N_("Summary"), "who": N_("Who may read it"), "made": N_("Made")}


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"paint": paint, "symbol": symbol_svg, "style_text": _style_text}
    return environment.get_template("printed_plan.html")


def _style_text(text: str) -> Markup:
    """Write a text as a string of a style sheet that nothing in it can end."""
    return Markup("".join(f"\\{ord(letter):06x}" for letter in text))


def _maps(released: Released, language: Language) -> Iterator[PrintedMap]:
    """Yield a map for each way of colouring the communes."""
    points = tuple(_on_paper(layer) for layer in point_layers(released, language))
    for area in area_layers(released, language):
        for theme in area.themes or (None,):
            drawing = map_svg(area, theme, points, SHEET, label=theme.title if theme else area.title)
            yield PrintedMap(drawing, theme, points)
