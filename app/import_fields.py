"""The words of an import: what each table holds, what each of its fields is called, and the columns that look like it.

What is kept under a word on the screen keeps that word here (`app.words`).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app import words
from app.choice_words import CHOICES
from app.field_words import FIELDS
from app.language import N_, Language
from app.project_words import PROJECT_TABLES
from data.columns import NEEDED_COLUMNS, STAMPS, choose_columns, unfilled
from data.defaults import CONSTANTS, supplied_fields
from data.field_words import PERIOD, context_fields
from data.importing import UNITS
from data.period_columns import PERIOD_FIELDS
from data.positions import POSITION
from data.proposals import Proposal, completed, propose
from data.reading import RawTable
from data.schema import TABLES, Column, Kind
from data.title_facts import title_facts

if TYPE_CHECKING:
    from data.project import Project

TABLE_NAMES: Mapping[str, str] = {
    table: PROJECT_TABLES[table]
    for table in (
        *("indicators", "cases", "case_counts", "facilities", "officers", "demand_points", "units"),
        *("targets", "partners", "visits", "skills", "courses"),
        *("recommendations", "crosswalk", "roads", "barriers", "rasters", "travel_speeds"),
    )
}
"""The tables a file can go into, those asked for most first."""
TABLE_ABOUT: Mapping[str, str] = {
    "indicators": N_("Children, population, poverty, dropouts: one row for a commune, a figure and a period."),
    "cases": N_("One row for each case. Names, birth dates and numbers become link keys and are dropped."),
    "case_counts": N_("How many cases a commune received, handled or has open in a period. Never a name."),
    "facilities": N_("One row for each place, with its kind and, where known, its position."),
    "officers": N_("One row for each officer and post. Codes only, never a name."),
    "demand_points": N_("Villages and quarters with their position and number of children."),
    "units": N_("Real boundaries in place of the schematic ones: GeoPackage, Shapefile or GeoJSON."),
    "targets": N_("What a programme wants to reach, and by when."),
    "partners": N_("Which organisation does what, in which commune."),
    "visits": N_("Inspections made: commune, day and findings."),
    "skills": N_("Who was trained in what, and when."),
    "courses": N_("Training that was or will be held."),
    "recommendations": N_("What was recommended to whom, by when, and whether it was done."),
    "crosswalk": N_("Corrections: which present commune an old one went to, who stated it and when."),
    "roads": N_("Lines with their class, from a GeoPackage, Shapefile or GeoJSON."),
    "barriers": N_("Rivers and other lines or areas that nobody crosses, with their class."),
    "rasters": N_(
        "A GeoTIFF: say what it shows. Up to 32 MB are kept in the project, a larger file stays where it is."
    ),
    "travel_speeds": N_(
        "Speeds of your own: the table that `lachan speeds` writes, edited; other speeds stay as they are."
    ),
}
CHOICE_WORDS: Mapping[str, str] = {
    **words.VALUES,
    "female": N_("girls"),
    "male": N_("boys"),
    "elevation": N_("elevation"),
    "land_cover": N_("land cover"),
    "population": N_("population"),
    "friction": N_("friction of travel"),
    **CHOICES["mode"],
    "off_road": N_("off the road"),
    "road": N_("road"),
    "surface": N_("road surface"),
    "motor": N_("by motor"),
    "barrier": N_("nobody passes"),
    "dry": N_("the dry season only"),
    "rain": N_("the rainy season only"),
}
_READ_WHOLE = (Kind.GEOMETRY, Kind.BLOB)
"""What no column of a file fills: the file itself has it."""
DISCLOSURE_WORDS: Mapping[str, str] = {
    "public": N_("address public"),
    "commune": N_("known in the commune"),
    "hidden": N_("address hidden"),
}


def field_label(field: str, language: Language) -> str:
    """Return what a field is called."""
    return language.say(FIELDS[field])


def column_text(name: str | None, of_file: Collection[str], language: Language) -> str:
    """Return a column as the file has it; a field that no column of the file fills by its label."""
    return field_label(name, language) if name and name in FIELDS and name not in of_file else name or ""


def choice_text(field: str | None, value: str, language: Language) -> str:
    """Return a coded value of a field as a reader knows it; text without a word of its own unchanged."""
    known = DISCLOSURE_WORDS if field == "disclosure" else CHOICE_WORDS
    return language.say(known[value]) if value in known else value


def import_fields(table: str) -> tuple[Column, ...]:
    """Return the fields a file can fill, those it must fill first."""
    known = [each for each in TABLES[table].columns if each.name not in STAMPS and each.kind not in _READ_WHOLE]
    if table == UNITS:
        return tuple(column for column in known if column.name == "code")
    known += [Column(name) for name in context_fields(TABLES[table])]
    return tuple(sorted(known, key=lambda column: not must_be_filled(table, column)))


def must_be_filled(table: str, column: Column) -> bool:
    """Return whether the file or the user must say what this field is."""
    needed = column.required or column.name in NEEDED_COLUMNS.get(table, ())
    return needed and column.name not in supplied_fields(TABLES[table])


def assumed_value(table: str, field: str) -> str:
    """Return the value taken where nobody says one; empty where there is none."""
    return CONSTANTS.get(table, {}).get(field, "")


def said_by_titles(table: str, raw: RawTable, known: Collection[str] = ()) -> dict[str, str]:
    """Return the days that the titles above a table give to fields that nobody speaks of, those assumed beside too."""
    if not set(PERIOD_FIELDS) <= set(TABLES[table].names) or PERIOD in known:
        return {}
    facts = title_facts(raw.titles)
    return {name: day for name, day in {**facts.assumed, **facts.stated}.items() if name not in known}


def own_columns(table: str, raw: RawTable) -> dict[str, str]:
    """Return the columns that bear a field's own name: these are read whatever the user says."""
    return {name: column for name, column in choose_columns(TABLES[table], raw, {}).items() if name in FIELDS}


def proposed_columns(project: "Project", table: str, raw: RawTable) -> Proposal:
    """Return what is proposed for the columns of a file: its template, else guesses, fields of their own name first."""
    proposal = propose(project, table, raw)
    return replace(proposal, mapping=completed(own_columns(table, raw), proposal.mapping))


def missing_fields(table: str, filled: Collection[str], raw: RawTable) -> tuple[str, ...]:
    """Return the required fields that nothing fills: neither columns nor settings, defaults or shapes."""
    placed = (*POSITION, "geometry") if raw.geometry is not None else ()
    return unfilled(TABLES[table], {*filled, *placed, *supplied_fields(TABLES[table])})
