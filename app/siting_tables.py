"""The tables of a plan of sites: its communes, the plan in one row, its places, and what else was asked for."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.reasons import Plan, sentence
from app.result import Column, Layer, Sensitivity
from app.siting import Sites, within
from app.siting_lenses import NAMES, Compared
from data.project import Project

PERCENT = 100.0
RARE = 0.05
"""Sites chosen in a smaller share of the draws are not listed."""


def by_commune(project: Project, plan: Plan) -> pd.DataFrame:
    """Return one row a commune: its children, those within the limit and their mean minutes, before and after."""
    children, limit = plan.sites.children, plan.parameters.limit
    before = plan.before if plan.sites.existing else np.full(len(children), np.nan)
    columns = {
        "code": plan.sites.demand["commune_code"],
        "children": children,
        "children_within_before": children * within(before, limit),
        "children_within_after": children * within(plan.after, limit),
        **_minutes(children, "before", before),
        **_minutes(children, "after", plan.after),
    }
    sums = pd.DataFrame(columns).groupby("code").sum(min_count=1)
    units = communes(project)
    frame = pd.DataFrame({"code": units["code"], "name": full_names(units)}).merge(sums, on="code", how="left")
    some = frame["children"].where(frame["children"] > 0)
    return frame.assign(
        share_within_after=100 * frame["children_within_after"] / some,
        mean_minutes_before=frame["minutes_before"] / frame["reaching_before"],
        mean_minutes_after=frame["minutes_after"] / frame["reaching_after"],
    )


def _minutes(children: np.ndarray, when: str, reached: np.ndarray) -> dict[str, np.ndarray]:
    """Return children times minutes and the children they are of: those who reach a site."""
    reaching = np.where(np.isfinite(reached) & (children > 0), children, np.nan)
    return {f"minutes_{when}": reaching * np.where(np.isfinite(reached), reached, 0.0), f"reaching_{when}": reaching}


def summary(plan: Plan) -> pd.DataFrame:
    """Return the plan in one row: what it reaches, and how sure it is that no plan is better."""
    sites, limit, siting = plan.sites, plan.parameters.limit, plan.siting
    summed = pd.DataFrame(
        {
            **_cases(plan, {"before": plan.before, "after": plan.after}),
            "children": [sites.children.sum()],
            "children_within_before": [sites.children_within(plan.before, limit)],
            "children_within_after": [sites.children_within(plan.after, limit)],
            "mean_minutes_before": [sites.mean_minutes(plan.before)],
            "mean_minutes_after": [sites.mean_minutes(plan.after)],
            "objective": [siting.objective],
            "bound": [siting.bound],
            "gap": [100 * siting.gap],
            "status": [siting.status],
        }
    )
    prices = sites.places["cost"].iloc[list(plan.proposed)]
    return summed if prices.isna().any() else summed.assign(opening_cost=float(prices.sum()))


def _cases(plan: Plan, reached: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
    """Return what a plan for the cases of a lens reaches of them, by when; nothing where it counts children."""
    if not plan.counts_cases:
        return {}
    sites, limit = plan.sites, plan.parameters.limit
    return {
        "lens_cases": [float(sites.weights.sum())],
        **{f"cases_within_{when}": [sites.counted_within(minutes, limit)] for when, minutes in reached.items()},
        **{f"case_minutes_{when}": [sites.mean_counted_minutes(minutes)] for when, minutes in reached.items()},
    }


def places(project: Project, sites: Sites, positions: tuple[int, ...]) -> pd.DataFrame:
    """Return the facilities at `positions` with the name of their commune."""
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    rows = sites.places.iloc[list(positions)]
    return rows.assign(commune=rows["commune_code"].map(names)).reset_index(drop=True)


def proposed(project: Project, plan: Plan, found: pd.DataFrame) -> pd.DataFrame:
    """Return the new sites with their places and the reason of each, as `app.reasons.reasons` found it."""
    everyone = places(project, plan.sites, tuple(range(len(plan.sites.places))))
    labels = everyone["name"].fillna(everyone["facility_id"]) + " (" + everyone["commune"].fillna("?") + ")"
    second = found["next_best"].map(labels).astype(object).where(found["next_best"] >= 0, None)
    own = places(project, plan.sites, tuple(found["site"]))
    frame = pd.concat([found, own], axis=1).assign(next_best_site=second)
    said = [sentence(row) for row in frame[_REASON_NUMBERS].to_dict("records")]
    return frame.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


_REASON_NUMBERS = [
    "counted",
    "children_newly_within",
    "cases_newly_within",
    "children_lost_without",
    "mean_minutes_more_without",
    "cases_lost_without",
    "case_minutes_more_without",
    "next_best_site",
    "price_children",
    "price_minutes",
    "price_cases",
    "price_case_minutes",
]


def stability_frame(project: Project, plan: Plan, frequency: np.ndarray) -> pd.DataFrame:
    """Return the candidates chosen in at least `RARE` of the draws, or proposed, the most often chosen first."""
    listed = [
        site
        for site in range(plan.sites.existing, len(plan.sites.places))
        if frequency[site] >= RARE or site in plan.chosen
    ]
    ordered = sorted(listed, key=lambda site: (-frequency[site], site))
    frame = places(project, plan.sites, tuple(ordered))
    return frame.assign(
        chosen_in_draws=PERCENT * frequency[ordered], is_proposed=[site in plan.chosen for site in ordered]
    )


def lens_frame(project: Project, plan: Plan, seen: Compared) -> pd.DataFrame:
    """Return the candidates chosen under any lens: in how many, and whether under each; most lenses first."""
    chosen = {site for found in seen.plans.values() for site in found.sites if site >= plan.sites.existing}
    ordered = sorted(chosen, key=lambda site: (-len(seen.lenses_of(site)), site))
    frame = places(project, plan.sites, tuple(ordered))
    for name in NAMES:
        under = [name in seen.lenses_of(site) if name in seen.plans else None for site in ordered]
        frame[f"under_{name}"] = pd.Series(under, dtype=object)
    return frame.assign(chosen_in_lenses=[len(seen.lenses_of(site)) for site in ordered])


def columns(area: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    """Return columns of one sensitivity from pairs of name and unit."""
    return tuple(Column(name, unit, area) for name, unit in named)


_CODES = (("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°"))
_REACHED = (
    ("children_within_after", "children"),
    ("children_within_before", "children"),
    ("children", "children"),
    ("mean_minutes_after", "minutes"),
    ("mean_minutes_before", "minutes"),
)


_CASES_REACHED = (
    ("cases_within_after", "cases a year"),
    ("cases_within_before", "cases a year"),
    ("lens_cases", "cases a year"),
    ("case_minutes_after", "minutes"),
    ("case_minutes_before", "minutes"),
)
"""The same of a plan that counts the cases of a lens."""


def place_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of tables that list places."""
    return columns(area, ("name", ""), ("commune", ""), ("kind", ""), *_CODES)


