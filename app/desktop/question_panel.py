"""The questions of one group: which one, its form, and what was found, as sentences."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named
from app.desktop.elided_choice import ElidedChoice
from app.desktop.findings_view import FindingsView
from app.desktop.question_form import QuestionForm
from app.desktop.theme import LARGE, MEDIUM
from app.language import Language
from app.questions import Analysis
from app.results import StoredResult
from app.scope import Scope, scope_with

_LEAST = 344
"""Pixels: forms and findings need up to 300, the rest is margins and the scroll bar."""


class QuestionPanel(QWidget):
    """The forms of a group of questions, one shown at a time, above the findings.

    Signals
    -------
    run_asked(str, dict)
        A question by its name, and the checked values.
    scope_edited(Scope)
        The period and kinds of case a person wrote into a form.
    """

    run_asked = Signal(str, object)
    scope_edited = Signal(object)

    def __init__(self, questions: Sequence[Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._questions = tuple(questions)
        self._which = named(ElidedChoice(), "question")
        self._forms: list[QuestionForm] = []
        self._scope = Scope()
        for question in self._questions:
            self._which.addItem("", question.name)
            form = QuestionForm(question)
            form.run_asked.connect(lambda values, name=question.name: self.run_asked.emit(name, values))
            form.scope_changed.connect(lambda form=form: self._tell_scope(form))
            self._forms.append(form)
        self._which.currentIndexChanged.connect(self._show_form)
        self._which.setVisible(len(self._questions) > 1)
        self.findings = FindingsView()
        self._lay_out()
        self._show_form(0)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its questions."""
        return tuple(question.name for question in self._questions)

    def form(self, name: str) -> QuestionForm:
        """Return the form of a question, and show it."""
        at = self.names.index(name)
        self._which.setCurrentIndex(at)
        return self._forms[at]

    def show_scope(self, scope: Scope) -> None:
        """Show the period and the kinds of all questions in every form that has them."""
        self._scope = scope
        for form in self._forms:
            form.show_scope(scope)

    def show_asked(self, stored: StoredResult | None) -> None:
        """Fold the form of the question a result answers, under what it was asked with; open the others."""
        for form in self._forms:
            own = stored is not None and stored.result.analysis == form.analysis.name
            values = {each.name: each.value for each in stored.result.parameters} if stored and own else {}
            form.show_asked(stored.result_id if stored and own else "", values)

    def suggest(self, name: str, suggestions: Mapping[str, Sequence[str]]) -> None:
        """Offer the values that stand in the project in the fields of a question."""
        self._forms[self.names.index(name)].set_suggestions(suggestions)

    def set_running(self, running: bool) -> None:
        """Say on the buttons that work is being done."""
        for form in self._forms:
            form.set_running(running)

    def retranslate(self, language: Language) -> None:
        """Say its own words in `language`; the forms and findings say theirs."""
        for at, question in enumerate(self._questions):
            self._which.setItemText(at, language.say(question.title))

    def _tell_scope(self, form: QuestionForm) -> None:
        """Tell what a form says of the scope, as far as it can be read."""
        scope = scope_with(self._scope, form.analysis.parameters, form.values())
        if scope != self._scope:
            self.scope_edited.emit(scope)

    def _show_form(self, at: int) -> None:
        """Show one form; those hidden take no room, however long they are."""
        for number, form in enumerate(self._forms):
            form.setVisible(number == at)

    def _lay_out(self) -> None:
        upper = QWidget()
        upper.setProperty("role", "panel")
        within = QVBoxLayout(upper)
        within.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        within.setSpacing(MEDIUM)
        for part in (self._which, *self._forms, self.findings):
            within.addWidget(part)
        within.addStretch()
        scroll = QScrollArea()
        scroll.setMinimumWidth(_LEAST)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(upper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
