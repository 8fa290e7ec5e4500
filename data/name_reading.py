r"""What a cell that names a unit says: the name, its kind where that is written, and the units written beside it.

A cell can be read in more than one way ("Xa Dung" is a name or xã Dung, a dash parts two names or joins one): all
readings are kept, and which one is meant shows when they are compared with the names that exist.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.name_folding import folded, without_accents

_AFTER_KIND = r"(?:\.\s*|\s+|(?=\d)|$)"
_KINDS = {
    "commune": {"xã": "xa|x", "phường": "phuong|p|f", "thị trấn": r"thi tran|t\.t|tt", "đặc khu": "dac khu|dk"},
    "district": {"huyện": "huyen|h", "quận": "quan|q", "thị xã": "thi xa|tx", "thành phố": "thanh pho|tp"},
    "province": {"tỉnh": "tinh|t", "thành phố": "thanh pho|tp"},
}
_PATTERNS = {
    level: {kind: re.compile(f"(?:{written}){_AFTER_KIND}") for kind, written in kinds.items()}
    for level, kinds in _KINDS.items()
}
_ENUMERATION = re.compile(r"(?:\(?\d{1,4}[.)]|[-–—•*+])\s+(?=\D)")
_SEPARATOR = r"[,;:()\[\]/|]+"
_SEPARATORS = (
    re.compile(_SEPARATOR),
    re.compile(rf"{_SEPARATOR}|\s[-–—]\s"),
    re.compile(rf"{_SEPARATOR}|\s(?=(?:huyện|thị xã|thành phố|tỉnh|tp|tx)\b)"),
)
_STATE_FARM = re.compile(r"(?:nt|n\.\s?t)(?:\.\s*|\s+)")
_COUNTRY = frozenset({"viet nam", "vietnam", "vn"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cell.

    Parameters
    ----------
    name : str
        Folded; without its kind where `kind` is given, else as it stands.
    kind : str, optional
        "xã", "phường", …
    beside : tuple of str
        What else the cell says, folded: mostly the district and the province.
    """

    name: str
    kind: str | None = None
    beside: tuple[str, ...] = ()


def readings(text: str, level: str) -> tuple[Reading, ...]:
    """Return the ways to read a cell that names a unit of `level` ("commune", "district", "province").

    Examples
    --------
    >>> readings("Xã Thanh Yên, huyện Điện Biên", "commune")[0]
    Reading(name='thanh yên', kind='xã', beside=('huyện điện biên',))
    >>> [(each.name, each.kind) for each in readings("Xa Dung", "commune")]
    [('dung', 'xã'), ('xa dung', None)]
    >>> readings("  ", "commune")
    ()
    """
    line = _ENUMERATION.sub("", folded(text), count=1) if _ENUMERATION.match(folded(text)) else folded(text)
    found = (reading for separator in _SEPARATORS for reading in _read_parts(separator.split(line), level))
    return tuple(dict.fromkeys(found))


def split_kind(name: str, level: str) -> tuple[str, str | None]:
    """Return a folded name without its kind, and the kind, none where no kind is written.

    Examples
    --------
    >>> split_kind("tt.tuần giáo", "commune"), split_kind("p1", "commune"), split_kind("thanh yên", "commune")
    (('tuần giáo', 'thị trấn'), ('1', 'phường'), ('thanh yên', None))
    """
    plain = without_accents(name)
    for kind, pattern in _PATTERNS[level].items():
        if found := pattern.match(plain):
            return _STATE_FARM.sub("nông trường ", name[found.end() :].strip(), count=1), kind
    return name, None


def words(text: str) -> str:
    """Return folded text with signs as spaces.

    Examples
    --------
    >>> words("chân mây - lăng cô")
    'chân mây lăng cô'
    """
    return " ".join(re.sub(r"[^\w]|_", " ", text).split())


def _read_parts(parts: list[str], level: str) -> Iterator[Reading]:
    said = [part.strip() for part in parts if words(part)]
    alone = [kind for part in said[1:] for rest, kind in [split_kind(part, level)] if kind and not rest]
    said = [part for part in said if part and (part is said[0] or split_kind(part, level)[0])]
    if not said:
        return
    head = next((i for i, part in enumerate(said) if split_kind(part, level)[1]), 0)
    beside = tuple(part for part in said[head + 1 :] if words(without_accents(part)) not in _COUNTRY)
    rest, kind = split_kind(said[head], level)
    if kind or alone:
        yield Reading(words(rest), kind or alone[0], beside)
    if kind or not alone:
        yield Reading(words(said[head]), None, beside)
