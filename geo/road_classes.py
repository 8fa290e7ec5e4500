"""Which class of road, and which surface, the words of a road layer mean: OpenStreetMap's and Vietnamese ones."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

UNLISTED = "road"
"""Class of a road whose word is not listed: OpenStreetMap's own name for it."""
_ROAD_WORDS = Path(__file__).with_name("road_words.csv")
_SURFACE_WORDS = Path(__file__).with_name("surface_words.csv")
_FIRST_WORDS = re.compile(r"[^\W\d_]+(?:[ _:][^\W\d_]+)*")


def road_class(word: str) -> str | None:
    """Return the class of road that a word of a layer means, None for one that is not listed.

    A number after the word is not looked at.

    Examples
    --------
    >>> road_class("secondary"), road_class("Quốc lộ 279"), road_class("ĐT.145"), road_class("?")
    ('secondary', 'primary', 'secondary', None)
    """
    return _meaning(word, _words(_ROAD_WORDS))


def road_surface(word: str) -> str | None:
    """Return the surface that a word of a layer means, None for one that is not listed.

    Examples
    --------
    >>> road_surface("Bê tông xi măng"), road_surface("Đất"), road_surface("")
    ('paved', 'earth', None)
    """
    return _meaning(word, _words(_SURFACE_WORDS))


def has_bridges(name: str) -> bool:
    """Say whether a road of a class is taken to cross rivers on bridges where nothing is stated."""
    return _crossings()[name] == "bridge"


def _meaning(word: str, known: Mapping[str, str]) -> str | None:
    """Return what the word means, or its first words without the numbers after them."""
    folded = _folded(word)
    beginning = _FIRST_WORDS.match(folded)
    return known.get(folded) or (known.get(beginning.group()) if beginning else None)


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


@cache
def _words(path: Path) -> Mapping[str, str]:
    return {_folded(word): row["class"] for row in _rows(path) for word in row["words"].split(";")}


@cache
def _crossings() -> Mapping[str, str]:
    return {row["class"]: row["crossing"] for row in _rows(_ROAD_WORDS)}


def _rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
