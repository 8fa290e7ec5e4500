"""What a plan of posts says in sentences: the plan, what the work is made of, who comes next, how sure it is."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from app.demand_lenses import SOURCES
from app.language import LANGUAGES, N_, Language, Text, both
from app.latest_answers import answer_text
from app.names import shown_name
from app.post_plan import HIGH, LOW, NOBODY, NORMAL, PostPlan
from app.post_reasons import load_text, names_text, posts_text
from app.post_tables import Answer
from app.result import Finding, Sensitivity, finding
from app.rotation import findings as rotation_findings
from app.words import VALUES

PERSON = Sensitivity.PERSON
NEXT_TOLD = 3
"""Communes without a post whose reason is told: those of the highest caseload."""


def findings(answer: Answer) -> Iterator[Finding]:
    """Yield the findings, the plan first."""
    yield _headline(answer)
    yield _worst(answer)
    yield _classes(answer)
    yield from _moves(answer)
    yield from _work(answer)
    yield from _nobody(answer)
    yield from _next_ones(answer)
    yield from _one_more_or_fewer(answer)
    yield _sure(answer.plan, answer.area)
    yield from _staff(answer)
    yield from rotation_findings(answer.rotation)


def _headline(answer: Answer) -> Finding:
    given = answer.communes[answer.communes["posts_added"] > 0]
    if given.empty:
        return finding(answer.area, N_("No post is to be shared out."))
    return finding(
        answer.area,
        N_("{posts} for 1 commune: {names}.") if len(given) == 1 else N_("{posts} for {n} communes: {names}."),
        posts=posts_text(int(given["posts_added"].sum())),
        n=len(given),
        names=Text(*(_counted(given, Language(code)) for code in LANGUAGES)),
    )


def _counted(given: pd.DataFrame, language: Language) -> str:
    """Return the communes in the order of the plan, with how many posts where there are several."""
    pairs = zip(given["name"], given["posts_added"], strict=True)
    return ", ".join(shown_name(name, language) + (f" ({n})" if n > 1 else "") for name, n in pairs)


def _worst(answer: Answer) -> Finding:
    plan = answer.plan
    worst = int(np.argmax(plan.after)) if len(plan.after) else 0
    before = float(plan.before.max(initial=0.0))
    return finding(
        PERSON,
        _HIGHEST if np.isfinite(before) else _HIGHEST_WITH_NOBODY,
        before=load_text(before),
        after=load_text(float(plan.after.max(initial=0.0))),
        name=names_text([answer.names[plan.codes[worst]]]),
    )


_HIGHEST = N_(
    "The highest caseload goes from {before} to {after} ({name}). 1 × is the even share: all work divided by all "
    "officers and new posts, each counted by what it can do."
)
_HIGHEST_WITH_NOBODY = N_(
    "Some communes have work today and nobody for it; with the plan the highest caseload is {after} ({name}). 1 × is "
    "the even share: all work divided by all officers and new posts, each counted by what it can do."
)


def _classes(answer: Answer) -> Finding:
    plan = answer.plan
    before, after = plan.bands(plan.before), plan.bands(plan.after)
    counts = {f"{band}_{when}": int((bands == band).sum()) for band in (NOBODY, HIGH, NORMAL, LOW)
              for when, bands in (("before", before), ("after", after))}  # fmt: skip
    return finding(
        answer.overall,
        N_(
            "Communes with nobody: {nobody_before}, with the plan {nobody_after}; with a high caseload (above {high:2} "
            "× the even share): {caseload_high_before}, then {caseload_high_after}; normal: {caseload_normal_before}, "
            "then {caseload_normal_after}; low (below {low:2} ×): {caseload_low_before}, then {caseload_low_after}."
        ),
        high=plan.question.high,
        low=plan.question.low,
        **counts,
    )


def _moves(answer: Answer) -> Iterator[Finding]:
    for move in answer.plan.moves:
        yield finding(
            PERSON,
            N_("One officer moves from {start} to {end}, and is taken to work there as before."),
            start=names_text([answer.names[move.from_code]]),
            end=names_text([answer.names[move.to_code]]),
        )


def _work(answer: Answer) -> Iterator[Finding]:
    work, area = answer.work, answer.area
    weights = {name: 100 * work.weights.get(name, 0.0) for name in ("cases", "children", "remoteness")}
    yield finding(
        area,
        N_(
            "A commune's work is its share of the province's cases to expect ({cases:0}%), children ({children:0}%) "
            "and travel to services ({remoteness:0}%). No post is proposed from reported cases alone."
        ),
        **weights,
    )
    if work.lens is None:
        yield finding(
            area,
            N_("Expected cases are not a part: without them the plan rests on children and ways only."),
        )
    else:
        yield finding(
            area, _LENSES[work.lens.name], answer=answer_text(SOURCES[work.lens.name].analysis, work.lens.created_at)
        )
        if work.lens.out_of_date:
            yield finding(area, N_("The data have changed since these cases were estimated: run their question again."))
    for name, number in work.filled.items():
        if number:
            yield finding(area, _FILLED[name], n=number)


_LENSES = {
    "expected": N_("Cases to expect are those a model expects from what is known of each commune ({answer})."),
    "adjusted": N_("Cases to expect are reported ones adjusted for what is assumed not to be reported ({answer})."),
}
_FILLED = {
    "cases": N_("Communes whose cases to expect are not known: {n}. The middle of the others stands for them."),
    "children": N_("Communes whose children are not known: {n}."),
    "remoteness": N_("Communes whose ways are not known: {n}. The middle of the others stands for them."),
}


def _nobody(answer: Answer) -> Iterator[Finding]:
    empty = answer.communes[answer.communes["officers"] == 0].sort_values("code")
    if len(empty):
        yield finding(
            Sensitivity.AREA,
            N_("Communes without any officer of this role: {names}."),
            names=names_text(empty["name"]),
        )
    if answer.communes["children"].fillna(0.0).le(0).any():
        unknown = answer.communes[answer.communes["children"].fillna(0.0) <= 0].sort_values("code")
        yield finding(
            Sensitivity.AREA,
            N_("Without a number of children, so without work in this plan: {names}."),
            names=names_text(unknown["name"]),
        )


def _next_ones(answer: Answer) -> Iterator[Finding]:
    """Yield why the communes of the highest caseload that get no post get none."""
    without = answer.communes[(answer.communes["posts_added"] == 0) & (answer.communes["workload"] > 0)]
    for row in without.sort_values(["after", "code"], ascending=[False, True]).head(NEXT_TOLD).to_dict("records"):
        name = names_text([row["name"]])
        yield Finding(f"{name.vi} – {row['reason_vi']}", f"{name.en} – {row['reason_en']}", {}, PERSON)


def _one_more_or_fewer(answer: Answer) -> Iterator[Finding]:
    beside = {row["posts"]: row for row in answer.alternatives.to_dict("records")}
    posts = answer.plan.question.posts
    if row := beside.get(posts + 1):
        yield finding(
            PERSON,
            N_("One post more would go to {name}; the highest caseload would be {load}."),
            name=names_text(list(answer.names[list(row["gains"])])),
            load=load_text(float(row["worst_caseload"])),
        )
    if row := beside.get(posts - 1):
        yield finding(
            PERSON,
            N_("With one post fewer {name} would lose one; the highest caseload would be {load}."),
            name=names_text(list(answer.names[list(row["loses"])])),
            load=load_text(float(row["worst_caseload"])),
        )


def _sure(plan: PostPlan, area: Sensitivity) -> Finding:
    if plan.question.objective == "sainte_lague":
        message = N_("Shared by the method of Sainte-Laguë: as near to proportion as whole posts allow.")
        return finding(area, message)
    if plan.status == "time_limit":
        message = N_(
            "The time limit ended the search for moves: a plan with a caseload up to {gap:1}% lower may exist."
        )
        return finding(PERSON, message, gap=100 * plan.gap)
    return finding(
        area, N_("Best by this calculation: no other way to share these posts has a lower highest caseload.")
    )


def _staff(answer: Answer) -> Iterator[Finding]:
    staff = answer.staff
    yield finding(PERSON, N_("Officers as on {day}."), day=Text(*(Language(code).date(staff.on) for code in LANGUAGES)))
    if staff.topics:
        yield finding(answer.area, N_("Skills counted: {topics}."), topics=_topics(staff.topics))
    else:
        yield finding(answer.area, N_("No skill of any officer is recorded: skills are not counted."))


def _topics(topics: tuple[str, ...]) -> Text:
    """Return topics in words where there are any, as they are in the data where not."""
    said = [both(VALUES[topic]) if topic in VALUES else Text(topic, topic) for topic in topics]
    return Text(*(", ".join(getattr(each, code) for each in said) for code in LANGUAGES))
