"""Where the next shelters should open so that most children are near one, with the reason for each place.

Maximal covering or p-median; existing shelters are kept.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from app import travel_parameters
from app.children import communes, full_names
from app.errors import TooManyShelters
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.progress import unwatched
from app.reasons import Plan, reasons, sentence
from app.result import Column, Denominator, Finding, Layer, ModelCard, Result, Sensitivity, finding
from app.results import input_hashes
from app.siting import Sites, demand_points, placed_facilities, sites_of, solve, with_minutes, within
from app.siting_findings import travel_findings
from app.tables import table_of
from app.travel_parameters import Known, Mode, Neighbours, Season, Speeds
from app.words import RANK_MEANS
from data.project import Project
from data.schema import SHELTER_KINDS

GROUP = "plan"
TITLE = N_("Where the next shelters should open")
NAMED_COMMUNES = 5
"""Most communes that a sentence names."""


class Parameters(Base):
    """How many shelters, how near is near, and which places are known."""

    p: int = parameter(5, label=N_("New shelters"), ge=1, le=500)
    objective: Literal["covering", "p_median"] = parameter(
        "covering", label=N_("Aim"),
        about=N_("Most children within the limit, or the least minutes in all"),
    )  # fmt: skip
    limit: float = parameter(60.0, label=N_("Time limit for “near”"), unit="minutes", gt=0, le=1440)
    existing: Known = travel_parameters.existing(N_("Existing shelters"))
    candidates: str = parameter(
        "candidate", label=N_("Candidate sites"),
        about=N_("Places marked as candidates, or kinds of place separated by commas"),
    )  # fmt: skip
    minutes: Literal["auto", "travel", "air"] = parameter(
        "auto", label=N_("Minutes"),
        about=N_("Travel over roads and land where the project knows any, else the air line"),
    )  # fmt: skip
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours("8")
    friction: Speeds = travel_parameters.friction()
    speed: float = parameter(
        30.0, label=N_("Speed"), unit="km/h", about=N_("Where minutes are those of the air line"), gt=0, le=200,
        advanced=True,
    )  # fmt: skip
    detour: float = parameter(
        1.5, label=N_("Detour factor"), about=N_("Road kilometres for one kilometre of air line"), ge=1, le=5,
        advanced=True,
    )  # fmt: skip
    time_limit: float = parameter(
        120.0, label=N_("Longest computing time"), unit="seconds", gt=0, le=3600, advanced=True
    )


def prepare(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Project:
    """Return the project with the travel times of the question kept. Raises as `run`."""
    return with_minutes(project, parameters, tick=tick)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoChildren, NoCandidates, NoAreas, NoRaster
        The project lacks what the question needs.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes.
    TooManyShelters
        More shelters asked for than there are candidate sites.
    """
    report = tick or unwatched
    demand, denominator = demand_points(project)
    sites = sites_of(project, demand, parameters, tick=lambda done: report(0.5 * done))
    if parameters.p > len(sites.places) - sites.existing:
        raise TooManyShelters(parameters.p, len(sites.places) - sites.existing)
    siting = solve(sites, parameters, fixed=sites.fixed, tick=lambda done: report(0.5 + 0.3 * done))
    plan = Plan(sites, parameters, siting)
    found = _proposed(project, plan, reasons(plan, tick=lambda done: report(0.8 + 0.2 * done)))
    return _result(project, plan, found, denominator)


def _result(project: Project, plan: Plan, proposed: pd.DataFrame, denominator: Denominator) -> Result:
    area = Sensitivity.AREA if plan.parameters.existing == "public" else Sensitivity.PLACE
    unchosen = tuple(set(range(len(plan.sites.places))) - set(plan.chosen))
    reached = by_commune(project, plan)
    return Result(
        analysis="shelters",
        parameters=(),
        denominator=denominator,
        tables=(
            table_of("sites", proposed, _site_columns(area), area),
            table_of("communes", reached, _commune_columns(area), area),
            table_of("existing", places(project, plan.sites, plan.sites.fixed), _place_columns(area), area),
            table_of("candidates", places(project, plan.sites, unchosen), _place_columns(area), area),
            table_of("plan", summary(plan), _plan_columns(area), area),
        ),
        layers=_layers(area),
        findings=tuple(_findings(project, plan, reached, area)),
        card=_card(),
        provenance=input_hashes(project, _INPUTS if plan.sites.travel is None else _INPUTS | _GROUND),
    )


