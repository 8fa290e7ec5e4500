"""Cells that show the first lines of a long text, the last of them with an ellipsis, and no half of a line below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

MOST_LINES = 2
"""Lines of text a row shows: with more, a small table pane shows one row and a half."""
SIDE_MARGIN = 14
"""Pixels left and right of the text of a cell: no less than Qt keeps free, lest it wraps a line once more."""
_LINE_END = "\N{LINE SEPARATOR}"


class FewLines(QStyledItemDelegate):
    """Draws at most `MOST_LINES` lines of a text that wraps."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        """Take the text of a cell, cut to the lines it may have."""
        super().initStyleOption(option, index)
        option.text = first_lines(option.text, option.font, option.rect.width() - 2 * SIDE_MARGIN)


def first_lines(text: str, font: QFont, width: float) -> str:
    """Return the first `MOST_LINES` lines of `text` at a width, with an ellipsis where there is more of it."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= width:
        return text
    starts = _line_starts(text, font, width)
    if len(starts) <= MOST_LINES:
        return text
    ends = starts[1:MOST_LINES]
    whole = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=False)]
    last = metrics.elidedText(text[starts[MOST_LINES - 1] :], Qt.TextElideMode.ElideRight, width)
    return _LINE_END.join([*whole, last])


def _line_starts(text: str, font: QFont, width: float) -> list[int]:
    """Return where the lines begin that `text` is wrapped into, one more than are shown at most."""
    layout = QTextLayout(text, font)
    wrapped = QTextOption()
    wrapped.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(wrapped)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= MOST_LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts
