"""What the project holds: its tables with their rows, what they count as sensitive, and the way to bring more in."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named, text_label
from app.desktop.theme import LARGE, SMALL, Theme, icon
from app.language import DEFAULT, N_, Language
from app.project_words import PROJECT_TABLES
from data.project import Project
from data.raster_content import bytes_inside

_COUNTED = {"units": N_("{n} communes")}
"""What is said of a table instead of its rows: `units` holds the province too."""


class DataPanel(QScrollArea):
    """A line a table, and the buttons that bring more in, take it back and look at the units."""

    import_asked = Signal()
    imports_asked = Signal()
    crosswalk_asked = Signal()

    def __init__(self, tables: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_panel")
        self.setWidgetResizable(True)
        self._language = Language(DEFAULT)
        self._project: Project | None = None
        self._title, self._about = text_label("title"), text_label("help")
        self._import = named(QPushButton(), "import")
        self._import.setProperty("role", "primary")
        self._import.clicked.connect(self.import_asked)
        self._imports = named(QPushButton(), "imports_made")
        self._imports.clicked.connect(self.imports_asked)
        self._crosswalk = named(QPushButton(), "crosswalk")
        self._crosswalk.clicked.connect(self.crosswalk_asked)
        self._lines = {table: (QLabel(), named(QLabel(), f"rows_{table}")) for table in tables}
        self._lay_out()

    def show_project(self, project: Project | None) -> None:
        """Show how many rows each table has."""
        self._project = project
        self._fill()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._title.setText(language.say(N_("What the project holds")))
        self._import.setText(language.say(N_("Import a file…")))
        self._import.setToolTip(language.say(N_("Read an Excel, CSV or map file into a table (Ctrl+I)")))
        self._imports.setText(language.say(N_("Imports…")))
        self._imports.setToolTip(language.say(N_("Take an import back, or remove it for good")))
        self._crosswalk.setText(language.say(N_("Old and new units…")))
        about = N_("See, correct and export what became of the units before 1 July 2025")
        self._crosswalk.setToolTip(language.say(about))
        self._fill()

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._import.setIcon(icon("import", theme, colour="accent_ink"))

    def _fill(self) -> None:
        for table, (name, rows) in self._lines.items():
            name.setText(self._language.say(PROJECT_TABLES[table]))
            rows.setText(self._counted(table, self._project) if self._project else "")
        about = self._project.about if self._project else None
        message = N_("Codes of communes as of {day}.")
        self._about.setText(self._language.say(message, day=date.fromisoformat(about.vintage)) if about else "")

    def _counted(self, table: str, project: Project) -> str:
        """Return how many rows `table` has, or how many communes."""
        rows = project[table]
        if table == "units":
            rows = rows[rows["level"] == "commune"]
        said = _COUNTED.get(table, N_("1 row") if len(rows) == 1 else N_("{n} rows"))
        counted = self._language.say(said, n=len(rows))
        size = bytes_inside(rows) if table == "rasters" else 0
        message = N_("{rows}, {size} MB in the project")
        return self._language.say(message, rows=counted, size=max(0.1, round(size / 1e6, 1))) if size else counted

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "panel")
        lines = QGridLayout()
        lines.setColumnStretch(0, 1)
        lines.setVerticalSpacing(SMALL)
        for row, (name, rows) in enumerate(self._lines.values()):
            name.setWordWrap(True)
            rows.setProperty("role", "value")
            rows.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            lines.addWidget(name, row, 0)
            lines.addWidget(rows, row, 1)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(LARGE)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addLayout(lines)
        layout.addWidget(self._import)
        layout.addWidget(self._imports)
        layout.addWidget(self._crosswalk)
        layout.addStretch()
        self.setWidget(inside)
