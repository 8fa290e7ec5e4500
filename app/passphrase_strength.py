"""How hard a passphrase is to guess, roughly: a hint while it is typed, never a rule.

Length counts, except for letters that follow from the one before: repeats (aaa) and runs (abc, 321).
"""

from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from app.searching import folded

FAIR_FROM = 10
"""Letters that count: some hours to years of trying for somebody with the file."""
STRONG_FROM = 16
_STEPS = frozenset({-1, 0, 1})


class Strength(StrEnum):
    """What the hint says."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(passphrase: str, *, known: Iterable[str] = ()) -> Strength:
    """Return how hard `passphrase` is to guess for somebody who knows the words in `known`.

    >>> [strength(each).value for each in ("12345678", "kenh xanh 4", "kenh xanh ghe go bay")]
    ['weak', 'fair', 'strong']
    """
    counted = counted_letters(passphrase, known=known)
    if counted >= STRONG_FROM:
        return Strength.STRONG
    return Strength.FAIR if counted >= FAIR_FROM else Strength.WEAK


def counted_letters(passphrase: str, *, known: Iterable[str] = ()) -> int:
    """Return the number of letters that do not follow from the one before, known words counted as one."""
    text = folded(passphrase)
    for word in sorted(map(folded, known), key=len, reverse=True):
        text = text.replace(word, "\0") if word else text
    follows = sum(ord(after) - ord(before) in _STEPS for before, after in pairwise(text))
    return len(text) - follows
