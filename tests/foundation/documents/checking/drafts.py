"""Drafts of our own without a fault, to plant one fault at a time in a copy."""

from __future__ import annotations

from datetime import date

from namro.foundation.documents.checking import Finding, Side, check, pages_of
from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.opening import open_bytes

STATE = """ỦY BAN NHÂN DÂN
TỈNH AN HÒA

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 07/KH-UBND

An Hòa, ngày 05 tháng 02 năm 2026

KẾ HOẠCH

Cải cách thủ tục hành chính và phát triển dịch vụ số của tỉnh năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

Căn cứ Nghị quyết số 12-NQ/TU ngày 04 tháng 01 năm 2026 của Tỉnh ủy về cải cách hành chính.

I. MỤC ĐÍCH

Kế hoạch nhằm phục vụ người dân và doanh nghiệp tốt hơn.

II. CHỈ TIÊU ĐẾN NĂM 2026

1. Tối thiểu 95% hồ sơ thủ tục hành chính được giải quyết đúng hạn.

2. Trên 90% người dân được hỏi hài lòng với dịch vụ công của tỉnh.

3. Giảm 20% thời gian giải quyết thủ tục hành chính so với năm 2025.

4. Thành lập 12 điểm hỗ trợ dịch vụ công ở các xã.

5. Hoàn thành cơ sở dữ liệu đất đai của tỉnh, đưa vào vận hành.

III. NHIỆM VỤ

1. Rà soát thủ tục

a) Công khai thủ tục của từng sở.

b) Cắt bỏ giấy tờ đã có trong cơ sở dữ liệu.

c) Gộp các bước trùng nhau.

d) Niêm yết thời hạn của từng bước.

đ) Lấy ý kiến người dùng.

e) Sửa quy trình theo ý kiến.

2. Tổ chức hỗ trợ

Danh sách nhiệm vụ tại Phụ lục kèm theo.

IV. TỔ CHỨC THỰC HIỆN

1. Văn phòng Ủy ban nhân dân tỉnh theo dõi, tổng hợp.

2. Sở Tài chính bố trí kinh phí./.

Nơi nhận:
- Thường trực Tỉnh ủy;
- Các sở, ban, ngành;
- Ủy ban nhân dân các xã, phường;
- Lưu: VT, KSTT (05).

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lê Văn Bình

Phụ lục

DANH MỤC NHIỆM VỤ

(Kèm theo Kế hoạch số 07/KH-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh An Hòa)

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Rà soát thủ tục hành chính cấp tỉnh | Sở Nội vụ | Các sở, ngành | Quý I/2026 | Báo cáo rà soát |
| 2 | Xây dựng kho dữ liệu dùng chung | Sở Khoa học và Công nghệ | Sở Tài chính | Tháng 9/2026 | Kho dữ liệu |
| 3 | Đào tạo công chức một cửa | Sở Nông nghiệp và Môi trường | Sở Nội vụ | 30/11/2026 | Danh sách học viên |
"""  # noqa: E501

PARTY = """ĐẢNG BỘ TỈNH AN HÒA
TỈNH ỦY AN HÒA
*

ĐẢNG CỘNG SẢN VIỆT NAM

Số 05-KH/TU

An Hòa, ngày 12 tháng 3 năm 2025

KẾ HOẠCH

nâng cao chất lượng sinh hoạt chi bộ năm 2025

I. MỤC ĐÍCH

Kế hoạch giúp chi bộ sinh hoạt đều và có chất lượng.

II. CHỈ TIÊU ĐẾN NĂM 2025

1. Trên 90% chi bộ sinh hoạt đúng định kỳ.

2. Tối thiểu 80% đảng viên được học chuyên đề.

III. TỔ CHỨC THỰC HIỆN

1. Ban Tổ chức Tỉnh ủy theo dõi việc thực hiện.

2. Văn phòng Tỉnh ủy tổng hợp báo cáo.

Nơi nhận:
- Các đảng ủy trực thuộc,
- Các ban xây dựng Đảng,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Trần Thị Mai
"""


def checked(
    text: str | bytes,
    name: str = "du-thao.md",
    *,
    parent: str | None = None,
    on: date | None = None,
    side: Side | None = None,
) -> list[Finding]:
    """The findings on a draft given as text or as the bytes of a file."""
    data = text.encode() if isinstance(text, str) else text
    opened = open_bytes(data, name)
    above = draft_of(open_bytes(parent.encode(), "cap-tren.md")) if parent is not None else None
    pages = pages_of(data) if opened.format == "docx" else None
    return check(draft_of(opened), opened, on, above, side=side, pages=pages)


def codes(findings: list[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]


def planted(base: str, *changes: tuple[str, str]) -> str:
    """A copy of a draft with changes; each must meet something, or the test would test nothing."""
    for before, after in changes:
        assert before in base, before
        base = base.replace(before, after, 1)
    return base
