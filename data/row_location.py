"""Where the rows of a file belong: the vintage of their units, and the codes of the units they name.

Columns, the titles above the table and the groups its rows stand in say it together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from data.codes_by_name import codes_by_name
from data.columns import cells_of
from data.field_words import DISTRICT, PROVINCE, UNIT_NAME, unit_field
from data.issues import Finding, Reason
from data.name_candidates import old_provinces
from data.name_decisions import TABLE as NAME_DECISIONS
from data.name_decisions import keep_decisions
from data.name_folding import folded
from data.project import Project
from data.reading import RawTable
from data.row_units import UnitTexts, find_units
from data.row_vintage import Named, Vintage, check_vintages, stated_vintages, vintage_of
from data.schema import TABLES, Kind
from data.title_facts import province_in_titles
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

_UNITS = "units"


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says: its rows, the columns and settings that fill the fields of a table, and its titles."""

    table: str
    raw: RawTable
    columns: Mapping[str, str]
    settings: Mapping[str, object]
    titles: tuple[str, ...]

    def says(self, field: str) -> bool:
        """Whether a column or a setting fills a field."""
        return field in self.columns or field in self.settings

    def cells(self, field: str) -> "pd.Series[str]":
        """Return the text of a field, settings in the place of blank cells."""
        return cells_of(self.raw, self.columns, self.settings, field).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Located:
    """Rows with codes for their units, the units these are held against, and the project with the names decided."""

    frame: pd.DataFrame
    units: pd.DataFrame
    project: Project
    findings: tuple[Finding, ...] = ()


def locate(frame: pd.DataFrame, source: Source, project: Project, decided: Mapping[str, Mapping[str, str]]) -> Located:
    """Decide the vintage of rows that state none, and turn the names of their units into codes.

    Parameters
    ----------
    frame : DataFrame
        Conforming columns of the table, as they were read.
    decided : mapping
        Field to the codes a person gave to names just now.

    Raises
    ------
    AmbiguousVintage, UnknownVintage, InvalidSetting
        As `data.row_vintage`.
    """
    unit = unit_field(TABLES[source.table])
    if unit is None or "vintage" not in frame:
        return Located(frame, project[_UNITS], project)
    texts = _unit_texts(unit, source, project.about.province_code)
    chosen = decided.get(unit, {})
    texts = _with_earlier_codes(texts, frame["vintage"], project, decided=chosen)
    stated = stated_vintages(frame["vintage"], project[_UNITS], source.table)
    check_vintages(stated, project[_UNITS])
    found = _vintage_of(texts, stated, frame, source, project)
    vintages = stated.fillna(found.name) if found.recognised else stated
    looked_in = vintages.fillna(project.about.vintage)
    units = find_units(texts, looked_in, project, unit=unit, decided=chosen)
    for vintage, kept in units.decided.items():
        project = keep_decisions(project, kept, vintage=vintage, decided_on=_today())
    findings = (*units.findings, *([_recognised(found)] if found.recognised else []))
    return Located(
        frame.assign(**{unit: units.codes, "vintage": vintages}), units_of(looked_in, project), project, findings
    )


def units_of(vintages: "pd.Series[Any]", project: Project) -> pd.DataFrame:
    """Return the project's units, and those of the old list in its province where rows are of that list."""
    own = project[_UNITS]
    if not (vintages == OLD_VINTAGE).any():
        return own
    columns = ["code", "level", "vintage"]
    return pd.concat([own[columns], _old_units(project)[columns]], ignore_index=True).drop_duplicates()


def _old_units(project: Project) -> pd.DataFrame:
    """Return the units of the old list in the provinces that the project's was made of."""
    old = known_units(OLD_VINTAGE)
    return old[old["province_code"].isin(old_provinces(project.about.province_code))]


def _unit_texts(unit: str, source: Source, province: str) -> UnitTexts:
    said = {name: source.cells(name) for name in (UNIT_NAME, DISTRICT, PROVINCE)}
    if not source.says(DISTRICT) and source.raw.groups is not None:
        said[DISTRICT] = source.raw.groups.reset_index(drop=True)
    titled = None if source.says(PROVINCE) else province_in_titles(source.titles)
    if titled not in (None, province):
        said[PROVINCE] = pd.Series(_name_of(str(titled)), index=said[PROVINCE].index, dtype="str")
    return UnitTexts(source.cells(unit), said[UNIT_NAME], said[DISTRICT], said[PROVINCE])


def _with_earlier_codes(
    texts: UnitTexts, stated: "pd.Series[Any]", project: Project, *, decided: Collection[str]
) -> UnitTexts:
    """Put codes for the names of rows of a day before the last list with districts, such as the census of 2019.

    A name that a person decided about is left as it is.
    """
    named = texts.named()
    folds = {folded(name) for name in (*decided, *project[NAME_DECISIONS]["written"])}
    earlier = (stated.fillna(OLD_VINTAGE) < OLD_VINTAGE).to_numpy(dtype=bool)
    rows = earlier & ((named.names != "") & (named.codes == "") & ~named.names.map(folded).isin(folds)).to_numpy()
    if not rows.any():
        return texts
    own = _old_units(project)
    provinces = own.loc[own["level"] == "province", "name"]
    province = texts.province.replace("", provinces.iloc[0]) if len(provinces) == 1 else texts.province
    places = pd.DataFrame({"province": province, "district": texts.district, "ward": named.names})
    codes = codes_by_name(places[rows])
    codes = codes[codes.isin(own["code"])]
    unit = texts.unit.copy()
    unit[codes.index] = codes
    return replace(texts, unit=unit)


def _name_of(code: str) -> str:
    known = known_units(VINTAGE)
    return str(known.loc[known["code"] == code, "name"].iloc[0])


def _vintage_of(
    texts: UnitTexts, stated: "pd.Series[Any]", frame: pd.DataFrame, source: Source, project: Project
) -> Vintage:
    """Decide for rows that state no vintage; a unit that a person names for the whole file is one of the project."""
    silent = stated.isna().to_numpy(dtype=bool)
    unit = str(unit_field(TABLES[source.table]))
    if not silent.any() or not {unit, UNIT_NAME} & source.columns.keys():
        return Vintage(project.about.vintage, recognised=False)
    named = texts.named()
    rows = Named(named.codes[silent], named.names[silent], named.districts[silent])
    days = [frame.loc[silent, column.name] for column in TABLES[source.table].columns if column.kind is Kind.DATE]
    return vintage_of(rows, days, project.about)


def _recognised(found: Vintage) -> Finding:
    none = np.array([], dtype=np.intp)
    return Finding(Reason.VINTAGE_RECOGNISED, "vintage", none, common={"value": found.name}, listed=False)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
