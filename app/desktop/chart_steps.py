"""From bar to bar, and from point to point, of a chart by keyboard: what is reached and how it is read out."""

from dataclasses import dataclass

import numpy as np

from app import words
from app.desktop.chart_data import Points, places_of
from app.language import N_, Language
from app.result import Column


@dataclass(frozen=True, slots=True)
class Stop:
    """A bar or a point: its communes, and what it says."""

    codes: frozenset[str]
    text: str


def stops(drawn: Points, across: Column, up: Column | None, language: Language) -> list[Stop]:
    """Return the bars, or the points, from left to right."""
    if not drawn.codes:
        return []
    return _bars(drawn, across, language) if drawn.up is None else _points(drawn, across, up or across, language)


def next_stop(found: list[Stop], selected: frozenset[str], step: int) -> Stop | None:
    """Return the neighbour of what is selected, `step` to the right; the first or the last where nothing is.

    At an end it stays there.
    """
    if not found:
        return None
    touched = [place for place, stop in enumerate(found) if stop.codes & selected]
    if not touched:
        return found[0] if step > 0 else found[-1]
    place = (touched[-1] if step > 0 else touched[0]) + step
    return found[min(max(place, 0), len(found) - 1)]


def _bars(drawn: Points, across: Column, language: Language) -> list[Stop]:
    places = places_of(drawn.across, drawn.limits)
    return [
        Stop(
            frozenset(code for code, own in zip(drawn.codes, places, strict=True) if own == place),
            _bar_text(drawn, int(place), int((places == place).sum()), across, language),
        )
        for place in np.unique(places)
    ]


def _bar_text(drawn: Points, place: int, number: int, across: Column, language: Language) -> str:
    if drawn.classes:
        return language.say(N_("{label}: communes {n}."), label=drawn.classes[place], n=number)
    return language.say(
        N_("{label} from {low} to {high}: communes {n}."),
        label=words.column_label(across, language),
        low=words.value_text(across, float(drawn.limits[place]), language),
        high=words.value_text(across, float(drawn.limits[place + 1]), language),
        n=number,
    )


def _points(drawn: Points, across: Column, up: Column, language: Language) -> list[Stop]:
    height = drawn.across if drawn.up is None else drawn.up
    return [
        Stop(frozenset({drawn.codes[at]}), f"{drawn.names[at]}: {first}; {_told(up, height[at], language)}.")
        for at in np.lexsort((height, drawn.across))
        for first in (_first(drawn, int(at), across, language),)
    ]


def _first(drawn: Points, at: int, across: Column, language: Language) -> str:
    return drawn.classes[int(drawn.across[at])] if drawn.classes else _told(across, drawn.across[at], language)


def _told(column: Column, value: float, language: Language) -> str:
    return f"{words.column_label(column, language)} {words.value_text(column, float(value), language)}"
