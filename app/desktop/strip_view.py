"""The drawn calendar of returns: rows of communes and agencies, months across, painted in one widget.

States differ in form as well as in colour, so that they can be told apart in grey: a full bar, a line at the foot, a
crossed box, a hatched box.
"""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from app.calendar_strip import Span, Strip, StripRow, agency_text, row_text, span_text
from app.desktop.theme import LIGHT, SMALL, TIGHT, Theme, font
from app.language import DEFAULT, Language
from app.names import shown_name
from data.periods import State

NARROWEST_MONTH = 4
"""Pixels; with less room the months are scrolled."""
_NAME_SHARE, _WIDEST_NAME = 0.3, 190
_ROW_SPACE = 6
"""Pixels a row is higher than its text."""
_FOOT = 3
"""Pixels of the line that stands for a zero."""
_YEAR_LINES = 1
Codes = tuple[str, ...]


class StripView(QAbstractScrollArea):
    """The rows of a strip.

    Signals
    -------
    picked(tuple of str)
        The communes a person selected.
    reached(str)
        What a person came to with the keyboard, in words.
    """

    picked = Signal(tuple)
    reached = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._strip: Strip | None = None
        self._selected: frozenset[str] = frozenset()
        self.row, self.day = 0, date.min
        self._font, self._bold = font(0.9), font(0.9, bold=True)
        self._measure()

    @property
    def rows(self) -> Sequence[StripRow]:
        """The rows that are shown."""
        return self._strip.rows if self._strip else ()

    def show_strip(self, strip: Strip | None) -> None:
        """Show the rows of `strip`, the first on top."""
        self._strip = strip
        self.row, self.day = 0, strip.last if strip else date.min
        self.verticalScrollBar().setValue(0)
        self._fit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def select(self, codes: Codes) -> None:
        """Mark the rows of `codes` and bring the first into view, without telling anyone."""
        if frozenset(codes) == self._selected:
            return
        self._selected = frozenset(codes)
        found = [place for place, row in enumerate(self.rows) if row.code in self._selected]
        if found and self.rows[self.row].code not in self._selected:
            last = next(place for place in reversed(found) if self.rows[place].code == self.rows[found[0]].code)
            for self.row in (last, found[0]):
                self._show_row()
        self.viewport().update()

    def retranslate(self, language: Language) -> None:
        """Write the names in `language`."""
        self._language = language
        self._fit()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self.viewport().update()

    def _measure(self) -> None:
        """Find out how wide names, agencies and months are drawn."""
        strip, width, metrics = self._strip, self.viewport().width(), QFontMetrics(self._font)
        agencies = [agency_text(agency, self._language) for agency in (strip.agencies if strip else ())]
        self.row_height = metrics.height() + _ROW_SPACE
        self._names = min(_WIDEST_NAME, int(_NAME_SHARE * width))
        self._left = self._names + max(map(metrics.horizontalAdvance, agencies), default=0) + 2 * SMALL
        self._months = 1
        if strip is not None:
            self._months += 12 * (strip.last.year - strip.first.year) + strip.last.month - strip.first.month
        self._month_width = max(NARROWEST_MONTH, (width - self._left - SMALL) / self._months)

    def x_of(self, day: date) -> float:
        """Return where the beginning of `day` is drawn."""
        strip = self._strip
        if strip is None:
            return 0.0
        months = 12 * (day.year - strip.first.year) + day.month - strip.first.month
        within = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
        return self._left + (months + within) * self._month_width - self.horizontalScrollBar().value()

    def y_of(self, row: int) -> int:
        """Return where a row is drawn."""
        return self._head + row * self.row_height - self.verticalScrollBar().value()

    @property
    def _head(self) -> int:
        return self.row_height

    def place_at(self, point: QPointF) -> tuple[StripRow | None, Span | None]:
        """Return the row and the span at a point of the viewport."""
        strip = self._strip
        number = int((point.y() - self._head + self.verticalScrollBar().value()) // self.row_height)
        if strip is None or point.y() < self._head or not 0 <= number < len(strip.rows):
            return None, None
        row = strip.rows[number]
        if point.x() < self._left:
            return row, None
        on = (each for each in row.spans if self.x_of(each.first) <= point.x() < self.x_of(each.last + _DAY))
        found = sorted(on, key=lambda span: span.state is not State.OVERLAP)
        return row, found[0] if found else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.paper))
        painter.setFont(self._font)
        first = self.verticalScrollBar().value() // self.row_height
        last = first + self.viewport().height() // self.row_height + 1
        for number in range(first, min(last + 1, len(self.rows))):
            self._paint_row(painter, number, named=number == first or self._begins(number))
        self._paint_head(painter)

    def _begins(self, number: int) -> bool:
        return self.rows[number].code != self.rows[number - 1].code

    def _paint_row(self, painter: QPainter, number: int, *, named: bool) -> None:
        row, theme, top = self.rows[number], self._theme, self.y_of(number)
        area = QRect(0, top, self.viewport().width(), self.row_height)
        chosen = row.code in self._selected
        if chosen:
            painter.fillRect(area, QColor(theme.chosen))
        if named:
            painter.setPen(QColor(theme.line))
            painter.drawLine(area.topLeft(), area.topRight())
        painter.save()
        painter.setClipRect(area.adjusted(self._left, 0, 0, 0))
        for span in sorted(row.spans, key=lambda each: each.state is State.OVERLAP):
            self._paint_span(painter, span, top)
        if number == self.row and self.hasFocus():
            self._paint_current(painter, row, top)
        painter.restore()
        self._paint_names(painter, row, area, named=named, chosen=chosen)

    def _paint_names(self, painter: QPainter, row: StripRow, area: QRect, *, named: bool, chosen: bool) -> None:
        theme, width = self._theme, self._names
        inside = area.adjusted(SMALL, 0, 0, 0)
        if named:
            name = QFontMetrics(self._font).elidedText(
                shown_name(row.name, self._language), Qt.TextElideMode.ElideRight, width - SMALL
            )
            painter.setPen(QColor(theme.chosen_ink if chosen else theme.ink))
            painter.drawText(inside, _MIDDLE, name)
        painter.setPen(QColor(theme.chosen_ink if chosen else theme.soft))
        painter.drawText(area.adjusted(width + TIGHT, 0, 0, 0), _MIDDLE, agency_text(row.agency, self._language))

    def _paint_span(self, painter: QPainter, span: Span, top: int) -> None:
        left, right = self.x_of(span.first), self.x_of(span.last + _DAY)
        if right < self._left or left > self.viewport().width():
            return
        box = QRectF(left, top + 3, max(right - left - 1, 1.5), self.row_height - 6)
        paint_state(painter, box, span.state, self._theme)

    def _paint_current(self, painter: QPainter, row: StripRow, top: int) -> None:
        span = row.at(self.day)
        if span is None:
            return
        left, right = self.x_of(span.first), self.x_of(span.last + _DAY)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.mark), 2))
        painter.drawRect(QRectF(left - 1, top + 1, max(right - left, 3), self.row_height - 2))

    def _paint_head(self, painter: QPainter) -> None:
        strip, theme = self._strip, self._theme
        if strip is None:
            return
        area = QRect(0, 0, self.viewport().width(), self._head)
        painter.fillRect(area, QColor(theme.ground))
        painter.setPen(QColor(theme.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setFont(self._bold)
        painter.setClipRect(self.viewport().rect().adjusted(self._left, 0, 0, 0))
        for year in range(strip.first.year, strip.last.year + 1):
            at = self.x_of(max(date(year, 1, 1), strip.first))
            painter.setPen(QPen(QColor(theme.line), _YEAR_LINES))
            painter.drawLine(QPointF(at - 1, 0), QPointF(at - 1, self.viewport().height()))
            painter.setPen(QColor(theme.soft))
            painter.drawText(QRectF(at + TIGHT, 0, 12 * self._month_width, self._head), _MIDDLE, str(year))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Select the commune of the row; with Ctrl or Shift besides those selected."""
        row, span = self.place_at(event.position())
        if row is None or self._strip is None:
            return
        self.row = self._strip.rows.index(row)
        self.day = span.first if span else self.day
        self._pick(add=bool(event.modifiers() & _ADDING))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go to other rows and days; Enter selects, Esc selects nothing."""
        key = Qt.Key(event.key())
        page = max(1, (self.viewport().height() - self._head) // self.row_height - 1)
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
                Qt.Key.Key_Home: -len(self.rows), Qt.Key.Key_End: len(self.rows)}  # fmt: skip
        if key in rows and self.rows:
            self._go_to(self.row + rows[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.rows:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.rows:
            self._pick(add=bool(event.modifiers() & _ADDING))
        elif key == Qt.Key.Key_Escape:
            self.picked.emit(())
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show what is under the pointer as a tooltip."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text_at(QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def text_at(self, point: QPointF) -> str:
        """Return what stands at a point of the viewport, in words; empty beside everything."""
        row, span = self.place_at(point)
        return self._said(row, span) if row else ""

    def _said(self, row: StripRow, span: Span | None) -> str:
        parts = [row_text(row, self._language), span_text(span, self._language) if span else ""]
        return "\n".join(filter(None, parts))

    def _go_to(self, number: int) -> None:
        self.row = min(max(number, 0), len(self.rows) - 1)
        self._show_row()
        self._tell()

    def _step(self, by: int) -> None:
        """Go to the span before or after the current one."""
        row = self.rows[self.row]
        span = row.at(self.day)
        strip = self._strip
        if span is None or strip is None:
            return
        beside = span.last + _DAY if by > 0 else span.first - _DAY
        self.day = min(max(beside, strip.first), strip.last)
        self._show_day()
        self._tell()

    def _tell(self) -> None:
        row = self.rows[self.row]
        self.reached.emit(self._said(row, row.at(self.day)).replace("\n", ": "))
        self.viewport().update()

    def _pick(self, *, add: bool) -> None:
        code = self.rows[self.row].code
        chosen = self._selected ^ {code} if add else frozenset({code})
        self._selected = chosen
        self._tell()
        self.picked.emit(tuple(dict.fromkeys(row.code for row in self.rows if row.code in chosen)))

    def _show_row(self) -> None:
        bar, top = self.verticalScrollBar(), self.row * self.row_height
        room = self.viewport().height() - self._head - self.row_height
        bar.setValue(max(min(bar.value(), top), top - room))

    def _show_day(self) -> None:
        bar, at = self.horizontalScrollBar(), self.x_of(self.day)
        if at < self._left:
            bar.setValue(int(bar.value() + at - self._left))
        elif at > self.viewport().width() - NARROWEST_MONTH:
            bar.setValue(int(bar.value() + at - self.viewport().width() + 2 * NARROWEST_MONTH))

    def resizeEvent(self, event: object) -> None:  # noqa: N802, ARG002 - Qt's name
        """Give the months the new room."""
        self._fit()

    def _fit(self) -> None:
        self._measure()
        height = self.viewport().height() - self._head
        self.verticalScrollBar().setRange(0, max(0, len(self.rows) * self.row_height - height))
        self.verticalScrollBar().setPageStep(max(height, 1))
        self.verticalScrollBar().setSingleStep(self.row_height)
        drawn, room = self._months * self._month_width, self.viewport().width() - self._left - SMALL
        self.horizontalScrollBar().setRange(0, max(0, round(drawn - room)))
        self.horizontalScrollBar().setPageStep(max(room, 1))
        self.viewport().update()


_DAY = timedelta(days=1)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def paint_state(painter: QPainter, box: QRectF, state: State, theme: Theme) -> None:
    """Draw days in one state: the same in the strip and in its legend."""
    painter.setPen(Qt.PenStyle.NoPen)
    if state is State.COUNTED:
        painter.fillRect(box, QColor(theme.bar))
    elif state is State.ZERO:
        painter.fillRect(QRectF(box.left(), box.bottom() - _FOOT, box.width(), _FOOT), QColor(theme.bar))
    elif state is State.MISSING:
        painter.fillRect(box, QColor(theme.bad))
        painter.setBrush(QBrush(QColor(theme.bad_line), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(theme.bad_line), 1))
        painter.drawRect(box)
    else:
        painter.fillRect(box, QColor(theme.warn_line))
        painter.setBrush(QBrush(QColor(theme.ink), Qt.BrushStyle.DiagCrossPattern))
        painter.setPen(QPen(QColor(theme.ink), 1))
        painter.drawRect(box)
