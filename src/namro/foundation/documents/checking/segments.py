"""Where the parts of the layout stand: the lines of the letterhead and of the closing.

Reads the repaired parts of a document; writes lines with their offsets in the normalised text.
A cell of an export often holds several printed lines as one: `whole` is false there, so that no
rule concludes anything from where such a line begins or ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from namro.foundation.documents.reading.announced import KINDS
from namro.foundation.documents.reading.letters import UPPER, fold, is_upper
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.passages import Grid, GridCell, Part
from namro.foundation.documents.reading.tables import find_head
from namro.foundation.documents.reading.tail import COLUMNS

_LOOK = 60  # parts in which a letterhead is looked for
_CLOSING = 70  # parts that a closing takes at most
_KIND = re.compile("(?:" + "|".join(fold(kind) for kind in KINDS) + r")(?![\w])")
_BODY = (Style.PART, Style.CHAPTER, Style.ROMAN, Style.ARTICLE, Style.APPENDIX)
_RECIPIENTS = re.compile(r"n(?:ơi|ơ\s?ơ?i)\s+nhận")
_AUTHORITY = re.compile(rf"(?:T/?M|K/?T|T/?L|TUQ|Q)(?:\s?\.\s*|\s+)(?=[{UPPER}]{{2}})")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a cell of which only the text is known (`whole` false)."""

    text: str
    start: int
    end: int
    whole: bool = True

    @property
    def folded(self) -> str:
        """The line in small letters and one style of tone marks, of the same length."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The lines above the body; `kind` is the line of the kind of document, where there is one."""

    lines: tuple[Line, ...]
    kind: Line | None


def lines_of(part: Part) -> list[Line]:
    """The lines of a part; the cells of a table that only lays out give their lines."""
    if not isinstance(part, Grid):
        lines = []
        at = 0
        for piece in COLUMNS.split(part.text):
            at = part.text.index(piece, at)
            lines.append(Line(piece, part.start + at, part.start + at + len(piece)))
            at += len(piece)
        return [line for line in lines if line.text.strip()]
    return [line for row in part.rows for cell in row.filled() for line in _cell_lines(cell)]


def _cell_lines(cell: GridCell) -> list[Line]:
    """The lines of a cell as the file breaks them; else the cell as one line, not whole."""
    lines: list[Line] = []
    at = 0
    for text in cell.lines:
        place = cell.text.find(text, at)
        if place < 0:
            lines = []
            break
        lines.append(Line(text, cell.start + place, cell.start + place + len(text)))
        at = place + len(text)
    return lines or [Line(cell.text, cell.start, cell.end, whole=False)]


def letterhead(parts: list[Part]) -> Letterhead:
    """The lines up to the kind of document, or up to where the body begins."""
    lines: list[Line] = []
    for part in parts[:_LOOK]:
        if isinstance(part, Grid) and find_head(part) is not None:
            break
        for line in lines_of(part):
            matched = _KIND.match(line.folded.strip(" #*"))
            if matched and is_upper(line.text[: matched.end()]):
                return Letterhead(tuple(lines), line)
            markers = read_markers(line.text)
            if (markers and markers[0].style in _BODY) or len(line.text) > 400:
                return Letterhead(tuple(lines), None)
            lines.append(line)
    return Letterhead(tuple(lines), None)


def closing(parts: list[Part], after: int) -> tuple[Line, ...]:
    """The lines of recipients and signature: from the first of them up to an appendix.

    `after` is the offset where the body begins. Empty where the text shows neither.
    """
    begin = None
    for at, part in enumerate(parts):
        if part.start < after:
            continue
        if _opens(part):
            begin = at
            break
    if begin is None:
        return ()
    lines: list[Line] = []
    for part in parts[begin : begin + _CLOSING]:
        if isinstance(part, Grid):
            if find_head(part) is not None:
                break
        elif lines:
            markers = read_markers(part.text)
            style = markers[0].style if markers else None
            outer = style in (Style.APPENDIX, Style.PART, Style.CHAPTER, Style.ROMAN)
            if (outer and not _AUTHORITY.match(part.text)) or len(part.text) > 400:
                break
        lines.extend(lines_of(part))
    return tuple(lines)


def _opens(part: Part) -> bool:
    if isinstance(part, Grid):
        return find_head(part) is None and any(_opens_line(line) for line in lines_of(part))
    return any(_opens_line(line) for line in lines_of(part))


def _opens_line(line: Line) -> bool:
    if _RECIPIENTS.match(line.folded.lstrip("*_ ")):
        return True
    return bool(_AUTHORITY.match(line.text)) and is_upper(line.text[:40]) and len(line.text) < 120
