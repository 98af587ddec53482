"""The letters of a PDF page with their places, upright and counted from the upper left."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.refusal import Refused

#: Bullets of symbol fonts (private use code points) and pdfium's mark for a hyphen at a line end.
_TRANSLATED: Final = {
    0x02: "-", 0xF0B7: "-", 0xF0A7: "-", 0xF0D8: "-", 0xF0FC: "-", 0xF076: "-", 0xF02D: "-",
    0xF0B3: "≥", 0xF0A3: "≤", 0x2022: "•", 0xA0: " ",
}  # fmt: skip
_BOLD_WEIGHT: Final = 600
_FORCE_BOLD: Final = 1 << 18


class Glyph(NamedTuple):
    """One letter: its box in points from the upper left, its place in the page's text.

    `space_before` tells that pdfium saw a space before it, `turned` that it is written in
    another direction than most of the page.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    place: int
    space_before: bool
    turned: bool

    @property
    def centre_x(self) -> float:
        """The middle of the box across."""
        return (self.x0 + self.x1) / 2

    @property
    def centre_y(self) -> float:
        """The middle of the box down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageText:
    """The letters of a page; `turn` is how its text is turned (degrees, a multiple of 90)."""

    glyphs: tuple[Glyph, ...]
    turn: int
    left: float
    right: float
    bold: frozenset[int]  # indexes of letters in a bold font

    def is_bold(self, glyphs: Sequence[Glyph]) -> bool:
        """Are all these letters bold?"""
        return bool(glyphs) and all(glyph.place in self.bold for glyph in glyphs)


def upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page (y upwards) as (across, down) once its text stands upright."""
    match turn:
        case 90:
            return -y, -x
        case 180:
            return -x, y
        case 270:
            return y, x
    return x, -y


def read_page_text(page: Any) -> PageText:
    """All letters of a page; raises `Refused` too_complex beyond the limit per page."""
    textpage = pdfium.FPDFText_LoadPage(page.raw)
    if not textpage:
        return PageText((), 0, 0.0, 0.0, frozenset())
    try:
        count = pdfium.FPDFText_CountChars(textpage)
        if count > limits.MAX_PDF_PAGE_CHARACTERS:
            raise Refused("too_complex")
        return _collect(textpage, count)
    finally:
        pdfium.FPDFText_ClosePage(textpage)


def _collect(textpage: Any, count: int) -> PageText:
    raw: list[tuple[str, float, float, float, float, int, bool, int]] = []
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    turns: Counter[int] = Counter()
    space = True
    high = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        high = 0
        text = _TRANSLATED.get(code) or (chr(code) if 0x20 < code < 0x110000 else "")
        if not text.strip() or text in "\u00ad\u200b\ufeff\ufffe\uffff" or 0x7F <= code < 0xA0:
            space = True
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, pointer):
            continue
        sides = (box.left, box.bottom, box.right, box.top)
        if not all(map(math.isfinite, sides)) or max(map(abs, sides)) > 1e6:
            continue
        turn = _turn(pdfium.FPDFText_GetCharAngle(textpage, index))
        turns[turn] += 1
        raw.append((text, *sides, index, space, turn))
        space = False
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs = []
    for text, left, bottom, right, top, index, spaced, own in raw:
        ax, ay = upright(left, bottom, turn)
        bx, by = upright(right, top, turn)
        glyphs.append(
            Glyph(
                text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), index, spaced, own != turn
            )
        )
    return PageText(
        tuple(glyphs),
        turn,
        min((glyph.x0 for glyph in glyphs), default=0.0),
        max((glyph.x1 for glyph in glyphs), default=0.0),
        _bold(textpage, glyphs),
    )


def _turn(angle: float) -> int:
    """Radians as pdfium gives them → 0, 90, 180 or 270 degrees."""
    return 0 if angle < 0 else round(math.degrees(angle) / 90) % 4 * 90


def _bold(textpage: Any, glyphs: Sequence[Glyph]) -> frozenset[int]:
    """Indexes of the bold letters; the font is asked once a word, since words rarely mix."""
    bold: set[int] = set()
    size = 128
    name = ctypes.create_string_buffer(size)
    flags = ctypes.c_int(0)
    current = False
    for glyph in glyphs:
        if glyph.space_before:
            length = pdfium.FPDFText_GetFontInfo(
                textpage, glyph.place, name, size, ctypes.byref(flags)
            )
            named = name.raw[: max(0, min(length, size))].lower() if length else b""
            current = (
                b"bold" in named
                or b"black" in named
                or bool(flags.value & _FORCE_BOLD)
                or pdfium.FPDFText_GetFontWeight(textpage, glyph.place) >= _BOLD_WEIGHT
            )
        if current:
            bold.add(glyph.place)
    return frozenset(bold)
