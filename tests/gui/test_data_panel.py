"""What the project holds, each table in its own measure."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.demo import demo_project
from app.desktop.data_panel import DataPanel
from app.language import Language
from app.project_words import PROJECT_TABLES
from data.project import Project


@pytest.fixture(scope="module")
def project() -> Project:
    return demo_project()


@pytest.fixture
def panel(qtbot: QtBot, project: Project) -> DataPanel:
    made = DataPanel(tuple(PROJECT_TABLES))
    qtbot.addWidget(made)
    made.retranslate(Language("en"))
    made.show_project(project)
    return made


def said(panel: DataPanel, table: str) -> str:
    return panel.findChild(QLabel, f"rows_{table}").text()


def test_a_table_is_counted_in_rows(panel: DataPanel, project: Project) -> None:
    assert said(panel, "case_counts") == f"{len(project['case_counts']):,} rows"
    assert said(panel, "officers") == f"{len(project['officers'])} rows"


def test_communes_are_counted_without_the_province(panel: DataPanel, project: Project) -> None:
    assert len(project["units"]) == 46
    assert said(panel, "units") == "45 communes"


def test_one_row_is_one_row(panel: DataPanel, project: Project) -> None:
    panel.show_project(project.with_table("targets", project["targets"].head(1)))
    assert said(panel, "targets") == "1 row"


def test_rasters_are_shown_with_their_size_never_their_bytes(panel: DataPanel, project: Project) -> None:
    assert said(panel, "rasters") == "3 rows, 0.4 MB in the project"
    panel.show_project(project.with_table("rasters", project["rasters"].head(1)))
    assert said(panel, "rasters") == "1 row, 0.2 MB in the project"
    panel.show_project(project.with_table("rasters", project["rasters"].head(0)))
    assert said(panel, "rasters") == "0 rows"


@pytest.mark.parametrize(("button", "signal"), [("import", "import_asked"), ("imports_made", "imports_asked")])
def test_imports_are_made_and_listed_from_here(panel: DataPanel, qtbot: QtBot, button: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(panel, signal)):
        panel.findChild(QPushButton, button).click()
