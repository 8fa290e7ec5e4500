"""Asking what a new project is about."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.new_project_dialog import NewProject, NewProjectDialog, Province
from app.language import Language

PROVINCES = [
    Province("11", "Điện Biên", "tỉnh"),
    Province("48", "Đà Nẵng", "thành phố"),
    Province("14", "Sơn La", "tỉnh"),
]


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> NewProjectDialog:
    made = NewProjectDialog(PROVINCES, tmp_path)
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show()
    return made


def line(dialog: NewProjectDialog, name: str) -> QLineEdit:
    return dialog.findChild(QLineEdit, name)


def listed(dialog: NewProjectDialog) -> list[str]:
    provinces = dialog.findChild(QListWidget, "provinces")
    return [provinces.item(row).text() for row in range(provinces.count())]


def problem(dialog: NewProjectDialog) -> str:
    return dialog.findChild(QLabel, "problem").text()


def fill(dialog: NewProjectDialog, passphrase: str = "kenh xanh ghe go", again: str = "kenh xanh ghe go") -> None:
    line(dialog, "province_search").setText("dien")
    line(dialog, "passphrase").setText(passphrase)
    line(dialog, "passphrase_again").setText(again)


def test_provinces_are_listed_by_name_with_their_kind_in_words(dialog: NewProjectDialog) -> None:
    assert listed(dialog) == ["Đà Nẵng (city)", "Điện Biên (province)", "Sơn La (province)"]
    dialog.retranslate(Language("vi"))
    assert listed(dialog) == ["Đà Nẵng (thành phố)", "Điện Biên (tỉnh)", "Sơn La (tỉnh)"]


@pytest.mark.parametrize("typed", ["dien", "ĐIỆN BIÊN", "11", "bien dien"])
def test_a_province_is_found_however_it_is_typed(dialog: NewProjectDialog, typed: str) -> None:
    line(dialog, "province_search").setText(typed)
    assert listed(dialog) == ["Điện Biên (province)"]


def test_a_file_is_proposed_for_the_province(dialog: NewProjectDialog, tmp_path: Path) -> None:
    line(dialog, "province_search").setText("dien")
    assert line(dialog, "project_path").text() == str(tmp_path / "dien-bien.lachan")


def test_a_name_of_ones_own_is_kept_when_the_province_changes(dialog: NewProjectDialog, tmp_path: Path) -> None:
    line(dialog, "project_path").setText(str(tmp_path / "mine"))
    line(dialog, "project_path").setModified(True)
    fill(dialog)
    assert dialog.values().path == tmp_path / "mine.lachan"


def test_all_filled_in_it_tells_its_values(dialog: NewProjectDialog, tmp_path: Path) -> None:
    fill(dialog)
    assert dialog.findChild(QPushButton, "ok").isEnabled()
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.values() == NewProject("11", tmp_path / "dien-bien.lachan", "kenh xanh ghe go")


def test_two_passphrases_that_differ_are_refused(dialog: NewProjectDialog) -> None:
    fill(dialog, again="kenh do")
    assert problem(dialog) == "The two passphrases are not the same."
    assert not dialog.findChild(QPushButton, "ok").isEnabled()
    with pytest.raises(ValueError, match="not the same"):
        dialog.values()


def test_half_of_the_second_passphrase_is_no_mistake_yet(dialog: NewProjectDialog) -> None:
    fill(dialog, again="kenh")
    assert problem(dialog) == "Type the passphrase a second time."
    assert not dialog.findChild(QPushButton, "ok").isEnabled()


def test_without_a_passphrase_it_says_what_that_means(dialog: NewProjectDialog) -> None:
    fill(dialog, "", "")
    dialog.findChild(QCheckBox, "protect").setChecked(False)
    assert "no cases" in dialog._warning.text()
    assert dialog.values().passphrase is None


def test_a_file_that_is_there_is_not_replaced(dialog: NewProjectDialog, tmp_path: Path) -> None:
    (tmp_path / "dien-bien.lachan").touch()
    fill(dialog)
    assert problem(dialog) == "dien-bien.lachan is already there. Choose another name."


def test_a_folder_that_is_not_there_is_said(dialog: NewProjectDialog, tmp_path: Path) -> None:
    fill(dialog)
    line(dialog, "project_path").setText(str(tmp_path / "nowhere" / "a.lachan"))
    assert problem(dialog) == f"There is no folder {tmp_path / 'nowhere'}."


@pytest.mark.parametrize(
    ("typed", "said"), [("dien bien 1", "Weak"), ("kenh xanh 47", "Fair"), ("kenh xanh ghe go mua", "Strong")]
)
def test_the_hint_says_how_strong_it_is(dialog: NewProjectDialog, typed: str, said: str) -> None:
    fill(dialog, typed, typed)
    assert dialog.findChild(QLabel, "strength").text().startswith(said)


def test_cancelling_forgets_the_passphrases(dialog: NewProjectDialog) -> None:
    fill(dialog)
    dialog.reject()
    assert line(dialog, "passphrase").text() == line(dialog, "passphrase_again").text() == ""
