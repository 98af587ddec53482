"""The letters of a PDF page with their places, upright and counted from the upper left."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Sequence
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


#: Text that leans less than this is a scan put in crooked; more is a stamp or a watermark.
_TILTED_DEGREES: Final = 4.0
_LEVEL_DEGREES: Final = 1.5

Colour = tuple[int, int, int]


class Glyph(NamedTuple):
    """One letter: its box in points from the upper left, its place in the page's text.

    `space_before` tells that pdfium saw a space before it, `turned` that it is written in
    another direction than most of the page. `angle` is how it leans to the right of the page's
    text, in whole degrees; `size` is in half points, `colour` the fill (red, green, blue).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    place: int
    space_before: bool
    turned: bool
    angle: int = 0
    size: float = 0.0
    colour: Colour = (0, 0, 0)

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
    """The letters of a page; `turn` is how its text is turned (degrees, a multiple of 90).

    `tilted` are the letters that lean across the page and belong to none of its lines.
    """

    glyphs: tuple[Glyph, ...]
    turn: int
    left: float
    right: float
    bold: frozenset[int]  # indexes of letters in a bold font
    tilted: tuple[Glyph, ...] = ()

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


class _Raw(NamedTuple):
    """A letter as pdfium gives it, y upwards."""

    text: str
    sides: tuple[float, float, float, float]
    place: int
    space_before: bool
    angle: float
    size: float
    colour: Colour


def _collect(textpage: Any, count: int) -> PageText:
    raw = _raw_letters(textpage, count)
    turn, lean = _directions(letter.angle for letter in raw)
    glyphs: list[Glyph] = []
    tilted: list[Glyph] = []
    for letter in raw:
        left, bottom, right, top = letter.sides
        ax, ay = upright(left, bottom, turn)
        bx, by = upright(right, top, turn)
        off = _off_axis(letter.angle) - lean
        leaning = abs(off) > _TILTED_DEGREES
        own = _turn(letter.angle)
        angle = round(letter.angle - turn) % 360 if leaning else round(off)
        glyph = Glyph(
            letter.text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by),
            letter.place, letter.space_before, own != turn,
            angle if abs(off) > _LEVEL_DEGREES else 0, letter.size, letter.colour,
        )  # fmt: skip
        (tilted if leaning else glyphs).append(glyph)
    return PageText(
        tuple(glyphs),
        turn,
        min((glyph.x0 for glyph in glyphs), default=0.0),
        max((glyph.x1 for glyph in glyphs), default=0.0),
        _bold(textpage, glyphs),
        tuple(tilted),
    )


def _raw_letters(textpage: Any, count: int) -> list[_Raw]:
    raw: list[_Raw] = []
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    looks = _Looks(textpage)
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
        angle = pdfium.FPDFText_GetCharAngle(textpage, index)
        degrees = math.degrees(angle) % 360 if angle > 0 and math.isfinite(angle) else 0.0
        raw.append(_Raw(text, sides, index, space, degrees, *looks.of(index)))
        space = False
    return raw


class _Looks:
    """Size and colour of letters, asked once for each text object."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._object = 0
        self._known: tuple[float, Colour] = (0.0, (0, 0, 0))

    def of(self, index: int) -> tuple[float, Colour]:
        """The size in points, to the half point, and the fill colour of the letter."""
        found = pdfium.FPDFText_GetTextObject(self._textpage, index)
        place = ctypes.cast(found, ctypes.c_void_p).value or 0
        if place == 0 or place != self._object:
            self._object = place
            self._known = self._size(index), self._colour(index)
        return self._known

    def _size(self, index: int) -> float:
        size = pdfium.FPDFText_GetFontSize(self._textpage, index)
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(self._textpage, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d)
        return round(2 * size) / 2 if math.isfinite(size) and abs(size) < 1e6 else 0.0

    def _colour(self, index: int) -> Colour:
        parts = [ctypes.c_uint(0) for _ in range(4)]
        pdfium.FPDFText_GetFillColor(self._textpage, index, *map(ctypes.byref, parts))
        return parts[0].value, parts[1].value, parts[2].value


def _directions(angles: Iterable[float]) -> tuple[int, int]:
    """How most of the page is turned (0, 90, 180, 270) and how far it leans from there."""
    every = Counter(round(angle, 1) for angle in angles)
    turns: Counter[int] = Counter()
    leans: Counter[int] = Counter()
    for angle, number in every.items():
        turns[_turn(angle)] += number
        leans[round(_off_axis(angle))] += number
    if not every:
        return 0, 0
    lean = leans.most_common(1)[0][0]
    return turns.most_common(1)[0][0], lean if abs(lean) <= _TILTED_DEGREES else 0


def _off_axis(angle: float) -> float:
    """Degrees from the nearest multiple of 90."""
    return (angle + 45) % 90 - 45


def _turn(angle: float) -> int:
    """Degrees → the nearest of 0, 90, 180 and 270."""
    return math.floor((angle + 45) / 90) % 4 * 90


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
