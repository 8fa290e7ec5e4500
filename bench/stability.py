"""How long the stability of the demo's plan takes: 200 draws of demand and speed, the plan made anew in each.

Owns `figures`. The plan is that of five shelters for cases expected, without a project file: settlements, candidate
sites and air-line minutes of the demo; cases with an interval of half to twice their mean.
"""

from collections.abc import Iterator
from time import perf_counter

import pandas as pd

from app.siting import Aim
from bench.figure import Figure, Limit
from bench.process import in_fresh_process

DRAWS = 200
SHELTERS = 5
CASES_PER_CHILD = 0.001
LIMIT = Limit(30.0)
AIMS: tuple[Aim, ...] = ("covering", "p_median")


def figures() -> Iterator[Figure]:
    """Measure each aim that is judged."""
    for aim in AIMS:
        measured = in_fresh_process(stability_seconds, aim)
        name = f"stability of the demo, {aim}, draws: {DRAWS}"
        yield Figure(name, measured.seconds, measured.peak_memory_mb, limit=LIMIT)


def stability_seconds(aim: Aim) -> float:
    """Return the seconds that all draws of the demo's plan take."""
    from app.analyses.shelters import Parameters
    from app.demand_lenses import Lens
    from app.demo import demo_project
    from app.reasons import Plan
    from app.siting import demand_points, sites_of
    from app.siting_aims import solve
    from app.siting_lenses import LensDemand
    from app.siting_stability import judged

    project = demo_project()
    asked = Parameters(p=SHELTERS, objective=aim, minutes="air", draws=DRAWS)
    sites = sites_of(project, demand_points(project)[0], asked)
    plan = Plan(sites, asked, solve(sites, asked, fixed=sites.fixed))
    cases = CASES_PER_CHILD * sites.children
    seen = Lens("expected", pd.DataFrame(), "", "", (), out_of_date=False)
    demand = LensDemand(seen, cases, cases / 2, 2 * cases, ())
    start = perf_counter()
    judged(plan, asked, demand)
    return perf_counter() - start
