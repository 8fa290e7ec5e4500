"""The tests behind the question `clusters`: neighbours (local Moran, Gi*), circles (scan), and chance alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.cluster_communes import Observed
from app.progress import Tick, between, unwatched

if TYPE_CHECKING:
    from models.scan import Cluster

Floats = NDArray[np.float64]
Measure = Literal["standardised", "empirical_bayes", "crude"]
Correction = Literal["fdr", "bonferroni", "none"]

LEVEL = 0.05
"""Of significance, for the classes of every map and for what counts as a cluster."""
CHANCE_MAPS = 99
"""Maps made by chance alone, to count what is then called significant."""
_CLASSES = ("local_class", "hot_spot", "p_level", "cluster_class")
_TESTED = ("local_moran", "local_p", "local_adjusted_p", "gi_star_z", "cluster", "belongs_share")


@dataclass(frozen=True, slots=True)
class Circles:
    """What the scan is asked."""

    share: float
    permutations: int
    redraws: int
    seed: int


def measured(cases: Floats, person_years: Floats, measure: Measure) -> Floats:
    """Return the values whose likeness to neighbours is tested; [] of no commune."""
    from models.hotspots import standardised_rates
    from models.rates import crude_rate, empirical_bayes

    if not len(cases):
        return np.empty(0)
    ways = {"standardised": standardised_rates, "empirical_bayes": empirical_bayes, "crude": crude_rate}
    return ways[measure](cases, person_years)


def corrected(p: Floats, correction: Correction) -> Floats:
    """Return p-values as they are to be read when so many were made."""
    from models.multiple_testing import benjamini_hochberg, bonferroni

    if correction == "none" or not len(p):
        return p
    return benjamini_hochberg(p) if correction == "fdr" else bonferroni(p)


def levels(permutations: int, correction: Correction, tests: int) -> tuple[float, ...]:
    """Return the levels a legend may show."""
    from models.multiple_testing import reachable_levels

    return reachable_levels(permutations, tests=max(tests, 1) if correction == "bonferroni" else 1)


def level_name(level: float) -> str:
    """Return the class of a commune significant at `level`.

    >>> level_name(0.05), level_name(0.0001)
    ('p_0.05', 'p_0.0001')
    """
    return f"p_{level:g}" if level >= _SHORTEST else "p_0.0001"


_SHORTEST = 0.001


def with_untested(seen: Observed) -> pd.DataFrame:
    """Return all communes with the columns of every test; classes say why a commune is in none."""
    blank = {name: np.full(len(seen.frame), np.nan) for name in _TESTED}
    return seen.frame.assign(**blank, **dict.fromkeys(_CLASSES, seen.frame["status"]))


def with_local(
    frame: pd.DataFrame, seen: Observed, values: Floats, *, permutations: int, seed: int, correction: Correction,
    tick: Tick | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the communes with local Moran and Gi*, their p and classes."""
    from models.hotspots import NO_NEIGHBOURS, NOT_SIGNIFICANT, getis_ord, local_moran

    local = local_moran(values, seen.neighbours, permutations=permutations, seed=seed, tick=tick)
    star = getis_ord(values, seen.neighbours, permutations=permutations, seed=seed)
    tested = np.setdiff1d(np.arange(len(values)), local.islands)
    adjusted = np.full(len(values), np.nan)
    adjusted[tested] = corrected(local.p[tested], correction)
    p = np.where(np.isnan(adjusted), 1.0, adjusted)
    shown = levels(permutations, correction, len(tested))
    reached = [next((level_name(level) for level in reversed(shown) if each <= level), NOT_SIGNIFICANT) for each in p]
    by_level = pd.Series(reached, dtype=object)
    by_level[local.islands] = NO_NEIGHBOURS
    hot = pd.Series(star.classes(LEVEL, p=p), dtype=object).replace({"hot": "hot_spot", "cold": "cold_spot"})
    rows = seen.known.index
    frame.loc[rows, "local_class"] = list(local.classes(LEVEL, p=p))
    frame.loc[rows, "hot_spot"] = hot.to_numpy()
    frame.loc[rows, "p_level"] = by_level.to_numpy()
    frame.loc[rows[tested], "local_moran"] = local.statistic[tested]
    frame.loc[rows[tested], "gi_star_z"] = star.z[tested]
    frame.loc[rows[tested], "local_p"] = local.p[tested]
    frame.loc[rows, "local_adjusted_p"] = adjusted
    return frame


