"""What a program proposes for a file's columns: the template of its shape, else guesses; a person has the last word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.case_import import CASES
from data.guessing import Guess, confident, guess_columns
from data.identity import identity_columns
from data.named_columns import BETWEEN
from data.project import Project
from data.reading import RawTable
from data.templates import kept_template


@dataclass(frozen=True, slots=True)
class Proposal:
    """Columns and settings for the fields of a table.

    Parameters
    ----------
    mapping : mapping
        Field to column: of the template, or guesses sure enough to be taken without asking.
    settings : mapping
        Of the template.
    guesses : mapping
        Field to every guess with its confidence, the unsure ones too; empty where there is a template.
    """

    mapping: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, Guess] = field(default_factory=dict)

    @property
    def from_template(self) -> bool:
        """Whether a file of this shape was imported before."""
        return not self.guesses and bool(self.mapping)


def propose(project: Project, table: str, raw: RawTable) -> Proposal:
    """Propose which columns of a file fill the fields of a table; columns of a child's identity are not looked at."""
    template = kept_template(project, table, raw.frame.columns)
    if template is not None:
        return Proposal(template.mapping, template.settings)
    guesses = guess_columns(table, _without_identity(raw) if table == CASES else raw)
    if table == "units":
        guesses = {name: guess for name, guess in guesses.items() if name == "code"}
    return Proposal(confident(guesses), {}, guesses)


def completed(stated: Mapping[str, str], proposed: Mapping[str, str]) -> dict[str, str]:
    """Return what a person stated, and what is proposed for other fields from columns nobody spoke of.

    Examples
    --------
    >>> completed({"count": "Số"}, {"count": "Tổng", "stage": "Số", "unit_code": "Mã"})
    {'count': 'Số', 'unit_code': 'Mã'}
    """
    taken = {column for columns in stated.values() for column in columns.split(BETWEEN)}
    left = {name: column for name, column in proposed.items() if not taken & set(column.split(BETWEEN))}
    return {**left, **stated}


def _without_identity(raw: RawTable) -> RawTable:
    held = identity_columns(raw.frame, also=raw.dropped)
    kept = [column for column in raw.frame.columns if column not in held]
    return replace(raw, frame=raw.frame[kept], numeric=raw.numeric[kept])
