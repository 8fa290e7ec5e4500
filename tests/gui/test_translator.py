"""Qt's own texts come from our catalogue, in both languages, and none that the window can meet is forgotten."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale
from PySide6.QtWidgets import QDialogButtonBox, QDoubleSpinBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.translator import QT_TEXTS, Translator, locale_of
from app.language import LANGUAGES, Code, Language
from app.language import _translations as catalogue

NOT_SHOWN = {"Alt+Left", "Alt+Right", "Alt+Up"}
"""Keys of the file dialog: the same in every language."""
NEVER_OPENED = ("About Qt", "<h3>About Qt", "<p>Qt is a C++")
"""Texts of a dialog that the program does not have."""


@pytest.fixture
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer in capitals, whatever the catalogue holds."""

    class Capitals:
        def gettext(self, message: str) -> str:
            return f"VI {message}"

    monkeypatch.setattr("app.language._translations", lambda code: Capitals() if code == "vi" else catalogue(code))


@pytest.fixture
def translator(qapp: object, qtbot: QtBot) -> Iterator[Translator]:
    before = QLocale()
    made = Translator(qapp, Language("en"))  # type: ignore[arg-type]
    yield made
    made.remove()
    QLocale.setDefault(before)


def qt_texts() -> dict[str, set[str]]:
    """Return what a translation that comes with Qt says it translates, by context."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    content = (Path(folder) / "qtbase_de.qm").read_bytes()
    found: dict[str, set[str]] = {}
    for source in re.finditer(rb"\x06\x00\x00(..)", content, re.DOTALL):
        end = source.end() + int.from_bytes(source[1], "big")
        if content[end : end + 3] == b"\x07\x00\x00":
            length = int.from_bytes(content[end + 3 : end + 5], "big")
            context = content[end + 5 : end + 5 + length].decode()
            found.setdefault(context, set()).add(content[source.end() : end].decode())
    return found


def test_every_text_qt_has_in_these_contexts_is_in_the_list() -> None:
    shipped = qt_texts()
    for context, ours in QT_TEXTS.items():
        theirs = {text for text in shipped[context] if not text.startswith(NEVER_OPENED)}
        assert set(ours) == theirs - NOT_SHOWN, context


def test_buttons_speak_the_language_of_the_window(translator: Translator, vietnamese: None, qtbot: QtBot) -> None:
    assert buttons(qtbot) == ["OK", "Cancel"]
    translator.speak(Language("vi"))
    assert buttons(qtbot) == ["VI OK", "VI Cancel"]
    translator.speak(Language("en"))
    assert buttons(qtbot) == ["OK", "Cancel"]


def buttons(qtbot: QtBot) -> list[str]:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    return [button.text() for button in box.buttons()]


def test_a_file_dialog_and_a_context_menu_leave_no_text_in_english(
    translator: Translator, vietnamese: None, qtbot: QtBot, tmp_path: Path
) -> None:
    translator.speak(Language("vi"))
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    said = [button.text() for button in dialog.findChildren(QDialogButtonBox)[0].buttons()]
    said += [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    said += [widget.toolTip() for widget in dialog.findChildren(QWidget) if widget.toolTip()]
    menu.deleteLater()
    assert len(said) >= 12
    assert [text for text in said if not text.startswith("VI ")] == []


def test_texts_of_others_are_left_alone(translator: Translator, vietnamese: None) -> None:
    translator.speak(Language("vi"))
    assert QCoreApplication.translate("QLineEdit", "hello") == "hello"
    assert QCoreApplication.translate("Somebody", "OK") == "OK"


def test_numbers_typed_into_an_open_window_follow_the_language(translator: Translator, qtbot: QtBot) -> None:
    spin = QDoubleSpinBox(maximum=10_000, decimals=1, value=1234.5)
    qtbot.addWidget(spin)
    translator.speak(Language("vi"))
    assert spin.text() == "1234,5"
    translator.speak(Language("en"))
    assert spin.text() == "1234.5"


@pytest.mark.parametrize("code", LANGUAGES)
def test_qt_writes_numbers_and_dates_as_the_program_does(code: Code) -> None:
    language = Language(code)
    locale = locale_of(language)
    assert locale.toString(1234.5, "f", 1) == language.number(1234.5, 1)
    day = date(2026, 11, 21)
    said = "dd/MM/yyyy" if code == "vi" else "d MMM yyyy"
    assert locale.toString(QDate(2026, 11, 21), said) == language.date(day)


@pytest.mark.parametrize("text", sorted({text for texts in QT_TEXTS.values() for text in texts}))
def test_placeholders_and_line_ends_survive_translation(text: str) -> None:
    said = Language("vi").say(text)
    assert said.count("%1") == text.count("%1")
    assert said.count("\n") == text.count("\n")
    assert said.endswith(" ") == text.endswith(" ")
