"""Cases from a file without the children's identity, which is set apart first and becomes link keys and bands of age.

`set_apart` comes before anything else looks at the file: what it returns holds kept columns only, so no report,
template or row that is set aside can hold more. `complete_cases` then makes link keys where place and sex are known.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.identity import (
    ClassedColumn,
    ColumnClass,
    classes,
    identity_columns,
    identity_of_header,
    is_doubtful,
    refuse_identity,
)
from data.identity_cells import Identity, identity_in
from data.issues import Finding, Reason, positions
from data.link_keys import link_keys
from data.non_data import NonDataRow
from data.parsing import parse
from data.reading import RawTable
from data.schema import Column, Kind, Table
from data.value_words import plain_words

CASES = "cases"
FILE_HASH = "sha256:"
"""Before the hash that stands in place of a file's name."""
CHILD_UNTIL = 16
"""A child is under 16 (Law on Children 2016, article 1)."""
CHILD_BAND, OLDER_BAND = f"0-{CHILD_UNTIL - 1}", f"{CHILD_UNTIL}+"

_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_BIRTH = Column("birth_date", Kind.DATE)

Tick = Callable[[float], None]
Choose = Callable[[RawTable], Mapping[str, str]]
Decided = Mapping[str, Mapping[str, str]]

NOTHING_DECIDED: Decided = {}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases after identity was set apart.

    Parameters
    ----------
    raw : RawTable
        Kept columns only; cells that may tell who a person is are blank.
    columns : mapping
        Field to the kept column that fills it.
    classes : tuple of ClassedColumn
        Every column of the file.
    children : DataFrame of str
        name, birth_date, birth_year and id_number, one row a row of the file: in memory only, never to be stored.
    findings : tuple of Finding
        Cells that were blanked, and the columns that are not kept.
    """

    raw: RawTable
    columns: Mapping[str, str]
    classes: tuple[ClassedColumn, ...]
    children: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def without_data(self) -> NDArray[np.bool_]:
        """Mark the rows that are no data; a row with nothing but a child's identity is one with data."""
        blank = (self.raw.frame == "").all(axis="columns").to_numpy(dtype=bool)
        known = (self.children != "").any(axis="columns").to_numpy(dtype=bool)
        listed = np.isin(np.arange(len(self.raw)), [row.row for row in self.raw.non_data])
        return listed | (blank & ~known)


def set_apart(
    raw: RawTable,
    table: Table,
    choose: Choose,
    *,
    mapping: Mapping[str, str],
    drop: Collection[str] = (),
    decided: Decided = NOTHING_DECIDED,
    tick: Tick | None = None,
) -> CaseFile:
    """Set identity apart from the rows of a file of cases.

    Parameters
    ----------
    choose : callable
        Says which column of a file fills which field; it never sees an identity column.
    mapping : mapping
        What the user said: field to column.
    drop : collection of str
        Columns the user wants to be dropped besides those recognised.
    decided : mapping
        Field to the words a person gave a code: they become codes, so they tell nobody's name.

    Raises
    ------
    IdentityColumn
        `mapping` asks for a column that tells who a person is.
    """
    raw = _with_plain_names(raw)
    tick = tick or _no_tick
    held = identity_columns(raw.frame, also=drop, tick=lambda done: tick(0.6 * done))
    allowed = refuse_identity(table, raw.frame, mapping, held)
    held = {column: identity for column, identity in held.items() if column not in allowed}
    columns = dict(choose(_only(raw, [column for column in raw.frame.columns if column not in held])))
    kept = _only(raw, [column for column in raw.frame.columns if column in set(columns.values())])
    tick(0.6)
    frame, doubtful = _without_doubtful_cells(kept.frame, table, columns, decided)
    notes = _note_rows(raw, frame)
    classed = classes(raw.frame.columns, columns, held)
    tick(0.8)
    children = _children(raw, held)
    children.iloc[[row.row for row in notes]] = ""
    return CaseFile(
        replace(kept, frame=frame, non_data=_in_order((*raw.non_data, *notes))),
        columns,
        classed,
        children,
        (*doubtful, *_of_columns(classed)),
    )


