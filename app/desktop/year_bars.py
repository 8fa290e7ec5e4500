"""A small bar chart of cases by year, which shows no number that is too small to be shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import LIGHT, TIGHT, Theme, font
from app.language import DEFAULT, N_, Language
from app.profiles import ENOUGH_CASES, Year

HEIGHT = 112
BAR_SHARE = 0.62
"""Of the room of a year, how much its bar takes."""


class YearBars(QWidget):
    """One bar a year. Hatched: fewer cases than may be shown, drawn at the same height whatever the number."""

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
        height = (room.height() - line - TIGHT) * _height(year) / most
        bar = QRectF(room.left() + room.width() * (1 - BAR_SHARE) / 2, room.bottom() - height, 0, height)
        bar.setWidth(room.width() * BAR_SHARE)
        colour = QColor(self._theme.bar)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour) if year.enough else QBrush(colour, Qt.BrushStyle.BDiagPattern))
        if height:
            painter.drawRect(bar)
        centred = Qt.AlignmentFlag.AlignHCenter
        painter.setPen(QColor(self._theme.ink))
        over = QRectF(room.left(), bar.top() - line - 1, room.width(), line)
        painter.drawText(over, centred | Qt.AlignmentFlag.AlignBottom, self.label(year))
        painter.setPen(QColor(self._theme.soft))
        under = QRectF(room.left(), room.bottom() + TIGHT / 2, room.width(), line)
        painter.drawText(under, centred | Qt.AlignmentFlag.AlignTop, str(year.year))


def _height(year: Year) -> float:
    """Return the height of a bar in cases; too few have one height, so that it gives no number away."""
    if year.cases is None:
        return 0.0
    return float(year.cases) if year.enough else ENOUGH_CASES / 2


LEGEND = N_("<{n}: fewer than {n} cases, not shown. –: no return. *: returns for a part of the year.")
