"""Letters with places → printed lines in reading order, and the text of a table cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from namro.foundation.documents.reading.opening.pdf_glyphs import Glyph

#: Gaps in parts of the letters' height: wider than a word space → two columns, kept by a tab.
_COLUMN_GAP: Final = 2.0
_WORD_GAP: Final = 0.18
_STARTS_ITEM: Final = re.compile(r"^(?:[-–—+•*]\s|\(?[0-9a-zđA-ZĐ]{1,3}[.)]\s|[IVX]+\.\s)")
#: A raised digit becomes a superscript letter, lest a note's mark be read into a figure.
_NOTE_MARKS: Final = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_ENDS_PARAGRAPH: Final = re.compile(r"[.;:!?]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line and the letters it is made of."""

    text: str
    left: float
    right: float
    middle: float
    glyphs: tuple[Glyph, ...]


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The printed lines from top to bottom, letters from left to right.

    Letters share a line when their boxes overlap by half the smaller height. Letters written in
    another direction than the page (a turned column head) come last, in the order of the file.
    """
    straight = [glyph for glyph in glyphs if not glyph.turned]
    lines = [_line(row) for row in rows_of(straight)]
    lines.extend(_turned_lines([glyph for glyph in glyphs if glyph.turned]))
    return [line for line in lines if line.text]


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of a cell `width` points wide: wrapped lines joined, "\\n" between paragraphs.

    A line goes on with the next one unless the next begins an item of a list, or it ends with a
    stop well before the cell's edge.
    """
    text = ""
    before: Line | None = None
    left = min((glyph.x0 for glyph in glyphs), default=0.0)
    for line in lines_of(glyphs):
        if before is None:
            text = line.text
        elif _STARTS_ITEM.match(line.text) or (
            _ENDS_PARAGRAPH.search(before.text) and before.right - left < 0.8 * width
        ):
            text += "\n" + line.text
        else:
            text += " " + line.text
        before = line
    return text


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The letters by printed line, from top to bottom; within a line not yet in order."""
    rows: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda item: (item.centre_y, item.x0)):
        if rows:
            overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
            smaller = max(min(bottom - top, glyph.bottom - glyph.top), 0.1)
            if overlap >= 0.5 * smaller:
                rows[-1].append(glyph)
                # The line keeps the box of its largest letters, so that a raised mark of a note
                # does not draw the next line in.
                if glyph.bottom - glyph.top > bottom - top:
                    top, bottom = glyph.top, glyph.bottom
                continue
        rows.append([glyph])
        top, bottom = glyph.top, glyph.bottom
    return rows


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda item: (item.x0, item.place))
    out: list[str] = []
    before: Glyph | None = None
    base: Glyph | None = None
    for glyph in row:
        if before is not None:
            height = max(glyph.bottom - glyph.top, before.bottom - before.top, 1.0)
            gap = glyph.x0 - before.x1
            if gap > _COLUMN_GAP * height:
                out.append("\t")
            elif (glyph.space_before and gap > -0.3 * height) or gap > _WORD_GAP * height:
                out.append(" ")
        if _raised(glyph, base):
            out.append(_NOTE_MARKS[glyph.text])
        else:
            out.append(glyph.text)
            base = glyph
        before = glyph
    middle = (min(glyph.top for glyph in row) + max(glyph.bottom for glyph in row)) / 2
    return Line("".join(out), row[0].x0, max(glyph.x1 for glyph in row), middle, tuple(row))


def _raised(glyph: Glyph, before: Glyph | None) -> bool:
    """Is it a raised digit that marks a note: smaller than the letter before and above it?

    The exponent of a unit (m2, km2, m3) stays a digit, as it is written in running text.
    """
    return (
        before is not None
        and glyph.text in _NOTE_MARKS
        and before.text != "m"
        and glyph.bottom - glyph.top < 0.8 * (before.bottom - before.top)
        and glyph.centre_y < before.centre_y - 0.1 * (before.bottom - before.top)
    )


def _turned_lines(glyphs: list[Glyph]) -> list[Line]:
    """Turned text as one line for each stretch of letters that follow each other in the file."""
    lines: list[Line] = []
    stretch: list[Glyph] = []
    for glyph in glyphs:
        if stretch and glyph.place - stretch[-1].place > 3:
            lines.append(_stretch(stretch))
            stretch = []
        stretch.append(glyph)
    if stretch:
        lines.append(_stretch(stretch))
    return lines


def _stretch(glyphs: list[Glyph]) -> Line:
    text = "".join((" " if glyph.space_before else "") + glyph.text for glyph in glyphs).strip()
    middle = sum(glyph.centre_y for glyph in glyphs) / len(glyphs)
    return Line(
        text,
        min(glyph.x0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        middle,
        tuple(glyphs),
    )
