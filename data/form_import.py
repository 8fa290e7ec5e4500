"""Take a return form that came back into a project: case counts and figures in one import, without any mapping.

Every answer is a row. A problem names the cell of the form it is about. A second return of the same commune, agency and
period is the user's to decide.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import ReturnKnown, SimulatedProject
from data.form_reading import Answer, FilledForm
from data.import_report import ImportReport
from data.importing import Imported, import_rows
from data.issues import Issue, Reason, fix_of, verdict_of
from data.project import Project
from data.reading import RawTable
from data.repeats import Repeat
from data.return_form import FIGURES, KIND_COLUMN, KINDS, NO, PLACE_COLUMN, Figure, FormHead

COUNTS, INDICATORS = "case_counts", "indicators"
_COLUMN_OF = {"kind": KIND_COLUMN, "place": PLACE_COLUMN}
_FIGURE = {figure.indicator: figure for figure in FIGURES}

Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows for one table, each with the answer it comes from."""

    table: str
    rows: tuple[Mapping[str, str], ...]
    answers: tuple[Answer, ...]


def import_form(
    project: Project, form: FilledForm, *, batch_id: str, repeat: Repeat | None = None, tick: Tick | None = None
) -> Imported:
    """Take a form's answers into ``case_counts`` and ``indicators``.

    Parameters
    ----------
    project : Project
        Is not changed.
    form : FilledForm
        What `data.form_reading.read_form` returned.
    batch_id : str
        Marks the rows of this import.
    repeat : Repeat, optional
        Must be given where the return is known already. `Repeat.UPDATE` takes the new one in place of the earlier one;
        otherwise only what the earlier one did not say is taken.
    tick : callable, optional
        Told the fraction done; may raise `Cancelled`.

    Returns
    -------
    Imported
        ``read`` counts the figures the form states; an answer "no case" states a zero for each kind.

    Raises
    ------
    ReturnKnown
        The project holds this return, and `repeat` was not given.
    SimulatedProject
        Rows of a real file cannot go into a simulated project.
    """
    if project.about.simulated:
        raise SimulatedProject(form.path)
    known = _known_counts(project, form.head)
    if known.any() and repeat is None:
        head = form.head
        raise ReturnKnown(form.path, head.commune_code, str(head.period), head.agency, int(known.sum()))
    before = _without_earlier(project, form, known) if repeat is Repeat.UPDATE else project
    troubles = _troubles(form)
    counted = _take(before, form, _count_rows(form, troubles), batch_id)
    if tick is not None:
        tick(0.5)
    done = _take(counted.project, form, _figure_rows(form, troubles), batch_id)
    return Imported(done.project, _joined(form, (counted.report, done.report), tuple(troubles.values())))


def _known_counts(project: Project, head: FormHead) -> NDArray[np.bool_]:
    rows = project[COUNTS]
    same = (rows["unit_code"] == head.commune_code) & (rows["vintage"] == head.vintage)
    same &= (rows["agency"] == head.agency) & (rows["period_start"] == pd.Timestamp(str(head.period.start)))
    return np.asarray(same & (rows["period_end"] == pd.Timestamp(str(head.period.end))), dtype=bool)


def _without_earlier(project: Project, form: FilledForm, known: NDArray[np.bool_]) -> Project:
    """Return a snapshot without the earlier return: its counts, the figures that came with them or are stated anew."""
    counts, figures = project[COUNTS], project[INDICATORS]
    stated = [answer.says["indicator"] for answer in form.figures]
    own = (figures["unit_code"] == form.head.commune_code) & (figures["vintage"] == form.head.vintage)
    own &= figures["period_end"] == pd.Timestamp(str(form.head.period.end))
    starts = figures["indicator"].map({name: _start(figure, form.head) for name, figure in _FIGURE.items()})
    own &= figures["period_start"].dt.strftime("%Y-%m-%d") == starts
    earlier = own & (figures["batch_id"].isin(counts["batch_id"][known]) | figures["indicator"].isin(stated))
    return project.with_tables({COUNTS: counts[~known], INDICATORS: figures[~earlier.to_numpy(dtype=bool)]})


def _take(project: Project, form: FilledForm, rows: _Rows, batch_id: str) -> Imported:
    """Import rows as those of a file, and say of each problem which cell of the form it is about."""
    if not rows.rows:
        return Imported(project, _report(form, ()))
    done = import_rows(project, rows.table, _raw(form, rows), batch_id=batch_id)
    problems = tuple(_in_the_form(issue, form, rows.answers) for issue in done.report.problems)
    return Imported(done.project, replace(done.report, problems=problems))


def _raw(form: FilledForm, rows: _Rows) -> RawTable:
    frame = pd.DataFrame(rows.rows, dtype="str")
    numeric = pd.DataFrame(data=False, index=frame.index, columns=frame.columns)
    value = "count" if rows.table == COUNTS else "value"
    numeric[value] = [answer.is_number or _answers(answer) for answer in rows.answers]
    return RawTable(
        path=form.path,
        frame=frame,
        numeric=numeric,
        geometry=None,
        layer=form.sheet,
        others=(),
        first_row=1,
        encoding="",
        overlong=np.zeros(len(frame), dtype=bool),
    )


def _answers(answer: Answer) -> bool:
    """Say whether an answer is that on whether there was any case."""
    return "any_case" in answer.says


