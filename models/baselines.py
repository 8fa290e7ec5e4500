"""What needs no model: rates from the number of children alone, from the last period, or drawn to the overall rate.

Each takes a `Panel` with at least one case and gives the rate of every unit; one without person-time gets the overall.
"""

import numpy as np
from numpy.typing import NDArray

from models.case_panel import Panel
from models.rates import empirical_bayes

Floats = NDArray[np.float64]


def children_only(panel: Panel) -> Floats:
    """Return the overall rate for every unit: its expected cases are its share of the children.

    Examples
    --------
    >>> from models.case_panel import panel_of
    >>> two = panel_of([[1], [2]], [[10], [20]], [[], []], names=(), coordinates=[[0, 0], [1, 1]])
    >>> children_only(two).tolist()
    [0.1, 0.1]
    """
    return np.full(len(panel.cases), panel.overall_rate)


def last_period(panel: Panel) -> Floats:
    """Return the rate of the last period that has person-time, half a case added to each unit.

    The half keeps a unit without a case from being said to be impossible; all rates are then brought down alike, so
    that the period's total stays what it was.

    Examples
    --------
    >>> from models.case_panel import panel_of
    >>> two = panel_of([[9, 0], [9, 3]], [[10, 10], [10, 10]], [[], []], names=(), coordinates=[[0, 0], [1, 1]])
    >>> last_period(two).tolist()
    [0.0375, 0.2625]
    """
    last = int(np.flatnonzero(panel.person_time.sum(axis=0) > 0)[-1])
    cases, people = panel.cases[:, last], panel.person_time[:, last]
    known = people > 0
    rates = np.full(len(cases), panel.overall_rate)
    if cases.sum() == 0:
        return rates
    kept = cases[known].sum() / (cases[known] + 0.5).sum()
    rates[known] = kept * (cases[known] + 0.5) / people[known]
    return rates


def history(panel: Panel) -> Floats:
    """Return each unit's empirical Bayes rate over all periods (Marshall 1991)."""
    return empirical_bayes(panel.cases.sum(axis=1), panel.person_time.sum(axis=1))
