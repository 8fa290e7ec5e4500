"""Tables of sentences: a row is as high as its texts, as the program draws them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QStyleOptionViewItem, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.desktop.theme import LIGHT, apply
from app.desktop.wrapped_table import fit_rows, wrap_cells

SENTENCE = "The file does not say; “in use” was used for 45 rows, and each of them should be looked at again."


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> Iterator[QTableWidget]:
    before = qapp.styleSheet()
    apply(qapp, LIGHT)
    made = QTableWidget(1, 1)
    qtbot.addWidget(made)
    wrap_cells(made)
    made.setItem(0, 0, QTableWidgetItem(SENTENCE))
    made.show()
    yield made
    qapp.setStyleSheet(before)


def needed(table: QTableWidget) -> tuple[int, int]:
    """Return the height of the text where the style draws it, less Qt's margin beside it, and that of a line."""
    option, index = QStyleOptionViewItem(), table.model().index(0, 0)
    table.initViewItemOption(option)
    option.rect = table.visualRect(index)
    option.text, option.features = SENTENCE, QStyleOptionViewItem.ViewItemFeature.HasDisplay
    room = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table)
    beside = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
    metrics = QFontMetrics(option.font)
    inside = QRect(0, 0, room.width() - 2 * beside, 10_000)
    return metrics.boundingRect(inside, Qt.TextFlag.TextWordWrap.value, SENTENCE).height(), metrics.lineSpacing()


def fits(table: QTableWidget) -> bool:
    """Return whether the row cuts no line and leaves none empty."""
    text, line = needed(table)
    return text <= table.rowHeight(0) < text + line


def test_rows_follow_the_width_of_stretched_columns(qtbot: QtBot, table: QTableWidget) -> None:
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for width in (600, 250, 500):
        table.resize(width, 400)
        qtbot.waitUntil(lambda: fits(table))


def test_a_row_cuts_no_line_and_leaves_no_line_empty_at_any_width(table: QTableWidget) -> None:
    for width in range(140, 420, 7):
        table.setColumnWidth(0, width)
        fit_rows(table)
        assert fits(table), width
