"""Counts that a file gives for boys and girls apart, in columns of their own, added up: `case_counts` knows no sex.

A column of both beside them goes before: then nothing needs to be added up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.issues import Finding, Reason
from data.named_columns import BETWEEN
from data.parsing import parse
from data.reading import RawTable, number_text
from data.schema import Column

SEX = "sex"
_OF_NO_USE = frozenset({SEX, "counted"})

HeaderValues = Mapping[str, str]
"""Field to the value a header states."""


@dataclass(frozen=True, slots=True)
class Together:
    """A file in which a column of sums stands for the columns of boys and girls, and what the report says of it."""

    raw: RawTable
    columns: tuple[str, ...]
    said: tuple[HeaderValues, ...]
    findings: tuple[Finding, ...] = ()


def needed_sexes(said: Mapping[str, HeaderValues]) -> dict[str, HeaderValues]:
    """Leave out columns of one sex where a column holds both, and where the other sex is not there.

    Examples
    --------
    >>> list(needed_sexes({"Nam": {"sex": "male"}, "Nữ": {"sex": "female"}}))
    ['Nam', 'Nữ']
    >>> list(needed_sexes({"Số vụ": {"counted": "cases"}, "Nam": {"sex": "male"}, "Nữ": {"sex": "female"}}))
    ['Số vụ']
    >>> list(needed_sexes({"Trong đó: nữ": {"sex": "female"}}))
    []
    """
    of_both = {_rest(values) for values in said.values() if SEX not in values}
    sexes: dict[object, set[str]] = {}
    for values in said.values():
        if SEX in values:
            sexes.setdefault(_rest(values), set()).add(values[SEX])
    return {
        column: values
        for column, values in said.items()
        if SEX not in values or (_rest(values) not in of_both and len(sexes[_rest(values)]) > 1)
    }


def add_sexes(raw: RawTable, columns: Sequence[str], said: Sequence[HeaderValues], count: Column) -> Together:
    """Put columns of sums in the place of columns that differ in their sex only.

    A blank cell adds nothing. Where one of the cells is no count, its text stands for the sum, so that the row is set
    aside for it.

    Parameters
    ----------
    columns : sequence of str
        Those of the value field.
    said : sequence of mapping
        What the header of each says.
    count : Column
        The value field.
    """
    groups: dict[object, list[int]] = {}
    for place, values in enumerate(said):
        groups.setdefault(_rest(values) if SEX in values else place, []).append(place)
    frame, numeric, added = raw.frame, raw.numeric, []
    names = []
    for places in groups.values():
        parts = [columns[place] for place in places]
        names.append(BETWEEN.join(parts))
        if len(parts) > 1:
            text, is_number = _sum(raw, parts, count)
            frame, numeric = frame.assign(**{names[-1]: text}), numeric.assign(**{names[-1]: is_number})
            added.append(" + ".join(parts))
    kept = tuple(_without_sex(said[places[0]]) for places in groups.values())
    return Together(replace(raw, frame=frame, numeric=numeric), tuple(names), kept, tuple(map(_note, added)))


def _rest(values: HeaderValues) -> frozenset[tuple[str, str]]:
    """Return what a header says besides the sex; "all kinds" says nothing more than a total does."""
    return frozenset(item for item in values.items() if item[0] not in _OF_NO_USE and item != ("kind", "all"))


def _without_sex(values: HeaderValues) -> HeaderValues:
    return {name: value for name, value in values.items() if name != SEX}


def _sum(raw: RawTable, parts: Sequence[str], count: Column) -> "tuple[pd.Series[str], pd.Series[bool]]":
    unusable = pd.Series("", index=raw.frame.index, dtype="str")
    total = pd.Series(pd.NA, index=raw.frame.index, dtype="Int64")
    for part in parts:
        text = raw.frame[part]
        values = parse(text, raw.numeric[part].to_numpy(dtype=bool), count).values
        bad = (text != "") & (values.isna() | (values < 0).fillna(value=False))
        unusable = unusable.mask((bad & (unusable == "")).to_numpy(dtype=bool), text)
        total = total.add(values, fill_value=0).where(total.notna() | values.notna())
    is_number = (total.notna() & (unusable == "")).to_numpy(dtype=bool)
    sums = total.astype("object").map(number_text, na_action="ignore").fillna("").astype("str")
    return sums.where(is_number, unusable), pd.Series(is_number, index=raw.frame.index)


def _note(columns: str) -> Finding:
    none = np.array([], dtype=np.intp)
    return Finding(Reason.SEXES_ADDED, "count", none, common={"columns": columns}, listed=False)
