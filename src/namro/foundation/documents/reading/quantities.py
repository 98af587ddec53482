"""The grammar of quantities: what a sentence wants to be reached (standards.md §2.3).

Works on one sentence and knows nothing of the document. A number is read with the words on
its left (bound, direction, rank) and on its right (unit, "trở lên", "bậc"); numbers of
documents, dates, codes, ages and speeds are no quantities, nor is a number that is part of
what another one counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from namro.foundation.documents.reading.draft import Comparator, Value
from namro.foundation.documents.reading.letters import fold, mended
from namro.foundation.documents.reading.numbers import NUMBER, number
from namro.foundation.documents.reading.units import (
    is_technical,
    is_time,
    ranked_unit,
    unit_after,
)

_BEFORE = r"(?<![\w.,/])(?<!\d-)"
# a number stands apart from letters, but for the units that are printed without a space
_APART = r"(?:(?![\w/]|[.,]\d)|(?=(?:cm|km2?|kg|ha|m2|m²|usd|mw|gam|tấn)(?!\w)))"
_PERCENT = r"(?:\s?%|\s?phần trăm)"
_MEASURE = r"(?:\s?%|\s?phần trăm|\s+[^\W\d_]+(?:\s[^\W\d_]+)?(?:/[^\W\d_]+)?)?"
_RANGE = re.compile(
    rf"(?<![\w.,/])(?P<low>{NUMBER})(?P<unit>{_MEASURE})\s*(?:-|–|—|÷|~|đến|tới)\s*"
    rf"(?P<high>{NUMBER}){_APART}"
)
_SHARE = re.compile(
    r"(?<![\w.,/])(?P<part>\d{1,4})\s?/\s?(?P<whole>\d{1,5})(?![\w/]|[.,]\d)(?=\s+[^\W\d_])"
)
_NUMBER = re.compile(rf"(?<![\w.,/])(?P<value>{NUMBER}){_APART}")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[;]\s|[.:]\s|\s[-–]\s")

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
_PLACE_LEFT = re.compile(
    r"(?:xếp(?: hạng)?(?: thứ)?|thứ hạng|vị trí(?: thứ)?|đứng thứ|hạng thứ"
    r"|xếp ở vị trí(?: thứ)?)\s*$"
)
_STEPS = re.compile(r"^\s*(?:bậc|thứ hạng|hạng|vị trí|thứ bậc)(?!\w)")

# Words before a number that make it a name, a date or a code and no quantity.
_NAMED = re.compile(
    r"(?<!\w)(?<!mỗi )(?<!hằng )(?<!hàng )(?:tháng|quý|ngày|giờ|kỳ|thế kỷ|khóa|lần thứ|thứ|số"
    r"|điều|khoản|điểm|mục|phần"
    r"|chương|phụ lục|biểu|bảng|mẫu|luật|nghị quyết|nghị định|quyết định|chỉ thị|kết luận"
    r"|thông tư|đề án|chương trình|kế hoạch|thông báo|công văn|quy định|mức độ|cấp độ|cấp|loại"
    r"|hạng|nhóm|giai đoạn|đợt|vòng|bước|phiên bản|vùng|khu vực|quốc lộ|ql|đường|vành đai"
    r"|đại lộ|tuyến|ca|iso|công nghiệp|thế hệ|tcvn|qcvn|iec|phiên|nhiệm vụ|tiêu chí|dự án|quận"
    r"|kênh|tờ trình|hướng dẫn|ctr|trang|hình|sơ đồ|mốc|covid|bộ chỉ số"
    r"|g)(?: số)?\s*(?:\d{1,3}\s*(?:,|và)\s*)*$"
)
_STRONG_NAMES = re.compile(
    r"(?<!\w)(?<!mỗi )(?<!hằng )(?<!hàng )(?:(?:tháng|quý|ngày|thứ)|(?:điều"
    r"|khoản)\s*(?:\d{1,3}\s*(?:,|và)\s*)*)\s*$"
)
_PAST = re.compile(
    r"(?<!\w)(?:hiện nay|hiện có|hiện đạt|hiện tại|hiện là|đến nay|tính đến|đã đạt|đã có"
    r"|đã thực hiện"
    r"|đã hoàn thành|đã xây dựng|đã triển khai|đã ban hành|đã giảm|đã tăng|mới chỉ đạt"
    r"|chỉ mới đạt|(?<!chứng )chỉ đạt"
    r"|kết quả đạt|vừa qua|thời gian qua|trước đây|đạt được là|còn thiếu|mới có|đã được)(?!\w)"
)
_ORIGIN = re.compile(r"(?<!\w)từ(?: mức| khoảng)?\s*$")
_LEADS_ON = re.compile(
    r"^[^;.]{0,60}?(?<!\w)(?<!trở )(?:lên|xuống|còn|tăng lên|giảm xuống)(?!\w)[^;.,]{0,20}?\d"
)
_YEARLY = re.compile(
    r"(?:hằng|hàng|mỗi|từng) năm|(?:bình quân|trung bình)(?: mỗi| hằng| hàng)? năm"
    r"|năm nào cũng"
)
_YEARLY_REPORT = re.compile(r"(?:báo cáo|kế hoạch|định kỳ|đánh giá|dự toán)\s*$")
_ASPIRES = re.compile(r"ph[ấầ]n đ[ấầ]u|cố gắng|nỗ lực|hướng tới")
_ABOUT = re.compile(r"(?<!\w)(khoảng|xấp xỉ|gần|cơ bản)\s*(?:đạt\s*)?$")
_WITHIN = re.compile(r"trong đó|trong số đó|riêng")


@dataclass(slots=True)
class Quantity:
    """One quantity in a sentence; offsets are those of the sentence.

    `clause` is where its clause begins, `bound` where the words of its comparator begin.
    `explicit` is true where a word bounds or directs it; `carried` where its bound was taken
    over from the quantity before ("ít nhất A, B").
    """

    start: int
    end: int
    clause: int
    bound: int
    value: Value
    unit: str | None
    comparator: Comparator
    each_year: bool = False
    aspiration: bool = False
    qualifier: str | None = None
    nested: bool = False
    explicit: bool = False
    carried: bool = False
    weak: bool = False

    @property
    def percent(self) -> bool:
        """Whether it is a share or a rate."""
        return self.unit == "%"


def quantities(sentence: str) -> list[Quantity]:
    """The quantities a sentence sets, in order; [] where it sets none."""
    if not _DIGIT.search(sentence):
        return []
    folded = mended(fold(sentence))
    found: list[Quantity] = []
    at = 0
    for match, low, high in _numerals(folded):
        if match.start() < at:
            continue
        quantity = _quantity(sentence, folded, match, low, high, found)
        if quantity is not None:
            found.append(quantity)
            at = quantity.end
    return _without_criteria(folded, found)


def _numerals(folded: str) -> list[tuple[re.Match[str], str, str | None]]:
    """The numerals of folded text: (match, low, high or None), ranges before their ends."""
    spans: list[tuple[re.Match[str], str, str | None]] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(folded):
        low, high = match["low"], match["high"]
        if _is_year(low, folded, match.end("low")) or _is_year(high, folded, match.end("high")):
            taken.append(match.span())
            continue
        if number(high) <= number(low) or _NAMED.search(folded[: match.start()][-40:]):
            continue
        if match["unit"].strip() and not match["unit"].strip().startswith(("%", "phần")):
            again = folded[match.end() :].lstrip()
            if not again.startswith(match["unit"].strip()[:3]) and "-" in match.group():
                continue
        spans.append((match, low, high))
        taken.append(match.span())
    for match in _SHARE.finditer(folded):
        if _inside(match.start(), taken) or match.group().replace(" ", "") == "24/7":
            continue
        part, whole = int(match["part"]), int(match["whole"])
        before = folded[: match.start()][-12:]
        if part > whole or re.search(r"(?:ngày|trước|từ|đến)\s*$", before):
            continue
        spans.append((match, match["part"], None))
        taken.append(match.span())
    for match in _NUMBER.finditer(folded):
        if not _inside(match.start(), taken):
            spans.append((match, match["value"], None))
    spans.sort(key=lambda one: one[0].start())
    return spans


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_year(text: str, folded: str, after: int) -> bool:
    if not (len(text) == 4 and text.isdigit() and 1930 <= int(text) <= 2100):
        return False
    if re.search(r"(?<!\w)năm\s*$", folded[max(0, after - 12) : after - 4]):
        return True
    unit = unit_after(folded[after : after + 60])
    return unit is None or unit == "năm" or not re.match(r"\s?%|\s[^\W\d_]", folded[after:])


def _quantity(
    sentence: str,
    folded: str,
    match: re.Match[str],
    low: str,
    high: str | None,
    found: list[Quantity],
) -> Quantity | None:
    start, end = match.span()
    clause = _clause_start(folded, start)
    left = folded[max(clause, found[-1].end if found else 0) : start]
    wide = folded[clause:start]
    right = folded[end : end + 90]
    percent = re.match(_PERCENT, right)
    if high is None and not percent and _is_year(low, folded, end):
        return None
    if folded[start - 1 : start] == "(" and folded[end : end + 1] == ")":
        return None
    if _STRONG_NAMES.search(wide[-30:]) and not _PLACE_LEFT.search(wide[-30:]):
        return None
    value: Value = number(low) if high is None else (number(low), number(high))

    rank = _rank(wide, right)
    if rank is not None and high is None and not percent:
        bound, unit = rank
        return Quantity(
            start, end, clause, clause + bound, value, unit, Comparator.RANK_WITHIN, explicit=True
        )
    if not percent and _NAMED.search(wide[-40:]):
        return None
    if re.search(r"(?<!\w)không (?:còn|có|để)(?!\w)[^,;]*$", wide):
        return None
    if percent and re.search(r"(?<!\w)(?:thuế suất|lãi suất|vốn điều lệ|cổ phần)[^,;]*$", wide):
        return None
    if _PAST.search(wide) and not re.search(r"ph[ấầ]n đ[ấầ]u|đến năm", wide[_last_past(wide) :]):
        return None
    if high is None and _ORIGIN.search(left[-16:]) and _LEADS_ON.match(right):
        return None  # "từ 35% lên 50%": where it starts from

    if percent:
        unit, unit_end = "%", percent.end()
    else:
        unit = unit_after(right)
        unit_end = 0
    comparator, bound, explicit = _comparator(left, right[unit_end:], high)
    bound_at = start - len(left) + bound
    quantity = Quantity(
        start,
        end + unit_end,
        clause,
        bound_at,
        value,
        unit,
        comparator,
        each_year=_yearly(folded, start, end + unit_end),
        aspiration=bool(_ASPIRES.search(folded[:start])),
        explicit=explicit,
        nested=bool(found) and bool(_WITHIN.search(folded[found[-1].end : start])),
    )
    about = _ABOUT.search(left)
    if about:
        quantity.qualifier = about[1]
    if _steps(wide, right) and unit is not None:
        quantity.comparator, quantity.unit = Comparator.IMPROVE_RANK_AT_LEAST, "bậc"
        quantity.explicit = True
    if not _is_counted(quantity, wide, right):
        return None
    if quantity.comparator in (Comparator.REACH, Comparator.BETWEEN) and found:
        _carry(quantity, found[-1], folded)
    return quantity


def _last_past(wide: str) -> int:
    last = 0
    for match in _PAST.finditer(wide):
        last = match.end()
    return last


def _clause_start(folded: str, at: int) -> int:
    start = 0
    for match in _CLAUSE.finditer(folded, 0, at):
        if match.group().strip() in "-–" and re.match(r"\s*\d", folded[match.end() :]):
            continue
        if match.group()[0] == "." and folded[match.start() - 1 : match.start()].isdigit():
            continue
        if match.group()[0] == ":" and match.end() >= at - 1:
            continue  # "kết nạp: 9.000 đảng viên"
        start = match.end()
    return start


def _rank(wide: str, right: str) -> tuple[int, str | None] | None:
    """Where the words of a rank begin and what is ranked, or None."""
    place = _PLACE_LEFT.search(wide)
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


def _comparator(left: str, right: str, high: str | None) -> tuple[Comparator, int, bool]:
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


def _steps(wide: str, right: str) -> bool:
    """Whether the number counts places to climb in a ranking."""
    return bool(_STEPS.match(right)) and bool(
        re.search(r"(?<!\w)(?:tăng|cải thiện|nâng|lên|thăng|vượt)(?!\w)", wide)
    )


def _yearly(folded: str, start: int, end: int) -> bool:
    """Whether the words around a number ask for it every year."""
    if re.match(r"(?:\s[^\W\d_]+){0,3}\s?(?:/\s?năm|một năm|mỗi năm)", folded[end : end + 40]):
        return True
    for match in _YEARLY.finditer(folded, 0, start):
        if not _YEARLY_REPORT.search(folded[: match.start()][-16:]):
            return True
    behind = re.match(r"[^;.,\d]*", folded[end:])
    after = behind.group() if behind else ""
    found = _YEARLY.search(after)
    return found is not None and not _YEARLY_REPORT.search(after[: found.start()][-16:])


def _is_counted(quantity: Quantity, wide: str, right: str) -> bool:
    """Whether the number is a quantity at all: a share, a counted noun, or an index value."""
    if quantity.percent:
        return True
    after = right
    if re.match(r"\s*sao(?!\w)", after):
        return False  # a grade: "khách sạn 5 sao"
    if is_technical(after):
        quantity.weak = True
        return quantity.explicit and not re.search(r"tỷ lệ|tỉ lệ", wide)
    if is_time(after):
        subject = re.search(r"thời gian|tuổi thọ|số năm|số ngày|thời hạn giải quyết", wide)
        return quantity.explicit and bool(subject)
    if quantity.unit is not None:
        return True
    if not quantity.explicit:
        return False
    return bool(re.search(r"chỉ số|hệ số|điểm|mức|tỷ số|tổng tỷ suất|index|hdi|số|xếp", wide)) or (
        isinstance(quantity.value, float)
    )


def _carry(quantity: Quantity, before: Quantity, folded: str) -> None:
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


def _without_criteria(folded: str, found: list[Quantity]) -> list[Quantity]:
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
    if _WITHIN.search(between) or re.search(r"đồng thời|;", between):
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
