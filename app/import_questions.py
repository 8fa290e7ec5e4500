"""What only a person can decide about a file: names, words, the day of its codes, its coordinate system, repeated rows.

A check asks; an answer is a setting of the next check, or how it treats rows that are there already. Names decided are
kept in the project.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.imports import ImportRequest, check_import
from data.columns import CRS_SETTING
from data.coordinates import read_setting
from data.errors import AmbiguousVintage, RepeatedSource
from data.issues import Issue, Reason
from data.name_candidates import old_provinces
from data.reference_systems import WGS84, grids
from data.repeats import Repeat
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units, vintage_at

if TYPE_CHECKING:
    from data.import_report import ImportReport
    from data.project import Project

REPEAT = "repeat"
"""The answer that is no setting of a field: a value of `data.repeats.Repeat`."""


class Asked(StrEnum):
    """What a question is about."""

    VINTAGE = "vintage"
    REPEAT = "repeat"
    SYSTEM = "system"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit a name may mean; `district` tells units of one name apart."""

    code: str
    kind: str
    name: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide.

    Parameters
    ----------
    asked : Asked
    setting : str
        What an answer is given as: a setting of the import, or `REPEAT`.
    field : str
        The field it is about.
    written : str
        The name or the word, as the file writes it.
    rows : int
        How many rows wait for the answer.
    choices : tuple of str
        Values of the answer, the likeliest first. A name may get other codes too.
    vintage : str
        Of a name: the list its codes are of.
    needed : bool
        Nothing can be imported without an answer.
    numbers : mapping
        What the sentence needs besides.
    """

    asked: Asked
    setting: str
    field: str = ""
    written: str = ""
    rows: int = 0
    choices: tuple[str, ...] = ()
    vintage: str = ""
    needed: bool = False
    numbers: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, none where a question stops it, and what is to be decided."""

    report: "ImportReport | None"
    questions: tuple[Question, ...] = ()


def check_and_ask(
    project: "Project", request: ImportRequest, *, tick: Callable[[float], None] | None = None
) -> Checked:
    """Check an import and gather what a person can decide; nothing is stored.

    Raises
    ------
    data.errors.DataError
        As `app.imports.check_import`, but for what becomes a question.
    """
    try:
        report = check_import(project, request, tick=tick).report
    except AmbiguousVintage as error:
        figures = {"in_both": error.in_both, "only_old": error.only_old, "only_new": error.only_new}
        question = Question(Asked.VINTAGE, "vintage", choices=(OLD_VINTAGE, VINTAGE), needed=True, numbers=figures)
        return Checked(None, (question,))
    except RepeatedSource:
        return Checked(None, (_about_repeats(0, needed=True),))
    return Checked(report, questions_of(report, request))


def questions_of(report: "ImportReport", request: ImportRequest) -> tuple[Question, ...]:
    """Return what a report leaves to decide, the coordinate system first, then names and words, most rows first."""
    repeated = sum(issue.reason is Reason.ALREADY_THERE for issue in report.problems)
    repeats = (_about_repeats(repeated, needed=False),) if repeated and request.repeat is None else ()
    fields = {column: name for name, column in report.mapping.items()}
    asked: dict[str, Question] = {}
    for issue in report.problems:
        question = _question(issue, fields, request.table)
        if question is not None:
            known = asked.get(question.setting, question)
            asked[question.setting] = replace(known, rows=known.rows + 1)
    order = list(Asked)
    found = sorted(asked.values(), key=lambda question: (order.index(question.asked), -question.rows))
    return (*repeats, *found)


def answered(request: ImportRequest, answers: Mapping[str, str]) -> ImportRequest:
    """Return the request with what a person decided."""
    settings = {name: value for name, value in answers.items() if value and name != REPEAT}
    return replace(request, settings={**request.settings, **settings}, repeat=answers.get(REPEAT) or request.repeat)


def units_to_choose(project: "Project", vintage: str) -> tuple[Unit, ...]:
    """Return every commune a name of this project may mean in the list of `vintage`."""
    listed = vintage_at(vintage)
    own = project.about.province_code
    provinces = old_provinces(own) if listed == OLD_VINTAGE else (own,)
    known = known_units(listed)
    districts = known[known["level"] == "district"]
    names = dict(zip(districts["code"], districts["name"], strict=True))
    communes = known[(known["level"] == "commune") & known["province_code"].isin(provinces)]
    columns = (communes[name].fillna("") for name in ("code", "kind", "name", "district_code"))
    return tuple(
        Unit(code, kind, name, names.get(district, "")) for code, kind, name, district in zip(*columns, strict=True)
    )


def system_name(setting: str) -> str:
    """Return what EPSG calls the system a setting ``crs`` states.

    >>> system_name("EPSG:3405"), system_name("EPSG:4326 swapped")
    ('VN-2000 / UTM zone 48N', 'WGS 84')
    """
    crs, _ = read_setting(setting)
    return "WGS 84" if crs == WGS84 else next((system.name for system in grids() if system.crs == crs), crs)


def _about_repeats(rows: int, *, needed: bool) -> Question:
    choices = tuple(Repeat) if needed else (Repeat.UPDATE, Repeat.SKIP)
    return Question(Asked.REPEAT, REPEAT, rows=rows, choices=choices, needed=needed)


def _question(issue: Issue, fields: Mapping[str, str], table: str) -> Question | None:
    said = issue.numbers
    match issue.reason:
        case Reason.NAME_TIE | Reason.NAME_UNSURE | Reason.NAME_UNKNOWN:
            unit = str(said["field"])
            return Question(
                Asked.NAME,
                f"{unit}:{issue.value}",
                unit,
                issue.value,
                0,
                _texts(said.get("codes")),
                str(said["vintage"]),
            )
        case Reason.LIKE_A_CHOICE:
            return _about_word(str(said["field"]), issue.value, table, nearest=str(said["nearest"]))
        case Reason.NOT_A_CHOICE:
            return _about_word(fields.get(issue.column or "", issue.column or ""), issue.value, table)
        case Reason.COORDINATES_PROPOSED:
            return Question(Asked.SYSTEM, CRS_SETTING, choices=(str(said["setting"]),), numbers=said)
        case Reason.COORDINATES_UNDECIDED:
            return Question(Asked.SYSTEM, CRS_SETTING, choices=_texts(said["settings"]), numbers=said)
    return None


def _about_word(name: str, word: str, table: str, *, nearest: str = "") -> Question | None:
    definition = TABLES[table]
    choices = definition.column(name).choices if name in definition.names else ()
    if not word or not choices:
        return None
    first = (nearest,) if nearest else ()
    ordered = (*first, *(choice for choice in choices if choice not in first))
    return Question(Asked.WORD, f"{name}:{word}", name, word, choices=ordered)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, Iterable) else ()
