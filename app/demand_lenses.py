"""Three ways to see the demand of communes: cases reported, cases expected, cases adjusted for what is not reported.

A lens is a column of the latest result of its question; the results are what the project keeps of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from app.choice_words import CHOICES
from app.errors import LensNotStated, NoLens
from app.language import Text, both
from app.questions import find
from app.result import Setting, Table
from app.results import StoredResult, is_out_of_date, stored_result

if TYPE_CHECKING:
    from data.project import Project

LensName = Literal["reported", "expected", "adjusted"]


@dataclass(frozen=True, slots=True)
class _Source:
    """The question a lens comes from and its column of cases a year; `_lower` and `_upper` are its interval.

    `stated`: the parameters without which the question answers the rest, but not this.
    """

    analysis: str
    column: str
    stated: tuple[str, ...] = ()


SOURCES: Mapping[LensName, _Source] = {
    "reported": _Source("rates", "cases_per_year"),
    "expected": _Source("expected", "expected_cases_per_year"),
    "adjusted": _Source("hidden", "true_cases_per_year", ("reporting_lower", "reporting_upper")),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """The demand of communes as one question saw it.

    Attributes
    ----------
    cases : DataFrame, index: code of the commune
        `value`, `lower`, `upper`: cases a year; NaN where the question could not say (no return came).
    result_id, created_at : str
        The result it is taken from.
    parameters : tuple of Setting
        What was asked: period, kinds, prior.
    out_of_date : bool
        Whether the data have changed since.
    """

    name: LensName
    cases: pd.DataFrame
    result_id: str
    created_at: str
    parameters: tuple[Setting, ...]
    out_of_date: bool


def lens(project: "Project", name: LensName) -> Lens:
    """Return a lens as the latest result that answers it has it.

    Raises
    ------
    NoLens
        Its question has not been answered yet.
    LensNotStated
        It has, but nobody stated what this part of it needs.
    """
    return lens_of(project, name, "")


def lens_of(project: "Project", name: LensName, result_id: str) -> Lens:
    """Return a lens as one answer has it, the latest where the project does not keep that one. Raises as `lens`."""
    source = SOURCES[name]
    for each in sorted(_latest_first(project, source.analysis), key=lambda kept: kept != result_id):
        stored = stored_result(project, each)
        cases = _cases(stored.result.tables, source.column)
        if cases is not None:
            return _lens(project, name, stored, cases)
    raise why_not(project, name)


def why_not(project: "Project", name: LensName) -> NoLens:
    """Return why there is no such lens: nobody has asked its question, or not with what the lens needs."""
    source = SOURCES[name]
    question = find(source.analysis)
    said, title = lens_words(name), both(question.title)
    if not source.stated or not _latest_first(project, source.analysis):
        return NoLens(said, source.analysis, title)
    extras = (question.parameters.model_fields[each].json_schema_extra for each in source.stated)
    labels = tuple(both(str(extra["label"])) for extra in extras if isinstance(extra, dict))
    return LensNotStated(said, source.analysis, title, labels)


def lens_words(name: str) -> Text:
    """Return what a lens, or children, is called.

    >>> lens_words("adjusted").en
    'cases adjusted for those not reported'
    """
    return both(CHOICES["lens"][name])


def lenses(project: "Project") -> dict[LensName, Lens]:
    """Return every lens the project has an answer for."""
    found: dict[LensName, Lens] = {}
    for name in SOURCES:
        try:
            found[name] = lens(project, name)
        except NoLens:
            continue
    return found


def _lens(project: "Project", name: LensName, stored: StoredResult, cases: pd.DataFrame) -> Lens:
    result = stored.result
    return Lens(name, cases, stored.result_id, stored.created_at, result.parameters, is_out_of_date(project, result))


def _latest_first(project: "Project", analysis: str) -> list[str]:
    rows = project["results"]
    return [str(each) for each in rows.loc[rows["analysis"] == analysis, "result_id"]][::-1]


def _cases(tables: tuple[Table, ...], column: str) -> pd.DataFrame | None:
    """Return the column with its interval by commune; None where no commune has a value."""
    wanted = {"value": column, "lower": f"{column}_lower", "upper": f"{column}_upper"}
    table = next((each for each in tables if each.name == "communes"), None)
    if table is None or not set(wanted.values()) <= {each.name for each in table.columns}:
        return None
    values = {name: table.values(each) for name, each in wanted.items()}
    cases = pd.DataFrame(values, index=pd.Index(table.values("code"), name="code"), dtype=float)
    return cases if cases["value"].notna().any() else None
