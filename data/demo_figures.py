"""The demo's figures by commune: what is quoted of Điện Biên with its source, and the simulated indicators beside it.

The quoted figures and their sources stand in `demo_figures.csv`; equations and parameters in docs/demo-model.md.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.admin_units import VINTAGE
from data.errors import MissingCommunes

FIGURES = Path(__file__).with_name("demo_figures.csv")
PROVINCE = "11"
SEAT = "03127"
REFERENCE_DATE = "2024-12-31"
EARTH_RADIUS_KM = 6371.0088
POPULATION_SOURCE = (
    "population_2024 of the merger decrees (registered, about 12 % above real; not a census), "
    "vietnamese-provinces-database (MIT)"
)
CHILDREN_SOURCE = POPULATION_SOURCE + " × share under 16 by former district, census 2019 (General Statistics Office)"
TARGETS_SOURCE = "press article on a province's programme against violence and child abuse to 2025"
TARGETS = {
    "families_informed": 100,
    "students_guided": 100,
    "child_protection_staff_trained": 100,
    "education_institutions_informed": 100,
    "health_facilities_strengthened": 100,
    "investigators_trained": 100,
    "provinces_with_investigation_department": 40,
}


def commune_facts(units: pd.DataFrame) -> pd.DataFrame:
    """Join the quoted figures to the communes among `units`, by code.

    Parameters
    ----------
    units : DataFrame
        Rows of the table `units`; only those of the 45 communes of Điện Biên are used.

    Returns
    -------
    DataFrame
        code, name, kind, lon, lat, area_km2, population (people), children (under 16) and remoteness_km, the
        great-circle distance from the commune's centre to that of the seat, Điện Biên Phủ ward. Nothing here depends
        on a polygon.

    Raises
    ------
    MissingCommunes
        Some of the 45 communes are not in `units`.
    """
    figures = pd.read_csv(FIGURES, comment="#", dtype={"code": "str"})
    missing = sorted(set(figures["code"]) - set(units["code"]))
    if missing:
        raise MissingCommunes(tuple(missing))
    places = pd.DataFrame(units[["code", "name", "kind", "lon", "lat", "area_km2"]])
    facts = figures.merge(places, on="code", validate="one_to_one").sort_values("code", ignore_index=True)
    children = (facts["population"] * facts["under_16_share"]).round().astype("int64")
    return facts.assign(children=children, remoteness_km=_distance_to_seat(facts))


def poverty_shares(facts: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.float64]:
    """Simulate the share of poor households of each commune: higher the further from the seat (eq. 1)."""
    noise = rng.normal(0.0, 0.45, len(facts))
    shares: NDArray[np.float64] = 1 / (1 + np.exp(0.9 - 0.6 * standardised(facts["remoteness_km"]) - noise))
    return shares.round(3)


def dropouts(facts: pd.DataFrame, poverty: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Simulate the children who left school in a year: Poisson, 1 to 9 per 1,000 children with poverty (eq. 2)."""
    return rng.poisson(facts["children"].to_numpy() * (0.001 + 0.010 * poverty))


def indicators(facts: pd.DataFrame, poverty: NDArray[np.float64], dropped: NDArray[np.int64]) -> pd.DataFrame:
    """Return the table `indicators`: population and children as quoted, poverty and dropouts as simulated.

    Stocks are dated by one day, the dropouts by the calendar year 2024.
    """
    blocks = (
        _indicator(facts, "population", facts["population"], unit="people", source=POPULATION_SOURCE),
        _indicator(facts, "children", facts["children"], unit="people", age_band="0-15", source=CHILDREN_SOURCE),
        _indicator(facts, "poverty", (100 * poverty).round(1), unit="%"),
        _indicator(facts, "dropouts", dropped, unit="people", since="2024-01-01"),
    )
    return pd.concat(blocks, ignore_index=True)


def targets() -> pd.DataFrame:
    """Return the table `targets`: what the programmes to 2025 set, in percent, as the press reports it."""
    return pd.DataFrame({"indicator": list(TARGETS), "value": [float(value) for value in TARGETS.values()]}).assign(
        unit="percent", due_on=pd.Timestamp("2025-12-31").as_unit("s"), source=TARGETS_SOURCE
    )


def standardised(values: pd.Series | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values with mean 0 and standard deviation 1."""
    numbers = np.asarray(values, dtype=np.float64)
    result: NDArray[np.float64] = (numbers - numbers.mean()) / numbers.std()
    return result


def _indicator(
    facts: pd.DataFrame,
    name: str,
    values: pd.Series | NDArray[np.float64] | NDArray[np.int64],
    *,
    unit: str,
    since: str = REFERENCE_DATE,
    **texts: str,
) -> pd.DataFrame:
    return pd.DataFrame({"unit_code": facts["code"], "vintage": VINTAGE, "indicator": name}).assign(
        period_start=pd.Timestamp(since).as_unit("s"),
        period_end=pd.Timestamp(REFERENCE_DATE).as_unit("s"),
        value=np.asarray(values, dtype=np.float64),
        unit=unit,
        **texts,
    )


def _distance_to_seat(facts: pd.DataFrame) -> NDArray[np.float64]:
    lon, lat = np.radians(facts["lon"].to_numpy()), np.radians(facts["lat"].to_numpy())
    seat = int(np.flatnonzero(facts["code"] == SEAT)[0])
    chord = np.sin((lat - lat[seat]) / 2) ** 2 + np.cos(lat) * np.cos(lat[seat]) * np.sin((lon - lon[seat]) / 2) ** 2
    kilometres: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return kilometres
