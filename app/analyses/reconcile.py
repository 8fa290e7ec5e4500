"""What the lists of several agencies share, how cases went on after they were received, and where lists differ.

Pairs of cases that may be of one child, the funnel from received to convicted with its sums checked, open cases by age,
and stated counts beside the list of cases. Persons are not cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from app import case_parameters
from app.case_counts import ALL, counts_of, is_of_cases, refuse_overlaps
from app.children import communes, full_names, own_rows
from app.errors import NoCounts
from app.language import N_, both
from app.listed_cases import counts_of_cases, ended_on, received_on, undated
from app.parameters import Parameters as Base
from app.parameters import parameter
from app.progress import unwatched
from app.reconciling_words import check_text
from app.result import Column, Denominator, Finding, ModelCard, Period, Result, Sensitivity, finding
from app.results import input_hashes
from app.tables import table_of
from data.linking import Sureness, children_of, crowded_cases, linked_pairs, with_decisions
from data.project import Project
from data.reconciling import AGES, OLDER, STEPS, backlog, differences, funnel, overlap, period_labels

GROUP = "risk"
TITLE = N_("What the agencies' lists share and where they differ")
MOST_PAIRS = 2000
"""Pairs listed for decision, the surest first; all of them are counted."""


class Parameters(Base):
    """Which lists, when, and in which periods they are added up."""

    agency: str = parameter(ALL, label=N_("Agency"), about=N_("One agency's list, or all of them side by side"))
    kind: str = case_parameters.kind()
    period_start: date | None = case_parameters.period_start()
    period_end: date | None = case_parameters.period_end()
    by: Literal["whole", "year", "quarter", "month"] = parameter("year", label=N_("Add up by"))


@dataclass(frozen=True, slots=True)
class Lists:
    """What is compared: stated counts (or those of the cases), counts of the list of cases, and the cases.

    `straddling` rows of the stated counts were left out: they reach over the edge of the period.
    """

    counts: pd.DataFrame
    listed: pd.DataFrame
    cases: pd.DataFrame
    first: date
    last: date
    straddling: int


def run(project: Project, parameters: Parameters, tick: Callable[[float], None] | None = None) -> Result:
    """Answer the question for one project.

    Raises
    ------
    NoCounts, OverlappingPeriods
        The project holds neither counts nor cases for it, or counts that may not be added up.
    """
    report = tick or unwatched
    lists = _lists(project, parameters)
    steps = _funnel(lists, parameters)
    report(0.2)
    pairs = with_decisions(
        linked_pairs(lists.cases, tick=lambda done: report(0.2 + 0.5 * done)), project["link_decisions"]
    )
    shared = overlap(lists.cases, pairs)
    report(0.8)
    still_open = backlog(lists.cases["agency"], received_on(lists.cases), ended_on(lists.cases), lists.last)
    differing = _differences(project, lists, parameters)
    report(1.0)
    return Result(
        analysis="reconcile",
        parameters=(),
        period=Period(lists.first, lists.last, _period_sensitivity(parameters)),
        denominator=_denominator(steps),
        tables=(
            table_of("agencies", steps, AGENCY_COLUMNS, Sensitivity.CASE),
            table_of("overlap", shared, OVERLAP_COLUMNS, Sensitivity.CASE),
            table_of("pairs", _listed_pairs(project, lists.cases, pairs), PAIR_COLUMNS, Sensitivity.PERSON),
            table_of("backlog", still_open, BACKLOG_COLUMNS, Sensitivity.CASE),
            table_of("differences", differing, DIFFERENCE_COLUMNS, Sensitivity.CASE),
        ),
        layers=(),
        findings=tuple(_findings(project, lists, steps, shared, pairs, still_open, differing)),
        card=_card(),
        provenance=input_hashes(
            project,
            {
                "units": Sensitivity.AREA,
                "case_counts": Sensitivity.CASE,
                "cases": Sensitivity.CASE,
                "link_decisions": Sensitivity.CASE,
            },
        ),
    )


def _case(name: str, unit: str = "cases") -> Column:
    return Column(name, unit, Sensitivity.CASE)


AGENCY_COLUMNS = (
    _case("agency", ""),
    _case("period", ""),
    *(_case(name, "cases" if counted == "cases" else "people") for name, _, counted in STEPS),
    _case("handled_share", "%"),
    _case("check_vi", ""),
    _case("check_en", ""),
)
OVERLAP_COLUMNS = (
    _case("first_agency", ""),
    _case("second_agency", ""),
    *(_case(name, "") for name in ("surely", "likely", "possibly", "decided_same", "decided_different")),
)
PAIR_COLUMNS = tuple(
    Column(name, "", Sensitivity.PERSON)
    for name in (
        *("same", "sureness", "first_case_id", "second_case_id", "first_agency", "second_agency"),
        *("first_commune", "second_commune", "first_on", "second_on"),
    )
)
BACKLOG_COLUMNS = (
    _case("agency", ""),
    *(_case(name) for name, _ in AGES),
    *(_case(name) for name in (OLDER, "open", "undated")),
)
DIFFERENCE_COLUMNS = (
    Column("code", "", Sensitivity.PUBLIC),
    Column("name", "", Sensitivity.PUBLIC),
    *(_case(name, "") for name in ("agency", "period")),
    *(_case(name) for name in ("stated", "listed", "difference")),
)


_STRADDLING = N_("Rows left out because they reach over the edge of the period: {n}. Choose a period that holds them.")


def _lists(project: Project, parameters: Parameters) -> Lists:
    stated = _of_kind_and_agency(_counts(project), parameters)
    counts = _inside(stated, parameters)
    listed = _inside(_of_kind_and_agency(counts_of_cases(project), parameters), parameters)
    if counts.empty and listed.empty:
        raise NoCounts(parameters.kind, project.about.vintage)
    refuse_overlaps(counts)
    both_lists = pd.concat([counts, listed])
    first = parameters.period_start or both_lists["period_start"].min().date()
    last = parameters.period_end or both_lists["period_end"].max().date()
    cases = _of_kind_and_agency(project["cases"], parameters)
    days = received_on(cases)
    inside = days.isna() | days.between(pd.Timestamp(first), pd.Timestamp(last))
    touching = (stated["period_start"] <= pd.Timestamp(last)) & (stated["period_end"] >= pd.Timestamp(first))
    return Lists(counts, listed, cases[inside], first, last, int(touching.sum()) - len(counts))


def _counts(project: Project) -> pd.DataFrame:
    """Return the stated counts of present units, those made from older ones among them; else those of the cases."""
    return counts_of(project) if is_of_cases(project) else own_rows(project, "case_counts")


def _of_kind_and_agency(rows: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    kinds = {each.strip() for each in parameters.kind.split(",")}
    kept = rows["kind"].isin(kinds) | (ALL in kinds)
    return rows[kept & ((rows["agency"] == parameters.agency) | (parameters.agency == ALL))]


def _inside(counts: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    if parameters.period_start:
        counts = counts[counts["period_start"] >= pd.Timestamp(parameters.period_start)]
    if parameters.period_end:
        counts = counts[counts["period_end"] <= pd.Timestamp(parameters.period_end)]
    return counts


def _dated(counts: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    return counts.assign(period=period_labels(counts["period_start"], counts["period_end"], parameters.by))


def _funnel(lists: Lists, parameters: Parameters) -> pd.DataFrame:
    steps = funnel(_dated(lists.counts, parameters))
    said = [check_text(checks) for checks in steps["checks"]]
    return steps.assign(check_vi=[text.vi for text in said], check_en=[text.en for text in said])


def _differences(project: Project, lists: Lists, parameters: Parameters) -> pd.DataFrame:
    """Compare stated counts with the list, where there are both."""
    stated = lists.counts.iloc[:0] if is_of_cases(project) else lists.counts
    kept = [_received(_dated(frame, parameters)) for frame in (stated, lists.listed)]
    found = differences(*kept).rename(columns={"unit_code": "code"})
    return found.assign(name=found["code"].map(_names(project)).fillna(project.about.name))


def _names(project: Project) -> dict[str, str]:
    units = communes(project)
    return dict(zip(units["code"], full_names(units), strict=True))


def _received(counts: pd.DataFrame) -> pd.DataFrame:
    return counts[(counts["stage"] == "received") & (counts["counted"] == "cases")]


def _listed_pairs(project: Project, cases: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the surest pairs with what else is known of both cases."""
    shown = pairs.head(MOST_PAIRS)
    levels = {int(level): level.name.lower() for level in Sureness}
    known = pd.DataFrame(
        {
            "agency": cases["agency"],
            "commune": cases["unit_code"].map(_names(project)),
            "on": received_on(cases).dt.strftime("%Y-%m-%d"),
        }
    ).set_axis(cases["case_id"], axis="index")
    beside = {
        f"{which}_{name}": shown[f"{which}_case_id"].map(known[name]) for which in ("first", "second") for name in known
    }
    return shown.assign(**beside, sureness=shown["sureness"].map(levels))


