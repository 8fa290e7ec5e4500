"""The tables of expected cases: communes, comparison of methods, importance, effects, groups of communes, forecast."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from app.expected_parts import PER, Answer, Floats
from app.result import Column, Sensitivity, Table
from app.tables import table_of

PER_YEAR = "per 1,000 children and year"
A_YEAR = "cases a year"
EXPECTED = "expected cases"
TIMES = "times"
SHOWN = {
    "poverty": "poverty",
    "dropouts": "dropouts_per_1000",
    "remoteness": "remoteness_of_services",
    "services": "services_per_1000",
}
"""Columns of the covariates that have one."""


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


def _with_limits(name: str, unit: str) -> tuple[Column, ...]:
    return _case(name, unit), _case(f"{name}_lower", unit), _case(f"{name}_upper", unit)


def tables(answer: Answer) -> tuple[Table, ...]:
    """Return all tables, the communes first."""
    shown = [name for name in answer.covariates.values if name in SHOWN]
    covariates = tuple(Column(SHOWN[name], answer.covariates.units[name], Sensitivity.AREA) for name in shown)
    public, area = Sensitivity.PUBLIC, Sensitivity.AREA
    name, code = Column("name", "", public), Column("code", "", public)
    children = Column("children", "children", area)
    columns = {
        "communes": (
            name, *_with_limits("expected_cases_per_year", A_YEAR), _case("expected_rate", PER_YEAR),
            _case("cases", "cases"), _case("expected_cases", EXPECTED), *_with_limits("ratio", TIMES),
            _case("beside_expected"),
            *covariates, children, code,
        ),
        "comparison": (
            _case("validation"), _case("method"), _case("handed_on"), _case("score"), *_with_limits("value", TIMES),
        ),
        "importance": (
            _case("covariate"), _case("used"), *_with_limits("rate_ratio", TIMES), *_with_limits("importance", TIMES),
            _case("communes_without"),
        ),
        "effects": (_case("covariate"), _case("covariate_value", "number"), *_with_limits("effect_rate", PER_YEAR)),
        "groups": (
            _case("group"), _case("communes"), children, _case("cases", "cases"), _case("expected_cases", EXPECTED),
            *_with_limits("ratio", TIMES), _case("deviance", TIMES),
        ),
        "forecast": (
            name, _case("forecast_from", "day"), _case("forecast_to", "day"), _case("forecast_cases", EXPECTED),
            _case("forecast_cases_lower", "cases"), _case("forecast_cases_upper", "cases"), code,
        ),
    }  # fmt: skip
    frames = {
        "communes": commune_rows(answer),
        "comparison": _frame(columns["comparison"], comparison_rows(answer)),
        "importance": _frame(columns["importance"], importance_rows(answer)),
        "effects": _frame(columns["effects"], effect_rows(answer)),
        "groups": _frame(columns["groups"], group_rows(answer)),
        "forecast": forecast_rows(answer),
    }
    made = {name: table_of(name, frames[name], columns[name], _sensitivity(name)) for name in frames}
    return tuple(table for name, table in made.items() if table.rows or name == "communes")


def _sensitivity(name: str) -> Sensitivity:
    return Sensitivity.AREA if name == "communes" else Sensitivity.CASE


def _frame(columns: tuple[Column, ...], rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[column.name for column in columns], dtype=object)


def commune_rows(answer: Answer) -> pd.DataFrame:
    """Return one row a commune: expected a year with its interval, observed beside expected, class, covariates."""
    from models.forecast import interval
    from models.rates import poisson_interval

    people, panel = answer.people, answer.panel
    lower, upper = interval(answer.draws * people, answer.level)
    observed, years = panel.cases.sum(axis=1), panel.person_time.sum(axis=1)
    compared = years * answer.compared_rates
    ratio = np.divide(observed, compared, out=np.full(len(observed), np.nan), where=compared > 0)
    least, most = poisson_interval(observed, compared, answer.level)
    frame = answer.units[["code", "name", "children"]].assign(
        expected_cases_per_year=people * answer.expected.rates,
        expected_cases_per_year_lower=np.minimum(lower, people * answer.expected.rates),
        expected_cases_per_year_upper=np.maximum(upper, people * answer.expected.rates),
        expected_rate=PER * answer.expected.rates,
        cases=observed,
        expected_cases=compared,
        ratio=ratio,
        ratio_lower=np.where(compared > 0, least, np.nan),
        ratio_upper=np.where(compared > 0, most, np.nan),
    )
    frame["beside_expected"] = _classes(frame, years)
    for name, column in SHOWN.items():
        if name in answer.covariates.values:
            frame[column] = frame["code"].map(answer.covariates.values[name])
    return _without_unknown(frame)


def _classes(frame: pd.DataFrame, years: Floats) -> Floats:
    conditions = [
        ~(frame["children"] > 0),
        years == 0,
        ~(frame["expected_cases"] > 0),
        frame["ratio_lower"] > 1,
        frame["ratio_upper"] < 1,
    ]
    names = ["no_children", "no_return", "not_enough_data", "more_than_expected", "fewer_than_expected"]
    return np.select(conditions, names, "as_expected")


def _without_unknown(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave empty what cannot be said: anything where there are no children, cases where no return came."""
    expected = [name for name in frame if str(name).startswith(("expected_cases_per_year", "expected_rate"))]
    frame.loc[frame["beside_expected"] == "no_children", expected] = np.nan
    silent = frame["beside_expected"].isin(["no_children", "no_return"])
    frame.loc[silent, ["cases", "expected_cases"]] = np.nan
    return frame


