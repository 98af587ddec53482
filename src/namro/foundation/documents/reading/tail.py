"""The tail of a document: recipients and signature, side by side or one below the other."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import UPPER, fold, is_upper
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.naming import before_office
from namro.foundation.documents.reading.passages import Grid, Part, Passage
from namro.foundation.documents.reading.tables import find_head

_RECIPIENTS = re.compile(r"nơi nhận\s*:?\s*")

AUTHORITY = re.compile(rf"(?:T/?M|TM|K/?T|T/?L|TUQ|Q)\s?\.?\s+[{UPPER}]{{2}}")

COLUMNS = re.compile(r"\s{3,}")

_RIGHT_SIDE = 20  # a line that begins so far to the right belongs to the signature


def read_tail(parts: list[Part], body_from: int, claimed: set[int]) -> tuple[list[str], list[str]]:
    """Recipients and the lines of the signature; claims their parts."""
    recipients: list[str] = []
    signature: list[str] = []
    for at in range(body_from, len(parts)):
        part = parts[at]
        if isinstance(part, Grid):
            if find_head(part) is None and _signs(part):
                claimed.add(at)
                _from_grid(part, recipients, signature)
                _claim_on(parts, at + 1, claimed, recipients, signature)
                break
            continue
        if _RECIPIENTS.match(part.folded) or _opens_signature(part):
            _claim_on(parts, at, claimed, recipients, signature)
            break
    return recipients, signature


def _signs(grid: Grid) -> bool:
    text = " ".join(cell.text for row in grid.rows for cell in row.filled())
    return bool(_RECIPIENTS.search(fold(text)) or AUTHORITY.search(text)) and len(grid.rows) <= 8


def _from_grid(grid: Grid, recipients: list[str], signature: list[str]) -> None:
    for row in grid.rows:
        for cell in row.filled():
            found = _RECIPIENTS.search(fold(cell.text))
            if found and found.start() < 8:
                if len(cell.lines) > 1:
                    lines = [
                        line for line in cell.lines if not _RECIPIENTS.fullmatch(fold(line.strip()))
                    ]
                    for line in lines:
                        recipients.extend(_split_recipients(line))
                else:
                    recipients.extend(_split_recipients(cell.text[found.end() :]))
            elif recipients and cell.text.startswith("-"):
                recipients.extend(_split_recipients(cell.text))
            else:
                signature.extend(cell.lines or (cell.text,))


def _split_recipients(text: str) -> list[str]:
    pieces = re.split(r"(?:^|[;,.:])\s*[-–+•]\s+", text)
    return [piece for part in pieces if (piece := part.strip(" \t,;.-–+"))]


def _claim_on(
    parts: list[Part], at: int, claimed: set[int], recipients: list[str], signature: list[str]
) -> None:
    """Claims what follows the first line of the tail, up to an appendix or the body's end."""
    for place in range(at, min(at + 60, len(parts))):
        part = parts[place]
        if isinstance(part, Grid):
            if find_head(part) is not None or not _signs(part):
                return
            claimed.add(place)
            _from_grid(part, recipients, signature)
            continue
        markers = read_markers(part.text)
        style = markers[0].style if markers else None
        if style in (Style.APPENDIX, Style.PART, Style.CHAPTER) or len(part.text) > 260:
            return
        if style is not None and style < Style.STAR and AUTHORITY.match(part.text) is None:
            return
        claimed.add(place)
        for text in COLUMNS.split(part.text):
            _take(text, part.indent, recipients, signature)


def _take(text: str, indent: int, recipients: list[str], signature: list[str]) -> None:
    """Puts one line, or one column of it, with the recipients or with the signature."""
    found = _RECIPIENTS.match(fold(text))
    if found:
        recipients.extend(_split_recipients(text[found.end() :]))
    elif text[0] in "-–+•":
        recipients.extend(_split_recipients(text))
    elif signature or indent > _RIGHT_SIDE or _signs_off(text):
        signature.append(text)
    else:
        recipients.extend(_split_recipients(text))


def _opens_signature(part: Passage) -> bool:
    """Whether a signature without recipients before it begins: a line of authority alone."""
    return len(part.text) < 80 and bool(AUTHORITY.match(part.text)) and is_upper(part.text)


def _signs_off(text: str) -> bool:
    """Whether a line is one of authority, or an office in capitals."""
    if AUTHORITY.match(text):
        return True
    return is_upper(text) and not re.search(r"[,;:]", text)


def signing_body(signature: list[str]) -> str | None:
    for line in signature:
        found = re.match(r"(?:T/?M|TM)\s?\.?\s+(?P<body>.+)", line)
        if found:
            return before_office(found["body"].strip())
    return None
