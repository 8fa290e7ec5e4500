"""A chart of lines over a table of a result: one series at a time, read out place by place, linked with the map."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.chart_series import LineDrawing, Series, line_drawing, told
from app.desktop.dialog_parts import label
from app.desktop.line_legend import LineLegend
from app.desktop.plan_points import SITE_CODES
from app.desktop.searched_choice import SearchedChoice
from app.desktop.session import Selection
from app.desktop.theme import HAIR, LIGHT, MEDIUM, SMALL, Theme
from app.language import DEFAULT, N_, Language
from app.result import Chart, Table
from app.words import value_text

if TYPE_CHECKING:
    from app.desktop.line_plot import LinePlot

HOW = N_("Click, or use the keys ← →, to read the numbers.")
HOW_OF_PLANS = N_("Click, or use the keys ← →, to go from plan to plan: the map shows the sites of each.")
NONE = N_("There is nothing to draw here.")
COMMUNES = "communes"
SITES = "site_names"
"""Column of a table of plans: the names of the sites of each."""


class LineChart(QWidget):
    """The lines of one series of a chart. Its `choice` of a series may stand elsewhere.

    Signals
    -------
    selection_made(Selection)
        A person chose the series of a commune, or a plan where each place of the chart is one.
    """

    selection_made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line_chart")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._source: tuple[Chart, Table] | None = None
        self._at: int | None = None
        self.drawing: LineDrawing | None = None
        self.plot: LinePlot | None = None
        self._lay_out()

    def show_chart(self, chart: Chart, table: Table) -> None:
        """Draw `chart` of `table`, its first series or the one of the commune chosen before."""
        self._source, self._at = (chart, table), None
        self._fill()

    def clear(self) -> None:
        """Draw nothing."""
        self._source = self.drawing = None
        self._at = None
        if self.plot is not None:
            self.plot.clear()

    @property
    def has_choice(self) -> bool:
        """Whether there are several series to choose from."""
        return self.drawing is not None and len(self.drawing.series) > 1

    @property
    def series(self) -> Series | None:
        """The series that is drawn."""
        if self.drawing is None:
            return None
        known = {each.key: each for each in self.drawing.series}
        return known.get(self.which.key) or next(iter(self.drawing.series), None)

    def select(self, selection: Selection) -> None:
        """Draw the series of the first commune selected, or point at the plan selected; without telling anyone."""
        known = {each.code: each.key for each in self.drawing.series if each.code} if self.drawing else {}
        wanted = next((known[code] for code in selection.of(COMMUNES) if code in known), "")
        if wanted and wanted != self.which.key:
            self.which.show_key(wanted)
            self._at = None
            self._draw()
        self._point_at_plan(selection)

    def step(self, by: int, add: bool = False) -> None:  # noqa: ARG002 - the plot tells it of every arrow key
        """Read out the next place to the right, or with −1 to the left."""
        series = self.series
        if series is None or not series.across:
            return
        last = len(series.across) - 1
        start = (0 if by > 0 else last) if self._at is None else self._at + by
        self._choose_at(min(max(start, 0), last))

    def read_at(self, across: float, up: float = 0.0, add: bool = False) -> None:  # noqa: ARG002 - of a click
        """Read out the place nearest to a click."""
        series = self.series
        if series is not None and series.across:
            self._choose_at(min(range(len(series.across)), key=lambda at: abs(series.across[at] - across)))

    def retranslate(self, language: Language) -> None:
        """Write everything in `language`."""
        self._language = language
        name = language.say(N_("Which line is drawn; type a part of its name to find it"))
        self.which.setToolTip(name)
        self.which.setAccessibleName(name)
        self._fill()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        if self.plot is not None:
            self.plot.retheme(theme)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Make the plot, now that it is needed."""
        super().showEvent(event)
        if self.plot is None:
            self._make_plot()
        self._draw()

    def _fill(self) -> None:
        if self._source is None:
            return
        chart, table = self._source
        kept = self.which.key
        self.drawing = line_drawing(chart, table, self._language)
        self.which.offer([(each.key, each.name) for each in self.drawing.series], kept)
        self._by.setText(self.drawing.by)
        self.choice.setVisible(self.has_choice)
        self._draw()

    def _draw(self) -> None:
        series = self.series
        if self.plot is None or self.drawing is None or not self.isVisible():
            return
        self.legend.show_drawing(self.drawing, self._theme)
        if series is None:
            self.plot.clear()
            self.note.setText(self._language.say(NONE))
            return
        self.plot.draw(self.drawing, series, self._language)
        self.plot.setAccessibleName(f"{self.drawing.title} {series.name}".strip())
        if self._at is None:
            self.note.setText(self._language.say(HOW_OF_PLANS if self._plans() else HOW))
        else:
            self._read_out(self._at)

    def _read_out(self, at: int) -> None:
        """Point at a place, write what stands there in the place of the note, and tell it to a screen reader."""
        if self.plot is None or self.drawing is None or self.series is None:
            return
        self._at = at
        self.plot.point_at(self.series.across[at])
        across = "" if self.drawing.of_days else self.drawing.across_label  # a low plot does not name its axes
        said = (across, told(self.drawing, self.series, at, self._language), self._sites_at(at))
        text = " ".join(filter(None, said))
        self.note.setText(text)
        self.plot.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.plot, text))

    def _choose_at(self, at: int) -> None:
        """Read out a place that a person chose and, where it is a plan, select it everywhere."""
        self._read_out(at)
        code = self._plans().get(self.series.across[at]) if self.series is not None else None
        if code is not None and self._source is not None:
            self.selection_made.emit(Selection(self._source[1].name, (code,)))

    def _point_at_plan(self, selection: Selection) -> None:
        """Read out the plan that is selected, where each place is a plan."""
        if self._source is None or self.series is None:
            return
        plans, chosen = self._plans(), selection.of(self._source[1].name)
        at = next((at for at, across in enumerate(self.series.across) if plans.get(across) in chosen), None)
        if at is not None and at != self._at:
            self._at = at
            self._draw()

    def _plans(self) -> dict[float, str]:
        """Return the plan at each place, by the codes of its sites; none where the places are no plans."""
        if self._source is None:
            return {}
        chart, table = self._source
        if all(column.name != SITE_CODES for column in table.columns):
            return {}
        rows = zip(table.values(chart.across), table.values(SITE_CODES), strict=True)
        return {float(across): str(codes or "") for across, codes in rows if isinstance(across, int | float)}

    def _sites_at(self, at: int) -> str:
        """Return which sites the plan at a place has, where the places are plans; else nothing."""
        if self._source is None or self.series is None:
            return ""
        chart, table = self._source
        named = next((column for column in table.columns if column.name == SITES), None)
        if named is None:
            return ""
        rows = zip(table.values(chart.across), table.values(SITES), strict=True)
        names = next((text for across, text in rows if across == self.series.across[at]), None)
        sites = value_text(named, names, self._language)
        return self._language.say(N_("Sites: {sites}."), sites=sites) if names else ""

    def _choose(self) -> None:
        self._at = None
        self._draw()
        if self.series is not None and self.series.code:
            self.selection_made.emit(Selection(COMMUNES, (self.series.code,)))

    def _make_plot(self) -> None:
        from app.desktop.line_plot import LinePlot

        self.plot = LinePlot(self)
        self.plot.retheme(self._theme)
        self.plot.box.clicked.connect(self.read_at)
        self.plot.stepped.connect(self.step)
        self._column.insertWidget(self._column.count() - 1, self.plot, 1)

    def _lay_out(self) -> None:
        self._by, self.which = QLabel(self), SearchedChoice(self)
        self.which.setObjectName("chart_series")
        self._by.setBuddy(self.which)
        self.which.chosen.connect(lambda _: self._choose())
        self.legend, self.note = LineLegend(self), label("", "help")
        self.choice = QWidget(self)
        choice = QHBoxLayout(self.choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(SMALL)
        choice.addWidget(self._by)
        choice.addWidget(self.which, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        self._column.setSpacing(HAIR)
        self._column.addWidget(self.choice)
        self._column.addWidget(self.legend)
        self._column.addWidget(self.note)
