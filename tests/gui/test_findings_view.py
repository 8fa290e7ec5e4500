"""Findings are shown as sentences, in the reader's language, to whom they may be shown, with where they come from."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.findings_view import FindingsView, unbroken
from app.desktop.folded import Folded
from app.desktop.theme import LIGHT, font, style_sheet
from app.language import LANGUAGES, Code, Language, Text
from app.plain_words import TERMS
from app.release import Audience
from app.result import Denominator, Finding, ModelCard, Result, Sensitivity, Setting
from app.results import StoredResult

SAME = Text("giống", "same")
CARD = ModelCard(Text("để", "for"), Text("giả định", "assumed"), Text("đã thử", "checked"), Text("không", "not for"))
RESULT = Result(
    analysis="shelters",
    parameters=(),
    tables=(),
    layers=(),
    findings=(
        Finding("Năm nơi", "Five places", {}, Sensitivity.AREA),
        Finding("Bảy vụ", "Seven cases", {}, Sensitivity.CASE),
    ),
    card=CARD,
    denominator=Denominator("children", "children", 1234.0, SAME, Sensitivity.AREA),
    provenance=(Setting("program", "La Chan 0.1", Sensitivity.PUBLIC),),
)
STORED = StoredResult("shelters-1", "2026-11-21T03:32:00+00:00", RESULT)


@pytest.fixture
def view(qtbot: QtBot) -> FindingsView:
    made = FindingsView()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show()
    return made


def shown(view: FindingsView, role: str | None = None) -> list[str]:
    QApplication.processEvents()
    labels = [label for label in view.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in labels if role is None or label.property("role") == role]


def test_before_any_run_it_says_what_to_do(view: FindingsView) -> None:
    assert shown(view) == ["Nothing has been asked yet. Choose the settings above and press Run."]


def test_the_first_finding_is_the_headline(view: FindingsView) -> None:
    view.show_result(STORED)
    assert shown(view, "headline") == ["Five places"]
    assert "Seven cases" in shown(view)


def test_sentences_are_in_the_readers_language(view: FindingsView) -> None:
    view.show_result(STORED)
    view.retranslate(Language("vi"))
    assert shown(view, "headline") == ["Năm nơi"]
    assert "Seven cases" not in shown(view)


def test_what_the_audience_may_not_see_is_counted_and_not_shown(view: FindingsView) -> None:
    view.show_result(STORED, audience=Audience.SHAREABLE)
    texts = shown(view)
    assert "Five places" in texts
    assert "Seven cases" not in texts
    assert any("1 of 2" in text for text in texts)
    assert shown(view, "audience-shareable") == ["May be shared"]


def test_badges_say_for_whom_it_is_and_whether_it_is_out_of_date(view: FindingsView) -> None:
    view.show_result(STORED, out_of_date=True)
    assert len(shown(view, "out-of-date")) == 1
    assert shown(view, "audience-internal") == ["INTERNAL SCREEN – not to be passed on"]
    view.show_result(STORED)
    assert shown(view, "out-of-date") == []


def test_what_stands_in_the_top_bar_is_not_said_again(view: FindingsView) -> None:
    view.show_result(STORED)
    assert shown(view, "simulated") == shown(view, "schematic") == []


def test_a_term_of_the_field_is_explained_once_below_its_first_sentence(view: FindingsView) -> None:
    sentence = "Read the empirical Bayes rate."
    findings = tuple(Finding("Đọc", text, {}, Sensitivity.AREA) for text in ("First", sentence, sentence))
    view.show_result(replace(STORED, result=replace(RESULT, findings=findings)))
    texts = shown(view)
    meaning = next(iter(TERMS.values()))
    assert texts.count(meaning) == 1
    assert texts[texts.index(sentence) + 1] == meaning


def test_an_interval_is_never_broken_over_two_lines(view: FindingsView) -> None:
    space = "\N{NO-BREAK SPACE}"
    assert unbroken("2.24 (2.06 to 2.43) of 5 %") == f"2.24 (2.06{space}to{space}2.43) of 5{space}%"
    assert unbroken("từ 2,06 đến 2,43") == f"từ 2,06{space}đến{space}2,43"
    assert unbroken("From 5 communes to the province") == "From 5 communes to the province"


def test_the_model_card_is_folded_and_unfolds(view: FindingsView) -> None:
    view.show_result(STORED)
    assert "not for" not in shown(view)
    card = next(each for each in view.findChildren(Folded) if each.isVisible())
    card.button.click()
    assert {"for", "assumed", "checked", "not for", "1,234 same"} <= set(shown(view))


FULL = replace(
    CARD,
    data=Text("dữ liệu", "data"),
    serves_worse=Finding("xa", "remote", {}, Sensitivity.PUBLIC),
    warning=Finding("cẩn thận", "careful", {}, Sensitivity.PUBLIC),
    validation=(
        Finding("Đúng 9", "Right 9 times", {}, Sensitivity.CASE),
        Finding("Thử", "Tried", {}, Sensitivity.PUBLIC),
    ),
)


def unfolded(view: FindingsView, card: ModelCard, audience: Audience = Audience.INTERNAL) -> list[str]:
    view.show_result(replace(STORED, result=replace(RESULT, card=card)), audience=audience)
    shown(view)
    next(each for each in view.findChildren(Folded) if each.isVisible()).button.click()
    return shown(view)


def test_the_card_holds_all_its_parts_in_order_the_warning_first(view: FindingsView) -> None:
    texts = unfolded(view, FULL)
    parts = ["careful", "for", "data", "assumed", "checked", "Right 9 times Tried", "remote", "not for"]
    assert [text for text in texts if text in parts] == ["careful", *parts]
    assert "On this project's data" in texts


def test_the_warning_stands_above_the_first_finding_without_unfolding(view: FindingsView) -> None:
    view.show_result(replace(STORED, result=replace(RESULT, card=FULL)))
    texts = shown(view)
    assert texts.index("careful") < texts.index("Five places")


def test_how_the_model_did_on_cases_is_not_shown_to_whom_cases_are_not(view: FindingsView) -> None:
    texts = unfolded(view, FULL, Audience.SHAREABLE)
    assert "Tried" in texts
    assert not any("Right 9" in text for text in texts)


def test_a_card_of_before_has_no_empty_parts(view: FindingsView) -> None:
    texts = unfolded(view, CARD)
    assert "" not in texts
    assert "Warning" not in texts


def test_it_says_which_result_this_is_and_when_it_was_made(view: FindingsView) -> None:
    view.show_result(STORED)
    made = Language("en").moment(STORED.created_at)
    assert shown(view)[-1] == f"Made {made}"
    assert "shelters-1 · La Chan 0.1" not in shown(view)
    shown(view)
    next(each for each in view.findChildren(Folded) if each.isVisible()).button.click()
    assert "shelters-1 · La Chan 0.1" in shown(view)


def test_no_text_can_be_copied_past_the_gate(view: FindingsView) -> None:
    view.show_result(STORED)
    labels = view.findChildren(QLabel)
    assert labels
    assert {label.textInteractionFlags() for label in labels} == {Qt.TextInteractionFlag.NoTextInteraction}


def test_badges_go_on_in_a_new_line_where_they_do_not_fit(view: FindingsView) -> None:
    view.show_result(STORED, out_of_date=True)
    row = next(each for each in view.findChildren(QLabel) if each.property("role") == "out-of-date").parentWidget()
    layout = row.layout()
    assert layout is not None
    assert layout.heightForWidth(120) > layout.heightForWidth(2000)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_not_wider_than_its_panel(view: FindingsView, code: Code) -> None:
    view.setStyleSheet(style_sheet(LIGHT))
    view.setFont(font())
    view.retranslate(Language(code))
    view.show_result(STORED, out_of_date=True)
    shown(view)
    assert view.minimumSizeHint().width() <= 300