def whole_map(values: Floats, neighbours: Sequence[NDArray[np.int64]], *, permutations: int, seed: int) -> pd.DataFrame:
    """Return the one row of Moran's I."""
    from models.moran import moran, moran_p
    from models.spatial_weights import row_standardised

    weights = row_standardised(neighbours)
    found = moran(values, neighbours, weights=weights)
    p = moran_p(values, neighbours, weights=weights, permutations=permutations, seed=seed) if len(values) else 1.0
    return pd.DataFrame(
        {
            "moran": [found.statistic],
            "moran_expected": [found.expected],
            "moran_z": [found.z],
            "moran_p": [p],
            "communes": [len(values)],
        }
    )


def with_circles(frame: pd.DataFrame, circles: Circles, tick: Tick | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the communes with the cluster each belongs to, and the clusters: the strongest, and all significant."""
    from models.scan import redrawn_membership, scan

    inside = frame["person_years"].gt(0) & (frame["status"] == "known") & frame[["lon", "lat"]].notna().all(axis=1)
    rows = frame.index[inside]
    frame.loc[frame["cluster_class"] == "known", "cluster_class"] = "no_centre"
    if not len(rows):
        return frame, _clusters([], frame, rows)
    data = (
        frame.loc[rows, "cases"].to_numpy(float),
        frame.loc[rows, "person_years"].to_numpy(float),
        frame.loc[rows, ["lon", "lat"]].to_numpy(float),
    )
    search = partial(scan, *data, metric="great_circle", max_share=circles.share / 100, seed=circles.seed)
    again = partial(redrawn_membership, *data, metric="great_circle", max_share=circles.share / 100, seed=circles.seed)
    report = tick or unwatched
    found = search(permutations=circles.permutations, tick=between(report, 0.0, 0.5))
    belongs = again(redraws=circles.redraws, above=found.critical_value(LEVEL), tick=between(report, 0.5, 1.0))
    frame.loc[rows, "belongs_share"] = 100 * belongs
    frame.loc[rows, "cluster_class"] = "no_cluster"
    told = [each for rank, each in enumerate(found.clusters) if rank == 0 or each.p <= LEVEL]
    for number, each in enumerate(told, start=1):
        if each.p <= LEVEL:
            members = rows[list(each.members)]
            frame.loc[members, "cluster"] = number
            frame.loc[members, "cluster_class"] = "most_likely" if number == 1 else "secondary"
    return frame, _clusters(told, frame, rows)


def _clusters(told: Sequence["Cluster"], frame: pd.DataFrame, rows: "pd.Index[int]") -> pd.DataFrame:
    listed = [
        {
            "cluster": number,
            "centre_commune": frame.at[rows[each.centre], "name"],
            "radius_km": each.radius,
            "communes": len(each.members),
            "cases": each.observed,
            "expected_cases": each.expected,
            "relative_risk": each.relative_risk,
            "llr": each.llr,
            "cluster_p": each.p,
            "significant": "yes" if each.p <= LEVEL else "no",
        }
        for number, each in enumerate(told, start=1)
    ]
    return pd.DataFrame(listed, columns=list(CLUSTER_FIELDS))


CLUSTER_FIELDS = (
    "cluster", "centre_commune", "radius_km", "communes", "cases", "expected_cases", "relative_risk", "llr",
    "cluster_p", "significant",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chance:
    """What the local test calls significant on maps made by chance alone: how many communes, and on how many maps."""

    maps: int
    maps_with_any: int
    communes: float


def chance_maps(
    seen: Observed, measure: Measure, correction: Correction, *, permutations: int, seed: int, tick: Tick | None = None
) -> Chance | None:
    """Count false findings on maps where the same number of cases falls by chance where children live."""
    from models.permutations import lag_p
    from models.spatial_weights import spatial_weights

    person_years, total = seen.known["person_years"].to_numpy(float), int(seen.known["cases"].sum())
    links = spatial_weights(seen.neighbours)
    tested = np.setdiff1d(np.arange(len(links)), links.islands)
    if not total or not len(tested):
        return None
    random = np.random.default_rng([seed, CHANCE_MAPS])
    drawn = random.multinomial(total, person_years / person_years.sum(), size=CHANCE_MAPS)
    found = np.zeros(CHANCE_MAPS)
    for number, cases in enumerate(drawn):
        values = measured(cases.astype(float), person_years, measure)
        p = lag_p(values - values.mean(), links, permutations=permutations, seed=seed + number)
        found[number] = (corrected(p[tested], correction) <= LEVEL).sum()
        if tick is not None:
            tick((number + 1) / CHANCE_MAPS)
    return Chance(CHANCE_MAPS, int((found > 0).sum()), float(found.mean()))
