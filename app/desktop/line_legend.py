"""Which line of a chart is which: a piece of each line, of the band and of the mark, beside its words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.chart_series import LineDrawing
from app.desktop.dialog_parts import label
from app.desktop.flow import FlowLayout
from app.desktop.theme import MEDIUM, TIGHT, Theme

_WIDTH, _HEIGHT = 30, 14


class LineLegend(QWidget):
    """The entries side by side, in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line_legend")
        self._flow = FlowLayout(self, MEDIUM)
        self._texts: list[str] = []

    def show_drawing(self, drawing: LineDrawing, theme: Theme) -> None:
        """List what is drawn."""
        from app.desktop.line_plot import line_pen, mark_colour

        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._texts = []
        for place, text in enumerate(drawing.lines):
            self._add(partial(draw_line, pen=line_pen(place, theme)), text)
        if drawing.band:
            self._add(partial(draw_band, colour=QColor(theme.bar)), drawing.band)
        if drawing.mark:
            self._add(partial(draw_mark, colour=mark_colour(theme)), drawing.mark)

    def texts(self) -> list[str]:
        """Return the words of the entries, in order."""
        return list(self._texts)

    def _add(self, draw: Callable[[QPainter], None], text: str) -> None:
        entry = QWidget(self)
        self._texts.append(text)
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(Sample(draw))
        row.addWidget(label(text, "help", wrap=False))
        self._flow.addWidget(entry)
        entry.show()


class Sample(QWidget):
    """A small picture beside the words of an entry."""

    def __init__(self, draw: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._draw = draw
        self.setFixedSize(QSize(_WIDTH, _HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter)
        painter.end()


def draw_line(painter: QPainter, *, pen: QPen) -> None:
    """Draw a piece of a line, from side to side."""
    painter.setPen(pen)
    painter.drawLine(QPointF(0, _HEIGHT / 2), QPointF(_WIDTH, _HEIGHT / 2))


def draw_band(painter: QPainter, *, colour: QColor) -> None:
    """Fill a piece of the area between two limits."""
    from app.desktop.line_plot import BAND

    shade = QColor(colour)
    shade.setAlphaF(BAND)
    painter.fillRect(QRect(0, 0, _WIDTH, _HEIGHT), shade)


def draw_mark(painter: QPainter, *, colour: QColor) -> None:
    """Draw what points a place out, in the middle."""
    across, up, size = _WIDTH / 2, _HEIGHT / 2, _HEIGHT / 2 - 1
    corners = [(across, up - size), (across + size, up), (across, up + size), (across - size, up)]
    painter.setBrush(colour)
    painter.setPen(colour)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
