"""The map in the window: shows a project and a result, and shares the selection with the other views.

The page is loaded once. Areas follow when a project opens, places when a result comes, and colours alone when another
indicator is chosen.
"""

import json
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import words
from app.desktop import map_scheme
from app.desktop.session import Selection
from app.desktop.theme import LIGHT, Theme
from app.language import DEFAULT, N_, Language
from app.map_layers import point_layers, themes
from app.project_layers import project_area, project_points, project_themes
from geo.map_page import PointLayer
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
        self._of_result: list[str] = []
        self._indicator = ""
        self._selection = Selection()
        self._open = self._was_ready = False
        self._waiting: list[tuple[int, str, str]] = []
        self._number = self._first_areas = 0
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
        self.profile.memory.contents["/"] = (_HTML, html.encode())
        self._page.load(map_scheme.PAGE)

    def show_project(self, project: "Project", language: Language, theme: Theme) -> None:
        """Draw the communes, places and staff of a project; its result, if any, comes by `show_result`."""
        self._project, self._result = project, None
        self._language, self._theme = language, theme
        self._selection = Selection()
        self.retheme(theme)
        self._send_texts()
        area = project_area(project, language)
        self._codes = [str(code) for code in area.shapes["code"]]
        number = self._send_content("areas", areas_message(area))
        self._first_areas = self._first_areas or number
        self._send_places("project", list(project_points(project, language)))
        self._colour_anew()

    def show_result(self, result: "StoredResult | None", language: Language) -> None:
        """Draw what a result adds: its ways of colouring and its places. None takes them away."""
        self._result, self._language = result, language
        self._indicator = ""
        self._send_places("result", list(point_layers(result.result, language)) if result else [])
        self._colour_anew()

    def show_indicator(self, key: str) -> None:
        """Colour the communes by one of `indicators`.

        Raises
        ------
        KeyError
            No way of colouring is called so.
        """
        colouring = self._colourings[key]
        self._indicator = key
        self._send("theme", theme_message(colouring, self._codes))
        self.indicator_shown.emit(key)

    def indicators(self) -> list[tuple[str, str]]:
        """Return the key and title of each way of colouring the communes, those of the result first."""
        return [(key, colouring.title) for key, colouring in self._colourings.items()]

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
            self._send_places("project", list(project_points(self._project, language)))
            self._send_places("result", list(point_layers(self._result.result, language)) if self._result else [])
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
        self._page.runJavaScript(f"JSON.stringify(({expression}) ?? null)", 0, lambda found: callback(json.loads(found)))

    @property
    def blocked(self) -> list[str]:
        """The addresses the page asked for in vain."""
        return self.profile.blocker.blocked

    def _colour_anew(self) -> None:
        """Ask project and result how communes may be coloured, and show the chosen way, else the first."""
        self._colourings = {colouring.key: colouring for colouring in self._found_colourings()}
        kept = self._indicator if self._indicator in self._colourings else next(iter(self._colourings), "")
        self._send("themes", {"current": kept, "groups": self._groups()})
        if kept:
            self.show_indicator(kept)

    def _found_colourings(self) -> Iterator[Colouring]:
        known = set(self._codes)
        own = list(themes(self._result.result, known, self._language)) if self._result else []
        self._of_result = [colouring.key for colouring in own]
        yield from own
        if self._project is not None:
            yield from project_themes(self._project, known, self._language)

    def _groups(self) -> list[dict[str, Any]]:
        of_result = [item for item in self.indicators() if item[0] in self._of_result]
        of_project = [item for item in self.indicators() if item[0] not in self._of_result]
        titled = ((N_("This result"), of_result), (N_("Data of the project"), of_project))
        return [{"title": self._language.say(title), "themes": items} for title, items in titled if items]

    def _send_places(self, origin: str, layers: list[PointLayer]) -> None:
        self._send_content(f"places_{origin}", points_message(layers), kind="places", origin=origin)

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

    def _send_content(self, name: str, message: Any, *, kind: str = "", **more: str) -> int:
        """Put a large message where the page fetches it."""
        path = f"/{name}.json"
        self.profile.memory.contents[path] = (_JSON, encoded(message))
        return self._send(kind or name, {"url": path, **more})

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
        if not self._was_ready and self._first_areas and number >= self._first_areas:
            self._was_ready = True
            self.ready.emit()

    def _on_chose(self, table: str, codes: list[str]) -> None:
        self._selection = Selection(table, tuple(codes))
        self.selection_made.emit(self._selection)

    def _complain(self, message: str) -> None:
        self.complaints.append(message)
        _LOG.warning("map page: %s", message)
