"""What early warning says: the alerts, or that there is none, and what was not watched; and its model card."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from app.alert_series import AllSeries
from app.alert_tables import RECENT
from app.alert_watch import Watch
from app.language import N_, both
from app.result import Finding, ModelCard, Sensitivity, finding

MOST_TOLD = 6
"""Alerts told one by one; the table has all."""


def findings(found: AllSeries, watch: Watch, alerts: pd.DataFrame, communes: pd.DataFrame) -> Iterator[Finding]:
    """Yield the findings, the alerts of now first."""
    now = alerts[alerts["when"] == "alert_now"]
    yield _in_all(found, watch, alerts, now)
    for row in now.head(MOST_TOLD).to_dict("records"):
        yield Finding(row["reason_vi"], row["reason_en"], {}, Sensitivity.CASE)
    yield finding(
        Sensitivity.CASE,
        N_("An alert is a reason to ask, not a proof: a campaign, a new officer or late returns raise reports too."),
    )
    yield _how(found, watch)
    yield from _power(communes)
    yield from _not_watched(watch, communes)
    yield from _delay(found)
    if found.monthly.longer:
        yield finding(
            Sensitivity.CASE,
            N_("Rows left out because they count more than one month: {n}. Early warning needs returns by month."),
            n=found.monthly.longer,
        )


def _in_all(found: AllSeries, watch: Watch, alerts: pd.DataFrame, now: pd.DataFrame) -> Finding:
    message = (
        N_(
            "Alerts of {first} to {last}: {n}; still or again in the last {recent} months: {now}. By chance alone "
            "about {false:1} a year are expected over all {series} series."
        )
        if len(alerts)
        else N_(
            "No alert from {first} to {last}: in none of {series} series did more come than chance explains. By chance "
            "alone about {false:1} a year are expected."
        )
    )
    return finding(
        Sensitivity.CASE,
        message,
        n=len(alerts),
        first=_month(found.months[watch.past]),
        last=_month(found.months[-1]),
        recent=RECENT,
        now=len(now),
        false=watch.false_alarms,
        series=watch.number,
    )


def _how(found: AllSeries, watch: Watch) -> Finding:
    if watch.large is None:
        return finding(
            Sensitivity.CASE,
            N_(
                "All series are watched by cumulative sums and the time between cases: for the improved Farrington "
                "method there are too few reports or less than three years before {first}."
            ),
            first=_month(found.months[watch.past]),
        )
    return finding(
        Sensitivity.CASE,
        N_(
            "Series with at least 5 reports in 4 months are watched by the improved Farrington method: {large}; the "
            "others by cumulative sums and the time between cases: {small}."
        ),
        large=len(watch.large_series),
        small=watch.number - len(watch.large_series),
    )


def _power(communes: pd.DataFrame) -> Iterator[Finding]:
    known = communes["doublings_found"].dropna()
    if len(known):
        yield finding(
            Sensitivity.CASE,
            N_(
                "Counts of communes are small: of doublings that begin six months ago about {middle} % would be found "
                "in the middle commune, {most} % in the best. Silence of this warning is no proof of calm."
            ),
            middle=round(float(known.median())),
            most=round(float(known.max())),
        )


def _not_watched(watch: Watch, communes: pd.DataFrame) -> Iterator[Finding]:
    counted = communes["alert"].value_counts()
    said = (
        ("no_children", N_("Communes without a number of children: {n}. They are not watched by themselves.")),
        ("no_return", N_("Communes that sent no return in the months watched: {n}. They cannot be watched.")),
    )
    for name, message in said:
        if counted.get(name, 0):
            yield finding(Sensitivity.CASE, message, n=int(counted[name]))
    if watch.communes is None:
        yield finding(Sensitivity.CASE, N_("No commune could be watched by itself."))


def _delay(found: AllSeries) -> Iterator[Finding]:
    if found.delay is not None:
        yield finding(
            Sensitivity.CASE,
            N_(
                "Cases enter the list late: of those of {month} about {share} % are registered so far. Expected "
                "numbers and thresholds allow for it ({cases} cases state both days)."
            ),
            month=_month(found.months[-1]),
            share=round(100 * float(found.delay.share_known[-1])),
            cases=found.delay.cases,
        )
    else:
        yield finding(
            Sensitivity.CASE,
            N_(
                "Late reports are not allowed for: that takes a list of cases with the days they were reported and "
                "registered. The latest months may still grow."
            ),
        )


def card(watch: Watch, *, budget: float, years: int) -> ModelCard:
    """Return the model card, with the false alarms measured on simulations of this project's series."""
    return ModelCard(
        purpose=both(
            N_("To notice early where more cases are reported than the past leads one to expect, and to say how sure.")
        ),
        data=both(
            N_(
                "Cases received by month, commune and kind, the months returns came for, and children by commune; the "
                "months before those watched, up to {years} years for the improved Farrington method."
            ),
            years=years,
        ),
        assumptions=both(
            N_(
                "Large series: improved Farrington method (Noufaily 2013), at least 5 reports in the last 4 months, "
                "its level set by simulation. Communes and rare kinds: likelihood-ratio CUSUM for a doubling (Höhle &"
                " Paul 2008) and exact waiting times, about expected counts from a gamma–Poisson model with the "
                "province's trend and season; a commune's level may move from year to year as it did. Thresholds are "
                "simulated so that all series together give at most {budget:1} false alarms a year, half of them "
                "large series'."
            ),
            budget=budget,
        ),
        checked=both(
            N_(
                "Thresholds equal R's surveillance (farringtonFlexible) to 1e-6 on 13 simulated series. False alarms "
                "and planted doublings on simulated provinces: docs/studies/alerts.md."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Communes with few children or few reports: a doubling there is found late or never. Where many cases "
                "are reported and reporting moves with officers who come and go, false alarms can be twice as many "
                "as allowed."
            ),
        ),
        not_for=both(
            N_(
                "Not for judging communes or officers, and not as a sign that children are safe where there is no "
                "alert. Nothing is done about a family because of an alert."
            )
        ),
        validation=tuple(_validation(watch, budget)),
    )


def _validation(watch: Watch, budget: float) -> Iterator[Finding]:
    yield finding(
        Sensitivity.CASE,
        N_(
            "In simulated years of this project's series without any rise there were {false:2} false alarms a year, "
            "where {budget:2} are allowed."
        ),
        false=watch.false_alarms,
        budget=budget,
    )
    if watch.communes is not None:
        came = float(np.nansum(watch.communes.counts))
        yield finding(
            Sensitivity.CASE,
            N_(
                "In the months watched the communes' model expected {expected:1} cases in communes from the months "
                "before; {cases} came."
            ),
            expected=float(watch.communes.expected.mean.sum()),
            cases=came,
        )


def _month(month: pd.Period) -> str:
    return str(month.strftime("%m/%Y"))
