"""Tables whose cells hold sentences: texts wrap, and a row is as high as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView

from app.desktop.dialog_parts import WrappedCell
from app.desktop.theme import SMALL

_FITTED = 200
"""Rows whose height is measured one by one; measuring ten thousand would stall the window."""
_LINES = 4


def wrap_cells(view: QTableView) -> None:
    """Let the texts of `view` wrap, in rows that follow its width; Tab leaves it, and rows have no numbers of Qt's."""
    view.setWordWrap(True)
    view.setTabKeyNavigation(False)
    view.verticalHeader().setVisible(False)
    view.setItemDelegate(WrappedCell(view))
    later = QTimer(view)  # once all columns have their width: Qt tells of each while the others are still changing
    later.setSingleShot(True)
    later.timeout.connect(lambda: fit_rows(view))
    view.horizontalHeader().sectionResized.connect(lambda *_: later.start(0))


def cap_columns(view: QTableView, widest: Sequence[int]) -> None:
    """Make the first columns of `view` as wide as their texts, but none wider than it may be: then they wrap."""
    for section, most in enumerate(widest):
        view.resizeColumnToContents(section)
        view.setColumnWidth(section, min(view.columnWidth(section), most))


def fit_rows(view: QTableView) -> None:
    """Make each row as high as its texts need; of a long list all rows as high as four lines."""
    view.verticalHeader().setDefaultSectionSize(_LINES * view.fontMetrics().lineSpacing() + SMALL)
    model = view.model()
    if model is not None and model.rowCount() <= _FITTED:
        view.resizeRowsToContents()
