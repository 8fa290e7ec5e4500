"""Recognise how the letters of a file are encoded: UTF-8, UTF-16, Windows-1258 or TCVN3 (ABC), and make them NFC.

A text without a mark of its own is read in each of the old encodings; the reading whose accented words are Vietnamese
syllables is the right one, for a wrong reading of Vietnamese is hardly ever Vietnamese. TCVN3 also hides in workbooks
and UTF-8 files: text typed for a font such as .VnTime, whose letters only look right in that font.

Sources: TCVN 5712:1993, third character set (VN3); the rhymes of Vietnamese after Đoàn Thiện Thuật, "Ngữ âm tiếng Việt"
(1977), with the final k of place names of the Central Highlands.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
TCVN3 = "tcvn3"
WINDOWS_1258 = "windows-1258"
WESTERN = "windows-1252"
ENOUGH = 0.6  # share of accented words that must be syllables: names of the highlands and abbreviations are not

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # letters of VN3 by the byte of the first; as code points of Latin-1, as programs that know no TCVN3 show them
FROM_TCVN3 = {first + place: letter for first, run in _TCVN3_RUNS.items() for place, letter in enumerate(run)}
_TCVN3_ALONE = frozenset(map(chr, FROM_TCVN3)) - frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_STOPPED_TONES = "\u0301\u0323"
_TIMES = re.compile(r"(?<!\w)×(?!\w)")  # "× 2/3" is a product, though TCVN3 has ì at its place
_BEYOND_LATIN_1 = re.compile(r"[\u0100-\u024f\u1e00-\u1eff]")  # letters that TCVN3 shown as Latin-1 never has
_TOKEN = re.compile(r"[^\s\x00-@\[-`{-\x7f\xa0«»\u2010-\u203a]+")
_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x", "kr", "pl", "bl", "br", "dr",
)  # fmt: skip
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
ot ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn up ut uy uya uych
uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ynh yt ak ăk âk ek êk ik ok ôk ơk uk ưk
"""
_COMMON_WORDS = """
xã phường huyện tỉnh thị trấn tên mã số ngày tháng năm trẻ tuổi vụ đơn vị địa chỉ điểm kỳ tổng cộng chú tiếp nhận giải
quyết dân trường bản thôn tổ giới đã nữ bộ cơ sở
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_SYLLABLES = frozenset("".join(parts) for parts in product(_ONSETS, _RHYMES.split()))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many different accented words a text has, and how many of them are Vietnamese syllables."""

    words: int
    syllables: int

    @property
    def share(self) -> float:
        """Syllables among the words; 0 where there are none."""
        return self.syllables / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC, the encoding it came in, and the evidence where the encoding was recognised by its words."""

    text: str
    encoding: str
    evidence: Evidence | None = None


def decode(content: bytes) -> Decoded | None:
    r"""Turn bytes into text; None where no known encoding gives Vietnamese, or two give it equally well.

    Examples
    --------
    >>> decode("Điện Biên".encode()).encoding
    'utf-8'
    >>> decode(b"\xa7i\xd6n Bi\xaan, M\xad\xeang Ph\xa8ng").text
    'Điện Biên, Mường Phăng'
    """
    marked = _decode_unicode(content)
    if marked is not None:
        return marked
    readings = [reading for encoding in _OLD for reading in _read_as(content, encoding)]
    best = max(readings, key=_likelihood, default=None)
    if best is None or best.evidence is None or best.evidence.share < ENOUGH or best.encoding == WESTERN:
        return None
    rivals = [other for other in readings if _likelihood(other) == _likelihood(best) and other.text != best.text]
    return None if rivals else best


def from_tcvn3(text: str) -> str:
    """Turn TCVN3 (ABC), shown as Latin-1, into the letters it stands for.

    A tone on a capital cannot be written in TCVN3; in a word of capitals a small letter is taken for its capital.

    >>> from_tcvn3("Tr­êng §iÖn Biªn, TØNH")
    'Trường Điện Biên, TỈNH'
    """
    return _TOKEN.sub(_as_capitals, text.translate(FROM_TCVN3))


def mend_tcvn3(columns: Sequence[list[str]]) -> tuple[list[list[str]], Evidence | None]:
    """Turn those cells that hold TCVN3 as Latin-1 into Unicode.

    A cell is turned when all its accented words become syllables by that, and only by that. Where both readings are
    syllables, such as "Mô" (or "Mụ"), or neither is, as in names of the highlands, the other cells of the column
    decide, and then those of the table.

    Returns
    -------
    columns : list
        Those without such a cell are the same objects as before.
    evidence : Evidence or None
        Of the words that were turned; None when nothing was.
    """
    written = [{text for text in set(column) if not text.isascii()} for column in columns]
    sorted_texts = [_sort_texts(texts) for texts in written]
    everywhere = sum(len(texts.tcvn3) - len(texts.unicode) for texts in sorted_texts)
    mended: list[list[str]] = []
    turned: set[str] = set()
    for column, texts in zip(columns, sorted_texts, strict=True):
        here = len(texts.tcvn3) - len(texts.unicode)
        chosen = texts.tcvn3 | (texts.either if (here or everywhere) > 0 else frozenset[str]())
        new = {text: unicodedata.normalize("NFC", from_tcvn3(text)) for text in chosen}
        turned.update(new.values())
        mended.append([new.get(text, text) for text in column] if new else column)
    return mended, weigh(turned) if turned else None


def weigh(texts: Iterable[str]) -> Evidence:
    """Count the different accented words of texts, and those that are Vietnamese syllables."""
    words = {word for text in texts for word in _TOKEN.findall(text) if not word.isascii()}
    return Evidence(len(words), sum(map(is_syllable, words)))


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Say whether a word can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Nghĩa", "quyển", "§iÖn", "mèt")]
    [True, True, False, False]
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    if len(tones) > 1 or bare not in _SYLLABLES:
        return False
    stopped = bare.endswith(("c", "ch", "p", "t")) and not bare.endswith("nh")
    return not stopped or (bool(tones) and tones[0] in _STOPPED_TONES)


@dataclass(frozen=True, slots=True)
class _SortedTexts:
    """Texts that are TCVN3, those that are Unicode, and those that can be either."""

    tcvn3: frozenset[str]
    unicode: frozenset[str]
    either: frozenset[str]


def _sort_texts(texts: Iterable[str]) -> _SortedTexts:
    found: dict[str, set[str]] = {"tcvn3": set(), "unicode": set(), "either": set()}
    for text in texts:
        found[_kind_of(text)].add(text)
    return _SortedTexts(**{kind: frozenset(members) for kind, members in found.items()})


def _kind_of(text: str) -> str:
    if _BEYOND_LATIN_1.search(text):
        return "unicode"
    text = _TIMES.sub("", text)
    decoded = from_tcvn3(text)
    as_written, as_tcvn3 = weigh([text]), weigh([decoded])
    telling = bool(_TCVN3_ALONE & set(text)) and any(len(word) > 1 for word in _TOKEN.findall(text))
    if not _all_syllables(as_tcvn3):
        return "either" if telling and as_tcvn3.share > as_written.share else "unicode"
    if telling or not _all_syllables(as_written):
        return "tcvn3"
    return "unicode" if _common_words(text) > _common_words(decoded) else "either"


def _all_syllables(evidence: Evidence) -> bool:
    return evidence.words > 0 and evidence.syllables == evidence.words


def _decode_unicode(content: bytes) -> Decoded | None:
    """Decode by a byte order mark, as UTF-8, or as UTF-16 whose ASCII letters show as every other byte being 0."""
    for encoding in _unicode_candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(unicodedata.normalize("NFC", text), "utf-16" if encoding.startswith("utf-16") else encoding)
    return None


def _unicode_candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith(UTF_8_MARK):
        return ("utf-8-sig",)
    if content.startswith(UTF_16_MARKS):
        return ("utf-16",)
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > 4 * min(even, odd) and max(even, odd) > len(content[:4096]) // 20:
        return ("utf-16-be" if even > odd else "utf-16-le",)
    return ("utf-8",)


def _likelihood(reading: Decoded) -> float:
    """Return the share of syllables; words that stand in nearly every table count three times."""
    if reading.evidence is None or not reading.evidence.words:
        return 0.0
    return (reading.evidence.syllables + 2 * _common_words(reading.text)) / reading.evidence.words


def _common_words(text: str) -> int:
    return len(_COMMON.intersection(map(str.lower, _TOKEN.findall(text))))


_OLD = (TCVN3, WINDOWS_1258, WESTERN)


def _read_as(content: bytes, encoding: str) -> list[Decoded]:
    try:
        text = content.decode("cp1258" if encoding == WINDOWS_1258 else "cp1252")
    except UnicodeDecodeError:
        return []
    if encoding == TCVN3:
        text = from_tcvn3(text)
    text = unicodedata.normalize("NFC", text)
    return [Decoded(text, encoding, weigh([text]))]


def _as_capitals(word: re.Match[str]) -> str:
    """Raise the small letters of a word whose plain letters, two or more, are all capitals."""
    text = word.group()
    plain = [letter for letter in text if letter.isascii()]
    return text.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else text
