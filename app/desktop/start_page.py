"""The first page: what the program is, the demo, a project of one's own, and the projects opened before."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import framed, named, text_label
from app.desktop.theme import LARGE, MEDIUM, SMALL, WIDE, Theme, icon
from app.language import DEFAULT, N_, Language
from app.names import shown_name

PRODUCT = "Lá Chắn"
_COLUMN_WIDTH = 640
_ICON = 28
_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project opened before: its name, where it lies, whether the file is still there, and its backups if not."""

    name: str
    path: Path
    exists: bool = True
    has_backups: bool = False


class StartPage(QScrollArea):
    """What is shown while no project is open."""

    demo_asked = Signal()
    open_asked = Signal(object)
    """The path of a recent project, or None: let the user choose a file."""
    restore_asked = Signal(object)
    """The path of a recent project whose file is gone and whose backups are not."""
    forget_asked = Signal(object)
    """The path of a recent project that shall not be listed any more."""
    new_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._language = Language(DEFAULT)
        self._recent: tuple[RecentProject, ...] = ()
        self._name, self._sentence = text_label("title"), text_label("headline")
        self._buttons = {
            "demo": _big_button("start_demo", primary=True),
            "new": _big_button("start_new"),
            "open": _big_button("start_open"),
        }
        self._hints = {name: text_label("help") for name in self._buttons}
        self._recent_title, self._nothing = text_label("heading"), text_label("empty")
        self._list = named(QListWidget(), "recent_projects")
        self._box = framed(self._list)
        self._forget = named(QAction(self._list), "forget_recent")
        self._name.setText(PRODUCT)
        self._privacy = text_label("help", "privacy")
        self._connect()
        self._lay_out()

    def show_recent(self, recent: Sequence[RecentProject]) -> None:
        """List the projects opened before, the latest first."""
        self._recent = tuple(recent)
        self._list.clear()
        for each in self._recent:
            self._list.addItem(self._item(each))
        rows = min(len(self._recent), _ROWS_SHOWN)
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 1) + 2 * self._list.frameWidth() + 4)
        self._box.setVisible(bool(self._recent))
        self._nothing.setVisible(not self._recent)

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme, colour="accent_ink" if name == "demo" else "soft"))
        self.show_recent(self._recent)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._sentence.setText(
            language.say(N_("See where children are at risk and decide where shelters, staff and training go."))
        )
        texts = {
            "demo": (N_("Open the &demo"), N_("Điện Biên, with simulated data. Try everything; nothing can go wrong.")),
            "new": (N_("&New project"), N_("For your province. Its communes are already in it.")),
            "open": (N_("&Open a project"), N_("A file that ends in .lachan.")),
        }
        for name, (label, hint) in texts.items():
            self._buttons[name].setText(language.say(label))
            self._buttons[name].setAccessibleDescription(language.say(hint))
            self._hints[name].setText(language.say(hint))
        self._recent_title.setText(language.say(N_("Opened before")))
        self._list.setAccessibleName(language.say(N_("Opened before")))
        self._forget.setText(language.say(N_("Take off this list")))
        self._nothing.setText(language.say(N_("Projects you open are listed here.")))
        self._privacy.setText(
            language.say(N_("Nothing leaves this computer. The program works without the internet and sends nothing."))
        )
        self.show_recent(self._recent)

    def _item(self, recent: RecentProject) -> QListWidgetItem:
        name = shown_name(recent.name, self._language)
        item = QListWidgetItem(self._language.say(_line(recent), name=name, file=recent.path.name))
        item.setToolTip(str(recent.path))
        item.setData(Qt.ItemDataRole.UserRole, recent)
        if not recent.exists:
            item.setForeground(self.palette().placeholderText())
        return item

    def _open(self, item: QListWidgetItem) -> None:
        recent: RecentProject = item.data(Qt.ItemDataRole.UserRole)
        if recent.exists:
            self.open_asked.emit(recent.path)
        elif recent.has_backups:
            self.restore_asked.emit(recent.path)

    def _forget_current(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.forget_asked.emit(item.data(Qt.ItemDataRole.UserRole).path)

    def _connect(self) -> None:
        self._buttons["demo"].clicked.connect(self.demo_asked)
        self._buttons["new"].clicked.connect(self.new_asked)
        self._buttons["open"].clicked.connect(lambda: self.open_asked.emit(None))
        self._list.itemActivated.connect(self._open)
        self._forget.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._forget.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._forget.triggered.connect(self._forget_current)
        self._list.addAction(self._forget)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        column = named(QWidget(), "start_column")
        column.setMaximumWidth(_COLUMN_WIDTH)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(WIDE, 2 * WIDE, WIDE, WIDE)
        lines.setSpacing(SMALL)
        lines.addWidget(self._name)
        lines.addWidget(self._sentence)
        lines.addSpacing(WIDE)
        lines.addLayout(self._button_rows())
        lines.addSpacing(WIDE)
        for widget in (self._recent_title, self._box, self._nothing):
            lines.addWidget(widget)
        lines.addStretch(1)
        lines.addWidget(self._privacy)
        page = named(QWidget(), "start_canvas")
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(column, 8)
        row.addStretch(1)
        self.setWidget(page)

    def _button_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(MEDIUM)
        for name, button in self._buttons.items():
            row = QHBoxLayout()
            row.setSpacing(LARGE)
            row.addWidget(button, 2)
            row.addWidget(self._hints[name], 3)
            rows.addLayout(row)
        return rows


def _line(recent: RecentProject) -> str:
    """Return the catalogue message of a line."""
    if recent.exists:
        return N_("{name} ({file})")
    if recent.has_backups:
        return N_("{name} ({file}) – the file is no longer there, its backups are")
    return N_("{name} ({file}) – the file is no longer there")


def _big_button(name: str, *, primary: bool = False) -> QPushButton:
    button = named(QPushButton(), name)
    if primary:
        button.setProperty("role", "primary")
    button.setIconSize(QSize(_ICON, _ICON))
    button.setMinimumHeight(48)
    button.setAutoDefault(True)
    return button
