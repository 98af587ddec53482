"""Is a line a secrecy stamp (dấu chỉ độ mật), and does it stand where a stamp would?

The three levels are MẬT, TỐI MẬT and TUYỆT MẬT (Law on the protection of state secrets
29/2018/QH14, article 8; the stamp is a box of its own at the head of the document). A stamp
stands alone or beside what goes with it (copy number, urgency, page number), so only a line, a
cell or a text box that holds nothing else counts: sentences with "bí mật", "bảo mật",
"mật khẩu" do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Final

from namro.foundation.documents.reading.blocks import Block, Paragraph
from namro.foundation.documents.reading.opening.lookalikes import folded, may_name_a_level

#: A stamp stands at the head; further down a lone word is a wrapped line or a list of levels.
HEAD_LINES: Final = 40
#: So many lines after the beginning of a page, a section or an appendix are a head again.
_PART_HEAD_LINES: Final = 6
#: A stamp may stand so many lines above the word "PHỤ LỤC" or a letterhead.
_ABOVE_HEADING: Final = 3
_LONGEST: Final = 400

_LEVELS: Final = frozenset({"MẬT", "TỐIMẬT", "TUYỆTMẬT"})
_TITLE_LEVELS: Final = frozenset({"Mật", "Tốimật", "TốiMật", "Tuyệtmật", "TuyệtMật"})
_REPEATED: Final = re.compile(r"((?:TỐI|TUYỆT)?MẬT)\1*")
_DECORATION: Final = " \t.,:;*_-–—=~|/\\\"'“”‘’()[]{}<>«»#·•■□▪"
_INSIDE: Final = re.compile(r"[\s.\-‐‑–—_·•*~]+")
_GAP: Final = re.compile(r"\t+| {2,}|\s*\|\s*")
_FIELD: Final = re.compile(r"[;,|\t]|\s{2,}")
_PICTURE: Final = re.compile(r"!?\[([^\]\[]{0,80})\]\([^()]{0,200}\)")
_LABELLED: Final = re.compile(
    r"^(?:độ|mức độ|mức|cấp độ|dấu(?: chỉ)?(?: độ)?|dấu chỉ mức độ) mật\s*[:\-–]\s*\W*"
    r"(?:tối |tuyệt )?mật\W*$",
    re.IGNORECASE,
)
_LIST_ITEM: Final = re.compile(r"^\s*(?:[-–—+•*]\s+|[0-9a-zđA-ZĐ]{1,3}[.)]\s*)\S")
#: A single letter and a dot may begin a list or a letter-spaced stamp: "M.Ậ.T".
_SPACED: Final = re.compile(r"^\W*(?:T\W*(?:Ố\W*I|U\W*Y\W*Ệ\W*T)\W*)?M\W*Ậ\W*T\W*$")

_CAPITAL: Final = r"(?:(?:T\s*Ố\s*I|T\s*U\s*Y\s*Ệ\s*T)[\s.\-‐‑–]*)?M\s*Ậ\s*T(?!\w)"
_LEVEL: Final = re.compile(rf"(?P<capital>{_CAPITAL})|(?:Tối [Mm]ật|Tuyệt [Mm]ật|Mật)(?!\w)")
#: What stands in the box of a stamp or beside it. Each is read whole, so that none overlaps.
_BESIDE: Final = re.compile(
    r"(?:(?:BẢN\s*SỐ|SỐ\s*BẢN)\W{0,9}(?:\d{1,4}(?:\s?/\s?\d{1,4})?)?"
    r"|(?:\(\s*)?(?:ĐÃ\s+)?(?:ĐÓNG\s+)?DẤU(?:\s+ĐỎ)?(?:\s*\))?)(?!\w)",
    re.IGNORECASE,
)
_URGENT: Final = re.compile(r"(?:THƯỢNG\s+KHẨN|KHẨN|(?:HỎA|HOẢ)\s+TỐC(?:\s+HẸN\s+GIỜ)?)(?!\w)")
_PAGE: Final = re.compile(
    r"(?:(?:(?i:trang)(?:\s+(?i:số))?\W{0,4})?\d{1,4}(?:\s?/\s?\d{1,4})?|(?i:trang))(?!\w)"
)
_PAPER: Final = re.compile(r"(?:TÀI\s+LIỆU|VĂN\s+BẢN|CÔNG\s+VĂN|HỒ\s+SƠ)(?!\w)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s.,:;|/&+()\[\]{}*_#\"'“”~=‐‑–—-]+")
#: The number line of a letterhead with the stamp at its end, perhaps before place and date.
_NUMBER_LINE: Final = re.compile(
    rf"^\W*(?i:số)\s*[:.]?\s*(?P<number>[^\s:,;()]*(?:\s[^\s:,;()]+)?)"
    rf"[\s(\[–-]+{_CAPITAL}\W*(?:\s.*\sngày\b.*)?$"
)
#: Words that a wrapped capital line may have left on the line before: "BÍ / MẬT".
_BROKEN_BEFORE: Final = re.compile(r"(?:^|\W)(?:bí|bảo|cơ|độ|hoặc|và)\W*$|,\s*$", re.IGNORECASE)
_PAPER_BEFORE: Final = re.compile(
    r"(?:^|\W)(?:quản lý|sử dụng|bảo quản|bảo vệ|lưu trữ|lưu giữ|tiêu h[ủu][ỷy]|giao nhận|gửi|nhận"
    r"|chuyển|sao chụp|soạn thảo|các|những|của|về|và|đối với|cho|một số|danh mục|thống kê|in|hồ sơ"
    r"|loại|tài liệu|văn bản)\W*$|,\s*$",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"^\W*(?:PHỤ\s+LỤC|PHỤ\s+BIỂU|BIỂU\s+SỐ|MẪU\s+SỐ|Phụ lục(?:\s+(?:số\s+)?[\dIVX]+)?\W*$)"
    r"|CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
)


class Stamp(IntEnum):
    """How plain a stamp is: the plainer, the further from a head it still counts."""

    NONE = 0
    WRITTEN = 1  # "Mật", "Tối mật": only at the head
    CAPITAL = 2  # "MẬT": also at the head of a page, a section, an appendix
    CERTAIN = 3  # "TỐI MẬT", "TUYỆT MẬT": anywhere


def is_stamp(line: str, before: str = "") -> bool:
    """True when the line holds a secrecy stamp and nothing that does not go with one.

    Letter-spaced, decomposed and full-width forms count ("M Ậ T"), also beside another cell of
    the head when the two are a tab, a bar or several spaces apart ("MẬT    Hà Nội, ngày …").
    `before` is the line above: a capital title broken inside "BẢO MẬT" is not a stamp.
    """
    return stamp(line, before) is not Stamp.NONE


def stamp(line: str, before: str = "") -> Stamp:
    """Which stamp the line holds, if it holds one (see `is_stamp`)."""
    if len(line) > _LONGEST or not may_name_a_level(line):
        return Stamp.NONE
    text = _PICTURE.sub(r"\1", folded(line)).strip()
    if "ậ" not in text and "Ậ" not in text:
        return Stamp.NONE
    if any(_LABELLED.match(" ".join(part.split())) for part in _FIELD.split(text)):
        return Stamp.CAPITAL
    found = _alone(text)
    if found:
        return Stamp.NONE if _BROKEN_BEFORE.search(folded(before[-60:])) else found
    if _LIST_ITEM.match(text):
        return Stamp.NONE
    found = _in_company(text, before)
    if found:
        return found
    segments = [segment.strip() for segment in _GAP.split(text) if segment.strip()]
    if len(segments) > 1:
        return max(
            Stamp.CAPITAL if _LABELLED.match(part) else _alone(part) or _in_company(part, before)
            for part in segments
        )
    return Stamp.NONE


def _alone(text: str) -> Stamp:
    stripped = text.strip()
    bare = stripped.strip(_DECORATION)
    if stripped[:1] in "-–—+•*" and stripped[-1:] not in "-–—+•*":
        return Stamp.NONE  # an item of a list that names the levels
    letters = _INSIDE.sub("", bare)
    repeated = _REPEATED.fullmatch(letters)
    if repeated is not None:
        return Stamp.CAPITAL if repeated[1] == "MẬT" else Stamp.CERTAIN
    # "Mật," or "Mật." ends a sentence that was broken across lines; a stamp ends with nothing.
    ends = stripped.rstrip("])}\"'*_ ")[-1:] == bare[-1:]
    return Stamp.WRITTEN if letters in _TITLE_LEVELS and ends else Stamp.NONE


def _in_company(text: str, before: str) -> Stamp:
    """A stamp with what goes with it: "MẬT Bản số 03", "MẬT - HỎA TỐC", "TÀI LIỆU MẬT"."""
    numbered = _NUMBER_LINE.match(text)
    if numbered is not None and re.search(r"\d\S*\s?/|^(?:\.{2,}|…)?\s?/", numbered["number"]):
        return Stamp.CAPITAL
    place = 0
    level = ""
    company = paper = False
    while place < len(text):
        if found := _BETWEEN.match(text, place):
            pass
        elif found := _LEVEL.match(text, place):
            named = _INSIDE.sub("", found[0])
            if level not in ("", named):
                return Stamp.NONE  # a list of levels
            level = named
        elif found := _companion(text, place, level):
            company = True
        elif not level and not paper and (found := _PAPER.match(text, place)):
            paper = True
        else:
            return Stamp.NONE
        place = found.end()
    if not level or not (company or paper):
        return Stamp.NONE
    if paper and _PAPER_BEFORE.search(folded(before[-60:])):
        return Stamp.NONE
    if level in _LEVELS:
        return Stamp.CAPITAL if level == "MẬT" or paper else Stamp.CERTAIN
    return Stamp.WRITTEN


def _companion(text: str, place: int, level: str) -> re.Match[str] | None:
    """What may stand beside a stamp; a bare page number only after the level in capitals."""
    found = _BESIDE.match(text, place) or _URGENT.match(text, place)
    if found is None and (not level or level in _LEVELS):
        found = _PAGE.match(text, place)
        if found is not None and not level and found[0].isdecimal():
            return None
    return found


class Watch:
    """Follows the lines of a document and tells when one is a stamp in its place."""

    def __init__(self, head: int = HEAD_LINES) -> None:
        self._left = head
        self._above = 0
        self._before = ""

    def begin_part(self) -> None:
        """A page, a section or another paper begins: its first lines are a head again."""
        self._left = max(self._left, _PART_HEAD_LINES)

    def sees_stamp(self, line: str) -> bool:
        """Is the next line a stamp (or has it shown the one above it to be one)?"""
        if not line.strip():
            return False
        found = stamp(line, self._before)
        if found is Stamp.CAPITAL and folded(self._before).strip(_DECORATION) in ("TUYỆT", "TỐI"):
            found = Stamp.CERTAIN
        self._before = line
        if found is Stamp.CERTAIN or (found and self._left > 0):
            return True
        if len(line) <= _LONGEST and _HEADING.search(line):
            if self._above > 0:
                return True
            self._left = max(self._left, _PART_HEAD_LINES + 1)
        self._left -= 1
        self._above = _ABOVE_HEADING if found is Stamp.CAPITAL else self._above - 1
        return False


def any_stamp(lines: Iterable[str], limit: int | None = HEAD_LINES) -> bool:
    """True when a line is a stamp in its place: any of the first `limit` non-blank lines (all
    lines with None), "TỐI MẬT" and "TUYỆT MẬT" anywhere, "MẬT" beside the head of an appendix.

    A form feed at the beginning of a line begins a page.
    """
    if limit is None:
        before = ""
        for line in lines:
            if is_stamp(line, before):
                return True
            before = line if line.strip() else before
        return False
    watch = Watch(limit)
    for line in lines:
        if line.startswith("\f"):
            watch.begin_part()
        if watch.sees_stamp(line):
            return True
    return False


def printed_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of paragraphs and cells. In a table that names two levels or more (one that
    counts secret papers) the cells that name them are no stamps and left out.
    """
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            cells = [cell.text for row in block.rows for cell in row if cell.text]
            about_secrets = names_levels(cells)
            for text in cells:
                if not (about_secrets and stamp(text)):
                    yield from text.split("\n")


def names_levels(texts: Iterable[str]) -> bool:
    """Do these cells name two levels or more: a table about secrets, not a stamp?"""
    named = set()
    for text in texts:
        if len(text) <= _LONGEST and may_name_a_level(text):
            letters = _INSIDE.sub("", folded(text).strip(_DECORATION)).upper()
            if letters in _LEVELS:
                named.add(letters)
    return len(named) > 1
