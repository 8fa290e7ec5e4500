"""What a result says of the places it counts: only public ones or all, how many are left out, which help at night."""

from collections.abc import Iterator

import pandas as pd

from app.language import N_
from app.result import Finding, Sensitivity, finding
from app.travel_places import closes_at_night, services_of
from data.project import Project

INPUTS = {
    **dict.fromkeys(
        ("units", "indicators", "demand_points", "rasters", "roads", "barriers", "travel_speeds"), Sensitivity.AREA
    ),
    "facilities": Sensitivity.PLACE,
}
"""Tables that minutes from children to places come from, and how sensitive each is."""

_KNOWN = {
    "public": N_(
        "Only places whose address is public are counted. "
        "One that is not public may already serve some of these children."
    ),
    "all": N_("All places are counted, also those whose address is not public: this result must stay inside."),
}


def known_places(existing: str, area: Sensitivity) -> Finding:
    """Return whether public places alone are counted, or all."""
    return finding(area, _KNOWN[existing])


def not_counted(
    project: Project, kinds: tuple[str, ...], *, existing: str, counted: int, season: str = "dry"
) -> Iterator[Finding]:
    """Yield, for those who may know of every place, how many places of these kinds are left uncounted."""
    if existing == "public":
        everyone = len(services_of(project, kinds, "all", season=season))
        message = N_("Counted: {existing} of {all} places of these kinds, those whose address is public.")
        yield finding(Sensitivity.PLACE, message, all=everyone, existing=counted)


def night_hours(places: pd.DataFrame, area: Sensitivity) -> Iterator[Finding]:
    """Yield which of the places that help in the day count at night too."""
    closed, unknown = int(closes_at_night(places).sum()), int(places["open_24h"].isna().sum())
    if closed or unknown:
        message = N_(
            "At night only places that are open then can help: not counted are {closed} that close, counted are "
            "{unknown} whose hours are not known."
        )
        yield finding(area, message, closed=closed, unknown=unknown)
