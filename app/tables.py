"""From a data frame to a result table: the declared columns, in order, with plain values."""

import math

import numpy as np
import pandas as pd

from app.result import Column, Sensitivity, Table, Value, without_noise


def table_of(name: str, frame: pd.DataFrame, columns: tuple[Column, ...], sensitivity: Sensitivity) -> Table:
    """Return `frame` as a result table; what is missing becomes None, whole counts become integers."""
    listed = [[plain(value) for value in frame[column.name]] for column in columns]
    return Table(name, columns, tuple(zip(*listed, strict=True)) if columns else (), sensitivity)


def plain(value: object) -> Value:
    """Return `value` as JSON can hold it: numpy scalars unwrapped, missing as None, whole floats as integers.

    Of other floats what the rounding of sums leaves is cut off.

    >>> plain(np.float64(38.400000000000006)), plain(100 * 0.55), plain(float("nan"))
    (38.4, 55, None)
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str | bool | int):
        return value
    return str(value)


def _number(value: float) -> Value:
    if not math.isfinite(value):
        return None
    kept = without_noise(value) if not value.is_integer() else value
    return int(kept) if kept.is_integer() and abs(kept) < 2**53 else kept
