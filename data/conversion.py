"""Counts of the units of one vintage brought to those of another through the crosswalk, nothing added and nothing lost.

Whole units add up exactly. A split unit is shared by weights, and each new unit gets the range from the least to the
most it can hold. Whole numbers stay whole (`data.apportionment`). Two vintages are never joined on their codes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.apportionment import Weights, share_whole
from data.crosswalk import shipped_crosswalk
from data.crosswalk_links import Links, links_between
from data.errors import AmbiguousVintage
from data.unit_lists import OLD_VINTAGE, VINTAGE
from data.vintage_detection import compare_codes

_LARGEST_EXACT = 2.0**53
"""Up to here every whole number has its own float64."""
_BEYOND_INT64 = 2.0**63


@dataclass(frozen=True, slots=True)
class Basis:
    """What a conversion rests on.

    Attributes
    ----------
    from_, to : str
        Vintages of the codes before and after.
    valid_on : str
        The day at which the codes were said to be valid; "" when they could only be of one vintage.
    whole, split : int
        Different units of the input that went to one new unit, and to several.
    shared_by : dict
        Of the split ones, how many were shared by which weights ("stated", "children", "area", "equal").
    unmatched : int
        Input rows of units the crosswalk does not know.
    sources : tuple of str
        Where the rows of the crosswalk that were used come from.
    """

    from_: str
    to: str
    valid_on: str
    whole: int
    split: int
    shared_by: dict[str, int]
    unmatched: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """A table brought to another vintage.

    Attributes
    ----------
    frame : DataFrame
        The column `code`, of the new vintage, the columns of `by`, and the values; one row a new unit that received
        something. A value is missing when nothing known went into it.
    ranges : DataFrame
        The same code and `by` columns, column, low and high: the least and the most the unit can hold. `high` is
        missing when a value that went into it was missing.
    unmatched : DataFrame
        Rows of the input, as they were, whose unit the crosswalk does not know.
    basis : Basis
    """

    frame: pd.DataFrame
    ranges: pd.DataFrame
    unmatched: pd.DataFrame
    basis: Basis


def convert(
    frame: pd.DataFrame,
    *,
    from_: str | date | None = None,
    to: str | date = VINTAGE,
    value_columns: Sequence[str],
    code: str = "unit_code",
    crosswalk: pd.DataFrame | None = None,
    weights: pd.DataFrame | None = None,
    by: Sequence[str] = (),
) -> Converted:
    """Bring counts of one vintage's units to another's. The rows given are not changed.

    The sum of `frame` and of `unmatched` is the sum of the input: exactly for whole numbers, to rounding for others.

    Parameters
    ----------
    frame : DataFrame
        A code and values a row. Rows of one unit (and equal `by`) are added up. Missing values stay unknown.
    from_ : str or date, optional
        The day at which the codes were valid. Codes of any day before 1 July 2025 are looked up in the list in force
        until then: a unit that was dissolved earlier is not in it.
    to : str or date
        The day at which the new codes are to be valid.
    value_columns : sequence of str
        Columns of counts. Rates are not counts: see `recompute_rate`.
    code : str
        The column of codes.
    crosswalk : DataFrame, optional
        Used instead of `data.crosswalk.shipped_crosswalk`; see `data.crosswalk.corrected`.
    weights : DataFrame, optional
        new_code, weight (any unit, not negative), optionally old_code (otherwise the weight holds for every part that
        goes to the new unit) and weight_basis. Used before the weights of the crosswalk. A unit without a weight for
        each of its parts is shared equally.
    by : sequence of str
        Columns that keep rows apart, such as a period; rows alike in them are added up. A missing value is a value.

    Raises
    ------
    AmbiguousVintage
        `from_` was not given and codes exist in both vintages, or some only in the one and some only in the other.
    NoCrosswalk
        The crosswalk does not lead from the one day to the other.
    ContradictoryCrosswalk
        The crosswalk says two things of a unit.

    Examples
    --------
    >>> crosswalk = pd.DataFrame({"old_code": ["1", "1", "2"], "new_code": ["A", "B", "B"],
    ...                           "relation": ["part", "part", "whole"]})
    >>> table = pd.DataFrame({"unit_code": ["1", "2", "9"], "children": [5, 10, 7]})
    >>> made = convert(table, from_="2024-12-31", value_columns=["children"], crosswalk=crosswalk)
    >>> made.frame.values.tolist(), made.unmatched["children"].tolist()
    ([['A', 3], ['B', 12]], [7])
    >>> made.ranges[["low", "high"]].values.tolist()
    [[0, 5], [10, 15]]
    """
    rows = shipped_crosswalk() if crosswalk is None else crosswalk
    start = _vintage_of_codes(frame[code], crosswalk) if from_ is None else from_
    links = links_between(rows, start, to, weights=weights)
    keys = [code, *by]
    known = frame[code].isin(links.targets.keys()).to_numpy(dtype=bool)
    added = _added_up(frame.loc[known, [*keys, *value_columns]], keys, value_columns)
    summed = _summed(_pieces(added, links, code, value_columns), keys, value_columns)
    return Converted(
        _typed(summed[[*keys, *value_columns]], frame, value_columns),
        _ranges(summed, keys, value_columns),
        frame[~known],
        _basis(links, added[code], "" if from_ is None else str(from_), int((~known).sum())),
    )


def recompute_rate(converted: Converted, numerator: str, denominator: str, *, per: float = 1.0) -> pd.DataFrame:
    """Return the rate of each converted unit from its converted counts, with the range these leave open.

    Returns
    -------
    DataFrame
        The code (and `by`) columns of `converted.frame`, rate, low and high; missing where the denominator is 0 or
        unknown. The range is that of the least numerator over the most denominator, and the reverse.

    Examples
    --------
    >>> table = pd.DataFrame({"unit_code": ["03349"], "cases": [3], "children": [1500]})
    >>> made = convert(table, from_="2025-06-30", value_columns=["cases", "children"])
    >>> recompute_rate(made, "cases", "children", per=1000)["rate"].tolist()
    [2.0]
    """
    keys = [name for name in converted.ranges.columns if name not in ("column", "low", "high")]
    limits = converted.ranges.set_index("column")
    top, bottom = (limits.loc[[name], ["low", "high"]].astype("float64") for name in (numerator, denominator))
    rates = {
        "rate": _ratio(converted.frame[numerator], converted.frame[denominator]),
        "low": _ratio(top["low"], bottom["high"]),
        "high": _ratio(top["high"], bottom["low"]),
    }
    return converted.frame[keys].assign(**{name: rate * per for name, rate in rates.items()})


def _ratio(numerator: "pd.Series[Any]", denominator: "pd.Series[Any]") -> Any:
    below = denominator.to_numpy(dtype=float, na_value=np.nan)
    above = numerator.to_numpy(dtype=float, na_value=np.nan)
    return np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)


def _vintage_of_codes(codes: "pd.Series[Any]", crosswalk: pd.DataFrame | None) -> str:
    found = compare_codes(codes, crosswalk)
    if found.in_both or (found.only_old and found.only_new):
        raise AmbiguousVintage(
            found.doubtful, in_both=found.in_both, only_old=found.only_old, only_new=found.only_new,
            unknown=found.unknown,
        )  # fmt: skip
    return VINTAGE if found.only_new else OLD_VINTAGE


def _added_up(rows: pd.DataFrame, keys: list[str], value_columns: Sequence[str]) -> pd.DataFrame:
    """Add up the rows of each unit, as exact numbers; "lacks x" says that a value of column x was missing."""
    lacking = {f"lacks {name}": rows[name].isna() for name in value_columns}
    exact = rows.assign(**{name: _exact(rows[name]) for name in value_columns}, **lacking)
    groups = exact.groupby(keys, dropna=False, as_index=False)
    values = groups[list(value_columns)].sum(min_count=1)
    return values.assign(**{name: groups[name].any()[name] for name in lacking})


def _exact(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column of whole numbers as Int64, any other as float64."""
    if values.dtype.kind in "iu":
        whole = values.astype("Int64")
    else:
        numbers = values.astype("float64")
        if not ((numbers % 1 == 0) & (numbers.abs() <= _LARGEST_EXACT) | numbers.isna()).all():
            return numbers
        whole = numbers.astype("Int64")
    if whole.astype("Float64").abs().sum() >= _BEYOND_INT64:
        raise OverflowError(f"the sum of {values.name} does not fit in 64 bits")
    return whole


