"""What the check says about itself: what it could not check, so that nothing is passed over."""

from __future__ import annotations

from typing import Final

from namro.foundation.documents.checking.findings import Category, Pair, Rule, Severity

_HOW: Final[Pair] = ("Cách soát (docs/checking.md)", "How the check works (docs/checking.md)")

NO_LETTERHEAD: Final = Rule(
    "letterhead_not_shown", Category.READING, Severity.LOOK,
    (
        "Tệp không cho thấy phần đầu văn bản (tiêu đề, số, ngày) nên thể thức chưa được soát.",
        "The file shows no letterhead (title, number, date), so its layout was not checked.",
    ),
    ("Soát trên tệp Word hoặc PDF của dự thảo.", "Check the Word or PDF file of the draft."),
    basis=_HOW,
)  # fmt: skip
NO_PROFILE: Final = Rule(
    "layout_of_that_day_unknown", Category.READING, Severity.LOOK,
    (
        "Chưa có bảng thể thức cho ngày {day}; thể thức chưa được soát.",
        "No table of layout is known for {day}; the layout was not checked.",
    ),
    ("Chọn ngày khác bằng --on, hoặc soát bằng mắt.", "Choose another day, or check by eye."),
    basis=_HOW,
)  # fmt: skip
NO_SIDE: Final = Rule(
    "layout_side_unknown", Category.READING, Severity.LOOK,
    (
        "Không rõ đây là văn bản hành chính hay văn bản của Đảng; thể thức chưa được soát.",
        "It is not clear whether this is a State or a Party document; layout was not checked.",
    ),
    (
        "Chọn thể thức (--profile state hoặc party) rồi soát lại.",
        "Choose the profile (state or party) and check again.",
    ),
    basis=_HOW,
)  # fmt: skip
NOTHING_TO_FOLLOW: Final = Rule(
    "nothing_to_follow", Category.READING, Severity.LOOK,
    (
        "Không thấy chỉ tiêu hay bảng nhiệm vụ nào để soát theo 5 dễ.",
        "No target and no table of tasks was found to check by the five easies.",
    ),
    (
        "Nếu dự thảo có giao việc, hãy lập bảng: nhiệm vụ, chủ trì, thời hạn, sản phẩm.",
        "If the draft gives out work, put it in a table: task, lead, date, product.",
    ),
    basis=_HOW,
)  # fmt: skip
PARENT_NOTHING_SHARED: Final = Rule(
    "parent_nothing_shared", Category.READING, Severity.LOOK,
    (
        "Không chỉ tiêu, nhiệm vụ nào của dự thảo trùng với văn bản cấp trên; chưa đối chiếu được.",
        "No target or task of the draft was found in its parent; nothing could be compared.",
    ),
    ("Kiểm tra đã chọn đúng văn bản cấp trên chưa.", "See whether it is the right parent."),
    basis=_HOW,
)  # fmt: skip
