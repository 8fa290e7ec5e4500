"""What becomes of each column of a file of cases, before anything is written: kept, identity or ignored."""

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QStyleOptionViewItem, QTableWidget, QTableWidgetItem, QWidget

from app.desktop.dialog_parts import WrappedCell, named
from app.import_fields import field_label
from app.language import N_, Language
from data.identity import ClassedColumn, ColumnClass
from data.identity_cells import Identity

_HEADS = (N_("Column"), N_("What it holds"), N_("What becomes of it"))
_HOLDS = 1
_CLASSES: Mapping[ColumnClass, str] = {
    ColumnClass.KEPT: N_("kept"),
    ColumnClass.IDENTITY: N_("identity"),
    ColumnClass.IGNORED: N_("ignored"),
}
_OPEN = (ColumnClass.KEPT, ColumnClass.IGNORED)
"""What a person may choose between: a column of a child's identity stays one."""
_IN_KEYS = N_("Goes into link keys, then it is dropped.")
_IN_BAND = N_("Goes into link keys and the age group, then it is dropped.")
_DROPPED = N_("Dropped: it tells who a person is.")
_FATES: Mapping[Identity, str] = {
    Identity.NAME: _IN_KEYS,
    Identity.ID_NUMBER: _IN_KEYS,
    Identity.BIRTH_DATE: _IN_BAND,
}


class ClassCell(WrappedCell):
    """A cell whose box takes the whole of it, whatever padding the style sheet wants for text."""

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Fill the cell."""
        del index
        editor.setGeometry(option.rect)


class ClassTable(QTableWidget):
    """A column of the file a row: its class, which a person may change towards safety, and what becomes of it."""

    class_chosen = Signal(str, object)
    """A column, and the class it shall have: kept or ignored."""

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        named(self, "import_classes")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setItemDelegate(ClassCell(self))
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        for section in (0, 1):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def show_classes(
        self, columns: tuple[ClassedColumn, ...], language: Language, *, open_: Collection[str] = ()
    ) -> None:
        """List the columns; those of `open_` may be kept or ignored."""
        self.setHorizontalHeaderLabels([language.say(head) for head in _HEADS])
        self.setRowCount(len(columns))
        for row, column in enumerate(columns):
            texts = (column.column, language.say(_CLASSES[column.class_]), fate(column, language))
            for place, text in enumerate(texts):
                self.setItem(row, place, QTableWidgetItem(text))
            if column.column in open_:
                self._offer_classes(row, column, language)
            else:
                self.removeCellWidget(row, _HOLDS)

    def _offer_classes(self, row: int, column: ClassedColumn, language: Language) -> None:
        """Let the class of the column in this row be chosen; a box that is there already keeps the keyboard."""
        held = self.cellWidget(row, _HOLDS)
        box = held if isinstance(held, QComboBox) else self._class_box(row)
        box.setAccessibleName(column.column)
        for place, class_ in enumerate(_OPEN):
            box.setItemText(place, language.say(_CLASSES[class_]))
        box.setCurrentIndex(_OPEN.index(column.class_))

    def _class_box(self, row: int) -> QComboBox:
        box = named(QComboBox(), f"class_{row}")
        for class_ in _OPEN:
            box.addItem("", class_)
        box.activated.connect(partial(self._tell_class, row))
        self.setCellWidget(row, _HOLDS, box)
        return box

    def _tell_class(self, row: int, place: int) -> None:
        column = self.item(row, 0)
        if column is not None:
            self.class_chosen.emit(column.text(), _OPEN[place])


def fate(column: ClassedColumn, language: Language) -> str:
    """Return what becomes of a column, as a sentence."""
    if column.class_ is ColumnClass.KEPT:
        return language.say(N_("Read as: {field}."), field=field_label(str(column.field), language))
    if column.identity is None:
        return language.say(N_("Not read and not stored."))
    return language.say(_FATES.get(column.identity, _DROPPED))
