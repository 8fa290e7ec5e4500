"""Files as offices send them, brought into a project through the window with mouse and keyboard only."""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.demo import new_project
from app.desktop import operations
from app.desktop.dialog_parts import Notice
from app.desktop.import_dialog import CHECK, COLUMNS, DECIDE, DONE, FILE, TABLE, ImportDialog
from app.desktop.import_wizard import forget_folder
from app.desktop.mend_dialog import MendDialog
from app.desktop.points_map import PointsMap
from app.desktop.start import Running, start
from app.forms import form_head, write_form
from app.language import Language
from data.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "data"))
from ugly_files import UGLY

pytestmark = pytest.mark.slow

PATIENCE = 20_000
PASSPHRASE = "ba con trâu trên đồi"


@pytest.fixture(scope="module")
def project_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wizard") / "a.lachan"
    with Store.create(path, new_project("11"), who="test", passphrase=PASSPHRASE):
        return path


@pytest.fixture
def running(qtbot: QtBot, project_file: Path, tmp_path: Path) -> Iterator[Running]:
    own = tmp_path / "own.lachan"
    own.write_bytes(project_file.read_bytes())
    program = start(Language("en"), who="test")
    qtbot.addWidget(program.window, before_close_func=lambda window: window.jobs.cancel())
    program.window.show()
    operations.open_project(program.window.desk, own, passphrase=PASSPHRASE)
    wait_quiet(qtbot, program)
    yield program
    program.window.close()
    program.end()


def wait_quiet(qtbot: QtBot, running: Running) -> None:
    qtbot.waitUntil(lambda: not running.window.jobs.busy, timeout=PATIENCE)


def opened(running: Running) -> ImportDialog:
    running.window.commands["import"].trigger()
    return running.window.findChildren(ImportDialog)[-1]


def child(dialog: QWidget, kind: type[Any], name: str) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def page(dialog: ImportDialog) -> int:
    return dialog._pages.currentIndex()


def press_enter(qtbot: QtBot, running: Running, dialog: ImportDialog) -> None:
    """Press Enter wherever the keyboard is, and wait for what it asks for."""
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    wait_quiet(qtbot, running)


