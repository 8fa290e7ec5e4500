"""A column of words as codes: known ones, those a person decided, and those set aside with what they may mean."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.issues import Finding, Reason, positions
from data.schema import Column, Kind
from data.value_words import code_of_word, codes_within, nearest_code, plain_words

OFFICES = frozenset({"agency"})
"""Fields whose words may stand inside a longer name, such as "Công an tỉnh Điện Biên"."""


def as_codes(
    table: str, column: Column, text: "pd.Series[str]", decided: Mapping[str, str]
) -> "tuple[pd.Series[str], list[Finding]]":
    """Return the codes that words stand for.

    What is not known stays as it is in open fields. In a field with choices a word that looks like a known one is
    blanked and found, any other is left for the check of choices.

    Parameters
    ----------
    decided : mapping
        Word to code, as a person said it.
    """
    if column.kind is not Kind.TEXT or column.reference is not None:
        return text, []
    distinct = [word for word in text.unique() if word]
    decided = {plain_words(word): code for word, code in decided.items()}
    codes = {word: code for word in distinct if (code := _code(table, column, word, decided)) is not None}
    if not codes and not column.choices:
        return text, []
    near = {
        word: code
        for word in distinct
        if column.choices and word not in codes and (code := nearest_code(table, column.name, word, column.choices))
    }
    rows = positions(text.isin(list(near)).to_numpy())
    found = _like_a_choice(column.name, text.iloc[rows].tolist(), near, rows) if len(rows) else []
    return text.replace(codes | dict.fromkeys(near, "")) if codes or near else text, found


def _code(table: str, column: Column, word: str, decided: Mapping[str, str]) -> str | None:
    code = decided.get(plain_words(word)) or code_of_word(table, column.name, word, column.choices)
    if code is None and column.name in OFFICES:
        within = codes_within(table, column.name, word, column.choices)
        return within[1] if within else None
    return code


def _like_a_choice(
    field: str, words: list[str], near: Mapping[str, str], rows: "np.ndarray[tuple[int], np.dtype[np.intp]]"
) -> list[Finding]:
    nearest = tuple(near[word] for word in words)
    return [Finding(Reason.LIKE_A_CHOICE, field, rows, common={"field": field}, each={"nearest": nearest})]
