"""Turn a column of names into codes: what is sure, what a person decided before, what is to be asked, what is unknown.

Decisions are kept in the project's table `name_decisions`, by the name as it was written and by its context. Names that
differ in accents only are decided apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.checking import CODE_WIDTHS
from data.name_folding import folded
from data.names import Match, Written, is_sure, match_each
from data.project import Project

TABLE = "name_decisions"
_COLUMNS = ("written", "province_code", "district_code", "vintage", "code", "decided_on")

Context = tuple[str | tuple[str, ...], str]
"""The code of a province (or of several) and of a district; "" where none is known."""

DecisionKey = tuple[str, str, str]
"""A folded text, province and district."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of each name of a column.

    Parameters
    ----------
    names : tuple of Written
        One a row.
    codes : Series of str
        One a row; missing where the name is to be asked, unknown or blank.
    asked : mapping
        Names for the user to decide, with what each may mean, best first.
    unknown : tuple of Written
        Names that resemble no unit.
    """

    names: tuple[Written, ...]
    codes: "pd.Series[str]"
    asked: Mapping[Written, list[Match]]
    unknown: tuple[Written, ...]


def resolve_column(
    texts: Sequence[str],
    contexts: Sequence[Context],
    decisions: Mapping[DecisionKey, str],
    *,
    vintage: str,
    level: str = "commune",
    tick: Callable[[float], None] | None = None,
) -> Resolved:
    """Find the code of each name of a column; every distinct name in its context is looked up once.

    Parameters
    ----------
    texts : sequence of str
        One a row; a blank text has no code and is not asked about.
    contexts : sequence of (province, district)
        One a row.
    decisions : mapping
        What `kept_decisions` returned: goes before any match.
    vintage : str
        The list the names are looked for in.
    level : str
        "commune", "district" or "province".
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Examples
    --------
    >>> resolved = resolve_column(["Xã Thanh Yên", "Yên", "?"], [("11", "")] * 3, {}, vintage="2025-07-01")
    >>> resolved.codes.fillna("").tolist()
    ['03349', '', '']
    """
    names = tuple(Written(text, *context) for text, context in zip(texts, contexts, strict=True))
    distinct = [name for name in dict.fromkeys(names) if name.text.strip()]
    decided = {name: decisions[key] for name in distinct if (key := decision_key(name)) in decisions}
    matched = match_each((name for name in distinct if name not in decided), vintage=vintage, level=level, tick=tick)
    accepted = {name: matches[0].code for name, matches in matched.items() if is_sure(matches)} | decided
    return Resolved(
        names,
        pd.Series([accepted.get(name) for name in names], dtype="str"),
        {name: matches for name, matches in matched.items() if matches and name not in accepted},
        tuple(name for name, matches in matched.items() if not matches),
    )


def decision_key(name: Written) -> DecisionKey:
    """Return what a decision about a name is kept by.

    Examples
    --------
    >>> decision_key(Written(" XÃ Thanh  Hòa", ("44", "45")))
    ('xã thanh hoà', '44 45', '')
    """
    province = name.province if isinstance(name.province, str) else " ".join(name.province)
    return folded(name.text), province, name.district


def kept_decisions(project: Project, *, vintage: str, level: str = "commune") -> dict[DecisionKey, str]:
    """Return the decisions of a project about names of one level in one list."""
    table = project[TABLE]
    kept = table[(table["vintage"] == vintage) & (table["code"].str.len() == CODE_WIDTHS[level])]
    columns = (kept[name].fillna("") for name in ("written", "province_code", "district_code", "code"))
    return {(written, province, district): code for written, province, district, code in zip(*columns, strict=True)}


def keep_decisions(project: Project, chosen: Mapping[Written, str], *, vintage: str, decided_on: str) -> Project:
    """Return a snapshot that keeps the codes a person chose for names; an earlier choice for the same name goes.

    Parameters
    ----------
    chosen : mapping
        Name, with its context, to code.
    vintage : str
        The list the codes are of.
    decided_on : str
        Day, ISO 8601.
    """
    if not chosen:
        return project
    rows = [(*decision_key(name), vintage, code, decided_on) for name, code in chosen.items()]
    made = pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")
    made = made[~_keys(made).duplicated(keep="last")]
    stored = project[TABLE]
    return project.with_table(TABLE, stored[~_keys(stored).isin(_keys(made))]).append(TABLE, made)


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    """Return what tells decisions apart: the length of the code says of which level it is."""
    columns = rows[["written", "province_code", "district_code", "vintage"]].fillna("")
    return pd.MultiIndex.from_frame(columns.assign(width=rows["code"].str.len()))
