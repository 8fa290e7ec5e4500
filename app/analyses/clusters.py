"""Where communes with many cases lie together more than chance would have it, and where nothing stands out.

Each commune beside its neighbours (local Moran, Gi*), circles of any size (scan statistic), and both against chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from app import case_parameters
from app.case_counts import Selection, received_cases, year_totals
from app.children import Children
from app.cluster_card import card
from app.cluster_communes import Observed, observed
from app.cluster_findings import findings
from app.cluster_tests import (
    Chance,
    Circles,
    Correction,
    Measure,
    chance_maps,
    level_name,
    levels,
    measured,
    whole_map,
    with_circles,
    with_local,
    with_untested,
)
from app.language import N_
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.progress import Tick, between, unwatched
from app.result import Column, Layer, Result, Sensitivity
from app.results import input_hashes
from app.tables import table_of
from data.project import Project

GROUP = "risk"
TITLE = N_("Clusters: communes with many cases that lie together")
_LOCAL, _CHANCE = 0.1, 0.4
"""Of the work, where each part ends; the rest is the scan."""


class Parameters(Base):
    """What is counted and when, what is compared, and how hard chance is asked."""

    kind: str = case_parameters.kind()
    agency: str = case_parameters.agency()
    period_start: date | None = case_parameters.period_start()
    period_end: date | None = case_parameters.period_end()
    largest_share: float = parameter(
        25, label=N_("Largest cluster, as a part of all children"), unit="%", gt=0, le=50,
        about=N_("Circles that hold more children are not looked at; counted with the days returns cover"),
    )  # fmt: skip
    measure: Measure = parameter(
        "standardised", label=N_("Compare with neighbours"), advanced=True,
        about=N_("Which rates are compared; the standardised ones allow for how few children a commune has"),
    )  # fmt: skip
    correction: Correction = parameter(
        "fdr", label=N_("Correction for testing many communes"), advanced=True,
        about=N_("Without one, about one commune in twenty is called unusual by chance alone"),
    )  # fmt: skip
    permutations: int = parameter(
        9999, label=N_("Random maps for the neighbours"), ge=99, le=99_999, advanced=True,
        about=N_("The smallest probability they can show is 2 divided by one more than this"),
    )  # fmt: skip
    scan_permutations: int = parameter(999, label=N_("Random maps for the circles"), ge=19, le=9999, advanced=True)
    redraws: int = parameter(
        999, label=N_("Times the cases are drawn again"), ge=9, le=9999, advanced=True,
        about=N_("To see how often each commune would belong to a cluster if the years were lived again"),
    )  # fmt: skip
    seed: int = parameter(0, label=N_("Start of the random numbers"), ge=0, le=2**32 - 1, advanced=True)
    age_band: str = case_parameters.age_band()


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """What every part of the answer is made from."""

    communes: pd.DataFrame
    clusters: pd.DataFrame
    whole: pd.DataFrame
    chance: Chance | None
    levels: tuple[float, ...]


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods, NoChildren
        The project lacks what the question needs.
    """
    chosen, children = case_parameters.counts_and_children(project, parameters)
    seen = observed(project, chosen, children)
    found = tested(seen, parameters, tick or unwatched)
    return _result(project, parameters, chosen, children, found)


def tested(seen: Observed, parameters: Parameters, tick: Tick = unwatched) -> Tested:
    """Return what neighbours, circles and chance say of the communes."""
    known = seen.known
    values = measured(known["cases"].to_numpy(float), known["person_years"].to_numpy(float), parameters.measure)
    asked = {"permutations": parameters.permutations, "seed": parameters.seed}
    communes = with_local(
        with_untested(seen), seen, values, correction=parameters.correction, tick=between(tick, 0.0, _LOCAL), **asked
    )
    whole = whole_map(values, seen.neighbours, **asked)
    chance = chance_maps(seen, parameters.measure, parameters.correction, tick=between(tick, _LOCAL, _CHANCE), **asked)
    circles = Circles(parameters.largest_share, parameters.scan_permutations, parameters.redraws, parameters.seed)
    communes, clusters = with_circles(communes, circles, between(tick, _CHANCE, 1.0))
    tests = int(communes["local_p"].notna().sum())
    return Tested(communes, clusters, whole, chance, levels(parameters.permutations, parameters.correction, tests))


