"""What is known of one commune: children, cases by year, services, staff, and what a result says of it.

Free of Qt. Each part bears a sensitivity, and what an audience may not see is left out and named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.case_counts import counts_of, received_cases, refuse_overlaps
from app.children import ACTIVITIES, AGE_BAND, commune_codes, communes, full_names, own_rows
from app.errors import OverlappingPeriods
from app.language import Text
from app.reasons import lines
from app.release import ALLOWED, Audience, allowed_tables
from app.result import Column, Period, Result, Sensitivity, Table, Value
from app.tables import plain
from app.unit_words import UNITS
from data.project import Project
from data.schema import FACILITY_KINDS, SHELTER_KINDS
from geo.distance import great_circle_km

ENOUGH_CASES = 5
"""Fewest cases in a year for which their number is shown: as for a commune's own rate (`app.analyses.rates`)."""
CHILD_PROTECTION = "child_protection"
"""Role of the officers whose posts and time are counted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value under the heading of its column."""

    column: Column
    value: Value


@dataclass(frozen=True, slots=True)
class Year:
    """Cases received in one calendar year; None when no return was sent. `complete`: returns cover the whole year."""

    year: int
    cases: int | None
    complete: bool

    @property
    def enough(self) -> bool:
        """Whether the number may be shown: zero, or not too few."""
        return self.cases is not None and (self.cases == 0 or self.cases >= ENOUGH_CASES)


@dataclass(frozen=True, slots=True)
class Service:
    """Places of one kind in the commune, in use; `not_public` of them have an address that is not public."""

    kind: str
    number: int
    not_public: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest shelter in use that may be known, in air-line kilometres from the commune's centre."""

    name: str
    km: float
    public: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """Officers in post, of every role; of child protection: posts, vacant ones, full-time equivalents; skills held."""

    officers: int
    posts: int
    vacant: int
    fte: float
    skills: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the commune that a result proposes, and why, a sentence each; `rank` is its number in the plan."""

    name: str
    rank: int
    reason: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All of it. What the audience may not see is None or empty, and its part is named in `kept_back`."""

    code: str
    name: str
    area_km2: float | None
    facts: tuple[Fact, ...]
    years: tuple[Year, ...] | None
    services: tuple[Service, ...]
    nearest: Nearest | None
    staff: Staff | None
    sites: tuple[Site, ...]
    candidates: int | None
    found: tuple[Fact, ...]
    kept_back: frozenset[str]
    kinds: tuple[str, ...] = ()
    period: Period | None = None
    """What the result counted in, where the audience may know it."""


def profile_of(
    project: Project,
    code: str,
    *,
    result: Result | None = None,
    audience: Audience = Audience.INTERNAL,
    on: date | None = None,
    kinds: Collection[str] = (),
) -> Profile:
    """Return what `audience` may know of the commune `code`, its staff being that of the day `on` (default: today).

    Its cases by year are those of `kinds`; none named: of all kinds.

    Raises
    ------
    KeyError
        No commune of the project has this code.
    """
    own = rows_of_commune(project, code)
    unit = communes(own)
    if unit.empty:
        raise KeyError(code)
    row = unit.iloc[0]
    allowed = ALLOWED[audience]
    tables = {table.name: table for table in allowed_tables(result.tables, allowed)} if result else {}
    kept_back = {name for name, tag in _PARTS.items() if tag not in allowed}
    return Profile(
        code=code,
        name=str(full_names(unit).iloc[0]),
        area_km2=_number(row["area_km2"]),
        facts=tuple(_facts(own)),
        years=None if "years" in kept_back else years(own, _covered_years(project), kinds),
        services=services(_known_places(own, audience)),
        nearest=nearest_shelter(_known_places(project, audience), float(row["lon"]), float(row["lat"])),
        staff=None if "staff" in kept_back else staff(own, on or date.today()),
        sites=tuple(_sites(tables.get("sites"), code)),
        candidates=_count(tables.get("candidates"), code),
        found=tuple(_found(tables.get("communes"), code)),
        kept_back=frozenset(kept_back),
        kinds=tuple(kinds),
        period=result.period if result and result.period and result.period.sensitivity in allowed else None,
    )


_PARTS = {"years": Sensitivity.CASE, "staff": Sensitivity.PERSON, "places": Sensitivity.PLACE}


