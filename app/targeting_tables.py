"""The ranking of communes for a programme as tables, layers and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.demand_lenses import SOURCES
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_names
from app.partner_presence import ALONE, NOBODY, OVERLAP
from app.result import Column, Layer, Sensitivity, Table
from app.tables import table_of
from app.targeting_criteria import Criteria
from app.unit_words import UNITS
from app.words import activities_text, class_text, decimals
from data.project import Project

if TYPE_CHECKING:
    from models.targeting import Ranking

HOLDS = 80.0
"""Per cent of weightings under which a commune must be on the shortlist for this to hold."""
CATEGORIES = ("shortlist_holds", "shortlist_unsure", "shortlist_near", "not_on_shortlist")
PUBLIC, AREA = Sensitivity.PUBLIC, Sensitivity.AREA
_NEAR = 100.0 - HOLDS


@dataclass(frozen=True, eq=False)
class Targeted:
    """All that tables, sentences and card are made of; the ranking is in the order of the criteria's rows."""

    criteria: Criteria
    ranking: "Ranking"
    partners: pd.DataFrame
    shortlist: int
    method: str
    day: date
    """On which `partners` are active."""


def rows(project: Project, found: Targeted) -> pd.DataFrame:
    """Return one row a commune, the one in most need first."""
    units = communes(project).set_index("code")
    frame = found.criteria.values.reset_index()
    ranking = found.ranking
    frame = frame.assign(
        name=full_names(units).reindex(frame["code"]).to_numpy(),
        priority=ranking.rank, priority_from=ranking.lower, priority_to=ranking.upper,
        need_score=100 * ranking.score, shortlisted_share=100 * ranking.shortlisted,
    )  # fmt: skip
    frame = frame.merge(found.partners, left_on="code", right_index=True)
    frame = frame.assign(shortlist_class=_classes(frame, found.shortlist))
    frame = frame.sort_values("priority").reset_index(drop=True)
    said = [_reason(found, code, row) for code, row in zip(frame["code"], frame.to_dict("records"), strict=True)]
    return frame.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


def _classes(frame: pd.DataFrame, shortlist: int) -> np.ndarray:
    named, share = frame["priority"] <= shortlist, frame["shortlisted_share"]
    conditions = [named & (share >= HOLDS), named, share >= _NEAR]
    return np.select(conditions, CATEGORIES[:3], CATEGORIES[3])


def _reason(found: Targeted, code: str, row: Mapping[Any, Any]) -> Text:
    """Return what puts a commune where it is, how sure that is, and who works there already."""
    place = found.criteria.need()[0].rank(ascending=False, method="min").T[code]
    strongest = place.sort_values(kind="stable").index[:_NAMED]
    facts = [_fact(found, str(name), code, int(place[name])) for name in strongest]
    said = [
        Text("; ".join(each.vi for each in facts) + ".", "; ".join(each.en for each in facts) + "."),
        both(
            _PLACE[row["priority_from"] == row["priority_to"]],
            first=row["priority_from"], last=row["priority_to"], share=row["shortlisted_share"],
        ),
        both(
            _WHO[str(row["presence"])],
            partners=Text(*(shown_names(row["partners"], Language(each)) for each in LANGUAGES)),
            overlapping=Text(*(activities_text(row["overlapping"], Language(each)) for each in LANGUAGES)),
        ),
    ]  # fmt: skip
    return Text(" ".join(each.vi for each in said), " ".join(each.en for each in said))


_NAMED = 3
"""Criteria that a reason names: those on which the commune stands highest."""
_PLACE = {
    True: N_("Place {first}, however weights and data vary; on the shortlist in {share:0}% of the weightings."),
    False: N_("Place {first} to {last} when weights and data vary; on the shortlist in {share:0}% of the weightings."),
}
_WHO = {
    NOBODY: N_("No partner works there as far as the data know."),
    ALONE: N_("Working there: {partners}."),
    OVERLAP: N_("Working there: {partners}; more than one on: {overlapping}."),
}


def _fact(found: Targeted, name: str, code: str, place: int) -> Text:
    unit = found.criteria.units[name]
    value = float(found.criteria.values[name].to_dict()[code])
    shown = Text(*(_amount(value, unit, Language(each)) for each in LANGUAGES))
    return both(_OF_ALL, criterion=criterion_text(name), value=shown, place=place, all=len(found.criteria.values))


def _amount(value: float, unit: str, language: Language) -> str:
    number = language.number(value, decimals(Column("", unit, AREA)))
    if unit in ("%", "children"):
        return number + unit.removesuffix("children")
    return f"{number} {language.say(UNITS[unit])}".strip()


