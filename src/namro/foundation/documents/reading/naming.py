"""Names in a document's frame: bodies printed in capitals, and who signed in what office."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import LOWER, UPPER, fold, is_upper

# Offices as the signature prints them; the longest that fits wins.
_OFFICES = (
    "Phó Thủ tướng", "Thủ tướng", "Phó Chủ tịch thường trực", "Phó Chủ tịch", "Chủ tịch nước",
    "Chủ tịch", "Phó Bí thư Thường trực", "Phó Bí thư", "Tổng Bí thư", "Bí thư", "Thứ trưởng",
    "Bí thư Tỉnh ủy", "Bí thư Thành ủy", "Phó Bí thư Tỉnh ủy", "Phó Bí thư Thành ủy",
    "Bộ trưởng", "Phó Giám đốc", "Giám đốc", "Phó Tổng Giám đốc", "Tổng Giám đốc",
    "Phó Chánh Văn phòng", "Chánh Văn phòng", "Phó Chủ nhiệm", "Bộ trưởng, Chủ nhiệm", "Chủ nhiệm",
    "Phó Trưởng ban thường trực", "Phó Trưởng ban", "Trưởng ban", "Phó Tổng Thanh tra",
    "Tổng Thanh tra", "Phó Cục trưởng", "Cục trưởng", "Phó Vụ trưởng", "Vụ trưởng", "Thống đốc",
    "Phó Thống đốc", "Viện trưởng", "Chánh án", "Phó Trưởng đoàn", "Trưởng đoàn", "Hiệu trưởng",
    "Phó Tổng Thư ký", "Tổng Thư ký", "Tổng Kiểm toán nhà nước", "Ủy viên thường trực",
    "Phó Trưởng phòng", "Trưởng phòng", "Chánh Thanh tra", "Phó Chánh Thanh tra", "Đội trưởng",
)  # fmt: skip
_OFFICE = sorted(((fold(office), office) for office in _OFFICES), key=lambda one: -len(one[0]))
_NAME = re.compile(rf"(?<!\w)(?:[{UPPER}][{LOWER}']*\s+){{1,4}}[{UPPER}][{LOWER}]+")
_TAKES_NAME = re.compile(
    r"(?<!\w)((?:đảng bộ )?(?:(?:tỉnh|thành|huyện|quận|thị|đảng) ủy|tỉnh|thành phố|huyện|quận"
    r"|thị xã|thị trấn|xã|phường))\s+"
)
_PROPER = (
    "Việt Nam", "Trung ương", "Chính phủ", "Quốc hội", "Đảng", "Bộ Chính trị", "Ban Bí thư",
    "Mặt trận Tổ quốc", "Thủ tướng", "Công Thương", "Nội vụ", "Tài chính", "Khoa học",
    "Công nghệ", "Nông nghiệp", "Môi trường", "Y tế", "Giáo dục", "Đào tạo", "Xây dựng", "Tư pháp",
    "Công an", "Quốc phòng", "Văn hóa", "Thể thao", "Du lịch", "Thông tin", "Truyền thông",
)  # fmt: skip

_BODY = re.compile(
    r"^(?:các\s+)?(?:bộ|sở|ban|ủy ban|ubnd|hđnd|hội|đoàn|văn phòng|công an|thanh tra|cục|chi cục"
    r"|viện|trường|trung tâm|tổng cục|tổng công ty|tập đoàn|ngân hàng|bảo hiểm|mặt trận|liên đoàn"
    r"|liên minh|liên hiệp|hiệp hội|báo|đài|đảng|thành|tỉnh|quân|kho bạc|thuế|hải quan|tòa án|vks"
    r"|viện kiểm sát|doanh nghiệp|cơ quan|đơn vị|địa phương|thường trực|chủ tịch|phòng|học viện"
    r"|thành đoàn|tổ chức|vnpt|viettel|evn|thủ trưởng|bưu điện)(?!\w)"
)


def natural_case(name: str, text: str) -> str:
    """A name printed in capitals, written as in running text.

    As the document itself writes it elsewhere if it does ("THỦ TƯỚNG CHÍNH PHỦ" → "Thủ tướng
    Chính phủ"), else by the rules of capitals of Decree 30/2020/NĐ-CP, Annex II.
    """
    if not is_upper(name):
        return name
    wanted = fold(" ".join(name.split()))
    folded = fold(text)
    at = folded.find(wanted)
    while at >= 0:
        printed = text[at : at + len(wanted)]
        if not is_upper(printed):
            return printed[0].upper() + printed[1:]
        at = folded.find(wanted, at + 1)
    lowered = name.lower()
    found = _TAKES_NAME.search(lowered)
    if found:
        head, place = lowered[: found.end()], lowered[found.end() :]
        lowered = head + " ".join(word[:1].upper() + word[1:] for word in place.split())
    for proper in _PROPER:
        lowered = re.sub(rf"(?<!\w){re.escape(proper.lower())}(?!\w)", proper, lowered)
    return lowered[:1].upper() + lowered[1:]


def signer_of(signature: list[str]) -> tuple[str | None, str | None]:
    """The signer's name and own office from the lines of the signature.

    The lines of authority (TM., KT., TL.) are left out: of "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" the
    office is "Phó Chủ tịch".
    """
    text = " \n ".join(line.strip() for line in signature if line.strip())
    name: str | None = None
    office: str | None = None
    ends = len(text)
    for found in _NAME.finditer(text):
        candidate = " ".join(found.group().split())
        if _office(candidate) is None and not is_upper(candidate):
            name, ends = candidate, found.start()
            break
    best = -1
    folded = fold(text[:ends]).replace("\n", " ")
    folded = " ".join(folded.split())
    for office_folded, printed in _OFFICE:
        at = folded.rfind(office_folded)
        if at >= 0 and at + len(office_folded) > best:
            best, office = at + len(office_folded), printed
    return name, office


def before_office(text: str) -> str:
    """The body of "CHÍNH PHỦ THỦ TƯỚNG Phạm …": what stands before the office and the name."""
    folded = fold(text)
    ends = [at for office, _ in _OFFICE if (at := folded.find(f" {office}")) > 0]
    name = _NAME.search(text)
    if name and _office(name.group()) is None and not is_upper(name.group()):
        ends.append(name.start())
    return text[: min(ends)].strip() if ends else text


def _office(text: str) -> str | None:
    folded = fold(text)
    return next((printed for office, printed in _OFFICE if folded.startswith(office)), None)


def names_body(text: str) -> bool:
    """Whether a text opens with the name of an organisation or of a group of them."""
    return bool(_BODY.match(fold(text)))
