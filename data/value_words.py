"""The words offices use for coded values, in Vietnamese and English, and the code each stands for.

Words are compared folded and without accents. A code is its own word; what is not known is never guessed: the nearest
word is only suggested. Fields of `OPEN` take words of their own too.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from data.name_folding import folded, without_accents
from data.name_reading import words

NEAREST = 70.0
"""A word less like any known one gets no suggestion (rapidfuzz's ratio, 0 to 100)."""

OPEN = frozenset({"kind", "agency", "indicator", "role", "topic", "activity", "status", "age_band", "unit"})
"""Fields without a list of choices: unknown words are kept as they stand."""

_AGENCIES = {
    "police": "công an, cơ quan công an, công an tỉnh, công an xã, công an huyện, police, cảnh sát",
    "health": "y tế, ngành y tế, sở y tế, trạm y tế, lao động, lđtbxh, lao động thương binh và xã hội, "
    "sở lao động thương binh và xã hội, labour, health, health sector",
    "education": "giáo dục, ngành giáo dục, sở giáo dục và đào tạo, gd đt, gdđt, education",
    "commune": "ubnd, ubnd xã, uỷ ban nhân dân xã, cấp xã, commune",
    "hotline_111": "111, tổng đài 111, tổng đài, tổng đài quốc gia bảo vệ trẻ em, tổng đài quốc gia 111, hotline, "
    "hotline 111, đường dây nóng",
    "unknown": "không rõ, chưa rõ, not known",
}
_CASE_KINDS = {
    "all": "tất cả, tổng số, chung, các loại, all kinds, total",
    "physical_violence": "bạo lực thể chất, bạo lực, bạo hành, bạo lực trẻ em, bạo lực gia đình, hành hạ, đánh đập, "
    "thương tích, violence, physical abuse",
    "sexual_abuse": "xâm hại tình dục, xâm hại, xhtd, hiếp dâm, dâm ô, sexual violence, sexual abuse",
    "neglect": "bỏ rơi, bỏ mặc, sao nhãng, xao nhãng, bỏ rơi bỏ mặc",
    "other": "khác, loại khác, hình thức khác, các loại khác, các hình thức khác, other kinds",
    "exploitation": "bóc lột, mua bán, mua bán trẻ em, lao động trẻ em, bóc lột sức lao động, trafficking",
}
_FACILITY_KINDS = {
    "reliable_address": "địa chỉ tin cậy, nhà tạm lánh, địa chỉ tin cậy nhà tạm lánh, đctc, địa chỉ tin cậy tại cộng "
    "đồng, shelter, reliable address shelter house",
    "sunshine_house": "ngôi nhà ánh dương, nhà ánh dương, ánh dương",
    "social_protection_centre": "trung tâm bảo trợ xã hội, trung tâm công tác xã hội, cơ sở trợ giúp xã hội, bảo trợ "
    "xã hội, social protection center",
    "investigation_room": "phòng điều tra thân thiện, phòng lấy lời khai thân thiện, friendly investigation room",
    "counselling_point": "điểm tư vấn, điểm tham vấn, phòng tư vấn, văn phòng tư vấn, counseling point",
    "school": "trường học, trường, trường tiểu học, trường trung học cơ sở, trường trung học phổ thông, trường thcs, "
    "trường thpt, trường mầm non, mầm non, tiểu học, thcs, thpt, trường phổ thông dân tộc bán trú",
    "hospital": "bệnh viện, bv, trung tâm y tế, phòng khám đa khoa",
    "health_station": "trạm y tế, trạm y tế xã, tyt, trạm xá",
    "police_post": "công an xã, công an, trụ sở công an, đồn công an, công an phường",
    "communal_house": "nhà văn hoá, nhà sinh hoạt cộng đồng, nhà cộng đồng",
    "post_office": "bưu điện, bưu cục, bưu điện văn hoá xã, điểm bưu điện",
}
_INDICATORS = {
    "children": "trẻ em, số trẻ em, trẻ em dưới 16, trẻ em dưới 16 tuổi, số trẻ em dưới 16 tuổi, children under 16, "
    "tổng số trẻ em, trẻ",
    "population": "dân số, số dân, tổng dân số, nhân khẩu, số khẩu",
    "poor_households": "hộ nghèo, số hộ nghèo",
    "near_poor_households": "hộ cận nghèo, số hộ cận nghèo",
    "households": "số hộ, hộ, tổng số hộ",
    "poverty": "tỷ lệ hộ nghèo, tỉ lệ hộ nghèo, tỷ lệ nghèo, poverty rate",
    "dropouts": "bỏ học, số trẻ bỏ học, học sinh bỏ học, trẻ em bỏ học, số học sinh bỏ học",
    "drownings": "đuối nước, số trẻ đuối nước, trẻ em đuối nước, tử vong do đuối nước",
    "accidents": "tai nạn thương tích, tai nạn, trẻ em bị tai nạn thương tích",
    "activities": "hoạt động, số hoạt động truyền thông, số buổi truyền thông, truyền thông",
    "models": "mô hình, số mô hình can thiệp",
    "officers": "số cán bộ, cán bộ trẻ em, số cán bộ làm công tác trẻ em",
    "officers_trained": "cán bộ được tập huấn, số cán bộ được tập huấn, đã tập huấn",
}

_STAGES = {
    "received": "tiếp nhận, đã tiếp nhận, phát hiện, tin báo, số tin báo, đã nhận, reported",
    "handled": "đã xử lý, xử lý, giải quyết, đã giải quyết, đã can thiệp, can thiệp, hỗ trợ, được hỗ trợ, resolved",
    "open": "đang xử lý, đang giải quyết, chưa giải quyết, chưa xử lý, tồn, tồn đọng, còn tồn, đang mở, pending",
    "prosecuted": "khởi tố, đã khởi tố, truy tố, đã truy tố, khởi tố điều tra",
    "convicted": "xét xử, đã xét xử, kết án, bị kết án, đã kết án, sentenced",
}
_CLOSED = "đã đóng, đóng, kết thúc, đã kết thúc, hoàn thành, đã hoàn thành, xong, đã xong, đình chỉ, done, finished"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "stage": _STAGES,
    "cases.status": {**_STAGES, "closed": _CLOSED},
    "counted": {
        "cases": "vụ, số vụ, vụ việc, số vụ việc, ca, số ca, trường hợp, số trường hợp",
        "victims": "nạn nhân, số nạn nhân, trẻ bị xâm hại, số trẻ bị xâm hại, bị hại, số bị hại",
        "defendants": "bị can, số bị can, bị cáo, số bị cáo, đối tượng, số đối tượng, nghi phạm",
        "convicted_persons": "người bị kết án, số người bị kết án, phạm nhân, số bị cáo bị kết án",
    },
    "place": {
        "home": "ở nhà, tại nhà, gia đình, trong gia đình, tại gia đình, nhà",
        "school": "trường học, ở trường, tại trường, nhà trường, trong trường học",
        "public": "nơi công cộng, công cộng, ngoài cộng đồng, cộng đồng, ngoài xã hội",
        "online": "trên mạng, môi trường mạng, không gian mạng, mạng internet, internet, mạng xã hội, trực tuyến",
        "unknown": "không rõ, chưa rõ, không xác định, chưa xác định",
    },
    "sex": {
        "female": "nữ, gái, trẻ em gái, bé gái, nu gioi, f, girl, girls, women",
        "male": "nam, trai, trẻ em trai, bé trai, nam gioi, m, boy, boys, men",
    },
    "disclosure": {
        "public": "công khai, rộng rãi",
        "commune": "trong xã, nội bộ xã, cấp xã biết",
        "hidden": "bí mật, bảo mật, giữ kín, không công khai, ẩn",
    },
    "facilities.status": {
        "in_use": "đang hoạt động, hoạt động, đang sử dụng, đang dùng, operating, active",
        "planned": "dự kiến, kế hoạch, theo kế hoạch, đang xây dựng, đang xây",
        "candidate": "đề xuất, ứng viên, được đề xuất, proposed",
    },
    "facilities.kind": _FACILITY_KINDS,
    "kind": _CASE_KINDS,
    "agency": _AGENCIES,
    "indicator": _INDICATORS,
    "role": {
        "child_protection": "bảo vệ trẻ em, người làm công tác bảo vệ trẻ em, công chức văn hoá xã hội",
        "police": "công an, công an xã",
        "collaborator": "cộng tác viên, tình nguyện viên, ctv",
    },
    "season": {
        "all": "cả năm, quanh năm, các mùa, all year, year round",
        "dry": "mùa khô, chỉ mùa khô, dry season",
        "rain": "mùa mưa, chỉ mùa mưa, mùa lũ, rainy season, wet season",
    },
    "travel_speeds.kind": {
        "land_cover": "lớp phủ, lớp phủ mặt đất",
        "off_road": "ngoài đường",
        "road": "đường",
        "surface": "mặt đường",
    },
    "means": {
        "walking": "đi bộ",
        "bicycle": "xe đạp",
        "motorbike": "xe máy",
        "car": "ô tô, xe ô tô",
    },
    "travel_speeds.mode": {
        "walking": "đi bộ",
        "bicycle": "xe đạp",
        "motor": "có động cơ, xe có động cơ",
        "barrier": "vật cản, không qua được",
    },
    "rasters.role": {
        "population": "dân số, mật độ dân số",
        "elevation": "độ cao, cao độ, địa hình, dem",
        "land_cover": "lớp phủ, lớp phủ mặt đất, thảm phủ",
        "friction": "ma sát, bề mặt ma sát, friction surface",
    },
    "level": {
        "province": "tỉnh, cấp tỉnh",
        "district": "huyện, cấp huyện",
        "commune": "xã, cấp xã, phường",
    },
    "relation": {"whole": "toàn bộ, nguyên trạng", "part": "một phần"},
}


