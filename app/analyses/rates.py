"""Where many cases are reported for the children who live there, and how sure that is.

Cases per 1,000 children of each commune for a period and kind, with exact Poisson intervals and empirical Bayes rates.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from app.case_counts import ALL, Selection, received_cases, select_counts, year_totals
from app.children import AGE_BAND, Children, children_by_commune, communes, full_names, indicator_values
from app.language import LANGUAGES, N_, Language, Text, both
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.result import Column, Finding, Layer, ModelCard, Period, Result, Sensitivity, finding
from app.results import input_hashes
from app.tables import table_of
from data.project import Project
from data.schema import STAGES

GROUP = "risk"
TITLE = N_("Reported cases per 1,000 children in a period")
PER = 1000


class Parameters(Base):
    """What is counted, when, and from how many cases on a commune's own rate is shown."""

    kind: str = parameter(
        ALL, label=N_("Kinds of case"), scope="kinds",
        about=N_("Kinds of case as in the data, separated by commas, or every kind"),
    )  # fmt: skip
    agency: str = parameter(ALL, label=N_("Agency"), about=N_("Whose list, or every list added up"))
    period_start: date | None = parameter(
        None, label=N_("From"), about=N_("First day; empty: as far as the data go"), scope="start"
    )
    period_end: date | None = parameter(
        None, label=N_("To"), about=N_("Last day; empty: as far as the data go"), scope="end"
    )
    minimum_cases: int = parameter(
        5, label=N_("Fewest cases for showing a commune's own rate"), unit="cases", ge=1, le=1000, advanced=True,
        about=N_("Below this a commune is shown as “not enough data”, beside its empirical Bayes rate"),
    )  # fmt: skip
    level: float = parameter(0.95, label=N_("Confidence level"), ge=0.5, le=0.999, advanced=True)
    age_band: str = parameter(AGE_BAND, label=N_("Age of a child"), advanced=True, about=N_("As in the indicator"))


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    """
    chosen = select_counts(
        project,
        kind=parameters.kind,
        agency=parameters.agency,
        start=parameters.period_start,
        end=parameters.period_end,
    )
    children = children_by_commune(project, age_band=parameters.age_band, on=parameters.period_end)
    rates = commune_rates(project, chosen, children, parameters)
    province = province_rate(rates, received_cases(chosen.rows), parameters.level)
    if tick:
        tick(1.0)
    return Result(
        analysis="rates",
        parameters=(),
        period=_period(chosen, parameters),
        denominator=children.denominator,
        tables=(
            table_of("communes", rates, COMMUNE_COLUMNS, Sensitivity.AREA),
            table_of("province", province, PROVINCE_COLUMNS, Sensitivity.AREA),
            table_of("funnel", funnel(chosen.rows), FUNNEL_COLUMNS, Sensitivity.CASE),
        ),
        layers=LAYERS,
        findings=tuple(_findings(rates, province, chosen, parameters)),
        card=_card(parameters),
        year_totals=year_totals(project),
        provenance=input_hashes(
            project,
            {
                "units": Sensitivity.AREA,
                "indicators": Sensitivity.AREA,
                "case_counts": Sensitivity.CASE,
                **({"cases": Sensitivity.CASE} if chosen.of_cases else {}),
            },
        ),
    )


def _period(chosen: Selection, parameters: Parameters) -> Period:
    stated = parameters.period_start and parameters.period_end
    return Period(chosen.start, chosen.end, Sensitivity.PUBLIC if stated else Sensitivity.CASE)


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


_PER_THOUSAND = "per 1,000 children"
_RATE = _case("rate", _PER_THOUSAND)
_INTERVAL = (_case("lower", _PER_THOUSAND), _case("upper", _PER_THOUSAND))
COMMUNE_COLUMNS = (
    Column("name", "", Sensitivity.PUBLIC),
    _case("cases", "cases"),
    _case("empirical_bayes_rate", _PER_THOUSAND),
    *_INTERVAL,
    _RATE,
    _case("class"),
    Column("children", "children", Sensitivity.AREA),
    _case("days_reported_share", "%"),
    Column("population", "people", Sensitivity.AREA),
    Column("children_share", "%", Sensitivity.AREA),
    Column("code", "", Sensitivity.PUBLIC),
)
"""In the order of every screen and file: the name, what was found, what it rests on, the code."""
PROVINCE_COLUMNS = (
    _case("cases", "cases"),
    _case("cases_in_communes", "cases"),
    _case("cases_elsewhere", "cases"),
    _RATE,
    *_INTERVAL,
    Column("children", "children", Sensitivity.AREA),
)
FUNNEL_COLUMNS = (_case("stage"), _case("counted"), _case("count"))
_POPUP = ("name", "cases", "empirical_bayes_rate", "lower", "upper", "rate", "class", "children", "code")
LAYERS = (
    Layer(
        "empirical_bayes_rate",
        "communes",
        "communes",
        _POPUP,
        Sensitivity.CASE,
        value="empirical_bayes_rate",
        sense="bad",
    ),
    Layer("rate", "communes", "communes", _POPUP, Sensitivity.CASE, value="rate", status="class", sense="bad"),
)


def commune_rates(project: Project, chosen: Selection, children: Children, parameters: Parameters) -> pd.DataFrame:
    """Return one row a commune: children, cases, rate, interval, empirical Bayes rate and class."""
    units = communes(project)
    codes = units["code"]
    received = received_cases(chosen.rows)
    by_commune = received.groupby("unit_code")["count"].sum().astype(float)
    frame = pd.DataFrame({"code": codes, "name": full_names(units)})
    frame["children"] = codes.map(children.by_commune)
    population = indicator_values(project, "population", on=parameters.period_end).set_index("unit_code")["value"]
    frame["population"] = codes.map(population)
    frame["children_share"] = 100 * frame["children"] / frame["population"]
    frame["cases"] = codes.map(by_commune)
    frame["days_reported_share"] = codes.map(days_reported_share(received, chosen)).fillna(0.0)
    frame["class"] = _classes(frame, parameters.minimum_cases)
    known = frame["class"].isin(["enough", "not_enough_data"])
    return _with_rates(frame, known, parameters.level)


def _with_rates(frame: pd.DataFrame, known: pd.Series, level: float) -> pd.DataFrame:
    from models.rates import crude_rate, empirical_bayes, poisson_interval

    cases = frame.loc[known, "cases"].to_numpy(float)
    children = frame.loc[known, "children"].to_numpy(float)
    lower, upper = poisson_interval(cases, children, level)
    frame = frame.assign(rate=np.nan, lower=np.nan, upper=np.nan, empirical_bayes_rate=np.nan)
    frame.loc[known, "rate"] = PER * crude_rate(cases, children)
    frame.loc[known, "lower"], frame.loc[known, "upper"] = PER * lower, PER * upper
    if known.any():
        frame.loc[known, "empirical_bayes_rate"] = PER * empirical_bayes(cases, children)
    return frame


def _classes(frame: pd.DataFrame, minimum_cases: int) -> pd.Series:
    conditions = [
        ~(frame["children"] > 0),
        frame["cases"].isna(),
        frame["cases"] < minimum_cases,
    ]
    return pd.Series(np.select(conditions, ["no_children", "no_return", "not_enough_data"], "enough"), frame.index)


def days_reported_share(received: pd.DataFrame, chosen: Selection) -> "pd.Series[float]":
    """Return, by unit, the share of the period's days (in %) that some return covers; a sent zero covers its days."""
    periods = received[["unit_code", "period_start", "period_end"]].drop_duplicates()
    ordered = periods.sort_values(["unit_code", "period_start", "period_end"])
    covered_until = ordered.groupby("unit_code")["period_end"].cummax().groupby(ordered["unit_code"]).shift()
    first_new = ordered["period_start"].where(
        ~(covered_until >= ordered["period_start"]), covered_until + pd.Timedelta(days=1)
    )
    days = ((ordered["period_end"] - first_new).dt.days + 1).clip(lower=0)
    return 100 * days.groupby(ordered["unit_code"]).sum() / ((chosen.end - chosen.start).days + 1)


