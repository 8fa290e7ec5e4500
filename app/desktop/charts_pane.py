"""The charts of a result: the communes by their figures, and each chart of lines; one shown at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.chart_series import chart_title
from app.desktop.chart import LinkedChart
from app.desktop.chart_data import chart_table
from app.desktop.elided_choice import ElidedChoice
from app.desktop.line_chart import LineChart
from app.desktop.session import Selection
from app.desktop.theme import MEDIUM, SMALL
from app.language import DEFAULT, N_, Language
from app.result import Result

FIGURES = N_("Communes by their figures")


class ChartsPane(QWidget):
    """The choice of a chart, and the chart.

    Signals
    -------
    selection_made(Selection)
        A person selected communes in a chart.
    """

    selection_made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self._language = Language(DEFAULT)
        self._result: Result | None = None
        self._selection = Selection()
        self.figures, self.lines = LinkedChart(), LineChart()
        self._lay_out()
        for chart in (self.figures, self.lines):
            chart.selection_made.connect(self.selection_made)

    def show_result(self, result: Result | None) -> None:
        """Offer the charts of `result`; that of its communes first, where it has any."""
        self._result, self._selection = result, Selection()
        self.figures.show_result(result)
        self.lines.clear()
        self._fill("")

    def show_indicator(self, key: str) -> None:
        """Chart the figure of the map layer `key`."""
        self.figures.show_indicator(key)

    def show_chart(self, name: str) -> None:
        """Show the chart of lines called `name`; empty: the communes by their figures."""
        self.which.setCurrentIndex(max(0, self.which.findData(name)))

    def select(self, selection: Selection) -> None:
        """Show which communes are selected, without telling anyone."""
        self._selection = selection
        self.figures.select(selection)
        self.lines.select(selection)

    def retranslate(self, language: Language) -> None:
        """Write the choice in `language`; the charts write their own words."""
        self._language = language
        self._label.setText(language.say(N_("Chart")))
        self.which.setToolTip(language.say(N_("Which chart is shown")))
        self.which.setAccessibleName(language.say(N_("Which chart is shown")))
        self._fill(str(self.which.currentData() or ""))

    def _fill(self, kept: str) -> None:
        result = self._result
        charts = result.charts if result else ()
        self.which.blockSignals(True)
        self.which.clear()
        if not charts or (result and chart_table(result)):
            self.which.addItem(self._language.say(FIGURES), "")
        for chart in charts:
            self.which.addItem(chart_title(chart, self._language), chart.name)
        self.which.setCurrentIndex(max(0, self.which.findData(kept)))
        self.which.blockSignals(False)
        for part in (self._label, self.which):
            part.setVisible(bool(charts))
        self._show()

    def _show(self) -> None:
        name = str(self.which.currentData() or "")
        chart = next((each for each in self._result.charts if each.name == name), None) if self._result else None
        if chart is None or self._result is None:
            self.lines.choice.hide()
            self._stack.setCurrentWidget(self.figures)
            return
        self.lines.show_chart(chart, self._result.table(chart.table))
        self.lines.select(self._selection)
        self._stack.setCurrentWidget(self.lines)

    def _lay_out(self) -> None:
        self._label, self.which = QLabel(self), ElidedChoice(self)
        self.which.setObjectName("chart_choice")
        self._label.setBuddy(self.which)
        self.which.currentIndexChanged.connect(self._show)
        choice = QHBoxLayout()
        choice.setContentsMargins(MEDIUM, SMALL, MEDIUM, 0)
        choice.setSpacing(SMALL)
        choice.addWidget(self._label)
        choice.addWidget(self.which, 1)
        choice.addWidget(self.lines.choice, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.figures)
        self._stack.addWidget(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(choice)
        column.addLayout(self._stack, 1)
