"""What is said of expected cases: first of all whether a model beats counting children, and what is handed on."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from app.expected_parts import Answer
from app.expected_tables import commune_rows, forecast_rows, group_rows
from app.language import N_, Text, both, day_text
from app.result import Finding, ModelCard, Sensitivity, Value, finding
from app.words import VALUES

if TYPE_CHECKING:
    from models.validation_scores import Score

_CASE = Sensitivity.CASE
_REASONS: Mapping[str, str] = {
    "no_cases": N_("Not one case was counted, so there is nothing a model could learn from."),
    "few_units": N_("Fewer than 10 communes have children and returns: too few to see whether a model holds."),
    "one_period": N_("There is one period only, so no forecast can be tried out."),
    "no_covariates": N_(
        "No covariate could be used: a model needs 15 cases for each, and differences between communes."
    ),
    "not_better_by_time": N_("It foretells the next period no better than the best of the baselines does."),
    "not_better_by_blocks": N_("It does not hold in communes it has not seen."),
}


def findings(answer: Answer, justification: tuple[str, str] | None) -> Iterator[Finding]:
    """Yield the sentences, the most important first."""
    yield from _verdict(answer)
    yield from _scores(answer)
    yield _forecast(answer)
    yield from _communes(answer)
    yield from _covariates(answer, justification)
    yield from _shortcomings(answer)


def _named(code: str) -> Text:
    return both(VALUES[code])


def _verdict(answer: Answer) -> Iterator[Finding]:
    expected = answer.expected
    if expected.is_model:
        yield finding(
            _CASE,
            N_(
                "The model ({method}) beats counting children and the other baselines, both in periods and in communes "
                "it had not seen: its expected cases are handed on."
            ),
            method=_named(expected.handed_on),
        )
        return
    yield finding(
        _CASE,
        N_("The model is no better than what needs none, so the baseline is handed on: {baseline}. {reason}"),
        baseline=_named(expected.handed_on),
        reason=both(_REASONS[expected.reason]),
    )


def _scores(answer: Answer) -> Iterator[Finding]:
    """Yield how the model did beside the best baseline, in both ways of trying."""
    expected = answer.expected
    model = expected.handed_on if expected.is_model else "poisson_regression"
    for validation, message in _TRIED.items():
        of = {each.method: each for each in expected.compared if each.validation == validation}
        if model not in of:
            continue
        baseline = expected.baseline if validation == "time" else "children_only"
        gain, deviance = of[model].gain, of[model].scores["deviance"].value
        yield from _told(
            message, baseline=_named(baseline), deviance=deviance, other=of[baseline].scores["deviance"].value,
            gain=gain.value, lower=gain.lower, upper=gain.upper,
        )  # fmt: skip
        if validation == "time":
            yield from _captured(model, of[model].scores["captured_20"])


_TRIED: Mapping[str, str] = {
    "time": N_(
        "Tried on later periods, the model's deviance is {deviance:2}, that of {baseline} {other:2}: lower by {gain:2} "
        "({lower:2} to {upper:2}; below 0 it is worse)."
    ),
    "blocks": N_(
        "Tried on communes it had not seen, the model's deviance is {deviance:2}, that of {baseline} {other:2}: lower "
        "by {gain:2} ({lower:2} to {upper:2}; below 0 it is worse)."
    ),
}


def _captured(method: str, score: "Score") -> Iterator[Finding]:
    return _told(
        N_(
            "In the communes that {method} puts first and that hold 20% of the children were {share:0}% of the later "
            "cases ({lower:0}% to {upper:0}%)."
        ),
        method=_named(method),
        share=100 * score.value,
        lower=100 * score.lower,
        upper=100 * score.upper,
    )


def _told(message: str, **numbers: float | Text) -> Iterator[Finding]:
    """Yield the sentence where all its numbers can be told."""
    if all(isfinite(each) for each in numbers.values() if not isinstance(each, Text)):
        yield finding(_CASE, message, **numbers)


def _forecast(answer: Answer) -> Finding:
    total, following = forecast_rows(answer).iloc[0], answer.counted.following
    return finding(
        _CASE,
        N_(
            "From {start} to {end}, {expected:1} cases are to be expected in all communes; {lower} to {upper} would "
            "surprise nobody ({level:1}%). Cases of no commune come on top."
        ),
        start=day_text(following.start),
        end=day_text(following.end),
        expected=float(total["forecast_cases"]),
        lower=int(total["forecast_cases_lower"]),
        upper=int(total["forecast_cases_upper"]),
        level=100 * answer.level,
    )


def _communes(answer: Answer) -> Iterator[Finding]:
    counted = commune_rows(answer)["beside_expected"].value_counts()
    basis = N_("what the model expects") if answer.expected.is_model else N_("their number of children alone")
    yield finding(
        _CASE,
        N_(
            "Communes with more cases than expected from {basis}: {more}; with fewer: {fewer}. By chance alone about "
            "{chance:1} of all would be one or the other. More may also mean better reporting."
        ),
        basis=both(basis),
        more=int(counted.get("more_than_expected", 0)),
        fewer=int(counted.get("fewer_than_expected", 0)),
        chance=(1 - answer.level) * int(answer.panel.known.sum()),
    )


def _covariates(answer: Answer, justification: tuple[str, str] | None) -> Iterator[Finding]:
    names, covariates = answer.panel.names, answer.covariates
    used = [names[at] for at in answer.expected.used]
    left = [name for name in names if name not in used]
    said = (
        (used, N_("Covariates used: {names}. At most one for each 15 cases, in the order asked for.")),
        (left, N_("Covariates left out (too few cases, or the same everywhere): {names}.")),
        (covariates.absent, N_("Covariates this project knows nothing of: {names}.")),
        (
            [name for name in names if covariates.filled[name]],
            N_("Not known of every commune; the median of the others stands in: {names}."),
        ),
    )
    for listed, message in said:
        if listed:
            yield finding(_CASE, message, names=_list(listed))
    if covariates.by_air:
        yield finding(
            _CASE, N_("The project knows no roads or land cover: remoteness is in kilometres as the crow flies.")
        )
    if justification:
        yield finding(
            _CASE,
            N_("Uses indicators of who people are: {names}. The reason recorded for it: {reason}"),
            names=justification[0],
            reason=justification[1],
        )


def _shortcomings(answer: Answer) -> Iterator[Finding]:
    counted, chosen = answer.counted, answer.chosen
    classes = commune_rows(answer)["beside_expected"].value_counts()
    months = counted.months or 0
    said = (
        (months, N_("Periods counted: {periods} of {n} months each, from {start} to {end}.")),
        (int(counted.months is None), N_("All is counted as one period, from {start} to {end}.")),
        (int(counted.elsewhere), N_("Cases of no commune in these periods, in no figure here: {n}.")),
        (counted.before, N_("Rows left out because they lie before the first whole period: {n}.")),
        (int(classes.get("no_return", 0)), N_("Communes that sent no return: {n}. What is expected of them is kept.")),
        (int(classes.get("no_children", 0)), N_("Communes without a number of children, left out: {n}.")),
        (
            chosen.straddling,
            N_("Rows left out because they reach over the edge of the period: {n}. Choose a period that holds them."),
        ),
        (
            chosen.other_vintage,
            N_("Rows left out because their codes are of another date than this project's communes: {n}."),
        ),
        (chosen.undated, N_("Cases of the list without any date: {n}. They are in no period and not counted.")),
    )
    start, end = day_text(counted.periods[0].start), day_text(counted.periods[-1].end)
    for number, message in said:
        if number:
            given: dict[str, Value | Text] = {"n": number, "periods": len(counted.periods), "start": start, "end": end}
            wanted = {name: value for name, value in given.items() if f"{{{name}}}" in message}
            yield finding(_CASE, message, **wanted)


def _list(names: list[str] | tuple[str, ...]) -> Text:
    """Return names in the reader's words; an indicator nobody has put into words as it is."""
    shown = [both(VALUES[name]) if name in VALUES else Text(name, name) for name in names]
    return Text(", ".join(each.vi for each in shown), ", ".join(each.en for each in shown))


