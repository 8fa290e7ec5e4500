"""Split the text of a CSV, TSV or TXT file into rows of cells, whatever its encoding and delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from data.encodings import Decoded, decode
from data.errors import UnknownEncoding, UnreadableSource

ROWS_A_TICK = 2000
DELIMITERS = (",", ";", "\t")
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # workbooks under another name
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SNIFFED = 1 << 16  # characters of a text file that decide its delimiter

Tick = Callable[[float], None]
Row = TypeVar("Row")


def read_text(path: Path, *, tick: Tick | None = None) -> tuple[list[Sequence[object]], Decoded]:
    """Return the rows of a text file, and how it was encoded.

    Rows are taken one by one, so that other threads come to their turns.

    Raises
    ------
    UnknownEncoding
        No known encoding gives Vietnamese.
    UnreadableSource
        The content is no text, or a quote never closes: `row` is where.
    """
    decoded = _decode(path)
    rows: list[Sequence[object]] = []
    try:
        reader = csv.reader(_lines(decoded.text), delimiter=delimiter_of(decoded.text), strict=True)
        rows.extend(ticking(reader, decoded.text.count("\n"), tick))
    except csv.Error as error:
        raise UnreadableSource(path, "csv", row=len(rows) + 1) from error
    return rows, decoded


def ticking(rows: Iterable[Row], expected: int, tick: Tick | None) -> Iterator[Row]:
    """Yield rows, and tell the fraction of those expected every `ROWS_A_TICK`."""
    for number, row in enumerate(rows):
        if tick is not None and number % ROWS_A_TICK == 0:
            tick(min(number / max(expected, 1), 1.0))
        yield row


def delimiter_of(text: str) -> str:
    r"""Return the mark that splits most rows into equally many cells, and of equals the one that makes more.

    >>> delimiter_of("Báo cáo, đến 30/9\nXã;Số vụ;Tỷ lệ\nA;3;1,5\n")
    ';'
    """

    def regularity(mark: str) -> tuple[int, int]:
        rows = csv.reader(_lines(text[:_SNIFFED]), delimiter=mark)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((rows, width) for width, rows in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=regularity)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _decode(path: Path) -> Decoded:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(path, "csv") from error
    decoded = decode(content)
    if content.startswith(_BINARY) or (decoded is not None and _CONTROL.search(decoded.text)):
        raise UnreadableSource(path, "csv")
    if decoded is None:
        raise UnknownEncoding(path)
    return decoded
