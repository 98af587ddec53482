"""The rules on the pages of Word files, as a table."""

from __future__ import annotations

from namro.foundation.documents.checking.findings import Category, Severity
from namro.foundation.documents.checking.layout_rule import (
    P_PAGE,
    layout,
)

_MUST, _SHOULD = Severity.MUST, Severity.SHOULD

PAPER = layout(
    "paper_not_a4", _MUST, "I.1", P_PAGE,
    ("Khổ giấy là {printed} mm.", "The paper is {printed} mm."),
    ("Đặt khổ A4 (210 × 297 mm).", "Set A4 (210 × 297 mm)."), Category.PAGE,
)  # fmt: skip
MARGIN = layout(
    "margin", _SHOULD, "I.3", P_PAGE,
    ("Lề {side} là {printed} mm.", "The {side_en} margin is {printed} mm."),
    ("Đặt lề {side} {wanted} mm.", "Set the {side_en} margin to {wanted} mm."), Category.PAGE,
)  # fmt: skip
FONT = layout(
    "font", _SHOULD, "I.4", P_PAGE,
    (
        "{share}% số chữ dùng phông {printed}.",
        "{share}% of the letters are in {printed}.",
    ),
    ("Dùng phông {wanted} cho cả văn bản.", "Use {wanted} throughout."), Category.PAGE,
)  # fmt: skip
SIZE = layout(
    "body_size", _SHOULD, "II.6.e", P_PAGE,
    (
        "{share}% lời văn có cỡ chữ {printed}.",
        "{share}% of the running text is in size {printed}.",
    ),
    ("Đặt cỡ chữ lời văn {wanted}.", "Set the running text in size {wanted}."), Category.PAGE,
)  # fmt: skip
PAGE_NUMBER = layout(
    "page_number_missing", _SHOULD, "I.7", P_PAGE,
    ("Văn bản không có số trang ở lề trên.", "There is no page number in the top margin."),
    (
        "Chèn số trang ở giữa lề trên, không hiển thị ở trang đầu.",
        "Put the page number in the middle of the top margin, not on the first page.",
    ), Category.PAGE,
)  # fmt: skip
PAGE_FIRST = layout(
    "page_number_on_first", _SHOULD, "I.7", P_PAGE,
    ("Số trang hiển thị cả ở trang đầu.", "The page number shows on the first page too."),
    (
        "Chọn “Trang đầu khác” (Different First Page) và bỏ số ở trang đầu.",
        "Choose “Different First Page” and leave the number out there.",
    ), Category.PAGE,
)  # fmt: skip