def _period_sensitivity(parameters: Parameters) -> Sensitivity:
    return Sensitivity.PUBLIC if parameters.period_start and parameters.period_end else Sensitivity.CASE


def _denominator(steps: pd.DataFrame) -> Denominator:
    basis = both(N_("cases received, as the agencies' lists state them"))
    return Denominator("cases", "cases", float(steps["received"].sum()), basis, Sensitivity.CASE)


def _findings(
    project: Project,
    lists: Lists,
    steps: pd.DataFrame,
    shared: pd.DataFrame,
    pairs: pd.DataFrame,
    still_open: pd.DataFrame,
    differing: pd.DataFrame,
) -> list[Finding]:
    return [
        *_of_the_funnel(project, lists, steps),
        *_of_the_pairs(lists, shared, pairs),
        *_of_the_backlog(lists, still_open),
        *_counted(
            (len(differing), N_("Communes, agencies and periods whose stated count is not what the list holds: {n}.")),
        ),
    ]


def _of_the_funnel(project: Project, lists: Lists, steps: pd.DataFrame) -> list[Finding]:
    received, handled = float(steps["received"].sum()), float(steps["handled"].sum())
    said = N_("Received: {received} cases; handled: {handled}.")
    found = [finding(Sensitivity.CASE, said, received=received, handled=handled)]
    if received:
        said = N_("Of the cases received {share:1}% were handled.")
        found.append(finding(Sensitivity.CASE, said, share=100 * handled / received))
    if is_of_cases(project):
        found.append(finding(Sensitivity.CASE, N_("The project holds no returns: the counts are those of its cases.")))
    elsewhere = ~lists.counts["unit_code"].isin(communes(project)["code"])
    placeless = int(_received(lists.counts[elsewhere])["count"].sum())
    return [
        *found,
        *_counted(
            (
                int((steps["received"] == 0).sum()),
                N_("Agencies and periods that received no case: {n}. A share of nothing is not given."),
            ),
            (
                int((steps["checks"].map(len) > 0).sum()),
                N_("Agencies and periods whose numbers do not add up: {n}. The table says what to ask."),
            ),
            (
                lists.straddling,
                _STRADDLING,
            ),
            (
                placeless,
                N_("Cases that belong to no commune (online, place not known): {n}. They are in every total here."),
            ),
        ),
    ]


