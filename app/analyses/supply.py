"""How many places the shelters have for the children around them, and how many children are left without one.

Places each child shares in (E2SFCA), and separately children allocated to capacity, the nearest first.
"""

from collections.abc import Callable, Iterator

import pandas as pd

from app import supply_demand as rows
from app import travel_parameters
from app.access_findings import MEANS, SEASONS, named_places
from app.errors import BadParameter
from app.language import N_, both
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.places_counted import INPUTS, known_places, night_hours, not_counted
from app.result import Column, Finding, Layer, ModelCard, Result, Sensitivity, Table, finding
from app.results import input_hashes
from app.supply_demand import Supply, supply_of
from app.tables import table_of
from app.travel_inputs import crossing, ground_of
from app.travel_matrices import FURTHEST_METRES, Way
from app.travel_parameters import Known, Mode, Neighbours, Season, Speeds
from app.travel_people import homes_of, located
from app.travel_places import SHELTERS, kinds_of, services_of
from app.travel_speeds import edited_speeds, speeds_of
from data.project import Project

GROUP = "access"
TITLE = N_("Places for the children around them")


class Parameters(Base):
    """Which places, how far, and how children are weighed by distance."""

    limit: float = parameter(60.0, label=N_("Longest way to a place"), unit="minutes", gt=0, le=1440)
    zones: str = parameter(
        "20, 40, 60", label=N_("Travel-time zones"), unit="minutes",
        about=N_("The outer minutes of each zone, rising, separated by commas"), advanced=True,
    )  # fmt: skip
    weights: str = parameter(
        "1, 0.68, 0.22", label=N_("Weights of the zones"),
        about=N_("One for each zone, separated by commas; those of Luo and Qi (2009)"), advanced=True,
    )  # fmt: skip
    mode: Mode = travel_parameters.mode()
    season: Season = travel_parameters.season()
    services: str = parameter(
        SHELTERS, label=N_("Places that help"), about=N_("Shelters, or kinds of place separated by commas")
    )
    existing: Known = travel_parameters.existing()
    resolution: float = travel_parameters.resolution()
    neighbours: Neighbours = travel_parameters.neighbours()
    friction: Speeds = travel_parameters.friction()


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoAreas, NoChildren, NoRaster
        The project lacks what the question needs.
    BadParameter
        A word of `services` is no kind of place, or `zones` or `weights` are no numbers.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes; zones do not rise, or weights are not as many.
    """
    zones, weights = numbers("zones", parameters.zones), numbers("weights", parameters.weights)
    kinds = kinds_of(parameters.services, analysis="supply")
    places = services_of(project, kinds, parameters.existing, season=parameters.season)
    way = Way(
        parameters.mode, parameters.season, parameters.friction, parameters.resolution, parameters.neighbours
    )  # fmt: skip
    across = crossing(ground_of(project, way), way, season=way.season)
    homes = homes_of(project, across.grid)
    near = located(homes, across.passable, resolution=way.resolution, furthest=FURTHEST_METRES)
    stated = places[places["capacity"].notna()].reset_index(drop=True)
    supply = supply_of(
        across, near, stated, zones=zones, weights=weights, limit=parameters.limit, tick=tick
    )  # fmt: skip
    return _result(project, parameters, supply, places)


def numbers(name: str, text: str) -> tuple[float, ...]:
    """Return the numbers that are separated by commas.

    Raises
    ------
    BadParameter
        A part is no number.

    Examples
    --------
    >>> numbers("zones", "20, 40, 60")
    (20.0, 40.0, 60.0)
    """
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BadParameter("supply", name, text, "20, 40, 60") from None


def _result(project: Project, parameters: Parameters, supply: Supply, places: pd.DataFrame) -> Result:
    area = Sensitivity.AREA if parameters.existing == "public" else Sensitivity.PLACE
    frames = {
        "communes": rows.commune_rows(project, supply),
        "supply": rows.place_rows(supply),
        "totals": rows.total_rows(supply),
    }
    return Result(
        analysis="supply",
        parameters=(),
        denominator=supply.located.homes.denominator,
        tables=_tables(frames, area),
        layers=_layers(area),
        findings=(
            *_figures(parameters, supply, frames, area),
            *_without(supply, places, area),
            *(edited_speeds(speeds_of(project), area) if parameters.friction == "table" else ()),
            *_night(project, parameters, area),
            known_places(parameters.existing, area),
            *_not_counted(project, parameters, places),
        ),
        card=_card(),
        provenance=input_hashes(project, INPUTS),
    )


_PER = "places per 1,000 children"
_SERVED = (("children_served", "children"), ("children_left_over", "children"))
_CODES = (("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°"))


def _columns(area: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, unit, area) for name, unit in named)


def _tables(frames: dict[str, pd.DataFrame], area: Sensitivity) -> tuple[Table, ...]:
    name, code = Column("name", "", Sensitivity.PUBLIC), Column("code", "", Sensitivity.PUBLIC)
    counts = (("places_per_1000", _PER), *_SERVED, ("children_beyond", "children"), ("children", "children"))
    of_place = (
        *(("name", ""), ("commune", ""), ("kind", ""), ("places_of", "places"), ("children_served", "children")),
        *(("places_free", "places"), ("children_within", "children"), ("places_per_1000", _PER)),
        *(("moved_metres", "m"), *_CODES),
    )
    sums = ("places_of", "places_reaching", "places_shared")
    totals = (("children", "children"), *((each, "places") for each in sums), *_SERVED)
    listed = {"communes": (name, *_columns(area, *counts), code), "supply": _columns(area, *of_place),
              "totals": _columns(area, *totals)}  # fmt: skip
    return tuple(table_of(each, _tidied(frames[each]), columns, area) for each, columns in listed.items())


def _tidied(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows without what sums of parts leave behind the sixth decimal."""
    counted = [name for name in frame.columns if name.startswith(("children", "places"))]
    return frame.assign(**{name: frame[name].astype(float).round(6) for name in counted})


