"""The steps of a dialog in a line: those done, the one at hand, those to come."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import SMALL, set_role
from app.language import DEFAULT, N_, Language


class StepBar(QWidget):
    """The names of the steps, catalogue messages, with an arrow from each to the next."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._steps, self._at, self._language = tuple(steps), 0, Language(DEFAULT)
        self._labels = [named(QLabel(), f"step_{place}") for place in range(1, len(steps) + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for place, label in enumerate(self._labels):
            if place:
                row.addWidget(_arrow())
            row.addWidget(label)
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, at: int) -> None:
        """Mark the step number `at`, counted from 0, as the one at hand."""
        self._at = at
        for place, label in enumerate(self._labels):
            set_role(label, "value" if place == at else "help")
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._write()

    def _write(self) -> None:
        names = [self._language.say(step) for step in self._steps]
        for place, (label, name) in enumerate(zip(self._labels, names, strict=True)):
            label.setText(f"✓ {name}" if place < self._at else f"{place + 1} {name}")
        said = N_("Step {at} of {steps}: {name}")
        self.setAccessibleName(self._language.say(said, at=self._at + 1, steps=len(names), name=names[self._at]))


def _arrow() -> QLabel:
    arrow = QLabel("→")
    set_role(arrow, "help")
    return arrow
