"""What an import is called on the screen: its file and moment, and the rows that came with it."""

from app.language import N_, Language
from app.project_words import PROJECT_TABLES
from data.batches import Import
from data.case_import import FILE_HASH


def import_name(each: Import, language: Language) -> str:
    """Return the files of an import and when it was made; the name of the batch where neither is known.

    A file of cases, whose name is not kept, is told by the hash of its content.
    """
    files = ", ".join(_file_text(source, language) for source in each.sources)
    moment = language.moment(each.made_at.isoformat()) if each.made_at else ""
    return " · ".join(filter(None, (files, moment))) or each.batch_id


def _file_text(source: str, language: Language) -> str:
    if not source.startswith(FILE_HASH):
        return source
    return language.say(N_("File {hash}"), hash=source.removeprefix(FILE_HASH))


def import_rows_text(each: Import, language: Language) -> str:
    """Return how many rows came into each table."""
    counted = [
        f"{language.say(PROJECT_TABLES.get(name, name))}: {language.number(count)}" for name, count in each.rows.items()
    ]
    return language.say(N_("Rows by table: {rows}"), rows="; ".join(counted))
