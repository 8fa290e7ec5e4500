"""How a mapping names columns: one, or several with `BETWEEN` between them where a field is filled by them together."""

import pandas as pd

BETWEEN = "|"
"""Stands between columns that fill a field together."""


def columns_of(column: str, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns of a file that an entry of a mapping names.

    Examples
    --------
    >>> columns_of("Năm|Quý", pd.DataFrame(columns=["Năm", "Quý"]))
    ('Năm', 'Quý')
    """
    if column in frame.columns or BETWEEN not in column:
        return (column,)
    return tuple(part.strip() for part in column.split(BETWEEN) if part.strip())


def cells_of_columns(column: str, frame: pd.DataFrame) -> "pd.Series[str]":
    """Return the text of what an entry of a mapping names, that of several columns with blanks between."""
    first, *others = columns_of(column, frame)
    text = frame[first]
    for other in others:
        text = text.str.cat(frame[other], sep=" ").str.strip()
    return text
