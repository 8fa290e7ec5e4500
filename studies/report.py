"""How a study is written down: what was done, the figures as tables, the day and how long it took.

Owns `Report` and its form in Markdown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Report:
    """One study.

    Attributes
    ----------
    method : str
        What was done, with sizes and seeds.
    findings : tuple of str
        What the tables show, a sentence each, with its figures.
    tables : mapping of str to DataFrame
        By caption; the index is not shown.
    """

    title: str
    method: str
    findings: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]


def markdown(report: Report, *, name: str, day: date, seconds: float) -> str:
    """Return the report as a page of Markdown."""
    blocks = [
        f"# {report.title}",
        report.method,
        f"`python -m studies {name}`, {day.isoformat()}, {seconds:.0f} s.",
        "\n".join(f"- {finding}" for finding in report.findings),
        *(f"## {caption}\n\n{table_text(frame)}" for caption, frame in report.tables.items()),
    ]
    return "\n\n".join(blocks) + "\n"


def table_text(frame: pd.DataFrame) -> str:
    """Return a frame as a table of Markdown.

    Examples
    --------
    >>> print(table_text(pd.DataFrame({"mean": [0.5, 2.0], "seeds": [200, 200]})))
    | mean | seeds |
    |---|---|
    | 0.5 | 200 |
    | 2 | 200 |
    """
    rows = frame.astype("object").itertuples(index=False, name=None)
    head = [_line(frame.columns.astype("str")), "|" + "---|" * len(frame.columns)]
    return "\n".join([*head, *(_line(map(cell_text, row)) for row in rows)])


def cell_text(value: object) -> str:
    """Return a value as it stands in a table: four significant digits of a fraction, yes or no.

    Examples
    --------
    >>> cell_text(0.97512), cell_text(12345), cell_text(False)
    ('0.9751', '12345', 'no')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _line(cells: "pd.Index[str] | map[str]") -> str:
    return f"| {' | '.join(cells)} |"
