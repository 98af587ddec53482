"""Whether a quantity sets something to be reached, by where it stands."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Comparator
from namro.foundation.documents.reading.quantity import Quantity

_GOAL = re.compile(
    r"(?<!\w)(?:ph[ấầ]n đ[ấầ]u|bảo đảm|đảm bảo|đạt|chiếm|nâng|đưa|lên|xuống|còn|tăng|giảm"
    r"|cắt giảm|rút ngắn"
    r"|bố trí|duy trì|số hóa|hoàn thành|thực hiện|cung cấp|tích hợp|triển khai|xử lý"
    r"|giải quyết)(?!\w)"
)

_NO_GOAL = re.compile(
    r"hỗ trợ|(?<!thủ tục )phí |lãi suất|thuế|cổ phần|vốn điều lệ|mức thu|học phí|tiền lương|phụ cấp"
    r"|mức phạt|mức chi"
)

# "mỗi xã chọn ít nhất 02 tiêu chí": what each one does, not what is reached in all
_PER_UNIT = re.compile(
    r"(?<!\w)mỗi (?!năm)[^,;]*$|(?<!\w)(?:trong|sau|có quy mô|trước)\s*(?:tối thiểu|ít nhất)?\s*$"
)

# what stands in brackets as an explanation and not as a level of a part
_ASIDE = re.compile(
    r"\((?:tăng|giảm|so với|theo|tương đương|bằng|hiện|năm|mục tiêu|kế hoạch|gấp)(?!\w)"
)

# "cơ hội từ 17 hiệp định": where something comes from
_SOURCE = re.compile(r"(?<!năm )(?<!\w)từ\s*$")


def is_wanted(quantity: Quantity, folded: str, within: str) -> bool:
    """Whether a quantity sets something to be reached, where it stands."""
    left = folded[quantity.clause : quantity.start]
    if "trường hợp cần thiết" in folded[: quantity.start]:
        return False  # what may be done, not what is to be reached
    if folded[: quantity.start].count("(") > folded[: quantity.start].count(")"):
        inside = folded[folded.rfind("(", 0, quantity.start) : quantity.start]
        if within != "targets" or not (quantity.explicit or quantity.percent):
            return False
        if _ASIDE.match(inside):
            return False
    if within == "targets":
        if quantity.explicit or quantity.percent:
            return True
        return bool(
            re.search(
                r"(?<!\w)(?:có|xây dựng|hình thành|phát triển|thu hút|đào tạo|thành lập|kết nạp"
                r"|đạt|hoàn thành"
                r"|thêm|triển khai|giải quyết|tạo|bồi dưỡng|cấp|mở|đầu tư|lắp đặt|trồng"
                r"|ph[ấầ]n đ[ấầ]u|số hóa"
                r"|hỗ trợ|tổ chức|bố trí|công nhận|khoảng|với|cung cấp|sản xuất|nâng cấp"
                r"|chuyển đổi)(?!\w)",
                left,
            )
            or re.match(r"[-+•\s]*$", left)
            or re.search(r":\s*$", left)
            or _ends_clause(quantity, folded)
            or quantity.nested
            or ("," in left and bool(re.search(r",\s*(?:và\s*)?$", left)))
        )
    if (policy := _NO_GOAL.search(left)) and not _GOAL.search(left, policy.end()):
        return False
    if quantity.percent:
        bounded = quantity.explicit and quantity.comparator is not Comparator.REACH
        if quantity.value == 100:
            return True
        return bounded or bool(_GOAL.search(left)) or bool(re.match(r"[-+•\s]*$", left))
    if quantity.comparator in (Comparator.RANK_WITHIN, Comparator.IMPROVE_RANK_AT_LEAST):
        return True
    if quantity.comparator in (
        Comparator.AT_LEAST,
        Comparator.MORE_THAN,
        Comparator.AT_MOST,
        Comparator.INCREASE_AT_LEAST,
        Comparator.REDUCE_AT_LEAST,
    ):
        if _SOURCE.search(left) and not re.match(r"[^,;.]{0,40}trở lên", folded[quantity.end :]):
            return False
        promised = re.search(r"bảo đảm|đảm bảo|ph[ấầ]n đ[ấầ]u", left)
        return bool(promised) or not _PER_UNIT.search(left)
    return bool(re.search(r"ph[ấầ]n đ[ấầ]u", left)) and quantity.explicit


def _ends_clause(quantity: Quantity, folded: str) -> bool:
    """Whether the figure with its unit is the last word of its clause ("Thu nhập 85 triệu.")."""
    rest = folded[quantity.end :].lstrip()
    if quantity.unit and not quantity.percent:
        rest = rest.removeprefix(quantity.unit.lower())
    return bool(re.match(r"(?:/[^\s,;.]+)*\s*(?:[;.,]|$)", rest))
