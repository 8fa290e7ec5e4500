"""Estimates from several lists against a known whole: independent lists, dependent ones, referrals and missed joins.

Owns `study`: how often the intervals hold the truth, and how far the estimates are from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.list_overlaps import LEAST_OVERLAP, LEAST_RECORDED, ListPatterns
from app.referral_overlaps import WithoutReferrals, without_referrals
from models.errors import NotEstimable
from models.hidden import bootstrap, chapman, models_within, multiple_systems
from studies.report import Report

Booleans = NDArray[np.bool_]
Draw = Callable[[np.random.Generator], Booleans]

SEEDS, REPLICATES, WHOLE, LEVEL = 200, 200, 800, 0.95
NAMES = ("police", "health", "hotline", "school")
CHANCES = (0.3, 0.25, 0.2, 0.15)
"""Of a case to stand on each list: two thirds of all on some, as where reporting is good."""
ODDS, SENT, UNJOINED, SPREAD = 3.0, 0.4, 0.1, 0.6


@dataclass(frozen=True)
class Setting:
    """Lists drawn in one way and read in one way; `apart` are referrals taken out."""

    name: str
    draw: Draw
    apart: tuple[tuple[str, str], ...] = ()


def independent(rng: np.random.Generator, *, lists: int) -> Booleans:
    """Return which case is on which list, each by chance alone."""
    drawn: Booleans = rng.random((WHOLE, lists)) < np.array(CHANCES[:lists])
    return drawn


def dependent(rng: np.random.Generator, *, lists: int) -> Booleans:
    """Return lists of which the second holds a case of the first with `ODDS` times the odds."""
    on = independent(rng, lists=lists)
    odds = CHANCES[1] / (1 - CHANCES[1]) * ODDS
    on[:, 1] |= on[:, 0] & (rng.random(WHOLE) < _added(CHANCES[1], odds / (1 + odds)))
    return on


def _added(before: float, after: float) -> float:
    """Return the chance of those left out that makes `before` into `after`."""
    return (after - before) / (1 - before)


def sent(rng: np.random.Generator, *, lists: int) -> Booleans:
    """Return lists of which the first sends `SENT` of its cases to the second."""
    on = independent(rng, lists=lists)
    on[:, 1] |= on[:, 0] & (rng.random(WHOLE) < SENT)
    return on


def unequal(rng: np.random.Generator, *, lists: int) -> Booleans:
    """Return lists that all hold one half of the cases more easily than the other, by `SPREAD` of the chance."""
    ease = np.where(np.arange(WHOLE) % 2 == 0, 1 + SPREAD, 1 - SPREAD)
    drawn: Booleans = rng.random((WHOLE, lists)) < ease[:, None] * np.array(CHANCES[:lists])
    return drawn


def unjoined(rng: np.random.Generator, *, lists: int) -> Booleans:
    """Return independent lists whose last holds `UNJOINED` of its cases under names nobody can join."""
    on = independent(rng, lists=lists)
    lost = on[:, -1] & (rng.random(WHOLE) < UNJOINED)
    on[lost, -1] = False
    alone = np.zeros((int(lost.sum()), lists), dtype=bool)
    alone[:, -1] = True
    return np.vstack([on, alone])


SETTINGS = (
    Setting("2 lists, independent", partial(independent, lists=2)),
    Setting("3 lists, independent", partial(independent, lists=3)),
    Setting("4 lists, independent", partial(independent, lists=4)),
    Setting("4 lists, two dependent", partial(dependent, lists=4)),
    Setting("2 lists, one sends to the other", partial(sent, lists=2)),
    Setting("3 lists, one sends, left in", partial(sent, lists=3)),
    Setting("3 lists, one sends, taken out", partial(sent, lists=3), (("police", "health"),)),
    Setting("3 lists, unequal cases", partial(unequal, lists=3)),
    Setting("3 lists, joins missed", partial(unjoined, lists=3)),
)


def study(
    seeds: int = SEEDS, *, replicates: int = REPLICATES, settings: tuple[Setting, ...] = SETTINGS
) -> pd.DataFrame:
    """Return one row a setting: bias, coverage of each interval, and how often "at least" is true."""
    rows = []
    for setting in settings:
        drawn = [_one(setting, seed, replicates) for seed in range(seeds)]
        given = pd.DataFrame([each for each in drawn if each is not None])
        rows.append({"setting": setting.name, "refused": 1 - len(given) / seeds, **_means(given)})
    return pd.DataFrame(rows)


def _means(given: pd.DataFrame) -> dict[str, float]:
    return {
        "recorded": float(given["recorded"].mean()),
        "median estimate": float(given["estimate"].median()),
        "Wald or Sadinle holds": float(given["interval"].mean()),
        "bootstrap holds": float(given["bootstrap"].mean()),
        "all models within 2 AIC hold": float(given["models"].mean()),
        "at least is true": float(given["least"].mean()),
    }


def _one(setting: Setting, seed: int, replicates: int) -> dict[str, float] | None:
    """Return what one draw gives; None where it is refused as the analysis refuses it."""
    read = _read(setting, seed)
    patterns = ListPatterns(read.patterns)
    apart = {frozenset(pair) for pair in read.never_together}
    pairs = [(one, other) for one in patterns.lists for other in patterns.lists if one < other]
    smallest = min(patterns.overlap(*pair) for pair in pairs if frozenset(pair) not in apart)
    if smallest < LEAST_OVERLAP or patterns.recorded < LEAST_RECORDED:
        return None
    return _two(patterns) if len(patterns.lists) == 2 else _more(patterns, read, seed, replicates)


def _read(setting: Setting, seed: int) -> WithoutReferrals:
    on = setting.draw(np.random.default_rng(seed))
    member, counts = np.unique(on[on.any(axis=1)].astype(np.int64), axis=0, return_counts=True)
    table = pd.DataFrame(np.column_stack([member, counts]), columns=[*NAMES[: on.shape[1]], "count"])
    return without_referrals(table, setting.apart)


def _two(patterns: ListPatterns) -> dict[str, float]:
    first, second = patterns.lists
    found = chapman(
        patterns.overlap(first, first), patterns.overlap(second, second), patterns.overlap(first, second), level=LEVEL
    )
    return {
        "recorded": patterns.recorded,
        "estimate": found.estimate,
        "interval": found.lower <= WHOLE <= found.upper,
        "bootstrap": np.nan,
        "models": np.nan,
        "least": found.lower <= WHOLE,
    }


def _more(patterns: ListPatterns, read: WithoutReferrals, seed: int, replicates: int) -> dict[str, float] | None:
    always = [":".join(pair) for pair in read.never_together]
    try:
        found = multiple_systems(patterns.table, level=LEVEL, always=always)
        models = models_within(patterns.table, level=LEVEL, always=always)
    except NotEstimable:
        return None
    drawn = bootstrap(found, replicates=replicates, seed=seed)
    least = min(each.lower for each in (drawn, *models))
    most = max(each.upper for each in (drawn, *models))
    return {
        "recorded": found.recorded,
        "estimate": found.estimate,
        "interval": found.lower <= WHOLE <= found.upper,
        "bootstrap": drawn.lower <= WHOLE <= drawn.upper,
        "models": least <= WHOLE <= most,
        "least": least <= WHOLE,
    }


def report() -> Report:
    """Run the study with its full number of seeds and say what it shows."""
    found = study()
    return Report(
        title="Several lists: what the intervals hold",
        method=(
            f"{WHOLE} cases, {SEEDS} seeds, {REPLICATES} bootstrap draws. Lists hold a case with chances "
            f"{', '.join(map(str, CHANCES))}. Dependent: {ODDS:g} times the odds. Sent: {SENT:.0%} of the first list's "
            f"cases go to the second. Unequal: chances {SPREAD:.0%} higher for one half, lower for the other. Joins "
            f"missed: {UNJOINED:.0%} of the last list. Refused: an overlap under {LEAST_OVERLAP}, or no finite "
            "estimate. At least: the lowest lower limit of the chosen model and those within 2 AIC."
        ),
        findings=_findings(found),
        tables={"By how the lists came about": found.astype("object").where(found.notna(), "–")},
    )


def _findings(found: pd.DataFrame) -> tuple[str, ...]:
    """Return one sentence a setting."""
    return tuple(_sentence(row["setting"], row) for _, row in found.iterrows())


def _sentence(setting: str, row: "pd.Series[float]") -> str:
    held = [
        f"{name} the truth in {row[name]:.1%}"
        for name in ("Wald or Sadinle holds", "bootstrap holds", "all models within 2 AIC hold")
        if pd.notna(row[name])
    ]
    share = row["median estimate"] / WHOLE
    return f"{setting}: {share:.0%} of the truth; {', '.join(held)}; at least: {row['at least is true']:.1%}."
