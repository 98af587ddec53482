"""Stage: the frame of a document: letterhead, title, recipients, signature.

Reads the repaired parts; writes the document's head and which parts belong to the frame and
not to the body. State layout: Decree 30/2020/NĐ-CP, Annex I; Party layout: Guidance
36-HD/VPTW (2018) and its successors, which print the number without a colon and "T/M".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from namro.foundation.documents.reading.announced import (
    KINDS,
    PARTY_NUMBER,
    STATE_NUMBER,
    announced_date,
    announced_signer,
    identity_in_text,
)
from namro.foundation.documents.reading.dates import period_of
from namro.foundation.documents.reading.draft import DocumentHead
from namro.foundation.documents.reading.letters import UPPER, fold, is_upper
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.naming import natural_case, signer_of
from namro.foundation.documents.reading.passages import Grid, Part, Passage
from namro.foundation.documents.reading.tables import find_head
from namro.foundation.documents.reading.tail import AUTHORITY, COLUMNS, read_tail, signing_body

_KIND = re.compile("(?:" + "|".join(fold(kind) for kind in KINDS) + r")(?![\w])")
_NAMES = {fold(kind): kind for kind in KINDS}

_NUMBER = re.compile(rf"(?:{PARTY_NUMBER}|{STATE_NUMBER})")
_NUMBER_LINE = re.compile(rf"(?<!\w)[Ss][ốÔôỐ]\s*[:.]?\s*(?P<number>{PARTY_NUMBER}|{STATE_NUMBER})")
_NUMBER_BLANK = re.compile(r"(?<!\w)[Ss][ốỐ]\s*[:.]\s*(?:/|-|…|\.{2,}|$)")
_BLANK = r"[.…_]*"  # a day or month still to be written by hand
_PLACED = re.compile(
    rf"(?P<place>[{UPPER}][^\d,;:\t]{{1,40}}?)\s*,\s*ngày\s*(?P<d>\d{{1,2}}|{_BLANK})\s*"
    rf"tháng\s*(?P<m>\d{{1,2}}|{_BLANK})\s*năm\s*(?P<y>\d{{4}})"
)
_STATE_NAME = re.compile(r"cộng hòa xã hội chủ nghĩa việt nam|độc lập\s*-?\s*tự do")
_PARTY_NAME = re.compile(r"đảng cộng sản việt nam")
_SIGNS_FOR = re.compile(
    r"^(?:chủ tịch|thủ tướng chính phủ|bộ trưởng|hội đồng nhân dân|ban thường vụ|ban chấp hành"
    r"|giám đốc|chính phủ|quốc hội|ủy ban|bộ chính trị|ban bí thư|tổng giám đốc)"
)
_FOLLOWS = re.compile(
    r"(?:căn cứ|thực hiện|để |theo |nhằm |triển khai |trên cơ sở|thời gian qua|kính gửi|ngày \d)"
)
_STOP = re.compile(r"[.;:][\"”’»)]*$|\./\.?$")
_BODY_STYLES = (Style.PART, Style.CHAPTER, Style.ROMAN, Style.ARTICLE, Style.APPENDIX)
_LOOK = 60


@dataclass(slots=True)
class Frame:
    """The head of the document, the parts that are frame, and where the body begins."""

    head: DocumentHead
    claimed: set[int] = field(default_factory=set)
    body_from: int = 0
    title_start: int = 0
    title_end: int = 0


@dataclass(slots=True)
class _Line:
    """A line of the frame: a passage, or a cell of a table that only lays out."""

    text: str
    at: int
    folded: str


def read_frame(parts: list[Part], text: str) -> Frame:
    """The frame of a document whose parts have their offsets."""
    claimed: set[int] = set()
    top = _top_lines(parts)
    kind, kind_at, rest = _kind_line(top)
    number = _number(top)
    placed = next((found for line in top if (found := _PLACED.search(line.text))), None)
    title, title_at = _title(parts, kind_at, rest) if kind_at is not None else ("", None)
    body_from = (title_at if title_at is not None else kind_at) or 0
    if kind_at is not None:
        claimed.update(range(body_from + 1))
        body_from += 1
    else:
        body_from = _after_letterhead(parts, claimed)
    tail = read_tail(parts, body_from, claimed)
    recipients, signature = tail
    issuer = _issuer(top, kind_at, parts)
    if kind is None or number is None or issuer is None:
        kind, number, title, issuer = identity_in_text(parts, kind, number, title, issuer)
    signer, role = signer_of(signature)
    if signer is None:
        signer, office = announced_signer(parts)
        role = role or office
    if issuer is None and signature:
        issuer = signing_body(signature)
    issued = _date(placed)
    if issued is None:
        issued = announced_date(parts, number)
    head = DocumentHead(
        kind=kind,
        number=number,
        title=title,
        issuer=natural_case(issuer, text) if issuer else None,
        issued_on=issued,
        place=placed["place"].strip() if placed else None,
        signer=signer,
        signer_role=role,
        period=period_of(fold(title)),
        recipients=tuple(recipients),
    )
    frame = Frame(head, claimed, body_from)
    if title_at is not None and isinstance(parts[title_at], Passage):
        frame.title_start, frame.title_end = parts[title_at].start, parts[title_at].end
    return frame


def _top_lines(parts: list[Part]) -> list[_Line]:
    lines: list[_Line] = []
    for at, part in enumerate(parts[:_LOOK]):
        if isinstance(part, Passage):
            for text in COLUMNS.split(part.text):
                lines.append(_Line(text, at, fold(text)))
        elif find_head(part) is None:
            for row in part.rows[:6]:
                for cell in row.filled():
                    for line in cell.lines or (cell.text,):
                        lines.append(_Line(line, at, fold(line)))
        else:
            break
    return lines


def _kind_line(lines: list[_Line]) -> tuple[str | None, int | None, str]:
    """The line of the document's kind, and the title that runs on in it."""
    for line in lines:
        found = _KIND.match(line.folded)
        if not found or not is_upper(line.text[: found.end()]):
            markers = read_markers(line.text)
            if markers and markers[0].style in _BODY_STYLES:
                break
            continue
        rest = line.text[found.end() :].strip(" :*-–_")
        if rest and not (is_upper(" ".join(rest.split()[:3])) or fold(rest).startswith("về ")):
            continue
        kind = _NAMES[found.group()]
        if kind == "Thông báo kết luận":
            kind, rest = "Thông báo", line.text[len("Thông báo") :].strip()
        return kind, line.at, rest
    return None, None, ""


