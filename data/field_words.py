"""What offices call the columns that fill a field, in Vietnamese and English: the synonyms columns are guessed from.

Words are compared as `data.value_words.plain_words`: folded, without accents and signs.
"""

from collections.abc import Mapping
from functools import cache

from data.schema import Reference, Table
from data.value_words import plain_words

UNIT_NAME, DISTRICT, PROVINCE, PERIOD = "unit_name", "district", "province", "period"
CONTEXT_FIELDS = (UNIT_NAME, DISTRICT, PROVINCE, PERIOD)
"""What a column may say although no column of the table holds it: it is read into fields that have one."""

_CODES = (
    "mã xã, mã đơn vị, mã đơn vị hành chính, mã phường, mã xã phường, mã đvhc, maxa, ma_xa, wardcode, ward code, "
    "commune code, mã hành chính, mã phường xã, mã số xã"
)
_UNIT_NAMES = (
    "tên xã, xã, xã phường, xã phường thị trấn, phường xã, tên đơn vị, tên xã phường, địa phương, đơn vị hành chính, "
    "tên địa phương, tên đơn vị hành chính, xã phường đặc khu, commune, ward, commune name, ward name, tên phường, "
    "phường, địa bàn, ten xa"
)
_FIELD_WORDS: Mapping[str, str] = {
    UNIT_NAME: _UNIT_NAMES,
    DISTRICT: "huyện, tên huyện, quận huyện, huyện thị, huyện thị xã thành phố, district, district name",
    PROVINCE: "tỉnh, tên tỉnh, tỉnh thành phố, tỉnh thành, province, province name",
    PERIOD: "kỳ báo cáo, thời gian, kỳ, quý, năm, tháng, giai đoạn báo cáo, thời kỳ, period, quarter, year, month, "
    "năm học, kỳ số liệu, thời điểm",
    "unit_code": _CODES,
    "commune_code": _CODES,
    "code": _CODES,
    "old_code": "mã cũ, mã xã cũ, mã đơn vị cũ",
    "new_code": "mã mới, mã xã mới, mã đơn vị mới",
    "activity": "hoạt động, nội dung hoạt động, hoạt động hỗ trợ",
    "age_band": "nhóm tuổi, độ tuổi, tuổi, age, age group",
    "agency": "cơ quan, ngành, nguồn tin, cơ quan báo cáo, đơn vị báo cáo, agency, nguồn báo cáo",
    "appointed_on": "ngày bổ nhiệm, ngày nhận việc, ngày phân công, appointed",
    "left_on": "ngày nghỉ, ngày thôi việc, ngày chuyển công tác",
    "capacity": "sức chứa, số chỗ, quy mô, số giường, capacity, beds",
    "children": "số trẻ em, số trẻ, trẻ em dưới 16, trẻ em, trẻ em dưới 16 tuổi, children",
    "cost": "chi phí, kinh phí, cost, budget",
    "count": "số vụ, số lượng, số vụ việc, số ca, số trường hợp, tổng số vụ, số, cases, number, total",
    "counted": "đơn vị đếm, đếm, loại số liệu, counted, đếm gì, loại đối tượng đếm",
    "course_id": "mã lớp, mã khoá, lớp tập huấn, course",
    "disclosure": "mức độ công khai, công khai, bảo mật địa chỉ",
    "due_on": "hạn, thời hạn, ngày đến hạn, hoàn thành trước, deadline",
    "facility_id": "mã cơ sở, mã điểm, mã trường, mã đơn vị",
    "findings": "kết luận, kết quả kiểm tra, nội dung phát hiện, findings",
    "from": "từ ngày, từ, bắt đầu, ngày bắt đầu, start",
    "to": "đến ngày, đến, kết thúc, ngày kết thúc, end",
    "fte": "tỷ lệ thời gian, định mức, fte",
    "indicator": "tên chỉ tiêu, chỉ tiêu, chỉ số, tên chỉ số, nội dung, indicator",
    "kind": "phân loại, loại hình, loại, loại vụ việc, hình thức, hình thức xâm hại, loại cơ sở, kind, type, loại hình "
    "cơ sở, nhóm, loại hình xâm hại",
    "lat": "vĩ độ, latitude, lat, y, toạ độ y, vĩ độ y",
    "lon": "kinh độ, longitude, lon, lng, long, x, toạ độ x, kinh độ x",
    "legal_basis": "căn cứ, căn cứ pháp lý, văn bản, legal basis",
    "model": "mô hình, model",
    "name": "tên, tên cơ sở, tên điểm, tên trường, tên thôn bản, thôn bản, bản, thôn, tên gọi, name",
    "officer_id": "mã cán bộ, mã số cán bộ, mã nhân viên, officer",
    "open_24h": "mở 24 24, hoạt động 24 24, 24 7, trực 24h, mở cửa 24h",
    "owner": "người phụ trách, đơn vị chủ trì, phụ trách, owner",
    "partner": "đối tác, tổ chức, đơn vị phối hợp, tên tổ chức, partner, organisation, organization",
    "period_end": "đến ngày, ngày kết thúc, đến, tính đến, period end, to",
    "period_start": "từ ngày, ngày bắt đầu, từ, period start, from",
    "place": "nơi xảy ra, địa điểm, địa điểm xảy ra, nơi xảy ra vụ việc, place, bối cảnh",
    "point_id": "mã điểm, mã thôn, mã bản",
    "post_id": "mã vị trí, vị trí việc làm, chức danh, post",
    "reported_on": "ngày báo cáo, ngày tiếp nhận, ngày nhận tin, reported on",
    "review_outcome": "kết quả rà soát, kết quả đánh giá, đánh giá an toàn",
    "reviewed_on": "ngày rà soát, ngày đánh giá",
    "relation": "nhập vào, quan hệ, hình thức sắp xếp, relation",
    "role": "chức vụ, nhiệm vụ, vai trò, role, position",
    "seats": "số học viên, chỉ tiêu học viên, số chỗ ngồi, seats",
    "stated_on": "ngày xác nhận, ngày ban hành, ngày văn bản, stated on",
    "weight": "tỷ lệ, tỷ lệ chia, trọng số, share, weight",
    "sex": "giới tính, giới, nam nữ, sex, gender",
    "stage": "giai đoạn, tình trạng xử lý, tình trạng giải quyết, kết quả xử lý, bước, trạng thái xử lý, stage",
    "starts_on": "ngày khai giảng, ngày mở lớp, starts on",
    "status": "trạng thái, tình trạng, status",
    "season": "mùa, mùa đi được, season",
    "bridge": "cầu, có cầu, qua cầu, bridge",
    "surface": "mặt đường, kết cấu mặt, surface",
    "class": "cấp đường, loại đường, cấp, class",
    "team": "đoàn, đoàn kiểm tra, đoàn công tác, team",
    "text": "nội dung kiến nghị, kiến nghị, nội dung",
    "topic": "chủ đề, nội dung tập huấn, kỹ năng, chuyên đề, topic, skill",
    "trained_on": "ngày tập huấn, ngày đào tạo, trained on",
    "unit": "đơn vị tính, đvt, unit of measure",
    "value": "giá trị, số liệu, kết quả, trị số, value, thực hiện",
    "vintage": "mã có hiệu lực từ, danh mục, hiệu lực, vintage",
    "visited_on": "ngày kiểm tra, ngày thăm, ngày đi, visited on",
    "registered_on": "ngày đăng ký, ngày vào sổ",
    "handled_on": "ngày giải quyết, ngày xử lý",
    "prosecuted_on": "ngày khởi tố",
    "closed_on": "ngày kết thúc hồ sơ, ngày đóng, ngày đóng hồ sơ",
    "occurred_on": "ngày xảy ra, tháng xảy ra, thời gian xảy ra",
    "victims": "số nạn nhân, nạn nhân, số trẻ bị xâm hại",
    "defendants": "số bị can, bị can, số đối tượng",
    "convicted_persons": "số người bị kết án, số bị cáo",
    "travel_class": "class, lớp, lớp đất hoặc đường, class of land or road, lớp phủ hoặc đường",
    "means": "phương tiện, phương tiện đi lại, means of travel",
    "mode": "cách dốc làm chậm, how slopes slow, kiểu di chuyển",
    "dry_kmh": "tốc độ mùa khô, tốc độ mùa khô km h, speed in the dry season, speed in the dry season km h",
    "rain_kmh": "tốc độ mùa mưa, tốc độ mùa mưa km h, speed in the rainy season, speed in the rainy season km h",
    "night_kmh": "tốc độ ban đêm, tốc độ ban đêm km h, speed at night, speed at night km h",
    "label_vi": "tên lớp",
    "label_en": "class in words",
    "speed_source": "nguồn của tốc độ, nguồn tốc độ, source, nguồn, source of the speed",
    "case_id": "mã vụ, mã vụ việc, mã hồ sơ, số hồ sơ, case id, case",
}


@cache
def words_of_field(field: str) -> tuple[str, ...]:
    """Return the plain words a column for a field may be called by, its own name first.

    Examples
    --------
    >>> words_of_field("lat")[:3]
    ('lat', 'vi do', 'latitude')
    """
    words = (plain_words(word) for word in _FIELD_WORDS.get(field, "").split(",") if word.strip())
    return tuple(dict.fromkeys((plain_words(field), *words)))


def unit_field(table: Table) -> str | None:
    """Return the field that holds a table's unit, if it has one."""
    return next((column.name for column in table.columns if column.reference is Reference.UNIT), None)


def context_fields(table: Table) -> tuple[str, ...]:
    """Return the fields of `CONTEXT_FIELDS` that say something about rows of a table."""
    units = (UNIT_NAME, DISTRICT, PROVINCE) if unit_field(table) else ()
    return (*units, PERIOD) if {"period_start", "period_end"} <= set(table.names) else units
