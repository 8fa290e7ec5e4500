"""The units that rows name: by code, by name with district and province beside it, or by both, which must agree.

A name that is not sure is never guessed: the row is set aside with what it may mean, and what a person decides is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from data.checking import pad_codes
from data.field_words import PROVINCE, UNIT_NAME
from data.issues import Finding, Reason, Rows, positions
from data.name_candidates import old_provinces
from data.name_decisions import Context, DecisionKey, decision_key, kept_decisions, resolve_column
from data.name_folding import folded, split_number, without_accents
from data.name_reading import readings, split_kind, words
from data.names import Match, Written, is_sure, match_district, match_province
from data.project import Project
from data.row_vintage import Named
from data.unit_lists import OLD_VINTAGE, known_units, vintage_at

SHOWN = 4  # candidates a problem names
_SLIPS = 1  # letters by which a name may differ from that of the code beside it


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """What the cells of a file say about the unit of each row, one Series a field; "" where a cell says nothing."""

    unit: "pd.Series[str]"
    name: "pd.Series[str]"
    district: "pd.Series[str]"
    province: "pd.Series[str]"

    def named(self) -> Named:
        """Return codes apart from names: a unit's own column may hold either."""
        is_code = self.unit.str.fullmatch(r"\d{1,5}").to_numpy(dtype=bool)
        return Named(
            self.unit.where(is_code, ""),
            self.name.where((self.name != "").to_numpy() | is_code, self.unit),
            self.district,
        )


@dataclass(frozen=True, slots=True)
class Units:
    """Codes, missing where a row has none; what was found; and what a person decided just now, to be kept."""

    codes: "pd.Series[str]"
    findings: tuple[Finding, ...]
    decided: Mapping[str, Mapping[Written, str]] = field(default_factory=dict)


def find_units(
    texts: UnitTexts, vintages: "pd.Series[str]", project: Project, *, unit: str, decided: Mapping[str, str]
) -> Units:
    """Find the code of each row's unit.

    Parameters
    ----------
    vintages : Series of str
        The list each row's unit is looked for in.
    unit : str
        The field of the unit: ``commune_code`` takes communes only.
    decided : mapping
        Name, as the file writes it, to the code a person chose for it just now.
    """
    decided = {folded(name): code for name, code in decided.items()}
    named = texts.named()
    own_name = (texts.name == "").to_numpy(dtype=bool)
    codes = named.codes.where(named.codes != "")
    findings: list[Finding] = []
    kept: dict[str, dict[Written, str]] = {}
    for vintage in vintages.dropna().unique():
        rows = positions((vintages == vintage) & (named.names != ""))
        if not len(rows):
            continue
        foreign = _foreign(texts.province.iloc[rows], vintage, project)
        coded = codes.iloc[rows].notna().to_numpy(dtype=bool)
        findings += [Finding(Reason.OTHER_PROVINCE, PROVINCE, rows[foreign])] if foreign.any() else []
        findings += _contradictions(rows[coded], codes, named.names, vintage)
        asked = rows[~coded & ~foreign]
        contexts = _contexts(texts.province.iloc[asked], named.districts.iloc[asked], vintage, project)
        found = _resolve(named.names.iloc[asked].tolist(), contexts, project, vintage, unit, decided)
        codes = codes.fillna(pd.Series(found.codes, index=codes.index[asked], dtype="str"))
        kept[vintage] = {name: decided[folded(name.text)] for name in found.distinct if folded(name.text) in decided}
        asking = {"field": unit, "vintage": vintage}
        findings += _questions(asked, found, np.where(own_name[asked], unit, UNIT_NAME), asking)
    return Units(codes.astype("str"), tuple(findings), {name: chosen for name, chosen in kept.items() if chosen})


