"""What the question `hidden` says of silence and of true cases, in sentences."""

from typing import TYPE_CHECKING

import pandas as pd

from app.case_counts import Selection
from app.hidden_communes import Facts
from app.hidden_demand import PERCENT, Demand
from app.hidden_parameters import REPORTING_LOWER
from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name, some_names
from app.result import Finding, Sensitivity, Table, finding
from app.words import VALUES

if TYPE_CHECKING:
    from models.reporting import Prior

NAMED = 8
"""Most communes that a sentence names."""


def silence_findings(frame: pd.DataFrame, groups: Table, chosen: Selection) -> list[Finding]:
    """Return which communes are silent, where that cannot be told, and which groups report too few."""
    said = [*_singled_out(frame), *_not_judged(frame), *_groups(groups)]
    if chosen.of_cases:
        said.append(
            finding(
                Sensitivity.CASE,
                N_(
                    "Counted from the list of cases: no returns were sent, so a commune without a case has no return "
                    "and silence cannot be told from it."
                ),
            )
        )
    said.append(
        finding(
            Sensitivity.CASE,
            N_("Few reports can also mean few cases: silence is a reason to visit and ask, not a finding of fault."),
        )
    )
    return said


def _singled_out(frame: pd.DataFrame) -> list[Finding]:
    judged = frame["p"].notna()
    silent, quiet = frame[frame["silence"] == "silent"], frame[frame["silence"] == "quiet"]
    said = [
        finding(
            Sensitivity.CASE,
            N_(
                "Communes judged by what all others report: {judged}. Silent, with no report where chance alone would "
                "hardly explain it: {silent}. With some reports, but too few: {quiet}."
            ),
            judged=int(judged.sum()),
            silent=len(silent),
            quiet=len(quiet),
        )
    ]
    said += [
        finding(
            Sensitivity.CASE, message, names=some_names(rows["name"], NAMED), expected=float(rows["expected"].sum())
        )
        for rows, message in (
            (silent, N_("Silent: {names}. Expected there together: {expected:1} cases; reported: none.")),
            (quiet, N_("Fewer reports than expected: {names}. Expected there together: {expected:1} cases.")),
        )
        if len(rows)
    ]
    return said


def _not_judged(frame: pd.DataFrame) -> list[Finding]:
    none = frame[(frame["silence"] == "cannot_be_judged") & frame["p"].notna()]
    shows = none["visible_from"].median()
    alone = int(((frame["silence"] == "cannot_be_judged") | (frame["silence"] == "reports"))[frame["p"].isna()].sum())
    counted = frame["silence"].value_counts()
    said = []
    if len(none) and shows <= frame["cases"].sum():
        said.append(
            finding(
                Sensitivity.CASE,
                N_(
                    "Communes without a report that cannot be judged: {n}. At most {expected:1} cases were expected in "
                    "each; silence shows from about {shows:1}. A longer period or all kinds of case expect more."
                ),
                n=len(none),
                expected=float(none["expected"].max()),
                shows=float(shows),
            )
        )
    elif len(none):
        said.append(
            finding(
                Sensitivity.CASE,
                N_(
                    "Communes without a report that cannot be judged: {n}. So few cases are reported anywhere that "
                    "silence would show nowhere."
                ),
                n=len(none),
            )
        )
    for number, message in (
        (
            alone,
            N_("Communes that cannot be judged, as fewer than five others have both children and returns: {n}."),
        ),
        (
            int(counted.get("no_return", 0)),
            N_("Communes without any return: {n}. A missing return is no zero; nothing is expected or said of them."),
        ),
        (
            int(counted.get("no_children", 0)),
            N_("Communes without a number of children: {n}. Nothing can be said of them."),
        ),
    ):
        if number:
            said.append(finding(Sensitivity.CASE, message, n=number))
    return said


def _groups(groups: Table) -> list[Finding]:
    rows = pd.DataFrame(list(groups.rows), columns=[column.name for column in groups.columns])
    few = rows[rows["silence"].isin(["silent", "quiet"])]
    said = [
        finding(
            Sensitivity.CASE,
            N_("Group “{group}”: {cases} cases reported, {expected:1} expected from the other communes."),
            group=_word(str(row["group"])),
            cases=int(row["cases"]),
            expected=float(row["expected"]),
        )
        for _, row in few.iterrows()
    ]
    if len(rows) and not said:
        said.append(
            finding(
                Sensitivity.CASE,
                N_("Of {n} groups by distance, poverty and officers, none reports fewer cases than chance explains."),
                n=len(rows),
            )
        )
    return said


def demand_findings(demand: Demand, prior: "Prior | None", known: Facts, seat: str | None) -> list[Finding]:
    """Return the true cases of a year under the prior, or why there is no such number."""
    if prior is None:
        return [
            finding(
                Sensitivity.PUBLIC,
                N_(
                    "True cases are not estimated: nobody has stated what share of cases comes to be reported, and "
                    "counts alone cannot tell. State a range, such as from 10% to 30%, in the settings “{setting}”; "
                    "the picture shows what it says."
                ),
                setting=both(REPORTING_LOWER),
            )
        ]
    if demand.total is None:
        return [finding(Sensitivity.CASE, N_("True cases are not estimated: no commune has children and returns."))]
    mean, lower, upper = demand.total
    said = [
        finding(
            Sensitivity.CASE,
            N_(
                "If {low:0}% to {high:0}% of all cases are reported, about {mean:0} cases happen in the communes each "
                "year ({lower:0} to {upper:0})."
            ),
            low=PERCENT * prior.lower,
            high=PERCENT * prior.upper,
            mean=mean,
            lower=lower,
            upper=upper,
        ),
        finding(
            Sensitivity.PUBLIC,
            N_(
                "This number rests on the range that was stated, not on the data: half the share means twice the cases."
            ),
        ),
    ]
    return said + _links(prior, known, seat)


def _links(prior: "Prior", known: Facts, seat: str | None) -> list[Finding]:
    presence, distance = ((link.lower, link.upper) != (0.0, 0.0) for link in prior.links)
    notes = [
        (
            not presence and not distance,
            N_("No link of reporting to officers or distance was stated: communes rank as their reported rates do."),
        ),
        (
            presence and not known.officers_known,
            N_("The project knows no child-protection officers: the link to them changes nothing."),
        ),
        (distance and seat is None, N_("No commune has a centre: the link to distance changes nothing.")),
    ]
    said = [finding(Sensitivity.PUBLIC, message) for holds, message in notes if holds]
    if distance and seat is not None:
        said.append(
            finding(
                Sensitivity.PUBLIC,
                N_("Distance is the air line from each commune's centre to that of {seat}."),
                seat=Text(*(shown_name(seat, Language(code)) for code in LANGUAGES)),
            )
        )
    return said


def _word(name: str) -> Text:
    return Text(*(Language(code).say(VALUES[name]) for code in LANGUAGES))