def _layers(area: Sensitivity) -> tuple[Layer, ...]:
    popup = ("name", "places_per_1000", "children_served", "children_left_over", "children", "code")
    place = ("name", "commune", "kind", "places_of", "children_served", "places_free")
    return (
        Layer("places_per_1000", "communes", "communes", popup, area, value="places_per_1000", sense="good"),
        Layer("children_left_over", "communes", "communes", popup, area, value="children_left_over", sense="bad"),
        Layer("supply", "supply", "points", place, area),
    )


def _figures(
    parameters: Parameters, supply: Supply, frames: dict[str, pd.DataFrame], area: Sensitivity
) -> list[Finding]:
    total = frames["totals"].iloc[0]
    return [
        finding(
            area,
            N_(
                "Shelters or other places counted: {n}, with room for {places}. Of {children} children {served} find "
                "room within {limit} minutes {means}, {season}; {left} do not."
            ),
            places=round(float(total["places_of"])),
            n=len(supply.stations.places),
            children=round(float(total["children"])),
            limit=parameters.limit,
            means=both(MEANS[parameters.mode]),
            season=both(SEASONS[parameters.season]),
            served=round(float(total["children_served"])),
            left=round(float(total["children_left_over"])),
        ),
        finding(
            area,
            N_(
                "Checked: the room all children share in adds up to {shared:1}, that of the places which reach "
                "anyone is {reaching:1}."
            ),
            shared=float(total["places_shared"]),
            reaching=float(total["places_reaching"]),
        ),
    ]


def _without(supply: Supply, places: pd.DataFrame, area: Sensitivity) -> list[Finding]:
    """Return how many places are left out, for want of a stated capacity or of a way to them."""
    unstated, refused = int(places["capacity"].isna().sum()), supply.stations.refused
    idle = int((~supply.shared.reaching).sum())
    listed = (
        (unstated, N_("Places without a stated capacity, left out: {n}.")),
        (idle, N_("Places that reach no child within the zones: {n}.")),
    )
    said = [finding(area, message, n=count) for count, message in listed if count]
    if len(refused):
        message = N_("Places left out, as nothing that can be reached is near: {n} ({names}).")
        said.append(finding(area, message, n=len(refused), names=named_places(refused)))
    return said


def _night(project: Project, parameters: Parameters, area: Sensitivity) -> Iterator[Finding]:
    """Yield which places count, where the question is about the night."""
    if parameters.season == "night":
        kinds = kinds_of(parameters.services, analysis="supply")
        yield from night_hours(services_of(project, kinds, parameters.existing), area)


def _not_counted(project: Project, parameters: Parameters, places: pd.DataFrame) -> Iterator[Finding]:
    kinds = kinds_of(parameters.services, analysis="supply")
    return not_counted(project, kinds, existing=parameters.existing, counted=len(places), season=parameters.season)


def _card() -> ModelCard:
    return ModelCard(
        purpose=both(N_("To show where too few places stand against the children around them.")),
        assumptions=both(
            N_(
                "Places each child shares in: enhanced two-step floating catchment areas (Luo & Qi 2009), each zone "
                "of travel time with its weight. Children who find a place: the shortest way of all goes first, no "
                "place serves more than its capacity. Every child counts as one who needs a place."
            )
        ),
        checked=both(N_("Sums are kept: children served never exceed a capacity, and shared places add up to it.")),
        not_for=both(
            N_(
                "Not for expecting how many will come: only a few children need a shelter at one time. "
                "Compare communes; do not read the numbers as missing beds."
            )
        ),
    )
