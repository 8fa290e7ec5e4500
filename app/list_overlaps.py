"""What the agencies' lists share, as counts only, and how many there are in all, those on no list among them.

Owns the table of patterns of agencies, made of linked cases or stated by the user, and when it is too sparse. What is
counted is children: two cases of one child are one. Never a person leaves this module, only counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from app.case_counts import ALL
from app.errors import BadOverlaps, UnknownAgency
from app.listed_cases import received_on
from app.referral_overlaps import read_referrals, without_referrals
from data.linking import Sureness, children_of, linked_pairs, with_decisions
from data.project import Project

LEAST_OVERLAP = 7
"""From seven on the bias of an estimate from two lists can be neglected (Robson & Regier 1964)."""
LEAST_RECORDED = 50
"""Children on any list; with fewer a province is not judged."""
REPLICATES = 500
Status = Literal["estimated", "at_least", "too_sparse", "one_list", "no_estimate"]
Linked = Literal["surely", "likely"]


@dataclass(frozen=True, slots=True)
class ListPatterns:
    """How many children stand on which lists.

    Attributes
    ----------
    table : DataFrame
        A row a pattern that occurs, a column a list with 0 and 1, and last ``count``.
    left_out : int
        Cases without an agency, a date or anything to compare, which are on no list.
    """

    table: pd.DataFrame
    left_out: int = 0

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of the lists."""
        return tuple(str(name) for name in self.table.columns[:-1])

    @property
    def recorded(self) -> int:
        """Children on any list."""
        return int(self.table["count"].sum())

    def overlap(self, first: str, second: str) -> int:
        """Return the children on both lists."""
        return int(self.table["count"][(self.table[first] == 1) & (self.table[second] == 1)].sum())


@dataclass(frozen=True, slots=True)
class ModelFound:
    """A model whose AIC is at most 2 above the lowest, with its estimate of all and Wald's interval."""

    terms: tuple[str, ...]
    aic: float
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class SeveralLists:
    """What the lists say together.

    Attributes
    ----------
    status : str
        "estimated": it was stated who sends cases to whom, and such overlaps are out. "at_least": it was not stated, or
        without those overlaps too little is left; cases that were sent make lists share more than chance would, and the
        estimate too low. "too_sparse": `smallest_overlap` is under `LEAST_OVERLAP` or `recorded` under
        `LEAST_RECORDED`. "one_list": fewer than two lists hold anybody. "no_estimate": no finite one, or
        without an upper limit.
    patterns : DataFrame
        A row a pattern that occurs, a column a list with 0 and 1, and last ``count``. As they were used: without
        overlaps of referrals where `status` is "estimated".
    recorded : int
        Children on any list.
    left_out : int
        Cases without an agency, a date or anything to compare, which are on no list.
    smallest_overlap : int or None
        Of every two lists used, those that one sends to the other left out; `smallest_pair` says which.
    never_together : tuple of pairs of str
        Sender and receiver, whose overlap is out.
    terms : tuple of str
        Pairs of lists with a dependence of their own in the chosen model, ``health:police``; none for two lists.
    estimate, lower, upper : float or None
        All children, those on no list among them. Two lists: Chapman, Sadinle's interval; more: log-linear, with the
        percentiles of a bootstrap that chooses the model anew. None unless `status` is "estimated" or "at_least".
    models : tuple of ModelFound
        Of three to six lists, the lowest AIC first; of more the models are too many to go through.
    """

    status: Status
    patterns: pd.DataFrame
    recorded: int
    left_out: int = 0
    smallest_overlap: int | None = None
    smallest_pair: tuple[str, ...] = ()
    never_together: tuple[tuple[str, str], ...] = ()
    terms: tuple[str, ...] = ()
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    models: tuple[ModelFound, ...] = ()

    @property
    def least(self) -> float | None:
        """The lowest lower limit of the chosen model and those beside it: what "at least" may say."""
        if self.lower is None:
            return None
        return min([self.lower, *(model.lower for model in self.models)])


def several_lists(
    project: Project,
    *,
    kind: str = ALL,
    start: date | None = None,
    end: date | None = None,
    referrals: str = "",
    seed: int = 0,
    tick: Callable[[float], None] | None = None,
) -> SeveralLists:
    """Return what the lists of the project's cases say together, for the whole province.

    Parameters
    ----------
    kind : str
        Kinds of case separated by commas, or all.
    start, end : date, optional
        Days on which cases were received. A child one list got before `start` and another after is missed by an
        overlap: periods of less than a year make the estimate too high.
    referrals : str
        Who sends cases to whom, see `app.referral_overlaps.read_referrals`.

    Raises
    ------
    BadReferrals, UnknownAgency, TooManyLists
        The referrals are at fault, or there are more lists than models can be compared of.
    """
    patterns = listed_patterns(project, kind=kind, start=start, end=end)
    return from_patterns(patterns, referrals=referrals, seed=seed, tick=tick)


