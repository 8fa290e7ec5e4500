"""How long a child's way is from each shelter to the police and on to a hospital, and from which it is too long."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from app import travel_parameters
from app.access_findings import MEANS, SEASONS, named_places
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.places_counted import night_hours, not_counted
from app.referrals import HOSPITAL, POLICE, Referrals, referral_rows, referrals, with_referrals
from app.result import Column, Denominator, Finding, Layer, ModelCard, Result, Sensitivity, finding
from app.results import input_hashes
from app.tables import table_of
from app.travel_matrices import FURTHEST_METRES, Way
from app.travel_parameters import Known, Mode, Neighbours, Season, Speeds
from app.travel_places import SHELTERS, kinds_of, services_of
from app.travel_speeds import edited_speeds, speeds_of
from data.project import Project

GROUP = "access"
TITLE = N_("From the shelter to the police and a hospital")
NAMED = 5
"""Most places that a sentence names."""


class Parameters(Base):
    """From which places, how, and how long is too long."""

    limit: float = parameter(60.0, label=N_("Longest way for a child"), unit="minutes", gt=0, le=1440)
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    services: str = parameter(
        SHELTERS, label=N_("From which places"), about=N_("Shelters, or kinds of place separated by commas")
    )
    existing: Known = travel_parameters.existing()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours()
    friction: Speeds = travel_parameters.friction()


def prepare(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Project:
    """Return the project with the travel times of the question kept. Raises as `run`."""
    kinds = kinds_of(parameters.services, analysis="referral")
    return with_referrals(project, _way(parameters), kinds=kinds, existing=parameters.existing, tick=tick)


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoAreas, NoRaster
        The project lacks what the question needs.
    BadParameter
        A word of `services` is no kind of place.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes.
    """
    kinds = kinds_of(parameters.services, analysis="referral")
    found = referrals(project, _way(parameters), kinds=kinds, existing=parameters.existing, tick=tick)
    area = Sensitivity.AREA if parameters.existing == "public" else Sensitivity.PLACE
    rows = referral_rows(found)
    rows = rows.assign(further=~(rows["minutes_in_all"] <= parameters.limit))
    basis = both(N_("{n} places that children are referred from"), n=len(rows))
    return Result(
        analysis="referral",
        parameters=(),
        denominator=Denominator("facilities", "places", float(len(rows)), basis, area),
        tables=(table_of("referrals", rows, _columns(area), area),),
        layers=(Layer("referrals", "referrals", "points", _POPUP, area),),
        findings=(
            *_figures(rows, parameters, area),
            *_missing(found, area),
            *(edited_speeds(speeds_of(project), area) if parameters.friction == "table" else ()),
            *_night(project, parameters, area),
            finding(area, _KNOWN_PLACES[parameters.existing]),
            *_not_counted(project, parameters, rows),
        ),
        card=_card(),
        provenance=input_hashes(project, _INPUTS),
    )


def _way(parameters: Parameters) -> Way:
    return Way(
        parameters.mode, parameters.season, parameters.friction, parameters.resolution, parameters.neighbours
    )  # fmt: skip


_INPUTS = {
    **dict.fromkeys(("units", "rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA),
    "facilities": Sensitivity.PLACE,
}
_POPUP = ("name", "commune", "police_post", "minutes_to_police_post", "hospital", "minutes_in_all")


def _columns(area: Sensitivity) -> tuple[Column, ...]:
    named = (
        *(("name", ""), ("commune", ""), ("kind", ""), ("minutes_in_all", "minutes"), ("further", "")),
        *(("police_post", ""), ("minutes_to_police_post", "minutes")),
        *(("hospital_after_police", ""), ("minutes_police_to_hospital", "minutes")),
        *(("hospital", ""), ("minutes_to_hospital", "minutes")),
        *(("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°")),
    )
    return tuple(Column(name, unit, area) for name, unit in named)


def _figures(rows: pd.DataFrame, parameters: Parameters, area: Sensitivity) -> list[Finding]:
    far, reached = rows[rows["further"]], rows[np.isfinite(rows["minutes_in_all"])]
    said = [
        finding(
            area,
            N_(
                "From {n} of {all} shelters or other places the way to the police and on to a hospital takes more "
                "than {limit} minutes {means}, {season}."
            ),
            n=len(far),
            all=len(rows),
            limit=parameters.limit,
            means=both(MEANS[parameters.mode]),
            season=both(SEASONS[parameters.season]),
        )
    ]
    if len(reached) and len(far):
        message = N_("The longest ways: {names}.")
        said.append(finding(area, message, names=_longest(rows)))
    if len(rows) > len(reached):
        message = N_("Places from which no way leads to both police and hospital: {n}.")
        said.append(finding(area, message, n=len(rows) - len(reached)))
    return said


def _longest(rows: pd.DataFrame) -> Text:
    reached = rows[np.isfinite(rows["minutes_in_all"]) & rows["further"]]
    most = reached.sort_values(["minutes_in_all", "facility_id"], ascending=[False, True]).head(NAMED)
    return Text(*(_with_minutes(most, Language(code)) for code in LANGUAGES))


def _with_minutes(rows: pd.DataFrame, language: Language) -> str:
    pairs = zip(rows["name"].fillna(rows["facility_id"]), rows["minutes_in_all"], strict=True)
    return ", ".join(f"{shown_name(name, language)} ({language.number(float(minutes), 0)})" for name, minutes in pairs)


def _missing(found: Referrals, area: Sensitivity) -> list[Finding]:
    """Return what the chain lacks: posts, hospitals, or a way to a place."""
    beyond = pd.concat([found.police, found.hospitals]).iloc[found.onward.refused["destinations"]]
    refused = pd.concat([found.shelters.iloc[found.onward.refused["origins"]], beyond])
    said = []
    if found.police.empty:
        said.append(finding(area, N_("The project has no police post with a position.")))
    if found.hospitals.empty:
        said.append(finding(area, N_("The project has no hospital with a position.")))
    if len(refused):
        message = N_("Places that nobody reaches, as no way passes within {metres} m: {n} ({names}).")
        said.append(finding(area, message, n=len(refused), metres=FURTHEST_METRES, names=named_places(refused)))
    return said


_KNOWN_PLACES = {
    "public": N_("Only places whose address is public are in this table."),
    "all": N_("All places are counted, also those whose address is not public: this result must stay inside."),
}


def _night(project: Project, parameters: Parameters, area: Sensitivity) -> Iterator[Finding]:
    """Yield which places count, where the question is about the night."""
    if parameters.season == "night":
        kinds = (*kinds_of(parameters.services, analysis="referral"), POLICE, HOSPITAL)
        yield from night_hours(services_of(project, kinds, parameters.existing), area)


def _not_counted(project: Project, parameters: Parameters, rows: pd.DataFrame) -> Iterator[Finding]:
    kinds = kinds_of(parameters.services, analysis="referral")
    return not_counted(project, kinds, existing=parameters.existing, counted=len(rows), season=parameters.season)


def _card() -> ModelCard:
    return ModelCard(
        purpose=both(N_("To show from which shelters the way to the police and a doctor is too long for a child.")),
        assumptions=both(
            N_(
                "From the shelter to the nearest police post, and from that post to the hospital nearest to it, by "
                "the fastest way over a grid of cells; nobody waits on the way."
            )
        ),
        checked=both(
            N_("Motor times and referrals equal those that AccessMod publishes for its example, to the minute.")
        ),
        not_for=both(N_("Not for navigation: speeds are averages, many of them assumptions.")),
    )
