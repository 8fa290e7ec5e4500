"""The tables, layers and charts of a plan of posts, and who may see what of them.

- How many posts a commune is proposed, its share of work, its children and ways: of the area; of cases where expected
  cases are a part. A number of posts tells only on which side of a threshold a commune lies.
- Capacity, caseload, class and reason of a commune: of persons. Most communes have one or two officers, whose time
  share, time in post and training the figures would give away to anyone who knows them. So are moves, which are of
  single officers, and the highest caseload, which is that of one commune. Numbers of officers tell of no one, nor
  do totals over ten officers and more.
- Rows stand in the order of posts and codes, never of caseloads, so that their order tells nothing either.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.children import full_names
from app.names import BETWEEN_NAMES
from app.post_plan import BANDS, HIGH, NOBODY, PostPlan, alternatives
from app.post_reasons import reasons
from app.post_workload import Workload
from app.result import Chart, Column, Layer, Sensitivity, Table
from app.rotation import Rotation
from app.rotation import columns as rotation_columns
from app.staff_capacity import Staff
from app.tables import table_of

PERSON, PUBLIC, AREA = Sensitivity.PERSON, Sensitivity.PUBLIC, Sensitivity.AREA


@dataclass(frozen=True, eq=False)
class Answer:
    """All that was found. `names` and `officers` are by code of the commune; `communes` is the frame of the table."""

    plan: PostPlan
    work: Workload
    staff: Staff
    rotation: Rotation
    names: "pd.Series[str]"
    communes: pd.DataFrame
    alternatives: pd.DataFrame

    @property
    def area(self) -> Sensitivity:
        """How sensitive the plan is where it tells nothing of officers."""
        return self.work.sensitivity

    @property
    def overall(self) -> Sensitivity:
        """How sensitive a figure about all officers together is: of persons where they are few."""
        return PERSON if self.rotation.sensitivity is PERSON else self.area


def answer_of(plan: PostPlan, work: Workload, staff: Staff, rotation: Rotation, units: pd.DataFrame) -> Answer:
    """Put the parts together: the frame of communes with reasons, and what other numbers of posts would do."""
    names = full_names(units).set_axis(units["code"])
    communes = _communes(plan, work, staff, names)
    said = reasons(plan, work, communes)
    communes = communes.assign(reason_vi=[text.vi for text in said], reason_en=[text.en for text in said])
    return Answer(plan, work, staff, rotation, names, communes, alternatives(plan))


def _communes(plan: PostPlan, work: Workload, staff: Staff, names: "pd.Series[str]") -> pd.DataFrame:
    frame = work.by_commune.rename(columns={"cases_per_year": "cases_to_expect", "way": "remoteness_of_services"})
    frame = frame.assign(
        name=names,
        posts_added=plan.posts,
        before=plan.before,
        after=plan.after,
        band_before=plan.bands(plan.before),
        band_after=plan.bands(plan.after),
        capacity=plan.question.there,
        capacity_after=plan.capacity + plan.posts,
        officers=staff.officers_by_commune(plan.codes),
    )
    finite = {f"caseload_{when}": frame[when].replace(np.inf, np.nan) for when in ("before", "after")}
    ordered = frame.assign(**finite).rename_axis("code").reset_index()
    return ordered.sort_values(["posts_added", "code"], ascending=[False, True], ignore_index=True)


def _named(answer: Answer) -> pd.DataFrame:
    """Return the other numbers of posts with names in the place of codes."""
    frame = answer.alternatives
    named = {
        column: [BETWEEN_NAMES.join(answer.names[list(codes)]) for codes in frame[column]]
        for column in ("gains", "loses")
    }
    return frame.assign(**named)


def tables(answer: Answer) -> tuple[Table, ...]:
    """Return the tables: communes, the plan in one row, alternatives, moves, rotation."""
    area = answer.area
    return (
        table_of("communes", answer.communes, commune_columns(answer.work), area),
        table_of("plan", summary(answer), plan_columns(area, answer.overall), area),
        table_of("alternatives", _named(answer), alternative_columns(area, answer.overall), area),
        *_moves(answer),
        table_of(
            "rotation",
            answer.rotation.by_month,
            rotation_columns(answer.rotation.sensitivity),
            answer.rotation.sensitivity,
        ),
    )


def commune_columns(work: Workload) -> tuple[Column, ...]:
    """Return the columns in the order of every screen and file: name, what was found, what it rests on, code."""
    area = work.sensitivity
    shares = [Column(f"share_{name}", "%", _of_part(name)) for name in work.weights]
    basis = {
        "cases": Column("cases_to_expect", "cases a year", Sensitivity.CASE),
        "remoteness": Column("remoteness_of_services", work.way_unit, AREA),
    }
    return (
        Column("name", "", PUBLIC),
        Column("posts_added", "posts", area),
        Column("caseload_before", "times", PERSON),
        Column("caseload_after", "times", PERSON),
        Column("band_before", "", PERSON),
        Column("band_after", "", PERSON),
        Column("reason_vi", "", PERSON),
        Column("reason_en", "", PERSON),
        Column("officers", "officers", AREA),
        Column("capacity", "posts", PERSON),
        Column("capacity_after", "posts", PERSON),
        Column("workload", "%", area),
        *shares,
        *(column for name, column in basis.items() if name in work.weights),
        Column("children", "children", AREA),
        Column("code", "", PUBLIC),
    )


def _of_part(name: str) -> Sensitivity:
    return Sensitivity.CASE if name == "cases" else AREA


def plan_columns(area: Sensitivity, overall: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the plan in one row."""
    return (
        Column("posts_added", "posts", area),
        Column("communes_given", "", area),
        Column("worst_before", "times", PERSON),
        Column("worst_after", "times", PERSON),
        Column("communes_high_before", "", overall),
        Column("communes_high_after", "", overall),
        Column("communes_nobody_before", "", AREA),
        Column("communes_nobody_after", "", area),
        Column("officers", "officers", AREA),
        Column("capacity", "posts", overall),
        Column("officers_moved", "officers", PERSON),
        Column("status", "", area),
        Column("gap", "%", PERSON),
        Column("objective", "number", PERSON),
        Column("bound", "number", PERSON),
    )