def rows_of_commune(project: Project, code: str) -> Project:
    """Return a snapshot in which the tables of places and people hold the rows of one commune only."""
    project = project.with_table("case_counts", counts_of(project))
    own = {name: own_rows(project, name) for name in _UNIT_COLUMNS}
    narrowed = {name: rows[(rows[_UNIT_COLUMNS[name]] == code).to_numpy()] for name, rows in own.items()}
    return replace(project, tables=MappingProxyType({**project.tables, **narrowed}))


_UNIT_COLUMNS = {
    "units": "code",
    "indicators": "unit_code",
    "case_counts": "unit_code",
    "officers": "unit_code",
    "facilities": "commune_code",
}


def commune_of(project: Project, codes: Iterable[str]) -> str:
    """Return the commune of the first of `codes` that is a commune, or a facility in one; empty when none is."""
    known = set(commune_codes(project))
    places = own_rows(project, "facilities").set_index("facility_id")["commune_code"]
    for code in codes:
        commune = code if code in known else places.get(code)
        if commune in known:
            return str(commune)
    return ""


def years(own: Project, covered: range, kinds: Collection[str] = ()) -> tuple[Year, ...] | None:
    """Return the cases received in each year `covered`, of a project narrowed to one commune; none named: of all kinds.

    None where counts overlap: no sum of them is a total.
    """
    counts = own["case_counts"]
    received = received_cases(counts[counts["vintage"] == own.about.vintage])
    if kinds:
        received = received[received["kind"].isin(kinds)]
    try:
        refuse_overlaps(received)
    except OverlappingPeriods:
        return None
    totals = _year_totals(received)
    reported = _days_reported(received, covered)
    return tuple(Year(year, totals.get(year), bool(reported[year].all())) for year in covered)


def _year_totals(received: pd.DataFrame) -> dict[int, int]:
    """Return the sum of the counts that lie within each year."""
    start, end = received["period_start"].dt.year, received["period_end"].dt.year
    within = received[start == end]
    return {int(year): int(count) for year, count in within.groupby(start[start == end])["count"].sum().items()}


def _days_reported(received: pd.DataFrame, covered: range) -> dict[int, NDArray[np.bool_]]:
    """Return, for each year, which of its days some return covers; a sent zero covers its days."""
    first = {year: np.datetime64(f"{year}-01-01") for year in (*covered, covered.stop)}
    days = {year: np.arange(first[year], first[year + 1]) for year in covered}
    reported = {year: np.zeros(len(days[year]), dtype=bool) for year in covered}
    periods = received[["period_start", "period_end"]].drop_duplicates().to_numpy().astype("datetime64[D]")
    for start, end in periods:
        for year in range(start.item().year, end.item().year + 1):
            reported[year] |= (days[year] >= start) & (days[year] <= end)
    return reported


def _covered_years(project: Project) -> range:
    """Return the calendar years from the first to the last count of the whole project."""
    counts = counts_of(project)
    if counts.empty:
        return range(0)
    return range(counts["period_start"].min().year, counts["period_end"].max().year + 1)


def _known_places(project: Project, audience: Audience) -> pd.DataFrame:
    """Return the places the audience may know, in use."""
    facilities = project["facilities"]
    used = facilities[facilities["status"] == "in_use"]
    return used if Sensitivity.PLACE in ALLOWED[audience] else used[used["disclosure"] == "public"]


def services(known: pd.DataFrame) -> tuple[Service, ...]:
    """Return the `known` places of one commune by kind, in the order of the schema, shelters first."""
    hidden = known["disclosure"] != "public"
    return tuple(
        Service(kind, int((known["kind"] == kind).sum()), int((hidden & (known["kind"] == kind)).sum()))
        for kind in FACILITY_KINDS
        if (known["kind"] == kind).any()
    )


def nearest_shelter(known: pd.DataFrame, lon: float, lat: float) -> Nearest | None:
    """Return the nearest of the `known` shelters that have a position; None without one."""
    shelters = known[known["kind"].isin(SHELTER_KINDS) & known["lon"].notna() & known["lat"].notna()]
    if shelters.empty or pd.isna(lon) or pd.isna(lat):
        return None
    km = great_circle_km([lon], [lat], shelters["lon"], shelters["lat"])[0]
    nearest = shelters.iloc[int(km.argmin())]
    name = nearest["name"] if pd.notna(nearest["name"]) else nearest["facility_id"]
    return Nearest(str(name), float(km.min()), nearest["disclosure"] == "public")


