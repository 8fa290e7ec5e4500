"""Provinces as the demo makes them, drawn anew for each seed as arrays: what happens, and what of it is reported.

Owns `province`: the equations of docs/demo-model.md (5 to 11), without months and kinds where they add up to the same.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.demo import new_project
from data import demo_cases, demo_staff
from data.demo_figures import commune_facts, poverty_shares, standardised

Floats = NDArray[np.float64]

PROVINCE = "11"
YEARS = len(demo_cases.MONTHS) / 12
HUNDRED_KM = 100.0


@dataclass(frozen=True)
class Province:
    """One draw of 45 communes, each array by commune.

    Attributes
    ----------
    children : array
    covariates : array, shape (commune, 2)
        Mean officer presence; distance to the seat in 100 km.
    true_per_year : array
        Expected true cases a year.
    reporting : array
        Probability of being reported, mean over months.
    reported : array
        Cases reported in `person_time` (children x years).
    """

    children: Floats
    covariates: Floats
    true_per_year: Floats
    reporting: Floats
    reported: Floats
    person_time: Floats


@lru_cache
def facts() -> pd.DataFrame:
    """Return the communes of the demo: code, children, remoteness_km and the rest."""
    return commune_facts(new_project(PROVINCE)["units"])


def province(seed: int, *, presence_effect: float = demo_cases.PRESENCE_EFFECT, years: float = YEARS) -> Province:
    """Draw a province: poverty, staff, true rates, reporting, and six years of reports (or their part `years`).

    Binomial reports of Poisson cases are Poisson, so months and kinds are added up before drawing.
    """
    rng = np.random.default_rng(seed)
    known = facts()
    children = known["children"].to_numpy(float)
    distance = known["remoteness_km"].to_numpy() / HUNDRED_KM
    staff = demo_staff.officers(known, rng)
    presence = demo_staff.presence(staff, known["code"], demo_cases.MONTHS)
    links = demo_cases.POVERTY_EFFECT * standardised(poverty_shares(known, rng))
    links = links + demo_cases.REMOTENESS_EFFECT * standardised(known["remoteness_km"])
    relative = np.exp(links) * rng.gamma(demo_cases.RATE_SHAPE, 1 / demo_cases.RATE_SHAPE, len(known))
    rate = demo_cases.TRUE_RATE / 1000 * relative / np.average(relative, weights=children)
    own = rng.normal(0.0, demo_cases.REPORTING_SPREAD, len(known))
    base = demo_cases.REPORTING_BASE + (demo_cases.PRESENCE_EFFECT - presence_effect) * float(presence.mean())
    log_odds = base + presence_effect * presence + (demo_cases.DISTANCE_EFFECT * distance + own)[:, None]
    reporting = (1 / (1 + np.exp(-log_odds))).mean(axis=1)
    person_time = children * years
    covariates = np.column_stack([presence.mean(axis=1), distance])
    reported = rng.poisson(rate * person_time * reporting).astype(float)
    return Province(children, covariates, rate * children, reporting, reported, person_time)
