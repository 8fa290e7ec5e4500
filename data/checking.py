"""Check rows of values against what a table's declaration promises: types, choices, limits, units, order, uniqueness.

Every check looks at all rows and returns `Finding`s; none raises because of a row.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from data.issues import Finding, Reason, Rows, positions
from data.schema import TABLES, Column, Kind, Reference, Table

DTYPES = {
    Kind.TEXT: "str",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "float64",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "datetime64[s]",
}
CODE_WIDTHS = {"commune": 5, "district": 3, "province": 2}

_OF_PANDERA = {"not_nullable": Reason.MISSING}
_COPY = ("source", "batch_id")


@cache
def row_schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of a table's plain columns (shapes and files are checked where they are read)."""
    columns = (column for column in TABLES[name].columns if column.kind in DTYPES)
    return pa.DataFrameSchema({column.name: _cell_schema(column) for column in columns}, strict=False)


def check_cells(frame: pd.DataFrame, table: Table) -> list[Finding]:
    """Check each value by itself: its type, whether it may be missing, its choices and limits.

    Parameters
    ----------
    frame : DataFrame
        Conforming columns of `table`, index 0, 1, 2, …
    """
    return _failures(row_schema(table.name), frame, {column.name: column for column in table.columns})


def check_column(values: "pd.Series[Any]", column: Column) -> list[Finding]:
    """Check one column's values by themselves, as `check_cells` does."""
    schema = pa.DataFrameSchema({column.name: _cell_schema(column)})
    return _failures(schema, pd.DataFrame({column.name: values}), {column.name: column})


def check_order(frame: pd.DataFrame, table: Table) -> list[Finding]:
    """Find rows whose period ends before it starts. A period may begin and end on the same day."""
    findings = []
    for start, end in table.ordered:
        rows = positions(frame[start].notna() & frame[end].notna() & (frame[start] > frame[end]))
        if len(rows):
            starts = tuple(frame[start].iloc[rows].dt.strftime("%Y-%m-%d"))
            findings.append(Finding(Reason.ENDS_BEFORE_START, end, rows, each={"start": starts}))
    return findings


def check_units(frame: pd.DataFrame, table: Table, units: pd.DataFrame) -> list[Finding]:
    """Find codes that are no unit of the project, or only one of another vintage than the row's.

    A column called ``commune_code`` takes communes only; any other reference takes units of every level.
    """
    return [
        finding
        for column in table.columns
        if column.reference is Reference.UNIT
        for finding in _unit_findings(frame, column, units)
    ]


def check_identities(frame: pd.DataFrame) -> list[Finding]:
    """Find officers known by what looks like a person's name: an identifier has a digit, or is one plain word."""
    if "officer_id" not in frame.columns:
        return []
    given = frame["officer_id"].fillna("")
    named = given.str.contains(r"[^\x00-\x7f]|\s", regex=True) & ~given.str.contains(r"\d", regex=True)
    rows = positions(named)
    return [Finding(Reason.LOOKS_LIKE_A_NAME, "officer_id", rows, private=True)] if len(rows) else []


def pad_codes(codes: "pd.Series[Any]", known: frozenset[str]) -> "pd.Series[Any]":
    """Give codes that lost their leading zeros back their width, where exactly one known code results.

    Examples
    --------
    >>> pad_codes(pd.Series(["3127", "03127", "9"]), frozenset({"03127", "00009", "09"})).tolist()
    ['03127', '03127', '9']
    """
    lost = codes.notna() & ~codes.isin(known) & codes.str.fullmatch(r"\d{1,4}").fillna(value=False).astype(bool)
    padded = {code: _padded(code, known) for code in codes[lost].unique()}
    return codes.where(~lost, codes.map(padded))


def known_codes(units: pd.DataFrame, column: str) -> frozenset[str]:
    """Return the codes a column may hold."""
    return frozenset(_eligible(units, column)["code"])


