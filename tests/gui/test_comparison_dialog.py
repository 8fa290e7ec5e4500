"""Plans side by side in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from app.demo import demo_project
from app.desktop.comparison_dialog import ComparisonDialog
from app.desktop.points_map import PointsMap
from app.desktop.theme import LIGHT
from app.kept_results import kept_results
from app.language import Language
from app.questions import find
from app.release import Audience
from app.results import run_and_store
from data.project import Project
from data.store import Store

AIR = {"minutes": "air", "draws": 0}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Store.create(
        tmp_path_factory.mktemp("plans") / "a.lachan", demo_project(), passphrase=None, who="test"
    ) as store:
        for given in ({"p": 2}, {"p": 3}, {"p": 2, "existing": "all"}):
            run_and_store(store, find("shelters"), AIR | given, who="test")
        yield store.project


def dialog(qtbot: QtBot, project: Project, audience: Audience = Audience.INTERNAL) -> ComparisonDialog:
    made = ComparisonDialog(project, kept_results(project), audience=audience)
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.retheme(LIGHT)
    made.show()
    return made


def told(made: ComparisonDialog) -> str:
    label = made.findChild(QLabel, "comparison_headline")
    assert isinstance(label, QLabel)
    return str(label.text())


def box(made: ComparisonDialog, name: str) -> QCheckBox:
    found = made.findChild(QCheckBox, f"compare_{name}")
    assert isinstance(found, QCheckBox)
    return found


def rows(made: ComparisonDialog, name: str) -> QTableWidget:
    found = made.findChild(QTableWidget, f"comparison_{name}")
    assert isinstance(found, QTableWidget)
    return found


def row_of(table: QTableWidget, row: int) -> list[str]:
    cells = [table.item(row, place) for place in range(table.columnCount())]
    return [cell.text() for cell in cells if cell is not None]


def maps(made: ComparisonDialog) -> list[PointsMap]:
    return [each for each in made.findChildren(PointsMap) if each.isVisible()]


def test_the_asked_plan_and_the_next_are_compared_at_first(qtbot: QtBot, planned: Project) -> None:
    made = dialog(qtbot, planned)
    assert made.chosen == ("shelters-2", "shelters-3")
    assert row_of(rows(made, "totals"), 0) == ["Number proposed", "3", "2", "−1"]


def test_another_plan_joins_with_a_map_of_its_own(qtbot: QtBot, planned: Project) -> None:
    made = dialog(qtbot, planned)
    box(made, "shelters-1").click()
    assert made.chosen == ("shelters-1", "shelters-2", "shelters-3")
    qtbot.waitUntil(lambda: [len(each.points) for each in maps(made)] == [2, 3, 2])
    above = [each.parentWidget().findChildren(QLabel)[1].text() for each in maps(made)]
    boxes = [box(made, name).text() for name in made.chosen]
    assert [text.endswith(asked) for text, asked in zip(boxes, above, strict=True)] == [True] * 3
    assert "New sites: 3" in above[1]


def test_one_plan_alone_is_not_compared(qtbot: QtBot, planned: Project) -> None:
    made = dialog(qtbot, planned)
    box(made, "shelters-3").click()
    assert told(made) == "Choose two to four plans."
    assert maps(made) == []


def test_a_plan_that_knows_hidden_shelters_is_not_shown_to_those_outside(qtbot: QtBot, planned: Project) -> None:
    made = dialog(qtbot, planned, Audience.SHAREABLE)
    assert "cannot be compared" in told(made)
    assert maps(made) == []


def test_nothing_is_copied_out_of_it(qtbot: QtBot, planned: Project) -> None:
    made = dialog(qtbot, planned)
    totals = rows(made, "totals")
    totals.setCurrentCell(0, 1)
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    QTest.keyClick(totals, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"
