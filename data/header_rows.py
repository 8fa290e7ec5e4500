"""Find the header of a table as offices write it: below titles, on one line or several, with merged cells.

What a row is can be told from how it is filled: titles fill a cell or two, a header fills most columns with words, the
rows below it hold numbers. A header of several lines has words on its lower lines only where an upper line is open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LOOKED_AT = 200  # rows that show how a table is filled
MOST_LINES = 4  # of a header
BETWEEN = " – "  # joins the lines of a header: "Số vụ – Tiếp nhận"

_VALUE = re.compile(r"[-+−(]?\d[\d.,/:\s\u00a0\u202f-]*[%)]?")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_LETTERHEAD = re.compile(
    r"cộng ho[àa] xã hội|cộng hòa xã hội|độc lập\s*[-–]|^(?:uỷ|ủy) ban nhân dân|^ubnd|^số\s*:|^biểu|^mẫu|^phụ lục"
    r"|kèm theo|^đơn vị (?:tính|báo cáo|nhận)|^đvt|ngày .*tháng|^tháng \d"
)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells: its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header lies and what it says.

    Parameters
    ----------
    first, last : int
        Its lines, counted from 0.
    names : tuple of str
        One a column, its lines joined; "" where the header says nothing.
    titles : tuple of str
        The texts above it.
    """

    first: int
    last: int
    names: tuple[str, ...]
    titles: tuple[str, ...]


def find_header(rows: Rows, merged: Sequence[Merged] = ()) -> Header | None:
    """Find the header of a table; None when every row is blank.

    Parameters
    ----------
    rows : sequence of sequences of str
        All of one width; a few hundred from the top are enough.
    merged : sequence of Merged
        Merged cells, where the format tells.

    Examples
    --------
    >>> find_header([["Báo cáo", "", ""], ["Xã", "Số vụ", ""], ["", "Tiếp nhận", "Giải quyết"], ["A", "3", "2"]])
    Header(first=1, last=2, names=('Xã', 'Số vụ – Tiếp nhận', 'Số vụ – Giải quyết'), titles=('Báo cáo',))
    """
    base = _base_line(rows[:LOOKED_AT])
    if base is None:
        return None
    last = _last_line(rows, base, merged)
    first = _first_line(rows, base, merged)
    titles = tuple(_clean(text) for row in rows[:first] for text in row if text)
    return Header(first, last, _join_lines(rows[first : last + 1], _within(merged, first, last)), titles)


def holds_value(text: str) -> bool:
    """Say whether a text is a number, a percentage or a day rather than words.

    >>> [holds_value(text) for text in ("1.234,5", "12 %", "30/9/2025", "(3)", "Quý III", "A1")]
    [True, True, True, True, False, False]
    """
    return _VALUE.fullmatch(text) is not None


def typical_fill(fills: Sequence[int]) -> int:
    """Return how many cells a row of the table fills: the median of the rows that fill more than one."""
    filled = sorted(fill for fill in fills if fill > 1) or [1]
    return filled[len(filled) // 2]


def _base_line(rows: Rows) -> int | None:
    """Return the row that fills most of the table with words, above the first row that has values."""
    fills = [_fill(row) for row in rows]
    filled = [i for i, fill in enumerate(fills) if fill]
    if not filled:
        return None
    typical = typical_fill(fills)
    need = max(2, (typical + 1) // 2)
    wide = [i for i in filled if fills[i] >= need]
    body = next((i for i in wide if not _are_labels(rows[i])), len(rows))
    words = [i for i in wide if i < body and not (fills[i] < typical and _is_letterhead(rows[i]))]
    if not words:
        return (wide if typical > 1 and wide else filled)[0]
    base = words[0]
    for later in words[1:]:
        if body < len(rows) and fills[later] > fills[base] and any(fill < need for fill in fills[base:later]):
            base = later
    return base


def _last_line(rows: Rows, base: int, merged: Sequence[Merged]) -> int:
    last = max([base, *(block.bottom for block in merged if block.top <= base <= block.bottom)])
    last = min(last, base + MOST_LINES - 1, len(rows) - 1)
    while last + 1 < len(rows) and last - base < MOST_LINES - 1 and _continues(rows[base : last + 1], rows[last + 1]):
        last += 1
    return last


def _first_line(rows: Rows, base: int, merged: Sequence[Merged]) -> int:
    reaching = [block for block in merged if block.top < base <= block.bottom < block.top + MOST_LINES]
    first = min([base, *(block.top for block in reaching)])
    while first > 0 and _may_be_upper(rows[first - 1]) and _continues(rows[first - 1 : first], rows[first]):
        first -= 1
    return first


def _may_be_upper(row: Sequence[str]) -> bool:
    return _fill(row) > 1 and not _is_letterhead(row)


def _continues(upper: Rows, lower: Sequence[str]) -> bool:
    """Say whether `lower` is the next line of a header whose lines above are `upper`.

    The first column is closed below its name; words of the lower line stand under a name that spans them, or under
    nothing at all.
    """
    if not any(lower) or not all(map(_are_labels, (*upper, lower))):
        return False
    named = {column for line in upper for column, text in enumerate(line) if text}
    if any(lower[: min(named) + 1]):
        return False
    spans = _spans(upper[-1], lower)
    return bool(spans) and not any(lower[column] for column in named - spans.keys())


def _spans(upper: Sequence[str], lower: Sequence[str]) -> dict[int, int]:
    """Return the names of `upper` that stand over several names of `lower`, as column to last column."""
    named = [column for column, text in enumerate(upper) if text] + [len(upper)]
    spans = {}
    for start, end in pairwise(named):
        below = [column for column in range(start, end) if lower[column]]
        if len(below) > 1 and below[0] == start:
            spans[start] = below[-1]
    return spans


def _join_lines(lines: Rows, merged: Sequence[Merged]) -> tuple[str, ...]:
    spread = [list(line) for line in lines]
    for upper in reversed(range(len(lines) - 1)):
        for start, end in _spans(lines[upper], spread[upper + 1]).items():
            spread[upper][start : end + 1] = [lines[upper][start]] * (end + 1 - start)
    if len(lines) > 1:
        for block in merged:
            for line in spread[block.top : block.bottom + 1]:
                line[block.left : block.right + 1] = [lines[block.top][block.left]] * (block.right + 1 - block.left)
    return tuple(BETWEEN.join(dict.fromkeys(filter(None, map(_clean, column)))) for column in zip(*spread, strict=True))


def _within(merged: Sequence[Merged], first: int, last: int) -> list[Merged]:
    """Return the merged blocks of the header, with rows counted from its first line."""
    return [
        Merged(block.top - first, block.left, block.bottom - first, block.right)
        for block in merged
        if first <= block.top and block.bottom <= last
    ]


def _fill(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _are_labels(row: Sequence[str]) -> bool:
    """Say whether a row holds words; years may stand among them."""
    values = [text for text in row if text and holds_value(text)]
    return all(map(_YEAR.fullmatch, values)) and 2 * len(values) <= _fill(row)


def _is_letterhead(row: Sequence[str]) -> bool:
    return any(_LETTERHEAD.search(text.casefold()) for text in row)


def _clean(text: str) -> str:
    """Return a name on one line."""
    return " ".join(text.split())
