"""What can be undone and redone: steps between two snapshots, without Qt.

Snapshots share all tables that did not change, so a long history costs little.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.language import N_, Language
from app.project_words import PROJECT_TABLES
from app.questions import find
from data.project import changed_tables

if TYPE_CHECKING:
    from data.project import Project

LONGEST = 100
"""Steps that are kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what was done, as the audit says it, and the snapshots around it."""

    what: str
    before: "Project"
    after: "Project"

    @property
    def changes_something(self) -> bool:
        """Whether anything but the audit differs."""
        same = self.before.about == self.after.about
        return not same or bool(set(changed_tables(self.before, self.after)) - {"audit"})


def step_text(step: Step, language: Language) -> str:
    """Return what the step was, as a menu says it: the question that was run, the table that was imported."""
    verb, _, name = step.what.partition(" ")
    if verb == "run":
        return language.say(find(name).title)
    if verb == "import":
        return language.say(N_("Import: {table}"), table=language.say(PROJECT_TABLES[name]))
    return language.say(_OTHERS.get(step.what, N_("the last step")))


_OTHERS = {
    "remove import": N_("Taking an import back"),
    "decide pairs": N_("Decision about pairs of cases"),
    "correct crosswalk": N_("Correction of what became of an old unit"),
}


@dataclass(frozen=True, slots=True)
class UndoSteps:
    """The steps done and the steps taken back, the latest last."""

    done: tuple[Step, ...] = ()
    taken_back: tuple[Step, ...] = ()

    @property
    def last_done(self) -> Step | None:
        """The step to undo next."""
        return self.done[-1] if self.done else None

    @property
    def last_undone(self) -> Step | None:
        """The step to redo next."""
        return self.taken_back[-1] if self.taken_back else None

    def with_step(self, step: Step) -> "UndoSteps":
        """Return the steps with one more step; what was taken back is forgotten."""
        return UndoSteps((*self.done, step)[-LONGEST:])

    def undone(self) -> "UndoSteps":
        """Return the steps after its last step was taken back."""
        return replace(self, done=self.done[:-1], taken_back=(*self.taken_back, *self.done[-1:]))

    def redone(self) -> "UndoSteps":
        """Return the steps after the step taken back last was done again."""
        return replace(self, done=(*self.done, *self.taken_back[-1:]), taken_back=self.taken_back[:-1])
