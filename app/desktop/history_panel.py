"""The results kept in the project: shown again by a click, and run again with the same parameters."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import RowList, label, named, text_label
from app.desktop.theme import HAIR, SMALL
from app.kept_results import KeptResult, unusual_text
from app.language import DEFAULT, N_, Language
from app.scenario_comparison import can_be_compared


class HistoryPanel(QWidget):
    """A list of results, the latest first."""

    result_chosen = Signal(str)
    """The name of the result to show."""
    rerun_asked = Signal(str, object)
    """The analysis, and its parameters as a dict."""
    compare_asked = Signal(str)
    """The name of a plan to be put beside others of its question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_panel")
        self._language = Language(DEFAULT)
        self._results: tuple[KeptResult, ...] = ()
        self._list = named(RowList(), "history")
        self._nothing = text_label("empty", "history_empty")
        self.rerun_action = named(QAction(self), "rerun")
        self.rerun_action.setShortcut(QKeySequence("Ctrl+Shift+R"))
        self.rerun_action.triggered.connect(self._rerun)
        self.addAction(self.rerun_action)
        self._button = named(QPushButton(), "rerun_button")
        self._button.clicked.connect(self.rerun_action.trigger)
        self._compare = named(QPushButton(), "compare_button")
        self._compare.clicked.connect(self._ask_to_compare)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._list.currentRowChanged.connect(self._update)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._list, 1)
        for button in (self._button, self._compare):
            column.addWidget(button)
        self.show_results(())

    def show_results(self, results: Sequence[KeptResult], shown: str | None = None) -> None:
        """List these results; the one called `shown` is the one on the screen."""
        self._results = tuple(results)
        self._list.clear()
        for each in self._results:
            row = _Row(each, self._language)
            item = self._list.add_row(row, row.spoken)
            if each.result_id == shown:
                self._list.setCurrentItem(item)
        self._list.fit_rows()
        self._list.setVisible(bool(self._results))
        self._nothing.setVisible(not self._results)
        self._update()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        current = self._current()
        self._language = language
        self._list.setAccessibleName(language.say(N_("Results kept in the project")))
        self._nothing.setText(language.say(N_("Nothing yet. Every result of a run is kept here.")))
        shortcut = self.rerun_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.rerun_action.setText(language.say(N_("Run again with these settings")))
        tip = language.say(N_("Run the question again, on the data as they are now ({shortcut})"), shortcut=shortcut)
        self.rerun_action.setToolTip(tip)
        self._button.setText(self.rerun_action.text())
        self._button.setToolTip(tip)
        self._compare.setText(language.say(N_("Compare plans…")))
        self.show_results(self._results, current.result_id if current else None)

    def _current(self) -> KeptResult | None:
        row = self._list.currentRow()
        return self._results[row] if 0 <= row < len(self._results) else None

    def _choose(self, item: QListWidgetItem) -> None:
        self.result_chosen.emit(self._results[self._list.row(item)].result_id)

    def _rerun(self) -> None:
        current = self._current()
        if current is not None:
            self.rerun_asked.emit(current.analysis, dict(current.parameters))

    def _ask_to_compare(self) -> None:
        current = self._current()
        if current is not None:
            self.compare_asked.emit(current.result_id)

    def _can_compare(self) -> bool:
        """Return whether the current result is a plan, and the project holds another of its question."""
        current = self._current()
        if current is None or not can_be_compared(current.analysis):
            return False
        return any(each.analysis == current.analysis and each is not current for each in self._results)

    def _about_comparing(self) -> str:
        """Return what comparing does, or why it cannot be done, as a catalogue message."""
        current = self._current()
        if current is not None and not can_be_compared(current.analysis):
            return N_("Results of this question propose nothing: there are no plans to compare.")
        if self._can_compare():
            return N_("Put two to four plans of the same question side by side")
        return N_("It takes two plans of the same question: run it again with other settings.")

    def _update(self) -> None:
        can = self._current() is not None
        self._compare.setEnabled(self._can_compare())
        self._compare.setVisible(bool(self._results))
        self._compare.setToolTip(self._language.say(self._about_comparing()))
        self.rerun_action.setEnabled(can)
        self._button.setEnabled(can)
        self._button.setVisible(bool(self._results))


class _Row(QWidget):
    """One result as three lines: the question, its name and moment, what was not as usual."""

    def __init__(self, kept: KeptResult, language: Language) -> None:
        super().__init__()
        title, made, unusual = (label(role=role) for role in ("value", "help", "help"))
        title.setText(language.say(kept.title))
        made.setText(f"{kept.result_id} · {language.moment(kept.created_at)}")
        unusual.setText(unusual_text(kept, language) or language.say(N_("default settings")))
        badge = named(label(language.say(N_("out of date")), "out-of-date", wrap=False), "out_of_date")
        badge.setToolTip(language.say(N_("The data it rests on have changed since. Run it again.")))
        badge.setVisible(kept.out_of_date)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(title, 1)
        head.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        lines.setSpacing(HAIR)
        lines.addLayout(head)
        lines.addWidget(made)
        lines.addWidget(unusual)
        said = [title.text(), made.text(), unusual.text(), *([badge.text()] if kept.out_of_date else [])]
        self.spoken = ", ".join(said)
