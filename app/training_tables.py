"""The tables and layers of the question `training`: courses, roster, communes, skills, summary."""

import numpy as np
import pandas as pd

from app.children import communes, full_names
from app.result import Column, Layer, Sensitivity, Table
from app.skill_matrix import EXPIRED, HELD, LEAST_OFFICERS, MISSING, SkillMatrix, expires_on
from app.tables import table_of
from app.training_plan import Programme, Staff, gaps, holding_after
from app.training_reasons import commune_reason, course_reason, place_reason, topics_text
from data.project import Project

CATEGORIES = ("gap_closed", "gap_partly_closed", "gap_open", "no_gap", "no_officer", "no_children")
PERSON, PUBLIC, AREA = Sensitivity.PERSON, Sensitivity.PUBLIC, Sensitivity.AREA


def sums_tag(matrix: SkillMatrix) -> Sensitivity:
    """Return how secret sums over all officers are."""
    return AREA if len(matrix.officers) >= LEAST_OFFICERS else PERSON


def tables(project: Project, planned: Programme) -> tuple[Table, ...]:
    """Return every table of the result."""
    matrix, area = planned.staff.matrix, sums_tag(planned.staff.matrix)
    units = communes(project)
    names = pd.Series(full_names(units).to_numpy(), units["code"])
    return (
        table_of("courses", course_rows(planned), course_columns(area), area),
        table_of("venues", venue_rows(planned), venue_columns(area), area),
        table_of("roster", roster_rows(planned, names), ROSTER_COLUMNS, PERSON),
        table_of("communes", commune_rows(planned, names), COMMUNE_COLUMNS, AREA),
        table_of("skills", topic_rows(planned.staff), topic_columns(area), area),
        table_of("skill_matrix", matrix_rows(matrix, names), MATRIX_COLUMNS, PERSON),
        table_of("plan", summary(planned), plan_columns(area), area),
    )


def layers(matrix: SkillMatrix) -> tuple[Layer, ...]:
    """Return what the map shows: communes by what closes, by what stays open, and the venues."""
    commune = ("name", "training_class", "gap_before", "gap_after", "children", "reason_vi", "reason_en", "code")
    venue = ("name", "commune", "course_numbers", "topics_vi", "topics_en", "seats_taken", "kind")
    return (
        Layer("training_class", "communes", "communes", commune, PERSON, value="training_class", categories=CATEGORIES),
        Layer("gap_after", "communes", "communes", commune, PERSON, value="gap_after", sense="bad"),
        Layer("gap_before", "communes", "communes", commune, PERSON, value="gap_before", sense="bad"),
        Layer("venues", "venues", "points", venue, sums_tag(matrix)),
    )


def course_rows(planned: Programme) -> pd.DataFrame:
    """Return one row a course held, in the order of their days."""
    held = list(planned.training.courses)
    offered, places = planned.offer.courses, planned.places
    by_course = places.groupby("course")
    frame = offered.iloc[held].assign(position=held, starts_on=planned.days.to_numpy())
    frame = frame.merge(_venue_facts(planned), left_on="venue", right_index=True, how="left")
    frame = frame.assign(
        seats_taken=frame["position"].map(by_course.size()).fillna(0).astype(int),
        mean_minutes_to_venue=frame["position"].map(by_course["minutes"].mean()),
        longest_minutes_to_venue=frame["position"].map(by_course["minutes"].max()),
        communes_closed=frame["position"].map(by_course["unit_code"].nunique()),
        gap_closed=frame["position"].map(_closed_by(planned)),
        gap_price=frame["position"].map(planned.price),
        instead=frame["position"].map(planned.instead),
    )
    frame["cost"] = frame["cost"] + frame["cost_each"] * frame["seats_taken"]
    frame = frame.sort_values(["starts_on", "position"]).reset_index(drop=True)
    frame["course"] = range(1, len(frame) + 1)
    said = [course_reason(planned, row) for row in frame.to_dict("records")]
    frame["starts_on"] = frame["starts_on"].dt.strftime("%Y-%m-%d")
    frame["venue"] = frame["venue_name"]
    return frame.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


