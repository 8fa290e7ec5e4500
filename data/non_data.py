"""Recognise the rows below a header that are no data: totals, group names, numbering, notes, blank rows.

A total is checked against the rows it stands for and a difference is reported, never corrected. A row is taken for no
data only where its words say so: a commune that sent nothing looks like a name alone in its row, and stays data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.header_rows import holds_value, typical_fill
from data.issues import Reason
from data.parsing import parse
from data.schema import Column, Kind

LOOKED_AT = 1000  # rows that show how a table is filled

_ROMAN = re.compile(r"(?:[IVX]+|[A-H])[.)]?")
_COLUMN_MARK = re.compile(r"\(?(?P<mark>\d{1,2}|[A-Z])\)?\s*(?:=.*)?")
_TOTAL = re.compile(
    r"(?:(?:(?:tổng cộng|tổng số|tổng|cộng|toàn tỉnh|cả tỉnh|tong cong|tong so|toan tinh|grand total|total|sum)\s*)+"
    r"(?:chung|dồn|(?:tỉnh|thành phố) [^\d,;]{2,30})?|toàn (?:tỉnh|huyện|thành phố|xã)(?: [^\d,;]{2,30})?)\s*[:.]*\s*"
    r"(?:\([^)]*\)|=.*)?\Z"
)
_DISTRICT = re.compile(
    r"(?:(?:[IVX]+|[A-H]|\d+)\s*[.)/:-]?\s+)?(?P<name>(?:huyện|thị xã|thành phố|tp\.?|tx\.?|quận|cụm|district)\s+\S.*)",
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"(?:xã|phường|thị trấn|đặc khu|tt\.?|p\.|x\.)\s", re.IGNORECASE)
_NOTE = re.compile(
    r"\(?\*|\W*(?:ghi chú|chú thích|chú ý|lưu ý|nguồn|người lập|người tổng hợp|người báo cáo|người kiểm|lập biểu"
    r"|thủ trưởng|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch|trưởng phòng|trưởng công an|kế toán|nơi nhận|xác nhận"
    r"|ký tên|ký,|tm\.|kt\.|tl\.|\(ký|notes?\b|source|prepared by)|.*,? ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm"
)
_LABELS = (_TOTAL, _DISTRICT, _COMMUNE, _NOTE)
_ANY_LABEL = re.compile("|".join(f"(?:{re.sub('[?]P<[a-z]+>', '?:', pattern.pattern)})" for pattern in _LABELS), re.I)
_NO_SUM = re.compile(
    r"%|‰|\b(?:stt|tt|mã|code|tỷ lệ|tỉ lệ|tỷ suất|tỉ suất|tỷ trọng|bình quân|trung bình|mật độ|rate|ratio|share|percent"
    r"|average|mean|density|năm|year|lat|lon|latitude|longitude|kinh độ|vĩ độ|điện thoại|phone)\b"
)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not the sum of its rows: the column, what the total states, and the sum."""

    column: str
    stated: float
    added: float


@dataclass(frozen=True, slots=True)
class NonDataRow:
    """A row below the header that is no data: its position from 0, why, and where its totals are wrong."""

    row: int
    reason: Reason
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """The rows that are no data, in order, and for each row the name of the group it stands in ("" where none)."""

    rows: tuple[NonDataRow, ...]
    groups: "pd.Series[str]"


def recognise(
    frame: pd.DataFrame,
    numeric: pd.DataFrame,
    *,
    lines: Sequence[Sequence[str]] = (),
    across: frozenset[int] = frozenset(),
) -> Recognised:
    """Find the rows that are no data.

    Parameters
    ----------
    frame : DataFrame of str
        The rows below the header.
    numeric : DataFrame of bool
        Which cells the file holds as numbers.
    lines : sequence of sequences of str
        The header's lines: a printed table repeats them on each page.
    across : set of int
        Positions of rows whose cells are merged into one.
    """
    table = _Table(frame, numeric, across)
    reasons: dict[int, Reason] = dict.fromkeys(table.blank, Reason.BLANK_ROW)
    for reason, found in (
        (Reason.HEADER_ROW, _repeated_headers(table, lines)),
        (Reason.NUMBERING_ROW, _numbering_rows(table)),
        (Reason.TOTALS_ROW, table.labelled(_TOTAL)),
        (Reason.GROUP_ROW, _group_rows(table)),
        (Reason.NOTE_ROW, _note_rows(table)),
    ):
        for row in found:
            reasons.setdefault(row, reason)
    differences = _differences(table, reasons)
    rows = tuple(NonDataRow(row, reasons[row], differences.get(row, ())) for row in sorted(reasons))
    return Recognised(rows, _groups(table, reasons))


