"""The form is made from the parameters: fields, limits, words, checks; values go in and come out unchanged."""

from datetime import date
from typing import Literal

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desktop.fields import ChoiceField, DayField, NumberField, TextField, WholeField
from app.desktop.kinds_button import KindsField
from app.desktop.question_form import QuestionForm, field_of
from app.desktop.theme import LIGHT, font, style_sheet
from app.desktop.workspace import in_order
from app.language import Language
from app.parameters import Parameters, parameter
from app.questions import Analysis, find, names
from app.result import Chart, Column, Sensitivity, Table
from app.scope import Scope

VI, EN = Language("vi"), Language("en")


class Everything(Parameters):
    """One parameter of each kind."""

    whole: int = parameter(1200, label="Whole", unit="children", ge=1, le=5000)
    number: float = parameter(1.5, label="A number", unit="minutes", gt=0, lt=10, about="Some help")
    choice: Literal["public", "all"] = parameter("public", label="Choice")
    text: str = parameter("all", label="Text")
    day: date | None = parameter(None, label="Day", advanced=True)


EVERYTHING = Analysis("everything", "plan", "A question", Everything, lambda *_: None)  # type: ignore[arg-type]


@pytest.fixture
def form(qtbot: QtBot) -> QuestionForm:
    return shown(qtbot, EVERYTHING)


def shown(qtbot: QtBot, analysis: Analysis, language: Language = VI, **suggestions: tuple[str, ...]) -> QuestionForm:
    made = QuestionForm(analysis, suggestions=suggestions)
    qtbot.addWidget(made)
    made.retranslate(language)
    made.show()
    return made


def test_each_kind_of_value_has_its_kind_of_field(form: QuestionForm) -> None:
    kinds = {name: type(row.field) for name, row in form.rows.items()}
    assert kinds == {
        "whole": WholeField, "number": NumberField, "choice": ChoiceField, "text": TextField, "day": DayField,
    }  # fmt: skip
    assert all(form.findChild(QWidget, f"field_{name}") is row.field for name, row in form.rows.items())


def test_limits_are_those_of_the_parameters(form: QuestionForm) -> None:
    whole, number = form.findChild(QSpinBox, "field_whole"), form.findChild(QDoubleSpinBox, "field_number")
    assert (whole.minimum(), whole.maximum()) == (1, 5000)
    assert number.minimum() == pytest.approx(0.0001)
    assert number.maximum() == pytest.approx(9.9999)


def test_the_defaults_are_shown_and_come_out_as_they_went_in(form: QuestionForm) -> None:
    assert form.values() == {"whole": 1200, "number": 1.5, "choice": "public", "text": "all", "day": None}


@pytest.mark.parametrize("name", names())
def test_every_analysis_has_a_form_whose_defaults_it_takes(qtbot: QtBot, name: str) -> None:
    made = shown(qtbot, find(name))
    assert made.check() == find(name).parameters().model_dump(mode="json")


@pytest.mark.parametrize(
    "values",
    [
        {"whole": 7},
        {"number": 0.125},
        {"choice": "all"},
        {"text": "school, hospital"},
        {"day": "2023-12-15"},
        {"whole": 5000, "number": 9.5, "choice": "all", "text": "x", "day": "2024-02-29"},
    ],
)
def test_values_set_are_values_read(form: QuestionForm, values: dict[str, object]) -> None:
    before = form.values()
    form.set_values(values)
    assert form.values() == {**before, **values}
    form.reset()
    assert form.values() == before


def test_names_the_analysis_does_not_have_are_ignored(form: QuestionForm) -> None:
    before = form.values()
    form.set_values({"of another analysis": 3})
    assert form.values() == before


def test_numbers_are_written_as_the_language_writes_them(form: QuestionForm) -> None:
    whole, number = form.rows["whole"].field, form.rows["number"].field
    assert isinstance(whole, WholeField)
    assert isinstance(number, NumberField)
    assert (whole.text(), number.text()) == ("1.200 trẻ em", "1,5 phút")
    form.retranslate(EN)
    assert (whole.text(), number.text()) == ("1,200 children", "1.5 minutes")
    assert form.values()["number"] == 1.5


