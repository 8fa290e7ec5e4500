"""Findings are shown as sentences, in the reader's language, to whom they may be shown, with where they come from."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.findings_view import FindingsView
from app.desktop.folded import Folded
from app.desktop.theme import LIGHT, font, style_sheet
from app.language import LANGUAGES, Code, Language, Text
from app.release import Audience
from app.result import Denominator, Finding, ModelCard, Result, Sensitivity, Setting
from app.results import StoredResult
from data.project import About

ABOUT = About.new("Điện Biên", "11", vintage="2025-07-01", simulated=True, schematic=True)
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
    view.show_result(STORED, ABOUT)
    assert shown(view, "headline") == ["Five places"]
    assert "Seven cases" in shown(view)


def test_sentences_are_in_the_readers_language(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT)
    view.retranslate(Language("vi"))
    assert shown(view, "headline") == ["Năm nơi"]
    assert "Seven cases" not in shown(view)


def test_what_the_audience_may_not_see_is_counted_and_not_shown(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT, audience=Audience.SHAREABLE)
    texts = shown(view)
    assert "Five places" in texts
    assert "Seven cases" not in texts
    assert any("1 of 2" in text for text in texts)
    assert shown(view, "audience-shareable") == ["May be shared"]


def test_badges_say_what_the_data_are(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT, out_of_date=True)
    assert shown(view, "simulated") == ["Simulated data"]
    assert shown(view, "schematic") == ["Schematic boundaries"]
    assert len(shown(view, "out-of-date")) == 1
    assert shown(view, "audience-internal") == ["INTERNAL – not to be passed on"]
    view.show_result(STORED, About.new("Điện Biên", "11", vintage="2025-07-01"))
    assert shown(view, "simulated") == shown(view, "schematic") == shown(view, "out-of-date") == []


def test_the_model_card_is_folded_and_unfolds(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT)
    assert "not for" not in shown(view)
    card = next(each for each in view.findChildren(Folded) if each.isVisible())
    card.button.click()
    assert {"for", "assumed", "checked", "not for", "1,234 same"} <= set(shown(view))


def test_it_says_which_result_this_is_and_when_it_was_made(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT)
    assert shown(view)[-1] == "shelters-1 · Made 21 Nov 2026 03:32 UTC · La Chan 0.1"


def test_no_text_can_be_copied_past_the_gate(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT)
    labels = view.findChildren(QLabel)
    assert labels
    assert {label.textInteractionFlags() for label in labels} == {Qt.TextInteractionFlag.NoTextInteraction}


def test_badges_go_on_in_a_new_line_where_they_do_not_fit(view: FindingsView) -> None:
    view.show_result(STORED, ABOUT)
    row = next(label for label in view.findChildren(QLabel) if label.property("role") == "simulated").parentWidget()
    layout = row.layout()
    assert layout is not None
    assert layout.heightForWidth(120) > layout.heightForWidth(2000)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_not_wider_than_its_panel(view: FindingsView, code: Code) -> None:
    view.setStyleSheet(style_sheet(LIGHT))
    view.setFont(font())
    view.retranslate(Language(code))
    view.show_result(STORED, ABOUT, out_of_date=True)
    shown(view)
    assert view.minimumSizeHint().width() <= 300
