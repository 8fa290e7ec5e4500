"""The box that finds a commune."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.find_box import FindBox
from app.language import Language
from app.searching import Commune

COMMUNES = [
    Commune("03127", "Điện Biên Phủ", "phường"),
    Commune("03130", "Mường Thanh", "phường"),
    Commune("03316", "Thanh Yên", "xã"),
]


@pytest.fixture
def box(qtbot: QtBot) -> FindBox:
    made = FindBox()
    qtbot.addWidget(made)
    made.show_communes(COMMUNES)
    made.retranslate(Language("en"))
    made.show()
    return made


def listed(box: FindBox) -> list[str]:
    model = box.completer().model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_is_called_find(box: FindBox) -> None:
    assert box.objectName() == "find"


def test_typing_without_accents_lists_the_commune(box: FindBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "dien bien phu")
    assert listed(box) == ["Điện Biên Phủ ward · 03127"]


def test_enter_takes_the_first(box: FindBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "THANH")
    with qtbot.waitSignal(box.commune_found) as found:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert found.args == ["03316"]
    assert box.text() == "Thanh Yên commune · 03316"


def test_the_arrow_chooses_another_and_enter_takes_it_once(box: FindBox, qtbot: QtBot) -> None:
    found: list[str] = []
    box.commune_found.connect(found.append)
    qtbot.keyClicks(box, "thanh")
    popup = box.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert found == ["03130"]


def test_a_code_finds_too(box: FindBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "0313")
    assert listed(box) == ["Mường Thanh ward · 03130"]


def test_nothing_found_is_said_and_enter_does_nothing(box: FindBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "zzz")
    assert listed(box) == ["No commune like this"]
    with qtbot.assertNotEmitted(box.commune_found):
        qtbot.keyClick(box, Qt.Key.Key_Return)


def test_escape_empties_the_box(box: FindBox, qtbot: QtBot) -> None:
    box.setText("thanh")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_without_communes_it_cannot_be_used(qtbot: QtBot) -> None:
    empty = FindBox()
    qtbot.addWidget(empty)
    assert not empty.isEnabled()


def test_the_action_says_its_shortcut_and_brings_the_cursor(box: FindBox, qtbot: QtBot) -> None:
    assert "Ctrl+F" in box.find_action.toolTip()
    box.setText("x")
    box.find_action.trigger()
    assert box.selectedText() == "x"