@dataclass(frozen=True, slots=True)
class _Found:
    """The name of each row in its context, its code, and the candidates where it is not sure (none: unknown)."""

    names: Sequence[Written]
    codes: "NDArray[np.object_]"
    candidates: Mapping[Written, list[Match]]

    @property
    def distinct(self) -> list[Written]:
        """Each name once."""
        return list(dict.fromkeys(self.names))


def _resolve(
    texts: Sequence[str],
    contexts: Sequence[Context],
    project: Project,
    vintage: str,
    unit: str,
    decided: Mapping[str, str],
) -> _Found:
    distinct = list(dict.fromkeys(Written(text, *context) for text, context in zip(texts, contexts, strict=True)))
    decisions: dict[DecisionKey, str] = kept_decisions(project, vintage=vintage)
    decisions |= {decision_key(name): decided[folded(name.text)] for name in distinct if folded(name.text) in decided}
    higher = {} if unit == "commune_code" else {name: _higher_unit(name, vintage) for name in distinct}
    decisions |= {decision_key(name): code for name, code in higher.items() if code}
    resolved = resolve_column(texts, contexts, decisions, vintage=_listed(vintage))
    codes = resolved.codes.astype(object).where(resolved.codes.notna(), None).to_numpy(dtype=object)
    return _Found(resolved.names, codes, {**resolved.asked, **{name: [] for name in resolved.unknown}})


def said_by_name(
    findings: Sequence[Finding], unit: str | None, cells: pd.DataFrame, columns: Mapping[str, str]
) -> list[Finding]:
    """Return findings about units under the column of names, where a row has no code and its name led to the unit.

    Parameters
    ----------
    cells : DataFrame
        The file's rows as text.
    columns : mapping
        Field to column.
    """
    if unit is None or columns.get(UNIT_NAME) not in cells:
        return list(findings)
    coded = columns.get(unit)
    uncoded = np.ones(len(cells), dtype=bool) if coded not in cells else (cells[coded] == "").to_numpy(dtype=bool)
    by_name = uncoded & (cells[columns[UNIT_NAME]] != "").to_numpy(dtype=bool)
    return [part for finding in findings for part in _parted(finding, unit, by_name)]


def _parted(finding: Finding, unit: str, by_name: "NDArray[np.bool_]") -> list[Finding]:
    named = by_name[finding.rows]
    if finding.field != unit or not finding.listed or not named.any():
        return [finding]
    parts = ((finding.field, np.flatnonzero(~named)), (UNIT_NAME, np.flatnonzero(named)))
    return [
        replace(
            finding,
            field=field,
            rows=finding.rows[kept],
            each={name: tuple(values[i] for i in kept.tolist()) for name, values in finding.each.items()},
        )
        for field, kept in parts
        if len(kept)
    ]


def _listed(vintage: str) -> str:
    """Return the shipped list a vintage rests on: a project's later edits have no list of names of their own."""
    return vintage_at(vintage)


def _allowed(vintage: str, project: Project) -> tuple[str, ...]:
    own = project.about.province_code
    return old_provinces(own) if _listed(vintage) == OLD_VINTAGE else (own,)


def _foreign(provinces: "pd.Series[str]", vintage: str, project: Project) -> "NDArray[np.bool_]":
    """Mark the rows that name another province than the project's."""
    codes = {text: _province_code(text, vintage) for text in provinces.unique()}
    others = [text for text, code in codes.items() if code and code not in _allowed(vintage, project)]
    return provinces.isin(others).to_numpy(dtype=bool)


def _contexts(
    provinces: "pd.Series[str]", districts: "pd.Series[str]", vintage: str, project: Project
) -> list[Context]:
    """Return the province and the district that each row's name must lie in."""
    allowed = _allowed(vintage, project)
    everywhere: str | tuple[str, ...] = allowed if len(allowed) > 1 else allowed[0]
    stated = {text: _province_code(text, vintage) or everywhere for text in provinces.unique()}
    is_old = _listed(vintage) == OLD_VINTAGE
    found = {text: _district_code(text, allowed) if is_old else "" for text in districts.unique()}
    return [(stated[province], found[district]) for province, district in zip(provinces, districts, strict=True)]


