"""Whether the model of expected cases is handed on where it should be, and whether forecasts hold the next counts.

Owns `study`: simulated provinces with a planted effect of the indicators, with none, and with what no indicator says.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.case_panel import Panel, panel_of
from models.forecast import count_draws, count_interval
from models.risk import BASELINES, BLOCK, REGRESSION, TIME, Expected, drawn_rates, expected_cases
from studies.report import Report

Floats = NDArray[np.float64]

SEEDS, LEVEL, MEANS = 200, 0.95, (0.5, 2.0, 9.0)
COMMUNES, PERIODS, BLOCKS_OF = 45, 6, 5
BOOTSTRAPS, DRAWS = 200, 1000
NAMES = ("poverty", "dropouts", "remoteness", "services")


@dataclass(frozen=True, slots=True)
class World:
    """How rates come about.

    Attributes
    ----------
    effects : tuple of float
        Change of the log rate for one standard deviation of each of the four indicators.
    unexplained : float
        Squared coefficient of variation of a commune's lasting rate beyond them (gamma distributed).
    yearly : float
        The same of each commune in each period.
    level : float
        Standard deviation of the log level of all communes from period to period.
    """

    effects: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    unexplained: float = 0.0
    yearly: float = 0.0
    level: float = 0.0


WORLDS: Mapping[str, World] = {
    "planted effect": World((0.6, 0.3, 0.0, 0.0)),
    "weak effect": World((0.25, 0.1, 0.0, 0.0)),
    "no effect": World(),
    "no effect, communes differ": World(unexplained=0.2),
    "planted effect, communes differ": World((0.6, 0.3, 0.0, 0.0), unexplained=0.2),
    "no effect, years differ": World(unexplained=0.2, yearly=0.1, level=0.15),
}


@dataclass(frozen=True, eq=False)
class Simulated:
    """What the model sees, and what comes next."""

    panel: Panel
    following: Floats
    children: Floats


def simulated(world: World, mean: float, seed: int) -> Simulated:
    """Simulate a province of 45 communes over 6 periods and the one after them.

    Indicators are normal about a spatial trend, so that neighbours are alike.
    """
    rng = np.random.default_rng(seed)
    where = rng.uniform(0, 1, (COMMUNES, 2))
    trend = np.sin(3 * where @ rng.normal(size=(2, len(NAMES))) + rng.uniform(0, 6, len(NAMES)))
    values = 0.7 * trend + 0.7 * rng.normal(size=(COMMUNES, len(NAMES)))
    standardised = (values - values.mean(axis=0)) / values.std(axis=0)
    children = rng.lognormal(0.0, 0.45, COMMUNES)
    lasting = np.exp(standardised @ world.effects) * _factors(rng, world.unexplained, (COMMUNES,))
    expected = mean * lasting * children / (lasting * children).mean()
    level = np.exp(rng.normal(0.0, world.level, PERIODS + 1)) if world.level else np.ones(PERIODS + 1)
    counts = rng.poisson(expected[:, None] * level * _factors(rng, world.yearly, (COMMUNES, PERIODS + 1)))
    people = np.repeat(children[:, None], PERIODS, axis=1)
    panel = panel_of(counts[:, :PERIODS], people, values, names=NAMES, coordinates=where)
    return Simulated(panel, counts[:, PERIODS].astype(float), children)


def _factors(rng: np.random.Generator, variation: float, shape: tuple[int, ...]) -> Floats:
    return rng.gamma(1 / variation, variation, shape) if variation else np.ones(shape)


def study(
    seeds: int = SEEDS, *, means: tuple[float, ...] = MEANS, worlds: Mapping[str, World] = WORLDS
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Simulate each world `seeds` times at each mean count of a commune and period.

    Returns
    -------
    decisions : DataFrame
        A row for each world and mean: the share of seeds in which the model and each baseline is handed on; the share
        of next counts of communes, and of totals, inside their intervals.
    scores : DataFrame
        A row for each world, mean, validation and method: means over the seeds.
    """
    decisions, scores = [], []
    for name, world in worlds.items():
        for mean in means:
            runs = [_run(simulated(world, mean, seed), seed) for seed in range(seeds)]
            decisions.append({"world": name, "mean": mean} | _decisions([found for found, _ in runs]) | _held(runs))
            scores += [{"world": name, "mean": mean} | row for row in _scores([found for found, _ in runs])]
    return pd.DataFrame(decisions), pd.DataFrame(scores)


