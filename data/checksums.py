"""Checksums of rows: CRC-32 against accidents, SHA-256 to chain the audit.

SQLite keeps no checksums of its pages, so every row carries one: over the names of the table and its columns, the row
id and all values.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

Row = tuple[Any, ...]


def row_checksums(table: str, columns: Sequence[str], rows: Iterable[Row]) -> list[int]:
    """Return the CRC-32 of each row: the stored values (None, str, int, float, bytes) of `columns`, in this order.

    Examples
    --------
    >>> row_checksums("skills", ["row_id", "topic"], [(1, "a"), (2, "a")])
    [653451981, 2691076195]
    """
    start = zlib.crc32(json.dumps([table, *columns]).encode("ascii"))
    encode = json.JSONEncoder(default=zlib.crc32, separators=(",", ":")).encode
    return [zlib.crc32(encode(row).encode("ascii"), start) for row in rows]


def row_digest(row: Row) -> str:
    """Return the SHA-256 of a row of stored values, in hexadecimal."""
    return hashlib.sha256(json.dumps(row, separators=(",", ":")).encode("ascii")).hexdigest()
