"""Which other documents a document cites before its first heading, and in what manner.

A plan says in its title or its opening which document it carries out ("Thực hiện Chương trình số
01-CTr/TU ngày 17/3/2021 của Thành ủy") and on which it rests ("Căn cứ …"): form and content of
the grounds of State documents, Decree 30/2020/NĐ-CP, Annex I, section II, point 6; Party
documents open in the same way.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from namro.foundation.documents.reading.announced import PARTY_NUMBER, STATE_NUMBER
from namro.foundation.documents.reading.letters import fold

# What a plan cites stands before its first heading; this much of it is looked through.
LONGEST_OPENING = 40_000
MOST = 200
LONGEST_ISSUER, LONGEST_SUBJECT = 120, 600

# The ways in which a document is cited.
CARRIES_OUT, BASED_ON, MENTIONS = "carries_out", "based_on", "mentions"

_KINDS = (
    "chương trình hành động", "chương trình công tác", "chương trình", "kế hoạch hành động",
    "kế hoạch", "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định", "chỉ thị",
    "kết luận", "thông báo kết luận", "thông báo", "đề án", "quy định", "hướng dẫn", "thông tư",
    "công điện", "công văn", "văn bản", "tờ trình", "chiến lược", "báo cáo",
)  # fmt: skip
_KIND = "|".join(re.escape(kind) for kind in sorted(_KINDS, key=len, reverse=True))
_DAY = (
    r"(?:ngày\s+)?(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)"
    r"|ngày\s+(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>(?:19|20)\d\d)"
)
_CITED = re.compile(
    rf"(?<!\w)(?P<kind>{_KIND})\s+(?:số\s*:?\s*)?"
    # "71/NQ -CP": a space may have slipped in.
    rf"(?P<number>(?:{PARTY_NUMBER}|{STATE_NUMBER})(?:\s-\s?[A-ZĐ]{{2,}})?)"
    rf"(?:\s*,?\s*(?:{_DAY}))?",
    re.IGNORECASE,
)
# "Nghị quyết Đại hội đại biểu lần thứ XVII Đảng bộ thành phố Hà Nội": it has a name, no number.
_CONGRESS = re.compile(
    r"(?<!\w)(?P<whole>nghị quyết\s+đại hội\s+(?:đại biểu\s+)?(?:toàn quốc\s+)?"
    r"(?:(?:đảng bộ|đảng)\s+[^,;.\n]{0,60}?)?lần thứ\s+(?P<ordinal>[ivxlc]+|\d{1,2})"
    r"(?P<of>\s+(?:của\s+)?(?:đảng bộ\s+[^,;.\n(]{1,60}|của đảng|đảng))?)",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\s*,?\s*của\s+(?P<issuer>.+?)(?=\s+(?:về|ban hành|phê duyệt|sửa đổi|quy định|thực hiện"
    r"|triển khai|hướng dẫn|trên địa bàn)(?!\w)|\s+và\s+(?=(?:kế hoạch|chương trình|nghị quyết"
    r"|quyết định|chỉ thị|kết luận)\s)|[,;.:(\n]|$)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    # Not the sentence's own ending: "…, Sở Nội vụ ban hành Kế hoạch như sau".
    r"\s*,?\s*(?P<subject>(?:về|ban hành|phê duyệt|sửa đổi)(?!\w)[^;\n]*?)"
    r"(?=[.,]\s[^,;\n]{3,100}?\s(?:ban hành|xây dựng)\s(?:kế hoạch|chương trình|chỉ thị|quyết định)"
    r"|[;\n]|$)",
    re.IGNORECASE,
)
# A word for carrying out, right before the document that is carried out.
_DOING = (
    r"(?:tổ chức\s+|tiếp tục\s+|đẩy mạnh\s+)*"
    r"(?:triển khai|thực hiện|cụ thể hóa|thể chế hóa|quán triệt|thi hành)"
    r"(?:(?:\s*,\s*|\s+và\s+|\s+)(?:triển khai|thực hiện|cụ thể hóa|thi hành|hiệu quả|có hiệu quả"
    r"|đầy đủ|nghiêm túc|nội dung|các nội dung))*"
)
_RIGHT_BEFORE = re.compile(rf"{_DOING}\s*[“\"]?\s*$")
_OPENS = re.compile(rf"^\s*[-–+*•]?\s*(?P<how>căn cứ|{_DOING}|theo)(?!\w)")
_JOINED = re.compile(r"^\s*(?:,|và|,\s*và|cùng với)?\s*$")


@dataclass(frozen=True, slots=True)
class Cited:
    """One document that another cites.

    Attributes:
        kind: what it is called ("Nghị quyết").
        number: its number without spaces, or "" for a resolution of a congress, which has a name.
        name: number or name, as it is told.
        dated_on: its date, if it is given and is one.
        issuer, subject: as written, or "".
        manner: CARRIES_OUT, BASED_ON or MENTIONS.
        start, end: the place of the citation in the text.
    """

    kind: str
    number: str
    name: str
    dated_on: dt.date | None
    issuer: str
    subject: str
    manner: str
    start: int
    end: int


def citations(text: str, until: int, own: str = "") -> list[Cited]:
    """The documents cited in `text` before the offset `until`, each once, in their order.

    Cited twice, it counts in the manner that says most: carried out before based on before
    mentioned. What is named only within the subject of another document is mentioned.

    Args:
        text: the document's normalised text.
        until: where its first heading begins.
        own: its own number, which it does not cite.
    """
    best: dict[tuple[str, dt.date | None], Cited] = {}
    for cited in _all(text[: min(until, LONGEST_OPENING)]):
        if own and cited.number == _tight(own):
            continue
        key = (cited.number or fold(cited.name), cited.dated_on)
        before = best.get(key)
        if before is None or _WEIGHT[cited.manner] > _WEIGHT[before.manner]:
            best[key] = cited
        if len(best) >= MOST:
            break
    # Once with its date and once without: the same document.
    dated = {(number, _WEIGHT[one.manner]) for (number, day), one in best.items() if day}
    return [
        one
        for (number, day), one in best.items()
        if day or not any(n == number and w >= _WEIGHT[one.manner] for n, w in dated)
    ]


_WEIGHT = {MENTIONS: 0, BASED_ON: 1, CARRIES_OUT: 2}


def _all(opening: str) -> Iterator[Cited]:
    folded = fold(opening)
    for line, begin in _lines(folded):
        opens = _OPENS.match(line)
        led = _led_by(opens["how"]) if opens else MENTIONS
        for start, end in _segments(line):
            yield from _in_segment(opening, line[start:end], begin + start, led)


def _led_by(how: str) -> str:
    if how.startswith("căn cứ"):
        return BASED_ON
    return MENTIONS if how == "theo" else CARRIES_OUT


def _in_segment(opening: str, segment: str, at: int, led: str) -> Iterator[Cited]:
    """The citations between two semicolons: the first is meant, and what is joined to it."""
    end_of_last: int | None = None
    last = led
    for match in sorted(
        [*_CITED.finditer(segment), *_CONGRESS.finditer(segment)], key=lambda one: one.start()
    ):
        if end_of_last is not None and match.start() < end_of_last:
            continue
        before = segment[: match.start()]
        if end_of_last is None:
            manner = CARRIES_OUT if _RIGHT_BEFORE.search(before) else led
        elif _JOINED.match(segment[end_of_last : match.start()]):
            manner = last  # "Nghị quyết số … ngày … của … và Kế hoạch số …"
        else:
            manner = MENTIONS
        cited, end_of_last = _cited(opening, segment, at, match, manner)
        last = manner
        yield cited


def _cited(
    opening: str, segment: str, at: int, match: re.Match[str], manner: str
) -> tuple[Cited, int]:
    """What a match cites, and where in the segment its number, date and issuer end."""
    printed = opening[at : at + len(segment)]

    def said(match: re.Match[str], name: str) -> str:
        return " ".join(printed[match.start(name) : match.end(name)].split())

    parts = match.groupdict()
    if parts.get("number") is None:
        # A resolution of a congress is known by the congress, however it is written out.
        name = f"Nghị quyết Đại hội lần thứ {match['ordinal'].upper()}"
        issuer = re.sub(r"^(?:của )", "", said(match, "of"))
        return Cited(
            *("Nghị quyết", "", name, None, issuer, said(match, "whole"), manner),
            *(at + match.start(), at + match.end()),
        ), match.end()
    end = match.end()
    of = _ISSUER.match(segment, end)
    if of and len(of["issuer"]) > LONGEST_ISSUER:
        of = None
    if of:
        end = of.end()
    about = _SUBJECT.match(segment, end)
    number = _tight(said(match, "number"))
    return Cited(
        *(_capital(" ".join(match["kind"].split())), number, number, _day(parts)),
        said(of, "issuer") if of else "",
        said(about, "subject").rstrip(" .,:")[:LONGEST_SUBJECT] if about else "",
        *(manner, at + match.start(), at + end),
    ), end


def _lines(folded: str) -> Iterator[tuple[str, int]]:
    """The paragraphs of the opening and where they begin.

    A title may be printed over several lines; a line that opens with "Căn cứ" begins anew.
    """
    begin, at, held = 0, 0, ""
    for line in folded.splitlines(keepends=True):
        ended = not held.strip() or held.rstrip()[-1:] in ";.:"
        if held and (ended or not line.strip() or _OPENS.match(line)):
            yield held, begin
            begin, held = at, ""
        held += line.replace("\n", " ")
        at += len(line)
    if held.strip():
        yield held, begin


def _segments(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in re.finditer(r"[;\t]", line):
        yield start, found.start()
        start = found.end()
    yield start, len(line)


def _tight(number: str) -> str:
    return re.sub(r"\s", "", number).replace("–", "-").rstrip("-/.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(parts: dict[str, str | None]) -> dt.date | None:
    for day, month, year in (("d", "m", "y"), ("d2", "m2", "y2")):
        if parts.get(year):
            try:
                return dt.date(int(parts[year] or 0), int(parts[month] or 0), int(parts[day] or 0))
            except ValueError:
                return None  # 31/2: a slip of the pen, not a date
    return None
