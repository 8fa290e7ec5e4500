"""The dialogs that keep a project safe: what must be typed before anything happens, and what is shown of a file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QPushButton, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.change_passphrase_dialog import ChangePassphraseDialog
from app.desktop.idle_dialog import IdleDialog
from app.desktop.imports_dialog import ImportsDialog
from app.desktop.purge_dialog import WORD, PurgeDialog
from app.desktop.restore_dialog import RestoreDialog
from app.desktop.verification_dialog import VerificationDialog
from app.import_fields import field_label
from app.language import LANGUAGES, Language
from app.messages import Said
from app.verification import CHECKS
from data.backups import Backup
from data.batches import Import
from data.verifying import Check, Fault, Verification

IMPORTS = (
    Import("B", datetime(2026, 2, 1, 8, 0, tzinfo=UTC), ("b.csv",), {"skills": 3}),
    Import("A", None, (), {"cases": 12, "link_decisions": 1}),
)
BACKUPS = tuple(Backup(datetime(2026, 1, day, 3, 4, 5, tzinfo=UTC), Path()) for day in (3, 2))


def shown(qtbot: QtBot, dialog: QDialog, code: str = "en") -> QDialog:
    qtbot.addWidget(dialog)
    dialog.retranslate(Language(code))  # type: ignore[attr-defined]
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def part(dialog: QWidget, name: str) -> QWidget:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


def write(dialog: QWidget, name: str, text: str) -> None:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None, name
    found.setText(text)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("change", [str, str.upper])
def test_an_import_is_purged_once_the_word_is_typed(qtbot: QtBot, code: str, change: type[str]) -> None:
    dialog = shown(qtbot, PurgeDialog(IMPORTS, "A"), code)
    asked: list[str] = []
    dialog.batch_asked.connect(asked.append)  # type: ignore[attr-defined]
    ok = part(dialog, "ok")
    assert not ok.isEnabled()
    write(dialog, "purge_word", "yes")
    assert not ok.isEnabled()
    write(dialog, "purge_word", change(Language(code).say(WORD)))  # type: ignore[arg-type]
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert asked == ["A"]


def test_a_case_is_purged_by_its_code_and_the_word(qtbot: QtBot) -> None:
    dialog = shown(qtbot, PurgeDialog(()))
    asked: list[str] = []
    dialog.case_asked.connect(asked.append)  # type: ignore[attr-defined]
    choice = dialog.findChild(QRadioButton, "purge_case")
    assert choice is not None
    assert choice.isChecked(), "there is no import"
    write(dialog, "purge_word", "remove")
    assert not part(dialog, "ok").isEnabled()
    write(dialog, "purge_code", " K-1 ")
    qtbot.keyClick(part(dialog, "purge_word"), Qt.Key.Key_Return)
    assert asked == ["K-1"]


def test_enter_purges_nothing_before_the_word_is_typed(qtbot: QtBot) -> None:
    dialog = shown(qtbot, PurgeDialog(IMPORTS))
    dialog.batch_asked.connect(pytest.fail)  # type: ignore[attr-defined]
    qtbot.keyClick(part(dialog, "purge_word"), Qt.Key.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize(("button", "signal"), [("take_back", "take_back_asked"), ("purge", "purge_asked")])
def test_the_import_chosen_with_the_keyboard_is_asked_for(qtbot: QtBot, button: str, signal: str) -> None:
    dialog = shown(qtbot, ImportsDialog(IMPORTS))
    asked: list[str] = []
    getattr(dialog, signal).connect(asked.append)
    qtbot.keyClick(part(dialog, "imports"), Qt.Key.Key_Down)
    qtbot.keyClick(part(dialog, button), Qt.Key.Key_Space)
    assert asked == ["A"]


def test_imports_are_named_by_file_and_moment_with_their_rows(qtbot: QtBot) -> None:
    dialog = shown(qtbot, ImportsDialog(IMPORTS))
    texts = [each.text() for each in part(dialog, "imports").findChildren(QLabel)]
    assert any(each.startswith("b.csv · ") and "2026" in each for each in texts)
    assert "Rows by table: Skills of officers: 3" in texts
    assert "A" in texts, "no file and no moment is known"


def test_without_imports_only_a_case_can_be_removed(qtbot: QtBot) -> None:
    dialog = shown(qtbot, ImportsDialog(()))
    assert part(dialog, "no_imports").isVisible()
    assert not part(dialog, "take_back").isEnabled()
    assert part(dialog, "purge").isEnabled()


def test_backups_are_listed_by_day_and_second(qtbot: QtBot) -> None:
    dialog = shown(qtbot, RestoreDialog("a.lachan", BACKUPS, fault="a.lachan is damaged."))
    listed = dialog.findChild(QListWidget, "backups")
    assert listed is not None
    local = BACKUPS[0].made_at.astimezone()
    assert listed.item(0).text() == f"{Language('en').date(local.date())} {local:%H:%M:%S}"
    assert part(dialog, "restore_fault").isVisible()
    chosen: list[str] = []
    dialog.chosen.connect(chosen.append)  # type: ignore[attr-defined]
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert len(chosen) == 1


def test_without_backups_nothing_can_be_restored(qtbot: QtBot) -> None:
    dialog = shown(qtbot, RestoreDialog("a.lachan", ()))
    assert part(dialog, "no_backups").isVisible()
    assert not part(dialog, "ok").isEnabled()


def test_a_passphrase_is_changed_when_the_new_one_is_typed_twice(qtbot: QtBot) -> None:
    dialog = shown(qtbot, ChangePassphraseDialog())
    given: list[tuple[str, str]] = []
    dialog.given.connect(lambda *both: given.append(both))  # type: ignore[attr-defined]
    write(dialog, "current_passphrase", "old")
    write(dialog, "passphrase", "new one")
    write(dialog, "passphrase_again", "new")
    assert not part(dialog, "ok").isEnabled()
    write(dialog, "passphrase_again", "new one")
    qtbot.mouseClick(part(dialog, "ok"), Qt.MouseButton.LeftButton)
    assert given == [("old", "new one")]
    assert not part(dialog, "ok").isEnabled(), "it waits"
    dialog.show_error(Said("No.", ""))  # type: ignore[attr-defined]
    assert part(dialog, "passphrase_error").isVisible()
    assert part(dialog, "ok").isEnabled()
    dialog.reject()
    assert [each.text() for each in dialog.findChildren(QLineEdit)] == ["", "", ""]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_check_says_each_thing_and_the_faults_under_it(qtbot: QtBot, code: str) -> None:
    fault = Fault(Check.UNITS, "visits", "commune_code", (1,), 1, ("99999",))
    dialog = shown(qtbot, VerificationDialog(Verification(True, {"visits": 1}, 2, (fault,))), code)
    for check in Check:
        line = dialog.findChild(QLabel, f"check_{check}")
        assert line is not None
        assert line.text().lower() == Language(code).say(CHECKS[check]).lower()  # type: ignore[arg-type]
        assert (dialog.findChild(QLabel, f"fault_{check}") is not None) == (check is Check.UNITS)
    said = dialog.findChild(QLabel, "fault_units")
    assert said is not None
    assert "99999" in said.text()
    assert field_label("commune_code", Language(code)) in said.text()  # type: ignore[arg-type]
    assert "commune_code" not in said.text()


def test_the_minutes_chosen_are_told(qtbot: QtBot) -> None:
    dialog = shown(qtbot, IdleDialog(15))
    minutes = dialog.findChild(QSpinBox, "lock_minutes")
    assert minutes is not None
    assert minutes.value() == 15
    minutes.setValue(0)
    assert minutes.text() == "never"
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)  # type: ignore[attr-defined]
    qtbot.mouseClick(part(dialog, "ok"), Qt.MouseButton.LeftButton)
    assert chosen == [0]


def test_every_button_of_these_dialogs_is_reached_with_the_keyboard(qtbot: QtBot) -> None:
    for made in (PurgeDialog(IMPORTS), ImportsDialog(IMPORTS), RestoreDialog("a", BACKUPS), ChangePassphraseDialog()):
        dialog = shown(qtbot, made)
        for button in dialog.findChildren(QPushButton):
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.objectName()