def complete_cases(frame: pd.DataFrame, file: CaseFile, key: bytes, *, tick: Tick | None = None) -> pd.DataFrame:
    """Return the rows with link keys, band of age and the month of the case in place of its day.

    Parameters
    ----------
    frame : DataFrame
        Conforming columns of the table `cases`, one row a row of the file.
    key : bytes
        `data.link_keys.link_key_of` the project.
    """
    sex = frame["sex"].where(frame["sex"].isin(("female", "male")), "")
    commune = frame["vintage"].astype("str").fillna("").str.cat(frame["unit_code"].astype("str"), sep="/")
    children = file.children.assign(sex=sex, commune=commune.fillna(""))
    return frame.assign(
        link_keys=link_keys(children, key, tick=tick),
        age_band=age_bands(frame, file.children["birth_date"], file.children["birth_year"]),
        occurred_on=frame["occurred_on"].to_numpy().astype("datetime64[M]").astype("datetime64[s]"),
    )


def source_of(table: Table, path: Path, batch_id: str) -> str:
    """Return where rows say they are from: the name of their file; of cases its hash alone, which ends the batch's id.

    A file of cases is often named after a child.

    Examples
    --------
    >>> from data.schema import TABLES
    >>> source_of(TABLES["cases"], Path("Lò Thị A.xlsx"), "20260201T080000-1f2e3d4c5b6a")
    'sha256:1f2e3d4c5b6a'
    """
    return f"{FILE_HASH}{batch_id.rpartition('-')[2]}" if table.name == CASES else path.name


def age_bands(frame: pd.DataFrame, birth_dates: "pd.Series[str]", birth_years: "pd.Series[str]") -> "pd.Series[Any]":
    """Return the band of age when the case occurred, else was reported or registered.

    By the birth date; by the birth year where only that is known (then at the end of the year: the older age); else
    what the file says of the age, a number of years brought to its band.
    """
    on = frame["occurred_on"].fillna(frame["reported_on"]).fillna(frame["registered_on"])
    born = pd.to_datetime(birth_dates.where(birth_dates != ""))
    before_birthday = (on.dt.month * 100 + on.dt.day) < (born.dt.month * 100 + born.dt.day)
    age = (on.dt.year - born.dt.year - before_birthday).where(on.notna() & born.notna())
    years = on.dt.year - pd.to_numeric(birth_years.where(birth_years != ""))
    stated = frame["age_band"].str.extract(r"^(\d{1,3})(?:\s*(?:tuổi|tuoi|t|years?))?$")[0].astype("float64")
    known = age.fillna(years).fillna(stated)
    bands = pd.Series(np.where(known < CHILD_UNTIL, CHILD_BAND, OLDER_BAND), index=frame.index, dtype="str")
    return bands.where(known.notna() & (known >= 0), frame["age_band"].where(stated.isna()))


def _no_tick(fraction: float) -> None:
    """Tell nobody."""


def _with_plain_names(raw: RawTable) -> RawTable:
    """Name columns by number where the header itself may be a person: a file without a header starts with a case."""
    renamed = {
        column: f"({position})"
        for position, column in enumerate(raw.frame.columns, start=1)
        if identity_in(column) not in (None, Identity.FREE_TEXT) and identity_of_header(column) is None
    }
    if not renamed:
        return raw
    return replace(raw, frame=raw.frame.rename(columns=renamed), numeric=raw.numeric.rename(columns=renamed))


def _only(raw: RawTable, columns: list[str]) -> RawTable:
    return replace(raw, frame=raw.frame[columns], numeric=raw.numeric[columns])


