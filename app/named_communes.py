"""Communes as a person names them in a setting: codes or names, with or without kind and accents, between commas."""

import re
from collections.abc import Sequence

from app.errors import BadParameter, UnknownCommune
from app.searching import Commune, communes_of, folded
from data.project import Project


def named_communes(project: Project, written: str, *, analysis: str, setting: str) -> tuple[str, ...]:
    """Return the codes of the communes that `written` names, each once, in the order they are named.

    Raises
    ------
    UnknownCommune
        No commune of the project has this code or name.
    BadParameter
        Several communes have the name; carries their codes.
    """
    known = communes_of(project)
    words = [" ".join(each.split()) for each in re.split("[,;]", written)]
    return tuple(dict.fromkeys(_code(each, known, analysis, setting) for each in words if each))


def _code(word: str, known: Sequence[Commune], analysis: str, setting: str) -> str:
    written, meant = word.casefold(), folded(word)
    readings = (
        [each.code for each in known if each.code == word],
        [each.code for each in known if f"{each.kind} {each.name}".casefold() == written],
        [each.code for each in known if each.name.casefold() == written],
        [each.code for each in known if folded(f"{each.kind} {each.name}") == meant],
        [each.code for each in known if folded(each.name) == meant],
    )
    found = next((codes for codes in readings if codes), [])
    if not found:
        raise UnknownCommune(word, tuple(f"{each.code} {each.name}" for each in known))
    if len(found) > 1:
        raise BadParameter(analysis, setting, word, ", ".join(found))
    return found[0]
