"""A siting question handed to the model of its aim.

Owns `solve`, and which aims a budget alone may settle the number of sites of.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from app.progress import Tick
from app.siting import Aim, Sites, SitingParameters
from models.errors import ContradictoryRules, Infeasible, NothingFound, TooLittleRoom, TooManySites

if TYPE_CHECKING:
    from models.siting import Siting


BUDGET_DECIDES: frozenset[Aim] = frozenset({"covering", "p_median", "backup_covering", "capacitated_p_median"})
"""Aims a budget may settle the number of sites of."""
MORE_IS_BETTER: frozenset[Aim] = frozenset({"covering", "backup_covering"})
"""Aims of which a greater objective is better."""
DEMAND_MATTERS: frozenset[Aim] = BUDGET_DECIDES
"""Aims that count how many live where; the others count everyone alike."""


NO_PLAN = (ContradictoryRules, Infeasible, NothingFound, TooLittleRoom, TooManySites)
"""What a model raises where there is no plan, or none was found in time."""


def number_of_sites(sites: Sites, parameters: SitingParameters) -> int | None:
    """Return how many sites a plan has in all, `parameters.p` more than exist; None where a budget decides."""
    if parameters.objective in BUDGET_DECIDES and np.isfinite(sites.terms.budget):
        return None
    return len(set(sites.standing) - set(sites.terms.forbidden)) + parameters.p


def solve(
    sites: Sites,
    parameters: SitingParameters,
    *,
    fixed: tuple[int, ...],
    forbidden: tuple[int, ...] = (),
    number: int | None = None,
    tick: Tick | None = None,
) -> "Siting":
    """Choose sites, the `fixed` ones among them; `number` in all, else as many as were asked for.

    Raises
    ------
    models.errors.ModelError
        No plan respects the terms, more sites are asked for than there are, or children can reach none.
    """
    total = number_of_sites(sites, parameters) if number is None else number
    return model(sites, parameters)(
        sites.cost_of_demand,
        p=total,
        weights=sites.weights,
        fixed=fixed,
        forbidden=(*sites.terms.forbidden, *forbidden),
        rules=sites.terms.rules,
        time_limit=parameters.time_limit,
        tick=tick,
    )


def model(sites: Sites, parameters: SitingParameters) -> Callable[..., "Siting"]:
    """Return the model of the aim, its own operands filled in."""
    from models import siting

    aims: dict[Aim, Callable[..., Siting]] = {
        "covering": partial(siting.maximal_covering, limit=parameters.limit),
        "p_median": siting.p_median,
        "p_center": siting.p_center,
        "set_covering": partial(_set_covering, limit=parameters.limit),
        "backup_covering": partial(siting.backup_covering, limit=parameters.limit),
        "capacitated_p_median": partial(siting.capacitated_p_median, demand=sites.reachable, capacity=_room(sites)),
    }
    return aims[parameters.objective]


def _room(sites: Sites) -> np.ndarray:
    """Return the children each site has room for; without limit where nothing is said."""
    room = sites.terms.room
    return np.full(sites.cost.shape[1], sites.reachable.sum()) if room is None else room


def _set_covering(cost: np.ndarray, *, p: int | None, **given: Any) -> "Siting":  # noqa: ARG001 - it finds the number
    from models.siting import set_covering

    return set_covering(cost, **given)
