"""Frames of a declared table: the empty one, the conforming one, and the plain values they are stored as.

A conforming frame has exactly the declared columns, in order, with the types listed at `data.schema.Kind`. Its index is
called ``row_id``: unique, ascending integers. Frames of tables with a geometry are GeoDataFrames in EPSG:4326.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.schema import Column, Kind, Table

ROW_ID = "row_id"
CRS = "EPSG:4326"

RowIds = npt.NDArray[np.int64]


def empty_frame(table: Table) -> pd.DataFrame:
    """Return the conforming frame of `table` that has no rows."""
    return conform(pd.DataFrame(), table)


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return `frame` with exactly the columns of `table`, their types, and rows in the order of their ids.

    Columns that are not declared are left out, declared ones that are absent hold missing values. Text becomes NFC,
    a moment becomes its day, -0.0 becomes 0.0, geometry comes to EPSG:4326 (without a CRS it is taken to be in it).

    Parameters
    ----------
    frame : DataFrame
        An index called ``row_id`` is kept; any other is replaced by 1, 2, 3, …

    Raises
    ------
    ValueError
        Row ids occur twice, or values cannot be brought to the declared type.

    Examples
    --------
    >>> from data.schema import TABLES
    >>> conform(pd.DataFrame({"officer_id": ["a"], "topic": ["case management"]}), TABLES["skills"]).index.tolist()
    [1]
    """
    ids = _row_ids(frame)
    columns = {column.name: _conforming_values(frame, column) for column in table.columns}
    return _assemble(columns, ids, table).sort_index()


