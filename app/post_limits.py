"""A whole number of each commune, as a person writes them: one number for all, then communes by name or code.

Owns `limits_of` (posts, minutes of a visit) and `refuse_impossible`.
"""

import re

import pandas as pd

from app.errors import (
    BadParameter,
    LimitsCross,
    NoPostsAllowed,
    PostsAboveMaximum,
    PostsBelowMinimum,
    UnknownCommune,
)
from app.names import some_names
from data.name_folding import folded

_WHOLE = re.compile(r"\d+(\.0+)?")
FORM = "1; Thanh Yên = 2; 03127 = 0"
NAMED = 5
"""Most communes that an error names."""


def limits_of(
    text: str, units: pd.DataFrame, *, name: str, otherwise: float, analysis: str = "posts"
) -> "pd.Series[float]":
    """Return a number for each commune, by code.

    Parameters
    ----------
    text : str
        Parts separated by semicolons: a number for all communes, and numbers of communes by code or name with or
        without its kind. Empty: `otherwise` for all.
    units : DataFrame
        `code`, `name`, `kind` of the communes.
    name, analysis : str
        Of the setting, for the error.

    Raises
    ------
    BadParameter
        The text is not of this form.
    UnknownCommune
        No commune, or more than one, bears the name.
    """
    limits = pd.Series(float(otherwise), pd.Index(units["code"], name="code"))
    parts = [part.strip() for part in text.split(";") if part.strip()]
    for part in (each for each in parts if "=" not in each):
        limits[:] = _whole(part, text, (analysis, name))
    for part in (each for each in parts if "=" in each):
        who, number = part.rsplit("=", 1)
        limits[_code(who.strip(), units)] = _whole(number.strip(), text, (analysis, name))
    return limits


def _whole(number: str, text: str, setting: tuple[str, str]) -> float:
    if not _WHOLE.fullmatch(number):
        raise BadParameter(*setting, text, FORM)
    return float(number)


def _code(who: str, units: pd.DataFrame) -> str:
    if (units["code"] == who).any():
        return who
    asked = folded(who)
    plain, full = units["name"].map(folded), (units["kind"].fillna("") + " " + units["name"]).map(folded)
    found = units.loc[(plain == asked) | (full == asked), "code"]
    if len(found) != 1:
        raise UnknownCommune(who, tuple(units["code"]))
    return str(found.iloc[0])


def refuse_impossible(posts: int, least: "pd.Series[float]", most: "pd.Series[float]", names: "pd.Series[str]") -> None:
    """Refuse limits that no plan respects.

    Raises
    ------
    LimitsCross
        Communes whose fewest is more than their most.
    PostsBelowMinimum, PostsAboveMaximum
        The communes are promised more, or allowed fewer; names the first with the largest or without a limit of 0.
    NoPostsAllowed
        No commune may get any.
    """
    crossed = least > most
    if crossed.any():
        raise LimitsCross(some_names(names[crossed], NAMED))
    if posts < least.sum():
        asked = least[least > 0].sort_values(ascending=False, kind="stable").index
        raise PostsBelowMinimum(posts, int(least.sum()), some_names(names[asked], NAMED))
    if posts and not most.any():
        raise NoPostsAllowed(posts)
    if posts > most.sum():
        open_ = most[most > 0].index
        raise PostsAboveMaximum(posts, int(most.sum()), some_names(names[open_], NAMED))
