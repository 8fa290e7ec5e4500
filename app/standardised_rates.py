"""Standardised ratios (SMR) of communes, for a project whose children and cases are known by age band or sex.

Returns have no strata, so cases come from the list of single cases; where it has none, nothing is standardised.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from app.case_counts import ALL, Selection
from app.children import INDICATOR, commune_codes
from app.listed_cases import received_on
from data.project import Project

STRATA = (["age_band", "sex"], ["age_band"], ["sex"])
"""From the finest to the coarsest; the first that children and cases are both known by is used."""
LEAST_KNOWN = 0.8
"""Share of the listed cases whose stratum must be known; with fewer, these may differ from the rest."""
COLUMNS = ("smr", "smr_lower", "smr_upper", "expected_at_province_rates")


@dataclass(frozen=True, slots=True)
class StandardisedRates:
    """The ratios of communes, and what they are standardised by.

    Attributes
    ----------
    by_commune : DataFrame, index: code of the commune
        `smr`, `smr_lower`, `smr_upper`, `expected_at_province_rates` (cases in the whole period).
    strata : tuple of str
        The columns that part the strata: age_band, sex, or both.
    cases, unknown : int
        Listed cases used, and those left out because their stratum is not known.
    """

    by_commune: pd.DataFrame
    strata: tuple[str, ...]
    cases: int
    unknown: int


def standardised_rates(
    project: Project, chosen: Selection, *, kind: str, agency: str, age_band: str, level: float
) -> StandardisedRates | None:
    """Return the ratios, or None where the tables hold no strata that both children and cases are known by."""
    cases = _listed(project, chosen, kind, agency)
    if cases.empty:
        return None
    for strata in STRATA:
        children = _children(project, strata, age_band, chosen.end)
        if children is None:
            continue
        known = cases[_in_strata(cases, strata, children.columns)]
        if len(known) >= LEAST_KNOWN * len(cases):
            ratios = _ratios(known, strata, children, level)
            return StandardisedRates(ratios, tuple(strata), len(known), len(cases) - len(known))
    return None


def _listed(project: Project, chosen: Selection, kind: str, agency: str) -> pd.DataFrame:
    """Return the listed cases of communes that were received in the period."""
    cases = project["cases"]
    day = received_on(cases)
    kinds = {each.strip() for each in kind.split(",")}
    asked = (cases["kind"].isin(kinds) | (ALL in kinds)) & ((cases["agency"] == agency) | (agency == ALL))
    within = (day >= pd.Timestamp(chosen.start)) & (day <= pd.Timestamp(chosen.end))
    own = (cases["vintage"] == project.about.vintage) & cases["unit_code"].isin(commune_codes(project))
    return cases[asked & within & own]


def _children(project: Project, strata: Sequence[str], age_band: str, on: date) -> pd.DataFrame | None:
    """Return children by commune and stratum, or None where not every commune's are known or bands overlap."""
    rows = project["indicators"]
    rows = rows[(rows["indicator"] == INDICATOR) & (rows["vintage"] == project.about.vintage)]
    rows = rows[rows["unit_code"].isin(commune_codes(project)) & (rows["period_start"] <= pd.Timestamp(on))]
    whole = rows["age_band"].isna() | (rows["age_band"] == age_band)
    rows = rows[(~whole if "age_band" in strata else whole) & (rows["sex"].notna() == ("sex" in strata))]
    if rows.empty or ("age_band" in strata and _overlap(rows["age_band"].unique())):
        return None
    key = ["unit_code", *strata]
    latest = rows.sort_values(["period_end", "period_start"]).drop_duplicates(key, keep="last")
    table = latest.set_index(key)["value"].unstack(list(strata))
    complete = table.notna().all(axis=None) and len(table) == len(commune_codes(project))
    return table.loc[:, table.sum() > 0].sort_index() if complete else None


def _overlap(bands: Iterable[str]) -> bool:
    """Return whether some bands share a year of age, or are not written as first–last."""
    ends = [re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", band) for band in bands]
    if not all(ends):
        return True
    spans = sorted((int(found[1]), int(found[2])) for found in ends if found)
    return any(following[0] <= before[1] for before, following in pairwise(spans))


def _in_strata(cases: pd.DataFrame, strata: Sequence[str], known: pd.Index) -> "pd.Series[bool]":
    stated = list(zip(*(cases[each] for each in strata), strict=True)) if len(strata) > 1 else cases[strata[0]]
    return pd.Series(pd.Index(stated).isin(known), cases.index)


def _ratios(cases: pd.DataFrame, strata: Sequence[str], children: pd.DataFrame, level: float) -> pd.DataFrame:
    from models.standardisation import indirectly_standardised

    counts = cases.groupby(["unit_code", *strata]).size().unstack(list(strata), fill_value=0)
    counts = counts.reindex(index=children.index, columns=children.columns, fill_value=0)
    found = indirectly_standardised(counts.to_numpy(), children.to_numpy(), level=level)
    expected = pd.Series(found.expected, children.index)
    columns = zip(COLUMNS, (found.ratio, found.lower, found.upper, found.expected), strict=True)
    return pd.DataFrame(dict(columns), index=children.index).where(expected > 0)
