"""The first page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.start_page import RecentProject, StartPage
from app.desktop.theme import DARK
from app.language import Language

RECENT = [
    RecentProject("Điện Biên", Path("/a/dien-bien.lachan")),
    RecentProject("Sơn La", Path("/b/son-la.lachan"), exists=False),
]


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    made = StartPage()
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show()
    return made


def press(page: StartPage, name: str) -> None:
    page.findChild(QPushButton, name).click()


def recent(page: StartPage) -> QListWidget:
    return page.findChild(QListWidget, "recent_projects")


@pytest.mark.parametrize(("button", "signal"), [("start_demo", "demo_asked"), ("start_new", "new_asked")])
def test_a_button_asks_for_what_it_says(page: StartPage, qtbot: QtBot, button: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(page, signal)):
        press(page, button)


def test_open_asks_for_a_file_to_be_chosen(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_asked) as asked:
        press(page, "start_open")
    assert asked.args == [None]


def test_recent_projects_are_listed_by_name_with_the_path_as_tooltip(page: StartPage) -> None:
    page.show_recent(RECENT)
    assert recent(page).item(0).text() == "Điện Biên (dien-bien.lachan)"
    assert recent(page).item(0).toolTip() == str(Path("/a/dien-bien.lachan"))


def test_enter_opens_a_recent_project(page: StartPage, qtbot: QtBot) -> None:
    page.show_recent(RECENT)
    recent(page).setCurrentRow(0)
    with qtbot.waitSignal(page.open_asked) as asked:
        qtbot.keyClick(recent(page), Qt.Key.Key_Return)
    assert asked.args == [Path("/a/dien-bien.lachan")]


def asked_by_enter(page: StartPage, qtbot: QtBot, row: int) -> list[tuple[str, Path]]:
    heard: list[tuple[str, Path]] = []
    page.open_asked.connect(lambda path: heard.append(("open", path)))
    page.restore_asked.connect(lambda path: heard.append(("restore", path)))
    recent(page).setCurrentRow(row)
    qtbot.keyClick(recent(page), Qt.Key.Key_Return)
    return heard


def test_a_project_whose_file_is_gone_cannot_be_opened(page: StartPage, qtbot: QtBot) -> None:
    page.show_recent(RECENT)
    assert asked_by_enter(page, qtbot, 1) == []
    assert recent(page).item(1).text().endswith("the file is no longer there")


def test_of_a_project_whose_file_is_gone_the_backups_are_offered(page: StartPage, qtbot: QtBot) -> None:
    lost = RecentProject("Sơn La", Path("/b/son-la.lachan"), exists=False, has_backups=True)
    page.show_recent([RECENT[0], lost])
    assert asked_by_enter(page, qtbot, 1) == [("restore", Path("/b/son-la.lachan"))]
    assert recent(page).item(1).text().endswith("the file is no longer there, its backups are")


def test_delete_takes_a_project_off_the_list(page: StartPage, qtbot: QtBot) -> None:
    page.show_recent(RECENT)
    recent(page).setCurrentRow(1)
    recent(page).setFocus()
    with qtbot.waitSignal(page.forget_asked) as asked:
        qtbot.keyClick(recent(page), Qt.Key.Key_Delete)
    assert asked.args == [Path("/b/son-la.lachan")]


def test_without_recent_projects_it_says_so(page: StartPage) -> None:
    assert not recent(page).isVisible()
    page.show_recent(RECENT)
    assert recent(page).isVisible()


def test_it_says_that_nothing_leaves_this_computer(page: StartPage) -> None:
    assert page.findChild(QLabel, "privacy").text().startswith("Nothing leaves this computer.")


def test_the_list_keeps_its_projects_when_language_and_theme_change(page: StartPage) -> None:
    page.show_recent(RECENT)
    page.retranslate(Language("vi"))
    page.retheme(DARK)
    assert recent(page).count() == 2
    assert not page.findChild(QPushButton, "start_demo").icon().isNull()
