"""One short function per way of looking at or mending what the project holds: returns, pairs of cases, the crosswalk.

Like `app.desktop.operations`: each returns at once, `background` does the work, and no widget is known here.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.background import Desk, in_background, look_up
from app.language import N_, Language
from app.messages import Said

if TYPE_CHECKING:
    from app.calendar_strip import Strip
    from app.crosswalk_correction import Correction
    from app.desktop.jobs import Job
    from app.pair_decisions import Decision, Pair
    from app.progress import Tick
    from app.result import Table
    from app.searching import SearchIndex
    from data.project import Project


def look_at_returns(
    desk: Desk,
    project: "Project",
    *,
    shown: Callable[["Strip | None", "Project"], None],
    said_by: Callable[[Said], None],
) -> None:
    """Hand to `shown` the calendar of the returns of `project`."""
    from app.calendar_strip import calendar_strip

    look_up(
        desk,
        N_("Looking at the returns"),
        lambda _: calendar_strip(project),
        lambda strip: shown(strip, project),
        said_by,
    )


def decide_pairs(desk: Desk, pairs: "Sequence[Pair]", decision: "Decision") -> None:
    """Keep what a person decided about pairs of cases."""
    from app.pair_decisions import with_decision

    def work(_: "Tick") -> None:
        store = desk.session.open_store
        today = datetime.now(UTC).astimezone().date()
        decided = with_decision(store.project, pairs, decision, who=desk.session.who, on=today)
        store.apply(decided, what="decide pairs", who=desk.session.who)

    in_background(desk, N_("Keeping the decision"), work, lambda _: None, what="decide pairs")


def look_at_crosswalk(
    desk: Desk, *, whole_country: bool, shown: Callable[["Table", "SearchIndex"], None], said_by: Callable[[Said], None]
) -> "Job":
    """Hand to `shown` what became of old units, and an index of it."""
    from app.crosswalk_rows import crosswalk_index, crosswalk_table

    def work(_: "Tick") -> "tuple[Table, SearchIndex]":
        table = crosswalk_table(project, whole_country=whole_country)
        return table, crosswalk_index(table)

    project = desk.session.open_store.project
    return look_up(desk, N_("Looking at old and new units"), work, lambda found: shown(*found), said_by)


def correct_crosswalk(desk: Desk, correction: "Correction") -> None:
    """Keep a correction, with the rows converted anew."""
    from app.crosswalk_correction import with_correction

    def work(_: "Tick") -> None:
        store = desk.session.open_store
        corrected = with_correction(store.project, correction)
        store.apply(corrected, what="correct crosswalk", who=desk.session.who, object_=correction.old_code)

    in_background(desk, N_("Keeping the correction"), work, lambda _: None, what="correct crosswalk")


def export_table(desk: Desk, table: "Table", path: Path, language: Language) -> None:
    """Let a table that anyone may see through the gate and write it to `path`."""
    from app.release import Audience, release_table
    from app.reports.table_file import write_table

    def work(_: "Tick") -> Path:
        released = release_table(desk.session.open_store, table, Audience.SHAREABLE, who=desk.session.who)
        return write_table(released, path, language)

    def told(to: Path) -> None:
        desk.screen.tell(lambda spoken: Said(spoken.say(N_("Written: {name}"), name=to.name), ""))

    in_background(desk, N_("Writing the file"), work, told, what=f"release {Audience.SHAREABLE}")
