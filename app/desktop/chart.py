"""The chart of a result's communes: a histogram of one figure or a scatter of two, linked with map and table.

Its colours are those of the map. A click, a dragged box or an arrow key selects; with Ctrl or Shift it adds to the
selection.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app import words
from app.desktop.chart_data import Points, across_columns, bars, chart_table, numeric_columns, places_of, points
from app.desktop.chart_steps import next_stop, stops
from app.desktop.dialog_parts import label
from app.desktop.elided_choice import ElidedChoice
from app.desktop.session import Selection
from app.desktop.theme import HAIR, LIGHT, MEDIUM, SMALL, Theme
from app.language import DEFAULT, N_, Language
from app.result import Column, Result, Table

if TYPE_CHECKING:
    from app.desktop.plot import SelectingPlot

EMPTY = N_("No figures of communes to draw.")
HOW = N_("Click a bar or point, drag a box around several, or use the keys ← →; Ctrl adds to the selection.")
NARROW, HIGH = 560, 300
"""Pixels: in a chart narrower than the one and higher than the other the choices of axes stand above each other."""


class LinkedChart(QWidget):
    """A chart of the communes of the shown result.

    Signals
    -------
    selection_made(Selection)
        A person selected communes.
    """

    selection_made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._result: Result | None = None
        self._table: Table | None = None
        self._selected: frozenset[str] = frozenset()
        self.drawn: Points | None = None
        self.plot: SelectingPlot | None = None
        self._lay_out()

    def show_result(self, result: Result | None) -> None:
        """Chart the communes of `result`: at first the figure the map shows first."""
        self._result = result
        self._table = chart_table(result) if result else None
        self._selected = frozenset()
        self.drawn = None
        self._fill_choices("", "")
        self._draw()

    def show_indicator(self, key: str) -> None:
        """Chart the figure of the map layer `key`."""
        layer = next((layer for layer in self._result.layers if layer.name == key), None) if self._result else None
        if layer is not None:
            self._choose(self.across, layer.value or "")

    def select(self, selection: Selection) -> None:
        """Show which communes are selected, without telling anyone."""
        table = self._table
        codes = frozenset(selection.of(table.name)) if table else frozenset[str]()
        if codes != self._selected:
            self._selected = codes
            self._redraw()
            self._write_note()

    def retranslate(self, language: Language) -> None:
        """Write everything in `language`."""
        self._language = language
        self.empty.setText(language.say(EMPTY))
        for text, combo, message, name in (
            (self._across_label, self.across, N_("Across"), N_("What the horizontal axis shows")),
            (self._up_label, self.up, N_("Up"), N_("What the vertical axis shows")),
        ):
            text.setText(language.say(message))
            combo.setToolTip(language.say(name))
            combo.setAccessibleName(language.say(name))
        self._fill_choices(str(self.across.currentData() or ""), str(self.up.currentData() or ""))
        self._draw()

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

    def step(self, by: int, add: bool) -> None:
        """Select the next bar or point to the right, or with −1 to the left, and say what it holds."""
        if self.drawn is None or self._table is None:
            return
        across, up = self._column(self.across), self._column(self.up)
        if across is None:
            return
        stop = next_stop(stops(self.drawn, across, up, self._language), self._selected, by)
        if stop is not None:
            self.pick(stop.codes, add=add)
            self._announce(stop.text)

    def pick(self, codes: frozenset[str], *, add: bool) -> None:
        """Select `codes`, or add them to what is selected, and tell."""
        if self._table is None or self.drawn is None:
            return
        wanted = codes | self._selected if add else codes
        self._selected = wanted
        self._redraw()
        self._write_note()
        ordered = tuple(code for code in map(str, self._table.values("code")) if code in wanted)
        self.selection_made.emit(Selection(self._table.name, ordered))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the choices of the axes beside or above each other; called by Qt."""
        super().resizeEvent(event)
        stacked = self.width() < NARROW and self.height() > HIGH
        direction = QBoxLayout.Direction
        self._choices.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

    def pick_at(self, across: float, up: float, add: bool) -> None:
        """Select the communes of the bar, or the commune of the point, at that place; beside them: none."""
        self.pick(self._codes_at(across, up), add=add)

    def pick_in(self, box: QRectF, add: bool) -> None:
        """Select the communes whose bars touch the box, or whose points lie in it."""
        drawn = self.drawn
        if drawn is None:
            return
        inside = (drawn.across >= box.left()) & (drawn.across <= box.right())
        if drawn.up is not None:
            inside &= (drawn.up >= box.top()) & (drawn.up <= box.bottom())
        elif len(drawn.across):
            first, last = places_of(np.array([box.left(), box.right()]), drawn.limits)
            places = places_of(drawn.across, drawn.limits)
            inside = (places >= first) & (places <= last)
        self.pick(_codes(drawn, inside), add=add)

    def _codes_at(self, across: float, up: float) -> frozenset[str]:
        from app.desktop.plot import REACH

        drawn, plot = self.drawn, self.plot
        if drawn is None or plot is None or not drawn.codes:
            return frozenset()
        if drawn.up is None:
            inside = places_of(drawn.across, drawn.limits) == places_of(np.array([across]), drawn.limits)[0]
            return _codes(drawn, inside & (up <= inside.sum()))
        width, height = plot.pixel()
        distance = np.hypot((drawn.across - across) / width, (drawn.up - up) / height)
        nearest = int(distance.argmin())
        return frozenset({drawn.codes[nearest]}) if distance[nearest] <= REACH else frozenset()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        across, up = self.across.currentData(), self.up.currentData()
        if self.plot is None or self._result is None or self._table is None or not across:
            self._stack.setCurrentWidget(self.plot if self.plot and self._table else self.empty)
            self._note.clear()
            return
        self.drawn = points(self._result, self._table, across, up or None, self._language)
        self._stack.setCurrentWidget(self.plot)
        self.plot.say(self.across.currentText(), self.up.currentText(), self._language, self.drawn.classes)
        self._redraw()
        self._write_note()

    def _redraw(self) -> None:
        """Draw the same figures again: what is selected has changed."""
        if self.plot is None or self.drawn is None or not self.isVisible():
            return
        if self.drawn.up is None:
            ends = (float(self.drawn.limits[0]), float(self.drawn.limits[-1]))
            self.plot.draw_bars(bars(self.drawn, self._selected), ends, any_selected=bool(self._selected))
        else:
            self.plot.draw_points(self.drawn, self._selected)

    def _write_note(self) -> None:
        if self.drawn is None:
            return
        parts = [self._language.say(HOW)]
        if self.drawn.left_out:
            message = N_("Communes not drawn, without enough data: {n}.")
            parts.insert(0, self._language.say(message, n=self.drawn.left_out))
        self._note.setText(" ".join(parts))

    def _announce(self, text: str) -> None:
        """Write what was reached in the place of the note, and tell it to a screen reader."""
        self._note.setText(text)
        if self.plot is not None:
            self.plot.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.plot, text))

    def _column(self, combo: QComboBox) -> Column | None:
        name = combo.currentData()
        return self._table.columns[self._table.position(name)] if self._table and name else None

    def _fill_choices(self, across: str, up: str) -> None:
        table, result = self._table, self._result
        columns = across_columns(table, result) if table and result else []
        numeric = numeric_columns(table, result) if table and result else []
        for combo in (self.across, self.up):
            combo.blockSignals(True)
            combo.clear()
        self.up.addItem(self._language.say(N_("Number of communes")), "")
        for combo, offered in ((self.across, columns), (self.up, numeric)):
            for column in offered:
                combo.addItem(words.column_label(column, self._language), column.name)
        for combo, name in ((self.across, across), (self.up, up)):
            combo.setCurrentIndex(max(0, combo.findData(name)))
            combo.blockSignals(False)
        self.setEnabled(bool(columns))

    def _choose(self, combo: QComboBox, name: str) -> None:
        place = combo.findData(name)
        if place >= 0:
            combo.setCurrentIndex(place)

    def _make_plot(self) -> None:
        from app.desktop.plot import SelectingPlot

        self.plot = SelectingPlot(self)
        self.plot.retheme(self._theme)
        self.plot.box.clicked.connect(self.pick_at)
        self.plot.box.boxed.connect(self.pick_in)
        self.plot.stepped.connect(self.step)
        self.plot.setAccessibleName(self._language.say(N_("Chart")))
        self._stack.addWidget(self.plot)

    def _lay_out(self) -> None:
        self.across, self.up = ElidedChoice(self), ElidedChoice(self)
        self.across.setObjectName("chart_across")
        self.up.setObjectName("chart_up")
        self._across_label, self._up_label, self._note = QLabel(self), QLabel(self), label("", "help")
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(SMALL)
        for text, combo in ((self._up_label, self.up), (self._across_label, self.across)):
            text.setBuddy(combo)
            combo.currentIndexChanged.connect(self._draw)
            choice = QHBoxLayout()
            choice.addWidget(text)
            choice.addWidget(combo, 1)
            self._choices.addLayout(choice, 1)
        self.empty = label("", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        column.setSpacing(HAIR)
        column.addLayout(self._choices)
        column.addLayout(self._stack, 1)
        column.addWidget(self._note)


def _codes(drawn: Points, which: NDArray[np.bool_]) -> frozenset[str]:
    return frozenset(code for code, inside in zip(drawn.codes, which, strict=True) if inside)
