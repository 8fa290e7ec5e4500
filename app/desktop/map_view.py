"""The map in the window: shows a project and a result, and shares the selection with the other views.

The page is loaded once. Areas follow when a project opens, places when a result comes, and colours alone when another
indicator is chosen.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import words
from app.desktop import map_scheme
from app.desktop.session import Selection
from app.desktop.theme import LIGHT, Theme
from app.language import DEFAULT, N_, Language
from app.map_layers import indicators, point_layers
from app.map_layers import theme as theme_of_result
from app.project_layers import project_area, project_indicators, project_points, project_theme
from app.release import Audience
from geo.map_page import AreaLayer, PointLayer
from geo.map_page import Theme as Colouring
from geo.window_page import areas_message, encoded, points_message, theme_message, window_page

if TYPE_CHECKING:
    from app.results import StoredResult
    from data.project import Project

_JSON = b"application/json"
_HTML = b"text/html"
_LOG = logging.getLogger("lachan.map")


class Bridge(QObject):
    """What the page and the window say to each other."""

    sent = Signal(int, str, str)
    page_opened = Signal()
    page_painted = Signal(int)
    page_chose = Signal(str, list)
    page_hovers = Signal(str, str)
    page_asked = Signal(str)
    page_showed = Signal(str, bool)

    @Slot()
    def opened(self) -> None:
        """Hear that the page can listen."""
        self.page_opened.emit()

    @Slot(int)
    def painted(self, number: int) -> None:
        """Hear that the message of that number is on the screen."""
        self.page_painted.emit(number)

    @Slot(str, list)
    def chose(self, table: str, codes: list[str]) -> None:
        """Hear what was selected on the map."""
        self.page_chose.emit(table, codes)

    @Slot(str, str)
    def hovers(self, table: str, code: str) -> None:
        """Hear what lies under the pointer; nothing when empty."""
        self.page_hovers.emit(table, code)

    @Slot(str)
    def asked(self, key: str) -> None:
        """Hear which way of colouring was chosen in the legend."""
        self.page_asked.emit(key)

    @Slot(str, bool)
    def showed(self, key: str, shown: bool) -> None:
        """Hear that a layer of places was switched."""
        self.page_showed.emit(key, shown)


class Preparation(QObject):
    """One piece of work in a thread of its own, heard of in the event loop; heard of by nobody when the map is gone."""

    done = Signal(bytes)

    def __init__(self, work: Callable[[], bytes]) -> None:
        super().__init__()
        self._work = work

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=lambda: self.done.emit(self._work()), name="map", daemon=True).start()


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
    """

    selection_made = Signal(object)
    hovered = Signal(str, str)
    indicator_shown = Signal(str)
    ready = Signal()
    painted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._project: Project | None = None
        self._result: StoredResult | None = None
        self._codes: list[str] = []
        self._colourings: dict[str, Colouring] = {}
        self._audience = Audience.INTERNAL
        self._indicator = ""
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

    def _load(self) -> None:
        html = window_page(
            self._language.code, channel_script=map_scheme.channel_script(), origin=f"{map_scheme.SCHEME}:"
        )
        self.profile.memory.put("/", _HTML, html.encode())
        self._page.load(map_scheme.PAGE)

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
            self._send_places("result", [])
        self.retheme(theme)
        self._send_texts()
        if before is None or before["units"] is not project["units"]:
            self._send_areas(project_area(project, language))
        self._send_places("project", list(project_points(project, language, audience)))
        self._colour_anew()
        self._first = self._first or self._number

    def show_result(self, result: "StoredResult | None", language: Language) -> None:
        """Draw what a result adds: its ways of colouring and its places. None takes them away."""
        self._result, self._language = result, language
        self._indicator = ""
        self._send_places("result", self._result_places())
        self._colour_anew()

    def show_indicator(self, key: str) -> None:
        """Colour the communes by one of `indicators`.

        Raises
        ------
        KeyError
            No way of colouring is called so.
        """
        self._indicator = key
        self._send("theme", theme_message(self._colouring(key), self._codes))
        self.indicator_shown.emit(key)

    def indicators(self) -> list[tuple[str, str]]:
        """Return the key and title of each way of colouring the communes, those of the result first."""
        return [*self._of_result(), *self._of_project()]

    @property
    def indicator(self) -> str:
        """The key of the way of colouring that is shown."""
        return self._indicator

    def select(self, selection: Selection) -> None:
        """Outline what is selected elsewhere, and bring it into sight. Nothing is emitted."""
        if selection != self._selection:
            self._selection = selection
            self._send("select", {"table": selection.table, "codes": list(selection.codes)})

    def retranslate(self, language: Language) -> None:
        """Say every text in `language`; the page stays, with its view and its selection."""
        if language == self._language:
            return
        self._language = language
        self._send_texts()
        if self._project is not None:
            self._send_places("project", list(project_points(self._project, language, self._audience)))
            self._send_places("result", self._result_places())
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
        self._colourings.clear()
        keys = [key for key, _ in self.indicators()]
        kept = self._indicator if self._indicator in keys else next(iter(keys), "")
        self._send("themes", {"current": kept, "groups": self._groups()})
        if kept:
            self.show_indicator(kept)
            self._in_advance.start()

    def _colour_in_advance(self) -> None:
        """Find the colours of one indicator that was not shown yet, so that it is shown at once when asked for."""
        missing = [key for key, _ in self.indicators() if key not in self._colourings]
        if missing:
            self._colouring(missing[0])
            self._in_advance.start()

    def _colouring(self, key: str) -> Colouring:
        if key not in self._colourings:
            self._colourings[key] = self._found_colouring(key)
        return self._colourings[key]

    def _found_colouring(self, key: str) -> Colouring:
        known = set(self._codes)
        if self._result is not None and key in dict(self._of_result()):
            return theme_of_result(self._result.result, key, known, self._language)
        if self._project is None:
            raise KeyError(key)
        return project_theme(self._project, key, known, self._language)

    def _of_result(self) -> list[tuple[str, str]]:
        return indicators(self._result.result, self._language) if self._result else []

    def _of_project(self) -> list[tuple[str, str]]:
        return project_indicators(self._project, self._language) if self._project is not None else []

    def _groups(self) -> list[dict[str, Any]]:
        titled = ((N_("This result"), self._of_result()), (N_("Data of the project"), self._of_project()))
        return [{"title": self._language.say(title), "themes": items} for title, items in titled if items]

    def _result_places(self) -> list[PointLayer]:
        """Return the result's places; existing shelters only when asked for, as the project's are drawn already."""
        layers = point_layers(self._result.result, self._language) if self._result else ()
        return [replace(layer, shown=layer.key != "existing") for layer in layers]

    def _send_areas(self, area: AreaLayer) -> None:
        """Promise the communes to the page, and simplify their borders in a thread."""
        self._codes = [str(code) for code in area.shapes["code"]]
        self._areas_sent += 1
        path = f"/areas-{self._areas_sent}.json"
        memory = self.profile.memory
        memory.promise(path)
        self._preparation = Preparation(lambda: encoded(areas_message(area)))
        self._preparation.done.connect(lambda content: memory.put(path, _JSON, content))
        self._preparation.start()
        self._send("areas", {"url": path})

    def _send_places(self, origin: str, layers: list[PointLayer]) -> None:
        path = f"/places-{origin}.json"
        self.profile.memory.put(path, _JSON, encoded(points_message(layers)))
        self._send("places", {"url": path, "origin": origin})

    def _send_selection(self) -> None:
        self._send("select", {"table": self._selection.table, "codes": list(self._selection.codes)})

    def _send_texts(self) -> None:
        say = self._language.say
        texts = {
            "language": self._language.code,
            "map": say(N_("Map")),
            "legend": say(N_("Legend")),
            "zoomIn": say(N_("Zoom in")),
            "zoomOut": say(N_("Zoom out")),
            "whole": say(N_("Whole province")),
            "box": say(N_("Select communes by drawing a box (or Shift and drag)")),
            "shownAs": say(N_("Communes coloured by")),
            "notices": [say(message) for message in self._notices()],
            "attribution": self._attribution(),
        }
        self._send("texts", texts)

    def _notices(self) -> Iterator[str]:
        if self._project is not None and self._project.about.simulated:
            yield words.SIMULATED
        if self._project is not None and self._project.about.schematic:
            yield words.SCHEMATIC

    def _attribution(self) -> str:
        if self._project is None:
            return ""
        stated = self._project["units"]["source"].dropna().unique()
        return "; ".join(dict.fromkeys(source for each in sorted(stated) for source in each.split("; ")))

    def _send(self, kind: str, message: Any) -> int:
        self._number += 1
        sent = (self._number, kind, encoded(message).decode())
        if self._open:
            self.bridge.sent.emit(*sent)
        else:
            self._waiting.append(sent)
        return self._number

    def _on_opened(self) -> None:
        self._open = True
        waiting, self._waiting = self._waiting, []
        for sent in waiting:
            self.bridge.sent.emit(*sent)

    def _on_painted(self, number: int) -> None:
        self.painted.emit(number)
        if not self._was_ready and self._first and number >= self._first:
            self._was_ready = True
            self.ready.emit()

    def _on_chose(self, table: str, codes: list[str]) -> None:
        self._selection = Selection(table, tuple(codes))
        self.selection_made.emit(self._selection)

    def _complain(self, message: str) -> None:
        self.complaints.append(message)
        _LOG.warning("map page: %s", message)
