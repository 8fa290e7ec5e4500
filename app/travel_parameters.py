"""The parameters that every question about minutes shares: who travels when, over which ground, to which places."""

from typing import Any, Literal

from app.language import N_
from app.parameters import parameter

Mode = Literal["walking", "bicycle", "motorbike", "car"]
Season = Literal["dry", "rain", "night"]
Known = Literal["public", "all"]
Direction = Literal["towards", "from"]
Neighbours = Literal["8", "16"]
Speeds = Literal["table", "raster"]


def mode() -> Any:
    """Return the means of travel."""
    return parameter("motorbike", label=N_("Means of travel"))


def season() -> Any:
    """Return the season of the speeds."""
    return parameter("dry", label=N_("Season"))


def existing(label: str = N_("Known places")) -> Any:
    """Return whether public places alone count, or all."""
    return parameter("public", label=label, about=N_("With those that are not public too, the result stays internal"))


def resolution() -> Any:
    """Return the side of a cell."""
    return parameter(250.0, label=N_("Side of a cell"), unit="m", ge=25, le=5000, advanced=True)


def neighbours(default: Neighbours = "16") -> Any:
    """Return into how many cells a step may lead."""
    about = N_("More are more exact and slower")
    return parameter(default, label=N_("Directions out of a cell"), about=about, advanced=True)


def friction() -> Any:
    """Return where the speeds come from."""
    about = N_("By land cover and roads, or as a friction raster says")
    return parameter("table", label=N_("Speeds"), about=about, advanced=True)
