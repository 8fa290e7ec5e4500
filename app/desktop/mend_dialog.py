"""Rows that an import set aside, to be mended where they stand and tried again.

A row a line: its number in the file, why it was set aside, then its cells; those that are at fault are marked.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from app.desktop.dialog_parts import (
    Notice,
    WrappedCell,
    dialog_column,
    fit_on_screen,
    framed,
    named,
    plain_button,
    text_label,
)
from app.desktop.theme import LIGHT, SMALL, Theme, set_role
from app.desktop.wrapped_table import fit_rows, wrap_cells
from app.language import DEFAULT, N_, Language
from app.mending import TriedAgain, row_fixes_text, row_reasons_text
from app.messages import Said
from data.named_columns import columns_of
from data.set_aside import Change, SetAside

Index = QModelIndex | QPersistentModelIndex
_SAID = (N_("Row"), N_("Why it was set aside"))
_ROW, _WHY = range(2)
_SIZE = (940, 560)
_WHY_WIDTH, _WIDEST = 330, 260


class MarkedCell(WrappedCell):
    """Paints the ground a cell asks for, which the style sheet leaves out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground, then the cell."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class MendModel(QAbstractTableModel):
    """The rows, their cells as text that can be changed, and what was changed so far."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: SetAside | None = None
        self._columns: tuple[str, ...] = ()
        self._wrong: tuple[frozenset[str], ...] = ()
        self._changes: dict[Change, str] = {}
        self._language, self._theme = Language(DEFAULT), LIGHT

    @property
    def changes(self) -> Mapping[Change, str]:
        """Number of the row in the file and name of the column, to the new text."""
        return self._changes

    def show(self, rows: SetAside) -> None:
        """Show `rows`, with nothing changed."""
        self.beginResetModel()
        self._rows, self._columns = rows, tuple(rows.raw.frame.columns)
        self._wrong = tuple(_at_fault(rows, place) for place in range(len(rows.numbers)))
        self._changes = {}
        self.endResetModel()

    def say_in(self, language: Language, theme: Theme) -> None:
        """Say and draw everything as `language` and `theme` have it."""
        self.beginResetModel()
        self._language, self._theme = language, theme
        self.endResetModel()

    def first_wrong(self, row: int) -> QModelIndex:
        """Return the first cell at fault of a row; its first cell where the fault is of none."""
        places = [place for place, name in enumerate(self._columns) if self._wrong[row] and name in self._wrong[row]]
        return self.index(row, len(_SAID) + (places[0] if places else 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return the number of rows."""
        return 0 if parent.isValid() or self._rows is None else len(self._rows.numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_SAID) + len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a heading."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        own = section - len(_SAID)
        return self._columns[own] if own >= 0 else self._language.say(_SAID[section])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: the file's own can be changed."""
        known = super().flags(index)
        return known | Qt.ItemFlag.ItemIsEditable if index.column() >= len(_SAID) else known

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, what to do about it as its tooltip, and its ground."""
        if self._rows is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(self._rows, index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return row_fixes_text(self._rows.issues[index.row()], self._language)
        if role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole):
            return self._colour(index, ground=role == Qt.ItemDataRole.BackgroundRole)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Keep the new text of a cell."""
        if self._rows is None or role != Qt.ItemDataRole.EditRole:
            return False
        key = (self._rows.numbers[index.row()], self._columns[index.column() - len(_SAID)])
        self._changes[key] = str(value).strip()
        self.dataChanged.emit(index, index)
        return True

    def _text(self, rows: SetAside, row: int, column: int) -> str:
        if column == _ROW:
            return str(rows.numbers[row])
        if column == _WHY:
            return row_reasons_text(rows, rows.issues[row], self._language)
        name = self._columns[column - len(_SAID)]
        return self._changes.get((rows.numbers[row], name), str(rows.raw.frame[name].iat[row]))

    def _colour(self, index: Index, *, ground: bool) -> QColor | None:
        """Return the colours of a fault, and of one that was mended and is not tried yet."""
        own = index.column() - len(_SAID)
        if own < 0 or self._rows is None:
            return None
        theme, name = self._theme, self._columns[own]
        if (self._rows.numbers[index.row()], name) in self._changes:
            return QColor(theme.note if ground else theme.note_ink)
        if name in self._wrong[index.row()]:
            return QColor(theme.bad if ground else theme.bad_ink)
        return None


