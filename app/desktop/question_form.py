"""The form of a question, made from the parameters of its analysis: labels, units, limits, help, defaults.

A new analysis gets its form by itself. Rarely used parameters are folded away.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.asked import asked_details, asked_text
from app.desktop.asked_line import AskedLine
from app.desktop.fields import DECIMALS, ChoiceField, DayField, Field, NumberField, TextField, WholeField
from app.desktop.folded import Folded
from app.desktop.kinds_button import KindsField
from app.desktop.parameter_picture import ParameterPicture
from app.desktop.theme import HAIR, MEDIUM, SMALL, Theme, icon, set_role
from app.errors import BadParameter
from app.language import DEFAULT, N_, Language
from app.parameters import read_parameters
from app.questions import Analysis
from app.scope import Scope, scope_parameters, scope_values

RUN_SHORTCUT = "Ctrl+Return"


class FieldRow(QWidget):
    """A field with its label above it, and its help or what is wrong with it below.

    The help of a choice is no line of its own: the choices say it in words.
    """

    def __init__(self, field: Field, shown: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.widget: QWidget = field
        self._label, self._about = str(shown["label"]), str(shown["about"])
        self.label, self.help, self.error = QLabel(self), QLabel(self), QLabel(self)
        self.label.setBuddy(self.widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HAIR)
        for part in (self.label, self.widget, self.help, self.error):
            column.addWidget(part)
        for text, role in ((self.label, "label"), (self.help, "help"), (self.error, "error")):
            text.setWordWrap(True)
            set_role(text, role)
        self.help.setVisible(bool(self._about) and not isinstance(field, ChoiceField | KindsField))
        self.clear_error()
        field.changed.connect(self.clear_error)

    def retranslate(self, language: Language) -> None:
        """Write label, help and field in `language`."""
        self.label.setText(language.say(self._label))
        self.help.setText(language.say(self._about))
        self.widget.setToolTip(language.say(self._about))
        self.widget.setAccessibleName(self.label.text())
        self.widget.setAccessibleDescription(self.help.text())
        self.field.retranslate(language)
        self.clear_error()

    def show_error(self, text: str) -> None:
        """Say what is wrong with the value, and go there."""
        self.error.setText(text)
        self.error.show()
        self._mark(invalid=True)
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_error(self) -> None:
        """Take back what was said to be wrong."""
        self.error.clear()
        self.error.hide()
        self._mark(invalid=False)

    def _mark(self, *, invalid: bool) -> None:
        marked = self.widget.focusProxy() or self.widget
        marked.setProperty("invalid", invalid)
        marked.style().unpolish(marked)
        marked.style().polish(marked)


class QuestionForm(QWidget):
    """The form of `analysis`.

    Signals
    -------
    run_asked(dict)
        The checked values, when the person asks for a run.
    changed()
        A person changed a value.
    scope_changed()
        A value changed that stands for the period or the kinds of case of all questions.
    """

    run_asked = Signal(dict)
    changed = Signal()
    scope_changed = Signal()

    def __init__(
        self,
        analysis: Analysis,
        *,
        suggestions: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question_form")
        self.analysis = analysis
        self.rows = self._rows(suggestions or {})
        self._language = Language(DEFAULT)
        self._asked_id = ""
        self._asked: dict[str, object] = {}
        self.picture = ParameterPicture() if analysis.picture else None
        self._build()
        self.reset()
        self.changed.connect(self._draw_picture)

    def values(self) -> dict[str, object]:
        """Return what the fields hold, as they hold it: not checked."""
        return {name: row.field.value() for name, row in self.rows.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show `values`; parameters not named keep theirs, names the analysis does not have are ignored."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].field.set_value(value)

    def reset(self) -> None:
        """Show the defaults."""
        self.set_values(self.analysis.parameters().model_dump(mode="json"))

    def set_suggestions(self, suggestions: Mapping[str, Sequence[str]]) -> None:
        """Offer other values where free text is typed."""
        for name, row in self.rows.items():
            if isinstance(row.field, TextField | KindsField):
                row.field.set_suggestions(suggestions.get(name, ()))

    def show_scope(self, scope: Scope) -> None:
        """Show the period and the kinds of all questions; a field that holds them already is left alone."""
        for name, value in scope_values(scope, self.analysis.parameters).items():
            row = self.rows[name]
            if row.field.value() != value:
                with QSignalBlocker(row.field):
                    row.field.set_value(value)
                row.clear_error()

    def show_asked(self, result_id: str, values: Mapping[str, object]) -> None:
        """Fold the form under a line that says what a result was asked with; no result: open it."""
        is_new, self._asked_id, self._asked = result_id != self._asked_id, result_id, dict(values)
        self.asked.setVisible(bool(result_id))
        self._write_asked()
        if is_new:
            self.set_open(not result_id)

    def set_open(self, is_open: bool) -> None:
        """Show or fold away the settings; the keyboard stays in the form."""
        was_inside = self.body.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.asked.button.setChecked(is_open)
        self._show_body(is_open)
        if was_inside and not is_open:
            self.asked.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> dict[str, object] | None:
        """Return the values when the analysis can take them, else None, saying at the field what it can take."""
        values = self.values()
        try:
            read_parameters(self.analysis.parameters, self.analysis.name, values)
        except BadParameter as error:
            self._show_fault(error)
            return None
        return values

    def ask_run(self) -> None:
        """Ask for a run when every value can be taken."""
        values = self.check()
        if values is None:
            self.set_open(True)
        elif self.run_button.isEnabled():
            self.run_asked.emit(values)

    def set_running(self, running: bool) -> None:
        """Keep a second run from being asked for while one is going on."""
        self.run_button.setDisabled(running)

    def retranslate(self, language: Language) -> None:
        """Write the form in `language`."""
        self._language = language
        self.title.setText(language.say(self.analysis.title))
        self.asked.retranslate(language)
        self._write_asked()
        for row in self.rows.values():
            row.retranslate(language)
        more = language.say(N_("More settings ({n})"), n=len(self._advanced_names()))
        self.advanced.say(more, language.say(N_("Settings that are rarely changed")))
        self.run_button.setText(language.say(N_("Run")))
        self.run_button.setShortcut(QKeySequence(RUN_SHORTCUT))  # Qt forgets it with the text
        keys = QKeySequence(RUN_SHORTCUT).toString(QKeySequence.SequenceFormat.NativeText)
        self.run_button.setToolTip(language.say(N_("Answer the question with these settings ({keys})"), keys=keys))
        self.reset_button.setText(language.say(N_("Defaults")))
        self.reset_button.setToolTip(language.say(N_("Put every setting back to its default")))

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self.run_button.setIcon(icon("run", theme, colour="accent_ink"))
        self.reset_button.setIcon(icon("reset", theme))
        self.asked.retheme(theme)
        for row in self.rows.values():
            if isinstance(row.field, DayField):
                row.field.retheme(theme)
        self.advanced.retheme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Draw what the values say, now that it is seen: it may need packages that take long to load."""
        super().showEvent(event)
        self._draw_picture()

    def _rows(self, suggestions: Mapping[str, Sequence[str]]) -> dict[str, FieldRow]:
        rows = {}
        of_scope = scope_parameters(self.analysis.parameters).values()
        for name, shown in _shown(self.analysis).items():
            field = field_of(self.analysis, name, suggestions.get(name, ()))
            rows[name] = FieldRow(field, shown, self)
            rows[name].widget.setObjectName(f"field_{name}")
            field.changed.connect(self.changed)
            if name in of_scope:
                field.changed.connect(self.scope_changed)
        return rows

    def _build(self) -> None:
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        set_role(self.title, "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self.title)
        column.addWidget(self._asked_line())
        self.body = QWidget(self)
        column.addWidget(self.body)
        self._fill(self.body)

    def _asked_line(self) -> AskedLine:
        """Return the line; while the form is folded, its own shortcut stands in for that of the hidden button."""
        self.asked = AskedLine(self)
        self.asked.opened.connect(self._show_body)
        self.asked.hide()
        self._run_folded = QShortcut(QKeySequence(RUN_SHORTCUT), self.asked, self.ask_run)
        return self.asked

    def _show_body(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._run_folded.setEnabled(not is_open)

    def _write_asked(self) -> None:
        said = (self.analysis, self._asked, self._language)
        self.asked.say(asked_text(*said), asked_details(*said))

    def _fill(self, body: QWidget) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        advanced = self._advanced_names()
        for name, row in self.rows.items():
            if name not in advanced:
                column.addWidget(row)
        self.advanced = Folded("more_settings", self)
        self.advanced.inner.setSpacing(MEDIUM)
        self.advanced.setVisible(bool(advanced))
        for name in advanced:
            self.advanced.inner.addWidget(self.rows[name])
        column.addWidget(self.advanced)
        if self.picture is not None:
            column.addWidget(self.picture)
        column.addLayout(self._buttons())

    def _draw_picture(self) -> None:
        """Draw what the values alone say; while one of them cannot be taken, what was drawn stays."""
        draw = self.analysis.picture
        if self.picture is None or draw is None or not self.isVisible():
            return
        try:
            parameters = read_parameters(self.analysis.parameters, self.analysis.name, self.values())
        except BadParameter:
            return
        self.picture.show_picture(draw(parameters))

    def _advanced_names(self) -> list[str]:
        return [name for name, shown in _shown(self.analysis).items() if shown["advanced"]]

    def _buttons(self) -> QHBoxLayout:
        self.run_button, self.reset_button = QPushButton(self), QPushButton(self)
        self.run_button.setObjectName("run")
        self.run_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.run_button.clicked.connect(self.ask_run)
        set_role(self.run_button, "primary")
        self.reset_button.setObjectName("defaults")
        self.reset_button.clicked.connect(self.reset)
        set_role(self.reset_button, "quiet")
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.run_button, 1)
        row.addWidget(self.reset_button)
        return row

    def _show_fault(self, error: BadParameter) -> None:
        row = self.rows.get(error.name)
        if row is None:
            return
        if error.name in self._advanced_names():
            self.advanced.unfold()
        allowed = row.field.pattern() if isinstance(row.field, DayField) else error.allowed
        sentence = self._language.say(N_("“{value}” cannot be used here."), value=str(error.value))
        row.show_error(f"{sentence} {self._language.say(N_('Allowed: {allowed}.'), allowed=allowed)}")


def field_of(analysis: Analysis, name: str, suggestions: Sequence[str] = ()) -> Field:
    """Return the field for the parameter `name`: chosen by its type, bounded by its limits."""
    known = analysis.parameters.model_fields[name]
    unit = str(_shown(analysis)[name]["unit"])
    if _shown(analysis)[name]["scope"] == "kinds":
        return KindsField(suggestions)
    match known.annotation:
        case kind if kind is int:
            low, high = _limits(known, step=1)
            return WholeField(None if low is None else int(low), None if high is None else int(high), unit)
        case kind if kind is float:
            return NumberField(*_limits(known, step=10.0**-DECIMALS), unit)
        case kind if get_origin(kind) is Literal:
            return ChoiceField(name, get_args(kind))
        case kind if date in (kind, *get_args(kind)):
            return DayField()
        case _:
            return TextField(name, suggestions)


def _limits(known: FieldInfo, *, step: float) -> tuple[float | None, float | None]:
    """Return the least and the greatest value a field may show; an excluded limit is one `step` off."""
    low: float | None = None
    high: float | None = None
    for each in known.metadata:
        match each:
            case Ge(ge=int() | float() as limit):
                low = limit
            case Gt(gt=int() | float() as limit):
                low = limit + step
            case Le(le=int() | float() as limit):
                high = limit
            case Lt(lt=int() | float() as limit):
                high = limit - step
    return low, high


def _shown(analysis: Analysis) -> dict[str, dict[str, Any]]:
    fields = analysis.parameters.model_fields
    return {name: cast(dict[str, Any], known.json_schema_extra) for name, known in fields.items()}
