"""How the columns of a file were mapped, kept in the project and found again for the next file of that shape.

A template holds names of columns and settings, never a cell of a file. The shape is the header: its names in any order,
however they are accented.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.field_words import CONTEXT_FIELDS
from data.named_columns import BETWEEN
from data.project import Project
from data.schema import TABLES, Reference
from data.value_words import plain_words

TABLE = "import_templates"
OF_ONE_FILE = frozenset({"period_start", "period_end", "vintage", *CONTEXT_FIELDS})
"""Settings that the next file of the same shape will not share."""


@dataclass(frozen=True, slots=True)
class Template:
    """Field to column, and field to the value of rows that have none."""

    mapping: Mapping[str, str]
    settings: Mapping[str, str]


def signature(columns: Iterable[str]) -> str:
    """Return what a header is known by.

    Examples
    --------
    >>> signature(["Mã xã", "Số vụ"]) == signature(["SO VU", "ma xa"])
    True
    """
    names = sorted(map(plain_words, columns))
    return hashlib.sha256(json.dumps(names, ensure_ascii=False).encode()).hexdigest()


def kept_template(project: Project, table: str, columns: Iterable[str]) -> Template | None:
    """Return the template kept for files with these columns, its columns named as they are here; none where none is."""
    names = list(columns)
    rows = project[TABLE]
    found = rows[(rows["into"] == table) & (rows["signature"] == signature(names))]
    if found.empty:
        return None
    stored = found.iloc[-1]
    here = {plain_words(name): name for name in names}
    mapping: dict[str, str] = json.loads(stored["mapping"])
    return Template(
        {field: _renamed(column, names, here) for field, column in mapping.items()}, json.loads(stored["settings"])
    )


def keep_template(
    project: Project, table: str, columns: Iterable[str], mapping: Mapping[str, str], settings: Mapping[str, str]
) -> Project:
    """Return a snapshot that keeps how files with these columns are mapped; an earlier template of the shape goes.

    Nothing of one file only is kept: no period, no vintage, no unit and no word decided about.
    """
    units = {column.name for column in TABLES[table].columns if column.reference is Reference.UNIT}
    kept = {name: value for name, value in settings.items() if name not in OF_ONE_FILE | units and ":" not in name}
    row = {
        "into": table,
        "signature": signature(columns),
        "mapping": _as_json(mapping),
        "settings": _as_json(kept),
    }
    rows = project[TABLE]
    same = (rows["into"] == table) & (rows["signature"] == row["signature"])
    if same.any() and rows.loc[same, ["mapping", "settings"]].iloc[-1].to_dict() == {
        name: row[name] for name in ("mapping", "settings")
    }:
        return project
    return project.with_table(TABLE, rows[~same]).append(TABLE, pd.DataFrame([row], dtype="str"))


def _renamed(column: str, names: list[str], here: Mapping[str, str]) -> str:
    if column in names:
        return column
    return BETWEEN.join(here.get(plain_words(part), part) for part in column.split(BETWEEN))


def _as_json(values: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(values.items())), ensure_ascii=False)
