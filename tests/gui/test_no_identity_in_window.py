"""A planted child, brought in through the window's wizard, is left nowhere: settings, log, temporary folders, project.

With the dropping switched off the same search finds it.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.demo import new_project
from app.desktop import operations
from app.desktop.import_dialog import DECIDE, DONE, ImportDialog
from app.desktop.imports_dialog import ImportsDialog
from app.desktop.log import error_text
from app.desktop.start import Running, start
from app.language import Language
from data.batches import imports_of
from data.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
from test_no_identity import (
    NAME,
    PASSPHRASE,
    PLACES,
    documents_in,
    documents_of,
    switch_dropping_off,
    traces,
    written_list,
)

pytestmark = pytest.mark.slow

PATIENCE = 30_000
MOST_STEPS = 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in PLACES:
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "TMPDIR"))
    monkeypatch.setattr("data.encryption.KEY_ITERATIONS", 2)
    monkeypatch.setenv("LACHAN_PASSPHRASE", PASSPHRASE)
    for name in ("source", "project"):
        (tmp_path / name).mkdir()
    Store.create(tmp_path / "project" / "t.lachan", new_project("11"), who="test", passphrase=PASSPHRASE).close()
    return tmp_path


@pytest.fixture
def running(qtbot: QtBot, folder: Path) -> Iterator[Running]:
    program = start(Language("en"), who="test")
    qtbot.addWidget(program.window, before_close_func=lambda window: window.jobs.cancel())
    program.window.show()
    operations.open_project(program.window.desk, folder / "project" / "t.lachan")
    wait_quiet(qtbot, program)
    yield program
    program.window.close()
    program.end()


def wait_quiet(qtbot: QtBot, running: Running) -> None:
    qtbot.waitUntil(lambda: not running.window.jobs.busy, timeout=PATIENCE)


def brought_in(qtbot: QtBot, running: Running, path: Path) -> ImportDialog:
    """Go through the wizard by its button, taking the first answer to whatever it asks."""
    running.window.commands["import"].trigger()
    dialog = running.window.findChildren(ImportDialog)[-1]
    dialog.findChild(QLineEdit, "import_path").setText(str(path))
    onward = dialog.findChild(QPushButton, "import_next")
    for _ in range(MOST_STEPS):
        if dialog._pages.currentIndex() == DECIDE:
            answer_all(dialog)
        if dialog._pages.currentIndex() == DONE:
            return dialog
        assert onward.isEnabled(), dialog._pages.currentWidget().objectName()
        onward.click()
        wait_quiet(qtbot, running)
    raise AssertionError(dialog._pages.currentWidget().objectName())


def answer_all(dialog: ImportDialog) -> None:
    for button in dialog._decide.findChildren(QRadioButton):
        if not any(each.isChecked() for each in button.parent().findChildren(QRadioButton)):
            button.setChecked(True)


def left_behind(folder: Path, running: Running) -> dict[str, set[str]]:
    """Return what was found outside the source, by where; the log at hand for a report is looked at too."""
    everything = [
        ("log", running.log.text().encode()),
        *documents_in(folder),
        *documents_of(folder / "project" / "t.lachan"),
    ]
    return {where: found for where, content in everything if (found := traces(content))}


def test_the_wizard_leaves_nothing_of_the_child_anywhere(qtbot: QtBot, running: Running, folder: Path) -> None:
    dialog = brought_in(qtbot, running, written_list(folder / "source"))
    assert len(running.window.session.project["cases"]) > 0
    dialog.findChild(QPushButton, "forget_source").click()
    dialog.accept()
    assert left_behind(folder, running) == {}
    assert (folder / "LACHAN_CONFIG" / "log").is_dir()


def test_the_list_of_imports_tells_a_file_of_cases_by_its_hash(qtbot: QtBot, running: Running, folder: Path) -> None:
    brought_in(qtbot, running, written_list(folder / "source")).accept()
    listed = ImportsDialog(imports_of(running.window.session.project))
    qtbot.addWidget(listed)
    listed.retranslate(Language("en"))
    texts = [label.text() for label in listed.findChildren(QLabel)]
    batch_id = str(running.window.session.project["cases"]["batch_id"].iloc[0])
    assert any(f"File {batch_id.rpartition('-')[2]} · " in text for text in texts)
    assert not any(traces(text.encode()) for text in texts)


def test_a_bug_while_the_child_is_read_says_its_place_and_no_name(
    qtbot: QtBot, running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(NAME)

    monkeypatch.setattr("data.importing.set_apart", broken)
    running.window.commands["import"].trigger()
    heard: list[BaseException] = []
    monkeypatch.setattr(running.window, "report", heard.append)
    with qtbot.captureExceptions():
        import_request(running, written_list(folder / "source"))
        wait_quiet(qtbot, running)
    text = running.log.text() + "".join(map(error_text, heard))
    assert "ZeroDivisionError" in text
    assert traces(text.encode()) == set()


def import_request(running: Running, path: Path) -> None:
    from app.imports import ImportRequest

    operations.import_file(running.window.desk, ImportRequest("cases", path, {}, {"agency": "police"}, guesses=True))


def test_with_the_dropping_switched_off_the_search_finds_the_child(
    qtbot: QtBot, running: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_dropping_off(monkeypatch)
    import_request(running, written_list(folder / "source"))
    wait_quiet(qtbot, running)
    found = left_behind(folder, running)
    assert "name" in found["t.lachan:cases"]
