"""Which lists a case stands on: every pattern of lists with its count, and what each two lists share.

Owns the reading of a table of patterns and the names of pairs of lists; estimates are made of it elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from models.errors import (
    BadPattern,
    BadShape,
    NegativeValue,
    NotFinite,
    NotWhole,
    PatternOfNoList,
    RepeatedList,
    TooFewLists,
    TooManyLists,
    UnknownTerm,
)

Floats = NDArray[np.float64]
Pair = tuple[int, int]
MOST_LISTS = 10
"""Two to the tenth patterns; nobody has so many agencies, and a list more doubles the work."""


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Counts of every pattern of lists but the one of no list, which nobody can count.

    Attributes
    ----------
    lists : tuple of str
        In alphabetical order, so that nothing but names of pairs depends on the order of columns.
    column : tuple of int
        Where each list stood in the table.
    member : array, shape (pattern, list)
        1 where the pattern has the list.
    counts : array, shape (pattern,)
        Cases of exactly that pattern.
    """

    lists: tuple[str, ...]
    column: tuple[int, ...]
    member: Floats
    counts: Floats

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two lists, by position."""
        return tuple(combinations(range(len(self.lists)), 2))

    @property
    def recorded(self) -> int:
        """Cases on any list."""
        return int(self.counts.sum())

    def overlap(self, pair: Pair) -> int:
        """Return the cases on both lists of a pair, whatever other lists they are on."""
        return int(self.counts[self.holds(pair)].sum())

    def holds(self, pair: Pair) -> NDArray[np.bool_]:
        """Return which patterns have both lists of a pair."""
        both: NDArray[np.bool_] = (self.member[:, pair[0]] * self.member[:, pair[1]]) > 0
        return both

    def term(self, pair: Pair) -> str:
        """Return the name of a pair, ``police:health``, in the order of the table's columns."""
        return ":".join(self.lists[place] for place in sorted(pair, key=self.column.__getitem__))

    def pairs_of(self, terms: Iterable[str]) -> tuple[Pair, ...]:
        """Return the pairs of the names, in whichever order each names its lists. Raises UnknownTerm."""
        either = [(pair, order) for pair in self.pairs for order in (pair, pair[::-1])]
        known = {f"{self.lists[first]}:{self.lists[second]}": pair for pair, (first, second) in either}
        named = tuple(terms)
        if wrong := [term for term in named if term not in known]:
            raise UnknownTerm(wrong[0], self.lists)
        return tuple(sorted({known[term] for term in named}))


def read_patterns(table: pd.DataFrame | ArrayLike) -> Patterns:
    """Return the patterns of a table.

    Parameters
    ----------
    table : DataFrame or array
        A row a pattern; a column a list, 1 where the pattern has it, and last the count. A pattern that is missing
        has no cases, one that comes twice has the sum. Lists without names are called 1, 2, …; a list that holds no
        case is left out.

    Raises
    ------
    TooFewLists, TooManyLists, RepeatedList
        Fewer than two lists hold a case, or there are more than `MOST_LISTS`, or two of one name.
    BadPattern, PatternOfNoList
        A pattern is not made of 0 and 1, or cases are counted that stand on no list.
    BadShape, NotFinite, NegativeValue, NotWhole
        The table or its counts are at fault.

    Examples
    --------
    >>> found = read_patterns([[1, 0, 4], [1, 1, 2], [0, 1, 3], [1, 0, 1]])
    >>> found.lists, found.counts.tolist(), found.overlap((0, 1))
    (('1', '2'), [5.0, 3.0, 2.0], 2)
    """
    rows = np.asarray(table, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] < 2:
        raise BadShape("table", (-1, 3), rows.shape)
    names = _names(table, rows.shape[1] - 1)
    member, counts = rows[:, :-1], rows[:, -1]
    _check(member, counts, names)
    kept = [place for place in np.argsort(names) if (member[:, place] * counts).any()]
    if len(kept) < 2:
        raise TooFewLists(len(kept))
    if len(kept) > MOST_LISTS:
        raise TooManyLists(len(kept), MOST_LISTS)
    return _summed(tuple(names[place] for place in kept), tuple(int(place) for place in kept), member[:, kept], counts)


def _names(table: pd.DataFrame | ArrayLike, lists: int) -> list[str]:
    if isinstance(table, pd.DataFrame):
        names = [str(name) for name in table.columns[:-1]]
    else:
        names = [str(place + 1) for place in range(lists)]
    if repeated := [name for name in names if names.count(name) > 1]:
        raise RepeatedList(repeated[0])
    return names


def _check(member: Floats, counts: Floats, names: list[str]) -> None:
    for wrong, error in ((~np.isfinite(counts), NotFinite), (counts < 0, NegativeValue)):
        if wrong.any():
            raise error("count", (int(np.flatnonzero(wrong)[0]),))
    if (broken := counts != np.round(counts)).any():
        raise NotWhole("count", float(counts[broken][0]))
    if (wrong := ~np.isin(member, (0.0, 1.0))).any():
        row, place = (int(axis) for axis in np.argwhere(wrong)[0])
        raise BadPattern(row, names[place], float(member[row, place]))
    if (nowhere := counts[~member.any(axis=1)].sum()) > 0:
        raise PatternOfNoList(int(nowhere))


def _summed(names: tuple[str, ...], column: tuple[int, ...], member: Floats, counts: Floats) -> Patterns:
    """Return all patterns in the order of binary numbers; the first list is their last digit."""
    number = 2 ** len(names)
    digits = 2 ** np.arange(len(names))
    summed = np.bincount((member @ digits).astype(np.intp), weights=counts, minlength=number)
    every = (np.arange(1, number)[:, None] // digits) % 2
    return Patterns(names, column, every.astype(np.float64), summed[1:].astype(np.float64))
