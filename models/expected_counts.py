"""How many cases a unit's past leads one to expect: its own rate drawn towards all units', and their common course.

Owns the expected counts early warning compares small numbers with, and draws of them that hold what is not known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import NoPopulation
from models.gamma_poisson import integrated
from models.quasi_poisson import quasi_poisson

Floats = NDArray[np.float64]
CASES_PER_TERM = 15
"""Cases in the past for each term of the common course beyond its level."""
MONTHS_PER_TERM = 12
FEWEST_YEARS_FOR_DRIFT = 3
UNKNOWN_DRIFT = 0.1
"""Where there are too few years to see it: a year's level differs by about a third."""
FASTEST = 30.0
"""Bound of the logarithm of the course's size, against overflow where a draw goes astray."""


@dataclass(frozen=True, slots=True)
class ExpectedCounts:
    """What is expected in the months watched.

    Attributes
    ----------
    mean : array, shape (unit, month)
        0 where nothing was reported or nobody lives.
    dispersion : float
        a in variance = mean + a · mean², of a unit's month about its mean.
    drift : float
        The same of a unit's year: how far its level moves from year to year (an officer comes or goes).
    rate_draws : array, shape (draw, unit)
        Cases per unit of exposure, the level of the year drawn too.
    course_draws : array, shape (draw, month)
        Common course of the months watched; its mean over the past is 1.
    exposure : array, shape (unit, month)
    """

    mean: Floats
    dispersion: float
    drift: float
    rate_draws: Floats
    course_draws: Floats
    exposure: Floats

    def drawn_counts(self, unit: int, random: np.random.Generator, times: ArrayLike = 1.0) -> Floats:
        """Return counts of one unit, shape (draw, month): rate, course and chance drawn.

        `times`: how many times as many cases there are, a number or one a month; 1: no rise.
        """
        mean = self.rate_draws[:, unit, None] * self.course_draws * self.exposure[unit] * np.asarray(times)
        if self.dispersion > 0:
            mean = mean * random.gamma(1.0 / self.dispersion, self.dispersion, size=mean.shape)
        counts: Floats = random.poisson(mean).astype(np.float64)
        return counts


def expected_counts(counts: Floats, exposure: Floats, *, past: int, draws: int, seed: int) -> ExpectedCounts:
    """Learn from the first `past` months what to expect in the ones after them.

    Parameters
    ----------
    counts : array, shape (unit, month)
        nan where nothing was reported.
    exposure : array, shape (unit, month)
        Children × the share of the month that was reported, or any measure of what can have cases.
    past : int
        Months to learn from; the others are watched.

    Raises
    ------
    NoPopulation
        The past has no exposure.
    """
    known = np.where(np.isnan(counts), 0.0, exposure)
    cases = np.nan_to_num(counts)
    if not known[:, :past].any():
        raise NoPopulation
    course, drawn = _course(cases[:, :past].sum(axis=0), known[:, :past].sum(axis=0), counts.shape[1], draws, seed)
    weighted = (known[:, :past] * course[:past]).sum(axis=1)
    rates = integrated(cases[:, :past].sum(axis=1), weighted, level=0.95, draws=draws, seed=seed)
    mean = rates.mean[:, None] * known * course
    drift = _drift(cases[:, :past], mean[:, :past])
    spread = max(_overdispersion(cases[:, :past], mean[:, :past]) - drift, 0.0)
    drawn_rates = rates.draws * _levels(drift, rates.draws.shape, seed)
    return ExpectedCounts(mean[:, past:], spread, drift, drawn_rates, drawn[:, past:], known[:, past:])


def course_design(months: int, past: int, cases: float) -> Floats:
    """Return the terms of the common course: level, then trend, then a yearly wave, as far as the past bears them.

    Time is in years, 0 at the middle of the past; the trend stays level after the past: nobody knows that it goes on.
    """
    time = np.arange(months)
    years = (np.minimum(time, past - 1) - (past - 1) / 2) / 12
    angle = 2 * np.pi * time / 12
    terms = [np.ones(months)]
    if past >= 3 * MONTHS_PER_TERM and cases >= CASES_PER_TERM:
        terms.append(years)
    if past >= 2 * MONTHS_PER_TERM and cases >= 3 * CASES_PER_TERM:
        terms += [np.cos(angle), np.sin(angle)]
    return np.column_stack(terms)


def _course(cases: Floats, exposure: Floats, months: int, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return the common course of all months and draws of it, each with a mean of 1 over the past's exposure."""
    past = cases.size
    design = course_design(months, past, float(cases.sum()))
    known = exposure > 0
    if design.shape[1] == 1 or known.sum() <= 2 * design.shape[1]:
        return np.ones(months), np.ones((draws, months))
    weight = exposure[known] / exposure[known].mean()
    fit = quasi_poisson((cases[known] / weight)[None, :], design[:past][known], weight[None, :])
    noise = np.random.default_rng([seed, 1]).standard_normal((design.shape[1], draws))
    spread = max(float(fit.dispersion[0]), 1.0) * fit.covariance[0]
    drawn = fit.coefficients[0][:, None] + np.linalg.cholesky(spread) @ noise
    return _scaled(design @ fit.coefficients[0], exposure), _scaled((design @ drawn).T, exposure)


def _scaled(logarithm: Floats, exposure: Floats) -> Floats:
    past = exposure.size
    course = np.exp(np.clip(logarithm - logarithm[..., :past].mean(axis=-1, keepdims=True), -FASTEST, FASTEST))
    level = (course[..., :past] * exposure).sum(axis=-1, keepdims=True) / exposure.sum()
    scaled: Floats = course / level
    return scaled


def _drift(cases: Floats, mean: Floats) -> float:
    """Return how units' years vary about their means beyond chance, as `_overdispersion`.

    Each unit's rate was fitted to the same years, which takes up one of them.
    """
    years = cases.shape[1] // MONTHS_PER_TERM
    if years < FEWEST_YEARS_FOR_DRIFT:
        return UNKNOWN_DRIFT
    shape = (len(cases), years, MONTHS_PER_TERM)
    latest = slice(cases.shape[1] - years * MONTHS_PER_TERM, None)
    by_year = [each[:, latest].reshape(shape).sum(axis=2) for each in (cases, mean)]
    return _overdispersion(by_year[0], by_year[1], share_left=(years - 1) / years)


def _levels(drift: float, shape: tuple[int, ...], seed: int) -> Floats:
    if drift == 0.0:
        return np.ones(shape)
    return np.random.default_rng([seed, 4]).gamma(1.0 / drift, drift, size=shape)


def _overdispersion(cases: Floats, mean: Floats, *, share_left: float = 1.0) -> float:
    """Return a of variance = mean + a · mean² by moments; 0 where counts vary no more than chance makes them."""
    square = float((mean**2).sum())
    if square == 0.0:
        return 0.0
    return max(float(((cases - mean) ** 2 / share_left - mean).sum()) / square, 0.0)
