"""Asking for the passphrase of a project."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.passphrase_dialog import PassphraseDialog
from app.language import Language
from app.messages import Said


@pytest.fixture
def dialog(qtbot: QtBot) -> PassphraseDialog:
    made = PassphraseDialog("dien-bien.lachan", can_remember=True)
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show()
    return made


def edit(dialog: PassphraseDialog) -> QLineEdit:
    return dialog.findChild(QLineEdit, "passphrase")


def ok(dialog: PassphraseDialog) -> QPushButton:
    return dialog.findChild(QPushButton, "ok")


def test_an_empty_passphrase_cannot_be_given(dialog: PassphraseDialog) -> None:
    assert not ok(dialog).isEnabled()


def test_enter_gives_it_and_the_dialog_stays(dialog: PassphraseDialog, qtbot: QtBot) -> None:
    dialog.findChild(QCheckBox, "remember").setChecked(True)
    edit(dialog).setText("kênh xanh")
    with qtbot.waitSignal(dialog.given) as given:
        qtbot.keyClick(edit(dialog), Qt.Key.Key_Return)
    assert given.args == ["kênh xanh", True]
    assert dialog.isVisible()
    assert not ok(dialog).isEnabled()


def test_a_wrong_one_is_said_and_can_be_mended(dialog: PassphraseDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit(dialog), "wrong")
    ok(dialog).click()
    dialog.show_error(Said("Wrong.", "Again."))
    assert dialog._error.text() == "Wrong.\nAgain."
    assert dialog._error.isVisible()
    assert edit(dialog).selectedText() != ""
    assert ok(dialog).isEnabled()


def test_letters_are_hidden_until_they_are_asked_for(dialog: PassphraseDialog) -> None:
    assert edit(dialog).echoMode() is QLineEdit.EchoMode.Password
    dialog.findChild(QPushButton, "show_passphrase").click()
    assert edit(dialog).echoMode() is QLineEdit.EchoMode.Normal


@pytest.mark.parametrize("result", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_closing_forgets_what_was_typed(dialog: PassphraseDialog, qtbot: QtBot, result: QDialog.DialogCode) -> None:
    qtbot.keyClicks(edit(dialog), "secret")
    dialog.done(result)
    assert edit(dialog).text() == ""


def test_without_a_keyring_nothing_is_offered(qtbot: QtBot) -> None:
    dialog = PassphraseDialog("a.lachan", can_remember=False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.findChild(QCheckBox, "remember").isVisible()
