"""Which columns of a file of cases are kept, hold identity or are ignored: decided before anything is written.

A column is *kept* when it fills a field of the table, *identity* when its header or its values tell who a person is,
and *ignored* otherwise. Identity becomes link keys and is dropped; an ignored column is dropped as it is. A class can
be changed towards safety only; an identity column fills a field only where that field takes codes and all its values
are such codes.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pandas as pd

from data.errors import IdentityColumn
from data.field_words import DISTRICT, PROVINCE, UNIT_NAME, words_of_field
from data.identity_cells import Identity, identity_in, is_given_name, is_unit_name, may_be_called
from data.identity_words import HEADER_WORDS
from data.schema import TABLES, Kind, Reference, Table
from data.text_dates import read_day, read_month
from data.value_words import OPEN, code_of_word, plain_words

MOST_DOUBTFUL = 0.2
"""A column more of whose cells look like identity is identity as a whole."""
MOST_DOUBTFUL_OF_A_FIELD = 0.5
"""The same where the header names a field of the table: then single cells are dropped instead."""
MOST_FREE_TEXT = 0.02
"""The same for free text, of which a column of codes has none."""
LARGEST_COUNT = 999
"""Persons of one case; larger numbers in such a column are something else."""

LINK_KEYS = "link_keys"
"""The field that is made here and by nobody else."""
UNIT_FIELDS = (UNIT_NAME, DISTRICT, PROVINCE)
_LOOKED_AT = 5000  # values of a column

_COUNT = re.compile(
    r"(?:tong )?so (?:luong )?(?:vu|ca|nan nhan|bi can|bi cao|bi hai|doi tuong|nguoi|tre|be|chau|hoc sinh|truong hop)\b"
)


class ColumnClass(StrEnum):
    """What becomes of a column."""

    KEPT = "kept"
    IDENTITY = "identity"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ClassedColumn:
    """One column of a file: its class, the field it fills if kept, and what of an identity it holds if identity."""

    column: str
    class_: ColumnClass
    field: str | None = None
    identity: Identity | None = None


def identity_columns(
    frame: pd.DataFrame, *, also: Collection[str] = (), tick: Callable[[float], None] | None = None
) -> dict[str, Identity]:
    """Return the columns of a file that tell who a person is, and what each of them holds.

    Parameters
    ----------
    also : collection of str
        Columns that the user wants to be dropped besides.
    tick : callable, optional
        Told the fraction done before each column; may raise `Cancelled`.

    Examples
    --------
    >>> frame = pd.DataFrame({"Họ và tên": ["Lò Thị Hoà"], "Xã": ["Thanh Yên"]})
    >>> identity_columns(frame)
    {'Họ và tên': <Identity.NAME: 'name'>}
    """
    found = {}
    for place, column in enumerate(frame.columns):
        if tick is not None:
            tick(place / len(frame.columns))
        found[column] = identity_of(column, frame[column])
    asked = {column: found.get(column) or Identity.FREE_TEXT for column in also if column in found}
    return {column: held for column, held in {**found, **asked}.items() if held is not None}


def identity_of(header: str, values: "pd.Series[str]") -> Identity | None:
    """Return what of a person's identity a column holds, by its header first, then by its values.

    Counts of persons ("Số nạn nhân", or whole numbers under "Nạn nhân") and columns of units ("Địa chỉ" above names of
    communes) are no identity.
    """
    distinct = [text for text in pd.unique(values) if text][:_LOOKED_AT]
    said = identity_of_header(header)
    if said in (Identity.NAME, Identity.OTHER_PERSON) and distinct and all(map(_is_count, distinct)):
        return None
    if said in (Identity.ADDRESS, Identity.NAME) and distinct and all(map(is_unit_name, distinct)):
        return None
    return said or _identity_of_values(values[values != ""], known=_names_a_field(header))


@cache
def identity_of_header(header: str) -> Identity | None:
    """Return what of a person's identity a header speaks of.

    Examples
    --------
    >>> [identity_of_header(text) for text in ("Họ và tên mẹ", "Ngày sinh", "Tên xã", "Số bị can")]
    [<Identity.OTHER_PERSON: 'other_person'>, <Identity.BIRTH_DATE: 'birth_date'>, None, None]
    """
    plain = plain_words(header)
    if _COUNT.match(plain) or plain in words_of_field("case_id"):
        return None
    return next((held for held, words in _header_patterns().items() if words.search(plain)), None)


def refuse_identity(
    table: Table, frame: pd.DataFrame, mapping: Mapping[str, str], held: Mapping[str, Identity]
) -> frozenset[str]:
    """Return the identity columns that may fill a field all the same, because they were guessed wrongly.

    Raises
    ------
    IdentityColumn
        `mapping` asks for an identity column, and its field takes no codes or a value is none.
    """
    allowed = []
    for field, column in mapping.items():
        if field == LINK_KEYS:
            raise IdentityColumn(table.name, field, column)
        if column not in held:
            continue
        if not _holds_codes(table, field, frame[column]):
            raise IdentityColumn(table.name, field, column)
        allowed.append(column)
    return frozenset(allowed)


def classes(
    names: Iterable[str], columns: Mapping[str, str], held: Mapping[str, Identity]
) -> tuple[ClassedColumn, ...]:
    """Return every column of a file with its class; `columns` says which field each kept column fills."""
    fields = {column: field for field, column in columns.items()}
    return tuple(
        ClassedColumn(column, ColumnClass.IDENTITY, identity=held[column])
        if column in held
        else ClassedColumn(column, ColumnClass.KEPT, field=fields[column])
        if column in fields
        else ClassedColumn(column, ColumnClass.IGNORED)
        for column in names
    )


def is_doubtful(table: Table, field: str, text: str) -> bool:
    """Tell whether a cell of a kept column may tell who a person is, so that it must not be kept.

    What reads as a value of the field is no identity, whatever its shape.
    """
    if _reads_as(table, field, text):
        return False
    if identity_in(text) is not None or is_given_name(text):
        return True
    return field in OPEN and may_be_called(text)


@cache
def _names_a_field(header: str) -> bool:
    fields = (*TABLES["cases"].names, *UNIT_FIELDS)
    return any(plain_words(header) in words_of_field(field) for field in fields)


def _identity_of_values(values: "pd.Series[str]", *, known: bool) -> Identity | None:
    """Judge a column by its cells; of one whose header names a field most cells must look like identity."""
    distinct = [text for text in values.unique() if not _is_word_of_cases(text)][:_LOOKED_AT]
    if sum(map(is_given_name, distinct)) > MOST_DOUBTFUL_OF_A_FIELD * len(distinct):
        return Identity.NAME
    looks = values.head(_LOOKED_AT).map(identity_in)
    if not known and (looks == Identity.FREE_TEXT).mean() > MOST_FREE_TEXT:
        return Identity.FREE_TEXT
    shares = looks.dropna().value_counts() / max(len(looks), 1)
    most = MOST_DOUBTFUL_OF_A_FIELD if known else MOST_DOUBTFUL
    return Identity(shares.index[0]) if shares.sum() > most else None


@cache
def _is_word_of_cases(text: str) -> bool:
    """Tell whether a text stands for a code in some field of cases: Nam is a sex before it is a name."""
    columns = TABLES["cases"].columns
    return any(code_of_word("cases", column.name, text, column.choices) is not None for column in columns)


def _is_count(text: str) -> bool:
    return text.isdigit() and int(text) <= LARGEST_COUNT


@cache
def _header_patterns() -> dict[Identity, "re.Pattern[str]"]:
    return {held: re.compile("|".join(map(_pattern, words.split(",")))) for held, words in HEADER_WORDS.items()}


def _pattern(word: str) -> str:
    bare = " ".join(word.split())
    return rf"^{bare[1:]}$" if bare.startswith("=") else rf"\b{bare}\b"


def _holds_codes(table: Table, field: str, values: "pd.Series[str]") -> bool:
    return all(_is_code(table, field, text) for text in pd.unique(values) if text)


def _is_code(table: Table, field: str, text: str) -> bool:
    if field in UNIT_FIELDS:
        return is_unit_name(text)
    column = table.column(field)
    if column.reference is Reference.UNIT:
        return re.fullmatch(r"\d{2,5}", text) is not None
    if column.kind is Kind.INTEGER:
        return _is_count(text)
    return code_of_word(table.name, field, text, column.choices) is not None


def _reads_as(table: Table, field: str, text: str) -> bool:
    if field not in table.names or table.column(field).kind is not Kind.DATE:
        return _is_code(table, field, text)
    return read_day(text) is not None or read_month(text) is not None
