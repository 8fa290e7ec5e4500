"""`name=value` as written on a command line."""

import json
from collections.abc import Iterable
from typing import Any

from app.errors import BadAssignment


def assignments(texts: Iterable[str]) -> dict[str, str]:
    """Return the values by name. Raises BadAssignment for a text without a name or an equals sign.

    >>> assignments(["p=5", "note=a=b"])
    {'p': '5', 'note': 'a=b'}
    """
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise BadAssignment(text)
        found[name.strip()] = value
    return found


def json_or_text(text: str) -> Any:
    """Return the JSON value `text` spells, else the text itself.

    >>> json_or_text("5"), json_or_text("true"), json_or_text("2024-01-01"), json_or_text("[1, 2]")
    (5, True, '2024-01-01', [1, 2])
    """
    try:
        return json.loads(text, parse_constant=lambda constant: constant)
    except ValueError:
        return text
