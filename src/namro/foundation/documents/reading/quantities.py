"""The grammar of quantities: what a sentence wants to be reached (standards.md §2.3).

Works on one sentence and knows nothing of the document. A number is read with the words on
its left (bound, direction, rank) and on its right (unit, "trở lên", "bậc"); numbers of
documents, dates, codes, ages and speeds are no quantities, nor is a number that is part of
what another one counts.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.bounds import PLACE_LEFT, climbs, comparator_of, rank_of
from namro.foundation.documents.reading.criteria import WITHIN, carry, without_criteria
from namro.foundation.documents.reading.draft import Comparator, Value
from namro.foundation.documents.reading.letters import fold, mended
from namro.foundation.documents.reading.numbers import NUMBER, number
from namro.foundation.documents.reading.quantity import Quantity
from namro.foundation.documents.reading.units import (
    is_technical,
    is_time,
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
_LONGEST = 18  # digits; what is longer is a code or a slip and no figure
_NUMBER = re.compile(rf"(?<![\w.,/])(?P<value>{NUMBER}){_APART}")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[;]\s|[.:]\s|\s[-–]\s|(?<!\w)\((?:\d{1,2}|[ivx]{1,4})\)\s")


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
    r"|kết quả đạt|vừa qua|thời gian qua|trước đây|đạt được là|còn thiếu|mới có)(?!\w)"
    r"|(?<!\w)đã (?:\w+\s){1,3}được\s*(?:\d|$)"
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
_YEARLY_NOUN = re.compile(r"(?<!\w)(?!và\s|đ[ấầ]u\s)[^\W\d_]+\s$")
_ASPIRES = re.compile(r"ph[ấầ]n đ[ấầ]u|cố gắng|nỗ lực|hướng tới")
_ABOUT = re.compile(r"(?<!\w)(?<!mức )(?<!số )(khoảng|xấp xỉ|gần|cơ bản)\s*(?:đạt\s*)?$")


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
    return without_criteria(folded, found)


def _numerals(folded: str) -> list[tuple[re.Match[str], str, str | None]]:
    """The numerals of folded text: (match, low, high or None), ranges before their ends."""
    spans: list[tuple[re.Match[str], str, str | None]] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(folded):
        low, high = match["low"], match["high"]
        if _is_year(low, folded, match.end("low")) or _is_year(high, folded, match.end("high")):
            taken.append(match.span())
            continue
        if max(len(low), len(high)) > _LONGEST:
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
        if not _inside(match.start(), taken) and len(match["value"]) <= _LONGEST:
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
    if _STRONG_NAMES.search(wide[-30:]) and not PLACE_LEFT.search(wide[-30:]):
        return None
    value: Value = number(low) if high is None else (number(low), number(high))

    rank = rank_of(wide, right)
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
    comparator, bound, explicit = comparator_of(left, right[unit_end:], high)
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
        nested=bool(found) and bool(WITHIN.search(folded[found[-1].end : start])),
    )
    about = _ABOUT.search(left)
    if about:
        quantity.qualifier = about[1]
    if climbs(wide, right) and unit is not None:
        quantity.comparator, quantity.unit = Comparator.IMPROVE_RANK_AT_LEAST, "bậc"
        quantity.explicit = True
    if not _is_counted(quantity, wide, right):
        return None
    if quantity.comparator in (Comparator.REACH, Comparator.BETWEEN) and found:
        carry(quantity, found[-1], folded)
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


def _yearly(folded: str, start: int, end: int) -> bool:
    """Whether the words around a number ask for it every year."""
    if re.match(r"(?:\s[^\W\d_]+){0,3}\s?(?:/\s?năm|một năm|mỗi năm)", folded[end : end + 40]):
        return True
    for match in _YEARLY.finditer(folded, 0, start):
        if _YEARLY_NOUN.search(folded[: match.start()]) and folded[match.end() :][:1] == ",":
            continue  # "sửa cách xếp loại hằng năm, …": what is yearly is the rating
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
