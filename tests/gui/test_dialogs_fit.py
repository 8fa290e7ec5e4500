"""Every dialog fits on a small screen and cuts no text, in both languages and as the program draws it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.crosswalk_rows import Unit
from app.demo import new_project
from app.desktop.change_passphrase_dialog import ChangePassphraseDialog
from app.desktop.correction_dialog import CorrectionDialog
from app.desktop.crosswalk_dialog import CrosswalkDialog
from app.desktop.idle_dialog import IdleDialog
from app.desktop.import_dialog import ImportDialog
from app.desktop.imports_dialog import ImportsDialog
from app.desktop.new_passphrase_dialog import NewPassphraseDialog
from app.desktop.new_project_dialog import NewProjectDialog, Province
from app.desktop.passphrase_dialog import PassphraseDialog
from app.desktop.purge_dialog import PurgeDialog
from app.desktop.restore_dialog import RestoreDialog
from app.desktop.theme import LIGHT, apply
from app.desktop.verification_dialog import VerificationDialog
from app.language import LANGUAGES, Language
from app.messages import said
from data.batches import Import
from data.errors import PassphraseRequired
from data.verifying import Check, Fault, Verification

SMALLEST = QSize(911, 480)
"""What a laptop of 1366 × 768 leaves at 150 %, without the task bar."""
REASON = said(PassphraseRequired(("case_counts", "facilities", "officers")), Language("vi")).sentence
PARTS = [Unit(f"0335{n}", "Phường Mường Thanh", "Tỉnh Điện Biên") for n in range(5)]
"""As many new units as any old one went to in parts."""
IMPORT = Import("B", datetime(2026, 2, 1, tzinfo=UTC), ("Công an tỉnh quý III năm 2025.xlsx",), {"cases": 1200})
FAULTS = tuple(Fault(check, "case_counts", "unit_code", (1, 2), 30, ("99999",)) for check in Check)
DIALOGS: dict[str, Callable[[], QDialog]] = {
    "change_passphrase": ChangePassphraseDialog,
    "idle": lambda: IdleDialog(15),
    "imports": lambda: ImportsDialog([IMPORT]),
    "purge": lambda: PurgeDialog([IMPORT]),
    "restore": lambda: RestoreDialog("so-lieu-tre-em-dien-bien-2025.lachan", (), fault=REASON),
    "verification": lambda: VerificationDialog(Verification(True, {"cases": 1}, 0, FAULTS)),
    "import": lambda: ImportDialog(new_project("11"), encrypted=True),
    "crosswalk": lambda: CrosswalkDialog(Path("/")),
    "correction": lambda: CorrectionDialog(PARTS[0], [(unit.code, 20.0) for unit in PARTS], PARTS),
    "new_passphrase": lambda: NewPassphraseDialog(REASON),
    "new_project": lambda: NewProjectDialog([Province("11", "Điện Biên", "tỉnh")], Path("/")),
    "passphrase": lambda: PassphraseDialog("so-lieu-tre-em-dien-bien-2025.lachan", can_remember=True),
}


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:
    """Draw the dialogs as the program does: its style sheet makes fields and buttons higher than Qt's own."""
    before = qapp.styleSheet()
    apply(qapp, LIGHT)
    yield
    qapp.setStyleSheet(before)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture(params=list(DIALOGS))
def dialog(qtbot: QtBot, request: pytest.FixtureRequest, language: Language) -> QDialog:
    made = DIALOGS[request.param]()
    qtbot.addWidget(made)
    made.retranslate(language)  # type: ignore[attr-defined]
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_dialog_can_be_made_as_small_as_a_small_screen(dialog: QDialog) -> None:
    assert dialog.minimumSizeHint().boundedTo(SMALLEST) == dialog.minimumSizeHint()
    assert dialog.minimumWidth() <= SMALLEST.width()


def test_no_text_is_cut(dialog: QDialog) -> None:
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.text():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed, label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    for button in dialog.findChildren(QPushButton):
        assert not button.isVisible() or button.width() >= button.minimumSizeHint().width(), button.text()


def test_a_large_dialog_is_no_larger_than_the_screen(dialog: QDialog) -> None:
    assert dialog.size().boundedTo(dialog.screen().availableSize()) == dialog.size()


def test_the_new_passphrase_has_room_for_its_reason(qtbot: QtBot) -> None:
    made = NewPassphraseDialog(REASON)
    qtbot.addWidget(made)
    assert made.minimumWidth() >= 500
