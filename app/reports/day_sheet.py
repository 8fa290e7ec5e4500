"""A plan of visits as printed: its map, a sheet for each day, and a page for each commune with what to ask there.

For the folder of a team on the road: A4, legible in grey, its marks on every page, room to write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import words
from app.brief_topics import TOPICS
from app.commune_briefs import TABLES as BRIEF_TABLES
from app.language import N_, Language
from app.map_layers import area_layers, line_layers, point_layers
from app.project_words import PROVENANCE
from app.release import Audience, Released
from app.reports import notes
from app.reports.printing import pdf_of
from app.result import Table, Value
from geo.map_drawing import Sheet, map_svg, paint, patterns_svg, symbol_svg
from geo.map_page import AreaLayer, LineLayer, PointLayer, Theme

TEMPLATES = Path(__file__).with_name("templates")
SHEET = Sheet(135, 150)
"""The map's drawing in millimetres; on the page it takes what is left of the height."""
MOST_LISTED = 60
"""Communes in the list of scores; of more the workbook has the others."""

Row = Mapping[str, str]
"""A row of a table as a reader sees it, by column without its language."""


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """One day: its row of the table of days, its stops, and the colour of its line on the map."""

    facts: Row
    stops: tuple[Row, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The page of a commune: its stop, its row among the communes, and its lines by topic with the topic's heading."""

    stop: Row
    commune: Row
    topics: tuple[tuple[str, str, tuple[str, ...]], ...]


def day_sheet_bytes(released: Released, language: Language) -> bytes:
    """Return the file `visits.pdf`: the same bytes for the same result on the same computer.

    Raises
    ------
    app.errors.PdfUnavailable
        Qt's browser cannot start here.
    """
    return pdf_of(day_sheet_html(released, language), made=released.created_at)


def day_sheet_html(released: Released, language: Language) -> str:
    """Return the document that is printed. It stands by itself and asks for nothing."""
    area = next(area_layers(released, released.place.communes, language))
    theme = area.themes[0] if area.themes else None
    lines, points = tuple(line_layers(released, language)), tuple(point_layers(released, language))
    found = notes.findings(released, language)
    document: str = _template().render(
        language=language.code,
        title=notes.title(released, language),
        marks=(notes.audience(released, language), *notes.warnings(released, language)),
        internal=released.audience is Audience.INTERNAL,
        made=f"{released.result_id} · {notes.moment(released.created_at, language)}",
        headline=found[0] if found else "",
        findings=found[1:],
        drawing=_drawing(area, theme, lines, points),
        theme=theme,
        lines=lines,
        days=tuple(_days(released, lines, language)),
        briefs=tuple(_briefs(released, language)),
        kept_back=_kept_back(released, language),
        communes=_communes(released, language),
        headings=_headings(released, language),
        notes=notes.notes(released, language),
        attribution=notes.sources(released, language),
        patterns=patterns_svg(),
        symbols={layer.key: layer for layer in points},
        say={name: language.say(message) for name, message in _SAID.items()},
    )
    return document


_SAID = {
    "legend": N_("Legend"),
    "made": N_("Made"),
    "sources": PROVENANCE["sources"],
    "day": N_("Day"),
    "commune": N_("Commune"),
    "arrive": N_("Arrive"),
    "leave": N_("Leave"),
    "there": N_("Minutes there"),
    "way": N_("Minutes on the way"),
    "why": N_("Why"),
    "notes": N_("Notes"),
    "from": N_("Start:"),
    "rest": N_("Break at noon from:"),
    "to": N_("End:"),
    "nothing": N_("No commune on this day."),
    "score": N_("Score of a visit"),
    "communes": N_("Communes by score"),
    "brief": N_("Brief"),
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
    return environment.get_template("day_sheet.html")


def _style_text(text: str) -> Markup:
    """Write a text as a string of a style sheet that nothing in it can end."""
    return Markup("".join(f"\\{ord(letter):06x}" for letter in text))  # noqa: S704 - digits only


def _drawing(
    area: AreaLayer, theme: Theme | None, lines: tuple[LineLayer, ...], points: tuple[PointLayer, ...]
) -> Markup:
    label = theme.title if theme else area.title
    return map_svg(area, theme, points, SHEET, label=label, lines=lines)


def _days(released: Released, lines: tuple[LineLayer, ...], language: Language) -> Iterator[PrintedDay]:
    colours = {code: colour for layer in lines for code, colour in layer.colours.items()}
    stops = _rows(released, "route", language)
    for facts in _rows(released, "days", language):
        own = tuple(stop for stop in stops if stop["day"] == facts["day"])
        yield PrintedDay(facts, own, colours.get(f"ways-{facts['day']}", "#000000"))


def _briefs(released: Released, language: Language) -> Iterator[Brief]:
    communes = {row["code"]: row for row in _rows(released, "communes", language)}
    lines = [line for name in _MOST_PRESSING for line in _raw_rows(released, name)]
    for stop in _rows(released, "route", language):
        own = [line for line in lines if line["stop"] == stop["rank"]]
        yield Brief(stop, communes[stop["commune_code"]], tuple(_topics(own, language)))


_MOST_PRESSING = ("briefs_cases", "briefs_staff", "briefs")
"""Tables of briefs in the order of their questions."""


def _topics(own: list[dict[str, Value]], language: Language) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the topics that have lines: name, heading, lines."""
    for topic in TOPICS:
        said = tuple(str(line[f"line_{language.code}"]) for line in own if line["topic"] == f"brief_{topic}")
        if said:
            yield topic, language.say(words.VALUES[f"brief_{topic}"]), said


def _kept_back(released: Released, language: Language) -> str:
    """Return what briefs do not hold in this file; empty where they hold all."""
    if {table.name for table in released.tables} >= set(BRIEF_TABLES.values()):
        return ""
    return language.say(
        N_("Cases, recommendations, staff and questions about them stay inside and are not in this file.")
    )


def _communes(released: Released, language: Language) -> tuple[Row, ...]:
    return tuple(_rows(released, "communes", language)[:MOST_LISTED])


def _headings(released: Released, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the columns of the list of scores that this file has, with their labels."""
    table = _table(released, "communes")
    kept = [
        column
        for column in table.columns
        if column.name in ("name", "planned", "stop", "visit_score") or column.name.startswith("points_")
    ]
    return tuple((column.name, words.column_label(column, language)) for column in kept)


def _rows(released: Released, name: str, language: Language) -> list[Row]:
    """Return the rows of a table as texts in the reader's language."""
    table = _table(released, name)
    shown = words.shown_columns(table, language)
    columns = [(position, table.columns[position]) for position in shown]
    return [
        {
            words.base_name(column.name): words.value_text(column, row[position], language)
            for position, column in columns
        }
        for row in table.rows
    ]


def _raw_rows(released: Released, name: str) -> list[dict[str, Value]]:
    table = next((each for each in released.tables if each.name == name), None)
    if table is None:
        return []
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def _table(released: Released, name: str) -> Table:
    return {table.name: table for table in released.tables}[name]