def _pieces(added: pd.DataFrame, links: Links, code: str, value_columns: Sequence[str]) -> pd.DataFrame:
    """Return one row for each new unit that a unit went to: its share of each value, the least and the most."""
    targets = [links.targets[unit] for unit in added[code]]
    counts = np.array([len(named) for named in targets], dtype=np.intp)
    rows = added.iloc[np.repeat(np.arange(len(added)), counts)].reset_index(drop=True)
    split = np.repeat(counts > 1, counts)
    columns: dict[str, Any] = {code: pd.Series([name for named in targets for name in named], dtype="str")}
    for name in value_columns:
        shares = [
            share
            for value, unit in zip(added[name][counts > 1], added[code][counts > 1], strict=True)
            for share in _shares(value, links.weights[unit])
        ]
        columns[name] = rows[name].mask(split, pd.Series(shares, index=rows.index[split], dtype=rows[name].dtype))
        columns[f"low {name}"] = rows[name].mask(split, rows[name].clip(upper=0))
        columns[f"high {name}"] = rows[name].mask(split, rows[name].clip(lower=0))
    return rows.assign(**columns)


def _shares(value: Any, weights: Weights) -> list[Any]:
    if pd.isna(value):
        return [value] * len(weights)
    if isinstance(value, float):
        return [value * (weight / sum(weights)) for weight in weights]
    return share_whole(int(value), weights)