def province_rate(rates: pd.DataFrame, received: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the province's own row. Cases outside every commune (online, no place) count here and only here."""
    from models.rates import crude_rate, poisson_interval

    children = rates["children"].sum()
    cases = float(received["count"].sum())
    inside = float(rates["cases"].sum())
    lower, upper = poisson_interval(np.array([cases]), np.array([children]), level)
    crude = crude_rate(np.array([cases]), np.array([children]))
    return pd.DataFrame(
        {
            "children": [children],
            "cases_in_communes": [inside],
            "cases_elsewhere": [cases - inside],
            "cases": [cases],
            "rate": PER * crude,
            "lower": PER * lower,
            "upper": PER * upper,
        }
    )


def funnel(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sums by stage, from received to convicted, and by what was counted: persons are not cases."""
    sums = rows.groupby(["stage", "counted"])["count"].sum().reset_index()
    return sums.sort_values("stage", key=lambda stages: stages.map(STAGES.index), kind="stable")


def _findings(rates: pd.DataFrame, province: pd.DataFrame, chosen: Selection, parameters: Parameters) -> list[Finding]:
    total = province.iloc[0]
    counted = rates["class"].value_counts()
    found = [
        finding(
            Sensitivity.CASE,
            N_(
                "From {start} to {end} the province received {cases} cases among {children} children: "
                "{rate:2} per 1,000 children over the whole period ({lower:2} to {upper:2} when chance is allowed for)."
            ),
            start=_day(chosen.start),
            end=_day(chosen.end),
            **{name: float(total[name]) for name in ("cases", "children", "rate", "lower", "upper")},
        ),
        finding(
            Sensitivity.CASE,
            N_(
                "Communes with at least {minimum} cases: {enough}; with fewer: {few}. "
                "Where cases are few, the commune's own rate says little: read the empirical Bayes rate."
            ),
            enough=int(counted.get("enough", 0)),
            few=int(counted.get("not_enough_data", 0)),
            minimum=parameters.minimum_cases,
        ),
        finding(Sensitivity.CASE, N_("Reported is not what happened: a commune with a good officer reports more.")),
    ]
    if chosen.of_cases:
        found.append(
            finding(Sensitivity.CASE, N_("The numbers are counted from the list of cases: no returns were sent."))
        )
    found += _shortcomings(rates, total, chosen)
    return found


def _day(day: date) -> Text:
    return Text(*(Language(code).date(day) for code in LANGUAGES))


def _shortcomings(rates: pd.DataFrame, total: pd.Series, chosen: Selection) -> list[Finding]:
    silent = int((rates["class"] == "no_return").sum())
    partly = int(((rates["days_reported_share"] < 99.5) & rates["cases"].notna()).sum())
    said = [
        (silent, N_("Communes that sent no return for this period: {n}. They are not counted as zero.")),
        (partly, N_("Communes with returns for a part of the period only: {n}. Their rates may be too low.")),
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
    return [finding(Sensitivity.CASE, message, n=number) for number, message in said if number]


def _card(parameters: Parameters) -> ModelCard:
    return ModelCard(
        purpose=both(N_("To compare communes by reported cases per child, and to see how uncertain each rate is.")),
        assumptions=both(
            N_(
                "Cases are assumed to follow a Poisson distribution. Intervals are exact (Garwood 1936) at "
                "{level:1}%. Empirical Bayes rates (Marshall 1991) draw each commune towards the province's rate, "
                "the more the fewer children it has."
            ),
            level=100 * parameters.level,
        ),
        checked=both(N_("Empirical Bayes rates equal the published ones for North Carolina (spdep, EBest) to 1e-6.")),
        not_for=both(
            N_(
                "Not for ranking communes or judging officers, and not as a number of children harmed: "
                "many cases stay hidden."
            )
        ),
    )