class _Table:
    """Rows with how they are filled and by what they are labelled."""

    def __init__(self, frame: pd.DataFrame, numeric: pd.DataFrame, across: frozenset[int]) -> None:
        self.frame = frame
        self.numeric = numeric
        self.across = across
        self.filled: Mask = (frame != "").to_numpy(dtype=bool).reshape(frame.shape)
        self.fills = self.filled.sum(axis=1)
        self.typical = typical_fill(self.fills[:LOOKED_AT].tolist())
        self.blank = np.flatnonzero(self.fills == 0).tolist()
        self._columns: list[list[str]] = [frame.iloc[:, column].tolist() for column in range(frame.shape[1])]
        self.label_columns = self._label_columns()
        self.labels = [self.cell(row, column) for row, column in enumerate(self.label_columns)]
        self._labelled = _rows_by_label(self.labels)

    def texts(self, row: int) -> list[str]:
        """Return the filled cells of a row."""
        return [self.cell(row, int(column)) for column in np.flatnonzero(self.filled[row])]

    def column(self, column: int) -> list[str]:
        """Return the cells of a column."""
        return self._columns[column]

    def labelled(self, pattern: re.Pattern[str]) -> list[int]:
        """Return the rows whose label, in small letters, begins like one of `_LABELS`."""
        return self._labelled[pattern]

    def values(self, column: int) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where it holds none."""
        text, cells = self.frame.iloc[:, column], self.numeric.iloc[:, column].to_numpy(dtype=bool)
        return parse(text, cells, Column("value", Kind.NUMBER)).values.to_numpy(dtype=np.float64)

    def cell(self, row: int, column: int) -> str:
        """Return one cell; column -1 is blank."""
        return self._columns[column][row] if column >= 0 else ""

    def _label_columns(self) -> list[int]:
        """Return the column of each row's first words: the first filled one, the next if that only numbers the row."""
        if not self._columns:
            return [-1] * len(self.frame)
        first = self.filled.argmax(axis=1)
        rest = self.filled.copy()
        rest[np.arange(len(first)), first] = False
        second = np.where(rest.any(axis=1), rest.argmax(axis=1), first)
        numbers = {text for column in self._columns[:3] for text in set(column) if _numbers_a_row(text)}
        return [
            -1 if not fill else int(b) if self._columns[a][row] in numbers else int(a)
            for row, (fill, a, b) in enumerate(zip(self.fills.tolist(), first.tolist(), second.tolist(), strict=True))
        ]


def _numbers_a_row(text: str) -> bool:
    return holds_value(text) or _ROMAN.fullmatch(text) is not None


def _rows_by_label(labels: Sequence[str]) -> dict[re.Pattern[str], list[int]]:
    """Return the rows each of `_LABELS` fits; each distinct label is looked at once."""
    telling = {label: plain for label in set(labels) if label and _ANY_LABEL.match(plain := _plain(label))}
    rows = [(row, telling[label]) for row, label in enumerate(labels) if label in telling] if telling else []
    return {pattern: [row for row, plain in rows if pattern.match(plain)] for pattern in _LABELS}


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _repeated_headers(table: _Table, lines: Sequence[Sequence[str]]) -> list[int]:
    known = {tuple(line) for line in lines if sum(map(bool, line)) > 1}
    if not known or not len(table.frame):
        return []
    firsts = {next(filter(None, line)) for line in known}
    rows = np.flatnonzero(pd.Series(table.labels).isin(firsts)).tolist()
    return [row for row in rows if tuple(table.frame.iloc[row]) in known]


def _numbering_rows(table: _Table) -> list[int]:
    """Return the row right below the header that numbers the columns: A, B, 1, 2 or (1), (2), (3)."""
    below = np.flatnonzero(table.fills > 0)[:1].tolist()
    return [row for row in below if _numbers_columns(table, row)]


def _numbers_columns(table: _Table, row: int) -> bool:
    texts = table.texts(row)
    marks = [mark for text in texts if (mark := _COLUMN_MARK.fullmatch(text))]
    if len(texts) < 3 or len(marks) < len(texts):
        return False
    written = [mark["mark"] for mark in marks]
    letters = [mark for mark in written if mark.isalpha()]
    first = next((int(mark) for mark in written if mark.isdigit()), 1)
    numbers = [str(first + step) for step in range(len(written) - len(letters))]
    counted = written == [*letters, *numbers] and letters == sorted(set(letters)) and first <= len(letters) + 1
    return counted and (all(text.startswith("(") for text in texts) or _stands_over_others(table, row))


def _stands_over_others(table: _Table, row: int) -> bool:
    """Say whether a mark of `row` stands in a column of words: then it counts the columns, not something."""
    for column in np.flatnonzero(table.filled[row]).tolist():
        below = [text for text in table.column(column)[row + 1 : row + 50] if text]
        if below and not any(holds_value(text) or _COLUMN_MARK.fullmatch(text) for text in below):
            return True
    return False


def _group_rows(table: _Table) -> list[int]:
    """Return the rows that name a district, alone or with its subtotals, above its communes."""
    named = table.labelled(_DISTRICT)
    full = [row for row in named if _has_values(table, row)]
    notes = set(table.labelled(_NOTE))
    groups = {row for row in table.across if row < len(table.labels) and table.fills[row] == 1} - notes
    if not full or _are_subtotals(table, full):
        groups.update(named)  # else districts are what the table is about
    return sorted(groups)


