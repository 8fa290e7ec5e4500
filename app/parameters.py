"""How an analysis declares its parameters: default, limits, unit, label and help, and who may see the value.

The command line and the window's form are made from what stands here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.config import JsonDict

from app.errors import BadParameter, UnknownParameter
from app.result import Sensitivity, Setting, Value


class Parameters(BaseModel):
    """The parameters of an analysis: immutable, each with a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


P = TypeVar("P", bound=Parameters)
ScopePart = Literal["", "start", "end", "kinds"]
"""What of the window's scope a parameter takes: first day, last day, kinds of case separated by commas, or nothing."""


def parameter(
    default: Any,
    *,
    label: str,
    unit: str = "",
    about: str = "",
    advanced: bool = False,
    scope: ScopePart = "",
    sensitivity: Sensitivity = Sensitivity.PUBLIC,
    **limits: Any,
) -> Any:
    """Return a pydantic field with what a form needs. `label`, `unit` and `about` are catalogue messages.

    A parameter with a `scope` is the same one value for every question: what is chosen at the top of the window.

    Parameters are visible to every audience unless they say otherwise: those that hold a figure of cases, a person or a
    place that is not public state their `sensitivity`.
    """
    shown: JsonDict = {
        "label": label,
        "unit": unit,
        "about": about,
        "advanced": advanced,
        "scope": scope,
        "sensitivity": sensitivity.value,
    }
    return Field(default, json_schema_extra=shown, **limits)


def read_parameters(kind: type[P], analysis: str, given: Mapping[str, object]) -> P:
    """Return the parameters with the `given` values.

    Raises
    ------
    UnknownParameter
        A name the analysis does not have.
    BadParameter
        A value it cannot take; carries what it can.
    """
    unknown = [name for name in given if name not in kind.model_fields]
    if unknown:
        raise UnknownParameter(analysis, unknown[0], tuple(kind.model_fields))
    try:
        return kind.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else next(iter(given), "")
        raise BadParameter(analysis, name, given.get(name), allowed_values(kind, name)) from None


def allowed_values(kind: type[Parameters], name: str) -> str:
    """Return what the parameter `name` may be, in signs both languages read: ``1 ≤ p ≤ 500``, ``all | public``."""
    schema = kind.model_json_schema()["properties"][name]
    options = [schema, *schema.get("anyOf", [])]
    choices = [str(choice) for option in options for choice in option.get("enum", [])]
    if choices:
        return " | ".join(choices)
    low = next((f"{option[key]} {sign} " for option in options for key, sign in _LOWER if key in option), "")
    high = next((f" {sign} {option[key]}" for option in options for key, sign in _UPPER if key in option), "")
    if low or high:
        return f"{low}{name}{high}"
    return _FORMS.get(next((str(option["format"]) for option in options if "format" in option), ""), "")


_FORMS = {"date": "YYYY-MM-DD"}
_LOWER = (("minimum", "≤"), ("exclusiveMinimum", "<"))
_UPPER = (("maximum", "≤"), ("exclusiveMaximum", "<"))


def settings(parameters: Parameters) -> Iterator[Setting]:
    """Yield each parameter with its value as JSON holds it and its sensitivity."""
    fields = type(parameters).model_fields
    for name, value in parameters.model_dump(mode="json").items():
        extra = fields[name].json_schema_extra
        tag = extra.get("sensitivity") if isinstance(extra, dict) else None
        yield Setting(name, _value(value), Sensitivity(str(tag)) if tag else None)


def _value(value: Any) -> Value:
    return value if isinstance(value, str | int | float | bool | None) else ", ".join(map(str, value))
