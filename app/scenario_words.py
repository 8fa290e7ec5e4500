"""Plans side by side as texts: sheets of headings and rows, the same in the window and on the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import words
from app.kept_results import setting_parts
from app.language import N_, Language
from app.questions import find
from app.result import Column, Value
from app.scenario_comparison import Comparison, Proposed

SETTINGS = N_("Settings that differ")
TOTALS = N_("In all")
PROPOSED = N_("What each proposes")
COMMUNES = N_("Communes that get more or less")
NOT_PROPOSED = N_("not proposed")
NOTHING_PROPOSED = N_("No plan proposes anything.")
NONE_DIFFERS = N_("All settings are the same.")
NO_COMMUNE_DIFFERS = N_("No commune gets more or less.")
NO_FIGURE = N_("The plans state no figure by commune that may be seen here.")
PROPOSED_BY_ALL = N_("All {n} plans propose the same: {shared}.")
PROPOSED_IN_PART = N_("All plans propose {shared} of {every}; the others are proposed by some only.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a comparison.

    `name`: stable; `short`: its title without what is told; `numbers`: columns that hold numbers; `empty`: said where
    there is no row.
    """

    name: str
    short: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    numbers: tuple[int, ...]


def headline(comparison: Comparison, language: Language) -> str:
    """Return how much of what is proposed all plans propose."""
    every, shared = len(comparison.proposed), sum(each.in_all for each in comparison.proposed)
    message = PROPOSED_BY_ALL if every == shared else PROPOSED_IN_PART
    return language.say(message, n=len(comparison.results), shared=shared, every=every)


def sheets(comparison: Comparison, language: Language) -> tuple[Sheet, ...]:
    """Return totals, what each plan proposes, communes that get more or less, and the settings that differ."""
    return tuple(_sheets(comparison, language))


def _sheets(comparison: Comparison, language: Language) -> Iterator[Sheet]:
    say, plans = language.say, comparison.results
    difference = f"{plans[-1]} − {plans[0]}"
    numbers = tuple(range(1, len(plans) + 2))
    totals = tuple(_totals(comparison, language))
    yield Sheet("totals", say(TOTALS), say(TOTALS), (say(N_("Figure")), *plans, difference), totals, "", numbers)
    yield _sheet_of_proposed(comparison, language)
    if comparison.commune is None:
        yield Sheet("communes", say(COMMUNES), say(COMMUNES), (), (), say(NO_FIGURE), ())
    else:
        title = f"{say(COMMUNES)} ({words.column_label(comparison.commune, language)})"
        rows = tuple(_communes(comparison, comparison.commune, language))
        headings = (say(N_("Commune")), *plans, difference)
        yield Sheet("communes", say(COMMUNES), title, headings, rows, say(NO_COMMUNE_DIFFERS), numbers)
    settings = tuple(_settings(comparison, language))
    headings = (say(N_("Setting")), *plans)
    yield Sheet("settings", say(SETTINGS), say(SETTINGS), headings, settings, say(NONE_DIFFERS), ())


def _sheet_of_proposed(comparison: Comparison, language: Language) -> Sheet:
    short, said = language.say(PROPOSED), words.column_label(comparison.said, language)
    named = tuple(words.column_label(column, language) for column, _ in _names(comparison.proposed))
    numbers = tuple(range(len(named), len(named) + len(comparison.results)))
    rows = tuple(_proposed(comparison, language))
    headings = (*named, *comparison.results)
    return Sheet("proposed", short, f"{short} ({said})", headings, rows, language.say(NOTHING_PROPOSED), numbers)


def _totals(comparison: Comparison, language: Language) -> Iterator[tuple[str, ...]]:
    for line in comparison.totals:
        texts = (words.value_text(line.column, value, language) for value in line.values)
        label = words.column_label(line.column, language)
        yield (label, *texts, _difference(line.column, line.values, language))


def _names(proposed: Sequence[Proposed]) -> tuple[tuple[Column, Value], ...]:
    return proposed[0].names if proposed else ()


def _proposed(comparison: Comparison, language: Language) -> Iterator[tuple[str, ...]]:
    missing = language.say(NOT_PROPOSED)
    for each in comparison.proposed:
        texts = (words.value_text(column, value, language) for column, value in each.names)
        said = (
            missing if value is None else words.value_text(comparison.said, value, language) for value in each.values
        )
        yield (*texts, *said)


def _communes(comparison: Comparison, column: Column, language: Language) -> Iterator[tuple[str, ...]]:
    for each in comparison.communes:
        (called, name), *_ = each.names
        texts = (words.value_text(column, value, language) for value in each.values)
        yield (words.value_text(called, name, language), *texts, _difference(column, each.values, language))


def _settings(comparison: Comparison, language: Language) -> Iterator[tuple[str, ...]]:
    analysis = find(comparison.analysis)
    for name, values in comparison.settings:
        if name in analysis.parameters.model_fields:
            told = [setting_parts(analysis, name, value, language) for value in values]
            yield (told[0][0], *(text for _, text in told))


def _difference(column: Column, values: Sequence[Value], language: Language) -> str:
    """Return the last value less the first, with its sign; a dash where either is not known."""
    first, last = values[0], values[-1]
    if not isinstance(first, int | float) or not isinstance(last, int | float):
        return "–"
    more = last - first
    text = words.value_text(column, abs(more), language)
    is_none = text == words.value_text(column, 0, language)
    return text if is_none else f"{'+' if more > 0 else '−'}{text}"
