"""Which writer makes which file, and how it reaches the disk: wholly or not at all.

A file for internal use says so in its name.
"""

from collections.abc import Callable
from pathlib import Path

from app.errors import UnknownExport
from app.language import Language
from app.release import Audience, Released
from data.whole_file import whole_file

Writer = Callable[[Released, Language], bytes]
VISITS = "visits"
"""The question whose answer a team takes on the road."""


def _html(released: Released, language: Language) -> bytes:
    from app.reports.web_map import web_map_bytes

    return web_map_bytes(released, language)


def _xlsx(released: Released, language: Language) -> bytes:
    from app.reports.workbook import workbook_bytes

    return workbook_bytes(released, language)


def _json(released: Released, language: Language) -> bytes:  # noqa: ARG001 - a JSON file holds both languages
    from app.reports.document import json_bytes

    return json_bytes(released)


def _pdf(released: Released, language: Language) -> bytes:
    """Print a plan of visits as day sheets and briefs, everything else as a plan for a meeting."""
    if released.analysis == VISITS:
        from app.reports.day_sheet import day_sheet_bytes

        return day_sheet_bytes(released, language)
    from app.reports.printed_plan import printed_plan_bytes

    return printed_plan_bytes(released, language)


WRITERS: dict[str, Writer] = {".html": _html, ".xlsx": _xlsx, ".json": _json, ".pdf": _pdf}


def writer_for(path: Path) -> Writer:
    """Return what writes a file that ends like `path`. Raises UnknownExport."""
    if path.suffix.lower() not in WRITERS:
        raise UnknownExport(path, tuple(WRITERS))
    return WRITERS[path.suffix.lower()]


def write(released: Released, path: Path, language: Language) -> Path:
    """Write `released` in the form its suffix names and return where it went.

    Raises
    ------
    UnknownExport
        No writer for the suffix.
    app.errors.PdfUnavailable
        A PDF was asked for and cannot be printed here.
    data.errors.ProjectFileError
        The system refused; nothing is left half-written.
    """
    content = writer_for(path)(released, language)
    target = path if released.audience is Audience.SHAREABLE else internal_name(path)
    with whole_file(target) as part:
        part.write_bytes(content)
    return target


def internal_name(path: Path) -> Path:
    """Return the name that tells an internal file: ``plan.internal.xlsx``."""
    marked = f".{Audience.INTERNAL}"
    return path if marked in path.name else path.with_name(f"{path.stem}{marked}{path.suffix}")
