"""Values of parameters that are typed as text, in words and back: ``children=2`` is ``trẻ em = 2``.

Several stand in one text, separated by commas; one that has no word is its own.
"""

from collections.abc import Mapping

from app.language import Language


def part_text(part: str, known: Mapping[str, str], language: Language) -> str:
    """Return one value in words, with the weight it may bear.

    Parameters
    ----------
    part : str
        As the analysis reads it.
    known : mapping
        English words of the values that have any.
    language : Language

    Examples
    --------
    >>> part_text("poverty=2", {"poverty": "Poor households"}, Language("en"))
    'Poor households = 2'
    >>> part_text("Thanh Yên = 1", {}, Language("en"))
    'Thanh Yên = 1'
    """
    name, sign, weight = part.partition("=")
    if name.strip() not in known:
        return part
    word = language.say(known[name.strip()])
    return f"{word} = {weight.strip()}" if sign else word


def part_value(part: str, values: Mapping[str, str]) -> str:
    """Return what a typed value stands for, as the analysis reads it.

    Parameters
    ----------
    part : str
        As it was typed.
    values : mapping
        What words in small letters stand for.

    Examples
    --------
    >>> part_value("Poor households = 2", {"poor households": "poverty"})
    'poverty=2'
    >>> part_value("0; Thanh Yên = 1", {})
    '0; Thanh Yên = 1'
    """
    name, sign, weight = part.partition("=")
    value = values.get(name.strip().casefold())
    if value is None:
        return part
    return f"{value}={weight.strip()}" if sign else value
