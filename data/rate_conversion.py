"""Rates of the units before 1 July 2025 made anew for the present ones: from converted numerators and denominators.

A rate times what it is a rate of is its numerator. Both are converted like any count, and divided again. Where the
project does not hold the denominator of every unit that went into a present one, no rate of that one is made.
"""

import re
from collections.abc import Sequence

import pandas as pd

from data.conversion import convert, recompute_rate
from data.unit_lists import OLD_VINTAGE

DENOMINATORS: Sequence[tuple[str, tuple[str, ...]]] = (
    (r"poverty|nghèo|household|\bhộ\b", ("households", "population")),
    (r"child|trẻ|dropout|bỏ học|pupil|học sinh", ("children",)),
    (r"", ("population", "households")),
)
"""What is in a rate's name or unit, and the indicators it may be a rate of, the better one first."""
_SAME = ["unit_code", "sex", "period_end"]
_NUMERATOR, _DENOMINATOR, _LACKING = "numerator", "denominator", "lacking"


def possible_denominators(indicator: str, unit: str) -> tuple[str, ...]:
    """Return the indicators that a rate may be a rate of, the better one first.

    >>> possible_denominators("poverty", "%"), possible_denominators("out of school", "per 1,000 children")
    (('households', 'population'), ('children',))
    """
    text = f"{indicator} {unit}".lower()
    return next(names for pattern, names in DENOMINATORS if re.search(pattern, text))


def denominators(rates: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the name and the value of what each rate is a rate of: of the same unit and sex, on the same last day.

    All rates of one indicator get the same denominator: the one known for most of them. Where several age bands of it
    are held, it is not known which is meant.

    Parameters
    ----------
    rates, counts : DataFrame
        Rows of the table `indicators`, of one vintage.

    Returns
    -------
    DataFrame
        name, value, with the index of `rates`; the value is missing where it is not known.
    """
    single = counts.drop_duplicates([*_SAME, "indicator"], keep=False)
    found = [_of_one(rows, single) for _, rows in rates.groupby(["indicator", "unit"], dropna=False)]
    return pd.concat(found).reindex(rates.index) if found else pd.DataFrame({"name": [], "value": []})


def _of_one(rates: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    indicator, unit = rates[["indicator", "unit"]].fillna("").iloc[0]
    tried = []
    for name in possible_denominators(indicator, unit):
        known = counts.loc[counts["indicator"] == name, [*_SAME, "value"]]
        values = rates[_SAME].merge(known, on=_SAME, how="left")["value"].set_axis(rates.index)
        tried.append(pd.DataFrame({"name": name, "value": values}))
    return max(tried, key=lambda each: int(each["value"].notna().sum()))


def converted_rates(
    rates: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    by: Sequence[str],
    crosswalk: pd.DataFrame,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the rates of present units that can be made from those of the units before 1 July 2025.

    Parameters
    ----------
    rates, counts : DataFrame
        Rows of the table `indicators`, of the old units.
    by, crosswalk, weights
        As of `data.conversion.convert`.

    Returns
    -------
    DataFrame
        unit_code, the columns of `by`, value.
    """
    below = denominators(rates, counts)["value"].astype("float64")
    parts = rates.assign(
        **{_NUMERATOR: rates["value"] * below, _DENOMINATOR: below, _LACKING: below.isna().astype("float64")}
    )
    columns = [_NUMERATOR, _DENOMINATOR, _LACKING]
    made = convert(parts, from_=OLD_VINTAGE, value_columns=columns, by=by, crosswalk=crosswalk, weights=weights)
    lacking = made.ranges.loc[made.ranges["column"] == _LACKING, "high"].to_numpy(dtype=float) > 0
    found = recompute_rate(made, _NUMERATOR, _DENOMINATOR).rename(columns={"rate": "value"})
    return found.loc[~lacking & found["value"].notna(), ["unit_code", *by, "value"]]
