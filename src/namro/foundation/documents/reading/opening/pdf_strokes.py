"""Letters of a PDF page in the strokes in which they were written, for what lines would hide.

A stamp printed over a line, or tilted across a page, mixes with the letters of the lines it
touches once letters are ordered by place. In the file it is a stroke of its own: letters that
follow each other at one angle, in one size and colour, on one base line.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from namro.foundation.documents.reading.opening.pdf_glyphs import Glyph, PageText
from namro.foundation.documents.reading.opening.pdf_lines import Line, rows_of
from namro.foundation.documents.reading.opening.secrecy import (
    Stamp,
    is_stamp,
    names_levels,
    stamp,
)

#: Strokes in the upper part of a page are looked at even when they look like the rest.
_HEAD_PART: Final = 0.25
#: Tilted letters so much larger than the text are a watermark, not something to read.
_WATERMARK_SIZE: Final = 1.5
_SMALL_CAPITALS: Final = frozenset({"mật", "tốimật", "tuyệtmật"})
_MOST_STROKES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Stroke:
    """Letters written one after another; `apart` when they look unlike most of the page."""

    text: str
    apart: bool
    at_head: bool


def hides_stamp(page: PageText) -> bool:
    """Is a stroke or a tilted line of the page a secrecy stamp?

    Tilted text and text in a size or colour of its own anywhere; other text at the page's head.
    """
    if any(is_stamp(line.text) or is_stamp(line.text.upper()) for line in tilted_lines(page)):
        return True
    found = strokes(page)
    # A table that counts secret papers names several levels in its usual letters.
    counted = names_levels(stroke.text for stroke in found if not stroke.apart)
    before = ""
    for stroke in found:
        level = stamp(stroke.text, before)
        if stroke.apart and stroke.at_head and "".join(stroke.text.split()) in _SMALL_CAPITALS:
            # Small capitals are kept as small letters, in a size of their own.
            level = stamp(stroke.text.upper(), before)
        in_place = stroke.apart or (stroke.at_head and not counted)
        if level >= Stamp.CAPITAL and in_place:
            return True
        before = stroke.text
    return False


def strokes(page: PageText) -> list[Stroke]:
    """The strokes of a page in the order of the file."""
    if not page.glyphs:
        return []
    looks = Counter((glyph.size, glyph.colour) for glyph in page.glyphs)
    common = looks.most_common(1)[0][0]
    top = min(glyph.top for glyph in page.glyphs)
    head = top + _HEAD_PART * (max(glyph.bottom for glyph in page.glyphs) - top)
    found: list[Stroke] = []
    stroke: list[Glyph] = []

    def close() -> None:
        if stroke:
            text = "".join((" " if glyph.space_before else "") + glyph.text for glyph in stroke)
            first = stroke[0]
            apart = (first.size, first.colour) != common or first.angle != 0
            found.append(Stroke(text.strip(), apart, first.centre_y < head))

    for glyph in page.glyphs:
        if stroke and not _goes_on(stroke[-1], glyph):
            close()
            stroke = []
            if len(found) >= _MOST_STROKES:
                return found
        stroke.append(glyph)
    close()
    return found


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    if (before.size, before.colour, before.angle) != (glyph.size, glyph.colour, glyph.angle):
        return False
    if glyph.angle or glyph.turned:
        return True  # their boxes are not upright
    height = max(before.bottom - before.top, 1.0)
    same_line = abs(glyph.centre_y - before.centre_y) < 0.3 * height
    return same_line and -0.3 * height < glyph.x0 - before.x1 < 3 * height


def tilted_lines(page: PageText) -> list[Line]:
    """The lines of the tilted letters, each angle by itself, as they read along their slope."""
    lines: list[Line] = []
    for angle in sorted({glyph.angle for glyph in page.tilted}):
        slope = math.radians(angle)
        across, down = math.cos(slope), math.sin(slope)
        level: list[Glyph] = []
        for glyph in page.tilted:
            if glyph.angle == angle:
                # Angles turn to the right, as y grows downwards.
                x = glyph.centre_x * across + glyph.centre_y * down
                y = glyph.centre_y * across - glyph.centre_x * down
                half = max(glyph.size, 1.0) / 2
                level.append(
                    glyph._replace(x0=x - half, x1=x + half, top=y - half, bottom=y + half)
                )
        lines.extend(_tilted_line(row) for row in rows_of(level))
    return lines


def _tilted_line(row: list[Glyph]) -> Line:
    """A line from letters whose width is not known: spaces are those of the file."""
    row.sort(key=lambda glyph: (glyph.x0, glyph.place))
    text = row[0].text
    for before, glyph in pairwise(row):
        gap = "\t" if glyph.x0 - before.x0 > 3 * max(glyph.size, 1.0) else " "
        text += (gap if glyph.space_before else "") + glyph.text
    return Line(text, row[0].x0, row[-1].x1, row[0].centre_y, tuple(row))


def tilted_text(page: PageText) -> list[Line]:
    """The tilted lines that are to be read: all that is not a watermark across the page."""
    sizes: Sequence[float] = sorted(glyph.size for glyph in page.glyphs)
    usual = sizes[len(sizes) // 2] if sizes else math.inf
    return [
        line
        for line in tilted_lines(page)
        if max(glyph.size for glyph in line.glyphs) < _WATERMARK_SIZE * usual
    ]
