"""Which column of a file fills which field, guessed from names and values; a person confirms.

A name counts as it is called in offices (`data.field_words`), accents optional, slips allowed. Values that cannot be
the field's speak against it, values that can hardly be anything else speak for it. A column fills one field.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from data.admin_units import OLD_VINTAGE, VINTAGE, known_units
from data.columns import STAMPS
from data.defaults import supplied_fields
from data.field_words import DISTRICT, PERIOD, PROVINCE, UNIT_NAME, context_fields, unit_field, words_of_field
from data.name_folding import folded, without_accents
from data.name_reading import split_kind, words
from data.named_columns import BETWEEN, columns_of
from data.parsing import parse
from data.period_columns import are_years, year_and_part
from data.period_words import read_period
from data.positions import POSITION
from data.reading import RawTable
from data.schema import TABLES, Column, Kind, Reference, Table
from data.value_words import code_of_word, plain_words
from data.wide_tables import VALUE_FIELDS, spread_columns

ACCEPT_CONFIDENCE = 0.8
"""From this confidence on a guess is taken where nobody can be asked."""

SAMPLE = 200  # different values of a column that are looked at
LEAST_ALIKE = 88.0  # rapidfuzz's ratio, 0 to 100, from which a name is a slip of a known one
CONTAINED = 0.85  # confidence when a known name of two words or more is part of the header
IN_A_LINE = 0.95  # confidence when one line of a header of several is a known name
CONTRADICTED = 0.4  # what is left when the values cannot be the field's
TELLING = 0.8  # share of values from which they speak for a field by themselves
BY_VALUES = 0.85  # confidence then
WEAK_BY_VALUES = 0.7  # the same for values that other fields could have too

_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_CODE = re.compile(r"\d{4,5}")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column, or columns with `BETWEEN` between them, and how sure it is that they fill the field: 0 to 1."""

    column: str
    confidence: float


def guess_columns(table: str, raw: RawTable) -> dict[str, Guess]:
    """Guess which column fills each field of a table, and what columns say about its units and periods.

    Returns
    -------
    dict
        Field, or one of `data.field_words.CONTEXT_FIELDS`, to the guess; those unsure too.
    """
    definition = TABLES[table]
    fields = _fields(definition, raw)
    scores = [
        (confidence, -place, field, column)
        for place, field in enumerate(fields)
        for column in raw.frame.columns
        if (confidence := _confidence(definition, field, raw, column)) > 0
    ]
    guesses = _with_year_and_part(definition, raw, _one_to_one(scores))
    return _with_spread(definition, raw, guesses)


def confident(guesses: Mapping[str, Guess]) -> dict[str, str]:
    """Return the columns of the guesses that may be taken without asking."""
    return {field: guess.column for field, guess in guesses.items() if guess.confidence >= ACCEPT_CONFIDENCE}


