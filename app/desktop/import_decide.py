"""The step of an import that comes only where something must be decided: names, words, days, systems, repeated rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import framed, label, named, text_label
from app.desktop.import_source import SystemBox
from app.desktop.points_map import PointsMap
from app.desktop.theme import LARGE, SMALL, Theme
from app.import_fields import choice_text, field_label
from app.import_preview import Point
from app.import_questions import Asked, Question, Unit, system_name, units_to_choose
from app.language import DEFAULT, N_, Language
from app.names import unit_name
from data.coordinates import SWAPPED
from data.project import Project
from data.repeats import Repeat
from data.unit_lists import OLD_VINTAGE, VINTAGE
from data.value_words import plain_words

Draw = Callable[[str], tuple[Point, ...]]
"""Returns where the first rows lie if their positions are of this system."""

_TITLES: Mapping[Asked, str] = {
    Asked.VINTAGE: N_("Of which list are the commune codes?"),
    Asked.REPEAT: N_("Rows about the same things are there already."),
    Asked.SYSTEM: N_("In which coordinate system are the positions?"),
    Asked.NAME: N_("Which commune is meant?"),
    Asked.WORD: N_("What does the word mean?"),
}
_HELP: Mapping[Asked, str] = {
    Asked.VINTAGE: N_(
        "Codes were used again in July 2025 for other areas. {in_both} codes of the file are in both lists,"
        " {only_old} only in the old one, {only_new} only in the new one."
    ),
    Asked.REPEAT: N_("The file, or a part of it, was imported before."),
    Asked.SYSTEM: N_("Look on the map where the points would lie; nothing is moved before you choose."),
    Asked.NAME: N_("Rows of a name that is not decided are set aside. What you choose is kept for the next file."),
    Asked.WORD: N_("Rows with a word that is not decided are set aside."),
}
_VINTAGES: Mapping[str, str] = {
    OLD_VINTAGE: N_("The list before 1 July 2025, with districts"),
    VINTAGE: N_("The list since 1 July 2025"),
}
_REPEATS: Mapping[str, str] = {
    Repeat.UPDATE: N_("Update: the new rows take the place of the earlier ones"),
    Repeat.SKIP: N_("Skip: take only rows that are not there yet"),
    Repeat.ADD: N_("Add: take all rows as new ones"),
}
_MAP_HEIGHT = 240


class RadioAnswer(QWidget):
    """One of a few answers; none is chosen beforehand."""

    changed = Signal()

    def __init__(self, name: str, values: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._group, self._buttons = QButtonGroup(self), {value: QRadioButton() for value in values}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        for value, button in self._buttons.items():
            named(button, f"{name}_{value or 'other'}")
            self._group.addButton(button)
            self._lines.addWidget(button)
        self._group.buttonToggled.connect(self.changed)

    def value(self) -> str:
        """Return the answer; empty: none yet."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose an answer."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def say(self, texts: Mapping[str, str]) -> None:
        """Show these texts for the answers."""
        for value, button in self._buttons.items():
            button.setText(texts[value])


class SystemAnswer(RadioAnswer):
    """One of the systems proposed, or another."""

    def __init__(self, name: str, values: Sequence[str]) -> None:
        super().__init__(name, (*values, ""))
        self.other = SystemBox(f"{name}_typed")
        self.other.setEnabled(False)
        self._buttons[""].toggled.connect(self.other.setEnabled)
        self.other.currentTextChanged.connect(self.changed)
        self._lines.addWidget(self.other)

    def value(self) -> str:
        """Return the system chosen or typed; empty: none yet."""
        return self.other.stated() if self._buttons[""].isChecked() else super().value()

    def set_value(self, value: str) -> None:
        """Choose a system."""
        if value and value not in self._buttons:
            self._buttons[""].setChecked(True)
            self.other.state(value)
        elif value:
            super().set_value(value)


