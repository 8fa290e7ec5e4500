"""Which agency sends cases to which, and what the lists share when cases that were sent are left to the sender.

A case one agency sent to another says nothing of how many the second would have met by itself. Left in, it makes the
lists share too much and the estimate too low. A case of the sender is therefore taken off the receiver's list: of the
cases the sender does not hold none was sent, and the estimate rests on these. Agencies that send cases to each other,
or in a ring, are one list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.errors import BadReferrals, UnknownAgency

NONE = "none"
"""Stated, that no agency sends cases to another; an empty text states nothing."""
Referrals = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WithoutReferrals:
    """Patterns without the overlaps that come of sending, and the pairs of lists that therefore share nothing."""

    patterns: pd.DataFrame
    never_together: tuple[tuple[str, str], ...]


def read_referrals(text: str) -> Referrals | None:
    """Return who sends to whom; None where nothing is stated.

    Raises
    ------
    BadReferrals
        The text is neither empty, nor ``none``, nor pairs such as ``police>health; health>hotline``.

    Examples
    --------
    >>> read_referrals("police>health; school>police")
    (('police', 'health'), ('school', 'police'))
    >>> read_referrals("none"), read_referrals(" ")
    ((), None)
    """
    if not text.strip():
        return None
    if text.strip() == NONE:
        return ()
    return tuple(sorted({_referral(part) for part in text.split(";") if part.strip()}))


def _referral(part: str) -> tuple[str, str]:
    ends = [end.strip() for end in part.split(">")]
    if len(ends) != 2 or not all(ends) or ends[0] == ends[1]:
        raise BadReferrals(part.strip())
    return ends[0], ends[1]


def without_referrals(patterns: pd.DataFrame, referrals: Referrals) -> WithoutReferrals:
    """Return the patterns with each case that may have been sent on the sender's list only.

    Parameters
    ----------
    patterns : DataFrame
        A row a pattern, a column a list with 0 and 1, and last the count.

    Raises
    ------
    UnknownAgency
        A referral names an agency that has no list.
    """
    lists = [str(name) for name in patterns.columns[:-1]]
    for agency in (end for pair in referrals for end in pair):
        if agency not in lists:
            raise UnknownAgency(agency, tuple(lists))
    if not referrals:
        return WithoutReferrals(patterns, ())
    groups = _rings(lists, referrals)
    joined = pd.DataFrame({"+".join(group): patterns[group].max(axis="columns") for group in groups})
    name_of = {agency: "+".join(group) for group in groups for agency in group}
    sent = sorted({(name_of[one], name_of[other]) for one, other in referrals if name_of[one] != name_of[other]})
    kept = joined.copy()
    for sender, receiver in sent:
        kept[receiver] = kept[receiver].where(joined[sender] == 0, 0)
    return WithoutReferrals(_summed(kept, patterns["count"]), tuple(sent))


def _summed(member: pd.DataFrame, counts: "pd.Series[int]") -> pd.DataFrame:
    """Return each pattern once, with the sum of its counts."""
    rows, place = np.unique(member.to_numpy(), axis=0, return_inverse=True)
    sums = np.bincount(place.ravel(), weights=counts, minlength=len(rows)).astype(np.int64)
    return pd.DataFrame(np.column_stack([rows, sums]), columns=[*member.columns, "count"])


def _rings(lists: Sequence[str], referrals: Referrals) -> list[list[str]]:
    """Return the lists in groups: those that send to each other, directly or around, stand together."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {name: number for number, name in enumerate(lists)}
    ends = np.array([(place[one], place[other]) for one, other in referrals], dtype=np.intp).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(len(lists), len(lists)))
    _, group = connected_components(graph, directed=True, connection="strong")
    return [sorted(name for name in lists if group[place[name]] == number) for number in np.unique(group)]
