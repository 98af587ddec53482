"""When something is to be reached: the dates and spans of years in a sentence or a title."""

from __future__ import annotations

import re
from dataclasses import dataclass

Due = int | str

_YEAR = r"(?P<{name}>20\d\d)"
_MENTION = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>20\d\d)"
    r"|(?<![\d/])(?P<d2>\d{1,2})\s?[/.]\s?(?P<m2>\d{1,2})\s?[/.]\s?(?P<y2>20\d\d)(?!\d)"
    r"|(?:giai đoạn|gđ|thời kỳ|các năm"
    r"|trong \d+ năm)\s*:?\s*\(?(?P<from>20\d\d)\s*[-–—]\s*(?P<to>20\d\d)(?!\d)"
    r"|(?<!\d)(?P<from2>20\d\d)\s*[-–—]\s*(?P<to2>20\d\d)(?!\d)"
    r"|(?:tháng|quý)\s*(?P<part>\d{1,2}|[ivx]{1,3})\s*(?:/|năm)\s*(?P<y3>20\d\d)(?!\d)"
    r"|năm\s+(?P<y4>20\d\d)(?!\d|\s*[-–/])"
    r"|(?:đến|tới|trước|hết|cuối)\s+(?P<y5>20\d\d)(?!\d|\s*[-–/.])"
)
_BASELINE = re.compile(
    r"so(?: sánh)? với(?: mức| kết quả| thực hiện| cuối| đầu| tổng số[^,;.]{0,40})?"
    r"(?: của| ở| tại)?\s+(?:năm\s+(?P<year>(?:19|20)\d\d)|(?:cùng kỳ )?năm (?P<last>trước|ngoái"
    r"|liền kề|liền trước)"
    r"|năm trước liền kề)"
)
_FROM_ONLY = re.compile(r"(?:từ|kể từ|so với|so với cuối|so với đầu|của|ngân sách)\s*$")
_DOCUMENT = re.compile(
    r"(?:luật|nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|kết luận|chương trình"
    r"|hiến pháp|thông báo|công văn|tờ trình)[^,;.]{0,60}$"
)

_NAME_OF_ANOTHER = re.compile(
    r"(?<!\w)(?:theo|tại|thực hiện) [^;]{0,80}?(?<!\w)số \d+[^;]{0,80}?(?<!\w)về "
    r"(?:[^;,]|,(?! (?:đảm bảo|bảo đảm|ph[ấầ]n đ[ấầ]u))){0,200}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in folded text: `due` is a year or an ISO date; `span` the years of a period."""

    start: int
    end: int
    due: Due
    span: tuple[int, int] | None = None
    leading: bool = False  # "đến", "trước", "vào" … stands before it


_LEADS = re.compile(
    r"(?:(?:đến|tới|vào|trong|trước|hết|cuối|ngay trong|chậm nhất(?: là)?|từ nay đến|riêng)"
    r"(?: hết| cuối| trước| trong| thời điểm| ngày)*)\s*$"
)


def mentions(folded: str) -> list[Mention]:
    """The dates named in folded text as something to come; baselines and origins are left out."""
    if "20" not in folded:
        return []
    found: list[Mention] = []
    for match in _MENTION.finditer(folded):
        before = folded[max(0, match.start() - 80) : match.start()]
        start_year = match["from"] or match["from2"]
        if start_year:
            span = (int(start_year), int(match["to"] or match["to2"]))
            if span[1] <= span[0] or span[1] - span[0] > 40:
                continue
            if re.search(r"so với\s*$", before):
                continue
            found.append(Mention(match.start(), match.end(), span[1], span))
            continue
        lead = _LEADS.search(before)
        start = match.start() - (len(before) - lead.start() if lead else 0)
        if match["d"] or match["d2"]:
            day = int(match["d"] or match["d2"])
            month = int(match["m"] or match["m2"])
            year = match["y"] or match["y2"]
            if not (1 <= day <= 31 and 1 <= month <= 12):
                continue
            if not lead or _DOCUMENT.search(before):
                continue  # the date of another document, not a date to come
            found.append(Mention(start, match.end(), f"{year}-{month:02d}-{day:02d}", None, True))
            continue
        if match["y3"]:
            found.append(Mention(start, match.end(), int(match["y3"]), None, bool(lead)))
            continue
        year4 = int(match["y4"] or match["y5"])
        if not lead and _FROM_ONLY.search(before):
            continue
        if re.search(r"tháng\s+\d{1,2}\s*$", before):
            continue
        if not lead and _NAME_OF_ANOTHER.search(folded[: match.start()]):
            continue  # "theo Nghị quyết số 66 … về Chương trình … năm 2025": part of its name
        if match["y5"]:
            found.append(Mention(match.start(), match.end(), year4, None, True))
        else:
            found.append(Mention(start, match.end(), year4, None, bool(lead)))
    return found


def baseline(folded: str) -> tuple[int, int, int | str] | None:
    """The year a value is compared with: (start, end, year or "previous_year"), or None."""
    match = _BASELINE.search(folded)
    if not match:
        return None
    if match["year"]:
        return match.start(), match.end(), int(match["year"])
    return match.start(), match.end(), "previous_year"


def period_of(folded: str) -> tuple[int, int] | None:
    """The first span of years in folded text ("giai đoạn 2021-2025"), or None."""
    for mention in mentions(folded):
        if mention.span:
            return mention.span
    found = re.search(r"từ năm (20\d\d) (?:đến|tới)(?: hết)? năm (20\d\d)", folded)
    return (int(found[1]), int(found[2])) if found else None