def test_a_choice_is_shown_by_its_word_and_read_as_its_value(qtbot: QtBot) -> None:
    made = shown(qtbot, find("shelters"), EN)
    aim = made.findChild(QComboBox, "field_objective")
    assert [aim.itemText(row) for row in range(aim.count())] == [
        "most children within the limit", "least minutes in all", "nobody too far",
        "fewest sites that bring everyone within the limit",
        "most children near two sites, without losing any near one", "least minutes where room is limited",
    ]  # fmt: skip
    aim.setCurrentIndex(1)
    assert made.values()["objective"] == "p_median"


def test_typed_words_are_read_as_the_values_they_stand_for(qtbot: QtBot) -> None:
    made = shown(qtbot, find("shelters"), EN, candidates=("candidate", "health_station"))
    field = made.rows["candidates"].field
    assert isinstance(field, TextField)
    assert field.currentText() == "places marked as candidates"
    field.setEditText("health station, hospital,  my own kind")
    assert field.value() == "health_station, hospital, my own kind"
    field.set_suggestions(("candidate",))
    assert field.value() == "health_station, hospital, my own kind"


def test_weighted_words_are_read_as_the_values_and_weights_they_stand_for(qtbot: QtBot) -> None:
    made = shown(qtbot, find("targeting"), EN)
    field = made.rows["criteria"].field
    assert isinstance(field, TextField)
    assert field.currentText() == "children = 1, poverty = 1, dropouts = 1, remoteness = 1, services = 1"
    assert field.value() == "children=1, poverty=1, dropouts=1, remoteness=1, services=1"
    field.setEditText("Poverty = 2.5, cases expected=1, own_indicator=3")
    assert field.value() == "poverty=2.5, expected=1, own_indicator=3"


@pytest.mark.parametrize("name", ["posts", "training", "targets", "targeting", "visits", "shelters"])
def test_no_field_of_a_plan_shows_a_name_of_the_program(qtbot: QtBot, name: str) -> None:
    made = shown(qtbot, find(name), EN)
    texts = {each: row.field.currentText() for each, row in made.rows.items() if isinstance(row.field, TextField)}
    assert [each for each, text in texts.items() if "_" in text] == []


@pytest.mark.parametrize(
    ("typed", "value"),
    [("15/12/2023", "2023-12-15"), ("2023-12-15", "2023-12-15"), ("", None), ("  ", None), ("31/2/2024", "31/2/2024")],
)
def test_days_are_read_as_people_write_them(form: QuestionForm, typed: str, value: str | None) -> None:
    day = form.rows["day"].field
    assert isinstance(day, DayField)
    day.line.setText(typed)
    assert day.value() == value


def test_a_day_is_shown_as_the_language_writes_it(form: QuestionForm) -> None:
    form.set_values({"day": "2023-12-05"})
    day = form.rows["day"].field
    assert isinstance(day, DayField)
    assert day.line.text() == "05/12/2023"
    form.retranslate(EN)
    assert day.line.text() == "2023-12-05"


def test_a_day_is_picked_from_the_calendar(form: QuestionForm, qtbot: QtBot) -> None:
    form.set_values({"day": "2023-12-05"})
    day = form.rows["day"].field
    assert isinstance(day, DayField)
    day.pick()
    calendar = day.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2023, 12, 5)
    calendar.clicked.emit(QDate(2024, 2, 29))
    assert form.values()["day"] == "2024-02-29"


def test_rarely_used_settings_are_folded_away(form: QuestionForm) -> None:
    assert form.rows["whole"].isVisible()
    assert not form.rows["day"].isVisible()
    form.advanced.button.click()
    assert form.rows["day"].isVisible()


def test_run_gives_the_checked_values(form: QuestionForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.run_asked) as heard:
        qtbot.mouseClick(form.findChild(QPushButton, "run"), Qt.MouseButton.LeftButton)
    assert heard.args == [form.values()]


def test_run_has_a_key(form: QuestionForm) -> None:
    assert form.run_button.shortcut().toString() == "Ctrl+Return"
    assert "Ctrl+Return" in form.run_button.toolTip()


def test_a_value_that_cannot_be_taken_is_said_at_its_field_and_nothing_runs(form: QuestionForm, qtbot: QtBot) -> None:
    day = form.rows["day"]
    assert isinstance(day.field, DayField)
    day.field.line.setText("31/2/2024")
    with qtbot.assertNotEmitted(form.run_asked):
        form.run_button.click()
    assert day.isVisible()
    assert "31/2/2024" in day.error.text()
    assert "ngày/tháng/năm" in day.error.text()
    day.field.line.setText("29/2/2024")
    assert not day.error.isVisible()


