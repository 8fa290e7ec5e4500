"""The first step of an import: which file."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import Notice, framed, named, plain_button, side_by_side, text_label
from app.desktop.theme import LARGE, MEDIUM, SMALL
from app.language import DEFAULT, N_, Language
from data.project import Project
from data.reading import FORMATS

LAYERED = (".gpkg", ".shp", ".geojson", ".json")
SYSTEMS = {
    "EPSG:4326": N_("WGS 84, degrees"),
    "EPSG:3405": N_("VN-2000, metres, zone 48 (west)"),
    "EPSG:3406": N_("VN-2000, metres, zone 49 (east)"),
    "EPSG:32648": N_("WGS 84, metres, zone 48 (west)"),
}
_DROP_HEIGHT = 140


class SystemBox(QComboBox):
    """A coordinate system to choose, or to type as EPSG and number; empty: none stated."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setEditable(True)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        stated = self.stated()
        self.clear()
        self.addItem("", "")
        for code, about in SYSTEMS.items():
            self.addItem(f"{code} – {language.say(about)}", code)
        self.state(stated)

    def state(self, system: str) -> None:
        """State `system`, such as ``EPSG:9205 swapped``; empty: none."""
        known = self.findData(system)
        if known >= 0:
            self.setCurrentIndex(known)
        else:
            self.setEditText(system)

    def stated(self) -> str:
        """Return the system as the import wants it: ``EPSG:3405``."""
        return self.currentText().partition(" – ")[0].strip()


class FilePage(QWidget):
    """A file, chosen or dropped."""

    changed = Signal()
    """The file is another one."""
    new_project_asked = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("import_source")
        self.setAcceptDrops(not project.about.simulated)
        self._language = Language(DEFAULT)
        self._simulated = project.about.simulated
        self._label, self._system_label = QLabel(), QLabel()
        self._path, self._browse = named(QLineEdit(), "import_path"), plain_button("import_browse")
        self._drop, self._clear_note = text_label("empty", "drop_here"), text_label("help", "source_in_clear")
        self._system, self._system_note = SystemBox("import_system"), text_label("help")
        self._refusal, self._notice = Notice("warning", "import_refused"), Notice("warning", "file_missing")
        self._new_project = plain_button("import_new_project")
        self._new_project.clicked.connect(self.new_project_asked)
        self._path.textChanged.connect(self._update)
        self._browse.clicked.connect(self._choose_file)
        self._lay_out()

    @property
    def path(self) -> Path | None:
        """The file chosen, if one is."""
        text = self._path.text().strip()
        return Path(text).expanduser() if text else None

    @property
    def system(self) -> str:
        """The coordinate system stated; empty where the file shall say."""
        return self._system.stated() if self._is_layered() else ""

    def choose(self, path: Path) -> None:
        """Take `path` as the file."""
        self._path.setText(str(path))

    def forget(self) -> None:
        """Let go of where the file was."""
        self._path.clear()

    def ready(self) -> bool:
        """Return whether the file can be read now."""
        path = self.path
        return not self._simulated and path is not None and path.is_file()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._label.setText(language.say(N_("&File")))
        self._path.setPlaceholderText(
            language.say(N_("CSV, Excel, OpenDocument, GeoPackage, Shapefile, GeoJSON or KML"))
        )
        self._browse.setText(language.say(N_("&Choose …")))
        self._new_project.setText(language.say(N_("New project…")))
        self._drop.setText(language.say(N_("Or drop a file here.")))
        self._clear_note.setText(
            language.say(
                N_(
                    "The file itself stays where it is, readable for everyone who opens it. If it holds cases or "
                    "officers, move it to a safe place or delete it after the import."
                )
            )
        )
        self._system_label.setText(language.say(N_("C&oordinate system")))
        self._system_note.setText(language.say(N_("Only if the file does not say it itself.")))
        self._system.retranslate(language)
        self._update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Let files be dropped."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take the first file that was dropped."""
        self.choose(_dropped(event)[0])
        event.acceptProposedAction()

    def _choose_file(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in FORMATS)
        title = self._language.say(N_("File to import"))
        folder = str(self.path.parent) if self.path else ""
        chosen, _ = QFileDialog.getOpenFileName(self, title, folder, f"{title} ({kinds})")
        if chosen:
            self.choose(Path(chosen))

    def _is_layered(self) -> bool:
        return self.path is not None and self.path.suffix.lower() in LAYERED

    def _trouble(self) -> str:
        """Return why this file cannot be read, if so."""
        if self.path is None or self.path.is_file():
            return ""
        return self._language.say(N_("There is no file {path}."), path=self.path.name)

    def _update(self) -> None:
        for widget in (self._system_label, self._system, self._system_note):
            widget.setVisible(self._is_layered())
        self._refusal.say(self._language.say(_REFUSED) if self._simulated else "")
        self._notice.say(self._trouble())
        self.changed.emit()

    def _lay_out(self) -> None:
        self._label.setBuddy(self._path)
        self._system_label.setBuddy(self._system)
        self._drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addLayout(side_by_side(self._path, self._browse), 0, 1)
        grid.addWidget(self._system_label, 1, 0)
        grid.addWidget(self._system, 1, 1)
        grid.addWidget(self._system_note, 2, 1)
        drop_zone = framed(self._drop)
        for part in (self._label, self._path, self._browse, drop_zone, self._clear_note):
            part.setEnabled(not self._simulated)
        self._new_project.setVisible(self._simulated)
        drop_zone.setMinimumHeight(_DROP_HEIGHT)
        grid.addWidget(drop_zone, 3, 1)
        grid.addWidget(self._clear_note, 4, 1)
        grid.setRowStretch(5, 1)
        grid.addWidget(self._notice, 6, 0, 1, 2)  # at the foot: it moves nothing when it comes
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._refusal)
        column.addWidget(self._new_project, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid, 1)


_REFUSED = N_("This project holds simulated data, so no real data are taken in. Make a project of your own first.")


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
