"""What was released, as lines for a terminal: findings, then the first table's names and reasons."""

from app import words
from app.language import N_, Language
from app.release import Released
from app.reports import notes
from app.result import Table

_ROWS = 20


def plain_text(released: Released, language: Language) -> str:
    """Return the result as a person reads it on a terminal, and how to take it away as a file."""
    lines = [notes.title(released, language), notes.audience(released, language), *notes.warnings(released, language)]
    lines += ["", *(f"• {sentence}" for sentence in notes.findings(released, language)), ""]
    lines += _table_lines(released.tables[0], language)
    lines.append(
        language.say(N_("Kept as {result}. To take it away: lachan export FILE --result {result} --to plan.xlsx"),
                     result=released.result_id)
    )  # fmt: skip
    return "\n".join(lines)


def _table_lines(table: Table, language: Language) -> list[str]:
    """Return a line a row: the name, then every figure with its heading, then the reason."""
    shown = words.shown_columns(table, language)
    lines = [language.say(words.TABLES[table.name])]
    for row in table.rows[:_ROWS]:
        told = [
            f"{words.column_label(table.columns[position], language)}: "
            f"{words.value_text(table.columns[position], row[position], language)}"
            for position in shown
            if row[position] is not None
        ]
        lines.append("  " + "; ".join(told))
    if len(table.rows) > _ROWS:
        lines.append(language.say(N_("  … and {n} more rows"), n=len(table.rows) - _ROWS))
    return lines
