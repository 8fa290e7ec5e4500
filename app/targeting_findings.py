"""What the question `targeting` says in sentences, and its model card."""

from collections.abc import Iterator, Sequence

import pandas as pd

from app.language import N_, Text, both, day_text
from app.names import some_names
from app.partner_presence import NOBODY, OVERLAP
from app.result import Finding, ModelCard, Sensitivity, finding
from app.targeting_tables import HOLDS, Targeted, criterion_text

NAMED = 10
"""Most communes that a sentence names."""


def findings(found: Targeted, frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield the shortlist and what of it holds, who works there, what the ranking rests on and what it lacks.

    Parameters
    ----------
    frame : DataFrame
        `app.targeting_tables.rows`.
    """
    tag = found.criteria.sensitivity
    short = frame[frame["priority"] <= found.shortlist]
    holding = short[short["shortlist_class"] == "shortlist_holds"]
    message = (
        N_(
            "Of the {n} communes in most need, {sure} stay on the list under at least {holds:0}% of the weightings: "
            "{names}."
        )
        if len(holding)
        else N_("Of the {n} communes in most need, none stays on the list under at least {holds:0}% of the weightings.")
    )
    yield finding(tag, message, n=len(short), sure=len(holding), holds=HOLDS, names=_names(holding))
    unsure = short[short["shortlist_class"] != "shortlist_holds"]
    if len(unsure):
        message = N_(
            "The others depend on the weights: {names}. Choose them by what is known of them, not by their place."
        )
        yield finding(tag, message, names=_names(unsure))
    yield _width(frame, short, tag)
    yield from _exact(found, tag)
    yield from _partners(found, frame, short)
    yield finding(
        tag, N_("Weights: {weights}. Method: {method}."), weights=_weights(found), method=both(METHODS[found.method])
    )
    yield from _limits(found, tag)


METHODS = {
    "min_max": N_("weighted sum of values from 0 (least need) to 1 (most)"),
    "ranks": N_("weighted sum of ranks"),
    "topsis": N_("nearness to the worst-off commune there could be (TOPSIS)"),
}


def _names(rows: pd.DataFrame) -> Text:
    return some_names(rows["name"], NAMED)


def _width(frame: pd.DataFrame, short: pd.DataFrame, tag: Sensitivity) -> Finding:
    wide = (frame["priority_to"] - frame["priority_from"]).median()
    top = short.iloc[0]
    first, last = int(top["priority_from"]), int(top["priority_to"])
    if (frame["priority_from"] == frame["priority_to"]).all():
        return finding(tag, N_("Every commune keeps its place, however weights and data vary."))
    message = (
        N_(
            "Places are not exact: the interval of the median commune is {wide} places wide. {name} is in place "
            "{first}, however weights and data vary."
        )
        if first == last
        else N_(
            "Places are not exact: the interval of the median commune is {wide} places wide, and the first one lies "
            "between {first} and {last}."
        )
    )
    return finding(tag, message, wide=float(wide), first=first, last=last, name=some_names([top["name"]], NAMED))


def _exact(found: Targeted, tag: Sensitivity) -> Iterator[Finding]:
    """Yield which criteria bear no interval and so were not varied."""
    criteria = found.criteria
    varied = [str(name) for name in criteria.values if (criteria.lower[name] < criteria.upper[name]).any()]
    exact = [str(name) for name in criteria.values if str(name) not in varied]
    if exact:
        message = (
            N_(
                "The data hold no interval for: {criteria}. These indicators never vary here, so places are less sure "
                "than their intervals say."
            )
            if varied
            else N_(
                "Only the weights vary. The data hold no interval for: {criteria}. These indicators never vary here, "
                "so places are less sure than their intervals say."
            )
        )
        yield finding(tag, message, criteria=_listed(exact))


def _partners(found: Targeted, frame: pd.DataFrame, short: pd.DataFrame) -> Iterator[Finding]:
    tag = found.criteria.sensitivity
    if not frame["partner_count"].any():
        message = N_("Who else works there is not known: the project has no partners active on {day}.")
        yield finding(tag, message, day=day_text(found.day))
        return
    yield finding(tag, N_("Partners are those active on {day}."), day=day_text(found.day))
    gap, overlap = short[short["presence"] == NOBODY], frame[frame["presence"] == OVERLAP]
    for own, some, none in (
        (gap, N_("On the list without any partner: {n} ({names})."), N_("On the list without any partner: none.")),
        (
            overlap,
            N_("Communes where more than one partner does the same: {n} ({names})."),
            N_("Communes where more than one partner does the same: none."),
        ),
    ):
        yield finding(tag, some, n=len(own), names=_names(own)) if len(own) else finding(tag, none)


def _weights(found: Targeted) -> Text:
    shares = found.criteria.weights
    said = [
        both(N_("{criterion} {share:0}%"), criterion=criterion_text(str(name)), share=100 * float(share))
        for name, share in shares.items()
    ]
    return Text(", ".join(each.vi for each in said), ", ".join(each.en for each in said))


def _limits(found: Targeted, tag: Sensitivity) -> Iterator[Finding]:
    criteria = found.criteria
    if criteria.absent:
        message = N_("Left out, as the data do not hold them: {criteria}; the weights of the others grew.")
        yield finding(tag, message, criteria=_listed(criteria.absent))
    for name, count in criteria.filled.items():
        if count:
            message = N_("{criterion} is not known of {n} communes: the median of the others stands for it.")
            yield finding(tag, message, criterion=criterion_text(name), n=count)
    if criteria.out_of_date:
        message = N_("Older than the data: {criteria}. Ask these questions again first.")
        yield finding(tag, message, criteria=_listed(criteria.out_of_date))
    if criteria.by_air:
        yield finding(tag, N_("Remoteness is in air-line kilometres: the project knows neither roads nor land."))
    if tag is Sensitivity.AREA:
        yield finding(tag, N_("No reported case is in this ranking."))


def _listed(names: Sequence[str]) -> Text:
    said = [criterion_text(name) for name in names]
    return Text(", ".join(each.vi for each in said), ", ".join(each.en for each in said))


def card(*, with_cases: bool) -> ModelCard:
    """Return the model card."""
    return ModelCard(
        purpose=both(N_("To propose communes for a programme, with what the proposal depends on.")),
        data=both(
            N_(
                "Children, poverty, dropouts, ways to services and further indicators of communes; partners and their "
                "activities; if asked for, cases reported, expected or adjusted, from the latest answers."
            )
        ),
        assumptions=both(
            N_(
                "One score of several criteria says that more of one makes up for less of another. Weights are "
                "people's choice: they vary by a Dirichlet distribution around those chosen. Data vary within the 95% "
                "intervals of the lenses; other criteria are taken as exact."
            )
        ),
        checked=both(
            N_(
                "A criterion's unit changes nothing, a commune that is worse off in everything never comes after, "
                "intervals hold the place; small examples by hand (OECD/JRC 2008; Hwang and Yoon 1981)."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Small communes, where the number of children counts: they have few. Communes whose indicators are "
                "wrong or old: nothing here shows it."
            ),
        ),
        not_for=both(
            N_("Not for sharing out money by place, and not for judging communes or the people who live there.")
        ),
        warning=finding(Sensitivity.PUBLIC, N_("Cases reported are not cases that happened: few may mean silence."))
        if with_cases
        else None,
    )
