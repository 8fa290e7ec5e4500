"""The demo's case counts, all simulated: what truly happened, what of it was reported, and the returns that were sent.

True cases are Poisson about a commune rate; each is reported with a probability that rises with the officer's presence
and falls with the distance to the province seat; reported cases go through the stages. Equations and parameters:
docs/demo-model.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.admin_units import VINTAGE
from data.demo_figures import PROVINCE, standardised

MONTHS = np.arange(np.datetime64("2020-01", "M"), np.datetime64("2026-01", "M"))
PLACES = ("home", "school", "public", "online", "unknown")


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case: its share of all, of each of `PLACES`, who registers it and how often it is prosecuted."""

    name: str
    share: float
    places: tuple[float, ...]
    agency: str
    prosecuted: float


KINDS = (
    CaseKind("physical_violence", 0.45, (0.58, 0.22, 0.12, 0.04, 0.04), "police", 0.35),
    CaseKind("sexual_abuse", 0.25, (0.40, 0.06, 0.20, 0.30, 0.04), "police", 0.75),
    CaseKind("neglect", 0.22, (0.93, 0.00, 0.03, 0.00, 0.04), "health", 0.05),
    CaseKind("exploitation", 0.08, (0.15, 0.00, 0.45, 0.36, 0.04), "police", 0.50),
)
HOTLINE = "hotline_111"
TRUE_RATE = 2.5
POVERTY_EFFECT, REMOTENESS_EFFECT = 0.25, 0.10
RATE_SHAPE = 8.0
SEASON = 0.15
REPORTING_BASE, PRESENCE_EFFECT, DISTANCE_EFFECT, REPORTING_SPREAD = -2.3, 1.8, -0.8, 0.2
MISSING_RETURN = 0.04
UNPLACED = 0.5
HANDLED, CONVICTED = 0.97, 0.85
HANDLING_MONTHS, PROSECUTION_MONTHS, TRIAL_MONTHS = 1.5, 3.0, 5.0

COUNTS_KEY = ["unit_code", "month", "place", "kind", "agency"]


def truth(
    facts: pd.DataFrame, poverty: NDArray[np.float64], presence: NDArray[np.float64], rng: np.random.Generator
) -> pd.DataFrame:
    """Return what truly happened in each commune, month and kind, which no office knows (eq. 8 to 11).

    Parameters
    ----------
    facts : DataFrame
        The communes: code, children, remoteness_km.
    poverty : array, shape (commune,)
        Share of poor households.
    presence : array, shape (commune, month)
        From `data.demo_staff.presence`.
    rng : Generator

    Returns
    -------
    DataFrame
        unit_code, vintage, period_start, period_end, kind, true_rate (cases per 1,000 children and year),
        officer_presence, reporting_probability, true_cases, reported_cases (at most the true ones), returned (whether
        that month's return was sent).
    """
    communes, months, kinds = len(facts), len(MONTHS), len(KINDS)
    shares = np.array([kind.share for kind in KINDS])
    rate = (_true_rates(facts, poverty, rng)[:, None, None] * shares).repeat(months, axis=1)
    season = (1 + SEASON * np.cos(2 * np.pi * (np.arange(months) % 12 - 6) / 12))[None, :, None]
    probability = _reporting(facts, presence, rng)[:, :, None].repeat(kinds, axis=2)
    true_cases = rng.poisson(rate * season * facts["children"].to_numpy()[:, None, None] / 12_000)
    rows = _product(list(facts["code"]), MONTHS, kind=[kind.name for kind in KINDS])
    return _dated(rows).assign(
        true_rate=rate.ravel(),
        officer_presence=presence.repeat(kinds),
        reporting_probability=probability.ravel(),
        true_cases=true_cases.ravel(),
        reported_cases=rng.binomial(true_cases, probability).ravel(),
        returned=_returned(communes, rng).ravel(),
    )


