"""Tasks in lists whose lead is named by a label."""

from __future__ import annotations

from tests.foundation.documents.reading.documents import read

LINES = """II. NHIỆM VỤ

1. Xây dựng Đề án nâng cao chất lượng phục vụ

- Cơ quan chủ trì: Sở Nội vụ

- Cơ quan phối hợp: Sở Tài chính; UBND các xã

- Thời gian hoàn thành: Quý III/2026

- Sản phẩm: Đề án được phê duyệt

2. Rà soát thủ tục hành chính. Đơn vị chủ trì: Văn phòng UBND tỉnh. Thời hạn: 2027.

3. Tuyên truyền

- Tổ chức hội nghị (Chủ trì: Sở Tư pháp; phối hợp: Công an tỉnh)

- Phát tờ rơi cho người dân.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ chủ trì, phối hợp với các sở hướng dẫn thực hiện.
"""


def test_a_task_takes_the_fields_below_or_behind_it() -> None:
    found = [
        (one["no"], one["title"], one["lead"], one["co_ordinating"], one["due"], one["product"])
        for one in read(LINES)["deliverables"]
    ]
    assert found == [
        (
            "1",
            "Xây dựng Đề án nâng cao chất lượng phục vụ",
            "Sở Nội vụ",
            ["Sở Tài chính", "UBND các xã"],
            "Quý III/2026",
            "Đề án được phê duyệt",
        ),
        ("2", "Rà soát thủ tục hành chính", "Văn phòng UBND tỉnh", [], "2027", None),
        (None, "Tổ chức hội nghị", "Sở Tư pháp", ["Công an tỉnh"], None, None),
    ]


def test_running_text_about_who_does_what_gives_none() -> None:
    text = LINES[LINES.index("III.") :]
    assert read(text)["deliverables"] == []