def _run(case: Simulated, seed: int) -> tuple[Expected, tuple[float, bool]]:
    found = expected_cases(case.panel, bootstraps=BOOTSTRAPS, blocks=BLOCKS_OF, level=LEVEL, seed=seed)
    drawn = drawn_rates(case.panel, found, draws=DRAWS, seed=seed)
    counts = count_draws(drawn, case.children, seed=seed)
    lower, upper = count_interval(counts, LEVEL)
    least, most = count_interval(counts.sum(axis=1), LEVEL)
    inside = float(((lower <= case.following) & (case.following <= upper)).mean())
    return found, (inside, bool(least <= case.following.sum() <= most))


def _decisions(found: list[Expected]) -> dict[str, float]:
    counted = Counter(each.handed_on for each in found)
    return {method: counted[method] / len(found) for method in (REGRESSION, *BASELINES)}


def _held(runs: list[tuple[Expected, tuple[float, bool]]]) -> dict[str, float]:
    communes, totals = zip(*(held for _, held in runs), strict=True)
    return {"communes inside": float(np.mean(communes)), "totals inside": float(np.mean(totals))}


def _scores(found: list[Expected]) -> list[dict[str, str | float]]:
    """Return the mean scores of each method in each validation; what cannot be told is left out of the mean."""
    rows: list[dict[str, str | float]] = []
    for validation in (BLOCK, TIME):
        for method in (REGRESSION, *BASELINES):
            each = [
                one for run in found for one in run.compared if (one.validation, one.method) == (validation, method)
            ]
            values = {name: _mean([one.scores[name].value for one in each]) for name in each[0].scores}
            rows.append({"by": validation, "method": method, **values})
    return rows


def _mean(values: list[float]) -> float | str:
    told = [value for value in values if np.isfinite(value)]
    return float(np.mean(told)) if told else "–"


def report() -> Report:
    """Run the study at its full size."""
    decisions, scores = study()
    return Report(
        title="Expected cases: a model beside three baselines",
        method=(
            f"{COMMUNES} communes over {PERIODS} periods and the one after them, simulated on arrays; {SEEDS} seeds "
            f"(0–{SEEDS - 1}); {', '.join(f'{mean:g}' for mean in MEANS)} cases in the mean commune and period. Four "
            "indicators with a spatial trend. Log rate: planted effect 0.6 and 0.3 for one standard deviation of the "
            "first two, weak effect 0.25 and 0.1; communes differ: beyond that by a lasting gamma factor of variance "
            "0.2; years differ: also by one of variance 0.1 for each commune and period, and all together by a normal "
            "log level of standard deviation 0.15. A model is handed on if its deviance is lower than the best "
            f"baseline's by time and by blocks, each with a {LEVEL:.0%} interval of {BOOTSTRAPS} resamples of communes "
            f"that excludes 0. Inside: the share of the next period's counts in their {LEVEL:.0%} forecast interval."
        ),
        findings=_findings(decisions),
        tables={"What is handed on, and whether forecasts hold": decisions, "Mean scores": scores},
    )


def _findings(decisions: pd.DataFrame) -> tuple[str, ...]:
    said = []
    for world, rows in decisions.groupby("world", sort=False):
        shares = ", ".join(f"{row[REGRESSION]:.1%} at {row['mean']:g}" for _, row in rows.iterrows())
        said.append(f"{str(world).capitalize()}: the model is handed on in {shares} cases in the mean commune.")
    communes, totals = decisions["communes inside"], decisions["totals inside"]
    said.append(f"Communes' counts inside their forecast interval: {communes.min():.1%} to {communes.max():.1%}.")
    said.append(f"Totals inside: {totals.min():.1%} to {totals.max():.1%}.")
    return tuple(said)
