"""A small bar chart of cases by year, which shows no number that is too small to be shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import LIGHT, TIGHT, Theme, font
from app.language import DEFAULT, N_, Language
from app.profiles import ENOUGH_CASES, Year

HEIGHT = 112
BAR_SHARE = 0.62
"""Of the room of a year, how much its bar takes."""


class YearBars(QWidget):
    """One bar a year; too few cases to be shown are a hatched span over all the numbers they may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("year_bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._years: Sequence[Year] = ()
        self._language, self._theme = Language(DEFAULT), LIGHT

    def show_years(self, years: Sequence[Year], language: Language, theme: Theme) -> None:
        """Draw `years`."""
        self._years, self._language, self._theme = years, language, theme
        self.setAccessibleName(", ".join(f"{each.year}: {self.label(each)}" for each in years))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room it needs."""
        return QSize(220, HEIGHT)

    def label(self, year: Year) -> str:
        """Return what stands on the bar of `year`."""
        if year.cases is None:
            return "–"
        number = self._language.number(year.cases) if year.enough else f"<{ENOUGH_CASES}"
        return number if year.complete else f"{number}*"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draw bars, numbers and years."""
        if not self._years:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(0.85))
        line = painter.fontMetrics().height()
        room = self.width() / len(self._years)
        floor = self.height() - line - TIGHT
        for place, year in enumerate(self._years):
            self._draw(painter, year, QRectF(place * room, 0, room, floor), line)
        painter.setPen(QColor(self._theme.edge))
        painter.drawLine(0, floor, self.width(), floor)
        painter.end()

    def _draw(self, painter: QPainter, year: Year, room: QRectF, line: int) -> None:
        most = max(ENOUGH_CASES, *(each.cases for each in self._years if each.enough and each.cases is not None), 1)
        scale = (room.height() - line - TIGHT) / most
        low, high = span(year)
        bar = QRectF(room.left() + room.width() * (1 - BAR_SHARE) / 2, room.bottom() - scale * high, 0, 0)
        bar.setSize(QSizeF(room.width() * BAR_SHARE, scale * (high - low)))
        colour = QColor(self._theme.bar)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.SolidLine if year.enough else Qt.PenStyle.DashLine))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.SolidPattern if year.enough else Qt.BrushStyle.BDiagPattern))
        if high:
            painter.drawRect(bar)
        centred = Qt.AlignmentFlag.AlignHCenter
        painter.setPen(QColor(self._theme.ink))
        over = QRectF(room.left(), bar.top() - line - 1, room.width(), line)
        painter.drawText(over, centred | Qt.AlignmentFlag.AlignBottom, self.label(year))
        painter.setPen(QColor(self._theme.soft))
        under = QRectF(room.left(), room.bottom() + TIGHT / 2, room.width(), line)
        painter.drawText(under, centred | Qt.AlignmentFlag.AlignTop, str(year.year))


def span(year: Year) -> tuple[int, int]:
    """Return from where to where a bar reaches, in cases: from zero, or over every number that too few cases may be.

    Zero is shown as zero, so too few are one or more.
    """
    if year.cases is None:
        return 0, 0
    return (0, year.cases) if year.enough else (1, ENOUGH_CASES - 1)


LEGEND = N_(
    "<{n}, hatched: 1 to {most} cases, the number is not shown. –: no return. *: returns for a part of the year."
)