def test_while_a_run_goes_on_no_other_is_asked_for(form: QuestionForm, qtbot: QtBot) -> None:
    form.set_running(True)
    with qtbot.assertNotEmitted(form.run_asked):
        form.ask_run()
    form.set_running(False)
    with qtbot.waitSignal(form.run_asked):
        form.ask_run()


def test_the_wheel_changes_only_the_field_that_has_the_focus(form: QuestionForm) -> None:
    whole = form.rows["whole"].field
    assert isinstance(whole, WholeField)
    whole.clearFocus()
    QApplication.sendEvent(whole, _wheel())
    assert form.values()["whole"] == 1200


def test_every_field_says_what_it_is(form: QuestionForm) -> None:
    assert form.rows["number"].label.text() == "A number"
    assert form.rows["number"].help.text() == "Some help"
    assert form.rows["number"].widget.accessibleName() == "A number"
    assert form.rows["number"].widget.accessibleDescription() == "Some help"


def test_a_change_by_a_person_is_told(form: QuestionForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.changed):
        form.set_values({"whole": 3})


def test_before_any_run_the_form_is_open_and_no_line_says_what_was_asked(form: QuestionForm) -> None:
    assert form.body.isVisible()
    assert not form.asked.isVisible()


def test_after_a_run_the_form_folds_into_a_line_that_says_what_was_asked(form: QuestionForm) -> None:
    form.retranslate(EN)
    form.show_asked("everything-1", {"whole": 7, "number": 2.5, "choice": "all", "text": "all", "day": None})
    assert not form.body.isVisible()
    assert form.asked.isVisible()
    assert form.asked.text() == "Whole: 7 children · A number: 2.5 minutes · Choice: all"
    assert "Text: all" in form.asked.findChild(QLabel, "asked_text").toolTip().splitlines()


def test_the_folded_form_is_opened_by_its_button_and_by_a_key(form: QuestionForm, qtbot: QtBot) -> None:
    form.show_asked("everything-1", form.values())
    button = form.findChild(QToolButton, "change_settings")
    assert "F2" in button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert form.body.isVisible()
    with qtbot.waitActive(form):
        form.activateWindow()
    qtbot.keyClick(form, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: not form.body.isVisible())


def test_the_folded_form_still_runs_by_its_key(form: QuestionForm, qtbot: QtBot) -> None:
    form.show_asked("everything-1", form.values())
    with qtbot.waitActive(form):
        form.activateWindow()
    with qtbot.waitSignal(form.run_asked):
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_form_opened_again_stays_open_until_another_result_is_shown(form: QuestionForm) -> None:
    form.show_asked("everything-1", form.values())
    form.set_open(True)
    form.show_asked("everything-1", form.values())
    form.retranslate(EN)
    assert form.body.isVisible()
    form.show_asked("everything-2", form.values())
    assert not form.body.isVisible()
    form.show_asked("", {})
    assert form.body.isVisible()
    assert not form.asked.isVisible()


def test_a_fault_in_a_folded_form_opens_it(form: QuestionForm) -> None:
    form.show_asked("everything-1", form.values())
    form.set_values({"day": "31/2/2024"})
    form.ask_run()
    assert form.rows["day"].error.isVisible()


def test_the_scope_fills_the_fields_that_bear_its_mark_and_tells_nobody(qtbot: QtBot) -> None:
    made = shown(qtbot, find("rates"), EN)
    with qtbot.assertNotEmitted(made.scope_changed):
        made.show_scope(Scope(kinds=("neglect",)).in_year(2024))
    values = made.values()
    assert (values["period_start"], values["period_end"], values["kind"]) == ("2024-01-01", "2024-12-31", "neglect")
    assert values["agency"] == "all"


def test_writing_into_such_a_field_is_told_and_into_another_is_not(qtbot: QtBot) -> None:
    made = shown(qtbot, find("rates"), EN)
    with qtbot.waitSignal(made.scope_changed):
        made.set_values({"kind": "neglect"})
    with qtbot.assertNotEmitted(made.scope_changed):
        made.set_values({"minimum_cases": 9})