def venue_rows(planned: Programme) -> pd.DataFrame:
    """Return one row a venue at which courses are held, with their numbers and topics."""
    courses = course_rows(planned).dropna(subset=["facility_id"])
    by_venue = courses.groupby("facility_id", sort=False)
    first = by_venue[["venue", "commune", "kind", "commune_code", "lon", "lat"]].first()
    topics = [topics_text(topics) for _, topics in by_venue["topic"]]
    return first.assign(
        name=first["venue"],
        course_numbers=by_venue["course"].agg(lambda numbers: ", ".join(str(number) for number in numbers)),
        topics_vi=[text.vi for text in topics],
        topics_en=[text.en for text in topics],
        seats_taken=by_venue["seats_taken"].sum(),
    ).reset_index()


def _venue_facts(planned: Programme) -> pd.DataFrame:
    places = planned.offer.venues.places
    facts = places[["facility_id", "kind", "commune", "commune_code", "lon", "lat"]]
    return facts.assign(venue_name=places["name"].fillna(places["facility_id"]))


def _closed_by(planned: Programme) -> "pd.Series[float]":
    """Return the children × topics that each course closes; one attended by two of a commune counts once."""
    places = planned.places.drop_duplicates(["unit_code", "topic"])
    lacking = [
        not planned.staff.holding.loc[unit, topic]
        for unit, topic in zip(places["unit_code"], places["topic"], strict=True)
    ]
    weight = places["unit_code"].map(planned.staff.children).fillna(0.0) * np.array(lacking, dtype=float)
    closed: pd.Series[float] = weight.groupby(places["course"]).sum()
    return closed


def roster_rows(planned: Programme, names: "pd.Series[str]") -> pd.DataFrame:
    """Return one row a place taken, by course and commune."""
    courses = course_rows(planned).set_index("position")[["course", "venue", "starts_on"]]
    places = planned.places.rename(columns={"course": "position"})
    rows = places.merge(courses, left_on="position", right_index=True)
    rows = rows.assign(
        commune=rows["unit_code"].map(names), commune_code=rows["unit_code"], minutes_to_venue=rows["minutes"],
        children=rows["unit_code"].map(planned.staff.children),
    )  # fmt: skip
    rows = rows.sort_values(["course", "unit_code", "officer_id"]).reset_index(drop=True)
    said = [place_reason(planned, row) for row in rows.to_dict("records")]
    return rows.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


def commune_rows(planned: Programme, names: "pd.Series[str]") -> pd.DataFrame:
    """Return one row a commune: what nobody there knows, before and after."""
    staff, after = planned.staff, holding_after(planned)
    count = staff.matrix.officers.groupby("unit_code").size()
    frame = pd.DataFrame({"code": names.index, "name": names.to_numpy()}).assign(
        children=lambda rows: rows["code"].map(staff.children),
        officers=lambda rows: rows["code"].map(count).fillna(0).astype(int),
        gap_before=lambda rows: rows["code"].map(gaps(staff, staff.holding)),
        gap_after=lambda rows: rows["code"].map(gaps(staff, after)),
        places_taken=lambda rows: rows["code"].map(planned.places.groupby("unit_code").size()).fillna(0).astype(int),
    )
    frame["training_class"] = _classes(frame)
    said = [commune_reason(planned, after, row) for row in frame.to_dict("records")]
    return frame.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])


def _classes(frame: pd.DataFrame) -> np.ndarray:
    conditions = [
        ~(frame["children"] > 0), frame["officers"] == 0, frame["gap_before"] == 0, frame["gap_after"] == 0,
        frame["gap_after"] < frame["gap_before"],
    ]  # fmt: skip
    return np.select(conditions, ["no_children", "no_officer", "no_gap", "gap_closed", "gap_partly_closed"], "gap_open")


def topic_rows(staff: Staff) -> pd.DataFrame:
    """Return one row a topic: how many officers hold it, and how many children live where nobody does."""
    status = staff.matrix.status
    without = ~staff.holding.reindex(staff.children.index, fill_value=False).astype(bool)
    return pd.DataFrame(
        {
            "topic": list(staff.matrix.topics),
            **{word: (status == word).sum().to_numpy() for word in (HELD, EXPIRED, MISSING)},
            "communes_without_skill": without.sum().to_numpy(),
            "children_without_skill": without.mul(staff.children.fillna(0.0), axis=0).sum().to_numpy(),
        }
    )