def _summed(pieces: pd.DataFrame, keys: list[str], value_columns: Sequence[str]) -> pd.DataFrame:
    """Add up what went to each new unit; a value nothing known went into is missing, and so is an open upper end."""
    groups = pieces.groupby(keys, dropna=False, as_index=False)
    values = groups[list(value_columns)].sum(min_count=1)
    limits = groups[[f"{end} {name}" for name in value_columns for end in ("low", "high")]].sum()
    lacking = groups[[f"lacks {name}" for name in value_columns]].any()
    open_ended = {f"high {name}": limits[f"high {name}"].mask(lacking[f"lacks {name}"]) for name in value_columns}
    return values.assign(**limits.drop(columns=keys)).assign(**open_ended)


def _ranges(summed: pd.DataFrame, keys: list[str], value_columns: Sequence[str]) -> pd.DataFrame:
    """Return the ranges one row a unit and column, the columns one after the other."""
    parts = [
        summed[keys].assign(column=name, low=summed[f"low {name}"], high=summed[f"high {name}"])
        for name in value_columns
    ]
    return pd.concat(parts, ignore_index=True)


def _typed(values: pd.DataFrame, given: pd.DataFrame, value_columns: Sequence[str]) -> pd.DataFrame:
    """Return each value in the type its column came in, wider where a missing value asks for it."""
    kept = {
        name: values[name].astype("Int64" if values[name].isna().any() and given[name].dtype.kind in "iu"
                                  else given[name].dtype)
        for name in value_columns
    }  # fmt: skip
    return values.assign(**kept)


def _basis(links: Links, units: "pd.Series[Any]", valid_on: str, unmatched: int) -> Basis:
    used = units.unique()
    shared = Counter(links.bases[unit] for unit in used if unit in links.bases)
    sources = {source for unit in used for source in links.sources.get(unit, ())}
    split = shared.total()
    return Basis(
        links.from_, links.to, valid_on, len(used) - split, split, dict(sorted(shared.items())), unmatched,
        tuple(sorted(sources)),
    )  # fmt: skip
