"""The view of which returns came: its legend, what narrows it, and the drawn strip, linked with map and table.

Which communes sent what tells of cases: it is not shown while the window is set to what may be shared.
"""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.calendar_strip import STATES, Strip, agency_text
from app.desktop.dialog_parts import label, named
from app.desktop.flow import FlowLayout
from app.desktop.session import Selection
from app.desktop.strip_view import StripView, paint_state
from app.desktop.theme import HAIR, LIGHT, MEDIUM, SMALL, TIGHT, Theme
from app.language import DEFAULT, N_, Language
from app.release import ALLOWED, Audience
from app.result import Sensitivity
from data.periods import State
from data.project import Project

_TABLES = ("case_counts", "units")
"""What the calendar is made of."""
_SWATCH = (22, 14)
HOW = N_("Arrows go from return to return, Enter selects the commune.")
NOTHING = N_("No returns yet: which communes sent theirs comes here.")
INSIDE = N_("Which returns came tells of cases: it stays inside.")


class CalendarStrip(QWidget):
    """Rows of communes and agencies, months across.

    Signals
    -------
    selection_made(Selection)
        A person selected communes.
    strip_asked(Project)
        The view is looked at and needs the calendar of a project: `show_strip` takes it.
    """

    selection_made = Signal(object)
    strip_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._project: Project | None = None
        self._inside = self._asked = False
        self._strip: Strip | None = None
        self._selected: tuple[str, ...] = ()
        self.view = StripView()
        self.agency = named(QComboBox(), "calendar_agency")
        self.troubled = named(QCheckBox(), "calendar_troubled")
        self._legend = {state: (QLabel(), label(role="help", wrap=False)) for state in STATES}
        self._note, self._empty = label("", "help"), label("", "empty")
        self.view.picked.connect(lambda codes: self.selection_made.emit(Selection("communes", codes)))
        self.view.reached.connect(self._announce)
        self.agency.activated.connect(self._narrow)
        self.troubled.toggled.connect(self._narrow)
        self._lay_out()
        self.retheme(LIGHT)

    def show_project(self, project: Project | None, audience: Audience) -> None:
        """Show the returns of `project` as soon as the view is looked at, where `audience` may know of them."""
        inside = Sensitivity.CASE not in ALLOWED[audience]
        if inside == self._inside and _same(project, self._project):
            self._project = project
            return
        self._project, self._inside, self._asked = project, inside, False
        self.show_strip(None, project)
        self._ask()

    def show_strip(self, strip: Strip | None, project: Project | None) -> None:
        """Show what was found for `project`, if that is still the one looked at."""
        if not _same(project, self._project):
            return
        self._strip = None if self._inside else strip
        self._fill_agencies()
        self._narrow()

    def select(self, selection: Selection) -> None:
        """Show `selection` without telling anyone."""
        self._selected = selection.of("communes")
        self.view.select(self._selected)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.troubled.setText(language.say(N_("Only gaps and double counts")))
        self.agency.setAccessibleName(language.say(N_("Agency")))
        self.view.setAccessibleName(language.say(N_("Calendar of returns")))
        self._note.setText(language.say(HOW))
        self.view.retranslate(language)
        self._fill_agencies()
        self._narrow()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self.view.retheme(theme)
        for state, (swatch, _) in self._legend.items():
            swatch.setPixmap(self._swatch(state))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the calendar the first time it is looked at."""
        super().showEvent(event)
        self._ask()

    def _ask(self) -> None:
        if self._project is not None and self.isVisible() and not (self._asked or self._inside):
            self._asked = True
            self.strip_asked.emit(self._project)

    def _narrow(self) -> None:
        strip = self._strip
        if strip is not None:
            agency, only = str(self.agency.currentData() or ""), self.troubled.isChecked()
            self.view.show_strip(strip.narrowed(agency=agency, only_troubled=only))
            self.view.select(self._selected)
        self._stack.setCurrentIndex(1 if strip else 0)
        self._empty.setText(self._language.say(INSIDE if self._inside else NOTHING))
        for state, (_, text) in self._legend.items():
            said = self._language.say(STATES[state])
            count = strip.count(state) if strip and state in (State.MISSING, State.OVERLAP) else None
            text.setText(said if count is None else f"{said} ({self._language.number(count)})")
            text.setToolTip(self._language.say(COUNTED) if count is not None else "")

    def _fill_agencies(self) -> None:
        kept = self.agency.currentData()
        self.agency.clear()
        self.agency.addItem(self._language.say(N_("All agencies")), "")
        for agency in self._strip.agencies if self._strip else ():
            self.agency.addItem(agency_text(agency, self._language), agency)
        self.agency.setCurrentIndex(max(0, self.agency.findData(kept)))

    def _announce(self, text: str) -> None:
        """Write what was reached in the place of the note, and tell it to a screen reader."""
        self._note.setText(text)
        self.view.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.view, text))

    def _swatch(self, state: State) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(_SWATCH[0] * ratio), round(_SWATCH[1] * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        paint_state(painter, QRectF(0.5, 0.5, _SWATCH[0] - 2, _SWATCH[1] - 2), state, self._theme)
        painter.end()
        return made

    def _lay_out(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, SMALL)
        flow.setContentsMargins(0, 0, MEDIUM, 0)
        for swatch, text in self._legend.values():
            flow.addWidget(_pair(swatch, text))
        flow.addWidget(self.agency)
        flow.addWidget(self.troubled)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MEDIUM, SMALL, 0, TIGHT)
        column.setSpacing(HAIR)
        column.addWidget(head)
        column.addWidget(self.view, 1)
        column.addWidget(self._note)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(page)


COUNTED = N_("In brackets: rows, of a commune and an agency each.")


def _pair(swatch: QLabel, text: QLabel) -> QWidget:
    """Return a line of the legend."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(TIGHT)
    row.addWidget(swatch)
    row.addWidget(text)
    return made


def _same(one: Project | None, other: Project | None) -> bool:
    """Return whether two snapshots have the same returns."""
    if one is None or other is None:
        return one is other
    return all(one[name] is other[name] for name in _TABLES)
