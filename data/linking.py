"""Which cases are of the same child: pairs by the link keys that agree, and what the user decided about them.

Surely: the ID number, or full name, birth date and sex. Likely: both weaker keys. Possibly: one of them, and never more
where the ID numbers differ. Children are counted over the pairs that are the same: those decided so, and as long as
nobody decided, those that are surely the same.
"""

from collections.abc import Callable
from datetime import date
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.link_keys import FULL, GIVEN, NUMBER, PARTS, PLAIN
from data.project import Project

DECISIONS = "link_decisions"
PAIR_COLUMNS = ("first_case_id", "second_case_id", "sureness")
MOST_SHARING = 50
"""More cases that share one key are no child but a mistake, such as one ID number in every row: they make no pairs."""

Pairs = NDArray[np.int64]


class Sureness(IntEnum):
    """How sure it is that two cases are of the same child."""

    POSSIBLY = 1
    LIKELY = 2
    SURELY = 3


def keys_by_label(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the keys of each case, a column a label of `PARTS`; missing where it has none.

    Parameters
    ----------
    cases : DataFrame
        The table `cases`.
    """
    keys = cases["link_keys"]
    return pd.DataFrame({label: keys.str.extract(rf"\b{label}:([0-9a-f]+)")[0] for label in PARTS}, index=cases.index)


def linked_pairs(cases: pd.DataFrame, *, tick: Callable[[float], None] | None = None) -> pd.DataFrame:
    """Return the pairs of cases that may be of the same child, surest first.

    Parameters
    ----------
    cases : DataFrame
        The table `cases`.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Returns
    -------
    DataFrame
        `PAIR_COLUMNS`: first_case_id stands above second_case_id in the table; sureness is a `Sureness`.
    """
    keys = keys_by_label(cases).reset_index(drop=True)
    agreeing = {}
    for done, label in enumerate(PARTS):
        if tick is not None:
            tick(done / len(PARTS))
        agreeing[label] = _pairs_sharing(keys[label])
    pairs = np.unique(np.concatenate(list(agreeing.values())), axis=0)
    found = pd.DataFrame(pairs, columns=["first", "second"])
    agrees = {label: _is_among(pairs, shared, len(cases)) for label, shared in agreeing.items()}
    numbers = keys[NUMBER].to_numpy(dtype=object, na_value="")
    first, second = numbers[found["first"]], numbers[found["second"]]
    differ = (first != "") & (second != "") & (first != second)
    sureness = _sureness(agrees, np.asarray(differ, dtype=bool))
    ids = cases["case_id"].to_numpy(dtype=object)
    named = pd.DataFrame(
        {"first_case_id": ids[found["first"]], "second_case_id": ids[found["second"]], "sureness": sureness}
    )
    ordered = named.assign(first=found["first"], second=found["second"])
    ordered = ordered.sort_values(["sureness", "first", "second"], ascending=[False, True, True], ignore_index=True)
    return ordered[list(PAIR_COLUMNS)]


def with_decisions(pairs: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with what the user decided of each: `same` is yes, no or missing."""
    pairs = pairs.reset_index(drop=True)
    decided = {_pair(*row): same for *row, same in decisions[["first_case_id", "second_case_id", "same"]].to_numpy()}
    same = [decided.get(_pair(*row)) for row in pairs[["first_case_id", "second_case_id"]].to_numpy()]
    return pairs.assign(same=pd.array(same, dtype="boolean"))


def decide(project: Project, first: str, second: str, *, same: bool, who: str, on: date) -> Project:
    """Return the project with the user's decision about two cases; it takes the place of an earlier one."""
    rest = undecide(project, first, second)
    one, other = _pair(first, second)
    row = {"first_case_id": one, "second_case_id": other, "same": same, "decided_on": on, "decided_by": who}
    return rest.append(DECISIONS, pd.DataFrame([row]))


def undecide(project: Project, first: str, second: str) -> Project:
    """Return the project without any decision about two cases."""
    kept = project[DECISIONS]
    about = [_pair(*row) == _pair(first, second) for row in kept[["first_case_id", "second_case_id"]].to_numpy()]
    return project.with_table(DECISIONS, kept[~np.array(about, dtype=bool)]) if any(about) else project


def children_of(cases: pd.DataFrame, pairs: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of the child that each case is of: 0, 1, … in the order of first cases.

    Parameters
    ----------
    pairs : DataFrame
        Of `with_decisions`. A pair counts as the same child where it was decided so, or is surely the same and nobody
        has decided; a decision that two are not the same takes away that pair only.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    counted = pairs["same"].fillna(pairs["sureness"] == Sureness.SURELY).to_numpy(dtype=bool)
    place = pd.Series(np.arange(len(cases)), index=cases["case_id"].to_numpy(dtype=object))
    ends = pairs.loc[counted, ["first_case_id", "second_case_id"]]
    first, second = (ends[name].map(place).to_numpy(dtype=np.intp) for name in ends.columns)
    graph = coo_array((np.ones(len(ends), dtype=np.int8), (first, second)), shape=(len(cases), len(cases)))
    _, component = connected_components(graph, directed=False)
    return pd.Series(component, index=cases.index, dtype="int64")


def crowded_cases(cases: pd.DataFrame) -> int:
    """Return how many cases have a key that more than `MOST_SHARING` share, which makes no pairs."""
    keys = keys_by_label(cases)
    crowded = pd.DataFrame({label: keys[label].map(keys[label].value_counts()) > MOST_SHARING for label in keys})
    return int(crowded.any(axis="columns").sum())


def _pairs_sharing(keys: "pd.Series[str]") -> Pairs:
    """Return the positions of every two rows with the same key, the smaller first."""
    codes = pd.factorize(keys)[0]
    rows = np.flatnonzero(codes >= 0)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(codes[rows], prepend=-1))
    sizes = np.diff(np.append(starts, len(rows)))
    blocks = [np.empty((0, 2), dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= MOST_SHARING)]):
        groups = rows[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        blocks.append(np.column_stack([groups[:, one].ravel(), groups[:, other].ravel()]).astype(np.int64))
    return np.concatenate(blocks)


def _is_among(pairs: Pairs, shared: Pairs, size: int) -> NDArray[np.bool_]:
    return np.isin(pairs[:, 0] * size + pairs[:, 1], shared[:, 0] * size + shared[:, 1])


def _sureness(agrees: dict[str, NDArray[np.bool_]], differ: NDArray[np.bool_]) -> NDArray[np.int64]:
    surely = agrees[NUMBER] | agrees[FULL]
    likely = agrees[PLAIN] & agrees[GIVEN]
    level = np.select(
        [differ, surely, likely], [Sureness.POSSIBLY, Sureness.SURELY, Sureness.LIKELY], Sureness.POSSIBLY
    )
    return level.astype(np.int64)


def _pair(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)
