"""Part (c) of the question `hidden`: how many children no agency's list holds, in tables and sentences."""

import pandas as pd

from app.errors import TooSparse
from app.language import N_
from app.list_overlaps import LEAST_OVERLAP, LEAST_RECORDED, SeveralLists
from app.result import Column, Finding, Sensitivity, Table, finding
from app.tables import table_of

LIST_COLUMNS = (Column("lists", "", Sensitivity.CASE), Column("count", "children", Sensitivity.CASE))
MODEL_COLUMNS = (
    Column("terms", "", Sensitivity.CASE),
    Column("aic", "number", Sensitivity.CASE),
    Column("estimate", "children", Sensitivity.CASE),
    Column("estimate_lower", "children", Sensitivity.CASE),
    Column("estimate_upper", "children", Sensitivity.CASE),
    Column("chosen", "", Sensitivity.CASE),
)
JOINED = " + "


def refuse_sparse(found: SeveralLists) -> None:
    """Raise TooSparse where the lists give no number."""
    if found.status not in ("estimated", "at_least"):
        raise TooSparse(found.smallest_overlap or 0, found.recorded)


def list_tables(found: SeveralLists | None) -> tuple[Table, Table]:
    """Return how many children stand on which lists, and each model within 2 AIC of the best; no rows if not asked."""
    patterns, models = ([], []) if found is None else (_patterns(found), _models(found))
    lists = pd.DataFrame(patterns, columns=[column.name for column in LIST_COLUMNS])
    chosen = pd.DataFrame(models, columns=[column.name for column in MODEL_COLUMNS])
    return (
        table_of("lists", lists, LIST_COLUMNS, Sensitivity.CASE),
        table_of("models", chosen, MODEL_COLUMNS, Sensitivity.CASE),
    )


def _patterns(found: SeveralLists) -> list[tuple[str, int]]:
    names = [str(name) for name in found.patterns.columns[:-1]]
    return [
        (JOINED.join(name for name, on in zip(names, row[:-1], strict=True) if on), int(row[-1]))
        for row in found.patterns.itertuples(index=False, name=None)
    ]


def _models(found: SeveralLists) -> list[tuple[str, float, float, float, float, bool]]:
    return [
        (", ".join(each.terms), each.aic, each.estimate, each.lower, each.upper, each.terms == found.terms)
        for each in found.models
    ]


def list_findings(found: SeveralLists, referrals: str) -> list[Finding]:
    """Return what the lists say of children that none of them holds, or why they say nothing."""
    if found.status not in ("estimated", "at_least"):
        return [_refusal(found)]
    said = [_estimate(found)]
    if len(found.models) > 1:
        said.append(
            finding(
                Sensitivity.CASE,
                N_(
                    "Several lists: {models} models of how the lists depend on each other fit about equally well; "
                    "over all of them the number in all lies between {lower:0} and {upper:0}."
                ),
                models=len(found.models),
                lower=min(each.lower for each in found.models),
                upper=max(each.upper for each in found.models),
            )
        )
    if not referrals.strip():
        said.append(
            finding(
                Sensitivity.CASE,
                N_(
                    "Several lists: did one agency send the case to the other? Nobody has said. "
                    "Where it did, the lists share more than by chance and too few hidden cases are found."
                ),
            )
        )
    return said


def _estimate(found: SeveralLists) -> Finding:
    sentence = (
        N_(
            "Several lists: {recorded} children are recorded; in all there are at least {least:0} (estimate "
            "{estimate:0}, {lower:0} to {upper:0}). For the province only, no commune."
        )
        if found.status == "at_least"
        else N_(
            "Several lists: {recorded} children are recorded; in all there are about {estimate:0} "
            "({lower:0} to {upper:0} when chance is allowed for). For the province only, no commune."
        )
    )
    return finding(
        Sensitivity.CASE,
        sentence,
        recorded=found.recorded,
        least=found.least,
        estimate=found.estimate,
        lower=found.lower,
        upper=found.upper,
    )


def _refusal(found: SeveralLists) -> Finding:
    if found.status == "one_list":
        return finding(
            Sensitivity.CASE,
            N_(
                "Several lists: no estimate. It needs the lists of two agencies that meet the same children on "
                "their own, and how many children both hold; here fewer than two lists hold anybody."
            ),
        )
    if found.status == "no_estimate":
        return finding(
            Sensitivity.CASE, N_("Several lists: no estimate. The lists' overlaps fit no model with a finite number.")
        )
    return finding(
        Sensitivity.CASE,
        N_(
            "Several lists: no estimate. The smallest overlap is {smallest} children ({overlap} are needed) and "
            "{recorded} are recorded ({least} are needed): a number from so few would mislead."
        ),
        smallest=found.smallest_overlap or 0,
        overlap=LEAST_OVERLAP,
        recorded=found.recorded,
        least=LEAST_RECORDED,
    )
