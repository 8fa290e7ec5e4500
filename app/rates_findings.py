"""What the question about rates says in sentences: findings, what falls short, and its model card."""

from collections.abc import Iterator
from typing import Protocol

import pandas as pd

from app.case_counts import Selection
from app.children import Children
from app.language import N_, Text, both, day_text
from app.rates_check import LastYear
from app.result import Finding, ModelCard, Sensitivity, finding
from app.standardised_rates import StandardisedRates

SURE = 90.0
"""Probability in percent from which on a commune is said to exceed the threshold."""
FULL = 99.5
"""Share of days in percent from which on returns are said to be complete."""
_STRATA = {
    ("age_band", "sex"): N_("age band and sex"),
    ("age_band",): N_("age band"),
    ("sex",): N_("sex"),
}


class Asked(Protocol):
    """What the sentences need of the parameters."""

    minimum_cases: int
    threshold: float
    level: float


def rate_findings(
    rates: pd.DataFrame,
    province: pd.DataFrame,
    chosen: Selection,
    strata: StandardisedRates | None,
    asked: Asked,
    *,
    schematic: bool,
) -> Iterator[Finding]:
    """Yield what was found, in the order it should be read."""
    total = province.iloc[0]
    yield _case(
        N_(
            "From {start} to {end} the province received {cases} cases among {children} children: {rate:2} per 1,000 "
            "children and year ({lower:2} to {upper:2} when chance is allowed for)."
        ),
        start=day_text(chosen.start),
        end=day_text(chosen.end),
        **{name: float(total[name]) for name in ("cases", "children", "rate", "lower", "upper")},
    )
    yield _few_cases(rates, asked)
    yield _above(rates, asked)
    yield _case(N_("Reported is not what happened: a commune with a good officer reports more."))
    if chosen.of_cases:
        yield _case(
            N_(
                "The numbers are counted from the list of cases: no returns were sent. A commune that no case of the "
                "list lies in is taken to have had none."
            )
        )
    yield from _standardisation(strata)
    if schematic:
        yield _case(
            N_("Boundaries are schematic, so are neighbours: read rates drawn towards neighbours as an illustration.")
        )
    yield from _shortcomings(rates, total, chosen)


def _case(message: str, **numbers: str | int | float | Text) -> Finding:
    return finding(Sensitivity.CASE, message, **numbers)


def _few_cases(rates: pd.DataFrame, asked: Asked) -> Finding:
    counted = rates["class"].value_counts()
    return _case(
        N_(
            "Communes with at least {minimum} cases: {enough}; with fewer: {few}. Where cases are few, the commune's "
            "own rate says little: read the probable rate and its interval."
        ),
        enough=int(counted.get("enough", 0)),
        few=int(counted.get("not_enough_data", 0)),
        minimum=asked.minimum_cases,
    )


def _above(rates: pd.DataFrame, asked: Asked) -> Finding:
    return _case(
        N_(
            "Communes whose rate is more than {threshold:1} times the mean rate of communes, with a probability of at "
            "least {sure}%: {n} of {judged}."
        ),
        threshold=asked.threshold,
        sure=SURE,
        n=int((rates["exceedance"] >= SURE).sum()),
        judged=int(rates["exceedance"].notna().sum()),
    )


def _standardisation(strata: StandardisedRates | None) -> Iterator[Finding]:
    if strata is None:
        yield _case(
            N_(
                "Rates are not standardised by age and sex: for that both the children and the list of cases must be "
                "known by age band or sex."
            )
        )
        return
    yield _case(
        N_(
            "The standardised ratio compares the {cases} listed cases of communes with those expected at the "
            "province's rates by {strata}."
        ),
        cases=strata.cases,
        strata=both(_STRATA[strata.strata]),
    )
    if strata.unknown:
        yield _case(
            N_("Listed cases left out of the standardised ratio, their age band or sex not known: {n}."),
            n=strata.unknown,
        )