def _number(lines: list[_Line]) -> str | None:
    for line in lines[:40]:
        found = _NUMBER_LINE.search(line.text)
        before = line.text[: found.start()].strip(" :") if found else ""
        if found and (not before or _is_letterhead_text(before)):
            return re.sub(r"\s+", "", found["number"]).rstrip(".,;")
        if _KIND.match(line.folded) and is_upper(line.text[:8]):
            break
    return None


def _is_letterhead_text(text: str) -> bool:
    """Whether what stands before the number on its line belongs to the letterhead."""
    return len(text) < 160 and (is_upper(text) or bool(_STATE_NAME.search(fold(text))))


def _title(parts: list[Part], kind_at: int, rest: str) -> tuple[str, int]:
    """The title below the kind and the last part that belongs to it."""
    pieces: list[str] = []
    last = kind_at
    if rest:
        cut = _capitals_only(rest)
        pieces.append(rest[:cut].strip())
        if cut < len(rest):
            return " ".join(pieces), kind_at
    for at in range(kind_at + 1, min(kind_at + 6, len(parts))):
        part = parts[at]
        if not isinstance(part, Passage) or _KIND.fullmatch(part.folded.strip(" :")):
            break
        text = part.text
        if _ends_title(part, pieces):
            break
        if AUTHORITY.match(text) or (is_upper(text) and pieces and _SIGNS_FOR.match(part.folded)):
            break
        pieces.append(text.strip("*_-–— "))
        last = at
    return " ".join(pieces), last