def plain_words(text: str) -> str:
    """Return text as words are compared: folded, without accents and signs.

    Examples
    --------
    >>> plain_words(" Đã xử-lý "), plain_words("physical_violence")
    ('da xu ly', 'physical violence')
    """
    return words(without_accents(folded(text)))


@cache
def words_of(table: str, field: str, choices: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Return the code of each plain word a field is known by; of its `choices` only, where it has any.

    Examples
    --------
    >>> words_of("case_counts", "stage")["da giai quyet"], words_of("facilities", "kind")["tram y te"]
    ('handled', 'health_station')
    """
    known = _WORDS.get(f"{table}.{field}", _WORDS.get(field, {}))
    codes = choices or tuple(known)
    found = {plain_words(word): code for code in codes for word in known.get(code, "").split(",") if word.strip()}
    return MappingProxyType(found | {plain_words(code): code for code in codes})


def code_of_word(table: str, field: str, text: str, choices: tuple[str, ...] = ()) -> str | None:
    """Return the code a word stands for; None where it is not known.

    Examples
    --------
    >>> code_of_word("case_counts", "kind", "Bạo lực thể chất"), code_of_word("case_counts", "stage", "đã nộp")
    ('physical_violence', None)
    """
    return words_of(table, field, choices).get(plain_words(text))


def nearest_code(table: str, field: str, text: str, choices: tuple[str, ...]) -> str | None:
    """Return the code whose word looks most like a text; None where nothing does.

    Examples
    --------
    >>> nearest_code("case_counts", "stage", "đã xử ly xong", ())
    'handled'
    """
    known = words_of(table, field, choices)
    found = process.extractOne(plain_words(text), list(known), scorer=fuzz.ratio, score_cutoff=NEAREST)
    return known[found[0]] if found else None


def codes_within(table: str, field: str, text: str, choices: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Find the longest known words of a field inside a text, such as a header; return them and their code.

    Examples
    --------
    >>> codes_within("case_counts", "stage", "Số vụ đã giải quyết (vụ)")
    ('da giai quyet', 'handled')
    """
    line = f" {plain_words(text)} "
    inside = [word for word in words_of(table, field, choices) if f" {word} " in line]
    longest = max(inside, key=len, default=None)
    return None if longest is None else (longest, words_of(table, field, choices)[longest])
