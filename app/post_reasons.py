"""Why a commune gets its posts, or none: one or two sentences that can be read out in a meeting.

A caseload of one or two officers says how much of their time they give: these sentences stay inside.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.post_plan import PostPlan, turns
from app.post_workload import Workload


def reasons(plan: PostPlan, work: Workload, communes: pd.DataFrame) -> list[Text]:
    """Return the reason of each commune, in the order of the rows.

    Parameters
    ----------
    communes : DataFrame
        The table of communes: `posts_added`, `officers`, caseloads and bands before and after, `name`, `code`.
    """
    turn, last, names = turns(plan), last_post(plan), communes.set_index("code")["name"]
    extras = {"turn": turn.reindex(communes["code"]).to_numpy(), "without_one": _without_one(plan, communes["code"])}
    rows = communes.assign(**extras).to_dict("records")
    said = [_given(row, plan, work) if row["posts_added"] else _none(row, plan, work, last) for row in rows]
    return [joined(text, *_moves(row["code"], plan, names)) for row, text in zip(rows, said, strict=True)]


def _moves(code: str, plan: PostPlan, names: "pd.Series[str]") -> list[Text]:
    """Return who comes to a commune and who goes."""
    come = [names[move.from_code] for move in plan.moves if move.to_code == code]
    go = [names[move.to_code] for move in plan.moves if move.from_code == code]
    said = ((N_("An officer comes from: {names}."), come), (N_("An officer goes to: {names}."), go))
    return [both(message, names=names_text(where)) for message, where in said if where]


def last_post(plan: PostPlan) -> float:
    """Return the caseload that the post given last met: the lowest that still brought one."""
    added = plan.posts > plan.question.least.to_numpy()
    if not added.any():
        return np.inf
    from models.staffing import caseload

    met = caseload(plan.question.scaled, plan.capacity + np.maximum(plan.posts - 1, 0))
    return float(met[added].min())


def _without_one(plan: PostPlan, codes: pd.Series) -> np.ndarray:
    """Return the caseload each commune would have with one post fewer."""
    from models.staffing import caseload

    fewer = caseload(plan.question.scaled, plan.capacity + np.maximum(plan.posts - 1, 0))
    found: np.ndarray = pd.Series(fewer, plan.codes).reindex(codes).to_numpy(float)
    return found


def _given(row: Mapping[Any, Any], plan: PostPlan, work: Workload) -> Text:
    first = both(
        N_("Gets {n}: {work}; today {officers}."),
        n=posts_text(row["posts_added"]),
        work=work_text(row, work),
        officers=officers_text(row),
    )
    change = _change(row)
    at_least = plan.question.least[row["code"]]
    if at_least and row["posts_added"] <= at_least:
        return joined(first, change, both(N_("These are the fewest that were set for it.")))
    return joined(first, change)


def _change(row: Mapping[Any, Any]) -> Text:
    """Return what the posts do to a caseload; what one post fewer means is said where it is not what there is today."""
    before, after, fewer = row["before"], load_text(row["after"]), row["without_one"]
    change = (
        both(N_("Its caseload goes from {before} to {after}."), before=load_text(before), after=after)
        if np.isfinite(before)
        else both(N_("Its caseload will be {after}."), after=after)
    )
    if fewer == before:
        return change
    without = (
        both(N_("With one post fewer it would be {fewer}."), fewer=load_text(fewer))
        if np.isfinite(fewer)
        else both(N_("With one post fewer nobody would do its work."))
    )
    return joined(change, without)


def _none(row: Mapping[Any, Any], plan: PostPlan, work: Workload, last: float) -> Text:
    if row["workload"] <= 0:
        return both(N_("No post: no number of children is known of it."))
    stands = both(
        N_("No post: {work}; today {officers}, caseload {after}."),
        work=work_text(row, work),
        officers=officers_text(row),
        after=load_text(row["after"]),
    )
    if plan.question.most[row["code"]] == 0:
        return joined(stands, both(N_("It was set to get none.")))
    return joined(stands, _when(row, plan, last))


def _when(row: Mapping[Any, Any], plan: PostPlan, last: float) -> Text:
    if not np.isfinite(row["turn"]):
        return both(N_("Many others come before it."))
    turn = int(row["turn"])
    if plan.question.objective == "worst" and np.isfinite(last) and last >= row["after"]:
        return both(
            N_("The last post of the plan met a caseload of {last}; its own turn would come with post number {turn}."),
            last=load_text(last),
            turn=turn,
        )
    return both(N_("Its turn would come with post number {turn}."), turn=turn)


def work_text(row: Mapping[Any, Any], work: Workload) -> Text:
    """Return a commune's share of the work and what it is made of."""
    parts = [both(_PARTS[name], share=row[f"share_{name}"]) for name in work.weights]
    made_of = Text(*(", ".join(getattr(part, code) for part in parts) for code in LANGUAGES))
    return both(N_("{share:1}% of the province's work ({parts})"), share=row["workload"], parts=made_of)


_PARTS = {
    "cases": N_("{share:1}% of the cases to expect"),
    "children": N_("{share:1}% of the children"),
    "remoteness": N_("{share:1}% of the travel to services"),
}


def officers_text(row: Mapping[Any, Any]) -> Text:
    """Return how many officers there are and what they are worth."""
    if not row["officers"]:
        return both(N_("no officer"))
    message = (
        N_("1 officer, worth {capacity:2} of a full, trained one")
        if row["officers"] == 1
        else N_("{n} officers, together worth {capacity:2} of a full, trained one")
    )
    return both(message, n=row["officers"], capacity=row["capacity"])


def load_text(load: float) -> Text:
    """Return a caseload in words: 1.6 times the even share; nobody there."""
    if not np.isfinite(load):
        return both(N_("work without anyone"))
    return both(N_("{load:2} × the even share"), load=float(load))


def posts_text(n: int) -> Text:
    """Return a number of posts in words."""
    return both(N_("1 post") if n == 1 else N_("{n} posts"), n=int(n))


def names_text(names: "pd.Series[str] | list[str]") -> Text:
    """Return names of communes as each language writes them, separated by commas."""
    return Text(*(", ".join(shown_name(name, Language(code)) for name in names) for code in LANGUAGES))


def joined(*sentences: Text) -> Text:
    """Return sentences one after the other."""
    return Text(*(" ".join(getattr(each, code) for each in sentences) for code in LANGUAGES))
