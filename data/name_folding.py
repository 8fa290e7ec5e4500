"""One form for the ways a Vietnamese name is typed: accents composed, lower case, the tone mark in one place.

`folded` loses nothing that tells two names apart. The other functions give the spellings a name may also have: tone
marks on the other vowel, i for y, no accents, roman numbers.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_APOSTROPHES = re.compile("['’‘`´ʼ′]")
_LOOKALIKES = str.maketrans({"ð": "đ", "ɖ": "đ"})
_WORD = re.compile(r"[^\W\d_]+")

_TONE_ON_FIRST = re.compile(
    rf"(o(?=[{_TONES}][ae])|u(?=[{_TONES}]y)|(?<=^q)u(?=[{_TONES}][aeioy])|(?<=^g)i(?=[{_TONES}][aeou]))"
    rf"([{_TONES}])([aeiouy][{_SHAPES}]*+)(?![{_TONES}])"
)
_TONE_ON_SECOND = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])([{_TONES}])(?![{_SHAPES}])")
_OPEN_I_OR_Y = re.compile(rf"(h|k|l|m|s|t|v|qu)([iy])([{_TONES}]?)")

_ROMAN_NUMBERS = """i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"""
_ROMAN = {roman: str(number) for number, roman in enumerate(_ROMAN_NUMBERS.split(), start=1)}
_ALSO_SYLLABLES = frozenset({"vi", "xi"})


def folded(text: str) -> str:
    """Return `text` as it is compared: NFC, lower case, single spaces, no apostrophes, tones on the second vowel.

    Examples
    --------
    >>> folded("  XÃ Thanh  Hòa ") == folded("xã thanh hoà")
    True
    >>> folded("Ea H’Leo")
    'ea hleo'
    """
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    plain = _APOSTROPHES.sub("", _UNSEEN.sub("", lower.translate(_LOOKALIKES)))
    return " ".join(_WORD.sub(lambda word: _tone_on_second(word[0]), plain).split())


def without_accents(text: str) -> str:
    """Return `text` with every accent removed and đ as d; as long as `text` when that is in NFC.

    Examples
    --------
    >>> without_accents("đặc khu phú quý")
    'dac khu phu quy'
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def with_tones_on_first(text: str) -> str:
    """Return folded `text` with tones on the first vowel: hoà becomes hòa, thuỷ becomes thủy.

    Examples
    --------
    >>> with_tones_on_first("thuỷ hoà")
    'thủy hòa'
    """
    return _WORD.sub(lambda word: _tone_on_first(word[0]), text)


def spellings(name: str) -> tuple[str, ...]:
    """Return the ways a folded name is rightly spelled: tones on either vowel, i or y at the end of a syllable.

    Examples
    --------
    >>> spellings("hoà mỹ")
    ('hoà mỹ', 'hòa mỹ', 'hoà mĩ', 'hòa mĩ')
    """
    both = (name, _WORD.sub(lambda word: _i_for_y(word[0]), name))
    return tuple(dict.fromkeys(spelled for each in both for spelled in (each, with_tones_on_first(each))))


def with_arabic_number(name: str) -> str:
    """Return a folded name whose last word is a roman number with that number in arabic figures.

    "Vi" and "Xi" are syllables too: they are numbers only when they stand alone.

    Examples
    --------
    >>> with_arabic_number("tam xuân ii"), with_arabic_number("vi"), with_arabic_number("ba vi")
    ('tam xuân 2', '6', 'ba vi')
    """
    stem, _, last = name.rpartition(" ")
    if last not in _ROMAN or (stem and last in _ALSO_SYLLABLES):
        return name
    return f"{stem} {_ROMAN[last]}".strip()


def split_number(name: str) -> tuple[str, str]:
    """Return a folded name's letters and its number, "" where it has none; spaces tell no names apart and are dropped.

    Examples
    --------
    >>> split_number("a lưới 02"), split_number("1 bảo lộc"), split_number("thanh yên")
    (('alưới', '2'), ('bảolộc', '1'), ('thanhyên', ''))
    """
    numbers = (digits.lstrip("0") or "0" for digits in re.findall(r"\d+", name))
    return re.sub(r"[\d\s]+", "", name), " ".join(numbers)


@lru_cache(maxsize=20_000)
def _tone_on_second(word: str) -> str:
    return unicodedata.normalize("NFC", _TONE_ON_FIRST.sub(r"\1\3\2", unicodedata.normalize("NFD", word)))


@lru_cache(maxsize=20_000)
def _tone_on_first(word: str) -> str:
    return unicodedata.normalize("NFC", _TONE_ON_SECOND.sub(r"\1\3\2", unicodedata.normalize("NFD", word)))


@lru_cache(maxsize=20_000)
def _i_for_y(word: str) -> str:
    found = _OPEN_I_OR_Y.fullmatch(unicodedata.normalize("NFD", word))
    if found is None:
        return word
    other = "y" if found[2] == "i" else "i"
    return unicodedata.normalize("NFC", f"{found[1]}{other}{found[3]}")
