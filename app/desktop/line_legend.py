"""Which line of a chart is which: a piece of each line, of the band and of the mark, beside its words."""

from PySide6.QtCore import QPointF, QSize
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
            self._add(LineSample(line_pen(place, theme)), text)
        if drawing.band:
            self._add(BandSample(QColor(theme.bar)), drawing.band)
        if drawing.mark:
            self._add(MarkSample(mark_colour(theme)), drawing.mark)

    def texts(self) -> list[str]:
        """Return the words of the entries, in order."""
        return list(self._texts)

    def _add(self, sample: QWidget, text: str) -> None:
        entry = QWidget(self)
        self._texts.append(text)
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(sample)
        row.addWidget(label(text, "help", wrap=False))
        self._flow.addWidget(entry)
        entry.show()


class _Sample(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(_WIDTH, _HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Draw the sample."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw with a painter."""
        raise NotImplementedError


class LineSample(_Sample):
    """A piece of a line."""

    def __init__(self, pen: QPen) -> None:
        super().__init__()
        self._pen = pen

    def draw(self, painter: QPainter) -> None:
        """Draw it from side to side."""
        painter.setPen(self._pen)
        painter.drawLine(QPointF(0, _HEIGHT / 2), QPointF(_WIDTH, _HEIGHT / 2))


class BandSample(_Sample):
    """A piece of the area between two limits."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self._colour = colour

    def draw(self, painter: QPainter) -> None:
        """Fill it."""
        from app.desktop.line_plot import BAND

        self._colour.setAlphaF(BAND)
        painter.fillRect(self.rect(), self._colour)


class MarkSample(_Sample):
    """What points a place out."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self._colour = colour

    def draw(self, painter: QPainter) -> None:
        """Draw it in the middle."""
        across, up, size = _WIDTH / 2, _HEIGHT / 2, _HEIGHT / 2 - 1
        corners = [(across, up - size), (across + size, up), (across, up + size), (across - size, up)]
        painter.setBrush(self._colour)
        painter.setPen(self._colour)
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
