"""The one gate through which anything leaves the program. It denies by default.

Each audience is let the sensitivities named here and nothing else; what bears no sensitivity is refused to everyone.
Writers accept only the `Released` made here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.errors import NothingToRelease, UntaggedColumn
from app.result import (
    Chart,
    Column,
    Denominator,
    Finding,
    Layer,
    ModelCard,
    Period,
    Result,
    Sensitivity,
    Setting,
    Table,
    YearTotal,
)

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from data.set_aside import SetAside
    from data.store import Store

LEAST_YEAR_TOTAL = 5
"""A calendar year's province total below this stays inside (issue 1, "The gate")."""


class Audience(StrEnum):
    """Who a file is for."""

    INTERNAL = "internal"
    SHAREABLE = "shareable"


ALLOWED: dict[Audience, frozenset[Sensitivity]] = {
    Audience.INTERNAL: frozenset(Sensitivity),
    Audience.SHAREABLE: frozenset({Sensitivity.PUBLIC, Sensitivity.AREA}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The province a result is about, and how its map may be drawn."""

    name: str
    simulated: bool
    schematic: bool
    communes: "GeoDataFrame"


@dataclass(frozen=True, slots=True)
class Released:
    """What may leave, for one audience. Made by `release` only."""

    result_id: str
    created_at: str
    audience: Audience
    analysis: str
    parameters: tuple[Setting, ...]
    period: Period | None
    denominator: Denominator | None
    tables: tuple[Table, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]
    card: ModelCard
    provenance: tuple[Setting, ...]
    place: Place
    charts: tuple[Chart, ...] = ()


def release(store: "Store", result_id: str, audience: Audience, *, who: str) -> Released:
    """Return what `audience` may see of a stored result, and write that it was let out into the audit log.

    Raises
    ------
    UnknownResult
        No such result in the project.
    UntaggedColumn
        Some part bears no sensitivity.
    NothingToRelease
        Nothing is left for this audience.
    """
    from app.results import stored_result

    stored = stored_result(store.project, result_id)
    refuse_untagged(stored.result)
    released = _narrow(stored.result, ALLOWED[audience], result_id, audience, stored.created_at, _place(store))
    store.apply(store.project, what=f"release {audience}", who=who, object_=result_id)
    return released


@dataclass(frozen=True, slots=True)
class ReleasedRows:
    """Rows that an import set aside, for those who mend them: never shareable. Made by `release_rows` only."""

    rows: "SetAside"


def release_rows(store: "Store", rows: "SetAside", *, who: str) -> ReleasedRows:
    """Let out the rows an import set aside, for internal use, and write into the audit log that they left."""
    from data.case_import import CASES

    named = rows.table if rows.table == CASES else f"{rows.table} {rows.raw.path.name}"
    store.apply(store.project, what=f"release {Audience.INTERNAL} rows set aside", who=who, object_=named)
    return ReleasedRows(rows)


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table that is of no result, as it may leave for one audience. Made by `release_table` only."""

    table: Table
    audience: Audience


def release_table(store: "Store", table: Table, audience: Audience, *, who: str) -> ReleasedTable:
    """Return what `audience` may see of a table, and write that it was let out into the audit log.

    Raises
    ------
    UntaggedColumn
        The table or a column bears no sensitivity.
    NothingToRelease
        Nothing is left for this audience.
    """
    for name, sensitivity in (("", table.sensitivity), *((each.name, each.sensitivity) for each in table.columns)):
        if sensitivity is None:
            raise UntaggedColumn(table.name, name)
    kept = allowed_tables((table,), ALLOWED[audience])
    if not kept:
        raise NothingToRelease(table.name, audience)
    store.apply(store.project, what=f"release {audience}", who=who, object_=table.name)
    return ReleasedTable(kept[0], audience)


def visible(result: Result, audience: Audience) -> Result:
    """Return what of `result` the window may show while it is set to `audience`; nothing leaves by it."""
    allowed = ALLOWED[audience]
    tables = allowed_tables(result.tables, allowed)
    return replace(
        result,
        tables=tables,
        layers=allowed_layers(result.layers, tables, allowed),
        findings=_allowed_findings(result.findings, allowed),
        card=_allowed_card(result.card, allowed),
        charts=allowed_charts(result.charts, tables, allowed),
        period=_allowed_period(result.period, allowed),
    )


def _allowed_period(period: Period | None, allowed: frozenset[Sensitivity]) -> Period | None:
    return period if period and period.sensitivity in allowed else None


def _narrow(
    result: Result,
    allowed: frozenset[Sensitivity],
    result_id: str,
    audience: Audience,
    created_at: str,
    place: Place,
) -> Released:
    tables = allowed_tables(result.tables, allowed)
    if not tables:
        raise NothingToRelease(result_id, audience)
    return Released(
        result_id=result_id,
        created_at=created_at,
        audience=audience,
        analysis=result.analysis,
        parameters=_allowed(result.parameters, allowed),
        period=_allowed_period(result.period, allowed),
        denominator=result.denominator if result.denominator.sensitivity in allowed else None,
        tables=(*tables, *_year_table(result.year_totals, allowed)),
        layers=allowed_layers(result.layers, tables, allowed),
        findings=_allowed_findings(result.findings, allowed),
        card=_allowed_card(result.card, allowed),
        provenance=_allowed(result.provenance, allowed),
        place=place,
        charts=allowed_charts(result.charts, tables, allowed),
    )


def _allowed_findings(findings: Iterable[Finding], allowed: frozenset[Sensitivity]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.sensitivity in allowed)


def _allowed_card(card: ModelCard, allowed: frozenset[Sensitivity]) -> ModelCard:
    return replace(
        card,
        warning=_allowed_sentence(card.warning, allowed),
        serves_worse=_allowed_sentence(card.serves_worse, allowed),
        validation=_allowed_findings(card.validation, allowed),
    )


def _allowed_sentence(sentence: Finding | None, allowed: frozenset[Sensitivity]) -> Finding | None:
    return sentence if sentence is not None and sentence.sensitivity in allowed else None


def _allowed(settings: Iterable[Setting], allowed: frozenset[Sensitivity]) -> tuple[Setting, ...]:
    return tuple(each for each in settings if each.sensitivity in allowed)


def refuse_untagged(result: Result) -> None:
    """Raise UntaggedColumn for the first part of `result` that bears no sensitivity."""
    for where, name, sensitivity in _tagged_parts(result):
        if sensitivity is None:
            raise UntaggedColumn(where, name)


def _tagged_parts(result: Result) -> Iterator[tuple[str, str, Sensitivity | None]]:
    if result.period:
        yield "period", "", result.period.sensitivity
    yield "denominator", result.denominator.indicator, result.denominator.sensitivity
    for setting in (*result.parameters, *result.provenance):
        yield "settings", setting.name, setting.sensitivity
    for sentence in result.findings:
        yield "findings", sentence.en, sentence.sensitivity
    for said in (result.card.warning, result.card.serves_worse, *result.card.validation):
        if said is not None:
            yield "model card", said.en, said.sensitivity
    for chart in result.charts:
        yield "charts", chart.name, chart.sensitivity
    for layer in result.layers:
        yield "layers", layer.name, layer.sensitivity
    for table in result.tables:
        yield "tables", table.name, table.sensitivity
        for column in table.columns:
            yield table.name, column.name, column.sensitivity


def allowed_tables(tables: Iterable[Table], allowed: frozenset[Sensitivity]) -> tuple[Table, ...]:
    """Return the tables whose rows may be known, with the columns that may be known."""
    kept = (_allowed_columns(table, allowed) for table in tables if table.sensitivity in allowed)
    return tuple(table for table in kept if table.columns)


def _allowed_columns(table: Table, allowed: frozenset[Sensitivity]) -> Table:
    keep = [position for position, column in enumerate(table.columns) if column.sensitivity in allowed]
    return replace(
        table,
        columns=tuple(table.columns[position] for position in keep),
        rows=tuple(tuple(row[position] for position in keep) for row in table.rows),
    )


def allowed_layers(
    layers: Iterable[Layer], tables: Iterable[Table], allowed: frozenset[Sensitivity]
) -> tuple[Layer, ...]:
    """Return the layers that may be drawn from what is left in `tables`."""
    columns = {table.name: {column.name for column in table.columns} for table in tables}
    return tuple(
        replace(layer, popup=tuple(name for name in layer.popup if name in columns[layer.table]))
        for layer in layers
        if layer.sensitivity in allowed
        and layer.table in columns
        and {layer.value, layer.status} - {None} <= columns[layer.table]
    )


def allowed_charts(
    charts: Iterable[Chart], tables: Iterable[Table], allowed: frozenset[Sensitivity]
) -> tuple[Chart, ...]:
    """Return the charts that may be drawn from what is left in `tables`."""
    columns = {table.name: {column.name for column in table.columns} for table in tables}
    return tuple(
        chart
        for chart in charts
        if chart.sensitivity in allowed and chart.table in columns and chart.columns <= columns[chart.table]
    )


def allowed_years(totals: Iterable[YearTotal], allowed: frozenset[Sensitivity]) -> tuple[YearTotal, ...]:
    """Return the yearly province totals: all of them to those who may see cases, else only the large ones."""
    least = 0 if Sensitivity.CASE in allowed else LEAST_YEAR_TOTAL
    return tuple(total for total in totals if total.cases >= least)


def _year_table(totals: Iterable[YearTotal], allowed: frozenset[Sensitivity]) -> tuple[Table, ...]:
    rows = tuple((total.year, total.cases) for total in allowed_years(totals, allowed))
    columns = (Column("year", "", Sensitivity.AREA), Column("cases", "cases", Sensitivity.AREA))
    return (Table("province_years", columns, rows, Sensitivity.AREA),) if rows else ()


def _place(store: "Store") -> Place:
    project = store.project
    units = project["units"]
    about = project.about
    return Place(about.name, about.simulated, about.schematic, units[units["level"] == "commune"])