def case_counts(happened: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `case_counts`: the monthly returns on what was reported (eq. 12 to 14).

    Each case is counted once, by the agency that registers its kind; half of the online ones, whose commune nobody
    knows, stand under the province, sent by the hotline. Stages are counted by cohort: `handled` says how many of the
    cases received in that month were handled by the end of 2025. A return without cases of a kind holds one zero;
    within a return a stage without a row is zero.
    """
    cases = _cases(happened, rng)
    sent = cases[cases["returned"]]
    blocks = [_counted(sent, *stage) for stage in _stages(sent)]
    rows = pd.concat([*blocks, _zeros(happened, sent)], ignore_index=True)
    rows = rows.sort_values([*COUNTS_KEY, "stage", "counted"], ignore_index=True)
    return _dated(rows)[
        ["unit_code", "vintage", "period_start", "period_end", "place", "kind", "agency", "stage", "counted", "count"]
    ]


def _true_rates(facts: pd.DataFrame, poverty: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return each commune's true cases per 1,000 children and year: TRUE_RATE in the mean over children."""
    links = POVERTY_EFFECT * standardised(poverty) + REMOTENESS_EFFECT * standardised(facts["remoteness_km"])
    relative = np.exp(links) * rng.gamma(RATE_SHAPE, 1 / RATE_SHAPE, len(facts))
    rates: NDArray[np.float64] = TRUE_RATE * relative / np.average(relative, weights=facts["children"])
    return rates


def _reporting(facts: pd.DataFrame, presence: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    own = rng.normal(0.0, REPORTING_SPREAD, (len(facts), 1))
    distance = facts["remoteness_km"].to_numpy()[:, None] / 100
    odds = np.exp(REPORTING_BASE + PRESENCE_EFFECT * presence + DISTANCE_EFFECT * distance + own)
    probability: NDArray[np.float64] = odds / (1 + odds)
    return probability


def _returned(communes: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw which returns were sent; the kinds one agency registers stand on one return."""
    sent = {agency: rng.random((communes, len(MONTHS))) >= MISSING_RETURN for agency in ("police", "health")}
    return np.stack([sent[kind.agency] for kind in KINDS], axis=2)


def _cases(happened: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw each reported case's place, persons and fate: one row a case, never stored."""
    rows = happened.loc[happened.index.repeat(happened["reported_cases"])]
    kind = pd.Index([each.name for each in KINDS]).get_indexer(pd.Index(rows["kind"]))
    cumulated = np.cumsum([each.places for each in KINDS], axis=1)[kind]
    place = (rng.random((len(rows), 1)) >= cumulated[:, :-1]).sum(axis=1)
    unplaced = (place == PLACES.index("online")) & (rng.random(len(rows)) < UNPLACED)
    registering = np.array([each.agency for each in KINDS])[kind]
    cases = pd.DataFrame(
        {
            "unit_code": np.where(unplaced, PROVINCE, rows["unit_code"]),
            "month": rows["period_start"].to_numpy().astype("datetime64[M]").astype("datetime64[s]"),
            "place": np.array(PLACES)[place],
            "kind": rows["kind"].to_numpy(),
            "agency": np.where(unplaced, HOTLINE, registering),
            "returned": unplaced | rows["returned"].to_numpy(),
        }
    )
    return _with_fate(cases, np.array([each.prosecuted for each in KINDS])[kind], rng)


def _with_fate(cases: pd.DataFrame, prosecuted: NDArray[np.float64], rng: np.random.Generator) -> pd.DataFrame:
    """Draw when each case was handled, prosecuted and tried; what falls after 2025 has not happened yet."""
    number = len(cases)
    left = (MONTHS[-1] - cases["month"].to_numpy().astype("datetime64[M]")).astype(np.int64)
    handled_after = rng.geometric(1 / HANDLING_MONTHS, number) - 1
    prosecuted_after = handled_after + rng.geometric(1 / PROSECUTION_MONTHS, number)
    convicted_after = prosecuted_after + rng.geometric(1 / TRIAL_MONTHS, number)
    handled = (rng.random(number) < HANDLED) & (handled_after <= left)
    charged = handled & (rng.random(number) < prosecuted) & (prosecuted_after <= left)
    convicted = charged & (rng.random(number) < CONVICTED) & (convicted_after <= left)
    defendants = 1 + rng.poisson(0.25, number)
    return cases.assign(
        handled=handled,
        prosecuted=charged,
        convicted=convicted,
        victims=1 + rng.poisson(0.08, number),
        defendants=defendants,
        convicted_persons=np.maximum(rng.binomial(defendants, 0.95), 1),
    )


def _stages(cases: pd.DataFrame) -> tuple[tuple[str, str, pd.Series], ...]:
    one = pd.Series(1, index=cases.index)
    return (
        ("received", "cases", one),
        ("received", "victims", cases["victims"]),
        ("handled", "cases", one.where(cases["handled"], 0)),
        ("open", "cases", one.where(~cases["handled"], 0)),
        ("prosecuted", "cases", one.where(cases["prosecuted"], 0)),
        ("prosecuted", "defendants", cases["defendants"].where(cases["prosecuted"], 0)),
        ("convicted", "cases", one.where(cases["convicted"], 0)),
        ("convicted", "convicted_persons", cases["convicted_persons"].where(cases["convicted"], 0)),
    )


def _counted(cases: pd.DataFrame, stage: str, counted: str, amount: pd.Series) -> pd.DataFrame:
    totals = cases.assign(count=amount).groupby(COUNTS_KEY, as_index=False)["count"].sum()
    found: pd.DataFrame = totals[totals["count"] > 0]
    return found.assign(stage=stage, counted=counted)


def _zeros(happened: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Return the zeros: one for each kind on each return that was sent and holds no case of it."""
    agency = {kind.name: kind.agency for kind in KINDS}
    returns = happened.loc[happened["returned"], ["unit_code", "period_start", "kind"]]
    returns = returns.rename(columns={"period_start": "month"})
    returns = returns.assign(agency=returns["kind"].map(agency), place="unknown")
    online = [kind.name for kind in KINDS if kind.places[PLACES.index("online")] > 0]
    hotline = _product([PROVINCE], MONTHS, kind=online, agency=[HOTLINE], place=["online"])
    returns = pd.concat([returns, hotline], ignore_index=True)
    on_return = ["unit_code", "month", "kind", "agency"]
    filled = pd.MultiIndex.from_frame(sent[on_return])
    empty = ~pd.MultiIndex.from_frame(returns[on_return]).isin(filled)
    return returns[empty].assign(stage="received", counted="cases", count=0)


def _product(units: list[str], months: NDArray[np.datetime64], **values: list[str]) -> pd.DataFrame:
    levels: list[Any] = [units, months.astype("datetime64[s]"), *values.values()]
    rows: pd.DataFrame = pd.MultiIndex.from_product(levels, names=["unit_code", "month", *values]).to_frame(index=False)
    return rows


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Replace `month` by the first and the last day of that month."""
    months = rows["month"].to_numpy().astype("datetime64[M]")
    last = (months + 1).astype("datetime64[D]") - 1
    return rows.drop(columns="month").assign(
        vintage=VINTAGE, period_start=months.astype("datetime64[s]"), period_end=last.astype("datetime64[s]")
    )