def numbered_from(frame: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return `frame` with the row ids `first`, `first` + 1 and so on."""
    return frame.set_axis(pd.RangeIndex(first, first + len(frame), name=ROW_ID).astype("int64"), axis="index")


def _row_ids(frame: pd.DataFrame) -> RowIds:
    if frame.index.name != ROW_ID:
        return np.arange(1, len(frame) + 1, dtype=np.int64)
    if not frame.index.is_unique:
        raise ValueError(f"row ids occur twice: {frame.index[frame.index.duplicated()].tolist()}")
    return frame.index.to_numpy(dtype=np.int64)


def _assemble(columns: dict[str, Any], ids: RowIds, table: Table) -> pd.DataFrame:
    index = pd.Index(ids, name=ROW_ID)
    if table.geometry is None:
        return pd.DataFrame(columns, index=index)
    shaped: pd.DataFrame = gpd.GeoDataFrame(columns, index=index, geometry=table.geometry, crs=CRS)
    return shaped


def _conforming_values(frame: pd.DataFrame, column: Column) -> Any:
    if column.name not in frame.columns:
        return _FROM_STORED[column.kind]([None] * len(frame))
    return _CONFORM[column.kind](frame[column.name])


def _text(values: "pd.Series[Any]") -> Any:
    codes, distinct = pd.factorize(values.astype("str"))
    normal = pd.array([_normal_text(text) for text in distinct], dtype="str")
    return normal.take(codes, allow_fill=True)


def _normal_text(text: str) -> str:
    """Return `text` in NFC, with characters no file can hold (lone surrogates) replaced by a question mark."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).encode("utf-8", errors="replace").decode("utf-8")


def _integers(values: "pd.Series[Any]") -> Any:
    return values.astype("Int64").array


def _numbers(values: "pd.Series[Any]") -> Any:
    return values.astype("Float64" if values.dtype == object else values.dtype).to_numpy(float, na_value=np.nan) + 0.0


def _booleans(values: "pd.Series[Any]") -> Any:
    return values.astype("boolean").array


def _dates(values: "pd.Series[Any]") -> Any:
    moments = pd.to_datetime(values)
    return moments.dt.tz_localize(None).to_numpy().astype("datetime64[D]").astype("datetime64[s]")


def _shapes(values: "pd.Series[Any]") -> Any:
    shapes = gpd.GeoSeries(values)
    return (shapes if shapes.crs in (None, CRS) else shapes.to_crs(CRS)).set_crs(CRS).array


def _blobs(values: "pd.Series[Any]") -> Any:
    return _objects([value if isinstance(value, bytes) else None for value in values])


def _objects(values: Sequence[Any]) -> Any:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


_CONFORM: dict[Kind, Callable[["pd.Series[Any]"], Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integers,
    Kind.NUMBER: _numbers,
    Kind.BOOLEAN: _booleans,
    Kind.DATE: _dates,
    Kind.GEOMETRY: _shapes,
    Kind.BLOB: _blobs,
}


def stored_columns(frame: pd.DataFrame, table: Table) -> dict[str, list[Any]]:
    """Return the values of each declared column as the project file keeps them: None, str, int, float, bytes.

    Parameters
    ----------
    frame : DataFrame
        Conforming.
    """
    return {column.name: _TO_STORED[column.kind](frame[column.name].array) for column in table.columns}


def frame_from_stored(columns: Mapping[str, Sequence[Any]], ids: Sequence[int], table: Table) -> pd.DataFrame:
    """Return the conforming frame whose `stored_columns` are `columns`, with ascending row ids `ids`."""
    values = {column.name: _FROM_STORED[column.kind](columns[column.name]) for column in table.columns}
    return _assemble(values, np.asarray(ids, dtype=np.int64), table)


def _stored_objects(values: Any) -> list[Any]:
    return _with_none(np.array(values, dtype=object), np.asarray(values.isna()))


def _stored_booleans(values: Any) -> list[Any]:
    return [None if value is None else int(value) for value in _stored_objects(values)]


def _stored_dates(values: Any) -> list[Any]:
    days = np.asarray(values).astype("datetime64[D]")
    return _with_none(np.datetime_as_string(days).astype(object), np.isnat(days))


def _stored_shapes(values: Any) -> list[Any]:
    return list(shapely.to_wkb(np.asarray(values, dtype=object), byte_order=1))


def _with_none(objects: npt.NDArray[np.object_], missing: npt.NDArray[np.bool_]) -> list[Any]:
    objects[missing] = None
    return list(objects)


_TO_STORED: dict[Kind, Callable[[Any], list[Any]]] = {
    Kind.TEXT: _stored_objects,
    Kind.INTEGER: _stored_objects,
    Kind.NUMBER: _stored_objects,
    Kind.BOOLEAN: _stored_booleans,
    Kind.DATE: _stored_dates,
    Kind.GEOMETRY: _stored_shapes,
    Kind.BLOB: list,
}

_FROM_STORED: dict[Kind, Callable[[Sequence[Any]], Any]] = {
    Kind.TEXT: lambda stored: pd.array(_objects(stored), dtype="str"),
    Kind.INTEGER: lambda stored: pd.array(_objects(stored), dtype="Int64"),
    Kind.NUMBER: lambda stored: np.array(stored, dtype=np.float64),
    Kind.BOOLEAN: lambda stored: pd.array(_objects(stored), dtype="boolean"),
    Kind.DATE: lambda stored: np.array(stored, dtype="datetime64[D]").astype("datetime64[s]"),
    Kind.GEOMETRY: lambda stored: gpd.array.from_wkb(_objects(stored), crs=CRS),
    Kind.BLOB: _objects,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Row ids that went, came, or stayed with other values."""

    removed: RowIds
    added: RowIds
    changed: RowIds


def difference(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> Difference:
    """Return which rows differ between two conforming frames of `table`."""
    old, new = before.index.to_numpy(), after.index.to_numpy()
    kept = np.intersect1d(old, new, assume_unique=True)
    changed = _rows_that_differ(_rows(before, kept), _rows(after, kept), table)
    return Difference(np.setdiff1d(old, new, True), np.setdiff1d(new, old, True), kept[changed])


def _rows(frame: pd.DataFrame, ids: RowIds) -> pd.DataFrame:
    return frame if len(ids) == len(frame) else frame.loc[ids]


def _rows_that_differ(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> npt.NDArray[np.bool_]:
    differ = np.zeros(len(before), dtype=bool)
    for column in table.columns:
        differ |= _values_that_differ(before[column.name], after[column.name], column.kind)
    return differ


def _values_that_differ(before: "pd.Series[Any]", after: "pd.Series[Any]", kind: Kind) -> npt.NDArray[np.bool_]:
    if kind is Kind.GEOMETRY:
        return np.asarray(_objects(_stored_shapes(before.array)) != _objects(_stored_shapes(after.array)), dtype=bool)
    missing = before.isna().to_numpy(dtype=bool)
    unequal = (before != after).fillna(value=False).to_numpy(dtype=bool)
    return np.asarray((missing != after.isna().to_numpy(dtype=bool)) | (unequal & ~missing))
