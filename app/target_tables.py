"""The tables, layers, sentences and model card of the question `targets`."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import some_names
from app.result import Column, Finding, Layer, ModelCard, Sensitivity, Table, finding
from app.skill_matrix import RULE
from app.tables import table_of
from app.target_measures import AsOf, Measured, Unmeasured
from app.target_progress import OVERDUE, REACHED, RUNNING, UNKNOWN, Progress, missing, unit_rows
from app.words import class_text
from data.project import Project

AREA, PERSON, PUBLIC = Sensitivity.AREA, Sensitivity.PERSON, Sensitivity.PUBLIC


@dataclass(frozen=True, eq=False)
class Campaigns:
    """Activities around campaign days: `past`, with the communes without any (`inactive`, with names), and to come."""

    past: pd.DataFrame
    inactive: pd.DataFrame
    coming: tuple[date, ...]


def tables(project: Project, found: Sequence[Progress], campaigns: Campaigns) -> tuple[Table, ...]:
    """Return targets, what each unit lacks, the communes, activities by campaign and the communes without any."""
    public = [each for each in found if each.sensitivity is AREA]
    secret = [each for each in found if each.sensitivity is PERSON]
    listed = [("targets", public, AREA), ("targets_few_officers", secret, PERSON)]
    own = [
        ("target_units", _units(project, found, PERSON), PERSON),
        ("target_places", _units(project, found, AREA), AREA),
    ]
    return (
        *(
            table_of(name, target_rows(each), target_columns(tag), tag)
            for name, each, tag in listed
            if each or tag is AREA
        ),
        *(table_of(name, rows, unit_columns(tag), tag) for name, rows, tag in own if len(rows)),
        table_of("communes", commune_rows(project, found), COMMUNE_COLUMNS, AREA),
        table_of("campaigns", _campaign_table(campaigns), CAMPAIGN_COLUMNS, AREA),
        *_inactive_table(campaigns),
    )


def _campaign_table(campaigns: Campaigns) -> pd.DataFrame:
    """Return the campaigns to come, of which nothing is counted yet, then those that are past."""
    coming = pd.DataFrame({"campaign_on": [day.isoformat() for day in campaigns.coming]}, dtype=object)
    past = campaigns.past.astype(object).assign(campaign_status="campaign_past")
    return pd.concat([coming.assign(campaign_status="campaign_coming"), past], ignore_index=True)


def _inactive_table(campaigns: Campaigns) -> tuple[Table, ...]:
    rows = campaigns.inactive
    return (table_of("campaigns_missed", rows, INACTIVE_COLUMNS, AREA),) if len(rows) else ()


CATEGORIES = ("target_missed", "target_met", "nothing_counted")
_POPUP = ("name", "target_class", "officers_untrained", "schools_missing", "targets_missed", "code")
LAYERS = (
    Layer("target_class", "communes", "communes", _POPUP, PERSON, value="target_class", categories=CATEGORIES),
    Layer("officers_untrained", "communes", "communes", _POPUP, PERSON, value="officers_untrained", sense="bad"),
    Layer("schools_missing", "communes", "communes", _POPUP, AREA, value="schools_missing", sense="bad"),
)


def target_rows(found: Sequence[Progress]) -> pd.DataFrame:
    """Return a row a target: what is asked, what is reached, what is missing and why."""
    return pd.DataFrame([_target(each) for each in found], columns=_TARGET_NAMES)


_TARGET_NAMES = [
    *("target", "target_value", "target_reached", "target_missing", "counted_by", "target_unit", "due_on"),
    *("target_status", "courses_needed", "courses_planned", "reason_vi", "reason_en", "legal_basis"),
]


def _target(each: Progress) -> dict[str, object]:
    measured = each.found if isinstance(each.found, Measured) else None
    said = reason(each)
    return {
        "target": each.indicator,
        "target_value": each.value,
        "target_reached": measured.reached if measured else None,
        "target_missing": missing(measured, each.value) if measured else None,
        "counted_by": measured.by if measured else None,
        "target_unit": each.unit,
        "due_on": each.due_on.isoformat(),
        "target_status": each.status,
        "courses_needed": each.courses_needed,
        "courses_planned": None if each.courses_needed is None else each.courses_planned,
        "reason_vi": said.vi,
        "reason_en": said.en,
        "legal_basis": each.legal_basis,
    }


def reason(each: Progress) -> Text:
    """Return how a target stands, in one sentence."""
    if isinstance(each.found, Unmeasured):
        return both(each.found.missing)
    numbers = {"reached": each.found.reached, "value": each.value, "missing": missing(each.found, each.value)}
    counts = {"done": float(each.found.counted["reached"].sum()), "all": float(each.found.counted["all"].sum())}
    said = both(_SAID[each.found.by], **numbers, **counts)
    if not each.courses_needed:
        return said
    all_said = (said, *_courses(each, each.courses_needed))
    return Text(" ".join(part.vi for part in all_said), " ".join(part.en for part in all_said))


def _courses(each: Progress, needed: int) -> Iterator[Text]:
    """Yield how many courses are needed, how many of them are planned in time, and which are planned too late."""
    yield both(_COURSES[each.expiring > 0], n=needed, expiring=each.expiring, planned=min(needed, each.courses_planned))
    for message, planned in ((_IN_TIME, each.planned_in_time), (_LATE, each.planned_late)):
        if planned:
            yield both(message, topics=_by_topic(planned))


def _by_topic(planned: Mapping[str, int]) -> Text:
    """Return topics with the number of their courses."""
    own = [Language(code) for code in LANGUAGES]
    return Text(
        *(
            ", ".join(f"{class_text(topic, language)} ({language.number(number)})" for topic, number in planned.items())
            for language in own
        )
    )


_COURSES = {
    False: N_("Courses needed: {n}, of which {planned} are planned by the due day."),
    True: N_(
        "Courses needed: {n}, of which {planned} are planned by the due day; also for officers whose skills expire "
        "before the due day: {expiring}."
    ),
}
_IN_TIME = N_("Planned by the due day: {topics}.")
_LATE = N_("Planned only after it: {topics}.")


_SAID = {
    "officers": N_(
        "Officers in post with a valid skill: {done} of {all} ({reached:1}%); missing for {value:1}%: {missing}."
    ),
    "schools": N_("Schools: {done} of {all} ({reached:1}%); missing for {value:1}%: {missing}."),
    "communes": N_("Communes: {done} of {all} ({reached:1}%); missing for {value:1}%: {missing}."),
    "indicator": N_(
        "{reached:1}% as the communes state it, each weighing as many as its children; {missing:1} percentage points "
        "are missing."
    ),
    "amount": N_("{done:1} as the communes state it, of {value:1}; missing: {missing:1}."),
}


def _units(project: Project, found: Sequence[Progress], tag: Sensitivity) -> pd.DataFrame:
    """Return what each unit lacks of the targets whose rows are as secret as the tag says; those lacking most first."""
    units = project["units"]
    own = units[units["vintage"] == project.about.vintage]
    names = pd.Series(full_names(pd.DataFrame(own.drop(columns="geometry"))).to_numpy(), own["code"])
    parts = [
        unit_rows(each.found, each.value).assign(target=each.indicator, due_on=each.due_on.isoformat())
        for each in found
        if isinstance(each.found, Measured) and each.found.sensitivity is tag and each.found.by != "amount"
    ]
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(name=rows["code"].map(names)).rename(
        columns={"reached": "unit_reached", "all": "unit_all", "missing": "unit_missing", "share": "unit_share"}
    )
    rows = rows[rows["unit_missing"] > 0]
    return rows.sort_values(["due_on", "target", "unit_missing", "code"], ascending=[True, True, False, True])


def commune_rows(project: Project, found: Sequence[Progress]) -> pd.DataFrame:
    """Return a row a commune: officers not trained, schools that lack it, how many targets it misses, and a class."""
    units = communes(project)
    frame = pd.DataFrame({"code": units["code"], "name": full_names(units)})
    by = {"officers": "officers_untrained", "schools": "schools_missing"}
    sums = {name: _missing_by_unit(found, counted).reindex(frame["code"]) for counted, name in by.items()}
    misses = _missing_by_unit(found, None).reindex(frame["code"])
    frame = frame.assign(**{name: values.to_numpy() for name, values in sums.items()}, targets_missed=misses.to_numpy())
    known, missed = frame["targets_missed"].notna(), frame["targets_missed"] > 0
    return frame.assign(target_class=np.select([~known, missed], ["nothing_counted", "target_missed"], "target_met"))


def _missing_by_unit(found: Sequence[Progress], counted: str | None) -> "pd.Series[float]":
    """Return the most any target counted so lacks in each unit; of None, how many targets each unit misses."""
    own = [
        unit_rows(each.found, each.value).set_index("code")["missing"]
        for each in found
        if isinstance(each.found, Measured) and each.found.by != "amount" and counted in (None, each.found.by)
    ]
    if not own:
        return pd.Series(dtype=float)
    rows = pd.concat(own)
    found_there: pd.Series[float] = (
        (rows > 0).astype(float).groupby(level=0).sum() if counted is None else rows.groupby(level=0).max()
    )
    return found_there


COUNTED = "number or share"
"""Unit of columns that hold people, schools or activities in one row and a share in another."""


def _columns(tag: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, unit, tag) for name, unit in named)


def target_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the targets."""
    return _columns(
        tag,
        *(("target", ""), ("target_status", ""), ("target_value", COUNTED), ("target_reached", COUNTED)),
        *(("target_missing", COUNTED), ("target_unit", ""), ("counted_by", ""), ("courses_needed", "courses")),
        *(("courses_planned", "courses"), ("due_on", "day"), ("reason_vi", ""), ("reason_en", ""), ("legal_basis", "")),
    )


