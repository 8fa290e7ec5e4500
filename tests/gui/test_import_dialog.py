"""The import step by step: file, table, columns, check."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QTableView,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.demo import new_project
from app.desktop.import_columns import cell_text
from app.desktop.import_dialog import CHECK, COLUMNS, FILE, TABLE, ImportDialog
from app.desktop.step_bar import StepBar
from app.import_fields import TABLE_NAMES
from app.import_opening import look_at_columns, open_file
from app.import_preview import Cell
from app.import_questions import check_and_ask
from app.imports import ImportRequest
from app.language import Language
from app.messages import Said
from data.project import Project


@pytest.fixture(scope="module")
def project() -> Project:
    return new_project("11")


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(
        "Mã xã;Từ ngày;Đến ngày;Số vụ;Ghi chú\n"
        "03127;1/1/2025;30/9/2025;3;a\n3166;1/1/2025;30/9/2025;0;b\n99999;1/1/2025;30/9/2025;x;c\n;;;;\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def dialog(qtbot: QtBot, project: Project) -> ImportDialog:
    return shown(qtbot, ImportDialog(project, encrypted=True))


def shown(qtbot: QtBot, dialog: ImportDialog) -> ImportDialog:
    qtbot.addWidget(dialog)
    dialog.retranslate(Language("en"))
    dialog.show()
    return dialog


def choose(dialog: ImportDialog, path: Path) -> None:
    dialog.findChild(QLineEdit, "import_path").setText(str(path))


def choose_table(dialog: ImportDialog, table: str) -> None:
    dialog.findChild(QListWidget, "import_tables").setCurrentRow(list(TABLE_NAMES).index(table))


def read_file(dialog: ImportDialog, path: Path) -> None:
    choose(dialog, path)
    next_button(dialog).click()
    dialog.show_source(open_file(path, None, None))


def read(dialog: ImportDialog, path: Path, table: str) -> None:
    read_file(dialog, path)
    go_to_columns(dialog, path, table)


def go_to_columns(dialog: ImportDialog, path: Path, table: str) -> None:
    choose_table(dialog, table)
    next_button(dialog).click()
    if page(dialog) == TABLE:
        dialog.show_columns(look_at_columns(dialog._project, table, dialog._raw))


def check(dialog: ImportDialog) -> None:
    next_button(dialog).click()
    dialog.show_checked(check_and_ask(dialog._project, dialog.request()))


def steps(dialog: ImportDialog) -> list[str]:
    labels = [dialog.findChild(QLabel, f"step_{number}") for number in range(1, 7)]
    return [label.text() for label in labels if label.isVisibleTo(dialog)]


def next_button(dialog: ImportDialog) -> QPushButton:
    return dialog.findChild(QPushButton, "import_next")


def page(dialog: ImportDialog) -> int:
    return dialog.findChild(QStackedWidget).currentIndex()


def column_of(dialog: ImportDialog, field: str) -> QComboBox:
    return dialog.findChild(QComboBox, f"column_of_{field}")


def text(dialog: ImportDialog, name: str) -> str:
    return dialog.findChild(QLabel, name).text()


def test_a_file_is_needed_first_and_then_a_table(dialog: ImportDialog, counts: Path) -> None:
    assert not next_button(dialog).isEnabled()
    choose(dialog, counts)
    assert next_button(dialog).isEnabled()
    read_file(dialog, counts)
    assert page(dialog) == TABLE
    dialog._table.propose("")
    assert not next_button(dialog).isEnabled()
    choose_table(dialog, "case_counts")
    assert next_button(dialog).isEnabled()


def test_the_bar_shows_which_steps_are_done_and_which_is_at_hand(
    dialog: ImportDialog, project: Project, counts: Path
) -> None:
    assert steps(dialog) == ["1 File", "2 Table", "3 Columns", "4 Check", "5 Done"]
    read(dialog, counts, "case_counts")
    assert steps(dialog)[:3] == ["✓ File", "✓ Table", "3 Columns"]
    bar = dialog.findChild(StepBar)
    assert bar.accessibleName() == "Step 3 of 5: Columns"
    assert [bar.findChild(QLabel, f"step_{n}").property("role") for n in (2, 3, 4)] == ["help", "value", "help"]
    check(dialog)
    next_button(dialog).click()
    assert steps(dialog) == ["✓ File", "✓ Table", "✓ Columns", "✓ Check", "5 Done"]


def test_going_back_to_the_table_and_on_keeps_what_was_chosen(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    column_of(dialog, "period_end").setCurrentText("Từ ngày")
    dialog.findChild(QPushButton, "import_back").click()
    assert page(dialog) == TABLE
    next_button(dialog).click()
    assert dialog.request().mapping["period_end"] == "Từ ngày"
    dialog.findChild(QPushButton, "import_back").click()
    choose_table(dialog, "indicators")
    next_button(dialog).click()
    dialog.show_columns(look_at_columns(dialog._project, "indicators", dialog._raw))
    assert dialog.request().table == "indicators"
    assert column_of(dialog, "indicator") is not None


def test_a_file_that_is_not_there_is_said(dialog: ImportDialog, tmp_path: Path) -> None:
    choose(dialog, tmp_path / "gone.csv")
    assert not next_button(dialog).isEnabled()
    assert dialog._file._notice.text() == "There is no file gone.csv."


def test_it_says_that_the_file_itself_lies_in_the_clear(dialog: ImportDialog) -> None:
    assert "readable for everyone" in text(dialog, "source_in_clear")


def test_a_dropped_file_is_taken(dialog: ImportDialog, counts: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(counts))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    dialog._file.dropEvent(event)
    assert dialog._file.path == counts


def test_cases_are_refused_for_a_project_without_a_passphrase(qtbot: QtBot, project: Project, counts: Path) -> None:
    dialog = shown(qtbot, ImportDialog(project, encrypted=False, path=counts))
    read_file(dialog, counts)
    choose_table(dialog, "case_counts")
    assert not next_button(dialog).isEnabled()
    assert "passphrase" in dialog._table._notice.text()
    choose_table(dialog, "indicators")
    assert next_button(dialog).isEnabled()


def test_a_simulated_project_takes_nothing_in(qtbot: QtBot, project: Project, counts: Path) -> None:
    dialog = shown(qtbot, ImportDialog(project.replace_about(simulated=True), encrypted=True))
    choose(dialog, counts)
    assert not next_button(dialog).isEnabled()
    refusal, path = (dialog.findChild(QWidget, name) for name in ("import_refused", "import_path"))
    assert "simulated" in dialog._file._refusal.text()
    assert refusal.mapTo(dialog, refusal.pos()).y() < path.mapTo(dialog, path.pos()).y()
    assert not path.isEnabled()
    assert not dialog._file.acceptDrops()


def test_a_simulated_project_offers_a_new_one(qtbot: QtBot, project: Project) -> None:
    dialog = shown(qtbot, ImportDialog(project.replace_about(simulated=True), encrypted=True))
    with qtbot.waitSignal(dialog.new_project_asked):
        dialog.findChild(QPushButton, "import_new_project").click()
    own = shown(qtbot, ImportDialog(project, encrypted=True))
    assert not own.findChild(QPushButton, "import_new_project").isVisible()


def test_a_notice_moves_nothing_above_it(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitExposed(dialog)
    parts = [dialog.findChild(QWidget, name) for name in ("import_path", "source_in_clear")]
    before = [part.geometry() for part in parts]
    choose(dialog, Path("/no/such/file.csv"))
    assert dialog._file._notice.isVisible()
    assert [part.geometry() for part in parts] == before


def test_reading_asks_for_the_file_and_waits(dialog: ImportDialog, counts: Path, qtbot: QtBot) -> None:
    choose(dialog, counts)
    with qtbot.waitSignal(dialog.read_asked) as asked:
        next_button(dialog).click()
    assert asked.args == [counts, None, None]
    assert dialog.findChild(QWidget, "import_progress").isVisible()
    assert not next_button(dialog).isEnabled()


def test_columns_are_found_by_their_vietnamese_headers(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    assert page(dialog) == COLUMNS
    assert column_of(dialog, "unit_code").currentText() == "Mã xã"
    assert column_of(dialog, "count").currentText() == "Số vụ"
    assert text(dialog, "unused_columns") == "Not read, and not kept: Ghi chú."
    assert next_button(dialog).isEnabled()


def test_a_needed_field_that_nothing_fills_stops_it_and_a_value_for_all_rows_fills_it(
    dialog: ImportDialog, counts: Path
) -> None:
    read(dialog, counts, "case_counts")
    column_of(dialog, "period_start").setCurrentIndex(0)
    assert text(dialog, "missing_fields") == "Still needed: First day of the period."
    assert not next_button(dialog).isEnabled()
    dialog.findChild(QLineEdit, "value_of_period_start").setText("1/1/2025")
    assert next_button(dialog).isEnabled()
    assert dialog.request().settings == {"period_start": "1/1/2025"}
    assert "period_start" not in dialog.request().mapping


def test_a_column_of_a_fields_own_name_is_not_read_where_a_person_says_so(dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "unit_code,period_start,period_end,count,agency\n03127,2025-01-01,2025-09-30,3,police\n", encoding="utf-8"
    )
    read(dialog, path, "case_counts")
    box = column_of(dialog, "agency")
    assert box.currentText() == "agency"
    assert dialog.request().drop == ()
    box.setCurrentText("– do not read –")
    assert dialog.request().drop == ("agency",)
    assert "agency" not in dialog.request().mapping
    assert box.isVisibleTo(dialog)
    assert text(dialog, "unused_columns") == "Not read, and not kept: agency."
    done = check_and_ask(dialog._project, dialog.request())
    assert done.report is not None
    assert done.report.accepted == 1
    assert "agency" not in done.report.mapping
    box.setCurrentText("agency")
    assert dialog.request().drop == ()


def test_one_row_is_spoken_of_as_one(dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Mã xã;Từ ngày;Đến ngày;Số vụ\n03127;1/1/2025;30/9/2025;3\n", encoding="utf-8")
    read(dialog, path, "case_counts")
    check(dialog)
    assert next_button(dialog).text() == "&Import 1 row"
    done = check_and_ask(dialog._project, dialog.request())
    dialog.show_done(done.report)
    assert text(dialog, "done_verdict") == "1 row was taken in. Undo takes it back."


def test_the_check_says_that_a_row_set_aside_can_be_mended_in_the_window(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    check(dialog)
    model = dialog.findChild(QTableView, "import_problems").model()
    fixes = [model.index(row, 5).data() for row in range(model.rowCount())]
    assert "Correct the code: in this window, or in the file and import the row again." in fixes


def test_the_preview_shows_what_each_row_will_become(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    preview = dialog.findChild(QTableWidget, "import_preview")
    assert preview.horizontalHeaderItem(0).text() == "Commune code"
    assert preview.item(0, 0).text() == "03127 → Điện Biên Phủ ward (03127)"
    assert preview.item(1, 0).text() == "⚠ 3166 → Mường Chà commune (03166)"
    assert preview.rowCount() == 3
    assert preview.verticalHeaderItem(2).text() == "4"


def test_the_preview_follows_what_is_chosen(dialog: ImportDialog, counts: Path, qtbot: QtBot) -> None:
    read(dialog, counts, "case_counts")
    preview = dialog.findChild(QTableWidget, "import_preview")
    column_of(dialog, "count").setCurrentText("Ghi chú")
    qtbot.waitUntil(lambda: preview.item(0, 3).text() == "⚠ a → –")


def test_a_value_that_cannot_be_is_said_at_once(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    dialog.findChild(QLineEdit, "value_of_count").setText("many")
    dialog._columns.show_preview()
    assert "many" in dialog._columns._trouble.text()


def test_fields_that_are_neither_needed_nor_found_are_folded_away(dialog: ImportDialog, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    assert not column_of(dialog, "agency").isVisible()
    dialog._columns._more.click()
    assert column_of(dialog, "agency").isVisible()


def test_the_check_is_asked_with_everything_chosen(dialog: ImportDialog, counts: Path, qtbot: QtBot) -> None:
    read(dialog, counts, "case_counts")
    with qtbot.waitSignal(dialog.check_asked) as asked:
        next_button(dialog).click()
    mapping = {"unit_code": "Mã xã", "period_start": "Từ ngày", "period_end": "Đến ngày", "count": "Số vụ"}
    assert asked.args == [ImportRequest("case_counts", counts, mapping, {}, None)]


def test_the_report_adds_up_and_what_was_set_aside_comes_first(
    dialog: ImportDialog, project: Project, counts: Path
) -> None:
    read(dialog, counts, "case_counts")
    check(dialog)
    assert page(dialog) == CHECK
    rows = [text(dialog, f"rows_{name}") for name in ("read", "accepted", "set_aside", "non_data")]
    assert rows == ["4", "2", "1", "1"]
    model = dialog.findChild(QTableView, "import_problems").model()
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first[:4] == ["set aside", "4", "Số vụ", "x"]
    assert next_button(dialog).text() == "&Import 2 rows"


def test_a_field_without_a_column_is_called_by_its_label(dialog: ImportDialog, project: Project, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    check(dialog)
    model = dialog.findChild(QTableView, "import_problems").model()
    told = {(model.index(row, 2).data(), model.index(row, 4).data()) for row in range(model.rowCount())}
    assert ("Where it happened", "The file does not say; “not known” was used for 2 rows.") in told


def test_import_is_asked_only_after_the_check(
    dialog: ImportDialog, project: Project, counts: Path, qtbot: QtBot
) -> None:
    read(dialog, counts, "case_counts")
    with qtbot.assertNotEmitted(dialog.import_asked):
        next_button(dialog).click()
    check(dialog)
    with qtbot.waitSignal(dialog.import_asked) as asked:
        next_button(dialog).click()
    assert asked.args == [dialog.request()]


def test_nothing_accepted_means_nothing_to_import(dialog: ImportDialog, project: Project, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("unit_code,period_start,period_end,count\n99999,x,y,z\n", encoding="utf-8")
    read(dialog, path, "case_counts")
    check(dialog)
    assert not next_button(dialog).isEnabled()
    assert text(dialog, "check_verdict").startswith("No row can be taken as it is.")


def test_an_error_is_said_and_the_step_can_be_tried_again(dialog: ImportDialog, counts: Path) -> None:
    choose(dialog, counts)
    next_button(dialog).click()
    dialog.show_error(Said("It cannot be read.", "Save it again."))
    assert dialog._error.text() == "It cannot be read.\nSave it again."
    assert page(dialog) == FILE
    assert next_button(dialog).isEnabled()


def test_back_returns_to_the_columns_with_all_choices_kept(
    dialog: ImportDialog, project: Project, counts: Path
) -> None:
    read(dialog, counts, "case_counts")
    column_of(dialog, "period_start").setCurrentText("Đến ngày")
    check(dialog)
    dialog.findChild(QPushButton, "import_back").click()
    assert page(dialog) == COLUMNS
    assert dialog.request().mapping["period_start"] == "Đến ngày"


def test_another_sheet_is_asked_for_by_its_name(dialog: ImportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Một"
    book.active.append(["Mã xã"])
    book.create_sheet("Hai").append(["Mã xã", "Số vụ"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    read(dialog, path, "case_counts")
    layers = dialog.findChild(QComboBox, "import_layer")
    assert [layers.itemText(i) for i in range(layers.count())] == ["Một", "Hai"]
    with qtbot.waitSignal(dialog.read_asked) as asked:
        layers.textActivated.emit("Hai")
    assert asked.args == [path, "Hai", None]
    dialog.show_source(open_file(path, "Hai", None))
    dialog.show_columns(look_at_columns(dialog._project, "case_counts", dialog._raw))
    assert dialog.request().layer == "Hai"


def test_metres_are_read_where_their_system_is_stated(dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("Tên,Loại,x,y\nA,school,501000,2365000\n", encoding="utf-8")
    read(dialog, path, "facilities")
    dialog._columns._more.click()
    dialog.findChild(QComboBox, "columns_system").setCurrentIndex(2)
    assert dialog.request().settings == {"crs": "EPSG:3405"}


def test_language_can_change_at_every_step(dialog: ImportDialog, project: Project, counts: Path) -> None:
    read(dialog, counts, "case_counts")
    request = dialog.request()
    dialog.retranslate(Language("vi"))
    assert dialog.request() == request
    check(dialog)
    dialog.retranslate(Language("en"))
    assert next_button(dialog).text() == "&Import 2 rows"


@pytest.mark.parametrize(
    ("cell", "shown_as"),
    [
        (Cell("a", "a"), "a"),
        (Cell("3127", "Phường X (03127)"), "3127 → Phường X (03127)"),
        (Cell("1/2/2025", "1 Feb 2025", obvious=True), "1 Feb 2025"),
        (Cell("x", "", "no number"), "⚠ x → –"),
        (Cell("", "received"), "(received)"),
        (Cell("", ""), ""),
        (Cell("", "", "missing"), "⚠"),
    ],
)
def test_a_cell_of_the_preview_shows_what_is_written_and_what_is_read(cell: Cell, shown_as: str) -> None:
    assert cell_text(cell) == shown_as