def _province_code(text: str, vintage: str) -> str:
    matches = match_province(text, vintage=_listed(vintage)) if text else []
    return matches[0].code if is_sure(matches) else ""


def _district_code(text: str, provinces: tuple[str, ...]) -> str:
    matches = match_district(text, province=provinces) if text else []
    return matches[0].code if is_sure(matches) else ""


def _higher_unit(name: Written, vintage: str) -> str:
    """Return the code of the province or district a name that says so means, "" for others."""
    line = folded(name.text)
    if split_kind(line, "province")[1] == "tỉnh":
        return _province_code(name.text, vintage)
    if split_kind(line, "district")[1] is None or "," in line or _listed(vintage) != OLD_VINTAGE:
        return ""
    return _district_code(name.text, (name.province,) if isinstance(name.province, str) else name.province)


def _contradictions(rows: Rows, codes: "pd.Series[str]", names: "pd.Series[str]", vintage: str) -> list[Finding]:
    """Find rows whose name is not that of their code, but for a slip."""
    listed = _names_by_code(_listed(vintage))
    pairs = pd.DataFrame({"code": pad_codes(codes.iloc[rows], frozenset(listed)), "name": names.iloc[rows]})
    distinct = pairs.drop_duplicates().itertuples(index=False)
    apart = {(code, name) for code, name in distinct if code in listed and not _agree(name, listed[code])}
    if not apart:
        return []
    found = positions(pd.MultiIndex.from_frame(pairs).isin(list(apart)))
    each = {"listed": tuple(listed[code] for code in pairs["code"].iloc[found])}
    return [Finding(Reason.CODE_AND_NAME_DIFFER, UNIT_NAME, rows[found], each=each)]


@cache
def _names_by_code(vintage: str) -> Mapping[str, str]:
    units = known_units(vintage)
    return dict(zip(units["code"], units["name"], strict=True))


def _agree(written: str, listed: str) -> bool:
    known, number = _plain(listed)
    read = [
        _plain(reading.name) for level in ("commune", "district", "province") for reading in readings(written, level)
    ]
    return any(number == other and OSA.distance(known, name) <= _SLIPS for name, other in read)


def _plain(name: str) -> tuple[str, str]:
    return split_number(words(without_accents(folded(name))))


def _questions(rows: Rows, found: _Found, fields: "NDArray[np.str_]", asking: Mapping[str, object]) -> list[Finding]:
    """Return what is to be decided or not known, by reason and by the field the name stands in."""
    groups: dict[tuple[Reason, str], list[tuple[int, list[Match]]]] = {}
    for i in positions(pd.isna(found.codes)).tolist():
        matches = found.candidates.get(found.names[i], [])
        groups.setdefault((_reason(matches), str(fields[i])), []).append((int(rows[i]), matches))
    return [
        Finding(
            reason,
            name,
            np.array([row for row, _ in entries], dtype=np.intp),
            common=asking,
            each=_candidates([matches for _, matches in entries]) if reason is not Reason.NAME_UNKNOWN else {},
        )
        for (reason, name), entries in groups.items()
    ]


def _reason(matches: Sequence[Match]) -> Reason:
    if not matches:
        return Reason.NAME_UNKNOWN
    return Reason.NAME_TIE if matches[0].tie else Reason.NAME_UNSURE


def _candidates(matches: Sequence[Sequence[Match]]) -> dict[str, tuple[object, ...]]:
    """Return what each name may mean, written for a person, and as codes."""
    return {
        "candidates": tuple(map(_shown, matches)),
        "codes": tuple(tuple(match.code for match in each[:SHOWN]) for each in matches),
    }


def _shown(matches: Sequence[Match]) -> str:
    """Write candidates as a person tells them apart: kind, name and code."""
    return ", ".join(f"{match.kind} {match.name} ({match.code})" for match in matches[:SHOWN])
