"""What the places of a plan are called, by the service they give: shelters, investigation rooms, counselling points.

Owns `new_places` and `standing_places`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.language import N_, Text, both

if TYPE_CHECKING:
    from app.siting import Service
    from app.travel_parameters import Known

_NEW: Mapping["Service", tuple[str, str, str]] = {
    "shelter": (N_("no new shelter"), N_("1 new shelter"), N_("{n} new shelters")),
    "investigation_room": (
        N_("no new investigation room"),
        N_("1 new investigation room"),
        N_("{n} new investigation rooms"),
    ),
    "counselling_point": (
        N_("no new counselling point"),
        N_("1 new counselling point"),
        N_("{n} new counselling points"),
    ),
}
_STANDING: Mapping["Known", Mapping["Service", str]] = {
    "all": {
        "shelter": N_("Existing shelters"),
        "investigation_room": N_("Existing investigation rooms"),
        "counselling_point": N_("Existing counselling points"),
    },
    "public": {
        "shelter": N_("Existing shelters with a public address"),
        "investigation_room": N_("Existing investigation rooms with a public address"),
        "counselling_point": N_("Existing counselling points with a public address"),
    },
}


def new_places(service: "Service", number: int) -> Text:
    """Return so many new places of a service.

    >>> new_places("investigation_room", 1).en, new_places("shelter", 3).en
    ('1 new investigation room', '3 new shelters')
    """
    none, one, several = _NEW[service]
    return both(several if number > 1 else one if number else none, n=number)


def standing_places(service: "Service", known: "Known") -> Text:
    """Return what the existing places of a service are called, all of them or the public ones alone."""
    return both(_STANDING[known][service])
