"""The line at the window's foot: progress, the time of the last saving, the promise."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.status import Status
from app.language import Language
from data.errors import DiskFull


@pytest.fixture
def status(qtbot: QtBot) -> Status:
    made = Status()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    return made


def saved(status: Status) -> QLabel:
    return status.findChild(QLabel, "saved")


def test_the_time_of_saving_is_shown_and_its_day_in_the_tip(status: Status) -> None:
    status.show_saved(QTime(10, 32))
    assert saved(status).text() == "saved 10:32"
    assert saved(status).toolTip() == f"{Language('en').date(date.today())} 10:32"


def test_a_switch_of_language_keeps_the_time(status: Status) -> None:
    status.show_saved(QTime(10, 32))
    status.retranslate(Language("vi"))
    assert saved(status).text() == "đã lưu lúc 10:32"
    assert saved(status).toolTip() == f"{Language('vi').date(date.today())} 10:32"


def test_a_dot_stands_between_the_time_and_the_promise(status: Status) -> None:
    status.show_saved(QTime(10, 32))
    dot = next(each for each in status.findChildren(QLabel) if each.text() == "·")
    assert not dot.isHidden()
    status.show_saved(QTime())
    assert dot.isHidden()


def test_the_promise_is_left_to_a_page_that_makes_it_itself(status: Status) -> None:
    promise = status.findChild(QLabel, "promise")
    status.show_promise(False)
    assert promise.isHidden()
    status.show_promise(True)
    assert not promise.isHidden()


def test_nothing_is_said_before_anything_was_saved(status: Status) -> None:
    status.show_saved(QTime())
    assert (saved(status).text(), saved(status).toolTip()) == ("", "")


def test_a_backup_that_could_not_be_made_is_said_with_its_reason_until_one_can(status: Status) -> None:
    label = status.findChild(QLabel, "backup_problem")
    assert label is not None
    assert label.isHidden()
    status.show_backup_problem(DiskFull(Path("a.lachan")))
    assert not label.isHidden()
    assert label.text() == "no backup was made"
    assert "a.lachan" in label.toolTip()
    status.retranslate(Language("vi"))
    assert label.toolTip() == label.accessibleDescription()
    status.show_backup_problem(None)
    assert label.isHidden()
