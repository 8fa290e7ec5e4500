"""The steps of a dialog that goes step by step: those done are ticked, the one at hand is bold, the others soft."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import SMALL, set_role
from app.language import DEFAULT, N_, Language


class StepBar(QWidget):
    """The names of the steps, catalogue messages, with an arrow from each to the next.

    A step that is not needed is left out, and those that are needed are numbered without a gap.
    """

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._steps, self._at, self._language = tuple(steps), 0, Language(DEFAULT)
        self._left_out: frozenset[int] = frozenset()
        self._labels = [named(QLabel(), f"step_{place}") for place in range(1, len(steps) + 1)]
        self._arrows = [_arrow() for _ in steps]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for arrow, label in zip(self._arrows, self._labels, strict=True):
            row.addWidget(arrow)
            row.addWidget(label)
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, at: int) -> None:
        """Mark the step number `at`, counted from 0 with those left out, as the one at hand."""
        self._at = at
        for place, label in enumerate(self._labels):
            set_role(label, "value" if place == at else "help")
        self._write()

    def leave_out(self, places: Collection[int]) -> None:
        """Show all steps but those at `places`."""
        self._left_out = frozenset(places)
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._write()

    def _write(self) -> None:
        shown = [place for place in range(len(self._steps)) if place not in self._left_out]
        for place, (arrow, label) in enumerate(zip(self._arrows, self._labels, strict=True)):
            label.setVisible(place in shown)
            arrow.setVisible(place in shown[1:])
        names = {place: self._language.say(self._steps[place]) for place in shown}
        for number, (place, name) in enumerate(names.items(), start=1):
            self._labels[place].setText(f"✓ {name}" if place < self._at else f"{number} {name}")
        at = shown.index(self._at) + 1 if self._at in shown else 1
        said = N_("Step {at} of {steps}: {name}")
        self.setAccessibleName(self._language.say(said, at=at, steps=len(shown), name=names.get(self._at, "")))


def _arrow() -> QLabel:
    arrow = QLabel("→")
    set_role(arrow, "help")
    return arrow