def site_columns(area: Sensitivity, *more: Column) -> tuple[Column, ...]:
    """Return the columns of the new sites, with `more` before the codes."""
    first = columns(
        area,
        ("rank", ""),
        ("name", ""),
        ("commune", ""),
        ("children_newly_within", "children"),
        ("reason_vi", ""),
        ("reason_en", ""),
        ("children_lost_without", "children"),
        ("mean_minutes_more_without", "minutes"),
        ("next_best_site", ""),
        ("price_children", "children"),
        ("price_minutes", "minutes"),
    )
    return (*first, *more, *columns(area, ("kind", ""), *_CODES))


def case_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return what the new sites of a plan that counts the cases of a lens have besides: the same in cases."""
    return columns(
        area,
        ("counted", ""),
        ("cases_newly_within", "cases a year"),
        ("cases_lost_without", "cases a year"),
        ("case_minutes_more_without", "minutes"),
        ("price_cases", "cases a year"),
        ("price_case_minutes", "minutes"),
    )


def stability_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the table of how often each site is chosen."""
    named = (("name", ""), ("commune", ""), ("chosen_in_draws", "%"), ("is_proposed", ""), ("kind", ""))
    return columns(area, *named, *_CODES)


def lens_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the table of lenses."""
    under = tuple((f"under_{name}", "") for name in NAMES)
    return columns(tag, ("name", ""), ("commune", ""), ("chosen_in_lenses", ""), *under, ("kind", ""), *_CODES)


def frontier_columns(area: Sensitivity, second: str, *, cases: bool) -> tuple[Column, ...]:
    """Return the columns of a frontier over the column `second`, of a plan that counts `cases` or children."""
    unit = "minutes" if second == "worst_minutes" else ""
    counted = (("cases_within_after", "cases a year"), ("case_minutes_after", "minutes")) if cases else ()
    return columns(
        area,
        (second, unit),
        *counted,
        ("children_within_after", "children"),
        ("mean_minutes_after", "minutes"),
        ("new_sites", ""),
        ("is_the_plan", ""),
        ("site_names", ""),
        ("gap", "%"),
        ("site_codes", ""),
    )


def commune_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the communes."""
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    return (name, *columns(area, ("share_within_after", "%"), *_REACHED), code)


def plan_columns(area: Sensitivity, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of the plan in one row; its cost only where that of every new site is known."""
    cost = (("opening_cost", ""),) if "opening_cost" in frame else ()
    cases = _CASES_REACHED if "lens_cases" in frame else ()
    unit = "number" if cases else ""
    return columns(area, *cases, *_REACHED, *cost, ("status", ""), ("gap", "%"), ("objective", unit), ("bound", unit))


def layers(area: Sensitivity) -> tuple[Layer, ...]:
    """Return how the plan is drawn."""
    commune = ("name", "children_within_after", "children_within_before", "children", "mean_minutes_after", "code")
    place = ("name", "commune", "kind")
    return (
        Layer("share_within_after", "communes", "communes", commune, area, value="share_within_after", sense="good"),
        Layer("candidates", "candidates", "points", place, area),
        Layer("existing", "existing", "points", place, area),
        Layer("sites", "sites", "points", ("rank", *place, "children_newly_within", "reason_vi", "reason_en"), area),
    )