def test_kinds_of_case_are_chosen_by_check_marks(qtbot: QtBot) -> None:
    made = shown(qtbot, find("rates"), EN, kind=("all", "neglect", "sexual_abuse"))
    field = made.rows["kind"].field
    assert isinstance(field, KindsField)
    assert [line.text() for line in field.menu().actions()] == ["all kinds of case", "neglect", "sexual abuse"]
    assert field.value() == "all"


@pytest.mark.parametrize("language", [VI, EN], ids=lambda language: language.code)
@pytest.mark.parametrize("name", names())
def test_no_form_is_wider_than_its_panel(qtbot: QtBot, qapp: QApplication, name: str, language: Language) -> None:
    qapp.setStyle("Fusion")
    made = shown(qtbot, find(name), language)
    made.setStyleSheet(style_sheet(LIGHT))
    made.setFont(font())
    made.advanced.unfold()
    qtbot.wait(20)
    assert made.minimumSizeHint().width() <= 290


def test_a_field_alone_can_be_made(qtbot: QtBot) -> None:
    field = field_of(EVERYTHING, "choice")
    qtbot.addWidget(field)
    assert isinstance(field, ChoiceField)
    assert field.value() == "public"


def _wheel() -> QWheelEvent:
    no_buttons, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    return QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120), no_buttons, no_keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_a_limit_beyond_what_a_field_can_hold_is_the_most_it_can(qtbot: QtBot) -> None:
    field = WholeField(0, 2**32 - 1)
    qtbot.addWidget(field)
    assert (field.minimum(), field.maximum()) == (0, 2**31 - 1)


class Stated(Parameters):
    """A range that may be left open."""

    low: float = parameter(0.0, label="From", ge=0, le=1)
    high: float = parameter(0.0, label="To", ge=0, le=1)
    other: Literal["a", "b"] = parameter("a", label="Other")


def picture(parameters: Stated) -> tuple[Table, Chart] | None:
    """Draw a range, where one is stated."""
    if parameters.high <= parameters.low:
        return None
    columns = (Column("share", "%", Sensitivity.PUBLIC), Column("count", "", Sensitivity.PUBLIC))
    rows = ((parameters.low, 0), (parameters.high, 1))
    public = Sensitivity.PUBLIC
    return Table("communes", columns, rows, public), Chart("communes", "communes", "share", ("count",), public)


PICTURED = Analysis(
    "everything",
    "risk",
    "A question",
    Stated,
    EVERYTHING.run,
    picture=picture,
)


def test_without_a_range_the_form_says_what_its_picture_is_missing(qtbot: QtBot) -> None:
    made = shown(qtbot, PICTURED, EN)
    assert made.picture is not None
    made.picture.retranslate(EN)
    assert made.picture.missing.isVisible()
    assert made.picture.missing.text().startswith("Nothing to draw yet")
    assert not made.picture.chart.isVisible()


def test_the_picture_follows_the_values_while_they_can_be_taken(qtbot: QtBot) -> None:
    made = shown(qtbot, PICTURED, EN)
    assert made.picture is not None
    made.set_values({"low": 0.25, "high": 0.5})
    series = made.picture.chart.series
    assert series is not None
    assert series.across == (0.25, 0.5)
    assert made.picture.chart.isVisible()
    made.set_values({"high": 0.75})
    assert made.picture.chart.series is not None
    assert made.picture.chart.series.across == (0.25, 0.75)
    made.set_values({"low": 0.9})
    assert made.picture.missing.isVisible()


def test_a_form_without_a_picture_has_no_room_for_one(form: QuestionForm) -> None:
    assert form.picture is None


def test_a_picture_is_not_drawn_before_its_form_is_seen(qtbot: QtBot) -> None:
    drawn: list[object] = []
    analysis = Analysis(
        "everything",
        "risk",
        "A question",
        Stated,
        EVERYTHING.run,
        picture=drawn.append,
    )
    made = QuestionForm(analysis)
    qtbot.addWidget(made)
    made.set_values({"low": 0.5})
    assert drawn == []
    made.show()
    assert len(drawn) == 1


def test_questions_of_risk_are_listed_as_they_build_on_each_other() -> None:
    named = ("alerts", "clusters", "expected", "hidden", "rates", "reconcile", "supply")
    questions = [Analysis(name, "risk", name, Stated, EVERYTHING.run) for name in named]
    listed = [each.name for each in in_order(questions)]
    assert listed == ["rates", "clusters", "expected", "hidden", "alerts", "reconcile", "supply"]
