"""Plain text and Markdown: the bytes decoded, line ends made "\\n".

UTF-8 (with or without mark), UTF-16 (with mark, or unmistakable without), Windows-1258.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from namro.foundation.documents.reading.opening.legacy import legacy_encoding, vietnamese_words
from namro.foundation.documents.reading.opening.refusal import Refused

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_MOST_CONTROLS: Final = 0.002
_TYPOGRAPHY: Final = frozenset("\u00a0«»°±²³µ·×÷§©®–—‘’‚“”„†‡•…‰‹›€₫™½¼¾¹ºªƒˆ")


def decode(data: bytes) -> str:
    """The text with "\\n" line ends, without byte-order mark and stray control characters.

    Raises `Refused`: binary (NULs, too many control characters), encoding, legacy_font, empty.
    """
    text = _decode(data)
    if "\x00" in text:
        raise Refused("binary")
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    controls = len(_CONTROL.findall(text))
    if controls > 3 and controls > len(text) * _MOST_CONTROLS:
        raise Refused("binary")
    if controls:
        text = _CONTROL.sub("", text)
    check_letters(text)
    return text


def clean(text: str) -> str:
    """The decoded text with page breaks as line ends, as the reader takes it."""
    return text.replace("\f", "\n")


def check_letters(text: str) -> None:
    """Refuse text that is blank or written in an encoding from before Unicode."""
    if not text.strip("\ufeff\u200b \t\n\u00a0\u00ad"):
        raise Refused("empty")
    legacy = legacy_encoding(text)
    if legacy is not None:
        raise Refused("legacy_font", encoding=legacy[0], font=legacy[1])


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    text = _attempt(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return _decoded(data, unmarked)
    if b"\x00" in data:
        raise Refused("binary")
    return _single_byte(data)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _decoded(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise Refused("encoding")
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero high bytes of its spaces and line ends."""
    sample = data[:20_000]
    if len(data) % 2 or len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 8 or min(even, odd) > len(sample) // 200:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _single_byte(data: bytes) -> str:
    """Windows-1258, unless the bytes are plainly TCVN3 or VNI, or nothing that is known."""
    legacy = legacy_encoding(data.decode("latin-1"))
    text = _attempt(data, "cp1258")
    text = unicodedata.normalize("NFC", text) if text is not None else None
    if legacy is not None and (text is None or vietnamese_words(text) < 4):
        raise Refused("legacy_font", encoding=legacy[0], font=legacy[1])
    if text is None or not _vietnamese(text):
        raise Refused("binary" if len(_CONTROL.findall(text or "")) > 3 else "encoding")
    return text


def _vietnamese(text: str) -> bool:
    """Are the accented letters those of Vietnamese (nine in ten at least)?"""
    foreign = accented = 0
    for letter in text:
        if letter.isascii() or letter in _TYPOGRAPHY:
            continue
        accented += 1
        marks = unicodedata.normalize("NFD", letter)
        if letter not in "đĐ" and not (
            marks[0] in "aeiouyAEIOUY" and all(mark in _MARKS for mark in marks[1:])
        ):
            foreign += 1
    return accented > 0 and foreign * 10 <= accented


_MARKS: Final = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