def check_repeats(
    frame: pd.DataFrame, stored: pd.DataFrame, table: Table, *, key: Sequence[str], row_numbers: NDArray[np.int64]
) -> list[Finding]:
    """Find rows whose key is that of an earlier row of the file or of a stored row.

    The first of them is kept. A later one that says the same is a duplicate, one that says otherwise a contradiction.

    Parameters
    ----------
    frame : DataFrame
        Rows that passed every other check; the index is their position in the file.
    stored : DataFrame
        The project's rows of the same table.
    key : sequence of str
        Columns a row is known by; a missing value equals a missing value.
    row_numbers : array of int
        Number in the file of the row at each position.
    """
    if not key or frame.empty:
        return []
    content = [name for name in table.names if name not in _COPY and table.column(name).kind in DTYPES]
    rows = pd.concat([stored[content], frame[content]], ignore_index=True) if len(stored) else frame[content]
    by_key = rows.groupby(list(key), dropna=False, sort=False).ngroup().to_numpy()
    _, first, group = np.unique(by_key, return_index=True, return_inverse=True)
    repeats = np.flatnonzero(first[group] != np.arange(len(rows)))
    repeats = repeats[repeats >= len(stored)]
    if not len(repeats):
        return []
    same = rows.duplicated(subset=content, keep="first").to_numpy()[repeats]
    origin = first[group][repeats]
    taken = frame.index.to_numpy()
    number = np.where(origin < len(stored), 0, row_numbers[taken[np.maximum(origin - len(stored), 0)]])
    return [
        _repeat(reason, taken[repeats[mask] - len(stored)], number[mask])
        for reason, mask in ((Reason.DUPLICATE, same), (Reason.CONTRADICTION, ~same))
        if mask.any()
    ]


def _repeat(reason: Reason, rows: Rows, numbers: NDArray[np.int64]) -> Finding:
    """Name the row repeated; none when it is one the project already holds."""
    return Finding(reason, None, rows, each={"repeats": tuple(int(number) or None for number in numbers)})


def _cell_schema(column: Column) -> pa.Column:
    checks = []
    if column.choices:
        checks.append(pa.Check.isin(column.choices, error=Reason.NOT_A_CHOICE))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error=Reason.TOO_SMALL))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error=Reason.TOO_LARGE))
    return pa.Column(DTYPES[column.kind], checks, nullable=not column.required)


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame, columns: Mapping[str, Column]) -> list[Finding]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    if cases["index"].isna().any():
        raise TypeError(f"not conforming: {cases[cases['index'].isna()].to_dict('records')}")
    return [
        _cell_finding(columns[str(name)], str(check), np.sort(rows.to_numpy(dtype=np.intp)))
        for (name, check), rows in cases.groupby(["column", "check"], sort=False)["index"]
    ]


def _cell_finding(column: Column, check: str, rows: Rows) -> Finding:
    reason = _OF_PANDERA.get(check) or Reason(check)
    limits: Mapping[Reason, Mapping[str, object]] = {
        Reason.NOT_A_CHOICE: {"choices": column.choices},
        Reason.TOO_SMALL: {"minimum": column.minimum},
        Reason.TOO_LARGE: {"maximum": column.maximum},
    }
    return Finding(reason, column.name, rows, common=limits.get(reason, {}))


def _eligible(units: pd.DataFrame, column: str) -> pd.DataFrame:
    return units[units["level"] == "commune"] if column == "commune_code" else units


def _unit_findings(frame: pd.DataFrame, column: Column, units: pd.DataFrame) -> list[Finding]:
    eligible = _eligible(units, column.name)
    codes = frame[column.name]
    dated = pd.MultiIndex.from_frame(eligible[["code", "vintage"]])
    found = pd.MultiIndex.from_arrays([codes, frame["vintage"]]).isin(dated)
    known = codes.isin(eligible["code"]).to_numpy()
    given = codes.notna().to_numpy()
    unknown, other = positions(given & ~known), positions(given & known & ~found)
    findings = [Finding(Reason.UNKNOWN_UNIT, column.name, unknown)] if len(unknown) else []
    if len(other):
        vintages = tuple(frame["vintage"].iloc[other])
        findings.append(Finding(Reason.OTHER_VINTAGE, column.name, other, each={"vintage": vintages}))
    return findings


def _padded(code: str, known: frozenset[str]) -> str:
    candidates = {code.zfill(width) for width in CODE_WIDTHS.values()} & known
    return candidates.pop() if len(candidates) == 1 else code