class ListAnswer(QComboBox):
    """An answer from a list, likely ones first; with `more`, any other of these, or its code, may be typed."""

    changed = Signal()

    def __init__(self, name: str, texts: Mapping[str, str], more: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumContentsLength(26)
        self.addItem("", "")
        for value, text in texts.items():
            self.addItem(text, value)
        self._more = {key: value for value, text in (more or {}).items() for key in (plain_words(text), value)}
        if more:
            self._take_typing(list(more.values()))
        self.currentTextChanged.connect(self.changed)

    def value(self) -> str:
        """Return the answer; empty: not decided."""
        typed = self.currentText().strip()
        place = self.findText(typed)
        return self.itemData(place) if place >= 0 else self._more.get(plain_words(typed), "")

    def set_value(self, value: str) -> None:
        """Choose an answer."""
        if (place := self.findData(value)) >= 0:
            self.setCurrentIndex(place)
        else:
            self.setEditText(value)

    def set_hint(self, text: str) -> None:
        """Show `text` while nothing is chosen or typed."""
        if (line := self.lineEdit()) is not None:
            line.setPlaceholderText(text)

    def _take_typing(self, texts: list[str]) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(texts, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)


Answer = RadioAnswer | ListAnswer


@dataclass(frozen=True, slots=True)
class _Shown:
    question: Question
    answer: Answer


class DecidePage(QWidget):
    """What a check left to decide, with an answer to each."""

    changed = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("import_decide")
        self._project, self._language = project, Language(DEFAULT)
        self._questions: tuple[Question, ...] = ()
        self._given: dict[str, str] = {}
        self._shown: list[_Shown] = []
        self._units: dict[str, Mapping[str, Unit]] = {}
        self._draw: Draw = lambda _: ()
        self._intro, self._scroll = text_label("", "decide_intro"), QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._map = PointsMap(project, "decide_map")
        self._map.setMinimumHeight(_MAP_HEIGHT)
        self._map.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._intro)
        column.addWidget(framed(self._scroll), 1)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return self._questions

    def ask(self, questions: Sequence[Question], draw: Draw) -> None:
        """Ask these questions; an answer given before to the same question stays."""
        self._keep()
        self._questions, self._draw = tuple(questions), draw
        self._build()

    def start_again(self) -> None:
        """Forget all questions and answers: another file is at hand."""
        self._questions, self._shown, self._given = (), [], {}
        self._build()

    def answers(self) -> dict[str, str]:
        """Return each answer given, by the setting it is."""
        self._keep()
        return {name: value for name, value in self._given.items() if value}

    def ready(self) -> bool:
        """Return whether everything that must be answered is."""
        given = self.answers()
        return all(question.setting in given for question in self._questions if question.needed)

    def open_questions(self) -> int:
        """Return how many questions have no answer."""
        given = self.answers()
        return sum(question.setting not in given for question in self._questions)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._keep()
        self._language = language
        self._build()

    def retheme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._map.retheme(theme)

    def _keep(self) -> None:
        self._given |= {shown.question.setting: shown.answer.value() for shown in self._shown}

    def _build(self) -> None:
        """Lay the questions out anew, a part for each kind."""
        self._map.setParent(self)
        self._map.hide()
        self._shown = []
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        lines.setSpacing(SMALL)
        for asked in Asked:
            alike = [question for question in self._questions if question.asked is asked]
            if alike:
                self._add_part(lines, asked, alike)
        lines.addStretch(1)
        self._scroll.setWidget(inside)
        text = N_("Only you can say this. Nothing has been changed yet.")
        self._intro.setText(self._language.say(text))
        self._changed()

    def _add_part(self, lines: QVBoxLayout, asked: Asked, questions: Sequence[Question]) -> None:
        say = self._language.say
        head, help_ = text_label("heading"), text_label("help")
        head.setText(say(_TITLES[asked]))
        help_.setText(say(_HELP[asked], **questions[0].numbers))
        lines.addSpacing(SMALL)
        lines.addWidget(head)
        lines.addWidget(help_)
        if asked in (Asked.NAME, Asked.WORD):
            lines.addLayout(self._grid(questions))
            return
        for question in questions:
            answer = self._radio(question)
            self._add(question, answer)
            lines.addWidget(answer)
        if asked is Asked.SYSTEM:
            lines.addWidget(self._fit(questions[0]))
            lines.addWidget(self._map)
            self._map.show()

    def _fit(self, question: Question) -> QLabel:
        """Return how well the proposals fit."""
        line, said, say = text_label("help", "system_fit"), question.numbers, self._language.say
        several = N_("All of these fit; read in one or the other the points lie up to {metres} m apart.")
        one = N_("{share} of the points then lie where their rows say.")
        share = self._language.percent(float(str(said.get("percent", 0))) / 100)
        line.setText(say(several, **said) if "metres" in said else say(one, share=share))
        return line

    def _grid(self, questions: Sequence[Question]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        for row, question in enumerate(questions):
            written, rows = QLabel(f"“{question.written}”"), label(role="help", wrap=False)
            written.setTextFormat(Qt.TextFormat.PlainText)
            rows.setText(self._language.say(N_("rows: {n}"), n=question.rows))
            answer = self._list(question)
            written.setBuddy(answer)
            self._add(question, answer)
            for place, widget in enumerate((written, answer, rows)):
                grid.addWidget(widget, row, place)
        return grid

    def _add(self, question: Question, answer: Answer) -> None:
        answer.set_value(self._given.get(question.setting, ""))
        answer.changed.connect(self._changed)
        self._shown.append(_Shown(question, answer))

    def _list(self, question: Question) -> ListAnswer:
        name = f"decide_{question.setting}"
        if question.asked is Asked.WORD:
            texts = {each: choice_text(question.field, each, self._language) for each in question.choices}
            answer = ListAnswer(name, texts)
        else:
            units = self._units_of(question.vintage)
            texts = {code: self._unit_text(units[code]) for code in question.choices if code in units}
            answer = ListAnswer(name, texts, {code: self._unit_text(unit) for code, unit in units.items()})
            answer.set_hint(self._language.say(N_("Choose, or type another name")))
        spoken = N_("{field}: what “{written}” means")
        field = field_label(question.field, self._language)
        answer.setAccessibleName(self._language.say(spoken, field=field, written=question.written))
        return answer

    def _units_of(self, vintage: str) -> Mapping[str, Unit]:
        """Return the units of a list by code; the list is looked up once."""
        if vintage not in self._units:
            self._units[vintage] = {unit.code: unit for unit in units_to_choose(self._project, vintage)}
        return self._units[vintage]

    def _unit_text(self, unit: Unit) -> str:
        name = unit_name(unit.kind, unit.name, self._language)
        return ", ".join(filter(None, (f"{name} ({unit.code})", unit.district)))

    def _radio(self, question: Question) -> RadioAnswer:
        say, name = self._language.say, f"decide_{question.setting}"
        if question.asked is not Asked.SYSTEM:
            texts = _VINTAGES if question.asked is Asked.VINTAGE else _REPEATS
            answer = RadioAnswer(name, question.choices)
            answer.say({value: say(texts[value]) for value in question.choices})
            return answer
        chosen = SystemAnswer(name, question.choices)
        chosen.other.retranslate(self._language)
        chosen.say({value: self._system_text(value) for value in question.choices} | {"": say(N_("Another system:"))})
        chosen.changed.connect(partial(self._show_points, chosen))
        return chosen

    def _system_text(self, setting: str) -> str:
        name = system_name(setting)
        swapped = N_("{system}, north before east")
        return self._language.say(swapped, system=name) if setting.endswith(SWAPPED) else name

    def _show_points(self, answer: SystemAnswer) -> None:
        points = self._draw(answer.value()) if answer.value() else ()
        text = N_("{n} positions of the first rows in this system.")
        self._map.show_points(points, self._language.say(text, n=len(points)))

    def _changed(self) -> None:
        self.changed.emit()
