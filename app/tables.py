"""From a data frame to a result table: the declared columns, in order, with plain values."""

import math

import numpy as np
import pandas as pd

from app.result import Column, Sensitivity, Table, Value


def table_of(name: str, frame: pd.DataFrame, columns: tuple[Column, ...], sensitivity: Sensitivity) -> Table:
    """Return `frame` as a result table; what is missing becomes None, whole counts become integers."""
    listed = [[plain(value) for value in frame[column.name]] for column in columns]
    return Table(name, columns, tuple(zip(*listed, strict=True)) if columns else (), sensitivity)


def plain(value: object) -> Value:
    """Return `value` as JSON can hold it: numpy scalars unwrapped, missing as None, whole floats as integers."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, str | bool | int):
        return value
    return str(value)
