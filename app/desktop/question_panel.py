"""The questions of one group: which one, its form, and what was found, as sentences."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named
from app.desktop.findings_view import FindingsView
from app.desktop.question_form import QuestionForm
from app.desktop.theme import LARGE, MEDIUM
from app.language import Language
from app.questions import Analysis


class QuestionPanel(QWidget):
    """The forms of a group of questions, one shown at a time, above the findings."""

    run_asked = Signal(str, object)

    def __init__(self, questions: Sequence[Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._questions = tuple(questions)
        self._which = named(QComboBox(), "question")
        self._stack = QStackedWidget()
        self._stack.setProperty("role", "panel")
        self._forms: list[QuestionForm] = []
        for question in self._questions:
            self._which.addItem("", question.name)
            form = QuestionForm(question)
            form.run_asked.connect(lambda values, name=question.name: self.run_asked.emit(name, values))
            self._stack.addWidget(form)
            self._forms.append(form)
        self._which.currentIndexChanged.connect(self._stack.setCurrentIndex)
        self._which.setVisible(len(self._questions) > 1)
        self.findings = FindingsView()
        self._lay_out()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its questions."""
        return tuple(question.name for question in self._questions)

    def form(self, name: str) -> QuestionForm:
        """Return the form of a question, and show it."""
        at = self.names.index(name)
        self._which.setCurrentIndex(at)
        return self._forms[at]

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

    def _lay_out(self) -> None:
        upper = QWidget()
        upper.setProperty("role", "panel")
        within = QVBoxLayout(upper)
        within.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        within.setSpacing(MEDIUM)
        for part in (self._which, self._stack, self.findings):
            within.addWidget(part)
        within.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(upper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