def click(qtbot: QtBot, running: Running, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_quiet(qtbot, running)


def press_next(qtbot: QtBot, running: Running, dialog: ImportDialog) -> None:
    click(qtbot, running, child(dialog, QPushButton, "import_next"))


def type_into(qtbot: QtBot, dialog: ImportDialog, name: str, text: str) -> None:
    line = child(dialog, QLineEdit, name)
    line.setFocus()
    qtbot.keyClicks(line, text)


def ugly(folder: Path, name: str) -> Path:
    UGLY[name].write(folder / name)
    return folder / name


def book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def counted(running: Running) -> list[tuple[str, str, int]]:
    rows = running.window.session.project["case_counts"]
    return list(zip(rows["unit_code"], rows["stage"], rows["count"], strict=True))


def test_a_report_with_titles_comes_in_by_the_keyboard_alone(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    dialog = opened(running)
    type_into(qtbot, dialog, "import_path", str(ugly(tmp_path, "titles_above.csv")))
    pages = [page(dialog)]
    for _ in range(4):
        press_enter(qtbot, running, dialog)
        pages.append(page(dialog))
    assert pages == [FILE, TABLE, COLUMNS, CHECK, DONE]
    assert counted(running) == [
        ("03127", "received", 12), ("03127", "handled", 11), ("03349", "received", 3), ("03349", "handled", 3),
    ]  # fmt: skip
    days = running.window.session.project["case_counts"]["period_end"]
    assert set(days.dt.strftime("%Y-%m-%d")) == {"2025-09-30"}
    press_enter(qtbot, running, dialog)
    assert not dialog.isVisible()


def fill_days(qtbot: QtBot, dialog: ImportDialog, first: str, last: str) -> None:
    type_into(qtbot, dialog, "value_of_period_start", first)
    type_into(qtbot, dialog, "value_of_period_end", last)


def to_columns(qtbot: QtBot, running: Running, path: Path) -> ImportDialog:
    dialog = opened(running)
    type_into(qtbot, dialog, "import_path", str(path))
    press_next(qtbot, running, dialog)
    press_next(qtbot, running, dialog)
    assert page(dialog) == COLUMNS
    return dialog


def test_names_that_are_not_sure_are_decided_once_and_kept(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    path = ugly(tmp_path, "subtotals_of_districts.csv")
    dialog = to_columns(qtbot, running, path)
    fill_days(qtbot, dialog, "1/7/2025", "30/9/2025")
    press_next(qtbot, running, dialog)
    assert page(dialog) == DECIDE
    assert [question.written for question in dialog._decide.questions] == ["Thanh Xương", "Mường Nhé"]
    first, second = (child(dialog, QComboBox, f"decide_unit_code:{name}") for name in ("Thanh Xương", "Mường Nhé"))
    assert child(dialog, QPushButton, "import_next").text() == "&Next (2 not decided)"
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert first.value() == "03328"
    qtbot.keyClicks(second.lineEdit(), "03160")
    assert second.value() == "03160"
    press_next(qtbot, running, dialog)
    assert page(dialog) == CHECK
    press_next(qtbot, running, dialog)
    assert page(dialog) == DONE
    assert counted(running) == [("03349", "received", 3), ("03328", "received", 12), ("03160", "received", 5)]
    kept = running.window.session.project["name_decisions"]
    assert sorted(kept["code"]) == ["03160", "03328"]
    press_next(qtbot, running, dialog)

    again = to_columns(qtbot, running, path)
    assert child(again, QLabel, "evidence_of_unit_name").text() == "as in the last such file"
    fill_days(qtbot, again, "1/7/2025", "30/9/2025")
    press_next(qtbot, running, again)
    assert [question.setting for question in again._decide.questions] == ["repeat"]
    assert not child(again, QPushButton, "import_next").isEnabled()
    child(again, QRadioButton, "decide_repeat_update").click()
    press_next(qtbot, running, again)
    assert page(again) == CHECK
    press_next(qtbot, running, again)
    assert len(counted(running)) == 3
    press_next(qtbot, running, again)


def test_a_list_that_cannot_be_known_is_asked_and_rows_set_aside_come_back_mended(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    dialog = to_columns(qtbot, running, ugly(tmp_path, "everything.xlsx"))
    fill_days(qtbot, dialog, "1/1/2025", "30/6/2025")
    press_next(qtbot, running, dialog)
    assert [question.setting for question in dialog._decide.questions] == ["vintage"]
    assert not child(dialog, QPushButton, "import_next").isEnabled()
    radio = child(dialog, QRadioButton, "decide_vintage_2025-07-01")
    radio.setFocus()
    qtbot.keyClick(radio, Qt.Key.Key_Space)
    press_next(qtbot, running, dialog)
    assert page(dialog) == CHECK
    press_next(qtbot, running, dialog)
    assert page(dialog) == DONE
    assert [text(dialog, f"done_{part}") for part in ("read", "accepted", "set_aside", "non_data")] == [
        "12", "1", "2", "9",
    ]  # fmt: skip
    reasons = child(dialog, QTableWidget, "done_reasons")
    assert (reasons.item(0, 0).text(), reasons.item(0, 1).text()) == ("set aside", "2")
    saved = save_rows(qtbot, running, dialog, tmp_path / "rows.xlsx")
    press_next(qtbot, running, dialog)

    mend(saved, {"Xã Hẹ Muông": "Điện Biên Phủ"})
    back = opened(running)
    type_into(qtbot, back, "import_path", str(saved))
    press_next(qtbot, running, back)
    assert page(back) == CHECK
    assert [text(back, f"rows_{part}") for part in ("read", "accepted", "set_aside")] == ["2", "1", "1"]
    assert child(back, QLabel, "step_2").isHidden()
    press_next(qtbot, running, back)
    assert {code for code, _, _ in counted(running)} == {"03349", "03127"}
    press_next(qtbot, running, back)


MENDABLE = [
    ["Mã xã", "Từ ngày", "Đến ngày", "Số vụ", "Cơ quan", "Loại hình", "Người nhập"],
    ["03127", "1/1/2025", "31/3/2025", 3, "Công an", "Bỏ rơi", "A"],
    ["03349", "1/1/2025", "31/3/2025", "hai", "Công an", "Bỏ rơi", "B"],
    ["03158", "9/30/2025", "31/3/2025", 1, "Công an", "Bỏ rơi", "C"],
]


def to_check(qtbot: QtBot, running: Running, path: Path) -> ImportDialog:
    dialog = to_columns(qtbot, running, path)
    press_next(qtbot, running, dialog)
    if page(dialog) == DECIDE:
        for radio in dialog.findChildren(QRadioButton, "decide_vintage_2025-07-01"):
            radio.click()
        press_next(qtbot, running, dialog)
    assert page(dialog) == CHECK
    return dialog


def mending(qtbot: QtBot, running: Running, dialog: ImportDialog, name: str) -> MendDialog:
    button = child(dialog, QPushButton, name)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    wait_quiet(qtbot, running)
    return dialog.findChildren(MendDialog)[-1]


def type_over(qtbot: QtBot, dialog: MendDialog, text: str) -> None:
    """Type over the cell the keyboard is at, and end with Enter."""
    view = child(dialog, QTableView, "rows_to_mend")
    assert dialog.focusWidget() is view
    qtbot.keyClicks(view, text[0])
    editor = dialog.focusWidget()
    assert editor is not view
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.currentIndex().data() == text, timeout=PATIENCE)
    qtbot.waitUntil(lambda: dialog.focusWidget() is view, timeout=PATIENCE)


def shown_in(view: QTableView) -> list[list[str]]:
    model = view.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]  # fmt: skip


def test_rows_set_aside_are_mended_in_place_with_the_keyboard(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    dialog = to_check(qtbot, running, book(tmp_path / "counts.xlsx", MENDABLE))
    press_next(qtbot, running, dialog)
    assert counted(running) == [("03127", "received", 3)]
    rows = mending(qtbot, running, dialog, "mend_set_aside")
    view = child(rows, QTableView, "rows_to_mend")
    first, second = shown_in(view)
    assert first[:2] == ["3", "Số vụ: “hai” is not a number."]
    assert (first[5], second[3], second[-1]) == ("hai", "9/30/2025", "C")
    assert view.currentIndex().data() == "hai"
    type_over(qtbot, rows, "2")
    press_return(qtbot, running, rows)
    assert "Rows taken in now: 1" in child(rows, Notice, "mend_outcome").text()
    assert [row[0] for row in shown_in(view)] == ["4"]
    assert counted(running) == [("03127", "received", 3), ("03349", "received", 2)]
    assert [text(dialog, f"done_{part}") for part in ("read", "accepted", "set_aside", "non_data")] == [
        "3", "2", "1", "0",
    ]  # fmt: skip
    qtbot.keyClick(rows, Qt.Key.Key_Escape)
    assert running.window.commands["undo"].toolTip().startswith("Undo: Import: ")
    running.window.commands["undo"].trigger()
    wait_quiet(qtbot, running)
    assert counted(running) == [("03127", "received", 3)]
    running.window.commands["redo"].trigger()
    wait_quiet(qtbot, running)
    assert len(counted(running)) == 2
    press_next(qtbot, running, dialog)


def press_return(qtbot: QtBot, running: Running, dialog: QDialog) -> None:
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    wait_quiet(qtbot, running)


def test_where_no_row_is_right_they_are_mended_before_anything_comes_in(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    dialog = to_check(qtbot, running, book(tmp_path / "wrong.xlsx", [MENDABLE[0], *MENDABLE[2:]]))
    assert not child(dialog, QPushButton, "import_next").isEnabled()
    rows = mending(qtbot, running, dialog, "mend_on_check")
    type_over(qtbot, rows, "mot")
    press_return(qtbot, running, rows)
    assert child(rows, Notice, "mend_outcome").text() == "No row could be taken in yet."
    assert page(dialog) == CHECK
    assert shown_in(child(rows, QTableView, "rows_to_mend"))[0][5] == "mot"
    type_over(qtbot, rows, "1")
    press_return(qtbot, running, rows)
    assert page(dialog) == DONE
    assert counted(running) == [("03349", "received", 1)]
    type_over(qtbot, rows, "30/3/2025")
    qtbot.keyClick(rows, Qt.Key.Key_Escape)
    saved = save_rows(qtbot, running, dialog, tmp_path / "left.xlsx")
    (_, row) = openpyxl.load_workbook(saved).worksheets[0].iter_rows(values_only=True)
    assert row[:4] == ("03158", "30/3/2025", "31/3/2025", 1), "what was mended so far is saved too"
    press_next(qtbot, running, dialog)


def test_rows_of_cases_are_not_shown_to_be_mended(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    wrong = [*CASES[1][:3], "Nơi không có thật", *CASES[1][4:]]
    dialog = to_columns(qtbot, running, book(tmp_path / "cases.xlsx", [*CASES, wrong]))
    press_next(qtbot, running, dialog)
    assert page(dialog) == DECIDE
    press_next(qtbot, running, dialog)
    press_next(qtbot, running, dialog)
    assert page(dialog) == DONE
    assert text(dialog, "done_set_aside") == "1"
    assert child(dialog, QPushButton, "mend_set_aside").isHidden()
    assert not child(dialog, QPushButton, "save_set_aside").isHidden()
    press_next(qtbot, running, dialog)


def text(dialog: ImportDialog, name: str) -> str:
    return str(child(dialog, QLabel, name).text())


def save_rows(qtbot: QtBot, running: Running, dialog: ImportDialog, path: Path) -> Path:
    """Save the rows set aside under a name typed into the file dialog; return where they went."""
    click(qtbot, running, child(dialog, QPushButton, "save_set_aside"))
    asked = child(dialog, QDialog, "file_dialog")
    line = child(asked, QLineEdit, "fileNameEdit")
    assert asked.focusWidget() is line
    line.selectAll()
    qtbot.keyClicks(line, str(path))
    qtbot.waitUntil(lambda: entered(qtbot, asked, line), timeout=PATIENCE)
    wait_quiet(qtbot, running)
    (written,) = path.parent.glob(f"{path.stem}*.xlsx")
    assert written.name in dialog._outcome._said.text()
    return written


def entered(qtbot: QtBot, asked: QDialog, line: QLineEdit) -> bool:
    """Press Enter, which Qt may take for the names it offers while one types; return whether the dialog took it."""
    qtbot.keyClick(line, Qt.Key.Key_Return)
    return not asked.isVisible()


def mend(path: Path, changes: dict[str, str]) -> None:
    workbook = openpyxl.load_workbook(path)
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if cell.value in changes:
                cell.value = changes[cell.value]
    workbook.save(path)


CASES = [
    ["Họ và tên", "Ngày sinh", "Giới tính", "Xã", "Ngày xảy ra", "Loại hình", "Số điện thoại", "STT"],
    ["Lò Thị Planted", "1/2/2015", "Nữ", "Thanh Yên", "3/8/2025", "Bạo lực thể chất", "0912345678", 1],
    ["Quàng Văn Planted", "7/8/2012", "Nam", "Thanh Yên", "13/8/2025", "Xâm hại tình dục", "0987654321", 2],
]


def test_the_class_of_each_column_of_cases_is_shown_before_anything_is_written(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    dialog = to_columns(qtbot, running, book(tmp_path / "cases.xlsx", CASES))
    assert dialog.request().table == "cases"
    table = child(dialog, QTableWidget, "import_classes")
    shown = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
    assert shown == {
        "Họ và tên": "identity", "Ngày sinh": "identity", "Giới tính": "kept", "Xã": "kept", "Ngày xảy ra": "kept",
        "Loại hình": "kept", "Số điện thoại": "identity", "STT": "ignored",
    }  # fmt: skip
    child(dialog, QComboBox, "column_of_kind").setCurrentIndex(0)
    assert table.item(5, 1).text() == "ignored"
    assert [bool(table.cellWidget(row, 1)) for row in range(8)] == [False, False, True, True, True, True, False, False]
    preview = child(dialog, QTableWidget, "import_preview")
    cells = [preview.item(row, column) for row in range(2) for column in range(preview.columnCount())]
    assert not any("Planted" in cell.text() + cell.toolTip() for cell in cells if cell)
    assert child(dialog, QComboBox, "column_of_sex").findText("Họ và tên") == -1
    dialog.reject()


def test_a_column_of_cases_may_be_ignored_and_kept_again_in_the_table_of_classes(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    dialog = to_columns(qtbot, running, book(tmp_path / "cases.xlsx", CASES))
    table, kind = child(dialog, QTableWidget, "import_classes"), child(dialog, QComboBox, "column_of_kind")
    box = table.cellWidget(5, 1)
    assert isinstance(box, QComboBox)
    assert table.visualRect(table.model().index(5, 1)) == box.geometry()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert (box.currentText(), table.item(5, 2).text()) == ("ignored", "Not read and not stored.")
    assert kind.currentText() == "– not in the file –"
    assert "kind" not in dialog.request().mapping
    assert table.cellWidget(5, 1) is box
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert (box.currentText(), kind.currentText()) == ("kept", "Loại hình")
    dialog.reject()


def test_positions_in_another_system_are_drawn_before_one_is_chosen(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    rows = [["Tên trường", "Loại", "Mã xã", "X", "Y"]]
    places = (("03349", 2355230.5, 499310.2), ("03127", 2366500.0, 503800.0), ("03328", 2363600.0, 497500.0))
    rows += [[f"Trường {code}", "school", code, north, east] for code, north, east in places]
    dialog = to_columns(qtbot, running, book(tmp_path / "schools.xlsx", rows))
    press_next(qtbot, running, dialog)
    (question,) = dialog._decide.questions
    assert question.setting == "crs"
    drawing = child(dialog, PointsMap, "decide_map")
    assert drawing.points == ()
    choice = next(each for each in question.choices if each.startswith(("EPSG:3405", "EPSG:9205")))
    child(dialog, QRadioButton, f"decide_crs_{choice}").click()
    assert len(drawing.points) == 3
    assert {round(point.lat) for point in drawing.points} == {21}
    assert dialog.request().settings["crs"] == choice
    dialog.reject()


def test_work_under_way_is_cancelled_and_the_step_can_be_gone_again(
    qtbot: QtBot, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import import_opening

    real = import_opening.open_file

    def slow(*asked: Any, tick: Any) -> Any:
        for step in range(10_000):
            tick(step / 10_000)
            time.sleep(0.005)
        return real(*asked, tick=tick)

    monkeypatch.setattr(import_opening, "open_file", slow)
    dialog = opened(running)
    type_into(qtbot, dialog, "import_path", str(ugly(tmp_path, "titles_above.csv")))
    qtbot.mouseClick(child(dialog, QPushButton, "import_next"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: child(dialog, QWidget, "import_progress").value() > 0, timeout=PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    wait_quiet(qtbot, running)
    assert dialog.isVisible()
    assert page(dialog) == FILE
    assert child(dialog, QPushButton, "import_next").isEnabled()
    monkeypatch.setattr(import_opening, "open_file", real)
    press_next(qtbot, running, dialog)
    assert page(dialog) == TABLE
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert counted(running) == []


def test_a_return_form_needs_no_mapping(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    project = running.window.session.project
    head = form_head(project, "03349", agency="commune", start=None, end=None, today=date(2025, 10, 3))
    path = write_form(project, head, tmp_path / "form.xlsx", Language("vi"))
    dialog = opened(running)
    type_into(qtbot, dialog, "import_path", str(path))
    press_next(qtbot, running, dialog)
    assert page(dialog) == CHECK
    assert [child(dialog, QLabel, f"step_{step}").isHidden() for step in range(1, 7)] == [
        False, True, True, True, False, False,
    ]  # fmt: skip
    child(dialog, QPushButton, "import_back").click()
    assert page(dialog) == FILE
    dialog.reject()


def test_where_the_file_was_is_forgotten(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    path = ugly(tmp_path, "titles_above.csv")
    dialog = to_columns(qtbot, running, path)
    press_next(qtbot, running, dialog)
    press_next(qtbot, running, dialog)
    assert "readable for everyone" in dialog._outcome._clear.text()
    click(qtbot, running, child(dialog, QPushButton, "forget_source"))
    assert "is forgotten" in dialog._outcome._clear.text()
    assert child(dialog, QLineEdit, "import_path").text() == ""
    settings = running.window.desk.settings.current.model_dump_json()
    assert "titles_above" not in settings
    press_next(qtbot, running, dialog)


def test_qt_forgets_the_folder_too(tmp_path: Path) -> None:
    other, secret = tmp_path / "other", tmp_path / "secret"
    file = str(tmp_path / "qt.ini")
    kept = QSettings(file, QSettings.Format.IniFormat)
    kept.setValue("FileDialog/lastVisited", secret.as_uri())
    kept.setValue("FileDialog/history", [secret.as_uri(), other.as_uri()])
    kept.sync()
    forget_folder(secret, lambda: QSettings(file, QSettings.Format.IniFormat))
    assert "secret" not in Path(file).read_text(encoding="utf-8")
    assert "other" in Path(file).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_step_can_be_gone_in_either_language(
    qtbot: QtBot, running: Running, tmp_path: Path, language: str
) -> None:
    running.window.session.set_language(Language(language))
    dialog = to_columns(qtbot, running, ugly(tmp_path, "subtotals_of_districts.csv"))
    fill_days(qtbot, dialog, "1/7/2025", "30/9/2025")
    press_next(qtbot, running, dialog)
    assert page(dialog) == DECIDE
    other = Language("en" if language == "vi" else "vi")
    box = child(dialog, QComboBox, "decide_unit_code:Mường Nhé")
    box.set_value("03160")
    dialog.retranslate(other)
    assert child(dialog, QComboBox, "decide_unit_code:Mường Nhé").value() == "03160"
    dialog.retranslate(Language(language))
    press_next(qtbot, running, dialog)
    assert page(dialog) == CHECK
    press_next(qtbot, running, dialog)
    assert [code for code, _, _ in counted(running)] == ["03349", "03160"]
    press_next(qtbot, running, dialog)
