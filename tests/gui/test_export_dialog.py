"""Writing a result to a file: for whom, in which form, and what leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QTableWidget
from pytestqt.qtbot import QtBot

from app.demo import demo_project
from app.desktop.export_dialog import FORMATS, ExportDialog
from app.language import Language
from app.messages import Said
from app.questions import find
from app.release import Audience, release
from app.reports.files import WRITERS, write
from app.results import StoredResult, run_and_store
from data.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("export") / "a.lachan"
    with Store.create(path, demo_project(), passphrase=None, who="test") as made:
        yield made


@pytest.fixture(scope="module")
def rates(store: Store) -> StoredResult:
    return run_and_store(store, find("rates"), {}, who="test")


@pytest.fixture(scope="module")
def inside(store: Store) -> StoredResult:
    return run_and_store(store, find("shelters"), {"p": 2, "existing": "all", "minutes": "air"}, who="test")


@pytest.fixture
def dialog(qtbot: QtBot, rates: StoredResult, tmp_path: Path) -> ExportDialog:
    return shown(qtbot, ExportDialog(rates, tmp_path, formats=(".html", ".xlsx", ".json")))


def shown(qtbot: QtBot, dialog: ExportDialog) -> ExportDialog:
    qtbot.addWidget(dialog)
    dialog.retranslate(Language("en"))
    dialog.show()
    return dialog


def rows(dialog: ExportDialog) -> dict[str, tuple[str, str]]:
    table = dialog.findChild(QTableWidget, "leaving")
    texts = [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]
    return {part: (leaves, stays) for part, leaves, stays in texts}


def internal(dialog: ExportDialog) -> None:
    dialog.findChild(QRadioButton, "audience_internal").setChecked(True)


def ok(dialog: ExportDialog) -> QPushButton:
    return dialog.findChild(QPushButton, "ok")


def test_a_file_that_may_be_shared_is_the_default(dialog: ExportDialog) -> None:
    assert dialog.audience is Audience.SHAREABLE
    assert dialog._red.text() == ""


def test_what_leaves_and_what_stays_is_listed_by_column(dialog: ExportDialog) -> None:
    leaves, stays = rows(dialog)["Communes (rows: 45)"]
    assert "Children" in leaves.split(", ")
    assert "Crude rate" in stays.split(", ")
    assert rows(dialog)["From received to convicted (rows: 8)"] == (
        "none",
        "the whole table: rests on single cases",
    )


def test_internal_is_red_and_names_the_file(dialog: ExportDialog) -> None:
    internal(dialog)
    assert dialog._red.text().startswith("INTERNAL")
    assert "rates-1.internal.html" in dialog._red.text()
    assert all(stays == "none" for _, stays in rows(dialog).values())


def test_it_sums_up_what_is_kept_back_and_whose_coordinates_are_in_the_file(
    qtbot: QtBot, inside: StoredResult, rates: StoredResult, tmp_path: Path
) -> None:
    sites = shown(qtbot, ExportDialog(inside, tmp_path, hidden_shelters=3))
    internal(sites)
    said = sites.findChild(QLabel, "export_summary")
    assert said.text().startswith("Nothing is kept back. With coordinates in the file: Proposed sites (2), ")
    counts = shown(qtbot, ExportDialog(rates, tmp_path, hidden_shelters=3))
    shared = counts.findChild(QLabel, "export_summary")
    assert shared.text().startswith("Kept back: shelters that are not public (3), whole tables (")
    assert "coordinates" not in shared.text()


def test_nothing_to_share_cannot_be_exported_but_may_go_internal(
    qtbot: QtBot, inside: StoredResult, tmp_path: Path
) -> None:
    dialog = shown(qtbot, ExportDialog(inside, tmp_path))
    assert not ok(dialog).isEnabled()
    assert dialog._red.text().startswith("Nothing of this result may be shared")
    internal(dialog)
    assert ok(dialog).isEnabled()


def test_the_form_gives_the_file_its_ending(dialog: ExportDialog, tmp_path: Path) -> None:
    forms = dialog.findChild(QComboBox, "format")
    forms.setCurrentIndex(forms.findData(".xlsx"))
    assert dialog.path == tmp_path / "rates-1.xlsx"
    path = dialog.findChild(QLineEdit, "export_path")
    path.setText(str(tmp_path / "mine"))
    assert dialog.path == tmp_path / "mine.xlsx"


def test_forms_are_those_that_can_be_written(qtbot: QtBot, rates: StoredResult, tmp_path: Path) -> None:
    dialog = shown(qtbot, ExportDialog(rates, tmp_path, formats=(".json", ".html")))
    forms = dialog.findChild(QComboBox, "format")
    assert [forms.itemData(row) for row in range(forms.count())] == [".html", ".json"]


def test_every_form_that_can_be_written_is_described() -> None:
    assert set(WRITERS) <= set(FORMATS)


def test_export_tells_path_audience_and_language(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    internal(dialog)
    languages = dialog.findChild(QComboBox, "file_language")
    languages.setCurrentIndex(languages.findData("vi"))
    with qtbot.waitSignal(dialog.export_asked) as asked:
        ok(dialog).click()
    assert asked.args == [tmp_path / "rates-1.internal.html", Audience.INTERNAL, Language("vi")]


def test_the_file_goes_where_the_dialog_says(dialog: ExportDialog, store: Store, rates: StoredResult) -> None:
    internal(dialog)
    forms = dialog.findChild(QComboBox, "format")
    forms.setCurrentIndex(forms.findData(".json"))
    released = release(store, rates.result_id, dialog.audience, who="test")
    assert write(released, dialog.path, Language("en")) == dialog.path


def test_the_language_of_the_file_follows_the_window_until_it_is_chosen(dialog: ExportDialog) -> None:
    languages = dialog.findChild(QComboBox, "file_language")
    assert languages.currentData() == "en"
    languages.setCurrentIndex(languages.findData("vi"))
    dialog.retranslate(Language("en"))
    assert languages.currentData() == "vi"


def test_without_a_file_name_nothing_is_exported(dialog: ExportDialog) -> None:
    dialog.findChild(QLineEdit, "export_path").setText("  ")
    assert not ok(dialog).isEnabled()


def test_an_error_is_said_and_the_export_can_be_tried_again(dialog: ExportDialog) -> None:
    ok(dialog).click()
    assert not ok(dialog).isEnabled()
    dialog.show_error(Said("No room.", "Make some."))
    assert dialog._error.text() == "No room.\nMake some."
    assert ok(dialog).isEnabled()