def _result(project: Project, parameters: Parameters, chosen: Selection, children: Children, found: Tested) -> Result:
    compared = found.communes["rate"].notna()
    elsewhere = int(received_cases(chosen.rows)["count"].sum() - found.communes["cases"][compared].sum())
    return Result(
        analysis="clusters",
        parameters=(),
        period=case_parameters.period(chosen.start, chosen.end, parameters),
        denominator=children.denominator,
        tables=(
            table_of("communes", found.communes, COMMUNE_COLUMNS, Sensitivity.AREA),
            table_of("clusters", found.clusters, CLUSTER_COLUMNS, Sensitivity.CASE),
            table_of("moran", found.whole, MORAN_COLUMNS, Sensitivity.CASE),
        ),
        layers=_layers(found.levels),
        findings=tuple(findings(found.communes, found.clusters, found.whole, chosen, elsewhere, project.about)),
        card=card(found.communes, found.clusters, found.chance, schematic=project.about.schematic),
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


def _case(name: str, unit: str = "") -> Column:
    return Column(name, unit, Sensitivity.CASE)


_YEARLY = "per 1,000 children and year"
COMMUNE_COLUMNS = (
    Column("name", "", Sensitivity.PUBLIC),
    _case("cluster_class"),
    _case("cluster"),
    _case("belongs_share", "%"),
    _case("local_class"),
    _case("p_level"),
    _case("hot_spot"),
    _case("cases", "cases"),
    _case("rate", _YEARLY),
    _case("local_moran", "number"),
    _case("gi_star_z", "number"),
    _case("local_p", "probability"),
    _case("local_adjusted_p", "probability"),
    _case("returns_share", "%"),
    Column("children", "children", Sensitivity.AREA),
    Column("code", "", Sensitivity.PUBLIC),
)
CLUSTER_COLUMNS = (
    _case("cluster"),
    _case("centre_commune"),
    _case("significant"),
    _case("cluster_p", "probability"),
    _case("communes"),
    _case("cases", "cases"),
    _case("expected_cases", "expected cases"),
    _case("relative_risk", "number"),
    _case("radius_km", "km"),
    _case("llr", "number"),
)
MORAN_COLUMNS = (
    _case("moran", "number"),
    _case("moran_expected", "number"),
    _case("moran_z", "number"),
    _case("moran_p", "probability"),
    _case("communes"),
)
_POPUP = ("name", "cluster_class", "local_class", "hot_spot", "cases", "rate", "belongs_share", "children", "code")
_UNKNOWN = ("no_return", "no_children")
_SPOTS = ("not_significant", "no_neighbours", *_UNKNOWN)
_CATEGORIES = {
    "cluster_class": ("most_likely", "secondary", "no_cluster", "no_centre", *_UNKNOWN),
    "local_class": ("high_high", "high_low", "low_high", "low_low", *_SPOTS),
    "hot_spot": ("hot_spot", "cold_spot", *_SPOTS),
}


def _layers(shown: tuple[float, ...]) -> tuple[Layer, ...]:
    """Return the maps; of levels of significance only those the permutations can reach."""
    reached = tuple(level_name(level) for level in reversed(shown))
    categories = {**_CATEGORIES, "p_level": (*reached, *_SPOTS)}
    classes = (
        Layer(name, "communes", "communes", _POPUP, Sensitivity.CASE, value=name, categories=each)
        for name, each in categories.items()
    )
    share = Layer("belongs_share", "communes", "communes", _POPUP, Sensitivity.CASE, value="belongs_share", sense="bad")
    return (*classes, share)
