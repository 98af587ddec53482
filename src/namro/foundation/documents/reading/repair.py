"""Stage: raw parts → repaired parts. Joins what pages broke, drops what pages added.

Reads and writes passages and grids. Repeated page heads and page numbers go, sentences broken
at line or page ends are joined, tables that a page cut in two become one again. What was put
right in the letters themselves is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from namro.foundation.documents.reading.blocks import Cell, Opened, Paragraph
from namro.foundation.documents.reading.issues import Pending, Remark
from namro.foundation.documents.reading.letters import UPPER, clean, is_upper, mend_glyphs
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.passages import Grid, GridCell, GridRow, Part, Passage
from namro.foundation.documents.reading.plain import RULE, parts_of_text
from namro.foundation.documents.reading.rows import mend_grids

_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—|\s]*(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—|\s]*", re.I)
_ENDS_SENTENCE = re.compile(r"[.;:!?…][\"”’»)\]]*$|\./\.?$")
_LEFT_OPEN = re.compile(
    r"(?:[,(\-–]|\b(?:và|của|các|cho|với|tại|theo|về|trong|do|là|để|từ|đến|những|một|số|trên"
    r"|bằng|hoặc|được|bởi|như|cùng|gồm|thuộc|vào|ra|sự|việc|có|không|đã|đang|sẽ))$",
    re.I,
)
# recipients and signature are lines of their own, whatever they end in
_TAIL = re.compile(
    rf"[Nn][ơƠo][Ii] [Nn][Hh][ậẬa][Nn]\s*:?|(?:T/?M|K/?T|T/?L)\s?\.?\s+[{UPPER}]{{2}}"
)
_APPENDIX = re.compile(r"ph[ụu] l[ụu]c\b|ph[ầâ]n ", re.I)
_COLUMN_GAP = "    "
_OUTER = (Style.PART, Style.APPENDIX, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.ROMAN)
_DATE_LINE = re.compile(r"^.{2,40}, ngày[\s\d….]{1,12}tháng[\s\d….]{1,12}năm[\s\d….]{0,8}$")
_DIGITS = re.compile(r"\d+")


def repaired_parts(opened: Opened) -> tuple[list[Part], list[Pending]]:
    """The parts of an opened file, repaired, and what a person should know of the repair."""
    if opened.plain is not None:
        parts = parts_of_text(opened.plain)
        wrapped = _is_wrapped(parts)
    else:
        parts = _parts_of_blocks(opened)
        wrapped = opened.format == "pdf"
    remarks: list[Pending] = []
    _mend_letters(parts, remarks)
    parts = _without_page_marks(parts)
    parts = _joined(parts, wrapped)
    parts, mended = mend_grids(parts)
    remarks.extend(mended)
    return parts, remarks


def _parts_of_blocks(opened: Opened) -> list[Part]:
    parts: list[Part] = []
    for block in opened.blocks:
        if isinstance(block, Paragraph):
            for line in clean(block.text).split("\n"):
                text = " ".join(line.split()) if "\t" not in line else line.strip()
                if not text or RULE.fullmatch(text):
                    continue
                # two columns of a printed line stay apart (letterhead, signature)
                text = _COLUMN_GAP.join(" ".join(column.split()) for column in text.split("\t"))
                parts.append(Passage(text, block.page, block.bold, block.centred))
            continue
        rows = [GridRow([_grid_cell(cell) for cell in row]) for row in block.rows]
        if rows:
            parts.append(Grid(rows, block.page))
    return parts


def _grid_cell(cell: Cell) -> GridCell:
    lines = tuple(line for part in clean(cell.text).split("\n") if (line := " ".join(part.split())))
    return GridCell(" ".join(lines), cell.merged_from_above, cell.col_span, lines)


def _mend_letters(parts: list[Part], remarks: list[Pending]) -> None:
    mended = 0
    for part in parts:
        if isinstance(part, Passage):
            part.text, count = mend_glyphs(part.text)
            mended += count
        else:
            for row in part.rows:
                for cell in row.cells:
                    cell.text, count = mend_glyphs(cell.text)
                    mended += count
    if mended:
        remarks.append(Pending(Remark.LETTERS_MENDED, None, {"count": str(mended)}))


def _is_wrapped(parts: list[Part]) -> bool:
    """Whether a text file breaks its paragraphs into lines of one width."""
    passages = [part for part in parts if isinstance(part, Passage)]
    if len(passages) < 12:
        return False
    lengths = sorted(len(part.text) for part in passages)
    if lengths[-1] > 140:
        return False
    following = sum(not part.blank_before for part in passages)
    return following > 0.5 * len(passages)


def _without_page_marks(parts: list[Part]) -> list[Part]:
    """Parts without page numbers and without heads or feet that pages repeat."""
    pages = {part.page for part in parts if part.page is not None}
    if len(pages) > 1:
        return _without_paged_marks(parts, len(pages))
    numbers = [
        (at, int(found[1]))
        for at, part in enumerate(parts)
        if isinstance(part, Passage)
        and len(part.text) < 24
        and (found := _PAGE_NUMBER.fullmatch(part.text))
    ]
    drop = _ascending(numbers)
    counts = Counter(
        part.text for part in parts if isinstance(part, Passage) and 8 < len(part.text) < 100
    )
    repeated = {text for text, count in counts.items() if count >= 3 and not read_markers(text)}
    if repeated:
        for at, part in enumerate(parts):
            if isinstance(part, Passage) and part.text in repeated and _interrupts(parts, at):
                repeated_text = part.text
                drop.update(
                    other
                    for other, again in enumerate(parts)
                    if isinstance(again, Passage) and again.text == repeated_text
                )
                repeated.discard(repeated_text)
    return [part for at, part in enumerate(parts) if at not in drop]


def _ascending(numbers: list[tuple[int, int]]) -> set[int]:
    """The places of bare numbers that count pages: two or more in a row, each one higher."""
    drop: set[int] = set()
    for (at, value), (after, following) in pairwise(numbers):
        if following == value + 1:
            drop.update((at, after))
    return drop


def _interrupts(parts: list[Part], at: int) -> bool:
    if not 0 < at < len(parts) - 1:
        return False
    above, below = parts[at - 1], parts[at + 1]
    return (
        isinstance(above, Passage)
        and isinstance(below, Passage)
        and not _ENDS_SENTENCE.search(above.text)
        and below.text[:1].islower()
        and not read_markers(below.text)
    )


def _without_paged_marks(parts: list[Part], pages: int) -> list[Part]:
    edges: dict[int, list[int]] = {}
    by_page: dict[int | None, list[int]] = {}
    for at, part in enumerate(parts):
        by_page.setdefault(part.page, []).append(at)
    seen: Counter[str] = Counter()
    for page, places in by_page.items():
        if page is None:
            continue
        edge = [*places[:2], *places[-2:]] if len(places) > 3 else list(places)
        edges[page] = edge
        keys = set()
        for at in edge:
            part = parts[at]
            if isinstance(part, Passage):
                keys.add(_DIGITS.sub("#", part.text))
        seen.update(keys)
    drop: set[int] = set()
    for edge in edges.values():
        for at in edge:
            part = parts[at]
            if not isinstance(part, Passage):
                continue
            key = _DIGITS.sub("#", part.text)
            often = seen[key] >= max(3, pages // 2)
            if _PAGE_NUMBER.fullmatch(part.text) and len(part.text) < 24:
                if not part.text.rstrip().endswith("."):
                    drop.add(at)
            elif often and len(part.text) < 120 and not _numbered_apart(part.text):
                drop.add(at)
    return [part for at, part in enumerate(parts) if at not in drop]


def _numbered_apart(text: str) -> bool:
    """Whether a line opens with a number of the outline (which repeats with other digits)."""
    return any(marker.style < Style.STAR for marker in read_markers(text))


def _joined(parts: list[Part], wrapped: bool) -> list[Part]:
    """Parts with the sentences joined that a line or page end broke."""
    width = _line_width(parts) if wrapped else 0
    joined: list[Part] = []
    last_line = ""
    in_tail = False
    for part in parts:
        above = joined[-1] if joined else None
        if isinstance(part, Passage):
            in_tail = (in_tail or _TAIL.match(part.text) is not None) and not _ends_tail(part)
        if (
            isinstance(part, Passage)
            and isinstance(above, Passage)
            and not in_tail
            and _continues(above, last_line, part, width)
        ):
            above.text = f"{above.text} {part.text}"
            last_line = part.text
            continue
        joined.append(part)
        last_line = part.text if isinstance(part, Passage) else ""
    return joined


def _ends_tail(part: Passage) -> bool:
    """Whether recipients and signature are over: an appendix or an attached text begins."""
    if _APPENDIX.match(part.text):
        return True
    markers = read_markers(part.text)
    return bool(markers) and markers[0].style in _OUTER and not _TAIL.match(part.text)


def _line_width(parts: list[Part]) -> int:
    lengths = sorted(len(part.text) for part in parts if isinstance(part, Passage))
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _continues(above: Passage, last_line: str, part: Passage, width: int) -> bool:
    """Whether `part` is the rest of the sentence that `above` leaves open."""
    text, before = part.text, above.text
    first = text[0]
    if _DATE_LINE.search(before) or (is_upper(text) and not is_upper(before)):
        return False  # the letterhead's date, and titles in capitals, stand alone
    if is_upper(before) and len(before) < 200:
        # a title in capitals goes on in capitals on the next line of a wrapped text
        return (
            width > 0
            and is_upper(text)
            and not read_markers(text)
            and bool(read_markers(before) or above.bold == part.bold)
            and len(last_line) >= 0.6 * width
        )
    if _ENDS_SENTENCE.search(before):
        # a full line that ends in a full stop may go on only in small letters
        return width > 0 and first.islower() and not read_markers(text) and before[-1] not in ";:"
    markers = read_markers(text)
    if markers:
        # "từ sản xuất" / "- quản lý - tiêu thụ": a dash inside a sentence, not a bullet
        return (
            markers[0].style is Style.BULLET
            and markers[0].sign == "-"
            and len(before) > 60
            and text[markers[0].after : markers[0].after + 1].islower()
            and not _short_head(before)
            and part.blank_before
            and " - " in text[2:80]
        )
    if first.islower():
        return not before.isupper()
    if width and len(last_line) >= 0.75 * width and part.bold == above.bold:
        return True
    if _LEFT_OPEN.search(before) and len(before) > 40:
        return True
    return first in ")”" or (first.isdigit() and len(before) > 60)


def _short_head(text: str) -> bool:
    return len(text) < 80 and bool(read_markers(text))