def guess_table(raw: RawTable, tables: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Rank tables by how well a file's columns fill them, 0 to 1, best first.

    The required fields and the share of the file's columns that find a place count alike.
    """
    ranked = sorted(((table, _fit(table, raw)) for table in tables), key=lambda found: -found[1])
    return tuple(ranked)


def _fit(table: str, raw: RawTable) -> float:
    taken = confident(guess_columns(table, raw))
    supplied = supplied_fields(TABLES[table])
    needed = [column.name for column in TABLES[table].columns if column.required and column.name not in supplied]
    unit = unit_field(TABLES[table])
    filled = {*taken, *([unit] if unit and UNIT_NAME in taken else []), *(POSITION if raw.geometry is not None else ())}
    columns = {part for column in taken.values() for part in column.split(BETWEEN)}
    by_need = sum(name in filled for name in needed) / max(len(needed), 1)
    return round((by_need + len(columns) / max(len(raw.frame.columns), 1)) / 2, 3)


def _fields(table: Table, raw: RawTable) -> list[str]:
    placed = POSITION if raw.geometry is not None else ()
    own = [column.name for column in table.columns if column.name not in (*STAMPS, *placed, table.geometry)]
    return [*own, *context_fields(table)]


def _one_to_one(scores: list[tuple[float, int, str, str]]) -> dict[str, Guess]:
    """Take the best pair of field and column, then the best of those left."""
    guesses: dict[str, Guess] = {}
    columns: set[str] = set()
    for confidence, _, field, column in sorted(scores, key=lambda score: score[:2], reverse=True):
        if field not in guesses and column not in columns:
            guesses[field] = Guess(column, round(confidence, 2))
            columns.add(column)
    return guesses


def _with_year_and_part(table: Table, raw: RawTable, guesses: dict[str, Guess]) -> dict[str, Guess]:
    """Let a column of years and one of quarters or months say the period together."""
    together = year_and_part(raw.frame.columns) if PERIOD in context_fields(table) else None
    if together is None or not are_years(raw.frame[together[0]].head(SAMPLE)):
        return guesses
    kept = {name: guess for name, guess in guesses.items() if name != PERIOD and guess.column not in together}
    return {**kept, PERIOD: Guess(BETWEEN.join(together), IN_A_LINE)}


def _with_spread(table: Table, raw: RawTable, guesses: dict[str, Guess]) -> dict[str, Guess]:
    """Let the columns of a wide table fill the value field together."""
    field = VALUE_FIELDS.get(table.name, "")
    sure = {name: guess.column for name, guess in guesses.items() if name != field and _is_sure(guess)}
    taken = {column for entry in sure.values() for column in columns_of(entry, raw.frame)}
    free = [column for column in raw.frame.columns if column not in taken]
    columns = spread_columns(table.name, raw, free, frozenset(sure))
    if not columns:
        return guesses
    kept = {name: guess for name, guess in guesses.items() if name != field and guess.column not in columns}
    return {**kept, field: Guess(BETWEEN.join(columns), IN_A_LINE)}


def _is_sure(guess: Guess) -> bool:
    return guess.confidence >= ACCEPT_CONFIDENCE


def _confidence(table: Table, field: str, raw: RawTable, column: str) -> float:
    name = name_likeness(field, column)
    if name == 0 and not _telling_values(table, field):
        return 0.0
    share = _share_of_values(table, field, raw, column)
    if name == 0:
        return _by_values(table, field) if share is not None and share >= TELLING else 0.0
    if field in (UNIT_NAME, DISTRICT):
        return name
    return name if share is None or share >= 0.5 else name * CONTRADICTED


@lru_cache(maxsize=10_000)
def name_likeness(field: str, header: str) -> float:
    """Return how much a header looks like a name of a field, 0 to 1.

    Examples
    --------
    >>> name_likeness("lat", "Vĩ độ (Y)"), name_likeness("period_start", "tu ngay"), name_likeness("count", "Ghi chú")
    (1.0, 1.0, 0.0)
    """
    known = words_of_field(field)
    whole = [plain_words(header), plain_words(_BRACKETS.sub(" ", header))]
    if set(whole) & set(known):
        return 1.0
    if field in VALUE_FIELDS.values():
        return 0.0  # "Số vụ – Nam" holds a part of what "Số vụ" would
    if {plain_words(line) for line in header.split("–")} & set(known):
        return IN_A_LINE
    if any(" " in word and f" {word} " in f" {whole[0]} " for word in known):
        return CONTAINED
    likeness = max(fuzz.ratio(text, word) for text in whole for word in known)
    return likeness / 100 if likeness >= LEAST_ALIKE and len(whole[0]) > 3 else 0.0


def _telling_values(table: Table, field: str) -> bool:
    """Say whether values of a field can be told without a name."""
    if field in (UNIT_NAME, DISTRICT) or field == unit_field(table):
        return True
    return field in table.names and bool(table.column(field).choices)


def _by_values(table: Table, field: str) -> float:
    return BY_VALUES if field in (UNIT_NAME, unit_field(table)) else WEAK_BY_VALUES


def _share_of_values(table: Table, field: str, raw: RawTable, column: str) -> float | None:
    """Return the share of a column's different values that a field could hold; None where that says nothing."""
    texts = _sample(raw, column)
    reads = _reader(table, field)
    if reads is None or not texts:
        return None
    if isinstance(reads, Column):
        return _share_parsed(raw, column, reads)
    return sum(map(reads, texts)) / len(texts)


def _sample(raw: RawTable, column: str) -> list[str]:
    texts = raw.frame[column].head(20 * SAMPLE).unique()
    return [text for text in texts if text][:SAMPLE]


def _share_parsed(raw: RawTable, column: str, field: Column) -> float:
    text = raw.frame[column].head(SAMPLE)
    filled = (text != "").to_numpy(dtype=bool)
    parsed = parse(text, raw.numeric[column].head(SAMPLE).to_numpy(dtype=bool), field)
    within = parsed.values.notna().to_numpy(dtype=bool) & filled
    return float(within.sum() / max(filled.sum(), 1))


def _reader(table: Table, field: str) -> Callable[[str], bool] | Column | None:
    """Return what says of a text whether a field could hold it: a function, or a column to parse it as."""
    if field in (UNIT_NAME, DISTRICT, PROVINCE):
        names = _is_commune if unit_field(table) == "commune_code" else _is_unit
        return None if field == PROVINCE else (names if field == UNIT_NAME else _is_district)
    if field == PERIOD:
        return _is_period
    column = table.column(field)
    if column.reference is Reference.UNIT or field in ("code", "old_code", "new_code"):
        return _is_unit_code
    if column.choices:
        return lambda text: code_of_word(table.name, field, text, column.choices) is not None
    return column if column.kind in (Kind.DATE, Kind.NUMBER, Kind.INTEGER, Kind.BOOLEAN) else None


def _is_period(text: str) -> bool:
    return read_period(text) is not None


def _is_unit_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and text.zfill(5) in _codes()


def _is_commune(text: str) -> bool:
    return not text.isdecimal() and any(
        _bare(part, "commune") in _names("commune") for part in (text, text.split(",", maxsplit=1)[0])
    )


def _is_unit(text: str) -> bool:
    return _is_commune(text) or _is_district(text)


def _is_district(text: str) -> bool:
    return split_kind(folded(text), "district")[1] is not None and _bare(text, "district") in _names("district")


def _bare(text: str, level: str) -> str:
    return words(without_accents(split_kind(folded(text), level)[0]))


@cache
def _codes() -> frozenset[str]:
    return frozenset().union(*(known_units(vintage)["code"] for vintage in (OLD_VINTAGE, VINTAGE)))


@cache
def _names(level: str) -> frozenset[str]:
    lists = pd.concat([known_units(vintage) for vintage in (OLD_VINTAGE, VINTAGE)])
    named = lists.loc[lists["level"] == level, "name"].unique()
    return frozenset(words(without_accents(folded(name))) for name in np.asarray(named, dtype=object))