def staff(own: Project, on: date) -> Staff | None:
    """Return who holds a post on that day, of a project narrowed to one commune; None when it knows no post there."""
    posts = own["officers"]
    if posts.empty:
        return None
    day = pd.Timestamp(on)
    held = posts[~(posts["appointed_on"] > day) & ~(posts["left_on"] <= day)]
    protection = posts[posts["role"] == CHILD_PROTECTION]["post_id"].nunique()
    protecting = held[held["role"] == CHILD_PROTECTION]
    return Staff(
        officers=held["officer_id"].nunique(),
        posts=protection,
        vacant=protection - protecting["post_id"].nunique(),
        fte=float(protecting["fte"].sum()),
        skills=_skills(own, held["officer_id"]),
    )


def _skills(own: Project, officers: "pd.Series[str]") -> tuple[tuple[str, int], ...]:
    """Return each topic with how many of the `officers` were trained in it."""
    rows = own["skills"]
    held = rows[rows["officer_id"].isin(officers)].drop_duplicates(["officer_id", "topic"])
    return tuple((str(topic), int(number)) for topic, number in held["topic"].value_counts().sort_index().items())


def _facts(own: Project) -> Iterable[Fact]:
    """Yield children, their share, population, and every other indicator of a project narrowed to one commune.

    Activities are of a campaign's days alone, and so no figure of the commune.
    """
    stated = _stated(own)
    children = _latest(stated["children"], AGE_BAND)
    population = _latest(stated["population"])
    share = 100 * children / population if children is not None and population else None
    yield Fact(Column("children", "children", Sensitivity.AREA), plain(children))
    yield Fact(Column("children_share", "%", Sensitivity.AREA), share)
    yield Fact(Column("population", "people", Sensitivity.AREA), plain(population))
    rows = own["indicators"]
    others = rows[~rows["indicator"].isin(["children", "population", ACTIVITIES])]
    for indicator, unit in others.groupby("indicator")["unit"].first().items():
        known = str(unit) if unit in UNITS else ""
        yield Fact(Column(str(indicator), known, Sensitivity.AREA), plain(_latest(stated[str(indicator)])))


def _stated(own: Project) -> Mapping[str, list[Any]]:
    """Return the rows of each indicator of a project narrowed to one commune.

    A commune has a few dozen rows: going through them by hand takes a tenth of the time that frames take.
    """
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    if not commune_codes(own).empty:
        for row in own_rows(own, "indicators")[_STATED].itertuples(index=False):
            rows[str(row.indicator)].append(row)
    return rows


_STATED = ["indicator", "age_band", "sex", "period_start", "period_end", "value"]


def _latest(rows: Sequence[Any], age_band: str | None = None) -> float | None:
    """Return the value of the last period, as `app.children.indicator_values`: sexes summed where no row is whole."""
    asked = [row for row in rows if age_band is None or pd.isna(row.age_band) or row.age_band == age_band]
    asked = [row for row in asked if pd.isna(row.sex)] or asked
    if not asked:
        return None
    last = max((row.period_start, row.period_end) for row in asked)
    return float(sum(row.value for row in asked if (row.period_start, row.period_end) == last))


def _number(value: object) -> float | None:
    number = plain(value)
    return float(number) if isinstance(number, int | float) else None


def _sites(table: Table | None, code: str) -> Iterable[Site]:
    if table is None:
        return
    for row in _rows(table, code):
        yield Site(str(row["name"]), int(str(row["rank"])), lines(row))


def _count(table: Table | None, code: str) -> int | None:
    return None if table is None else len(list(_rows(table, code)))


def _rows(table: Table, code: str) -> Iterable[dict[str, Value]]:
    names = [column.name for column in table.columns]
    place = names.index("commune_code")
    return (dict(zip(names, row, strict=True)) for row in table.rows if row[place] == code)


def _found(table: Table | None, code: str) -> Iterable[Fact]:
    """Yield what a result's table of communes says of this one, without what every profile says."""
    if table is None:
        return
    row = next((row for row in table.rows if row[table.position("code")] == code), ())
    for column, value in zip(table.columns, row, strict=False):
        if column.name not in _SAID_ANYWAY:
            yield Fact(column, value)


_SAID_ANYWAY = frozenset({"code", "name", "children", "population", "children_share"})
