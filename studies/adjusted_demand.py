"""Whether reporting-adjusted demand ranks communes by what truly happens, under right priors and wrong ones.

Owns `study`: Spearman's correlation with the truth of reported, expected and adjusted cases, for each prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from data.demo_cases import PRESENCE_EFFECT
from models.rates import posterior
from models.reporting import Adjusted, Link, Prior, adjusted_cases
from studies.report import Report
from studies.simulated_reports import Province, province

Floats = NDArray[np.float64]

SEEDS, DRAWS, LEVEL = 200, 1000, 0.95
RANGE = (0.11, 0.23)
"""About the 0.16 of all cases that the demo's model reports."""
PRESENCE, DISTANCE, NONE = Link(1.0, 2.6), Link(-1.2, -0.4), Link()
"""About the demo's 1.8 and -0.8 a 100 km."""
SPREAD = 0.2
WHAT = ("rate", "cases")


@dataclass(frozen=True)
class Belief:
    """A prior beside the world it is held in: the true effect of officers there."""

    name: str
    prior: Prior
    presence_effect: float = PRESENCE_EFFECT


def _prior(times: float = 1.0, presence: Link = PRESENCE, distance: Link = DISTANCE) -> Prior:
    return Prior(times * RANGE[0], times * RANGE[1], (presence, distance), SPREAD)


BELIEFS = (
    Belief("right", _prior()),
    Belief("mean 50 % too high", _prior(1.5)),
    Belief("mean 50 % too low", _prior(0.5)),
    Belief("no link to officers stated", _prior(presence=NONE)),
    Belief("no link stated at all", _prior(presence=NONE, distance=NONE)),
    Belief("link to officers stated, none in truth", _prior(), 0.0),
    Belief("link to officers of the wrong sign", _prior(presence=Link(-2.6, -1.0))),
)


def study(seeds: int = SEEDS, *, beliefs: Sequence[Belief] = BELIEFS, draws: int = DRAWS) -> pd.DataFrame:
    """Draw provinces and adjust what was reported in each under each belief.

    Returns
    -------
    DataFrame
        Two rows a belief: `of` the rate of children, `of` the cases. reported, expected, adjusted: Spearman's
        correlation with the truth, mean over seeds; worse than reported: share of seeds; difference: adjusted -
        reported, its standard error; held: share of true numbers in their interval; adjusted / true: of the totals.
    """
    worlds = {effect: _worlds(seeds, effect) for effect in {each.presence_effect for each in beliefs}}
    rows = []
    for belief in beliefs:
        provinces = worlds[belief.presence_effect]
        found = [_adjusted(each, belief.prior, draws, seed) for seed, each in enumerate(provinces)]
        rows += [_measured(belief.name, what, provinces, found) for what in WHAT]
    return pd.DataFrame(rows)


def _worlds(seeds: int, effect: float) -> list[Province]:
    return [province(seed, presence_effect=effect) for seed in range(seeds)]


def _adjusted(world: Province, prior: Prior, draws: int, seed: int) -> tuple[Floats, Adjusted]:
    """Return the expected reported cases a year, and the adjusted ones."""
    known = posterior(world.reported, world.person_time, draws=draws, seed=seed)
    adjusted = adjusted_cases(known.draws * world.children, world.covariates, prior, level=LEVEL, seed=seed)
    return known.mean * world.children, adjusted


def _measured(
    name: str, what: str, worlds: Sequence[Province], found: Sequence[tuple[Floats, Adjusted]]
) -> dict[str, object]:
    by = [each.children if what == "rate" else np.ones_like(each.children) for each in worlds]
    truth = [each.true_per_year / per for each, per in zip(worlds, by, strict=True)]
    lenses = {
        "reported": [each.reported / per for each, per in zip(worlds, by, strict=True)],
        "expected": [expected / per for (expected, _), per in zip(found, by, strict=True)],
        "adjusted": [adjusted.cases / per for (_, adjusted), per in zip(found, by, strict=True)],
    }
    ranked = {lens: _correlations(values, truth) for lens, values in lenses.items()}
    gained = ranked["adjusted"] - ranked["reported"]
    return {
        "prior": name,
        "of": what,
        **{lens: float(values.mean()) for lens, values in ranked.items()},
        "difference": float(gained.mean()),
        "standard error": float(gained.std(ddof=1) / np.sqrt(len(gained))),
        "worse than reported": float((gained < 0).mean()),
        "held": float(np.mean([_held(each, adjusted) for each, (_, adjusted) in zip(worlds, found, strict=True)])),
        "adjusted / true": float(
            np.mean([a.total[0] / each.true_per_year.sum() for each, (_, a) in zip(worlds, found, strict=True)])
        ),
    }


def _correlations(values: Sequence[Floats], truth: Sequence[Floats]) -> Floats:
    return np.array([float(spearmanr(one, other).statistic) for one, other in zip(values, truth, strict=True)])


def _held(world: Province, found: Adjusted) -> float:
    return float(((found.lower <= world.true_per_year) & (world.true_per_year <= found.upper)).mean())


def report() -> Report:
    """Run the study at its full size."""
    found = study()
    return Report(
        title="Reporting-adjusted demand under right and wrong priors",
        method=(
            "Provinces as the demo's model makes them (docs/demo-model.md, 5 to 11), staff, poverty, rates and "
            f"reporting drawn anew: {SEEDS} seeds (0–{SEEDS - 1}), 45 communes, six years, about 600 reports of 3,660 "
            f"cases. The right prior: {RANGE[0]:.0%} to {RANGE[1]:.0%} of cases are reported, link to officers "
            f"{PRESENCE.lower} to {PRESENCE.upper}, to distance {DISTANCE.lower} to {DISTANCE.upper} a 100 km (90 % "
            "ranges). Too high and too low: that range × 1.5 and × 0.5. Spearman's correlation with the truth over "
            f"communes, mean over seeds; held: true numbers in their {LEVEL:.0%} interval."
        ),
        findings=_findings(found),
        tables={"By prior": found},
    )


def _findings(found: pd.DataFrame) -> tuple[str, ...]:
    rates = found[found["of"] == "rate"]
    worse = rates[rates["difference"] < 0]
    listed = "; ".join(
        f"{row['prior']}: {row['adjusted']:.2f} (reported {row['reported']:.2f}, expected {row['expected']:.2f})"
        for _, row in rates.iterrows()
    )
    wrong = ", ".join(worse["prior"]) or "none"
    return (
        f"Rank of rates. {listed}.",
        f"Priors that rank rates worse than reported counts do, in the mean over seeds: {wrong}.",
        "A wrong mean hardly moves the ranks and moves the totals: "
        + "; ".join(f"{row['prior']}: {row['adjusted / true']:.2f} × the truth" for _, row in rates.head(3).iterrows())
        + ".",
    )
