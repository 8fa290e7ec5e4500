"""Whether a cell looks like what tells who a person is: a name, a telephone or ID number, free text.

Shapes only: what is a name cannot be known for sure. Where a cell is doubtful it is taken for identity, because what is
wrongly dropped can be typed again and what is wrongly kept cannot be taken back.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from data.name_folding import folded, without_accents
from data.unit_lists import KNOWN_VINTAGES, known_units
from data.value_words import plain_words


class Identity(StrEnum):
    """What of a person's identity a column or a cell holds."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    ADDRESS = "address"
    OTHER_PERSON = "other_person"
    FREE_TEXT = "free_text"


LONGEST_WORDING = 60
"""Letters of the longest text that a coded value or the name of an office takes; longer is free text."""

_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\u00a0-](?=\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[2-9]\d{7,9}(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{9}|\d{12})(?!\d)")
_MAIL = re.compile(r"\S@\S|\b(?:facebook|zalo|fb)\b", re.IGNORECASE)
_PREFIX = re.compile(r"(?:xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|quan|tinh|tt|tx|tp|p|x|h|q|t)\s+(?=\S)")
_PART = re.compile(r"\s*[,;–-]\s*")

_SURNAME_WORDS = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn đào trịnh trương mai lâm hà tạ cao
lương lưu phùng tô chu châu thái tăng kiều vương quách tống từ thân đàm hứa nghiêm doãn khổng mạc bạch triệu lại lục
tiêu trà viên thạch kim danh sơn ninh giáp khuất cù ông âu la ma nông hoa bế vi lộc đồng quan
lò quàng cà tòng lường điêu bạc cầm vàng giàng sùng thào mùa lầu hạng chang vừ cứ hờ ly tráng cháng phàng chảo tẩn lù
lỳ pờ khoàng mào sình thèn hảng hầu và già dính tếnh lèng phà bùn đèo lự liềng mí
rơ siu ksor nay kpă rcom rơchâm pơloong bríu alăng zơrâm arất bnướch ating kăn
"""
"""The commonest of the Kinh, then those of the peoples of the northern mountains and of the Trường Sơn."""
_GIVEN_WORDS = """
an anh ánh ân bách bảo bích bình cẩm chi chiến chung cúc cường diễm diệp diệu dịu doanh dung dũng duy duyên dương đại
đạt đào đăng điệp định đoàn đông đức gấm giang hà hạnh hải hằng hân hậu hiên hiền hiếu hiển hiệp hoa hoà hoài hoan hoàn
hoàng hồng hợp huế huệ huy huyền hùng hưng hương hường hữu kiên kiều kim khang khanh khánh khải khoa khôi khuê lam lan
lành lâm liên liễu linh loan long lộc lợi luân luyến lượng ly mai mạnh mận mẫn minh mơ my mỹ na nam nga ngà ngân nghĩa
ngọc nguyên nguyệt nhàn nhân nhật nhã nhi nhung như ninh nụ oanh phát phi phong phú phúc phước phương phượng quang quân
quế quốc quý quyên quyền quyết quỳ quỳnh sang sáng sen sinh sơn sương tài tâm tân tấn tiên tiến tiệp tín toàn toản
trang trà trâm trân trí trinh trọng trúc trung tú tuân tuấn tuệ tùng tuyên tuyền tuyến tuyết tươi tường thanh thành
thảo thắm thắng thiên thiện thịnh thoa thơ thơm thu thuận thuỳ thuý thuỷ thư thương uyên vân vi việt vinh vĩnh vũ vượng
vy xoan xuân xuyến yên yến
páo pó pàng dính dếnh sính súa sùa tủa chứ chía chống mỷ mị dợ dế dua lử nủ phia thếnh lềnh xay ín ỏn panh inh hặc
"""
"""Given names of the Kinh, then of the northern mountains; none that is also a people's (Thái) or a number (Năm)."""
_ADDRESS_WORDS = "cháu em bé cô chú anh chị ông bà bác chau be co chu chi ong ba bac"

_SURNAMES = frozenset(_SURNAME_WORDS.split())
_PLAIN_SURNAMES = frozenset(without_accents(surname) for surname in _SURNAMES) - {"va", "tu", "co"}
_GIVEN = frozenset(map(folded, _GIVEN_WORDS.split()))
_PLAIN_GIVEN = frozenset(map(without_accents, _GIVEN))
_MIDDLE = frozenset({"văn", "thị", "van", "thi"})
_ADDRESSED = frozenset(_ADDRESS_WORDS.split())


@lru_cache(maxsize=200_000)
def identity_in(text: str) -> Identity | None:
    """Return what of a person's identity a cell looks like; None where it looks like none.

    A day is no identity by its shape: it may be of a birth or of a report.

    Examples
    --------
    >>> identity_in("Lò Thị Hoà"), identity_in("gọi 0912 345 678"), identity_in("Bạo lực thể chất")
    (<Identity.NAME: 'name'>, <Identity.PHONE: 'phone'>, None)
    >>> identity_in("Xã Thanh Yên"), identity_in("15/03/2025"), identity_in("011234567890")
    (None, None, <Identity.ID_NUMBER: 'id_number'>)
    """
    digits = _BETWEEN_DIGITS.sub("", _DATE.sub(" ", text))
    if _PHONE.search(digits):
        return Identity.PHONE
    if _ID_NUMBER.search(digits):
        return Identity.ID_NUMBER
    if len(text) > LONGEST_WORDING:
        return Identity.FREE_TEXT
    if _MAIL.search(text):
        return Identity.ADDRESS
    return Identity.NAME if names_person(text) and not is_unit_name(text) else None


def names_person(text: str) -> bool:
    """Tell whether a short text reads like a person's name, or has one after a word of address or a colon.

    Examples
    --------
    >>> [names_person(text) for text in ("Nguyễn Văn A", "nguyen van an", "cháu Lan", "Hồ sơ", "ĐÌNH CHỈ")]
    [True, True, True, False, False]
    """
    return any(_is_name(part) for part in re.split(r"[:,;()\d/–-]+", text))


def is_given_name(text: str) -> bool:
    """Tell whether a text is nothing but a common given name of one or two syllables, and no unit's name.

    Examples
    --------
    >>> [is_given_name(text) for text in ("Mai", "hung", "Thu Hà", "Thanh Yên", "Khác", "Bạo lực")]
    [True, True, True, False, False, False]
    """
    written = folded(text)
    syllables, known = written.split(), _PLAIN_GIVEN if without_accents(written) == written else _GIVEN
    return 1 <= len(syllables) <= 2 and known.issuperset(syllables) and not (len(syllables) > 1 and is_unit_name(text))


def may_be_called(text: str) -> bool:
    """Tell whether a text has the form of what a person is called by: one word, or up to four with capitals.

    For fields of open wording, whose common words are known: what else is so short is more likely a name.

    Examples
    --------
    >>> [may_be_called(text) for text in ("Chía", "Seo Mỷ", "Xâm hại qua mạng", "CA-01", "A")]
    [True, True, False, False, False]
    """
    written = text.split()
    if len(text) < 2 or not "".join(written).isalpha():
        return False
    return len(written) == 1 or (len(written) <= 4 and all(word[0].isupper() for word in written))


def is_unit_name(text: str) -> bool:
    """Tell whether every part of a text is the name of a commune, district or province of any list held.

    Examples
    --------
    >>> is_unit_name("Xã Thanh Yên, huyện Điện Biên"), is_unit_name("Nguyễn Trãi"), is_unit_name("Nguyễn Văn Tám")
    (True, True, False)
    """
    parts = [part for part in _PART.split(text) if part]
    return bool(parts) and all(_bare(plain_words(part)) in _unit_names() for part in parts)


def _bare(plain: str) -> str:
    return plain if plain in _unit_names() else _PREFIX.sub("", plain, count=1)


@cache
def _unit_names() -> frozenset[str]:
    names = (name for vintage in KNOWN_VINTAGES for name in known_units(vintage)["name"].unique())
    return frozenset(map(plain_words, names))


def _is_name(part: str) -> bool:
    written = part.split()
    syllables = folded(part).split()
    if not 2 <= len(syllables) <= 6 or len(written) != len(syllables) or not "".join(syllables).isalpha():
        return _names_within(written, syllables)
    capitals = all(each[0].isupper() for each in written)
    if syllables[0] in _ADDRESSED:
        return written[1][0].isupper() and not (written[0].isupper() and written[1].isupper())
    if not _is_surname(syllables):
        return _names_within(written, syllables)
    return capitals or syllables[1] in _MIDDLE


def _names_within(written: list[str], syllables: list[str]) -> bool:
    """Tell whether a name with a middle name of the commonest two stands inside other words."""
    if len(written) != len(syllables):
        return False
    return any(
        middle in _MIDDLE and _is_surname([before, middle]) and written[i][0].isupper()
        for i, (before, middle) in enumerate(pairwise(syllables))
    )


def _is_surname(syllables: list[str]) -> bool:
    accented = any(without_accents(each) != each for each in syllables)
    return syllables[0] in (_SURNAMES if accented else _PLAIN_SURNAMES)
