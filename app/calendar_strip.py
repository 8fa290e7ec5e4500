"""Which returns came: for each commune and agency, days counted, days sent as zero, days counted twice, days missing.

What the calendar strip of the window draws, without Qt. Only stated returns are in it: a list of single cases says
nothing of days without any case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from app.children import communes, full_names, own_rows
from app.language import N_, Language
from app.names import alphabetical, shown_name
from app.words import VALUES
from data.periods import Period, State, calendar
from data.project import Project

STATES = {
    State.COUNTED: N_("return with cases"),
    State.ZERO: N_("return that says zero"),
    State.OVERLAP: N_("counted twice"),
    State.MISSING: N_("no return came"),
}
"""The words for each state, in the order of the legend."""
TROUBLES = frozenset({State.OVERLAP, State.MISSING})


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included, that are all in one state."""

    first: date
    last: date
    state: State


@dataclass(frozen=True, slots=True)
class StripRow:
    """One commune and one agency; `spans` by their first day. An overlap lies over the returns it is of."""

    code: str
    name: str
    agency: str
    spans: tuple[Span, ...]

    @property
    def came(self) -> bool:
        """Whether any return came."""
        return any(span.state is not State.MISSING for span in self.spans)

    @property
    def troubled(self) -> bool:
        """Whether some days are missing or counted twice."""
        return any(span.state in TROUBLES for span in self.spans)

    def at(self, day: date) -> Span | None:
        """Return the span that `day` lies in; where returns overlap, the overlap."""
        found = [span for span in self.spans if span.first <= day <= span.last]
        return next((span for span in found if span.state is State.OVERLAP), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Strip:
    """All rows, and the days they are looked at from and to."""

    first: date
    last: date
    rows: tuple[StripRow, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Whose returns are looked for."""
        return tuple(sorted({row.agency for row in self.rows}))

    def narrowed(self, *, agency: str = "", only_troubled: bool = False) -> "Strip":
        """Return the rows of one agency (empty: of all), and only those with gaps or overlaps."""
        kept = (row for row in self.rows if agency in ("", row.agency) and (row.troubled or not only_troubled))
        return Strip(self.first, self.last, tuple(kept))

    def count(self, state: State) -> int:
        """Return how many rows have days in `state`."""
        return sum(any(span.state is state for span in row.spans) for row in self.rows)


def calendar_strip(project: Project) -> Strip | None:
    """Return the calendar of the project's returns; None where it holds none.

    Every agency that sent any return is looked for in every commune, from the first day to the last day of any return;
    for the province, which holds cases of no commune, only agencies that sent one.
    """
    counts = own_rows(project, "case_counts")
    if counts.empty:
        return None
    first, last = counts["period_start"].min().date(), counts["period_end"].max().date()
    names = _names(project, counts["unit_code"].unique())
    agencies = sorted(counts["agency"].unique())
    found = calendar(counts, over=Period(first, last), units=list(names), agencies=agencies)
    expected, spans = set(communes(project)["code"]), _spans(found)
    rows = (StripRow(code, name, agency, spans[code, agency]) for code, name in names.items() for agency in agencies)
    return Strip(first, last, tuple(row for row in rows if row.code in expected or row.came))


def row_text(row: StripRow, language: Language) -> str:
    """Return which commune and agency a row is of."""
    return f"{shown_name(row.name, language)} · {agency_text(row.agency, language)}"


def agency_text(agency: str, language: Language) -> str:
    """Return the word for an agency; one the program does not know is called as in the data."""
    return language.say(VALUES.get(agency, "")) or agency


def span_text(span: Span, language: Language) -> str:
    """Return the days of a span and what is known of them."""
    days = (span.last - span.first).days + 1
    return language.say(
        N_("{first} – {last}, days: {n}: {state}"),
        first=span.first,
        last=span.last,
        n=days,
        state=language.say(STATES[span.state]),
    )


def _names(project: Project, returned: Iterable[str]) -> dict[str, str]:
    """Return the names of all communes by code, in the alphabet's order; a province that sends returns comes last."""
    own = communes(project)
    named = dict(zip(own["code"], full_names(own), strict=True))
    ordered = dict(sorted(named.items(), key=lambda each: alphabetical(_bare(each[1]))))
    others = sorted(set(returned) - set(ordered))
    units = project["units"].set_index("code")["name"].to_dict()
    return ordered | {code: str(units.get(code, code)) for code in others}


def _bare(full: str) -> str:
    """Return a name without its kind, which would order it."""
    return full.partition(" ")[2] or full


def _spans(found: pd.DataFrame) -> dict[tuple[str, str], tuple[Span, ...]]:
    by_row: dict[tuple[str, str], list[Span]] = {}
    for code, agency, first, last, state in found.itertuples(index=False):
        by_row.setdefault((code, agency), []).append(Span(first.date(), last.date(), State(state)))
    return {key: tuple(spans) for key, spans in by_row.items()}
