"""Tables with one row a commune and a column for each stage, kind or year: recognised by their headers, made long.

Which columns hold values is written like a mapping, ``count=Tiếp nhận|Giải quyết``; what else a header says (the stage,
the year) goes into columns of its own. A blank cell states nothing and makes no row, unless the whole row is blank.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.field_words import PERIOD, words_of_field
from data.issues import Finding
from data.name_folding import folded
from data.named_columns import BETWEEN, columns_of
from data.parsing import mark_shown_by, read_number
from data.period_words import read_period
from data.reading import RawTable
from data.schema import Table
from data.sexes_together import SEX, HeaderValues, add_sexes, needed_sexes
from data.value_words import codes_within, plain_words

VALUE_FIELDS: Mapping[str, str] = {"case_counts": "count", "indicators": "value"}
"""The tables that may come wide, and the field their cells fill."""
HEADER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "case_counts": ("kind", "stage", "place", "agency", "counted", SEX),
    "indicators": ("indicator", "sex", "age_band"),
}
ADDS_SEXES = "case_counts"
"""The table that has counts of both sexes together only."""
WEAK = "counted"
"""What a header may say without being one of several: "Số vụ" is a plain column of counts."""
NUMERIC = 0.5
"""Share of a column's filled cells that must be numbers for its header to be looked at."""

