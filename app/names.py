"""Names as a reader of either language meets them: units with their kind, simulated places, and their order in a list.

The data keep the Vietnamese name. Only the words around it are said in English, and nothing is stored here.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.language import LANGUAGES, N_, Language, Text

UNIT_KINDS: Mapping[str, str] = {
    "xã": "commune",
    "phường": "ward",
    "đặc khu": "special zone",
    "thị trấn": "township",
    "tỉnh": "province",
    "thành phố": "city",
    "huyện": "district",
    "quận": "urban district",
    "thị xã": "town",
}
"""The kinds of unit in English; in Vietnamese the word of the data stands."""
_SIMULATED, _SIMULATED_EN = "(mô phỏng)", "(simulated)"
_BOTH = "mô phỏng / simulated"
_UNIT = re.compile(rf"(?:^|(?<=\())({'|'.join(UNIT_KINDS)}) ([^()]+?)(?=$|\)| \()", re.IGNORECASE)
"""A kind and a name, alone or in brackets after the name of a place: ``Xã Thanh Yên``, ``Nhà A (Xã Thanh Yên)``."""

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The Vietnamese alphabet, with the four letters it lacks at their Latin places."""
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Marks of the tones in the order of dictionaries after the level one: huyền, hỏi, ngã, sắc, nặng."""


def kind_word(kind: str, language: Language) -> str:
    """Return a kind of unit in the reader's language.

    >>> kind_word("phường", Language("en"))
    'ward'
    """
    return UNIT_KINDS.get(kind, kind) if language.code == "en" else kind


def unit_name(kind: str, name: str, language: Language) -> str:
    """Return a unit's name with its kind as people write it: Xã Thanh Yên, Thanh Yên commune.

    >>> unit_name("xã", "Thanh Yên", Language("en")), unit_name("", "Thanh Yên", Language("vi"))
    ('Thanh Yên commune', 'Thanh Yên')
    """
    full = f"{kind[:1].upper()}{kind[1:]} {name}" if kind else name
    return shown_name(full, language)


def shown_name(name: str, language: Language) -> str:
    """Return a whole name as a reader of `language` meets it; a name without any such word stays as it is.

    >>> shown_name("Nhà văn hoá Na Son (mô phỏng) (Xã Na Son)", Language("en"))
    'Nhà văn hoá Na Son (simulated) (Na Son commune)'
    >>> shown_name("Xã đội Na Son", Language("en"))
    'Xã đội Na Son'
    """
    if language.code == "vi":
        return name
    return _UNIT.sub(_in_english, name).replace(_SIMULATED, _SIMULATED_EN)


def shown_text(text: str, language: Language) -> str:
    """Return what somebody wrote as it stands, but for the mark of what is simulated; units in it keep their names.

    >>> shown_text("Xã Na Son cần mở sổ (mô phỏng)", Language("en"))
    'Xã Na Son cần mở sổ (simulated)'
    """
    return text if language.code == "vi" else text.replace(_SIMULATED, _SIMULATED_EN)


BETWEEN_NAMES = "; "
"""What parts the names in a column that holds several."""


def shown_names(listed: str, language: Language) -> str:
    """Return several names as a reader of `language` meets them, each by itself.

    >>> shown_names("Trạm y tế Mường A; Phường Na Son", Language("en"))
    'Trạm y tế Mường A; Na Son ward'
    """
    return BETWEEN_NAMES.join(shown_name(name, language) for name in listed.split(BETWEEN_NAMES))


def some_names(names: Iterable[str], most: int) -> Text:
    """Return the first `most` names as a sentence lists them, and how many more there are.

    >>> some_names(["Xã Na Son", "Xã Pú Nhi", "Xã Mường Nhà"], 2).en
    'Na Son commune, Pú Nhi commune, and 1 more'
    """
    listed = list(names)
    return Text(*(_first_names(listed, most, Language(code)) for code in LANGUAGES))


def _first_names(names: list[str], most: int, language: Language) -> str:
    shown = ", ".join(shown_name(name, language) for name in names[:most])
    rest = len(names) - most
    if rest <= 0:
        return shown
    return language.say(N_("{names}, and {n} more"), names=shown, n=rest)


def shown_source(source: str, language: Language) -> str:
    """Return where rows come from, with what the data say in both languages said in the reader's alone.

    >>> shown_source("mô phỏng / simulated (demo model, seed 2025)", Language("en"))
    'simulated (demo model, seed 2025)'
    """
    return source.replace(_BOTH, _BOTH.split(" / ")[language.code == "en"])


def _in_english(found: re.Match[str]) -> str:
    kind, name = found[1], found[2]
    if kind[0].islower() or name[0].islower():
        return found[0]
    return f"{name} {UNIT_KINDS[kind.lower()]}"


Alphabetical = tuple[list[int], list[int], str]


def alphabetical(text: str) -> Alphabetical:
    """Return what `text` is ordered by among names: the letters of the Vietnamese alphabet, then tones, then capitals.

    As in dictionaries and in the Unicode rules for Vietnamese (CLDR): a ă â … d đ … and a tone decides only between
    words of equal letters. What is no letter comes before letters, a space first; digits count as they stand.

    >>> sorted(["Dũng", "Đà", "Ba", "Ấn", "An"], key=alphabetical)
    ['An', 'Ấn', 'Ba', 'Dũng', 'Đà']
    """
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text).casefold():
        plain, tone = _apart(letter)
        letters.append(_PLACES.get(plain, ord(plain[0]) - _BEFORE_LETTERS))
        tones.append(tone)
    return letters, tones, text.swapcase()


@lru_cache
def _apart(letter: str) -> tuple[str, int]:
    """Return a letter without its tone, and the place of the tone."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((place for place, mark in enumerate(TONES, start=1) if mark in marks), 0)
    plain = marks.replace(TONES[tone - 1], "") if tone else marks
    return unicodedata.normalize("NFC", plain) or letter, tone


_PLACES = {letter: place for place, letter in enumerate(LETTERS)}
_BEFORE_LETTERS = 0x110000
"""More than any character's number, so that what is no letter comes first, in order."""