_INPUTS = {
    **dict.fromkeys(("units", "indicators", "demand_points"), Sensitivity.AREA),
    "facilities": Sensitivity.PLACE,
}
_GROUND = dict.fromkeys(("rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA)


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
    """Return children times minutes and the children they are of: those who reach a shelter."""
    reaching = np.where(np.isfinite(reached) & (children > 0), children, np.nan)
    return {f"minutes_{when}": reaching * np.where(np.isfinite(reached), reached, 0.0), f"reaching_{when}": reaching}


def summary(plan: Plan) -> pd.DataFrame:
    """Return the plan in one row: what it reaches, and how sure it is that no plan is better."""
    sites, limit, siting = plan.sites, plan.parameters.limit, plan.siting
    return pd.DataFrame(
        {
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


def places(project: Project, sites: Sites, positions: tuple[int, ...]) -> pd.DataFrame:
    """Return the facilities at `positions` with the name of their commune."""
    units = communes(project)
    names = dict(zip(units["code"], full_names(units), strict=True))
    rows = sites.places.iloc[list(positions)]
    return rows.assign(commune=rows["commune_code"].map(names)).reset_index(drop=True)


def _proposed(project: Project, plan: Plan, found: pd.DataFrame) -> pd.DataFrame:
    everyone = places(project, plan.sites, tuple(range(len(plan.sites.places))))
    labels = everyone["name"].fillna(everyone["facility_id"]) + " (" + everyone["commune"].fillna("?") + ")"
    second = found["next_best"].map(labels).astype(object).where(found["next_best"] >= 0, None)
    own = places(project, plan.sites, tuple(found["site"]))
    frame = pd.concat([found, own], axis=1).assign(next_best_site=second)
    said = [sentence(row) for row in frame[_REASON_NUMBERS].to_dict("records")]
    return frame.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


_REASON_NUMBERS = [
    "children_newly_within",
    "children_lost_without",
    "mean_minutes_more_without",
    "next_best_site",
    "price_children",
    "price_minutes",
]


def _findings(project: Project, plan: Plan, reached: pd.DataFrame, area: Sensitivity) -> list[Finding]:
    return [
        _headline(plan, area),
        *travel_findings(project, plan, area),
        _left_out(reached, area),
        finding(area, N_("The plan counts children and travel time, not reported cases.")),
        finding(area, RANK_MEANS),
        finding(area, _PROOF[plan.siting.status], gap=100 * plan.siting.gap),
        finding(area, _KNOWN_PLACES[plan.parameters.existing]),
        *_not_counted(project, plan),
        *_without_position(project, area),
    ]


def _headline(plan: Plan, area: Sensitivity) -> Finding:
    sites, limit = plan.sites, plan.parameters.limit
    children = float(sites.children.sum())
    reached = {
        "before": sites.children_within(plan.before, limit),
        "after": sites.children_within(plan.after, limit),
    }
    shares = {f"{name}_share": 100 * value / children if children else 0.0 for name, value in reached.items()}
    numbers = {"new": len(plan.proposed), "limit": limit, "children": children, "existing": sites.existing}
    return finding(area, _HEADLINES[plan.parameters.existing], **numbers, **reached, **shares)


def _left_out(reached: pd.DataFrame, area: Sensitivity) -> Finding:
    """Return how many children stay beyond the limit, and the communes where most of them live."""
    beyond = (reached["children"] - reached["children_within_after"]).round().fillna(0)
    if not beyond.any():
        return finding(area, N_("With the plan no child is beyond the limit."))
    most = reached.assign(beyond=beyond).sort_values(["beyond", "code"], ascending=[False, True])
    named = most[most["beyond"] > 0].head(NAMED_COMMUNES)
    return finding(
        area,
        N_("Left out: {beyond} children stay beyond the limit. Communes with the most of them: {names}."),
        beyond=float(beyond.sum()),
        names=Text(*(_counted_names(named, Language(code)) for code in LANGUAGES)),
    )


def _counted_names(named: pd.DataFrame, language: Language) -> str:
    pairs = zip(named["name"], named["beyond"], strict=True)
    return ", ".join(f"{shown_name(name, language)} ({language.number(beyond)})" for name, beyond in pairs)


def _not_counted(project: Project, plan: Plan) -> list[Finding]:
    """Return, for those who may know of every place, how many existing shelters the plan leaves uncounted."""
    if plan.parameters.existing == "all":
        return []
    known = placed_facilities(project, "all")
    shelters = int((known["kind"].isin(SHELTER_KINDS) & (known["status"] == "in_use")).sum())
    message = N_("Counted: {existing} of {all} existing shelters, those whose address is public.")
    return [finding(Sensitivity.PLACE, message, all=shelters, existing=plan.sites.existing)]


_HEADLINES = {
    "public": N_(
        "With {new} new shelters an estimated {after} of {children} children ({after_share:1}%) are within {limit} "
        "minutes of one; today {before} ({before_share:1}%). Existing shelters with a public address: {existing}."
    ),
    "all": N_(
        "With {new} new shelters an estimated {after} of {children} children ({after_share:1}%) are within {limit} "
        "minutes of one; today {before} ({before_share:1}%). Existing shelters: {existing}."
    ),
}
_KNOWN_PLACES = {
    "public": N_(
        "Only places whose address is public are counted, so an export marked “May be shared” may be passed on; "
        "an internal one may not. A shelter that is not public may already serve some of these children."
    ),
    "all": N_("All shelters are counted, also those whose address is not public: this plan must stay inside."),
}
_PROOF = {
    "optimal": N_("Best by this calculation: no better choice of sites exists under these assumptions."),
    "time_limit": N_("The time limit ended the search: a plan better by up to {gap:2}% may exist."),
}


def _without_position(project: Project, area: Sensitivity) -> list[Finding]:
    facilities = project["facilities"]
    known = facilities[facilities["disclosure"] == "public"] if area is Sensitivity.AREA else facilities
    missing = int((known["lon"].isna() | known["lat"].isna()).sum())
    message = N_("Places without a position: {n}. They are in no figure of this plan.")
    return [finding(area, message, n=missing)] if missing else []


def _card() -> ModelCard:
    return ModelCard(
        purpose=both(N_("To propose sites for a meeting: what each one brings and what its loss costs.")),
        assumptions=both(
            N_(
                "Children are counted where their settlement (else their commune's centre) lies and go to the nearest "
                "shelter; room is not limited. Integer programs solved by HiGHS (maximal covering: Church & ReVelle "
                "1974; p-median: Hakimi 1964)."
            )
        ),
        checked=both(N_("The optima equal the published ones (OR-Library pmed, SJC, San Francisco).")),
        not_for=both(
            N_(
                "Not for choosing a house or a street, nor for scoring a person. Need is the number of children, "
                "not of cases; look at the place before deciding."
            )
        ),
    )


def _columns(area: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, unit, area) for name, unit in named)


_CODES = (("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°"))
_REACHED = (
    ("children_within_after", "children"),
    ("children_within_before", "children"),
    ("children", "children"),
    ("mean_minutes_after", "minutes"),
    ("mean_minutes_before", "minutes"),
)


def _place_columns(area: Sensitivity) -> tuple[Column, ...]:
    return _columns(area, ("name", ""), ("commune", ""), ("kind", ""), *_CODES)


def _site_columns(area: Sensitivity) -> tuple[Column, ...]:
    return _columns(
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
        ("kind", ""),
        *_CODES,
    )


def _commune_columns(area: Sensitivity) -> tuple[Column, ...]:
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    return (name, *_columns(area, ("share_within_after", "%"), *_REACHED), code)


def _plan_columns(area: Sensitivity) -> tuple[Column, ...]:
    return _columns(area, *_REACHED, ("status", ""), ("gap", "%"), ("objective", ""), ("bound", ""))


def _layers(area: Sensitivity) -> tuple[Layer, ...]:
    commune = ("name", "children_within_after", "children_within_before", "children", "mean_minutes_after", "code")
    place = ("name", "commune", "kind")
    return (
        Layer("share_within_after", "communes", "communes", commune, area, value="share_within_after", sense="good"),
        Layer("candidates", "candidates", "points", place, area),
        Layer("existing", "existing", "points", place, area),
        Layer("sites", "sites", "points", ("rank", *place, "children_newly_within", "reason_vi", "reason_en"), area),
    )
