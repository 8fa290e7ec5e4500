"""Part (b) of the question `hidden`: the true cases of a year that reported ones stand for, under a stated prior."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from models.reporting import Prior


PER, PERCENT, HUNDRED_KM = 1000, 100.0, 100.0
NOT_ESTIMATED = (
    *("true_cases_per_year", "true_cases_per_year_lower", "true_cases_per_year_upper"),
    *("true_rate", "reporting_rate", "reporting_rate_lower", "reporting_rate_upper"),
)
"""The columns this part fills."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The communes with the columns of this part; the province's true cases a year: estimate, lower, upper."""

    frame: pd.DataFrame
    total: tuple[float, float, float] | None


def without_demand(frame: pd.DataFrame) -> Demand:
    """Return the communes with nothing said of true cases."""
    return Demand(frame.assign(**dict.fromkeys(NOT_ESTIMATED, np.nan)), None)


def with_demand(frame: pd.DataFrame, prior: "Prior", *, level: float, draws: int, seed: int) -> Demand:
    """Return the communes with true cases a year, the rate per 1,000 children and the reporting rate assumed.

    A commune no return came from is estimated from the others' rates; one without children not at all.
    """
    from models.rates import posterior
    from models.reporting import adjusted_cases

    known = (frame["children"] > 0).to_numpy()
    if not (frame["person_years"] > 0).any():
        return without_demand(frame)
    own = frame[known]
    time = own["person_years"].where(own["cases"].notna(), 0.0).to_numpy()
    rates = posterior(own["cases"].fillna(0.0).to_numpy(), time, draws=draws, seed=seed).draws
    reported = np.maximum(rates * own["children"].to_numpy(), np.finfo(float).tiny)
    covariates = np.column_stack([own["officer_presence"], own["distance_km"] / HUNDRED_KM])
    found = adjusted_cases(reported, covariates, prior, level=level, seed=seed)
    filled = without_demand(frame).frame
    filled.loc[known, list(NOT_ESTIMATED)] = np.column_stack(
        [
            found.cases,
            found.lower,
            found.upper,
            PER * found.cases / own["children"],
            PERCENT * found.reporting,
            PERCENT * found.reporting_lower,
            PERCENT * found.reporting_upper,
        ]
    )
    return Demand(filled, found.total)
