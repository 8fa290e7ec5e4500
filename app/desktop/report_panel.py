"""What can be taken away: the results kept in the project, and the way to a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import named, text_label
from app.desktop.history_panel import HistoryPanel
from app.desktop.theme import LARGE, MEDIUM, Theme, icon
from app.language import N_, Language


class ReportPanel(QWidget):
    """The kept results above the button that writes the shown one to a file."""

    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title, self._about = text_label("title"), text_label("help")
        self.history = HistoryPanel()
        self._export = named(QPushButton(), "export")
        self._export.setProperty("role", "primary")
        self._export.clicked.connect(self.export_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        for part in (self._title, self._about):
            layout.addWidget(part)
        layout.addWidget(self.history, 1)
        layout.addWidget(self._export)

    def show_can_export(self, can: bool) -> None:
        """Enable the button when there is something to write."""
        self._export.setEnabled(can)

    def retranslate(self, language: Language) -> None:
        """Say its own words in `language`."""
        self._title.setText(language.say(N_("Results and files")))
        about = N_("Every run is kept with its settings. What is written to a file passes the sharing check first.")
        self._about.setText(language.say(about))
        self._export.setText(language.say(N_("Export…")))
        self._export.setToolTip(f"{language.say(N_('Write the shown result to a file'))} (Ctrl+E)")

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._export.setIcon(icon("export", theme, colour="accent_ink"))
