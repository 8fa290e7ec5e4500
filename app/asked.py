"""What a question was asked with, in few words and in full, as a reader knows the settings from the form."""

from collections.abc import Mapping

from app.kept_results import setting_text
from app.language import Language
from app.questions import Analysis
from app.scope import Scope, scope_parameters, scope_text, scope_with

MOST_NUMBERS = 3
"""Numbers told even as their defaults, the first of the form: with more the answer below would slip out of sight."""


def asked_text(analysis: Analysis, values: Mapping[str, object], language: Language) -> str:
    """Return period and kinds, the first numbers everyone sets, and whatever is not the default."""
    usual = analysis.parameters().model_dump(mode="json")
    scoped = set(scope_parameters(analysis.parameters).values())
    asked = [name for name in values if name in usual and name not in scoped]
    numbers = [name for name in asked if _is_told(analysis, name, values[name])][:MOST_NUMBERS]
    told = (
        setting_text(analysis, name, values[name], language)
        for name in asked
        if values[name] != usual[name] or name in numbers
    )
    scope = scope_with(Scope(), analysis.parameters, values)
    return " · ".join((*scope_text(scope, analysis.parameters, language), *told))


def asked_details(analysis: Analysis, values: Mapping[str, object], language: Language) -> str:
    """Return every setting on a line of its own."""
    known = analysis.parameters.model_fields
    return "\n".join(setting_text(analysis, name, value, language) for name, value in values.items() if name in known)


def _is_told(analysis: Analysis, name: str, value: object) -> bool:
    """Return whether a setting is told even as its default: a number above 0 that is not folded away."""
    shown = analysis.parameters.model_fields[name].json_schema_extra
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and value != 0 and isinstance(shown, dict) and not shown["advanced"]
