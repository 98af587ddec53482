"""Numbers beside each other: what carries on, and what only describes what another counts."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Comparator
from namro.foundation.documents.reading.quantity import Quantity

_CARRIED = frozenset(
    {
        Comparator.AT_LEAST,
        Comparator.MORE_THAN,
        Comparator.LESS_THAN,
        Comparator.AT_MOST,
        Comparator.REDUCE,
        Comparator.REDUCE_AT_LEAST,
        Comparator.INCREASE,
        Comparator.INCREASE_AT_LEAST,
    }
)

_DIRECTED = (Comparator.INCREASE, Comparator.REDUCE)

WITHIN = re.compile(r"trong đó|trong số đó|riêng")


def carry(quantity: Quantity, before: Quantity, folded: str) -> None:
    """ "Ít nhất A, B" carries its bound to B; "trong đó có C" does not."""
    between = folded[before.end : quantity.start]
    if quantity.nested or before.comparator not in _CARRIED:
        return
    if quantity.comparator is Comparator.BETWEEN:
        # "tăng 2 - 2,5 cm đối với nam, 1,5 - 2 cm đối với nữ"
        if before.comparator not in _DIRECTED or before.unit != quantity.unit:
            return
    elif quantity.explicit:
        return
    if re.fullmatch(r"[^;.:]*(?:,|\svà)\s*", between) and (quantity.unit == "%") == before.percent:
        quantity.comparator, quantity.carried, quantity.explicit = before.comparator, True, True


def without_criteria(folded: str, found: list[Quantity]) -> list[Quantity]:
    """Leaves out numbers that are part of what another one counts."""
    kept: list[Quantity] = []
    for quantity in found:
        if quantity.weak and any(other.percent for other in found):
            continue
        head = kept[-1] if kept and kept[-1].clause == quantity.clause else None
        if head is not None and _is_criterion(folded, head, quantity):
            continue
        if not quantity.percent and _rate_ahead(folded, quantity, found):
            continue
        kept.append(quantity)
    return kept


def _rate_ahead(folded: str, quantity: Quantity, found: list[Quantity]) -> bool:
    """ "Tỷ lệ xã có từ 3 thôn trở lên đạt 80%": the 3 says which communes, 80% is wanted."""
    opening = folded[quantity.clause : quantity.start]
    if not re.search(r"(?:tỷ|tỉ) (?:lệ|trọng)|mức độ", opening):
        return False
    if quantity.comparator in (Comparator.RANK_WITHIN, Comparator.IMPROVE_RANK_AT_LEAST):
        return False
    return any(
        other.percent and other.clause == quantity.clause and other.start > quantity.start
        for other in found
    )


def _is_criterion(folded: str, head: Quantity, quantity: Quantity) -> bool:
    """Whether a number belongs to the description of what `head` counts."""
    between = folded[head.end : quantity.start]
    if WITHIN.search(between) or re.search(r"đồng thời|;", between):
        return False
    preposed = bool(re.match(r"\s*[^\W\d_]", between))  # "100% các khu …": a noun follows
    if not preposed:
        return False
    last = re.split(r",|\svà\s", between)[-1]
    parted = len(re.split(r",|\svà\s", between)) > 1
    fresh = parted and re.fullmatch(
        r"\s*(?:(?:có|đạt|hình thành|xây dựng|phát triển|thành lập|ít nhất|tối thiểu|trên|dưới"
        r"|khoảng"
        r"|hơn|không|quá|từ|tăng|giảm|thêm|thu hút|đào tạo|ph[ấầ]n đ[ấầ]u|bình quân|mỗi năm"
        r"|hằng năm"
        r"|hàng năm|nhất|hoàn thành|là|được|cả|và|đến năm 20\d\d|tăng trưởng)\s*)*",
        last,
    )
    if quantity.percent:
        if parted and (fresh or head.percent is False):
            return False
        return not parted and head.percent
    if fresh:
        return False
    if head.percent:
        return not (parted and _own_verb(last))
    return not parted and bool(
        re.search(r"(?<!\w)(?:có|với|quy mô|diện tích|công suất|từ|gồm|tại|của|trên|đạt)\s", last)
    )


def _own_verb(last: str) -> bool:
    """Whether the words after the last comma open a new thing to be reached."""
    return bool(
        re.match(
            r"\s*(?:hình thành|xây dựng|phát triển|thành lập|thu hút|tỷ lệ|tỉ lệ|số lượng|số|tổng"
            r"|chỉ số|tốc độ|thu nhập|quy mô|ph[ấầ]n đ[ấầ]u|đào tạo|giải quyết|tạo)\s",
            last,
        )
    )
