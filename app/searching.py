"""Find a name as people type it: accents, capitals and the bar of đ do not matter.

What is searched is prepared once; a search over all communes of the country takes some milliseconds.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.names import alphabetical

if TYPE_CHECKING:
    from data.project import Project


@dataclass(frozen=True, slots=True)
class Commune:
    """What a commune can be found by. `province` is empty where all communes are of one."""

    code: str
    name: str
    kind: str
    province: str = ""


def folded(text: str) -> str:
    """Return `text` in small plain letters with single spaces.

    >>> folded("  Điện Biên  PHỦ ")
    'dien bien phu'
    """
    apart = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


class SearchIndex:
    """Texts made ready to be searched."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(map(folded, texts))

    def find(self, query: str, *, limit: int = 20) -> list[int]:
        """Return the positions of the texts that hold every word of `query`, the likeliest first.

        First those that begin with the query, then those with a word that does, then the others; equals keep their
        order.

        >>> SearchIndex(["Mường Thanh", "Thanh Yên", "Na Son"]).find("thanh")
        [1, 0]
        """
        wanted = folded(query)
        if not wanted:
            return []
        words = wanted.split()
        held = [position for position, text in enumerate(self._texts) if all(word in text for word in words)]
        return sorted(held, key=lambda position: _rank(self._texts[position], wanted))[:limit]


def _rank(text: str, wanted: str) -> int:
    if text.startswith(wanted):
        return 0
    if f" {wanted}" in text:
        return 1
    return 2 if wanted in text else 3


def communes_of(project: "Project") -> list[Commune]:
    """Return the communes of the project's vintage, in the order of the Vietnamese alphabet."""
    units = project["units"][project["units"]["vintage"] == project.about.vintage]
    names = units.loc[units["level"] == "province"].set_index("code")["name"].to_dict()
    rows = units.loc[units["level"] == "commune", ["code", "name", "kind", "parent_code"]].fillna("")
    several = rows["parent_code"].nunique() > 1
    found = [
        Commune(code, name, kind, names.get(parent, "") if several else "")
        for code, name, kind, parent in rows.itertuples(index=False)
    ]
    return sorted(found, key=lambda commune: alphabetical(commune.name))


def commune_index(communes: Sequence[Commune]) -> SearchIndex:
    """Return an index by name, kind, code and province."""
    return SearchIndex(f"{each.name} {each.kind} {each.code} {each.province}" for each in communes)
