"""From a crosswalk to shares: where each old unit went between two days, and by which weights it is shared.

Weights are exact fractions; steps from vintage to vintage are put together, so that a unit whose parts came together
again later is whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from data.apportionment import Weights, whole_weights
from data.crosswalk import check_crosswalk, with_all_columns
from data.errors import NoCrosswalk
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units, vintage_at

EQUAL = "equal"
BASES = ("stated", "children", "area")
"""Which weights are taken when a unit has several: those a person stated, else children, else area."""

Shares = dict[str, Fraction]
"""The share of each new code, in the order of the codes; they add up to 1."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where units went between two vintages.

    Attributes
    ----------
    from_, to : str
        Vintages.
    targets : Mapping
        By old code: the new codes, ascending.
    weights : Mapping
        By old code: whole numbers in the proportions of the shares of `targets`.
    bases : Mapping
        By old code of a unit shared among several: the weights it is shared by.
    sources : Mapping
        By old code: where the crosswalk's rows come from.
    """

    from_: str
    to: str
    targets: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Weights]
    bases: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]


def links_between(
    crosswalk: pd.DataFrame, from_: str | date, to: str | date, *, weights: pd.DataFrame | None = None
) -> Links:
    """Return where the units valid on the day `from_` are on the day `to`.

    Parameters
    ----------
    crosswalk : DataFrame
        See `data.crosswalk`. Rows between later vintages need only speak of the units that changed.
    weights : DataFrame, optional
        See `data.conversion.convert`.

    Raises
    ------
    NoCrosswalk
        `to` lies in an earlier vintage, or the crosswalk has no rows into the present list.
    ContradictoryCrosswalk
        See `data.crosswalk.check_crosswalk`.
    """
    rows = with_all_columns(crosswalk)
    check_crosswalk(rows)
    later = sorted(set(rows["new_vintage"]) - {VINTAGE})
    start, end = vintage_at(from_, later=later), vintage_at(to, later=later)
    steps = [rows[rows["new_vintage"] == vintage] for vintage in sorted({VINTAGE, *later}) if start < vintage <= end]
    if end < start or any(step.empty for step in steps):
        raise NoCrosswalk(start, end)
    shares, bases = _start(rows, start)
    for step in steps:
        stated, shared_by = _step_shares(step, weights)
        bases |= {unit: shared_by[via] for unit, via in _split_at(shares, shared_by)}
        shares = {unit: _composed(targets, stated) for unit, targets in shares.items()}
    sources = pd.concat([*steps, rows.iloc[:0]]).groupby("old_code")["source"].unique()
    split = {unit: basis for unit, basis in bases.items() if len(shares[unit]) > 1}
    return Links(
        start,
        end,
        {unit: tuple(targets) for unit, targets in shares.items()},
        {unit: whole_weights(list(targets.values())) for unit, targets in shares.items()},
        split,
        {unit: tuple(map(str, named)) for unit, named in sources.items()},
    )


def _start(rows: pd.DataFrame, vintage: str) -> tuple[dict[str, Shares], dict[str, str]]:
    """Return every code of a vintage as its own target: of the crosswalk's, and of the list when it is held."""
    before = rows.loc[rows["old_vintage"] == vintage, "old_code"]
    after = rows.loc[rows["new_vintage"] == vintage, "new_code"]
    listed: Iterable[str] = () if vintage == OLD_VINTAGE and len(before) else known_units(vintage_at(vintage))["code"]
    return {code: {code: Fraction(1)} for code in sorted({*before, *after, *listed})}, {}


def _split_at(shares: Mapping[str, Shares], shared_by: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return [(unit, via) for unit, targets in shares.items() for via in targets if via in shared_by]


def _composed(targets: Shares, stated: Mapping[str, Shares]) -> Shares:
    """Put a step behind shares; a unit the step does not speak of stays as it is."""
    after: Shares = {}
    for via, share in targets.items():
        for target, part in stated.get(via, {via: Fraction(1)}).items():
            after[target] = after.get(target, Fraction(0)) + share * part
    return dict(sorted(after.items()))


def _step_shares(step: pd.DataFrame, weights: pd.DataFrame | None) -> tuple[dict[str, Shares], dict[str, str]]:
    whole = step[step["relation"] == "whole"]
    shares = {old: {new: Fraction(1)} for old, new in zip(whole["old_code"], whole["new_code"], strict=True)}
    given = [] if weights is None else [_weights_of_pairs(weights)]
    tables = [*given, _weights_of_pairs(step)]
    shared_by = {}
    for unit, targets in step[step["relation"] == "part"].groupby("old_code")["new_code"]:
        shares[str(unit)], shared_by[str(unit)] = _shares_of(str(unit), sorted(targets), tables)
    return shares, shared_by


Pairs = dict[tuple[str, str, str], float]
"""A weight by its basis, old code ("" for any) and new code."""


def _weights_of_pairs(rows: pd.DataFrame) -> Pairs:
    rows = rows[rows["weight"].notna()]
    old: Any = rows["old_code"] if "old_code" in rows else [""] * len(rows)
    basis: Any = rows["weight_basis"].fillna(BASES[0]) if "weight_basis" in rows else [BASES[0]] * len(rows)
    return dict(zip(zip(basis, old, rows["new_code"], strict=True), rows["weight"], strict=True))


def _shares_of(unit: str, targets: list[str], tables: list[Pairs]) -> tuple[Shares, str]:
    """Share a unit by the first weights that know each of its parts, else equally."""
    for table in tables:
        for basis in BASES:
            found = [table.get((basis, unit, new), table.get((basis, "", new))) for new in targets]
            known = [Fraction(weight) for weight in found if weight is not None]
            if len(known) == len(targets) and any(known):
                return {new: weight / sum(known) for new, weight in zip(targets, known, strict=True)}, basis
    return dict.fromkeys(targets, Fraction(1, len(targets))), EQUAL
