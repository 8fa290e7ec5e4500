"""The calendar of returns: drawn so that states differ in grey, linked with the selection, kept from what is shared."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.calendar_strip import Span, Strip, StripRow
from app.desktop.calendar_strip import INSIDE, NOTHING, CalendarStrip
from app.desktop.session import Selection
from app.desktop.strip_view import StripView, paint_state
from app.desktop.theme import DARK, LIGHT, Theme
from app.language import Language
from app.release import Audience
from data.periods import State
from data.project import About, Project

EN = Language("en")
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
GAP = Span(date(2024, 2, 1), date(2024, 2, 29), State.MISSING)
WHOLE = (
    Span(FIRST, date(2024, 1, 31), State.COUNTED),
    GAP,
    Span(date(2024, 3, 1), LAST, State.ZERO),
)
FULL = (Span(FIRST, LAST, State.COUNTED),)


def strip(communes: int = 30) -> Strip:
    rows = [
        StripRow(f"{number:05}", f"Xã {number}", agency, WHOLE if agency == "police" else FULL)
        for number in range(communes)
        for agency in ("health", "police")
    ]
    return Strip(FIRST, LAST, tuple(rows))


@pytest.fixture
def project() -> Project:
    return Project.new(About.new("Tỉnh", "01", vintage="2025-07-01", simulated=True))


@pytest.fixture
def panel(qtbot: QtBot, project: Project) -> CalendarStrip:
    made = CalendarStrip()
    qtbot.addWidget(made)
    made.retranslate(EN)
    made.resize(600, 260)
    made.show()
    qtbot.waitExposed(made)
    made.show_project(project, Audience.INTERNAL)
    made.show_strip(strip(), project)
    return made


def middle(view: StripView, row: int, span: Span | None) -> QPointF:
    across = (view.x_of(span.first) + view.x_of(span.last + timedelta(days=1))) / 2 if span else 20.0
    return QPointF(across, view.y_of(row) + view.row_height / 2)


def grey(state: State, theme: Theme) -> bytes:
    image = QImage(24, 14, QImage.Format.Format_ARGB32)
    image.fill(theme.paper)
    painter = QPainter(image)
    paint_state(painter, QRectF(1, 1, 20, 11), state, theme)
    painter.end()
    return bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits())


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_states_differ_in_form_in_grey(theme: Theme) -> None:
    drawn = {state: grey(state, theme) for state in State}
    for state in State:
        for other in State:
            differing = sum(abs(a - b) > 40 for a, b in zip(drawn[state], drawn[other], strict=True))
            assert state is other or differing >= 30, (state, other, differing)


def test_a_point_is_a_row_and_its_days(panel: CalendarStrip) -> None:
    row, span = panel.view.place_at(middle(panel.view, 1, GAP))
    assert (row.code, row.agency, span) == ("00000", "police", GAP)
    assert panel.view.place_at(QPointF(20, 2)) == (None, None)


def test_the_tooltip_says_the_days(panel: CalendarStrip) -> None:
    assert panel.view.text_at(middle(panel.view, 1, GAP)) == (
        "0 commune · police\n1 Feb 2024 – 29 Feb 2024, days: 29: no return came"
    )
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(40, 2), panel.view.mapToGlobal(QPoint(40, 2)))
    assert panel.view.viewportEvent(event)


def test_a_click_selects_the_commune_and_ctrl_adds_another(qtbot: QtBot, panel: CalendarStrip) -> None:
    view = panel.view
    with qtbot.waitSignal(panel.selection_made) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1, GAP).toPoint())
    assert told.args == [Selection("communes", ("00000",))]
    with qtbot.waitSignal(panel.selection_made) as told:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
            middle(view, 3, None).toPoint(),
        )  # fmt: skip
    assert told.args == [Selection("communes", ("00000", "00001"))]


def test_keys_go_from_return_to_return_and_select(qtbot: QtBot, panel: CalendarStrip) -> None:
    view = panel.view
    said: list[str] = []
    view.reached.connect(said.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert said[-1] == "0 commune · police: 1 Feb 2024 – 29 Feb 2024, days: 29: no return came"
    with qtbot.waitSignal(panel.selection_made) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [Selection("communes", ("00000",))]
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.row == len(view.rows) - 1
    assert view.y_of(view.row) + view.row_height <= view.viewport().height() + 1
    with qtbot.waitSignal(panel.selection_made) as told:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert told.args == [Selection("communes", ())]


def test_a_selection_made_elsewhere_is_brought_into_view(panel: CalendarStrip) -> None:
    panel.select(Selection("communes", ("00020",)))
    top = panel.view.y_of(40)
    assert 0 < top < panel.view.viewport().height()


def test_only_gaps_and_one_agency_are_shown_on_request(panel: CalendarStrip) -> None:
    panel.troubled.setChecked(True)
    assert {row.agency for row in panel.view.rows} == {"police"}
    panel.troubled.setChecked(False)
    panel.agency.setCurrentIndex(panel.agency.findData("health"))
    panel.agency.activated.emit(panel.agency.currentIndex())
    assert [row.agency for row in panel.view.rows] == ["health"] * 30


def test_nothing_of_it_is_shown_to_those_it_may_be_shared_with(panel: CalendarStrip, project: Project) -> None:
    panel.show_project(project, Audience.SHAREABLE)
    assert not panel.view.isVisible()
    assert EN.say(INSIDE) in [label.text() for label in panel.findChildren(type(panel._empty))]
    panel.show_strip(strip(), project)
    assert not panel.view.isVisible()


def test_it_is_asked_for_when_it_is_looked_at_and_not_before(qtbot: QtBot, project: Project) -> None:
    made = CalendarStrip()
    qtbot.addWidget(made)
    asked: list[Project] = []
    made.strip_asked.connect(asked.append)
    made.show_project(project, Audience.INTERNAL)
    assert asked == []
    made.show()
    qtbot.waitExposed(made)
    assert asked == [project]
    made.show_project(project, Audience.INTERNAL)
    assert asked == [project]
    assert made._empty.text() == Language("vi").say(NOTHING)


def test_what_was_found_for_another_project_is_not_shown(panel: CalendarStrip) -> None:
    other = Project.new(About.new("Khác", "02", vintage="2025-07-01", simulated=True))
    panel.show_project(other, Audience.INTERNAL)
    panel.show_strip(strip(), Project.new(other.about))
    assert not panel.view.isVisible()
