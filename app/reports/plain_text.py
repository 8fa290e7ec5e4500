"""What was released, as text for a terminal: findings, then the first table with the columns its layer shows."""

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid

from app import words
from app.language import N_, Language
from app.release import Released
from app.reports import notes
from app.result import Table

_ROWS = 50
_WIDTH = 140


def plain_text(released: Released, language: Language) -> str:
    """Return the result as a person reads it on a terminal, and how to take it away as a file."""
    console = Console(file=StringIO(), width=_WIDTH)
    heads = [notes.title(released, language), notes.audience(released, language), *notes.warnings(released, language)]
    for line in filter(None, (*heads, notes.caution(released, language))):
        console.print(line, markup=False, highlight=False)
    console.print()
    for sentence in notes.findings(released, language):
        console.print(f"• {sentence}", markup=False, highlight=False)
    console.print(_grid(released, language))
    keep = N_("Kept as {result}. To take it away: lachan export FILE --result {result} --to plan.xlsx")
    console.print(language.say(keep, result=released.result_id), markup=False, highlight=False)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text.rstrip()


def _grid(released: Released, language: Language) -> Grid:
    table = released.tables[0]
    shown = _essential(released, table, language)
    caption = N_("… and {n} more rows") if len(table.rows) > _ROWS else ""
    grid = Grid(
        title=language.say(words.TABLES[table.name]),
        caption=language.say(caption, n=len(table.rows) - _ROWS) if caption else None,
        box=box.SIMPLE_HEAD,
    )
    for position in shown:
        number = any(isinstance(row[position], int | float) for row in table.rows)
        grid.add_column(words.column_label(table.columns[position], language), justify="right" if number else "left")
    for row in table.rows[:_ROWS]:
        grid.add_row(*(words.value_text(table.columns[position], row[position], language) for position in shown))
    return grid


def _essential(released: Released, table: Table, language: Language) -> list[int]:
    """Return the positions of the columns that the table's layer shows on the map, all of them if it has none."""
    popup = next((layer.popup for layer in released.layers if layer.table == table.name), ())
    shown = words.shown_columns(table, language)
    return [position for position in shown if not popup or table.columns[position].name in popup]
