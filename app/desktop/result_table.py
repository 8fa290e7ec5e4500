"""The tables of a result, a tab each: sorted by any column, linked with the map, copied as far as anyone may know."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import words
from app.desktop.dialog_parts import label
from app.desktop.session import Selection
from app.desktop.table_tab import TableTab
from app.desktop.theme import LIGHT, SMALL, TIGHT, Theme, icon
from app.language import DEFAULT, N_, Language
from app.result import Result

EMPTY = N_("No result yet: its tables come here.")
COPY_RULE = N_("Ctrl+C copies the selected rows, without columns that stay inside: those leave by an export only.")


class ResultTable(QWidget):
    """All tables of a result.

    Signals
    -------
    selection_made(Selection)
        A person selected rows.
    noted(str)
        A sentence for the status bar.
    """

    selection_made = Signal(object)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._result: Result | None = None
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("table_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.empty = label("", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._columns_button()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._below_choice())

    def show_result(self, result: Result | None) -> None:
        """Show the tables of `result`, the first on top."""
        self._result = result
        self._stack.setCurrentIndex(0)  # unseen, no tab is measured while others come and go
        self._clear()
        for table in result.tables if result else ():
            tab = TableTab(table, self._language, self, result.period if result else None)
            tab.rows.inside = icon("inside", self._theme)
            tab.picked.connect(self.selection_made)
            tab.copied.connect(self._say_copied)
            self.tabs.addTab(tab, "")
            self.choice.addItem("")
        self._name_tabs()
        self._fit_tabs()
        self._stack.setCurrentIndex(1 if self.tabs.count() else 0)

    def tab(self, name: str) -> TableTab | None:
        """Return the tab of the table called `name`, if there is one."""
        return next((tab for tab in self.all_tabs() if tab.rows.table.name == name), None)

    def all_tabs(self) -> list[TableTab]:
        """Return the tabs, in order."""
        widgets = (self.tabs.widget(place) for place in range(self.tabs.count()))
        return [widget for widget in widgets if isinstance(widget, TableTab)]

    def select(self, selection: Selection) -> None:
        """Show `selection`, in its table, without telling anyone."""
        for tab in self.all_tabs():
            tab.select_codes(selection.of(tab.rows.table.name))
        chosen = self.tab(selection.table)
        if chosen is not None and selection.codes:
            self.tabs.setCurrentWidget(chosen)

    def retranslate(self, language: Language) -> None:
        """Show everything in `language`."""
        self._language = language
        self.empty.setText(language.say(EMPTY))
        self.columns_button.setText(language.say(N_("Columns")))
        self.columns_button.setToolTip(language.say(N_("Show or hide columns")))
        self.choice.setAccessibleName(language.say(N_("Table")))
        for tab in self.all_tabs():
            tab.retranslate(language)
        self._name_tabs()
        self._fit_tabs()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self._theme = theme
        self.columns_button.setIcon(icon("columns", theme))
        for tab in self.all_tabs():
            tab.rows.inside = icon("inside", theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Offer the tables as a list where their tabs do not fit side by side."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _below_choice(self) -> QWidget:
        """Return the tabs below the list that takes the place of their bar where there is no room for it."""
        self.choice = QComboBox()
        self.choice.setObjectName("table_choice")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.activated.connect(self.tabs.setCurrentIndex)
        self.tabs.currentChanged.connect(self.choice.setCurrentIndex)
        self._head = QWidget()
        self._row = QHBoxLayout(self._head)
        self._row.setContentsMargins(SMALL, TIGHT, 0, TIGHT)
        self._row.addWidget(self.choice)
        self._row.addStretch()
        self._head.hide()
        self._no_corner = QWidget()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.tabs, 1)
        return page

    def _fit_tabs(self) -> None:
        bar = self.tabs.tabBar()
        narrow = bar.sizeHint().width() + self.columns_button.sizeHint().width() > self.width()
        if narrow == bar.isHidden():
            return
        bar.setHidden(narrow)
        self._head.setVisible(narrow)
        if narrow:
            self.tabs.setCornerWidget(self._no_corner)
            self._row.addWidget(self.columns_button)
        else:
            self.tabs.setCornerWidget(self.columns_button)
        self.columns_button.show()

    def _clear(self) -> None:
        for tab in self.all_tabs():
            self.tabs.removeTab(self.tabs.indexOf(tab))
            tab.deleteLater()
        self.choice.clear()

    def _name_tabs(self) -> None:
        for place, tab in enumerate(self.all_tabs()):
            name = self._language.say(words.TABLES[tab.rows.table.name])
            rows = self._language.number(len(tab.rows.table.rows))
            self.tabs.setTabText(place, f"{name} ({rows})")
            self.choice.setItemText(place, f"{name} ({rows})")
            self.tabs.setTabToolTip(place, f"{name} ({rows})\n{self._language.say(COPY_RULE)}")

    def _columns_button(self) -> None:
        self.columns_button = QToolButton(self)
        self.columns_button.setObjectName("columns")
        self.columns_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.columns_button)
        menu.aboutToShow.connect(lambda: self._fill_columns(menu))
        self.columns_button.setMenu(menu)
        self.tabs.setCornerWidget(self.columns_button)

    def _fill_columns(self, menu: QMenu) -> None:
        current = self.tabs.currentWidget()
        if isinstance(current, TableTab):
            current.choose_columns(menu)

    def _say_copied(self, rows: int, kept_back: list[str]) -> None:
        said = self._language.say(N_("Rows copied: {n}."), n=rows)
        if kept_back:
            left_out = self._language.say(
                N_("Not copied, because it stays inside: {columns}."), columns=", ".join(kept_back)
            )
            said = f"{said} {left_out}"
        self.noted.emit(said)
