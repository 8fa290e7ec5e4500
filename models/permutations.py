"""How often chance alone gives as much: p-values from values put in random places.

Every p-value here is two-sided: twice the smaller tail, with ties in both tails and what was observed counted as one
of the permutations, at most 1. esda gives the smaller tail itself, so about half of ours.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from models.errors import OutOfRange
from models.spatial_weights import Floats, SpatialWeights

Tick = Callable[[float], None]

FEWEST, MOST = 1, 9_999_999
"""Permutations."""
SLACK = 1e-9
"""Sums that differ by less than this part of the largest value are ties: the order of adding up changes them."""
_DRAWS_A_BLOCK = 4_000_000
"""About a tenth of a second of work between two ticks."""


def lag_p(values: Floats, weights: SpatialWeights, *, permutations: int, seed: int, tick: Tick | None = None) -> Floats:
    """Return, for each unit, how likely chance alone gives a lag as far out (conditional permutation).

    The unit keeps its value, its neighbours' are drawn from all others: the test of local Moran, of Gi and of Gi*.
    An island has 1.
    """
    from models.permutation_kernels import Map, lag_ranks

    _check(permutations)
    ranks = np.zeros((2, len(weights)), np.int64)
    units = Map(values, weights.starts, weights.others, weights.weights, _seeds(seed, len(weights)))
    slack = SLACK * float(np.abs(values).max(initial=0.0)) * max(float(weights.sums().max(initial=0.0)), 1.0)

    def count(block: tuple[int, int]) -> None:
        lag_ranks(*block, units, permutations, slack, ranks)

    _on_threads(count, _blocks(weights, permutations), tick)
    p = two_sided(ranks[0], ranks[1], permutations)
    p[weights.islands] = 1.0
    return p


def product_p(values: Floats, weights: SpatialWeights, *, permutations: int, seed: int) -> float:
    """Return how likely chance alone gives a sum of products of neighbours as far out (all values shuffled)."""
    from models.permutation_kernels import shuffled_products

    _check(permutations)
    products = np.empty(permutations)
    shuffled_products(values, weights.units, weights.others, weights.weights, _seeds(seed, permutations), products)
    own = float((values * weights.lag(values)).sum())
    slack = SLACK * max(abs(own), float(np.abs(products).max()))
    above, under = (np.array([side.sum()]) for side in (products >= own - slack, products <= own + slack))
    return float(two_sided(above, under, permutations)[0])


def two_sided(above: NDArray[np.int64], under: NDArray[np.int64], permutations: int) -> Floats:
    """Return p-values from the permutations at least and at most as large as what was observed.

    >>> two_sided(np.array([0, 4, 99]), np.array([99, 96, 99]), 99).tolist()
    [0.02, 0.1, 1.0]
    """
    tail = np.minimum(above, under) + 1
    return np.minimum(2.0 * tail / (permutations + 1), 1.0)


def _check(permutations: int) -> None:
    if not FEWEST <= permutations <= MOST:
        raise OutOfRange("permutations", permutations, FEWEST - 1, MOST + 1)


def _seeds(seed: int, number: int) -> NDArray[np.uint64]:
    return np.asarray(np.random.SeedSequence(seed).generate_state(number, np.uint64), dtype=np.uint64)


def _blocks(weights: SpatialWeights, permutations: int) -> list[tuple[int, int]]:
    """Return ranges of units, each of about as many draws."""
    draws = weights.starts * permutations
    edges = np.arange(_DRAWS_A_BLOCK, int(draws[-1]), _DRAWS_A_BLOCK)
    ends = np.unique([0, *np.searchsorted(draws, edges), len(weights)])
    return [(int(first), int(last)) for first, last in pairwise(ends)]


def _on_threads(work: Callable[[tuple[int, int]], None], blocks: list[tuple[int, int]], tick: Tick | None) -> None:
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        pieces = [threads.submit(work, block) for block in blocks]
        try:
            for done, piece in enumerate(pieces, start=1):
                piece.result()
                if tick is not None:
                    tick(done / len(pieces))
        finally:
            for piece in pieces:
                piece.cancel()
