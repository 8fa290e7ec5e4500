"""The demo: Điện Biên with its real communes and figures, all else simulated with a fixed seed, the truth beside it.

Which is which, equations and parameters: docs/demo-model.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data import demo_cases, demo_figures, demo_places, demo_programmes, demo_staff, demo_visits

if TYPE_CHECKING:
    import geopandas as gpd

SEED = 2025


@dataclass(frozen=True, slots=True)
class DemoData:
    """The demo's tables by name, and the truth behind the case counts.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        indicators, demand_points, facilities, officers, skills, case_counts, targets, visits, recommendations,
        courses and partners, with the columns of `data.schema` (a column that would be empty is left out) and `source`
        in every row.
    truth : DataFrame
        What truly happened in each commune, month and kind, from `data.demo_cases.truth`. It is no table of the
        project: studies compare with it, planners never see it.
    seed : int
    """

    tables: Mapping[str, pd.DataFrame]
    truth: pd.DataFrame
    seed: int


def demo_tables(units: "gpd.GeoDataFrame", *, seed: int = SEED) -> DemoData:
    """Make the demo's tables on the given units.

    Parameters
    ----------
    units : GeoDataFrame
        The 45 communes of Điện Biên with polygons (others are ignored), as rows of the table `units`. Only the
        positions of settlements and facilities depend on the polygons: each lies inside its commune. No count, share
        or probability does.
    seed : int
        Each table draws from a stream of its own, so that one more table leaves the others as they are.

    Returns
    -------
    DemoData

    Raises
    ------
    MissingCommunes
        Some of the 45 communes are not in `units`.
    """
    facts = demo_figures.commune_facts(units)
    polygons = units.set_index("code")[units.geometry.name].loc[facts["code"]].to_numpy()
    poverty = demo_figures.poverty_shares(facts, stream(seed, "poverty"))
    dropped = demo_figures.dropouts(facts, poverty, stream(seed, "dropouts"))
    officers = demo_staff.officers(facts, stream(seed, "officers"))
    presence = demo_staff.presence(officers, facts["code"], demo_cases.MONTHS)
    happened = demo_cases.truth(facts, poverty, presence, stream(seed, "truth"))
    facilities = demo_places.facilities(facts, polygons, stream(seed, "facilities"))
    visits = demo_visits.visits(facts, stream(seed, "visits"))
    activities = demo_programmes.campaign_activities(facts, stream(seed, "activities"))
    tables = {
        "indicators": pd.concat([demo_figures.indicators(facts, poverty, dropped), activities], ignore_index=True),
        "demand_points": demo_places.demand_points(facts, polygons, stream(seed, "demand_points")),
        "facilities": facilities,
        "officers": officers,
        "skills": demo_staff.skills(officers, stream(seed, "skills")),
        "case_counts": demo_cases.case_counts(happened, stream(seed, "case_counts")),
        "targets": demo_figures.targets(),
        "visits": visits,
        "recommendations": demo_visits.recommendations(facts, visits, stream(seed, "recommendations")),
        "courses": demo_programmes.courses(facilities, stream(seed, "courses")),
        "partners": demo_programmes.partners(facts, stream(seed, "partners")),
    }
    return DemoData({name: _sourced(table, seed) for name, table in tables.items()}, happened, seed)


def simulated_source(seed: int) -> str:
    """Return what the column `source` says of a simulated row."""
    return f"mô phỏng / simulated (demo model, seed {seed})"


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random stream of one table: it depends on the seed and the name alone."""
    return np.random.default_rng([seed, *name.encode()])


def _sourced(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    said = table["source"] if "source" in table else pd.Series(index=table.index, dtype="str")
    return table.assign(source=said.fillna(simulated_source(seed)).astype("str"))