def listed_patterns(
    project: Project,
    *,
    kind: str = ALL,
    start: date | None = None,
    end: date | None = None,
    agencies: str = ALL,
    linked: Linked = "surely",
) -> ListPatterns:
    """Return on which agencies' lists the children of the project's cases stand.

    Parameters
    ----------
    agencies : str
        Whose lists, separated by commas, or all.
    linked : str
        From which sureness on two cases are of one child as long as nobody has decided. A decision goes before. Pairs
        that are missed make the estimate too high, pairs that are not of one child too low.

    Raises
    ------
    UnknownAgency
        One of `agencies` has no list.
    """
    asked = _of_agencies(_of_kinds(project["cases"], kind), agencies)
    days = received_on(asked)
    first, last = pd.Timestamp(start or date.min), pd.Timestamp(end or date.max)
    in_period = asked[days.isna() | days.between(first, last)]
    decisions = project["link_decisions"]
    known = _comparable(in_period, decisions)
    cases = in_period[known]
    pairs = with_decisions(linked_pairs(cases), decisions)
    if linked == "likely":
        pairs = pairs.assign(same=pairs["same"].fillna(pairs["sureness"] >= Sureness.LIKELY))
    pairs = pd.concat([pairs, _decided_same(cases, decisions)])
    return ListPatterns(_crossed(children_of(cases, pairs), cases["agency"]), int((~known).sum()))


def _of_kinds(cases: pd.DataFrame, kind: str) -> pd.DataFrame:
    kinds = {each.strip() for each in kind.split(",")}
    return cases if ALL in kinds else cases[cases["kind"].isin(kinds)]


def _of_agencies(cases: pd.DataFrame, agencies: str) -> pd.DataFrame:
    named = [each.strip() for each in agencies.split(",")]
    if ALL in named:
        return cases
    known = tuple(sorted(cases["agency"].dropna().unique()))
    for agency in named:
        if agency not in known:
            raise UnknownAgency(agency, known)
    return cases[cases["agency"].isin(named)]


def _comparable(cases: pd.DataFrame, decisions: pd.DataFrame) -> "pd.Series[bool]":
    """Return which cases can be found on another list: with an agency, a day, and keys or a decision."""
    decided = cases["case_id"].isin([*decisions["first_case_id"], *decisions["second_case_id"]])
    return cases["agency"].notna() & received_on(cases).notna() & (cases["link_keys"].notna() | decided)


