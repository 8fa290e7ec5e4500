"""Small parts that all dialogs are put together from, so that they look and behave alike."""

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.theme import LARGE, MEDIUM, SMALL, WIDE, Theme, set_role
from app.language import N_, Language

Part = TypeVar("Part", bound=QObject)
MARGINS = (WIDE, LARGE, WIDE, LARGE)


def named(part: Part, name: str) -> Part:
    """Return `part` under the object name `name`."""
    part.setObjectName(name)
    return part


def dialog_column(dialog: QDialog, spacing: int) -> QVBoxLayout:
    """Return the column that a dialog's parts stand in, with the margins of all dialogs."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*MARGINS)
    column.setSpacing(spacing)
    return column


class WrappedLabel(QLabel):
    """A label whose text wraps and is never cut: no layout may make it lower than its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show `text`."""
        super().setText(text)
        if self.isVisible():
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep as high as the text needs at this width."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self.wordWrap():
            self.setMinimumHeight(0)
            self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class WholeRow(QStyledItemDelegate):
    """Gives the widget of a row the whole row, whatever padding the style sheet wants for text."""

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Fill the row."""
        del index
        editor.setGeometry(option.rect)


class WrappedCell(QStyledItemDelegate):
    """Asks for the height a text needs inside the padding of the style sheet, which Qt leaves out."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Return the size of the cell."""
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(0, 0, -2 * SMALL, 0)
        return super().sizeHint(inside, index)


class RowList(QListWidget):
    """A list of widgets that wrap: each row as high as its widget needs at the list's width."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(WholeRow(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def add_row(self, row: QWidget, spoken: str) -> QListWidgetItem:
        """Append `row`, read aloud as `spoken`."""
        item = QListWidgetItem(self)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.setItemWidget(item, row)
        return item

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the rows to the new width."""
        super().resizeEvent(event)
        self.fit_rows()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the rows to the fonts of the style sheet, which are known only now."""
        super().showEvent(event)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Give each row the height its widget needs."""
        width = self.viewport().width()
        for position in range(self.count()):
            item = self.item(position)
            row = self.itemWidget(item)
            if row is not None:
                row.ensurePolished()
                item.setSizeHint(QSize(0, max(row.heightForWidth(width), row.minimumSizeHint().height())))


def text_label(role: str = "", name: str = "") -> WrappedLabel:
    """Return a label that wraps; what it shows is never read as markup."""
    made = named(WrappedLabel(), name)
    if role:
        set_role(made, role)
    return made


def label(text: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label whose height its surroundings give; it is never read as markup, and its text cannot be copied."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    return made


def side_by_side(stretched: QWidget, *others: QWidget) -> QHBoxLayout:
    """Return a row in which the first part takes what the others leave."""
    row = QHBoxLayout()
    row.setSpacing(SMALL)
    row.addWidget(stretched, 1)
    for widget in others:
        row.addWidget(widget)
    return row


def framed(widget: QWidget) -> QFrame:
    """Return `widget` with a line around it."""
    frame = QFrame()
    frame.setProperty("role", "card")
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(1, 1, 1, 1)
    inner.addWidget(widget)
    return frame


class Notice(QFrame):
    """A sentence on a coloured ground; gone while it has nothing to say."""

    def __init__(self, level: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._label = text_label()
        self.setProperty("role", "message")
        self.setProperty("level", level)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        self._row.setSpacing(SMALL)
        self._row.addWidget(self._label, 1)
        self.hide()

    def beside(self, widget: QWidget) -> None:
        """Put `widget` to the right of the sentence."""
        self._row.addWidget(widget)

    def say(self, text: str) -> None:
        """Show `text`; empty: nothing."""
        self._label.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return what is shown."""
        return self._label.text()


def fit_on_screen(dialog: QWidget, width: int, height: int) -> None:
    """Make `dialog` this large, or as large as the screen: at 150 % an office laptop has 911 × 480 left."""
    dialog.resize(QSize(width, height).boundedTo(dialog.screen().availableSize()))


class DialogButtons(QDialogButtonBox):
    """The button that does what the dialog is for, and Cancel."""

    def __init__(self) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("ok")
        self.cancel = self.button(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setObjectName("dialog_cancel")
        set_role(self.ok, "primary")
        self.ok.setDefault(True)
        for button in (self.ok, self.cancel):
            button.setIcon(type(button.icon())())

    def retranslate(self, language: Language, action: str) -> None:
        """Name the button by what it does, a catalogue message."""
        self.ok.setText(language.say(action))
        self.cancel.setText(language.say(N_("Cancel")))


def open_dialog(dialog: QDialog, language: Language, theme: Theme) -> None:
    """Open `dialog` in the window's language and look, and let go of it when it is closed."""
    for name, value in (("retranslate", language), ("retheme", theme)):
        if hasattr(dialog, name):
            getattr(dialog, name)(value)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def plain_button(name: str) -> QPushButton:
    """Return a button that Enter does not press by itself."""
    button = named(QPushButton(), name)
    button.setAutoDefault(False)
    return button
