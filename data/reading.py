"""Read a file into rows of text: CSV, TSV, Excel, OpenDocument, GeoPackage, Shapefile, GeoJSON, KML, GeoTIFF.

Nothing is interpreted here: codes keep their zeros, numbers and dates become text one can read back, shapes become
EPSG:4326. What the text means is decided column by column in `data.parsing`. Rows that are no data (totals, notes,
blank ones) keep their place and lose their text: what was in them is nobody's to keep.
"""

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.encodings import TCVN3, Evidence, mend_tcvn3
from data.errors import EmptySource, MissingSource, UnknownFormat, UnknownLayer
from data.header_rows import LOOKED_AT, Header, Merged, find_header, holds_value
from data.issues import Reason
from data.layers import read_layer
from data.non_data import NonDataRow, recognise
from data.text_files import Tick, read_text
from data.workbooks import Sheet, has_content, read_sheets

SHAPEFILE_NAME_LENGTH = 10  # a dBASE III field name holds ten letters
READING = 0.5
"""Share of the work that is done when the cells are read and their text is not tidied yet."""
_EXACT = 2**53  # every smaller whole number has its own float


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of one sheet or layer, as text.

    Parameters
    ----------
    path : Path
        The file.
    frame : DataFrame of str
        One row a row below the header; blank cells, and all cells of a row that is no data, are "". Column names are
        the header's, its lines joined, made distinct.
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
        Of the text; empty for workbooks, whose text is always Unicode, unless TCVN3 was found in their cells.
    overlong : array of bool
        Rows with cells beyond the header's last: a stray delimiter may have shifted their values.
    name_length : int, optional
        Longest column name the format can hold.
    header_row : int
        Number of the header's first line as a person sees it; 0 for a layer.
    titles : tuple of str
        The texts above the header, in reading order: period, place and source may stand there. Never stored.
    non_data : tuple of NonDataRow
        The rows that are no data, and why.
    groups : Series of str, optional
        For each row the district or other group it stands in; "" where it stands in none.
    alike : tuple of str
        Those of `others` that have the same columns, such as a sheet for each commune.
    evidence : Evidence, optional
        Why the encoding was recognised, where the file does not say it.
    dropped : tuple of str
        Columns a person wants to be read by nobody: of cases they are identity.
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
    header_row: int = 0
    titles: tuple[str, ...] = ()
    non_data: tuple[NonDataRow, ...] = ()
    groups: "pd.Series[str] | None" = None
    alike: tuple[str, ...] = ()
    evidence: Evidence | None = None
    dropped: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.frame)


