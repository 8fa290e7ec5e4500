"""The tables of a result with the buttons that decide about pairs of cases, where such pairs are looked at.

A decision shows at once; the counts of the result follow when it is run again.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import label, plain_button
from app.desktop.flow import FlowLayout
from app.desktop.result_table import ResultTable
from app.desktop.table_tab import TableTab
from app.desktop.theme import MEDIUM, SMALL, TIGHT
from app.language import DEFAULT, N_, Language
from app.pair_decisions import Decision, pairs_as_decided
from data.linking import DECISIONS
from data.project import Project

PAIRS = "pairs"
KEYS = {Decision.SAME: "S", Decision.DIFFERENT: "D", Decision.UNDECIDED: "U"}
WORDS = {
    Decision.SAME: N_("The same child"),
    Decision.DIFFERENT: N_("Not the same"),
    Decision.UNDECIDED: N_("Undecided"),
}
DECIDED = N_("Decided: {decided} of {all}.")


class PairsPanel(QWidget):
    """A result's tables above the bar of decisions.

    Signals
    -------
    decided(list of (str, str), Decision)
        A person decided about these pairs of cases.
    """

    decided = Signal(list, object)

    def __init__(self, table: ResultTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pairs_panel")
        self.table = table
        self._language = Language(DEFAULT)
        self.buttons = {decision: plain_button(f"decide_{decision}") for decision in Decision}
        self._shortcuts = [self._wired(decision, button) for decision, button in self.buttons.items()]
        self._said = label("", "help", wrap=False)
        self._bar = self._made_bar()
        table.tabs.currentChanged.connect(self.update_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table, 1)
        column.addWidget(self._bar)
        self.update_bar()

    def show_result(self, project: Project | None) -> None:
        """Watch the tables of the result that the table shows now."""
        tab = self.table.tab(PAIRS)
        if tab is not None:
            tab.selectionModel().selectionChanged.connect(self.update_bar)
        self._show_decisions(project)

    def follow_project(self, before: Project, after: Project) -> None:
        """Show the decisions of `after` where they are other ones."""
        if before[DECISIONS] is not after[DECISIONS]:
            self._show_decisions(after)

    def chosen(self) -> list[tuple[str, str]]:
        """Return the pairs that are chosen."""
        tab = self._tab()
        if tab is None:
            return []
        places = [tab.rows.table.position(name) for name in ("first_case_id", "second_case_id")]
        rows = sorted({index.row() for index in tab.selectionModel().selectedRows()})
        values = (tab.rows.row_values(row) for row in rows)
        return [(str(row[places[0]]), str(row[places[1]])) for row in values]

    def decide(self, decision: Decision) -> None:
        """Tell what was decided about the pairs chosen, and go on to the next pair."""
        pairs, tab = self.chosen(), self._tab()
        if not pairs or tab is None:
            return
        self.decided.emit(pairs, decision)
        last = max(index.row() for index in tab.selectionModel().selectedRows())
        if len(pairs) == 1 and last + 1 < tab.rows.rowCount():
            tab.selectRow(last + 1)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        for decision, button in self.buttons.items():
            said = language.say(WORDS[decision])
            button.setText(f"{said} ({KEYS[decision]})")
            button.setAccessibleName(said)
            button.setToolTip(
                language.say(N_("Decide so about the pairs chosen in the table ({key})"), key=KEYS[decision])
            )
        self.update_bar()

    def update_bar(self) -> None:
        """Show the bar where pairs are looked at, and what it would decide about."""
        tab = self._tab()
        self._bar.setVisible(tab is not None)
        chosen = bool(self.chosen())
        for button, shortcut in zip(self.buttons.values(), self._shortcuts, strict=True):
            button.setEnabled(chosen)
            shortcut.setEnabled(chosen)
        if tab is None:
            return
        same = tab.rows.table.values("same")
        decided = sum(value is not None for value in same)
        self._said.setText(self._language.say(DECIDED, decided=decided, all=len(same)))

    def _show_decisions(self, project: Project | None) -> None:
        """Show in the table what `project` says was decided, the rows chosen staying so."""
        tab = self.table.tab(PAIRS)
        if project is not None and tab is not None:
            tab.rows.show_values(pairs_as_decided(tab.rows.table, project))
        self.update_bar()

    def _tab(self) -> TableTab | None:
        current = self.table.tabs.currentWidget()
        return current if isinstance(current, TableTab) and current.rows.table.name == PAIRS else None

    def _wired(self, decision: Decision, button: QPushButton) -> QShortcut:
        button.clicked.connect(lambda: self.decide(decision))
        shortcut = QShortcut(QKeySequence(KEYS[decision]), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.decide(decision))
        return shortcut

    def _made_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("pairs_bar")
        bar.setProperty("role", "bar")
        inner = QWidget()
        flow = FlowLayout(inner, SMALL)
        around = QVBoxLayout(bar)
        around.setContentsMargins(MEDIUM, TIGHT, SMALL, TIGHT)
        around.addWidget(inner)
        for button in self.buttons.values():
            flow.addWidget(button)
        flow.addWidget(self._said)
        return bar
