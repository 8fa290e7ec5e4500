"""What of a result would leave with a file for one audience, and what would stay inside: shown before it is released.

It follows `app.release`, which decides; nothing here lets anything out.
"""

from dataclasses import dataclass

from app.errors import UntaggedColumn
from app.release import ALLOWED, Audience, allowed_layers, allowed_tables, allowed_years, refuse_untagged
from app.result import Column, Result, Table
from data.project import Project
from data.schema import SHELTER_KINDS


@dataclass(frozen=True, slots=True)
class TableLeaving:
    """One table: the columns that leave, those that stay, and how many rows."""

    table: Table
    leaves: tuple[Column, ...]
    stays: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a file for one audience holds and what it does not; sentences and layers as numbers."""

    tables: tuple[TableLeaving, ...]
    layers: int
    layers_inside: int
    findings: int
    findings_inside: int
    years: tuple[int, ...]
    years_inside: int

    @property
    def anything(self) -> bool:
        """Whether there is anything to write."""
        return any(each.leaves for each in self.tables)

    @property
    def everything(self) -> bool:
        """Whether nothing stays inside."""
        stays = any(each.stays for each in self.tables)
        return not (stays or self.layers_inside or self.findings_inside or self.years_inside)


def leaving(result: Result, audience: Audience) -> Leaving:
    """Return what of `result` would leave for `audience`. Of a result with an untagged part nothing leaves."""
    allowed = frozenset() if _is_untagged(result) else ALLOWED[audience]
    kept = {table.name: table for table in allowed_tables(result.tables, allowed)}
    layers = allowed_layers(result.layers, kept.values(), allowed)
    findings = [each for each in result.findings if each.sensitivity in allowed]
    years = tuple(total.year for total in allowed_years(result.year_totals, allowed)) if kept else ()
    return Leaving(
        tables=tuple(_table(table, kept.get(table.name)) for table in result.tables),
        layers=len(layers) if kept else 0,
        layers_inside=len(result.layers) - len(layers),
        findings=len(findings) if kept else 0,
        findings_inside=len(result.findings) - len(findings),
        years=years,
        years_inside=len(result.year_totals) - len(years),
    )


def shelters_not_public(project: Project) -> int:
    """Return how many shelters of the project have an address that is not public: no shared file names them."""
    facilities = project["facilities"]
    return int((facilities["kind"].isin(SHELTER_KINDS) & (facilities["disclosure"] != "public")).sum())


def _table(table: Table, kept: Table | None) -> TableLeaving:
    leaves = kept.columns if kept else ()
    return TableLeaving(table, leaves, tuple(column for column in table.columns if column not in leaves))


def _is_untagged(result: Result) -> bool:
    try:
        refuse_untagged(result)
    except UntaggedColumn:
        return True
    return False
