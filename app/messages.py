"""Each error of the four rooms as one sentence and a hint, in both languages, with the values it carries.

What is not here is a bug, and is shown as one. The window and the command line have different ways to mend the same
thing: a message carries the window's hint, and the command line's where that is another. The sentences of each room are
in a file of their own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app import errors as app
from app import questions
from app.app_messages import APP_MESSAGES
from app.data_messages import DATA_MESSAGES
from app.field_words import FIELDS
from app.geo_messages import GEO_MESSAGES
from app.language import Language, Text
from app.message_parts import Message
from app.model_messages import MODEL_MESSAGES
from app.project_words import AUDIENCES, PROJECT_TABLES
from app.words import COLUMNS, VALUES


@dataclass(frozen=True, slots=True)
class Said:
    """What a person reads."""

    sentence: str
    hint: str


def said(error: Exception, language: Language) -> Said:
    """Return what the window says of `error`: tables and fields by their labels, hints by its menus and buttons.

    Raises
    ------
    KeyError
        Nobody has put this error into words.
    """
    message = MESSAGES[type(error)]
    values = {name: _labelled(name, _in(value, language), language) for name, value in vars(error).items()}
    if isinstance(error, app.BadParameter) and (label := _label(error, language)):
        values |= {"name": label, "analysis": _title(error, language), "allowed": _allowed(error, label)}
    return Said(language.say(message.sentence, **values), language.say(message.hint, **values))


def said_to_commands(error: Exception, language: Language) -> Said:
    """Return what the command line says of `error`: everything by the name it is typed by. Raises as `said`."""
    message = MESSAGES[type(error)]
    values = {name: _shown(_in(value, language)) for name, value in vars(error).items()}
    if isinstance(error, app.BadParameter) and (label := _label(error, language)):
        values["name"] = f"{label} ({error.name})"
    return Said(language.say(message.sentence, **values), language.say(message.command or message.hint, **values))


def _label(error: app.BadParameter, language: Language) -> str:
    """Return what a form calls the setting; empty where it belongs to no question."""
    if error.analysis not in questions.names():
        return ""
    field = questions.find(error.analysis).parameters.model_fields.get(error.name)
    shown = field.json_schema_extra if field else None
    return f"“{language.say(str(shown['label']))}”" if isinstance(shown, dict) else ""


def _title(error: app.BadParameter, language: Language) -> str:
    return f"“{language.say(questions.find(error.analysis).title)}”"


def _allowed(error: app.BadParameter, label: str) -> str:
    """Return what is allowed, the setting called as the form calls it."""
    return re.sub(rf"\b{re.escape(error.name)}\b", label, error.allowed)


def _in(value: object, language: Language) -> object:
    """Return a value with every text of two languages in one of them."""
    if isinstance(value, Text):
        return getattr(value, language.code)
    return tuple(_in(each, language) for each in value) if isinstance(value, tuple) else value


def _labelled(name: str, value: object, language: Language) -> object:
    """Return a value as the window calls it; one it has no other word for as it is."""
    words = _LABELS.get(name, {})
    if isinstance(value, tuple | list | frozenset):
        return _shown(tuple(_quoted(str(each), words, language) for each in value))
    return _quoted(value, words, language) if isinstance(value, str) else _shown(value)


def _quoted(value: str, words: Mapping[str, str], language: Language) -> str:
    return f"“{language.say(words[value])}”" if value in words else value


_LABELS: Mapping[str, Mapping[str, str]] = {
    "table": PROJECT_TABLES,
    "tables": PROJECT_TABLES,
    "field": {**FIELDS, **{figure: VALUES[figure] for figure in ("poverty", "remoteness")}},
    "indicator": COLUMNS,
    "known": {**FIELDS, **PROJECT_TABLES},
    "audience": AUDIENCES,
    "kind": VALUES,
}


def _shown(value: object) -> object:
    if isinstance(value, Path):
        return value.name or str(value)
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(map(str, value)) or "–"
    return value


MESSAGES: Mapping[type[Exception], Message] = {**DATA_MESSAGES, **GEO_MESSAGES, **MODEL_MESSAGES, **APP_MESSAGES}
