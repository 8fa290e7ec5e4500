"""The words of an import: what each table holds, what each of its fields is called, and the columns that look like it.

What is kept under a word on the screen keeps that word here (`app.words`).
"""

from collections.abc import Mapping, Sequence

from app import words
from app.field_words import FIELDS
from app.language import LANGUAGES, N_, Language
from app.searching import folded
from data.columns import STAMPS, choose_columns
from data.defaults import CONSTANTS, supplied_fields
from data.importing import UNITS
from data.positions import POSITION
from data.reading import RawTable
from data.schema import TABLES, Column

TABLE_NAMES: Mapping[str, str] = {
    table: words.PROJECT_TABLES[table]
    for table in (
        *("indicators", "case_counts", "facilities", "officers", "demand_points", "units"),
        *("targets", "partners", "visits", "skills", "courses"),
    )
}
"""The tables a file can go into, those asked for most first."""
TABLE_ABOUT: Mapping[str, str] = {
    "indicators": N_("Children, population, poverty, dropouts: one row for a commune, a figure and a period."),
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
}
CHOICE_WORDS: Mapping[str, str] = {
    **words.VALUES,
    "female": N_("girls"),
    "male": N_("boys"),
}
DISCLOSURE_WORDS: Mapping[str, str] = {
    "public": N_("address public"),
    "commune": N_("known in the commune"),
    "hidden": N_("address hidden"),
}
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "agency": ("co quan", "don vi"),
    "capacity": ("suc chua", "so cho"),
    "children": ("so tre em", "so tre", "tre em duoi 16"),
    "code": ("ma xa", "ma don vi", "wardcode", "ma_xa", "maxa"),
    "commune_code": ("ma xa", "ma don vi hanh chinh", "ma phuong", "wardcode", "ma_xa", "maxa"),
    "count": ("so vu", "so luong", "so vu viec"),
    "indicator": ("ten chi tieu", "chi so"),
    "kind": ("phan loai", "loai hinh"),
    "lat": ("vi do", "latitude", "y"),
    "lon": ("kinh do", "longitude", "lng", "x"),
    "name": ("ten", "ten co so", "ten diem"),
    "period_end": ("den ngay", "ngay ket thuc"),
    "period_start": ("tu ngay", "ngay bat dau"),
    "role": ("chuc vu", "chuc danh"),
    "status": ("trang thai", "tinh trang"),
    "unit_code": ("ma xa", "ma don vi hanh chinh", "ma phuong", "wardcode", "ma_xa", "maxa"),
    "value": ("gia tri", "so lieu"),
}
"""Headers seen in offices' files, folded (`app.searching.folded`)."""


def field_label(field: str, language: Language) -> str:
    """Return what a field is called."""
    return language.say(FIELDS[field])


def choice_text(field: str | None, value: str, language: Language) -> str:
    """Return a coded value of a field as a reader knows it; text without a word of its own unchanged."""
    known = DISCLOSURE_WORDS if field == "disclosure" else CHOICE_WORDS
    return language.say(known[value]) if value in known else value


def import_fields(table: str) -> tuple[Column, ...]:
    """Return the fields a file can fill, those it must fill first."""
    known = [column for column in TABLES[table].columns if column.name not in STAMPS]
    if table == UNITS:
        return tuple(column for column in known if column.name == "code")
    return tuple(sorted(known, key=lambda column: not must_be_filled(table, column)))


def must_be_filled(table: str, column: Column) -> bool:
    """Return whether the file or the user must say what this field is."""
    return column.required and column.name not in supplied_fields(TABLES[table])


def assumed_value(table: str, field: str) -> str:
    """Return the value taken where nobody says one; empty where there is none."""
    return CONSTANTS.get(table, {}).get(field, "")


def own_columns(table: str, raw: RawTable) -> dict[str, str]:
    """Return the columns that bear a field's own name: these are read whatever the user says."""
    return {name: column for name, column in choose_columns(TABLES[table], raw, {}).items() if name in FIELDS}


def suggested_columns(table: str, raw: RawTable) -> dict[str, str]:
    """Return for each field the column that fills it by its name, in either language, or by a name offices use."""
    suggested = own_columns(table, raw)
    free = [name for name in raw.frame.columns if name not in suggested.values()]
    placed = POSITION if raw.geometry is not None else ()
    for field in import_fields(table):
        if field.name in suggested or field.name in placed:
            continue
        found = _alike(field.name, free)
        if found is not None:
            suggested[field.name] = found
            free.remove(found)
    return suggested


def _alike(field: str, columns: Sequence[str]) -> str | None:
    wanted = {folded(Language(code).say(FIELDS[field])) for code in LANGUAGES} | set(_ALIASES.get(field, ()))
    return next((column for column in columns if folded(column) in wanted), None)
