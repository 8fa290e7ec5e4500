"""Silent communes that were planted: how many are found, from what expected number, and how many findings are false.

Owns `study` (single communes) and `group_study` (thirds whose reporting is halved).
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.silence import group_silence, silence
from studies.report import Report
from studies.simulated_reports import Province, province

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEEDS, RATE = 200, 0.1
SPANS = (3.0, 6.0, 12.0)
"""Years of reports; the demo has 6."""
PLANTED = (0, 3, 10)
BANDS = (0.0, 3.0, 6.0, 9.0, 12.0, 20.0, np.inf)
"""Expected numbers by which the power is shown."""
GROUPS, HALVED = 3, 0.5


def study(
    seeds: int = SEEDS, *, spans: Sequence[float] = SPANS, planted: Sequence[int] = PLANTED, rate: float = RATE
) -> pd.DataFrame:
    """Silence `planted` communes of each province (true rate normal, reporting 0) and judge all.

    Returns
    -------
    DataFrame
        A row for each span and number planted: expected (mean a commune), visible from (median), found (share of the
        planted called silent), false discoveries (mean over seeds of the false share of all called silent or quiet;
        false: not planted), seeds with a false one.
    """
    return pd.DataFrame(
        [_measured(span, number, _tried(seeds, span, number, rate)) for span in spans for number in planted]
    )


def power(seeds: int = SEEDS, *, spans: Sequence[float] = SPANS, planted: int = 3, rate: float = RATE) -> pd.DataFrame:
    """Return the share of planted communes found, by the number expected of them."""
    tried = pd.concat([_tried(seeds, span, planted, rate) for span in spans])
    silenced = tried[tried["planted"]]
    band = pd.cut(silenced["expected"], BANDS, right=False)
    found = silenced.groupby(band, observed=True)["significant"].agg(["size", "mean"])
    return pd.DataFrame(
        {
            "expected from": [each.left for each in found.index],
            "to": [each.right for each in found.index],
            "planted": found["size"].to_numpy(),
            "found": found["mean"].to_numpy(),
        }
    )


def group_study(seeds: int = SEEDS, *, years: float = 6.0, rate: float = RATE) -> pd.DataFrame:
    """Part the communes into thirds at random, halve the reporting of none or one, and judge the thirds."""
    rows = []
    for halved in (0, 1):
        flagged = np.array([_groups_flagged(seed, years, halved, rate) for seed in range(seeds)])
        rows.append(
            {
                "thirds halved": halved,
                "found": float(flagged[:, :halved].mean()) if halved else float("nan"),
                "false": float(flagged[:, halved:].any(axis=1).mean()),
            }
        )
    return pd.DataFrame(rows)


@lru_cache
def _tried(seeds: int, years: float, planted: int, rate: float) -> pd.DataFrame:
    """Return a row a commune and seed: seed, planted, expected, visible_from, significant."""
    return pd.concat([_judged(seed, years, planted, rate) for seed in range(seeds)], ignore_index=True)


def _judged(seed: int, years: float, planted: int, rate: float) -> pd.DataFrame:
    world = province(seed, years=years)
    silenced = _chosen(world, seed, planted)
    found = silence(np.where(silenced, 0.0, world.reported), world.person_time, false_discovery_rate=rate)
    return pd.DataFrame(
        {
            "seed": seed,
            "planted": silenced,
            "expected": found.expected,
            "visible_from": found.visible_from,
            "significant": found.significant,
        }
    )


def _chosen(world: Province, seed: int, number: int) -> Flags:
    silenced = np.zeros(world.children.size, dtype=bool)
    silenced[np.random.default_rng([seed, number]).choice(silenced.size, number, replace=False)] = True
    return silenced


def _measured(years: float, planted: int, tried: pd.DataFrame) -> dict[str, float]:
    silenced, significant = tried["planted"], tried["significant"]
    called = significant.groupby(tried["seed"]).sum()
    false = (significant & ~silenced).groupby(tried["seed"]).sum()
    return {
        "years": years,
        "planted": planted,
        "expected": float(tried["expected"].mean()),
        "visible from": float(tried["visible_from"].median()),
        "found": _share(significant, silenced),
        "false discoveries": float((false / called.clip(lower=1)).mean()),
        "seeds with a false one": float((false > 0).mean()),
    }


def _share(flags: "pd.Series[bool]", among: "pd.Series[bool]") -> float:
    return float(flags[among].mean()) if among.any() else float("nan")


def _groups_flagged(seed: int, years: float, halved: int, rate: float) -> Flags:
    world = province(seed, years=years)
    rng = np.random.default_rng([seed, GROUPS])
    third = rng.permutation(np.arange(world.children.size) % GROUPS)
    reported = np.where(third < halved, rng.binomial(world.reported.astype(np.int64), HALVED), world.reported)
    groups = [third == each for each in range(GROUPS)]
    return group_silence(reported, world.person_time, groups, false_discovery_rate=rate).significant


def report() -> Report:
    """Run the study at its full size."""
    found, by_expected, groups = study(), power(), group_study()
    return Report(
        title="Silent communes: power and false discoveries",
        method=(
            "Provinces as the demo's model makes them (docs/demo-model.md, 5 to 11), drawn anew for each of "
            f"{SEEDS} seeds (0–{SEEDS - 1}), 45 communes, over {', '.join(f'{span:g}' for span in SPANS)} years. In "
            f"{', '.join(map(str, PLANTED))} communes drawn at random the true rate is as before and nothing is "
            f"reported. Every commune is judged by all others at a false discovery rate of {RATE:.0%}. A discovery is "
            "false where nothing was planted, even if that commune reports little because it has no officer. Groups: "
            "thirds drawn at random over six years, reporting of none or of one halved."
        ),
        findings=_findings(found, by_expected, groups),
        tables={
            "By years and number planted": _shown(found),
            "By expected number, three planted": by_expected,
            "Groups of fifteen communes": _shown(groups),
        },
    )


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a dash where nothing was planted that could be found."""
    return frame.astype("object").where(frame.notna(), "–")


def _findings(found: pd.DataFrame, by_expected: pd.DataFrame, groups: pd.DataFrame) -> tuple[str, ...]:
    six = found[(found["years"] == 6.0) & (found["planted"] == 3)].iloc[0]
    first = by_expected[by_expected["found"] >= 0.5]["expected from"].min()
    return (
        f"False discoveries: at most {found['false discoveries'].max():.1%} (allowed {RATE:.0%}).",
        (
            f"Six years, three silent communes: {six['found']:.0%} found. Silence shows there from "
            f"about {six['visible from']:.0f} expected cases."
        ),
        f"From {first:.0f} expected cases on more than half are found.",
        (
            f"A third of the communes with half its reports is found in {groups['found'].iloc[1]:.0%} of provinces; "
            f"where nothing is wrong, some third is called so in {groups['false'].iloc[0]:.1%}."
        ),
    )