_OF_ALL = N_("{criterion}: {value} (place {place} of {all})")


def criterion_text(name: str) -> Text:
    """Return a criterion in words, where the program has any for it."""
    return Text(*(class_text(name, Language(code)) for code in LANGUAGES))


def tables(project: Project, found: Targeted) -> tuple[Table, ...]:
    """Return the communes in their order, and the criteria with their weights."""
    tag = found.criteria.sensitivity
    return (
        table_of("communes", rows(project, found).rename(columns=COLUMN_OF), commune_columns(found.criteria), tag),
        table_of("criteria_values", value_rows(project, found), value_columns(tag), tag),
        table_of("criteria", criteria_rows(found.criteria), criteria_columns(tag), tag),
    )


def criteria_rows(criteria: Criteria) -> pd.DataFrame:
    """Return one row a criterion: weight, direction, and what is not known."""
    names = [str(name) for name in criteria.values]
    return pd.DataFrame(
        {
            "criterion": names,
            "weight": [_PERCENT * float(criteria.weights[name]) for name in names],
            "direction": ["less_is_need" if name in criteria.less_is_need else "more_is_need" for name in names],
            "communes_filled": [criteria.filled[name] for name in names],
        }
    )


_PERCENT = 100.0


def criteria_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the criteria."""
    return (
        Column("criterion", "", tag),
        Column("weight", "%", tag),
        Column("direction", "", tag),
        Column("communes_filled", "communes", tag),
    )


def commune_columns(criteria: Criteria) -> tuple[Column, ...]:
    """Return the columns of the communes: place and class first, then criteria, then who works there."""
    tag = criteria.sensitivity
    first = ("shortlist_class", "priority", "priority_from", "priority_to")
    return (
        Column("name", "", PUBLIC),
        *(Column(name, "", tag) for name in first),
        Column("shortlisted_share", "%", tag),
        Column("reason_vi", "", tag),
        Column("reason_en", "", tag),
        Column("need_score", "number", tag),
        *(_criterion_column(criteria, name) for name in COLUMN_OF if name in criteria.values),
        *(Column(name, "", AREA) for name in ("presence", "partners", "overlapping")),
        Column("code", "", PUBLIC),
    )


COLUMN_OF = {
    "children": "children",
    "poverty": "poverty",
    "dropouts": "dropouts_per_1000",
    "remoteness": "remoteness_of_services",
    "services": "services_per_1000",
    "reported": "cases_per_year",
    "expected": "expected_cases_per_year",
    "adjusted": "true_cases_per_year",
}
"""The column of each criterion the program has a word for; others stand in the table of values only."""


def _criterion_column(criteria: Criteria, name: str) -> Column:
    """Return the column of a criterion: a lens is of cases, all others are of areas."""
    return Column(COLUMN_OF[name], criteria.units[name], Sensitivity.CASE if name in SOURCES else AREA)


def value_rows(project: Project, found: Targeted) -> pd.DataFrame:
    """Return one row a commune and criterion: value, and the place by need in this criterion alone."""
    units = communes(project).set_index("code")
    values = found.criteria.values.melt(var_name="criterion", value_name="criterion_value", ignore_index=False)
    need = found.criteria.need()[0].rank(ascending=False, method="min")
    places = need.melt(var_name="criterion", value_name="place_by_need", ignore_index=False)
    frame = values.assign(place_by_need=places["place_by_need"].to_numpy()).reset_index()
    frame["name"] = full_names(units).reindex(frame["code"]).to_numpy()
    return frame.sort_values(["criterion", "place_by_need", "code"], kind="stable")


def value_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the values of the criteria."""
    return (
        Column("name", "", PUBLIC),
        Column("criterion", "", tag),
        Column("criterion_value", "number", tag),
        Column("place_by_need", "", tag),
        Column("code", "", PUBLIC),
    )


def layers(criteria: Criteria) -> tuple[Layer, ...]:
    """Return what the map shows: the shortlist by how sure it is, the place of each commune, and who works there."""
    tag = criteria.sensitivity
    popup = ("name", "shortlist_class", "priority", "priority_from", "priority_to", "reason_vi", "reason_en", "code")
    return (
        Layer("shortlist_class", "communes", "communes", popup, tag, value="shortlist_class", categories=CATEGORIES),
        Layer("need_score", "communes", "communes", popup, tag, value="need_score", sense="bad"),
        Layer(
            "presence", "communes", "communes", ("name", "presence", "partners", "overlapping", "code"), AREA,
            value="presence", categories=(NOBODY, ALONE, OVERLAP),
        ),
    )  # fmt: skip
