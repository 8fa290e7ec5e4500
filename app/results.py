"""Results as they are kept in the project: made, found again, and known to be out of date.

A result is stored with its parameters and provenance beside it, so any run can be repeated.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd
from pydantic import TypeAdapter

from app.errors import UnknownResult
from app.parameters import Parameters, read_parameters, settings
from app.progress import Tick, between
from app.questions import Analysis
from app.result import Result, Sensitivity, Setting
from data.project import table_hash

if TYPE_CHECKING:
    from data.project import Project
    from data.store import Store

_RESULT = TypeAdapter(Result)


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result with its name in the project and the moment it was made (ISO 8601, UTC)."""

    result_id: str
    created_at: str
    result: Result


def run_and_store(
    store: "Store",
    analysis: Analysis,
    given: Mapping[str, object],
    *,
    who: str,
    tick: Tick | None = None,
) -> StoredResult:
    """Run `analysis` with the `given` parameters and keep its result in the project."""
    parameters = read_parameters(analysis.parameters, analysis.name, given)
    project, answering = _prepared(store.project, analysis, parameters, tick)
    found = analysis.run(project, parameters, answering)
    result = replace(
        found, parameters=tuple(settings(parameters)), provenance=(*_provenance(project), *found.provenance)
    )
    stored = StoredResult(_next_id(store.project, analysis.name), _now(), result)
    after = with_result(store.project.with_table_of(project, "travel_matrices"), stored)
    store.apply(after, what=f"run {analysis.name}", who=who, object_=stored.result_id)
    return stored


def _prepared(
    project: "Project", analysis: Analysis, parameters: Parameters, tick: Tick | None
) -> tuple["Project", Tick | None]:
    """Return the project with what the answer needs, and what to tell of the rest of the work."""
    if analysis.prepare is None:
        return project, tick
    if tick is None:
        return analysis.prepare(project, parameters), None
    return analysis.prepare(project, parameters, between(tick, 0.0, _HALF)), between(tick, _HALF, 1.0)


_HALF = 0.5


def with_result(project: "Project", stored: StoredResult) -> "Project":
    """Return the project with `stored` among its results."""
    result = stored.result
    row = {
        "result_id": stored.result_id,
        "analysis": result.analysis,
        "parameters": json.dumps({each.name: each.value for each in result.parameters}, ensure_ascii=False),
        "provenance": json.dumps({each.name: each.value for each in result.provenance}, ensure_ascii=False),
        "created_at": stored.created_at,
        "payload": zlib.compress(_RESULT.dump_json(result)),
    }
    return project.append("results", pd.DataFrame([row]))


def stored_result(project: "Project", result_id: str) -> StoredResult:
    """Return the result of that name. Raises UnknownResult."""
    rows = project["results"]
    found = rows[rows["result_id"] == result_id]
    if found.empty:
        raise UnknownResult(result_id, tuple(rows["result_id"]))
    row = found.iloc[0]
    return StoredResult(result_id, row["created_at"], _RESULT.validate_json(zlib.decompress(row["payload"])))


def is_out_of_date(project: "Project", result: Result) -> bool:
    """Return whether a table the result was computed from has changed since."""
    return any(
        each.value != table_hash(project, each.name.removeprefix("sha256_"))
        for each in result.provenance
        if each.name.startswith("sha256_")
    )


def input_hashes(project: "Project", tables: Mapping[str, Sensitivity]) -> tuple[Setting, ...]:
    """Return the content hash of each input table, as sensitive as the table may be."""
    return tuple(Setting(f"sha256_{name}", table_hash(project, name), tag) for name, tag in tables.items())


def _provenance(project: "Project") -> tuple[Setting, ...]:
    stated = pd.concat([project["units"]["source"], project["demand_points"]["source"]]).dropna().unique()
    sources = dict.fromkeys(source for each in sorted(stated) for source in each.split("; "))
    return (
        Setting("program", f"Lá Chắn {version('la-chan')}", Sensitivity.PUBLIC),
        Setting("province", project.about.name, Sensitivity.PUBLIC),
        Setting("vintage", project.about.vintage, Sensitivity.PUBLIC),
        Setting("sources", "; ".join(sources), Sensitivity.PUBLIC),
    )


def _next_id(project: "Project", analysis: str) -> str:
    taken = project["results"]["result_id"].str.extract(rf"^{analysis}-(\d+)$")[0].dropna().astype(int)
    return f"{analysis}-{taken.max() + 1 if len(taken) else 1}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def listed_results(project: "Project") -> list[dict[str, str | bool]]:
    """Return the name, analysis, parameters and age of every kept result, and whether its inputs have changed."""
    return [
        {
            "result": row["result_id"],
            "analysis": row["analysis"],
            "parameters": row["parameters"],
            "created_at": row["created_at"],
            "out_of_date": is_out_of_date(project, stored_result(project, row["result_id"]).result),
        }
        for row in project["results"].to_dict("records")
    ]