def comparison_rows(answer: Answer) -> Iterator[tuple[object, ...]]:
    """Yield a row for each validation, method and score that can be told: what tells nothing apart has no slope."""
    for each in answer.expected.compared:
        handed_on = each.method == answer.expected.handed_on
        for name, score in {**each.scores, "gain": each.gain}.items():
            if np.isfinite([score.value, score.lower, score.upper]).all():
                yield each.validation, each.method, handed_on, name, score.value, score.lower, score.upper


def importance_rows(answer: Answer) -> Iterator[tuple[object, ...]]:
    """Yield a row for each covariate asked for, whether it was used and why not."""
    from models.count_regression import usable

    used, names, nothing = answer.expected.used, answer.panel.names, (np.nan,) * 3
    differing = usable(answer.panel)
    ratios = _rate_ratios(answer)
    rises = {at: (each.value, each.lower, each.upper) for at, each in zip(used, answer.importance, strict=False)}
    for at, name in enumerate(names):
        status = "used" if at in used else "too_few_cases" if at in differing else "constant"
        yield name, status, *ratios.get(at, nothing), *rises.get(at, nothing), answer.covariates.filled[name]
    for name in answer.covariates.absent:
        yield name, "not_in_data", *nothing, *nothing, len(answer.units)


def _rate_ratios(answer: Answer) -> dict[int, tuple[float, float, float]]:
    """Return, for each covariate of the regression, how the rate changes with one standard deviation more."""
    from scipy.stats import norm

    fitted = answer.expected.regression
    if fitted is None:
        return {}
    reach = norm.ppf((1 + answer.level) / 2) * np.sqrt(np.diag(fitted.covariance))[1:]
    middle = fitted.coefficients[1:]
    limits = np.exp([middle, middle - reach, middle + reach]).T
    return {at: (row[0], row[1], row[2]) for at, row in zip(fitted.used, limits.tolist(), strict=True)}


def effect_rows(answer: Answer) -> Iterator[tuple[object, ...]]:
    """Yield the curve of each covariate used, a row a step."""
    for curve in answer.curves:
        name = answer.panel.names[curve.covariate]
        steps = zip(curve.values, PER * curve.rates, PER * curve.lower, PER * curve.upper, strict=True)
        yield from ((name, *map(float, step)) for step in steps)


def group_rows(answer: Answer) -> Iterator[tuple[object, ...]]:
    """Yield, for remote and near, poor and other communes, the cases observed beside those expected unseen."""
    from models.rates import poisson_interval
    from models.validation_scores import unit_deviance

    tried = answer.expected.trial(answer.expected.handed_on)
    if tried is None:
        return
    observed, expected = tried.observed.sum(axis=1), tried.expected.sum(axis=1)
    off, cells = unit_deviance(tried), tried.cells.sum(axis=1)
    for name, members in _groups(answer):
        within = members & (cells > 0)
        cases, wanted = float(observed[within].sum()), float(expected[within].sum())
        if wanted > 0:
            lower, upper = poisson_interval(cases, wanted, answer.level)
            figures = (cases, wanted, cases / wanted, float(lower), float(upper))
            yield (
                name,
                int(within.sum()),
                answer.people[within].sum(),
                *figures,
                off[within].sum() / cells[within].sum(),
            )


def _groups(answer: Answer) -> Iterator[tuple[str, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]]:
    """Yield the names and members of each pair of groups: above the median, and the others."""
    for covariate, above, below in (
        ("remoteness", "hard_to_reach", "easy_to_reach"),
        ("poverty", "poorer_half", "less_poor_half"),
    ):
        if covariate in answer.covariates.values:
            values = answer.panel.covariates[:, answer.panel.names.index(covariate)]
            if np.ptp(values) > 0:
                high = values > np.median(values)
                yield above, high
                yield below, ~high


def forecast_rows(answer: Answer) -> pd.DataFrame:
    """Return the next period's count of the communes together and of each, with the interval it should lie in."""
    from models.forecast import count_draws, count_interval

    known = answer.people > 0
    people = answer.people * answer.next_years
    drawn = count_draws(answer.draws, people, seed=answer.seed)
    lower, upper = count_interval(drawn, answer.level)
    least, most = count_interval(drawn.sum(axis=1), answer.level)
    mean = people * answer.expected.rates
    following = answer.counted.following
    frame = pd.DataFrame(
        {
            "name": [answer.province, *answer.units["name"]],
            "forecast_cases": [mean.sum(), *mean],
            "forecast_cases_lower": [float(least), *np.where(known, lower, np.nan)],
            "forecast_cases_upper": [float(most), *np.where(known, upper, np.nan)],
            "code": [answer.province_code, *answer.units["code"]],
            "children": [1.0, *answer.people],
        }
    )
    kept = frame[frame["children"] > 0]
    return kept.assign(forecast_from=following.start.isoformat(), forecast_to=following.end.isoformat())
