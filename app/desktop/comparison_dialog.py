"""Two to four kept plans of one question side by side: a small map of each, totals, proposals, differences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.dialog_parts import dialog_column, fit_on_screen, label, named, text_label
from app.desktop.points_map import PointsMap
from app.desktop.theme import HAIR, LIGHT, SMALL, Theme
from app.errors import NotAPlan
from app.kept_results import KeptResult, unusual_text
from app.language import DEFAULT, N_, Language
from app.messages import said
from app.release import Audience, visible
from app.result import Result
from app.results import stored_result
from app.scenario_comparison import FEWEST, MOST, Comparison, compare
from app.scenario_places import proposed_points
from app.scenario_words import Sheet, headline, sheets

if TYPE_CHECKING:
    from data.project import Project

_SIZE = (1100, 760)
_MAP_HEIGHT = 210
_CHOOSE = N_("Choose two to four plans.")
_ABOUT = N_("Red and larger: not proposed by all plans.")


class ComparisonDialog(QDialog):
    """A box a plan to choose by, and below what the chosen ones say; two are chosen at first."""

    def __init__(
        self, project: "Project", plans: Sequence[KeptResult], *, audience: Audience, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_dialog")
        self._project, self._plans, self._audience = project, tuple(plans), audience
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._seen: dict[str, Result] = {}
        self._boxes = [named(QCheckBox(), f"compare_{each.result_id}") for each in self._plans]
        self._title, self._headline, self._about = text_label("heading"), text_label("value"), label("", "help")
        self._headline.setObjectName("comparison_headline")
        self._maps = QHBoxLayout()
        self._sheets = named(QTabWidget(), "comparison_sheets")
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._close.rejected.connect(self.reject)
        for number, box in enumerate(self._boxes):
            box.setChecked(number < FEWEST)
            box.toggled.connect(self._write)
        self._lay_out()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The plans that are compared, the earliest first."""
        names = [each.result_id for each, box in zip(self._plans, self._boxes, strict=True) if box.isChecked()]
        return tuple(sorted(names, key=lambda name: int(name.rpartition("-")[2])))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Plans side by side")))
        self._title.setText(language.say(self._plans[0].title))
        self._about.setText(language.say(_ABOUT))
        for each, box in zip(self._plans, self._boxes, strict=True):
            unusual = self._asked(each.result_id)
            box.setText(f"{each.result_id} · {language.moment(each.created_at)} · {unusual}")
            box.setToolTip(unusual)
        self._close.button(QDialogButtonBox.StandardButton.Close).setText(language.say(N_("Close")))
        self._write()

    def retheme(self, theme: Theme) -> None:
        """Draw the maps in the colours of `theme`."""
        self._theme = theme
        self._write()

    def _write(self) -> None:
        """Compare what is chosen; while it is too few or too many, say so."""
        chosen = self.chosen
        for box in self._boxes:
            box.setEnabled(box.isChecked() or len(chosen) < MOST)
        self._clear()
        if len(chosen) < FEWEST:
            self._headline.setText(self._language.say(_CHOOSE))
            return
        plans = [self._plan(name) for name in chosen]
        try:
            found = compare(chosen, plans)
        except NotAPlan as error:
            self._headline.setText(said(error, self._language).sentence)
            return
        self._headline.setText(headline(found, self._language))
        for position, plan in enumerate(plans):
            self._maps.addWidget(self._map(found, plan, position), 1)
        self._about.setVisible(not all(each.in_all for each in found.proposed))
        for sheet in sheets(found, self._language):
            self._sheets.addTab(_table(sheet) if sheet.rows else label(sheet.empty, "empty"), sheet.short)
        self._sheets.show()

    def _clear(self) -> None:
        while (item := self._maps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        while (page := self._sheets.widget(0)) is not None:
            self._sheets.removeTab(0)
            page.deleteLater()
        self._sheets.hide()
        self._about.hide()

    def _plan(self, name: str) -> Result:
        """Return a kept plan as the audience may see it."""
        if name not in self._seen:
            self._seen[name] = visible(stored_result(self._project, name).result, self._audience)
        return self._seen[name]

    def _asked(self, name: str) -> str:
        """Return with which settings a plan was made, as far as they are not the defaults."""
        plan = next(each for each in self._plans if each.result_id == name)
        return unusual_text(plan, self._language) or self._language.say(N_("default settings"))

    def _map(self, found: Comparison, plan: Result, position: int) -> QWidget:
        name = found.results[position]
        drawn = PointsMap(self._project, f"map_{name}")
        drawn.setFixedHeight(_MAP_HEIGHT)
        drawn.retheme(self._theme)
        points = proposed_points(self._project, found, plan, position)
        drawn.show_points(points, self._language.say(N_("{plan}: {n} proposed"), plan=name, n=len(points)))
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HAIR)
        column.addWidget(label(name, "value"))
        column.addWidget(label(self._asked(name), "help"))
        column.addWidget(drawn)
        return block

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        for part in (self._title, *self._boxes, self._headline):
            column.addWidget(part)
        column.addLayout(self._maps)
        column.addWidget(self._about)
        column.addWidget(self._sheets, 1)
        column.addWidget(self._close)
        fit_on_screen(self, *_SIZE)


class _Rows(QTableWidget):
    """Rows to read; nothing is copied out of them past the gate."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ignore the key for copying."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)


def _table(sheet: Sheet) -> QTableWidget:
    table = named(_Rows(len(sheet.rows), len(sheet.headings)), f"comparison_{sheet.name}")
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setVisible(False)
    table.setAccessibleName(sheet.title)
    table.setToolTip(sheet.title)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for place, heading in enumerate(sheet.headings):
        head = QTableWidgetItem(heading)
        head.setTextAlignment(right if place in sheet.numbers else left)
        table.setHorizontalHeaderItem(place, head)
    for row, texts in enumerate(sheet.rows):
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setTextAlignment(right if place in sheet.numbers else left)
            table.setItem(row, place, item)
    table.resizeColumnsToContents()
    return table
