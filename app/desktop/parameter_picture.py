"""The picture of what a question's settings alone say, such as a prior: drawn below the fields as they change."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desktop.dialog_parts import label
from app.desktop.line_chart import LineChart
from app.desktop.theme import HAIR
from app.language import N_, Language
from app.result import Chart, Table

NOTHING = N_("Nothing to draw yet: state the settings above, and it shows here what they assume.")
_HEIGHT = 290


class ParameterPicture(QWidget):
    """A chart, or a line that says what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self._language: Language | None = None
        self.title, self.missing, self.chart = label("", "section"), label("", "help"), LineChart()
        self.chart.setFixedHeight(_HEIGHT)
        self.chart.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HAIR)
        for part in (self.title, self.missing, self.chart):
            column.addWidget(part)
        self.show_picture(None)

    def show_picture(self, found: tuple[Table, Chart] | None) -> None:
        """Draw what was found; None: say that settings are missing."""
        for part in (self.title, self.chart):
            part.setVisible(found is not None)
        self.missing.setVisible(found is None)
        if found is None:
            self.chart.clear()
        else:
            table, chart = found
            self.chart.show_chart(chart, table)
        self._write()

    def retranslate(self, language: Language) -> None:
        """Write everything in `language`; the chart writes its own words."""
        self._language = language
        self._write()

    def _write(self) -> None:
        if self._language is None:
            return
        self.missing.setText(self._language.say(NOTHING))
        self.title.setText(self.chart.drawing.title if self.chart.drawing else "")