def _in_the_form(issue: Issue, form: FilledForm, answers: Sequence[Answer]) -> Issue:
    if issue.row is None:
        return replace(issue, sheet=form.sheet, column=None)
    answer = answers[issue.row - 1]
    numbers = dict(issue.numbers)
    if isinstance(repeated := numbers.get("repeats"), int):
        numbers["repeats"] = answers[repeated - 1].row
    column = _COLUMN_OF.get(issue.column or "", answer.column)
    return replace(issue, sheet=form.sheet, row=answer.row, column=column, numbers=MappingProxyType(numbers))


def _count_rows(form: FilledForm, broken: Collection[str]) -> _Rows:
    stated = [(answer, answer.text, answer.says) for answer in form.counts if answer.cell not in broken]
    asked = form.any_case
    if asked is not None and asked.cell not in broken and asked.says["any_case"] == NO:
        said = {answer.says["kind"] for answer in form.counts if _is_received(answer)}
        zero = {"place": "unknown", "stage": "received", "counted": "cases"}
        stated += [(asked, "0", {**zero, "kind": kind}) for kind in KINDS if kind not in said]
    head, fields = form.head, ("kind", "place", "stage", "counted")
    days = {"period_start": str(head.period.start), "period_end": str(head.period.end)}
    own = {"unit_code": head.commune_code, "vintage": head.vintage, "agency": head.agency, **days}
    rows = tuple({**own, **{name: says[name] for name in fields}, "count": text} for _, text, says in stated)
    return _Rows(COUNTS, rows, tuple(answer for answer, _, _ in stated))


def _is_received(answer: Answer) -> bool:
    return (answer.says["stage"], answer.says["counted"]) == ("received", "cases")


def _figure_rows(form: FilledForm, broken: Collection[str]) -> _Rows:
    answers = tuple(answer for answer in form.figures if answer.cell not in broken)
    return _Rows(INDICATORS, tuple(_figure_row(answer, form.head) for answer in answers), answers)


def _figure_row(answer: Answer, head: FormHead) -> dict[str, str]:
    figure = _FIGURE[answer.says["indicator"]]
    return {
        "unit_code": head.commune_code,
        "vintage": head.vintage,
        "indicator": figure.indicator,
        "age_band": figure.age_band,
        "period_start": _start(figure, head),
        "period_end": str(head.period.end),
        "value": answer.text,
        "unit": figure.unit,
    }


def _start(figure: Figure, head: FormHead) -> str:
    return str(head.period.end if figure.standing else head.period.start)


def _troubles(form: FilledForm) -> dict[str, Issue]:
    """Return, by cell, what is wrong with an answer of the form before it is looked at as a row of a table."""
    found = {answer.cell: _trouble_of_count(form, answer) for answer in form.counts}
    found |= {answer.cell: _trouble_of_figure(form, answer) for answer in form.figures}
    if form.any_case is not None:
        found[form.any_case.cell] = _trouble_of_question(form, form.any_case)
    return {cell: issue for cell, issue in found.items() if issue is not None}


def _trouble_of_count(form: FilledForm, answer: Answer) -> Issue | None:
    if answer.is_formula:
        return _issue(form, answer, Reason.FORMULA)
    for field in ("kind", "place"):
        word = answer.says[f"unknown_{field}"]
        if word:
            column, choices = _COLUMN_OF[field], {"choices": form.choices[field]}
            return _issue(form, answer, Reason.NOT_A_CHOICE, column=column, value=word, numbers=choices)
    return None if answer.says["kind"] else _issue(form, answer, Reason.MISSING, column=KIND_COLUMN, value="")


def _trouble_of_figure(form: FilledForm, answer: Answer) -> Issue | None:
    if answer.is_formula:
        return _issue(form, answer, Reason.FORMULA)
    return _issue(form, answer, Reason.NOT_WHOLE) if answer.is_number and float(answer.text) % 1 else None


def _trouble_of_question(form: FilledForm, asked: Answer) -> Issue | None:
    if asked.is_formula:
        return _issue(form, asked, Reason.FORMULA)
    decided = asked.says["any_case"]
    if not decided:
        return _issue(form, asked, Reason.NOT_A_CHOICE, numbers={"choices": form.choices["any_case"]})
    some = any(answer.text != "0" for answer in form.counts)
    disagree = some if decided == NO else not some
    return _issue(form, asked, Reason.ANSWERS_DISAGREE) if disagree else None


def _issue(
    form: FilledForm,
    answer: Answer,
    reason: Reason,
    *,
    column: str | None = None,
    value: str | None = None,
    numbers: Mapping[str, object] = MappingProxyType({}),
) -> Issue:
    shown = answer.text if value is None else value
    at = column or answer.column
    return Issue(form.sheet, answer.row, at, shown, reason, fix_of(reason), verdict_of(reason), numbers)


def _report(form: FilledForm, problems: tuple[Issue, ...]) -> ImportReport:
    return ImportReport(0, 0, 0, 0, 0, form.head.vintage, "", {}, problems)


def _joined(form: FilledForm, reports: Sequence[ImportReport], troubles: tuple[Issue, ...]) -> ImportReport:
    problems = [*(issue for report in reports for issue in report.problems), *troubles]
    set_aside = sum(report.set_aside for report in reports) + len(troubles)
    accepted = sum(report.accepted for report in reports)
    return replace(
        _report(form, tuple(sorted(problems, key=lambda issue: -1 if issue.row is None else issue.row))),
        read=accepted + set_aside,
        accepted=accepted,
        flagged=sum(report.flagged for report in reports),
        set_aside=set_aside,
    )
