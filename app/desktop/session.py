"""What is open and what is looked at: the project with its undo, the shown result, the selection, the language.

Every widget hears of a change from here. What is open is always what the file holds: there is no unsaved work.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.undo_steps import Step, UndoSteps, step_text
from app.language import DEFAULT, N_, Language
from app.questions import find
from app.release import Audience
from app.results import StoredResult, stored_result
from app.scope import Scope, scope_with

if TYPE_CHECKING:
    from data.project import Project
    from data.store import Store

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected in every view at once.

    Attributes
    ----------
    table : str
        Name of the table or layer the codes belong to: "communes", "sites", "existing", "candidates", …
    codes : tuple of str
        Codes of communes, or ids of facilities.
    beside : tuple of (str, tuple of str)
        What is selected in other tables along with that: a box on the map holds communes and places.
    """

    table: str = ""
    codes: tuple[str, ...] = ()
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, table: str) -> tuple[str, ...]:
        """Return the codes that are selected in `table`."""
        return self.codes if table == self.table else dict(self.beside).get(table, ())


class Session(QObject):
    """The state all parts of the window share, and the signals of its changes."""

    opened = Signal()
    closed = Signal()
    project_changed = Signal(object, object)
    result_shown = Signal(object)
    selection_changed = Signal(object)
    scope_changed = Signal(object)
    history_changed = Signal()
    language_changed = Signal(object)
    audience_changed = Signal(object)
    theme_changed = Signal(str)

    def __init__(
        self,
        *,
        who: str,
        language: Language | None = None,
        audience: Audience = Audience.INTERNAL,
        theme: str = THEMES[0],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.who = who
        self._language = language or Language(DEFAULT)
        self._audience, self._theme = audience, theme
        self._store: Store | None = None
        self._project: Project | None = None
        self._result: StoredResult | None = None
        self._selection, self._scope = Selection(), Scope()
        self._steps = UndoSteps()

    @property
    def store(self) -> "Store | None":
        """The open project file."""
        return self._store

    @property
    def open_store(self) -> "Store":
        """The open project file, where one must be open. Raises RuntimeError."""
        if self._store is None:
            raise RuntimeError
        return self._store

    @property
    def project(self) -> "Project | None":
        """The snapshot that is shown."""
        return self._project

    @property
    def result(self) -> StoredResult | None:
        """The result that is shown."""
        return self._result

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    @property
    def scope(self) -> Scope:
        """The period and the case kinds that are asked about."""
        return self._scope

    @property
    def language(self) -> Language:
        """The language of the window."""
        return self._language

    @property
    def audience(self) -> Audience:
        """Whom the window is set to show things to."""
        return self._audience

    @property
    def theme(self) -> str:
        """One of `THEMES`."""
        return self._theme

    def open(self, store: "Store", *, period: Scope | None = None) -> None:
        """Show the project of `store`, which is the session's to close from now on.

        The scope is that of the newest result, in `period` where one is given.
        """
        if self._store is not None:
            self._store.close()
        self._store, self._project = store, store.project
        self._steps = UndoSteps()
        self._selection = Selection()
        self._result = _newest(store.project)
        self._scope = _scope_of(self._result, Scope())
        if period is not None:
            self._scope = self._scope.with_period_of(period)
        self.opened.emit()
        self.scope_changed.emit(self._scope)
        self.selection_changed.emit(self._selection)
        self.result_shown.emit(self._result)
        self.history_changed.emit()

    def close(self) -> None:
        """Let go of the project."""
        if self._store is None:
            return
        self._store.close()
        self._store = self._project = self._result = None
        self._steps = UndoSteps()
        self._selection, self._scope = Selection(), Scope()
        self.closed.emit()
        self.selection_changed.emit(self._selection)
        self.result_shown.emit(None)
        self.history_changed.emit()

    def move_to(self, store: "Store") -> None:
        """Go on with the same project in another file; what was done can still be undone."""
        self.open_store.close()
        self._store = store
        self._show(store.project)

    def apply(self, project: "Project", *, what: str, object_: str | None = None) -> None:
        """Write `project` to the file as one change that can be undone; raises what `Store.apply` raises."""
        self.open_store.apply(project, what=what, who=self.who, object_=object_)
        self.follow(what)

    def follow(self, what: str) -> None:
        """Take over what the file now holds, as one step `what` that can be undone when more than its audit differs."""
        if self._store is None or self._project is None or self._store.project is self._project:
            return
        step = Step(what, self._project, self._store.project)
        if step.changes_something:
            self._steps = self._steps.with_step(step)
        self._show(step.after)

    def follow_purge(self) -> None:
        """Take over what the file holds after a purge; nothing before it can be undone: that would bring it back."""
        self._steps = UndoSteps()
        self._show(self.open_store.project)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._steps.last_done is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._steps.last_undone is not None

    @property
    def undo_step(self) -> Step | None:
        """The step that `undo` takes back."""
        return self._steps.last_done

    @property
    def redo_step(self) -> Step | None:
        """The step that `redo` does again."""
        return self._steps.last_undone

    @property
    def undo_text(self) -> str:
        """What undo would do, as a tooltip says it; empty where there is nothing to undo."""
        step = self.undo_step
        return self._language.say(N_("Undo: {step}"), step=step_text(step, self._language)) if step else ""

    @property
    def redo_text(self) -> str:
        """What redo would do, as a tooltip says it; empty where there is nothing to redo."""
        step = self.redo_step
        return self._language.say(N_("Redo: {step}"), step=step_text(step, self._language)) if step else ""

    def write_undone(self, step: Step) -> None:
        """Write the snapshot before `step` to the file; may be called in a thread, then `undone` in the event loop."""
        self.open_store.apply(step.before, what=f"undo {step.what}", who=self.who)

    def write_redone(self, step: Step) -> None:
        """Write the snapshot after `step` to the file; may be called in a thread, then `redone` in the event loop."""
        self.open_store.apply(step.after, what=f"redo {step.what}", who=self.who)

    def undone(self) -> None:
        """Show what the file holds after `write_undone`."""
        self._steps = self._steps.undone()
        self._show(self.open_store.project)
        self._take_scope_of_result()

    def redone(self) -> None:
        """Show what the file holds after `write_redone`."""
        self._steps = self._steps.redone()
        self._show(self.open_store.project)
        self._take_scope_of_result()

    def undo(self) -> None:
        """Take back the last step, in the file too; the audit keeps that both happened."""
        if step := self.undo_step:
            self.write_undone(step)
            self.undone()

    def redo(self) -> None:
        """Do the step taken back last again."""
        if step := self.redo_step:
            self.write_redone(step)
            self.redone()

    def select(self, selection: Selection) -> None:
        """Select in every view; heard only when it differs."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def show_result(self, result_id: str) -> None:
        """Show a kept result, and ask about the scope it was asked about. Raises UnknownResult."""
        self._set_result(stored_result(self.open_store.project, result_id))
        self._take_scope_of_result()

    def set_scope(self, scope: Scope) -> None:
        """Ask about `scope` from now on; heard only when it differs."""
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit(scope)

    def set_language(self, language: Language) -> None:
        """Speak `language`; heard only when it differs."""
        if language != self._language:
            self._language = language
            self.language_changed.emit(language)

    def set_audience(self, audience: Audience) -> None:
        """Show things for `audience`; heard only when it differs."""
        if audience != self._audience:
            self._audience = audience
            self.audience_changed.emit(audience)

    def set_theme(self, theme: str) -> None:
        """Look like `theme`; heard only when it differs."""
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)

    def _show(self, after: "Project") -> None:
        """Show a snapshot: a result that came with it, or another where the shown one went."""
        before, self._project = self._project, after
        self.project_changed.emit(before, after)
        self.history_changed.emit()
        known = _result_ids(before) if before else ()
        came = [each for each in _result_ids(after) if each not in known]
        if came:
            self._set_result(stored_result(after, came[-1]))
        elif self._result is not None and self._result.result_id not in _result_ids(after):
            self._set_result(_newest(after))

    def _take_scope_of_result(self) -> None:
        self.set_scope(_scope_of(self._result, self._scope))

    def _set_result(self, result: StoredResult | None) -> None:
        self._result = result
        self.result_shown.emit(result)


def _result_ids(project: "Project") -> tuple[str, ...]:
    return tuple(project["results"]["result_id"])


def _newest(project: "Project") -> StoredResult | None:
    kept = _result_ids(project)
    return stored_result(project, kept[-1]) if kept else None


def _scope_of(stored: StoredResult | None, scope: Scope) -> Scope:
    """Return `scope` with as much of it as a result was asked about."""
    if stored is None:
        return scope
    values = {each.name: each.value for each in stored.result.parameters}
    return scope_with(scope, find(stored.result.analysis).parameters, values)
