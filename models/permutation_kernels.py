"""The innermost loops of permutation tests, compiled.

Each unit has a stream of random numbers of its own, so that an answer depends on the seed and never on threads.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32))
"""SplitMix64: Steele, Lea & Flood (2014), OOPSLA; 64 bits of state, equidistributed, passes BigCrush."""


@njit(cache=True, nogil=True)
def mixed(state: Any) -> Any:
    """Return the random number of a state."""
    number = (state ^ (state >> _SHIFTS[0])) * _FIRST_FACTOR
    number = (number ^ (number >> _SHIFTS[1])) * _SECOND_FACTOR
    return number ^ (number >> _SHIFTS[2])


@njit(cache=True, nogil=True)
def below(state: Any, limit: Any) -> Any:
    """Return a whole number from 0 to `limit` − 1; uneven by less than `limit` in 4 billion."""
    return np.int64(((mixed(state) >> _SHIFTS[3]) * np.uint64(limit)) >> _SHIFTS[3])


class Map(NamedTuple):
    """Values of units, their links as in `models.spatial_weights.SpatialWeights`, and a seed (uint64) for each unit."""

    values: Any
    starts: Any
    others: Any
    weights: Any
    seeds: Any


@njit(cache=True, nogil=True)
def lag_ranks(first: Any, last: Any, units: Any, permutations: Any, slack: Any, ranks: Any) -> None:
    """Count, for units from `first` to before `last`, the permutations whose lag is at least and at most the own one.

    A unit keeps its value; its neighbours' are drawn without replacement from those of all other units.

    Parameters
    ----------
    units : Map
    slack : float
        Sums that differ by no more are equal.
    ranks : array of int64, shape (2, unit)
        At least, at most. Changed in place.
    """
    pool = np.empty(len(units.values) - 1)
    for unit in range(first, last):
        pool[:unit] = units.values[:unit]
        pool[unit:] = units.values[unit + 1 :]
        begin = units.starts[unit]
        count = units.starts[unit + 1] - begin
        weights = units.weights[begin : begin + count]
        own = 0.0
        for link in range(count):
            own += weights[link] * units.values[units.others[begin + link]]
        state = units.seeds[unit]
        for _ in range(permutations):
            lag = 0.0
            for drawn in range(count):
                state += _STEP
                other = drawn + below(state, len(pool) - drawn)
                value = pool[other]
                pool[other] = pool[drawn]
                pool[drawn] = value
                lag += weights[drawn] * value
            ranks[0, unit] += lag >= own - slack
            ranks[1, unit] += lag <= own + slack


@njit(cache=True, nogil=True)
def shuffled_products(values: Any, units: Any, others: Any, weights: Any, seeds: Any, products: Any) -> None:
    """Sum weight × value × neighbour's value over all links, for one shuffle of the values a seed.

    Parameters
    ----------
    seeds : array of uint64, shape (permutation,)
    products : array, shape (permutation,)
        Changed in place.
    """
    for permutation in range(len(seeds)):
        shuffled = values.copy()
        state = seeds[permutation]
        for position in range(len(shuffled) - 1, 0, -1):
            state += _STEP
            other = below(state, position + 1)
            value = shuffled[other]
            shuffled[other] = shuffled[position]
            shuffled[position] = value
        total = 0.0
        for link in range(len(units)):
            total += weights[link] * shuffled[units[link]] * shuffled[others[link]]
        products[permutation] = total