def unit_columns(tag: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of what units lack of a target."""
    return (
        *_columns(tag, ("name", ""), ("target", ""), ("unit_share", "%"), ("unit_missing", COUNTED)),
        *_columns(tag, ("unit_reached", COUNTED), ("unit_all", COUNTED), ("due_on", "day"), ("code", "")),
    )


COMMUNE_COLUMNS = (
    Column("name", "", PUBLIC),
    Column("target_class", "", PERSON),
    Column("officers_untrained", "number of people", PERSON),
    Column("schools_missing", "number of schools", AREA),
    Column("targets_missed", "number of targets", PERSON),
    Column("code", "", PUBLIC),
)
CAMPAIGN_COLUMNS = _columns(
    AREA,
    *(("campaign_on", "day"), ("campaign_status", ""), ("activities", COUNTED), ("communes_active", "communes")),
    ("communes_inactive", "communes"),
)
INACTIVE_COLUMNS = (Column("campaign_on", "day", AREA), Column("name", "", AREA), Column("code", "", AREA))


def findings(found: Sequence[Progress], campaigns: Campaigns, at: AsOf) -> Iterator[Finding]:
    """Yield how many targets are reached, each in a sentence, what cannot be measured, and the campaigns."""
    counts = pd.Series([each.status for each in found]).value_counts()
    yield finding(
        AREA,
        N_(
            "Targets reached on {day}: {reached} of {all}. Not reached yet, their day still to come: {running}. Past "
            "their day and not reached: {overdue}. Not to be measured from the data: {unknown}."
        ),
        day=Text(*(Language(code).date(at.day) for code in LANGUAGES)),
        all=len(found), reached=int(counts.get(REACHED, 0)), overdue=int(counts.get(OVERDUE, 0)),
        running=int(counts.get(RUNNING, 0)), unknown=int(counts.get(UNKNOWN, 0)),
    )  # fmt: skip
    for each in found:
        message = N_("{target}, due on {due}: {how}")
        yield finding(each.sensitivity, message, target=_name(each), due=_date(each.due_on), how=reason(each))
    yield from _campaigns(campaigns)
    yield finding(AREA, N_("Years for which a skill counts after the training: {years}."), years=at.years_valid)


def _name(each: Progress) -> Text:
    return Text(*(class_text(each.indicator, Language(code)).capitalize() for code in LANGUAGES))


def _date(day: date) -> Text:
    return Text(*(Language(code).date(day) for code in LANGUAGES))


def _campaigns(campaigns: Campaigns) -> Iterator[Finding]:
    if campaigns.coming:
        said = [Language(code) for code in LANGUAGES]
        days = Text(*(", ".join(language.date(day) for day in campaigns.coming) for language in said))
        yield finding(AREA, N_("Next campaign days: {days}."), days=days)
    if not float(np.nansum(campaigns.past["activities"])):
        message = N_(
            "Activities around campaign days cannot be counted: the data hold no indicator “activities” by commune for "
            "these days."
        )
        yield finding(AREA, message)
        return
    for row in campaigns.past.to_dict("records"):
        yield _campaign(row, campaigns.inactive.loc[campaigns.inactive["campaign_on"] == row["campaign_on"], "name"])


def _campaign(row: dict[Hashable, Any], without: "pd.Series[str]") -> Finding:
    day = _date(date.fromisoformat(row["campaign_on"]))
    if not row["communes_active"]:
        return finding(AREA, N_("Around {day} no commune states any activity."), day=day)
    message = (
        N_("Activities around {day}: {activities}. Communes with any: {active}, with none: {inactive} ({names}).")
        if len(without)
        else N_("Activities around {day}: {activities}, in every commune.")
    )
    return finding(
        AREA, message, day=day, activities=row["activities"], active=row["communes_active"],
        inactive=row["communes_inactive"], names=some_names(without, NAMED),
    )  # fmt: skip


NAMED = 10
"""Most communes that a sentence names; the table names all."""


def card() -> ModelCard:
    """Return the model card."""
    return ModelCard(
        purpose=both(N_("To see which targets are reached, what is missing and where, and what cannot be said.")),
        data=both(N_("Targets, indicators by commune, officers with their skills, public places, and their reviews.")),
        assumptions=both(
            N_(
                "An indicator with the target's name goes first. Staff counts as trained with at least one skill that "
                "has not expired; investigators with a valid one in child-friendly investigation. {rule} Courses "
                "needed train those without a skill and those whose skills expire before the due day, if nothing "
                "renews them. What a commune lacks is counted as if each had to reach the target alone."
            ),
            rule=both(RULE),
        ),
        checked=both(N_("By hand on small made projects: shares, what is missing, days, and expired skills.")),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_("Communes without officers or schools in the data: nothing is missing there, because nothing is known."),
        ),
        not_for=both(
            N_("Not for ranking communes or officers. A target that is reached on paper is not yet a service.")
        ),
    )
