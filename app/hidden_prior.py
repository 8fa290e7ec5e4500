"""What a person states of reporting before the counts are looked at: from parameters to a prior, and its picture.

Nothing is stated for them: without a range of the mean reporting rate there is no prior.
"""

import numpy as np
import pandas as pd

from app.errors import BadParameter
from app.hidden_demand import PERCENT
from app.hidden_parameters import Parameters
from app.result import Chart, Column, Sensitivity, Table
from app.tables import table_of
from models.reporting import Link, Prior, mean_reporting, reporting_density

AVERAGE_PRESENCE = 0.5
"""Officer presence of the commune that is taken as average in the picture, which knows no project."""
NARROWEST = 0.1
"""Percentage points a range of reporting rates must have at least."""
STEPS = 199
"""Reporting rates in the picture: 0.5 %, 1 %, … 99.5 %."""
SMALLEST_SHOWN = 1e-6


def prior_of(stated: Parameters) -> Prior | None:
    """Return the prior, its links to officer presence (none to full) and distance (a 100 km); None without a range.

    Raises
    ------
    BadParameter
        The upper end of a range is not above its lower end (of a link: is below it).
    """
    lower, upper = stated.reporting_lower, stated.reporting_upper
    presence = Link(stated.presence_link_lower, stated.presence_link_upper)
    distance = Link(stated.distance_link_lower, stated.distance_link_upper)
    for name, link in (("presence_link", presence), ("distance_link", distance)):
        if link.upper < link.lower:
            raise BadParameter("hidden", f"{name}_upper", link.upper, f"{name}_upper ≥ {link.lower:g}")
    if not lower and not upper:
        return None
    if not lower:
        raise BadParameter("hidden", "reporting_lower", lower, f"0 < reporting_lower < {upper:g}")
    if upper < lower + NARROWEST:
        raise BadParameter("hidden", "reporting_upper", upper, f"{lower + NARROWEST:g} ≤ reporting_upper < 100")
    return Prior(lower / PERCENT, upper / PERCENT, (presence, distance), stated.reporting_spread)


DENSITY_COLUMNS = tuple(
    Column(name, unit, Sensitivity.PUBLIC)
    for name, unit in (
        ("reporting_rate", "%"),
        ("density", "number"),
        ("density_without_officer", "number"),
        ("density_full_officer", "number"),
    )
)


def prior_picture(stated: Parameters) -> tuple[Table, Chart] | None:
    """Return how likely each reporting rate is held to be; None while no prior is stated, or not yet a whole one.

    Three lines: the mean over all cases; a commune without an officer and one with a full, experienced one, where
    the average commune has half of one.
    """
    try:
        prior = prior_of(stated)
    except BadParameter:
        return None
    if prior is None:
        return None
    rate = np.linspace(0.0, 1.0, STEPS + 2)[1:-1]
    lines = {
        "density": reporting_density(prior, rate),
        "density_without_officer": reporting_density(prior, rate, [-AVERAGE_PRESENCE, 0.0]),
        "density_full_officer": reporting_density(prior, rate, [1 - AVERAGE_PRESENCE, 0.0]),
    }
    frame = pd.DataFrame({"reporting_rate": PERCENT * rate, **lines})
    seen = frame[(frame[list(lines)] > SMALLEST_SHOWN * frame[list(lines)].max().max()).any(axis=1)]
    table = table_of("reporting_prior", seen, DENSITY_COLUMNS, Sensitivity.PUBLIC)
    return table, Chart("reporting_prior", "reporting_prior", "reporting_rate", tuple(lines), Sensitivity.PUBLIC)


PRIOR_COLUMNS = tuple(
    Column(name, unit, Sensitivity.PUBLIC)
    for name, unit in (("assumed", ""), ("mean", "number"), ("range_from", "number"), ("range_to", "number"))
)


def prior_table(prior: Prior | None) -> Table:
    """Return what was assumed, a row each with its 90 % range; no rows without a prior."""
    rows = []
    if prior is not None:
        presence, distance = prior.links
        rows = [
            ("mean_reporting_rate", PERCENT * mean_reporting(prior), PERCENT * prior.lower, PERCENT * prior.upper),
            ("presence_link", presence.mean, presence.lower, presence.upper),
            ("distance_link", distance.mean, distance.lower, distance.upper),
            ("reporting_spread", prior.spread, None, None),
        ]
    frame = pd.DataFrame(rows, columns=[column.name for column in PRIOR_COLUMNS])
    return table_of("prior", frame, PRIOR_COLUMNS, Sensitivity.PUBLIC)