def card(answer: Answer) -> ModelCard:
    """Return the model card, with how the method handed on did on this project's data."""
    return ModelCard(
        purpose=both(
            N_(
                "To say how many reported cases to expect of each commune, for planning, and to admit it when a model "
                "adds nothing."
            )
        ),
        data=both(
            N_(
                "Cases received, by commune and equal periods; children × time of which returns came; indicators of "
                "communes: poverty, dropouts, remoteness of services, number of services. Nothing of a person."
            )
        ),
        assumptions=both(
            N_(
                "Poisson regression with a light stated ridge (prior standard deviation ½ for each standardised "
                "covariate); above 300 communes × periods also boosted trees. It is handed on only if its deviance is "
                "lower than that of the best baseline by time and by blocks, each difference with an interval that "
                "excludes 0. The overall level is taken to go on as it was. Intervals are as wide as earlier errors."
            )
        ),
        checked=both(
            N_(
                "By simulation (docs/studies/expected_cases.md): with a planted effect the model is handed on, with "
                "none the baseline; the share of next counts inside their interval is printed there."
            )
        ),
        not_for=both(
            N_(
                "Not for judging a commune or its officers, not as what causes cases, and not as the number of "
                "children harmed: it expects reports. Officer presence is left out on purpose: it says who reports."
            )
        ),
        serves_worse=_serves_worse(answer),
        warning=None if answer.expected.is_model else finding(
            _CASE,
            N_("No model here beats what needs none: the expected cases are the baseline's ({baseline})."),
            baseline=_named(answer.expected.handed_on),
        ),
        validation=tuple(_validation(answer)),
    )  # fmt: skip


def _validation(answer: Answer) -> Iterator[Finding]:
    yield from _scores(answer)
    for each in answer.expected.compared:
        if each.method == answer.expected.handed_on and each.validation == "time":
            ratio = each.scores["observed_to_expected"]
            yield from _told(
                N_(
                    "Handed on: {method}. In later periods {ratio:2} cases came for each one expected ({lower:2} to "
                    "{upper:2})."
                ),
                method=_named(each.method),
                ratio=ratio.value,
                lower=ratio.lower,
                upper=ratio.upper,
            )
            if not answer.expected.is_model:
                yield from _captured(each.method, each.scores["captured_20"])


def _serves_worse(answer: Answer) -> Finding:
    """Name the group of communes whose cases were furthest from what was expected of them."""
    rows = [(str(row[0]), float(str(row[5]))) for row in group_rows(answer)]
    told = [(name, ratio) for name, ratio in rows if ratio > 0]
    if not told:
        return finding(
            _CASE, N_("Cannot be told: remoteness and poverty of communes, or a second period, are missing.")
        )
    name, ratio = max(told, key=lambda each: max(each[1], 1 / each[1]))
    return finding(
        _CASE,
        N_(
            "{group}: there, {ratio:2} cases came for each one expected. "
            "Communes with few children have wide intervals."
        ),
        group=_named(name),
        ratio=ratio,
    )
