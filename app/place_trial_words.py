"""What a place tried elsewhere brings, in sentences and as a way of colouring the communes."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.access_reach import FURTHEST_METRES
from app.demand_lenses import lens_words
from app.language import N_, Language
from app.names import shown_name
from app.place_trials import Trial, Tried
from geo.map_page import LegendClass, Theme
from geo.palettes import sequential
from geo.symbols import NO_DATA

KEY = "tried"
"""Of the way of colouring."""
TITLE = N_("Share of children within the limit, as tried")
NOT_STORED = N_("Only tried: nothing is stored.")
LIMITS = (20.0, 40.0, 60.0, 80.0, 100.0)
"""Percent: the same classes at every position, so that colours can be compared."""
_AT_START = N_(
    "{name} where it is: {within} of {children} children within {limit} minutes. "
    "Drag it, or move it with the arrow keys."
)
_MORE = N_("{within} of {children} children within {limit} minutes, {n} more than where it is.")
_FEWER = N_("{within} of {children} children within {limit} minutes, {n} fewer than where it is.")
_IN = N_("In {commune}.")
_OUTSIDE = N_("Outside every commune of the project.")
_MOVED = N_("Nobody can pass here: the nearest point that can be reached counts, {metres} m away.")
_REFUSED = N_("Nothing that can be reached is within {metres} m: here it would help nobody.")
_OFF_GRID = N_("No travel times are known out there: it would help nobody.")
_NOTE = N_("Tried, not stored. Higher = better.")


def trial_text(ready: Trial, found: Tried, language: Language) -> str:
    """Return what a position brings, the most important first."""
    return " ".join(_sentences(ready, found, language))


def _sentences(ready: Trial, found: Tried, language: Language) -> Iterator[str]:
    name = shown_name(ready.place.name, language)
    more = round(found.total) - round(ready.start.total)
    is_start = (found.lon, found.lat) == (ready.place.lon, ready.place.lat)
    message = _AT_START if is_start else _MORE if more >= 0 else _FEWER
    yield language.say(
        message, name=name, within=round(found.total), children=round(float(ready.children.sum())), limit=ready.limit,
        n=abs(more),
    )  # fmt: skip
    yield from _aim(ready, found, language)
    if not is_start:
        yield from _where(found, language)
    yield language.say(NOT_STORED)


def _aim(ready: Trial, found: Tried, language: Language) -> Iterator[str]:
    """Yield what a position means for the aim of a plan: its cases within the limit, its minutes on the way."""
    aim, now, start = ready.aimed, found.figures, ready.start.figures
    if aim is None or now is None or start is None:
        return
    is_start = (found.lon, found.lat) == (ready.place.lon, ready.place.lat)
    if aim.counts_cases:
        more, lens = now.cases - start.cases, getattr(lens_words(aim.lens), language.code)
        message = _AIM_CASES[0 if is_start else 1 if more >= 0 else 2]
        yield language.say(message, cases=now.cases, all=aim.cases, lens=lens, limit=ready.limit, n=abs(more))
    if aim.way is not None and np.isnan(now.minutes):
        yield language.say(_CUT_OFF)
    elif aim.way is not None:
        more, whose = now.minutes - start.minutes, language.say(_WHOSE[aim.way, aim.counts_cases])
        message = _AIM_MINUTES[0 if is_start else 1 if more >= 0 else 2]
        yield language.say(message, whose=whose, minutes=now.minutes, n=abs(more))


_AIM_CASES = (
    N_("{cases:1} of {all:1} cases a year ({lens}) within {limit} minutes."),
    N_("{cases:1} of {all:1} cases a year ({lens}) within {limit} minutes, {n:1} more than where it is."),
    N_("{cases:1} of {all:1} cases a year ({lens}) within {limit} minutes, {n:1} fewer than where it is."),
)
_AIM_MINUTES = (
    N_("{whose}: {minutes:1} minutes."),
    N_("{whose}: {minutes:1} minutes, {n:1} more than where it is."),
    N_("{whose}: {minutes:1} minutes, {n:1} fewer than where it is."),
)
"""Where it is, and elsewhere with more or with fewer."""
_WHOSE = {
    ("average", False): N_("On average per child"),
    ("average", True): N_("On average per case"),
    ("worst", False): N_("Whoever lives furthest"),
    ("worst", True): N_("Whoever lives furthest"),
}
_CUT_OFF = N_("The aim of the plan is not measurable here, as some children would reach no site.")


def _where(found: Tried, language: Language) -> Iterator[str]:
    if not found.on_grid:
        yield language.say(_OFF_GRID)
        return
    if np.isnan(found.moved_metres):
        yield language.say(_REFUSED, metres=round(FURTHEST_METRES))
    elif found.moved_metres > 0:
        yield language.say(_MOVED, metres=round(found.moved_metres))
    inside = shown_name(found.commune, language)
    yield language.say(_IN, commune=inside) if inside else language.say(_OUTSIDE)


def trial_theme(ready: Trial, found: Tried, known: set[str], language: Language) -> Theme:
    """Return the communes whose codes are `known`, coloured by the share of their children within the limit."""
    lived = ready.children > 0
    share = np.where(lived, 100 * found.within / np.where(lived, ready.children, 1.0), np.nan)
    shown = {code: value for code, value in zip(ready.codes, share.tolist(), strict=True) if code in known}
    colours = sequential(len(LIMITS) + 1, "good")
    return Theme(
        key=KEY,
        title=language.say(TITLE),
        unit="%",
        colours={code: _colour(value, colours) for code, value in shown.items()},
        legend=tuple(_legend(list(shown.values()), colours, language)),
        texts={code: language.number(value, 1) for code, value in shown.items() if not np.isnan(value)},
        ends=("0", "100"),
        note=language.say(_NOTE),
    )


def _colour(share: float, colours: Sequence[str]) -> str:
    return NO_DATA if np.isnan(share) else colours[_member(share)]


def _member(share: float) -> int:
    """Return the class of a share: 0 for none at all, then up to each of `LIMITS`."""
    return 0 if share <= 0 else 1 + min(int(np.searchsorted(LIMITS, share)), len(LIMITS) - 1)


def _legend(shares: Sequence[float], colours: Sequence[str], language: Language) -> Iterator[LegendClass]:
    members = [_member(share) for share in shares if not np.isnan(share)]
    labels = ["0", *(f"≤ {language.number(limit)}" for limit in LIMITS)]
    for member, (colour, label) in enumerate(zip(colours, labels, strict=True)):
        yield LegendClass(colour, label, language.say(N_("communes: {n}"), n=members.count(member)))
