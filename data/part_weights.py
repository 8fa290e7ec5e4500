"""What the parts of split units weigh where only whole units were counted, before and after: estimated by fitting.

Of a unit that was split, the children before are known, and those of each new unit after. Whole units account for some
of the latter; what is left came from the parts. The table of parts with these sums is fitted by turns to both.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

WEIGHT_COLUMNS = ["old_code", "new_code", "weight", "weight_basis"]

ROUNDS = 1000
"""More change no share by a thousandth, with figures simulated for all units of the crosswalk shipped."""


def part_weights(
    crosswalk: pd.DataFrame, before: Mapping[str, float], after: Mapping[str, float], *, basis: str = "children"
) -> pd.DataFrame:
    """Return weights for the parts of split units whose sums are known, for `data.conversion.convert`.

    Parameters
    ----------
    crosswalk : DataFrame
        old_code, new_code, relation.
    before, after : mapping
        Code to the children, or any other measure, of the old and of the new units.
    basis : str
        What `weight_basis` says of it.

    Returns
    -------
    DataFrame
        old_code, new_code, weight, weight_basis; a unit is not in it when it, a part of it, or what else went to the
        same new units is not known.

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11(4): iterative proportional fitting.

    Examples
    --------
    >>> links = pd.DataFrame({"old_code": ["1", "1", "2"], "new_code": ["A", "B", "B"],
    ...                       "relation": ["part", "part", "whole"]})
    >>> part_weights(links, {"1": 100, "2": 50}, {"A": 70, "B": 80})["weight"].tolist()
    [70.0, 30.0]
    """
    is_part = crosswalk["relation"] == "part"
    left = _left_for_parts(crosswalk[~is_part], before, after)
    parts = _known(crosswalk.loc[is_part, ["old_code", "new_code"]].reset_index(drop=True), before, left)
    old, new = (pd.factorize(parts[name])[0] for name in ("old_code", "new_code"))
    rows = parts["old_code"].map(before).to_numpy(dtype=float)
    columns = parts["new_code"].map(left).to_numpy(dtype=float)
    weight = np.ones(len(parts))
    for _ in range(ROUNDS):
        weight = weight * _ratio(columns, _sums(weight, new))
        weight = weight * _ratio(rows, _sums(weight, old))
    found = parts.assign(weight=weight, weight_basis=basis)[WEIGHT_COLUMNS]
    return found[found.groupby("old_code")["weight"].transform("sum") > 0].reset_index(drop=True)


def _left_for_parts(whole: pd.DataFrame, before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return what each new unit holds besides the whole units that went to it; only where all of them are known."""
    known = whole["old_code"].map(before)
    sums = known.groupby(whole["new_code"]).sum()
    lacking = set(whole.loc[known.isna(), "new_code"])
    return {code: max(value - sums.get(code, 0), 0.0) for code, value in after.items() if code not in lacking}


def _known(parts: pd.DataFrame, before: Mapping[str, float], left: Mapping[str, float]) -> pd.DataFrame:
    """Drop units with an unknown part, and those that share a new unit with them, until all left are known."""
    while True:
        lacking = ~parts["old_code"].isin(before.keys()) | ~parts["new_code"].isin(left.keys())
        if not lacking.any():
            return parts
        unknown = parts.loc[lacking, ["old_code", "new_code"]]
        left = {code: value for code, value in left.items() if code not in set(unknown["new_code"])}
        parts = parts[~parts["old_code"].isin(unknown["old_code"])]


def _sums(weight: Any, group: Any) -> Any:
    return np.bincount(group, weights=weight)[group] if len(group) else weight


def _ratio(wanted: Any, sums: Any) -> Any:
    return np.divide(wanted, sums, out=np.zeros_like(wanted), where=sums > 0)