def read_rows(path: Path, *, layer: str | None = None, crs: str | None = None, tick: Tick | None = None) -> RawTable:
    """Read every row of a file, or of one sheet or layer of it.

    Parameters
    ----------
    path : Path
    layer : str, optional
        Sheet or layer; without it the first one that holds a table, else the first that holds anything.
    crs : str, optional
        Reference system of shapes that state none, e.g. "EPSG:32648". A system the file states is never overruled.
    tick : callable, optional
        Told the fraction done, of texts and workbooks often; may raise `Cancelled`.

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
    if suffix in LAYERED:
        return _from_layer(path, layer, crs)
    if suffix in WORKBOOKS:
        return _from_workbook(path, layer, tick or _no_tick)
    if suffix in TEXTS:
        return _from_text(path, layer, tick or _no_tick)
    if suffix in RASTERS:
        from data.raster_files import read_raster

        return read_raster(path, crs=crs)
    raise UnknownFormat(path, suffix, FORMATS)


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


def _no_tick(fraction: float) -> None:
    """Tell nobody."""


def _from_text(path: Path, layer: str | None, tick: Tick) -> RawTable:
    if layer is not None:
        raise UnknownLayer(path, layer, ())
    rows, decoded = read_text(path, tick=lambda done: tick(READING * done))
    return _table(path, Sheet(rows), tick, encoding=decoded.encoding, evidence=decoded.evidence)


def _from_workbook(path: Path, layer: str | None, tick: Tick) -> RawTable:
    sheets = read_sheets(path, tick=lambda done: tick(READING * done))
    filled = [name for name, sheet in sheets.items() if sheet.is_filled]
    if layer is not None and layer not in sheets:
        raise UnknownLayer(path, layer, tuple(sheets))
    if not filled:
        raise EmptySource(path)
    tables = [name for name in filled if sheets[name].is_table]
    chosen = layer if layer is not None else (tables or filled)[0]
    others = tuple(name for name in filled if name != chosen)
    names = _names(sheets[chosen])
    alike = tuple(name for name in others if names and _names(sheets[name]) == names)
    return _table(path, sheets[chosen], tick, layer=chosen, others=others, alike=alike)


def _names(sheet: Sheet) -> tuple[str, ...]:
    texts = [[cell_text(cell) for cell in row] for row in sheet.rows[:LOOKED_AT]]
    header = find_header(texts, sheet.merged) if sheet.is_table else None
    return header.names if header is not None else ()


def _table(
    path: Path,
    sheet: Sheet,
    tick: Tick,
    *,
    encoding: str = "",
    evidence: Evidence | None = None,
    layer: str | None = None,
    others: tuple[str, ...] = (),
    alike: tuple[str, ...] = (),
) -> RawTable:
    """Split a sheet into titles, header and rows, and take the text from the rows that are no data."""
    cells = _columns(sheet.rows)
    texts: list[list[str]] = []
    turned = None
    for column in cells:
        tick(READING + (1 - READING) * len(texts) / len(cells))
        texts.append(_texts(column))
    if encoding != TCVN3:
        texts, turned = mend_tcvn3(texts)
    header = find_header(list(zip(*(column[:LOOKED_AT] for column in texts), strict=True)), sheet.merged)
    if header is None:
        raise EmptySource(path)
    below = header.last + 1
    names = _distinct(header.names)
    tick(1.0)
    used = [i for i, column in enumerate(texts) if header.names[i] or any(column[below:])]
    _spread_down(texts, sheet.merged, below)
    size = len(sheet.rows) - below
    frame = _frame({names[i]: pd.Series(texts[i][below:], dtype="str") for i in used}, size)
    numeric = _frame({names[i]: _are_numbers(cells[i][below:]) for i in used}, size)
    found = recognise(frame, numeric, lines=_lines(texts, header, used), across=_across(sheet.merged, below))
    set_apart = [row.row for row in found.rows]
    frame.iloc[set_apart] = ""
    numeric.iloc[set_apart] = False
    return RawTable(
        path=path,
        frame=frame,
        numeric=numeric,
        geometry=None,
        layer=layer,
        others=others,
        first_row=below + 1,
        encoding=TCVN3 if turned else encoding,
        overlong=_overlong(sheet.rows, header) & (frame != "").any(axis="columns").to_numpy(dtype=bool),
        header_row=header.first + 1,
        titles=header.titles,
        non_data=found.rows,
        groups=found.groups,
        alike=alike,
        evidence=turned or evidence,
    )


def _columns(rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    """Return the columns of rows of any width."""
    width = max(map(len, rows), default=0)
    return list(zip(*(row if len(row) == width else (*row, *[""] * (width - len(row))) for row in rows), strict=True))


def _frame(columns: Mapping[str, object], size: int) -> pd.DataFrame:
    return pd.DataFrame(columns, index=range(size))


def _lines(texts: Sequence[Sequence[str]], header: Header, used: Sequence[int]) -> list[tuple[str, ...]]:
    return [tuple(texts[i][line] for i in used) for line in range(header.first, header.last + 1)]


def _overlong(rows: Sequence[Sequence[object]], header: Header) -> NDArray[np.bool_]:
    width = max(len(row) for row in rows[header.first : header.last + 1])
    body = rows[header.last + 1 :]
    return np.fromiter((len(row) > width and has_content(row[width:]) for row in body), dtype=bool, count=len(body))


def _spread_down(texts: list[list[str]], merged: Sequence[Merged], below: int) -> None:
    """Repeat the words of a cell that is merged over several rows; a number there counts once."""
    for block in merged:
        if block.top >= below and block.left == block.right and block.left < len(texts):
            word = texts[block.left][block.top]
            if word and not holds_value(word):
                last = min(block.bottom + 1, len(texts[block.left]))
                texts[block.left][block.top : last] = [word] * (last - block.top)


def _across(merged: Sequence[Merged], below: int) -> frozenset[int]:
    """Return the rows below the header whose cells are merged from the first or second column over three or more."""
    wide = (block for block in merged if block.top == block.bottom and block.left < 2 and block.right - block.left > 1)
    return frozenset(block.top - below for block in wide if block.top >= below)


def _from_layer(path: Path, layer: str | None, crs: str | None) -> RawTable:
    read = read_layer(path, layer, crs)
    names = _distinct([tidy(name) for name in read.columns])
    texts, turned = mend_tcvn3([_texts(column) for column in read.columns.values()])
    numbers = [_are_numbers(column) for column in read.columns.values()]
    frame = _frame({name: pd.Series(text, dtype="str") for name, text in zip(names, texts, strict=True)}, read.size)
    blank = (frame == "").all(axis="columns").to_numpy(dtype=bool)
    if read.geometry is not None:
        blank = blank & read.geometry.isna().to_numpy(dtype=bool)
    return RawTable(
        path=path,
        frame=frame,
        numeric=_frame(dict(zip(names, numbers, strict=True)), read.size),
        geometry=read.geometry,
        layer=read.name,
        others=read.others,
        first_row=1,
        encoding=TCVN3 if turned else read.encoding,
        overlong=np.zeros(read.size, dtype=bool),
        name_length=SHAPEFILE_NAME_LENGTH if path.suffix.lower() == ".shp" else None,
        non_data=tuple(NonDataRow(row, Reason.BLANK_ROW) for row in np.flatnonzero(blank).tolist()),
        evidence=turned,
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


def _texts(cells: Sequence[object]) -> list[str]:
    """Return cells as tidy text; each distinct text is tidied once, for columns repeat themselves."""
    written = {cell: tidy(cell) for cell in {cell for cell in cells if isinstance(cell, str)}}
    return [written[cell] if isinstance(cell, str) else cell_text(cell) for cell in cells]


def _are_numbers(cells: Sequence[object]) -> NDArray[np.bool_]:
    if set(map(type, cells)) <= {str}:
        return np.zeros(len(cells), dtype=bool)
    return np.fromiter(map(is_number, cells), dtype=bool, count=len(cells))


TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xls", ".ods")
LAYERED = (".gpkg", ".shp", ".geojson", ".json", ".kml")
RASTERS = (".tif", ".tiff")
FORMATS = (*TEXTS, *WORKBOOKS, *LAYERED, *RASTERS)
