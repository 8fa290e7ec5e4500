"""The panes around the map: questions at the left, table and chart below, the commune's profile at the right.

All views share one selection and one result; what differs between them is kept nowhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.desktop.calendar_strip import CalendarStrip
from app.desktop.charts_pane import ChartsPane
from app.desktop.data_panel import DataPanel
from app.desktop.dialog_parts import label
from app.desktop.map_view import MapView
from app.desktop.pairs_panel import PairsPanel
from app.desktop.plan_points import with_sites
from app.desktop.profile import CommuneProfile
from app.desktop.question_panel import QuestionPanel
from app.desktop.rail import PLACES, Rail
from app.desktop.report_panel import ReportPanel
from app.desktop.result_table import ResultTable
from app.desktop.session import Selection, Session
from app.desktop.stale_notice import StaleNotice
from app.desktop.theme import THEMES
from app.desktop.trial_bar import TrialBar
from app.elsewhere import cases_elsewhere
from app.kept_results import kept_results
from app.language import N_, Language
from app.profiles import commune_of
from app.project_words import PROJECT_TABLES
from app.questions import Analysis, find
from app.release import visible
from app.result import Result
from app.results import StoredResult, is_out_of_date
from app.scope import Scope, scope_parameters, scope_text, scope_with
from app.suggestions import suggestions
from data.project import Project, changed_tables

_ORDER = (
    *("rates", "clusters", "expected", "hidden", "alerts"),
    *("shelters", "posts", "training", "targets", "targeting"),
)
"""Questions in the order they are asked, as they build on each other; the others follow by name."""
_LEFT, _RIGHT = 370, 300
"""Pixels of the panels beside the map when the window is first opened."""
_RIGHT_LEAST = 150
DECIDED = frozenset({"link_decisions", "crosswalk", "case_counts", "indicators"})
"""Tables changed by hand here, without a new result: the one shown may be out of date then."""
DRAWN = frozenset({"units", "facilities", "officers", "indicators"})
"""Tables whose rows the map shows without any result."""
_DATA_CHANGED = N_("The data have changed since the result shown was found.")
_PAUSE_MS = 0
"""Milliseconds: what can wait is done in the next turn of the event loop, not in the same."""
_MAP_SHARE, _TABLE_SHARE, _HEIGHT = 13, 7, 40


class Workspace(QWidget):
    """Everything that is seen while a project is open."""

    run_asked = Signal(str, object)
    import_asked = Signal()
    export_asked = Signal()
    compare_asked = Signal(str)

    def __init__(self, session: Session, questions: Sequence[Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        groups = {place: [each for each in in_order(questions) if each.group == place] for place in PLACES}
        self.panels = {place: QuestionPanel(own) for place, own in groups.items() if own}
        self.data_panel = DataPanel(tuple(PROJECT_TABLES))
        self.report_panel = ReportPanel()
        self.rail = Rail([place for place in PLACES if place in ("data", "report", *self.panels)])
        self.map = MapView()
        self.table, self.chart, self.profile = ResultTable(), ChartsPane(), CommuneProfile()
        self.elsewhere = label("", "quiet-mark")
        self.elsewhere.setObjectName("elsewhere")
        self.pairs, self.calendar = PairsPanel(self.table), CalendarStrip()
        self.stale, self.trial_bar = StaleNotice(), TrialBar()
        self._out_of_date = False
        self._left = QStackedWidget()
        self._places = {"data": self.data_panel, **self.panels, "report": self.report_panel}
        for panel in self._places.values():
            self._left.addWidget(panel)
        self._lower = QTabWidget()
        self._lower.setObjectName("lower")
        for view in (self.pairs, self.chart, self.calendar):
            self._lower.addTab(view, "")
        self._later = {
            "history": _in_a_later_turn(self._show_history, self),
            "profile": _in_a_later_turn(self._show_profile, self),
        }
        self._lay_out()
        self._connect()

    def show_project(self) -> None:
        """Show the session's project in every view."""
        project = self._session.project
        self.data_panel.show_project(project)
        self.calendar.show_project(project, self._session.audience)
        if project is None:
            return
        for panel in self.panels.values():
            for name in panel.names:
                panel.suggest(name, suggestions(project))
        self.show_scope(self._session.scope)
        self._draw(project)
        self._later["history"].start()

    def follow_project(self, before: Project, after: Project) -> None:
        """Show what a change of the project changed; the map is drawn anew only where what it draws is new."""
        self.data_panel.show_project(after)
        self.calendar.show_project(after, self._session.audience)
        self.pairs.follow_project(before, after)
        changed = set(changed_tables(before, after))
        if changed & DRAWN:
            self._draw(after)
        if changed & DECIDED:
            self._follow_stale(after)
        self._later["history"].start()

    def show_audience(self) -> None:
        """Show what the chosen audience may see, and no more."""
        self.calendar.show_project(self._session.project, self._session.audience)
        if self._session.project is not None:
            self._draw(self._session.project)
        self.show_result(self._session.result)

    def show_result(self, stored: StoredResult | None) -> None:
        """Show a result in every view, as far as the chosen audience may see it."""
        project, audience = self._session.project, self._session.audience
        result = visible(stored.result, audience) if stored else None
        self._out_of_date = bool(stored and project and is_out_of_date(project, stored.result))
        self._show_in_panels(stored)
        self._show_stale()
        self._show_elsewhere(result)
        self.table.show_result(result)
        self.pairs.show_result(project)
        self.chart.show_result(result)
        self.map.show_result(replace(stored, result=result) if stored and result else None, self._session.language)
        self.report_panel.show_can_export(stored is not None)
        self._later["history"].start()
        self._later["profile"].start()

    def show_scope(self, scope: Scope) -> None:
        """Show the period and the case kinds in every form, and whether the result shown is about them."""
        for panel in self.panels.values():
            panel.show_scope(scope)
        self._show_stale()
        self._later["profile"].start()

    def set_running(self, running: bool) -> None:
        """Say on the buttons that work is being done."""
        self.stale.set_running(running)
        for panel in self.panels.values():
            panel.set_running(running)

    def select(self, selection: Selection) -> None:
        """Show the shared selection in every view."""
        for view in (self.map, self.table, self.chart, self.calendar):
            view.select(selection)
        self._later["profile"].start()

    def find_commune(self, code: str) -> None:
        """Select the commune `code` everywhere."""
        self._session.select(Selection("communes", (code,)))

    def layout_state(self) -> dict[str, bytes]:
        """Return where the user put the borders between the panes."""
        return {name: bytes(each.saveState().data()) for name, each in self._splitters.items()}

    def restore_layout(self, state: Mapping[str, bytes]) -> None:
        """Put the borders where they were."""
        for name, each in self._splitters.items():
            if name in state:
                each.restoreState(QByteArray(state[name]))

    def retranslate(self, language: Language) -> None:
        """Say its own words in `language`."""
        stored = self._session.result
        self._show_elsewhere(visible(stored.result, self._session.audience) if stored else None)
        self._lower.setTabText(0, language.say(N_("Table")))
        self._lower.setTabText(1, language.say(N_("Chart")))
        self._lower.setTabText(2, language.say(N_("Returns")))
        self._lower.setTabToolTip(2, language.say(N_("Which returns came, commune by commune and month by month")))
        self._show_stale()

    def _draw(self, project: Project) -> None:
        session = self._session
        self.map.show_project(project, session.language, THEMES[session.theme], session.audience)

    def _show_in_panels(self, stored: StoredResult | None) -> None:
        """Show the findings in the panel of their question, its form folded under what was asked."""
        audience, stale = self._session.audience, self._out_of_date
        for panel in self.panels.values():
            own = stored if stored and stored.result.analysis in panel.names else None
            panel.findings.show_result(own, audience=audience, out_of_date=stale)
            if own:
                form = panel.form(own.result.analysis)
                of_scope = scope_parameters(form.analysis.parameters).values()
                settings = {each.name: each.value for each in own.result.parameters}
                form.set_values({name: value for name, value in settings.items() if name not in of_scope})
            panel.show_asked(own)

    def _show_stale(self) -> None:
        """Say above the map why the result shown does not answer what is chosen."""
        stored, scope, language = self._session.result, self._session.scope, self._session.language
        if stored is None:
            self.stale.say("")
            return
        parameters = find(stored.result.analysis).parameters
        values = {each.name: each.value for each in stored.result.parameters}
        asked = scope_with(scope, parameters, values)
        if asked != scope:
            what = " · ".join(scope_text(asked, parameters, language))
            self.stale.say(language.say(N_("The result shown was made with other settings: {what}."), what=what))
        else:
            self.stale.say(language.say(_DATA_CHANGED) if self._out_of_date else "")

    def _show_elsewhere(self, result: Result | None) -> None:
        """Say below the map how many cases no commune of it holds."""
        number = cases_elsewhere(result) if result else 0
        said = N_("Beside the map: {n} cases of no commune (online, place not known). They are in every total.")
        self.elsewhere.setText(self._session.language.say(said, n=number))
        self.elsewhere.setVisible(number > 0)

    def _follow_stale(self, project: Project) -> None:
        """Say at once that the result shown is out of date, or is no longer."""
        stored = self._session.result
        if stored is None:
            return
        self._out_of_date = is_out_of_date(project, stored.result)
        for panel in self.panels.values():
            if stored.result.analysis in panel.names:
                panel.findings.show_result(stored, audience=self._session.audience, out_of_date=self._out_of_date)
        self._show_stale()

    def _run_again(self) -> None:
        """Ask the question of the result shown anew, with what its form holds now, where it can be seen."""
        stored = self._session.result
        place = next((at for at, each in self.panels.items() if stored and stored.result.analysis in each.names), None)
        if stored and place:
            self.rail.choose(place)
            self.panels[place].form(stored.result.analysis).ask_run()

    def _rerun(self, name: str, values: Mapping[str, object]) -> None:
        """Ask a question again about the scope it was asked about before."""
        self._session.set_scope(scope_with(self._session.scope, find(name).parameters, values))
        self.run_asked.emit(name, values)

    def _show_place(self, place: str) -> None:
        self._left.setCurrentWidget(self._places[place])
        self._later["history"].start()

    def _show_history(self) -> None:
        """List the kept results where the list is seen: it takes longer the more there are."""
        if self._left.currentWidget() is not self.report_panel:
            return
        project, result = self._session.project, self._session.result
        if project is not None:
            self.report_panel.history.show_results(kept_results(project), result.result_id if result else None)

    def _show_profile(self) -> None:
        selection = self._session.selection
        project, result = self._session.project, self._session.result
        if project is None:
            return
        audience = self._session.audience
        shown = visible(result.result, audience) if result else None
        commune, kinds = commune_of(project, selection.codes), self._session.scope.kinds
        self.profile.show_commune(project, shown, commune, audience=audience, kinds=kinds)

    def _select(self, selection: Selection) -> None:
        """Select everywhere what a person chose in one view; of a plan its sites too."""
        stored = self._session.result
        self._session.select(with_sites(selection, stored.result if stored else None))

    def _connect(self) -> None:
        self.rail.chosen.connect(self._show_place)
        for view in (self.map, self.table, self.chart, self.calendar):
            view.selection_made.connect(self._select)
        for panel in self.panels.values():
            panel.run_asked.connect(self.run_asked)
            panel.scope_edited.connect(self._session.set_scope)
        self.stale.run_asked.connect(self._run_again)
        self.data_panel.import_asked.connect(self.import_asked)
        self.report_panel.export_asked.connect(self.export_asked)
        self.report_panel.history.result_chosen.connect(self._session.show_result)
        self.report_panel.history.rerun_asked.connect(self._rerun)
        self.report_panel.history.compare_asked.connect(self.compare_asked)

    def _lay_out(self) -> None:
        middle = QSplitter(Qt.Orientation.Vertical)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.stale)
        above.addWidget(self.trial_bar)
        above.addWidget(self.map, 1)
        above.addWidget(self.elsewhere)
        for part, share in ((upper, _MAP_SHARE), (self._lower, _TABLE_SHARE)):
            middle.addWidget(part)
            middle.setStretchFactor(middle.count() - 1, share)
        middle.setSizes([_MAP_SHARE * _HEIGHT, _TABLE_SHARE * _HEIGHT])
        self.profile.setMinimumWidth(_RIGHT_LEAST)
        across = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self._left, middle, self.profile):
            across.addWidget(pane)
        across.setStretchFactor(1, 1)
        across.setSizes([_LEFT, 2 * _LEFT, _RIGHT])
        self._splitters = {"across": across, "middle": middle}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(across, 1)


def in_order(questions: Sequence[Analysis]) -> list[Analysis]:
    """Return the questions as they are listed: those of risk and of plans as they are asked, the others by name."""
    return sorted(questions, key=lambda each: _ORDER.index(each.name) if each.name in _ORDER else len(_ORDER))


def _in_a_later_turn(work: Callable[[], None], parent: QWidget) -> QTimer:
    """Return what does `work` once in a later turn of the event loop, however often it is started before."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(_PAUSE_MS)
    timer.timeout.connect(work)
    return timer