def _without_doubtful_cells(
    frame: pd.DataFrame, table: Table, columns: Mapping[str, str], decided: Decided
) -> tuple[pd.DataFrame, list[Finding]]:
    findings = []
    for field, column in columns.items():
        known = {"", *map(plain_words, decided.get(field, {}))}
        codes, distinct = pd.factorize(frame[column])
        judged = [plain_words(text) not in known and is_doubtful(table, field, text) for text in distinct]
        doubtful = np.array(judged, dtype=bool)[codes]
        if doubtful.any():
            frame = frame.assign(**{column: frame[column].mask(doubtful, "")})
            rows = positions(doubtful)
            findings.append(Finding(Reason.LOOKS_LIKE_IDENTITY, field, rows, private=True))
    return frame, findings


def _note_rows(raw: RawTable, kept: pd.DataFrame) -> list[NonDataRow]:
    """Return the rows of which one cell was filled and nothing is kept: notes under a table that begin like no note."""
    single = (raw.frame != "").sum(axis="columns") == 1
    nothing = (kept == "").all(axis="columns") if len(kept.columns) else pd.Series(data=True, index=raw.frame.index)
    return [NonDataRow(row, Reason.NOTE_ROW) for row in positions(single & nothing).tolist()]


def _in_order(rows: tuple[NonDataRow, ...]) -> tuple[NonDataRow, ...]:
    return tuple(sorted({row.row: row for row in reversed(rows)}.values(), key=lambda row: row.row))


def _of_columns(classed: tuple[ClassedColumn, ...]) -> list[Finding]:
    none = np.array([], dtype=np.intp)
    reasons = {ColumnClass.IDENTITY: Reason.IDENTITY_DROPPED, ColumnClass.IGNORED: Reason.COLUMN_IGNORED}
    return [
        Finding(reasons[each.class_], each.column, none, listed=False) for each in classed if each.class_ in reasons
    ]


def _children(raw: RawTable, held: Mapping[str, Identity]) -> pd.DataFrame:
    """Return what link keys are made of, one row a row of the file; columns of one kind are read together."""
    by_kind: dict[Identity, list[str]] = {}
    for column, identity in held.items():
        by_kind.setdefault(identity, []).append(column)
    births = [_births(raw, column) for column in by_kind.get(Identity.BIRTH_DATE, [])]
    blank = pd.Series("", index=raw.frame.index, dtype="str")
    return pd.DataFrame(
        {
            "name": _joined(raw, by_kind.get(Identity.NAME, [])),
            "birth_date": _first([days for days, _ in births], blank),
            "birth_year": _first([years for _, years in births], blank),
            "id_number": _first([raw.frame[column] for column in by_kind.get(Identity.ID_NUMBER, [])], blank),
        }
    )


def _joined(raw: RawTable, columns: list[str]) -> "pd.Series[str]":
    """Join family and given names of several columns, in their order; the same name written twice counts once."""
    joined = pd.Series("", index=raw.frame.index, dtype="str")
    for column in columns:
        text = raw.frame[column]
        joined = joined.where(text == joined, joined.str.cat(text, sep=" ").str.strip())
    return joined


def _first(values: "list[pd.Series[str]]", blank: "pd.Series[str]") -> "pd.Series[str]":
    found = blank
    for each in values:
        found = found.where(found != "", each)
    return found


def _births(raw: RawTable, column: str) -> "tuple[pd.Series[str], pd.Series[str]]":
    """Return birth dates as ISO days and birth years; a month or a year alone gives the year only."""
    text, numeric = raw.frame[column], raw.numeric[column].to_numpy(dtype=bool)
    years = text.str.extract(rf"(?<!\d){_YEAR}")["year"]
    whole = text.str.fullmatch(r"\D*(?:\d{1,2}\s*[-/.]\s*)?\d{4}\D*").fillna(value=False).to_numpy(dtype=bool)
    days = parse(text.mask(whole, ""), numeric & ~whole, _BIRTH).values
    return days.dt.strftime("%Y-%m-%d").fillna("").astype("str"), (
        days.dt.year.astype("Int64").astype("str").fillna(years).fillna("").astype("str")
    )
