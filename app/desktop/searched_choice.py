"""A long list to choose from by typing a part of a name; accents and capitals do not matter."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from app.searching import SearchIndex

_SHOWN = 12
"""Rows of the list: more than fit are found by typing another letter."""


class SearchedChoice(QComboBox):
    """A combo box one can type in.

    Signals
    -------
    chosen(str)
        A person chose the entry of this key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._list = QListView()
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(_SHOWN)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt's own takes rows of its list for rows of ours
        self._matches = QStringListModel(self)
        self._completer = QCompleter(self._matches, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setPopup(self._list)
        self._completer.activated.connect(self._take)
        self._completer.setWidget(self._line)
        self._line.textEdited.connect(self._list_matches)
        self._line.returnPressed.connect(self._take_first)
        self.activated.connect(lambda place: self.chosen.emit(str(self.itemData(place))))
        self._index = SearchIndex(())

    def offer(self, entries: Sequence[tuple[str, str]], key: str) -> None:
        """Offer keys with their texts; `key` is chosen, or the first where there is no such."""
        self.blockSignals(True)
        self.clear()
        for own, text in entries:
            self.addItem(text, own)
        self._index = SearchIndex(text for _, text in entries)
        self.blockSignals(False)
        self.show_key(key)

    def show_key(self, key: str) -> None:
        """Choose an entry without telling anyone."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(key)))
        self.blockSignals(False)

    @property
    def key(self) -> str:
        """The key of what is chosen; empty without any."""
        return str(self.currentData() or "")

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is chosen again where something else was typed."""
        super().focusOutEvent(event)
        if not self._list.isVisible():
            self.setEditText(self.itemText(self.currentIndex()))

    def _list_matches(self, query: str) -> None:
        self._matches.setStringList([self.itemText(place) for place in self._index.find(query, limit=_SHOWN)])
        if self._matches.rowCount():
            self._completer.complete()
        else:
            self._list.hide()

    def _take_first(self) -> None:
        found = self._index.find(self._line.text(), limit=1)
        if found:
            self._list.hide()
            self._take(self.itemText(found[0]))

    def _take(self, text: str) -> None:
        place = self.findText(text)
        if place >= 0:
            self.setCurrentIndex(place)
            self.setEditText(text)
            self.chosen.emit(str(self.itemData(place)))
