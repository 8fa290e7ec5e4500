"""Trying another place on the map: the figures follow the place, position by position, and nothing is stored.

Each position is searched in a thread; while one is searched and painted the latest that came waits, those before it
are passed over.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.background import Desk, show_error
from app.desktop.jobs import Job, Jobs
from app.desktop.map_view import MapView
from app.desktop.session import Selection
from app.desktop.trial_bar import TrialBar
from app.language import N_
from app.progress import Tick
from app.release import visible

if TYPE_CHECKING:
    from app.place_trials import Movable, Trial, Tried
    from app.results import StoredResult

_NEVER = -1
_UNSEEN = ""
"""Title of work that no status bar shows."""


class Trying(QObject):
    """What is tried for the result shown.

    Signals
    -------
    followed : float, float
        What a position brings is on the screen: longitude and latitude.
    """

    followed = Signal(float, float)

    def __init__(self, desk: Desk, view: MapView, bar: TrialBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._map, self._bar = desk, view, bar
        self._quiet = Jobs(self)
        self._stored: StoredResult | None = None
        self._places: dict[str, Movable] = {}
        self._preparing: Job | None = None
        self._ready: Trial | None = None
        self._found: Tried | None = None
        self._next: tuple[float, float] | None = None
        self._is_searching = False
        self._awaited = _NEVER
        bar.toggled.connect(self._toggle)
        bar.back_asked.connect(self.put_back)
        view.tried.connect(self.move_to)
        view.trial_ended.connect(self.end)
        view.painted.connect(self._on_painted)

    def show_result(self, stored: "StoredResult | None") -> None:
        """Offer to move the places of a result that the reader may see."""
        from app.place_trials import can_be_tried, movable_places

        self.end()
        project, session = self._desk.session.project, self._desk.session
        shown = visible(stored.result, session.audience) if stored else None
        can = bool(project and shown and stored and can_be_tried(project, shown))
        self._stored = stored if can else None
        self._places = movable_places(shown) if can and shown else {}
        self._bar.offer(can)

    def select(self, selection: Selection) -> None:
        """Try the place that is selected, while the button is down."""
        code = self._chosen(selection)
        if self._bar.is_on and code and (self._ready is None or self._ready.place.code != code):
            self._prepare(code)

    def move_to(self, lon: float, lat: float) -> None:
        """Find what the place would bring at a position; of several that come at once the latest counts."""
        if self._ready is not None:
            self._next = (lon, lat)
            self._go_on()

    def put_back(self) -> None:
        """Put the place back to where it is."""
        if self._ready is not None:
            self._begin(self._ready)

    def end(self) -> None:
        """Try no more: the map is as before."""
        if self._preparing is not None:
            self._preparing.forget()
        self._preparing = self._ready = self._found = self._next = None
        self._awaited = _NEVER
        self._map.end_trial()
        self._bar.button.setChecked(False)
        self._bar.say("")

    def close(self) -> None:
        """End all work, and let nobody hear of it."""
        self.end()
        self._quiet.close()

    def say_again(self) -> None:
        """Say what was found in the session's language."""
        if self._ready is not None and self._found is not None:
            self._show(self._ready, self._found)

    def _toggle(self, on: bool) -> None:
        if not on:
            self.end()
            return
        only = next(iter(self._places)) if len(self._places) == 1 else ""
        code = self._chosen(self._desk.session.selection) or only
        if code:
            self._prepare(code)

    def _chosen(self, selection: Selection) -> str:
        tables = (selection.table, *(table for table, _ in selection.beside))
        codes = [code for table in tables for code in selection.of(table)]
        return next((code for code in codes if code in self._places), "")

    def _prepare(self, code: str) -> None:
        """Make everything ready that does not move."""
        from app.place_trials import Trial, trial

        stored, project = self._stored, self._desk.session.project
        if stored is None or project is None:
            return
        if self._preparing is not None:
            self._preparing.forget()

        def work(tick: Tick) -> Trial:
            ready = trial(project, stored.result, code, tick=tick)
            _ = ready.start.total
            return ready

        title = N_("Preparing travel times")
        self._preparing = self._desk.jobs.start(title, work, self._begin, self._failed, lane="trial")

    def _failed(self, error: BaseException) -> None:
        self.end()
        show_error(self._desk, error)

    def _begin(self, ready: "Trial") -> None:
        from app.place_trial_words import trial_theme

        self._preparing, self._ready, self._next = None, ready, None
        theme = trial_theme(ready, ready.start, set(ready.codes), self._desk.session.language)
        self._map.begin_trial(ready.place, theme)
        self._show(ready, ready.start)
        self._map.setFocus()

    def _go_on(self) -> None:
        """Search the latest position, unless one is being searched or painted."""
        ready, at = self._ready, self._next
        if ready is None or at is None or self._is_searching or self._awaited != _NEVER:
            return
        from app.place_trials import Tried, tried

        self._next, self._is_searching = None, True

        def search(tick: Tick) -> Tried:
            return tried(ready, *at, tick=tick)

        self._quiet.start(_UNSEEN, search, lambda found: self._take(ready, found), self._lose)

    def _take(self, ready: "Trial", found: "Tried") -> None:
        self._is_searching = False
        if ready is self._ready:
            self._show(ready, found)
        self._go_on()

    def _lose(self, error: BaseException) -> None:
        self._is_searching = False
        self._failed(error)

    def _show(self, ready: "Trial", found: "Tried") -> None:
        from app.place_trial_words import trial_text, trial_theme

        language = self._desk.session.language
        self._found = found
        text = trial_text(ready, found, language)
        self._bar.say(text)
        self._awaited = self._map.show_trial(trial_theme(ready, found, set(ready.codes), language), text)

    def _on_painted(self, number: int) -> None:
        if self._awaited == _NEVER or number < self._awaited or self._found is None:
            return
        self._awaited = _NEVER
        self.followed.emit(self._found.lon, self._found.lat)
        self._go_on()
