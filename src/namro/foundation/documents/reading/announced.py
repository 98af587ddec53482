"""What a document says of itself in its text, where the letterhead does not."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import LOWER, UPPER
from namro.foundation.documents.reading.passages import Part, Passage

KINDS = (
    "Chương trình hành động", "Chương trình công tác", "Chương trình", "Kế hoạch hành động",
    "Kế hoạch", "Nghị quyết liên tịch", "Nghị quyết", "Quyết định", "Chỉ thị", "Thông báo kết luận",
    "Thông báo", "Kết luận", "Hướng dẫn", "Báo cáo", "Đề án", "Tờ trình", "Quy định", "Quy chế",
    "Công điện", "Thông tri", "Chiến lược", "Phương án", "Nghị định", "Thông tư", "Công văn",
)  # fmt: skip

_SYMBOL = r"(?:[A-ZĐ][A-Za-zĐđ0-9&]*(?:[-–][A-Za-zĐđ0-9&]+)*)"

STATE_NUMBER = rf"\d{{1,5}}[a-z]?\s?/(?:\d{{4}}/)?\s?{_SYMBOL}(?:/{_SYMBOL})?"

PARTY_NUMBER = rf"\d{{1,5}}\s?[-–]\s?{_SYMBOL}\s?/\s?[A-ZĐ][A-Za-zĐđ0-9.&/\-]*"

_ANNOUNCED = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})\s+(?:hành động\s+)?số[:\s]\s*"
    rf"(?P<number>{PARTY_NUMBER}|{STATE_NUMBER})"
    r"(?:\s*[,(]?\s*ngày\s+[\d/]+\)?)?(?P<of>\s+của\s+(?P<issuer>[^,.;()]{3,60}?)(?=\s+về\s"
    r"|\s*[,.;()]|$))?"
    r"(?P<about>[^.;]{0,20}?\svề\s(?P<title>[^.;]+))?"
)


def identity_in_text(
    parts: list[Part], kind: str | None, number: str | None, title: str, issuer: str | None
) -> tuple[str | None, str | None, str, str | None]:
    """What the letterhead did not say, from where the text names itself.

    An appendix says "(Kèm theo Kế hoạch số …)" or "… thực hiện Chương trình số 01-CTr/TU của
    Thành ủy"; a publication says "… đã ký ban hành Nghị quyết số 57-NQ/TW …".
    """
    for at, part in enumerate(parts):
        if not isinstance(part, Passage) or " số" not in part.text:
            continue
        own = part.folded.lstrip("*_ ").startswith(("(kèm theo", "(ban hành", "(đính kèm"))
        near = at < 12 or own
        in_appendix = at > 12 and len(part.text) < 260 and _under_appendix(parts, at)
        if not (near or in_appendix):
            continue
        for found in _ANNOUNCED.finditer(part.text):
            if kind is not None and found["kind"] != kind:
                continue
            if at < 12 and not own and not _announces(part, found, at):
                continue
            number = number or re.sub(r"\s+", "", found["number"]).rstrip(".,;")
            kind = kind or found["kind"]
            if issuer is None and found["issuer"]:
                issuer = found["issuer"].strip()
            if not title and found["title"] and at < 12:
                title = f"về {found['title'].strip()}"
        if kind and number and issuer and title:
            break
    return kind, number, title, issuer


def _announces(part: Passage, found: re.Match[str], at: int) -> bool:
    return (
        (at < 3 and found.start() == 0) or "ký ban hành" in part.folded or "toàn văn" in part.folded
    )


def _under_appendix(parts: list[Part], at: int) -> bool:
    for above in parts[max(0, at - 3) : at]:
        if isinstance(above, Passage) and above.folded.startswith("phụ lục"):
            return True
    return False


def announced_signer(parts: list[Part]) -> tuple[str | None, str | None]:
    for part in parts[:12]:
        if isinstance(part, Passage) and "ký" in part.text:
            found = re.search(
                r"(?P<role>Tổng Bí thư|Chủ tịch|Phó Chủ tịch|Bí thư|Phó Bí thư|Thủ tướng"
                r"|Phó Thủ tướng"
                r"|Bộ trưởng|Thứ trưởng)(?: [A-ZĐ][^\s,]*(?: [^\s,A-ZĐ]+)*)*?\s"
                rf"(?P<name>(?:[{UPPER}][{LOWER}]+\s){{1,4}}[{UPPER}][{LOWER}]+)\s(?:đã |vừa )?ký",
                part.text,
            )
            if found:
                return found["name"], found["role"]
    return None, None


def announced_date(parts: list[Part], number: str | None) -> str | None:
    """The date printed beside the document's own number in its opening lines or appendix."""
    if number is None:
        return None
    pattern = re.compile(
        re.escape(number) + r"[\s,(]*ngày\s+(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})"
    )
    for part in parts:
        if isinstance(part, Passage) and number in part.text:
            found = pattern.search(part.text)
            if found:
                return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    return None
