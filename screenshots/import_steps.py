"""Every step of the import dialog, gone through with a report and a list of schools as offices send them."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
from pyproj import Transformer
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QRadioButton, QStackedWidget, QWidget

from app.demo import new_project
from app.desktop import operations
from app.desktop.import_dialog import DECIDE, DONE, ImportDialog
from app.desktop.mend_dialog import MendDialog
from app.desktop.start import Running
from data.admin_units import communes
from data.store import Store

STEPS = ("file", "table", "columns", "decide", "check", "done")
PASSPHRASE = "chỉ để chụp màn hình"  # noqa: S105 - of an empty project that is deleted at the end
_REPORT = (
    ("UBND TỈNH ĐIỆN BIÊN",),
    ("BÁO CÁO TÌNH HÌNH XÂM HẠI TRẺ EM",),
    ("Đến 30/9/2025",),
    (),
    ("STT", "Xã/phường", "Loại hình xâm hại", "Cơ quan", "Tình trạng xử lý", "Số vụ"),
    (1, "xã Thanh Yên", "Bạo lực thể chất", "Công an tỉnh Điện Biên", "Tiếp nhận", 3),
    (2, "P. Điện Biên Phủ", "Xâm hại tình dục", "111", "Đã xử lý", 2),
    (3, "Mường Nhe", "Bỏ rơi", "Y tế", "Đã sử lý", 1),
    (4, "Mường Nhe", "Bỏ rơi", "Y tế", "Đã xử lý", 4),
    ("", "Tổng cộng", "", "", "", 10),
)
_CHILDREN = (
    ("Họ và tên", "Ngày sinh", "Giới tính", "Xã", "Ngày xảy ra", "Loại hình", "Ghi chú"),
    ("Trẻ Một", "1/2/2015", "Nữ", "Thanh Yên", "3/8/2025", "Bạo lực thể chất", "ở với bà ngoại"),
    ("Trẻ Hai", "7/8/2012", "Nam", "Mường Nhé", "13/8/2025", "Xâm hại tình dục", "đã báo công an xã"),
)


def import_steps(running: Running, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Yield a name and the dialog for each step of three imports, into a project of their own."""
    path = folder / "imports.lachan"
    path.unlink(missing_ok=True)
    Store.create(path, new_project("11"), who="screenshots", passphrase=PASSPHRASE).close()
    operations.open_project(running.window.desk, path, passphrase=PASSPHRASE)
    running.window.jobs.wait_done()
    for name, rows in (("report", _REPORT), ("children", _CHILDREN), ("schools", _schools())):
        yield from _steps_of(running, name, _book(folder / f"{name}.xlsx", rows))
    operations.close_project(running.window.desk)


def _steps_of(running: Running, name: str, path: Path) -> Iterator[tuple[str, QWidget]]:
    running.window.dialogs.import_file()
    dialog = running.window.findChildren(ImportDialog)[-1]
    (pages, *_), (line, *_) = dialog.findChildren(QStackedWidget), dialog.findChildren(QLineEdit, "import_path")
    (go_on,) = dialog.findChildren(QPushButton, "import_next")
    line.setText(str(path))
    while True:
        step = pages.currentIndex()
        if step == DECIDE:
            _decide(dialog)
        yield f"import-{name}-{step + 1}-{STEPS[step]}", dialog
        if step == DONE or not go_on.isEnabled():
            break
        go_on.click()
        running.window.jobs.wait_done()
    yield from _mending(running, name, dialog)
    dialog.accept()


def _mending(running: Running, name: str, dialog: ImportDialog) -> Iterator[tuple[str, QWidget]]:
    """Yield the dialog in which the rows set aside are mended, where there are any."""
    for button in dialog.findChildren(QPushButton, "mend_set_aside"):
        if button.isVisibleTo(dialog):
            button.click()
            running.window.jobs.wait_done()
            (mending,) = dialog.findChildren(MendDialog)
            yield f"import-{name}-7-mend", mending
            mending.reject()


def _decide(dialog: ImportDialog) -> None:
    """Take the first answer to each question."""
    for box in dialog.findChildren(QComboBox):
        if box.objectName().startswith("decide_") and box.isEnabled():
            box.setCurrentIndex(1)
    for radio in dialog.findChildren(QRadioButton)[:1]:
        radio.setChecked(True)


def _schools() -> tuple[tuple[object, ...], ...]:
    """Return a school at the centre of each commune, in metres of a zone that the file does not name."""
    units = communes("11")
    place = Transformer.from_crs("EPSG:4326", "EPSG:32648", always_xy=True).transform
    rows = zip(units["code"], units["name"], *place(units["lon"], units["lat"]), strict=True)
    written = ((f"Trường {name}", "Trường học", code, round(y, 1), round(x, 1)) for code, name, x, y in rows)
    return (("Tên trường", "Loại", "Mã xã", "X", "Y"), *written)


def _book(path: Path, rows: tuple[tuple[object, ...], ...]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path
