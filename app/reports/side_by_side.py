"""Plans side by side, as text for a terminal and as one JSON object."""

from io import StringIO
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Grid

from app.language import Language
from app.scenario_comparison import Comparison
from app.scenario_words import Sheet, headline, sheets

_WIDTH = 140


def comparison_text(comparison: Comparison, language: Language) -> str:
    """Return a comparison as a person reads it on a terminal."""
    console = Console(file=StringIO(), width=_WIDTH)
    console.print(headline(comparison, language), markup=False, highlight=False)
    for sheet in sheets(comparison, language):
        if sheet.rows:
            console.print(_grid(sheet))
        else:
            console.print(f"{sheet.title}: {sheet.empty}", markup=False, highlight=False)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text.rstrip()


def _grid(sheet: Sheet) -> Grid:
    grid = Grid(title=sheet.title, box=box.SIMPLE_HEAD)
    for position, heading in enumerate(sheet.headings):
        grid.add_column(heading, justify="right" if position in sheet.numbers else "left")
    for row in sheet.rows:
        grid.add_row(*row)
    return grid


def comparison_document(comparison: Comparison, language: Language) -> dict[str, Any]:
    """Return a comparison as plain data (docs/architecture.md, "The JSON of a comparison")."""
    return {
        "analysis": comparison.analysis,
        "results": list(comparison.results),
        "headline": headline(comparison, language),
        "settings": {name: list(values) for name, values in comparison.settings},
        "totals": [
            {"name": line.column.name, "unit": line.column.unit, "values": list(line.values), "differs": line.differs}
            for line in comparison.totals
        ],
        "proposed": [
            {
                "key": list(each.key),
                "names": {column.name: value for column, value in each.names},
                comparison.said.name: list(each.values),
                "in_all": each.in_all,
            }
            for each in comparison.proposed
        ],
        "communes": [
            {"code": each.key[0], comparison.commune.name: list(each.values)}
            for each in comparison.communes
            if comparison.commune is not None
        ],
    }
