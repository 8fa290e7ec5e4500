"""The model card of the question `clusters`: what it rests on, how it did on this project, where not to use it."""

import pandas as pd

from app.cluster_tests import LEVEL, Chance
from app.language import N_, both
from app.result import Finding, ModelCard, Sensitivity, finding

_DRAWN = N_("Boundaries are drawn around centres, not surveyed: neighbours, and all that rests on them, are a guess.")


def card(communes: pd.DataFrame, clusters: pd.DataFrame, chance: Chance | None, *, schematic: bool) -> ModelCard:
    """Return the card, with how the tests did on this project's communes."""
    return ModelCard(
        warning=finding(Sensitivity.PUBLIC, _DRAWN) if schematic else None,
        purpose=both(
            N_(
                "To see whether communes with many reported cases lie together more than chance would have it, and "
                "which ones."
            )
        ),
        data=both(
            N_(
                "Cases received, children, the days returns cover, which communes share a border or a corner, and "
                "centres of communes. Communes without a return are left out, not counted as zero."
            )
        ),
        assumptions=both(
            N_(
                "By chance, cases fall where children are and returns come from (Poisson). Circles: Kulldorff's scan "
                "statistic, only high rates. Neighbours: local Moran and Gi* on rates standardised for few children "
                "(Assunção and Reis 1999) unless chosen otherwise; both have the same two-sided p, from maps on which "
                "a commune keeps its rate and its neighbours' are drawn from all others."
            )
        ),
        checked=both(
            N_(
                "Local Moran, Gi, Gi* and Moran's I equal those of spdep for North Carolina and Columbus to 1e-6 (the "
                "variance is divided by n, as spdep does); the scan equals SaTScan's results for New York and North "
                "Humberside. Where there is no cluster, one test in twenty has p at most 0.05."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Communes at the province's edge, whose neighbours beyond it are not known; islands, which have none; "
                "long, narrow areas along a road or a river, which no circle fits; communes with few children, where "
                "only a very high rate shows."
            ),
        ),
        not_for=both(
            N_(
                "Not for judging officers or communes, not for finding single places, and not as proof of a cause: a "
                "cluster of reports may be one of good reporting."
            )
        ),
        validation=(*_redrawn(communes, clusters), *_by_chance(communes, chance)),
    )


def _redrawn(communes: pd.DataFrame, clusters: pd.DataFrame) -> list[Finding]:
    shares = communes["belongs_share"]
    if not shares.notna().any():
        return []
    if clusters.empty or clusters.iloc[0]["significant"] == "no":
        return [
            finding(
                Sensitivity.CASE,
                N_(
                    "When the cases are drawn again, no commune lies in a significant cluster in more than "
                    "{most:0}% of the draws."
                ),
                most=float(shares.max()),
            )
        ]
    inside, outside = shares[communes["cluster"] == 1], shares[communes["cluster"].isna() & shares.notna()]
    return [
        finding(
            Sensitivity.CASE,
            N_(
                "When the cases are drawn again, communes of the strongest cluster lie in the most likely one, "
                "significant again, in {inside:0}% of the draws on average ({least:0}% to {most:0}%), communes of no "
                "cluster in {outside:0}%. Drawn cases are patchier than the risk behind them: read it beside p."
            ),
            inside=float(inside.mean()),
            least=float(inside.min()),
            most=float(inside.max()),
            outside=float(outside.mean()) if len(outside) else 0.0,
        )
    ]


def _by_chance(communes: pd.DataFrame, chance: Chance | None) -> list[Finding]:
    if chance is None:
        return []
    tests = int(communes["local_p"].notna().sum())
    return [
        finding(
            Sensitivity.CASE,
            N_(
                "On {maps} maps where the same number of cases fell by chance alone, {any} showed at least one commune "
                "as unlike chance; {mean:1} communes a map. Without any correction {plain:1} of the {tests} communes "
                "would be expected, and the scan calls 5 of 100 such maps a cluster."
            ),
            maps=chance.maps,
            any=chance.maps_with_any,
            mean=chance.communes,
            plain=LEVEL * tests,
            tests=tests,
        )
    ]
