"""What it costs to insist on a site: the plan beside the one that would be made without insisting on it.

Owns `prices`; every figure equals a re-solve.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.reasons import Change, Plan, difference
from app.siting_aims import NO_PLAN, solve


@dataclass(frozen=True, slots=True)
class Price:
    """What the plan loses by a required site.

    Attributes
    ----------
    site : int
        Its position.
    change : Change
        What is fewer within the limit and longer on average than in the plan made without insisting; below 0 where that
        plan, best by its own aim, has less of the other.
    instead : tuple of int
        The sites that plan opens and this one does not; empty where it opens the same.
    """

    site: int
    change: Change
    instead: tuple[int, ...]


def prices(plan: Plan) -> Iterator[Price]:
    """Yield the price of each required site that stands not already; nothing for one without which there is no plan."""
    terms = plan.sites.terms
    for site in terms.required:
        if site < plan.sites.existing:
            continue
        freer = replace(
            plan.sites, terms=replace(terms, required=tuple(each for each in terms.required if each != site))
        )
        try:
            found = solve(freer, plan.parameters, fixed=freer.fixed)
        except NO_PLAN:
            continue
        instead = tuple(sorted(set(found.sites) - set(plan.chosen)))
        yield Price(site, difference(plan, found.sites).regained, instead)
