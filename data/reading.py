"""Read a file into rows of text: CSV, TSV, Excel, OpenDocument, GeoPackage, Shapefile, GeoJSON.

Nothing is interpreted here: codes keep their zeros, numbers and dates become text one can read back, shapes become
EPSG:4326. What the text means is decided column by column in `data.parsing`.
"""

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj.exceptions import CRSError, ProjError

from data.errors import (
    EmptySource,
    MissingCrs,
    MissingSource,
    ProtectedSource,
    UnknownCrs,
    UnknownEncoding,
    UnknownFormat,
    UnknownLayer,
    UnreadableSource,
)

GEOGRAPHIC = "EPSG:4326"
DELIMITERS = (",", ";", "\t")
SHAPEFILE_NAME_LENGTH = 10  # a dBASE III field name holds ten letters
_SNIFFED = 1 << 16  # characters of a text file that decide its delimiter
_EXACT = 2**53  # every smaller whole number has its own float


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one sheet or layer, as text.

    Parameters
    ----------
    path : Path
        The file.
    frame : DataFrame of str
        One row a row below the header; blank cells are "". Column names are the header's, made distinct.
    numeric : DataFrame of bool
        Which cells the file itself holds as numbers: their text is unambiguous.
    geometry : GeoSeries, optional
        Shapes in EPSG:4326, for formats that carry them.
    layer : str, optional
        Sheet or layer read.
    others : tuple of str
        Sheets or layers with content that were not read.
    first_row : int
        Number of the first row as a person sees it: 2 below a header in row 1; 1 for a layer's first feature.
    encoding : str
        Of the text; empty for workbooks, whose text is always Unicode.
    overlong : array of bool
        Rows with cells beyond the header's last: a stray delimiter may have shifted their values.
    name_length : int, optional
        Longest column name the format can hold.
    """

    path: Path
    frame: pd.DataFrame
    numeric: pd.DataFrame
    geometry: gpd.GeoSeries | None
    layer: str | None
    others: tuple[str, ...]
    first_row: int
    encoding: str
    overlong: NDArray[np.bool_]
    name_length: int | None = None

    def __len__(self) -> int:
        return len(self.frame)


def read_rows(path: Path, *, layer: str | None = None, crs: str | None = None) -> RawTable:
    """Read every row of a file, or of one sheet or layer of it.

    Parameters
    ----------
    path : Path
    layer : str, optional
        Sheet or layer; without it the first one that holds anything.
    crs : str, optional
        Reference system of shapes that state none, e.g. "EPSG:32648". A system the file states is never overruled.

    Raises
    ------
    MissingSource, EmptySource, UnknownFormat, UnreadableSource, ProtectedSource, UnknownEncoding
        The file as a whole cannot be read.
    UnknownLayer
        `layer` is not in the file; carries those that are.
    MissingCrs, UnknownCrs
        Shapes without a reference system, or with one that has no way to EPSG:4326.
    """
    if not path.is_file():
        raise MissingSource(path)
    if path.stat().st_size == 0:
        raise EmptySource(path)
    suffix = path.suffix.lower()
    if suffix in _LAYERED:
        return _read_layer(path, layer, crs)
    if suffix not in _TABULAR:
        raise UnknownFormat(path, suffix, FORMATS)
    return _TABULAR[suffix](path, layer)


def number_text(value: float) -> str:
    """Write a number as the shortest text that reads back equal; whole numbers without a point.

    >>> number_text(3127.0), number_text(2.5)
    ('3127', '2.5')
    """
    return str(int(value)) if float(value).is_integer() and abs(value) < _EXACT else repr(float(value))


def tidy(text: str) -> str:
    r"""Strip blanks and compose Vietnamese letters (NFC).

    >>> tidy(" Mươ\u0300ng ")
    'Mường'
    """
    return unicodedata.normalize("NFC", text.strip())


def cell_text(cell: object) -> str:
    """Write one cell as the text that stands for it: days as ISO dates, yes and no as true and false."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() | int():
            return number_text(cell)
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case datetime.datetime():
            return cell.isoformat(sep=" ")
        case datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return tidy(str(cell))


def is_number(cell: object) -> bool:
    """Say whether a cell is held as a number, and so needs no convention to be read."""
    return isinstance(cell, float | int) and not isinstance(cell, bool)


