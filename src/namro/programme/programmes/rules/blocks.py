"""The block (khối) of an organisation: its unit's, else told from its name as a document writes it.

Where a lead is not linked to the register of organisations, the name is all there is. The blocks
are those of the glossary; a Party body within an authority ("Đảng đoàn HĐND", "Ban Cán sự Đảng
UBND") is of the Party.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import fold

PARTY, GOVERNMENT, FRONT, DEPARTMENTS, DISTRICTS, COMMUNES, ENTERPRISES, OTHER = (
    *("party", "government", "front", "departments", "districts", "communes", "enterprises"),
    "other",
)
BLOCKS = (PARTY, GOVERNMENT, FRONT, DEPARTMENTS, DISTRICTS, COMMUNES, ENTERPRISES, OTHER)
# The register's blocks that are counted in another one here.
_COUNTED_IN = {"council": GOVERNMENT, "services": DEPARTMENTS}

# The first that fits counts: "Đảng đoàn MTTQ" is of the Party, "UBND các xã" of the communes.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (block, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for block, words in (
        (
            COMMUNES,
            r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|đảng ủy|cấp ủy|chính quyền)\s+"
            r"(?:(?:các|cấp)\s+)*(?:xã|phường|thị trấn)|các xã|các phường|cấp xã",
        ),
        (
            PARTY,
            r"đảng đoàn|đảng ủy|ban cán sự(?: đảng)?|đảng bộ|cấp ủy|các ban đảng|thành ủy|tỉnh ủy"
            r"|huyện ủy|quận ủy|thị ủy|trung ương đảng|bộ chính trị|ban bí thư|ủy ban kiểm tra"
            r"|ban (?:tổ chức|tuyên giáo|dân vận|nội chính)(?: và dân vận)?|trường chính trị",
        ),
        (
            FRONT,
            r"mặt trận|mttq|ủy ban mttq|đoàn thể|thành đoàn|tỉnh đoàn|đoàn thanh niên"
            r"|đoàn tncs(?: hồ chí minh)?|liên đoàn lao động|công đoàn|tổ chức chính trị - xã hội"
            r"|hội (?:cựu chiến binh|nông dân|liên hiệp|phụ nữ|chữ thập đỏ|khuyến học|nhà báo)"
            r"|liên hiệp(?: các)? hội|liên minh hợp tác xã",
        ),
        (
            DEPARTMENTS,
            r"sở|các sở|thanh tra (?:thành phố|tỉnh)|công an|bộ chỉ huy|bộ tư lệnh|cục|chi cục"
            r"|kho bạc|bảo hiểm xã hội|viện(?! kiểm sát)|trung tâm|trường|ban quản lý|ban dân tộc"
            r"|văn phòng (?:ubnd|ủy ban nhân dân|đoàn đbqh|hđnd)",
        ),
        (
            GOVERNMENT,
            r"ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|chính phủ|thủ tướng|quốc hội|bộ"
            r"|các bộ|văn phòng chính phủ|ngân hàng nhà nước|tòa án|viện kiểm sát",
        ),
    )
)


def block_of(organisation: str) -> str:
    """The block of an organisation (one of `BLOCKS`), or "" where none is named."""
    name = fold(organisation).strip()
    if not name:
        return ""
    return next((block for block, words in _RULES if words.search(name)), OTHER)


def of_unit(block: str) -> str:
    """The block that a unit of that block of the register is counted in."""
    counted = _COUNTED_IN.get(block, block)
    return counted if counted in BLOCKS else OTHER
