"""What becomes of each column of a file of cases, before anything is written: kept, identity or ignored."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.desktop.dialog_parts import WrappedCell, named
from app.import_fields import field_label
from app.language import N_, Language
from data.identity import ClassedColumn, ColumnClass
from data.identity_cells import Identity

_HEADS = (N_("Column"), N_("What it holds"), N_("What becomes of it"))
_CLASSES: Mapping[ColumnClass, str] = {
    ColumnClass.KEPT: N_("kept"),
    ColumnClass.IDENTITY: N_("identity"),
    ColumnClass.IGNORED: N_("ignored"),
}
_IN_KEYS = N_("Goes into link keys, then it is dropped.")
_IN_BAND = N_("Goes into link keys and the age group, then it is dropped.")
_DROPPED = N_("Dropped: it tells who a person is.")
_FATES: Mapping[Identity, str] = {
    Identity.NAME: _IN_KEYS,
    Identity.ID_NUMBER: _IN_KEYS,
    Identity.BIRTH_DATE: _IN_BAND,
}


class ClassTable(QTableWidget):
    """A column of the file a row: its class, and what becomes of it."""

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        named(self, "import_classes")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedCell(self))
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        for section in (0, 1):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def show_classes(self, columns: tuple[ClassedColumn, ...], language: Language) -> None:
        """List the columns."""
        self.setHorizontalHeaderLabels([language.say(head) for head in _HEADS])
        self.setRowCount(len(columns))
        for row, column in enumerate(columns):
            texts = (column.column, language.say(_CLASSES[column.class_]), fate(column, language))
            for place, text in enumerate(texts):
                self.setItem(row, place, QTableWidgetItem(text))


def fate(column: ClassedColumn, language: Language) -> str:
    """Return what becomes of a column, as a sentence."""
    if column.class_ is ColumnClass.KEPT:
        return language.say(N_("Read as: {field}."), field=field_label(str(column.field), language))
    if column.identity is None:
        return language.say(N_("Not read and not stored: no field asks for it."))
    return language.say(_FATES.get(column.identity, _DROPPED))
