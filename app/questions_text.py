"""The list of questions with their parameters, to read and as JSON."""

from typing import Any

from app.language import Language
from app.parameters import allowed_values
from app.questions import Analysis
from app.unit_words import UNITS


def described(analysis: Analysis, language: Language) -> dict[str, Any]:
    """Return an analysis as plain data: its title and its parameters with default, unit, limits and help."""
    return {
        "title": language.say(analysis.title),
        "parameters": {
            name: {
                "label": language.say(str(_shown(analysis, name)["label"])),
                "unit": language.say(UNITS[str(_shown(analysis, name)["unit"])]),
                "default": field.default,
                "allowed": allowed_values(analysis.parameters, name),
                "about": _about(analysis, name, language),
            }
            for name, field in analysis.parameters.model_fields.items()
        },
    }


def describe(analysis: Analysis, language: Language) -> str:
    """Return an analysis as lines to read."""
    lines = [f"{analysis.name}: {language.say(analysis.title)}"]
    for name, each in described(analysis, language)["parameters"].items():
        default = "" if each["default"] is None else each["default"]
        about = f" – {each['about']}" if each["about"] else ""
        limits = ", ".join(filter(None, (each["unit"], each["allowed"])))
        lines.append(f"  {name}={default}  {each['label']}{f' [{limits}]' if limits else ''}{about}")
    return "\n".join(lines)


def _shown(analysis: Analysis, name: str) -> dict[str, Any]:
    extra = analysis.parameters.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _about(analysis: Analysis, name: str, language: Language) -> str:
    about = str(_shown(analysis, name)["about"])
    return language.say(about) if about else ""
