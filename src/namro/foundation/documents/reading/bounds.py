"""The words around a number that say how it is to be reached: bound, direction, rank."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Comparator
from namro.foundation.documents.reading.units import ranked_unit

_FILL = (
    r"(?:\s*(?:mức|được|đạt|có|là|lên|khoảng|thêm|cho|xuống|bằng|về|còn|ở|với|đến|thành lập"
    r"|bình quân|trung bình|hằng năm|hàng năm|mỗi năm|từ|giá trị|tỷ lệ|tỉ lệ|số))*\s*$"
)

_BOUNDS: tuple[tuple[Comparator, re.Pattern[str]], ...] = tuple(
    (comparator, re.compile(rf"(?:^|[^\w])(?:{words}){_FILL}"))
    for comparator, words in (
        (
            Comparator.AT_LEAST,
            r"tối thiểu|ít nhất|không thấp hơn|không dưới|không ít hơn|không nhỏ hơn|không kém"
            r"|không kém hơn|thấp nhất|≥|>=|=>",
        ),
        (
            Comparator.AT_MOST,
            r"tối đa|không quá|không vượt quá|không vượt|nhiều nhất|không cao hơn|không lớn hơn"
            r"|không hơn|cao nhất|≤|<=|=<",
        ),
        (Comparator.MORE_THAN, r"trên|vượt|vượt quá|hơn|lớn hơn|cao hơn|nhiều hơn|>"),
        (Comparator.LESS_THAN, r"dưới|thấp hơn|nhỏ hơn|ít hơn|<"),
    )
)

_FROM = re.compile(r"(?:^|[^\w])từ(?:\s+(?:mức|khoảng))?\s*$")

_UP = re.compile(r"^[^,;.]{0,28}?\s?trở lên")

_DOWN = re.compile(r"^[^,;.]{0,28}?\s?trở xuống")

_GROWS = re.compile(
    r"(?<!tốc độ )(?<!mức độ )(?<!mức )(?<!tỷ lệ )(?<!tỉ lệ )(?<!gia )(?<!đà )(?<!sự )"
    r"(?<!\w)tăng(?! trưởng| cường| tốc| cao)(?: thêm)?(?!\w)"
    r"|(?<!\w)(?:thu hút|có|kết nạp|phát triển|thành lập|bổ sung|nâng|hình thành|xây dựng|tạo)"
    r" thêm(?!\w)|(?<!\w)thêm(?!\w)"
)

_FALLS = re.compile(
    r"(?<!tốc độ )(?<!mức )(?<!tỷ lệ )(?<!tỉ lệ )(?<!tỷ lệ cắt )(?<!tỉ lệ cắt )(?<!miễn )(?<!suy )"
    r"(?<!\w)(?:cắt giảm|tiết giảm|giảm thiểu|giảm|tinh giản|rút ngắn)(?!\w)(?! nghèo| nhẹ| sát)"
)

_LEVEL_AGAIN = re.compile(
    r"(?<!\w)(?:đạt|chiếm|còn|xuống|lên|bảo đảm|đảm bảo|trong đó|duy trì|phấn đấu|bằng)(?!\w)"
    r"|[,;:(]"
)

_RANK_LEFT = re.compile(
    r"(?:(?P<top>top|tốp)|(?P<group>nhóm)|(?:trong|thuộc|trong số|nằm trong))\s*$"
)

_RANK_RIGHT = re.compile(
    r"^\s*(?P<noun>nước|quốc gia|tỉnh(?:, thành(?: phố)?)?|thành phố|địa phương|đơn vị|nền kinh tế"
    r"|trường|bộ|sở|cơ quan|doanh nghiệp|đô thị|vùng)?(?P<rest>[^,;.]{0,40})"
)

_RANKED = re.compile(r"dẫn đầu|đứng đầu|cao nhất|hàng đầu|tốt nhất|đầu tiên|phát triển nhất")

PLACE_LEFT = re.compile(
    r"(?:xếp(?: hạng)?(?: thứ)?|thứ hạng|vị trí(?: thứ)?|đứng thứ|hạng thứ"
    r"|xếp ở vị trí(?: thứ)?)\s*$"
)

_STEPS = re.compile(r"^\s*(?:bậc|thứ hạng|hạng|vị trí|thứ bậc)(?!\w)")


def rank_of(wide: str, right: str) -> tuple[int, str | None] | None:
    """Where the words of a rank begin and what is ranked, or None."""
    place = PLACE_LEFT.search(wide)
    if place and not re.match(r"\s*(?:%|bậc)", right):
        return place.start(), None
    left = _RANK_LEFT.search(wide)
    if not left:
        return None
    after = _RANK_RIGHT.match(right)
    noun = after["noun"] if after else None
    ranked = bool(after and _RANKED.search(after.group()))
    if left["top"]:
        return left.start(), ranked_unit(noun)
    if left["group"] and (ranked or noun in ("nước", "quốc gia", "tỉnh", "địa phương")):
        return left.start(), ranked_unit(noun)
    if noun and ranked:
        return left.start(), ranked_unit(noun)
    return None


def comparator_of(left: str, right: str, high: str | None) -> tuple[Comparator, int, bool]:
    """The comparator, where its words begin in `left`, and whether words set it."""
    bound: Comparator | None = None
    at = len(left)
    for comparator, pattern in _BOUNDS:
        match = pattern.search(left)
        if match:
            bound, at = comparator, match.start()
            break
    if bound is None:
        if _UP.match(right):
            bound = Comparator.AT_LEAST
            at = match.start() if (match := _FROM.search(left)) else at
        elif _DOWN.match(right):
            bound = Comparator.AT_MOST
        elif high is None and (match := _FROM.search(left)):
            bound, at = Comparator.AT_LEAST, match.start()
    direction, begins = _direction(left, at)
    if direction is not None:
        lower = bound in (Comparator.AT_LEAST, Comparator.MORE_THAN)
        if direction is Comparator.INCREASE:
            return (Comparator.INCREASE_AT_LEAST if lower else direction), begins, True
        if bound not in (Comparator.LESS_THAN, Comparator.AT_MOST):
            return (Comparator.REDUCE_AT_LEAST if lower else direction), begins, True
    if high is not None and bound in (None, Comparator.AT_LEAST):
        match = _FROM.search(left)
        return Comparator.BETWEEN, match.start() if match else at, True
    if bound is not None:
        return bound, at, True
    reach = re.search(
        r"(?:^|[^\w])(?:đạt|chiếm|lên|xuống|còn|bảo đảm|đảm bảo|duy trì|ở mức|bằng|ph[ấầ]n đ[ấầ]u)"
        rf"{_FILL}",
        left,
    )
    if reach:
        return Comparator.REACH, reach.start(), True
    return Comparator.REACH, at, False


def _direction(left: str, at: int) -> tuple[Comparator | None, int]:
    """The last verb of direction before the bound, when nothing makes it a level again."""
    last: tuple[int, int, Comparator] | None = None
    for comparator, pattern in (
        (Comparator.INCREASE, _GROWS),
        (Comparator.REDUCE, _FALLS),
    ):
        for match in pattern.finditer(left):
            if last is None or match.start() > last[0]:
                last = (match.start(), match.end(), comparator)
    if last is None:
        return None, at
    between = left[last[1] :]
    if _LEVEL_AGAIN.search(between):
        return None, at
    return last[2], last[0]


def climbs(wide: str, right: str) -> bool:
    """Whether the number counts places to climb in a ranking."""
    return bool(_STEPS.match(right)) and bool(
        re.search(r"(?<!\w)(?:tăng|cải thiện|nâng|lên|thăng|vượt)(?!\w)", wide)
    )