def _decided_same(cases: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that were decided to be the same, whatever their keys say, in the form of linked pairs."""
    inside = decisions[["first_case_id", "second_case_id"]].isin(set(cases["case_id"])).all(axis="columns")
    same = decisions[inside & decisions["same"]]
    return same[["first_case_id", "second_case_id", "same"]].assign(sureness=int(Sureness.SURELY))


def _crossed(children: "pd.Series[int]", agencies: "pd.Series[str]") -> pd.DataFrame:
    """Return the number of children of each pattern of agencies."""
    names = sorted(agencies.unique())
    on_list = pd.DataFrame({name: (agencies == name).groupby(children).max() for name in names}).astype("int64")
    member, counts = np.unique(on_list.to_numpy(), axis=0, return_counts=True)
    rows = np.column_stack([member, counts]) if names else np.empty((0, 1), dtype=np.int64)
    return pd.DataFrame(rows, columns=[*names, "count"])


def stated_patterns(text: str) -> ListPatterns:
    """Return the patterns the user states: ``police=120; health=80; police+health=30``.

    Each number counts all that stand on at least those lists: 120 with the police, 30 of them with health services
    too. Lists that are not named together share nobody.

    Raises
    ------
    BadOverlaps
        A part is no ``list=number`` or comes twice, or says of lists that they share more than they hold; carries it.

    Examples
    --------
    >>> stated_patterns("police=120; health=80; police+health=30").table.to_numpy().tolist()
    [[0, 1, 90], [1, 0, 50], [1, 1, 30]]
    """
    stated: dict[frozenset[str], int] = {}
    for part in (part.strip() for part in text.split(";") if part.strip()):
        lists, number = _stated(part)
        if lists in stated:
            raise BadOverlaps(part)
        stated[lists] = number
    names = sorted(frozenset().union(*stated))
    exact = {lists: _exactly(lists, stated) for lists in stated}
    rows = [[*(int(name in lists) for name in names), count] for lists, count in exact.items() if count]
    return ListPatterns(pd.DataFrame(sorted(rows), columns=[*names, "count"], dtype="int64"))


def _stated(part: str) -> tuple[frozenset[str], int]:
    names, sign, number = part.partition("=")
    lists = [name.strip() for name in names.split("+")]
    digits = number.strip()
    if not sign or not all(lists) or len(set(lists)) < len(lists) or not (digits.isascii() and digits.isdigit()):
        raise BadOverlaps(part)
    return frozenset(lists), int(digits)


def _exactly(lists: frozenset[str], stated: dict[frozenset[str], int]) -> int:
    """Return how many stand on these lists and no other, by inclusion and exclusion."""
    count = sum(number * (-1 if len(more - lists) % 2 else 1) for more, number in stated.items() if more >= lists)
    if count < 0 or any(frozenset(part) not in stated for part in combinations(lists, len(lists) - 1) if part):
        raise BadOverlaps(f"{'+'.join(sorted(lists))}={stated[lists]}")
    return count


def from_patterns(
    patterns: ListPatterns,
    *,
    referrals: str = "",
    level: float = 0.95,
    seed: int = 0,
    tick: Callable[[float], None] | None = None,
) -> SeveralLists:
    """Return what the lists say together.

    Where it is stated who sends cases to whom, those overlaps are taken out. If too little is left then, they stay in
    and the result is "at_least".

    Raises
    ------
    BadReferrals, UnknownAgency, TooManyLists
        See `several_lists`.
    """
    stated = read_referrals(referrals)
    if stated is None:
        return _at_least(_estimated(patterns, (), level, seed, tick))
    without = without_referrals(patterns.table, stated)
    found = _estimated(replace(patterns, table=without.patterns), without.never_together, level, seed, tick)
    if found.estimate is None and stated:
        found = _at_least(_estimated(patterns, (), level, seed, tick))
    return found


def _at_least(found: SeveralLists) -> SeveralLists:
    return replace(found, status="at_least") if found.status == "estimated" else found


def _estimated(
    patterns: ListPatterns,
    never_together: tuple[tuple[str, str], ...],
    level: float,
    seed: int,
    tick: Callable[[float], None] | None,
) -> SeveralLists:
    found = _shared(patterns, never_together)
    if found.status != "estimated":
        return found
    if len(patterns.lists) == 2:
        return _of_two(found, patterns, level)
    return _of_more(found, level, seed, tick)


def _shared(patterns: ListPatterns, never_together: tuple[tuple[str, str], ...]) -> SeveralLists:
    """Return what is known before any estimate; its status is "estimated" where one may be made."""
    apart = {frozenset(pair) for pair in never_together}
    used = [pair for pair in combinations(patterns.lists, 2) if frozenset(pair) not in apart]
    overlaps = {pair: patterns.overlap(*pair) for pair in used}
    found = SeveralLists(
        "one_list", patterns.table, patterns.recorded, patterns.left_out, never_together=never_together
    )
    if not overlaps:
        return found
    pair = min(overlaps, key=overlaps.__getitem__)
    enough = overlaps[pair] >= LEAST_OVERLAP and patterns.recorded >= LEAST_RECORDED
    status: Status = "estimated" if enough else "too_sparse"
    return replace(found, status=status, smallest_overlap=overlaps[pair], smallest_pair=pair)


def _of_two(found: SeveralLists, patterns: ListPatterns, level: float) -> SeveralLists:
    from models.hidden import chapman

    first, second = patterns.lists
    sizes = (patterns.overlap(first, first), patterns.overlap(second, second))
    two = chapman(*sizes, patterns.overlap(first, second), level=level)
    return replace(found, estimate=two.estimate, lower=two.lower, upper=two.upper)


def _of_more(found: SeveralLists, level: float, seed: int, tick: Callable[[float], None] | None) -> SeveralLists:
    from models.errors import NotEstimable
    from models.hidden import MOST_LISTS_COMPARED, bootstrap, models_within, multiple_systems

    few = len(found.patterns.columns) - 1 <= MOST_LISTS_COMPARED
    always = [":".join(pair) for pair in found.never_together]
    try:
        models = models_within(found.patterns, level=level, always=always) if few else ()
        chosen = multiple_systems(found.patterns, level=level, always=always)
    except NotEstimable:
        return replace(found, status="no_estimate")
    interval = bootstrap(chosen, replicates=REPLICATES, seed=seed, tick=tick)
    if not np.isfinite(interval.upper):
        return replace(found, status="no_estimate")
    return replace(
        found,
        terms=chosen.terms,
        estimate=chosen.estimate,
        lower=interval.lower,
        upper=interval.upper,
        models=tuple(ModelFound(each.terms, each.aic, each.estimate, each.lower, each.upper) for each in models),
    )