def _read_text(path: Path, layer: str | None) -> RawTable:
    if layer is not None:
        raise UnknownLayer(path, layer, ())
    text, encoding = _decode(path)
    rows: list[Sequence[object]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise UnreadableSource(path, "csv", row=len(rows) + 1) from error
    return _table(path, rows, encoding=encoding)


def _decode(path: Path) -> tuple[str, str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(path, "csv") from error
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(path) from error
    if "\0" in text:
        raise UnreadableSource(path, "csv")
    return text, encoding


def _delimiter(text: str) -> str:
    """Return the mark that splits the header into most columns."""

    def width(mark: str) -> int:
        rows = csv.reader(io.StringIO(text[:_SNIFFED], newline=""), delimiter=mark)
        return len(next(filter(any, rows), []))

    return max(DELIMITERS, key=width)


def _read_workbook(path: Path, layer: str | None) -> RawTable:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        with load_workbook(path) as book:
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except PasswordError as error:
        raise ProtectedSource(path) from error
    except (CalamineError, OSError) as error:
        raise UnreadableSource(path, path.suffix.lower().removeprefix(".")) from error
    filled = tuple(name for name, rows in sheets.items() if any(map(_has_content, rows)))
    if layer is not None and layer not in sheets:
        raise UnknownLayer(path, layer, tuple(sheets))
    if not filled:
        raise EmptySource(path)
    chosen = layer if layer is not None else filled[0]
    others = tuple(name for name in filled if name != chosen)
    return _table(path, sheets[chosen], layer=chosen, others=others)


def _has_content(row: Sequence[object]) -> bool:
    return any(str(cell).strip() for cell in row)


def _table(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    encoding: str = "",
    layer: str | None = None,
    others: tuple[str, ...] = (),
) -> RawTable:
    """Split rows of cells into header and body; the header is the first row that is not blank."""
    header_row = next((i for i, row in enumerate(rows) if _has_content(row)), None)
    if header_row is None:
        raise EmptySource(path)
    header, body = rows[header_row], rows[header_row + 1 :]
    width = max(map(len, rows[header_row:]))
    names = _distinct([cell_text(cell) for cell in header] + [""] * (width - len(header)))
    cells = [tuple(row) + ("",) * (width - len(row)) for row in body]
    columns = list(zip(*cells, strict=True)) if cells else [()] * width
    return RawTable(
        path=path,
        frame=pd.DataFrame({name: _texts(column) for name, column in zip(names, columns, strict=True)}),
        numeric=pd.DataFrame({name: _are_numbers(column) for name, column in zip(names, columns, strict=True)}),
        geometry=None,
        layer=layer,
        others=others,
        first_row=header_row + 2,
        encoding=encoding,
        overlong=np.fromiter((_has_content(row[len(header) :]) for row in body), dtype=bool, count=len(body)),
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """Name blank columns by their letter, as a spreadsheet does, and number repeated names."""
    taken: dict[str, int] = {}
    result = []
    for position, given in enumerate(names):
        name = given or _letters(position)
        taken[name] = taken.get(name, 0) + 1
        result.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return result


def _letters(position: int) -> str:
    """Return a spreadsheet's name of the column at `position`: A to Z, AA and on."""
    name = ""
    while position >= 0:
        position, letter = divmod(position, 26)
        name = chr(ord("A") + letter) + name
        position -= 1
    return name


def _texts(cells: Sequence[object]) -> "pd.Series[str]":
    """Return cells as tidy text; each distinct cell is written once, for columns repeat themselves."""
    written = {cell: cell_text(cell) for cell in set(cells) if not isinstance(cell, bool | float | int)}
    return pd.Series([written[cell] if cell in written else cell_text(cell) for cell in cells], dtype="str")


def _are_numbers(cells: Sequence[object]) -> NDArray[np.bool_]:
    return np.fromiter(map(is_number, cells), dtype=bool, count=len(cells))


def _read_layer(path: Path, layer: str | None, crs: str | None) -> RawTable:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        known = tuple(str(name) for name in pyogrio.list_layers(path)[:, 0])
        chosen = _choose_layer(path, layer, known)
        info = pyogrio.read_info(path, layer=chosen)
        features = pyogrio.read_dataframe(path, layer=chosen)
    except (DataSourceError, DataLayerError) as error:
        raise UnreadableSource(path, path.suffix.lower().removeprefix(".")) from error
    geometry = _to_geographic(path, features, chosen, crs)
    attributes = pd.DataFrame(features.drop(columns="geometry", errors="ignore"))
    attributes.columns = pd.Index(_distinct([tidy(name) for name in attributes.columns]))
    cells = {name: _plain_cells(column) for name, column in attributes.items()}
    size = len(features)
    return RawTable(
        path=path,
        frame=pd.DataFrame({name: _texts(column) for name, column in cells.items()}, index=range(size)),
        numeric=pd.DataFrame({name: _are_numbers(column) for name, column in cells.items()}, index=range(size)),
        geometry=geometry,
        layer=chosen,
        others=tuple(name for name in known if name != chosen),
        first_row=1,
        encoding=str(info["encoding"] or ""),
        overlong=np.zeros(size, dtype=bool),
        name_length=SHAPEFILE_NAME_LENGTH if path.suffix.lower() == ".shp" else None,
    )


def _choose_layer(path: Path, layer: str | None, known: tuple[str, ...]) -> str:
    if not known:
        raise EmptySource(path)
    if layer is not None and layer not in known:
        raise UnknownLayer(path, layer, known)
    return layer if layer is not None else known[0]


def _plain_cells(column: "pd.Series[Any]") -> list[object]:
    """Return a layer's column as a sheet would hold it: missing is "", a date without a time is a date."""
    return [_plain_cell(cell) for cell in column.astype(object).where(column.notna(), "")]


def _plain_cell(cell: object) -> object:
    match cell:
        case np.generic():
            return cell.item()
        case list() | dict() | np.ndarray():
            return str(cell)
        case _:
            return cell


def _to_geographic(path: Path, features: pd.DataFrame, layer: str, crs: str | None) -> gpd.GeoSeries | None:
    if not isinstance(features, gpd.GeoDataFrame):
        return None
    shapes = features.geometry.force_2d()
    if shapes.crs is None and crs is None:
        raise MissingCrs(path, layer)
    try:
        stated = shapes.set_crs(crs) if shapes.crs is None else shapes
        return stated.to_crs(GEOGRAPHIC)
    except (CRSError, ProjError) as error:
        raise UnknownCrs(path, str(crs if shapes.crs is None else shapes.crs)) from error


_TABULAR: dict[str, Callable[[Path, str | None], RawTable]] = {
    ".csv": _read_text,
    ".tsv": _read_text,
    ".txt": _read_text,
    ".xlsx": _read_workbook,
    ".xls": _read_workbook,
    ".ods": _read_workbook,
}
_LAYERED = (".gpkg", ".shp", ".geojson", ".json")
FORMATS = (*_TABULAR, *_LAYERED)
