"""What a quantity is about: the words of its clause without the figure and its date."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.quantity import Quantity

_DATES = re.compile(
    r"(?:(?:đến|tới|vào|trong|trước|hết|cuối)\s+)*(?:hết |cuối )?(?:năm"
    r"|giai đoạn)\s+\d{4}(?:\s*[-–]\s*\d{4})?"
    r"|(?:hằng|hàng|mỗi) năm",
    re.I,
)
_EDGES = re.compile(
    r"^(?:[\s,;:.\-+•*]|ph[ấầ]n đ[ấầ]u|trong đó|đồng thời|và|có|đạt|bảo đảm|đảm bảo|là|được"
    r"|riêng)+(?!\w)"
    r"|(?:[\s,;:]|đạt|có|là|từ|mức|tỷ lệ|khoảng|được|và|bảo đảm|đảm bảo|so với|so"
    r"|ph[ấầ]n đ[ấầ]u)+$",
    re.I,
)
_MOST = 200


def subject_of(sentence: str, quantity: Quantity, before: str | None = None) -> str:
    """The subject in the words of the sentence.

    What stands before the figure if that names something ("Tỷ lệ … đạt 80%"), else what it
    counts ("100% hồ sơ được …"), else the subject `before` it in the same sentence ("…; đến
    năm 2025 đạt trên 90%"), else the whole clause.
    """
    right = _trimmed(sentence[quantity.end : _clause_end(sentence, quantity.end)])
    left = _trimmed(sentence[quantity.clause : max(quantity.bound, quantity.clause)])
    left = left.rsplit("%", 1)[-1] if "%" in left else left
    if "," in left and (len(left) > 90 or quantity.nested):
        last = left.rsplit(",", 1)[1]
        left = _trimmed(last) if len(last) > 12 or quantity.nested else left
    if quantity.nested and len(right.split()) >= 2:
        chosen = right
    elif len(left.split()) >= 3:
        chosen = left
    elif right:
        chosen = f"{left} {right}".strip()
    else:
        chosen = left or before or _trimmed(sentence)
    return chosen.strip(" ,;:.")[:_MOST].strip()


def _clause_end(sentence: str, at: int) -> int:
    found = re.compile(r"[;]|\.(?:\s|$)|, (?:trong đó|đồng thời)").search(sentence, at)
    return found.start() if found else len(sentence)


def _trimmed(text: str) -> str:
    text = _DATES.sub(" ", text)
    before = None
    while before != text:
        before = text
        text = _EDGES.sub("", text).strip(" ,;:.-")
    return " ".join(text.split())
