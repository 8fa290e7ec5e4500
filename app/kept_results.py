"""The results a project keeps, as a list to choose from: question, moment, parameters that are not the default, age."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.choice_words import CHOICES
from app.language import Language
from app.parameter_words import part_text
from app.questions import Analysis, find
from app.results import listed_results
from app.unit_words import UNITS

if TYPE_CHECKING:
    from data.project import Project


@dataclass(frozen=True, slots=True)
class KeptResult:
    """One result. `title` is a catalogue message; `parameters` are all, `unusual` those that are not the default."""

    result_id: str
    analysis: str
    title: str
    created_at: str
    parameters: Mapping[str, Any]
    unusual: Mapping[str, Any]
    out_of_date: bool


def kept_results(project: "Project") -> list[KeptResult]:
    """Return the results of the project, the latest first."""
    return [_kept(row) for row in reversed(listed_results(project))]


def _kept(row: Mapping[str, Any]) -> KeptResult:
    analysis = find(row["analysis"])
    parameters = json.loads(row["parameters"])
    usual = analysis.parameters().model_dump(mode="json")
    unusual = {name: value for name, value in parameters.items() if value != usual.get(name)}
    return KeptResult(
        row["result"], row["analysis"], analysis.title, row["created_at"], parameters, unusual, row["out_of_date"]
    )


def unusual_text(kept: KeptResult, language: Language) -> str:
    """Return the parameters that are not the default, as a reader knows them from the form."""
    analysis = find(kept.analysis)
    return "; ".join(setting_text(analysis, name, value, language) for name, value in kept.unusual.items())


def setting_text(analysis: Analysis, name: str, value: Any, language: Language) -> str:
    """Return a parameter with its label, value and unit, as a reader knows them from the form."""
    return ": ".join(setting_parts(analysis, name, value, language))


def setting_parts(analysis: Analysis, name: str, value: Any, language: Language) -> tuple[str, str]:
    """Return the label of a parameter, and its value with the unit."""
    shown = analysis.parameters.model_fields[name].json_schema_extra
    label, unit = (str(shown[part]) for part in ("label", "unit")) if isinstance(shown, dict) else (name, "")
    return language.say(label), f"{_value(name, value, language)} {language.say(UNITS[unit])}".rstrip()


def _value(name: str, value: Any, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return language.number(value)
    known = CHOICES.get(name, {})
    return ", ".join(part_text(part, known, language) for part in str(value).split(", "))
