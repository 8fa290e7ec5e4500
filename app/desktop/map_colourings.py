"""The ways of colouring the communes that the map offers: those of a trial, of the result and of the project.

Each is found when it is first asked for, and kept until project, result or language change.
"""

from typing import TYPE_CHECKING, Any

from app import isochrone_theme
from app.language import N_, Language
from app.map_layers import indicators
from app.map_layers import theme as theme_of_result
from app.project_layers import project_indicators, project_theme
from geo.map_page import Theme as Colouring
from geo.window_page import bands_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.results import StoredResult
    from data.project import Project


class Colourings:
    """The ways of colouring that there are now, each by its key.

    Attributes
    ----------
    trial : Theme or None
        What a place tried elsewhere brings; None while none is tried.
    """

    def __init__(self) -> None:
        self.trial: Colouring | None = None
        self._project: Project | None = None
        self._result: StoredResult | None = None
        self._language = Language("vi")
        self._known: set[str] = set()
        self._found: dict[str, Colouring] = {}

    def renew(
        self,
        project: "Project | None",
        result: "StoredResult | None",
        language: Language,
        codes: "Sequence[str]",
    ) -> None:
        """Colour the communes `codes` by a project and a result."""
        self._project, self._result, self._language = project, result, language
        self._known = set(codes)
        self._found.clear()

    def show_trial(self, theme: Colouring) -> None:
        """Take what another position of the place tried brings."""
        self.trial = self._found[theme.key] = theme

    def listed(self) -> list[tuple[str, str]]:
        """Return the key and title of each, those of the result before those of the project."""
        return [*self._of_trial(), *self._of_result(), *self._of_project()]

    def groups(self) -> list[dict[str, Any]]:
        """Return them under their headings, as the page lists them."""
        titled = (
            (N_("Tried, not stored"), self._of_trial()),
            (N_("This result"), self._of_result()),
            (N_("Data of the project"), self._of_project()),
        )
        return [{"title": self._language.say(title), "themes": items} for title, items in titled if items]

    def missing(self) -> str:
        """Return the key of one that was not found yet; empty where all were."""
        return next((key for key, _ in self.listed() if key not in self._found), "")

    def find(self, key: str) -> Colouring:
        """Return one of them.

        Raises
        ------
        KeyError
            None is called so.
        """
        if key not in self._found:
            self._found[key] = self._find(key)
        return self._found[key]

    def bands(self, key: str) -> dict[str, Any]:
        """Return the message about the isochrones that go with one of them; empty without any."""
        if self._result is None or key not in dict(self._of_isochrones()):
            return {}
        return {"bands": bands_message(isochrone_theme.bands(self._result.result, key))}

    def _find(self, key: str) -> Colouring:
        if self.trial is not None and key == self.trial.key:
            return self.trial
        if self._result is not None and key in dict(self._of_isochrones()):
            return isochrone_theme.theme(self._result.result, key, self._language)
        if self._result is not None and key in dict(self._of_result()):
            return theme_of_result(self._result.result, key, self._known, self._language)
        if self._project is None:
            raise KeyError(key)
        return project_theme(self._project, key, self._known, self._language)

    def _of_trial(self) -> list[tuple[str, str]]:
        return [(self.trial.key, self.trial.title)] if self.trial is not None else []

    def _of_result(self) -> list[tuple[str, str]]:
        own = indicators(self._result.result, self._language) if self._result else []
        return [*self._of_isochrones(), *own]

    def _of_isochrones(self) -> list[tuple[str, str]]:
        return isochrone_theme.indicators(self._result.result, self._language) if self._result else []

    def _of_project(self) -> list[tuple[str, str]]:
        return project_indicators(self._project, self._language) if self._project is not None else []
