"""The box that finds a commune by its name or code, accents and capitals ignored.

Typing lists what fits; Enter takes the first, or the one chosen in the list.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from app.desktop.dialog_parts import named
from app.language import DEFAULT, N_, Language
from app.names import unit_name
from app.searching import Commune, commune_index

_SHOWN = 12
"""Rows of the list: more than fit are found by typing another letter."""
_WIDTH = 240


class FindBox(QLineEdit):
    """A line to type in, and the communes that fit below it."""

    commune_found = Signal(str)
    """The code of the commune chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(_WIDTH)
        self._language = Language(DEFAULT)
        self._matches = QStandardItemModel(self)
        self._codes: dict[str, str] = {}
        self._list = named(QListView(), "find_list")
        self._popup = self._made_completer()
        self.find_action = self._made_action()
        self.textEdited.connect(self._list_matches)
        self.returnPressed.connect(self._take_first)
        self.show_communes(())

    def show_communes(self, communes: Sequence[Commune]) -> None:
        """Search among these communes from now on."""
        self._communes = tuple(communes)
        self._index = commune_index(self._communes)
        self._matches.clear()
        self._codes = {}
        self.clear()
        self.setEnabled(bool(self._communes))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        shortcut = self.find_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        said = language.say(N_("Find a commune"))
        self.setPlaceholderText(said)
        self.setAccessibleName(said)
        self.find_action.setText(said)
        tip = language.say(N_("Find a commune by name or code; accents are not needed ({shortcut})"), shortcut=shortcut)
        self.setToolTip(tip)
        self.find_action.setToolTip(tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Empty the box at Escape; leave every other key to Qt."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _made_completer(self) -> QCompleter:
        completer = QCompleter(self._matches, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_SHOWN)
        completer.setPopup(self._list)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        return completer

    def _made_action(self) -> QAction:
        action = QAction(self)
        action.setObjectName("find_commune")
        action.setShortcut(QKeySequence.StandardKey.Find)
        action.triggered.connect(self._focus)
        self.addAction(action)
        return action

    def _focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _list_matches(self, query: str) -> None:
        self._matches.clear()
        found = [self._communes[position] for position in self._index.find(query, limit=_SHOWN)]
        self._codes = {_row(commune, self._language): commune.code for commune in found}
        for row in self._codes:
            self._matches.appendRow(QStandardItem(row))
        if query.strip() and not self._matches.rowCount():
            self._matches.appendRow(_nothing(self._language.say(N_("No commune like this"))))
        self._popup.complete()

    def _take(self, row: str) -> None:
        if row in self._codes:
            self.commune_found.emit(self._codes[row])

    def _take_first(self) -> None:
        if self._list.isVisible() and self._list.currentIndex().isValid():
            return
        if self._codes:
            row, code = next(iter(self._codes.items()))
            self._list.hide()
            self.setText(row)
            self.commune_found.emit(code)


def _row(commune: Commune, language: Language) -> str:
    """Return how a commune is listed; no two communes have the same code."""
    parts = (unit_name(commune.kind, commune.name, language), commune.province, commune.code)
    return " · ".join(filter(None, parts))


def _nothing(said: str) -> QStandardItem:
    item = QStandardItem(said)
    item.setEnabled(False)
    return item
