"""The rules on numbering, and what the reader could not read: one rule for each of its doubts."""

from __future__ import annotations

from typing import Final

from namro.foundation.documents.checking.findings import Category, Pair, Rule, Severity
from namro.foundation.documents.reading.issues import MESSAGES, Remark

_ORDER: Final[Pair] = (
    "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6.c; Hướng dẫn 36-HD/VPTW, nội dung "
    "văn bản",
    "Decree 30/2020/NĐ-CP, Annex I, Part I, II.6.c; Guidance 36-HD/VPTW, content",
)
_WORDS: Final[Pair] = (
    "Chương trình 01-CTr/TU của Thành ủy Hà Nội, Phần thứ hai, yêu cầu (7): dễ hiểu",
    "Programme 01-CTr/TU of Hanoi, Part two, requirement (7): easy to understand",
)
_READ: Final[Pair] = (
    "Bước đọc văn bản (docs/methods.md)",
    "Reading of the document (docs/methods.md)",
)


def _doubt(code: Remark, category: Category, severity: Severity, basis: Pair, remedy: Pair) -> Rule:
    return Rule(code.value, category, severity, MESSAGES[code], remedy, basis=basis)


_RENUMBER: Final[Pair] = ("Đánh lại số mục cho liền nhau.", "Number the items without a gap.")
_EMBED: Final[Pair] = (
    "Nhúng hình vào tệp, gắn lại mẫu Normal trước khi gửi đi.",
    "Embed the picture, attach the Normal template, before the file is sent out.",
)
_COMPARE: Final[Pair] = (
    "Đối chiếu với bản gốc; sửa trong dự thảo nếu sai.",
    "Compare with the original; mend the draft if it is wrong.",
)

ROWS_SPLIT: Final = Rule(
    "rows_split", Category.READING, Severity.LOOK,
    (
        "{count} dòng của bảng bị dính vào nhau trong tệp và đã được tách để đọc.",
        "{count} rows of a table ran together in the file and were split to be read.",
    ),
    (
        "Đặt mỗi nhiệm vụ vào một dòng riêng của bảng.",
        "Put each task in a row of its own.",
    ),
    basis=_READ,
)  # fmt: skip

#: What the reader notes, as findings. Leads and contradictions have rules of their own.
DOUBTS: Final[dict[Remark, Rule]] = {
    rule_code: _doubt(rule_code, category, severity, basis, remedy)
    for rule_code, category, severity, basis, remedy in (
        (Remark.NUMBERING_GAP, Category.NUMBERING, Severity.MUST, _ORDER, _RENUMBER),
        (
            Remark.LABEL_REPEATED,
            Category.NUMBERING,
            Severity.MUST,
            _ORDER,
            ("Sửa một trong hai số mục trùng nhau.", "Change one of the two equal numbers."),
        ),
        (
            Remark.HEADING_LOST,
            Category.NUMBERING,
            Severity.SHOULD,
            _ORDER,
            ("Bổ sung đề mục ở giữa hai danh sách.", "Add the heading between the two lists."),
        ),
        (Remark.LABEL_MENDED, Category.NUMBERING, Severity.SHOULD, _ORDER, _COMPARE),
        (Remark.WORD_SLIP, Category.NUMBERING, Severity.LOOK, _WORDS, _COMPARE),
        (Remark.TITLE_DOUBTFUL, Category.READING, Severity.LOOK, _WORDS, _COMPARE),
        (Remark.LETTERS_MENDED, Category.READING, Severity.LOOK, _READ, _COMPARE),
        (Remark.PAGES_UNREAD, Category.READING, Severity.LOOK, _READ, _COMPARE),
        (Remark.TEMPLATE_OUTSIDE, Category.READING, Severity.LOOK, _READ, _EMBED),
        (Remark.PICTURE_OUTSIDE, Category.READING, Severity.LOOK, _READ, _EMBED),
        (Remark.PAGES_RECOGNISED, Category.READING, Severity.LOOK, _READ, _COMPARE),
        (Remark.ROW_UNREAD, Category.READING, Severity.LOOK, _READ, _COMPARE),
        (Remark.NUMBER_UNREAD, Category.READING, Severity.LOOK, _READ, _COMPARE),
        (
            Remark.TABLE_UNREAD,
            Category.READING,
            Severity.LOOK,
            _READ,
            (
                "Đặt tên cột nhiệm vụ rõ ràng (“Nhiệm vụ”, “Nội dung công việc”).",
                "Give the column of tasks a plain name (“Nhiệm vụ”, “Nội dung công việc”).",
            ),
        ),
    )
}
