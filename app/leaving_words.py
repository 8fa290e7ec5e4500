"""What a file holds and what is kept back, in two plain sentences: shown above the list of all parts."""

from app.language import N_, Language
from app.leaving import Leaving, TableLeaving
from app.release import Audience
from app.words import TABLES


def summary(found: Leaving, audience: Audience, language: Language, *, hidden_shelters: int) -> str:
    """Return what is kept back from `audience`, and whose coordinates are in the file; empty where nothing may leave.

    `hidden_shelters` of the project have an address that is not public.
    """
    if not found.anything:
        return ""
    hidden = hidden_shelters if audience is Audience.SHAREABLE else 0
    return " ".join(filter(None, (_kept_back(found, hidden, language), _coordinates(found, language))))


def _kept_back(found: Leaving, hidden_shelters: int, language: Language) -> str:
    parts = (
        (N_("shelters that are not public ({n})"), hidden_shelters),
        (N_("whole tables ({n})"), sum(not each.leaves for each in found.tables)),
        (N_("columns of tables ({n})"), sum(len(each.stays) for each in found.tables if each.leaves)),
        (N_("sentences ({n})"), found.findings_inside),
        (N_("map layers ({n})"), found.layers_inside),
        (N_("yearly totals of cases ({n})"), found.years_inside),
    )
    listed = ", ".join(language.say(message, n=number) for message, number in parts if number)
    return (
        language.say(N_("Kept back: {parts}."), parts=listed) if listed else language.say(N_("Nothing is kept back."))
    )


def _coordinates(found: Leaving, language: Language) -> str:
    located = ", ".join(
        f"{language.say(TABLES[each.table.name])} ({language.number(len(each.table.rows))})"
        for each in found.tables
        if _has_coordinates(each)
    )
    return language.say(N_("With coordinates in the file: {tables}."), tables=located) if located else ""


def _has_coordinates(each: TableLeaving) -> bool:
    return {"lon", "lat"} <= {column.name for column in each.leaves} and bool(each.table.rows)
