"""Link keys: keyed hashes that know the same child in several lists, in place of name, birth date and ID number.

Each child gets up to four keys, HMAC-SHA-256 under a key that only the project holds, so that a table that leaks gives
nobody away; who has the whole project can try names one after another. The keys leave in no export.
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from data.name_folding import folded, without_accents
from data.project import Project

TABLE = "secrets"
LINK_KEY = "link_key"
FULL, PLAIN, GIVEN, NUMBER = "full", "plain", "given", "number"
PARTS: dict[str, tuple[str, ...]] = {
    FULL: ("full_name", "birth_date", "sex"),
    PLAIN: ("plain_name", "birth_year", "commune"),
    GIVEN: ("given_name", "birth_date", "commune"),
    NUMBER: ("id_number",),
}
"""What each label is made of; a key is made only where all its parts are known."""
CHILD_COLUMNS = ("name", "birth_date", "birth_year", "id_number", "sex", "commune")

WORDS_OF_ADDRESS = frozenset({"cháu", "em", "bé", "trẻ", "con"})

_KEY_BYTES = 32
_HEX_DIGITS = 32  # 128 bits: two of a hundred million children share a key with a chance below 1e-22
_BETWEEN = "\x1f"  # a blank to `str.split`, so no folded part can hold it


def new_link_key() -> str:
    """Return a key drawn at random, as hexadecimal text."""
    return secrets.token_hex(_KEY_BYTES)


def link_key_of(project: Project) -> bytes | None:
    """Return the key of a project; None before the first import of cases."""
    kept = project[TABLE]
    found = kept.loc[kept["name"] == LINK_KEY, "value"]
    return bytes.fromhex(found.iloc[0]) if len(found) else None


def with_link_key(project: Project) -> Project:
    """Return the project with a key of its own; unchanged where it has one.

    The key belongs to no batch: taking back the first import must not make the keys of the next ones incomparable.
    """
    if link_key_of(project) is not None:
        return project
    made = datetime.now(UTC).date().isoformat()
    return project.append(TABLE, pd.DataFrame([{"name": LINK_KEY, "value": new_link_key(), "source": made}]))


def link_keys(children: pd.DataFrame, key: bytes, *, tick: Callable[[float], None] | None = None) -> "pd.Series[Any]":
    """Return the link keys of each child, joined by spaces; missing where no key can be made.

    Parameters
    ----------
    children : DataFrame of str
        `CHILD_COLUMNS`, "" or missing where not known: name in full, birth date (ISO day), birth year, ID number, sex
        ("female", "male") and commune (code and vintage).
    key : bytes
        Of the project.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Returns
    -------
    Series
        Such as ``"full:0f… given:9a…"``: a label of `PARTS`, a colon, 32 hexadecimal digits.
    """
    parts = _parts(children.reindex(columns=CHILD_COLUMNS).astype("str").fillna(""))
    made: list[list[str]] = []
    for done, (label, names) in enumerate(PARTS.items()):
        if tick is not None:
            tick(done / len(PARTS))
        made.append(_labelled(label, [parts[name] for name in names], key))
    joined = [" ".join(filter(None, keys)) or None for keys in zip(*made, strict=True)]
    return pd.Series(joined, index=children.index, dtype="str")


def normal_name(text: str) -> str:
    """Return a name as it is compared: letters only, lower case, one blank between syllables, tones in one place.

    A word of address before the name, such as "cháu", is left out.

    Examples
    --------
    >>> normal_name("  LÒ  THỊ HÒA. ") == normal_name("Cháu Lò Thị Hoà")
    True
    """
    syllables = "".join(letter if letter.isalpha() else " " for letter in folded(text)).split()
    addressed = len(syllables) > 1 and syllables[0] in WORDS_OF_ADDRESS
    return " ".join(syllables[1:] if addressed else syllables)


def normal_number(text: str) -> str:
    """Return the digits of an ID number; the leading zeros that a spreadsheet dropped are given back.

    Identity cards have 12 digits, and 9 before 2016; most of the 12-digit ones begin with 0.

    Examples
    --------
    >>> normal_number("011 234 567 890"), normal_number("11234567890"), normal_number("B1234567"), normal_number("12")
    ('011234567890', '011234567890', '', '')
    """
    digits = "".join(letter for letter in text if letter.isdigit())
    written = "".join(text.split()).replace(".", "").replace("-", "")
    if digits != written or not 8 <= len(digits) <= 12:
        return ""
    return digits.zfill(9 if len(digits) <= 9 else 12)


def _parts(children: pd.DataFrame) -> dict[str, "pd.Series[str]"]:
    names = _each(children["name"], normal_name)
    whole = names.where(names.str.contains(" ", regex=False), "")
    return {
        "full_name": whole,
        "plain_name": _each(whole, without_accents),
        "given_name": names.str.rsplit(" ", n=1).str[-1],
        "id_number": _each(children["id_number"], normal_number),
        **{name: children[name] for name in ("birth_date", "birth_year", "sex", "commune")},
    }


def _each(texts: "pd.Series[str]", change: Callable[[str], str]) -> "pd.Series[str]":
    """Change each distinct text once."""
    codes, distinct = pd.factorize(texts)
    changed = pd.array([change(text) for text in distinct], dtype="str")
    return pd.Series(changed.take(codes), index=texts.index, dtype="str")


def _labelled(label: str, parts: Sequence["pd.Series[str]"], key: bytes) -> list[str]:
    rows = zip(*(part.tolist() for part in parts), strict=True)
    return [f"{label}:{_hash(key, label, row)}" if all(row) else "" for row in rows]


def _hash(key: bytes, label: str, parts: Sequence[str]) -> str:
    content = _BETWEEN.join((label, *parts)).encode()
    return hmac.digest(key, content, "sha256").hex()[:_HEX_DIGITS]