def summary(answer: Answer) -> pd.DataFrame:
    """Return the plan in one row: the worst caseload and the classes before and after, and how sure it is."""
    plan, staff = answer.plan, answer.staff
    before, after = plan.bands(plan.before), plan.bands(plan.after)
    return pd.DataFrame(
        {
            "posts_added": [int(plan.posts.sum())],
            "communes_given": [int((plan.posts > 0).sum())],
            "worst_before": [plan.before.max(initial=0.0)],
            "worst_after": [plan.after.max(initial=0.0)],
            "communes_high_before": [int((before == HIGH).sum())],
            "communes_high_after": [int((after == HIGH).sum())],
            "communes_nobody_before": [int((before == NOBODY).sum())],
            "communes_nobody_after": [int((after == NOBODY).sum())],
            "officers": [int(staff.rows["officer_id"].nunique())],
            "capacity": [float(plan.question.there.sum())],
            "officers_moved": [len(plan.moves)],
            "status": [plan.status],
            "gap": [100 * plan.gap],
            "objective": [plan.objective],
            "bound": [plan.bound],
        }
    )


def alternative_columns(area: Sensitivity, overall: Sensitivity) -> tuple[Column, ...]:
    """Return the columns of the plans with fewer and more posts."""
    return (
        Column("posts", "posts", area),
        Column("gains", "", area),
        Column("loses", "", area),
        Column("worst_caseload", "times", PERSON),
        Column("communes_high", "", overall),
        Column("communes_nobody", "", area),
    )


def _moves(answer: Answer) -> tuple[Table, ...]:
    """Return the officers who move, by where from and to; nothing where nobody does."""
    moves = answer.plan.moves
    if not moves:
        return ()
    frame = pd.DataFrame(
        {
            "from_commune": [answer.names[move.from_code] for move in moves],
            "to_commune": [answer.names[move.to_code] for move in moves],
            "capacity": [move.capacity for move in moves],
        }
    )
    columns = (
        Column("from_commune", "", PERSON),
        Column("to_commune", "", PERSON),
        Column("capacity", "posts", PERSON),
    )
    return (table_of("moves", frame, columns, PERSON),)


def layers(area: Sensitivity) -> tuple[Layer, ...]:
    """Return what a map can show: the posts, and the classes of caseload with and without them."""
    posts = ("name", "posts_added", "workload", "children", "officers", "code")
    load = ("name", "posts_added", "caseload_before", "caseload_after", "band_before", "band_after")
    said = (*load, "reason_vi", "reason_en", "code")
    return (
        Layer("posts_added", "communes", "communes", posts, area, value="posts_added"),
        Layer("band_after", "communes", "communes", said, PERSON, value="band_after", categories=BANDS),
        Layer("band_before", "communes", "communes", said, PERSON, value="band_before", categories=BANDS),
    )


def charts(rotation: Rotation) -> tuple[Chart, ...]:
    """Return the trained officers left by month, without and with handing over."""
    if rotation.by_month.empty:
        return ()
    return (
        Chart(
            "rotation",
            "rotation",
            "months",
            ("trained_left", "trained_left_handover"),
            rotation.sensitivity,
            band=("trained_left_from", "trained_left_to"),
        ),
    )