class MendDialog(QDialog):
    """A table to mend; `try_asked` is answered by `show_tried` or `show_error`."""

    try_asked = Signal(object)
    """The SetAside as it is mended now: `app.mending` tries it."""
    left = Signal(object)
    """The SetAside as it was when the dialog closed."""

    def __init__(self, rows: SetAside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mend_dialog")
        self._rows, self._language, self._theme = rows, Language(DEFAULT), LIGHT
        self._title, self._about = text_label("heading"), text_label("help")
        self._outcome, self._error = Notice("done", "mend_outcome"), Notice("error", "mend_error")
        self._accepted: int | None = None
        self._model, self._view = MendModel(self), named(QTableView(), "rows_to_mend")
        self._try, self._close = plain_button("try_again"), plain_button("mend_close")
        self._connect()
        self._lay_out()
        self._model.show(rows)
        self._write()
        self._stand_at(0)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._model.say_in(language, self._theme)
        self._write()
        self._stand_at(0)

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self._model.say_in(self._language, theme)
        self._write()
        self._stand_at(0)

    def show_tried(self, tried: TriedAgain) -> None:
        """Show what trying again came to: the rows still set aside, with the reasons of now."""
        self._rows, self._accepted = tried.left, tried.report.accepted
        self._model.show(tried.left)
        self._set_waiting(waiting=False)
        self._write()
        self._stand_at(0)

    def show_error(self, said: Said) -> None:
        """Say why the rows could not be tried."""
        self._set_waiting(waiting=False)
        self._error.say(f"{said.sentence}\n{said.hint}".strip())

    def done(self, result: int) -> None:
        """Close, and hand on what was mended."""
        self.left.emit(self._mended())
        super().done(result)

    def _mended(self) -> SetAside:
        from data.set_aside import mended

        return mended(self._rows, self._model.changes)

    def _ask(self) -> None:
        self._set_waiting(waiting=True)
        self.try_asked.emit(self._mended())

    def _set_waiting(self, *, waiting: bool) -> None:
        self._error.say("")
        self._view.setEnabled(not waiting)
        self._try.setEnabled(not waiting and bool(self._rows.numbers))
        self._close.setDefault(not self._rows.numbers)

    def _write(self) -> None:
        say, count = self._language.say, len(self._rows.numbers)
        self.setWindowTitle(say(N_("Mend rows")))
        self._title.setText(say(N_("Rows set aside: {n}"), n=count) if count else say(N_("Every row is mended.")))
        about = N_("Type over what is wrong and try again. Rows that are right then come in; the file stays as it is.")
        self._about.setText(say(about))
        self._about.setVisible(count > 0)
        self._box.setVisible(count > 0)
        self._outcome.say(self._outcome_text())
        self._view.setAccessibleName(self._title.text())
        self._try.setText(say(N_("&Try again")))
        self._close.setText(say(N_("C&lose")))
        for section in range(self._model.columnCount()):
            self._view.resizeColumnToContents(section)
            width = self._view.columnWidth(section)
            self._view.setColumnWidth(section, _WHY_WIDTH if section == _WHY else min(width, _WIDEST))
        fit_rows(self._view)

    def _outcome_text(self) -> str:
        if self._accepted is None:
            return ""
        if self._accepted == 0:
            return self._language.say(N_("No row could be taken in yet."))
        return self._language.say(N_("Rows taken in now: {n}. Undo takes them back."), n=self._accepted)

    def _stand_at(self, row: int) -> None:
        """Put the keyboard where the first fault is."""
        if self._model.rowCount() > row:
            self._view.setCurrentIndex(self._model.first_wrong(row))
            self._view.setFocus()

    def _connect(self) -> None:
        self._try.clicked.connect(self._ask)
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        view = self._view
        view.setModel(self._model)
        wrap_cells(view)
        view.setItemDelegate(MarkedCell(view))
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._box = framed(view)
        set_role(self._try, "primary")
        self._try.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        foot.addWidget(self._try)
        foot.addWidget(self._close)
        column = dialog_column(self, SMALL)
        for part in (self._title, self._about, self._outcome):
            column.addWidget(part)
        column.addWidget(self._box, 1)
        column.addWidget(self._error)
        column.addStretch(0)
        column.addLayout(foot)
        fit_on_screen(self, *_SIZE)


def _at_fault(rows: SetAside, place: int) -> frozenset[str]:
    """Return the columns of the file that a row's reasons are about."""
    frame = rows.raw.frame
    named_ones = (issue.column for issue in rows.issues[place] if issue.column)
    columns = {rows.mapping.get(name, name) for name in named_ones}
    return frozenset(part for column in columns for part in columns_of(column, frame))