def matrix_rows(matrix: SkillMatrix, names: "pd.Series[str]") -> pd.DataFrame:
    """Return one row an officer and topic, with the day the skill expires."""
    people = matrix.officers.merge(matrix.status.melt(var_name="topic", value_name="skill", ignore_index=False),
                                   left_on="officer_id", right_index=True)  # fmt: skip
    days = matrix.trained_on.melt(var_name="topic", value_name="trained", ignore_index=False).reset_index()
    rows = people.merge(days, on=["officer_id", "topic"])
    ends = rows["trained"].map(lambda day: expires_on(day, matrix.years_valid), na_action="ignore")
    rows = rows.assign(
        commune=rows["unit_code"].map(names), commune_code=rows["unit_code"],
        trained_on=rows["trained"].dt.strftime("%Y-%m-%d"), expires_on=pd.to_datetime(ends).dt.strftime("%Y-%m-%d"),
    )  # fmt: skip
    return rows.sort_values(["unit_code", "officer_id", "topic"]).reset_index(drop=True)


def summary(planned: Programme) -> pd.DataFrame:
    """Return the programme in one row: what closes, what it costs, and how sure it is that no other closes more."""
    staff, training = planned.staff, planned.training
    before = float(gaps(staff, staff.holding).sum())
    return pd.DataFrame(
        {
            "gap_closed": [training.closed],
            "gap_before": [before],
            "gap_after": [before - training.closed],
            "courses_held": [len(training.courses)],
            "places_taken": [len(training.attends)],
            "cost": [training.cost],
            "least_share": [100 * training.least_share],
            "status": [training.status],
            "gap": [100 * training.gap],
            "objective": [training.objective],
            "bound": [training.bound],
        }
    )


CHILD_TOPICS = "children × topics"
MONEY = "million đồng"


def _columns(tag: Sensitivity, *named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, unit, tag) for name, unit in named)


def course_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the courses held."""
    return _columns(
        area,
        *(("course", ""), ("topic", ""), ("venue", ""), ("commune", ""), ("starts_on", "day"), ("course_status", "")),
        *(("seats_taken", "number of people"), ("seats", "number of people"), ("cost", MONEY), ("partner", "")),
        *(("reason_vi", ""), ("reason_en", ""), ("gap_closed", CHILD_TOPICS), ("communes_closed", "communes")),
        *(("mean_minutes_to_venue", "minutes"), ("longest_minutes_to_venue", "minutes")),
        *(("gap_price", CHILD_TOPICS), ("kind", "")),
        *(("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°")),
    )


def venue_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the venues."""
    return _columns(
        area,
        *(("name", ""), ("commune", ""), ("course_numbers", ""), ("topics_vi", ""), ("topics_en", "")),
        *(("seats_taken", "number of people"), ("kind", "")),
        *(("facility_id", ""), ("commune_code", ""), ("lon", "°"), ("lat", "°")),
    )


ROSTER_COLUMNS = _columns(
    PERSON,
    *(("course", ""), ("topic", ""), ("venue", ""), ("starts_on", "day"), ("commune", ""), ("officer_id", "")),
    *(("minutes_to_venue", "minutes"), ("reason_vi", ""), ("reason_en", ""), ("commune_code", "")),
)
COMMUNE_COLUMNS = (
    Column("name", "", PUBLIC),
    *_columns(PERSON, ("training_class", ""), ("gap_after", CHILD_TOPICS), ("gap_before", CHILD_TOPICS)),
    *_columns(PERSON, ("places_taken", "number of people"), ("officers", "number of people")),
    *_columns(PERSON, ("reason_vi", ""), ("reason_en", "")),
    Column("children", "children", AREA),
    Column("code", "", PUBLIC),
)
MATRIX_COLUMNS = _columns(
    PERSON,
    *(("officer_id", ""), ("commune", ""), ("role", ""), ("topic", ""), ("skill", "")),
    *(("trained_on", "day"), ("expires_on", "day"), ("commune_code", "")),
)


def topic_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the topics."""
    return _columns(
        area,
        *(("topic", ""), (HELD, "number of people"), (EXPIRED, "number of people"), (MISSING, "number of people")),
        *(("communes_without_skill", "communes"), ("children_without_skill", "children")),
    )


def plan_columns(area: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the programme in one row."""
    return _columns(
        area,
        *(("gap_closed", CHILD_TOPICS), ("gap_before", CHILD_TOPICS), ("gap_after", CHILD_TOPICS)),
        *(("courses_held", "courses"), ("places_taken", "number of people"), ("cost", MONEY), ("least_share", "%")),
        *(("status", ""), ("gap", "%"), ("objective", CHILD_TOPICS), ("bound", CHILD_TOPICS)),
    )
