"""Which questions the program can answer: every module of `app.analyses` is one.

A new analysis is one new file there; it is found by its place, nothing is registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

import app.analyses
from app.errors import UnknownAnalysis
from app.parameters import Parameters
from app.result import Chart, Result, Table

if TYPE_CHECKING:
    from data.project import Project

Run = Callable[..., Result]
Prepare = Callable[..., "Project"]
Picture = Callable[[Any], tuple[Table, Chart] | None]
Group = Literal["risk", "access", "plan", "visits"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One question: its name, its group in the window, its title (a catalogue message), parameters and answer.

    `prepare`, where there is one, returns the project with what the answer needs and the project keeps.
    `picture`, where there is one, draws what the parameters alone say (a prior), None where they say nothing.
    """

    name: str
    group: Group
    title: str
    parameters: type[Parameters]
    run: Run
    prepare: Prepare | None = None
    picture: Picture | None = None


def names() -> tuple[str, ...]:
    """Return the names of all analyses, without importing them."""
    return tuple(sorted(module.name for module in iter_modules(app.analyses.__path__)))


@lru_cache
def find(name: str) -> Analysis:
    """Return the analysis called `name`. Raises UnknownAnalysis."""
    if name not in names():
        raise UnknownAnalysis(name, names())
    module: Any = import_module(f"app.analyses.{name}")
    optional = (getattr(module, part, None) for part in ("prepare", "picture"))
    return Analysis(name, module.GROUP, module.TITLE, module.Parameters, module.run, *optional)
