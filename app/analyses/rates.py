"""Where many cases are reported for the children who live there, and how sure that is.

Cases per 1,000 children and year of each commune for a period and kind: crude with exact intervals, drawn towards the
province's or the neighbourhood's rate (empirical Bayes), and a posterior that allows for all that is uncertain.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from app import case_parameters
from app.case_counts import Selection, received_cases, year_totals
from app.children import Children, communes, full_names, indicator_values
from app.commune_neighbours import commune_neighbours
from app.exposure import person_years, reported_share, years_between
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.rates_check import last_year_foretold
from app.rates_findings import model_card, rate_findings
from app.result import Column, Layer, Result, Sensitivity
from app.results import input_hashes
from app.standardised_rates import COLUMNS as STANDARDISED
from app.standardised_rates import StandardisedRates, standardised_rates
from app.tables import table_of
from data.project import Project
from data.schema import STAGES

GROUP = "risk"
TITLE = N_("Reported cases per 1,000 children and year")
PER = 1000


class Parameters(Base):
    """What is counted, when, and from how many cases on a commune's own rate is shown."""

    kind: str = case_parameters.kind()
    agency: str = case_parameters.agency()
    period_start: date | None = case_parameters.period_start()
    period_end: date | None = case_parameters.period_end()
    minimum_cases: int = parameter(
        5, label=N_("Fewest cases for showing a commune's own rate"), unit="cases", ge=1, le=1000, advanced=True,
        about=N_("Below this a commune is shown as “not enough data”, beside its probable rate"),
    )  # fmt: skip
    threshold: float = parameter(
        1.5, label=N_("Relative risk to be exceeded"), ge=0.1, le=20, advanced=True,
        about=N_("As a multiple of communes' mean rate; the probability of being above it is given"),
    )  # fmt: skip
    level: float = parameter(0.95, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    age_band: str = case_parameters.age_band()


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    """
    chosen, children = case_parameters.counts_and_children(project, parameters)
    strata = _standardised(project, chosen, parameters)
    rates = commune_rates(project, chosen, children, parameters)
    rates = with_ratios(rates, strata)
    if tick:
        tick(0.5)
    province = province_rate(rates, received_cases(chosen.rows), chosen, parameters.level)
    foretold = last_year_foretold(children, chosen, parameters.level)
    if tick:
        tick(1.0)
    return Result(
        analysis="rates",
        parameters=(),
        period=case_parameters.period(chosen.start, chosen.end, parameters),
        denominator=children.denominator,
        tables=(
            table_of("communes", rates, commune_columns(strata), Sensitivity.AREA),
            table_of("province", province, PROVINCE_COLUMNS, Sensitivity.AREA),
            table_of("funnel", funnel(chosen.rows), FUNNEL_COLUMNS, Sensitivity.CASE),
        ),
        layers=layers(strata),
        findings=tuple(rate_findings(rates, province, chosen, strata, parameters, schematic=project.about.schematic)),
        card=model_card(parameters, children, strata, foretold),
        year_totals=year_totals(project),
        provenance=input_hashes(
            project,
            {
                "units": Sensitivity.AREA,
                "indicators": Sensitivity.AREA,
                "case_counts": Sensitivity.CASE,
                **({"cases": Sensitivity.CASE} if chosen.of_cases or strata else {}),
            },
        ),
    )


def _standardised(project: Project, chosen: Selection, parameters: Parameters) -> StandardisedRates | None:
    return standardised_rates(
        project,
        chosen,
        kind=parameters.kind,
        agency=parameters.agency,
        age_band=parameters.age_band,
        level=parameters.level,
    )


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


_PER_YEAR = "per 1,000 children and year"
_RATE = _case("rate", _PER_YEAR)
_INTERVAL = (_case("lower", _PER_YEAR), _case("upper", _PER_YEAR))
_FOUND = (
    Column("name", "", Sensitivity.PUBLIC),
    _case("cases", "cases"),
    _case("posterior_rate", _PER_YEAR),
    _case("posterior_lower", _PER_YEAR),
    _case("posterior_upper", _PER_YEAR),
    _case("exceedance", "%"),
    _case("class"),
    _RATE,
    *_INTERVAL,
    _case("empirical_bayes_rate", _PER_YEAR),
    _case("spatial_empirical_bayes_rate", _PER_YEAR),
    _case("cases_per_year", "cases a year"),
    _case("cases_per_year_lower", "cases a year"),
    _case("cases_per_year_upper", "cases a year"),
)
_RATIOS = (
    _case("smr", "times"),
    _case("smr_lower", "times"),
    _case("smr_upper", "times"),
    _case("expected_at_province_rates", "expected cases"),
)
_BASIS = (
    Column("children", "children", Sensitivity.AREA),
    _case("days_reported_share", "%"),
    _case("person_years", "child-years"),
    Column("population", "people", Sensitivity.AREA),
    Column("children_share", "%", Sensitivity.AREA),
    Column("code", "", Sensitivity.PUBLIC),
)
PROVINCE_COLUMNS = (
    _case("cases", "cases"),
    _case("cases_in_communes", "cases"),
    _case("cases_elsewhere", "cases"),
    _RATE,
    *_INTERVAL,
    Column("children", "children", Sensitivity.AREA),
    _case("person_years", "child-years"),
)
FUNNEL_COLUMNS = (_case("stage"), _case("counted"), _case("count"))
_POPUP = (
    *("name", "cases", "posterior_rate", "posterior_lower", "posterior_upper", "exceedance", "class"),
    *("rate", "lower", "upper", "children", "days_reported_share", "code"),
)


def commune_columns(strata: StandardisedRates | None) -> tuple[Column, ...]:
    """Return the columns in the order of every screen and file: name, what was found, what it rests on, code."""
    return (*_FOUND, *(_RATIOS if strata else ()), *_BASIS)


def layers(strata: StandardisedRates | None) -> tuple[Layer, ...]:
    """Return what a map can show; first the rate that allows for chance."""
    shown = ["posterior_rate", "exceedance", "empirical_bayes_rate", "spatial_empirical_bayes_rate"]
    drawn = [_layer(name, _POPUP) for name in shown]
    drawn.insert(1, _layer("rate", _POPUP, status="class"))
    return (*drawn, _layer("smr", (*_POPUP[:-1], *STANDARDISED, "code"))) if strata else tuple(drawn)


def _layer(name: str, popup: tuple[str, ...], status: str | None = None) -> Layer:
    return Layer(name, "communes", "communes", popup, Sensitivity.CASE, value=name, status=status, sense="bad")


def commune_rates(project: Project, chosen: Selection, children: Children, parameters: Parameters) -> pd.DataFrame:
    """Return one row a commune: children, cases, person-time, class, rates and intervals."""
    frame = _counted(project, chosen, children, parameters)
    frame["class"] = _classes(frame, parameters.minimum_cases)
    known = frame["class"].isin(["enough", "not_enough_data"])
    frame = _with_rates(frame, known, parameters)
    if not known.any():
        return frame
    return _with_spatial_rates(frame, known, project)


def _counted(project: Project, chosen: Selection, children: Children, parameters: Parameters) -> pd.DataFrame:
    units = communes(project)
    codes = units["code"]
    received = received_cases(chosen.rows)
    cases = codes.map(received.groupby("unit_code")["count"].sum().astype(float))
    population = indicator_values(project, "population", on=parameters.period_end).set_index("unit_code")["value"]
    frame = pd.DataFrame({"code": codes, "name": full_names(units)})
    frame["children"] = codes.map(children.by_commune).astype(float)
    frame["population"] = codes.map(population)
    frame["children_share"] = 100 * frame["children"] / frame["population"].where(frame["population"] > 0)
    frame["cases"] = cases.fillna(0.0) if chosen.of_cases else cases
    frame["days_reported_share"] = 100 * codes.map(reported_share(received, chosen, codes))
    frame["person_years"] = codes.map(person_years(children, chosen, received))
    return frame.assign(years=years_between(chosen.start, chosen.end) * frame["days_reported_share"] / 100)


def _classes(frame: pd.DataFrame, minimum_cases: int) -> pd.Series:
    conditions = [
        ~(frame["children"] > 0),
        frame["cases"].isna() | ~(frame["person_years"] > 0),
        frame["cases"] < minimum_cases,
    ]
    return pd.Series(np.select(conditions, ["no_children", "no_return", "not_enough_data"], "enough"), frame.index)


def _with_rates(frame: pd.DataFrame, known: pd.Series, parameters: Parameters) -> pd.DataFrame:
    """Return the frame with the rates that need no map, missing where nothing is known."""
    from models.rates import crude_rate, empirical_bayes, poisson_interval, posterior

    names = [column.name for column in _FOUND if column.name not in frame]
    frame = frame.assign(**dict.fromkeys(names, np.nan))
    cases = frame.loc[known, "cases"].to_numpy(float)
    exposure = frame.loc[known, "person_years"].to_numpy(float) / PER
    if not len(cases):
        return frame
    found = posterior(cases, exposure, level=parameters.level)
    frame.loc[known, "rate"] = crude_rate(cases, exposure)
    frame.loc[known, ["lower", "upper"]] = np.transpose(poisson_interval(cases, exposure, parameters.level))
    frame.loc[known, ["posterior_rate", "posterior_lower", "posterior_upper"]] = np.transpose(
        [found.mean, found.lower, found.upper]
    )
    frame.loc[known, "exceedance"] = 100 * found.exceedance(parameters.threshold)
    frame.loc[known, "empirical_bayes_rate"] = empirical_bayes(cases, exposure)
    return _with_cases_per_year(frame, known)


def _with_cases_per_year(frame: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Return the frame with the cases a year there would have been had every return come, and their exact interval."""
    per_year = frame["person_years"] / frame["years"].where(known) / PER
    columns = {"cases_per_year": "rate", "cases_per_year_lower": "lower", "cases_per_year_upper": "upper"}
    return frame.assign(**{name: frame[rate] * per_year for name, rate in columns.items()})


def _with_spatial_rates(frame: pd.DataFrame, known: pd.Series, project: Project) -> pd.DataFrame:
    from models.rates import spatial_empirical_bayes

    cases, exposure = frame["cases"].where(known, 0.0), frame["person_years"].where(known, 0.0) / PER
    smoothed = spatial_empirical_bayes(cases, exposure, commune_neighbours(project))
    return frame.assign(spatial_empirical_bayes_rate=pd.Series(smoothed, frame.index).where(known))


def with_ratios(rates: pd.DataFrame, strata: StandardisedRates | None) -> pd.DataFrame:
    """Return the rates with the standardised ratios beside them, where there are strata."""
    if strata is None:
        return rates
    return rates.merge(strata.by_commune, how="left", left_on="code", right_index=True)


def province_rate(rates: pd.DataFrame, received: pd.DataFrame, chosen: Selection, level: float) -> pd.DataFrame:
    """Return the province's own row. Cases outside every commune (online, no place) count here and only here.

    Those are of all children of the province; cases of communes are of the children and days returns came for. The
    rate is the sum of both, and its interval that of the sum of cases.
    """
    from models.rates import poisson_interval

    cases, inside = float(received["count"].sum()), float(rates["cases"].sum())
    everyone = float(rates["children"].sum()) * years_between(chosen.start, chosen.end)
    reported = float(rates.loc[rates["cases"].notna(), "person_years"].sum())
    rate = PER * (inside / reported if reported else 0.0) + PER * (cases - inside) / everyone
    lower, upper = poisson_interval(cases, 1.0, level)
    per_case = rate / cases if cases else PER / (reported or everyone)
    return pd.DataFrame(
        {
            "children": [rates["children"].sum()],
            "person_years": [reported],
            "cases_in_communes": [inside],
            "cases_elsewhere": [cases - inside],
            "cases": [cases],
            "rate": [rate],
            "lower": [per_case * float(lower)],
            "upper": [per_case * float(upper)],
        }
    )


def funnel(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sums by stage, from received to convicted, and by what was counted: persons are not cases."""
    sums = rows.groupby(["stage", "counted"])["count"].sum().reset_index()
    return sums.sort_values("stage", key=lambda stages: stages.map(STAGES.index), kind="stable")
