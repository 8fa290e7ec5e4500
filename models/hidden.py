"""Cases on no list, estimated from what lists share: Chapman for two lists, log-linear models for several.

Owns the estimates and their intervals. All count the whole: cases on some list and cases on none. Lists are taken to
be of the same population over the same time, joined without mistake; missed joins make every estimate too large.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from models.errors import NegativeValue, NoOverlap, NotEstimable, NotFinite, NotWhole, OutOfRange, TooManyLists
from models.list_patterns import Pair, Patterns, read_patterns
from models.log_linear import Fits, Models, fit, has_estimate, models_of, one_model
from models.model_choice import all_choices, forward

Floats = NDArray[np.float64]
Method = Literal["stepwise", "main"]
Interval = Literal["wald_log_hidden", "bootstrap"]
MOST_LISTS_COMPARED = 6
"""Six lists have 2 to the 15th models, which take some seconds; seven have 64 times as many."""


@dataclass(frozen=True, slots=True)
class TwoLists:
    """Chapman's estimate of all cases, with its interval and Seber's variance."""

    estimate: float
    lower: float
    upper: float
    variance: float


@dataclass(frozen=True, slots=True)
class Choice:
    """How the terms of a model come about: `terms` as given, else by `method`; `always` are in every model."""

    terms: tuple[str, ...] | None
    method: Method
    p: float
    always: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeveralListsEstimate:
    """All cases, by a log-linear model of the patterns of lists.

    Attributes
    ----------
    estimate, lower, upper : float
        Cases on some list and on none.
    terms : tuple of str
        The pairs of lists with a dependence of their own, each named in the order of the table's columns.
    interval : str
        "wald_log_hidden": normal on the logarithm of the hidden cases, given the model. "bootstrap": percentiles of
        estimates from the counts drawn anew, the model chosen anew each time.
    aic : float
        Parameters at minus infinity counted in.
    recorded : int
        Cases on some list.
    """

    estimate: float
    lower: float
    upper: float
    terms: tuple[str, ...]
    interval: Interval
    level: float
    aic: float
    recorded: int
    choice: Choice
    patterns: Patterns = field(repr=False, compare=False)


def chapman(n1: int, n2: int, both: int, *, level: float = 0.95) -> TwoLists:
    """Return how many cases there are, if two lists are independent of each other.

    Parameters
    ----------
    n1, n2 : int
        Cases on the first and on the second list.
    both : int
        Cases on both. With 0 the estimate is finite and too low on the average; what is made of so few is the caller's.
    level : float
        Of the interval: Sadinle's transformed logit, normal on the logarithm of the hidden cases with half a case
        added to each cell, so that it has a width where one list holds the other. The lower limit is not below the
        cases recorded nor above the estimate.

    Raises
    ------
    NegativeValue, NotWhole, NotFinite, OutOfRange
        A count is no count, `both` exceeds a list, or the level is no probability.

    References
    ----------
    Chapman (1951), University of California Publications in Statistics 1; Seber (1970), Biometrics 26(1): variance.
    Sadinle (2009), Communications in Statistics: Simulation and Computation 38(9): interval.

    Examples
    --------
    >>> found = chapman(30, 20, 6)
    >>> found.estimate, found.variance
    (92.0, 558.0)
    """
    _check_counts(n1, n2, both)
    _check_level(level)
    estimate = (n1 + 1) * (n2 + 1) / (both + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both) / ((both + 1) ** 2 * (both + 2))
    first, second, shared = n1 - both + 0.5, n2 - both + 0.5, both + 0.5
    hidden = first * second / shared
    factor = float(np.exp(norm.ppf((1 + level) / 2) * np.sqrt((1 / first + 1 / second) + 1 / shared + 1 / hidden)))
    recorded = n1 + n2 - both
    lower, upper = (recorded - 0.5 + hidden * by for by in (1 / factor, factor))
    return TwoLists(estimate, min(max(lower, float(recorded)), estimate), upper, variance)


def _check_counts(n1: float, n2: float, both: float) -> None:
    for name, value in (("n1", n1), ("n2", n2), ("both", both)):
        if not np.isfinite(value):
            raise NotFinite(name, ())
        if value < 0:
            raise NegativeValue(name, ())
        if value != round(value):
            raise NotWhole(name, float(value))
    if both > min(n1, n2):
        raise OutOfRange("both", float(both), -1.0, float(min(n1, n2)) + 1.0)


def _check_level(level: float) -> None:
    if not 0.0 < level < 1.0:
        raise OutOfRange("level", level, 0.0, 1.0)


def multiple_systems(
    table: pd.DataFrame | ArrayLike,
    *,
    terms: Iterable[str] | None = None,
    method: Method = "stepwise",
    p: float = 0.02,
    level: float = 0.95,
    always: Iterable[str] = (),
) -> SeveralListsEstimate:
    """Return how many cases there are, from the patterns of the lists they stand on.

    Two lists have no dependence that could be seen: their estimate is Lincoln's and Petersen's, n1 n2 / both.

    Parameters
    ----------
    table : DataFrame or array
        A row a pattern; a column a list, 1 where the pattern has it, and last the count. Missing patterns are zeros.
    terms : iterable of str, optional
        Pairs of lists that depend on each other, ``a:b``. Default: chosen by `method`.
    method : str
        "main": none. "stepwise": from none, the pair whose overlap is least probable under the model so far (one tail
        of the Poisson distribution) is added as long as that is below `p`, passing over pairs without an estimate.
    always : iterable of str
        Terms of every model, e.g. of a pair whose overlap was taken out since one agency sends cases to the other.

    Raises
    ------
    NoOverlap, NotEstimable
        No case is on two lists, or the model has no finite and unique estimate.
    UnknownTerm, OutOfRange
        A term is no pair of lists, or `p` or `level` no probability.
    ModelError
        The table is at fault, see `read_patterns`.

    References
    ----------
    Chan, Silverman & Vincent (2021), Journal of the American Statistical Association 116(535): the extended estimate
    of pairs that share nothing, its existence, and the choice of terms.

    Examples
    --------
    >>> found = multiple_systems([[1, 0, 24], [0, 1, 14], [1, 1, 6]])
    >>> round(found.estimate, 6), found.terms
    (100.0, ())
    """
    _check_level(level)
    if not 0.0 <= p <= 1.0:
        raise OutOfRange("p", p, 0.0, 1.0)
    patterns = read_patterns(table)
    named = None if terms is None else tuple(terms)
    return _estimated(patterns, Choice(named, method, p, tuple(always)), level)


def _estimated(patterns: Patterns, choice: Choice, level: float) -> SeveralListsEstimate:
    pairs = _chosen(patterns, choice)
    models = one_model(patterns, pairs)
    fits = fit(patterns.counts, models)
    if not has_estimate(patterns.counts, models, fits, 0):
        raise NotEstimable(patterns.term(pair) for pair in pairs)
    return _estimate(patterns, pairs, fits, 0, choice, level)


def _chosen(patterns: Patterns, choice: Choice) -> tuple[Pair, ...]:
    if not any(patterns.overlap(pair) for pair in patterns.pairs):
        raise NoOverlap(patterns.lists)
    always = patterns.pairs_of(choice.always)
    if choice.terms is not None:
        return tuple(sorted({*always, *patterns.pairs_of(choice.terms)}))
    return always if choice.method == "main" else forward(patterns, always, choice.p)


def _estimate(
    patterns: Patterns, pairs: Iterable[Pair], fits: Fits, model: int, choice: Choice, level: float
) -> SeveralListsEstimate:
    hidden = float(fits.hidden[model])
    factor = float(np.exp(norm.ppf((1 + level) / 2) * fits.log_error[model]))
    estimate, lower, upper = (patterns.recorded + hidden * by for by in (1.0, 1 / factor, factor))
    return SeveralListsEstimate(
        estimate=estimate,
        lower=lower,
        upper=upper,
        terms=tuple(patterns.term(pair) for pair in sorted(pairs)),
        interval="wald_log_hidden",
        level=level,
        aic=float(fits.aic[model]),
        recorded=patterns.recorded,
        choice=choice,
        patterns=patterns,
    )


def bootstrap(
    found: SeveralListsEstimate,
    *,
    replicates: int = 500,
    seed: int = 0,
    tick: Callable[[float], None] | None = None,
) -> SeveralListsEstimate:
    """Return the estimate with an interval that allows for the choice of the model too.

    The recorded cases are drawn anew with replacement, each time choosing terms in the same way; the interval is
    between percentiles. A draw without an estimate counts as infinite, so the upper limit may be infinite.

    Parameters
    ----------
    found : SeveralListsEstimate
        Of `multiple_systems`.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.
    """
    if replicates < 1:
        raise OutOfRange("replicates", replicates, 0.0, np.inf)
    rng = np.random.default_rng(seed)
    shares = found.patterns.counts / found.recorded
    estimates = np.empty(replicates)
    for number in range(replicates):
        counts = rng.multinomial(found.recorded, shares).astype(np.float64)
        estimates[number] = _drawn(replace(found.patterns, counts=counts), found.choice, found.level)
        if tick is not None:
            tick((number + 1) / replicates)
    tails = [(1 - found.level) / 2, (1 + found.level) / 2]
    lower, upper = np.quantile(estimates, tails, method="inverted_cdf")
    return replace(found, lower=float(lower), upper=float(upper), interval="bootstrap")


def _drawn(patterns: Patterns, choice: Choice, level: float) -> float:
    try:
        return _estimated(patterns, choice, level).estimate
    except (NoOverlap, NotEstimable):
        return float(np.inf)


def models_within(
    table: pd.DataFrame | ArrayLike, delta: float = 2.0, *, level: float = 0.95, always: Iterable[str] = ()
) -> tuple[SeveralListsEstimate, ...]:
    """Return every model with an estimate whose AIC is at most `delta` above the lowest, the lowest first.

    All hierarchical models with dependences between two lists are gone through; intervals are Wald's.

    Raises
    ------
    TooManyLists
        There are more than `MOST_LISTS_COMPARED`.
    NoOverlap, NotEstimable, ModelError
        As `multiple_systems`.
    """
    _check_level(level)
    patterns = read_patterns(table)
    if len(patterns.lists) > MOST_LISTS_COMPARED:
        raise TooManyLists(len(patterns.lists), MOST_LISTS_COMPARED)
    if not any(patterns.overlap(pair) for pair in patterns.pairs):
        raise NoOverlap(patterns.lists)
    needed = tuple(always)
    chosen = all_choices(patterns, patterns.pairs_of(needed))
    models = models_of(patterns, chosen)
    fits = fit(patterns.counts, models)
    kept = _lowest(patterns, models, fits, delta)
    if not kept:
        raise NotEstimable(needed)
    found = []
    for model in kept:
        pairs = [pair for pair, has in zip(patterns.pairs, chosen[model], strict=True) if has]
        choice = Choice(tuple(patterns.term(pair) for pair in pairs), "main", 0.0, needed)
        found.append(_estimate(patterns, pairs, fits, model, choice, level))
    return tuple(found)


def _lowest(patterns: Patterns, models: Models, fits: Fits, delta: float) -> list[int]:
    """Return the models with an estimate up to `delta` above the lowest AIC of one, in that order."""
    kept: list[int] = []
    for model in np.argsort(fits.aic, kind="stable").tolist():
        if kept and not fits.aic[model] <= fits.aic[kept[0]] + delta:
            break
        if has_estimate(patterns.counts, models, fits, model):
            kept.append(model)
    return kept