def _shortcomings(rates: pd.DataFrame, total: pd.Series, chosen: Selection) -> list[Finding]:
    silent = int((rates["class"] == "no_return").sum())
    partly = int(((rates["days_reported_share"] < FULL) & rates["rate"].notna()).sum())
    said = [
        (silent, N_("Communes that sent no return for this period: {n}. They are not counted as zero.")),
        (
            partly,
            N_(
                "Communes with returns for a part of the period only: {n}. Their rates are of the days returns came "
                "for; the others are not counted as zero."
            ),
        ),
        (
            int(total["cases_elsewhere"]),
            N_(
                "Cases that belong to no commune (online, place not known): {n}. They are in the total, not on the map."
            ),
        ),
        (
            chosen.straddling,
            N_("Rows left out because they reach over the edge of the period: {n}. Choose a period that holds them."),
        ),
        (
            chosen.other_vintage,
            N_("Rows left out because their codes are of another date than this project's communes: {n}."),
        ),
        (chosen.undated, N_("Cases of the list without any date: {n}. They are in no period and not counted.")),
        (
            int((rates["class"] == "no_children").sum()),
            N_("Communes without a number of children: {n}. No rate can be given for them."),
        ),
    ]
    return [_case(message, n=number) for number, message in said if number]


def model_card(
    asked: Asked, children: Children, strata: StandardisedRates | None, foretold: LastYear | None
) -> ModelCard:
    """Return the model card; its check on the project's data is `foretold`."""
    return ModelCard(
        purpose=both(N_("To compare communes by reported cases per child, and to see how uncertain each rate is.")),
        data=both(
            N_(
                "Cases received, as returns or the list of cases state them, and {children}. Children are counted for "
                "the days returns came for, each agency by its share of the cases."
            ),
            children=children.basis,
        ),
        assumptions=_assumptions(asked, strata),
        checked=both(
            N_(
                "Empirical Bayes rates equal the published ones for North Carolina (spdep, EBest and EBlocal) to 1e-6. "
                "In simulations on the demo at 0.5, 2 and 9 cases a commune, 95% intervals of the probable rate held "
                "the true rate in 92 to 98% of communes, those of the highest and lowest rates less often "
                "(docs/studies/rate_intervals.md)."
            )
        ),
        not_for=both(
            N_(
                "Not for ranking communes or judging officers, and not as a number of children harmed: "
                "many cases stay hidden."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Small communes with an unusually high or low rate: their probable rate lies nearer to the mean than "
                "the truth. Communes that report little: their rate looks low."
            ),
        ),
        validation=(_validation(foretold),),
    )


def _assumptions(asked: Asked, strata: StandardisedRates | None) -> Text:
    drawn = both(
        N_(
            "Cases are assumed to follow a Poisson distribution. Intervals are at {level}%, of crude rates exact "
            "(Garwood 1936). Empirical Bayes rates (Marshall 1991) draw each commune towards the province's rate, or "
            "towards that of its neighbourhood, the more the fewer children it has. The probable rate takes rates of "
            "communes to be gamma distributed; mean and coefficient of variation are integrated out (prior of the "
            "mean: Jeffreys'; of the coefficient: log-normal, median 0.6, 95% from 0.19 to 1.94). A relative risk is "
            "the rate divided by that mean. A commune has “enough data” from {minimum} cases."
        ),
        level=100 * asked.level,
        minimum=asked.minimum_cases,
    )
    if strata is None:
        return drawn
    return both(
        N_("{rates} The standardised ratio is indirect: the province's rates by {strata} are taken as exact."),
        rates=drawn,
        strata=both(_STRATA[strata.strata]),
    )


def _validation(foretold: LastYear | None) -> Finding:
    if foretold is None:
        return _case(
            N_(
                "Too few data to check the model on: that takes two years of counts and at least 20 cases before the "
                "last year."
            )
        )
    numbers = {"within": foretold.within, "communes": foretold.communes, "level": 100 * foretold.level}
    if foretold.share >= 100 * foretold.level - _SLACK:
        message = N_(
            "Checked on this project: from the years before {start}, the following year's count was foretold within "
            "its {level}% interval in {within} of {communes} communes, as it should be."
        )
    else:
        message = N_(
            "Checked on this project: from the years before {start}, the following year's count was foretold within "
            "its {level}% interval in only {within} of {communes} communes. Rates have changed: do not read them as "
            "a forecast."
        )
    return _case(message, start=day_text(foretold.start), **numbers)


_SLACK = 5.0
"""Percentage points below the level that are not said to be a failure."""