def _are_subtotals(table: _Table, rows: Sequence[int]) -> bool:
    """Say whether rows are numbered I, II, III while others are numbered 1, 2, 3, or add up what stands below each."""
    firsts = [next(iter(table.texts(row)), "") for row in range(len(table.labels))]
    others = {text for row, text in enumerate(firsts) if row not in set(rows) and text}
    if all(_ROMAN.fullmatch(firsts[row]) for row in rows) and any(map(str.isdigit, others)):
        return True
    is_part = np.ones(len(firsts), dtype=bool)
    is_part[[*rows, *table.labelled(_TOTAL)]] = False
    return any(_add_up(table.values(column), is_part, rows) for column in range(table.frame.shape[1]))


def _add_up(values: NDArray[np.float64], is_part: Mask, rows: Sequence[int]) -> bool:
    """Say whether each of `rows` is the sum of the parts between it and the next, and not all are 0."""
    stated = values[list(rows)]
    if not np.isfinite(stated).all() or not stated.any():
        return False
    parts = np.where(is_part, np.nan_to_num(values), 0.0)
    ends = [*rows[1:], len(values)]
    sums = [float(parts[row + 1 : end].sum()) for row, end in zip(rows, ends, strict=True)]
    return all(_agree(value, added, len(values)) for value, added in zip(stated.tolist(), sums, strict=True))


def _has_values(table: _Table, row: int) -> bool:
    label = int(table.label_columns[row])
    return any(
        holds_value(table.cell(row, column)) for column in np.flatnonzero(table.filled[row]).tolist() if column > label
    )


def _note_rows(table: _Table) -> list[int]:
    """Return the notes and signatures under the table: from the first that says so, or after the totals, to the end."""
    sparse = (table.fills <= max(1, min(4, table.typical - 1))).tolist()
    said = [row for row in table.labelled(_NOTE) if _is_note(table, row, sparse)]
    last_total = max(table.labelled(_TOTAL), default=None)
    after_total = [] if last_total is None else list(_below(table, last_total + 1, sparse))
    start = min(said, default=None)
    after_note = [] if start is None else list(_below(table, start, sparse))
    return sorted({*said, *after_note, *after_total})


def _is_note(table: _Table, row: int, sparse: list[bool]) -> bool:
    texts = table.texts(row)
    return not _has_values(table, row) and (sparse[row] or all(_NOTE.match(_plain(text)) for text in texts))


def _below(table: _Table, start: int, sparse: list[bool]) -> Iterator[int]:
    """Give the filled rows from `start` to the end of the table, when none of them looks like data."""
    rows = [row for row in range(start, len(sparse)) if table.fills[row]]
    if all(sparse[row] and not _has_values(table, row) and not _COMMUNE.match(table.labels[row]) for row in rows):
        yield from rows


def _groups(table: _Table, reasons: dict[int, Reason]) -> "pd.Series[str]":
    names: list[str | None] = [None] * len(table.labels)
    for row, reason in reasons.items():
        if reason is Reason.GROUP_ROW:
            found = _DISTRICT.fullmatch(table.labels[row])
            names[row] = found["name"] if found else table.labels[row]
    return pd.Series(names, dtype="str").ffill().fillna("").astype("str")


def _differences(table: _Table, reasons: dict[int, Reason]) -> dict[int, tuple[Difference, ...]]:
    """Compare each total with the sum of the rows it stands for: all, those above or those below it up to the next."""
    totals = [row for row, reason in sorted(reasons.items()) if reason in (Reason.TOTALS_ROW, Reason.GROUP_ROW)]
    found: dict[int, list[Difference]] = {}
    is_data = np.ones(len(table.labels), dtype=bool)
    is_data[list(reasons)] = False
    for column, name in enumerate(map(str, table.frame.columns)):
        stating = [row for row in totals if holds_value(table.cell(row, column))]
        if not stating or _NO_SUM.search(_plain(name)):
            continue
        values = table.values(column)
        data = np.where(is_data, np.nan_to_num(values), 0.0)
        for row in stating:
            sums = _sums(data, row, totals, grand=reasons[row] is Reason.TOTALS_ROW)
            stated = float(values[row])
            if np.isfinite(stated) and not any(_agree(stated, added, len(data)) for added in sums):
                found.setdefault(row, []).append(Difference(name, stated, sums[0]))
    return {row: tuple(differences) for row, differences in found.items()}


def _sums(data: NDArray[np.float64], row: int, totals: list[int], *, grand: bool) -> list[float]:
    """Return the sums a total may state, the likeliest first."""
    above = max((other for other in totals if other < row), default=-1)
    below = min((other for other in totals if other > row), default=len(data))
    everything, before, after = (
        float(data.sum()),
        float(data[above + 1 : row].sum()),
        float(data[row + 1 : below].sum()),
    )
    return [everything, before, after] if grand else [after, before]


def _agree(stated: float, added: float, rows: int) -> bool:
    """Say whether a sum is the total, but for what rounding each row can make; whole numbers must be equal."""
    decimals = len(repr(stated).partition(".")[2]) if not stated.is_integer() else 0
    room = 0.5 * rows * 10.0**-decimals if decimals else 1e-6
    return abs(stated - added) <= room
