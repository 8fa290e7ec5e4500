"""A linear price on sites under rules, solved to the end: what set covering and p-center have in common.

Owns `SiteProgram` and `cheapest`.
"""

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from scipy.sparse import csr_array

from models.checked_arrays import Floats
from models.errors import ContradictoryRules, NothingFound
from models.siting.contradictions import contradiction
from models.siting.highs import LinearModel
from models.siting.incumbent import EQUAL
from models.siting.problem import Positions
from models.siting.site_rows import SiteRows
from models.siting.watch import Watch


@dataclass(frozen=True)
class SiteProgram:
    """Minimise the price of the open sites under the rules of `rows`; `price`: one number for each allowed site."""

    rows: SiteRows
    price: Floats

    def model(self) -> LinearModel:
        """Return the program without the demand that sites are whole."""
        width = self.rows.sites + self.rows.extra
        model = LinearModel(np.append(self.price, np.zeros(self.rows.extra)), np.zeros(width), np.ones(width))
        model.add_rows(*self.rows.stacked())
        return model


def cheapest(program: SiteProgram, watch: Watch) -> tuple[Positions, float]:
    """Return the cheapest sites (positions among those allowed), the smallest of equals, and a bound.

    Raises
    ------
    ContradictoryRules, NothingFound
    """
    model = program.model()
    model.make_whole(np.arange(program.rows.sites))
    found = model.solve_whole(watch)
    if np.isposinf(found.bound):
        raise_contradiction(program.rows, watch)
    if not found.found:
        raise NothingFound(watch.seconds)
    sites = np.flatnonzero(found.values[: program.rows.sites] > 0)
    total = float(program.price[sites].sum())
    proven = total - found.bound <= EQUAL * max(1.0, abs(total))
    return (smallest_equal(program, sites), total) if proven else (sites, found.bound)


def raise_contradiction(rows: SiteRows, watch: Watch) -> NoReturn:
    """Say which rules contradict each other. Raises ContradictoryRules."""
    raise ContradictoryRules((rule.kind, rule.positions) for rule in contradiction(rows, watch))


def smallest_equal(program: SiteProgram, sites: Positions) -> Positions:
    """Swap sites for others of smaller position and the same price as long as every rule is kept.

    Examples
    --------
    >>> from models.siting.problem import checked_problem
    >>> from models.siting.site_rows import site_rows
    >>> towns = checked_problem([[1, 1], [1, 1]], None, weights=None, fixed=(), forbidden=(), rules=None)
    >>> smallest_equal(SiteProgram(site_rows(towns, towns.cost < 2), np.ones(2)), np.array([1])).tolist()
    [0]
    """
    chosen = sites
    while (swapped := _smaller(program, chosen)) is not None:
        chosen = swapped
    return chosen


def _smaller(program: SiteProgram, sites: Positions) -> Positions | None:
    """Return the sites with the one of largest position that can be moved to the front moved as far as it can be."""
    matrix, lower, _ = program.rows.stacked()
    for site in sites[::-1]:
        kept = np.setdiff1d(sites, [site])
        missing = lower - matrix @ program.rows.columns(kept)
        lacking = missing > EQUAL
        in_place = csr_array(matrix[lacking][:, :site]).toarray() >= missing[lacking, None] - EQUAL
        useful = in_place.all(axis=0) & (program.price[:site] == program.price[site])
        for other in np.setdiff1d(np.flatnonzero(useful), kept):
            swapped = np.sort(np.append(kept, other))
            if program.rows.respected_by(swapped):
                return swapped
    return None
