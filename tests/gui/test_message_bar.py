"""The bar that says what happened."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop import message_bar
from app.desktop.message_bar import MessageBar, Severity
from app.language import N_, Language
from data.errors import WrongPassphrase


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    return made


def text(bar: MessageBar, name: str) -> str:
    return bar.findChild(QLabel, name).text()


def test_it_is_hidden_while_there_is_nothing_to_say(bar: MessageBar) -> None:
    assert bar.isHidden()


def test_an_error_shows_its_sentence_and_hint_and_stays(bar: MessageBar) -> None:
    bar.tell_error(WrongPassphrase(Path("a.lachan")))
    assert text(bar, "message_sentence").startswith("The passphrase does not open a.lachan")
    assert text(bar, "message_hint") == "Type it again; capital letters and accents count."
    assert bar.severity is Severity.ERROR
    assert bar.property("level") == "error"
    assert not bar._passing.isActive()


def test_what_asks_for_nothing_goes_away_by_itself(bar: MessageBar, qtbot: QtBot) -> None:
    bar._passing.setInterval(20)
    bar.tell_message(N_("Done"), Severity.DONE)
    assert bar.isVisible()
    qtbot.waitUntil(bar.isHidden, timeout=2000)


def test_an_error_after_an_information_is_not_taken_away_with_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar._passing.setInterval(20)
    bar.tell_message("a")
    bar.tell_error(WrongPassphrase(Path("a.lachan")))
    qtbot.wait(60)
    assert bar.isVisible()


def test_the_message_changes_language_with_the_window(bar: MessageBar) -> None:
    bar.tell_error(WrongPassphrase(Path("a.lachan")))
    english = text(bar, "message_sentence")
    bar.retranslate(Language("vi"))
    assert text(bar, "message_sentence") not in ("", english)


def test_the_button_and_escape_close_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar.tell_message("a", Severity.WARNING)
    qtbot.mouseClick(bar.findChild(QToolButton, "message_close"), Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    bar.tell_message("b", Severity.WARNING)
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_values_are_written_as_the_language_does(bar: MessageBar) -> None:
    bar.tell_message("{n}", Severity.INFORMATION, n=1234)
    assert text(bar, "message_sentence") == "1,234"
    bar.retranslate(Language("vi"))
    assert text(bar, "message_sentence") == "1.234"


def test_every_severity_has_a_picture_an_ink_and_a_name() -> None:
    for table in (message_bar._ICONS, message_bar._INKS, message_bar._SPOKEN):
        assert set(table) == set(Severity)