def _of_the_pairs(lists: Lists, shared: pd.DataFrame, pairs: pd.DataFrame) -> list[Finding]:
    if lists.cases.empty:
        return [finding(Sensitivity.CASE, N_("Without a list of cases nothing can be said of what the lists share."))]
    across = shared[shared["first_agency"] != shared["second_agency"]]
    levels = {level.name.lower(): int(across[level.name.lower()].sum()) for level in Sureness}
    said = N_(
        "Pairs of cases in two agencies' lists that are of one child: surely {surely}, likely {likely}, "
        "possibly {possibly}. Nothing is joined without your decision."
    )
    counted = N_(
        "The list holds {cases} cases of {children} children, if pairs that are surely the same count as one child "
        "until somebody decides otherwise."
    )
    children = int(children_of(lists.cases, pairs).nunique())
    return [
        finding(Sensitivity.CASE, said, **levels),
        finding(Sensitivity.CASE, counted, cases=len(lists.cases), children=children),
        *_counted(
            (
                int(lists.cases["link_keys"].isna().sum()),
                N_("Cases without a name, birth date or number to compare: {n}. They are in no pair."),
            ),
            (
                crowded_cases(lists.cases),
                N_("Cases that share a key with too many others: {n}. Such a key is a mistake and makes no pairs."),
            ),
            (
                max(len(pairs) - MOST_PAIRS, 0),
                N_("Pairs beyond those listed: {n}. They are counted, and less sure than those listed."),
            ),
        ),
    ]


def _of_the_backlog(lists: Lists, still_open: pd.DataFrame) -> list[Finding]:
    said = N_("Open on {day}: {n} cases, of which {old} for more than 90 days.")
    old = int(still_open[["days_180", "days_365", OLDER]].to_numpy().sum())
    number = int(still_open["open"].sum())
    day = both("{day}", day=lists.last)
    open_cases = [finding(Sensitivity.CASE, said, day=day, n=number, old=old)] if number else []
    without = (
        undated(lists.cases),
        N_("Cases of the list without any date: {n}. They are in no period and not counted."),
    )
    return [*open_cases, *_counted(without)]


def _counted(*said: tuple[int, str]) -> list[Finding]:
    return [finding(Sensitivity.CASE, message, n=number) for number, message in said if number]


def _card() -> ModelCard:
    return ModelCard(
        purpose=both(
            N_("To reconcile the lists of police, health, education and hotline 111 before they are added up.")
        ),
        assumptions=both(
            N_(
                "Surely: the same ID number, or full name, birth date and sex. Likely: name without accents with birth "
                "year and commune, and given name with birth date and commune. Possibly: one of the two, or different "
                "ID numbers. Handled cases may have been received in an earlier period."
            )
        ),
        checked=both(N_("The pairs equal those found by comparing every two cases, on lists made at random.")),
        not_for=both(
            N_("Not for finding out who a child is, and not for judging an agency: lists differ for good reasons too.")
        ),
    )