def _ends_title(part: Passage, pieces: list[str]) -> bool:
    text = part.text
    markers = [marker for marker in read_markers(text) if marker.style < Style.BULLET]
    if markers and not (markers[0].style is Style.DECIMAL and not pieces):
        return True
    if len(" ".join(pieces)) + len(text) > 600:
        return True
    if _STOP.search(text) and (pieces or len(text) > 300 or _FOLLOWS.match(part.folded)):
        return True
    if text.startswith("(") and pieces:
        return True
    return bool(pieces) and is_upper(pieces[0]) and not is_upper(text) and len(text) > 40


def _capitals_only(text: str) -> int:
    """Where capitals end: "… ĐỀ ÁN 06 Ngày 15 tháng 11" is a title and then the body."""
    for found in re.finditer(r"\S+", text):
        letters = [char for char in found.group() if char.isalpha()]
        if (
            len(letters) > 2
            and not letters[-1].isupper()
            and not any(c.isupper() for c in letters[1:])
        ):
            return found.start()
    return len(text)


def _after_letterhead(parts: list[Part], claimed: set[int]) -> int:
    """Without a line for the kind: the body begins after the letterhead, if there is one."""
    after = 0
    for at, part in enumerate(parts[:12]):
        if (isinstance(part, Grid) and find_head(part) is None and _is_letterhead(part)) or (
            isinstance(part, Passage)
            and (_STATE_NAME.search(part.folded) or _PARTY_NAME.fullmatch(part.folded.strip(" #*")))
        ):
            after = at + 1
    claimed.update(range(after))
    return after


def _is_letterhead(grid: Grid) -> bool:
    text = fold(" ".join(cell.text for row in grid.rows for cell in row.filled()))
    return bool(_STATE_NAME.search(text) or _PARTY_NAME.search(text))


def _issuer(lines: list[_Line], kind_at: int | None, parts: list[Part]) -> str | None:
    """The issuing body: the last line in capitals of the left side of the letterhead."""
    found: str | None = None
    for line in lines:
        if kind_at is not None and line.at >= kind_at:
            break
        text = re.sub(r"[-–—_*=]{2,}.*$|[*_]+$", "", line.text).strip(" -–*#")
        number = _NUMBER_LINE.search(text) or _NUMBER_BLANK.search(text)
        if number:
            text = text[: number.start()].strip()
        folded = fold(text)
        if not text or _STATE_NAME.search(folded) or _PARTY_NAME.search(folded):
            continue
        if is_upper(text) and len(text) < 160 and not _KIND.fullmatch(folded):
            if re.match(r"(?:lần thứ|nhiệm kỳ|khóa) ", folded):
                continue
            place = re.match(r"(?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã|tp|đảng bộ) ", folded)
            above, found = found, f"{found} {text}" if place and found else text
            congress = re.match(r"(đại hội đại biểu)(?: lần thứ .*)?$", folded)
            if congress and above and fold(above).startswith("đảng bộ"):
                found = f"{text[: congress.end(1)]} {above}"
        if number:
            break
    if found:
        return found
    for at, part in enumerate(parts):
        if isinstance(part, Passage) and _PARTY_NAME.fullmatch(part.folded.strip(" #*")):
            for near in (at - 1, at + 1):
                if 0 <= near < len(parts):
                    other = parts[near]
                    if (
                        isinstance(other, Passage)
                        and is_upper(other.text)
                        and len(other.text) < 80
                        and not read_markers(other.text)
                        and not _KIND.match(other.folded)
                    ):
                        return other.text
    return None


def _date(found: re.Match[str] | None) -> str | None:
    if not found or not (found["d"].isdigit() and found["m"].isdigit()):
        return None
    day, month = int(found["d"]), int(found["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{found['y']}-{month:02d}-{day:02d}"
