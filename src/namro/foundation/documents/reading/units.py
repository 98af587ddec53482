"""The unit of a quantity: "%", or the counted noun without its modifiers."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import phrases, words

_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_CODES = re.compile(
    r"^\s*(?P<unit>(?:usd|vnd|eur|km2|km²|km|m2|m²|m3|m³|ha|mw|mwp|gw|gwh|kwh|kv|tấn|lít|kg|teu)"
    r"(?:/(?:người|ha|năm|ngày|giờ|ngày đêm))?)(?![\w])"
)
_PRINTED = {
    code.lower(): code
    for code in ("USD", "VND", "EUR", "MW", "MWp", "GW", "GWh", "kWh", "kV", "TEU")
}
_TECHNICAL = re.compile(
    r"^\s*(?:gb/s|mb/s|kb/s|tb/s|gbps|mbps|kbps|gigabit|megabit|gb|tb|mb|mhz|ghz|hz|kva|kv|mm|cm"
    r"|°c|dpi"
    r"|inch|v|sao)(?!\w)"
)
_TIME = re.compile(
    r"^\s*(?:năm|tháng|ngày|giờ|phút|giây|tuần|quý|tuổi|ngày làm việc|ngày đêm)(?!\w)"
)
_WORDS = re.compile(r"[^\W\d_]+")
_LEAD = re.compile(r"^\s*(?:\([^)]{1,12}\)\s*)?(?P<rest>[^\W\d_][^,;:.()–—\"“”/]*)")

# Words that cannot be a counted noun: what stands behind a bare number then is no unit.
_NOT_NOUNS = words(
    """với và của trong tại đến tới là có được cho theo hoặc để do khi so từ trở mỗi các những
    này trên dưới thì nêu về vào đã đang sẽ như đạt hay hàng hằng nhằm không ra lên xuống cùng
    bởi đối sau trước tăng giảm phấn phải còn bằng qua mà nếu vì việc nhất đó đây gồm ở thuộc
    bao nên cần"""
)

# Counted nouns of two syllables or more; any other noun is taken with its first syllable when
# it is a classifier, else with two.
_NOUNS = phrases(
    """đảng viên|doanh nghiệp|tổ chức|tổ chức đảng|đơn vị|cơ quan|bộ dữ liệu|tập dữ liệu|kịch bản
    |mô hình|vùng nuôi|vùng trồng|trung tâm|sản phẩm|cơ sở|dự án|đề án|nhiệm vụ|công trình|cụm
    |khu công nghiệp|cụm công nghiệp|hợp tác xã|tổ hợp tác|bác sĩ|bác sỹ|giường bệnh|giường
    |điều dưỡng|dược sĩ|học sinh|sinh viên|lao động|người lao động|việc làm|hộ gia đình|hộ dân
    |hộ nghèo|hộ|khẩu|người dân|người|lượt khách|lượt người|lượt|khách sạn|khách|nghệ nhân
    |di tích|di sản
    |lễ hội|thôn|bản|làng|xã|phường|thị trấn|huyện|quận|tỉnh|thành phố|địa phương|nước|quốc gia
    |trường học|trường|lớp học|lớp|phòng học|trạm y tế|trạm|điểm du lịch|điểm|bậc|vị trí
    |thứ hạng|hạng|căn hộ|căn|nhà ở|đồng|đô la|cây xanh|cây|ứng dụng|nền tảng|hệ thống
    |cơ sở dữ liệu|dịch vụ công|dịch vụ|thủ tục hành chính|thủ tục|hồ sơ|văn bản|nghị quyết
    |chỉ tiêu|tiêu chí|cuộc kiểm tra|cuộc thanh tra|cuộc|hội nghị|lớp tập huấn|khóa đào tạo
    |khóa|cán bộ|công chức|viên chức|chuyên gia|nhà khoa học|kỹ sư|tiến sĩ|thạc sĩ|sáng chế
    |bằng sáng chế|sáng kiến|đề tài|đơn đăng ký|đơn|văn bằng|nhãn hiệu|thương hiệu|chuỗi
    |chuỗi liên kết|khu đô thị|đô thị|khu du lịch|khu|tuyến đường|tuyến|cầu|bến xe|cảng|xe buýt
    |xe|phương tiện|camera|máy|trang trại|gia trại|con|đàn|sào|bể bơi|sân|thư viện|nhà văn hóa
    |câu lạc bộ|đội|tổ|nhóm|chi bộ|chi hội|hội viên|đoàn viên|hội|phòng khám|bệnh viện|lần
    |điểm phần trăm|điểm %|buổi|chương trình|chuyên đề|mã|giống|quỹ đất|bãi|chợ|siêu thị
    |cửa hàng|kho|nhà máy|cột|tập đoàn|nhà đầu tư|khu vực|công dân|tài khoản"""
)
_ONE_SYLLABLE = frozenset(noun for noun in _NOUNS if " " not in noun)


def unit_after(right: str) -> str | None:
    """The unit that follows a number in folded text, or None (an index value).

    "%" for shares; a scale stays with its noun ("tỷ đồng", "triệu lượt").
    """
    if re.match(r"\s?(?:%|phần trăm)", right):
        return "%"
    if re.match(r"\s?(?:‰|phần nghìn)", right):
        return "‰"
    if re.match(r"\s?điểm\s?(?:%|phần trăm)", right):
        return "điểm %"
    coded = _CODES.match(right)
    if coded:
        unit = coded["unit"]
        head, slash, rest = unit.partition("/")
        return _PRINTED.get(head, head) + slash + rest
    lead = _LEAD.match(right)
    if not lead:
        return None
    following = _WORDS.findall(lead["rest"][:80])
    if not following or following[0] in _NOT_NOUNS:
        return None
    scale: list[str] = []
    while following and re.fullmatch(_SCALE, following[0]):
        scale.append(following.pop(0))
    if scale and (not following or following[0] in _NOT_NOUNS):
        return " ".join(scale)
    if scale and following[0] == "usd":
        return " ".join([*scale, "USD"])
    return " ".join([*scale, _noun(following)])


def _noun(following: list[str]) -> str:
    for size in (3, 2):
        if " ".join(following[:size]) in _NOUNS and len(following) >= size:
            return " ".join(following[:size])
    if following[0] in _ONE_SYLLABLE or len(following) == 1 or following[1] in _NOT_NOUNS:
        return following[0]
    return " ".join(following[:2])


def ranked_unit(noun: str | None) -> str | None:
    """What is ranked ("nước", "tỉnh"), None where the text only says "top 3"."""
    if noun in (None, "", "vùng"):
        return None
    return noun


def is_technical(right: str) -> bool:
    """Whether a speed, a capacity or the like follows the number."""
    return bool(_TECHNICAL.match(right))


def is_time(right: str) -> bool:
    """Whether a span of time or an age follows the number."""
    return bool(_TIME.match(right))
