"""The map in the window: shows a project and a result, and shares the selection with the other views.

The page is loaded once. Areas follow when a project opens, places when a result comes, and colours alone when another
indicator is chosen.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop import map_scheme
from app.desktop.map_bridge import Bridge, Preparation
from app.desktop.map_colourings import Colourings
from app.desktop.map_selection import KNOWN_PLACES, from_page, on_page
from app.desktop.map_watch import MapWatch
from app.desktop.map_words import page_texts
from app.desktop.session import Selection
from app.desktop.theme import LIGHT, Theme
from app.language import DEFAULT, Language
from app.map_layers import EXISTING, line_layers, point_layers
from app.names import shown_name
from app.project_layers import project_area, project_points
from app.release import Audience
from geo.map_page import AreaLayer, LineLayer, PointLayer
from geo.map_page import Theme as Colouring
from geo.window_page import (
    areas_message,
    encoded,
    lines_message,
    points_message,
    theme_message,
    window_page,
)

if TYPE_CHECKING:
    from app.place_trials import Movable
    from app.results import StoredResult
    from data.project import Project

_JSON = b"application/json"
_HTML = b"text/html"
_LOG = logging.getLogger("lachan.map")


class MapView(QWidget):
    """The map of a project and of a result.

    Signals
    -------
    selection_made : Selection
        Somebody selected on the map.
    hovered : str, str
        Table and code under the pointer; empty when it left.
    indicator_shown : str
        Key of the way of colouring that is shown.
    ready
        The first map is on the screen and answers a click.
    painted : int
        The message of that number is on the screen.
    tried : float, float
        Longitude and latitude at which a place is tried.
    trial_ended
        Somebody on the map tries it no more.
    """

    selection_made = Signal(object)
    hovered = Signal(str, str)
    indicator_shown = Signal(str)
    ready = Signal()
    painted = Signal(int)
    tried = Signal(float, float)
    trial_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._project: Project | None = None
        self._result: StoredResult | None = None
        self._codes: list[str] = []
        self._layer_of: dict[str, str] = {}
        self._drawn_in: dict[str, str] = {}
        self._known = EXISTING
        self._colourings = Colourings()
        self._audience = Audience.INTERNAL
        self._indicator = self._before_trial = ""
        self._selection = Selection()
        self._open = self._was_ready = False
        self._waiting: list[tuple[int, str, str]] = []
        self._number = self._first = self._areas_sent = 0
        self._in_advance = QTimer(self, singleShot=True, interval=200)
        self._in_advance.timeout.connect(self._colour_in_advance)
        self.complaints: list[str] = []
        self._build()

    def _build(self) -> None:
        self.profile = map_scheme.PrivateProfile()
        self.bridge = Bridge(self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self.bridge)
        self.web = QWebEngineView(self)
        self._page = map_scheme.MapPage(self.profile, self._complain, self.web)
        self._page.setWebChannel(self._channel)
        self.web.setPage(self._page)
        self.watch = MapWatch(self._page, self)
        self.profile.setParent(self)  # after the view, whose page must go first
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.web)
        self.setFocusProxy(self.web)
        self._listen()
        self._load()

    def _listen(self) -> None:
        self.bridge.page_opened.connect(self._on_opened)
        self.bridge.page_painted.connect(self._on_painted)
        self.bridge.page_chose.connect(self._on_chose)
        self.bridge.page_hovers.connect(self.hovered)
        self.bridge.page_asked.connect(self.show_indicator)
        self.bridge.page_tried.connect(self.tried)
        self.bridge.page_ended.connect(self.trial_ended)
        self.watch.lost.connect(self._start_over)

    def _load(self) -> None:
        html = window_page(
            self._language.code, channel_script=map_scheme.channel_script(), origin=f"{map_scheme.SCHEME}:"
        )
        self.profile.memory.put("/", _HTML, html.encode())
        self._page.load(map_scheme.PAGE)
        self.watch.expect()

    def _start_over(self) -> None:
        """Load the page again and draw what it showed."""
        self._open, self._waiting = False, []
        self.trial_ended.emit()
        self._load()
        self._send_selection()
        if self._project is not None:
            self._draw(self._project, anew=True)

    def show_project(
        self, project: "Project", language: Language, theme: Theme, audience: Audience = Audience.INTERNAL
    ) -> None:
        """Draw the communes, places and staff of a project that `audience` may see.

        A later snapshot of the same project leaves the result, the selection and the view as they are, and the
        communes too where they are the same.
        """
        before, self._project = self._project, project
        self._language, self._audience = language, audience
        if before is None or before.about.project_id != project.about.project_id:
            self._result, self._selection, self._indicator = None, Selection(), ""
            self._send_selection()
        self._theme = theme
        self._draw(project, anew=before is None or before["units"] is not project["units"])
        self._first = self._first or self._number

    def _draw(self, project: "Project", *, anew: bool) -> None:
        """Send everything but the selection; the communes only when `anew`."""
        self.retheme(self._theme)
        self._send_texts()
        if anew:
            self._send_areas(project_area(project, self._language))
        self._send_all_places()
        self._colour_anew()

    def show_result(self, result: "StoredResult | None", language: Language) -> None:
        """Draw what a result adds: its ways of colouring and its places. None takes them away."""
        self._result, self._language = result, language
        self._indicator = ""
        self._send_result_places()
        self._colour_anew()

    def show_indicator(self, key: str) -> None:
        """Colour the communes by one of `indicators`.

        Raises
        ------
        KeyError
            No way of colouring is called so.
        """
        self._indicator = key
        self._send("theme", theme_message(self._colourings.find(key), self._codes) | self._colourings.bands(key))
        self.indicator_shown.emit(key)

    def indicators(self) -> list[tuple[str, str]]:
        """Return the key and title of each way of colouring the communes, those of the result first."""
        return self._colourings.listed()

    @property
    def indicator(self) -> str:
        """The key of the way of colouring that is shown."""
        return self._indicator

    def begin_trial(self, place: "Movable", theme: Colouring) -> None:
        """Let `place` be dragged, and colour the communes by what it brings where it is."""
        if self._colourings.trial is None:
            self._before_trial = self._indicator
        self._colourings.trial, self._indicator = theme, theme.key
        self._colour_anew()
        name = shown_name(place.name, self._language)
        self._send("trial", {"at": [place.lat, place.lon], "name": name})

    def show_trial(self, theme: Colouring, text: str) -> int:
        """Colour the communes by what a position brings, where they are coloured so; return the message's number."""
        before = self._colourings.trial
        is_said_anew = before is None or before.title != theme.title
        self._colourings.show_trial(theme)
        if is_said_anew:
            self._send("themes", {"current": self._indicator, "groups": self._colourings.groups()})
        shown = theme_message(theme, self._codes) if self._indicator == theme.key else None
        return self._send("tried", {"theme": shown, "text": text})

    def end_trial(self) -> None:
        """Show no place tried elsewhere, and the communes as before."""
        if self._colourings.trial is not None:
            self._colourings.trial = None
            self._indicator = self._before_trial
            self._send("trial", None)
            self._colour_anew()

    def select(self, selection: Selection) -> None:
        """Outline what is selected elsewhere, and bring it into sight. Nothing is emitted."""
        if selection != self._selection:
            self._selection = selection
            self._send_selection()

    def retranslate(self, language: Language) -> None:
        """Say every text in `language`; the page stays, with its view and its selection."""
        if language == self._language:
            return
        self._language = language
        self._send_texts()
        if self._project is not None:
            self._send_all_places()
            self._colour_anew()
            self._send_selection()

    def retheme(self, theme: Theme) -> None:
        """Take the colours of `theme`; the page stays."""
        self._theme = theme
        names = ("ink", "soft", "line", "edge", "paper", "ground", "hover", "accent", "chosen", "mark")
        colours = {name: getattr(theme, name) for name in names}
        warning = {"warn": theme.warn, "warn-ink": theme.warn_ink, "warn-line": theme.warn_line}
        self._send("look", {**colours, **warning, "chosen-ink": theme.chosen_ink, "scheme": theme.name})

    def ask(self, expression: str, callback: Callable[[Any], None]) -> None:
        """Hand the value of an expression of the page's language, as JSON can hold it, to `callback`."""
        self._page.runJavaScript(
            f"JSON.stringify(({expression}) ?? null)", 0, lambda found: callback(json.loads(found))
        )

    @property
    def sent(self) -> int:
        """The number of the latest message to the page."""
        return self._number

    @property
    def blocked(self) -> list[str]:
        """The addresses the page asked for in vain."""
        return self.profile.blocker.blocked

    def _colour_anew(self) -> None:
        """Offer the ways of colouring there are, and show the chosen one, else the first."""
        self._colourings.renew(self._project, self._result, self._language, self._codes)
        keys = [key for key, _ in self.indicators()]
        kept = self._indicator if self._indicator in keys else next(iter(keys), "")
        self._send("themes", {"current": kept, "groups": self._colourings.groups()})
        if kept:
            self.show_indicator(kept)
            self._in_advance.start()

    def _colour_in_advance(self) -> None:
        """Find the colours of one indicator that was not shown yet, so that it is shown at once when asked for."""
        missing = self._colourings.missing()
        if missing:
            self._colourings.find(missing)
            self._in_advance.start()

    def _send_all_places(self) -> None:
        own = project_points(self._project, self._language, self._audience) if self._project is not None else ()
        layers = list(own)
        self._layer_of = {str(code): layer.key for layer in layers if layer.shown for code in layer.shapes["code"]}
        self._send_places("project", layers)
        self._send_result_places()

    def _send_result_places(self) -> None:
        """Send lines and places of the result; a place that a shown layer of the project draws is not drawn again."""
        lines = list(line_layers(self._result.result, self._language)) if self._result else []
        layers = list(point_layers(self._result.result, self._language)) if self._result else []
        known = [layer for layer in layers if layer.key in KNOWN_PLACES]
        self._known = known[0].key if known else EXISTING
        codes = [str(code) for layer in known for code in layer.shapes["code"]]
        self._drawn_in = {code: self._layer_of[code] for code in codes if code in self._layer_of}
        self._send_places("result", [each for layer in layers if (each := self._undrawn(layer)) is not None], lines)

    def _undrawn(self, layer: PointLayer) -> PointLayer | None:
        """Return what of a layer the project's layers do not draw; None where that is nothing."""
        if layer.key not in KNOWN_PLACES:
            return layer
        left = layer.shapes[~layer.shapes["code"].isin(list(self._drawn_in))]
        return replace(layer, shapes=left, note=self._language.number(len(left))) if len(left) else None

    def _send_areas(self, area: AreaLayer) -> None:
        """Promise the communes to the page, and simplify their borders in a thread."""
        self._codes = [str(code) for code in area.shapes["code"]]
        self._areas_sent += 1
        path = f"/areas-{self._areas_sent}.json"
        memory = self.profile.memory
        memory.promise(path)
        self._preparation = Preparation(lambda: encoded(areas_message(area)))
        self._preparation.done.connect(lambda content: memory.put(path, _JSON, content))
        self._preparation.failed.connect(lambda: memory.put(path, _JSON, encoded({"failed": True})))
        self._preparation.start()
        self._send("areas", {"url": path})

    def _send_places(self, origin: str, layers: list[PointLayer], lines: Sequence[LineLayer] = ()) -> None:
        path = f"/places-{origin}.json"
        self.profile.memory.put(path, _JSON, encoded([*lines_message(lines), *points_message(layers)]))
        self._send("places", {"url": path, "origin": origin})

    def _send_selection(self) -> None:
        self._send("select", on_page(self._selection, self._drawn_in))

    def _send_texts(self) -> None:
        self._send("texts", page_texts(self._project, self._language))

    def _send(self, kind: str, message: Any) -> int:
        self._number += 1
        sent = (self._number, kind, encoded(message).decode())
        if self._open:
            self.bridge.sent.emit(*sent)
            self.watch.expect()
        else:
            self._waiting.append(sent)
        return self._number

    def _on_opened(self) -> None:
        self._open = True
        waiting, self._waiting = self._waiting, []
        for sent in waiting:
            self.bridge.sent.emit(*sent)

    def _on_painted(self, number: int) -> None:
        self.watch.heard(more=number < self._number)
        self.painted.emit(number)
        if not self._was_ready and self._first and number >= self._first:
            self._was_ready = True
            self.ready.emit()

    def _on_chose(self, tables: str) -> None:
        self._selection = from_page(tables, self._drawn_in, self._known)
        self.selection_made.emit(self._selection)

    def _complain(self, message: str) -> None:
        self.complaints.append(message)
        _LOG.warning("map page: %s", message)