_FILLERS = frozenset(
    [
        "so",
        "luong",
        "vu",
        "viec",
        "ca",
        "tong",
        "cong",
        "ket",
        "qua",
        "truong",
        "hop",
        "tre",
        "em",
        "nguoi",
        "trong",
        "do",
        "cac",
        "da",
        "bi",
        "duoc",
        "la",
    ]
)
_UNIT_IN_BRACKETS = re.compile(r"\((?:vụ|ca|vụ việc|trường hợp|trẻ|người|em|cases)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Long:
    """A table with one value a row.

    Parameters
    ----------
    raw : RawTable
    mapping : mapping
        Field to column, the columns made from headers among them.
    origin : array of int
        For each row the position of the file's row it comes from.
    columns : array of str, optional
        For each row the file's column its value comes from; none where the file is long itself.
    value_field : str
        The field the values fill; "" where the file is long itself.
    findings : tuple of Finding
        What was done to the file's values on the way.
    """

    raw: RawTable
    mapping: Mapping[str, str]
    origin: NDArray[np.intp]
    columns: NDArray[np.object_] | None = None
    value_field: str = ""
    findings: tuple[Finding, ...] = ()


def header_values(table: str, header: str) -> HeaderValues | None:
    """Return what a header states about the values below it; None where it also says what is not understood.

    Examples
    --------
    >>> header_values("case_counts", "Số vụ – Tiếp nhận"), header_values("case_counts", "Tỷ lệ giải quyết")
    ({'stage': 'received', 'counted': 'cases'}, None)
    >>> header_values("indicators", "2024")
    {'period': '2024'}
    """
    if read_period(header) is not None:
        return {PERIOD: header}
    line, said = plain_words(_UNIT_IN_BRACKETS.sub("", header)), {}
    is_year = "năm" in folded(header).split()  # without its accent it would read as "nam", boys
    free = [field for field in HEADER_FIELDS[table] if field != SEX or not is_year]
    while found := _longest(table, free, line):
        field, phrase, code = found
        line = f" {line} ".replace(f" {phrase} ", " ").strip()
        said[field] = code
        free.remove(field)
    if part := _period_within(header):
        said[PERIOD] = part
        line = f" {line} ".replace(f" {plain_words(part)} ", " ").strip()
    known = _FILLERS | {word for words in words_of_field(VALUE_FIELDS[table]) for word in words.split()}
    if not set(line.split()) <= known:
        return None
    return {field: said[field] for field in (*HEADER_FIELDS[table], PERIOD) if field in said}


def _period_within(header: str) -> str:
    """Return the longest end of a part of a header that is a period; "" where there is none.

    >>> _period_within("Tiếp nhận – Quý I/2025"), _period_within("Dân số năm 2024")
    ('Quý I/2025', 'năm 2024')
    """
    parts = [part.split() for part in re.split(r"[–(),;:]", header)]
    ends = (" ".join(words[start:]) for words in parts for start in range(len(words)))
    return next((end for end in ends if read_period(end) is not None), "")


def _longest(table: str, fields: Iterable[str], line: str) -> tuple[str, str, str] | None:
    found = [(field, *hit) for field in fields if (hit := codes_within(table, field, line))]
    return max(found, key=lambda hit: len(hit[1]), default=None)


def spread_columns(table: str, raw: RawTable, free: Iterable[str], taken: frozenset[str]) -> tuple[str, ...]:
    """Return the columns that hold a table's values, each for what its header says; none where the table is long.

    A column of totals beside the columns of its parts is left out: it would count them twice.

    Parameters
    ----------
    free : iterable of str
        The columns that fill no other field.
    taken : set of str
        Fields that columns fill: a header does not say them again.
    """
    if table not in VALUE_FIELDS:
        return ()
    said = {
        column: values
        for column in free
        if _is_numeric(raw, column) and (values := header_values(table, column)) and not taken & values.keys()
    }
    if table == ADDS_SEXES:
        said = needed_sexes(said)
    if not any(values.keys() - {WEAK} for values in said.values()):
        return ()
    kept = {column: values for column, values in said.items() if not _adds_up_others(values, said.values())}
    alike = pd.Series([tuple(sorted(values.items())) for values in kept.values()], dtype=object).duplicated(keep=False)
    return tuple(column for column, repeated in zip(kept, alike, strict=True) if not repeated)


def _is_numeric(raw: RawTable, column: str) -> bool:
    texts = [text.removesuffix("%").strip() for text in raw.frame[column].head(500).unique() if text]
    return sum(map(_is_number, texts)) >= NUMERIC * len(texts)


def _is_number(text: str) -> bool:
    return mark_shown_by(text) is not None or read_number(text, ".") is not None


def _adds_up_others(values: HeaderValues, others: Iterable[HeaderValues]) -> bool:
    rest = {field: value for field, value in values.items() if field != "kind"}
    parts = [each for each in others if each.get("kind", "all") != "all"]
    return values.get("kind") == "all" and any(
        {field: value for field, value in each.items() if field != "kind"} == rest for each in parts
    )


def make_long(table: Table, raw: RawTable, mapping: Mapping[str, str], stated: Collection[str] = ()) -> Long:
    """Return a table with one value a row; the file's own rows where its values stand in one column.

    Parameters
    ----------
    mapping : mapping
        Field to the file's column, or columns with `BETWEEN` between them for the field of `VALUE_FIELDS`.
    stated : collection of str, optional
        Fields a person gave a value for: the header of a single column does not say them again.
    """
    field = VALUE_FIELDS.get(table.name, "")
    columns = columns_of(mapping[field], raw.frame) if field in mapping else ()
    said = [header_values(table.name, column) or {} for column in columns]
    if len(said) == 1:
        said = [{name: value for name, value in said[0].items() if name not in stated}]
    notes: tuple[Finding, ...] = ()
    if table.name == ADDS_SEXES and any(SEX in values for values in said):
        both = add_sexes(raw, columns, said, table.column(field))
        raw, columns, said, notes = both.raw, both.columns, list(both.said), both.findings
        mapping = {**mapping, field: BETWEEN.join(columns)}
    if not columns or (len(columns) == 1 and not any(values.keys() - {WEAK} for values in said)):
        return Long(raw, mapping, np.arange(len(raw), dtype=np.intp), findings=notes)
    fields = (*HEADER_FIELDS[table.name], PERIOD)
    told = tuple(name for name in fields if name not in mapping and any(name in values for values in said))
    which, origin = _filled(raw, columns)
    frame, numeric = raw.frame.iloc[origin].reset_index(drop=True), raw.numeric.iloc[origin].reset_index(drop=True)
    named = {name: _free_name(raw, f"{name}: {mapping[field]}") for name in told}
    value = _free_name(raw, mapping[field]) if len(columns) > 1 else columns[0]
    is_data = (raw.frame != "").any(axis="columns").to_numpy(dtype=bool)[origin]
    made = {named[name]: _chosen([values.get(name, "") for values in said], which, is_data) for name in told}
    cells = raw.frame[list(columns)].to_numpy(dtype=object)[origin, which]
    held = raw.numeric[list(columns)].to_numpy(dtype=bool)[origin, which]
    return Long(
        replace(
            raw,
            frame=frame.assign(**{**made, value: pd.Series(cells, dtype="str")}),
            numeric=numeric.assign(**dict.fromkeys(made, False), **{value: held}),
            geometry=None if raw.geometry is None else raw.geometry.iloc[origin].reset_index(drop=True),
            overlong=raw.overlong[origin],
            groups=None if raw.groups is None else raw.groups.iloc[origin].reset_index(drop=True),
        ),
        {**mapping, **named, field: value},
        origin,
        np.array(columns, dtype=object)[which],
        field,
        notes,
    )


def _filled(raw: RawTable, columns: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return column and row of each cell that states something, and of the first cell of rows that state nothing."""
    filled = (raw.frame[list(columns)] != "").to_numpy(dtype=bool, copy=True)
    filled[~filled.any(axis=1), 0] = True
    origin, which = np.nonzero(filled)
    return which, origin


def _chosen(values: Sequence[str], which: NDArray[np.intp], is_data: NDArray[np.bool_]) -> "pd.Series[str]":
    return pd.Series(np.where(is_data, np.array(values, dtype=object)[which], ""), dtype="str")


def _free_name(raw: RawTable, name: str) -> str:
    while name in raw.frame.columns:
        name += " "
    return name


def fold(findings: Sequence[Finding], long: Long) -> list[Finding]:
    """Return findings about the rows of a long table as findings about the file's rows and columns."""
    if long.columns is None:
        return list(findings)
    return [folded for finding in findings for folded in _folded(finding, long)]


def _folded(finding: Finding, long: Long) -> Iterable[Finding]:
    assert long.columns is not None  # noqa: S101 - `fold` has looked
    if finding.field != long.value_field or not len(finding.rows):
        yield _first_of_each(finding, long.origin[finding.rows])
        return
    columns = long.columns[finding.rows]
    for column in dict.fromkeys(columns.tolist()):
        keep = np.flatnonzero(columns == column)
        each = {name: tuple(values[i] for i in keep.tolist()) for name, values in finding.each.items()}
        yield replace(finding, rows=long.origin[finding.rows[keep]], each=each, column=column)


def _first_of_each(finding: Finding, rows: NDArray[np.intp]) -> Finding:
    """Say of a file's row once what holds for several of its values."""
    kept, first = np.unique(rows, return_index=True)
    each = {name: tuple(values[i] for i in first.tolist()) for name, values in finding.each.items()}
    return replace(finding, rows=kept, each=each)


def whole_rows(mask: NDArray[np.bool_], long: Long) -> NDArray[np.bool_]:
    """Mark every value of the file's rows of which one is marked: a row is taken as a whole or not at all."""
    if long.columns is None:
        return mask
    marked = np.zeros(int(long.origin.max(initial=-1)) + 1, dtype=bool)
    marked[long.origin[mask]] = True
    return np.asarray(marked[long.origin], dtype=bool)
