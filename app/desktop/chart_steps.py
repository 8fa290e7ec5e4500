"""From bar to bar, and from point to point, of a chart by keyboard: what is reached and how it is read out."""

from dataclasses import dataclass

import numpy as np

from app import words
from app.desktop.chart_data import Points, edges, places_of
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
    limits = edges(drawn.across)
    places = places_of(drawn.across, limits)
    return [
        Stop(
            frozenset(code for code, own in zip(drawn.codes, places, strict=True) if own == place),
            language.say(
                N_("{label} from {low} to {high}: communes {n}."),
                label=words.column_label(across, language),
                low=words.value_text(across, float(limits[place]), language),
                high=words.value_text(across, float(limits[place + 1]), language),
                n=int((places == place).sum()),
            ),
        )
        for place in np.unique(places)
    ]


def _points(drawn: Points, across: Column, up: Column, language: Language) -> list[Stop]:
    height = drawn.across if drawn.up is None else drawn.up
    return [
        Stop(
            frozenset({drawn.codes[at]}),
            _told(drawn.names[at], ((across, drawn.across[at]), (up, height[at])), language),
        )
        for at in np.lexsort((height, drawn.across))
    ]


def _told(name: str, values: tuple[tuple[Column, float], ...], language: Language) -> str:
    told = (
        f"{words.column_label(column, language)} {words.value_text(column, float(value), language)}"
        for column, value in values
    )
    return f"{name}: {'; '.join(told)}."
